"""RenderCV: the nine types of entries, its Markdown, and what it does to texts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.importers.imports import imported, left_out, profile, refused, sections


def cv(section: str, title: str = "things", more: str = "") -> str:
    lines = "".join(f"      {line}\n" for line in section.strip("\n").split("\n"))
    return f"cv:\n  name: Ada Example\n  sections:\n    {title}:\n{lines}{more}"


def one(section: str, title: str = "things") -> Any:
    [found] = sections(cv(section, title))
    [entry] = found["entries"]
    return found["kind"], entry


COMPLEX = """
  start_date: 2020-01
  end_date: present
  location: York
  summary: Ground corn
  highlights: [Faster]
"""
STORY = {
    "startDate": "2020-01",
    "endDate": "present",
    "location": "York",
    "summary": "Ground corn",
    "highlights": ["Faster"],
}


@pytest.mark.parametrize(
    ("entry", "kind", "expected"),
    [
        ("- A text with **bold**", "text", "A text with **bold**"),
        ("- bullet: One", "bullets", "One"),
        ("- number: One", "numbered", "One"),
        ("- reversed_number: One", "table", {"label": "1", "value": "One"}),
        ("- {label: Tools, details: 'Git, C++'}", "skills", {"name": "Tools", "keywords": ["Git", "C++"]}),
        ("- {label: Citizen, details: of York}", "skills", {"name": "Citizen", "summary": "of York"}),
        ("- name: Wheel" + COMPLEX, "projects", {"name": "Wheel", **STORY}),
        (
            "- company: Mill\n  position: Hand" + COMPLEX,
            "experience",
            {"name": "Mill", "position": "Hand", **STORY},
        ),
        (
            "- institution: School\n  area: Maths\n  degree: BS" + COMPLEX,
            "education",
            {"institution": "School", "studyType": "BS", "area": "Maths", **STORY},
        ),
        (
            (
                "- title: Paper\n  authors: [B. Bee, '*Ada Example*', '**A. Example**']\n  journal: Press\n  date: 2020-05\n"
                "  doi: https://doi.org/10.1000/182\n  url: https://p.example\n  summary: On corn"
            ),
            "publications",
            {
                "name": "Paper",
                "authors": ["B. Bee", "Ada Example", {"name": "A. Example", "me": True}],
                "publisher": "Press",
                "releaseDate": "2020-05",
                "doi": "10.1000/182",
                "url": "https://p.example",
                "summary": "On corn",
            },
        ),
    ],
)
def test_each_type_of_entry_is_a_kind(entry: str, kind: str, expected: Any) -> None:
    assert one(entry) == (kind, expected)


def test_reversed_numbers_count_down() -> None:
    [found] = sections(cv("- reversed_number: c\n- reversed_number: b\n- reversed_number: a"))
    assert [row["label"] for row in found["entries"]] == ["3", "2", "1"]


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("invited_talks", "Invited Talks"),
        ("work_in_progress", "Work in Progress"),
        ("Welcome to RenderCV", "Welcome to RenderCV"),
        ("iOS", "iOS"),
        ("éducation", "Éducation"),
        ("研究", "研究"),
    ],
)
def test_the_key_of_a_section_is_its_title(key: str, title: str) -> None:
    assert sections(cv("- x", key))[0]["title"] == title


@pytest.mark.parametrize(
    ("title", "entry", "kind"),
    [
        ("awards", "- {name: Prize, date: 2020}", "awards"),
        ("certifications", "- {name: Licence, date: 2020}", "certificates"),
        ("certifications", "- {name: Licence, location: York}", "projects"),
        ("invited_talks", "- {name: On corn, location: York}", "talks"),
        ("awards", "- {name: Prize, start_date: 2020}", "projects"),
        ("languages", "- {label: English, details: native}", "languages"),
        ("languages", "- {label: Code, details: 'C, Go'}", "skills"),
    ],
)
def test_the_title_tells_the_kind_of_what_has_only_a_name(title: str, entry: str, kind: str) -> None:
    assert one(entry, title)[0] == kind


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("date: Fall 2023", {"date": "Fall 2023"}),
        ("date: 2020-05", {"date": "2020-05"}),
        ("date: Since ever, start_date: 2020", {"date": "Since ever"}),
        ("start_date: 2020-05-06", {"startDate": "2020-05-06", "endDate": "present"}),
        ("start_date: 2020, end_date: 2021", {"startDate": "2020", "endDate": "2021"}),
        ("end_date: 2021", {"date": "2021"}),
    ],
)
def test_dates_mean_what_they_mean_to_rendercv(dates: str, expected: dict[str, str]) -> None:
    assert one(f"- {{name: Wheel, {dates}}}")[1] == {"name": "Wheel", **expected}


def test_a_date_that_rendercv_does_not_print_is_named() -> None:
    made = imported(cv("- {name: Wheel, date: 2020, start_date: 2019}"))
    assert left_out(made) == ['"cv.sections.things[0].start_date" is not imported: RenderCV prints "date" in its place']


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'a __b__ _c_ d_e_f'", "a **b** *c* d_e_f"),
        ("'`__init__` and [x](https://e.example/_a_)'", "`__init__` and [x](https://e.example/_a_)"),
        (r"'\_a\_ \# \*'", r"_a_ # \*"),
        ("<https://e.example>", "https://e.example"),
        ("AT&amp;T &copy", "AT&T &copy"),
        ("https://e.example/_a_b_", "https://e.example/_a_b_"),
    ],
)
def test_markdown_becomes_the_markup_of_a_profile(text: str, expected: str) -> None:
    assert one(f"- bullet: {text}")[1] == expected


def test_a_dash_between_spaces_begins_an_item_below() -> None:
    entry = "- {name: Wheel, highlights: ['One - two - three', Four]}"
    assert one(entry)[1]["highlights"] == [{"text": "One", "highlights": ["two", "three"]}, "Four"]


def test_a_list_that_is_typed_below_a_highlight_is_below_it() -> None:
    entry = "- name: Wheel\n  highlights:\n    - One\n      - two\n      - three"
    assert one(entry)[1]["highlights"] == [{"text": "One", "highlights": ["two", "three"]}]


def test_a_name_that_is_a_link_is_a_name_with_an_address() -> None:
    assert one("- name: '[Wheel](https://w.example)'")[1] == {"name": "Wheel", "url": "https://w.example"}


@pytest.mark.parametrize("settings", ["settings", "rendercv_settings"])
def test_bold_keywords_are_bold(settings: str) -> None:
    more = f"{settings}:\n  bold_keywords: [Go, C++, Go lang]\n"
    text = "- bullet: 'Go and **Go**, `Go`, Goat, C++, Go lang'"
    [found] = sections(cv(text, more=more))
    assert found["entries"] == ["**Go** and **Go**, `Go`, Goat, **C++**, **Go lang**"]


def test_the_person_is_imported() -> None:
    text = """
