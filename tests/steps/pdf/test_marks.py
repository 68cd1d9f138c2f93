"""Step 6: each piece of content is marked as what it belongs to, and all else as an artifact."""

from __future__ import annotations

import pikepdf
import pytest

from cvgen.steps.latex.structure import Element, Node
from cvgen.steps.pdf.glyph_texts import Passage
from tests.showing import letters
from tests.steps.pdf.handmade import add_font, add_page, chars, column, glyphs, link, node, pdf_of, text, word
from tests.steps.pdf.tagging import Tagged, part, tagged

HEBREW = "\u05d7\u05d1\u05e8\u05d4"  # as it is read
SEEN = HEBREW[::-1]  # as it stands on the page, from left to right


def test_what_follows_a_point_belongs_to_its_text() -> None:
    tagged_pdf = tagged(pdf_of(node(1) + text("a") + node(2) + text("b")), part("H1", 1), part("P", 2))
    assert tagged_pdf.content() == ["0 a", "1 b"]
    assert tagged_pdf.tree() == ["Document", ["H1", (0, 0)], ["P", (0, 1)]]


def test_points_are_taken_out() -> None:
    tagged_pdf = tagged(pdf_of(node(1) + link(1) + text("a") + link(0) + column("main")), part("P", 1))
    assert "DP" not in tagged_pdf.operators()


@pytest.mark.parametrize(
    "stream",
    [
        "",
        text("a"),
        node(1) + text("a"),
        node(1) + text("a") + node(2) + text("b") + " 0 0 m 9 9 l S " + text("c"),
        node(1) + f"BT /F1 10 Tf 9 9 Td[<0061>]TJ /F2 10 Tf[<{SEEN.encode('utf-16-be').hex()}>]TJ ET",
        column("Artifact") + text("a") + column("main"),
        node(1) + text("a") + node(2) + text("b", 300),
        node(1) + text(SEEN, font="F2") + text("b", 300),
        node(1) + " 0 0 9 9 re W n q /X Do Q " + text("b") + " q 0 0 9 9 re f",
    ],
)
def test_marks_and_text_objects_are_whole_within_each_other(stream: str) -> None:
    tagged_pdf = tagged(pdf_of(stream), part("P", 1, 2))
    inside: list[tuple[str, bool]] = []  # what is open, and whether it says whose the content is
    for instruction in pikepdf.parse_content_stream(tagged_pdf.pdf.pages[0]):
        operator = str(instruction.operator)
        if operator in {"BT", "BDC", "BMC"}:
            owns = "MCID" in str(instruction.operands) or "/Artifact" in str(instruction.operands)
            assert not (owns and any(owned for _, owned in inside))
            inside.append((operator, owns))
        elif operator in {"ET", "EMC"}:
            assert (inside.pop()[0] == "BT") == (operator == "ET")
        elif operator == "TJ":
            assert any(owned for _, owned in inside)
    assert inside == []


@pytest.mark.parametrize("both", [False, True])
def test_marks_stand_around_text_objects_or_within_one(both: bool) -> None:
    other = f"/F2 10 Tf[{glyphs('日本')}]TJ" if both else ""
    tagged_pdf = tagged(pdf_of(node(1) + f" BT /F1 10 Tf 9 9 Td[<0061>]TJ {other} ET "), part("P", 1))
    found = [operator for operator in tagged_pdf.operators() if operator in {"BT", "ET", "BDC", "EMC"}]
    assert found == (["BT", "BDC", "EMC", "BDC", "EMC", "ET"] if both else ["BDC", "BT", "ET", "EMC"])


def test_a_text_goes_on_on_the_next_page() -> None:
    tagged_pdf = tagged(pdf_of(node(1) + text("a"), text("b") + node(2) + text("c")), part("P", 1), part("P", 2))
    assert [tagged_pdf.content(page) for page in (0, 1)] == [["0 a"], ["0 b", "1 c"]]
    assert tagged_pdf.tree() == ["Document", ["P", (0, 0), ["Span", (1, 0)]], ["P", (1, 1)]]


