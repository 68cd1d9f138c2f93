"""Inspecting a PDF: what an ordinary CV gives, and what is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Encryption

from cvgen.diagnostics import CvgenError, Severity
from cvgen.inspect.extractors import run
from cvgen.inspect.extractors.run import TEXT_EXTRACTORS, Extraction
from cvgen.inspect.inspection import inspect_pdf
from cvgen.inspect.text_report import as_text
from tests.inspect.documents import (
    CV,
    ORDINARY,
    Document,
    cv,
    findings,
    lines,
)


def test_an_ordinary_cv_is_read_by_all_three(tmp_path: Path) -> None:
    report = inspect_pdf(cv(tmp_path))
    assert [(each.extractor, each.error) for each in report.text] == [(name, None) for name in TEXT_EXTRACTORS]
    assert {each.pages[0].split("\n")[0].strip() for each in report.text if each.pages[0]} == {CV[0]}
    assert report.agreement is not None
    assert (report.agreement.words, report.agreement.order, report.agreement.disputed) == (1.0, 1.0, ())


def test_an_ordinary_cv_has_what_a_recruiter_looks_for(tmp_path: Path) -> None:
    report = inspect_pdf(cv(tmp_path))
    assert [(each.title, each.kind) for each in report.sections] == [
        ("Education", "education"),
        ("Experience", "experience"),
    ]
    assert [each.text for each in report.emails] == ["ann@example.com"]
    assert [each.text for each in report.phones] == ["+49 30 1234567"]
    assert [(each.start, each.end, each.ongoing) for each in report.dates] == [(2015, 2019, False), (2019, None, True)]
    assert findings(report).keys() == ORDINARY


def refusal(path: Path) -> tuple[str, bool]:
    """What is said of a PDF that cannot be read, and whether there is a hint."""
    with pytest.raises(CvgenError) as caught:
        inspect_pdf(path)
    [diagnostic] = caught.value.diagnostics
    return diagnostic.message, diagnostic.hint is not None


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.pdf") == (f"{tmp_path / 'a.pdf'} does not exist", True)


def test_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path) == (f"{tmp_path} is a folder", True)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "is not a PDF: it is a ZIP archive, as .docx and .odt are"),
        (b"\x89PNG\r\n", "is not a PDF: it is a PNG image"),
        (b"Ann Example", "is not a PDF"),
    ],
)
def test_a_file_of_another_kind(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    assert refusal(path) == (f"{path} {what}", True)


def test_a_password(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*CV))
    path = document.save(tmp_path / "a.pdf", encryption=Encryption(owner="x", user="y"))
    assert refusal(path) == (f"{path} needs a password", True)


def test_nothing_but_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    message, _ = refusal(path)
    assert message.startswith(f"{path} is a damaged PDF that nothing can read: ")


def test_damage_that_some_get_over_is_a_finding(tmp_path: Path) -> None:
    path = cv(tmp_path)
    path.write_bytes(path.read_bytes().rpartition(b"startxref")[0])
    report = inspect_pdf(path)
    assert {"pdf-repaired", "reader-failed"} & findings(report).keys() == {"pdf-repaired", "reader-failed"}


@pytest.mark.parametrize("kind", ["loop", "no pages", "nested"])
def test_a_document_that_makes_no_sense_is_no_bug(tmp_path: Path, kind: str) -> None:
    pages = {
        "loop": b"/Kids [2 0 R] /Count 1",
        "no pages": b"/Kids [] /Count 0",
        "nested": b"/Kids [] /Count 0 /X " + b"[" * 100_000,
    }
    path = tmp_path / "a.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages "
        + pages[kind]
        + b">> endobj\ntrailer <</Root 1 0 R>>\n"
    )
    try:
        severities = {finding.severity for finding in inspect_pdf(path).findings}
    except CvgenError:
        severities = {Severity.ERROR}
    assert Severity.ERROR in severities


def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    path = cv(tmp_path).rename(tmp_path / "a '\udcff\n.pdf")
    report = inspect_pdf(path)
    assert findings(report).keys() == ORDINARY
    assert "\n.pdf" not in as_text(report)


def test_without_any_library_there_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extractions = run.extract(cv(tmp_path))
    absent = dict.fromkeys(TEXT_EXTRACTORS, Extraction(error="No module", missing=True))
    monkeypatch.setattr(run, "extract", lambda *_: {**extractions, **absent})
    assert refusal(tmp_path / "cv.pdf") == ("no library that reads PDFs is installed", True)


def test_reading_leaves_nothing_behind(tmp_path: Path) -> None:
    path = cv(tmp_path)
    before = path.read_bytes()
    inspect_pdf(path)
    assert ([*tmp_path.iterdir()], path.read_bytes()) == ([path], before)
    assert pikepdf.open(io.BytesIO(before)).check_pdf_syntax() == []
