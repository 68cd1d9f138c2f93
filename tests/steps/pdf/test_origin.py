"""A PDF that has a page or a text of another document is refused, though documents number their texts alike."""

from __future__ import annotations

import hashlib

import pikepdf
import pytest
from pikepdf import Pdf

from cvgen.diagnostics import CvgenError
from cvgen.steps.pdf import content_stream, origin
from tests.steps.pdf.handmade import column, link, node, pdf_of, sign, text, word

OWN, OTHER = "the CV of Ann, naïvely", "the CV of Bob"
NUMBERS = {1, 2, 3}


def pages(own: list[str], other: list[str], *, first: bool = False) -> Pdf:
    """Pages of one document and of another, in this order or the other one."""
    ours, theirs = pdf_of(*own), pdf_of(*other)
    sign(ours, OWN)
    sign(theirs, OTHER)
    pdf = pikepdf.new()
    for each in (theirs, ours) if first else (ours, theirs):
        pdf.pages.extend(each.pages)
    return pdf


def verify(pdf: Pdf) -> None:
    origin.verify([content_stream.read(page) for page in pdf.pages], OWN, NUMBERS)


def refused(pdf: Pdf, page: int) -> None:
    with pytest.raises(CvgenError) as raised:
        verify(pdf)
    message = f"page {page} of TeX's PDF is not this document's, or has a text of another document"
    hint = "nothing was written; please report this as a fault of cvgen"
    assert [(each.message, each.hint) for each in raised.value.diagnostics] == [(message, hint)]


def test_a_document_is_named_by_the_sum_of_its_bytes() -> None:
    assert origin.digest(OWN) == hashlib.md5(OWN.encode("utf-8"), usedforsecurity=False).hexdigest().upper()


def test_a_documents_own_pages_pass() -> None:
    words = word(1, 3) + text("Ann") + word(0, 0) + word(2, 0) + text(",") + word(0, 0)
    verify(pages([node(1) + link(1) + text("Ann"), "", column("side") + node(2), words], []))


def test_a_text_that_a_style_leaves_out_is_not_its_business() -> None:
    verify(pages([node(2)], []))


@pytest.mark.parametrize("content", [node(1) + text("Bob"), "", text("Bob"), word(1, 1)])
def test_a_page_of_another_document_is_refused(content: str) -> None:
    refused(pages([node(1)], [content]), 2)
    refused(pages([node(1)], [content], first=True), 1)


def test_a_page_that_names_no_document_is_refused() -> None:
    for content in ("", node(1), text("Bob")):
        refused(pdf_of(content), 1)
    pdf = pages([node(1)], [])
    pdf.add_blank_page()
    refused(pdf, 2)


def test_a_text_of_another_document_on_an_own_page_is_refused() -> None:
    pdf = pages([node(1)], [])
    theirs = f"/Cv<</N 2/D({origin.digest(OTHER)})>>DP "
    pdf.pages[0].obj.Contents = pdf.make_stream(pdf.pages[0].obj.Contents.read_bytes() + theirs.encode())
    refused(pdf, 1)


def test_a_text_that_names_no_document_is_refused() -> None:
    pdf = pages([node(1)], [])
    pdf.pages[0].obj.Contents = pdf.make_stream(pdf.pages[0].obj.Contents.read_bytes() + node(2).encode())
    refused(pdf, 1)


def test_a_number_that_the_document_does_not_have_is_refused() -> None:
    refused(pages(["", node(4)], []), 2)


def test_content_in_several_streams_is_read() -> None:
    pdf = pages([node(1)], [])
    streams = [pdf.pages[0].obj.Contents, pdf.make_stream(node(4).encode())]
    pdf.pages[0].obj.Contents = pikepdf.Array([pdf.make_indirect(each) for each in streams])
    refused(pdf, 1)
