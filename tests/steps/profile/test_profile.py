"""Step 2: a valid profile, or every error of the file at once.

What cvgen says of each mistake is in tests/diagnostics; that schema and document agree, in tests/schema.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span
from cvgen.steps import profile, source

PATH = Path("ada.yaml")


def problems(text: str, path: Path = PATH) -> tuple[Diagnostic, ...]:
    with pytest.raises(CvgenError) as caught:
        profile.validate(source.parse(text, path))
    return caught.value.diagnostics


def test_a_valid_profile_is_its_source() -> None:
    read = source.parse("basics: { name: Ada }", PATH)
    valid = profile.validate(read)
    assert (valid.data, valid.source, valid.warnings) == ({"basics": {"name": "Ada"}}, read, ())


def test_a_valid_profile_keeps_the_warnings() -> None:
    read = source.parse("basics:\n  name: Ada #1\n", PATH)
    assert profile.validate(read).warnings == read.problems != ()


def test_all_problems_come_in_the_order_of_their_places() -> None:
    text = "basics:\n  label: [a]\n  image: none.png\n  birthDate: 2023-02-30\n  url: x\n  url: y\n  foo: #1\nsectoins: [a]\n"
    spans = [problem.span for problem in problems(text)]
    assert spans == [
        Span(PATH, line, column)
        for line, column in [(2, 3), (2, 10), (3, 10), (4, 14), (5, 8), (6, 3), (7, 3), (7, 8), (8, 1)]
    ]


def test_a_problem_that_an_alias_repeats_is_reported_once() -> None:
    text = "basics: { name: Ada }\nsections:\n- &a { title: T, foo: x }\n- *a\n- *a\n"
    assert [str(problem) for problem in problems(text)] == ['ada.yaml:3:18: error: unknown key "foo" [unknown-key]']


def test_empty_values_are_left_out_with_one_note() -> None:
    text = "basics: { name: Ada, label: '', email: , profiles: [] }\nsections:\n-\n- title: T\n  summary: [~, s, '']\n"
    valid = profile.validate(source.parse(text, PATH))
    assert valid.data == {"basics": {"name": "Ada"}, "sections": [{"title": "T", "summary": ["s"]}]}
    [note] = valid.warnings
    assert (note.severity, note.code, note.span) == (Severity.NOTE, "empty-value", Span(PATH, 1, 22))
    assert valid.source.spans["sections", 0, "summary", 0] == Span(PATH, 5, 16)  # the place in the file


def test_an_empty_side_column_is_not_left_out() -> None:
    valid = profile.validate(source.parse("basics: { name: Ada }\ndesign: { side: [] }\n", PATH))
    assert (valid.data["design"], valid.warnings) == ({"side": []}, ())


def test_what_a_setting_has_emptied_goes_without_a_note() -> None:
    read = source.with_settings(source.parse("basics: { name: Ada, phone: 1234 }", PATH), ["basics.phone="])
    valid = profile.validate(read)
    assert (valid.data, valid.warnings) == ({"basics": {"name": "Ada"}}, ())


def test_many_empty_values_take_no_time() -> None:
    text = "basics: { name: Ada }\nsections:\n" + "- { title: A, kind: bullets, entries: [ ] }\n" * 5000
    start = time.perf_counter()
    assert len(profile.validate(source.parse(text, PATH)).warnings) == 1
    assert time.perf_counter() - start < 10  # 0.5 s; what grows by the square takes minutes


def test_a_word_without_an_end_is_refused_at_its_place() -> None:
    [problem] = problems(f"basics:\n  name: Ada\n  label: {'x' * 10_001}\n")
    assert (problem.code, problem.span) == ("too-complex", Span(PATH, 3, 10))


@pytest.mark.parametrize("text", ["x" * 10_000, "字" * 20_000, "word " * 20_000])
def test_a_long_text_is_no_word_without_an_end(text: str) -> None:
    profile.validate(source.parse(f"basics:\n  name: Ada\n  label: {text}\n", PATH))
