"""Refuses a PDF that has pages or texts of another document.

Documents that share a run of the engine come in one PDF, so a fault in cutting it apart would give somebody the pages
of another person. Therefore each page and each numbered text in TeX's PDF names the LaTeX that it was made of, by
its MD5 sum (``/Cv<</D(...)>>DP``, see cvgen.sty). The numbers alone would not do: every document counts from 1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import Final

from cvgen.diagnostics import CvgenError
from cvgen.steps.pdf.content_stream import Instruction

_NO_TEXT: Final = 0  # the number of what belongs to no text


def digest(text: str) -> str:
    """Return the name that TeX gives to a document with this source."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def verify(contents: Sequence[Sequence[Instruction]], text: str, numbers: Collection[int]) -> None:
    """Raise CvgenError unless all pages, and all numbered texts in them, are those of one document.

    ``contents`` are the instructions of each page, ``text`` is the document's LaTeX, ``numbers`` those of its texts.
    """
    own, known = digest(text), {*numbers, _NO_TEXT}
    for page, instructions in enumerate(contents, 1):
        points = [point for instruction in instructions if (point := instruction.point()) is not None]
        documents = {str(point.get("/D", "")) for point in points if "/D" in point or "/N" in point}
        texts = {int(point["/N"]) for point in points if "/N" in point}
        if documents != {own} or not texts <= known:
            message = f"page {page} of TeX's PDF is not this document's, or has a text of another document"
            hint = "nothing was written; please report this as a fault of cvgen"
            raise CvgenError.of(message, hint=hint, code="pdf-other-document")
