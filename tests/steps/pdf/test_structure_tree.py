"""Step 6: the structure tree holds the document in reading order, and what it holds leads back to it."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from cvgen.steps.latex.structure import Element, Node
from tests.steps.pdf.handmade import add_link, link, node, pdf_of, text, word
from tests.steps.pdf.tagging import Tagged, elements, part, tagged

HEBREW = "\u05d7\u05d1\u05e8\u05d4"  # as it is read
SEEN = HEBREW[::-1]  # as it stands on the page, from left to right
URL = "https://example.com/"


def test_a_picture_is_a_figure_that_says_what_it_shows() -> None:
    figure = Element("Figure", [Node(1, "")], "Ann")
    tagged_pdf = tagged(pdf_of(node(1) + "q 0 0 9 9 re W n /X Do Q"), figure)
    assert tagged_pdf.tree() == ["Document", ["Figure", "Alt=Ann", (0, 0)]]


def test_what_is_on_no_page_is_not_in_the_tree() -> None:
    tagged_pdf = tagged(
        pdf_of(node(2) + text("a")), part("Sect", part("H2", 1)), part("L", part("LI", 3), part("LI", 2))
    )
    assert tagged_pdf.tree() == ["Document", ["L", ["LI", (0, 0)]]]


# --- reading order ---------------------------------------------------------------------------------


def test_the_order_is_that_of_the_document_and_not_of_the_page() -> None:
    stream = node(2) + text("dates") + node(1) + text("title") + node(2) + text("more")
    tagged_pdf = tagged(pdf_of(stream), part("P", 1, 2))
    assert tagged_pdf.tree() == ["Document", ["P", (0, 1), (0, 0), (0, 2)]]


def test_words_from_right_to_left_are_in_the_order_of_reading() -> None:
    stream = "".join(word(n, 1) + text(letter, font="F2") + word(0, 0) for n, letter in ((3, "ד"), (2, "ג"), (1, "ב")))
    tagged_pdf = tagged(pdf_of(stream), part("P", (1, "ב ג ד")), language="he")
    assert tagged_pdf.tree() == ["Document", ["P", (0, 2), (0, 1), (0, 0)]]


# --- languages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "language", "tree"),
    [
        ("日本", "en", [["Span", "Lang=zh", (0, 0)]]),
        ("日本", "zh-Hans", [(0, 0)]),
        ("日本", "ja", [(0, 0)]),
        ("Москва", "en", [["Span", "Lang=und-Cyrl", (0, 0)]]),
        ("Москва", "ru", [(0, 0)]),
        ("Հայ", "en", [["Span", "Lang=hy", (0, 0)]]),
        ("Հայ", "hy", [(0, 0)]),
    ],
)
def test_a_text_in_another_script_says_its_language(shown: str, language: str, tree: list[Any]) -> None:
    tagged_pdf = tagged(pdf_of(node(1) + text(shown, font="F2")), part("P", (1, shown)), language=language)
    assert tagged_pdf.tree() == ["Document", ["P", *tree]]


def test_only_the_part_in_another_script_says_its_language() -> None:
    stream = node(1) + text("in ") + text("日本", 87, font="F2") + text(" now", 97)
    tagged_pdf = tagged(pdf_of(stream), part("P", (1, "in 日本 now")))
    assert tagged_pdf.tree() == ["Document", ["P", (0, 0), ["Span", "Lang=zh", (0, 1)], (0, 2)]]


def test_letters_that_run_from_right_to_left_say_that_they_are_reversed() -> None:
    tagged_pdf = tagged(pdf_of(node(1) + text(SEEN, font="F2")), part("P", (1, HEBREW)))
    assert tagged_pdf.operators() == ["BT", "Tf", "Td", "BMC", "BDC", "TJ", "EMC", "EMC", "ET"]
    parsed = pikepdf.parse_content_stream(tagged_pdf.pdf.pages[0])
    assert [str(each.operands[0]) for each in parsed if str(each.operator) == "BMC"] == ["/ReversedChars"]
    assert tagged_pdf.tree() == ["Document", ["P", ["Span", "Lang=he", (0, 0)]]]


def test_letters_that_are_reordered_are_said_as_they_are_read() -> None:
    tagged_pdf = tagged(pdf_of(node(1) + text("\u093f\u0928", font="F2")), part("P", (1, "\u0928\u093f")))
    assert tagged_pdf.tree() == ["Document", ["P", ["Span", "Lang=hi", "ActualText=\u0928\u093f", (0, 0)]]]


def test_a_text_in_several_pieces_is_not_said_for_each() -> None:
    stream = node(1) + text("in ") + text("\u0928", 87, font="F2")
    tagged_pdf = tagged(pdf_of(stream), part("P", (1, "in \u0928")))
    assert tagged_pdf.tree() == ["Document", ["P", (0, 0), ["Span", "Lang=hi", (0, 1)]]]


def test_what_runs_as_it_is_read_is_not_said_again() -> None:
    assert "ActualText" not in str(tagged(pdf_of(node(1) + text("a")), part("P", (1, "a"))).tree())


# --- the way back ----------------------------------------------------------------------------------


def rich() -> Tagged:
    """Two pages with all that has a way back."""
    pdf = pdf_of(node(1) + text("see ") + link(3) + text("this", 92) + link(0) + text(" now", 112), node(2) + text("b"))
    add_link(pdf, 3, URL)
    add_link(pdf, None, "https://example.org/", page=1)
    add_link(pdf, 3, URL, page=1)
    pdf.pages[1].obj.Contents = pdf.make_stream((text("x") + node(2) + text("日本", font="F2") + text("b")).encode())
    return tagged(pdf, part("Sect", part("P", 1)), part("L", part("LI", (2, "日本b"))))


def test_every_mark_leads_to_the_element_that_holds_it() -> None:
    tagged_pdf = rich()
    numbers = tagged_pdf.root.ParentTree.Nums
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    found = []
    for element in elements(tagged_pdf.root.K):
        for kid in element.K:
            if isinstance(kid, Dictionary) and kid.get("/Type") != Name.MCR:
                continue
            page, mark = (kid.Pg, int(kid.MCID)) if isinstance(kid, Dictionary) else (element.Pg, int(kid))
            found.append((int(page.StructParents), mark))
            assert parents[int(page.StructParents)][mark].objgen == element.objgen
    expected = [(page, mark) for page in (0, 1) for mark in range(len(parents[page]))]
    assert (sorted(found), len(expected)) == (expected, 6)


def test_every_annotation_leads_to_the_element_that_holds_it() -> None:
    tagged_pdf = rich()
    numbers = tagged_pdf.root.ParentTree.Nums
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    annotations = [each for page in tagged_pdf.pdf.pages for each in page.obj.Annots]
    for annotation in annotations:
        element = parents[int(annotation.StructParent)]
        assert annotation.objgen in [kid.Obj.objgen for kid in element.K if isinstance(kid, Dictionary)]
    assert len(annotations) == 3
    assert [*parents] == sorted(parents) == [*range(5)]
    assert int(tagged_pdf.root.ParentTreeNextKey) == 5


def test_every_element_leads_to_the_one_around_it() -> None:
    tagged_pdf = rich()
    for element in elements(tagged_pdf.root.K):
        for kid in element.K:
            if isinstance(kid, Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen
    assert tagged_pdf.root.K.P.objgen == tagged_pdf.root.objgen


def test_programs_are_told_that_there_are_tags() -> None:
    tagged_pdf = rich()
    root: Any = tagged_pdf.pdf.Root
    assert bool(root.MarkInfo.Marked) is True
    assert [str(page.obj.Tabs) for page in tagged_pdf.pdf.pages] == ["/S", "/S"]
