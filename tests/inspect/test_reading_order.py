"""Columns and text out of order are told from what only looks like them."""

from __future__ import annotations

from pathlib import Path

from cvgen.diagnostics import Severity
from cvgen.inspect.inspection import inspect_pdf
from tests.inspect.documents import (
    CV,
    LEFT,
    ORDINARY,
    RIGHT,
    Document,
    cv,
    findings,
    lines,
)


def test_lines_of_two_columns_in_turn_are_an_error(tmp_path: Path) -> None:
    rows = [
        lines(text, left=left, top=500 - 14 * row)
        for row, texts in enumerate(zip(LEFT, RIGHT, strict=True))
        for text, left in zip(texts, (50, 320), strict=True)
    ]
    report = inspect_pdf(cv(tmp_path, *rows))
    assert (report.pages[0].interleaved, findings(report)["mixed-columns"].severity) == (True, Severity.ERROR)


def test_columns_one_after_the_other_are_a_note(tmp_path: Path) -> None:
    report = inspect_pdf(cv(tmp_path, lines(*LEFT, top=500), lines(*RIGHT, left=320, top=500)))
    assert (report.pages[0].columns, report.pages[0].interleaved) == (True, False)
    assert findings(report)["side-by-side"].severity is Severity.NOTE


def test_a_side_column_of_short_lines_is_a_column(tmp_path: Path) -> None:
    side = ("Skills", "Python", "Rust", "Languages", "English", "German", "Awards", "Medal")
    report = inspect_pdf(cv(tmp_path, lines(*LEFT, *RIGHT, left=250, top=500), lines(*side, top=493)))
    assert (report.pages[0].columns, "side-by-side" in findings(report)) == (True, True)


def test_dates_beside_entries_are_no_columns(tmp_path: Path) -> None:
    rows = [
        lines(text, left=left, top=500 - 14 * row)
        for row, entry in enumerate(LEFT)
        for text, left in ((entry, 50), (f"September 20{10 + row} to present", 320))
    ]
    assert findings(inspect_pdf(cv(tmp_path, *rows))).keys() == ORDINARY


def test_a_page_on_its_side_is_read_as_it_is_seen(tmp_path: Path) -> None:
    document = Document()
    # Lines that run up the paper, from its left side to its right: /Rotate 90 sets them upright.
    page = document.page("0 1 -1 0 595 0 cm " + lines(*CV, top=500) + lines(*LEFT, top=300))
    page.Rotate = 90
    report = inspect_pdf(document.save(tmp_path / "a.pdf"))
    assert (report.pages[0].width, report.pages[0].height) == (842, 595)
    assert findings(report).keys() == ORDINARY


def test_text_that_stands_further_up_and_comes_later_is_said(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*LEFT, top=400) + lines(*CV))
    report = inspect_pdf(document.save(tmp_path / "a.pdf"))
    assert report.pages[0].out_of_order == (CV[0],)
    assert findings(report)["out-of-order"].pages == (1,)
