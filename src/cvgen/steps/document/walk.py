"""One walk over a document, and the questions that are answered with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from typing import Any, TypeAlias, TypeVar

from cvgen.diagnostics import Span
from cvgen.steps.document.model import Droppable, Facts, Item, Items, Node, Section, author_marks
from cvgen.text.inline import Text

Part: TypeAlias = Node | Text | tuple["Part", ...]  # a document, or a part of one

_N = TypeVar("_N", bound=Node)


def nodes(part: Part) -> Iterator[Node | Text]:
    """Yield each node and text of a part, each before the nodes inside it, in the order of the fields."""
    waiting: list[Any] = [part]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting += reversed(node)
        elif isinstance(node, Text):
            yield node
        elif isinstance(node, Node):
            yield node
            waiting += [getattr(node, name) for name in reversed(node.__dataclass_fields__)]


def texts(part: Part) -> Iterator[Text]:
    """Yield each text."""
    return (node for node in nodes(part) if isinstance(node, Text))


def sections(part: Part) -> Iterator[Section]:
    """Yield each section; subsections follow the section that they are in."""
    return (node for node in nodes(part) if isinstance(node, Section))


def droppable(part: Part) -> Iterator[Droppable]:
    """Yield each node that has a priority, and so may be left out."""
    return (node for node in nodes(part) if isinstance(node, Droppable) and node.priority)


def source_lines(part: Part) -> set[int]:
    """Return the lines of the YAML that a part comes from."""
    spans = (getattr(node, "span", None) for node in nodes(part))
    return {span.line for span in spans if span is not None}


def without(node: _N, places: Collection[Span]) -> _N:
    """Return a copy of a node without the nodes that have a priority and come from one of these places.

    A group that this leaves empty goes, too; one that was empty before, such as a section with a title alone, stays.
    """
    changed: dict[str, Any] = {}
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        if not (isinstance(value, tuple) and any(isinstance(part, Node) for part in value)):
            continue
        kept = [part for part in value if not (getattr(part, "priority", 0) and part.span in places)]
        pruned = [without(part, places) for part in kept]
        if len(kept) < len(value) or any(new is not old for new, old in zip(pruned, kept, strict=True)):
            pairs = zip(pruned, kept, strict=True)
            changed[name] = tuple(new for new, old in pairs if new is old or not _is_empty(new))
    if isinstance(node, Section) and "blocks" in changed:
        marks = author_marks(changed["blocks"])
        notes = zip(author_marks(node.blocks), node.notes, strict=True)
        changed["notes"] = tuple(note for mark, note in notes if mark in marks)
    return dataclasses.replace(node, **changed) if changed else node


def _is_empty(node: Node) -> bool:
    """Return whether a group of items, facts or blocks has none left."""
    if isinstance(node, Items):
        return not node.items
    if isinstance(node, Facts):
        return not node.facts
    if isinstance(node, Section):
        return not (node.blocks or node.sections or node.summary)
    return isinstance(node, Item) and node.text is None and not (node.bullets or node.numbers or node.when)
