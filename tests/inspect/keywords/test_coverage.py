"""The coverage as numbers, in order, and as JSON."""

from __future__ import annotations

from cvgen.inspect.keywords.coverage import Status
from cvgen.inspect.keywords.matching import compare
from tests.inspect.keywords.documents import cv, shown


def test_required_terms_come_first_and_often_named_ones_before_others() -> None:
    coverage = compare("Rust, Java. Java, Java.\n\nRequirements:\n- SQL\n- Python and SQL", cv("x"), "en")
    assert [term.text for term in coverage.with_status(Status.MISSING)] == ["SQL", "Python", "Java", "Rust"]


def test_the_share_is_that_of_the_covered_terms() -> None:
    assert shown().share == 2 / 5
    assert compare("", cv("x")).share == 0


def test_json_has_the_terms_in_the_order_of_the_job() -> None:
    data = shown().as_data()
    words = data.pop("words")
    counts = {"terms": 5, "covered": 2, "partly": 1, "missing": 2, "share": 0.4}
    assert data == {"language": "en", "cvLanguage": "en", "detectedBy": None} | counts
    assert [word["text"] for word in words] == ["Python", "Rust", "models", "SQL", "machine learning"]
    assert words[2] == {
        "text": "models",
        "found": "covered",
        "required": True,
        "inJob": 1,
        "inCv": 1,
        "form": "model",
        "line": 7,
    }
