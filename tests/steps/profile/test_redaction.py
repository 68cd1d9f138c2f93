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
