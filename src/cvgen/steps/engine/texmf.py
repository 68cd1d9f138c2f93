"""Puts together the tree of files that an engine reads: TeX's files, cvgen's, and a format made of them.

A format is LaTeX with cvgen.sty already read, as the engine has it in memory. Making one takes seconds, loading it
a twentieth of one, so it is kept in the user's cache, under a hash of all that went into it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cvgen.data import assets
from cvgen.steps.engine.bundle import Bundle
from cvgen.system import files, fontconfig, temporary

FORMAT: Final = "cvgen"  # its name
FORMAT_SOURCE: Final = "cvgen-format.tex"
_SHARED: Final = assets.STYLES / "shared"
_UNUSED: Final = 14 * 24 * 3600  # seconds after which a tree that no run has used is deleted
_MOST: Final = 8  # trees that are kept; a format takes 30 MB
_IN_USE: Final = 15 * 60  # seconds within which another process may still read a tree that it has prepared
_NOTO: Final = re.compile(r"Noto(?:Serif|Sans|Naskh)\w*-(?:Regular|Bold)\.tt[fc]")
_CHINESE: Final = "NotoSerifCJK-Regular.ttc"

# Only the tree is read: the databases of a TeX installation take as long as a page. The sizes are TeX's usual ones,
# with less room for names and patterns.
_FONT_PATHS: Final = (
    *("TFMFONTS", "OPENTYPEFONTS", "TRUETYPEFONTS", "T1FONTS", "MISCFONTS", "ENCFONTS", "TEXFONTMAPS"),
    *("DVIPDFMXINPUTS", "CMAPFONTS", "SFDFONTS", "FONTCIDMAPS"),
)
_TEXMF_CNF: Final = (
    "TEXMF = $CVGEN_TREE\nTEXINPUTS = .;$CVGEN_TREE\nTEXFORMATS = $CVGEN_TREE\n"
    + "".join(f"{name} = .;$CVGEN_TREE\n" for name in _FONT_PATHS)
    + """\
