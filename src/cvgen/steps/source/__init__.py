"""Step 1: YAML text -> ``Source``: plain data, and the place in the file of every value and key.

The YAML is read with the resolvers that a CV needs: ``true``, ``false`` and ``null`` are themselves,
everything else is text as typed (``NO``, ``3.90``, ``2024-05``, ``99:30``). Anchors, aliases and merge
keys work; what could exhaust the machine (alias bombs, deep nesting, huge files) is refused.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

import yaml

from cvgen.diagnostics import CvgenError, Diagnostic, Pointer, Severity, Span

MAX_BYTES: Final = 512 * 1024  # a ten-page CV has about 60 KB
MAX_DEPTH: Final = 60
MAX_NODES: Final = 30_000  # a ten-page CV has about 1,000 values

_BOOLEANS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS: Final = {"", "~", "null", "Null", "NULL"}
_CONTROL: Final = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GLUED_COMMENT: Final = re.compile(r"\s+(#[^\s#!].*)")
_TOO_DEEP: Final = f"nested more than {MAX_DEPTH} levels deep"
_QUOTE_HINT: Final = 'put the text in quotes: "..."'


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file as data.

    ``data`` holds dict, list, str, bool and None only. ``spans`` has the place of every value by its
    pointer (the keys and indices that lead to it; the whole document is ``()``), ``key_spans`` that of
    every key. ``problems`` are those that did not keep the file from being read.
    """

    path: Path
    data: Any
    spans: Mapping[Pointer, Span]
    key_spans: Mapping[Pointer, Span]
    problems: tuple[Diagnostic, ...] = ()


