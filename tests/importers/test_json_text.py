"""JSON is read as typed, with the place of each value."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvgen.diagnostics import CvgenError, Span
from cvgen.importers import json_text

PATH = Path("x.json")
VALUES = st.recursive(
    st.none() | st.booleans() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 1, 4]))
def test_any_json_is_read_as_python_reads_it(value: object, indent: int | None) -> None:
    assert json_text.parse(json.dumps(value, indent=indent), PATH).data == value


@pytest.mark.parametrize("number", ["3.90", "2024", "-1", "1e5", "0.10", "12345678901234567890"])
def test_a_number_is_the_text_that_was_typed(number: str) -> None:
    assert json_text.parse(f'{{"a": {number}}}', PATH).data == {"a": number}


def test_values_and_keys_have_their_places() -> None:
    source = json_text.parse('{\n  "a": ["x",\n    {"b": "ü"}]\n}', PATH)
    assert source.spans["a", 1, "b"] == Span(PATH, 3, 11)
    assert source.key_spans["a", 1, "b"] == Span(PATH, 3, 6)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{"a": }', 1, 7),
        ('{"a": 1,}', 1, 9),
        ('{"a" 1}', 1, 6),
        ("{'a': 1}", 1, 2),
        ('{"a": 1\n "b": 2}', 2, 2),
        ('["a"\n "b"]', 2, 2),
        ('{"a": "b', 1, 7),
        ('{"a": "\\x"}', 1, 8),
        ("{} {}", 1, 4),
        ("", 1, 1),
        ('{"a": tru}', 1, 7),
    ],
)
def test_a_mistake_has_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(CvgenError) as caught:
        json_text.parse(text, PATH)
    [problem] = caught.value.diagnostics
    assert (problem.code, problem.span) == ("json-syntax", Span(PATH, line, column))


def test_a_key_that_stands_twice_is_a_problem() -> None:
    source = json_text.parse('{"a": 1,\n "a": 2}', PATH)
    assert (source.data, [str(each) for each in source.problems]) == (
        {"a": "1"},
        ['x.json:2:2: error: the key "a" stands twice; the first is on line 1 [duplicate-key]'],
    )


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" + "1," * 40_000 + "1]"])
def test_what_is_too_deep_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(CvgenError, match="too-complex"):
        json_text.parse(text, PATH)
