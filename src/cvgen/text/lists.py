"""Lists that are typed in a text, a line an item, as in Markdown or in a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cvgen.diagnostics import Pointer

_ITEM: Final = re.compile(r"([ \t]*)(?:([-*+\u2022\u2023\u25aa\u25e6])|(\d{1,2}[.)]))[ \t]+(?=\S)(.+)")
_LEAST: Final = 2  # items of a list
_KEYS: Final = frozenset({"highlights", "contributions"})
_DEEPEST: Final = 3  # lists inside each other; deeper items count as of the last


@dataclass(slots=True)
class TypedItem:
    """An item and the items below it; ``number`` is what stands before it, such as ``1.``, and empty for a bullet."""

    text: str
    number: str
    indent: int
    items: list[TypedItem] = field(default_factory=list)


@dataclass(slots=True)
class TypedList:
    """A text with a list: what stands before the list, its items, and what follows."""

    before: str
    items: list[TypedItem]
    after: str

    @property
    def is_numbered(self) -> bool:
        """True if each item has a number."""
        return are_numbered(self.items)


def are_numbered(items: list[TypedItem]) -> bool:
    """Return whether each item has a number."""
    return all(item.number for item in items)


def may_be_below(pointer: Pointer) -> bool:
    """Return whether there may be lists below the item that a pointer leads to: it is not too deep in others."""
    return sum(step in _KEYS for step in pointer) < _DEEPEST


def find(text: str) -> TypedList | None:
    """Return the first list of a text; None if it has none. A single line that starts with a hyphen is no list."""
    if "\n" not in text:
        return None
    lines = text.splitlines()
    starts = [i for i, line in enumerate(lines) if _ITEM.fullmatch(line)]
    if len(starts) < _LEAST:
        return None
    first = starts[0]
    items: list[TypedItem] = []
    branch: list[TypedItem] = []  # the last item, and those that it is below
    end = first
    for i in range(first, len(lines)):
        line = lines[i]
        if match := _ITEM.fullmatch(line):
            item = TypedItem(match[4].strip(), match[3] or "", len(match[1].expandtabs()))
            while branch and (branch[-1].indent >= item.indent or len(branch) >= _DEEPEST):
                branch.pop()
            (branch[-1].items if branch else items).append(item)
            branch.append(item)
        elif line.strip() and lines[i - 1].strip() and _is_continued(line, branch[-1]):
            is_broken = branch[-1].text.endswith("\\")
            branch[-1].text += ("\n" if is_broken else " ") + line.strip()
        elif line.strip():
            break
        end = i + 1
    return TypedList("\n".join(lines[:first]).strip(), items, "\n".join(lines[end:]).strip())


def parts(text: str) -> Iterator[str | TypedList]:
    """Yield the paragraphs of a text, which blank lines divide, and the lists between them."""
    while found := find(text):
        yield from _divided(found.before)
        yield found
        text = found.after
    yield from _divided(text)


def _divided(text: str) -> Iterator[str]:
    return (part for part in re.split(r"\n[ \t]*\n", text) if part.strip())


def _is_continued(line: str, item: TypedItem) -> bool:
    """Return whether a line without a sign of its own goes on with the item before it."""
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip()) > item.indent
