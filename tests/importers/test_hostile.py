"""Files that mean harm are refused, or their code is text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cvgen import importers
from cvgen.diagnostics import CvgenError
from cvgen.importers import conversion
from tests.importers.imports import profile, refused

HUGE = 10 * 1024 * 1024
RESUME = '{"basics": {"name": "Ada"}, "work": [{"name": "Mill", "summary": "SUMMARY"}]}'


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.json", RESUME.replace("SUMMARY", "x" * HUGE), "file-too-large"),
        ("a.json", RESUME.replace("SUMMARY", "x" * 20_000), "too-complex"),
        ("a.json", '{"basics": ' + "[" * 100_000, "too-complex"),
        ("a.yaml", "cv: !!python/object/apply:os.system [ls]", "yaml-tag"),
        ("a.yaml", "cv: &a [*a]", "yaml-alias"),
        ("a.bib", "@book{k, title = {" + "x" * HUGE + "}}", "file-too-large"),
        ("a.bib", "@book{k, title = " + "{" * 50_000, "bibtex-syntax"),
        ("a.tex", "\\documentclass{x}" + "{" * 50_000, "latex-syntax"),
        ("a.md", "# Ada\n" + "x" * HUGE, "file-too-large"),
        ("a.json", "\0\0\0", "json-syntax"),
        ("a.json", "", "json-syntax"),
    ],
)
def test_a_file_that_could_exhaust_the_machine_is_refused(name: str, content: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CvgenError) as caught:
        conversion.convert(path)
    assert code in {each.code for each in caught.value.diagnostics} or (
        code == "json-syntax" and not content.strip("\0")
    )


@pytest.mark.parametrize("name", ["missing.json", ".", "/dev/null"])
def test_what_is_no_file_is_an_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(CvgenError) as caught:
        conversion.convert(tmp_path / name)
    assert {each.code for each in caught.value.diagnostics} <= {"file-missing", "file-unreadable"}


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "=cmd|'/c calc'!A1", "\u202egnp.exe", "${7*7}", "\\write18{ls}"]
)
def test_code_is_text(text: str) -> None:
    [section] = profile(json.dumps({"basics": {"name": "Ada"}, "work": [{"name": text}]}))["sections"]
    assert section["entries"] == [{"name": text}]


def test_a_link_with_a_program_in_it_is_text() -> None:
    data = {"basics": {"name": "Ada"}, "work": [{"name": "Mill", "summary": "[x](javascript:alert(1))"}]}
    assert profile(json.dumps(data))["sections"][0]["entries"][0]["summary"] == "[x](javascript:alert(1))"
    assert [
        each.code for each in refused({"basics": {"name": "Ada", "url": "javascript:x"}, "work": []}, "json-resume")
    ] == ["invalid-value"]


def test_halves_of_characters_and_controls_are_taken_out() -> None:
    text = '{"basics": {"name": "A\\ud800da\\u0000\\u001b"}, "work": [{"name": "\\ud83d\\ude00"}]}'
    found = profile(text)
    assert (found["basics"]["name"], found["sections"][0]["entries"][0]["name"]) == ("A\ufffdda", "\U0001f600")


def test_a_file_in_utf16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(RESUME.encode("utf-16"))
    assert importers.source(path).data["basics"] == {"name": "Ada"}
