"""Step 6: what TeX made becomes a PDF that programs can read, and a PDF that is no good is refused."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pypdf
import pytest
from pikepdf import Pdf

from cvgen.diagnostics import CvgenError
from cvgen.steps import pdf as pdf_step
from cvgen.steps.latex import TexSource
from cvgen.steps.latex.structure import Description, Element, Node
from tests.steps.pdf.handmade import (
    ASCII,
    DAMAGED,
    SOURCE,
    add_font,
    add_link,
    add_page,
    chars,
    glyphs,
    link,
    node,
    opened,
    pdf_of,
    saved,
    text,
    widths,
)

DESCRIPTION = Description("Ann – CV", "Ann", ("Baker",), "en")
STRUCTURE = Element(
    "Document", [Element("Sect", [Element("H2", [Node(1, "Work")]), Element("P", [Node(2, "an office")])])]
)
HEBREW = "\u05d0\u05d1\u05d2"


def raw(used: tuple[int, ...] = ()) -> bytes:
    """What TeX makes: a page with a title, and a text with a ligature (glyph 1) and a link."""
    pdf = pikepdf.new()
    content = node(1) + text("Work") + node(2) + text("an ", 72, 680) + link(1) + text("o\x01ce", 87, 680) + link(0)
    add_page(pdf, content, F1=add_font(pdf, chars(ASCII | {1: "\ufb03"}), used=used))
    add_link(pdf, 1, "https://example.com/")
    return saved(pdf)


def finish(made: bytes, epoch: int | None = None, *, standards: bool = True) -> bytes:
    return pdf_step.finish(made, TexSource(SOURCE, {}, STRUCTURE, DESCRIPTION), epoch, standards=standards)


# --- what is finished -----------------------------------------------------------------------------


def test_text_reads_as_it_was_typed() -> None:
    [page] = pypdf.PdfReader(io.BytesIO(finish(raw()))).pages
    assert page.extract_text().split() == ["Work", "an", "office"]


def test_a_ligature_that_the_driver_knows_nothing_of_reads_as_it_was_typed() -> None:
    pdf = pikepdf.new()
    font = add_font(pdf, chars({1: HEBREW[0], 3: HEBREW[2]}), used=(1, 2, 3))
    add_page(pdf, node(1) + f"BT /F1 10 Tf 72 700 Td [{glyphs(chr(3) + chr(2) + chr(1))}] TJ ET", F1=font)
    structure = Element("Document", [Element("P", [Node(1, HEBREW)])])
    source = TexSource(HEBREW, {}, structure, DESCRIPTION)
    with opened(pdf_step.finish(saved(pdf, HEBREW), source, None, standards=True)) as found:
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


def test_finishing_keeps_the_pages() -> None:
    assert len(widths(finish(saved(pdf_of("", text("a"), ""))))) == 3


# --- PDFs that are no good ------------------------------------------------------------------------


@pytest.mark.parametrize("made", DAMAGED.values(), ids=DAMAGED)
def test_what_is_no_pdf_is_refused(made: bytes) -> None:
    with pytest.raises(CvgenError, match="TeX made a damaged PDF") as raised:
        finish(made)
    assert [(each.hint, each.code) for each in raised.value.diagnostics] == [
        ("render again; is the disk full?", "tex-bad-pdf")
    ]


def without(made: bytes, key: str) -> bytes:
    """The PDF with what stands under a key gone: the reference leads nowhere."""
    changed, count = re.subn(rb"(/%b )\d+( 0 R)" % key.encode(), rb"\g<1>99\2", made)
    assert count
    return changed


def test_a_font_that_has_lost_its_file_is_not_its_business() -> None:
    made = finish(without(raw(), "FontFile3"))  # the checker tells of it
    assert len(widths(made)) == 1
