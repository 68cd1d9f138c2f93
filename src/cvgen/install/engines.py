"""Finds the TeX engines and bundles that are installed, and chooses an engine."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from cvgen.diagnostics import CvgenError, did_you_mean
from cvgen.install import tectonic as wheels
from cvgen.install.tectonic import PLACE, Build
from cvgen.steps.engine import bundle
from cvgen.steps.engine.bundle import Bundle
from cvgen.steps.engine.tectonic import Tectonic
from cvgen.steps.engine.xelatex import XeLatex
from cvgen.system import files

# The folders of the bundles, by their names. "base" is what every document may need. "more" has the fonts that no style
# chooses by itself, and those for scripts of languages that cvgen has no words of; "cjk" those of Chinese, Japanese, Korean.
FOLDERS: Final = {"base": "bundle", "more": "bundle-more", "cjk": "bundle-cjk"}
_VERIFIED: Final = "verified"  # the file beside the program with what it was when its hash was right


def data_package() -> Path | None:
    """Return the folder of the package cvgen-latex-data, which brings engine and bundles, if it is installed."""
    from importlib.util import find_spec

    spec = find_spec("cvgen_latex_data")
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def embedded(cache: Path) -> Path | None:
    """Return the program Tectonic that the data package brings or setup has installed; it is not verified."""
    places = (folder / PLACE for folder in (data_package(), cache) if folder)
    return next((path for path in places if _is_program(path)), None)


def _verify(program: Path) -> None:
    """Raise CvgenError if the program that setup has installed is another one by now.

    To hash it takes a tenth of a render, so that is done only if its size, its times or its place on the disk differ from
    the record. Whoever can also write that record, only the system can keep out.
    """
    build = wheels.BUILDS.get(wheels.platform_key())
    record = program.with_name(_VERIFIED)
    with contextlib.suppress(OSError, ValueError):
        if build and record.read_text(encoding="ascii") == _stamp(program, build):
            return
    if build and files.sha256(program) != build.program_hash:
        message = f"{program} is not the Tectonic that cvgen setup installs: it was damaged or replaced"
        raise CvgenError.of(message, hint="run cvgen setup, which installs it again", code="engine-unusable")
    with contextlib.suppress(OSError):  # of a cache that may not be written
        if build:
            files.write(record, _stamp(program, build).encode())


def _stamp(program: Path, build: Build) -> str:
    status = program.stat()
    facts = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev)
    return " ".join((build.program_hash, *map(str, facts)))


def bundles(cache: Path) -> tuple[Bundle, ...]:
    """Return the bundles that the data package brings or setup has installed, each once; they are not verified."""
    shipped = data_package()
    places = ((shipped and bundle.read(shipped / folder)) or bundle.read(cache / folder) for folder in FOLDERS.values())
    return tuple(each for each in places if each)


def _is_program(path: Path) -> bool:
    try:
        return path.is_file() and os.access(path, os.X_OK)
    except OSError:  # of a folder that may not be read
        return False


# --- which one ------------------------------------------------------------------------------------


def tectonic(cache: Path, environment: Mapping[str, str]) -> Path | None:
    """Return the embedded Tectonic, or else the one on PATH."""
    return embedded(cache) or _on_path("tectonic", environment)


def _xetex(_: Path, environment: Mapping[str, str]) -> Path | None:
    return _on_path("xetex", environment)


def _on_path(program: str, environment: Mapping[str, str]) -> Path | None:
    path = shutil.which(program, path=environment.get("PATH", os.defpath))
    return Path(path).absolute() if path else None


class _Kind(NamedTuple):
    make: Callable[[Path, tuple[Bundle, ...], Path, Mapping[str, str], int | None], Tectonic | XeLatex]
    find: Callable[[Path, Mapping[str, str]], Path | None]  # by the cache folder and the environment
    remedy: str


# In the order of preference.
ENGINES: Final[Mapping[str, _Kind]] = {
    "tectonic": _Kind(Tectonic, tectonic, "cvgen setup installs it, and needs no administrator"),
    "xelatex": _Kind(
        XeLatex,
        _xetex,
        "install TeX: apt-get install texlive-xetex (Debian, Ubuntu), https://tug.org/texlive (elsewhere)",
    ),
}


def choose(
    name: str | None, cache: Path, environment: Mapping[str, str], epoch: int | None = None
) -> Tectonic | XeLatex:
    """Return the engine of a name in ENGINES, or the best one that is installed.

    ``cache`` is the user's cache folder, ``epoch`` the date of the PDFs in seconds since 1970, if they have one.
    Tectonic without its bundles comes last, as it would fetch files one by one.
    Raises CvgenError, with a hint how to install one, if there is none.
    """
    if name is not None and name not in ENGINES:
        hint = did_you_mean(name, ENGINES) or f"the engines are: {', '.join(ENGINES)}"
        raise CvgenError.of(f'there is no engine "{name}"', hint=hint, code="unknown-engine")
    read = bundles(cache)
    paths = {each: kind.find(cache, environment) for each, kind in ENGINES.items() if name in {None, each}}
    installed = [each for each, path in paths.items() if path is not None]
    if not installed:
        message = f"{name} is not installed" if name else "no TeX engine is installed"
        raise CvgenError.of(message, hint=ENGINES[name or "tectonic"].remedy, code="engine-missing")
    best = installed[0] if read else installed[-1]
    path = paths[best]
    assert path is not None
    if path == cache / PLACE:
        _verify(path)
    return ENGINES[best].make(path, read, cache / "formats", dict(environment), epoch)
