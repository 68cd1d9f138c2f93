"""No page but the last ends early: what begins the next one would not have fitted."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest

from cvgen.pipeline import page_layout, rendering
from cvgen.pipeline.page_layout import Layout, Mark
from cvgen.pipeline.request import Request
from tests.conftest import PEOPLE, SAMPLES, STYLES, tex
from tests.end_to_end.lines import Page, TellingEngine

_MOST = 72  # points: the title of a section, the head of an entry and two lines of text, with the space above them
_PT = 72.27 / 72  # points of TeX in one of PDF
_HEADS = {"section", "entry", "inner"}
_GAPS = {"section": 28.0, "entry": 20.0, "inner": 12.0}  # above a part, at most; 6 above any other


class Foot(NamedTuple):
    """The foot of a page, in points: what is free, and what the first part of the next page takes."""

    page: int
    free: float
    needed: float
    after: str


def feet(profile: Path, style: str, folder: Path) -> Iterator[Foot]:
    telling = TellingEngine(tex())
    result = rendering.render(Request(profile, style, folder, ("pdf", "tex"), pages="any"), telling)
    log = telling.logs[str(result.tex)]
    layout = page_layout.parse(log)
    assert layout is not None
    assert result.pdf is not None
    marks = [mark for mark in layout.marks if mark.column == "main"]
    last = next((mark.page for mark in reversed(marks) if mark.kind == "end"), 1)
    with contextlib.closing(pypdfium2.PdfDocument(result.pdf)) as document:
        top = int(log.partition("cvgen: page ")[2].split()[0]) / 65536
        pages = [sorted({top - line * _PT for line in Page.of(page).baselines}) for page in document]
    for number in range(1, last):
        on_page = [depth for depth in pages[number - 1] if 0 < depth < layout.height + 1]
        yield Foot(
            number,
            layout.height - on_page[-1],
            *_needed(marks, number + 1, layout, min(depth for depth in pages[number] if depth > 0)),
        )


def _needed(marks: list[Mark], page: int, layout: Layout, first_line: float) -> tuple[float, str]:
    """Return how high the first part of a page is that stays together, with the gap above it; and its kind."""
    here = [mark for mark in marks if mark.page == page]
    if not here or here[0].height > first_line + 3:  # a paragraph goes on, of which two lines stay together
        return 2 * layout.leading + 1, "paragraph"
    height, singles = 0.0, 0
    for mark, after in itertools.pairwise([*here, here[-1]]):
        if mark.kind in _HEADS:  # a head stays with what is below it
            continue
        lines = layout.lines.get(mark.number, 2)
        height = mark.height + (lines - 1 if lines < 4 else 1) * layout.leading  # three lines are never divided
        # A label stays with what is below it, too, and both, or a line, with the last line of a list.
        if singles > 1 or after.kind in _HEADS or lines > 2:
            break
        singles += 1
    return height + _GAPS.get(here[0].kind, 6.0), here[0].kind


@pytest.mark.parametrize("style", STYLES)
def test_no_page_ends_early(style: str, tmp_path: Path) -> None:
    found = [
        (path.stem, *foot) for path in [*PEOPLE, SAMPLES / "every-kind.yaml"] for foot in feet(path, style, tmp_path)
    ]
    assert [each for each in found if each[2] > min(each[3], _MOST)] == []
