"""Puts the pieces of text of a PDF into lines, and those into cells: columns, dates and places beside a text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from cvgen.inspect.resume.dates import is_date, is_part_of_date

_WIDE: Final = 0.9  # of the size of the text: a gap between cells, and no space between words
_MARGIN: Final = 0.07  # of the height of a page, for its head and foot
_LOOK_BACK: Final = 4  # lines: a date of several lines may stand beside the text that comes after it
_BOLD: Final = re.compile("bold|black|heavy|demi|cmbx|sfbx", re.IGNORECASE)
_BOLD_BY_LETTER: Final = re.compile("OB(I|O)?$")  # LinLibertineOB


class Look(NamedTuple):
    """The look of text; ``colour`` is 0xRRGGBB."""

    size: float
    font: str
    colour: int


class Run(NamedTuple):
    """A piece of a line in one font. Lengths are in pt, x from the start of lines, y from the foot of the page."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    text: str
    size: float
    font: str
    colour: int  # 0xRRGGBB

    @property
    def is_bold(self) -> bool:
        """Return whether the font is bold."""
        return is_bold(self.font)


def is_bold(font: str) -> bool:
    """Return whether a font is bold by its name."""
    name = re.sub(r"^[A-Z]{6}\+|-Identity-[HV]$", "", font)
    return bool(_BOLD.search(name) or _BOLD_BY_LETTER.search(name))


@dataclass(slots=True)
class Cell:
    """A part of a line; the gaps beside it are wider than those between words."""

    runs: list[Run]

    @property
    def text(self) -> str:
        """Return the text without white space at its ends."""
        return _joined(self.runs)

    @property
    def left(self) -> float:
        """Return where it starts."""
        return min(run.left for run in self.runs)

    @property
    def right(self) -> float:
        """Return where it ends."""
        return max(run.right for run in self.runs)

    @property
    def bold_start(self) -> str:
        """Return the bold text at the start of the cell."""
        bold = []
        for run in self.runs:
            if not run.is_bold and run.text.strip():
                break
            bold.append(run)
        return _joined(bold)


@dataclass
class Line:
    """A line of text with its cells, in the direction of reading."""

    runs: list[Run] = field(default_factory=list)

    @property
    def page(self) -> int:
        """Return the number of its page."""
        return self.runs[0].page

    @property
    def bottom(self) -> float:
        """Return the height of its lower edge."""
        return min(run.bottom for run in self.runs)

    @property
    def top(self) -> float:
        """Return the height of its upper edge."""
        return max(run.top for run in self.runs)

    @cached_property
    def cells(self) -> list[Cell]:
        """Return the cells in the order of reading."""
        cells: list[Cell] = []
        for run in sorted(self.runs, key=lambda run: run.left):
            before = cells[-1].runs[-1] if cells else None
            gap = run.left - cells[-1].right if cells else 0.0
            is_near = before and gap < _WIDE * min(run.size, before.size) and _are_alike(run, before)
            # A date that fills its column stands nearer to what follows.
            goes_on = is_part_of_date(run.text) or not re.search(r"\w", run.text)
            is_joined = (gap < 0.4 * run.size and not run.text[0].isspace()) or goes_on
            if before and is_near and (is_joined or run.font == before.font or not is_date(cells[-1].text)):
                cells[-1].runs.append(run)
            else:
                cells.append(Cell([run]))
        return cells

    @property
    def left(self) -> float:
        """Return where it starts."""
        return min(run.left for run in self.runs)

    @property
    def right(self) -> float:
        """Return where it ends."""
        return max(run.right for run in self.runs)

    @property
    def text(self) -> str:
        """Return the text without white space at its ends."""
        return " ".join(cell.text for cell in self.cells)

    @property
    def look(self) -> Look:
        """Return the look of the start of the line."""
        first = self.cells[0].runs[0]
        return Look(round(first.size, 1), first.font, first.colour)

    @property
    def has_one_look(self) -> bool:
        """Return whether the whole line has the look of its start; Chinese in Latin may have another font."""
        size, font, colour = self.look
        return all(
            (round(run.size, 1), is_bold(run.font), run.colour) == (size, is_bold(font), colour) for run in self.runs
        )

    def is_beside(self, run: Run) -> bool:
        """Return whether a piece stands at the height of this line, after its end."""
        shared = min(self.top, run.top) - max(self.bottom, run.bottom)
        height = min(self.top - self.bottom, run.top - run.bottom)
        return run.page == self.page and shared > 0.5 * height and run.left > self.right - 0.3 * run.size


def read_lines(pages: Iterable[Mapping[str, Any]]) -> tuple[list[Line], bool]:
    """Return the lines of the records of pdfium, without heads and feet, and whether they run from right to left."""
    records = list(pages)
    text = "".join(record["text"] for record in records)
    letters = Counter(unicodedata.bidirectional(char) for char in text)
    right_to_left = letters["R"] + letters["AL"] > letters["L"]
    lines: list[Line] = []
    for record in records:
        on_page: list[Line] = []
        for run in _runs(record, right_to_left):
            for line in on_page[: -_LOOK_BACK - 1 : -1]:
                if line.is_beside(run):
                    line.runs.append(run)
                    break
            else:
                on_page.append(Line([run]))
        lines += on_page
    return list(_without_furniture(lines, {record["page"]: record["height"] for record in records})), right_to_left


def _runs(record: Mapping[str, Any], right_to_left: bool) -> Iterator[Run]:
    for left, bottom, right, top, *rest in record["runs"]:
        start, end = (record["width"] - right, record["width"] - left) if right_to_left else (left, right)
        if rest[0].strip():
            yield Run(record["page"], start, bottom, end, top, *rest)


def _without_furniture(lines: Sequence[Line], heights: Mapping[int, float]) -> Iterator[Line]:
    """Yield the lines without the heads and feet of pages: numbers, and what is there on several pages."""

    def is_outside(line: Line) -> bool:
        margin = _MARGIN * heights[line.page]
        return line.top < margin or line.bottom > heights[line.page] - margin

    outside = [re.sub(r"\d+", "", line.text) for line in lines if is_outside(line) and line.page > 1]
    repeated = {text for text, count in Counter(outside).items() if count > 1 or not text.strip(" /-·|")}
    names = {cell.text for line in lines[:1] for cell in line.cells[:1]}
    for line in lines:
        bare = re.sub(r"\d+", "", line.text)
        if (
            line.page > 1
            and is_outside(line)
            and (bare in repeated or line.text.startswith(tuple(names)) or bare.strip(" /-·|") in names)
        ):
            continue
        yield line


def _are_alike(run: Run, other: Run) -> bool:
    """Return whether two pieces are of about one size: a name, and what stands beside it, are not."""
    return max(run.size, other.size) < 1.4 * min(run.size, other.size)


def _joined(runs: Sequence[Run]) -> str:
    text = ""
    for before, run in zip((None, *runs), runs, strict=False):
        if before is not None and run.left - before.right > 0.15 * run.size and not text.endswith(" "):
            text += " "
        text += run.text
    return " ".join(text.split())
