"""The order, the titles and the columns of sections go by the design."""

from __future__ import annotations

import dataclasses
import re

import pytest

from cvgen.look import design, styles
from cvgen.look.design import Design
from cvgen.steps.document.model import Entry, Publication
from cvgen.steps.latex.sections import arrange
from cvgen.text import inline
from tests.steps.document.plain import built
from tests.steps.latex.sources import SECTIONS, tex_of


def titles(text: str) -> list[str]:
    return re.findall(r"\\cvSection\{\d\}\{(.+)\}", text)


@pytest.mark.parametrize(
    ("style", "order", "printed"),
    [
        ("classic", None, "Awards Schools Abroad Skills Education"),
        ("classic", "[education]", "Schools Abroad Education Awards Skills"),
        ("classic", "[skills, awards]", "Skills Awards Schools Abroad Education"),
        ("classic", "[EDUCATION]", "Education Awards Schools Abroad Skills"),
        ("classic", "[Skills, Schools]", "Skills Schools Abroad Awards Education"),
        ("classic", "[' skills ']", "Skills Awards Schools Abroad Education"),
        ("academic", None, "Awards Schools Abroad Skills Education"),
        ("academic", "[skills]", "Skills Awards Schools Abroad Education"),
    ],
)
def test_what_the_order_names_prints_first_and_the_rest_as_it_stands(
    style: str, order: str | None, printed: str
) -> None:
    chosen = f"design: {{ order: {order} }}\n" if order else ""
    assert titles(tex_of(SECTIONS + chosen, style).text) == printed.split()


@pytest.mark.parametrize("name", ["Schools", "Places"])
def test_a_section_with_a_new_title_answers_to_both(name: str) -> None:
    chosen = f"design: {{ order: [{name}], titles: {{ Schools: Places }} }}\n"
    assert titles(tex_of(SECTIONS + chosen).text) == ["Places", "Abroad", "Awards", "Skills", "Education"]


@pytest.mark.parametrize("name", ["Cafe\u0301", "Caf\u00e9", " CAF\u00c9"])
def test_a_title_is_the_same_however_unicode_spells_it(name: str) -> None:
    chosen = f"design: {{ order: ['{name}'] }}\n"
    text = SECTIONS.replace("title: Education", "title: Caf\u00e9")
    assert titles(tex_of(text + chosen).text)[0] == "Caf\u00e9"


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("skills: Tools", "Awards Schools Abroad Tools Education"),
        ("Awards: Prizes", "Prizes Schools Abroad Skills Education"),
        ("awards: Prizes", "Prizes Schools Abroad Skills Education"),
        ("abroad: Elsewhere", "Awards Schools Elsewhere Skills Education"),
        ("education: Studies", "Awards Schools Abroad Skills Studies"),
        ("Skills: '**50%**'", r"Awards Schools Abroad \cvStrong{50\%} Education"),
        ("skills: Tools, Schools: Studies", "Awards Studies Abroad Tools Education"),
    ],
)
def test_a_section_has_another_title_if_its_title_or_else_its_kind_is_given_one(given: str, printed: str) -> None:
    assert titles(tex_of(f"{SECTIONS}design: {{ titles: {{ {given} }} }}\n").text) == printed.split()


def test_a_section_without_a_title_gets_that_of_the_design() -> None:
    untitled = "basics: { name: Ada }\nsections: [{ kind: bullets, entries: [x] }]\n"
    assert titles(tex_of(untitled + "design: { titles: { bullets: More } }\n").text) == ["More"]


@pytest.mark.parametrize(
    ("style", "side", "aside", "main"),
    [
        ("classic", "[skills]", "", "Awards Schools Abroad Skills Education"),
        ("sidebar", "[skills]", "Skills", "Awards Schools Abroad Education"),
        ("sidebar", "[Education, awards]", "Awards Education", "Schools Abroad Skills"),
        ("sidebar", "[]", "", "Awards Schools Abroad Skills Education"),
    ],
)
def test_what_stands_at_the_side_does_so_where_there_is_a_column_for_it(
    style: str, side: str, aside: str, main: str
) -> None:
    text = tex_of(f"{SECTIONS}design: {{ side: {side} }}\n", style).text
    before, _, after = text.rpartition(r"\end{cvAside}")
    assert (titles(before), titles(after)) == (aside.split(), main.split())


