"""A bundle: a flat folder with the TeX files and fonts that the engine may open, and a manifest of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cvgen.data import assets
from cvgen.system import files

MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle by its manifest; ``digest`` names what is in it, in 64 hexadecimal digits."""

    name: str
    folder: Path
    digest: str


def read(folder: Path) -> Bundle | None:
    """The bundle in a folder; None if there is none, or its manifest is not whole. Looks at no other file."""
    manifest = _manifest(folder)
    return Bundle(manifest["name"], folder, manifest["digest"]) if manifest else None


def styles(bundle: Bundle) -> str:
    """A hash of the styles that the bundle was made for; "" if its manifest does not say."""
    manifest = _manifest(bundle.folder)
    return str(manifest.get("styles", "")) if manifest else ""


def current_styles() -> str:
    """A hash of what decides which files are opened: styles that have changed may open others."""
    paths = sorted(path for path in assets.STYLES.rglob("*") if path.suffix in {".sty", ".tex", ".cfg", ".toml", ".j2"})
    found = hashlib.sha256()
    for path in paths:
        found.update(path.relative_to(assets.STYLES).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def verify(bundle: Bundle) -> list[str]:
    """The names of files that are missing or damaged, in order; the manifest's, if that is no longer the bundle's."""
    manifest = _manifest(bundle.folder)
    if manifest is None or manifest["digest"] != bundle.digest:
        return [MANIFEST]
    return sorted(_damaged(bundle.folder, manifest["files"]))


def digest(listed: Mapping[str, Mapping[str, Any]]) -> str:
    """The digest of a bundle's files, by their names; of each, its ``sha256`` is what counts."""
    lines = (f"{listed[name]['sha256']}  {name}\n" for name in sorted(listed))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        whole = isinstance(manifest["name"], str) and digest(manifest["files"]) == manifest["digest"]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    return manifest if whole else None


def _damaged(folder: Path, listed: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for name, facts in listed.items():
        try:
            found = files.sha256(folder / name)
        except OSError:
            found = ""
        if found != facts["sha256"]:
            yield name
