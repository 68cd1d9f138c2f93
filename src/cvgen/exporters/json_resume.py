"""Exports JSON Resume 1.x (https://jsonresume.org/schema), which other tools read.

It has no markup and no lists in lists: these become plain text, and items that begin with a dash. The roles of a job become jobs, and its
projects become projects. Fields that its schema does not know keep their names: it allows them, and so no text is lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from cvgen.text import dates, inline, lists
from cvgen.text.networks import account

if TYPE_CHECKING:
    from cvgen.exporters import RenderedDocument

NEEDS: Final = "document"
_SCHEMA: Final = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
_Fields = dict[str, Any]

_NAMES: Final[Mapping[str, str]] = {"experience": "work"}  # of sections there, where they differ from our kinds
_DATES: Final = frozenset({"startDate", "endDate", "releaseDate", "date", "birthDate"})
_NO_TEXT: Final = frozenset({"url", "email", "phone", "image", "username", "doi", "arxiv"})  # fields without markup
_LISTS: Final = frozenset(
    {"highlights", "keywords", "courses", "roles", "contributions"}
)  # whose items are texts there
_LEFT_OUT: Final = frozenset({"priority", "tags"})


def export(rendered: RenderedDocument) -> Mapping[str, bytes]:
    """Return the résumé."""
    resume = to_json(rendered.profile.data)
    return {f"{rendered.name}.json": (json.dumps(resume, ensure_ascii=False, indent=2) + "\n").encode()}


def to_json(profile: Mapping[str, Any]) -> _Fields:
    """Return the data of a profile as JSON Resume."""
    resume: _Fields = {"$schema": _SCHEMA, "basics": _basics(profile["basics"])}
    for section in _sections(profile.get("sections", ())):
        _add_section(resume, section)
    return resume


def _sections(sections: Sequence[_Fields]) -> Iterator[_Fields]:
    for section in sections:
        yield section
        yield from _sections(section.get("sections", ()))


def _add_section(resume: _Fields, section: _Fields) -> None:
    kind, entries = str(section.get("kind", "")), section.get("entries", [])
    if kind in {"text", "bullets", "numbered", "table"} or not kind or "summary" in section:
        about = {key: section[key] for key in ("title", "kind", "summary") if section.get(key)}
        converted = _converted(about)
        if kind in {"text", "bullets", "numbered"}:
            converted["entries"] = list(_lines(entries))
        elif kind == "table":
            converted["entries"] = [_converted(row) for row in entries]
        if converted.keys() - {"title", "kind"}:
            resume.setdefault("sections", []).append(converted)
        if "entries" in converted:
            return
    for entry in entries:
        for name, fields in _entry(_NAMES.get(kind, kind), entry):
            resume.setdefault(name, []).append(fields)


def _entry(name: str, entry: _Fields) -> Iterator[tuple[str, _Fields]]:
    """Yield an entry, and the roles and projects inside it, each with the name of its section."""
    if name == "work" and "roles" in entry:
        about = {key: value for key, value in entry.items() if key not in {"roles", "projects"}}
        for role in entry["roles"]:
            yield from _entry(name, about | role)
    else:
        fields = _converted({key: value for key, value in entry.items() if key != "projects"})
        if name == "work" and isinstance(fields.get("location"), dict):
            fields["location"] = ", ".join(map(str, fields["location"].values()))
        yield name, fields
    for project in entry.get("projects", ()):
        yield from _entry("projects", {"entity": entry["name"], **project} if "name" in entry else project)


def _basics(basics: _Fields) -> _Fields:
    fields = _converted(
        {key: value for key, value in basics.items() if key not in {"email", "phone", "url", "profiles"}}
    )
    for key in ("email", "phone", "url"):
        addresses = [_address(each) for each in _list(basics.get(key, []))]
        fields |= {key: addresses[0]} if addresses else {}
        fields |= {f"{key}s": addresses[1:]} if addresses[1:] else {}
    if isinstance(fields.get("location"), str):
        fields["location"] = {"address": fields["location"]}
    if profiles := basics.get("profiles"):
        fields["profiles"] = list(map(_profile, profiles))
    return fields


def _address(value: Any) -> str:
    """Return an address, which may have a label beside it."""
    return str(next(iter(value.values())) if isinstance(value, dict) else value).strip()


def _profile(fields: _Fields) -> _Fields:
    converted = _converted(fields)
    if "url" not in fields and "username" in fields:
        found = account(str(fields["network"]), str(fields["username"]))
        converted |= {"url": found.url} if found.url else {}
    return converted


def _converted(fields: Mapping[str, Any]) -> _Fields:
    converted: _Fields = {}
    for key, value in fields.items():
        if key in _DATES:
            converted |= _dates(key, value)
        elif key not in _LEFT_OUT:
            converted[key] = _value(key, value)
    return converted


def _dates(key: str, value: Any) -> _Fields:
    """Return a date, which the schema wants as 2024-05-17 or the beginning of that, and as typed if it is none."""
    if isinstance(value, str) and value.strip().lower() == "present":
        return {}  # there, what has no end goes on
    date = _iso(value) if isinstance(value, str) else None
    if date is not None:
        return {key: date}
    typed = [_converted(each) if isinstance(each, dict) else _plain(str(each)) for each in _list(value)]
    year = re.match(r"\D*([12]\d{3})\b", str(value))
    return {**({key: year[1]} if year and key != "date" else {}), f"{key}Text": typed if len(typed) > 1 else typed[0]}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _value(key: str, value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if key in _LISTS:
        return list(_lines(_list(value)))
    if isinstance(value, dict):
        return _converted(value)
    if isinstance(value, list):
        texts = [_value(key, each) for each in value]
        return "\n\n".join(map(str, texts)) if key in {"summary", "description", "reference"} else texts
    return str(value) if key in _NO_TEXT else _plain(str(value))


def _iso(date: str) -> str | None:
    try:
        found = dates.parse_date(date)
    except ValueError:
        return None
    if found.season:
        return None
    return "-".join((str(found.year), *(f"{part:02}" for part in (found.month, found.day) if part)))


def _plain(text: str) -> str:
    """Return a text without its markup; the lines of a list that is typed in it stay lines."""
    if lists.find(text):
        return "\n".join(str(inline.parse(line)) for line in text.splitlines())
    return str(inline.parse(text))


def _lines(items: Sequence[Any], dash: str = "") -> Iterator[str]:
    """Yield the items of a list as texts, those of lists within it behind a dash."""
    for item in items:
        if not isinstance(item, dict):
            yield dash + _plain(str(item))
            continue
        label, text = item.get("label") or item.get("name"), item.get("text") or item.get("summary")
        notes = [_plain(str(item[key])) for key in ("code", "score", "date") if key in item]
        shown = ": ".join(_plain(str(each)) for each in (label, text) if each)
        yield dash + shown + (f" ({', '.join(notes)})" if notes else "")
        for key in ("highlights", "contributions"):
            yield from _lines(item.get(key, ()), "- " if not dash else f"  {dash}")
