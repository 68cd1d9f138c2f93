"""What an applicant tracking system sees in PDFs that TeX makes: ours, and those of others."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from cvgen.diagnostics import Severity
from cvgen.inspect.inspection import inspect_pdf
from cvgen.inspect.report import Report
from tests.conftest import PEOPLE, ROOT, STYLES, Render

# What a profile may lack is not the style's fault.
OF_THE_PROFILE = {"no-email", "no-phone", "addresses-not-printed", "no-sections", "no-dates"}

PROSE = (
    "Kept the machines of a large bakery running and wrote down what went wrong with them over many years. "
    "Taught five apprentices, who now do the same in other towns, how to listen to a motor before opening it. "
)


def typeset(folder: Path, head: str, body: str) -> Report:
    """What is read in a document of an author who does not use cvgen."""
    source = f"\\documentclass{head}\n\\hyphenpenalty=10000\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (folder / "a.tex").write_text(source, encoding="utf-8")
    command = ["xelatex", "-interaction=batchmode", "-halt-on-error", "a.tex"]
    subprocess.run(command, cwd=folder, env=dict(os.environ), check=True, capture_output=True)
    return inspect_pdf(folder / "a.pdf")


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("person", PEOPLE[:1], ids=lambda path: path.stem)
def test_nothing_is_wrong_with_a_cv_of_ours(person: Path, style: str, rendered: Render) -> None:
    report = inspect_pdf(rendered(person, style).pdf)
    assert [
        str(each) for each in report.findings if each.severity is not Severity.NOTE and each.code not in OF_THE_PROFILE
    ] == []
    assert report.agreement is not None
    assert report.agreement.words > 0.99


def test_the_sample_with_everything_is_read_whole(rendered: Render) -> None:
    report = inspect_pdf(rendered(ROOT / "docs" / "gallery" / "sample.yaml", "classic").pdf)
    assert {"education", "experience", "publications", "skills"} - {
        section.kind for section in report.sections
    } == set()
    assert [bool(each) for each in (report.emails, report.dates, report.links)] == [True, True, True]
    assert {font.readable for font in report.fonts} == {True}


def test_columns_of_latex_are_read_one_after_the_other(tmp_path: Path) -> None:
    body = "\\section*{Education}" + PROSE * 5 + "\\section*{Experience}" + PROSE * 20
    report = typeset(tmp_path, "[twocolumn]{article}", body)
    assert (report.pages[0].columns, report.pages[0].interleaved) == (True, False)
    assert [section.kind for section in report.sections] == ["education", "experience"]


def test_columns_of_tabs_are_read_across(tmp_path: Path) -> None:
    left, right = (PROSE.lower().split() for _ in range(2))
    rows = [
        f"\\noindent\\makebox[.55\\linewidth][l]{{{' '.join(left[i : i + 5])}}}{' '.join(right[i : i + 5])}\\par"
        for i in range(0, len(left) - 5, 4)
    ]
    assert "mixed-columns" in codes(typeset(tmp_path, "{article}", "\n".join(rows)))


def test_a_table_of_dates_is_no_pair_of_columns(tmp_path: Path) -> None:
    rows = [f"{year} -- {year + 1} & Fitter of machines in a large bakery\\\\" for year in range(2000, 2012)]
    report = typeset(tmp_path, "{article}", "\\begin{tabular}{ll}" + "\n".join(rows) + "\\end{tabular}")
    assert codes(report) & {"side-by-side", "mixed-columns", "out-of-order"} == set()


def test_an_untagged_pdf_of_latex_is_told_so(tmp_path: Path) -> None:
    report = typeset(tmp_path, "{article}", "\\section*{Education}" + PROSE)
    assert {"pdf-untagged", "no-language", "no-title"} - codes(report) == set()


def test_words_divided_by_tex_read_alike_by_all(tmp_path: Path) -> None:
    body = "\\hyphenpenalty=-1000 \\parbox{5cm}{" + PROSE * 3 + "}"
    report = typeset(tmp_path, "{article}", body)
    assert report.agreement is not None
    assert (report.agreement.words, "divided-words" in codes(report)) == (1.0, True)
