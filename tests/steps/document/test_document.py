"""Step 3: twenty kinds of entry become a few kinds of thing.

That no field of the schema is dropped on the way is tested in tests/schema.
"""

from __future__ import annotations

import dataclasses
import enum
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from cvgen.diagnostics import Span
from cvgen.steps import document, profile, source
from cvgen.steps.document import Document, Section, When
from cvgen.text import dates, language
from cvgen.text.dates import Date, DateRange
from cvgen.text.inline import Text

PATH = Path("cv/ada.yaml")
ENGLISH = language.load("en")


def built(text: str) -> Document:
    return document.build(profile.validate(source.parse(text, PATH)))


def person(basics: str) -> Any:
    return plain(built(f"basics:\n  name: Ada Example\n{indent(basics, '  ')}\n").person)


def section(kind: str, entries: str) -> Section:
    """A section with the entries, given as the items of a YAML list."""
    text = (
        f"basics: {{ name: Ada Example }}\nsections:\n- title: T\n  kind: {kind}\n  entries:\n{indent(entries, '  ')}\n"
    )
    return built(text).sections[0]


def block(kind: str, entry: str) -> Any:
    [only] = section(kind, f"- {{ {entry} }}").blocks
    return plain(only)


def plain(node: Any) -> Any:
    """A node as dicts, lists and texts, without places and without what is empty."""
    if isinstance(node, When):
        return str(document.shown_when(node, ENGLISH))
    if isinstance(node, Text | Path | enum.Enum):
        return str(node)
    if isinstance(node, tuple):
        return [plain(part) for part in node]
    if not dataclasses.is_dataclass(node):
        return node
    fields = {
        field.name: plain(getattr(node, field.name)) for field in dataclasses.fields(node) if field.name != "span"
    }
    return {name: value for name, value in fields.items() if value not in (None, [], False)}


def items(*texts: str) -> list[dict[str, str]]:
    return [{"text": text} for text in texts]


# --- the person -----------------------------------------------------------------------------------


def test_the_person_has_what_the_head_of_a_cv_shows() -> None:
    assert person("nativeName: 阿达\nlabel: Engineer\nsummary: Writes **compilers**.") == {
        "name": "Ada Example",
        "native_name": "阿达",
        "label": "Engineer",
        "summary": ["Writes compilers."],
    }


