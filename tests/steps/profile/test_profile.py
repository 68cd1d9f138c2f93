"""Step 2: a valid profile, or every error of the file at once.

What cvgen says of each mistake is in tests/diagnostics; that schema and document agree, in tests/schema.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Span
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
    text = "basics:\n  label: [a]\n  image: none.png\n  birthDate: 2023-02-30\n  url: x\n  url: y\n  foo: #1\nsectoins: []\n"
    spans = [problem.span for problem in problems(text)]
    assert spans == [
        Span(PATH, line, column)
        for line, column in [(2, 3), (2, 10), (3, 10), (4, 14), (5, 8), (6, 3), (7, 3), (7, 8), (8, 1)]
    ]


def test_a_problem_that_an_alias_repeats_is_reported_once() -> None:
    text = "basics: { name: Ada }\nsections:\n- &a { title: T, foo: x }\n- *a\n- *a\n"
    assert [str(problem) for problem in problems(text)] == ['ada.yaml:3:18: error: unknown key "foo" [unknown-key]']
