"""Profiles that are not files: a text in YAML, or data in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cvgen.diagnostics import CvgenError, Diagnostic, Pointer, Span
from cvgen.steps.source.composer import MAX_DEPTH, MAX_NODES
from cvgen.steps.source.file import decode
from cvgen.steps.source.model import Source
from cvgen.steps.source.parser import parse


def from_text(text: str, path: Path) -> Source:
    """Parse a profile in YAML; ``path`` is what diagnostics name. Raises CvgenError if it is not one."""
    return parse(decode(text.encode("utf-8", "surrogatepass"), path), path)


@dataclass(frozen=True, slots=True)
class DataSource(Source):
    """A profile from data. It has no lines: its values are numbered in their order, so that spans differ."""

    def locate(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return the diagnostic with the keys and indices of the value in place of a line."""
        span = diagnostic.span
        if span is None or span.path != self.path or not span.line:
            return diagnostic
        pointer = next((pointer for pointer, each in self.spans.items() if each.line == span.line), ())
        return replace(diagnostic, span=Span(Path(_dotted(pointer) or self.path), 0))


def from_data(data: Mapping[str, Any], path: Path) -> DataSource:
    """Take a profile as mappings, lists, texts, numbers, dates and truth values; ``path`` is what diagnostics name.

    Numbers and dates become texts, as they would be in YAML. Raises CvgenError with all values that are anything else.
    """
    places: dict[Pointer, Span] = {}
    problems: list[Diagnostic] = []
    plain = _plain(data, (), places, problems, path)
    source = DataSource(path, plain, places, places)
    if problems:
        raise CvgenError(map(source.locate, problems))
    return source


def _plain(value: Any, pointer: Pointer, places: dict[Pointer, Span], problems: list[Diagnostic], path: Path) -> Any:
    """Return the value as a Source holds it, and note its place and what is wrong with it."""
    span = places[pointer] = Span(path, len(places) + 1)
    if len(pointer) > MAX_DEPTH or len(places) > MAX_NODES:
        message = f"the profile has more than {MAX_NODES} values, or values more than {MAX_DEPTH} levels deep"
        raise CvgenError.of(message, code="too-complex")
    if isinstance(value, Mapping):
        plain: dict[str, Any] = {}
        for key, inner in value.items():
            if isinstance(key, str):
                plain[key] = _plain(inner, (*pointer, key), places, problems, path)
            else:
                problems.append(_unfit(f"the key {key!r} is {_kind(key)}, and no text", span))
        return plain
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return [_plain(inner, (*pointer, i), places, problems, path) for i, inner in enumerate(value)]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, str | int | float):
        try:
            text = str(value)
        except ValueError:  # Python writes no number of more than 4,300 digits
            problems.append(_unfit("a number has too many digits", span))
            return None
        try:
            return decode(text.encode("utf-8", "surrogatepass"), path)
        except CvgenError as error:
            problems += (replace(each, span=span) for each in error.diagnostics)
            return text
    problems.append(_unfit(f"a value is {_kind(value)}", span))
    return None


def _unfit(message: str, span: Span) -> Diagnostic:
    hint = "a profile holds mappings, lists, texts, numbers, dates, True, False and None"
    return Diagnostic(message, span, hint, code="value-type")


def _kind(value: Any) -> str:
    return f"of the type {type(value).__name__}"


def _dotted(pointer: Pointer) -> str:
    """Return a pointer as one writes it: ``sections[0].entries[1].name``."""

    def parts() -> Iterator[str]:
        for step in pointer:
            yield f"[{step}]" if isinstance(step, int) else f".{step}"

    return "".join(parts()).removeprefix(".")
