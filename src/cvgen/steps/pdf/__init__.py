"""Step 6: what TeX made becomes a PDF that programs can read: tagged, described, the same on every day."""

from __future__ import annotations

import contextlib
import importlib
import io
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from cvgen.diagnostics import CvgenError
from cvgen.steps.latex.structure import Description, Element
from cvgen.steps.pdf import content, metadata, tagging, tounicode

if TYPE_CHECKING:
    import pikepdf


def preload() -> None:
    """Import what ``finish`` needs, for use while something else runs."""
    with contextlib.suppress(ImportError):  # finish says it better
        importlib.import_module("pikepdf")


def pages(made: bytes) -> int:
    """How many pages TeX has made; raises CvgenError if the PDF is damaged or has none."""
    with _opened(made) as pdf:
        if not pdf.pages:
            raise CvgenError.of("TeX made a PDF with no pages")
        return len(pdf.pages)


def parts(made: bytes, spans: Sequence[tuple[int, int]]) -> list[bytes]:
    """Several documents that TeX has put into one PDF; of each, the first page and the page after the last, from 0."""
    if len(spans) == 1:
        return [made]
    import pikepdf

    found = []
    with _opened(made) as pdf:
        for first, last in spans:
            part, target = pikepdf.new(), io.BytesIO()
            part.pages.extend(pdf.pages[first:last])
            part.save(target, deterministic_id=True)
            found.append(target.getvalue())
    return found


def finish(
    made: bytes,
    characters: Collection[str],
    structure: Element,
    description: Description,
    epoch: int | None,
    *,
    standards: bool = True,
) -> bytes:
    """The finished PDF from the one that TeX has made.

    ``characters`` are those that the document was made of: text extracts as these. ``structure`` is what its parts
    are. ``epoch`` is its date in seconds since 1970, or None for no date. With ``standards`` it claims PDF/A-2a and
    PDF/UA-1. Raises CvgenError if the PDF is damaged.
    """
    import pikepdf

    finished = io.BytesIO()
    with _opened(made) as pdf:
        if any(font is None for page in pdf.pages for font in content.fonts(page).values()):
            raise CvgenError.of("TeX made a damaged PDF: a font is missing from it")
        texts = tounicode.mend(pdf, characters)
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
