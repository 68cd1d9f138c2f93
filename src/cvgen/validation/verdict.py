"""Says whether data follows a schema, and no more: what breaks a schema, jsonschema says.

Most profiles are valid, and jsonschema costs more time than all the rest of a validation: 0.06 s to import, and 4 ms for a
CV of two pages. Here each schema becomes a function when data first reaches it, so a CV pays for the kinds of its own sections.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Sized
from typing import Any, Final, TypeAlias

Schema: TypeAlias = Mapping[str, Any]
Check: TypeAlias = Callable[[Any], bool]


def checker(schema: Schema, others: Mapping[str, Schema] | None = None) -> Check:
    """Return a function that says whether data is valid: JSON's types, where a text may stand for a number.

    ``others`` are the schemas that this one refers to, by their file names. False may also mean that a keyword is not
    known here: whoever gets it must ask jsonschema.
    """
    return _Checks({**(others or {}), "": schema}).of(schema, "")


class _Checks:
    """The checks of some documents, each made once."""

    def __init__(self, documents: Mapping[str, Schema]) -> None:
        self._documents = documents
        self._made: dict[tuple[str, int], Check] = {}

    def of(self, schema: Schema, document: str) -> Check:
        """Return the check of a schema in a document; its rules are made when it is first called."""
        key = document, id(schema)
        if key not in self._made:
            self._made[key] = self._lazily(schema, document)
        return self._made[key]

    def _lazily(self, schema: Schema, document: str) -> Check:
        rules: list[Check] | None = None

        def check(data: Any) -> bool:
            nonlocal rules
            if rules is None:
                rules = [
                    rule for key in schema if key not in ANNOTATIONS and (rule := self._rule(key, schema, document))
                ]
            return all(rule(data) for rule in rules)

        return check

    def _rule(self, keyword: str, schema: Schema, document: str) -> Check | None:
        """Return the rule of a keyword; None if the rule of another keyword has it."""
        value = schema[keyword]
        match keyword:
            case "$ref":
                return self._referred(value, document)
            case "properties" | "additionalProperties":
                if keyword == "additionalProperties" and "properties" in schema:
                    return None
                return self._members(schema, document)
            case "items":
                item = self.of(value, document)
                return lambda data: type(data) is not list or all(map(item, data))
            case "allOf":
                every = [self.of(each, document) for each in value]
                return lambda data: all(each(data) for each in every)
            case "anyOf":
                some = [self.of(each, document) for each in value]
                return lambda data: any(each(data) for each in some)
            case "if":
                condition, then = self.of(value, document), self.of(schema["then"], document)
                return lambda data: not condition(data) or then(data)
            case "then" if "if" in schema:
                return None
        return RULES[keyword](value) if keyword in RULES else _unknown

    def _referred(self, reference: str, document: str) -> Check:
        file, _, path = reference.partition("#")
        node: Any = self._documents[file or document]
        for step in path.strip("/").split("/"):
            node = node[step] if step else node
        return self.of(node, file or document)

    def _members(self, schema: Schema, document: str) -> Check:
        others = schema.get("additionalProperties", True)
        other = _always(others) if isinstance(others, bool) else self.of(others, document)
        members = {key: self.of(each, document) for key, each in schema.get("properties", {}).items()}
        return lambda data: type(data) is not dict or all(members.get(key, other)(data[key]) for key in data)


def _always(verdict: bool) -> Check:
    return lambda _: verdict


def _unknown(_: Any) -> bool:
    return False


def _has_type(names: str | Sequence[str]) -> Check:
    types = tuple(TYPES[name] for name in ([names] if isinstance(names, str) else names))
    allowed = frozenset(each for some in types for each in some)
    return lambda data: type(data) in allowed


def _matches(pattern: str) -> Check:
    if pattern == r"\S":
        return lambda data: type(data) is not str or bool(data.strip())
    search = re.compile(pattern).search
    return lambda data: type(data) is not str or search(data) is not None


def _has_keys(keys: Sequence[str]) -> Check:
    return lambda data: type(data) is not dict or all(key in data for key in keys)


def _has_partners(partners: Mapping[str, Sequence[str]]) -> Check:
    def check(data: Any) -> bool:
        if type(data) is not dict:
            return True
        return all(key not in data or all(each in data for each in needed) for key, needed in partners.items())

    return check


def _is_one_of(choices: Sequence[Any]) -> Check:
    texts = frozenset(choice for choice in choices if type(choice) is str)
    others = [choice for choice in choices if type(choice) is not str]

    def check(data: Any) -> bool:
        if type(data) is str:
            return data in texts
        return any(type(data) is type(choice) and data == choice for choice in others)

    return check


def _at_least(kind: type[Sized], least: int) -> Check:
    return lambda data: not isinstance(data, kind) or len(data) >= least


def _at_most(kind: type[Sized], most: int) -> Check:
    return lambda data: not isinstance(data, kind) or len(data) <= most


NUMBERS: Final = (int, float)
TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": NUMBERS,
    "null": (type(None),),
}
RULES: Final[Mapping[str, Callable[[Any], Check]]] = {
    "type": _has_type,
    "pattern": _matches,
    "required": _has_keys,
    "dependentRequired": _has_partners,
    "enum": _is_one_of,
    "const": lambda value: _is_one_of([value]),
    "minItems": lambda least: _at_least(list, least),
    "maxItems": lambda most: _at_most(list, most),
    "minLength": lambda least: _at_least(str, least),
    "maxLength": lambda most: _at_most(str, most),
    "minProperties": lambda least: _at_least(dict, least),
    "minimum": lambda least: lambda data: type(data) not in NUMBERS or data >= least,
    "maximum": lambda most: lambda data: type(data) not in NUMBERS or data <= most,
}
ANNOTATIONS: Final = frozenset(
    ("$comment", "$defs", "$id", "$schema", "default", "defaultSnippets", "description", "examples", "title")
)
