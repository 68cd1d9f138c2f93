"""YAMLResume: its closed lists in all its languages, its dates, its layouts."""

from __future__ import annotations

from typing import Any

import pytest

from cvgen.importers import yamlresume
from tests.importers.imports import imported, left_out, profile, sections


def resume(content: str = "", more: str = "") -> str:
    return f"content:\n  basics: {{name: Ada}}\n{content}{more}"


def one(content: str, locale: str = "en") -> Any:
    [found] = sections(resume(f"  {content}\n", f"locale: {{language: {locale}}}\n"))
    [entry] = found["entries"]
    return entry


@pytest.mark.parametrize(
    ("table", "count"), [(yamlresume._DEGREES, 7), (yamlresume._LEVELS, 6), (yamlresume._FLUENCIES, 5)]
)
def test_the_closed_lists_are_whole_in_all_languages(table: dict[str, str], count: int) -> None:
    tags = {tag if not str(tag).startswith("zh-Hant") else "zh-Hant" for tag in yamlresume._LANGUAGES.values() if tag}
    assert len(table) == count
    assert all(yamlresume._words(words).keys() == tags for words in table.values())


@pytest.mark.parametrize(
    ("locale", "degree", "language", "fluency", "level"),
    [
        ("en", "Bachelor", "French", "Elementary Proficiency", "Advanced"),
        ("fr", "Licence", "Français", "Compétence élémentaire", "Avancé"),
        ("zh-hant-tw", "學士", "法文", "初級", "高級"),
        ("no", "Bachelor", "Fransk", "Grunnleggende ferdigheter", "Avansert"),
        ("pt-br", "Bacharelado", "Francês", "Proficiência básica", "Avançado"),
    ],
)
def test_words_of_closed_lists_are_translated(
    locale: str, degree: str, language: str, fluency: str, level: str
) -> None:
    school = one("education: [{institution: S, degree: Bachelor, area: A}]", locale)
    spoken = one("languages: [{language: French, fluency: Elementary Proficiency, keywords: [a, b]}]", locale)
    skill = one("skills: [{name: C, level: Advanced}]", locale)
    assert (school["studyType"], spoken, skill["level"]) == (
        degree,
        {"language": language, "fluency": fluency, "summary": "a, b"},
        level,
    )


@pytest.mark.parametrize(
    ("locale", "country", "expected"),
    [
        ("de", "United States", "Vereinigte Staaten"),
        ("ja", "China", "中国"),
        ("es", "Narnia", "Narnia"),
        ("en", "China", "China"),
    ],
)
def test_countries_are_translated(locale: str, country: str, expected: str) -> None:
    text = resume(f"  location: {{city: X, country: {country}}}\n", f"locale: {{language: {locale}}}\n")
    assert profile(text)["basics"]["location"] == {"city": "X", "countryCode": expected}


@pytest.mark.parametrize(
    ("locale", "tag"), [("en", None), ("zh-hans", "zh-Hans"), ("zh-hant-hk", "zh-Hant-HK"), ("no", "no")]
)
def test_the_language_is_that_of_the_locale(locale: str, tag: str | None) -> None:
    assert profile(resume(more=f"locale: {{language: {locale}}}\n")).get("language") == tag


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("Sep 1, 2016", "Jul 1, 2020", {"startDate": "2016-09", "endDate": "2020-07"}),
        ("Sep 15, 2016", "", {"startDate": "2016-09"}),
        ("2016", "Oct 2020", {"startDate": "2016", "endDate": "2020-10"}),
        ("2016-09-01", "July 2020", {"startDate": "2016-09", "endDate": "2020-07"}),
        ("before long", "2020", {"date": "before long – 2020"}),
    ],
)
def test_dates_have_a_month_and_a_year(start: str, end: str, expected: dict[str, str]) -> None:
    assert one(f"work: [{{name: Mill, startDate: '{start}', endDate: '{end}'}}]") == {"name": "Mill", **expected}


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("One", {"summary": "One"}),
        ("- One\n- Two", {"highlights": ["One", "Two"]}),
        ("- One", {"highlights": ["One"]}),
        (
            "Text:\n\n- One\n  - Two\n- Three",
            {"summary": "Text:", "highlights": [{"text": "One", "highlights": ["Two"]}, "Three"]},
        ),
        ("1. One\n2. Two", {"summary": "1. One\n2. Two"}),
        ("One\n\nTwo", {"summary": ["One", "Two"]}),
        ("- One\n- Two\n\nThree", {"summary": "- One\n- Two\n\nThree"}),
        ("*One* __two__", {"summary": "*One* **two**"}),
    ],
)
def test_a_summary_is_markdown(summary: str, expected: dict[str, Any]) -> None:
    entry = one(f"work: [{{name: Mill, summary: {summary!r}}}]".replace("'", '"'))
    assert entry == {"name": "Mill", **expected}


def test_a_summary_with_a_list_is_a_section() -> None:
    text = 'content: {basics: {name: Ada, summary: "I:\\n\\n- do\\n- make"}}\nlocale: {language: fr}\n'
    assert sections(text) == [{"title": "Profil", "kind": "bullets", "summary": "I:", "entries": ["do", "make"]}]
    assert profile("content: {basics: {name: Ada, summary: I do}}")["basics"] == {"name": "Ada", "summary": "I do"}


LAYOUTS = """layouts:
  - engine: latex
    template: jake
    page: {paperSize: letter, showPageNumbers: false, margins: {top: 2cm}}
    typography: {fontSize: 11pt}
    advanced: {showIcons: true}
    sections:
      order: [skills, work]
      aliases: {work: Jobs}
  - engine: html
"""


def test_the_first_layout_decides_on_order_titles_and_look() -> None:
    content = "  work: [{name: Mill}]\n  education: [{institution: S}]\n  skills: [{name: C}]\n"
    made = imported(resume(content, LAYOUTS))
    found = made.source.data
    assert [(each["kind"], each.get("title")) for each in found["sections"]] == [
        ("skills", None),
        ("experience", "Jobs"),
        ("education", None),
    ]
    assert found["design"] == {"paper": "letter", "size": "11", "icons": True, "pageNumbers": False}
    assert left_out(made) == [
        f'"layouts{place}" is not imported: it is about the look that YAMLResume gives it'
        for place in ("[0].engine", "[0].template", "[0].page.margins", "[1]")
    ]
