"""A bundle: a flat folder with the TeX files and fonts that the engine may open, and a manifest of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cvgen.system import files

MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle by its manifest; ``digest`` names what is in it, in 64 hexadecimal digits."""

    name: str
    folder: Path
    digest: str


def read(folder: Path) -> Bundle | None:
    """Return the bundle in a folder, by its manifest alone; None if there is none, or it is damaged."""
    manifest = _manifest(folder)
    return Bundle(manifest["name"], folder, manifest["digest"]) if manifest else None


def verify(bundle: Bundle) -> list[str]:
    """Return the names of the files that are missing or damaged; the manifest's, if that has changed since."""
    manifest = _manifest(bundle.folder)
    if manifest is None or manifest["digest"] != bundle.digest:
        return [MANIFEST]
    return sorted(_damaged(bundle.folder, manifest["files"]))


def digest(listed: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the digest of a bundle with these files: a hash of each one's name and ``sha256``."""
    lines = (f"{listed[name]['sha256']}  {name}\n" for name in sorted(listed))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        whole = isinstance(manifest["name"], str) and digest(manifest["files"]) == manifest["digest"]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return manifest if whole else None


def _damaged(folder: Path, listed: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for name, facts in listed.items():
        try:
            content = files.sha256(folder / name)
        except OSError:
            content = ""
        if content != facts["sha256"]:
            yield name
