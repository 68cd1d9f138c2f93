"""The language of a file is told by its script and its words, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.importers import languages
from cvgen.importers.node import Reading
from cvgen.steps import source
from cvgen.steps.source import Source
from tests.conftest import SAMPLES

ROOT = Reading(Source(Path("x"), {}, {}, {})).root
SPOKEN = sorted((SAMPLES / "languages").glob("*.yaml"))


@pytest.mark.parametrize("path", SPOKEN, ids=[path.stem for path in SPOKEN])
def test_the_sample_of_each_language_is_known(path: Path) -> None:
    data = source.read(path).data
    expected = {"zh-Hans": "zh-Hans", "pt-BR": "pt"}.get(path.stem, path.stem)
    found = languages.detect(data, ROOT)
    assert str(found or "en").removesuffix("-BR") == expected


@pytest.mark.parametrize("text", ["", "C++ Python", "Managed a team of five in the mill and on the road", "und"])
def test_english_and_what_does_not_tell_have_no_tag(text: str) -> None:
    assert languages.detect({"a": text}, ROOT) is None
