"""Step 6: a PDF that documents share is cut into those of each, and what is no PDF is refused."""

from __future__ import annotations

import itertools

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvgen.diagnostics import CvgenError
from cvgen.steps.pdf import tex_pdf
from tests.steps.pdf.handmade import DAMAGED, saved, widths


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
    spans = [(end - length, end) for end, length in zip(ends, lengths, strict=True)]
    asked = data.draw(st.lists(st.sampled_from(spans), min_size=1, unique=True))
    parts = tex_pdf.cut(shared(*range(100, 100 + ends[-1])), asked)
    assert [widths(part) for part in parts] == [[*range(100 + first, 100 + last)] for first, last in asked]


def test_a_document_that_has_all_pages_is_left_as_it_is() -> None:
    made = shared(100, 101)
    assert tex_pdf.cut(made, [(0, 2)]) == [made]


@pytest.mark.parametrize("span", [(0, 3), (2, 3), (1, 1), (1, 0), (-1, 1)])
def test_pages_that_there_are_not_are_refused(span: tuple[int, int]) -> None:
    with pytest.raises(CvgenError, match="TeX made a PDF of 2 pages, without the pages"):
        tex_pdf.cut(shared(100, 101), [(0, 1), span])


def test_a_pdf_without_pages_is_refused() -> None:
    with pytest.raises(CvgenError, match="TeX made a PDF with no pages"):
        tex_pdf.cut(saved(pikepdf.new()), [(0, 1)])


@pytest.mark.parametrize("made", DAMAGED.values(), ids=DAMAGED)
def test_what_is_no_pdf_is_refused(made: bytes) -> None:
    with pytest.raises(CvgenError, match="TeX made a damaged PDF") as raised:
        tex_pdf.cut(made, [(0, 1)])
    assert [(each.hint, each.code) for each in raised.value.diagnostics] == [
        ("render again; is the disk full?", "tex-bad-pdf")
    ]
