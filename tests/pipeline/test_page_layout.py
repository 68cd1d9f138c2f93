"""Where things landed on the pages, as TeX notes it, and what a reader would stumble over."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.diagnostics import Diagnostic, Severity, Span
from cvgen.pipeline import page_layout
from cvgen.pipeline.page_layout import Layout, Mark

SP = 65536
TOP, HEIGHT, LEADING = 700, 600, 12  # points; from the foot of the paper, of the text, of a line


def said(*marks: str, lines: tuple[tuple[int, int], ...] = ()) -> str:
    """A log: each mark is ``kind line column page down``, down from the text's top in points."""
    notes = [f"cvgen: page {TOP * SP} {HEIGHT * SP} {LEADING * SP}"]
    for number, mark in enumerate(marks, 1):
        kind, line, column, page, down = mark.split()
        notes.append(f"cvgen: {kind} {number} {line} {column} {page} {int((TOP - float(down)) * SP)}")
    notes += [f"cvgen: lines {number} {count}" for number, count in lines]
    return "(./document.tex\n" + "\n".join(notes) + "\n[1]\nOutput written on document.pdf (2 pages).\n"


def layout(*marks: str, lines: tuple[tuple[int, int], ...] = ()) -> Layout:
    read = page_layout.parse(said(*marks, lines=lines))
    assert read is not None
    return read


def diagnostics(*marks: str, lines: tuple[tuple[int, int], ...] = ()) -> list[Diagnostic]:
    return [*page_layout.bad_breaks(layout(*marks, lines=lines), Path("ann.yaml"))]


def found(*marks: str, lines: tuple[tuple[int, int], ...] = ()) -> list[tuple[str, int]]:
    """What is wrong, and on which line of the YAML, but for notes."""
    return [
        (each.message, each.span.line)
        for each in diagnostics(*marks, lines=lines)
        if each.severity is Severity.WARNING and each.span
    ]


# --- reading --------------------------------------------------------------------------------------


def test_a_log_tells_where_everything_landed() -> None:
    read = layout("section 3 main 1 12", "item 7 side 2 30.5", "end 7 main 2 100", lines=((2, 4),))
    assert read == Layout(
        marks=(
            Mark("section", 1, 3, "main", 1, 12.0),
            Mark("item", 2, 7, "side", 2, 30.5),
            Mark("end", 3, 7, "main", 2, 100.0),
        ),
        lines={2: 4},
        height=600.0,
        leading=12.0,
    )


def test_marks_are_in_the_order_of_reading_whatever_is_shipped_out_first() -> None:
    first, *notes, last = said("section 3 main 1 12", "item 7 main 1 30", "item 8 main 1 45").splitlines()
    read = page_layout.parse("\n".join([first, *reversed(notes), last]))
    assert read is not None
    assert [mark.number for mark in read.marks] == [1, 2, 3]


@pytest.mark.parametrize(
    "log",
    ["", "This is XeTeX\n", "cvgen: section 1 3 main 1 100\n", " cvgen: page 1 1 1\n", "cvgen: page a b c\n"],
)
def test_a_log_that_does_not_tell_has_no_layout(log: str) -> None:
    assert page_layout.parse(log) is None


def test_a_mark_above_the_text_has_a_negative_height() -> None:
    assert layout("text 3 main 1 -20").marks[0].height == -20.0


@pytest.mark.parametrize(
    ("marks", "count"),
    [([], 1), (["section 1 main 1 0"], 1), (["section 1 main 1 0", "end 9 main 3 50"], 3)],
)
def test_pages_are_counted(marks: list[str], count: int) -> None:
    assert layout(*marks).pages == count


@pytest.mark.parametrize(
    ("marks", "extent"),
    [
        ([], 0.0),
        (["end 9 main 1 300"], 0.5),
        (["end 9 main 2 150"], 1.25),
        (["end 5 side 2 450", "end 9 main 1 300"], 1.75),
        (["item 3 main 2 0", "end 9 main 1 600"], 1.0),
    ],
)
def test_the_extent_is_where_the_longest_column_ends(marks: list[str], extent: float) -> None:
    assert layout(*marks).extent == extent


@pytest.mark.parametrize(
    ("lines", "taken"),
    [
        ({2, 3}, 0.5),  # over the end of a page
        ({4}, 0.25),
        ({4, 5}, 0.5),  # to the end
        ({3}, 0.125),
        ({9}, 0.0),
    ],
)
def test_what_comes_from_some_lines_takes_the_height_to_what_follows(lines: set[int], taken: float) -> None:
    marks = ["entry 2 main 1 450", "item 3 main 2 75", "entry 4 main 2 150", "item 5 main 2 300", "end 5 main 2 450"]
    assert layout(*marks).taken(lines) == taken


def test_it_begins_with_the_first_of_the_lines_wherever_the_others_are() -> None:
    marks = ["text 9 main 1 0", "entry 2 main 1 300", "text 3 main 1 450", "end 9 main 1 600"]
    assert layout(*marks).taken({2, 9}) == 0.25


def test_what_follows_is_in_the_same_column() -> None:
    marks = ["section 2 side 1 0", "entry 7 main 1 30", "section 4 side 1 300", "end 9 main 1 600"]
    assert layout(*marks).taken({2}) == 0.5


