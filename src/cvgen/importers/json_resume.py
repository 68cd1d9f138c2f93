"""JSON Resume (https://jsonresume.org): its sections are keys at the top, beside ``basics``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

NAME = "JSON Resume"

_SECTIONS: Final = frozenset({
    "awards", "certificates", "education", "interests", "languages", "projects", "publications", "references", "skills",
    "volunteer", "work",
})  # fmt: skip
_FOREIGN: Final = frozenset({"volunteer", "work"})  # sections with names that cvgen does not have
_MANY: Final = 3  # sections at the top; one or two may be a mistake in a profile of cvgen


def recognise(data: Mapping[str, Any]) -> bool:
    """Return whether the file names the format's schema, or has its sections at the top."""
    if "jsonresume" in str(data.get("$schema")):
        return True
    sections = _SECTIONS & data.keys()
    return "basics" in data and "sections" not in data and (bool(sections & _FOREIGN) or len(sections) >= _MANY)
