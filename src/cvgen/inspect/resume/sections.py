"""Divides the lines of a résumé into its head and its sections, by the titles that stand alone on a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cvgen.inspect.contents import section_kind
from cvgen.inspect.resume.dates import is_date
from cvgen.inspect.resume.lines import Line, Look, is_bold

_LONGEST_TITLE: Final = 50  # characters
_GROUPS: Final = frozenset({"skills", "languages", "interests", "table", "other"})  # what groups of skills are called


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its title, its kind (see ``contents.section_kind``), and the lines below the title.

    ``own_kind`` is false if the title says no kind, which is then that of the section around it.
    """

    title: Line
    kind: str
    own_kind: bool
    lines: list[Line]


def divide(lines: Sequence[Line]) -> tuple[list[Line], list[Section]]:
    """Return the lines before the first title, and the sections."""
    looks = _looks_of_titles(lines)
    head: list[Line] = []
    sections: list[Section] = []
    inner: set[Look] = set()
    around: list[tuple[float, str]] = []  # the sizes and kinds of the sections that the next one may be inside
    for line in lines:
        kind = section_kind(line.text) if _may_be_title(line) else None
        if not sections and kind is None:  # what stands before the first usual title is the head
            head.append(line)
            continue
        is_title = _may_be_title(line) and (line.look in looks or (kind is not None and is_bold(line.look.font)))
        if not is_title or _is_group(line, kind, around):
            sections[-1].lines.append(line) if sections else head.append(line)
            continue
        size = line.look.size
        if kind is None and sections and (line.look in inner or not sections[-1].lines):
            # A title right below a usual one that is no smaller is inside that section, and others that look so.
            size = min(size, sections[0].title.look.size) - 0.01
            inner.add(line.look)
        while around and around[-1][0] <= size:
            around.pop()
        shown = kind or (around[-1][1] if around else "other")
        around.append((size, shown))
        sections.append(Section(line, shown, kind is not None, []))
    return head, sections


def _may_be_title(line: Line) -> bool:
    """Return whether a line is short, alone, in one font, and no sentence, date or item of a list."""
    text = line.text
    return (
        len(line.cells) == 1
        and line.has_one_look
        and 1 < len(text) <= _LONGEST_TITLE
        and text[-1] not in ".,;"
        and re.match(r"[^\W\d_]", text) is not None
        and not is_date(text)
    )


def _looks_of_titles(lines: Sequence[Line]) -> set[Look]:
    """Return the sizes and fonts of titles: of at least half of the lines that look so, the text is a usual title.

    Where a title is larger than the text, or a bold line among others that are not, it need not be half.
    """
    body = Counter(line.look.size for line in lines for _ in line.text).most_common(1)
    size = body[0][0] if body else 0.0
    usual: Counter[Look] = Counter()
    every: Counter[Look] = Counter()
    for line in lines:
        if _may_be_title(line):
            every[line.look] += 1
            usual[line.look] += section_kind(line.text) is not None
    found = set()
    for look, count in usual.items():
        capitals = [line.text for line in lines if line.look == look and line.text.isupper()]
        is_larger = look.size > 1.15 * size and is_bold(look.font)
        if count and (
            2 * count >= every[look] or (is_larger and 5 * count >= every[look]) or 2 * len(capitals) >= every[look]
        ):
            found.add(look)
    return found | set(_looks_below(found, every, lines, size))


def _looks_below(titles: set[Look], every: Counter[Look], lines: Sequence[Line], size: float) -> Iterator[Look]:
    """Yield the looks of titles inside sections: in the font of a title, smaller than it, larger than the text.

    Heads of entries may be so too, but have a date or a place on the same line.
    """
    fonts = {look.font: look.size for look in sorted(titles)}
    beside = set()
    for line in lines:
        texts = [cell for cell in line.cells if not is_date(cell.text)]
        if texts and len(line.cells) > 1:
            beside.add(Line(texts[0].runs).look)
    for look in every:
        if look not in beside and 1.05 * size < look.size < fonts.get(look.font, 0):
            yield look


def _is_group(line: Line, kind: str | None, around: Sequence[tuple[float, str]]) -> bool:
    """Return whether a line is the name of a group of skills, and no title: it is smaller than the title above."""
    if not around or line.look.size >= around[0][0]:
        return False
    return any(each == "skills" and line.look.size < size for size, each in around) and (
        kind is None or kind in _GROUPS
    )
