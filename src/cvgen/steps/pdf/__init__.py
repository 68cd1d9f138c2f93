"""Step 6: what TeX made becomes a PDF that programs can read: tagged, described, the same on every day."""

from __future__ import annotations

import contextlib
import importlib
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cvgen.diagnostics import CvgenError
from cvgen.steps.latex.structure import Description, Element
from cvgen.steps.pdf import content, metadata, origin, tagging, tounicode

if TYPE_CHECKING:
    import pikepdf


def preload() -> None:
    """Import what ``finish`` needs, for use while something else runs."""
    with contextlib.suppress(ImportError):  # finish says it better
        importlib.import_module("pikepdf")


def parts(pdf_bytes: bytes, spans: Sequence[tuple[int, int]]) -> list[bytes]:
    """Return the PDF of each of several documents that TeX has put into one.

    A span is the first page of a document and the page after its last, from 0. Raises CvgenError if the PDF does not
    have these pages.
    """
    import pikepdf

    documents = []
    with _opened(pdf_bytes) as pdf:
        count = len(pdf.pages)
        if not count:
            raise CvgenError.of("TeX made a PDF with no pages")
        for first, last in spans:
            if not 0 <= first < last <= count:
                raise CvgenError.of(f"TeX made a PDF of {count} pages, without the pages {first + 1} to {last}")
            if (first, last) == (0, count):
                documents.append(pdf_bytes)
                continue
            part, target = pikepdf.new(), io.BytesIO()
            part.pages.extend(pdf.pages[first:last])
            part.save(target, deterministic_id=True)
            documents.append(target.getvalue())
    return documents


def finish(
    made: bytes,
    text: str,
    structure: Element,
    description: Description,
    epoch: int | None,
    *,
    standards: bool = True,
) -> bytes:
    """The finished PDF from the one that TeX has made.

    ``text`` is the LaTeX that it was made of: it has all characters that may be extracted. ``structure`` is what its
    parts are. ``epoch`` is its date in seconds since 1970, or None for no date. With ``standards`` it claims PDF/A-2a
    and PDF/UA-1. Raises CvgenError if the PDF is damaged, or has pages or texts of another document.
    """
    import pikepdf

    finished = io.BytesIO()
    with _opened(made) as pdf:
        origin.verify(pdf, text, {node.number for node in structure.nodes()})
        if any(font is None for page in pdf.pages for font in content.fonts(page).values()):
            raise CvgenError.of("TeX made a damaged PDF: a font is missing from it")
        texts = tounicode.mend(pdf, set(text))
        shown = tagging.tag(pdf, structure, description.language, texts)
        tounicode.complete(pdf, texts, shown)
        tounicode.unlist(pdf)
        metadata.forget(pdf)
        metadata.describe(pdf, description, epoch, standards=standards)
        pdf.save(
            finished,
            deterministic_id=True,
            force_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return finished.getvalue()


@contextlib.contextmanager
def _opened(made: bytes) -> Iterator[pikepdf.Pdf]:
    import pikepdf  # 0.06 s; loaded while TeX runs

    try:
        with pikepdf.open(io.BytesIO(made)) as pdf:
            yield pdf
    except pikepdf.PdfError as error:
        raise CvgenError.of(f"TeX made a damaged PDF: {error}", hint="render again; is the disk full?") from None
