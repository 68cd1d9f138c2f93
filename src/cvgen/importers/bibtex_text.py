"""Reads BibTeX as step 1 reads YAML: entries as mappings, with the place of each field.

The grammar is that of BibTeX 0.99d: ``@type{key, field = value}`` in braces or parentheses, values in braces or quotes,
numbers, and the names of ``@string``, joined by ``#``. What stands between entries is a comment.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from pathlib import Path
from typing import Any, Final

from cvgen.diagnostics import CvgenError, Pointer, Span
from cvgen.steps.source import Source
from cvgen.steps.source.composer import MAX_NODES
from cvgen.steps.source.file import MAX_BYTES

_ENTRY: Final = re.compile(r"@\s*(\w+)\s*([{(])")
_SPACE: Final = re.compile(r"(?:\s|%[^\n]*\n)*")
_KEY: Final = re.compile(r"[^\s,{}()=]*")
_NAME: Final = re.compile(r"[^\s,{}()=\"#]+")
_CLOSING: Final = {"{": "}", "(": ")"}
_MONTHS: Final = {name: f"{number:02d}" for number, name in enumerate(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
)}  # fmt: skip


def parse(text: str, path: Path) -> Source:
    """Return the source of a BibTeX file: a list of entries with ``@type``, ``@key`` and fields. Raises CvgenError."""
    return _Parser(text, path).source()


class _Parser:
    def __init__(self, text: str, path: Path) -> None:
        self.text, self.path = text, path
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.strings: dict[str, str] = dict(_MONTHS)
        self.spans: dict[Pointer, Span] = {(): Span(path, 1)}
        self.key_spans: dict[Pointer, Span] = {}
        self.entries: list[dict[str, Any]] = []

    def source(self) -> Source:
        index = 0
        while match := _ENTRY.search(self.text, index):
            kind = match[1].lower()
            line_start = self.text.rfind("\n", 0, match.start()) + 1
            is_comment = "%" in self.text[line_start : match.start()]
            if kind == "comment" or is_comment:
                index = match.end()
            elif kind == "preamble":
                _, index = self.braced(match.end() - 1)
            elif kind == "string":
                fields, index = self.fields(match.end(), _CLOSING[match[2]], ())
                self.strings |= {name.lower(): value for name, value in fields.items()}
            else:
                index = self.entry(kind, match)
        return Source(self.path, {"entries": self.entries}, self.spans, self.key_spans)

    def entry(self, kind: str, match: re.Match[str]) -> int:
        pointer: Pointer = ("entries", len(self.entries))
        self.spans[pointer] = self.span(match.start())
        start = self.skip(match.end())
        key = _KEY.match(self.text, start)
        assert key is not None
        entry: dict[str, Any] = {"@type": kind, "@key": key[0]}
        for name in entry:
            self.spans[*pointer, name] = self.key_spans[*pointer, name] = self.span(match.start())
        end = self.skip(key.end())
        fields, index = self.fields(end + (self.text[end : end + 1] == ","), _CLOSING[match[2]], pointer)
        self.entries.append(entry | fields)
        return index

    def fields(self, index: int, closing: str, pointer: Pointer) -> tuple[dict[str, str], int]:
        """Return the fields up to the closing sign, and where it ends."""
        fields: dict[str, str] = {}
        while True:
            index = self.skip(index)
            if self.text[index : index + 1] == closing:
                return fields, index + 1
            name = _NAME.match(self.text, index)
            equals = self.skip(name.end()) if name else index
            if name is None or self.text[equals : equals + 1] != "=":
                raise self.error(index, "a field with = is missing here, or the end of the entry")
            value, after = self.value(self.skip(equals + 1))
            key = name[0].lower()
            if key not in fields:
                fields[key] = value
                self.key_spans[*pointer, key] = self.span(index)
                self.spans[*pointer, key] = self.span(self.skip(equals + 1))
            if len(self.spans) > MAX_NODES:
                raise CvgenError.of(f"more than {MAX_NODES} fields", self.span(index), code="too-complex")
            index = self.skip(after)
            index += self.text[index : index + 1] == ","

    def value(self, index: int) -> tuple[str, int]:
        """Return a value whose parts are joined, and where it ends."""
        pieces: list[str] = []
        while True:
            piece, index = self.piece(index)
            pieces.append(piece)
            if sum(map(len, pieces)) > MAX_BYTES:
                message = f"a value has more than {MAX_BYTES} characters"
                raise CvgenError.of(message, self.span(index), code="too-complex")
            after = self.skip(index)
            if self.text[after : after + 1] != "#":
                return "".join(pieces), index
            index = self.skip(after + 1)

    def piece(self, index: int) -> tuple[str, int]:
        character = self.text[index : index + 1]
        if character in {"{", '"'}:
            return self.braced(index)
        name = _NAME.match(self.text, index)
        if name is None:
            raise self.error(index, "a value is missing here")
        return (name[0] if name[0].isdigit() else self.strings.get(name[0].lower(), name[0])), name.end()

    def braced(self, index: int) -> tuple[str, int]:
        """Return what stands in braces, parentheses or quotes, with the braces in it, and where it ends."""
        closing = {"{": "}", "(": ")"}.get(self.text[index], '"')
        depth = 0
        for match in re.compile(r"\\.|[{}()\"]", re.DOTALL).finditer(self.text, index + 1):
            if depth == 0 and match[0] == closing:
                return self.text[index + 1 : match.start()], match.end()
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if depth < 0:
                break
        raise self.error(index, "this is never closed")

    def skip(self, index: int) -> int:
        match = _SPACE.match(self.text, index)
        assert match is not None
        return match.end()

    def span(self, index: int) -> Span:
        line = bisect_right(self.lines, index)
        return Span(self.path, line, index - self.lines[line - 1] + 1)

    def error(self, index: int, problem: str) -> CvgenError:
        hint = "check the braces, quotes and commas here and on the line before"
        return CvgenError.of(f"BibTeX: {problem}", self.span(index), hint, code="bibtex-syntax")
