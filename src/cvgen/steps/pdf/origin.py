"""Refuses a PDF that has pages or texts of another document.

Documents that share a run of the engine come in one PDF, so a fault in cutting it apart would give somebody the pages
of another person. Therefore each page of TeX's PDF has a key for each document of which something is on it: the MD5 sum
of its LaTeX (``/CvD41D8C... true``, see cvgen.sty). The numbers of texts would not do: every document counts from 1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from cvgen.diagnostics import CvgenError
from cvgen.steps.pdf.content_stream import Instruction

if TYPE_CHECKING:
    import pikepdf

_KEY: Final = "/Cv"
_NO_TEXT: Final = 0  # the number of what belongs to no text


def name(text: str) -> str:
    """Return the key that pages have with something of the document with this LaTeX."""
    return _KEY + hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def names(page: pikepdf.Page) -> list[str]:
    """Return the keys of a page that name documents; none if its document has claimed it."""
    return [key for key in page.obj.keys() if key.startswith(_KEY)]  # noqa: SIM118 # no iterator otherwise


def claim(pages: Iterable[pikepdf.Page], text: str) -> None:
    """Take the names out of pages; raises CvgenError unless all name the document with this LaTeX, and no other."""
    for number, page in enumerate(pages, 1):
        if names(page) != [name(text)]:
            raise _foreign(number)
        del page.obj[name(text)]


def verify_numbers(contents: Sequence[Sequence[Instruction]], numbers: Collection[int]) -> None:
    """Raise CvgenError if the content of a page has a text with a number that is none of its document's."""
    for page, instructions in enumerate(contents, 1):
        points = [point for instruction in instructions if (point := instruction.point()) is not None]
        if not {int(point["/N"]) for point in points if "/N" in point} <= {*numbers, _NO_TEXT}:
            raise _foreign(page)


def _foreign(page: int) -> CvgenError:
    message = f"page {page} of TeX's PDF is not this document's, or has a text of another document"
    hint = "nothing was written; please report this as a fault of cvgen"
    return CvgenError.of(message, hint=hint, code="pdf-other-document")
