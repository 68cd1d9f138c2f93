"""XeLaTeX: the engine xetex of an installed TeX distribution."""

from __future__ import annotations

import dataclasses
import gzip
import re
from pathlib import Path
from typing import ClassVar, Final

from cvgen.steps.engine import process, texlog, texmf
from cvgen.steps.engine.program import Program
from cvgen.steps.engine.session import ProgramSession
from cvgen.steps.engine.texmf import Tree

_OPTIONS: Final = ("-no-shell-escape", "-halt-on-error", "-file-line-error", "-interaction=nonstopmode")
_PASSED_ON: Final = ("PATH", "TEXMFROOT", "TEXMFCNF", "TEXMFHOME", "TEXMFVAR", "OSFONTDIR")
# TeX reads lists and patterns in paths, wants them in ASCII, and has a limit for their length: a tree with another path is
# read through a link in the folder of the run.
_READABLE: Final = re.compile(r"[A-Za-z0-9/._+@=-]{1,160}")
_LINK: Final = "tree"
_GZIP: Final = b"\x1f\x8b"


class XeLatex(Program):
    """XeLaTeX; it reads the files of the bundles, or without bundles those of its distribution."""

    __slots__ = ()
    name: ClassVar[str] = "xelatex"

    def start(self, folder: Path, style: str = "", *, any_package: bool = False) -> ProgramSession:
        """See TexEngine. With ``any_package`` it reads its distribution's files, bundles or not."""
        return ProgramSession(dataclasses.replace(self, bundles=()) if any_package else self, folder, style)

    def make_format(self, tree: Tree) -> None:
        """Make the format of a tree, and unpack it, which halves the time that it takes to load."""
        command = [str(self.path), "-ini", "-etex", *_OPTIONS, f"-jobname={texmf.FORMAT}", texmf.FORMAT_SOURCE]
        process.run(command, tree.files, self.environment_in(tree.files, tree), self.wall(tree.folder, tree))
        packed, log = tree.files / f"{texmf.FORMAT}.fmt", tree.files / f"{texmf.FORMAT}.log"
        if not packed.exists():
            raise self.no_format(process.read(log) or process.read(tree.files / process.OUTPUT))
        content = packed.read_bytes()
        tree.format.write_bytes(gzip.decompress(content) if content.startswith(_GZIP) else content)
        for path in (packed, log, tree.files / process.OUTPUT, tree.files / _LINK):
            path.unlink(missing_ok=True)

    def command(self, tree: Tree | None) -> list[str]:
        """Return the command that typesets with a tree's format, or with LaTeX's own."""
        return [
            str(self.path),
            *_OPTIONS,
            f"-fmt={_readable(str(tree.format), tree) if tree else 'xelatex'}",
            f"{process.JOB}.tex",
        ]

    def environment_in(self, folder: Path, tree: Tree | None) -> dict[str, str]:
        """Return the environment for a run in a folder: of the caller's, what places the distribution's files."""
        if tree and not _is_readable(tree.folder) and not (folder / _LINK).is_symlink():
            (folder / _LINK).symlink_to(tree.folder)
        return {
            **{name: self.environment[name] for name in _PASSED_ON if name in self.environment},
            # TeX Live keeps font caches below HOME: the user's are to be found, and this folder not to be filled.
            "HOME": self.environment.get("HOME", str(folder)),
            "LC_ALL": "C.UTF-8",
            "openin_any": "p",
            "openout_any": "p",
            "shell_escape": "f",
            # TeX Live's scripts would try for seconds to make a font that is missing.
            **dict.fromkeys(("MKTEXTFM", "MKTEXPK", "MKTEXMF", "MKTEXTEX", "MKTEXFMT"), "0"),
            "max_print_line": "10000",
            "error_line": "254",
            "half_error_line": "238",
            # Without it, the PDF driver names fonts at random.
            "SOURCE_DATE_EPOCH": str(self.epoch or 0),
            **({name: _readable(value, tree) for name, value in tree.environment.items()} if tree else {}),
        }

    def log(self, folder: Path) -> str:
        """Return the log of a run in a folder; if there is none or no memory was left for it, what the engine printed."""
        log, output = process.read(folder / f"{process.JOB}.log"), process.read(folder / process.OUTPUT)
        return f"{log}\n{output}" if texlog.is_out_of_memory(output) else log or output


def _is_readable(path: Path) -> bool:
    return _READABLE.fullmatch(str(path)) is not None


def _readable(value: str, tree: Tree) -> str:
    """Return a value with a path in a tree as TeX can read it. Fontconfig reads any path, if it is absolute."""
    if _is_readable(tree.folder) or value == str(tree.folder / "fonts.conf"):
        return value
    return value.replace(str(tree.folder), f"./{_LINK}")
