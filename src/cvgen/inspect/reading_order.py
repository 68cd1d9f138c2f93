"""Finds columns on a page, and text that comes out of order, from the places of its pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any, Final

from cvgen.inspect.agreement import FEW_WORDS, Texts, same_order, split_words
from cvgen.inspect.contents import YEAR
from cvgen.inspect.report import Page
from cvgen.text.scripts import script_of

_ROWS: Final = 6  # so many lines side by side are no accident
_RISE_IN_LINES: Final = 2.5  # more than from an entry to a date beside the line before it


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a line: no gap within it is wider than one between words. Lengths are in pt, from the lower left."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def is_running_text(self) -> bool:
        """Return whether this is a line of a text, and no date, number, place or label beside one."""
        return len(self.text) >= 15 and not YEAR.search(self.text) and sum(map(str.isalpha, self.text)) >= 10

    @property
    def begins_within_sentence(self) -> bool:
        """Return whether this seems to begin within a sentence."""
        first = next((c for c in self.text if not c.isspace()), "")
        return first.islower() or script_of(first) in {"Han", "Hiragana", "Katakana"}

    def is_beside(self, other: _Piece) -> bool:
        """Return whether both are on one line."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > 0.5 * min(self.height, other.height)

    def is_in_column_of(self, other: _Piece) -> bool:
        """Return whether one is above the other."""
        shared = min(self.right, other.right) - max(self.left, other.left)
        return shared > 0.5 * min(self.right - self.left, other.right - other.left)


def describe_page(number: int, size: Sequence[float] | None, pdfium: Mapping[str, Any] | None, texts: Texts) -> Page:
    """Return what a report says of a page.

    ``size`` is that in the structure of the file, or None. ``pdfium`` is the record of the page, or None if pdfium
    did not read it.
    """
    width, height = size or ((pdfium["width"], pdfium["height"]) if pdfium else (None, None))
    words = {name: split_words(pages[number]) for name, pages in texts.items() if number in pages}
    orders = [same_order(words[a], words[b]) for a, b in combinations(words, 2)]
    pieces = [_Piece(*piece) for piece in pdfium["pieces"]] if pdfium else []
    interleaved = _has_alternating_columns(pieces)
    return Page(
        number=number,
        width=width,
        height=height,
        words=max((len(each) for each in words.values()), default=0),
        order=min((round(same / pairs, 4) for same, pairs in orders if pairs >= FEW_WORDS), default=None),
        columns=interleaved
        or _has_alternating_columns(_line_by_line(pieces))
        or _has_side_column(pdfium["runs"] if pdfium else ()),
        interleaved=interleaved,
        out_of_order=tuple(_texts_out_of_order(pieces, pdfium["height"]))[:20] if pdfium else (),
        image=round(pdfium["image"], 3) if pdfium else 0.0,
    )


def _line_by_line(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return the pieces in the order of a reader that goes across the whole page, line by line."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -(piece.top + piece.bottom)):
        if rows and piece.is_beside(rows[-1][0]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [piece for row in rows for piece in sorted(row, key=lambda piece: piece.left)]


def _has_alternating_columns(pieces: Sequence[_Piece]) -> bool:
    """Return whether lines of two columns alternate: running text on both sides of a gap, with sentences going on."""
    rows = [
        (a, b)
        for a, b in pairwise(pieces)
        if a.is_beside(b) and b.left > a.right and a.is_running_text and b.is_running_text
    ]
    for _, right in rows[:100]:
        gutter = right.left - 1
        across = [(a, b) for a, b in rows if a.right <= gutter < b.left]
        if len(across) >= _ROWS and all(
            sum(row[side].begins_within_sentence for row in across) >= 2 for side in (0, 1)
        ):
            return True
    return False


def _has_side_column(runs: Sequence[Sequence[Any]]) -> bool:
    """Return whether a gutter divides the text into two columns whose lines stand at heights of their own.

    Dates and labels beside a text are no column: each stands at the height of a line of the text.
    """
    for gutter in sorted({run[0] for run in runs}):
        left = [run for run in runs if run[2] <= gutter]
        right = [run for run in runs if run[0] >= gutter]
        if len(left) + len(right) < 0.97 * len(runs):
            continue
        if min(len(_own_heights(left, right)), len(_own_heights(right, left))) >= _ROWS:
            return True
    return False


def _own_heights(column: Sequence[Sequence[Any]], other: Sequence[Sequence[Any]]) -> set[int]:
    """Return the heights of lines of a column, in pt, at which the other one has no line, though it goes on below."""
    taken = {height for run in other for height in range(round(run[1]) - 2, round(run[1]) + 3)}
    heights = {round(run[1]) for run in column if len(run[4].strip()) >= 4} - taken
    return {height for height in heights if taken and min(taken) < height < max(taken)}


def _texts_out_of_order(pieces: Sequence[_Piece], height: float) -> Iterator[str]:
    """Iterate over texts that come after what stands below them in the same column, except in heads and feet."""
    margin = 0.07 * height
    body = [piece for piece in pieces if margin < piece.bottom and piece.top < height - margin]
    for before, after in pairwise(body):
        rise = after.bottom - before.top
        if rise > _RISE_IN_LINES * max(before.height, after.height, 6) and before.is_in_column_of(after):
            yield after.text[:80]
