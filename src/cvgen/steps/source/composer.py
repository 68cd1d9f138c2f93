"""YAML text -> nodes: the values and keys as they stand in the file, each with its place.

Nodes are composed from the parser's events, as these have the places, and as nesting can be limited while it is read.
An unquoted ``true``, ``false`` or ``null`` is a value of its own type, all else is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol, TypeAlias

import yaml

from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span
from cvgen.steps.source.file import control_character

MAX_DEPTH: Final = 60
MAX_NODES: Final = 30_000  # a ten-page CV has about 1,000 values
TOO_DEEP: Final = f"nested more than {MAX_DEPTH} levels deep"

_BOOLEANS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS: Final = {"", "~", "null", "Null", "NULL"}
_GLUED_COMMENT: Final = re.compile(r"\s+(#[^\s#!].*)")
_QUOTE_HINT: Final = 'put the text in quotes: "..."'


@dataclass(slots=True)
class ScalarNode:
    """A text, true, false or null; ``text`` is as typed."""

    span: Span
    value: str | bool | None
    text: str


@dataclass(slots=True)
class SequenceNode:
    """A list."""

    span: Span
    items: list[Node] = field(default_factory=list)

    def add(self, node: Node) -> None:
        """Add the next item."""
        self.items.append(node)


@dataclass(slots=True)
class MappingNode:
    """Keys with their values; ``key`` is one that waits for its value."""

    span: Span
    pairs: list[tuple[ScalarNode, Node]] = field(default_factory=list)
    key: ScalarNode | None = None

    def add(self, node: Node) -> None:
        """Add the next key, or the value of the last one."""
        if self.key is not None:
            self.pairs.append((self.key, node))
            self.key = None
        elif isinstance(node, ScalarNode):
            self.key = node
        else:
            message = "a key must be a word, not a list or a mapping"
            raise CvgenError.of(message, node.span, _QUOTE_HINT, code="key-type")


Node: TypeAlias = "ScalarNode | SequenceNode | MappingNode"


def compose(text: str, path: Path) -> tuple[Node, list[Diagnostic]]:
    """Return the root of a YAML document, and warnings; ``path`` is for spans. Raises CvgenError."""
    composer = _Composer(text, path)
    return composer.compose(), composer.problems


def resolve(text: str) -> str | bool | None:
    """Return the value of an unquoted text."""
    return None if text in _NULLS else _BOOLEANS.get(text, text)


class _Mark(Protocol):
    """A place in the text; line and column count from 0."""

    line: int
    column: int


class _Composer:
    def __init__(self, text: str, path: Path) -> None:
        self.text = text
        self.path = path
        self.lines = text.splitlines()
        self.problems: list[Diagnostic] = []
        self.anchors: dict[str, Node | None] = {}
        self.open: list[tuple[SequenceNode | MappingNode, str | None]] = []  # collections with their anchors

    def span(self, mark: _Mark | None) -> Span:
        return Span(self.path, mark.line + 1, mark.column + 1) if mark else Span(self.path, 1)

    def compose(self) -> Node:
        root: Node | None = None
        for count, event in enumerate(self.events()):
            if count > 2 * MAX_NODES:  # a value has one event, or two
                message = f"more than {MAX_NODES} values"
                raise CvgenError.of(message, self.span(event.start_mark), code="too-complex")
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                message = "a second YAML document starts here; a profile is one document"
                hint = 'delete the line "---"'
                raise CvgenError.of(message, self.span(event.start_mark), hint, code="second-document")
            node = self.node(event)
            if node is None:
                continue
            if self.open:
                self.open[-1][0].add(node)
            else:
                root = node
        if root is None or (isinstance(root, ScalarNode) and root.value is None):
            hint = "cvgen new NAME makes a first profile"
            raise CvgenError.of("the profile is empty", Span(self.path, 1), hint, code="empty-profile")
        return root

    def node(self, event: yaml.Event) -> Node | None:
        """Return the node that an event completes, if it completes one."""
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node, anchor = self.scalar(event), event.anchor
        elif isinstance(event, yaml.CollectionStartEvent):
            self.start(event)
            return None
        elif isinstance(event, yaml.CollectionEndEvent):
            node, anchor = self.open.pop()
        else:
            return None
        if anchor:
            self.anchors[anchor] = node
        return node

    def start(self, event: yaml.CollectionStartEvent) -> None:
        self.refuse_tag(event.tag, event.start_mark)
        span = self.span(event.start_mark)
        collection = MappingNode(span) if isinstance(event, yaml.MappingStartEvent) else SequenceNode(span)
        self.open.append((collection, event.anchor))
        if event.anchor:
            self.anchors[event.anchor] = None  # not complete: an alias inside it would be endless
        if len(self.open) > MAX_DEPTH:
            raise CvgenError.of(TOO_DEEP, span, code="too-complex")

    def events(self) -> Iterator[yaml.Event]:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            yield from yaml.parse(self.text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            raise self.syntax_error(error) from None
        except yaml.YAMLError as error:
            raise CvgenError.of(f"YAML: {error}", Span(self.path, 1), code="yaml-syntax") from None

    def syntax_error(self, error: yaml.MarkedYAMLError) -> CvgenError:
        span = self.span(error.problem_mark or error.context_mark)
        if error.problem == "exceeded maximum nesting depth":  # libyaml's own limit, met while it looks ahead
            return CvgenError.of(TOO_DEEP, span, code="too-complex")
        if span.line > len(self.lines) or "end of stream" in str(error.problem):
            span = self.span(error.context_mark or error.problem_mark)  # what is never closed, where it opens
        problem = error.problem or "not YAML"
        if error.context:
            problem = f"{problem} {error.context}"
        return CvgenError.of(f"YAML: {problem}", span, self.syntax_hint(span, problem), code="yaml-syntax")

    def syntax_hint(self, span: Span, problem: str) -> str:
        line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        rest = line[span.column - 1 :]
        if re.match(r"\s*\t", line):
            return "indent with spaces, not with tabs"
        if "could not find expected ':'" in problem:
            return "put a space after the colon of a key"
        if "escape character" in problem:
            return "in double quotes a backslash has a meaning: use single quotes"
        if "mapping values are not allowed" in problem and re.search(r":\s", line[: span.column - 1]):
            return f'a text that contains ": " must be quoted: {_QUOTE_HINT}'
        if rest[:1] in {"@", "`", "%", "*", "&", "!", "|", ">"} or re.search(r"(^|[-:]\s+)[*&!\[{@`%|>]", line):
            return f"a text cannot start with this character unquoted: {_QUOTE_HINT}"
        return "check the indentation and the quotes here and on the line before"

    def scalar(self, event: yaml.ScalarEvent) -> ScalarNode:
        span = self.span(event.start_mark)
        if event.tag != "tag:yaml.org,2002:str":
            self.refuse_tag(event.tag, event.start_mark)
        text: str = event.value
        if bad := control_character(text):  # written as an escape: "\e", "\0"
            message = f"the control character U+{ord(bad.group()):04X} is not allowed"
            raise CvgenError.of(message, span, "delete it", code="control-character")
        value: str | bool | None = text
        if event.implicit[0]:  # unquoted
            text = self.unfolded(event, text)
            value = resolve(text)
            self.warn_of_lost_text(event)
        elif event.style == ">":
            value = text = self.unfolded(event, text)
        return ScalarNode(span, value, text)

    def unfolded(self, event: yaml.ScalarEvent, text: str) -> str:
        """Return a text with the lines that YAML has folded away: of lists, after a backslash, and blank ones."""
        start, end = event.start_mark, event.end_mark
        if start is None or end is None or start.line == end.line or not re.search(r" - |\\ |\n.", text):
            return text
        lines = [self.lines[start.line][start.column :], *self.lines[start.line + 1 : end.line + 1]]
        lines[-1] = lines[-1][: end.column] if end.line < len(self.lines) else lines[-1]
        lines = [line.rstrip() for line in lines[event.style == ">" :]]
        listed_lines = [i for i, line in enumerate(lines) if re.match(r"\s*- \S", line)]
        first = listed_lines[0] if len(listed_lines) > 1 else len(lines)  # a single line with a hyphen is no list
        before, listed = "\n".join(map(str.strip, lines[:first])), "\n".join(lines[first:])
        unfolded = re.sub(r"(?<![\\\n])\n(?!\n)", " ", before).strip() + ("\n" + listed if listed else "")
        trailing = text[len(text.rstrip()) :]  # of a block, which says with > or >- whether its end counts
        return unfolded.rstrip() + trailing if unfolded.split() == text.split() else text

    def warn_of_lost_text(self, event: yaml.ScalarEvent) -> None:
        # "Ranked #1 of 80" is "Ranked" to YAML. Comments are written "# like this"; a # glued to a
        # word after an unquoted text is nearly always text that would be lost in silence.
        end = self.span(event.end_mark)
        line = self.lines[end.line - 1] if end.line <= len(self.lines) else ""
        if lost := _GLUED_COMMENT.match(line, end.column - 1):
            self.problems.append(
                Diagnostic(
                    f'"{lost.group(1)[:40]}" is a comment to YAML and does not print',
                    Span(self.path, end.line, lost.start(1) + 1),
                    f"to print it, {_QUOTE_HINT}; to keep it as a comment, put a space after the #",
                    Severity.WARNING,
                    code="lost-text",
                )
            )

    def refuse_tag(self, tag: str | None, mark: _Mark | None) -> None:
        if tag not in {None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}:
            shown = str(tag).replace("tag:yaml.org,2002:", "!!")
            message = f"YAML tags such as {shown} are not used in profiles"
            hint = f"if the text starts with an exclamation mark, {_QUOTE_HINT}"
            raise CvgenError.of(message, self.span(mark), hint, code="yaml-tag")

    def alias(self, event: yaml.AliasEvent) -> Node:
        span = self.span(event.start_mark)
        if event.anchor not in self.anchors:
            message = f"no anchor &{event.anchor} stands before this *{event.anchor}"
            hint = f"a text cannot start with * unquoted: {_QUOTE_HINT}"
            raise CvgenError.of(message, span, hint, code="yaml-alias")
        node = self.anchors[event.anchor]
        if node is None:
            message = f"*{event.anchor} stands inside the very value that it repeats"
            raise CvgenError.of(message, span, code="yaml-alias")
        return node
