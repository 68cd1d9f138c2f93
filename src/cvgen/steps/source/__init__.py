"""Step 1: path -> ``Source``: plain data, and the place in the file of every value and key.

It guarantees that the file is one YAML document of bounded size and depth, and that its values are dict, list, str,
bool and None: ``true``, ``false`` and ``null`` are themselves, everything else is text as typed (``NO``, ``3.90``,
``2024-05``, ``99:30``). Anchors, aliases and merge keys work; what could use up the memory (alias bombs, deep nesting,
huge files) is refused.
"""

from __future__ import annotations

from pathlib import Path

from cvgen.steps.source.file import read_text
from cvgen.steps.source.model import Source
from cvgen.steps.source.parser import parse
from cvgen.steps.source.settings import with_settings

__all__ = ["Source", "parse", "read", "with_settings"]


def read(path: Path) -> Source:
    """Return the source of a profile's file; raises CvgenError if it cannot be read or is not YAML."""
    return parse(read_text(path), path)
