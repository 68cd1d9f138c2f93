"""Makes a profile from the schema that has every field of every kind of entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cvgen.validation import schemas

_DEFINITIONS: dict[str, Any] = schemas.profile()["$defs"]
_DEEPEST = 12  # the depth where schemas that contain themselves stop

# Valid values where not every text is valid, by the name of a definition or of a property with a pattern.
_VALUES: dict[str, str] = {
    "arxiv": "2506.15251",
    "birthDate": "2000-01-31",
    "date": "2024-05",
    "dates": "2024-05-17",
    "doi": "10.1000/a_b%c#1",
    "email": "a_b#c@example.com",
    "emails": "a_b#c@example.com",
    "endDate": "present",
    "break": "avoid",
    "lead": "position",
    "numbering": "ascending",
    "priority": "9",
    "url": "https://example.com/~a_b/%20?x=1&y=#z",
    "urls": "https://example.com/~a_b/%20?x=1&y=#z",
}


UNPRINTED = {"aliases", "tags"}  # fields by which others are chosen


def every_field(text: Callable[[], str]) -> dict[str, Any]:
    """Return a valid profile with all fields of all kinds, except the photo; ``text`` returns each text."""
    basics = _filled(_DEFINITIONS["basics"], text, 0)
    del basics["image"]
    return {"basics": basics, "sections": [_section(rule, text) for rule in _DEFINITIONS["section"]["allOf"]]}


def _section(rule: dict[str, Any], text: Callable[[], str]) -> dict[str, Any]:
    kind = rule["if"]["properties"]["kind"]["const"]
    entry = rule["then"]["properties"]["entries"]["items"]
    return {"title": text(), "kind": kind, "summary": text(), "entries": [_filled(entry, text, 0)]}


def _filled(schema: dict[str, Any], text: Callable[[], str], depth: int) -> Any:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _VALUES[name] if name in _VALUES else _filled(_DEFINITIONS[name], text, depth + 1)
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "object" in types:
        return {
            name: _VALUES[name] if name in _VALUES and "pattern" in rule else _filled(rule, text, depth + 1)
            for name, rule in schema["properties"].items()
            if name not in UNPRINTED and (depth < _DEEPEST or not _holds_more(rule))
        }
    if types == ["array"]:
        return [_filled(schema["items"], text, depth + 1)]
    return True if types == ["boolean"] else text()


def _holds_more(schema: dict[str, Any]) -> bool:
    resolved = _DEFINITIONS[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return bool(resolved["type"] == "array")
