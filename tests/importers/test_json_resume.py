"""JSON Resume: all fields of release 1, and the names that older releases had."""

from __future__ import annotations

from typing import Any

import pytest

from tests.importers.imports import entries, imported, left_out, profile, refused

EVERYTHING = {
    "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
    "basics": {
        "name": "Ada Example",
        "label": "Engineer",
        "image": "",
        "email": "mailto:ada@example.com",
        "phone": "+1 555 0100",
        "url": "ada.example.com",
        "summary": "One.\n\nTwo.",
        "location": {
            "address": "1 Road\nFlat 2",
            "postalCode": "01234",
            "city": "York",
            "countryCode": "GB",
            "region": "Yorkshire",
        },
        "profiles": [
            {"network": "GitHub", "username": "ada", "url": ""},
            {"url": "https://www.example.org/ada"},
        ],
    },
    "work": [
        {
            "name": "Mill",
            "location": "York",
            "description": "A mill",
            "position": "Hand",
            "url": "https://mill.example",
            "startDate": "2020-02-03",
            "endDate": "2021",
            "summary": "Ground corn.",
            "highlights": ["Faster", ""],
            "keywords": ["corn"],
        }
    ],
    "volunteer": [{"organization": "Shelter", "position": "Cook", "summary": "Soup"}],
    "education": [
        {
            "institution": "School",
            "url": "https://school.example",
            "area": "Maths",
            "studyType": "B.Sc.",
            "startDate": "2010-01",
            "endDate": "2013-01",
            "score": "3.90",
            "courses": ["Logic"],
        }
    ],
    "awards": [{"title": "Prize", "date": "2014", "awarder": "Board", "summary": "For corn"}],
    "certificates": [{"name": "Licence", "date": "2015", "url": "https://l.example", "issuer": "Office"}],
    "publications": [
        {
            "name": "Paper",
            "publisher": "Press",
            "releaseDate": "2016",
            "url": "https://p.example",
            "summary": "On corn",
        }
    ],
    "skills": [{"name": "Milling", "level": "Master", "keywords": ["Corn", "Rye"]}, {"keywords": ["Oats", "Barley"]}],
    "languages": [{"language": "English", "fluency": "Native"}],
    "interests": [{"name": "Games", "keywords": ["Go"]}],
    "references": [{"name": "Bob", "reference": "Good."}],
    "projects": [
        {
            "name": "Wheel",
            "description": "A wheel",
            "highlights": ["Round"],
            "keywords": ["wood"],
            "startDate": "2018",
            "endDate": "2019",
            "url": "https://w.example",
            "roles": ["Lead", "Smith"],
            "entity": "Mill",
            "type": "application",
        }
    ],
    "meta": {"version": "v1.0.0"},
}


def one(key: str, **fields: Any) -> Any:
    [entry] = entries({"basics": {"name": "Ada"}, key: [fields]}, "json-resume")
    return entry


def test_every_field_of_the_schema_is_imported() -> None:
    made = imported(EVERYTHING)
    assert left_out(made) == [
        '"$schema" is not imported: it is about the file',
        '"meta" is not imported: it is about the file',
    ]
    assert made.source.data["basics"] == {
        "name": "Ada Example",
        "label": "Engineer",
        "email": "ada@example.com",
        "phone": "+1 555 0100",
        "url": "https://ada.example.com",
        "location": {
            "address": "1 Road, Flat 2",
            "postalCode": "01234",
            "city": "York",
            "region": "Yorkshire",
            "countryCode": "GB",
        },
        "profiles": [
            {"network": "GitHub", "username": "ada"},
            {"network": "example.org", "url": "https://www.example.org/ada"},
        ],
        "summary": ["One.", "Two."],
    }
    work, volunteer, education, *_ = made.source.data["sections"]
    assert work == {
        "kind": "experience",
        "entries": [
            {
                "name": "Mill",
                "description": "A mill",
                "url": "https://mill.example",
                "position": "Hand",
                "location": "York",
                "startDate": "2020-02-03",
                "endDate": "2021",
                "summary": "Ground corn.",
                "highlights": ["Faster"],
                "keywords": ["corn"],
            }
        ],
    }
    assert volunteer["entries"] == [{"name": "Shelter", "position": "Cook", "summary": "Soup"}]
    assert education["entries"][0]["score"] == "3.90"
    assert made.source.data["sections"][6]["entries"] == [
        {"name": "Milling", "level": "Master", "keywords": ["Corn", "Rye"]},
        {"name": "Oats, Barley"},
    ]


@pytest.mark.parametrize(
    ("key", "fields", "expected"),
    [
        ("work", {"company": "Mill", "website": "https://m.example"}, {"name": "Mill", "url": "https://m.example"}),
        (
            "volunteer",
            {"organization": "Mill", "website": "https://m.example"},
            {"name": "Mill", "url": "https://m.example"},
        ),
        ("education", {"institution": "S", "gpa": "4.0"}, {"institution": "S", "score": "4.0"}),
        ("languages", {"name": "English", "level": "Native"}, {"language": "English", "fluency": "Native"}),
        ("publications", {"name": "P", "website": "https://p.example"}, {"name": "P", "url": "https://p.example"}),
    ],
)
def test_the_names_of_older_releases_are_known(key: str, fields: dict[str, str], expected: dict[str, str]) -> None:
    assert one(key, **fields) == expected


def test_the_picture_and_the_website_of_older_releases_are_the_persons(tmp_path: Any) -> None:  # noqa: ARG001
    basics = {"name": "Ada", "picture": "", "website": "http://ada.example"}
    assert profile({"basics": basics}, "json-resume")["basics"] == {"name": "Ada", "url": "http://ada.example"}


@pytest.mark.parametrize(
    ("key", "fields", "expected"),
    [
        ("work", {"position": "Hand"}, {"name": "Hand"}),
        ("work", {"location": "York"}, {"name": "York"}),
        ("work", {"startDate": "2020"}, {"name": "-", "startDate": "2020"}),
        ("education", {"area": "Maths", "endDate": "2020"}, {"institution": "Maths", "endDate": "2020"}),
        ("education", {"studyType": "B.A.", "area": "Maths"}, {"institution": "B.A.", "area": "Maths"}),
        ("references", {"reference": "Good."}, {"name": "Good."}),
    ],
)
def test_an_entry_without_its_heading_gets_one(key: str, fields: dict[str, str], expected: dict[str, str]) -> None:
    assert one(key, **fields) == expected


def test_a_list_in_a_summary_is_a_list() -> None:
    assert one("work", name="Mill", summary="Did:\n- this\n- that", highlights=["more"]) == {
        "name": "Mill",
        "summary": "Did:",
        "highlights": ["this", "that", "more"],
    }


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "n/a"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    [problem] = refused({"basics": {"name": "Ada", "url": url}, "work": []}, "json-resume")
    assert (problem.code, problem.span and problem.span.line) == ("invalid-value", 4)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "&lt;b&gt;", "{{ x }}", "\\input{/etc/passwd}", "=1+1"])
def test_code_in_a_text_is_text(text: str) -> None:
    assert one("work", name="Mill", summary=text) == {"name": "Mill", "summary": text}


def test_numbers_and_booleans_are_texts() -> None:
    text = '{"basics": {"name": 007e0, "phone": 5550100}, "work": [{"name": true, "startDate": 2020}]}'.replace(
        "007e0", "7"
    )
    assert profile(text) == {
        "basics": {"name": "7", "phone": "5550100"},
        "sections": [{"kind": "experience", "entries": [{"name": "true", "startDate": "2020"}]}],
    }
