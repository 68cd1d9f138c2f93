"""Finds files by their names in trees of TeX, in the order in which xelatex would."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from cvgen.diagnostics import CvgenError

ROOTS: Final = ("usr/share/texmf", "usr/share/texlive/texmf-dist", "usr/share/fonts")  # in Debian's packages

_VARIABLES: Final = ("TEXMFLOCAL", "TEXMFDEBIAN", "TEXMFMAIN", "TEXMFDIST")
_FONT_FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")
_ORDER: Final = (  # within a tree, as kpathsea searches for xelatex
    *("tex/xelatex/", "tex/latex/", "tex/xetex/", "tex/generic/", "tex/"),
    *("fonts/opentype/", "fonts/truetype/", "fonts/", ""),
)
_NOT_SEARCHED: Final = ("doc/", "source/", "scripts/", "bibtex/", "tlpkg/")
_SECONDS: Final = 60


def rank(path: str) -> tuple[int, int, str] | None:
    """Return the place of a file of a Debian package in the order of search; None if it is not searched.

    ``path`` is the one in the package, such as ``usr/share/texmf/fonts/x.otf``.
    """
    for number, root in enumerate(ROOTS):
        if path.startswith(f"{root}/"):
            place = path.removeprefix(f"{root}/")
            return None if place.startswith(_NOT_SEARCHED) else (number, _rank(place), place)
    return None


def index(trees: Sequence[Path]) -> dict[str, Path]:
    """Return the first path of each file name in the trees. Links that lead out of them count for nothing."""
    inside = tuple(os.path.realpath(tree) + os.sep for tree in trees)
    paths: dict[str, Path] = {}
    for tree in trees:
        for _, place, name in sorted(_files(tree)):
            # The index of a bundle has no way to write a space.
            if name in paths or " " in name:
                continue
            path = tree / place / name
            if path.is_file() and os.path.realpath(path).startswith(inside):
                paths[name] = path
    return paths


def installed(search_path: str) -> list[Path]:
    """Return the trees of the installed TeX and the system's folders of fonts, by the kpsewhich on a ``PATH``."""
    kpsewhich = shutil.which("kpsewhich", path=search_path)
    if kpsewhich is None:
        return []
    folders = [path for name in (*_VARIABLES, "OSFONTDIR") for path in _value(kpsewhich, name)]
    return list(dict.fromkeys(path for path in map(Path, (*folders, *_FONT_FOLDERS)) if path.is_dir()))


def _files(tree: Path) -> Iterator[tuple[int, str, str]]:
    """Yield rank, folder and name of each file that kpathsea would find in a tree."""
    for folder, folders, names in os.walk(tree):
        relative = Path(folder).relative_to(tree).as_posix()
        place = "" if relative == "." else f"{relative}/"
        folders[:] = [each for each in folders if not f"{place}{each}/".startswith(_NOT_SEARCHED)]
        number = _rank(place)
        yield from ((number, place, name) for name in names)


def _rank(place: str) -> int:
    return next(number for number, start in enumerate(_ORDER) if place.startswith(start))


def _value(kpsewhich: str, variable: str) -> list[str]:
    """Return the folders that a variable of TeX's configuration names."""
    command = [kpsewhich, f"-var-value={variable}"]
    try:
        run = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CvgenError.of(
            f"{kpsewhich} does not run: {error}", hint="install TeX again", code="setup-failed"
        ) from None
    value = run.stdout.strip() if run.returncode == 0 else ""
    return [place.rstrip("/") for place in re.split(f"[{re.escape(os.pathsep)};,{{}}]", value) if place.strip("/")]
