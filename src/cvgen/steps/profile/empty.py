"""Leaves empty values out of a source, as if they had not been written.

Fields that wait for a text (``endDate:``, ``label: ""``, ``highlights: []``, a bare ``-``) are how people keep a form,
and what other tools write.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from cvgen.diagnostics import Diagnostic, Pointer, Severity, Span, pointer_name
from cvgen.steps.source import Source
from cvgen.validation import schemas

_MEANT: Final[frozenset[Pointer]] = frozenset({("design", "side"), ("sections",)})  # an empty list says: none
_MOST: Final = 8  # values that are named
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters and signs that show nothing


def without_empty(source: Source) -> tuple[Source, Mapping[Span, str]]:
    """Return the source without null, texts of white space, and empty lists and mappings; and their names by their places.

    The places of keys that go stay, so that what is required can be called empty.
    """
    pruning = _Pruning(source)
    data = pruning.pruned(source.data, (), ())
    if not pruning.left_out and (data is None or data == source.data):
        return source, {}
    data = {} if data is None else data
    return replace(source, data=data, spans=pruning.spans, key_spans=pruning.key_spans), pruning.left_out


def note(left_out: Mapping[Span, str]) -> Iterator[Diagnostic]:
    """Yield one note on all that is left out; what --set has emptied was meant to go."""
    empty = sorted((span, name) for span, name in left_out.items() if span.line)
    if len(empty) == 1:
        [(place, name)] = empty
        hint = "write something, or delete the line"
        yield Diagnostic(f"{name} is empty and left out", place, hint, Severity.NOTE, code="empty-value")
    elif empty:
        listed = [f"{name} (line {span.line})" for span, name in empty[:_MOST]]
        if len(empty) > _MOST:
            listed.append(f"{len(empty) - _MOST} more")
        message = f"{len(empty)} values are empty and left out: {', '.join(listed[:-1])} and {listed[-1]}"
        hint = "write something, or delete the lines"
        yield Diagnostic(message, empty[0][0], hint, Severity.NOTE, code="empty-value")


def is_blank(text: str) -> bool:
    """Return whether a text shows nothing: white space, and characters without a shape such as U+200B and U+00AD."""
    return not text.strip() or all(c.isspace() or c in _BLANK or unicodedata.category(c) == "Cf" for c in text)


class _Pruning:
    """Copies data without what is empty; ``spans`` and ``key_spans`` are those of the copy."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.spans: dict[Pointer, Span] = {}
        self.key_spans: dict[Pointer, Span] = {}
        self.left_out: dict[Span, str] = {}  # their names, by their places

    def pruned(self, value: Any, old: Pointer, new: Pointer) -> Any:
        """Return the value at ``old``, which stands at ``new`` in the copy, or None if it is empty."""
        self.spans[new] = self.source.spans[old]
        if isinstance(value, dict):
            if old[-2:-1] == ("sections",):
                section = _without_entries(value)
                if section and section is not value:
                    self.left_out[self.source.key_spans[*old, "entries"]] = '"entries"'
                value = section
                if section.get("title") == "":  # which says: none
                    value = {**section, "title": False}
            known = schemas.property_names()
            copy: dict[str, Any] = {}
            for key in value:
                if key not in known and _is_empty(value[key]):  # "{name: Corp, Inc.}" has a key "Inc." for YAML
                    copy[key] = value[key]
                    self.keep_places((*old, key), (*new, key), value[key])
                elif (inner := self.child(value[key], (*old, key), (*new, key))) is not None:
                    copy[key] = inner
            return copy or None
        if isinstance(value, list):
            items: list[Any] = []
            for i, item in enumerate(value):
                inner = self.child(item, (*old, i), (*new, len(items)))
                if inner is not None:
                    items.append(inner)
            return items if items or old in _MEANT else None
        return None if isinstance(value, str) and is_blank(value) else value

    def keep_places(self, old: Pointer, new: Pointer, value: Any) -> None:
        """Keep the places of a value, which stands at ``new`` in the copy, and of all that is in it."""
        self.spans[new] = self.source.spans[old]
        if old in self.source.key_spans:
            self.key_spans[new] = self.source.key_spans[old]
        for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
            self.keep_places((*old, key), (*new, key), value[key])

    def child(self, value: Any, old: Pointer, new: Pointer) -> Any:
        key_span = self.source.key_spans.get(old)
        if key_span:
            self.key_spans[new] = key_span
        before = len(self.left_out)
        kept = self.pruned(value, old, new)
        if kept is None:
            del self.spans[new]
            if len(self.left_out) == before:  # what is in it has been named
                self.left_out[key_span or self.source.spans[old]] = pointer_name(old)
        return kept


def _without_entries(section: dict[str, Any]) -> dict[str, Any]:
    """Return a section whose entries are all empty without its kind, or without anything if it says nothing else."""
    if "entries" not in section or not _is_empty(section["entries"]):
        return section
    if all(_is_empty(section.get(key)) for key in ("summary", "sections")):
        return {}
    return {key: value for key, value in section.items() if key not in {"kind", "entries"}}


def _is_empty(value: Any) -> bool:
    if isinstance(value, dict | list):
        return all(map(_is_empty, value.values() if isinstance(value, dict) else value))
    return value is None or (isinstance(value, str) and is_blank(value))
