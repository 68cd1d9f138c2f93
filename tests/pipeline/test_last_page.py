"""A last page with next to nothing on it is taken back by the smallest change, in three runs at most."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from cvgen.diagnostics import Severity, Span
from cvgen.look import design as designs
from cvgen.look import styles
from cvgen.look.design import Design
from cvgen.pipeline import last_page
from cvgen.pipeline.page_layout import Layout, Mark
from cvgen.pipeline.shared_runs import Typeset
from cvgen.steps.engine import RunStatus, TexRun
from cvgen.steps.latex import TexSource

STYLE = styles.load("classic")
DESIGN = designs.resolve(STYLE, {}, {})


def typeset(pages: int, filled: float) -> Typeset:
    made = Typeset(TexSource("", {}), TexRun(RunStatus.DONE, Path("a.pdf"), "", 1, 0, pages))
    made.__dict__["layout"] = Layout((Mark("end", 1, 1, "main", pages, 600 * filled),), {}, 600, 12)
    return made


def taken_back(
    largest: float, *, pages: int = 2, filled: float = 0.05, design: Design = DESIGN
) -> tuple[last_page.TakenBack | None, list[float]]:
    """What is found for a document that has a page less up to a size; and the sizes that were tried."""
    tried: list[float] = []

    def attempt(changed: Design) -> Typeset:
        tried.append(changed.size)
        return typeset(pages - 1, 1) if changed.size <= largest else typeset(pages, 0.01)

    return last_page.take_back(typeset(pages, filled), design, STYLE, attempt, Path("ann.yaml")), tried


@pytest.mark.parametrize("share", [1, 0.75, 0.5, 0.25])
def test_the_smallest_change_that_is_enough_is_found_in_three_runs(share: float) -> None:
    wanted = round(DESIGN.size * (1 - 0.04 * share), 2)
    found, tried = taken_back(wanted)
    assert found is not None
    assert f"1 page at size {wanted:g} and density {1 - 0.08 * share:g}: one more would be" in found.note.message
    assert len(tried) <= 3


def test_one_run_shows_that_no_change_is_enough() -> None:
    found, tried = taken_back(0)
    assert (found, len(tried)) == (None, 1)


@pytest.mark.parametrize(("pages", "filled"), [(1, 0.05), (2, 0.21), (2, 0.19)])
def test_what_needs_no_change_or_more_than_one_that_is_not_seen_costs_no_run(pages: int, filled: float) -> None:
    assert taken_back(99, pages=pages, filled=filled) == (None, [])


def test_an_option_that_the_author_has_chosen_does_not_change() -> None:
    chosen = dataclasses.replace(DESIGN, origins={"size": Span(Path("ann.yaml"), 3)})
    found, tried = taken_back(99, design=chosen)
    assert found is not None
    assert set(tried) == {DESIGN.size}
    both = dataclasses.replace(chosen, origins={**chosen.origins, "density": Span(Path("ann.yaml"), 4)})
    assert taken_back(99, design=both) == (None, [])


def test_the_note_says_how_to_keep_it_and_how_to_leave_it() -> None:
    found, _ = taken_back(99)
    assert found is not None
    assert (found.note.severity, found.note.code) == (Severity.NOTE, "page-saved")
    hint = found.note.hint or ""
    assert "--set design.size=10.49 --set design.density=0.98" in hint
    assert hint.endswith("--pages any")
