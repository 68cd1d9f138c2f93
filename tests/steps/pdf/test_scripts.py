"""The script of a text is known by its characters."""

from __future__ import annotations

import pytest

from cvgen.steps.pdf import scripts


@pytest.mark.parametrize(
    ("text", "right_to_left", "reordered"),
    [
        ("Zürich, 東京, Москва, Αθήνα", False, False),
        ("שלום", True, False),
        ("at חברה Ltd.", True, False),
        ("سلام", True, False),
        ("\ufefb", True, False),
        ("हिन्दी", False, True),
        ("ไทย", False, True),
        ("ភាសាខ្មែរ", False, True),
        ("한국어", False, False),
        ("", False, False),
    ],
)
def test_scripts_that_run_otherwise_are_known(text: str, right_to_left: bool, reordered: bool) -> None:
    assert (scripts.is_right_to_left(text), scripts.is_reordered(text)) == (right_to_left, reordered)


@pytest.mark.parametrize(
    ("one", "other"), [("\u0394", "\u2206"), ("\uff5e", "\u301c"), ("➀", "①"), ("ﬁ", "fi"), ("⼀", "一")]
)
def test_characters_that_look_alike_are_plainly_the_same(one: str, other: str) -> None:
    assert scripts.plain(one) == scripts.plain(other)


def test_characters_that_do_not_are_not() -> None:
    assert scripts.plain("曶") != scripts.plain("㫚")