def test_what_stands_in_a_column_that_is_short_enough_frees_nothing() -> None:
    marks = ["item 2 side 1 0", "item 7 main 1 0", "item 8 main 2 0", "end 9 side 1 300", "end 9 main 2 300"]
    assert [layout(*marks).taken({line}, within=1) for line in (2, 7)] == [0, 1]


# --- heads ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", ["entry", "line", "item", "text", "section"])
def test_a_title_alone_at_the_foot_is_found(after: str) -> None:
    assert found("section 3 main 1 590", f"{after} 4 main 2 12", "end 9 main 2 300") == [
        ("a section's title is alone at the foot of page 1", 3)
    ]


@pytest.mark.parametrize("after", ["inner", "text", "item"])
@pytest.mark.parametrize("kind", ["entry", "inner"])
def test_the_head_of_an_entry_alone_at_the_foot_is_found(kind: str, after: str) -> None:
    marks = [
        "section 3 main 1 500",
        f"{kind} 4 main 1 590",
        f"{after} 5 main 2 12",
        "text 6 main 2 30",
        "end 9 main 2 300",
    ]
    assert found(*marks) == [("the head of an entry is alone at the foot of page 1", 4)]


@pytest.mark.parametrize(
    "marks",
    [
        ["section 3 main 1 590", "end 3 main 2 0"],  # with nothing below it
        ["section 3 main 1 590", "entry 4 main 1 600", "end 9 main 2 300"],
        ["entry 3 main 1 590", "section 4 main 2 12", "end 9 main 2 300"],
        ["entry 3 main 1 590", "entry 4 main 2 12", "end 9 main 2 300"],
        ["line 3 main 1 590", "line 4 main 2 12", "line 5 main 2 24", "end 9 main 2 300"],
        ["section 3 side 1 590", "entry 4 main 2 12", "text 5 main 2 30", "item 4 side 1 600", "end 9 main 2 300"],
    ],
)
def test_heads_that_are_not_alone_are_let_pass(marks: list[str]) -> None:
    assert found(*marks) == []


# --- last lines -----------------------------------------------------------------------------------

FULL = ["section 3 main 1 500", "item 4 main 1 590"]


@pytest.mark.parametrize("after", ["section", "end", "entry", "inner"])
@pytest.mark.parametrize("kind", ["text", "item"])
def test_a_last_line_alone_at_the_top_is_found(kind: str, after: str) -> None:
    marks = [*FULL, f"{kind} 5 main 2 12", f"{after} 6 main 2 40", "end 9 main 2 300"]
    assert found(*marks, lines=((3, 1),)) == [("a single line is alone at the top of page 2", 5)]


@pytest.mark.parametrize("after", ["section", "end"])
def test_the_last_of_lines_alone_at_the_top_is_found(after: str) -> None:
    marks = [*FULL, "line 5 main 2 12", f"{after} 6 main 2 40", "end 9 main 2 300"]
    assert found(*marks, lines=((3, 1),)) == [("a single line is alone at the top of page 2", 5)]


@pytest.mark.parametrize(
    ("marks", "count"),
    [
        (["item 5 main 2 12", "section 6 main 2 40", "end 9 main 2 300"], 2),  # it has two lines
        (["item 5 main 2 12", "item 6 main 2 24", "end 9 main 2 300"], 1),  # another follows
        (["item 5 main 2 12", "line 6 main 2 24", "end 9 main 2 300"], 1),
        (["line 5 main 2 12", "entry 6 main 2 24", "end 9 main 2 300"], 1),
        (["item 5 main 2 20", "section 6 main 2 40", "end 9 main 2 300"], 1),  # something stands above it
        (["entry 5 main 2 12", "section 6 main 2 40", "end 9 main 2 300"], 1),
        (["item 5 side 2 12", "section 6 main 2 40", "end 9 main 2 300"], 1),
    ],
)
def test_lines_that_are_not_alone_are_let_pass(marks: list[str], count: int) -> None:
    assert found(*FULL, *marks, lines=((3, count),)) == []


# --- the last page --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "down", "filled"), [(2, 60, 10), (5, 3, 0), (2, 119, 20), (2, 121, None), (1, 60, None)]
)
def test_a_last_page_with_next_to_nothing_is_a_note(page: int, down: float, filled: int | None) -> None:
    message, hint = f"the last page is filled by {filled} % only", f"--pages {page - 1} may make it fit on {page - 1}"
    place = Span(Path("ann.yaml"), 0)
    note = Diagnostic(message, place, hint, Severity.NOTE, code="sparse-page")
    assert diagnostics("text 3 main 1 12", f"end 9 main {page} {down}") == ([] if filled is None else [note])


def test_a_last_page_with_a_full_side_column_is_full() -> None:
    assert diagnostics("text 3 main 1 12", "end 5 side 2 500", "end 9 main 2 30") == []


def test_problems_are_warnings_with_a_code_at_the_line_of_the_profile() -> None:
    marks = ["section 3 main 1 590", "item 4 main 2 12", "section 5 main 2 40", "end 9 main 2 300"]
    assert [(each.severity, each.span, each.code) for each in diagnostics(*marks, lines=((2, 1),))] == [
        (Severity.WARNING, Span(Path("ann.yaml"), 3), "lone-heading"),
        (Severity.WARNING, Span(Path("ann.yaml"), 4), "lone-line"),
    ]
