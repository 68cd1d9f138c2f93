"""Texts put together from several: with separators between them, with notes in brackets; and dates as text."""

from __future__ import annotations

from collections.abc import Sequence

from cvgen.diagnostics import Span
from cvgen.steps.document.model import When
from cvgen.text import inline
from cvgen.text.dates import DateRange
from cvgen.text.inline import Text
from cvgen.text.language import Language


def join(parts: Sequence[Text | str], span: Span | None = None) -> Text:
    """Return one text from several; strings are literal. Without a span it has that of its first part."""
    nodes: list[inline.Inline] = []
    for part in parts:
        if isinstance(part, str):
            nodes += [inline.Plain(part)] if part else []
        else:
            nodes += part.inlines
    first = next((part.span for part in parts if isinstance(part, Text) and part.span), None)
    return Text(tuple(nodes), span or first)


def between(separator: str, parts: Sequence[Text]) -> Text:
    """Return one text from several, with a literal separator between them."""
    joined: list[Text | str] = []
    for part in parts:
        joined += [_separator(separator), part] if joined else [part]
    return join(joined)


def _separator(text: str) -> Text:
    return Text((inline.Plain(text, separates=True),))


def enumerated(values: Sequence[Text], language: Language) -> Text:
    """Return values of equal rank as one text: with commas, or semicolons where a value has a comma itself."""
    has_comma = any(comma in str(value) for value in values for comma in {",", "、", language.comma.strip()})
    return between(language.semicolon if has_comma else language.enumeration, values)


def with_notes(text: Text, notes: Sequence[Text], language: Language) -> Text:
    """Return a text with notes in brackets: ``text (note, note)``."""
    opening, closing = language.brackets
    if not notes:
        return text
    return join([text, _separator(opening), between(language.comma, notes), _separator(closing)])


def shown_when(when: When, language: Language) -> Text:
    """Return a date, range or free text as it prints."""
    if isinstance(when.value, Text):
        return when.value
    shown = language.range(when.value) if isinstance(when.value, DateRange) else language.date(when.value)
    return inline.literal(shown)
