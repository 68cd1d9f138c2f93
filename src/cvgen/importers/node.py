"""Reads the data of another tool's file, and notes which of it was read: what nobody has read is what would be lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Self

from cvgen.diagnostics import Diagnostic, Pointer, Severity, Span
from cvgen.steps.source import Source
from cvgen.text import dates, inline

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_URL: Final = re.compile(r"(?:https?|ftp)://[^\s/]+\S*", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^@:\s<>]+@[^@\s<>]+")
_SHOWN: Final = 60  # characters of a value in a message


class Placed(str):
    """A text of a profile: with its place in the file that it comes from, and a comment for the line above it."""

    __slots__ = ("comment", "span")
    span: Span
    comment: str | None

    def __new__(cls, text: str, span: Span, comment: str | None = None) -> Self:
        """Return a text with a place."""
        placed = super().__new__(cls, text)
        placed.span, placed.comment = span, comment
        return placed

    def but(self, text: str, comment: str | None = None) -> Placed:
        """Return another text with the same place."""
        return Placed(text, self.span, comment or self.comment)


class Reading:
    """Keeps the values of a file that were read, and its problems."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.used: set[Pointer] = set()
        self.reasons: dict[Pointer, str] = {}  # why a value is not imported, where it is not for want of a place
        self.technical: set[Pointer] = set()  # values that are not part of a CV's text
        self.problems: list[Diagnostic] = []
        self.missing: set[Path] = set()  # files that were looked for
        self.short_dates = 0  # from which the day 01 was taken

    @property
    def root(self) -> Node:
        """The whole file."""
        return Node(self, self.source.data, ())

    def span(self, pointer: Pointer) -> Span:
        """Return the place of a value, or of the nearest one around it that has a place."""
        spans = self.source.spans
        while pointer and pointer not in spans:
            pointer = pointer[:-1]
        return spans.get(pointer, Span(self.source.path, 1))

    def key_span(self, pointer: Pointer) -> Span:
        """Return the place of the key of a value, or of the value itself where it has none."""
        return self.source.key_spans.get(pointer) or self.span(pointer)

    def problem(self, message: str, pointer: Pointer, hint: str, code: str) -> None:
        """Note what is wrong with a value, which is then left out."""
        self.used.add(pointer)
        self.problems.append(Diagnostic(message, self.span(pointer), hint, code=code))

    def reason(self, pointer: Pointer) -> str | None:
        """Return why a value is not imported, if it is not for want of a place."""
        return next((self.reasons[place] for place in _around(pointer) if place in self.reasons), None)

    def severity(self, pointer: Pointer) -> Severity:
        """Return how bad it is that a value is not imported."""
        named = next((place for place in _around(pointer) if place in self.reasons or place in self.technical), ())
        return Severity.NOTE if named in self.technical else Severity.WARNING

    def take_back(self, text: Placed, reason: str, *, technical: bool = False) -> None:
        """Note that a text was not imported after all."""
        for pointer in [each for each in self.used if self.span(each) == text.span and self._says(each, text)]:
            self.used.discard(pointer)
            self.reasons[pointer] = reason
            if technical:
                self.technical.add(pointer)

    def _says(self, pointer: Pointer, text: str) -> bool:
        value = self.source.data
        for step in pointer:
            value = value[step]
        return isinstance(value, str) and clean(value) == text

    def unread(self) -> Iterator[Pointer]:
        """Yield the values that were not read, each as the largest mapping or list of which nothing was read."""
        touched = {used[:n] for used in self.used for n in range(len(used) + 1)}
        touched |= {named[:n] for named in self.reasons for n in range(len(named))}
        yield from self._unread((), self.source.data, touched)

    def _unread(self, pointer: Pointer, value: Any, touched: set[Pointer]) -> Iterator[Pointer]:
        if pointer in self.used or is_empty(value):
            return
        if pointer not in touched and pointer:
            yield pointer
        elif isinstance(value, dict | list):
            inner = value.items() if isinstance(value, dict) else enumerate(value)
            for key, each in inner:
                yield from self._unread((*pointer, key), each, touched)


