"""Finds where the lines below links are: TeX does not know where a link goes on in the next line of text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

# Of the size of the font:
_DEPTH: Final = 0.14  # below the base line
_WIDTH: Final = 0.035
_GAP: Final = 0.6  # at least: what is not of the link


class Box(NamedTuple):
    """The area of a piece of text, in points: ``base`` is the height of its base line, ``size`` that of its font."""

    page: int
    left: float
    base: float
    width: float
    size: float


class Underline(NamedTuple):
    """A level line from ``left`` to ``right``, in points."""

    left: float
    right: float
    height: float
    width: float


def below(boxes: Iterable[Box]) -> Iterator[Underline]:
    """Yield the lines below the pieces of a link's text on a page, one for each line of text."""
    rows: dict[float, list[Box]] = defaultdict(list)
    for box in boxes:
        if box.width > 0:
            rows[round(box.base, 1)].append(box)
    for row in rows.values():
        yield from _below_row(sorted(row, key=lambda box: box.left))


def _below_row(row: Sequence[Box]) -> Iterator[Underline]:
    size = max(box.size for box in row)
    height, width = round(row[0].base - _DEPTH * size, 2), round(_WIDTH * size, 2)
    left, right = row[0].left, row[0].left
    for box in row:
        if box.left - right > _GAP * size:
            yield Underline(round(left, 2), round(right, 2), height, width)
            left = box.left
        right = max(right, box.left + box.width)
    yield Underline(round(left, 2), round(right, 2), height, width)
