"""Fits a document on a number of pages: finds the size and the spacing by trying, and leaves parts out if it may."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, NamedTuple, TypeVar

from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span
from cvgen.look.design import Design
from cvgen.look.styles import Style
from cvgen.pipeline.page_layout import Layout
from cvgen.pipeline.shared_runs import Typeset
from cvgen.steps.document import Document, walk
from cvgen.steps.document.model import Droppable, Fact, Item

RUNS: Final = 6  # of the engine

_MANY: Final = 20  # parts that a hint names, at most
_TOLERANCE: Final = 0.001  # of a page: columns that differ by less end at the same place
# How many times the excess is left out, at each try: heights are estimates, and more is left out after each failure.
_MARGINS: Final = (1.0, 1.2, 1.6, 3.0, 3.0)

_T = TypeVar("_T")


# --- the search -----------------------------------------------------------------------------------


class Setting(NamedTuple):
    """A size of the text in points, and a density."""

    size: float
    density: float


class Limits(NamedTuple):
    """The tightest setting that a style allows, the one that the design asks for, and the loosest."""

    tightest: Setting
    wanted: Setting
    loosest: Setting


@dataclass
class Search(Generic[_T]):
    """A search for the loosest setting that fits, in a few runs; ``best`` is that setting and its result."""

    attempt: Callable[[Setting], _T]
    fits: Callable[[_T], bool]
    runs: int = 0
    best: tuple[Setting, _T] | None = None

    def run(self, limits: Limits) -> bool:
        """Find the loosest setting that fits, the wanted one first; return False if not even the tightest does."""
        if self.does_fit(limits.wanted):
            if not self.does_fit(limits.loosest):
                self.bisect(between(limits.wanted, limits.loosest, RUNS - self.runs)[:-1])
            return True
        if self.does_fit(limits.tightest):
            self.bisect(between(limits.tightest, limits.wanted, RUNS - self.runs)[:-1])
            return True
        return False

    def does_fit(self, setting: Setting) -> bool:
        """Return whether a setting fits, by trying it; it is then the best: after one that fits, only looser ones are tried."""
        self.runs += 1
        result = self.attempt(setting)
        if fitted := self.fits(result):
            self.best = (setting, result)
        return fitted

    def bisect(self, settings: Sequence[Setting]) -> None:
        """Try settings, which go from tight to loose, by halves, while runs are left."""
        low, high = 0, len(settings)
        while low < high and self.runs < RUNS:
            middle = (low + high) // 2
            if self.does_fit(settings[middle]):
                low = middle + 1
            else:
                high = middle


def between(tight: Setting, loose: Setting, runs: int) -> list[Setting]:
    """Return settings at equal steps after ``tight`` up to ``loose``: as many as a bisection can search in ``runs``."""
    count = 2**runs - 1
    return [
        Setting(
            round(tight.size + (loose.size - tight.size) * i / count, 2),
            round(tight.density + (loose.density - tight.density) * i / count, 3),
        )
        for i in range(1, count + 1)
    ]


# --- a document -----------------------------------------------------------------------------------


class Fitted(NamedTuple):
    """A document that fits: what is left of it, as TeX has typeset it, and notes on what was chosen and left out."""

    document: Document
    typeset: Typeset
    notes: list[Diagnostic]


def fit(
    document: Document,
    design: Design,
    style: Style,
    pages: int,
    typeset: Callable[[Document, Design], Typeset],
    *,
    path: Path,
    drop: bool,
) -> Fitted:
    """Fit a document on this number of pages. If it does not fit, raises CvgenError with a hint what would help.

    With ``drop``, parts that have a priority are left out. ``typeset`` runs the engine; ``path`` is the profile.
    """
    wanted = Setting(_within(design.size, style.sizes), _within(design.density, style.densities))
    limits = Limits(Setting(style.sizes[0], style.densities[0]), wanted, Setting(style.sizes[1], style.densities[1]))
    kept = document
    first: Typeset | None = None  # in the wanted setting, if that fits
    last: Typeset | None = None

    def attempt(setting: Setting) -> Typeset:
        nonlocal first, last
        last = typeset(kept, dataclasses.replace(design, size=setting.size, density=setting.density))
        if setting == wanted and last.page_count <= pages:
            first = last
        return last

    search = Search(attempt, lambda result: result.page_count <= pages)
    dropped: list[Droppable] = []
    if not search.run(limits):
        while search.best is None:
            assert last is not None
            excess = last.layout.extent - pages if last.layout else 0.0
            # The highest priority goes first, and of equal ones what stands last.
            candidates = sorted(walk.droppable(kept), key=lambda node: (node.priority, node.span), reverse=True)
            more = _enough(candidates, last.layout, pages, excess * _MARGINS[search.runs - 2])
            if not drop or not more or search.runs == RUNS:
                raise CvgenError([_too_long(pages, excess, dropped, more, style.name, path)])
            dropped += more
            kept = walk.without(document, {node.span for node in dropped})
            search.does_fit(limits.tightest)
        search.bisect(between(limits.tightest, wanted, max(1, RUNS - search.runs)))
    assert search.best is not None  # the loop ends no other way
    setting, best = search.best
    if first is not None and best.page_count < pages and not dropped:
        return Fitted(document, first, [_too_short(pages, best.page_count, style.name, path)])
    return Fitted(kept, best, [_chosen(setting, best.page_count, search.runs, path), *_left_out(dropped, document)])


def _within(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])


def _enough(candidates: Sequence[Droppable], layout: Layout | None, pages: int, excess: float) -> list[Droppable]:
    """Return the first candidates that together are as high as the excess, in pages.

    If the layout is not known, or has none of them, returns the first half of the candidates.
    """
    within = min(pages, layout.extent - _TOLERANCE) if layout else 0.0
    chosen: list[Droppable] = []
    freed: dict[Span, float] = {}  # the heights of the chosen parts that are not inside another chosen one
    gone: set[Span] = set()
    total = 0.0
    for node in candidates:
        if chosen and total >= excess:
            return chosen
        height = layout.taken(walk.source_lines(node), within) if layout else 0.0
        if node.span in gone or height <= 0:
            continue
        inside = _inside(node)
        total += height - sum(freed.pop(span, 0.0) for span in inside)
        freed[node.span] = height
        gone |= {node.span, *inside}
        chosen.append(node)
    return chosen or list(candidates[: (len(candidates) + 1) // 2])


def _inside(node: Droppable) -> list[Span]:
    """Return the places of the parts with a priority that stand inside another one."""
    return [each.span for each in walk.droppable(node) if each is not node]


# --- messages -------------------------------------------------------------------------------------


def _chosen(setting: Setting, page_count: int, runs: int, path: Path) -> Diagnostic:
    size, density = f"{setting.size:g}", f"{setting.density:g}"
    message = f"{_pages(page_count)} at size {size} and density {density}, found in {runs} runs"
    hint = f"to keep it: --set design.size={size} --set design.density={density}"
    return Diagnostic(message, Span(path, 1), hint, Severity.NOTE, code="pages-fitted")


def _too_short(pages: int, page_count: int, style: str, path: Path) -> Diagnostic:
    message = f"it does not fill {_pages(pages)}: at the loosest that {style} allows it has {_pages(page_count)}"
    hint = f"it is printed as its design says: --pages {page_count} asks for what there is"
    return Diagnostic(message, Span(path, 1), hint, Severity.WARNING, code="too-few-pages")


def _left_out(dropped: Sequence[Droppable], document: Document) -> list[Diagnostic]:
    """Return a note on each part that was left out, except those inside another part that was."""
    spans = {node.span for node in dropped}
    inside = {span for node in walk.droppable(document) if node.span in spans for span in _inside(node)}
    return [
        Diagnostic(
            f"left out: {_name(node)} (priority {node.priority})", node.span, None, Severity.NOTE, code="left-out"
        )
        for node in sorted(dropped, key=lambda node: node.span)
        if node.span not in inside
    ]


def _too_long(
    pages: int, excess: float, dropped: Sequence[Droppable], more: Sequence[Droppable], style: str, path: Path
) -> Diagnostic:
    """Return the error: ``excess`` is in pages, ``more`` could still be left out."""
    message = f"it does not fit on {_pages(pages)}: at the tightest that {style} allows it is {max(excess, 0.01):.2f} pages too long"
    if dropped and more:
        hint = f"try --pages {pages + 1}: {RUNS} runs did not find enough to leave out"
    elif more:
        names = [f"{_name(node)} (line {node.span.line})" for node in sorted(more, key=lambda node: node.span)]
        rest = f", and {len(names) - _MANY} more" if len(names) > _MANY else ""
        hint = f"--drop would leave out: {', '.join(names[:_MANY])}{rest}"
    elif dropped:
        hint = "leaving out all that has a priority is not enough"
    else:
        hint = "give what may be left out a priority, from 1 to 9 (goes first), and use --drop"
    return Diagnostic(message, Span(path, 1), hint, code="too-many-pages")


def _pages(count: int) -> str:
    return f"{count} page{'s' if count != 1 else ''}"


def _name(node: Droppable) -> str:
    text = node.label or node.text if isinstance(node, Item) else node.label if isinstance(node, Fact) else node.title
    return f'"{str(text)[:60]}"'