main_memory = 5000000
extra_mem_bot = 0
font_mem_size = 8000000
font_max = 9000
hash_extra = 60000
pool_size = 6250000
string_vacancies = 90000
max_strings = 500000
strings_free = 100
buf_size = 200000
trie_size = 100000
hyph_size = 8191
nest_size = 1000
max_in_open = 15
param_size = 20000
save_size = 200000
stack_size = 10000
expand_depth = 10000
shell_escape = f
openin_any = p
openout_any = p
"""
)
_REACH: Final = "reach"  # the file in a tree with the folders outside it that are read
_FONTS_CONF: Final = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>\n'


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder with all that an engine reads; one that is not complete needs the files of an installed TeX, too."""

    folder: Path
    is_complete: bool

    @property
    def files(self) -> Path:
        """The flat folder with TeX's files and cvgen's."""
        return self.folder / "files"

    @property
    def format(self) -> Path:
        """The format, where xetex has it."""
        return self.folder / f"{FORMAT}.fmt"

    def noted_fonts(self, style: str) -> Path | None:
        """Return the file with the fonts of a style's last documents; None if its name cannot name a file."""
        return self.folder / f"fonts-{style}.tex" if re.fullmatch("[a-z0-9-]+", style) else None

    @property
    def reach(self) -> tuple[Path, ...]:
        """What an engine must be able to read for this tree: itself, and the folders that its links lead to."""
        try:
            lines = (self.folder / _REACH).read_text(encoding="utf-8", errors="surrogateescape").split("\0")
        except OSError:
            lines = []
        return self.folder, *(Path(line) for line in lines if line)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make an engine read this tree and, if it is complete, nothing else."""
        if not self.is_complete:
            return {"TEXINPUTS": f".{os.pathsep}{self.files}{os.pathsep}"}
        environment = {"TEXMFCNF": str(self.folder), "CVGEN_TREE": str(self.files)}
        if (self.folder / "fonts.conf").exists():
            environment["FONTCONFIG_FILE"] = str(self.folder / "fonts.conf")
        return environment


def tree_name(engine: Sequence[str], bundles: Sequence[Bundle]) -> str:
    """Return the name of a tree: a hash of all that goes into it, and of the texts that identify its engine."""
    stamps = [_stamp(folder) for folder in _font_folders()] if _lacks_fonts(bundles) else []
    digest = hashlib.sha256()
    contents = [f"{bundle.folder} {bundle.digest}" for bundle in bundles]
    for part in (*engine, *contents, *stamps, _TEXMF_CNF, fontconfig.program() or "", _REACH):
        digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
    for path in _own_files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def prepare(
    trees: Path, name: str, bundles: Sequence[Bundle], make_format: Callable[[Tree], None], *, anew: bool = False
) -> Tree:
    """Return the tree ``trees/name``, which is made if it is not there, or ``anew``.

    Any number of processes may make it at once. Raises CvgenError if the cache cannot be written.
    """
    tree = Tree(trees / name, bool(bundles))
    if anew:
        temporary.discard(tree.folder)
    elif os.path.exists(tree.folder / "ready"):  # noqa: PTH110  (in a home that may not be read, Path.exists raises)
        with contextlib.suppress(OSError):
            os.utime(tree.folder)  # when it was last used
        return tree
    hint = "free some space, or set CVGEN_CACHE to another folder"
    with files.writing(f"the cache folder {trees.parent}", hint):
        files.make_cache_folder(trees)
        with temporary.folder(trees) as folder:
            draft = Tree(folder / "tree", tree.is_complete)
            _assemble(draft, name, bundles)
            make_format(draft)
            (draft.folder / "ready").touch()
            try:
                draft.folder.rename(tree.folder)
            except OSError:
                if not (tree.folder / "ready").exists():  # no other process was quicker: what is there is no whole tree
                    temporary.discard(tree.folder)
                    draft.folder.rename(tree.folder)
    _tidy(tree.folder)
    return tree


def _tidy(new: Path) -> None:
    """Delete the trees that had not been used for long when a new one was made.

    Ages count from the new tree, because the file system's clock may differ from the machine's.
    """
    with contextlib.suppress(OSError):
        now = new.stat().st_mtime
        others = [folder for folder in new.parent.iterdir() if folder != new and (folder / "ready").exists()]
        ages = sorted((now - folder.stat().st_mtime, folder) for folder in others)
        for place, (age, folder) in enumerate(ages, 1):
            if age > _UNUSED or (place >= _MOST and age > _IN_USE):
                temporary.discard(folder)


def _own_files() -> list[Path]:
    return [_SHARED / FORMAT_SOURCE, _SHARED / "hyphen.cfg", *sorted(_SHARED.glob("*.sty"))]


def _assemble(tree: Tree, name: str, bundles: Sequence[Bundle]) -> None:
    tree.files.mkdir(parents=True)
    for bundle in bundles:
        for path in bundle.folder.iterdir():
            _link(path, tree.files / path.name)
    folders = {path.resolve().parent for bundle in bundles for path in bundle.folder.iterdir()}
    fonts = {font.file.resolve().parent for font in fontconfig.installed_fonts()}
    # A folder of fonts that is the user's own, or holds it, has other things, too.
    fonts = {folder for folder in fonts if not Path.home().is_relative_to(folder)}
    text = "\0".join(sorted(map(str, folders | fonts)))
    (tree.folder / _REACH).write_text(text, encoding="utf-8", errors="surrogateescape")
    copies = {path.name: path for path in _own_files()} | {f"tectonic-format-{FORMAT}.tex": _SHARED / FORMAT_SOURCE}
    for file, path in copies.items():
        (tree.files / file).unlink(missing_ok=True)  # a link: what it leads to is the bundle's
        shutil.copyfile(path, tree.files / file)
    texts = {
        "SHA256SUM": name,  # by which Tectonic knows its format
        "pdftex.map": "",  # for Type 1 fonts, which no style has; the usual one takes 0.1 s to read
    }
    for file, text in texts.items():
        (tree.files / file).unlink(missing_ok=True)
        (tree.files / file).write_text(text, encoding="ascii")
    if tree.is_complete:
        (tree.folder / "texmf.cnf").write_text(_TEXMF_CNF, encoding="ascii")
        for file, path in _installed_fonts().items() if _lacks_fonts(bundles) else ():
            if not (tree.files / file).exists():
                _link(path, tree.files / file)
        # To search the system for fonts takes as long as a page. But where Noto for Chinese is missing, other fonts may
        # have its characters, and without fc-list only the engine can find the files of a family.
        if (tree.files / _CHINESE).exists() and fontconfig.program():
            (tree.folder / "fonts.conf").write_text(_FONTS_CONF, encoding="ascii")


def _link(origin: Path, target: Path) -> None:
    with contextlib.suppress(FileExistsError):  # the manifests of two bundles
        target.symlink_to(origin.resolve())


# --- fonts of the system --------------------------------------------------------------------------


def _lacks_fonts(bundles: Iterable[Bundle]) -> bool:
    """Return whether no bundle has all fonts that a CV may name or its scripts need: the system may have them."""
    return not {"more", "cjk"} <= {bundle.name for bundle in bundles}


def _installed_fonts() -> dict[str, Path]:
    """Return the files of the installed fonts that styles name, by the files' names."""
    named = "".join((_SHARED / name).read_text(encoding="utf-8") for name in ("fonts.toml", "cvgen-fonts.sty"))
    paths = (font.file for font in fontconfig.installed_fonts())
    return {path.name: path for path in paths if path.name in named or _NOTO.fullmatch(path.name)}


def _font_folders() -> list[Path]:
    roots = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("~/.local/share/fonts"), Path("~/.fonts")]
    folders = [root for path in roots for root in (path.expanduser(),) if os.path.isdir(root)]  # noqa: PTH112  (below)
    return [*folders, *(inner for folder in folders for inner in _inner_folders(folder))]


def _inner_folders(folder: Path) -> list[Path]:
    # os.path.isdir says no of what may not be looked at, such as another's home, where Path.is_dir raises.
    try:
        return [inner for inner in sorted(folder.iterdir()) if os.path.isdir(inner)]  # noqa: PTH112
    except OSError:
        return []


def _stamp(path: Path) -> str:
    try:
        return f"{path} {path.stat().st_mtime_ns}"
    except OSError:
        return ""
