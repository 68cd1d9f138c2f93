"""Step 6: a PDF that documents share is cut into those of each, and what is no PDF is refused."""

from __future__ import annotations

import io
import itertools

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvgen.diagnostics import CvgenError
from cvgen.steps.pdf import origin, tex_pdf
from tests.steps.pdf.handmade import DAMAGED, SOURCE, opened, saved, sign, widths


def pages(part: bytes | CvgenError) -> list[float]:
    """The widths of the pages of a PDF, by which they can be told apart."""
    assert isinstance(part, bytes)
    return widths(part)


def shared(*wide: int) -> bytes:
    """What TeX makes of several documents: pages of these widths."""
    pdf = pikepdf.new()
    for width in wide:
        pdf.add_blank_page(page_size=(width, 100))
    return saved(pdf)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.data())
def test_each_document_gets_the_pages_of_its_span_whichever_are_asked_for(
    lengths: list[int], data: st.DataObject
) -> None:
    ends = [*itertools.accumulate(lengths)]
    spans = [(end - length, end, SOURCE) for end, length in zip(ends, lengths, strict=True)]
    asked = data.draw(st.lists(st.sampled_from(spans), min_size=1, unique=True))
    parts = tex_pdf.cut(shared(*range(100, 100 + ends[-1])), asked)
    assert [pages(part) for part in parts] == [[*range(100 + first, 100 + last)] for first, last, _ in asked]


def test_a_document_that_has_all_pages_is_left_as_it_is() -> None:
    made = shared(100, 101)
    assert tex_pdf.cut(made, [(0, 2, SOURCE)]) == [made]


@pytest.mark.parametrize("span", [(0, 3), (2, 3), (1, 1), (1, 0), (-1, 1)])
def test_pages_that_there_are_not_are_refused(span: tuple[int, int]) -> None:
    own, error = tex_pdf.cut(shared(100, 101), [(0, 1, SOURCE), (*span, SOURCE)])
    assert (pages(own), "TeX made a PDF of 2 pages, without the pages" in str(error)) == ([100], True)


def test_pages_of_another_document_are_refused_whether_cut_or_not() -> None:
    first, second = pikepdf.new(), pikepdf.new()
    for pdf, source in ((first, SOURCE), (second, "another")):
        pdf.add_blank_page(page_size=(100, 100))
        sign(pdf, source)
    first.pages.extend(second.pages)
    made = io.BytesIO()
    first.save(made)
    parts = tex_pdf.cut(made.getvalue(), [(0, 1, SOURCE), (1, 2, SOURCE), (0, 2, SOURCE)])
    assert [isinstance(part, CvgenError) for part in parts] == [False, True, True]


def test_no_page_is_that_of_two_documents() -> None:
    parts = tex_pdf.cut(shared(100, 101, 102), [(0, 2, SOURCE), (1, 3, SOURCE)])
    assert [isinstance(part, CvgenError) for part in parts] == [False, True]


def test_what_is_cut_names_no_document_any_more() -> None:
    [part] = tex_pdf.cut(shared(100, 101), [(1, 2, SOURCE)])
    assert isinstance(part, bytes)
    with opened(part) as pdf:
        assert origin.names(pdf.pages[0]) == []


def test_a_pdf_without_pages_is_refused() -> None:
    with pytest.raises(CvgenError, match="TeX made a PDF with no pages"):
        tex_pdf.cut(saved(pikepdf.new()), [(0, 1, SOURCE)])


@pytest.mark.parametrize("made", DAMAGED.values(), ids=DAMAGED)
def test_what_is_no_pdf_is_refused(made: bytes) -> None:
    with pytest.raises(CvgenError, match="TeX made a damaged PDF") as raised:
        tex_pdf.cut(made, [(0, 1, SOURCE)])
    assert [(each.hint, each.code) for each in raised.value.diagnostics] == [
        ("render again; is the disk full?", "tex-bad-pdf")
    ]