cv:
  name: Ada
  headline: Smith
  location: York
  email: [a@b.example, c@d.example]
  phone: tel:+1-555-0100
  website: [https://a.example, b.example]
  social_networks:
    - {network: GitHub, username: ada}
    - {network: IMDB, username: nm0000001}
  custom_connections:
    - {placeholder: Book a call, url: https://c.example, fontawesome_icon: calendar-days}
    - {placeholder: Swiss citizen, fontawesome_icon: passport}
"""
    assert profile(text)["basics"] == {
        "name": "Ada",
        "label": "Smith",
        "email": ["a@b.example", "c@d.example"],
        "phone": "+1-555-0100",
        "url": ["https://a.example", "https://b.example"],
        "location": "York",
        "profiles": [
            {"network": "GitHub", "username": "ada"},
            {"network": "IMDB", "username": "nm0000001", "url": "https://www.imdb.com/name/nm0000001"},
        ],
        "facts": ["[Book a call](https://c.example)", "Swiss citizen"],
    }


@pytest.mark.parametrize(
    ("design", "expected"),
    [
        ("page: {size: us-letter}", {"paper": "letter"}),
        ("colors: {section_titles: 'rgb(0, 79, 144)'}", {"accent": "#004F90"}),
        ("colors: {section_titles: 7fffd4}", {"accent": "#7FFFD4"}),
        ("typography: {font_size: {body: 11pt}}", {"size": "11"}),
    ],
)
def test_what_a_design_can_say_is_kept(design: str, expected: dict[str, str]) -> None:
    assert profile(cv("- x", more=f"design: {{theme: classic, {design}}}\n"))["design"] == expected


@pytest.mark.parametrize(
    "design", ["page: {size: a5}", "colors: {section_titles: teal}", "typography: {font_size: {body: 2em}}"]
)
def test_what_a_design_cannot_say_is_named(design: str) -> None:
    made = imported(cv("- x", more=f"design: {{{design}}}\n"))
    assert "design" not in made.source.data
    [message] = left_out(made)
    assert message.endswith("it is about the look that RenderCV gives it")


@pytest.mark.parametrize(
    ("language", "tag"), [("german", "de"), ("mandarin_chinese", "zh-Hans"), ("english", None), ("fr", "fr")]
)
def test_the_language_is_that_of_the_locale(language: str, tag: str | None) -> None:
    assert profile(cv("- x", more=f"locale: {{language: {language}}}\n")).get("language") == tag


def test_a_language_that_cvgen_lacks_is_named() -> None:
    made = imported(cv("- x", more="locale: {language: klingon}\n"))
    assert left_out(made) == ['"locale.language" is not imported: cvgen has no words in the language "klingon"']


@pytest.mark.parametrize(
    ("section", "line", "code"),
    [
        ("text", 5, "wrong-type"),
        ("- foo: bar", 5, "unknown-key"),
        ("- bullet: x\n- company: Mill", 6, "unknown-key"),
        ("- {name: Wheel, start_date: soon}", 5, "date-format"),
    ],
)
def test_what_rendercv_would_refuse_is_refused(section: str, line: int, code: str) -> None:
    [problem] = refused(cv(section))
    assert (problem.span and problem.span.line, problem.code) == (line, code)
