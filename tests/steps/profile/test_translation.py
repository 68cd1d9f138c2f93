"""Translations: one text of several, by the language that was asked for, and what is not translated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cvgen.steps import profile
from cvgen.steps.profile import translation
from cvgen.steps.source import parse
from cvgen.text import language
from cvgen.validation import schemas

PROFILE = """
basics:
  name: { en: Ada Lovelace, zh-Hans: 阿达 }
  label: { en: Engineer, de: Ingenieurin }
  summary: { en: [One, Two], zh-Hans: 一 }
language: en
sections:
  - kind: experience
    entries: [{ name: Corp, position: Lead, highlights: [{ en: Did it, de: Tat es }, { text: { de: Nur Deutsch } }] }]
"""


def valid(tag: str | None) -> Any:
    return profile.validate(parse(PROFILE, Path("ada.yaml")), language=tag).data


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        (None, ["Ada Lovelace", "Engineer", "en", "Did it", "Nur Deutsch"]),
        ("de", ["Ada Lovelace", "Ingenieurin", "de", "Tat es", "Nur Deutsch"]),
        ("de-AT", ["Ada Lovelace", "Ingenieurin", "de-AT", "Tat es", "Nur Deutsch"]),
        ("zh-Hans", ["阿达", "Engineer", "zh-Hans", "Did it", "Nur Deutsch"]),
        ("zh", ["阿达", "Engineer", "zh", "Did it", "Nur Deutsch"]),
    ],
)
def test_each_text_is_in_the_language_or_in_the_profiles_own(tag: str | None, expected: list[str]) -> None:
    data = valid(tag)
    first, second = data["sections"][0]["entries"][0]["highlights"]
    assert [data["basics"]["name"], data["basics"]["label"], data["language"], first, second["text"]] == expected


def test_a_list_may_be_translated_as_a_whole() -> None:
    assert (valid(None)["basics"]["summary"], valid("zh-Hans")["basics"]["summary"]) == (["One", "Two"], "一")


def test_what_is_not_translated_is_listed_with_its_line() -> None:
    source = parse(PROFILE, Path("ada.yaml"))
    notes = [(each.message, each.span.line) for each in translation.untranslated(source, "de") if each.span]
    assert notes == [('"name" has no de', 3), ('"summary" has no de', 5), ('"position" has no de', 9)]


def test_the_languages_of_a_profile_are_those_of_its_texts() -> None:
    assert translation.languages(parse(PROFILE, Path("ada.yaml"))) == ["en", "zh-Hans", "de"]


def test_no_field_is_the_tag_of_a_language() -> None:
    assert not {tag.partition("-")[0] for tag in language.names()} & schemas.property_names()
