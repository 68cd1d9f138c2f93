"""What the report of keywords says, and how much of it."""

from __future__ import annotations

import re

from cvgen.inspect.keywords.matching import compare
from cvgen.inspect.keywords.text_report import as_text, column_count
from tests.inspect.keywords.documents import SENTENCES, compared, cv, shown


def test_the_report_says_what_is_there_and_what_is_not() -> None:
    lines = as_text(shown()).splitlines()
    assert lines[:15] == [
        "The CV has 2 of the job's 5 terms (40%), and 1 more in part.",
        "",
        "Not in the CV, and named under requirements:",
        "  SQL",
        "",
        "Not in the CV, named elsewhere:",
        "  Rust",
        "",
        "In part: the words are in the CV, but not together:",
        "  machine learning",
        "",
        "In the CV:",
        "                      in job  in CV  first line",
        "  models (as: model)       1      1           7",
        "  Python                   2      1           7",
    ]


def test_the_report_says_how_it_counted_and_that_a_list_is_no_measure() -> None:
    output = " ".join(as_text(compare(SENTENCES["en"] + " Python", cv("x"))).split())
    assert re.search("the job was read as English, which [0-9]+ of its words are common in", output)
    assert "A list of words is no measure of how well you fit" in output


def test_a_job_without_terms_is_told_so() -> None:
    assert as_text(compare("We are a team", cv("x"))).startswith(
        "The job description has no words but common ones in English."
    )


def test_a_report_names_no_more_than_can_be_read() -> None:
    job = ", ".join(f"word{i}x" for i in range(500))
    output = as_text(compare(job, cv("x"), "en"))
    assert "and 440 more" in output
    assert len(output.splitlines()) < 30


def test_lines_of_the_report_fit_a_terminal() -> None:
    job = " ".join(f"模型{chr(0x4E00 + i)}{chr(0x5000 + i)}、" for i in range(50)) + "x" * 300
    output = as_text(compare(job, cv("x"), "zh"))
    assert max(column_count(line) for line in output.splitlines()) <= 100


def test_the_form_in_the_cv_is_told_if_it_is_another() -> None:
    [models, python] = compared("models, python", "A model in Python", "Python").values()
    assert (models.form, python.form) == ("model", None)
    assert "models (as: model)" in as_text(compare("models", cv("A model"), "en"))
