"""Step 3: the person at the head of the CV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from cvgen.steps import document, profile, source
from cvgen.steps.document.model import Kind
from tests.steps.document.plain import built, person


def test_the_person_has_what_the_head_of_a_cv_shows() -> None:
    assert person("nativeName: 阿达\nlabel: Engineer\nsummary: Writes **compilers**.") == {
        "name": "Ada Example",
        "native_name": "阿达",
        "label": "Engineer",
        "summary": ["Writes compilers."],
    }


def test_a_photo_lies_relative_to_the_profile(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "ada.png")
    read = source.parse("basics: { name: Ada, image: ada.png }", tmp_path / "ada.yaml")
    assert document.build(profile.validate(read)).person.image == tmp_path / "ada.png"


@pytest.mark.parametrize(
    ("basics", "contact"),
    [
        ("location: Oslo", {"kind": "location", "text": "Oslo"}),
        ("email: a@b.org", {"kind": "email", "text": "a@b.org", "url": "mailto:a@b.org"}),
        ("phone: +1 (555) 01-00", {"kind": "phone", "text": "+1 (555) 01-00", "url": "tel:+15550100"}),
        ("phone: +44 (0)20 555", {"kind": "phone", "text": "+44 (0)20 555", "url": "tel:+4420555"}),
        ("phone: 555 0100 ext. 12", {"kind": "phone", "text": "555 0100 ext. 12", "url": "tel:5550100;ext=12"}),
        ("phone: on request", {"kind": "phone", "text": "on request"}),
        ("url: https://www.a.org/", {"kind": "url", "text": "a.org", "url": "https://www.a.org/"}),
        ("url: HTTP://a.org/b_c", {"kind": "url", "text": "a.org/b_c", "url": "HTTP://a.org/b_c"}),
    ],
)
def test_a_contact_has_its_text_and_what_a_click_opens(basics: str, contact: dict[str, str]) -> None:
    assert person(basics)["contacts"] == [contact]


@pytest.mark.parametrize(
    ("account", "network", "text", "handle", "url"),
    [
        ("network: GitHub, username: ada", "GitHub", "github.com/ada", "ada", "https://github.com/ada"),
        ("network: github, username: ada", "github", "github.com/ada", "ada", "https://github.com/ada"),
        (
            "network: ORCID, username: 0000-0002",
            "ORCID",
            "orcid.org/0000-0002",
            "0000-0002",
            "https://orcid.org/0000-0002",
        ),
        ("network: Medium, username: a b&c", "Medium", "a b&c", None, None),
        ("network: GitHub, username: '@ada'", "GitHub", "github.com/ada", "@ada", "https://github.com/ada"),
        (
            "network: LinkedIn, username: in/ada",
            "LinkedIn",
            "linkedin.com/in/ada",
            "ada",
            "https://www.linkedin.com/in/ada",
        ),
        (
            "network: LinkedIn, username: 'josé'",
            "LinkedIn",
            "linkedin.com/in/josé",
            "josé",
            "https://www.linkedin.com/in/jos%C3%A9",
        ),
        ("network: GitHub, username: github.com/ada/", "GitHub", "github.com/ada", "ada", "https://github.com/ada"),
        ("network: Mastodon, username: '@a@b.org'", "Mastodon", "b.org/@a", "@a@b.org", "https://b.org/@a"),
        ("network: GitHub, username: ada, url: 'https://b.org'", "GitHub", "ada (b.org)", "ada", "https://b.org"),
        (
            "network: GitHub, url: 'https://github.com/ada/'",
            "GitHub",
            "github.com/ada",
            None,
            "https://github.com/ada/",
        ),
        ("network: Wiki, username: 'https://a.org/'", "Wiki", "a.org", "a.org", "https://a.org/"),
        ("network: Wiki, username: ada", "Wiki", "ada", None, None),
    ],
)
def test_an_account_prints_its_address_and_leads_to_its_page(
    account: str, network: str, text: str, handle: str | None, url: str | None
) -> None:
    [contact] = built(f"basics: {{ name: Ada, profiles: [{{ {account} }}] }}").person.contacts
    found = (str(contact.network), str(contact.text), contact.handle and str(contact.handle), contact.url)
    assert (contact.kind, *found) == (Kind.PROFILE, network, text, handle, url)


def test_contacts_come_in_the_order_of_their_keys() -> None:
    basics = "phone: 1\nprofiles: [{ network: N, url: https://n.example }]\nlocation: L\nurl: https://u.example\nemail: e@example.com"
    texts = [contact["text"] for contact in person(basics)["contacts"]]
    assert texts == ["1", "n.example", "L", "u.example", "e@example.com"]


@pytest.mark.parametrize("key", ["phone", "email"])
def test_a_contact_may_have_a_label(key: str) -> None:
    [both, alone] = person(f"{key}: [{{ label: Office, value: 1@2 }}, 3@4]")["contacts"]
    assert (both["label"], both["text"], alone["text"], "label" in alone) == ("Office", "1@2", "3@4", False)
    assert person(f"{key}: {{ label: Office, value: 1@2 }}")["contacts"] == [both]


def test_facts_are_texts_or_labels_with_values() -> None:
    assert person("facts: [Mobile, { label: Nationality, value: [A, B] }]")["facts"] == [
        {"values": ["Mobile"]},
        {"label": "Nationality", "values": ["A", "B"]},
    ]


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
        '"\\n\\nOne two.\\n \\t\\n\\n\\nThree.\\n"',
        ">\n  One\n  two.\n\n  Three.",
    ],
)
def test_a_list_or_blank_lines_make_paragraphs(summary: str) -> None:
    assert person(f"summary: {summary}")["summary"] == ["One two.", "Three."]


@pytest.mark.parametrize(
    "summary", ["|\n  One\n  two.", "One \\\n  two.", ">\n  One\\\n  two.", '"One\\ntwo."', "'One \\\n\n  two.'"]
)
def test_lines_end_where_the_author_ends_them(summary: str) -> None:
    assert person(f"summary: {summary}")["summary"] == ["One\ntwo."]
