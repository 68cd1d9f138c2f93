"""The section of docs/trust.md on standards: what validators say of the PDFs, and where they err."""

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
character that no font has. Programs of others check the claim, in the tests and here: on all PDFs of this page. They see what
a program can see, such as that a photo has a description, and not whether it is a good one. veraPDF is not among them.
"""

ERRORS: Final = """\
Findings do not count if they are one of these, and if the tests' own look at the same PDF bears it out. page-validation names
one place for each rule that is broken; that look is at all places of the PDF.
"""


def standards(pdfs: Path) -> str:
    """The results over all PDFs in a folder, and the errors of validators that are known."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it wonders about dates in fonts
    paths = sorted(pdfs.glob("*.pdf"))
    verdicts = {(path, each): explanation(each, path) for path in paths for each in findings(path)}
    rows = ["| | PDFs | with findings that do not count | with findings that do |", "|---|---:|---:|---:|"]
    for validator in VALIDATORS:
        known = {path for (path, each), why in verdicts.items() if each.validator == validator and why}
        counted = {path for (path, each), why in verdicts.items() if each.validator == validator and not why}
        rows.append(f"| {validator} | {len(paths)} | {len(known)} | {len(counted)} |")
    concerned = Counter(what for _, what in {(path, why.what) for (path, _), why in verdicts.items() if why})
    reasons = [
        f"- **{each.what}**, in {concerned[each.what]} of {len(paths)}. {each.why}"
        for each in KNOWN
        if concerned[each.what]
    ]
    versions = ", ".join(f"{each} {importlib.metadata.version(each)}" for each in PACKAGES)
    return "\n".join([INTRODUCTION, *rows, "", ERRORS, *reasons, "", f"These were {versions}."])
