"""Explains what breaks a schema: each violation as diagnostics with a place, a problem and a remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from cvgen.diagnostics import Diagnostic, Pointer, Span, did_you_mean, pointer_name
from cvgen.text import dates
from cvgen.validation import other_names, schemas

if TYPE_CHECKING:
    from jsonschema import ValidationError

_TYPE_NAMES: Final = {
    "object": "a mapping (lines of key: value)",
    "array": "a list (lines that start with -)",
    "string": "a text",
    "number": "a number",
    "integer": "a number",
    "boolean": "true or false",
}


_OF_THE_TOP: Final = ('write it under "basics"', 'write "profiles" under')
_WORDS: Final = 4  # of an item in a text with commas that is a list
_LONGEST_SHOWN: Final = 80  # characters of a text in a hint
_FORMS: Final = {
    "DOI": "write it as 10.1000/182, with doi: or https://doi.org/ before it or without",
    "arXiv number": "write it as 2506.15251 or math.GT/0309136",
}  # what to write, by the title of the schema

DATE_FORMS: Final = "write 2024-05, 2024-05-17, 2024 or Fall 2024"


def violations(
    data: Any, spans: Mapping[Pointer, Span], key_spans: Mapping[Pointer, Span], rules: schemas.Rules
) -> Iterator[Diagnostic]:
    """Yield the problems of data that breaks a schema; the spans are the places of its values and of its keys.

    A key may have a place and no value: it was left out because it is empty.
    """
    if rules.are_kept_by(data):
        return
    root = rules.validator.schema
    assert isinstance(root, Mapping)  # a schema may be true or false, but ours are not
    found: list[tuple[Pointer, Diagnostic]] = []
    for error in rules.validator.iter_errors(data):
        broken = _BrokenRule(error, spans, key_spans, root)
        found += [(broken.pointer, each) for each in _EXPLANATIONS.get(broken.keyword, _explain_other)(broken)]
    # A key by another name is one mistake: what is missing is most likely there, under that name.
    unknown = {pointer: diagnostic for pointer, diagnostic in found if diagnostic.code == "unknown-key"}
    named = {(pointer, _meant(each)) for pointer, each in found if each.code == "unknown-key"}
    for pointer, diagnostic in found:
        if diagnostic.code == "missing-key" and pointer in unknown:
            needed = set(re.findall(r'"(\w+)"', diagnostic.message.partition(" needs ")[2]))
            if any((pointer, key) in named for key in needed):
                continue
        yield diagnostic


def _meant(unknown: Diagnostic) -> str | None:
    """Return the key that the hint of an unknown key names."""
    match = re.match(r'(?:did you mean|write) "(\w+)', unknown.hint or "")
    return match[1] if match else None


class _BrokenRule:
    """A rule of the schema, the value that breaks it, and its place."""

    def __init__(
        self,
        error: ValidationError,
        spans: Mapping[Pointer, Span],
        key_spans: Mapping[Pointer, Span],
        root: Mapping[str, Any],
    ) -> None:
        self.error = error
        self.root = root
        self.key_spans = key_spans
        self.pointer: Pointer = tuple(error.absolute_path)
        self.span = spans[self.pointer]
        self.name = pointer_name(self.pointer)
        self.keyword = str(error.validator)
        self.rule: Any = error.validator_value
        self.instance: Any = error.instance
        self.schema: Mapping[str, Any] = error.schema if isinstance(error.schema, dict) else {}
        self.hint = _description(error, root)

    def key_span(self, key: str) -> Span:
        """Return the place of a key in the value."""
        return self.key_spans[*self.pointer, key]

    def cut_at_comma(self, key: str) -> str | None:
        """Return what to write if a key without a value is the rest of the text before it: ``{name: Corp, Inc.}``."""
        keys = list(self.instance)
        before = keys[max(0, keys.index(key) - 1)]
        text = self.instance[before]
        in_one_line = self.key_span(before).line == self.key_span(key).line
        if self.instance[key] is None and in_one_line and isinstance(text, str) and len(text + key) <= _LONGEST_SHOWN:
            return f'if this is one text, put it in quotes: "{text}, {key}"'
        return None

    def as_list(self) -> str | None:
        """Return how a text would be written as the list that the schema wants, if its items may be texts."""
        items = self.schema.get("items", {})
        items = self.root["$defs"].get(str(items.get("$ref", "")).rpartition("/")[2], items)
        if not isinstance(self.instance, str) or "string" not in items.get("type", ()):
            return None
        texts = [text.strip() for text in re.split(r"[,;、，]", self.instance) if text.strip()]
        are_words = len(texts) > 1 and all(len(text.split()) <= _WORDS for text in texts)
        if are_words and len(self.instance) <= _LONGEST_SHOWN:
            return f"write [{', '.join(texts)}]"
        short = len(self.instance) <= _LONGEST_SHOWN and not re.search(r"[\[\]{},:#\n\"]", self.instance)
        return f"write [{self.instance.strip()}]" if short else 'write it in a line of its own that starts with "- "'

    def left_out(self, key: str) -> Diagnostic | None:
        """Return the problem of a key whose value was left out because it is empty; None if there is no such key."""
        span = self.key_spans.get((*self.pointer, key))
        hint = "write something"
        return Diagnostic(f'"{key}" is empty', span, hint, code="empty-value") if span else None


def _explain_unknown(broken: _BrokenRule) -> Iterator[Diagnostic]:
    known = broken.schema["properties"]
    for key in broken.instance:
        if key not in known:
            span = broken.key_span(key)
            if hint := broken.cut_at_comma(key):
                yield Diagnostic(f'unknown key "{key}"', span, hint, code="unknown-key")
                continue
            hint = _near_key(key, known)
            if {"label", "highlights"} <= known.keys() and isinstance(broken.instance[key], list):
                hint = f'write "label: {key}" and, in the next line, "highlights:" above its list'
            elif "string" in broken.schema.get("type", ()) and not hint.startswith("did you mean"):
                hint = 'if this is one text, put it in quotes: it contains ": "'
            yield Diagnostic(f'unknown key "{key}"', span, hint, code="unknown-key")


def _explain_required(broken: _BrokenRule) -> Iterator[Diagnostic]:
    # jsonschema reports each missing key by itself, and names it in the message alone.
    missing = next(key for key in broken.rule if broken.error.message.startswith(repr(key)))
    if empty := broken.left_out(missing):
        yield empty
        return
    description = broken.schema.get("properties", {}).get(missing, {}).get("description")
    hint = description or broken.hint
    yield Diagnostic(f'{broken.name} needs "{missing}"', broken.span, hint, code="missing-key")


def _explain_dependent(broken: _BrokenRule) -> Iterator[Diagnostic]:
    for key, needed in broken.rule.items():
        for missing in needed:
            if key in broken.instance and broken.error.message.startswith(f"{missing!r} is a dependency of {key!r}"):
                if empty := broken.left_out(missing):
                    yield empty
                    continue
                known = broken.schema["properties"][missing]
                choices = f" One of: {', '.join(known['enum'])}." if "enum" in known else ""
                span = broken.key_span(key)
                message, hint = f'"{key}" needs "{missing}" beside it', known["description"] + choices
                yield Diagnostic(message, span, hint, code="missing-partner")


def _explain_type(broken: _BrokenRule) -> Iterator[Diagnostic]:
    if broken.instance is None:
        span = broken.key_spans.get(broken.pointer, broken.span)
        hint = "write one, or delete the line"
        yield Diagnostic(f"{broken.name} has no value", span, hint, code="empty-value")
    else:
        kinds = {dict: "object", list: "array", bool: "boolean"}
        kind = _TYPE_NAMES[kinds.get(type(broken.instance), "string")]
        glued = isinstance(broken.instance, str) and re.match(r"\w+:\S", broken.instance)
        remedy = "put a space after the colon of a key" if glued else broken.as_list() or broken.hint
        message = f"{broken.name} must be {_wanted(broken.rule)}, not {kind}"
        yield Diagnostic(message, broken.span, remedy, code="wrong-type")


def _explain_any(broken: _BrokenRule) -> Iterator[Diagnostic]:
    keys = [option["required"][0] for option in broken.rule if "required" in option]
    if empty := next(filter(None, map(broken.left_out, keys)), None):
        yield empty
        return
    needed = map(_quoted, keys)
    message = f"{broken.name} needs {' or '.join(needed)}"
    yield Diagnostic(message, broken.span, broken.hint, code="missing-key")


def _explain_enum(broken: _BrokenRule) -> Iterator[Diagnostic]:
    if not isinstance(broken.instance, str):
        return  # the type is reported
    meant = other_names.KINDS.get(broken.instance.lower())
    near = f'did you mean "{meant}"?' if meant in broken.rule else did_you_mean(broken.instance, broken.rule)
    hint = near or f"one of: {', '.join(broken.rule)}"
    yield Diagnostic(f'there is no {broken.name} "{broken.instance}"', broken.span, hint, code="unknown-value")


def _explain_pattern(broken: _BrokenRule) -> Iterator[Diagnostic]:
    text = str(broken.instance)
    title = str(broken.schema.get("title", broken.name))
    if not text.strip():
        yield _empty(broken)
    elif "date" in title and title != "date format":
        message = f"{broken.name} is not a date: {_shown(text)}"
        yield Diagnostic(message, broken.span, date_hint(text) or DATE_FORMS, code="date-format")
    else:
        schemeless = title == "web address" and re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text)
        hint = f"did you mean https://{text}?" if schemeless else _FORMS.get(title, broken.hint)
        message = f"{broken.name} is not a valid {title}: {_shown(text)}"
        yield Diagnostic(message, broken.span, hint, code="invalid-value")


def _explain_empty(broken: _BrokenRule) -> Iterator[Diagnostic]:
    if broken.instance:  # some lists need two items
        yield from _explain_other(broken)
    else:
        yield _empty(broken)


def _explain_nothing(_: _BrokenRule) -> Iterator[Diagnostic]:
    return iter(())


def _explain_other(broken: _BrokenRule) -> Iterator[Diagnostic]:
    message = f"{broken.name}: {broken.error.message}"
    yield Diagnostic(message, broken.span, broken.hint, code="invalid-value")


def _empty(broken: _BrokenRule) -> Diagnostic:
    hint = "write something, or delete the line"
    return Diagnostic(f"{broken.name} is empty", broken.span, hint, code="empty-value")


_EXPLANATIONS: Final[Mapping[str, Callable[[_BrokenRule], Iterator[Diagnostic]]]] = {
    "additionalProperties": _explain_unknown,
    "anyOf": _explain_any,
    "dependentRequired": _explain_dependent,
    "enum": _explain_enum,
    "minItems": _explain_empty,
    "minLength": _explain_nothing,  # every text with a minLength has a pattern, which says it
    "minProperties": _explain_empty,
    "pattern": _explain_pattern,
    "required": _explain_required,
    "type": _explain_type,
}


def _wanted(types: str | list[str]) -> str:
    names = [types] if isinstance(types, str) else types
    return " or ".join(dict.fromkeys(_TYPE_NAMES[t] for t in names if t not in {"number", "integer"}))


def _quoted(word: str) -> str:
    return f'"{word}"'


def _shown(instance: Any) -> str:
    text = str(instance)
    return _quoted(text if len(text) <= 60 else text[:57] + "...")


def _near_key(key: str, known: Mapping[str, Any]) -> str:
    kinds = schemas.profile()["$defs"]["section"]["properties"]["kind"]["enum"]
    if "sections" in known and "kind" not in known and (key.lower() in kinds or key.lower() in other_names.KINDS):
        # JSON Resume has its sections at the top.
        return 'sections stand under "sections", each with a title, a kind and entries; cvgen new shows how'
    for candidate in other_names.KEYS.get(key.lower(), ()):
        if candidate in known:
            return f'did you mean "{candidate}"?'
    top = "sections" in known and "kind" not in known
    elsewhere = other_names.ELSEWHERE.get(key.lower())
    if elsewhere and (top or not elsewhere.startswith(_OF_THE_TOP)):
        return elsewhere
    return did_you_mean(key, known) or f"the keys here are: {', '.join(known)}"


def date_hint(text: str) -> str | None:
    """Return what is wrong with a text that is not a date, or what to write in its place, if that is clear."""
    if dates.iso(text) or re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text.strip(), re.ASCII):
        try:
            dates.parse_date(text)
        except ValueError as error:
            return str(error)
    if text.strip().lower() in {"now", "current", "ongoing", "today", "present", "to date", "till now"}:
        return "write present (in endDate), or leave endDate out"
    if re.search(r"\d{4}\s*[-–—]|\bto\b|\bbis\b", text):
        return "write its start in startDate and its end in endDate"
    return None


def _description(error: ValidationError, root: Mapping[str, Any]) -> str | None:
    """Return the description of the nearest property or definition around a broken rule."""
    node: Any = root
    description: str | None = None
    for step in error.absolute_schema_path:
        while step not in node and "$ref" in node:  # jsonschema's paths leave references out
            name = node["$ref"].rpartition("/")[2]
            referred = root["$defs"].get(name) or schemas.profile()["$defs"][name]
            description = description if "description" in node else referred["description"]
            node = referred
        node = node[step]
        if isinstance(node, dict) and "description" in node:
            description = node["description"]
    return description
