"""JSON Resume: valid by its published schema, with every text of the CV."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from cvgen.exporters.json_resume import to_json
from cvgen.steps import profile
from tests.conftest import PEOPLE, SAMPLES
from tests.exporters.test_formats import CVS, letters


def resume(path: Path) -> dict[str, Any]:
    return to_json(profile.load(path).data)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Draft7Validator:
    """The published schema, from the registry of npm."""
    folder = tmp_path_factory.mktemp("schema")
    npm = shutil.which("npm")
    if npm is None or subprocess.run([npm, "pack", "-s", "@jsonresume/schema"], cwd=folder, check=False).returncode:
        pytest.skip("npm cannot fetch the schema")
    [archive] = folder.glob("*.tgz")
    with tarfile.open(archive) as tar:
        content = tar.extractfile("package/schema.json")
        assert content is not None
        return Draft7Validator(json.load(content), format_checker=Draft7Validator.FORMAT_CHECKER)


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", CVS, ids=lambda path: path.stem)
def test_it_is_valid_by_the_published_schema(path: Path, schema: Draft7Validator) -> None:
    assert [error.message for error in schema.iter_errors(resume(path))] == []


@pytest.mark.parametrize("path", [*PEOPLE, SAMPLES / "every-kind.yaml"], ids=lambda path: path.stem)
def test_every_text_of_an_entry_is_in_it(path: Path) -> None:
    found = letters(json.dumps(resume(path), ensure_ascii=False))
    labels = {"dateofbirth", "researchinterests"}
    typed = [str(value) for value in strings(profile.load(path).data["sections"])]
    assert [text for text in typed if letters(text) not in found and letters(text) not in labels] == []


def strings(data: Any) -> list[str]:
    """The texts that are typed in a profile, without their markup; titles of sections have no place in the format."""
    from cvgen.text import inline

    if isinstance(data, dict):
        hidden = {"kind", "priority", *(["title"] if "kind" in data or "sections" in data else [])}
        dates = {"startDate", "endDate", "date", "releaseDate"}
        return [text for key, value in data.items() if key not in hidden | dates for text in strings(value)]
    if isinstance(data, list):
        return [text for value in data for text in strings(value)]
    return [] if isinstance(data, bool) else [str(inline.parse(line)) for line in str(data).splitlines()]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"startDate": "2024-05", "endDate": "present"}, {"startDate": "2024-05"}),
        ({"startDate": "Jun 2023"}, {"startDate": "2023-06"}),
        ({"startDate": "Fall 2023"}, {"startDate": "2023", "startDateText": "Fall 2023"}),
        ({"date": "2023-2024 Fall"}, {"dateText": "2023-2024 Fall"}),
        ({"date": "2024"}, {"date": "2024"}),
    ],
)
def test_dates_have_the_form_that_the_schema_wants(typed: dict[str, str], expected: dict[str, str]) -> None:
    section = {"kind": "projects", "entries": [{"name": "One", **typed}]}
    assert to_json({"basics": {"name": "Ann"}, "sections": [section]})["projects"] == [{"name": "One", **expected}]


def test_roles_become_jobs_and_their_projects_projects() -> None:
    role = {"position": "Engineer", "projects": [{"name": "Linker"}]}
    job = {"name": "Corporation", "url": "https://example.com", "roles": [{"position": "Lead"}, role]}
    resume = to_json({"basics": {"name": "Ann"}, "sections": [{"kind": "experience", "entries": [job]}]})
    about = {"name": "Corporation", "url": "https://example.com"}
    assert resume["work"] == [about | {"position": "Lead"}, about | {"position": "Engineer"}]
    assert resume["projects"] == [{"entity": "Corporation", "name": "Linker"}]


def test_lists_in_lists_become_items_with_a_dash() -> None:
    items = ["**One**", {"label": "Two", "highlights": ["a", {"text": "b", "highlights": ["c"]}]}]
    section = {"kind": "projects", "entries": [{"name": "P", "highlights": items}]}
    resume = to_json({"basics": {"name": "Ann"}, "sections": [section]})
    assert resume["projects"][0]["highlights"] == ["One", "Two", "- a", "- b", "  - c"]
