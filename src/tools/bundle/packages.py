"""Downloads the Debian packages whose files the engine may read, and lists the files that it reads."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from cvgen.install import debian, tex_files, trees
from cvgen.install.download import Progress
from cvgen.install.tex_files import TexFile, TexFiles
from cvgen.look import fonts
from cvgen.system import files
from tools.bundle import documents
from tools.bundle.licences import licence
from tools.bundle.recording import Recorder

_TEX: Final = ("texlive-base", "texlive-latex-base", "texlive-latex-recommended", "texlive-xetex")
_FALLBACKS: Final = ("fonts-noto-core", "fonts-symbola", "fonts-noto-cjk")  # see cvgen-fonts.sty
_DRIVER: Final = ("dvipdfmx.cfg",)  # the driver of an installed xetex reads it, Tectonic's does not


class Unpacked(NamedTuple):
    """A Debian package, and the folder where it is unpacked."""

    name: str
    version: str
    folder: Path


def names() -> list[str]:
    """Return the names of the packages, in the order of the search for a file."""
    of_pairings = [name for pairing in fonts.pairings().values() for name in pairing["packages"]]
    return list(dict.fromkeys([*_TEX, *of_pairings, *_FALLBACKS]))


def unpack(workspace: Path, environment: Mapping[str, str], progress: Progress) -> list[Unpacked]:
    """Download and unpack the packages below ``workspace``, and return them. Raises CvgenError."""
    unpacked = []
    for package, path in debian.fetch(names(), workspace, environment, progress).items():
        folder = workspace.resolve() / "unpacked" / package.name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        subprocess.run(["dpkg-deb", "-x", path, folder], check=True)  # noqa: S607  (found by PATH, as apt-get is)
        unpacked.append(Unpacked(package.name, package.version, folder))
    return unpacked


def record(packages: Sequence[Unpacked], tectonic: Path, scratch: Path, profiles: Sequence[Path] = ()) -> TexFiles:
    """Return the list of the files in packages that Tectonic reads.

    ``profiles`` are typeset in addition to the built-in documents; ``scratch`` is an empty folder. Raises CvgenError.
    """
    # All packages together have one order of trees, as if they were installed.
    places = (package.folder / root for root in trees.ROOTS for package in packages)
    own = documents.own_files(scratch / "own")
    index = {name: path for name, path in trees.index([*filter(Path.is_dir, places)]).items() if name not in own}
    with Recorder(tectonic, {**index, **own}, scratch) as recorder:
        groups = documents.record(recorder, profiles)
    groups["base"] |= {*_DRIVER}
    listed = {
        bundle: tuple(sorted(_listed(index[name], packages) for name in opened & index.keys()))
        for bundle, opened in groups.items()
    }
    used = {file.package for group in listed.values() for file in group}
    versions = {package.name: package.version for package in packages if package.name in used}
    return TexFiles(f"Debian {platform.freedesktop_os_release()['VERSION_ID']}", versions, listed)


def _listed(path: Path, packages: Sequence[Unpacked]) -> TexFile:
    path = path.resolve()
    package = next(package for package in packages if path.is_relative_to(package.folder))
    documentation = package.folder / "usr/share/doc" / package.name
    place = path.relative_to(package.folder).as_posix()
    return TexFile(place, package.name, licence(path, documentation), files.sha256(path))


def write(listed: TexFiles) -> None:
    """Write the list that is a part of cvgen."""
    files.write(tex_files.PATH, tex_files.text(listed).encode())
