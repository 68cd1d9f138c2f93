"""Step 6: what TeX made becomes a PDF that programs can read, and a PDF that is no good is refused."""

from __future__ import annotations

import io
import itertools
import re
from typing import Any

import pikepdf
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Pdf

from cvgen.diagnostics import CvgenError
from cvgen.steps import pdf as pdf_step
from cvgen.steps.latex.structure import Description, Element, Node
from tests.steps.pdf.handmade import ASCII, add_font, add_link, add_page, chars, glyphs, link, node, pdf_of, sign, text

DESCRIPTION = Description("Ann – CV", "Ann", ("Baker",), "en")
STRUCTURE = Element(
    "Document", [Element("Sect", [Element("H2", [Node(1, "Work")]), Element("P", [Node(2, "an office")])])]
)
HEBREW = "\u05d0\u05d1\u05d2"
SOURCE = "Work an office"


def saved(pdf: Pdf, source: str = SOURCE) -> bytes:
    """The bytes of a PDF that TeX has made of this source."""
    sign(pdf, source)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def raw(used: tuple[int, ...] = ()) -> bytes:
    """What TeX makes: a page with a title, and a text with a ligature (glyph 1) and a link."""
    pdf = pikepdf.new()
    content = node(1) + text("Work") + node(2) + text("an ", 72, 680) + link(1) + text("o\x01ce", 87, 680) + link(0)
    add_page(pdf, content, F1=add_font(pdf, chars(ASCII | {1: "\ufb03"}), used=used))
    add_link(pdf, 1, "https://example.com/")
    return saved(pdf)


def finish(made: bytes, epoch: int | None = None, *, standards: bool = True) -> bytes:
    return pdf_step.finish(made, SOURCE, STRUCTURE, DESCRIPTION, epoch, standards=standards)


def opened(made: bytes) -> Pdf:
    return pikepdf.open(io.BytesIO(made))


# --- what is finished -----------------------------------------------------------------------------


def test_text_reads_as_it_was_typed() -> None:
    [page] = pypdf.PdfReader(io.BytesIO(finish(raw()))).pages
    assert page.extract_text().split() == ["Work", "an", "office"]


def test_a_ligature_that_the_driver_knows_nothing_of_reads_as_it_was_typed() -> None:
    pdf = pikepdf.new()
    font = add_font(pdf, chars({1: HEBREW[0], 3: HEBREW[2]}), used=(1, 2, 3))
    add_page(pdf, node(1) + f"BT /F1 10 Tf 72 700 Td [{glyphs(chr(3) + chr(2) + chr(1))}] TJ ET", F1=font)
    structure = Element("Document", [Element("P", [Node(1, HEBREW)])])
    with opened(pdf_step.finish(saved(pdf, HEBREW), HEBREW, structure, DESCRIPTION, None)) as found:
        assert b"<0002> <05D1>" in found.pages[0].obj.Resources.Font.F1.ToUnicode.read_bytes()


def test_it_is_tagged_described_and_has_bookmarks() -> None:
    with opened(finish(raw())) as found:
        root: Any = found.Root
        assert [str(kid.S) for kid in root.StructTreeRoot.K.K[0].K] == ["/H2", "/P"]
        assert str(found.docinfo["/Title"]) == "Ann – CV"
        with found.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Work"]


@pytest.mark.parametrize("standards", [True, False])
def test_standards_are_claimed_if_they_are_asked_for(standards: bool) -> None:
    made = finish(raw(), standards=standards)  # what says so must be readable without a program for PDF
    assert (b"<pdfaid:part>2<" in made, b"<pdfuaid:part>1<" in made) == (standards, standards)


def test_it_is_of_the_version_that_has_all_that_is_used() -> None:
    assert finish(raw()).startswith(b"%PDF-1.7\n")


def test_lists_of_glyphs_are_taken_out() -> None:
    with opened(finish(raw(used=(1, 0x61)))) as found:
        assert "/CIDSet" not in found.pages[0].obj.Resources.Font.F1.DescendantFonts[0].FontDescriptor


def test_it_is_sound() -> None:
    with opened(finish(raw())) as found:
        assert found.check_pdf_syntax() == []


