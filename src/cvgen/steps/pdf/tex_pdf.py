"""Opens the PDF of a run of TeX, and cuts it into the documents that shared the run."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cvgen.diagnostics import CvgenError

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


def cut(pdf_bytes: bytes, spans: Sequence[tuple[int, int]]) -> list[bytes]:
    """Return the PDF of each of several documents that TeX has put into one.

    A span is the first page of a document and the page after its last, from 0. Raises CvgenError if the PDF does not
    have these pages.
    """
    import pikepdf

    documents = []
    with opened(pdf_bytes) as pdf:
        count = len(pdf.pages)
        if not count:
            raise CvgenError.of("TeX made a PDF with no pages", code="tex-bad-pdf")
        for first, last in spans:
            if not 0 <= first < last <= count:
                message = f"TeX made a PDF of {count} pages, without the pages {first + 1} to {last}"
                raise CvgenError.of(message, code="tex-bad-pdf")
            if (first, last) == (0, count):
                documents.append(pdf_bytes)
                continue
            part, target = pikepdf.new(), io.BytesIO()
            part.pages.extend(pdf.pages[first:last])
            part.save(target, deterministic_id=True)
            documents.append(target.getvalue())
    return documents
