"""Files of other tools are recognised by their keys, and refused with one error that names the format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Span
from cvgen.importers import table
from cvgen.steps import profile, source

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FORMATS = {"jsonresume": "JSON Resume", "rendercv": "RenderCV", "yamlresume": "YAMLResume"}
FILES = [
    pytest.param(path, name, id=f"{folder}-{path.name}")
    for folder, name in FORMATS.items()
    for path in sorted((CORPUS / folder).glob("*.*"))
    if not path.name.startswith("test-")  # parts of files
]

JSON_RESUME = {"basics": {"name": "Ada"}, "work": [{"name": "Mill"}]}
RENDERCV = {"cv": {"name": "Ada", "sections": {}}, "design": {"theme": "classic"}}
YAMLRESUME = {"content": {"basics": {"name": "Ada"}}, "locale": {"language": "en"}}
FRESH = {"name": "Ada", "meta": {"format": "FRESH@0.6.0"}, "employment": {"history": []}}


def recognised(data: Any) -> str | None:
    importer = table.recognise(data)
    return importer.NAME if importer else None


def refusal(path: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(CvgenError) as caught:
        profile.validate(source.read(path))
    return caught.value.diagnostics


@pytest.mark.skipif(not FILES, reason="the files of other tools are in ../shared/corpus, which is not here")
@pytest.mark.parametrize(("path", "name"), FILES)
def test_a_real_file_is_refused_with_one_error_that_names_its_format(path: Path, name: str) -> None:
    [problem] = refusal(path)
    assert problem.message == f"this looks like a file of {name}, which cvgen cannot import yet"


def test_the_error_says_what_to_do() -> None:
    with pytest.raises(CvgenError) as caught:
        profile.validate(source.parse("# by RenderCV\ncv:\n  name: Ada\n", Path("ada.yaml")))
    [problem] = caught.value.diagnostics
    hint = 'cvgen new "NAME" starts a profile that you can copy the texts into'
    assert (problem.span, problem.hint, problem.code) == (Span(Path("ada.yaml"), 2), hint, "foreign-format")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (JSON_RESUME, "JSON Resume"),
        ({"basics": {}, "education": [], "skills": [], "awards": []}, "JSON Resume"),
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


def test_a_valid_profile_is_never_refused() -> None:
    valid = "basics: { name: Ada }\nsections: [{ title: T, kind: text, entries: [x] }]"
    assert profile.validate(source.parse(valid, Path("ada.yaml"))).data["basics"] == {"name": "Ada"}
