"""The example of the guide to imports is what cvgen does, and the guide lists every format."""

from __future__ import annotations

import re
from pathlib import Path

from cvgen.importers import conversion, table
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_is_imported_as_shown(tmp_path: Path) -> None:
    path = tmp_path / "resume.json"
    path.write_text(example("json"), encoding="utf-8")
    made = conversion.convert(path)
    assert made.to_yaml(keep_unknown=True) == example("yaml")
    assert "".join(f"{each}\n" for each in made.report).replace(f"{tmp_path}/", "") == example("text")


def test_every_format_is_listed() -> None:
    assert re.findall(r"^\| .+? \| `(\w[\w-]+)` \|", GUIDE, re.MULTILINE) == list(table.IMPORTERS)
