"""Redaction: what is hidden stands nowhere, neither in the data nor in a file that is made from it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pikepdf
import pytest

from cvgen.diagnostics import CvgenError
from cvgen.exporters import EXPORTERS
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from cvgen.steps import profile
from cvgen.steps.source import parse
from tests.conftest import tex

PROFILE = """
basics:
  name: Ada King Lovelace
  nativeName: 阿达
  email: ada@example.com
  phone: +1 555 0199
  url: https://ada.example.com
  location: { address: 7 Secret Street, postalCode: 99111, city: London }
  birthDate: 1990-12-10
  profiles: [{ network: GitHub, username: adaking }]
  summary: Write to ADA@example.com or call +1 555  0199. Ada Lovelace will answer; see https://ada.example.com/talks.
sections:
  - kind: publications
    entries: [{ name: Notes, authors: [Charles Babbage, "Lovelace, A. K.",  Ada King Lovelace, { name: A. Lovelace, me: true }], url: "https://github.com/adaking/notes" }]
  - kind: references
    entries: [{ name: Mary Somerville, email: mary@example.com, phone: +1 555 0177 }]
"""
CONTACTS = ["ada@example.com", "555 0199", "5550199", "Secret Street", "99111", "1990", "mary@example.com", "5550177"]
IDENTITY = [*CONTACTS, "Lovelace", "King", "阿达", "ada.example.com", "adaking"]


def redacted(*what: str) -> str:
    return json.dumps(profile.validate(parse(PROFILE, Path("ada.yaml")), redact=what).data, ensure_ascii=False)


def found(secrets: list[str], text: str) -> list[str]:
    return [each for each in secrets if each.casefold() in text.casefold()]


def test_contacts_stand_nowhere_and_the_rest_stays() -> None:
    data = redacted("contact")
    assert found(CONTACTS, data) == []
    assert found(["Ada King Lovelace", "London", "adaking", "Mary Somerville"], data) == [
        *("Ada King Lovelace", "London", "adaking", "Mary Somerville")
    ]


def test_who_it_is_stands_nowhere() -> None:
    data = redacted("blind")
    assert found(IDENTITY, data) == []
    assert found(["Charles Babbage", "Notes", "will answer"], data) == ["Charles Babbage", "Notes", "will answer"]


@pytest.mark.parametrize(
    ("field", "secret"), [("basics.location", "London"), ("birthDate", "1990"), ("url", "github.com")]
)
def test_a_field_is_hidden_by_its_name(field: str, secret: str) -> None:
    assert found([secret], redacted(field)) == []


def test_a_field_that_there_is_not_is_refused_with_the_nearest() -> None:
    with pytest.raises(CvgenError, match='there is no field "birthdate" to redact') as raised:
        redacted("birthdate")
    assert raised.value.diagnostics[0].hint == 'did you mean "birthDate"?'


HEAD = """
basics:
  name: { en: José García, zh-Hans: 加西亚 }
  aliases: [Pepe Byron]
  email: jose@example.com
  phone: +44 20 7946 0958
  birthDate: 1990-12-10
  profiles: [{ network: GitHub, username: adasecret }]
