"""Words that run from right to left stand in commands that tell TeX so, and what runs the other way within them, too."""

from __future__ import annotations

import random
import re

import pytest

from cvgen.steps.document.phrases import between, with_notes
from cvgen.steps.latex.escaping import escape_characters
from cvgen.steps.latex.markup import TextOptions, write_text
from cvgen.text import inline, language

ALEF_BET = r"\cvR{\cvRun{אב}}"
ON_RTL_PAGE = TextOptions(direction="rtl")


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("see אב now", rf"\cvL{{see}}\cvLSpace{{}} \beginR{{}}{ALEF_BET}\endR{{}}\cvLSpace{{}} \cvL{{now}}"),
        ("אב 12", rf"\beginR{{}}{ALEF_BET}\cvRSpace{{}} \beginL{{}}\cvL{{12}}\endL{{}}\endR{{}}"),
        (
            "[see אב](https://a.org)",
            rf"\cvLinkWords{{https://a.org}}{{\cvL{{see}}\cvLSpace{{}} \beginR{{}}{ALEF_BET}}}\endR{{}}",
        ),
    ],
)
def test_words_from_right_to_left_are_marked_on_a_page_from_left_to_right(text: str, tex: str) -> None:
    assert write_text(inline.parse(text), TextOptions()) == rf"\cvMixed{{{tex}}}"


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("אב", ALEF_BET),
        ("Ann Lee", r"\beginL{}\cvL{Ann}\cvLSpace{} \cvL{Lee}\endL{}"),
        ("+49 30 1234567", r"\beginL{}\cvL{+49}\cvLSpace{} \cvL{30}\cvLSpace{} \cvL{1234567}\endL{}"),
        ("אב C++", rf"{ALEF_BET}\cvRSpace{{}} \beginL{{}}\cvL{{C++}}\endL{{}}"),
        ("אב 50%", rf"{ALEF_BET}\cvRSpace{{}} \beginL{{}}\cvL{{50\%}}\endL{{}}"),
        ("**אב** x", rf"\cvStrong{{{ALEF_BET}}}\cvRSpace{{}} \beginL{{}}\cvL{{x}}\endL{{}}"),
    ],
)
def test_each_word_is_marked_on_a_page_from_right_to_left(text: str, tex: str) -> None:
    assert write_text(inline.parse(text), ON_RTL_PAGE) == tex


def test_the_items_of_a_list_follow_each_other_from_the_right_whatever_their_scripts() -> None:
    items = between(", ", [inline.literal(item) for item in ("First", "50%", "אב (C++)", "Ann Lee")])
    comma = r"\cvR{,}\cvRSpace{} "
    latin = r"\beginL{}\cvL{First}\endL{}", r"\beginL{}\cvL{50\%}\endL{}"
    last = r"\beginL{}\cvL{Ann}\cvLSpace{} \cvL{Lee}\endL{}"
    mixed = rf"{ALEF_BET}\cvRSpace{{}} \cvR{{(}}\beginL{{}}\cvL{{C++}}\endL{{}}\cvR{{)}}"
    assert write_text(items, ON_RTL_PAGE) == comma.join([*latin, mixed, last])


def test_on_a_page_from_left_to_right_they_begin_at_the_left() -> None:
    items = between(", ", [inline.literal(item) for item in ("אב", "First", "אב")])
    word = rf"\beginR{{}}{ALEF_BET}\endR{{}}"
    comma = r"\cvL{,}\cvLSpace{} "
    assert write_text(items, TextOptions()) == rf"\cvMixed{{{word}{comma}\cvL{{First}}{comma}{word}}}"


def test_notes_in_brackets_do_not_turn_them_round() -> None:
    text = with_notes(inline.literal("English"), [inline.literal("C1")], language.load("ar"))
    assert write_text(text, ON_RTL_PAGE) == (
        r"\beginL{}\cvL{English}\endL{}\cvRSpace{} \cvR{(}\beginL{}\cvL{C1}\endL{}\cvR{)}"
    )


def test_changes_of_direction_are_undone_at_the_end_of_a_text() -> None:
    chance = random.Random(5)
    letters = ["א", "ב", "ع", "a", "Z", "1", "٣", " ", "-", "(", ")", "%", "中", "\u00a0", "\u0301", "+"]
    for direction in ("ltr", "rtl"):
        for _ in range(2000):
            text = inline.literal("".join(chance.choices(letters, k=chance.randint(1, 20))))
            tex = write_text(text, TextOptions(direction=direction))
            changes = re.findall(r"\\(begin|end)([LR])\{\}", tex)
            open_directions: list[str] = []
            for change, letter in changes:
                if change == "begin":
                    open_directions.append(letter)
                else:
                    assert open_directions.pop() == letter
            assert open_directions == []


def test_special_characters_are_escaped_in_composed_text() -> None:
    assert escape_characters("e\u0301_{") == r"é\_\{"