# --- the same on every day ------------------------------------------------------------------------


@pytest.mark.parametrize("epoch", [None, 1_700_000_000])
def test_the_same_becomes_the_same(epoch: int | None) -> None:
    assert finish(raw(), epoch) == finish(raw(), epoch)


def test_what_is_not_the_same_has_another_identity() -> None:
    identities = []
    for epoch in (None, 1_700_000_000):
        with opened(finish(raw(), epoch)) as found:
            identities.append(bytes(found.trailer.ID[1]))  # the second is that of the content
    assert identities[0] != identities[1]


def test_its_identity_is_not_that_of_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    # Two PDFs of one second are alike anyway: what tells those of two days is asked of the writer.
    asked: list[Any] = []
    save = Pdf.save

    def spy(pdf: Pdf, *args: Any, **more: Any) -> None:
        asked.append(more.get("deterministic_id"))
        save(pdf, *args, **more)

    made = raw()
    monkeypatch.setattr(Pdf, "save", spy)
    finish(made)
    assert asked == [True]


# --- pages ----------------------------------------------------------------------------------------


def widths(made: bytes) -> list[float]:
    """The widths of the pages, by which they can be told apart."""
    with opened(made) as found:
        return [float(page.mediabox[2]) for page in found.pages]


def shared(*wide: int) -> bytes:
    """What TeX makes of several documents: pages of these widths."""
    pdf = pikepdf.new()
    for width in wide:
        pdf.add_blank_page(page_size=(width, 100))
    return saved(pdf)


def test_finishing_keeps_the_pages() -> None:
    assert len(widths(finish(saved(pdf_of("", text("a"), ""))))) == 3


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.data())
def test_each_document_gets_the_pages_of_its_span_whichever_are_asked_for(
    lengths: list[int], data: st.DataObject
) -> None:
    ends = [*itertools.accumulate(lengths)]
    spans = [(end - length, end) for end, length in zip(ends, lengths, strict=True)]
    asked = data.draw(st.lists(st.sampled_from(spans), min_size=1, unique=True))
    parts = pdf_step.parts(shared(*range(100, 100 + ends[-1])), asked)
    assert [widths(part) for part in parts] == [[*range(100 + first, 100 + last)] for first, last in asked]


def test_a_document_that_has_all_pages_is_left_as_it_is() -> None:
    made = shared(100, 101)
    assert pdf_step.parts(made, [(0, 2)]) == [made]


@pytest.mark.parametrize("span", [(0, 3), (2, 3), (1, 1), (1, 0), (-1, 1)])
def test_pages_that_there_are_not_are_refused(span: tuple[int, int]) -> None:
    with pytest.raises(CvgenError, match="TeX made a PDF of 2 pages, without the pages"):
        pdf_step.parts(shared(100, 101), [(0, 1), span])


def test_a_pdf_without_pages_is_refused() -> None:
    with pytest.raises(CvgenError, match="TeX made a PDF with no pages"):
        pdf_step.parts(saved(pikepdf.new()), [(0, 1)])


# --- PDFs that are no good ------------------------------------------------------------------------

DAMAGED = [b"", b"no PDF", b"%PDF-1.5\n%%EOF\n", b"%PDF-1.5\n1 0 obj\n<<", raw()[:200]]


@pytest.mark.parametrize("made", DAMAGED, ids=["empty", "no PDF", "nothing in it", "half an object", "cut off"])
def test_what_is_no_pdf_is_refused(made: bytes) -> None:
    for step in (lambda: pdf_step.parts(made, [(0, 1)]), lambda: finish(made)):
        with pytest.raises(CvgenError, match="TeX made a damaged PDF") as raised:
            step()
        assert raised.value.diagnostics[0].hint == "render again; is the disk full?"


def without(made: bytes, key: str) -> bytes:
    """The PDF with what stands under a key gone: the reference leads nowhere."""
    changed, count = re.subn(rb"(/%b )\d+( 0 R)" % key.encode(), rb"\g<1>99\2", made)
    assert count
    return changed


def test_a_font_that_has_lost_its_file_is_not_its_business() -> None:
    made = finish(without(raw(), "FontFile3"))  # the checker tells of it
    assert len(widths(made)) == 1
