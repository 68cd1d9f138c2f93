"""Compares what a résumé parser fills in with the document that a PDF was made from, field by field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from cvgen.inspect.extractors.pdfium import read_with_pdfium
from cvgen.inspect.resume.fields import Fields, Group, Job, School
from cvgen.inspect.resume.parser import parse
from cvgen.steps.document.model import Document, Entry, Facts, Item, Kind, Section
from cvgen.steps.document.phrases import between, shown_when
from cvgen.text.language import Language


class Expected(NamedTuple):
    """A field of a document: what it is, its text, and whether the parser found it."""

    field: str
    text: str
    found: bool


def compare(document: Document, fields: Fields) -> Iterator[Expected]:
    """Yield each field of a document that a parser should fill in."""
    person, spoken = document.person, document.language
    yield Expected("name", str(person.name), _same(fields.name, str(person.name)))
    for contact in person.contacts:
        text = str(contact.text)
        match contact.kind:
            case Kind.EMAIL:
                yield Expected("mail", text, text in fields.emails)
            case Kind.PHONE:
                yield Expected("phone", text, text in fields.phones or not re.search(r"\d{3}", text))
            case Kind.LOCATION:
                yield Expected("place", text, _same(fields.place, text))
            case _ if contact.url:
                yield Expected("links", text, any(_plain(link) in _plain(text) for link in fields.links))
    for section in _sections(document.sections):
        yield from _of_section(section, fields, spoken)


def _of_section(section: Section, fields: Fields, spoken: Language) -> Iterator[Expected]:
    for block in section.blocks:
        if isinstance(block, Entry) and section.kind == "experience":
            for company, role in _roles(block):
                title = role.title if role.kind is Kind.ROLE else between(spoken.comma, role.subtitle)
                when = between(spoken.comma, [shown_when(each, spoken) for each in role.when])
                wanted = (str(company), str(title), str(when), tuple(_bullets((*role.bullets, *role.contributions))))
                yield Expected("jobs", f"{wanted[0]}: {wanted[1]}", any(_is_job(job, *wanted) for job in fields.jobs))
        elif isinstance(block, Entry) and section.kind == "education":
            when = between(spoken.comma, [shown_when(each, spoken) for each in block.when])
            degree = str(between(spoken.comma, block.subtitle))
            found = any(_is_school(school, str(block.title), degree, str(when)) for school in fields.schools)
            yield Expected("schools", str(block.title), found)
        elif isinstance(block, Facts) and section.kind == "skills":
            for fact in block.facts:
                yield Expected(
                    "skills",
                    str(fact.label),
                    any(
                        _is_group(group, str(fact.label), [str(each) for each in fact.values])
                        for group in fields.skills
                    ),
                )


def _roles(entry: Entry) -> Iterator[tuple[object, Entry]]:
    roles = [each for each in entry.entries if each.kind is Kind.ROLE]
    yield from ((entry.title, role) for role in roles or [entry])


def _sections(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _sections(section.sections)


def _bullets(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        if item.text:
            yield str(item.text)
        yield from _bullets((*item.bullets, *item.numbers))


def _is_job(job: Job, company: str, title: str, when: str, bullets: Sequence[str]) -> bool:
    read = " ".join(map(_plain, job.bullets))
    return (
        _same(job.company, company)
        and _same(job.title, title)
        and _same(job.dates.text, when)
        and all(_plain(bullet) in read for bullet in bullets)
    )


def _is_school(school: School, institution: str, degree: str, when: str) -> bool:
    return _same(school.institution, institution) and _same(school.degree, degree) and _same(school.dates.text, when)


def _is_group(group: Group, label: str, values: Sequence[str]) -> bool:
    read = _plain(" ".join((group.name, *group.keywords)))
    return all(_plain(each) in read for each in (label, *values))


def _same(found: str, wanted: str) -> bool:
    return _plain(found) == _plain(wanted)


def _plain(text: str) -> str:
    """Return a text without white space, punctuation and differences that nobody sees."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", text)


@cache
def fields_of(pdf: Path) -> Fields:
    """Return what the parser of cvgen check fills in for a PDF."""
    pages: list[dict[str, Any]] = []
    with pdf.open("rb") as stream:
        read_with_pdfium(stream, lambda subject, **entries: pages.append(entries) if subject == "page" else None)
    with pikepdf.open(pdf) as opened:
        return parse(pages, str(opened.Root.Lang))
