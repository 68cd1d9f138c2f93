"""Says what an engine must be able to read beside the files of its tree: the rest is behind the wall."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from cvgen.system.reach import SYSTEM

# Fonts, and how fontconfig finds them; those below HOME without the slash.
_FONTS: Final = (
    *("/etc/fonts", "/usr/share/fontconfig", "/usr/share/xml/fontconfig", "/var/cache/fontconfig"),
    *("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/texmf/fonts", "/usr/share/texlive/texmf-dist/fonts"),
    *(".fonts", ".local/share/fonts", ".fonts.conf", ".fonts.conf.d", ".config/fontconfig", ".cache/fontconfig"),
)
# The trees of TeX distributions; those below HOME likewise.
_TEX: Final = (
    *(
        "/usr/share/texlive",
        "/usr/share/texmf",
        "/usr/share/texmf-dist",
        "/usr/share/texmf-site",
        "/usr/share/texmf-local",
    ),
    *("/usr/local/share/texmf", "/usr/local/texlive", "/opt/texlive", "/etc/texmf", "/etc/texlive", "/var/lib/texmf"),
    *("/usr/share/tlpkg", "/usr/share/tex-common", "/var/lib/tex-common", "/var/lib/texlive", "/var/cache/fonts"),
    *("texmf", ".texmf-config", ".texmf-var", ".texlive"),
)
_TEX_VARIABLES: Final = ("TEXMFROOT", "TEXMFCNF", "TEXMFHOME", "TEXMFVAR")
# How a name of a server becomes an address, and whom to trust.
NETWORK: Final = tuple(
    Path(path)
    for path in (
        *("/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/services"),
        *("/run/systemd/resolve", "/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/usr/share/ca-certificates"),
    )
)


def of_program(program: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield what a program needs to run: itself, its PDF driver, libraries."""
    yield from SYSTEM
    real = program.resolve()
    driver = shutil.which("xdvipdfmx", path=environment.get("PATH", os.defpath))
    yield from (program, real, real.with_name("xdvipdfmx"))
    if driver:
        yield from (Path(driver), Path(driver).resolve())
    if not real.is_relative_to("/usr"):  # beside a program of its own, such as conda's, lie its libraries
        yield real.parent.parent / "lib"


def of_fonts(environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the folders of installed fonts."""
    yield from _placed(_FONTS, environment)
    yield from _listed(environment.get("OSFONTDIR", ""))


def of_installed_tex(program: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the trees of the TeX distribution that a program belongs to."""
    yield from _placed(_TEX, environment)
    for variable in _TEX_VARIABLES:
        yield from _listed(environment.get(variable, ""))
    home = environment.get("HOME", "")
    if home:
        yield from Path(home).glob(".texlive*")
    # As kpathsea finds a distribution: its programs are in ROOT/bin/PLATFORM or ROOT/bin, its files in ROOT/texmf-dist.
    for root in (program.resolve().parent.parent, program.resolve().parent.parent.parent):
        for found in (root, root / "share"):
            if (found / "texmf-dist").is_dir():
                yield from found.glob("texmf*")
                yield root.parent / "texmf-local"


def _placed(places: tuple[str, ...], environment: Mapping[str, str]) -> Iterator[Path]:
    home = environment.get("HOME", "")
    for place in places:
        if place.startswith("/"):
            yield Path(place)
        elif home:
            yield Path(home, place)


def _listed(variable: str) -> Iterator[Path]:
    """Yield the folders that a variable lists; one that ends in two slashes is meant with all in it."""
    for part in variable.split(os.pathsep):
        if part.startswith("/") and (path := Path(part.rstrip("/!"))) != Path("/"):
            yield path
