"""Lists that are typed in a text."""

from __future__ import annotations

import pytest

from cvgen.text import lists
from cvgen.text.lists import TypedItem, TypedList


def shown(items: list[TypedItem]) -> list[object]:
    return [(item.text, shown(item.items)) if item.items else item.text for item in items]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- a\n- b", ["a", "b"]),
        ("* a\n* b\n", ["a", "b"]),
        ("• a\n• b", ["a", "b"]),
        ("1. a\n2) b", ["a", "b"]),
        ("Intro:\n\n- a\n\n- b", ["a", "b"]),
        ("- a\n  goes on\n- b", ["a goes on", "b"]),
        ("- a\n  - b\n    - c\n- d", [("a", [("b", ["c"])]), "d"]),
        ("- a\n  - b\n    - c\n      - d", [("a", [("b", ["c", "d"])])]),
    ],
)
def test_lines_that_start_with_a_sign_are_a_list(text: str, items: list[object]) -> None:
    found = lists.find(text)
    assert found is not None
    assert shown(found.items) == items


@pytest.mark.parametrize("text", ["", "- a", "a - b - c", "a\n- b", "-a\n-b", "2019 - 2020\n2021 - 2022", "a\nb"])
def test_other_texts_have_no_list(text: str) -> None:
    assert lists.find(text) is None


def test_a_list_knows_what_stands_around_it() -> None:
    found = lists.find("Intro:\n- a\n- b\n\nOutro")
    assert found is not None
    assert (found.before, found.after, found.is_numbered) == ("Intro:", "Outro", False)


def test_a_text_is_paragraphs_and_lists() -> None:
    parts = lists.parts("One\ntwo.\n\nThree.\n1. a\n2. b\nBetween\n- c\n- d\nEnd")
    assert [shown(part.items) if isinstance(part, TypedList) else part.strip() for part in parts] == [
        "One\ntwo.", "Three.", ["a", "b"], "Between", ["c", "d"], "End",
    ]  # fmt: skip


def test_a_backslash_ends_a_line_of_an_item() -> None:
    found = lists.find("- a \\\n  b\n- c")
    assert found is not None
    assert [item.text for item in found.items] == ["a \\\nb", "c"]


def test_many_lines_take_no_time() -> None:
    found = lists.find("- a\n" * 100_000)
    assert found is not None
    assert len(found.items) == 100_000
