"""YAML text -> ``Source``: plain data, with aliases and merge keys written out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cvgen.diagnostics import CvgenError, Diagnostic, Pointer, Span
from cvgen.steps.source.composer import (
    MAX_DEPTH,
    MAX_NODES,
    TOO_DEEP,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    compose,
)
from cvgen.steps.source.file import MAX_BYTES
from cvgen.steps.source.model import Source


def parse(text: str, path: Path) -> Source:
    """Return the source of a YAML text; ``path`` is for spans. Raises CvgenError if it is not one YAML document."""
    root, problems = compose(text, path)
    expansion = _Expansion(problems)
    data = expansion.expand(root, (), 0)
    return Source(path, data, expansion.spans, expansion.key_spans, tuple(problems))


class _Expansion:
    """Turns nodes into data, and limits the size that aliases give it."""

    def __init__(self, problems: list[Diagnostic]) -> None:
        self.spans: dict[Pointer, Span] = {}
        self.key_spans: dict[Pointer, Span] = {}
        self.problems = problems
        self.duplicates: set[Span] = set()
        self.visits = 0
        self.characters = 0

    def visit(self, node: Node, depth: int) -> None:
        self.visits += 1
        self.characters += len(node.text) if isinstance(node, ScalarNode) else 0
        problem = None
        if self.characters > 2 * MAX_BYTES:
            problem = f"more than {2 * MAX_BYTES} characters"
        elif self.visits > MAX_NODES:
            problem = f"more than {MAX_NODES} values"
        elif depth > MAX_DEPTH:
            problem = TOO_DEEP
        if problem:
            raise CvgenError.of(f"{problem}, with aliases written out", node.span, code="too-complex")

    def expand(self, node: Node, pointer: Pointer, depth: int) -> Any:
        self.visit(node, depth)
        self.spans[pointer] = node.span
        if isinstance(node, ScalarNode):
            return node.value
        if isinstance(node, SequenceNode):
            return [self.expand(item, (*pointer, i), depth + 1) for i, item in enumerate(node.items)]
        return self.expand_mapping(node, pointer, depth)

    def expand_mapping(self, node: MappingNode, pointer: Pointer, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.pairs:
            if key.text == "<<":
                continue
            inner = (*pointer, key.text)
            if key.text in data:
                self.report_duplicate(key, self.key_spans[inner])
                continue
            self.key_spans[inner] = key.span
            data[key.text] = self.expand(value, inner, depth + 1)
        for key, value in node.pairs:
            if key.text == "<<":
                self.merge(value, data, pointer, depth)
        return data

    def report_duplicate(self, key: ScalarNode, first: Span) -> None:
        if key.span in self.duplicates:  # an alias repeats the mapping
            return
        self.duplicates.add(key.span)
        message = f'the key "{key.text}" stands twice; the first is on line {first.line}'
        hint = "delete one, or merge them into a list"
        self.problems.append(Diagnostic(message, key.span, hint, code="duplicate-key"))

    def merge(self, node: Node, data: dict[str, Any], pointer: Pointer, depth: int) -> None:
        for source in node.items if isinstance(node, SequenceNode) else [node]:
            if not isinstance(source, MappingNode):
                raise CvgenError.of("<< takes a mapping, or a list of mappings", source.span, code="yaml-alias")
            self.visit(source, depth)
            for key, value in source.pairs:
                if key.text != "<<" and key.text not in data:
                    self.visit(key, depth)
                    inner = (*pointer, key.text)
                    self.key_spans[inner] = key.span
                    data[key.text] = self.expand(value, inner, depth + 1)
            for key, value in source.pairs:
                if key.text == "<<":
                    self.merge(value, data, pointer, depth + 1)
