"""Step 6: text that the driver cuts into pieces is put together, and nothing on the page moves."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Pdf

from cvgen.steps.pdf import content_stream, text_objects
from cvgen.steps.pdf.content_stream import SHOW_TEXT, Instruction
from cvgen.steps.pdf.text_objects import Space
from tests.showing import Letter, letters
from tests.steps.pdf.handmade import WIDTH, glyphs, link, node, pdf_of, text

SPACES = {"/F1": Space(0x20, 500.0), "/F2": Space(0x20, 500.0)}
GREY = " 0.3 G 0.3 g q /S1 gs "
PLAIN = " Q 0 G 0 g "
RULE = " 72 690 m 100 690 l S "
MOVE = " q 1 0 0 1 5 5 cm "


def joined(stream: str) -> tuple[Pdf, list[Instruction]]:
    """A page, and its content once it is joined."""
    pdf = pdf_of(stream)
    return pdf, text_objects.join(content_stream.read(pdf.pages[0]), SPACES)


def parsed(instructions: Iterable[Instruction]) -> list[Any]:
    """Instructions as pikepdf has them."""
    return [each.parsed for each in instructions]


def objects(stream: str) -> list[str]:
    """What stands in the text objects of a page once it is joined: what each operator in them shows."""
    found: list[str] = []
    for instruction in joined(stream)[1]:
        if instruction.operator == "BT":
            found.append("")
        elif instruction.operator in SHOW_TEXT:
            found[-1] += "|" + "".join(map(chr, instruction.glyphs()))
    return found


def rounded(found: Sequence[Letter]) -> list[Letter]:
    """Letters at places that are told to a hundredth of a point: the driver rounds, too."""
    return [each._replace(at=(round(each.at[0], 2) + 0.0, round(each.at[1], 2) + 0.0)) for each in found]


# What the driver makes of text in a coloured font: each word and each space on its own.
WORDS = (
    "q 1 0 0 1 72 700 cm 0 G 0 g",
    GREY + text("LLM", 0, 0),
    PLAIN + GREY + text(" ", 15, 0),
    PLAIN + GREY + text("codesign", 20, 0),
    PLAIN + GREY + text(" ", 60, 0),
    PLAIN + GREY + text("newbie", 65, 0) + PLAIN,
)
STREAMS = {
    "words of one colour": "".join(WORDS),
    "words of two colours": text("a") + GREY + text("b", 80) + PLAIN + text("c", 90),
    "words of two states": GREY + text("a") + PLAIN + " 0.3 g q /S2 gs " + text("b", 80) + PLAIN,
    "two fonts": text("a") + text("\u05d0", 80, font="F2") + text("b", 90),
    "two sizes": text("a") + text(" ", 75, size=12) + text("b", 81),
    "lines": text("a") + text(" ", 67, 688) + text("b", 72, 688) + text("c", 72, 676),
    "lines in one object": f"BT /F1 10 Tf 72 700 Td[{glyphs('a')}]TJ -5 -12 Td[{glyphs(' ')}]TJ ET"
    + text("b", 72, 688),
    "pieces in one object": f"BT /F1 10 Tf 72 700 Td[{glyphs('a')}]TJ 5 0 Td[{glyphs(' ')}]TJ 5 0 Td[{glyphs('b')}]TJ ET",
    "kerns": f"BT /F1 10 Tf 72 700 Td[{glyphs('A')}50{glyphs('V')}]TJ ET BT /F1 10 Tf 81.5 700 Td[{glyphs(' ')}]TJ ET"
    f"BT /F1 10 Tf 86.5 700 Td[{glyphs('b')}-7{glyphs('c')}]TJ ET",
    "a rule between": text("a") + RULE + text("b", 80),
    "a point between": text("a") + node(2) + text("b", 80),
    "a link": node(1) + text("a") + link(1) + GREY + text("b", 80) + PLAIN + link(0) + text("c", 90),
    "another origin": text("a") + MOVE + text("b", 80) + " Q " + text("c", 90),
    "a colour that ends": " 1 g q 0 g " + text("a") + " Q " + text("b", 80),
    "a space that is wider than its gap": text("a") + text(" ", 75) + text("b", 78.5),
    "a space that is narrower than its gap": text("a") + text(" ", 75) + text("b", 83.7),
    "a space far from the next word": text("a") + text(" ", 75) + text("b", 90) + text(" ", 75) + text("c", 68),
    "spaces alone": text(" ") + text(" ", 77) + text(" ", 82),
    "a space after what it is before": text(" ", 80) + text("a", 72),
    "a string that is no array": f"BT /F1 10 Tf 72 700 Td {glyphs('a')} Tj ET" + text(" ", 77) + text("b", 82),
    "nothing": "",
}


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_nothing_moves_or_changes_its_look(stream: str) -> None:
    pdf, after = joined(stream)
    before = pikepdf.parse_content_stream(pdf.pages[0])
    assert rounded(letters(parsed(after), pdf.pages[0])) == rounded(letters(before, pdf.pages[0]))


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page of words as the driver writes them: a space ends about where its word begins."""
    parts: list[str] = []
    space = 10 * WIDTH / 1000
    places = st.tuples(st.integers(10, 60), st.integers(1, 4))
    for column, row in draw(st.lists(places, max_size=12, unique=True)):
        x, y = column * 10, row * 100
        shown = draw(st.sampled_from(["a", "bc", "d e"]))
        word = text(shown, x, y, font=draw(st.sampled_from(["F1", "F2"])))
        if draw(st.booleans()):
            word = text(" ", x - space + draw(st.sampled_from([0, 0, 0.004, 0.04, 3, 7, -2, -7])), y) + word
        look = draw(st.sampled_from(["", GREY, " 0.3 G 0.3 g q ", " 1 0 0 RG 1 0 0 rg q /S2 gs "]))
        parts += [look, word, PLAIN if look else "", draw(st.sampled_from(["", "", RULE, node(2)]))]
    return "".join(parts)


