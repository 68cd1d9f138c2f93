"""Finds the licence of a file of a Debian package, in the documentation of the package."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Final

UNKNOWN: Final = "see the package"

# The catalogue of TeX packages has its own names for licences.
_CATALOGUE: Final = {
    "ofl": "OFL-1.1",
    "pd": "public-domain",
    "apache2": "Apache-2.0",
    "knuth": "Knuth-CTAN",
    "mit": "MIT",
    "x11": "X11",
    "gfl": "GUST-Font-License",
    "lppl": "LPPL-1.0+",
    "gpl": "GPL-1.0+",
}
_DEBIAN: Final = {"SIL-1.1": "OFL-1.1", "SIL-OFL-1.1": "OFL-1.1"}  # names that only Debian uses
_NOTICES: Final = {
    r"LaTeX\s+Project\s+Public\s+License": "LPPL",
    r"GUST\s+Font\s+License": "GUST-Font-License",
    r"SIL\s+Open\s+Font\s+License": "OFL-1.1",
    r"Redistribution and use in source and binary forms": "BSD",
    r"Licensed\s+under\s+the\s+Apache\s+License,?\s+Version\s+2\.0": "Apache-2.0",
    r"free\s+for\s+any\s+use": "free for any use",
    r"public\s+domain": "public-domain",
}


def licence(path: Path, documentation: Path) -> str:
    """Return the licence of a file, or UNKNOWN."""
    return _by_catalogue(path, documentation) or _by_copyright(path, documentation) or _by_notice(path) or UNKNOWN


def _spelt(licences: str) -> str:
    def spelt(name: str) -> str:
        versioned = re.fullmatch(r"(lppl|gpl|lgpl)([\d.]+[ac]?\+?)", name)
        return f"{versioned[1].upper()}-{versioned[2]}" if versioned else _CATALOGUE.get(name, name)

    return " and ".join(map(spelt, licences.split()))


def _by_catalogue(path: Path, documentation: Path) -> str:
    folder = path.parent.as_posix()
    licences = _catalogue(documentation / "Licenses.gz")
    return next((licence for end, licence in licences.items() if folder.endswith(f"/{end}")), "")


@cache
def _catalogue(file: Path) -> Mapping[str, str]:
    """Return the licence of the files in each folder of a TeX tree, from Debian's list of TeX packages."""
    if not file.is_file():
        return {}
    licences: dict[str, str] = {}
    current = ""
    for line in gzip.decompress(file.read_bytes()).decode("utf-8", "replace").splitlines():
        if header := re.fullmatch(r"[^\s/:]+: ?(.*)", line):
            current = _spelt(header[1])
        elif current and (inside := re.fullmatch(r"(\S+)/\*", line)):
            licences.setdefault(inside[1], current)
    return licences


def _by_copyright(path: Path, documentation: Path) -> str:
    """Return the licence in debian/copyright, from its last paragraph about the file."""
    file = documentation / "copyright"
    if not file.is_file():
        return ""
    text = file.read_text(encoding="utf-8", errors="replace")
    if not text.startswith("Format:"):
        return _notice(text.partition("License:")[2])
    name = ""
    for paragraph in re.split(r"\n\s*\n(?=\S)", text):
        facts = {
            key.lower(): value
            for key, value in re.findall(r"^([\w-]+):((?:.*\n?)(?:[ \t].*\n?)*)", paragraph, re.MULTILINE)
        }
        if "license" not in facts or "files" not in facts:
            continue
        # The folder of the file in the source is unknown, so only names are compared.
        patterns = [each for each in facts["files"].split() if not each.endswith("/*")]
        if any(each == "*" or fnmatch(path.name, each.rpartition("/")[2]) for each in patterns):
            name = facts["license"].strip().splitlines()[0].strip()
    return _DEBIAN.get(name, name)


def _by_notice(path: Path) -> str:
    """Return the licence that the beginning of the file names."""
    with path.open("rb") as file:
        return _notice(re.sub(r"\n[%#]*\s*", " ", file.read(4000).decode("ascii", "replace")))


def _notice(text: str) -> str:
    places = [(place.start(), name) for notice, name in _NOTICES.items() if (place := re.search(notice, text))]
    return min(places)[1] if places else ""
