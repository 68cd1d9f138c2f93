"""What cvgen exports for other tools, it imports again with nothing lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cvgen.exporters.json_resume import to_json
from cvgen.steps import profile, source
from tests.conftest import PEOPLE
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