def test_a_photo_lies_relative_to_the_profile(tmp_path: Path) -> None:
    (tmp_path / "ada.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    read = source.parse("basics: { name: Ada, image: ada.png }", tmp_path / "ada.yaml")
    assert document.build(profile.validate(read)).person.image == tmp_path / "ada.png"


@pytest.mark.parametrize(
    ("basics", "contact"),
    [
        ("location: Oslo", {"kind": "location", "text": "Oslo"}),
        ("email: a@b.org", {"kind": "email", "text": "a@b.org", "url": "mailto:a@b.org"}),
        ("phone: +1 (555) 01-00", {"kind": "phone", "text": "+1 (555) 01-00", "url": "tel:+15550100"}),
        ("phone: +44 (0)20 555", {"kind": "phone", "text": "+44 (0)20 555", "url": "tel:+4420555"}),
        ("phone: 555 0100 ext. 12", {"kind": "phone", "text": "555 0100 ext. 12"}),
        ("phone: on request", {"kind": "phone", "text": "on request"}),
        ("url: https://www.a.org/", {"kind": "url", "text": "a.org", "url": "https://www.a.org/"}),
        ("url: HTTP://a.org/b_c", {"kind": "url", "text": "a.org/b_c", "url": "HTTP://a.org/b_c"}),
    ],
)
def test_a_contact_has_its_text_and_what_a_click_opens(basics: str, contact: dict[str, str]) -> None:
    assert person(basics)["contacts"] == [contact]


@pytest.mark.parametrize(
    ("account", "network", "text", "url"),
    [
        ("network: GitHub, username: ada", "GitHub", "ada", "https://github.com/ada"),
        ("network: github, username: ada", "github", "ada", "https://github.com/ada"),
        ("network: ORCID, username: 0000-0002", "ORCID", "0000-0002", "https://orcid.org/0000-0002"),
        ("network: Google Scholar, username: x", "Google Scholar", "x", "https://scholar.google.com/citations?user=x"),
        ("network: Medium, username: a b&c", "Medium", "a b&c", "https://medium.com/@a%20b%26c"),
        ("network: GitHub, username: ada, url: 'https://a.org'", "GitHub", "ada", "https://a.org"),
        ("network: GitHub, url: 'https://github.com/ada/'", "GitHub", "github.com/ada", "https://github.com/ada/"),
        ("network: Wiki, username: 'https://a.org/'", "Wiki", "a.org", "https://a.org/"),
        ("network: Wiki, username: ada", "Wiki", "ada", None),
    ],
)
def test_an_account_leads_to_its_page(account: str, network: str, text: str, url: str | None) -> None:
    [contact] = built(f"basics: {{ name: Ada, profiles: [{{ {account} }}] }}").person.contacts
    expected = (document.Kind.PROFILE, network, text, url)
    assert (contact.kind, str(contact.network), str(contact.text), contact.url) == expected


def test_contacts_come_in_one_order() -> None:
    basics = (
        "url: https://a.org\nprofiles: [{ network: X, username: a }]\nphone: [1, 2]\nemail: [a@b, c@d]\nlocation: Oslo"
    )
    texts = [contact["text"] for contact in person(basics)["contacts"]]
    assert texts == ["Oslo", "a@b", "c@d", "1", "2", "a.org", "a"]


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("Oslo", "Oslo"),
        ("{ city: Ithaca, region: NY, countryCode: US }", "Ithaca, NY, US"),
        (
            "{ countryCode: US, postalCode: 14850, region: NY, city: Ithaca, address: 1 A St }",
            "1 A St, Ithaca, NY 14850, US",
        ),
        ("{ countryCode: NO }", "NO"),
    ],
)
def test_a_place_reads_from_the_near_to_the_far(location: str, shown: str) -> None:
    assert person(f"location: {location}")["contacts"] == [{"kind": "location", "text": shown}]


@pytest.mark.parametrize(
    ("basics", "fact"),
    [
        ("birthDate: 1815-12-10", {"label": "Date of birth", "values": ["Dec 10, 1815"]}),
        ("researchInterests: Compilers", {"label": "Research interests", "values": ["Compilers"]}),
        ("researchInterests: [Compilers, Looms]", {"label": "Research interests", "values": ["Compilers", "Looms"]}),
    ],
)
def test_a_fact_of_the_person_has_a_label(basics: str, fact: dict[str, Any]) -> None:
    assert person(basics)["facts"] == [fact]


@pytest.mark.parametrize(
    ("epigraph", "shown"),
    [
        ("Festina lente", {"epigraph": ["Festina lente"]}),
        ("{ text: Festina lente, source: Augustus }", {"epigraph": ["Festina lente"], "epigraph_source": "Augustus"}),
        ("{ text: [One, two] }", {"epigraph": ["One", "two"]}),
    ],
)
def test_an_epigraph_has_lines_and_a_source(epigraph: str, shown: dict[str, Any]) -> None:
    assert person(f"epigraph: {epigraph}") == {"name": "Ada Example", **shown}