def test_a_list_of_sections_counts_those_at_the_side_first() -> None:
    text = tex_of(f"{SECTIONS}design: {{ side: [skills] }}\n", "sidebar").text
    contents = re.findall(r"\\cvContentsLine\{(\d)\}\{(\w+)\}", text)
    assert contents == [("2", "Awards"), ("3", "Schools"), ("4", "Education")]


def designed(option: str) -> Design:
    key, value = option.split(": ")
    return design.resolve(styles.load("classic"), {key: value}, {})


LEADING = """
basics: { name: Ada }
sections:
  - kind: experience
    entries:
      - { name: Corp, url: https://example.com, position: Dev }
      - { name: Corp, position: Dev, lead: organization }
      - { name: Corp, roles: [{ position: Dev }] }
  - kind: education
    lead: organization
    entries: [{ institution: U, studyType: BA, area: Art, department: D }]
  - kind: education
    entries: [{ institution: U, studyType: BA, area: Art, department: D }]
"""


def test_what_leads_is_what_the_entry_the_section_or_the_design_wants() -> None:
    _, sections = arrange(built(LEADING).sections, designed("lead: position"))
    entries = [block for section in sections for block in section.blocks if isinstance(block, Entry)]
    assert [(str(each.title), list(map(str, each.subtitle))) for each in entries] == [
        ("Dev", ["Corp"]),
        ("Corp", ["Dev"]),
        ("Corp", []),
        ("U", ["BA", "Art", "D"]),
        ("BA, Art", ["U", "D"]),
    ]
    assert list(inline.urls(entries[0].subtitle[0])) == ["https://example.com"]


@pytest.mark.parametrize(
    ("lead", "shown"), [("position", "title"), ("title", "title"), ("organization", "authors"), ("authors", "authors")]
)
def test_titles_lead_publications_as_positions_lead_entries(lead: str, shown: str) -> None:
    text = f"basics: {{ name: Ada }}\nsections: [{{ kind: publications, lead: {lead}, entries: [{{ name: P }}] }}]"
    _, [section] = arrange(built(text).sections, designed("paper: a4"))
    assert [block.lead for block in section.blocks if isinstance(block, Publication)] == [shown]


@pytest.mark.parametrize(
    ("most", "me", "shown"),
    [
        (9, "D", ["A", "B", "C", "D", "E"]),
        (2, "A", ["A", "B", "et al."]),
        (2, "D", ["A", "B", "…", "D", "et al."]),
        (2, "C", ["A", "B", "C", "et al."]),
        (4, "E", ["A", "B", "C", "D", "E"]),
    ],
)
def test_of_many_authors_the_first_print_and_the_owner(most: int, me: str, shown: list[str]) -> None:
    text = f"basics: {{ name: {me} }}\nsections: [{{ kind: publications, entries: [{{ name: P, authors: [A, B, C, D, E] }}] }}]"
    look = dataclasses.replace(designed("paper: a4"), most_authors=most)
    _, [section] = arrange(built(text).sections, look)
    [block] = section.blocks
    assert isinstance(block, Publication)
    assert [str(author.name) for author in block.authors] == shown


@pytest.mark.parametrize(
    ("of_section", "of_design", "numbers"),
    [
        ("", "paper: a4", [0, 0]),
        ("", "numbering: descending", [2, 1]),
        ("numbering: ascending, ", "numbering: descending", [1, 2]),
    ],
)
def test_publications_have_the_numbers_that_are_wanted(of_section: str, of_design: str, numbers: list[int]) -> None:
    text = f"basics: {{ name: A }}\nsections: [{{ {of_section}kind: publications, entries: [{{ name: P }}, {{ name: Q }}] }}]"
    _, [section] = arrange(built(text).sections, designed(of_design))
    assert [getattr(block, "number", None) for block in section.blocks] == numbers
