"""A library fails alone, and takes no more time and memory than it may."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name

from cvgen.diagnostics import Severity
from cvgen.inspect.extractors import run
from cvgen.inspect.extractors.records import MAX_CHARACTERS, MAX_PAGES
from cvgen.inspect.extractors.run import TEXT_EXTRACTORS
from cvgen.inspect.inspection import inspect_pdf
from tests.inspect.documents import (
    CV,
    Document,
    findings,
    lines,
)


def test_a_library_may_fail_alone(tmp_path: Path) -> None:
    """What pypdf refuses to unpack is no problem to the others."""
    document = Document()
    content = lines(*CV).encode() + b" " * 100 * 1024**2
    document.page("").Contents = document.stream(packed=zlib.compress(content, 9))
    report = inspect_pdf(document.save(tmp_path / "a.pdf"))
    assert [name for name, each in zip(TEXT_EXTRACTORS, report.text, strict=True) if each.error] == ["pypdf"]
    assert [each.text for each in report.emails] == ["ann@example.com"]
    assert "pypdf could not read page 1" in findings(report)["reader-failed"].message


def test_a_bomb_takes_no_more_memory_than_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "MEMORY_BYTES", 300 * 1024**2)
    document = Document()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1024**2)) for _ in range(600)) + packer.flush()
    document.page("").Contents = document.stream(packed=packed)
    document.pdf.Root.Metadata = document.stream(packed=packed)
    report = inspect_pdf(document.save(tmp_path / "a.pdf"))
    assert [each.error is not None for each in report.text] == [True, True, True]
    assert findings(report)["no-text"].severity is Severity.ERROR
    assert "larger than 1024 kB" in json.dumps([finding.message for finding in report.findings])


def test_forms_within_forms_take_no_more_time_than_is_allowed(tmp_path: Path) -> None:
    document = Document()
    form: dict[str, Any] = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 595, 842])}
    inner = document.stream(data=b"BT ET", **form)
    for _ in range(40):
        inner = document.stream(data=b"/X Do " * 10, Resources=Dictionary(XObject=Dictionary(X=inner)), **form)
    document.page("/X Do", XObject=Dictionary(X=inner))
    report = inspect_pdf(document.save(tmp_path / "a.pdf"), seconds=2)
    assert "it took more than 2 seconds" in {each.error for each in report.text}


def test_of_many_pages_the_first_are_read(tmp_path: Path) -> None:
    document = Document()
    for number in range(MAX_PAGES + 10):
        document.page(lines(*CV, f"page {number}"))
    report = inspect_pdf(document.save(tmp_path / "a.pdf"))
    assert (report.file.pages, len(report.pages), {len(each.pages) for each in report.text}) == (60, 50, {50})
    assert findings(report)["many-pages"].message == "only the first 50 of 60 pages were read"


def test_of_a_long_page_the_first_characters_are_read(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*["word " * 100] * 100))
    report = inspect_pdf(document.save(tmp_path / "a.pdf"))
    assert {len(page or "") for each in report.text for page in each.pages} == {MAX_CHARACTERS}
    assert findings(report)["page-too-long"].pages == (1,)