def read(path: Path) -> Source:
    """Read and parse a profile; raises CvgenError if the file cannot be read or is not YAML."""
    return parse(decode(_read_bytes(path), path), path)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise CvgenError.of(f"{path} is a folder, not a profile", hint="name a YAML file in it")
        if path.exists() and not path.is_file():
            raise CvgenError.of(f"{path} is not a regular file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        near = sorted(p.name for p in path.parent.glob("*.y*ml")) if path.parent.is_dir() else []
        hint = f"the YAML files there are: {', '.join(near[:10])}" if near else "cvgen new NAME makes a first profile"
        raise CvgenError.of(f"{path} does not exist", hint=hint) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CvgenError.of(f"{path} cannot be read: {reason}") from None
    if len(content) > MAX_BYTES:
        raise CvgenError.of(
            f"{path} is too large: a profile may have {MAX_BYTES // 1024} KB at most",
            hint="a ten-page CV has about 60 KB; is this the right file?",
        )
    return content


def decode(content: bytes, path: Path) -> str:
    """Decode UTF-8; raises CvgenError at the first byte or control character that no profile may have."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CvgenError.of(f"{path} is in UTF-16", Span(path, 1), "save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"the byte 0x{content[error.start]:02X} is not UTF-8"
        raise CvgenError.of(message, Span(path, line, column), "save the file as UTF-8") from None
    if bad := _CONTROL.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - (text.rfind("\n", 0, bad.start()) + 1) + 1
        message = f"the control character U+{ord(bad.group()):04X} is not allowed"
        raise CvgenError.of(message, Span(path, line, column), "delete it")
    return text


def parse(text: str, path: Path) -> Source:
    """Parse YAML text; ``path`` is only for spans. Raises CvgenError if it is not one YAML document."""
    reader = _Reader(text, path)
    root = reader.compose()
    expansion = _Expansion(reader.problems)
    data = expansion.expand(root, (), 0)
    return Source(path, data, expansion.spans, expansion.key_spans, tuple(reader.problems))


def with_settings(source: Source, settings: Sequence[str]) -> Source:
    """The source with values from elsewhere put in, each as ``design.accent=#0F4C81``: keys, and the value.

    A value is the text as typed, without quotes, or true, false, null, or a list or mapping in YAML's brackets.
    Raises CvgenError.
    """
    if not settings:
        return source
    data = copy.deepcopy(source.data)
    spans, key_spans = dict(source.spans), dict(source.key_spans)
    problems = list(source.problems)
    for setting in settings:
        name, equals, text = setting.partition("=")
        keys = tuple(key.strip() for key in name.split("."))
        span = Span(Path(f"--set {setting}"), 0)
        if not equals or not all(keys):
            raise CvgenError.of("a setting needs a name and a value", span, "such as --set design.paper=letter")
        value = _setting(text.strip(), span)
        problems += value.problems
        if _CONTROL.search(text):
            raise CvgenError.of("a control character is not allowed", span, "delete it")
        at: Any = data
        for i, key in enumerate(keys):
            if not isinstance(at, dict):
                where = f'"{".".join(keys[:i])}"' if i else "the profile"
                hint = "what is no mapping can only be set as a whole, such as design.order=[education, skills]"
                raise CvgenError.of(f"there is nothing to set in {where}", span, hint)
            pointer = keys[: i + 1]
            if i < len(keys) - 1 and at.get(key) is None:
                at[key] = {}
            if i == len(keys) - 1:
                at[key] = value.data
                for stale in [p for p in spans if p[: len(keys)] == keys]:
                    spans.pop(stale)
                    key_spans.pop(stale, None)
                spans |= {(*keys, *inner): span for inner in value.spans}
                key_spans |= {(*keys, *inner): span for inner in value.key_spans}
                key_spans[keys] = span
            elif pointer not in spans:
                spans[pointer] = key_spans[pointer] = span
            at = at[key]
    return Source(source.path, data, spans, key_spans, tuple(problems))


def _resolved(text: str) -> str | bool | None:
    """What an unquoted text stands for."""
    return None if text in _NULLS else _BOOLEANS.get(text, text)


def _setting(text: str, span: Span) -> Source:
    if text[:1] in {"[", "{"}:
        try:
            parsed = parse(text, span.path)
        except CvgenError as error:
            raise CvgenError([replace(error.diagnostics[0], span=span)]) from None
        return replace(parsed, problems=tuple(replace(problem, span=span) for problem in parsed.problems))
    return Source(span.path, _resolved(text), {(): span}, {})


class _Mark(Protocol):
    """A place in the text; line and column count from 0."""

    line: int
    column: int


@dataclass(slots=True)
class _Scalar:
    span: Span
    value: str | bool | None
    text: str


@dataclass(slots=True)
class _Sequence:
    span: Span
    items: list[_Node] = field(default_factory=list)

    def add(self, node: _Node) -> None:
        self.items.append(node)


@dataclass(slots=True)
class _Mapping:
    span: Span
    pairs: list[tuple[_Scalar, _Node]] = field(default_factory=list)
    key: _Scalar | None = None

    def add(self, node: _Node) -> None:
        if self.key is not None:
            self.pairs.append((self.key, node))
            self.key = None
        elif isinstance(node, _Scalar):
            self.key = node
        else:
            raise CvgenError.of("a key must be a word, not a list or a mapping", node.span, _QUOTE_HINT)


_Node: TypeAlias = "_Scalar | _Sequence | _Mapping"


class _Reader:
    """Composes nodes from parser events, so that depth is bounded while reading, not after."""

    def __init__(self, text: str, path: Path) -> None:
        self.text = text
        self.path = path
        self.lines = text.splitlines()
        self.problems: list[Diagnostic] = []
        self.anchors: dict[str, _Node | None] = {}
        self.open: list[tuple[_Sequence | _Mapping, str | None]] = []

    def span(self, mark: _Mark | None) -> Span:
        return Span(self.path, mark.line + 1, mark.column + 1) if mark else Span(self.path, 1)

    def compose(self) -> _Node:
        root: _Node | None = None
        for count, event in enumerate(self.events()):
            if count > 2 * MAX_NODES:  # a value has one event, or two
                raise CvgenError.of(f"more than {MAX_NODES} values", self.span(event.start_mark))
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                message = "a second YAML document starts here; a profile is one document"
                raise CvgenError.of(message, self.span(event.start_mark), 'delete the line "---"')
            node = self.node(event)
            if node is None:
                continue
            if self.open:
                self.open[-1][0].add(node)
            else:
                root = node
        if root is None or (isinstance(root, _Scalar) and root.value is None):
            raise CvgenError.of("the profile is empty", Span(self.path, 1), "cvgen new NAME makes a first profile")
        return root

    def node(self, event: yaml.Event) -> _Node | None:
        """The node that an event completes, if it does."""
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        node: _Node
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
        collection = _Mapping(span) if isinstance(event, yaml.MappingStartEvent) else _Sequence(span)
        self.open.append((collection, event.anchor))
        if event.anchor:
            self.anchors[event.anchor] = None  # not complete: an alias inside it would be endless
        if len(self.open) > MAX_DEPTH:
            raise CvgenError.of(_TOO_DEEP, span)

    def events(self) -> Iterator[yaml.Event]:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            yield from yaml.parse(self.text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            span = self.span(error.problem_mark or error.context_mark)
            if error.problem == "exceeded maximum nesting depth":  # libyaml's own limit, met while it looks ahead
                raise CvgenError.of(_TOO_DEEP, span) from None
            if span.line > len(self.lines) or "end of stream" in str(error.problem):
                span = self.span(error.context_mark or error.problem_mark)  # what is never closed, where it opens
            problem = error.problem or "not YAML"
            if error.context:
                problem = f"{problem} {error.context}"
            raise CvgenError.of(f"YAML: {problem}", span, self.syntax_hint(span, problem)) from None
        except yaml.YAMLError as error:
            raise CvgenError.of(f"YAML: {error}", Span(self.path, 1)) from None

    def syntax_hint(self, span: Span, problem: str) -> str | None:
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

    def scalar(self, event: yaml.ScalarEvent) -> _Scalar:
        span = self.span(event.start_mark)
        if event.tag != "tag:yaml.org,2002:str":
            self.refuse_tag(event.tag, event.start_mark)
        text: str = event.value
        if bad := _CONTROL.search(text):  # written as an escape: "\e", "\0"
            raise CvgenError.of(f"the control character U+{ord(bad.group()):04X} is not allowed", span, "delete it")
        value: str | bool | None = text
        if event.implicit[0]:  # unquoted
            value = _resolved(text)
            self.warn_of_lost_text(event)
        return _Scalar(span, value, text)

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
                )
            )

    def refuse_tag(self, tag: str | None, mark: _Mark | None) -> None:
        if tag not in {None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}:
            shown = str(tag).replace("tag:yaml.org,2002:", "!!")
            hint = f"if the text starts with an exclamation mark, {_QUOTE_HINT}"
            raise CvgenError.of(f"YAML tags such as {shown} are not used in profiles", self.span(mark), hint)

    def alias(self, event: yaml.AliasEvent) -> _Node:
        span = self.span(event.start_mark)
        if event.anchor not in self.anchors:
            hint = f"a text cannot start with * unquoted: {_QUOTE_HINT}"
            raise CvgenError.of(f"no anchor &{event.anchor} stands before this *{event.anchor}", span, hint)
        node = self.anchors[event.anchor]
        if node is None:
            raise CvgenError.of(f"*{event.anchor} stands inside the very value that it repeats", span)
        return node


class _Expansion:
    """Turns nodes into data with aliases written out, and counts what that makes."""

    def __init__(self, problems: list[Diagnostic]) -> None:
        self.spans: dict[Pointer, Span] = {}
        self.key_spans: dict[Pointer, Span] = {}
        self.problems = problems
        self.duplicates: set[Span] = set()
        self.visits = 0
        self.characters = 0

    def visit(self, node: _Node, depth: int) -> None:
        self.visits += 1
        self.characters += len(node.text) if isinstance(node, _Scalar) else 0
        if self.characters > 2 * MAX_BYTES:
            raise CvgenError.of(f"more than {2 * MAX_BYTES} characters, with aliases written out", node.span)
        if self.visits > MAX_NODES:
            raise CvgenError.of(f"more than {MAX_NODES} values, with aliases written out", node.span)
        if depth > MAX_DEPTH:
            raise CvgenError.of(f"{_TOO_DEEP}, with aliases written out", node.span)

    def expand(self, node: _Node, pointer: Pointer, depth: int) -> Any:
        self.visit(node, depth)
        self.spans[pointer] = node.span
        if isinstance(node, _Scalar):
            return node.value
        if isinstance(node, _Sequence):
            return [self.expand(item, (*pointer, i), depth + 1) for i, item in enumerate(node.items)]
        return self.expand_mapping(node, pointer, depth)

    def expand_mapping(self, node: _Mapping, pointer: Pointer, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.pairs:
            if key.text == "<<":
                continue
            inner = (*pointer, key.text)
            if key.text in data:
                if key.span not in self.duplicates:
                    self.duplicates.add(key.span)
                    message = f'the key "{key.text}" stands twice; the first is on line {self.key_spans[inner].line}'
                    self.problems.append(Diagnostic(message, key.span, "delete one, or merge them into a list"))
                continue
            self.key_spans[inner] = key.span
            data[key.text] = self.expand(value, inner, depth + 1)
        for key, value in node.pairs:
            if key.text == "<<":
                self.merge(value, data, pointer, depth)
        return data

    def merge(self, node: _Node, data: dict[str, Any], pointer: Pointer, depth: int) -> None:
        for source in node.items if isinstance(node, _Sequence) else [node]:
            if not isinstance(source, _Mapping):
                raise CvgenError.of("<< takes a mapping, or a list of mappings", source.span)
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
