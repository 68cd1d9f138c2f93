"""Reads from the log of TeX where everything landed on the pages, and finds bad page breaks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cvgen.diagnostics import Diagnostic, Severity, Span

_SP: Final = 65536  # scaled points in a point
_PAGE: Final = re.compile(r"^cvgen: page (\d+) (\d+) (\d+)$", re.MULTILINE)
_MARK: Final = re.compile(r"^cvgen: (\w+) (\d+) (\d+) (\w+) (\d+) (-?\d+)$", re.MULTILINE)
_LINES: Final = re.compile(r"^cvgen: lines (\d+) (\d+)$", re.MULTILINE)

_SPARSE: Final = 0.2  # of a page
_FEW_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """The place where a part of the document begins: ``line`` is that of the YAML, ``height`` in points from the top.

    ``kind`` is section, entry, inner (an entry within one), text, item, line (an entry of one line), or end.
    """

    kind: str
    number: int
    line: int
    column: str
    page: int
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything landed: marks in reading order, and how many lines the paragraph at a mark has, by its number.

    ``height`` is that of the text on a page, ``leading`` the distance of lines, both in points.
    """

    marks: tuple[Mark, ...]
    lines: Mapping[int, int]
    height: float
    leading: float

    @property
    def pages(self) -> int:
        """The number of pages."""
        return max((mark.page for mark in self.marks), default=1)

    @property
    def extent(self) -> float:
        """Where the longest column ends, in pages from the beginning."""
        return max(self._ends().values(), default=0.0)

    @property
    def filled(self) -> float:
        """The filled share of the last page."""
        return self.extent - self.pages + 1

    @property
    def is_sparse(self) -> bool:
        """True if there are several pages, and next to nothing on the last."""
        return self.pages > 1 and self.filled < max(_SPARSE, _FEW_LINES * self.leading / self.height)

    def taken(self, lines: Collection[int], within: float = 0.0) -> float:
        """Return the height, in pages, of the part that comes from these lines of the YAML.

        It is 0 in a column that ends ``within`` so many pages: a shorter one would not save a page.
        """
        ends, first = self._ends(), min(lines)
        for i, mark in enumerate(self.marks):
            if mark.line == first and (end := ends.get(mark.column, self.extent)) > within:
                column = (each for each in itertools.islice(self.marks, i + 1, None) if each.column == mark.column)
                after = next((each for each in column if each.line not in lines), None)
                return (self._depth(after) if after else end) - self._depth(mark)
        return 0.0

    def _ends(self) -> dict[str, float]:
        """Return where each column ends, in pages."""
        return {mark.column: self._depth(mark) for mark in self.marks if mark.kind == "end"}

    def _depth(self, mark: Mark) -> float:
        return mark.page - 1 + mark.height / self.height

    def columns(self) -> list[list[Mark]]:
        """Return the marks of each column: text flows on from page to page within a column."""

        def column(mark: Mark) -> str:
            return mark.column

        return [list(marks) for _, marks in itertools.groupby(sorted(self.marks, key=column), column)]


def parse(log: str) -> Layout | None:
    """Return the layout that a log tells of; None if it tells of none."""
    page = _PAGE.search(log)
    if page is None:
        return None
    top, height, leading = (int(number) / _SP for number in page.groups())
    marks = (
        Mark(kind, int(number), int(line), column, int(page_number), top - int(y) / _SP)
        for kind, number, line, column, page_number, y in _MARK.findall(log)
    )
    lines = {int(number): int(count) for number, count in _LINES.findall(log)}
    return Layout(tuple(sorted(marks, key=lambda mark: mark.number)), lines, height, leading)


def bad_breaks(layout: Layout, path: Path) -> Iterator[Diagnostic]:
    """Yield warnings on heads alone at a page's foot and last lines alone at its top, and a note on a sparse last page.

    ``path`` is the profile.
    """
    for marks in layout.columns():
        yield from _lone_heads(marks, path)
        yield from _lone_lines(marks, layout, path)
    if layout.is_sparse:
        message = f"the last page is filled by {max(0, round(100 * layout.filled))} % only"
        hint = f"--pages {layout.pages - 1} may make it fit on {layout.pages - 1}"
        yield Diagnostic(message, Span(path, 0), hint, Severity.NOTE, code="sparse-page")


def _lone_heads(marks: Sequence[Mark], path: Path) -> Iterator[Diagnostic]:
    for mark, after in itertools.pairwise(marks):
        if after.page == mark.page:
            continue
        if mark.kind == "section" and after.kind != "end":
            head = "a section's title"
        elif mark.kind in {"entry", "inner"} and after.kind in {"inner", "text", "item"}:
            head = "the head of an entry"
        else:
            continue
        message = f"{head} is alone at the foot of page {mark.page}"
        yield Diagnostic(message, Span(path, mark.line), None, Severity.WARNING, code="lone-heading")


def _lone_lines(marks: Sequence[Mark], layout: Layout, path: Path) -> Iterator[Diagnostic]:
    for i, mark in enumerate(marks):
        first = i > 0 and marks[i - 1].page < mark.page and mark.height < 1.6 * layout.leading
        if not first or mark.kind not in {"text", "item", "line"} or layout.lines.get(mark.number) != 1:
            continue
        after = marks[i + 1] if i + 1 < len(marks) else None
        ends = {"section", "end"} if mark.kind == "line" else {"section", "end", "entry", "inner"}
        if after is None or after.page > mark.page or after.kind in ends:
            message = f"a single line is alone at the top of page {mark.page}"
            yield Diagnostic(message, Span(path, mark.line), None, Severity.WARNING, code="lone-line")
