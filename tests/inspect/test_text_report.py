"""The report for a terminal."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from cvgen.inspect.inspection import inspect_pdf
from cvgen.inspect.text_report import as_text
from tests.inspect.documents import (
    CV,
    ORDINARY,
    Document,
    cv,
    lines,
    picture,
)


def test_the_worst_comes_first_in_the_report(tmp_path: Path) -> None:
    document = Document()
    picture(document)
    document.page(lines("Ann Example"))
    output = as_text(inspect_pdf(document.save(tmp_path / "a.pdf"))).split("\n")
    severities = [line.partition(":")[0] for line in output[1:] if line.startswith(("error:", "warning:", "note:"))]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    assert severities[0] == "error"


def test_every_finding_in_the_report_says_what_to_do(tmp_path: Path) -> None:
    report = inspect_pdf(cv(tmp_path))
    assert as_text(report).count("  hint: ") == len(report.findings) == len(ORDINARY)


def test_every_finding_in_the_report_has_its_code(tmp_path: Path) -> None:
    report = inspect_pdf(cv(tmp_path))
    output = " ".join(as_text(report).split())
    assert [each.code for each in report.findings if f"[{each.code}] hint: " not in output] == []


def test_nothing_in_the_report_moves_a_terminal(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*CV, "\x1b[2J\x9b"))
    document.pdf.docinfo["/Title"] = "\x1b[31mred\u202e\x07"
    output = as_text(inspect_pdf(document.save(tmp_path / "a.pdf")))
    assert [c for c in output if c != "\n" and not c.isprintable()] == []


def test_nothing_to_mend_is_said(tmp_path: Path) -> None:
    report = dataclasses.replace(inspect_pdf(cv(tmp_path)), findings=())
    assert "\nnothing to mend\n" in as_text(report)
