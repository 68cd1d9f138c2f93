"""Opens the PDF of a run of TeX, and cuts it into the documents that shared the run."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cvgen.diagnostics import CvgenError
from cvgen.steps.pdf import origin

if TYPE_CHECKING:
    import pikepdf


@contextlib.contextmanager
def opened(pdf_bytes: bytes) -> Iterator[pikepdf.Pdf]:
    """Open a PDF; raises CvgenError if it is damaged."""
    import pikepdf  # 0.06 s; loaded while TeX runs

    try:
        with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
            yield pdf
    except pikepdf.PdfError as error:
        hint = "render again; is the disk full?"
        raise CvgenError.of(f"TeX made a damaged PDF: {error}", hint=hint, code="tex-bad-pdf") from None


def cut(pdf_bytes: bytes, documents: Sequence[tuple[int, int, str]]) -> list[bytes | CvgenError]:
    """Return the PDF of each of several documents that TeX has put into one.

    A document is its first page and the page after its last, from 0, and its LaTeX. In the place of a PDF whose pages
    are not there, or are those of another document, is an error. Raises CvgenError if none can be read.
    """
    with opened(pdf_bytes) as pdf:
        if not pdf.pages:
            raise CvgenError.of("TeX made a PDF with no pages", code="tex-bad-pdf")
        parts: list[bytes | CvgenError] = []
        for first, last, text in documents:
            try:
                parts.append(_part(pdf, first, last, text) or pdf_bytes)
            except CvgenError as error:
                parts.append(error)
        return parts


def _part(pdf: pikepdf.Pdf, first: int, last: int, text: str) -> bytes | None:
    """Return the PDF of some pages; None if it is all of them."""
    import pikepdf

    count = len(pdf.pages)
    if not 0 <= first < last <= count:
        message = f"TeX made a PDF of {count} pages, without the pages {first + 1} to {last}"
        raise CvgenError.of(message, code="tex-bad-pdf")
    pages = pdf.pages[first:last]
    origin.claim(pages, text)
    if (first, last) == (0, count):
        return None
    part, target = pikepdf.new(), io.BytesIO()
    part.pages.extend(pages)
    part.save(target, deterministic_id=True)
    return target.getvalue()
