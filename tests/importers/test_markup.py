"""The markup of other formats becomes that of a profile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvgen.importers import markup
from cvgen.text import inline


@given(st.text(alphabet="ab*_`[]()\\<>&; -", max_size=40))
def test_a_literal_text_prints_as_typed(text: str) -> None:
    kept = " ".join(text.replace("\\", "/").split())
    assert str(inline.parse(markup.literal(kept))) == kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](https://e.example)", ("a", "https://e.example")),
        ("[a](e.example)", ("a", "https://e.example")),
        ("[a](https://e.example/x_(y))", ("a", "https://e.example/x_(y)")),
        ("[a](javascript:x)", ("[a](javascript:x)", None)),
        ("see [a](https://e.example)", ("see [a](https://e.example)", None)),
        ("a", ("a", None)),
    ],
)
def test_a_text_that_is_one_link_is_told_apart(text: str, expected: tuple[str, str | None]) -> None:
    assert markup.link(text) == expected
