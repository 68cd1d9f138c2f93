"""FRESH (https://github.com/fresh-standard): jobs and schools are a ``history`` below their sections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAME = "FRESH"


def recognise(data: Mapping[str, Any]) -> bool:
    """Return whether ``meta`` names the format, or ``employment`` or ``education`` has a history."""
    meta = data.get("meta")
    if isinstance(meta, Mapping) and str(meta.get("format")).upper().startswith("FRESH"):
        return True
    sections = (data.get("employment"), data.get("education"))
    return any(isinstance(section, Mapping) and "history" in section for section in sections)