def test_a_column_goes_on_where_it_was() -> None:
    pages = (node(1) + text("a") + column("aside") + node(2) + text("b"), text("c") + column("main") + text("d"))
    tagged_pdf = tagged(pdf_of(*pages), part("P", 1), part("P", 2))
    # A page begins in the main column, whichever was written last on the page before.
    assert [tagged_pdf.content(page) for page in (0, 1)] == [["0 a", "1 b"], ["0 c", "0 d"]]
    assert tagged_pdf.tree() == ["Document", ["P", (0, 0), ["Span", (1, 0)]], ["P", (0, 1)]]


@pytest.mark.parametrize(
    "decoration",
    [
        "0 0 m 9 9 l S",
        "0 0 9 9 re f",
        "0 0 9 9 re W n",
        "/X Do",
        "/Y sh",
        "BI /W 1 /H 1 /CS /G /BPC 8 ID x EI",
    ],
)
def test_what_is_no_text_is_decoration(decoration: str) -> None:
    tagged_pdf = tagged(pdf_of(node(1) + text("a") + f" {decoration} " + text("b")), part("P", 1))
    operators = tagged_pdf.operators()
    first = decoration.rsplit(maxsplit=1)[-1].replace("EI", "INLINE IMAGE")
    before = operators[: operators.index(first)]
    assert [operator for operator in before if operator in {"BDC", "EMC", "BMC"}] == ["BDC", "EMC", "BMC"]
    assert tagged_pdf.tree() == ["Document", ["P", (0, 0), (0, 1)]]


def test_a_path_is_marked_where_it_begins_and_as_one() -> None:
    tagged_pdf = tagged(pdf_of("1 w 0 0 m 9 9 l 5 5 m 4 4 l S"))
    assert tagged_pdf.operators() == ["w", "BMC", "m", "l", "m", "l", "S", "EMC"]


def test_what_repeats_on_each_page_is_decoration_and_what_follows_is_not() -> None:
    furniture = column("Artifact") + node(9) + text("foot") + column("main")
    tagged_pdf = tagged(pdf_of(node(1) + text("a") + furniture + text("b")), part("P", 1))
    assert tagged_pdf.content() == ["0 a", "/Artifact foot", "1 b"]


def test_text_before_any_point_is_decoration() -> None:
    assert tagged(pdf_of(text("a"))).content() == ["/Artifact a"]


def test_what_glyphs_of_other_scripts_show_is_told_in_the_order_of_reading() -> None:
    stream = word(2, 1) + text("ד", font="F2") + word(1, 1) + text("ב", font="F2") + word(0, 0)
    pdf = pdf_of(stream + node(2) + text("a"))
    stream_of_f2 = str(pdf.pages[0].obj.Resources.Font.F2.ToUnicode.objgen)
    text_of_node, other = Node(1, "ב ד"), Node(2, "text")
    shown = tagged(pdf, part("P", text_of_node, other), language="he").marked.shown(Element("P", [text_of_node, other]))
    letters = ((stream_of_f2, (ord("ב"),)), (stream_of_f2, (ord("ד"),)))
    assert shown.passages == [Passage("ב ד", letters)]
    assert shown.used[stream_of_f2] == {ord("ב"), ord("ד")}


# --- gaps ------------------------------------------------------------------------------------------


def placed(tagged_pdf: Tagged) -> list[tuple[str, float]]:
    """Each glyph of the first page, and where it stands on its line."""
    page = tagged_pdf.pdf.pages[0]
    return [(chr(each.glyph), round(each.at[0], 2)) for each in letters(pikepdf.parse_content_stream(page), page)]


def test_a_gap_on_a_line_is_filled_with_spaces() -> None:
    tagged_pdf = tagged(pdf_of(node(1) + text("a", 72) + node(2) + text("bc", 117)), part("P", 1), part("P", 2))
    # The gap is 40 wide, and three spaces are stretched to fill it.
    assert placed(tagged_pdf) == [("a", 72), (" ", 77), (" ", 90.33), (" ", 103.67), ("b", 117), ("c", 122)]
    assert tagged_pdf.content() == ["0 a", "/Artifact    ", "1 bc"]


