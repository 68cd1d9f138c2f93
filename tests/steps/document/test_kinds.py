"""Step 3: eighteen kinds of section become six kinds of block.

That no field of the schema is dropped on the way is tested in tests/schema.
"""

from __future__ import annotations

from typing import Any

import pytest

from cvgen.steps.document.model import Entry, Publication
from tests.steps.document.plain import block, items, plain, section


@pytest.mark.parametrize(
    ("kind", "entry", "shown"),
    [
        pytest.param(
            "education",
            "institution: U, url: 'https://u.org', studyType: B.Sc., area: Looms, department: School of Looms, location: Oslo, "
            "advisor: A, team: [B, C], thesis: T, score: 3.9, summary: S, highlights: [H]",
            {
                "kind": "education",
                "title": "U",
                "url": "https://u.org",
                "subtitle": ["B.Sc.", "Looms", "School of Looms"],
                "location": "Oslo",
                "facts": [
                    {"label": "Advisor", "values": ["A"]},
                    {"label": "Team", "values": ["B", "C"]},
                    {"label": "Thesis", "values": ["T"]},
                    {"label": "Grade", "values": ["3.9"]},
                ],
                "summary": ["S"],
                "bullets": items("H"),
            },
            id="education",
        ),
        pytest.param(
            "experience",
            "name: Lab, position: Engineer, description: A lab., motivation: M, contributions: [C], keywords: [K, L], "
            "roles: [{ position: Lead, advisor: [A, B], projects: [{ name: P }] }], projects: [{ name: Q }]",
            {
                "kind": "experience",
                "title": "Lab",
                "subtitle": ["Engineer"],
                "description": ["A lab."],
                "facts": [{"label": "Keywords", "values": ["K", "L"]}],
                "motivation": ["M"],
                "contributions": items("C"),
                "entries": [
                    {
                        "kind": "role",
                        "title": "Lead",
                        "facts": [{"label": "Advisors", "values": ["A", "B"]}],
                        "entries": [{"kind": "project", "title": "P"}],
                    },
                    {"kind": "project", "title": "Q"},
                ],
            },
            id="experience",
        ),
        pytest.param(
            "projects",
            "name: P, roles: [R, S], entity: E, type: Course project, projects: [{ name: Part }]",
            {
                "kind": "project",
                "title": "P",
                "subtitle": ["R", "S", "E", "Course project"],
                "entries": [{"kind": "project", "title": "Part"}],
            },
            id="projects",
        ),
        pytest.param(
            "publications",
            "name: P, authors: [G. Example], publisher: J 3(2), status: accepted, releaseDate: 2024-10, award: Best paper",
            {
                "title": "P",
                "authors": [{"name": "G. Example"}],
                "venue": ["J 3(2)"],
                "status": "accepted",
                "when": ["Oct 2024"],
                "award": "Best paper",
            },
            id="publications",
        ),
        pytest.param(
            "patents",
            "name: P, inventors: [Ada Example], office: EPO, number: EP 1, status: granted, date: 2023",
            {
                "title": "P",
                "authors": [{"name": "Ada Example", "me": True}],
                "venue": ["EPO", "EP 1"],
                "status": "granted",
                "when": ["2023"],
            },
            id="patents",
        ),
        pytest.param(
            "awards",
            "title: Prize, awarder: A, location: Oslo, amount: 5 NOK, rank: { name: GPA, position: 1, of: 80 }, date: 2022-2023",
            {"kind": "award", "title": "Prize", "notes": ["A", "Oslo", "5 NOK", "GPA: 1 of 80"], "when": ["2022–2023"]},
            id="awards",
        ),
        pytest.param(
            "skills",
            "name: Tools, level: fluent, keywords: [Git, Make], summary: And more.",
            {"facts": [{"label": "Tools (fluent)", "values": ["Git, Make", "And more."]}]},
            id="skills",
        ),
        pytest.param(
            "interests",
            "name: Games, keywords: ['Go, or Weiqi', Chess]",
            {"facts": [{"label": "Games", "values": ["Go, or Weiqi; Chess"]}]},
            id="interests",
        ),
        pytest.param(
            "languages",
            "language: English, fluency: C1, scores: [{ name: TOEFL, score: 102, scale: 120, date: 2021 }], summary: S",
            {"kind": "language", "title": "English", "notes": ["C1", "TOEFL: 102/120, 2021"], "summary": ["S"]},
            id="languages",
        ),
        pytest.param(
            "scores",
            "name: GRE, score: 330, scale: 340, parts: [{ name: Verbal, score: 160 }, { name: Writing, score: 4 }], date: 2021",
            {"kind": "score", "title": "GRE", "notes": ["330/340", "Verbal 160", "Writing 4"], "when": ["2021"]},
            id="scores",
        ),
        pytest.param(
            "certificates",
            "name: C, issuer: Board, identifier: X-1, date: 2023-04, url: 'https://c.org'",
            {
                "kind": "certificate",
                "title": "C",
                "url": "https://c.org",
                "notes": ["Board", "X-1"],
                "when": ["Apr 2023"],
            },
            id="certificates",
        ),
        pytest.param(
            "talks",
            "name: T, type: Poster, event: Conf, location: { city: Oslo, countryCode: NO }, highlights: [H]",
            {"kind": "talk", "title": "T", "notes": ["Poster", "Conf", "Oslo, Norway"], "bullets": items("H")},
            id="talks",
        ),
        pytest.param(
            "courses",
            "name: C, code: 101, institution: U, score: A, startDate: 2021, endDate: 2022",
            {"kind": "course", "title": "C", "notes": ["101", "U", "A"], "when": ["2021–2022"]},
            id="courses",
        ),
        pytest.param(
            "references",
            "name: G, position: Professor, organization: U, relation: advisor, email: g@u.org, phone: n/a, reference: [One., Two.]",
            {
                "kind": "reference",
                "title": "G",
                "subtitle": ["Professor", "U", "advisor"],
                "facts": [{"label": "E-mail", "values": ["g@u.org"]}, {"label": "Phone", "values": ["n/a"]}],
                "summary": ["One.", "Two."],
            },
            id="references",
        ),
        pytest.param(
            "table",
            "label: Countries, value: [18, more]",
            {"facts": [{"label": "Countries", "values": ["18", "more"]}], "table": True},
            id="table",
        ),
    ],
)
def test_an_entry_of_each_kind_becomes_a_block(kind: str, entry: str, shown: dict[str, Any]) -> None:
    assert block(kind, entry) == shown


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("text", [{"text": "One."}, {"text": "Two."}, {"text": "Three."}]),
        ("bullets", [{"items": items("One.", "Two.\nThree.")}]),
        ("numbered", [{"items": items("One.", "Two.\nThree."), "numbered": True}]),
    ],
)
def test_texts_become_paragraphs_or_one_list(kind: str, shown: list[Any]) -> None:
    assert plain(section(kind, '- One.\n- "Two.\\n\\nThree."').blocks) == shown


