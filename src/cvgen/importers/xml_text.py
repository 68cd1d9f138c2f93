"""Reads XML as step 1 reads YAML: elements as mappings, with the place of each.

A document type, which can define entities, is refused: so no entity grows, and none reads a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from cvgen.diagnostics import CvgenError, Pointer, Span
from cvgen.steps.source import Source
from cvgen.steps.source.composer import MAX_DEPTH, MAX_NODES

TEXT: Final = "#"  # the key of the text of an element that has attributes or elements, too
_HINT: Final = "save it again with the program that wrote it"


def parse(content: bytes, path: Path) -> Source:
    """Return the source of an XML file, by the local names of its elements; raises CvgenError if it is not XML."""
    return _Parser(path).source(content)


class _Parser:
    def __init__(self, path: Path) -> None:
        from xml.parsers import expat

        self.path = path
        self.open: list[tuple[str, dict[str, Any], list[str], Span]] = []
        self.places: dict[int, Span] = {}  # of mappings, by their identity
        self.root: dict[str, Any] = {}
        self.count = 0
        self.error = expat.ExpatError
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def source(self, content: bytes) -> Source:
        try:
            self.parser.Parse(content, True)
        except self.error as error:
            message = f"XML: {str(error).partition(':')[0]}"
            span = Span(self.path, max(self.parser.ErrorLineNumber, 1), self.parser.ErrorColumnNumber + 1)
            raise CvgenError.of(message, span, _HINT, code="xml-syntax") from None
        spans: dict[Pointer, Span] = {(): Span(self.path, 1)}
        data = self.finished(self.root, (), spans)
        return Source(self.path, data, spans, {})

    @property
    def place(self) -> Span:
        return Span(self.path, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def doctype(self, *_: object) -> None:
        message = "XML: a document type is not allowed"
        raise CvgenError.of(message, self.place, "delete <!DOCTYPE ...>, and the entities in it", code="xml-syntax")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1 + len(attributes)
        if self.count > MAX_NODES or len(self.open) > MAX_DEPTH:
            message = f"more than {MAX_NODES} elements, or more than {MAX_DEPTH} levels deep"
            raise CvgenError.of(message, self.place, code="too-complex")
        fields = {f"@{_local(key)}": value for key, value in attributes.items() if not key.startswith("xmlns")}
        self.open.append((_local(name), fields, [], self.place))

    def text(self, text: str) -> None:
        if self.open:
            self.open[-1][2].append(text)

    def end(self, _: str) -> None:
        name, fields, texts, place = self.open.pop()
        text = "".join(texts).strip()
        value = _Element(fields | ({TEXT: text} if text else {}), place)
        around = self.open[-1][1] if self.open else self.root
        around.setdefault(name, []).append(value)

    def finished(self, value: Any, pointer: Pointer, spans: dict[Pointer, Span]) -> Any:
        """Return a mapping with single elements in place of lists of one, and texts in place of elements with text alone."""
        if isinstance(value, list):
            if len(value) == 1:
                return self.finished(value[0], pointer, spans)
            spans[pointer] = value[0].place
            return [self.finished(each, (*pointer, i), spans) for i, each in enumerate(value)]
        if isinstance(value, _Element):
            spans[pointer] = value.place
            if value.fields.keys() <= {TEXT}:
                return value.fields.get(TEXT, "")
            value = value.fields
        if isinstance(value, dict):
            return {key: self.finished(each, (*pointer, key), spans) for key, each in value.items()}
        spans.setdefault(pointer, spans[pointer[:-1]])
        return value


class _Element:
    __slots__ = ("fields", "place")

    def __init__(self, fields: dict[str, Any], place: Span) -> None:
        self.fields, self.place = fields, place


def _local(name: str) -> str:
    return name.rpartition(":")[2]
