"""What every step says when something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span, did_you_mean

ADA = Path("cv/ada.yaml")


def test_a_span_prints_as_editors_and_terminals_follow_it() -> None:
    assert str(Span(ADA, 12, 5)) == "cv/ada.yaml:12:5"


def test_a_span_outside_of_all_files_prints_as_what_it_names() -> None:
    assert str(Span(Path("--set design.paper=a4"), 0)) == "--set design.paper=a4"


def test_spans_sort_as_one_reads() -> None:
    spans = [Span(ADA, 1, 1), Span(ADA, 1, 10), Span(ADA, 2, 1), Span(ADA, 10, 1), Span(Path("cv/bob.yaml"), 1, 1)]
    assert sorted(set(spans)) == spans


@pytest.mark.parametrize(
    ("diagnostic", "printed"),
    [
        (
            Diagnostic("it is broken", Span(ADA, 12, 5), "mend it", code="x"),
            "cv/ada.yaml:12:5: error: it is broken [x]",
        ),
        (Diagnostic("odd", Span(ADA, 3), None, Severity.WARNING, code="x-y"), "cv/ada.yaml:3:1: warning: odd [x-y]"),
        (Diagnostic("it could be better", severity=Severity.NOTE, code="x"), "note: it could be better [x]"),
        (Diagnostic("there is no engine", code="engine-missing"), "error: there is no engine [engine-missing]"),
    ],
)
def test_a_diagnostic_prints_position_severity_problem_and_code(diagnostic: Diagnostic, printed: str) -> None:
    assert str(diagnostic) == printed


def test_an_error_carries_all_problems_and_prints_them() -> None:
    problems = [Diagnostic("one", Span(ADA, 1), code="x"), Diagnostic("two", code="y")]
    error = CvgenError(iter(problems))
    assert (error.diagnostics, str(error)) == (tuple(problems), "cv/ada.yaml:1:1: error: one [x]\nerror: two [y]")


def test_an_error_of_one_problem() -> None:
    error = CvgenError.of("it is broken", Span(ADA, 12, 5), "mend it", code="broken")
    assert error.diagnostics == (Diagnostic("it is broken", Span(ADA, 12, 5), "mend it", code="broken"),)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("sart", 'did you mean "start"?'),
        ("START", 'did you mean "start"?'),
        ("enddate", 'did you mean "endDate"?'),
        ("zebra", None),
        ("", None),
    ],
)
def test_the_nearest_known_word_is_suggested_if_one_is_near(word: str, hint: str | None) -> None:
    assert did_you_mean(word, ["start", "endDate"]) == hint
