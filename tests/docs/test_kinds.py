"""docs/kinds.md says what pages print: it is what ``make kinds`` writes, and its texts are on the page."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest

from cvgen.validation import schemas
from tests.conftest import ROOT, SAMPLES, STYLES, Render
from tests.end_to_end.extraction import EXTRACTORS

PAGE = ROOT / "docs" / "kinds.md"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kinds", ROOT / "docs" / "kinds.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_as_it_is_made() -> None:
    assert PAGE.read_text(encoding="utf-8") == script().page()


def test_every_field_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for rule in schemas.profile()["$defs"]["section"]["allOf"]:
        kind = rule["if"]["properties"]["kind"]["const"]
        entry = schemas.profile()["$defs"][rule["then"]["properties"]["entries"]["items"]["$ref"].rpartition("/")[2]]
        [part] = re.findall(rf"^## {kind}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        fields = re.findall(r"^(?:\| |- )`(\w+)`", part, re.MULTILINE)
        assert sorted(fields) == sorted(entry.get("properties", ()))


@pytest.mark.parametrize("style", STYLES)
def test_what_the_page_shows_is_printed(rendered: Render, style: str) -> None:
    text = _words(EXTRACTORS["pypdfium2"](rendered(SAMPLES / "every-kind.yaml", style).pdf))
    shown = re.findall(
        r"^\| `(\w+)` \| (?!.*links to it).*? \| (.*?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    more = str(script()._MORE)
    missing = [(field, each) for field, each in shown if each not in more and _words(each.rstrip("…")) not in text]
    assert [
        pair for pair in missing if not re.search(r"20\d\d|, |; ", pair[1])
    ] == []  # of fields that are joined otherwise


def _words(text: str) -> str:
    return re.sub(r"[^\w]", "", text)
