"""Checks PDFs written by hand."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from pikepdf import Pdf

from cvgen.diagnostics import Span
from cvgen.steps.latex.structure import Description, Element, Node
from cvgen.steps.pdf import content_stream, glyph_texts, marks, metadata, structure_tree
from cvgen.steps.pdf.readback.check import check
from tests.steps.pdf.handmade import PAPER, node, pdf_of, text

HINT = "your text is not at fault, the style prints it otherwise: choose another style; --no-check writes the PDF unchecked"

Change: TypeAlias = Callable[[Pdf], object]
Problems: TypeAlias = list[tuple[str, int | None]]


def typed(number: int, shown: str, *urls: str, block: int = 0, optional: bool = False) -> Node:
    """A text of the document, on the line of ten times its number."""
    return Node(number, shown, urls, block or number, Span(Path("ann.yaml"), 10 * number), optional=optional)


def structure(*kids: Element) -> Element:
    return Element("Document", [*kids])


def part(tag: str, *kids: Element | Node) -> Element:
    return Element(tag, [*kids])


def finished(pdf: Pdf, document: Element, language: str = "en", change: Change | None = None) -> bytes:
    """The PDF as bytes once it is tagged as the document, and changed."""
    texts = glyph_texts.correct(pdf, {chr(code) for code in range(0x10000)})
    contents = [content_stream.read(page) for page in pdf.pages]
    structure_tree.add(pdf, document, marks.mark(pdf, contents, document, language, texts))
    metadata.describe(pdf, Description("t", "a", (), language), None, standards=False)
    if change is not None:
        change(pdf)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def problems(content: bytes, document: Element, **more: Any) -> Problems:
    """Return the messages, and the lines that they are about."""
    diagnostics = check(content, document, PAPER, **more)
    assert all(each.code for each in diagnostics)  # under which docs/diagnostics says more
    return [(each.message, each.span.line if each.span else None) for each in diagnostics]


def problems_where(wanted: str, shown: str, tag: str = "P") -> Problems:
    """Return what is reported where a page shows one text, and the document wants another."""
    document = structure(part(tag, typed(1, wanted)))
    return problems(finished(pdf_of(node(1) + text(shown)), document), document)