class Node:
    """A value of the file, mostly a mapping. A field that is missing, null or empty is None, or an empty node or list.

    Fields have several names where releases of a format differ: the first that has a value is read.
    """

    __slots__ = ("pointer", "reading", "value")

    def __init__(self, reading: Reading, value: Any, pointer: Pointer) -> None:
        self.reading, self.value, self.pointer = reading, value, pointer

    def __bool__(self) -> bool:
        return not is_empty(self.value)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, Mapping) and not is_empty(self.value.get(key))

    @property
    def span(self) -> Span:
        """The place in the file."""
        return self.reading.span(self.pointer)

    @property
    def is_mapping(self) -> bool:
        """True for a mapping, false for a text or a list."""
        return isinstance(self.value, Mapping)

    @property
    def is_read(self) -> bool:
        """True if this value, or a part of it, has been read."""
        return any(used[: len(self.pointer)] == self.pointer for used in self.reading.used)

    def names(self) -> list[str]:
        """Return the keys of a mapping whose values are not empty."""
        return [key for key, value in self.value.items() if not is_empty(value)] if self.is_mapping else []

    def at(self, *keys: str | int) -> Node:
        """Return the first of the fields that is not empty; an empty node if there is none."""
        for key in keys:
            if isinstance(key, int) or key in self:
                return Node(self.reading, self.value[key], (*self.pointer, key))
        return Node(self.reading, None, self.pointer)

    def here(self, text: str, comment: str | None = None) -> Placed:
        """Return a text of cvgen's own with the place of this node."""
        return Placed(text, self.span, comment)

    def ignore(self, *keys: str, because: str | None = None, technical: bool = False) -> None:
        """Name fields that are left out on purpose; they are listed, with the reason."""
        for key in keys:
            pointer = (*self.pointer, key)
            if because:
                self.reading.reasons[pointer] = because
            if technical:
                self.reading.technical.add(pointer)

    def leave_out(self, because: str) -> None:
        """Leave this whole value out, and list it with the reason."""
        self.reading.reasons[self.pointer] = because

    def used(self) -> Self:
        """Note that all of this value is read."""
        self.reading.used.add(self.pointer)
        return self

    # --- texts ---

    def scalar(self) -> Placed | None:
        """Return this value as a text."""
        if is_empty(self.value):
            return None
        if isinstance(self.value, Mapping | list):
            kind = "a list" if isinstance(self.value, list) else "a mapping"
            self.reading.problem(
                f"{self.name} is {kind}, and must be a text", self.pointer, "write a text", "wrong-type"
            )
            return None
        self.used()
        text = str(self.value).lower() if isinstance(self.value, bool) else self.value
        return Placed(clean(text), self.span)

    @property
    def name(self) -> str:
        """The name of this value in messages."""
        return f'"{dotted(self.pointer)}"'

    def text(self, *keys: str) -> Placed | None:
        """Return the first of the fields that has a text. Of a field that is equal to it, nothing is lost."""
        found = self.at(*keys)
        text = found.scalar()
        if text is not None and len(keys) > 1:
            for other in map(self.at, keys):
                if other.value == found.value:
                    other.used()
        return text

    def texts(self, *keys: str) -> list[Placed]:
        """Return the texts of a field that has one or a list of them."""
        found = self.at(*keys)
        if isinstance(found.value, list):
            each = (found.at(i).scalar() for i in range(len(found.value)))
            return [text for text in each if text is not None]
        text = found.scalar()
        return [] if text is None else [text]

    def children(self, *keys: str) -> list[Node]:
        """Return the mappings of a list; what is not one is a problem."""
        found = self.at(*keys)
        return found.items()

    def items(self) -> list[Node]:
        """Return the mappings of this list."""
        if not self:
            return []
        if not isinstance(self.value, list):
            self.reading.problem(f"{self.name} must be a list", self.pointer, "write a list of entries", "wrong-type")
            return []
        nodes = [self.at(i) for i in range(len(self.value))]
        for node in nodes:
            if node and not node.is_mapping:
                hint = "write an entry with its fields"
                self.reading.problem(f"{node.name} must be a mapping", node.pointer, hint, "wrong-type")
        return [node for node in nodes if node and node.is_mapping]

    def child(self, *keys: str) -> Node:
        """Return the mapping in a field; an empty node where there is none."""
        found = self.at(*keys)
        if found and not found.is_mapping:
            self.reading.problem(f"{found.name} must be a mapping", found.pointer, "write its fields", "wrong-type")
            return Node(self.reading, None, found.pointer)
        return found

    def flag(self, key: str) -> bool:
        """Return whether a field is true."""
        found = self.at(key)
        if not found:
            return False
        found.used()
        return found.value is True or str(found.value).lower() in {"true", "yes", "1"}

    # --- values of a kind ---

    def url(self, *keys: str) -> Placed | None:
        """Return a web address with its scheme; one that is not one is a problem."""
        found = self.at(*keys)
        text = self.text(*keys)
        if text is None:
            return None
        if url := web_address(text):
            return text.but(url)
        hint = "write it as https://example.com, or delete it"
        self.reading.problem(f'"{short(text)}" is no web address', found.pointer, hint, "invalid-value")
        return None

    def email(self, *keys: str) -> Placed | None:
        """Return an e-mail address, without "mailto:" or a name around it."""
        found = self.at(*keys)
        text = self.text(*keys)
        if text is None:
            return None
        if match := _EMAIL.search(re.sub(r"^mailto:", "", text, flags=re.IGNORECASE)):
            return text.but(match[0])
        self.reading.problem(f'"{short(text)}" is no e-mail address', found.pointer, "correct it", "invalid-value")
        return None

    def date(self, *keys: str) -> Placed | None:
        """Return a date in ISO's form, or as typed where it is none."""
        text = self.text(*keys)
        return None if text is None else text.but(iso(text))


