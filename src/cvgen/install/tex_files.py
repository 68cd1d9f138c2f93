"""The list of the TeX files and fonts that the engine reads: tex-files.json, which ``make bundle`` writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

PATH: Final = Path(__file__).parent.parent / "data" / "tex-files.json"
FONTS: Final = (".otf", ".ttf", ".ttc")


class TexFile(NamedTuple):
    """A file by its path in a Debian package, such as ``usr/share/texmf/x.sty``."""

    path: str
    package: str
    licence: str
    sha256: str

    @property
    def name(self) -> str:
        """The name of the file, by which TeX asks for it."""
        return PurePosixPath(self.path).name

    @property
    def is_font(self) -> bool:
        """Return whether it is a font that documents are typeset in, and nothing of TeX's own."""
        return self.name.endswith(FONTS)


class TexFiles(NamedTuple):
    """The files by bundle, the version that each package had, and the release of Debian that had them."""

    release: str
    packages: Mapping[str, str]
    files: Mapping[str, tuple[TexFile, ...]]

    def digest(self, bundle: str) -> str:
        """Return a hash of the part of the list that is about a bundle."""
        return hashlib.sha256(repr([tuple(file) for file in self.files[bundle]]).encode()).hexdigest()


@cache
def read() -> TexFiles:
    """Return the list that this cvgen carries."""
    content = json.loads(PATH.read_bytes())
    files = {
        bundle: tuple(TexFile(path, *facts) for path, facts in paths.items())
        for bundle, paths in content["files"].items()
    }
    return TexFiles(content["release"], content["packages"], files)


def text(listed: TexFiles) -> str:
    """Return the content of the file: JSON with a line for each file."""
    files = ",\n".join(
        f" {json.dumps(bundle)}: {{\n"
        + ",\n".join(f"  {json.dumps(file.path)}: {json.dumps(_facts(file))}" for file in sorted(paths))
        + "\n }"
        for bundle, paths in listed.files.items()
    )
    packages = ",\n".join(
        f" {json.dumps(name)}: {json.dumps(listed.packages[name])}" for name in sorted(listed.packages)
    )
    return (
        f'{{\n"release": {json.dumps(listed.release)},\n"packages": {{\n{packages}\n}},\n"files": {{\n{files}\n}}\n}}\n'
    )


def _facts(file: TexFile) -> list[Any]:
    return list(file[1:])
