"""The fields that a résumé parser fills in, and their JSON Resume."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates as written, and the ends of their range as ISO dates, as exact as they are; None if there is none.

    ``end`` is also None where the range is ongoing.
    """

    text: str = ""
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A position at an organisation. ``notes`` are the lines before, between and after its bullets."""

    company: str
    title: str
    place: str
    dates: Dates
    bullets: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class School:
    """A stay at a school; ``degree`` is what was studied there."""

    institution: str
    degree: str
    place: str
    dates: Dates
    bullets: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of skills, or a single skill without keywords."""

    name: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of any other section, such as a project or an award; ``kind`` is that of the section."""

    kind: str
    name: str
    dates: Dates
    bullets: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section, its kind (see ``contents.section_kind``), and its page."""

    title: str
    kind: str
    page: int


@dataclass(frozen=True, slots=True)
class Fields:
    """All fields, in the order of the PDF; empty where the parser finds nothing."""

    name: str = ""
    headline: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    place: str = ""
    links: tuple[str, ...] = ()
    summary: str = ""
    jobs: tuple[Job, ...] = ()
    schools: tuple[School, ...] = ()
    skills: tuple[Group, ...] = ()
    languages: tuple[Group, ...] = ()
    items: tuple[Item, ...] = ()
    sections: tuple[Heading, ...] = ()

    def as_json_resume(self) -> dict[str, Any]:
        """Return the fields as a document of JSON Resume, without those that are empty."""
        basics = {
            "name": self.name,
            "label": self.headline,
            "email": next(iter(self.emails), ""),
            "phone": next(iter(self.phones), ""),
            "summary": self.summary,
            "location": {"address": self.place} if self.place else {},
            "profiles": [{"url": _with_scheme(each)} for each in self.links],
        }
        work = [
            {"name": each.company, "position": each.title, "location": each.place, **_range(each.dates)}
            | {"summary": "\n".join(each.notes), "highlights": list(each.bullets)}
            for each in self.jobs
        ]
        education = [
            {"institution": each.institution, "area": each.degree, **_range(each.dates)}
            | {"courses": [*each.notes, *each.bullets]}
            for each in self.schools
        ]
        resume = {
            "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
            "basics": basics,
            "work": work,
            "education": education,
            "skills": [{"name": each.name, "keywords": list(each.keywords)} for each in self.skills],
            "languages": [{"language": each.name, "fluency": ", ".join(each.keywords)} for each in self.languages],
            **{key: [_item(each, key) for each in self.items if each.kind == kind] for kind, key in _KEYS.items()},
        }
        return dict(_without_empty(resume))


_KEYS = {
    "projects": "projects",
    "awards": "awards",
    "certificates": "certificates",
    "publications": "publications",
    "interests": "interests",
    "references": "references",
}


def _item(item: Item, key: str) -> dict[str, Any]:
    notes = "\n".join(item.notes)
    match key:
        case "projects":
            return {"name": item.name, **_range(item.dates), "description": notes, "highlights": list(item.bullets)}
        case "awards":
            return {"title": item.name, "date": item.dates.start, "summary": "\n".join((*item.notes, *item.bullets))}
        case "certificates":
            return {"name": item.name, "date": item.dates.start}
        case "publications":
            return {"name": item.name, "releaseDate": item.dates.start, "summary": notes}
        case "interests":
            return {"name": item.name, "keywords": [*item.notes, *item.bullets]}
        case _:
            return {"name": item.name, "reference": "\n".join((*item.notes, *item.bullets))}


def _range(dates: Dates) -> dict[str, Any]:
    return {"startDate": dates.start, "endDate": dates.end}


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_empty(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in (None, "", [], {})}
    return [_without_empty(each) for each in value] if isinstance(value, list) else value
