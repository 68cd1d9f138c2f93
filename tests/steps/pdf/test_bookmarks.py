"""Step 6: a PDF has the titles of its sections as bookmarks."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Pdf

from cvgen.steps.latex.structure import Element, Node
from tests.steps.pdf.handmade import node, pdf_of, text
from tests.steps.pdf.tagging import part, tagged


def outline(pdf: Pdf) -> list[Any]:
    """Bookmarks as [title, page, place, kid, ...]."""

    def shape(item: pikepdf.OutlineItem) -> list[Any]:
        target: Any = item.destination
        page = [each.obj.objgen for each in pdf.pages].index(target[0].objgen)
        return [item.title, page, (float(target[2]), float(target[3])), *map(shape, item.children)]

    with pdf.open_outline() as found:
        return [shape(item) for item in found.root]


def sect(*kids: Element | Node | int | tuple[int, str]) -> Element:
    return part("Sect", *kids)


def test_bookmarks_are_the_titles_of_sections_one_below_another() -> None:
    pdf = pdf_of(
        " q 1 0 0 1 10 20 cm " + node(1) + text("Work", 62, 680) + node(2) + text("Jobs", 62, 600) + " Q ",
        " q 1 0 0 1 10 20 cm Q " + node(3) + text("More", 72, 700, size=12) + node(4) + text("Skills", 72, 500),
    )
    tagged_pdf = tagged(
        pdf,
        sect(part("H2", (1, "Work")), sect(part("H3", (2, "Jobs"))), sect(part("H3", (3, "More")))),
        sect(part("H2", (4, "Skills"))),
    )
    assert outline(tagged_pdf.pdf) == [
        ["Work", 0, (72, 710), ["Jobs", 0, (72, 630)], ["More", 1, (72, 712)]],
        ["Skills", 1, (72, 510)],
    ]


def test_a_title_of_several_texts_is_one_bookmark() -> None:
    tagged_pdf = tagged(pdf_of(node(1) + text("a") + node(2) + text("b")), sect(part("H2", (1, "a"), (2, "b"))))
    assert [title for title, *_ in outline(tagged_pdf.pdf)] == ["a b"]


def test_what_has_no_title_on_a_page_has_no_bookmark() -> None:
    tagged_pdf = tagged(
        pdf_of(node(2) + text("a")), sect(part("H2", 1)), sect(part("P", 2)), part("Div", part("H2", 2))
    )
    assert outline(tagged_pdf.pdf) == []
