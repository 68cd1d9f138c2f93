"""Finds the TeX engines that are installed, and chooses one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from cvgen.diagnostics import CvgenError, did_you_mean
from cvgen.install import setup
from cvgen.steps.engine.bundle import Bundle
from cvgen.steps.engine.tectonic import Tectonic
from cvgen.steps.engine.xelatex import XeLatex


def _tectonic(cache: Path, environment: Mapping[str, str]) -> Path | None:
    return setup.engine_path(cache) or _on_path("tectonic", environment)


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
    "tectonic": _Kind(Tectonic, _tectonic, "cvgen setup installs it, and needs no administrator"),
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

    ``cache`` is the user's cache folder, ``epoch`` the date of the PDFs in seconds since 1970, if they have one. Tectonic without its bundles comes last, as it would fetch files one by one.
    Raises CvgenError, with a hint how to install one, if there is none.
    """
    if name is not None and name not in ENGINES:
        hint = did_you_mean(name, ENGINES) or f"the engines are: {', '.join(ENGINES)}"
        raise CvgenError.of(f'there is no engine "{name}"', hint=hint)
    bundles = tuple(setup.bundles(cache))
    paths = {each: kind.find(cache, environment) for each, kind in ENGINES.items() if name in {None, each}}
    installed = [each for each, path in paths.items() if path is not None]
    if not installed:
        message = f"{name} is not installed" if name else "no TeX engine is installed"
        raise CvgenError.of(message, hint=ENGINES[name or "tectonic"].remedy)
    best = installed[0] if bundles else installed[-1]
    path = paths[best]
    assert path is not None
    return ENGINES[best].make(path, bundles, cache / "formats", dict(environment), epoch)