@pytest.mark.parametrize(
    "summary",
    [
        "[One two., Three.]",
        '"One\\ntwo.\\n\\nThree."',
        '"\\n\\nOne two.\\n \\t\\n\\n\\nThree.\\n"',
        "|\n  One\n  two.\n\n  Three.",
    ],
)
def test_a_list_or_blank_lines_make_paragraphs(summary: str) -> None:
    assert person(f"summary: {summary}")["summary"] == ["One two.", "Three."]


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "when"),
    [
        ("startDate: 2021-09, endDate: 2025-07", ["Sep 2021 – Jul 2025"]),
        ("startDate: 2021, endDate: 2025", ["2021–2025"]),
        ("startDate: 2021, endDate: 2025-07", ["2021 – Jul 2025"]),
        ("startDate: 2021-09, endDate: 2021-09", ["Sep 2021"]),
        ("startDate: Fall 2021, endDate: 2022 Spring", ["Fall 2021 – Spring 2022"]),
        ("startDate: 2021-09", ["Sep 2021 – Present"]),
        ("startDate: 2021-09, endDate: present", ["Sep 2021 – Present"]),
        ("startDate: 2021-09, endDate: Present", ["Sep 2021 – Present"]),
        ("startDate: 2021-09, endDate: 2025-07, expected: true", ["Sep 2021 – Jul 2025 (expected)"]),
        ("startDate: 2021, endDate: 2025, expected: true", ["2021–2025 (expected)"]),
        ("startDate: 2021-09, endDate: 2025-07, expected: false", ["Sep 2021 – Jul 2025"]),
        ("endDate: 2025-07", ["Jul 2025"]),
        ("endDate: 2025-07, expected: true", ["Jul 2025 (expected)"]),
        ("endDate: present", ["Present"]),
        ("date: 2024-05-17", ["May 17, 2024"]),
        ("date: 2022-2023", ["2022–2023"]),
        ("date: 2023-2024 **Fall**", ["2023-2024 Fall"]),
        ("date: [2022-2023, { startDate: 2024-01, endDate: present }]", ["2022–2023", "Jan 2024 – Present"]),
        ("date: [{ startDate: 2024, endDate: 2025, expected: true }]", ["2024–2025 (expected)"]),
        ("startDate: 2021-09, endDate: 2025-07, date: on leave in 2023", ["Sep 2021 – Jul 2025", "on leave in 2023"]),
    ],
)
def test_dates_of_an_entry(fields: str, when: list[str]) -> None:
    assert block("education", f"institution: U, {fields}")["when"] == when


def test_dates_stay_dates_for_whoever_wants_to_sort_or_to_write_them_otherwise() -> None:
    [line] = section("awards", "- { title: A, date: [2024-05, 2022-2023, then] }").blocks
    assert isinstance(line, document.Line)
    first, second, third = (when.value for when in line.when)
    assert (first, second, str(third)) == (Date(2024, 5), DateRange(Date(2022), Date(2023)), "then")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (dates.parse_date("2024-05"), "May 2024"),
        (DateRange(Date(2021, 9), None), "Sep 2021 – Present"),
        (DateRange(Date(2021), Date(2021)), "2021"),
        (DateRange(Date(2021), None, expected=True), "2021 – Present (expected)"),
    ],
)
def test_a_date_as_it_prints(value: Date | DateRange, shown: str) -> None:
    assert str(document.shown_when(When(value), ENGLISH)) == shown


# --- sections -------------------------------------------------------------------------------------


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


def test_a_profile_may_have_no_sections() -> None:
    assert built("basics: { name: Ada }").sections == ()


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
            {"kind": "talk", "title": "T", "notes": ["Poster", "Conf", "Oslo, NO"], "bullets": items("H")},
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
        ("bullets", [{"items": items("One.", "Two. Three.")}]),
        ("numbered", [{"items": items("One.", "Two. Three."), "numbered": True}]),
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


# --- parts of entries -----------------------------------------------------------------------------


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
        ("A. Example", {"name": "A. Example"}),
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
    assert isinstance(paper, document.Publication)
    assert (paper.url, [(str(each.text), each.url) for each in paper.identifiers]) == (title_url, identifiers)


def test_a_referees_address_is_a_link_even_in_the_middle_of_text() -> None:
    [entry] = section("references", "- { name: G, email: g@u.org }").blocks
    assert isinstance(entry, document.Entry)
    assert entry.facts[0].values[0].has_link


# --- texts and places -----------------------------------------------------------------------------


def test_markup_is_read_where_people_write_and_nowhere_else() -> None:
    text = "basics: { name: '**A**', email: '*a*@b.org', url: 'https://a.org/*b*' }"
    found = [str(each) for each in document.texts(built(text))]
    assert found == ["A", "*a*@b.org", "a.org/*b*"]


def test_a_text_knows_the_place_that_it_comes_from() -> None:
    text = "basics:\n  name: Ada\n  summary:\n  - One\n  - Two\n  phone: [1, 2]\n"
    spans = {str(each): each.span for each in document.texts(built(text))}
    places = {"Ada": (2, 9), "One": (4, 5), "Two": (5, 5), "1": (6, 11), "2": (6, 14)}
    assert spans == {word: Span(PATH, *place) for word, place in places.items()}