def test_what_fills_a_gap_is_within_no_text() -> None:
    # Within one, what follows would be lost to poppler and pdfplumber.
    tagged_pdf = tagged(pdf_of(node(1) + text("a", 72) + node(2) + text("bc", 117)), part("P", 1), part("P", 2))
    marks = [operator for operator in tagged_pdf.operators() if operator in {"BDC", "BMC", "EMC"}]
    assert marks == ["BDC", "EMC", "BMC", "BDC", "EMC", "EMC", "BDC", "EMC"]


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (node(1) + text("a", 72) + node(2) + text("b", 72, 688), ["a", " b"]),
        (node(2) + text("b", 72) + node(1) + text("a", 72, 688), [" a", " b"]),
        (node(2) + text("b", 72) + node(1) + text("a", 300), [" a", " b"]),
        (node(1) + text("a ", 72) + node(2) + text("b", 72, 688), ["a ", "b"]),
        (node(1) + text("a", 72) + node(2) + text(" b", 67, 688), ["a", " b"]),
        (node(1) + text("a", 72) + node(2) + text("b", 77), ["a", "b"]),
        (node(1) + text("a", 72) + node(1) + text("b", 72, 688), ["ab"]),
        (node(2) + text("b", 72), ["b"]),
    ],
    ids=["lines", "other order", "other order, a gap", "a space after", "a space before", "adjoining", "one", "alone"],
)
def test_pieces_of_a_paragraph_have_a_space_between_them(stream: str, expected: list[str]) -> None:
    optional = Node(1, "a", optional=expected == ["b"])
    tagged_pdf = tagged(pdf_of(stream), part("P", optional, (2, "b")))
    read: dict[int, str] = {}
    for shown in tagged_pdf.content():
        mark, text_shown = shown.split(" ", 1)
        if mark.isdecimal():
            read[int(mark)] = read.get(int(mark), "") + text_shown
    assert [read[mark] for _, mark in tagged_pdf.tree()[1][1:]] == expected


def test_a_space_between_pieces_moves_nothing() -> None:
    tagged_pdf = tagged(pdf_of(node(1) + text("a", 72) + node(2) + text("b", 72, 688)), part("P", 1, 2))
    assert placed(tagged_pdf) == [("a", 72), (" ", 67), ("b", 72)]


def test_what_fills_a_gap_is_read_as_two_spaces() -> None:
    tagged_pdf = tagged(pdf_of(node(1) + text("a", 72) + node(2) + text("b", 300)), part("P", 1), part("P", 2))
    spans = [
        str(each.operands[1].ActualText)
        for each in pikepdf.parse_content_stream(tagged_pdf.pdf.pages[0])
        if str(each.operator) == "BDC" and "/ActualText" in each.operands[1]
    ]
    assert spans == ["  "]


@pytest.mark.parametrize(
    "stream",
    [
        node(1) + text("a", 72) + node(2) + text("b", 82),  # no wider than between words
        node(1) + text("a", 72) + node(2) + text("b", 300, 690),
        node(1) + text("a", 300) + node(2) + text("b", 72),
        text("a", 72) + node(2) + text("b", 300),
        node(1) + text("a", 72) + column("Artifact") + text("b", 300) + column("main"),
        word(1, 1) + text("a", 72) + word(2, 1) + text("b", 300) + word(0, 0),
    ],
    ids=["narrow", "another line", "leftward", "after decoration", "decoration", "words"],
)
def test_what_is_no_gap_is_not_filled(stream: str) -> None:
    assert [char for char, _ in placed(tagged(pdf_of(stream), part("P", 1), part("P", 2)))] == ["a", "b"]


@pytest.mark.parametrize(
    ("others", "expected"), [({}, "/F1 a /F1 b"), ({"F2": {0x20: " "}}, "/F1 a /F2   /F2   /F2   /F2   /F1 b")]
)
def test_a_font_without_spaces_is_helped_by_another_of_the_page(
    others: dict[str, dict[int, str]], expected: str
) -> None:
    pdf = pikepdf.new()
    fonts = {name: add_font(pdf, chars(texts)) for name, texts in {"F1": {0x61: "a", 0x62: "b"}, **others}.items()}
    add_page(pdf, node(1) + text("a", 72) + node(2) + text("b", 97), **fonts)
    tagged_pdf = tagged(pdf, part("P", 1, 2))
    page = tagged_pdf.pdf.pages[0]
    found = letters(pikepdf.parse_content_stream(page), page)
    assert " ".join(f"{each.font} {chr(each.glyph)}" for each in found) == expected
    assert found[-1].at == pytest.approx((97, 700))
