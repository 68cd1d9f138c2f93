"""Markdown and plain text: headings, contacts, dates and bullets, and no text lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cvgen.importers import markdown
from cvgen.importers.node import clean
from cvgen.steps import profile as profile_step
from tests.importers.imports import imported, profile, sections

ADA = """# Ada Lovelace
*Software Engineer*

London, UK | ada@example.com | +44 20 7946 0000 | [GitHub](https://github.com/ada) · https://ada.example

## Summary
Builds **engines**.

---

## Work Experience

### Programmer at Analytical Engines — London (Oct 2019 – Present)
- Wrote __Note G__
  - and its end
  - and more

### Difference Ltd | Intern
*June 2017 - Aug 2018, Remote*

Did many things. Also others.

1. One
2. Two

## Education
**University of London**, BSc Mathematics, 2013–2016
- First class

## Skills
- **Languages:** Python, C++
- **Tools:** Git

## Interests
- Chess
- Poetry
"""
MAX = """Max Mustermann
Softwareentwickler
Berlin, Deutschland
max@example.de
Tel: 030 12345678

BERUFSERFAHRUNG

Firma GmbH, Entwickler, 03/2019 - heute
- Entwicklung von Software für die Bahn
- Betreuung der Kunden und der Server

Ausbildung
==========

Technische Universität Berlin, M.Sc. Informatik, 2013 - 2018

Kenntnisse
----------
Python: sehr gut
Deutsch und Englisch
"""


def test_markdown_becomes_a_profile() -> None:
    found = profile(ADA, "markdown", path="ada.md")
    assert found["basics"] == {
        "name": "Ada Lovelace",
        "label": "Software Engineer",
        "email": "ada@example.com",
        "phone": "+44 20 7946 0000",
        "url": "https://ada.example",
        "location": "London, UK",
        "profiles": [{"network": "GitHub", "url": "https://github.com/ada"}],
        "summary": "Builds **engines**.",
    }
    work, education, skills, interests = found["sections"]
    assert work["entries"] == [
        {
            "name": "Analytical Engines",
            "position": "Programmer",
            "location": "London",
            "startDate": "2019-10",
            "endDate": "present",
            "highlights": [{"text": "Wrote **Note G**", "highlights": ["and its end", "and more"]}],
        },
        {
            "name": "Difference Ltd",
            "position": "Intern",
            "location": "Remote",
            "startDate": "2017-06",
            "endDate": "2018-08",
            "summary": "Did many things. Also others.\n\n1. One\n2. Two",
        },
    ]
    assert education["entries"] == [
        {
            "institution": "University of London",
            "studyType": "BSc Mathematics",
            "startDate": "2013",
            "endDate": "2016",
            "highlights": ["First class"],
        }
    ]
    assert skills["entries"] == [
        {"name": "Languages", "keywords": ["Python", "C++"]},
        {"name": "Tools", "keywords": ["Git"]},
    ]
    assert (interests["kind"], interests["entries"]) == ("bullets", ["Chess", "Poetry"])


def test_plain_text_becomes_a_profile() -> None:
    found = profile(MAX, "text", path="max.txt")
    assert (found["language"], found["basics"]["phone"], found["basics"]["label"]) == (
        "de",
        "030 12345678",
        "Softwareentwickler",
    )
    assert [(each["title"], each["kind"]) for each in found["sections"]] == [
        ("Berufserfahrung", "experience"),
        ("Ausbildung", "education"),
        ("Kenntnisse", "text"),
    ]
    assert found["sections"][0]["entries"][0]["endDate"] == "present"
    assert found["sections"][2]["entries"] == ["Python: sehr gut\nDeutsch und Englisch"]


def test_what_is_uncertain_is_marked() -> None:
    text = imported(ADA, "markdown", path="ada.md").to_yaml()
    assert "# which is the employer, and which the position?\n      - name: Difference Ltd" in text


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Smith at the Mill, 2019", {"name": "the Mill", "position": "Smith", "date": "2019"}),
        ("Mill (Jan 2019 - Feb 2020)", {"name": "Mill", "startDate": "2019-01", "endDate": "2020-02"}),
        (
            "Mill — Smith — York — Summer 2019",
            {"name": "Mill", "position": "Smith", "location": "York", "date": "Summer 2019"},
        ),
        ("Mill 2019.3 至今", {"name": "Mill", "startDate": "2019-03", "endDate": "present"}),
        ("Mill, Inc.", {"name": "Mill, Inc."}),
        ("Mill | März 2019 bis Dezember 2020", {"name": "Mill", "startDate": "2019-03", "endDate": "2020-12"}),
        ("Mill | juillet 2019", {"name": "Mill", "date": "2019-07"}),
        ("Mill | 13/2019", {"name": "Mill", "position": "13/2019"}),
    ],
)
def test_a_heading_is_taken_apart(heading: str, expected: dict[str, str]) -> None:
    [section] = sections(f"# Ada\n## Experience\n### {heading}\n- x\n", "markdown")
    [entry] = section["entries"]
    assert {key: value for key, value in entry.items() if key != "highlights"} == expected


@pytest.mark.parametrize("text", [ADA, MAX], ids=["markdown", "text"])
def test_no_word_is_lost(text: str) -> None:
    words = set(re.findall(r"[^\W\d_]{4,}", re.sub(r"\]\([^)]*\)", "", text.lower())))
    dates = {"june", "present", "heute", "tel", "summary"}
    said = str(profile(text, "markdown", path="x.md" if text == ADA else "x.txt")).lower()
    assert {word for word in words - dates if word not in said} == set()


LINES = st.sampled_from(
    [
        "# A",
        "## Experience",
        "### B | 2019 - 2020",
        "- c",
        "  - d",
        "**E** f",
        "",
        "---",
        "text",
        "EDUCATION",
        "a@b.co",
        "> q",
        "*",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LINES | st.text(max_size=20), max_size=20), st.sampled_from(["x.md", "x.txt"]))
def test_any_text_is_imported_or_refused(lines: list[str], path: str) -> None:
    text = "\n".join(map(clean, lines))
    if not text.strip().strip("-=_*~#> \n"):
        return
    made: Any = imported(f"Ada\n{text}", "markdown", path=path, lenient=True)
    assert profile_step.validate(made.source).data == made.source.data


@pytest.mark.parametrize(("name", "expected"), [("a.md", True), ("a.TXT", True), ("a.json", False), ("a", False)])
def test_files_are_known_by_their_endings(name: str, expected: bool) -> None:
    from cvgen.importers.file import File

    assert markdown.recognise(File(Path(name), b"# Ada")) is expected