def test_an_item_has_a_label_a_date_and_items_below_it() -> None:
    item = "label: L, text: T, date: 2024, highlights: [A, { text: B, highlights: [C] }], contributions: [D]"
    assert block("bullets", item)["items"] == [
        {
            "label": "L",
            "text": "T",
            "when": ["2024"],
            "bullets": [{"text": "A"}, {"text": "B", "bullets": items("C")}],
            "numbers": items("D"),
        }
    ]


@pytest.mark.parametrize(
    ("fields", "fact"),
    [
        ("grades: [{ score: 3.90, scale: 4.0 }]", {"label": "Grade", "values": ["3.90/4.0"]}),
        ("grades: [{ name: GPA, score: 90 }]", {"label": "GPA", "values": ["90"]}),
        (
            "grades: [{ score: 90, rank: { name: R, position: 2, of: 79 } }]",
            {"label": "Grade", "values": ["90 (R: 2 of 79)"]},
        ),
        ("grades: [{ score: 90, rank: Top 3% }]", {"label": "Grade", "values": ["90 (Top 3%)"]}),
        ("rank: Top 3%", {"label": "Rank", "values": ["Top 3%"]}),
        ("rank: { position: 2, of: 79 students }", {"label": "Rank", "values": ["2 of 79 students"]}),
        ("rank: { name: GPA ranking, position: 2, of: 79 }", {"label": "GPA ranking", "values": ["2 of 79"]}),
        (
            "scores: [{ name: GRE, score: 330, parts: [{ name: V, score: 160 }] }]",
            {"label": "GRE", "values": ["330 (V 160)"]},
        ),
        (
            "scores: [{ name: GRE, parts: [{ name: V, score: 1 }, { name: Q, score: 2 }] }]",
            {"label": "GRE", "values": ["V 1", "Q 2"]},
        ),
        ("scores: [{ name: GRE, date: 2021-09, summary: S }]", {"label": "GRE", "values": ["Sep 2021", "S"]}),
        ("advisor: [A, B]", {"label": "Advisors", "values": ["A", "B"]}),
    ],
)
def test_a_fact_of_an_education(fields: str, fact: dict[str, Any]) -> None:
    assert block("education", f"institution: U, {fields}")["facts"] == [fact]


