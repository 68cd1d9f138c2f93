"""FRESH: all sections of its schema; private entries are left out and named."""

from __future__ import annotations

from typing import Any

from tests.importers.imports import imported, left_out, sections

RESUME: dict[str, Any] = {
    "name": "Ada Example",
    "meta": {"format": "FRESH@0.6.0"},
    "info": {"label": "Smith", "brief": "Makes wheels.", "quote": "Festina lente"},
    "contact": {
        "email": "a@b.example",
        "phone": "555 0100",
        "website": "https://a.example",
        "other": [
            {"label": "Work", "category": "email", "value": "c@d.example"},
            {"label": "Mobile", "category": "phone", "value": "555 0101"},
            {"label": "Blog", "category": "url", "value": "blog.example"},
            {"label": "Skype", "category": "IM", "value": "ada.e"},
        ],
    },
    "location": {"address": "1 Road", "code": "YO1", "city": "York", "country": "GB", "region": "Yorkshire"},
    "social": [{"network": "GitHub", "user": "ada", "url": "https://github.com/ada", "label": "GitHub"}],
    "employment": {
        "summary": "Ten years.",
        "history": [
            {"employer": "Mill", "position": "Hand", "start": "2010", "end": "2012", "highlights": ["x"], "keywords": ["y"]}
        ],
    },
    "projects": [
        {"title": "Wheel", "role": "Lead", "category": "open", "repo": "https://r.example", "url": "https://w.example",
         "media": [{"category": "image", "name": "Shot", "url": "https://m.example/s.png"}]}
    ],
    "skills": {
        "sets": [{"name": "Code", "level": "high", "skills": ["C", "Go"]}],
        "list": [{"name": "C", "level": "expert", "years": 3}, {"name": "Go"}, {"name": "Ada", "summary": "well"}],
    },
    "service": {"history": [{"category": "volunteer", "organization": "Shelter", "position": "Cook"}]},
    "education": {"level": "degree", "degree": "BSc", "history": [{"title": "BSc", "institution": "School", "curriculum": ["Logic"], "grade": "4"}]},
    "recognition": [{"category": "prize", "title": "Cup", "date": "2014", "from": "Board"}],
    "writing": [{"title": "Paper", "category": "article", "publisher": {"name": "Press", "url": "https://p.example"}, "date": "2015"}],
    "reading": [{"title": "Book", "category": "book", "author": "B. Bee"}],
    "speaking": [{"title": "Talk", "event": "Conf", "location": "York", "keywords": ["corn"]}],
    "governance": [{"role": "Chair", "organization": "Guild", "category": "board"}],
    "languages": [{"language": "English", "level": "native", "years": "20"}],
    "samples": [{"title": "Gear", "url": "https://g.example", "date": "2016"}],
    "references": [
        {"name": "Bob", "role": "Boss", "private": False, "contact": [{"category": "email", "value": "bob@b.example"}]},
        {"name": "Eve", "private": True, "contact": [{"category": "phone", "value": "555"}]},
    ],
    "testimonials": [{"name": "Cy", "quote": "Good.", "category": "personal"}],
    "interests": [{"name": "Games", "summary": "All", "keywords": ["Go"]}],
    "extracurricular": [{"title": "Choir", "activity": "Sang", "location": "York"}],
    "affiliation": {"history": [{"category": "club", "organization": "Smiths", "role": "Member"}]},
    "disposition": {"travel": 25},
}  # fmt: skip


def test_all_is_imported_but_what_is_private_and_what_is_wished_for() -> None:
    assert left_out(imported(RESUME)) == [
        '"meta" is not imported: it is about the file',
        '"projects[0].media[0].category" is not imported: the name says what it is',
        '"references[1]" is not imported: it is marked as private',
        '"disposition" is not imported: it is about the job that is looked for',
    ]


def test_the_person_is_imported_with_all_contacts() -> None:
    assert imported(RESUME).source.data["basics"] == {
        "name": "Ada Example",
        "label": "Smith",
        "email": ["a@b.example", {"label": "Work", "value": "c@d.example"}],
        "phone": ["555 0100", {"label": "Mobile", "value": "555 0101"}],
        "url": ["https://a.example", "https://blog.example"],
        "location": {
            "address": "1 Road",
            "postalCode": "YO1",
            "city": "York",
            "region": "Yorkshire",
            "countryCode": "GB",
        },
        "profiles": [
            {"network": "GitHub", "username": "ada", "url": "https://github.com/ada"},
            {"network": "Skype", "username": "ada.e"},
        ],
        "epigraph": "Festina lente",
        "summary": "Makes wheels.",
    }


def test_the_sections_keep_their_order() -> None:
    assert [(section["kind"], section.get("title")) for section in sections(RESUME)] == [
        ("experience", None),
        ("projects", None),
        ("skills", None),
        ("experience", "Volunteering"),
        ("education", None),
        ("awards", None),
        ("publications", None),
        ("publications", "Reading"),
        ("talks", None),
        ("experience", "Governance"),
        ("languages", None),
        ("projects", "Work Samples"),
        ("references", None),
        ("references", "Testimonials"),
        ("interests", None),
        ("experience", "Activities"),
        ("experience", "Affiliations"),
    ]


def test_each_entry_says_what_its_source_says() -> None:
    by_place = dict(enumerate(sections(RESUME)))
    assert by_place[0]["summary"] == "Ten years."
    assert by_place[1]["entries"] == [
        {
            "name": "Wheel",
            "url": "https://w.example",
            "type": "open",
            "roles": ["Lead"],
            "highlights": ["https://r.example", "[Shot](https://m.example/s.png)"],
        }
    ]
    assert by_place[2]["entries"] == [
        {"name": "Code", "level": "high", "keywords": ["C", "Go"]},
        {"name": "C", "level": "expert, 3 years"},
        {"name": "Ada", "summary": "well"},
    ]
    assert by_place[6]["entries"] == [
        {"name": "Paper", "publisher": "Press", "status": "article", "releaseDate": "2015", "url": "https://p.example"}
    ]
    assert by_place[12]["entries"] == [{"name": "Bob", "position": "Boss", "email": "bob@b.example"}]