"""


@pytest.mark.parametrize(
    "text",
    [
        *("JOSÉ GARCÍA", "josé garcía", "Jose Garcia", "García, J.", "GARCÍA", "Byron", "加西亚", "jose_garcia"),
        *(
            "https://josegarcia.example",
            "[me](https://example.com/garcia-j)",
            "https://github.com/AdaSecret/x",
            "@AdaSecret",
        ),
        *("+44-20-7946-0958", "(020) 7946 0958", "0044 20 79460958", "[call](tel:+442079460958)", "Garc\u00adía"),
        *("10 December 1990", "December 10th, 1990", "10.12.1990", "12/10/1990", "10. Dezember 1990", "1990年12月10日"),
        *("[mail](mailto:jose@example.com)", "Jose@Example.COM"),
    ],
)
def test_other_forms_of_what_is_hidden_are_found(text: str) -> None:
    source = f'{HEAD}  summary: "Before {text} after"\n'
    summary = profile.validate(parse(source, Path("ada.yaml")), redact=["blind"]).data["basics"]["summary"]
    assert summary in (
        "Before […] after",
        "Before @[…] after",
        "Before me after",
        "Before call after",
        "Before mail after",
    )


def test_a_name_that_is_typed_in_capitals_is_found_in_small_letters() -> None:
    source = "basics: { name: ADA LOVELACE, summary: Lovelace wrote it }"
    assert profile.validate(parse(source, Path("a.yaml")), redact=["blind"]).data["basics"]["summary"] == "[…] wrote it"


def test_words_that_are_no_secret_stay() -> None:
    text = "Will it? Mark 1990, 10 December 1991, page 7946, https://example.com/mark-up and van Gogh in C."
    head = "basics: { name: Will van Dyke, birthDate: 1990-12-10, phone: +1 555 010 7946 }\n"
    source = f"{head}sections: [{{ kind: text, entries: ['{text}'] }}]"
    data = profile.validate(parse(source, Path("ada.yaml")), redact=["blind"]).data
    assert data["sections"][0]["entries"] == [text.replace("Will", "[…]", 1)]


def test_a_secret_that_is_the_name_of_a_kind_or_a_year_leaves_them() -> None:
    head = "basics: { name: Ada, birthDate: 2000, profiles: [{ network: GitHub, username: experience }] }\n"
    source = f"{head}sections: [{{ kind: experience, entries: [{{ name: X, startDate: 2000 }}] }}]"
    section = profile.validate(parse(source, Path("ada.yaml")), redact=["blind"]).data["sections"][0]
    assert section == {"kind": "experience", "entries": [{"name": "X", "startDate": "2000"}]}


@pytest.mark.parametrize(("field", "needs"), [("kind", '"title" or "kind"'), ("basics.name", '"basics" needs "name"')])
def test_a_field_that_the_profile_needs_cannot_be_hidden(field: str, needs: str) -> None:
    with pytest.raises(CvgenError, match=f'"{field}" cannot be hidden: .*{needs}') as raised:
        redacted(field)
    assert raised.value.diagnostics[0].span


def test_an_empty_name_hides_nothing_and_is_refused() -> None:
    with pytest.raises(CvgenError, match='there is no field "" to redact'):
        redacted("")


def test_no_file_that_is_written_has_a_secret(tmp_path: Path) -> None:
    path = tmp_path / "ada-lovelace.yaml"
    path.write_text(PROFILE, encoding="utf-8")
    formats = tuple(name for name in EXPORTERS if name != "png")
    result = rendering.render(Request(path, output_dir=tmp_path / "out", formats=formats, redact=("blind",)), tex())
    for file in result.files:
        assert found(["ada", "lovelace"], file.name) == []
        assert found(IDENTITY, everything_in(file)) == [], file.name


def everything_in(path: Path) -> str:
    """All that a file says once its compressed parts are opened."""
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            parts = [repr(pdf.trailer), repr(pdf.Root), *map(repr, pdf.objects)]
            streams = [each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)]
            texts = "".join(stream.decode("latin-1") + stream.decode("utf-16-be", "ignore") for stream in streams)
        return "\n".join((*parts, texts))
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            return "\n".join(
                archive.read(name).decode("latin-1") for name in archive.namelist() if name.endswith("xml")
            )
    return path.read_text(encoding="utf-8")


def test_an_account_of_which_only_the_network_is_left_goes() -> None:
    source = "basics: { name: A, profiles: [{ network: X, url: 'https://x.com/a' }, { network: Y, username: b }] }\n"
    data = profile.validate(parse(source, Path("ada.yaml")), redact=["url"]).data
    assert data["basics"]["profiles"] == [{"network": "Y", "username": "b"}]


def test_what_is_empty_after_redaction_goes_and_labels_stay() -> None:
    source = """
basics: { name: A, url: https://a.example.com, email: [me@a.example.com], location: { address: 7 Lane } }
design: { labels: { advisor: Boss } }
"""
    data = profile.validate(parse(source, Path("ada.yaml")), redact=["contact", "url", "advisor"]).data
    assert data == {"basics": {"name": "A"}, "design": {"labels": {"advisor": "Boss"}}}


def test_a_part_of_the_name_stays_in_the_names_of_others() -> None:
    source = """
basics: { name: Luning Wang }
sections:
  - kind: publications
    entries: [{ name: Notes by Wang, authors: [Yu Wang, "Wang, L.", { name: Ning Wang }] }]
  - kind: education
    entries: [{ institution: X, advisor: [Prof. Yu Wang, Wang, Luning W] }]
  - kind: references
    entries: [{ name: Hao Wang }]
"""
    first, second, third = profile.validate(parse(source, Path("a.yaml")), redact=["blind"]).data["sections"]
    assert first["entries"][0]["authors"] == ["Yu Wang", "Anonymous", {"name": "Ning Wang"}]
    assert first["entries"][0]["name"] == "Notes by […]"
    assert second["entries"][0]["advisor"] == ["Prof. Yu Wang", "[…]", "[…] W"]
    assert third["entries"][0]["name"] == "Hao Wang"