def is_empty(value: Any) -> bool:
    """Return whether a value says nothing: null, an empty text, or a list or mapping of such values."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, dict | list):
        return all(is_empty(each) for each in (value.values() if isinstance(value, dict) else value))
    return value is None


def clean(text: str) -> str:
    """Return a text without what no profile may have: controls, and halves of characters."""
    if _CONTROL.search(text) or _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        text = _CONTROL.sub("", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def web_address(text: str) -> str | None:
    """Return a text as a web address with its scheme; None if it cannot be one."""
    text = text.strip().strip("<>")
    if _URL.fullmatch(text):
        return text
    with_scheme = inline.with_scheme(text)
    return with_scheme if _URL.fullmatch(with_scheme) and "@" not in text else None


def iso(text: str) -> str:
    """Return a date in the form of a profile; a text that is no date stays as it is."""
    text = text.strip()
    if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?", text):
        text = match[1]
    if re.fullmatch(r"(?:present|current|now|today|ongoing)", text, re.IGNORECASE):
        return "present"
    return text if dates.is_usual(text) else dates.iso(text) or text


def short(text: str) -> str:
    """Return the beginning of a text, for a message."""
    folded = " ".join(text[: 4 * _SHOWN].split())
    return folded if len(folded) <= _SHOWN else f"{folded[: _SHOWN - 1]}…"


def dotted(pointer: Pointer) -> str:
    """Return a pointer as one writes it: ``work[0].highlights[1]``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in pointer).removeprefix(".")


def _around(pointer: Pointer) -> Iterator[Pointer]:
    """Yield a pointer, and those of the values around it, outwards."""
    return (pointer[:n] for n in range(len(pointer), 0, -1))
