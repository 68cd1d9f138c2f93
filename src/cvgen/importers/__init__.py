"""Imports files of other tools: a module for each format, one table of them (``table.py``).

A module knows its format: it recognises a file, reads it as plain data with the place of each value (step 1's ``Source``),
and makes a profile of it. ``node.py`` notes which values were read, so that none is lost silently; ``conversion.py``
calls the module, validates the profile by step 2 and makes the report; ``writing.py`` writes the profile as YAML.
``source`` reads a profile, or a file of another tool as one. ``starter.py`` writes a first profile.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from cvgen.steps import source as source_step
from cvgen.steps.source import Source

__all__ = ["source"]

_YAML: Final = frozenset({".yaml", ".yml"})
# Keys at the top of which each format in YAML has one, and no profile has any.
_FOREIGN_KEYS: Final = frozenset({
    "$schema", "awards", "certificates", "content", "cv", "education", "employment", "interests", "languages", "meta",
    "projects", "publications", "references", "skills", "volunteer", "work",
})  # fmt: skip


def source(path: Path) -> Source:
    """Return the source of a profile, or of what a file of another tool is as a profile. Raises CvgenError.

    The places of an imported profile are those in the file of the other tool; its problems have the report.
    """
    if path.suffix.lower() in _YAML or not path.is_file():
        found = source_step.read(path)
        if not isinstance(found.data, dict) or found.data.keys().isdisjoint(_FOREIGN_KEYS):
            return found
    from cvgen.importers import conversion, file, table  # only needed for files that are not profiles

    content = file.read(path)
    importer = table.recognise(content)
    if importer is None:
        return source_step.read(path)
    imported = conversion.convert_file(content, importer)
    return replace(imported.source, problems=imported.report, read=imported.read)
