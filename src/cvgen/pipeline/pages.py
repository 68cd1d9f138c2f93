"""Reads what TeX noted in its log of where things landed, and says what a reader would stumble over."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_SP: Final = 65536  # scaled points in a point
_PAGE: Final = re.compile(r"^cvgen: page (\d+) (\d+) (\d+)$", re.MULTILINE)
_MARK: Final = re.compile(r"^cvgen: (\w+) (\d+) (\d+) (\w+) (\d+) (-?\d+)$", re.MULTILINE)
_LINES: Final = re.compile(r"^cvgen: lines (\d+) (\d+)$", re.MULTILINE)

_SPARSE: Final = 0.2  # of a page


@dataclass(frozen=True, slots=True)
class Mark:
    """The first line of something: ``line`` is that of the YAML, ``height`` in points from the text's top.

    ``kind`` is section, entry, inner (an entry within one), text, item, line (what takes a line), or end.
    """

    kind: str
    number: int
    line: int
    column: str
    page: int
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything landed: marks in reading order, and how many lines the paragraph at a mark has.

    ``height`` is that of a page's text, ``leading`` the distance of lines, in points.
    """

    marks: tuple[Mark, ...]
    lines: Mapping[int, int]
    height: float
    leading: float

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max((mark.page for mark in self.marks), default=1)

    @property
    def extent(self) -> float:
        """How far down the longest column ends, in pages."""
        return max(self._ends().values(), default=0.0)

    def taken(self, lines: Collection[int], within: float = 0.0) -> float:
        """The height, in pages, of what comes from these lines of the YAML and begins with their first.

        What stands in a column that ends within so many pages takes nothing from those that do not.
        """
        ends, first = self._ends(), min(lines)
        for i, mark in enumerate(self.marks):
            if mark.line == first and (end := ends.get(mark.column, self.extent)) > within:
                column = (each for each in itertools.islice(self.marks, i + 1, None) if each.column == mark.column)
                after = next((each for each in column if each.line not in lines), None)
                return (self._depth(after) if after else end) - self._depth(mark)
        return 0.0

    def _ends(self) -> dict[str, float]:
        """How far down each column ends, in pages."""
        return {mark.column: self._depth(mark) for mark in self.marks if mark.kind == "end"}

    def _depth(self, mark: Mark) -> float:
        return mark.page - 1 + mark.height / self.height

    def columns(self) -> list[list[Mark]]:
        """The marks of each column by themselves: text flows on from page to page within one."""

        def column(mark: Mark) -> str:
            return mark.column

        return [list(marks) for _, marks in itertools.groupby(sorted(self.marks, key=column), column)]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a page; ``line`` is that of the YAML."""

    text: str
    line: int | None
    hint: str | None = None
    is_note: bool = False


def read(log: str) -> Layout | None:
    """The layout that a log tells of; None if it tells of none."""
    page = _PAGE.search(log)
    if page is None:
        return None
    top, height, leading = (int(number) / _SP for number in page.groups())
    marks = tuple(
        Mark(kind, int(number), int(line), column, int(page_number), top - int(y) / _SP)
        for kind, number, line, column, page_number, y in _MARK.findall(log)
    )
    lines = {int(number): int(count) for number, count in _LINES.findall(log)}
    return Layout(tuple(sorted(marks, key=lambda mark: mark.number)), lines, height, leading)


def findings(layout: Layout) -> Iterator[Finding]:
    """Heads alone at a page's foot, last lines alone at a page's top, and a last page with next to nothing."""
    for marks in layout.columns():
        yield from _lone_heads(marks)
        yield from _lone_lines(marks, layout)
    if layout.pages > 1 and layout.extent - layout.pages + 1 < _SPARSE:
        filled = max(0, round(100 * (layout.extent - layout.pages + 1)))
        fewer = layout.pages - 1
        text = f"the last page is filled by {filled} % only"
        yield Finding(text, None, f"--pages {fewer} may make it fit on {fewer}", is_note=True)


def _lone_heads(marks: Sequence[Mark]) -> Iterator[Finding]:
    for mark, after in itertools.pairwise(marks):
        if after.page == mark.page:
            continue
        if mark.kind == "section" and after.kind != "end":
            yield Finding(f"a section's title is alone at the foot of page {mark.page}", mark.line)
        elif mark.kind in {"entry", "inner"} and after.kind in {"inner", "text", "item"}:
            yield Finding(f"the head of an entry is alone at the foot of page {mark.page}", mark.line)


def _lone_lines(marks: Sequence[Mark], layout: Layout) -> Iterator[Finding]:
    for i, mark in enumerate(marks):
        first = i > 0 and marks[i - 1].page < mark.page and mark.height < 1.6 * layout.leading
        if not first or mark.kind not in {"text", "item", "line"} or layout.lines.get(mark.number) != 1:
            continue
        after = marks[i + 1] if i + 1 < len(marks) else None
        ends = {"section", "end"} if mark.kind == "line" else {"section", "end", "entry", "inner"}
        if after is None or after.page > mark.page or after.kind in ends:
            yield Finding(f"a single line is alone at the top of page {mark.page}", mark.line)
