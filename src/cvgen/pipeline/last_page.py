"""Takes back a last page with next to nothing on it, by a change of size and density that nobody notices."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from cvgen.diagnostics import Diagnostic, Severity, Span
from cvgen.look.design import Design
from cvgen.look.styles import Style
from cvgen.pipeline.shared_runs import Typeset

# The largest change. Of the density, half a per cent of the leading and twice as much of the gaps are not seen either.
_SIZE: Final = 0.04
_DENSITY: Final = 0.08
_GAIN: Final = 0.14  # of a page: no such change makes pages hold more than this
_STEPS: Final = 4  # of the change, from the smallest to the largest: a search by halves takes three runs


class TakenBack(NamedTuple):
    """A document on a page less, with a note on what was changed."""

    typeset: Typeset
    note: Diagnostic


def take_back(
    typeset: Typeset, design: Design, style: Style, attempt: Callable[[Design], Typeset], path: Path
) -> TakenBack | None:
    """Return the document with the smallest change that saves the last page; None if none does, or none is needed.

    ``attempt`` runs the engine, three times at most, and not at all for a last page that is filled. An option that the
    author has chosen does not change. ``path`` is the profile.
    """
    layout = typeset.layout
    if layout is None or not layout.is_sparse or layout.extent - (layout.pages - 1) > _GAIN * (layout.pages - 1):
        return None
    designs = [_smaller(design, style, step / _STEPS) for step in range(1, _STEPS + 1)]
    if designs[-1] == design:
        return None
    best: tuple[Design, Typeset] | None = None
    low, middle, high = 0, _STEPS - 1, _STEPS  # the largest change first, as most often none is enough if it is not
    while low < high:
        result = attempt(designs[middle])
        if result.page_count < typeset.page_count:
            best, high = (designs[middle], result), middle
        elif best is None:
            return None
        else:
            low = middle + 1
        middle = (low + high) // 2
    assert best is not None  # else it has returned
    return TakenBack(best[1], _note(layout.filled, *best, path, style.name))


def _smaller(design: Design, style: Style, share: float) -> Design:
    """Return a design with a share of the largest change."""
    size, density = design.size, design.density
    if "size" not in design.origins:
        size = min(size, max(style.sizes[0], round(size * (1 - _SIZE * share), 2)))
    if "density" not in design.origins:
        density = min(density, max(style.densities[0], round(density * (1 - _DENSITY * share), 3)))
    return dataclasses.replace(design, size=size, density=density)


def _note(filled: float, design: Design, result: Typeset, path: Path, style: str) -> Diagnostic:
    size, density = f"{design.size:g}", f"{design.density:g}"
    pages = f"{result.page_count} page{'s' if result.page_count != 1 else ''}"
    message = (
        f"{pages} at size {size} and density {density}: one more would be filled by {max(0, round(100 * filled))} %"
    )
    hint = f"to keep it: --set design.size={size} --set design.density={density}; to have it as it was: --pages any"
    return Diagnostic(message, Span(Path(f"{path} in {style}"), 0), hint, Severity.NOTE, code="page-saved")
