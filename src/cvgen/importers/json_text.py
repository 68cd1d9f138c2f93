"""Reads JSON as step 1 reads YAML: with the place of each value and key, and numbers as the text that was typed."""

from __future__ import annotations

import re
from bisect import bisect_right
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]  # not in the stubs
from pathlib import Path
from typing import Any, Final

from cvgen.diagnostics import CvgenError, Diagnostic, Pointer, Span
from cvgen.steps.source import Source
from cvgen.steps.source.composer import MAX_DEPTH, MAX_NODES

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_WORDS: Final = {"true": True, "false": False, "null": None}
_WORD: Final = re.compile("|".join(_WORDS))


def parse(text: str, path: Path) -> Source:
    """Return the source of a JSON text; raises CvgenError at the first place where it is not JSON."""
    return _Parser(text, path).source()


class _Parser:
    def __init__(self, text: str, path: Path) -> None:
        self.text, self.path = text, path
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.spans: dict[Pointer, Span] = {}
        self.key_spans: dict[Pointer, Span] = {}
        self.problems: list[Diagnostic] = []

    def source(self) -> Source:
        data, end = self.value(self.skip(0), ())
        end = self.skip(end)
        if end < len(self.text):
            raise self.error(end, "there is more after the end of the JSON")
        return Source(self.path, data, self.spans, self.key_spans, tuple(self.problems))

    def span(self, index: int) -> Span:
        line = bisect_right(self.lines, index)
        return Span(self.path, line, index - self.lines[line - 1] + 1)

    def error(self, index: int, problem: str) -> CvgenError:
        hint = "check the quotes, commas and brackets here and on the line before"
        return CvgenError.of(f"JSON: {problem}", self.span(min(index, len(self.text))), hint, code="json-syntax")

    def skip(self, index: int) -> int:
        match = _SPACE.match(self.text, index)
        assert match is not None
        return match.end()

    def value(self, index: int, pointer: Pointer) -> tuple[Any, int]:
        """Return the value at an index, and where it ends."""
        self.spans[pointer] = self.span(index)
        if len(pointer) > MAX_DEPTH or len(self.spans) > MAX_NODES:
            message = f"more than {MAX_NODES} values, or nested more than {MAX_DEPTH} levels deep"
            raise CvgenError.of(message, self.span(index), code="too-complex")
        character = self.text[index : index + 1]
        if character == '"':
            return self.string(index)
        if character == "{":
            return self.mapping(index, pointer)
        if character == "[":
            return self.sequence(index, pointer)
        if match := _NUMBER.match(self.text, index):
            return match[0], match.end()
        if match := _WORD.match(self.text, index):
            return _WORDS[match[0]], match.end()
        raise self.error(index, "a value is missing here" if character in "}],:" else "this is no value")

    def string(self, index: int) -> tuple[str, int]:
        try:
            text, end = scanstring(self.text, index + 1, False)
        except JSONDecodeError as error:
            raise self.error(error.pos, error.msg[:1].lower() + error.msg[1:]) from None
        return text, end

    def mapping(self, index: int, pointer: Pointer) -> tuple[dict[str, Any], int]:
        data: dict[str, Any] = {}
        index = self.skip(index + 1)
        if self.text[index : index + 1] == "}":
            return data, index + 1
        while True:
            if self.text[index : index + 1] != '"':
                raise self.error(index, 'a key in double quotes is missing here (a comma before "}" is not allowed)')
            start = index
            key, index = self.string(index)
            index = self.skip(index)
            if self.text[index : index + 1] != ":":
                raise self.error(index, 'a ":" is missing here')
            inner = (*pointer, key)
            is_first = key not in data
            first = self.key_spans.setdefault(inner, self.span(start))
            value, index = self.value(self.skip(index + 1), inner if is_first else (*inner, "again"))
            if is_first:
                data[key] = value
            else:
                message = f'the key "{key}" stands twice; the first is on line {first.line}'
                hint = "delete one, or merge them into a list"
                self.problems.append(Diagnostic(message, self.span(start), hint, code="duplicate-key"))
            index = self.skip(index)
            if self.text[index : index + 1] == "}":
                return data, index + 1
            index = self.skip(self.comma(index))

    def sequence(self, index: int, pointer: Pointer) -> tuple[list[Any], int]:
        data: list[Any] = []
        index = self.skip(index + 1)
        if self.text[index : index + 1] == "]":
            return data, index + 1
        while True:
            value, index = self.value(index, (*pointer, len(data)))
            data.append(value)
            index = self.skip(index)
            if self.text[index : index + 1] == "]":
                return data, index + 1
            index = self.skip(self.comma(index))

    def comma(self, index: int) -> int:
        if self.text[index : index + 1] != ",":
            raise self.error(index, 'a "," is missing here')
        return index + 1