@given(pages())
def test_nothing_moves_on_any_page(stream: str) -> None:
    pdf, after = joined(stream)
    before = pikepdf.parse_content_stream(pdf.pages[0])
    assert rounded(letters(parsed(after), pdf.pages[0])) == rounded(letters(before, pdf.pages[0]))


def depths(instructions: Iterable[Any]) -> list[int]:
    """How many states are saved, after each instruction."""
    steps = ({"q": 1, "Q": -1}.get(str(each.operator), 0) for each in instructions)
    return [*itertools.accumulate(steps, initial=0)]


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_as_many_states_stay_saved(stream: str) -> None:
    pdf, after = joined(stream)
    before = depths(pikepdf.parse_content_stream(pdf.pages[0]))
    assert (depths(after)[-1], min(depths(after))) == (before[-1], min(before))


# --- pieces ----------------------------------------------------------------------------------------


def test_words_of_one_colour_are_one_text_with_their_spaces_before_them() -> None:
    assert objects("".join(WORDS)) == ["|LLM| codesign| newbie"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("words of two colours", ["|a", "|b", "|c"]),
        ("words of two states", ["|a", "|b"]),
        ("a rule between", ["|a", "|b"]),
        ("a point between", ["|a", "|b"]),
        ("another origin", ["|a", "|b", "|c"]),
        ("a colour that ends", ["|a", "|b"]),
        ("two fonts", ["|a|\u05d0|b"]),
        ("two sizes", ["|a| |b"]),
        ("lines", ["|a| b|c"]),
        ("a space that is wider than its gap", ["|a| b"]),
        ("a space that is narrower than its gap", ["|a| b"]),
        ("a space far from the next word", ["|a| |b| |c"]),
        ("spaces alone", ["|  | "]),
        ("a space after what it is before", ["| |a"]),
        ("a string that is no array", ["|a| b"]),
    ],
)
def test_only_what_looks_alike_is_one_text(name: str, found: list[str]) -> None:
    assert objects(STREAMS[name]) == found


def test_a_font_is_chosen_once_and_places_are_told_once() -> None:
    after = joined("".join(WORDS))[1]
    operators = [each.operator for each in after]
    assert [operators.count(each) for each in ("Tf", "Td", "TJ", "gs")] == [1, 2, 3, 1]


def test_without_a_glyph_for_the_space_nothing_is_put_before_a_word() -> None:
    pdf = pdf_of(STREAMS["pieces in one object"])
    instructions = text_objects.join(content_stream.read(pdf.pages[0]), {})
    assert [each.operator for each in instructions].count("TJ") == 3