def test_a_block_knows_the_place_that_it_comes_from() -> None:
    awards = section("awards", "- { title: A }\n- title: B\n")
    assert awards.span == Span(PATH, 3, 3)
    assert [each.span for each in awards.blocks if isinstance(each, document.Line)] == [
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
    made = built(text)
    assert [str(each) for each in document.texts(made.person.facts)] == ["Geburtsdatum", "10. Mai 1815"]
    [entry] = made.sections[0].blocks
    assert isinstance(entry, document.Entry)
    assert [str(fact.label) for fact in entry.facts] == ["Note"]
    assert [str(document.shown_when(when, made.language)) for when in entry.when] == ["Mai 2021 – heute"]


def test_a_profile_that_names_no_language_is_in_english() -> None:
    assert built("basics: { name: Ada }").language is ENGLISH


# --- what may be left out -------------------------------------------------------------------------

OPTIONAL = """\
basics: { name: Ada Example }
sections:
- title: Work
  kind: experience
  entries:
  - name: Lab
    priority: 3
    highlights:
    - { text: First, priority: 9 }
    - Second
    roles:
    - { position: Lead, priority: 1 }
  - name: Mill
    highlights:
    - label: Key learnings
      highlights:
      - { text: Third, priority: 8 }
- title: Tools
  summary: Many.
  kind: skills
  entries:
  - { name: C, priority: 5 }
- title: Outer
  sections:
  - kind: awards
    entries:
    - { title: Prize, priority: 5 }
- title: Only a title
- title: Papers
  kind: publications
  entries:
  - { name: One, authors: [{ name: G, equalContribution: true }], priority: 2 }
  - { name: Two, authors: [{ name: H, corresponding: true }] }
"""


def called(node: document.Droppable) -> str:
    return next(str(text) for text in document.texts(node))


def left(*names: str, of: str = OPTIONAL) -> Any:
    """What is left of a document without what is called so."""
    made = built(of)
    return document.without(made, {node.span for node in document.optional(made) if called(node) in names})


def test_what_has_a_priority_is_told_in_the_order_of_the_document() -> None:
    found = [(called(node), node.priority) for node in document.optional(built(OPTIONAL))]
    assert found == [("Lab", 3), ("First", 9), ("Lead", 1), ("Third", 8), ("C", 5), ("Prize", 5), ("One", 2)]


@pytest.mark.parametrize(
    ("names", "gone"),
    [
        (["First"], "    - { text: First, priority: 9 }\n"),
        (["Lead"], "    roles:\n    - { position: Lead, priority: 1 }\n"),
        (["Lab"], OPTIONAL[OPTIONAL.index("  - name: Lab") : OPTIONAL.index("  - name: Mill")]),
        (["Third"], OPTIONAL[OPTIONAL.index("    highlights:\n    - label") : OPTIONAL.index("- title: Tools")]),
        (["C"], "  kind: skills\n  entries:\n  - { name: C, priority: 5 }\n"),
        (["Prize"], OPTIONAL[OPTIONAL.index("- title: Outer") : OPTIONAL.index("- title: Only a title")]),
        (["One"], "  - { name: One, authors: [{ name: G, equalContribution: true }], priority: 2 }\n"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_without_something_a_document_is_as_if_it_had_never_been_written(names: list[str], gone: str) -> None:
    def content(node: Any) -> Any:
        found = plain(node)
        for each in found["sections"]:
            each.pop("kind", None)  # it stays, of a section that has nothing but a summary now
        return found

    assert OPTIONAL.count(gone) == 1
    assert content(left(*names)) == content(built(OPTIONAL.replace(gone, "")))


def test_what_stays_is_not_made_anew() -> None:
    made = built(OPTIONAL)
    assert document.without(made, ()) is made


def test_what_has_no_priority_stays_wherever_it_is() -> None:
    made = built(OPTIONAL)
    everywhere = {Span(PATH, line, column) for line in range(1, 50) for column in range(1, 50)}
    assert [str(each.title) for each in document.without(made, everywhere).sections] == [
        "Work",
        "Tools",
        "Only a title",
        "Papers",
    ]


def test_a_part_has_the_lines_that_it_comes_from() -> None:
    entry = built(OPTIONAL).sections[0].blocks[0]
    assert document.lines(entry) == {6, 9, 10, 12}
