"""Whatever a PDF lacks of its document is reported, at the line of the YAML."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from cvgen.steps.latex.structure import Element
from tests.steps.pdf.handmade import add_link, link, node, pdf_of, text
from tests.steps.pdf.readback.checking import Change, Problems, finished, part, problems, structure, typed

URL = "https://example.com/"


# --- elements --------------------------------------------------------------------------------------


def test_an_element_of_which_all_is_optional_may_be_missing() -> None:
    document = structure(part("TOC", typed(1, "Contents", optional=True)), part("P", typed(2, "ann")))
    assert problems(finished(pdf_of(node(2) + text("ann")), document), document) == []


def test_an_element_that_is_on_no_page_is_reported() -> None:
    document = structure(part("H1", typed(1, "Ann")), part("P", typed(2, "baker")))
    message = '"baker" is missing from the PDF, or not in its place'
    assert problems(finished(pdf_of(node(1) + text("Ann")), document), document) == [(message, 20)]


@pytest.mark.parametrize(("tag", "what"), [("Figure", "the photo"), ("Lbl", "a bullet or number")])
def test_what_has_no_text_is_called_what_it_is(tag: str, what: str) -> None:
    document = structure(part("H1", typed(1, "Ann")), part(tag, typed(2, "")))
    message = f"{what} is missing from the PDF, or not in its place"
    assert problems(finished(pdf_of(node(1) + text("Ann")), document), document) == [(message, 20)]


def test_an_element_that_nobody_wants_is_reported() -> None:
    document = structure(part("H1", typed(1, "Ann")), part("P", typed(2, "baker")))
    content = finished(pdf_of(node(1) + text("Ann") + node(2) + text("baker", 72, 680)), document)
    assert problems(content, structure(part("H1", typed(1, "Ann")))) == [
        ('the PDF has "baker" where it does not belong', None)
    ]


def test_text_that_belongs_to_nothing_is_reported() -> None:
    document = structure(part("P", typed(1, "a")))

    def add(pdf: Pdf) -> None:
        page = pdf.pages[0]
        page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + text("stray", 72, 600).encode())

    content = finished(pdf_of(node(1) + text("a")), document, change=add)
    assert problems(content, document) == [('the PDF has text that is in none of its tags: "stray"', None)]


# --- tags ------------------------------------------------------------------------------------------


def test_a_pdf_without_tags_is_reported_and_no_more() -> None:
    document = structure(part("P", typed(1, "a")))

    def strip(pdf: Pdf) -> None:
        del pdf.Root.StructTreeRoot

    content = finished(pdf_of(node(1) + text("b")), document, change=strip)
    assert problems(content, document) == [("the PDF has no tags: screen readers find no structure in it", None)]


def test_a_text_with_another_tag_is_reported() -> None:
    wanted = structure(part("Sect", part("H2", typed(1, "Work"))))
    got = structure(part("Sect", part("P", typed(1, "Work"))))
    content = finished(pdf_of(node(1) + text("Work")), got)
    assert problems(content, wanted) == [('"Work" is tagged as P in Sect instead of H2 in Sect', 10)]


# --- order -----------------------------------------------------------------------------------------


def lines(*numbers: int) -> bytes:
    """A page on which the parts of a document stand in some order; the tree has the right one."""
    stream = "".join(node(n) + text(f"part{n}", 72, 700 - 20 * at) for at, n in enumerate(numbers))
    return finished(pdf_of(stream), parts(len(numbers)))


def parts(count: int) -> Element:
    return structure(*(part("P", typed(n, f"part{n}")) for n in range(1, count + 1)))


@pytest.mark.parametrize(
    ("numbers", "columns", "right"),
    [
        ((1, 2, 3, 4), 1, True),
        ((1, 3, 2, 4), 1, False),
        ((1, 4, 2, 3), 1, False),
        ((1, 4, 5, 2, 3), 2, True),
        ((3, 4, 1, 2), 2, True),
        ((1, 5, 4, 3, 2), 2, False),
        ((1, 5, 4, 2, 3), 2, False),
    ],
)
def test_the_content_of_each_column_is_in_order(numbers: tuple[int, ...], columns: int, right: bool) -> None:
    expected = [] if right else [("programs that ignore tags read the parts of page 1 in the wrong order", None)]
    assert problems(lines(*numbers), parts(len(numbers)), columns=columns) == expected


def test_parts_of_one_block_may_stand_in_any_order() -> None:
    document = structure(part("H2", typed(1, "title", block=1)), part("P", typed(2, "dates", block=1)))
    content = finished(pdf_of(node(2) + text("dates") + node(1) + text("title", 120)), document)
    assert problems(content, document) == []


# --- links -----------------------------------------------------------------------------------------


def linked(change: Change | None = None) -> Problems:
    document = structure(part("P", typed(1, "see this", URL)))
    pdf = pdf_of(node(1) + text("see ") + link(1) + text("this", 92) + link(0))
    add_link(pdf, 1, URL)
    return problems(finished(pdf, document, change=change), document)


def annotation(pdf: Pdf) -> Any:
    return pdf.pages[0].obj.Annots[0]


def redirect(pdf: Pdf) -> None:
    annotation(pdf).A.URI = pikepdf.String("https://example.org/")


def flatten(pdf: Pdf) -> None:
    annotation(pdf).Rect = Array([72, 700, 100, 700])


def remove(pdf: Pdf) -> None:
    del pdf.pages[0].obj.Annots[0]


def test_a_link_that_leads_where_it_should_is_right() -> None:
    assert linked() == []


@pytest.mark.parametrize(
    ("change", "leads"), [(redirect, "https://example.org/"), (flatten, "nothing"), (remove, "nothing")]
)
def test_a_link_that_leads_elsewhere_is_reported(change: Change, leads: str) -> None:
    assert linked(change) == [(f'"see this" links to {leads} in the PDF instead of {URL}', 10)]


def test_a_link_that_nobody_wants_is_reported() -> None:
    document = structure(part("P", typed(1, "this")))
    pdf = pdf_of(node(1) + link(1) + text("this") + link(0))
    add_link(pdf, 1, URL)
    assert problems(finished(pdf, document), document) == [(f'"this" links to {URL} in the PDF instead of nothing', 10)]


def test_a_link_in_two_parts_is_reported() -> None:
    document = structure(part("P", typed(1, "this", URL), typed(2, "and"), typed(3, "that")))
    pdf = pdf_of(
        node(1) + link(1) + text("this") + node(2) + link(2) + text("and", 100) + node(3) + link(0) + text("that", 130)
    )
    for number in (1, 2):
        add_link(pdf, number, URL)
    message = f'"this and that" links to {URL}, {URL} in the PDF instead of {URL}'
    assert problems(finished(pdf, document), document) == [(message, 10)]


def contents(change: Change | None = None) -> Problems:
    document = structure(part("TOC", typed(1, "Contents", optional=True)), part("H2", typed(2, "Work")))
    pdf = pdf_of(
        node(1) + text("Contents") + link(1) + text("Work", 72, 680) + link(0) + node(2) + text("Work", 72, 600)
    )
    link_annotation = add_link(pdf, 1, URL)
    del link_annotation.A
    link_annotation.Dest = pikepdf.String("work")
    names = Array([pikepdf.String("work"), Array([pdf.pages[0].obj, Name.Fit])])
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
    return problems(finished(pdf, document, change=change), document)


def forget(pdf: Pdf) -> None:
    del pdf.Root.Names


def test_a_table_of_contents_leads_into_the_document() -> None:
    assert contents() == []


def test_a_table_of_contents_that_leads_nowhere_is_reported() -> None:
    assert contents(forget) == [("a link in the table of contents leads nowhere", 10)]


# --- the file --------------------------------------------------------------------------------------


def plain(change: Change) -> Problems:
    document = structure(part("P", typed(1, "a")))
    return problems(finished(pdf_of(node(1) + text("a"), text("b")), document, change=change), document)[:1]


def inner(pdf: Pdf) -> Any:
    return pdf.pages[0].obj.Resources.Font.F1.DescendantFonts[0]


def test_a_font_that_is_not_embedded_is_reported_once() -> None:
    def change(pdf: Pdf) -> None:
        del inner(pdf).FontDescriptor.FontFile3

    document = structure(part("P", typed(1, "a b")))
    content = finished(pdf_of(node(1) + text("a"), text("b")), document, change=change)
    assert problems(content, document) == [("the font ABCDEF+Test is not embedded: others will see another font", None)]


def test_a_font_without_a_descriptor_is_not_embedded() -> None:
    def change(pdf: Pdf) -> None:
        fonts = pdf.pages[0].obj.Resources.Font
        fonts.F3 = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)

    assert plain(change) == [("the font Helvetica is not embedded: others will see another font", None)]


def test_a_font_that_is_embedded_whole_is_reported() -> None:
    def change(pdf: Pdf) -> None:
        inner(pdf).BaseFont = Name.Test

    assert plain(change) == [("the font Test is embedded as a whole, and not only the characters in use", None)]


@pytest.mark.parametrize(("box", "right"), [((0, 0, 612.5, 791.5), True), ((0, 0, 595, 842), False)])
def test_a_page_that_is_not_of_its_paper_is_reported(box: tuple[float, ...], right: bool) -> None:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.MediaBox = Array([*box])

    document = structure(part("P", typed(1, "a")))
    content = finished(pdf_of(node(1) + text("a")), document, change=change)
    expected = [] if right else [("page 1 is 595 by 842 points, but the paper is 612 by 792", None)]
    assert problems(content, document) == expected
