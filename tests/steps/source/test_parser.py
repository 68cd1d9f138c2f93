"""Step 1: aliases written out, the place of every value and key, and limits on what they may add up to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Pointer, Span
from cvgen.steps import source
from cvgen.steps.source.composer import MAX_DEPTH, MAX_NODES

PATH = Path("ada.yaml")


def data_of(text: str) -> Any:
    return source.parse(text, PATH).data


def places(spans: Mapping[Pointer, Span]) -> dict[Pointer, tuple[int, int]]:
    return {pointer: (span.line, span.column) for pointer, span in spans.items()}


def refusal(text: str) -> Diagnostic:
    with pytest.raises(CvgenError) as caught:
        source.parse(text, PATH)
    [diagnostic] = caught.value.diagnostics
    return diagnostic


# --- anchors and merge keys -----------------------------------------------------------------------


def test_an_alias_repeats_its_anchor() -> None:
    assert data_of("a: &x [1, &y {b: c}]\nd: *x\ne: *y\n") == {
        "a": ["1", {"b": "c"}],
        "d": ["1", {"b": "c"}],
        "e": {"b": "c"},
    }


def test_what_an_alias_repeats_is_a_copy() -> None:
    data = data_of("a: &x [b]\nc: *x\n")
    assert data["a"] is not data["c"]


def test_an_anchor_may_be_given_anew() -> None:
    assert data_of("[&x a, *x, &x b, *x]") == ["a", "a", "b", "b"]


@pytest.mark.parametrize(
    ("merge", "merged"),
    [
        ("<<: *x", {"a": "1", "b": "2", "c": "3"}),
        ("<<: [*x, *y]", {"a": "1", "b": "2", "c": "3", "d": "5"}),
        ("<<: [*y, *x]", {"a": "4", "b": "2", "c": "3", "d": "5"}),
        ("<<: {<<: *x, a: 6}", {"a": "6", "b": "2", "c": "3"}),
        ("<<: {}", {"c": "3"}),
        ("<<: []", {"c": "3"}),
    ],
)
def test_a_merge_key_adds_what_is_not_there(merge: str, merged: dict[str, str]) -> None:
    assert data_of(f"- &x {{a: 1, b: 2}}\n- &y {{a: 4, d: 5}}\n- c: 3\n  {merge}\n")[2] == merged


@pytest.mark.parametrize("order", ["<<: *x\n  a: own", "a: own\n  <<: *x"])
def test_a_mappings_own_key_wins_over_a_merged_one(order: str) -> None:
    assert data_of(f"- &x {{a: merged}}\n- {order}\n")[1] == {"a": "own"}


def test_a_key_that_stands_twice_in_what_is_repeated_is_noted_once() -> None:
    problems = source.parse("- &a {b: c, b: d}\n- *a\n- <<: *a\n", PATH).problems
    assert [problem.span for problem in problems] == [Span(PATH, 1, 13)]


# --- places ---------------------------------------------------------------------------------------


def test_every_value_and_every_key_has_its_place() -> None:
    read = source.parse("a:\n  - b: c\n    d: [e, {f: g}]\n  - 'h'\n", PATH)
    assert places(read.spans) == {
        (): (1, 1),
        ("a",): (2, 3),
        ("a", 0): (2, 5),
        ("a", 0, "b"): (2, 8),
        ("a", 0, "d"): (3, 8),
        ("a", 0, "d", 0): (3, 9),
        ("a", 0, "d", 1): (3, 12),
        ("a", 0, "d", 1, "f"): (3, 16),
        ("a", 1): (4, 5),
    }
    assert places(read.key_spans) == {
        ("a",): (1, 1),
        ("a", 0, "b"): (2, 5),
        ("a", 0, "d"): (3, 5),
        ("a", 0, "d", 1, "f"): (3, 13),
    }


@pytest.mark.parametrize("before", ["王王", "ééé", "🎓", "e\u0301"])
def test_columns_count_characters(before: str) -> None:
    read = source.parse(f"{before}: [{before}, b]", PATH)
    column = 2 * len(before) + 6
    assert read.spans[before, 1] == Span(PATH, 1, column)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_count_whatever_ends_them(newline: str) -> None:
    assert source.parse(f"a: b{newline}c: d", PATH).spans["c",] == Span(PATH, 2, 4)


def test_a_block_texts_place_is_its_indicator() -> None:
    assert source.parse("a: >-\n  b\n", PATH).spans["a",] == Span(PATH, 1, 4)


def test_what_is_repeated_or_merged_has_the_place_where_it_is_written() -> None:
    read = source.parse("- &x {a: b}\n- *x\n- <<: *x\n", PATH)
    assert (read.spans[1, "a"], read.spans[2, "a"]) == (Span(PATH, 1, 10), Span(PATH, 1, 10))
    assert (read.key_spans[1, "a"], read.key_spans[2, "a"]) == (Span(PATH, 1, 7), Span(PATH, 1, 7))


# --- texts that would exhaust the machine ---------------------------------------------------------


TOO_MANY = f"more than {MAX_NODES} values"
TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep"


def bomb(first: str, level: str) -> str:
    """Ten levels, each of which repeats the one below ten times."""
    repeated = "".join(f"- &a{n} {level.format(', '.join([f'*a{n - 1}'] * 10))}\n" for n in range(1, 11))
    return f"- &a0 {first}\n{repeated}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(bomb("x", "[{}]"), id="laughs"),
        pytest.param(bomb("[]", "[{}]"), id="empty laughs"),
        pytest.param(bomb("{a: b}", "{{<<: [{}]}}"), id="merged laughs"),
        pytest.param(bomb("{}", "{{<<: [{}]}}"), id="empty merged laughs"),
        pytest.param(f"- &a {{}}\n- &b {{<<: [{'*a, ' * 1000}]}}\n- <<: [{'*b, ' * 1000}]\n", id="merged nothing"),
        pytest.param("- a\n" * (MAX_NODES + 1), id="a long list"),
        pytest.param("".join(f"k{n}: a\n" for n in range(MAX_NODES + 1)), id="many keys"),
        pytest.param("a: b\n" * (MAX_NODES + 1), id="one key many times"),
        pytest.param(f"[{'a, ' * (MAX_NODES + 1)}]", id="a long line"),
    ],
)
def test_more_values_than_any_cv_has_are_refused(text: str) -> None:
    assert refusal(text).message.startswith(TOO_MANY)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 10_000, id="open"),
        pytest.param("[" * 10_000 + "]" * 10_000, id="flow lists"),
        pytest.param("{a: " * 10_000 + "}" * 10_000, id="flow mappings"),
        pytest.param("- " * 10_000 + "a", id="block lists"),
        pytest.param("".join(f"{' ' * n}a:\n" for n in range(1_000)), id="block mappings"),
    ],
)
def test_nesting_deeper_than_any_cv_has_is_refused(text: str) -> None:
    assert refusal(text).message == TOO_DEEP


@pytest.mark.parametrize("level", ["[*a{}]", "{{b: *a{}}}", "{{<<: *a{}}}"])
def test_nesting_by_aliases_is_refused_likewise(level: str) -> None:
    text = "- &a0 {}\n" + "".join(f"- &a{n} {level.format(n - 1)}\n" for n in range(1, 100))
    assert refusal(text).message == f"{TOO_DEEP}, with aliases written out"


def test_a_long_text_repeated_many_times_is_refused() -> None:
    text = f"- &a {'x' * 1024**2}\n" + "- *a\n" * 2000
    assert refusal(text).message.endswith("with aliases written out")


def test_nesting_as_deep_as_is_allowed_is_read() -> None:
    text = "[" * MAX_DEPTH + "a" + "]" * MAX_DEPTH
    assert len(source.parse(text, PATH).spans) == MAX_DEPTH + 1
