"""Makes the section of docs/trust.md on standards: the findings of validators, and their known errors."""

from __future__ import annotations

import importlib.metadata
import logging
from collections import Counter
from pathlib import Path
from typing import Final

from tests.end_to_end.validation import KNOWN, VALIDATORS, explanation, findings

PACKAGES: Final = ("page-validation", "pikepdf", "fonttools")

INTRODUCTION: Final = """\
## Standards

Each PDF claims PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1), unless it is rendered with `--pdf-standard none` or has a
character that no font has. Other projects' validators check the claim in the tests, and here on all PDFs of this page. They check
only what a program can: that a photo has a description, but not that the description is good. veraPDF is not among them.
"""

ERRORS: Final = """\
A finding does not count if it is one of these known errors of a validator, and if a check of our own finds no fault in the same PDF.
page-validation names only one place for each broken rule; our check looks at all places.
"""


def standards(pdfs: Path) -> str:
    """Return the section: the results for all PDFs in a folder, and the known errors of validators."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it warns about dates in fonts
    paths = sorted(pdfs.glob("*.pdf"))
    verdicts = {(path, each): explanation(each, path) for path in paths for each in findings(path)}
    rows = ["| | PDFs | PDFs with findings that do not count | PDFs with findings that count |", "|---|---:|---:|---:|"]
    for validator in VALIDATORS:
        known = {path for (path, each), why in verdicts.items() if each.validator == validator and why}
        counted = {path for (path, each), why in verdicts.items() if each.validator == validator and not why}
        rows.append(f"| {validator} | {len(paths)} | {len(known)} | {len(counted)} |")
    counts = Counter(what for _, what in {(path, why.what) for (path, _), why in verdicts.items() if why})
    reasons = [
        f"- **{each.what}**, in {counts[each.what]} of {len(paths)}. {each.why}" for each in KNOWN if counts[each.what]
    ]
    versions = ", ".join(f"{each} {importlib.metadata.version(each)}" for each in PACKAGES)
    return "\n".join([INTRODUCTION, *rows, "", ERRORS, *reasons, "", f"The versions were {versions}."])
