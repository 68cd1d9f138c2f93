"""Fonts are known by the names of the page, and have no lists of glyphs."""

from __future__ import annotations

import pikepdf

from cvgen.steps.pdf import fonts
from tests.steps.pdf.handmade import add_font, add_page, chars, pdf_of


def test_fonts_are_known_by_the_names_of_the_page() -> None:
    pdf = pdf_of("")
    assert {name: str(font.BaseFont) for name, font in fonts.dictionaries(pdf.pages[0]).items()} == {
        "/F1": "/ABCDEF+Test",
        "/F2": "/GHIJKL+Other",
    }


def test_a_page_may_have_no_fonts() -> None:
    pdf = pikepdf.new()
    assert fonts.dictionaries(pdf.add_blank_page()) == {}


def test_lists_of_glyphs_are_taken_out() -> None:
    pdf = pikepdf.new()
    add_page(pdf, "", F1=add_font(pdf, chars({1: "a"}), used=(1,)))
    fonts.remove_cid_sets(pdf)
    [inner] = pdf.pages[0].obj.Resources.Font.F1.DescendantFonts
    assert sorted(inner.FontDescriptor.keys()) == ["/FontFile3", "/FontName", "/Type"]
