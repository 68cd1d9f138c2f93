"""Tests that the guides list every option, font, language and command of a style, and no others."""

from __future__ import annotations

import re

import pytest

from cvgen.data import assets
from cvgen.look import fonts
from cvgen.steps import profile, source
from cvgen.text import language
from cvgen.validation import schemas
from tests.conftest import ROOT

DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
STYLES = (ROOT / "docs" / "styles.md").read_text(encoding="utf-8")
CVGEN_STY = (assets.STYLES / "shared" / "cvgen.sty").read_text(encoding="utf-8")


def in_table(text: str) -> list[str]:
    """Return the names in the first column of the tables of a guide."""
    return [name for cell in re.findall(r"^\| (.+?) \|", text, re.MULTILINE) for name in re.findall(r"`([^`]+)`", cell)]


def test_every_option_of_the_design_is_explained() -> None:
    options = list(schemas.profile()["$defs"]["design"]["properties"])
    assert [name for name in dict.fromkeys(in_table(DESIGN)) if name in options] == options


def test_every_pairing_of_fonts_is_listed() -> None:
    listed = re.findall(r"^\| `([\w-]+)` \| .+ \| fonts-.+ \|$", DESIGN, re.MULTILINE)
    assert listed == list(fonts.pairings())


def test_every_language_is_listed() -> None:
    there_are = re.search(r"^There are (.+?)\.$", DESIGN, re.MULTILINE)
    assert there_are is not None
    assert re.findall(r"`([\w-]+)`", there_are[1]) == language.names()


def test_every_command_that_a_style_must_define_is_explained() -> None:
    required = re.search(r"\\@for\\cv@name:=([\w,]+)\\do", CVGEN_STY)
    assert required is not None
    assert {rf"\cvStyle{name}" for name in required[1].split(",")} - set(in_table(STYLES)) == set()


@pytest.mark.parametrize("guide", [DESIGN, STYLES], ids=["design.md", "styles.md"])
def test_every_command_that_a_guide_names_exists(guide: str) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (assets.STYLES / "shared").glob("*.sty"))
    named = set(re.findall(r"\\(cv[A-Z]\w*)", guide))
    known = set(re.findall(r"\\(cv[A-Z]\w*)", sources))
    assert named - known == set()


def test_the_sample_of_the_gallery_has_a_section_of_every_kind() -> None:
    sample = profile.validate(source.read(ROOT / "docs" / "gallery" / "sample.yaml"))
    kinds = schemas.profile()["$defs"]["section"]["properties"]["kind"]["enum"]
    assert {section["kind"] for section in sample.data["sections"]} == set(kinds)
