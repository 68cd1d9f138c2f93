"""Step 6: each link is an element with its text and its annotations, wherever these stand."""

from __future__ import annotations

import pikepdf
from pikepdf import Pdf

from cvgen.steps.latex.structure import Element, Node
from tests.steps.pdf.handmade import add_link, link, node, pdf_of, text
from tests.steps.pdf.tagging import part, tagged

URL = "https://example.com/"


def linked() -> Pdf:
    pdf = pdf_of(node(1) + text("see ") + link(3) + text("this", 92) + link(0) + text(" now", 112), node(2) + text("b"))
    add_link(pdf, 3, URL)
    return pdf


def test_a_link_holds_its_text_and_its_annotation() -> None:
    tagged_pdf = tagged(linked(), part("P", 1), part("P", 2))
    assert tagged_pdf.tree() == ["Document", ["P", (0, 0), ["Link", (0, 1), URL], (0, 2)], ["P", (1, 0)]]


def test_a_link_over_two_lines_has_both_annotations() -> None:
    pdf = linked()
    add_link(pdf, 3, URL, rect=(72, 680, 100, 690))
    tagged_pdf = tagged(pdf, part("P", 1), part("P", 2))
    assert tagged_pdf.tree()[1] == ["P", (0, 0), ["Link", (0, 1), URL, URL], (0, 2)]


def test_a_link_over_two_pages_has_both_annotations() -> None:
    pdf = pdf_of(node(1) + link(3) + text("a"), text("b") + link(0))
    add_link(pdf, 3, URL)
    add_link(pdf, 3, URL, page=1)
    assert tagged(pdf, part("P", 1)).tree() == ["Document", ["P", ["Link", (0, 0), ["Span", (1, 0)], URL, URL]]]


def test_two_links_are_two_elements() -> None:
    pdf = pdf_of(node(1) + link(1) + text("a") + link(2) + text("b", 80) + link(0))
    add_link(pdf, 1, URL + "1")
    add_link(pdf, 2, URL + "2")
    assert tagged(pdf, part("P", 1)).tree()[1] == ["P", ["Link", (0, 0), URL + "1"], ["Link", (0, 1), URL + "2"]]


def test_an_annotation_says_where_it_leads_and_has_no_name_of_ours() -> None:
    pdf = linked()
    tagged(pdf, part("P", 1))
    [annotation] = pdf.pages[0].obj.Annots
    assert (str(annotation.Contents), "/NM" in annotation) == (URL, False)


def test_an_annotation_that_leads_into_the_document_says_its_text() -> None:
    pdf = linked()
    [annotation] = pdf.pages[0].obj.Annots
    del annotation.A
    annotation.Dest = pikepdf.String("cv.section1")
    tagged(pdf, part("P", 1))
    assert str(annotation.Contents) == "this"


def test_an_annotation_of_another_package_is_a_link_at_the_end() -> None:
    pdf = linked()
    theirs = add_link(pdf, None, "https://example.org/", page=1)
    tagged_pdf = tagged(pdf, part("P", 1), part("P", 2))
    assert tagged_pdf.tree()[-1] == ["Link", "https://example.org/"]
    assert str(theirs.Contents) == "https://example.org/"


def test_links_to_one_place_in_the_document_lead_there_alike() -> None:
    pdf = linked()
    add_link(pdf, 3, URL, rect=(72, 680, 100, 690))
    first, second = pdf.pages[0].obj.Annots
    for annotation, name in ((first, "1"), (second, "cv.section1")):  # the driver renames the first alone
        del annotation.A
        annotation.Dest = pikepdf.String(name)
    tagged(pdf, part("P", 1))
    assert [str(each.Dest) for each in (first, second)] == ["1", "1"]


def test_a_link_that_the_driver_has_lost_is_made_again_over_its_text() -> None:
    stream = node(1) + text("see ") + link(3) + text("this", 92, 500, size=20) + link(0)
    tagged_pdf = tagged(pdf_of(stream), Element("P", [Node(1, "see this", (URL,))]))
    assert tagged_pdf.tree() == ["Document", ["P", (0, 0), ["Link", (0, 1), URL]]]
    [annotation] = tagged_pdf.pdf.pages[0].obj.Annots
    assert [float(each) for each in annotation.Rect] == [92, 495, 132, 515]
    assert (int(annotation.F), str(annotation.Contents)) == (4, URL)


def test_a_link_that_is_there_is_not_made_again() -> None:
    pdf = linked()
    tagged_pdf = tagged(pdf, Element("P", [Node(1, "see this now", (URL,))]))
    assert tagged_pdf.tree()[1] == ["P", (0, 0), ["Link", (0, 1), URL], (0, 2)]


def test_what_an_icon_says_is_said_of_the_link_behind_it() -> None:
    stream = node(2) + link(1) + text("ann") + link(0) + node(3) + text("b")
    pdf = pdf_of(stream)
    add_link(pdf, 1, URL)
    kids: list[Element | Node] = [Node(1, "GitHub", optional=True), Node(2, "ann", (URL,)), Node(3, "b")]
    tagged_pdf = tagged(pdf, Element("LBody", kids))
    assert tagged_pdf.tree() == ["Document", ["LBody", ["Link", "Alt=GitHub ann", (0, 0), URL], (0, 1)]]


def test_a_list_of_contents_has_an_item_for_each_link() -> None:
    pdf = pdf_of(node(1) + text("Contents") + link(1) + text("a") + link(2) + text("b") + link(0))
    add_link(pdf, 1, URL)
    add_link(pdf, 2, URL)
    assert tagged(pdf, part("TOC", 1)).tree()[1] == [
        "TOC",
        ["Caption", (0, 0)],
        ["TOCI", ["Reference", ["Link", (0, 1), URL]]],
        ["TOCI", ["Reference", ["Link", (0, 2), URL]]],
    ]
