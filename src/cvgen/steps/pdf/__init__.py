"""Step 6: turns the PDF of TeX into one that programs can read.

Of a finished PDF it guarantees that

- nothing is in it but what a CV needs: no programs, files, forms, layers, nor links that are not the document's;
- its pages are those of its own document and of no other one, and look as TeX has made them, with the lines
  below links that a style asks for;
- all its content is marked: the structure tree holds it, in reading order and as what it is, or it is an artifact;
- its text extracts as it was typed, as far as the fonts of PDF can say that;
- it has a title, an author, a language and bookmarks, and no metadata but the document's;
- it keeps PDF/A-2a and PDF/UA-1 (ISO 19005-2, ISO 14289-1), and says so if it is asked to;
- the same document becomes the same bytes, on every day and every machine.

``readback`` then checks it: it reads the finished PDF as other programs do, and compares that with the document.
"""

from __future__ import annotations

import contextlib
import importlib
import io
from typing import Final, NewType

from cvgen.diagnostics import CvgenError
from cvgen.steps.latex import TexSource
from cvgen.steps.pdf import (
    allowed,
    bookmarks,
    content_stream,
    fonts,
    glyph_texts,
    images,
    marks,
    metadata,
    origin,
    structure_tree,
    tex_pdf,
)

Pdf = NewType("Pdf", bytes)  # a finished PDF

_VERSION: Final = "1.7"  # ISO 32000-1


def finish(pdf_bytes: bytes, source: TexSource, epoch: int | None, *, standards: bool) -> Pdf:
    """Return the finished PDF of a document from the one that TeX made of its ``source``.

    ``epoch`` is the date of the PDF in seconds since 1970, or None for no date. With ``standards`` it claims PDF/A-2a
    and PDF/UA-1. Raises CvgenError if the PDF is damaged, or has pages or texts of another document.
    """
    import pikepdf

    finished = io.BytesIO()
    structure, language = source.structure, source.description.language
    with tex_pdf.opened(pdf_bytes) as pdf:
        contents = [allowed.instructions(content_stream.read(page)) for page in pdf.pages]
        origin.claim([page for page in pdf.pages if origin.names(page)], source.text)
        allowed.restrict(pdf, {url for node in structure.nodes() for url in node.urls})
        origin.verify_numbers(contents, {node.number for node in structure.nodes()})
        if any(font is None for page in pdf.pages for font in fonts.dictionaries(page).values()):
            raise CvgenError.of("TeX made a damaged PDF: a font is missing from it", code="tex-bad-pdf")
        texts = glyph_texts.correct(pdf, set(source.text).union(*(node.text for node in structure.nodes())))
        marked = marks.mark(pdf, contents, structure, language, texts)
        structure_tree.add(pdf, structure, marked)
        bookmarks.add(pdf, structure, marked.places)
        glyph_texts.complete(pdf, texts, marked.shown(structure))
        fonts.remove_cid_sets(pdf)
        images.clean(pdf)
        metadata.describe(pdf, source.description, epoch, standards=standards)
        pdf.save(
            finished,
            deterministic_id=True,
            force_version=_VERSION,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return Pdf(finished.getvalue())


def preload() -> None:
    """Import the libraries that finishing and checking need, for use while something else runs."""
    for library in ("pikepdf", "pypdfium2"):
        with contextlib.suppress(ImportError):  # what needs it says it better
            importlib.import_module(library)
