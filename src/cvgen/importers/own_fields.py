"""Fields of a profile that a file of JSON Resume has beside those of its format, as cvgen's export writes them.

The format allows fields that it does not know. Those that are called as in a profile are taken as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from cvgen.importers.node import Node
from cvgen.importers.parts import Data, mapping, section
from cvgen.text import dates
from cvgen.validation import schemas

_AS_TYPED: Final = "Text"  # at the end of a date's name: what JSON Resume has no date for
_CONTACTS: Final = {"emails": "email", "phones": "phone", "urls": "url"}


@cache
def kinds() -> Mapping[str, Mapping[str, Any]]:
    """Return the fields of an entry, by the kind of its section; a kind of texts or items has none."""
    definitions = schemas.profile()["$defs"]
    found: dict[str, Mapping[str, Any]] = {}
    for rule in definitions["section"]["allOf"]:
        items = rule["then"]["properties"]["entries"]["items"]
        fields = definitions[items.get("$ref", "").rpartition("/")[2]].get("properties", {})
        found[rule["if"]["properties"]["kind"]["const"]] = fields
    return found


def completed(kind: str, node: Node, entry: Data | None) -> Data | None:
    """Return an entry with the other fields of its kind that a node has."""
    if entry is None or not kinds().get(kind):
        return entry
    return mapping(**_with_typed_dates(node, entry), **_others(node, entry, kinds()[kind]))


def basics(node: Node, found: Data) -> Data:
    """Return the person with the other fields of a profile, and with all addresses of those that it has several of."""
    fields = {**found, **_others(node, found, schemas.profile()["$defs"]["basics"]["properties"])}
    for several, one in _CONTACTS.items():
        if more := node.texts(several):
            fields[one] = [*([fields[one]] if one in fields else []), *more]
    return mapping(**fields)


def sections(root: Node, known: Mapping[str, Any], made: list[Data | None]) -> list[Data | None]:
    """Return the sections of kinds that the format does not have, and those that stand as they do in a profile.

    One without entries has what stands above those of its kind, which are among the sections ``made``.
    """
    found: list[Data | None] = [
        section(key, [completed(key, each, {"": ""}) for each in root.children(key)])
        for key in root.names()
        if key in kinds() and key not in known and isinstance(root.value[key], list)
    ]
    for node in root.children("sections"):
        own = _copied(node)
        below = next(
            (each for each in [*made, *found] if each and each.get("kind") == own.get("kind") and "title" not in each),
            None,
        )
        if "entries" not in own and below is not None:
            below |= own
        else:
            found.append(own if "entries" in own else {key: value for key, value in own.items() if key != "kind"})
    return found


def _others(node: Node, entry: Data, fields: Mapping[str, Any]) -> Data:
    return {
        key: _copied(node.at(key))
        for key in node.names()
        if key in fields and key not in entry and not node.at(key).is_read
    }


def _with_typed_dates(node: Node, entry: Data) -> Data:
    """Return the fields with dates as they were typed, where the format could not hold them."""
    fields = {key: value for key, value in entry.items() if key}
    for name in ("startDate", "endDate", "releaseDate", "date"):
        typed = node.at(f"{name}{_AS_TYPED}")
        if not typed:
            continue
        text = _copied(typed)
        if name in {"date", "releaseDate"} or (isinstance(text, str) and dates.is_usual(text)):
            fields[name] = text
    return fields


def _copied(node: Node) -> Any:
    """Return a value as it is."""
    if isinstance(node.value, Mapping):
        return mapping(**{key: _copied(node.at(key)) for key in node.names()})
    if isinstance(node.value, list):
        return [each for i in range(len(node.value)) if (each := _copied(node.at(i)))]
    return node.used().value if isinstance(node.value, bool) else node.scalar()
