"""``--json``: one object a line on standard output, and nothing else there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.place import INVALID, VALID, Place
from tests.fakes import blank_pdf


def lines(place: Place, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    """The exit code, and the objects that are printed; standard error must be empty."""
    done = place.run(*arguments, "--json")
    assert done.stderr == ""
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_a_valid_profile_has_a_result_alone(place: Place) -> None:
    place.write("ann.yaml", VALID)
    assert lines(place, "validate", "ann.yaml") == (
        0,
        [{"type": "result", "input": "ann.yaml", "style": None, "ok": True}],
    )


def test_a_problem_has_its_place_its_code_and_its_hint(place: Place) -> None:
    place.write("ann.yaml", "basics:\n  name: Ann\n  emial: ann@example.com\n")
    code, [problem, result] = lines(place, "validate", "ann.yaml")
    assert problem.pop("code") is not None
    assert (code, problem) == (
        1,
        {
            "type": "diagnostic",
            "input": "ann.yaml",
            "style": None,
            "severity": "error",
            "file": "ann.yaml",
            "line": 3,
            "column": 3,
            "message": 'unknown key "emial"',
            "hint": 'did you mean "email"?',
        },
    )
    assert result == {"type": "result", "input": "ann.yaml", "style": None, "ok": False}


def test_each_profile_has_its_result(place: Place) -> None:
    place.write("ann.yaml", VALID)
    place.write("bad.yaml", INVALID)
    code, objects = lines(place, "validate", "bad.yaml", "ann.yaml", "none.yaml")
    results = [(each["input"], each["ok"]) for each in objects if each["type"] == "result"]
    assert (code, results) == (1, [("bad.yaml", False), ("ann.yaml", True), ("none.yaml", False)])


def test_a_warning_leaves_the_result_good(place: Place) -> None:
    place.write("ann.yaml", "basics:\n  name: Ann #1\n")
    code, [warning, result] = lines(place, "validate", "ann.yaml")
    assert (code, warning["severity"], result["ok"]) == (0, "warning", True)


def test_a_render_names_its_files_and_pages(place: Place) -> None:
    place.write("ann.yaml", VALID)
    arguments = ("render", "ann.yaml", "--format", "pdf", "--style", "academic")
    facts = {"type": "result", "input": "ann.yaml", "style": "academic", "ok": True, "pages": 1}
    files = ["build/ann-academic.pdf"]
    assert lines(place, *arguments) == (0, [facts | {"files": files, "unchanged": False}])
    assert lines(place, *arguments) == (0, [facts | {"files": files, "unchanged": True}])


def test_a_render_that_fails_has_no_files_and_its_problems_in_each_style(place: Place) -> None:
    place.write("bad.yaml", INVALID)
    code, objects = lines(place, "render", "bad.yaml", "-s", "classic", "-s", "academic")
    problems = [(each["style"], each["line"]) for each in objects if each["type"] == "diagnostic"]
    results = [(each["style"], each["ok"], each["files"]) for each in objects if each["type"] == "result"]
    assert code == 1
    assert sorted(problems) == [("academic", 2), ("academic", 2), ("classic", 2), ("classic", 2)]
    assert sorted(results) == [("academic", False, []), ("classic", False, [])]


@pytest.mark.parametrize("command", ["render", "check"])
def test_what_is_wrong_with_the_machine_is_a_diagnostic_too(place: Place, command: str) -> None:
    place.write("ann.yaml", VALID)
    place.environment["PATH"] = str(place.tmp)
    code, [problem, *_] = lines(place, command, "ann.yaml")
    assert (code, problem["message"], problem["file"]) == (1, "no TeX engine is installed", None)


def test_a_setting_that_is_wrong_has_no_line(place: Place) -> None:
    place.write("ann.yaml", VALID)
    _, [problem, _] = lines(place, "render", "ann.yaml", "--set", "design.papr=a4")
    assert (problem["file"], problem["line"], problem["column"]) == ("--set design.papr=a4", None, None)


def test_a_check_tells_what_is_not_as_it_should_be(place: Place) -> None:
    place.write("ann.yaml", VALID)  # and the page is blank
    code, objects = lines(place, "check", "ann.yaml")
    assert (code, objects[-1]["ok"], {each["severity"] for each in objects[:-1]}) == (1, False, {"error"})


def test_a_check_of_a_pdf_has_the_whole_report(place: Place) -> None:
    blank_pdf(place.folder / "some.pdf")
    code, objects = lines(place, "check", "some.pdf")
    *problems, result = objects
    assert (code, result["input"], result["ok"], result["report"]["file"]["path"]) == (0, "some.pdf", True, "some.pdf")
    assert [each["code"] for each in problems] == [each["code"] for each in result["report"]["findings"]] != []


def test_the_fields_of_a_pdf_are_a_json_resume(place: Place) -> None:
    blank_pdf(place.folder / "some.pdf")
    done = place.run("check", "some.pdf", "--fields")
    assert (done.returncode, json.loads(done.stdout)["$schema"].endswith("/schema.json")) == (0, True)


def test_a_check_of_keywords_has_each_word(place: Place) -> None:
    place.write("ann.yaml", VALID)
    place.write("job.txt", "We need Python and compilers.\n")
    code, [result] = lines(place, "check", "--keywords", "job.txt", "ann.yaml")
    assert (code, result["keywords"]["terms"] > 0) == (0, True)


def test_the_doctor_tells_what_it_found_and_whether_cvs_can_be_rendered(place: Place) -> None:
    code, objects = lines(place, "doctor")
    assert {each["type"] for each in objects[:-1]} == {"finding"}
    assert (code, objects[-1]) == (0, {"type": "result", "input": None, "style": None, "ok": True})
    place.environment["PATH"] = str(place.tmp)
    code, objects = lines(place, "doctor")
    assert (code, objects[-1]["ok"], objects[-2]["hint"], objects[-2]["code"]) == (
        1,
        False,
        "cvgen setup",
        "engine-missing",
    )
    assert [each for each in objects[:-1] if each["state"] in {"warning", "missing"} and not each["code"]] == []
