"""What cvgen exports for other tools, it imports again with nothing lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cvgen.exporters.json_resume import to_json
from cvgen.importers import conversion
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from cvgen.steps import profile, source
from cvgen.text import inline
from tests.conftest import PEOPLE, SAMPLES
from tests.fakes import FakeEngine
from tests.importers.imports import imported, left_out


def exported(data: Any) -> Any:
    found = to_json(data)
    del found["$schema"]
    return found


@pytest.mark.parametrize("path", PEOPLE, ids=[path.stem for path in PEOPLE])
def test_a_profile_that_was_json_resume_says_the_same(path: Path) -> None:
    once = to_json(profile.validate(source.read(path)).data)
    made = imported(json.loads(json.dumps(once)))
    assert left_out(made) == ['"$schema" is not imported: it is about the file']
    del once["$schema"]
    assert exported(made.source.data) == once


def publications(data: Any) -> list[tuple[str, list[str], Any]]:
    """Return what BibTeX can say of the publications, without markup."""
    found = [entry for each in data["sections"] if each.get("kind") == "publications" for entry in each["entries"]]
    return [
        (
            str(inline.parse(entry["name"])),
            [str(inline.parse(each if isinstance(each, str) else each["name"])) for each in entry.get("authors", [])],
            [entry.get(key) for key in ("releaseDate", "doi", "arxiv", "url")],
        )
        for entry in found
    ]


@pytest.mark.parametrize("name", ["luning-wang", "runsheng-bai", "zhaofeng-sun", "every-kind"])
def test_publications_that_were_bibtex_say_the_same(name: str, tmp_path: Path) -> None:
    path = next(path for path in [*PEOPLE, SAMPLES / "every-kind.yaml"] if path.stem == name)
    result = rendering.render(Request(path, output_dir=tmp_path, formats=("bib",)), FakeEngine())
    again = conversion.convert(result.files[0]).source.data
    assert publications(again) == publications(profile.validate(source.read(path)).data)
