"""Refuses a PDF that has pages or texts of another document.

Documents that share a run of the engine come in one PDF, so a fault in cutting it apart would give somebody the pages
of another person. Therefore each page and each numbered text in TeX's PDF names the LaTeX that it was made of, by
its MD5 sum (``/Cv<</D(...)>>DP``, see cvgen.sty). The numbers alone would not do: every document counts from 1.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from cvgen.diagnostics import CvgenError

if TYPE_CHECKING:
    import pikepdf

_POINT: Final = re.compile(rb"/Cv ?<<([^<>]*)>> ?DP")
_DOCUMENT: Final = re.compile(rb"/D ?\(([0-9A-F]{32})\)")
_NUMBER: Final = re.compile(rb"/N (\d+)")
_NO_TEXT: Final = 0  # the number of what belongs to no text


def digest(text: str) -> str:
    """Return the name that TeX gives to a document with this source."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def verify(pdf: pikepdf.Pdf, text: str, numbers: Collection[int]) -> None:
    """Raise CvgenError unless all pages, and all numbered texts in them, are those of one document.

    ``text`` is its LaTeX, ``numbers`` are those of its texts.
    """
    own = digest(text).encode()
    for number, page in enumerate(pdf.pages, 1):
        points = [match[1] for match in _POINT.finditer(_content(page))]
        documents = {match[1] for point in points if (match := _DOCUMENT.search(point))}
        texts = {int(match[1]) for point in points if (match := _NUMBER.search(point))}
        unnamed = any(_NUMBER.search(point) and not _DOCUMENT.search(point) for point in points)
        if documents != {own} or unnamed or not texts <= {*numbers, _NO_TEXT}:
            message = f"page {number} of TeX's PDF is not this document's, or has a text of another document"
            raise CvgenError.of(message, hint="nothing was written; please report this as a fault of cvgen")


def _content(page: pikepdf.Page) -> bytes:
    page.contents_coalesce()
    return page.obj.Contents.read_bytes() if "/Contents" in page.obj else b""
