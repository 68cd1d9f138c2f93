"""Variants: what their tags choose, with their limits; a variant that cannot be meant is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.steps import profile
from cvgen.steps.profile import overview
from cvgen.steps.source import parse

PROFILE = """
basics:
  name: Ada
  profiles: [{ network: GitHub, username: ada, tags: industry }, { network: ORCID, username: 0000-0002-1825-0097 }]
  label: Mathematician
sections:
  - kind: experience
    entries:
      - name: Corp
        tags: industry
        highlights: [kept, { text: cut, tags: academia }]
      - { name: Uni, tags: [academia, teaching] }
      - { name: Both }
  - title: Papers
    kind: publications
    tags: academia
    entries:
      - { name: Old, authors: [Ada], releaseDate: 1990 }
      - { name: New, authors: [Ada], releaseDate: 2024-05 }
      - { name: Newer, authors: [Ada], releaseDate: 2024-06 }
variants:
"""


def cut(variant: str, name: str = "it") -> Any:
    source = parse(f"{PROFILE}  {name}: {variant}\n", Path("ada.yaml"))
    return profile.validate(source, variant=name).data


def names(data: Any) -> list[list[str]]:
    return [[entry["name"] for entry in section["entries"]] for section in data["sections"]]


@pytest.mark.parametrize(
    ("variant", "kept"),
    [
        ("{ tags: industry }", [["Corp", "Both"]]),
        ("{ tags: [academia] }", [["Uni", "Both"], ["Old", "New", "Newer"]]),
        ("{ tags: { all: [academia, teaching] } }", [["Uni", "Both"]]),
        ("{ tags: { none: teaching } }", [["Corp", "Both"], ["Old", "New", "Newer"]]),
        ("{ tags: academia, limits: { publications: 1 } }", [["Uni", "Both"], ["Old"]]),
        ("{ tags: academia, limits: { Papers: { newest: 2 } } }", [["Uni", "Both"], ["New", "Newer"]]),
        ("{ tags: academia, limits: { publications: 0 } }", [["Uni", "Both"]]),
    ],
)
def test_a_variant_keeps_what_its_tags_and_limits_choose(variant: str, kept: list[list[str]]) -> None:
    assert names(cut(variant)) == kept


def test_without_tags_a_variant_wants_the_tag_of_its_name() -> None:
    assert names(cut("{ label: Engineer }", "industry")) == [["Corp", "Both"]]


def test_items_and_accounts_are_chosen_too_and_no_tag_is_left() -> None:
    data = cut("{ tags: industry }")
    assert data["sections"][0]["entries"][0] == {"name": "Corp", "highlights": ["kept"]}
    assert cut("{ tags: academia }")["basics"]["profiles"] == [{"network": "ORCID", "username": "0000-0002-1825-0097"}]
    assert "variants" not in data


def test_a_variant_has_its_own_headline_summary_and_design() -> None:
    data = cut("{ tags: industry, label: Engineer, summary: [One, Two], design: { size: 10 } }")
    assert (data["basics"]["label"], data["basics"]["summary"]) == ("Engineer", ["One", "Two"])
    assert data["design"] == {"size": "10"}


def test_what_stays_keeps_its_place() -> None:
    source = profile.validate(parse(f"{PROFILE}  it: {{ tags: academia }}\n", Path("ada.yaml")), variant="it").source
    pointer = ("sections", 0, "entries", 0, "name")
    assert source.spans[pointer].line == PROFILE[: PROFILE.index("Uni")].count("\n") + 1


@pytest.mark.parametrize(
    ("variant", "name", "message", "hint"),
    [
        ("{ tags: industri }", "it", 'nothing has the tag "industri"', 'did you mean "industry"?'),
        (
            "{ tags: { any: [industry], none: [x] } }",
            "it",
            'nothing has the tag "x"',
            "the tags are: academia, industry, teaching",
        ),
        ("{ tags: industry }", "its", 'the profile has no variant "its"', 'did you mean "it"?'),
        (
            "{ tags: { all: [industry, academia] }, limits: { experience: 0 } }",
            "it",
            'variant "it" leaves nothing of the sections',
            None,
        ),
    ],
)
def test_a_variant_that_cannot_be_meant_is_an_error(variant: str, name: str, message: str, hint: str | None) -> None:
    with pytest.raises(CvgenError) as raised:
        profile.validate(parse(f"{PROFILE}  it: {variant}\n", Path("ada.yaml")), variant=name)
    [problem] = raised.value.diagnostics
    assert problem.message == message
    assert hint in {None, problem.hint}


def test_an_overview_says_what_each_variant_keeps() -> None:
    source = parse(f"{PROFILE}  a: {{ tags: industry }}\n  b: {{ tags: academia }}\n", Path("ada.yaml"))
    shown = overview.of(profile.validate(source).source)
    kept = {row.text: (row.kept["a"], row.kept["b"]) for row in shown.rows}
    assert kept["Corp"] == (True, False)
    assert kept["cut"] == (False, False)
    assert kept["Papers"] == (False, True)
    assert kept["New"] == (False, True)
    assert kept["Both"] == (True, True)
    assert shown.counts == {"a": 4, "b": 7}
