"""The JSON of a report."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from cvgen.cli import json_lines
from cvgen.inspect.inspection import inspect_pdf
from cvgen.inspect.resume.fields import Dates, Fields, Group, Item, Job, School
from tests.inspect.documents import (
    address,
    cv,
    lines,
    linked,
)

KEYS = """
    format findings findings.code findings.severity findings.message findings.hint findings.pages
    file file.path file.bytes file.pages file.pdf_version file.title file.producer file.creator file.encryption
    file.copying file.standards file.active file.repaired
    pages pages.number pages.width pages.height pages.words pages.order pages.columns pages.interleaved
    pages.out_of_order pages.image
    text text.extractor text.version text.pages text.error
    fields
    agreement agreement.words agreement.order agreement.disputed
    agreement.pairs agreement.pairs.first agreement.pairs.second agreement.pairs.words agreement.pairs.order
    sections sections.title sections.kind sections.page sections.found_by
    emails emails.text emails.page emails.found_by phones phones.text phones.page phones.found_by addresses
    links links.page links.kind links.target links.text links.in_text links.problem
    dates dates.text dates.start dates.end dates.ongoing dates.page
    fonts fonts.name fonts.type fonts.embedded fonts.to_unicode fonts.readable fonts.characters
    tagging tagging.marked tagging.tree tagging.language tagging.headings tagging.elements
    tagging.figures_without_text
"""
FIELDS = """
    name headline emails phones place links summary languages sections
    jobs jobs.company jobs.title jobs.place jobs.bullets jobs.notes jobs.dates
    jobs.dates.text jobs.dates.start jobs.dates.end
    schools schools.institution schools.degree schools.place schools.bullets schools.notes schools.dates
    skills skills.name skills.keywords items items.kind items.name items.bullets items.notes items.dates
"""


def keys(value: Any, at: str = "") -> set[str]:
    """The keys within JSON, with the way to them."""
    if isinstance(value, dict):
        return {f"{at}{key}" for key in value}.union(*(keys(each, f"{at}{key}.") for key, each in value.items()))
    return set().union(*(keys(each, at) for each in value)) if isinstance(value, list) else set()


def test_the_keys_of_the_json_stay(tmp_path: Path) -> None:
    report = linked(tmp_path, address("https://example.org"))
    output = keys(json.loads(json.dumps(report.as_data())))
    assert {key for key in output if not key.startswith(("tagging.elements.", "fields."))} == {*KEYS.split()}


def test_the_keys_of_the_fields_stay() -> None:
    parts = {Fields: "", Job: "jobs.", School: "schools.", Group: "skills.", Item: "items.", Dates: "jobs.dates."}
    found = {f"{at}{field.name}" for part, at in parts.items() for field in dataclasses.fields(part)}
    assert found == {*FIELDS.split()}


def test_the_json_is_ascii(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = cv(tmp_path, lines("caf\xe9", top=500))
    json_lines.result(path, ok=True, report=inspect_pdf(path).as_data())
    output = capsys.readouterr().out
    assert ("caf\\u00e9" in output, output.isascii()) == (True, True)
