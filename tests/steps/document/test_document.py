"""Step 3: the sections of a document, the places of its nodes, and its language."""

from __future__ import annotations

import pytest

from cvgen.diagnostics import Span
from cvgen.steps.document import walk
from cvgen.steps.document.model import Entry, Line
from cvgen.steps.document.phrases import shown_when
from tests.steps.document.plain import ENGLISH, PATH, built, items, plain, section


def test_sections_keep_their_order_and_their_titles_and_nest() -> None:
    text = """
      basics: { name: Ada }
      sections:
        - { title: "*Zeta*", sections: [{ title: Inner, summary: Words, sections: [{ title: Innermost }] }] }
        - { title: Alpha, kind: bullets, entries: [x] }
    """
    innermost = {"title": "Innermost", "named": True, "level": 3}
    assert plain(built(text).sections) == [
        {
            "title": "Zeta",
            "named": True,
            "level": 1,
            "sections": [{"title": "Inner", "named": True, "level": 2, "summary": ["Words"], "sections": [innermost]}],
        },
        {"title": "Alpha", "named": True, "level": 1, "kind": "bullets", "blocks": [{"items": items("x")}]},
    ]


@pytest.mark.parametrize(
    ("kind", "entry", "title"),
    [
        ("skills", "{ name: C }", "Skills"),
        ("bullets", "x", None),
        ("numbered", "x", None),
        ("table", "{ label: A, value: B }", None),
    ],
)
def test_a_kind_gives_its_title_if_it_says_what_is_in_it(kind: str, entry: str, title: str | None) -> None:
    text = f"basics: {{ name: Ada }}\nsections: [{{ kind: {kind}, entries: [{entry}] }}]\n"
    found = built(text).sections[0].title
    assert (str(found) if found else None) == title


def test_a_profile_may_have_no_sections() -> None:
    assert built("basics: { name: Ada }").sections == ()


@pytest.mark.parametrize(
    ("author", "notes"),
    [
        ("{ name: G }", []),
        ("{ name: G, equalContribution: true }", ["* equal contribution"]),
        ("{ name: G, corresponding: true }", ["† corresponding author"]),
        (
            "{ name: G, corresponding: true, equalContribution: true }",
            ["* equal contribution", "† corresponding author"],
        ),
    ],
)
def test_a_section_explains_the_marks_in_it(author: str, notes: list[str]) -> None:
    assert [str(note) for note in section("publications", f"- {{ name: P, authors: [{author}] }}").notes] == notes


# --- texts and places -----------------------------------------------------------------------------


def test_markup_is_read_where_people_write_and_nowhere_else() -> None:
    text = "basics: { name: '**A**', email: '*a*@b.org', url: 'https://a.org/*b*' }"
    found = [str(each) for each in walk.texts(built(text))]
    assert found == ["A", "*a*@b.org", "a.org/*b*"]


def test_a_text_knows_the_place_that_it_comes_from() -> None:
    text = "basics:\n  name: Ada\n  summary:\n  - One\n  - Two\n  phone: [1, 2]\n"
    spans = {str(each): each.span for each in walk.texts(built(text))}
    places = {"Ada": (2, 9), "One": (4, 5), "Two": (5, 5), "1": (6, 11), "2": (6, 14)}
    assert spans == {word: Span(PATH, *place) for word, place in places.items()}


def test_a_block_knows_the_place_that_it_comes_from() -> None:
    awards = section("awards", "- { title: A }\n- title: B\n")
    assert awards.span == Span(PATH, 3, 3)
    assert [each.span for each in awards.blocks if isinstance(each, Line)] == [
        Span(PATH, 6, 5),
        Span(PATH, 7, 5),
    ]


# --- the language ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("tag", "title"), [("en", "Education"), ("de", "Ausbildung"), ("zh-Hans", "教育经历")])
def test_a_section_without_a_title_has_its_kinds_in_the_language(tag: str, title: str) -> None:
    text = "sections: [{ kind: education, entries: [{ institution: U }] }]"
    [only] = built(f"basics: {{ name: Ada }}\nlanguage: {tag}\n{text}").sections
    assert (str(only.title), only.named) == (title, False)


def test_what_the_author_left_unsaid_is_said_in_the_language() -> None:
    text = """
      basics: { name: Ada, birthDate: 1815-05-10 }
      language: de
      sections: [{ kind: education, entries: [{ institution: U, startDate: 2021-05, score: 1.0 }] }]
    """
    whole = built(text)
    assert [str(each) for each in walk.texts(whole.person.facts)] == ["Geburtsdatum", "10. Mai 1815"]
    [entry] = whole.sections[0].blocks
    assert isinstance(entry, Entry)
    assert [str(fact.label) for fact in entry.facts] == ["Note"]
    assert [str(shown_when(when, whole.language)) for when in entry.when] == ["Mai 2021 – heute"]


def test_a_profile_that_names_no_language_is_in_english() -> None:
    assert built("basics: { name: Ada }").language is ENGLISH


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("title: Mine, ", ("Mine", True)),
        ("", ("Skills", False)),
        ("title: false, ", (None, True)),
        ('title: "", ', (None, True)),
    ],
)
def test_a_section_has_the_authors_title_or_that_of_its_kind_or_none(
    title: str, shown: tuple[str | None, bool]
) -> None:
    text = f"basics: {{ name: Ada }}\nsections: [{{ {title}kind: skills, entries: [{{ name: A }}] }}]"
    [section] = built(text).sections
    assert (str(section.title) if section.title else None, section.named) == shown


LABELLED = """
language: de
basics: { name: Ada, birthDate: 1990 }
design: { labels: { advisor: Mentor, birthDate: Born, rank: false } }
sections:
  - kind: education
    labels: { advisor: Under }
    entries: [{ institution: U, advisor: [A, B], rank: Top, thesis: T }]
    sections: [{ kind: education, entries: [{ institution: V, advisor: C }] }]
  - { kind: education, entries: [{ institution: W, advisor: D }] }
"""


def test_labels_are_those_of_the_section_or_of_the_design_or_of_the_language() -> None:
    document = built(LABELLED)
    entries = [node for node in walk.nodes(document.sections) if isinstance(node, Entry)]
    facts = [[(str(fact.label), str(fact.values[0])) for fact in each.facts] for each in entries]
    assert facts == [[("Under", "A"), ("Abschlussarbeit", "T"), ("None", "Top")], [("Under", "C")], [("Mentor", "D")]]
    assert str(document.person.facts[0].label) == "Born"
