"""Copies a source with parts of it changed or left out; what stays keeps its place in the file. Walks its texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from cvgen.diagnostics import Pointer, Span
from cvgen.steps.source.model import Source

DROP: Final = object()  # in place of a value that is left out
Change = Callable[[Pointer, Any], Any]


def edited(source: Source, change: Change) -> Source:
    """Return a copy in which ``change`` has been asked about each value, those that hold others first.

    It gets the pointer and the value, and returns the value, another one, or ``DROP``.
    """
    copy = _Copy(source, change)
    data = copy.of(source.data, (), ())
    return replace(source, data={} if data is DROP else data, spans=copy.spans, key_spans=copy.key_spans)


def texts(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Yield each text of data with its pointer, in their order."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, (*pointer, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from texts(inner, (*pointer, i))


class _Copy:
    def __init__(self, source: Source, change: Change) -> None:
        self._source, self._change = source, change
        self.spans: dict[Pointer, Span] = {}
        self.key_spans: dict[Pointer, Span] = {}

    def of(self, value: Any, old: Pointer, new: Pointer, span: Span | None = None) -> Any:
        """Return the copy of the value at ``old``, which gets the pointer ``new``; ``span`` is that of a value above it."""
        changed = self._change(old, value)
        if changed is DROP:
            return DROP
        # What is new stands where the value was that it replaces.
        self.spans[new] = span = self._source.spans.get(old) or span or self._source.spans[()]
        key_span = self._source.key_spans.get(old) or (span if new and isinstance(new[-1], str) else None)
        if key_span:
            self.key_spans[new] = key_span
        if isinstance(changed, dict):
            pairs = ((key, self.of(inner, (*old, key), (*new, key), span)) for key, inner in changed.items())
            return {key: inner for key, inner in pairs if inner is not DROP}
        if isinstance(changed, list):
            items: list[Any] = []
            for i, item in enumerate(changed):
                inner = self.of(item, (*old, i), (*new, len(items)), span)
                if inner is not DROP:
                    items.append(inner)
            return items
        return changed