def test_courses_with_short_remarks_are_a_fact() -> None:
    entry = "institution: U, coursesTitle: Core, courses: [Algebra, { name: Logic, code: 101, score: A, summary: best of 80 }]"
    assert block("education", entry)["facts"] == [
        {"label": "Core", "values": ["Algebra", "Logic (101, A, best of 80)"]}
    ]


def test_courses_with_a_story_are_a_list() -> None:
    story = "Wrote a compiler for looms, and a loom for compilers, from scratch."
    entry = f"institution: U, courses: [Algebra, {{ name: Logic, score: A, summary: '{story}' }}], highlights: [H]"
    told = {"label": "Courses", "bullets": [{"text": "Algebra"}, {"label": "Logic (A)", "text": story}]}
    assert block("education", entry) == {"kind": "education", "title": "U", "bullets": [told, *items("H")]}


@pytest.mark.parametrize(
    ("author", "shown"),
    [
        ("Ada Example", {"name": "Ada Example", "me": True}),
        ("'*ada* EXAMPLE'", {"name": "ada EXAMPLE", "me": True}),
        ("A. Example", {"name": "A. Example", "me": True}),
        ("B. Example", {"name": "B. Example"}),
        ("{ name: A. Example, me: true }", {"name": "A. Example", "me": True}),
        ("{ name: Ada Example }", {"name": "Ada Example", "me": True}),
        ("{ name: Ada Example, me: false }", {"name": "Ada Example"}),
        (
            "{ name: G, equalContribution: true, corresponding: true }",
            {"name": "G", "equal": True, "corresponding": True},
        ),
    ],
)
def test_an_author_is_picked_out_and_marked(author: str, shown: dict[str, Any]) -> None:
    assert block("publications", f"name: P, authors: [{author}]")["authors"] == [shown]


@pytest.mark.parametrize(
    ("fields", "title_url", "identifiers"),
    [
        ("doi: 10.1000/182", "https://doi.org/10.1000/182", [("doi:10.1000/182", "https://doi.org/10.1000/182")]),
        (
            "doi: 10.1000/a%b#c",
            "https://doi.org/10.1000/a%25b%23c",
            [("doi:10.1000/a%b#c", "https://doi.org/10.1000/a%25b%23c")],
        ),
        (
            "arxiv: 2506.15251",
            "https://arxiv.org/abs/2506.15251",
            [("arXiv:2506.15251", "https://arxiv.org/abs/2506.15251")],
        ),
        (
            "url: 'https://a.org', arxiv: cs/0101001v2",
            "https://a.org",
            [("arXiv:cs/0101001v2", "https://arxiv.org/abs/cs/0101001v2")],
        ),
        ("url: 'https://a.org'", "https://a.org", []),
        ("status: accepted", None, []),
    ],
)
def test_a_publication_leads_to_itself(fields: str, title_url: str | None, identifiers: list[tuple[str, str]]) -> None:
    [paper] = section("publications", f"- {{ name: P, {fields} }}").blocks
    assert isinstance(paper, Publication)
    assert (paper.url, [(str(each.text), each.url) for each in paper.identifiers]) == (title_url, identifiers)


def test_a_referees_address_is_a_link_even_in_the_middle_of_text() -> None:
    [entry] = section("references", "- { name: G, email: g@u.org }").blocks
    assert isinstance(entry, Entry)
    assert entry.facts[0].values[0].has_link
