"""A profile that is written as YAML is read back as it was, and looks as a person would write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvgen.diagnostics import Span
from cvgen.importers import writing
from cvgen.importers.node import Placed, clean
from cvgen.steps import source

LONG = "A sentence of some words that goes on and on until it is longer than a line of the file may be. " * 2


def read(text: str) -> Any:
    return source.parse(text, Path("x.yaml")).data


TEXTS = st.text(max_size=200).map(clean).filter(bool)
WORDS = st.lists(
    st.sampled_from(["word", "a:", "#b", "- c", "'", '"', "\\", "*", "日本", "x" * 120, "\n", ","]), min_size=1
)
DATA = st.recursive(
    TEXTS | WORDS.map(" ".join).map(clean).filter(bool) | st.booleans(),
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(TEXTS, inner, min_size=1, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS.filter(lambda key: key != "<<"), DATA, min_size=1, max_size=4))
def test_any_data_is_read_back_as_it_was(data: dict[str, Any]) -> None:
    assert read(writing.to_yaml(data)) == data


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "null",
        "true",
        "3.90",
        "012",
        "1e5",
        "12:30",
        "a: b",
        "a #b",
        "- a",
        "* a",
        "'a'",
        '"',
        "a:",
        "#a",
        "@a",
        "=",
        "~",
    ],
)
def test_what_means_something_to_yaml_is_in_quotes(text: str) -> None:
    [line] = writing.to_yaml({"label": text}).splitlines()
    assert line[7] in "'\""
    assert read(line) == {"label": text}


@pytest.mark.parametrize("text", ["2024", "2024-05", "Ada", "C++", "a:b", "a#b", "李雷", "Tests d'hypothèses", "50 %"])
def test_plain_texts_have_no_quotes(text: str) -> None:
    assert writing.to_yaml({"label": text}) == f"label: {text}\n"


def test_a_long_text_is_a_block() -> None:
    first, *rest = writing.to_yaml({"summary": LONG.strip()}).splitlines()
    assert first == "summary: >-"
    assert all(line.startswith(("  A ", "  ")) for line in rest)
    assert max(map(len, rest)) <= 102


def test_lines_stay_lines() -> None:
    assert writing.to_yaml({"summary": "one\n\n- two\n- three"}) == "summary: |-\n  one\n\n  - two\n  - three\n"


def test_keys_have_the_order_of_the_schema() -> None:
    profile = {
        "language": "de",
        "sections": [{"entries": [{"endDate": "2", "position": "p", "name": "n"}], "kind": "experience", "title": "t"}],
        "basics": {"email": "e", "name": "n"},
    }
    written = writing.ordered(profile)
    assert list(written) == ["basics", "sections", "language"]
    assert list(written["basics"]) == ["name", "email"]
    assert list(written["sections"][0]) == ["title", "kind", "entries"]
    assert list(written["sections"][0]["entries"][0]) == ["name", "position", "endDate"]


def test_a_comment_stands_above_what_it_is_about() -> None:
    span = Span(Path("x"), 1)
    data = {
        "a": [{"name": Placed("b", span, "why"), "c": Placed("d", span, "because")}],
        "e": [Placed("f", span, "so")],
    }
    assert writing.to_yaml(data, ["head"], ["foot"]) == (
        "# head\na:\n  # why\n  - name: b\n    # because\n    c: d\n\ne:\n  # so\n  - f\n\n# foot\n"
    )


def test_a_comment_is_one_line_whatever_is_in_it() -> None:
    lines = writing.to_yaml({"a": "b"}, [], ["one\ntwo: three\u2028four\x07"]).splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["a: b", ""]


def test_short_keywords_stand_on_one_line() -> None:
    assert writing.to_yaml({"keywords": ["C++", "Go"]}) == "keywords: [C++, Go]\n"
    assert writing.to_yaml({"keywords": ["a, b", "Go"]}) == "keywords:\n  - a, b\n  - Go\n"
    assert writing.to_yaml({"highlights": ["C++", "Go"]}) == "highlights:\n  - C++\n  - Go\n"
