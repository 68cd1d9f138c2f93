"""Texts become paragraphs and lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cvgen.diagnostics import Span
from cvgen.importers.node import Placed
from cvgen.importers.parts import items, summary_and_items


def placed(text: str) -> Placed:
    return Placed(text, Span(Path("x"), 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb", {"summary": "a\nb"}),
        ("a\nb\n\nc", {"summary": ["a\nb", "c"]}),
        ("• a\n• b", {"highlights": ["a", "b"]}),
        ("a:\n- b", {"summary": "a:", "highlights": ["b"]}),
        ("a - b", {"summary": "a - b"}),
        ("1) a\n2) b", {"summary": "1) a\n2) b"}),
    ],
)
def test_lines_are_kept_and_lists_are_found(text: str, expected: dict[str, Any]) -> None:
    assert summary_and_items(placed(text), keep_lines=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "a"),
        ("a\n- b\n- c", {"text": "a", "highlights": ["b", "c"]}),
        ("a\n- b", {"text": "a", "highlights": ["b"]}),
        ("a\nb", "a\nb"),
    ],
)
def test_an_item_may_have_items_below_it(text: str, expected: Any) -> None:
    assert items([placed(text)]) == [expected]
