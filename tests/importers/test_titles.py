"""Titles of sections in all languages: what kind they stand for, and those of importers themselves."""

from __future__ import annotations

import pytest

from cvgen.importers import titles
from cvgen.text import language
from tests.importers.imports import sections


@pytest.mark.parametrize("tag", language.names())
def test_an_importers_own_titles_are_in_the_language_of_the_cv(tag: str) -> None:
    own = [titles.translated(title, tag) for title in ("Volunteering", "Affiliations", "Skills")]
    same = tag in {"en", "fr"}
    assert (own[0] != "Volunteering" or tag == "en", own[1] != "Affiliations" or same) == (True, True)
    assert own[2] == language.load(tag).sections["skills"]


@pytest.mark.parametrize("tag", ["de", "fr", "ja"])
def test_the_title_that_a_language_gives_a_kind_stands_for_it(tag: str) -> None:
    spoken = language.load(tag)
    kinds = ["education", "experience", "projects", "publications", "skills"]
    assert [titles.kind_of(spoken.sections[kind], tag) for kind in kinds] == kinds


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Professional Experience", "experience"),
        ("Work History:", "experience"),
        ("Technical Skills", "skills"),
        ("Honors & Awards", "awards"),
        ("Selected Publications", "publications"),
        ("Foreign Languages", "languages"),
        ("Miscellaneous", None),
    ],
)
def test_titles_in_english_stand_for_kinds(title: str, kind: str | None) -> None:
    assert titles.kind_of(title, None) == kind


def test_volunteering_in_a_german_file_has_a_german_title() -> None:
    summary = "Ich habe mit den Kindern und für die Stadt gearbeitet und das Team von Anfang an geleitet."
    data = {"basics": {"name": "Ada"}, "volunteer": [{"organization": "Heim", "summary": summary}]}
    assert sections(data)[0]["title"] == "Ehrenamt"
