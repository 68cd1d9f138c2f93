"""Files of other tools are recognised by their keys; profiles and other files are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cvgen import importers
from cvgen.diagnostics import CvgenError
from cvgen.importers import table
from cvgen.importers.file import File
from tests.conftest import PEOPLE

JSON_RESUME = {"basics": {"name": "Ada"}, "work": [{"name": "Mill"}]}
RENDERCV = {"cv": {"name": "Ada", "sections": {}}, "design": {"theme": "classic"}}
YAMLRESUME = {"content": {"basics": {"name": "Ada"}}, "locale": {"language": "en"}}
FRESH = {"name": "Ada", "meta": {"format": "FRESH@0.6.0"}, "employment": {"history": []}}


def recognised(data: Any) -> str | None:
    importer = table.recognise(File(Path("x.yaml"), json.dumps(data).encode()))
    return importer.NAME if importer else None


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (JSON_RESUME, "JSON Resume"),
        ({"basics": {}, "education": [], "skills": [], "awards": []}, "JSON Resume"),
        ({"basics": {"website": "x"}}, "JSON Resume"),
        ({"$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"}, "JSON Resume"),
        (RENDERCV, "RenderCV"),
        ({"cv": {"name": "Ada"}}, "RenderCV"),
        (YAMLRESUME, "YAMLResume"),
        (FRESH, "FRESH"),
        ({"name": "Ada", "meta": {"format": "FRESH@0.1.0"}}, "FRESH"),
        ({"name": "Ada", "employment": {"history": []}}, "FRESH"),
    ],
)
def test_a_format_is_recognised_by_its_keys(data: Any, name: str) -> None:
    assert recognised(data) == name


@pytest.mark.parametrize(
    "data",
    [
        None,
        "text",
        [],
        {},
        {"basics": {"name": "Ada"}},
        {"basics": {"name": "Ada"}, "education": [], "skills": []},
        {"basics": {"name": "Ada"}, "sections": [], "work": []},
        {"basics": {"name": "Ada"}, "cv": {}},
        {"cv": "text", "content": "text", "meta": "text", "employment": "text", "$schema": None},
        {"content": {"name": "Ada"}},
        {"employment": {}},
    ],
)
def test_a_profile_with_a_mistake_is_not_of_another_format(data: Any) -> None:
    assert recognised(data) is None


@pytest.mark.parametrize("path", PEOPLE, ids=[path.stem for path in PEOPLE])
def test_a_profile_is_read_as_it_is(path: Path) -> None:
    assert importers.source(path).data["sections"]
    assert table.recognise(File(path, path.read_bytes())) is None


def test_a_file_of_another_tool_is_read_as_a_profile_with_its_own_lines(tmp_path: Path) -> None:
    path = tmp_path / "resume.json"
    path.write_text(json.dumps(JSON_RESUME, indent=1), encoding="utf-8")
    source = importers.source(path)
    assert source.data["sections"] == [{"kind": "experience", "entries": [{"name": "Mill"}]}]
    assert source.spans["sections", 0, "entries", 0, "name"].line == 7
    assert [each.code for each in source.problems] == ["imported"]


def test_a_format_has_its_name_in_any_case() -> None:
    assert table.find(File(Path("x"), b"{}"), "JSON-Resume").NAME == "JSON Resume"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("rendecv", 'did you mean "rendercv"?'),
        ("word", f"one of: {', '.join(table.IMPORTERS)}"),
    ],
)
def test_an_unknown_format_is_an_error_with_those_that_there_are(name: str, hint: str) -> None:
    with pytest.raises(CvgenError) as caught:
        table.find(File(Path("x"), b"{}"), name)
    [problem] = caught.value.diagnostics
    assert (problem.code, problem.hint) == ("unknown-import", hint)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a: b", "unknown-import"),
        (b"{a", "json-syntax"),
        (b"a: [", "yaml-syntax"),
        (b"%PDF-1.7\xe2", "unknown-import"),
    ],
)
def test_a_file_that_is_not_recognised_says_what_it_is_not(content: bytes, code: str) -> None:
    with pytest.raises(CvgenError) as caught:
        table.find(File(Path("x"), content))
    assert [each.code for each in caught.value.diagnostics] == [code]
