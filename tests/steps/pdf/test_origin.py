"""A PDF that has a page or a text of another document is refused, though documents number their texts alike."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from pikepdf import Pdf

from cvgen.diagnostics import CvgenError
from cvgen.steps.pdf import content_stream, origin
from tests.steps.pdf.handmade import column, link, node, pdf_of, sign, text, word

OWN, OTHER = "the CV of Ann, naïvely", "the CV of Bob"
NUMBERS = {1, 2, 3}


def pages(*own: str) -> Pdf:
    """Pages of the document."""
    pdf = pdf_of(*own)
    sign(pdf, OWN)
    return pdf


def refused(page: int, verify: Callable[[], None]) -> None:
    with pytest.raises(CvgenError) as raised:
        verify()
    message = f"page {page} of TeX's PDF is not this document's, or has a text of another document"
    hint = "nothing was written; please report this as a fault of cvgen"
    assert [(each.message, each.hint) for each in raised.value.diagnostics] == [(message, hint)]


def test_a_document_is_named_by_the_sum_of_its_bytes() -> None:
    assert origin.name(OWN) == "/Cv" + hashlib.md5(OWN.encode("utf-8"), usedforsecurity=False).hexdigest().upper()


# --- pages ----------------------------------------------------------------------------------------


def test_own_pages_lose_their_names() -> None:
    pdf = pages(node(1), "")
    origin.claim(pdf.pages, OWN)
    assert [origin.names(page) for page in pdf.pages] == [[], []]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_page_of_another_document_is_refused(number: int) -> None:
    pdf, other = pages(node(1), node(1), node(1)), pdf_of(node(1))
    sign(other, OTHER)
    pdf.pages[number] = other.pages[0]
    refused(number + 1, lambda: origin.claim(pdf.pages, OWN))


def test_a_page_with_something_of_another_document_is_refused() -> None:
    pdf = pages(node(1))
    sign(pdf, OTHER)
    refused(1, lambda: origin.claim(pdf.pages, OWN))


def test_a_page_that_names_no_document_is_refused() -> None:
    pdf = pages(node(1))
    pdf.add_blank_page()
    refused(2, lambda: origin.claim(pdf.pages, OWN))


# --- texts ----------------------------------------------------------------------------------------


def verify(pdf: Pdf) -> None:
    origin.verify_numbers([content_stream.read(page) for page in pdf.pages], NUMBERS)


def test_own_texts_pass() -> None:
    words = word(1, 3) + text("Ann") + word(0, 0) + word(2, 0) + text(",") + word(0, 0)
    verify(pages(node(1) + link(1) + text("Ann"), "", column("side") + node(2), words))


def test_a_text_that_a_style_leaves_out_is_not_its_business() -> None:
    verify(pages(node(2)))


@pytest.mark.parametrize("content", [node(4), word(1, 4)])
def test_a_number_that_the_document_does_not_have_is_refused(content: str) -> None:
    refused(2, lambda: verify(pages(node(1), content)))
