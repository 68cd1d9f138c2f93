"""What may go wrong with a PDF is found, and says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Permissions, String

from cvgen.diagnostics import Severity
from cvgen.inspect.extractors import run
from cvgen.inspect.extractors.run import Extraction
from cvgen.inspect.inspection import inspect_pdf
from tests.inspect.documents import (
    CV,
    HELVETICA,
    ORDINARY,
    Document,
    address,
    cv,
    findings,
    lines,
    linked,
    picture,
)


def test_what_is_not_in_the_text_is_said(tmp_path: Path) -> None:
    document = Document()
    document.page(lines("Ann Example", "has nothing to say for herself"))
    report = inspect_pdf(document.save(tmp_path / "a.pdf"))
    assert findings(report).keys() == ORDINARY | {"no-email", "no-phone", "no-sections", "no-dates"}


def test_a_font_that_says_nothing_of_its_letters_is_an_error(tmp_path: Path) -> None:
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/ABCDEF+Secret"),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=Dictionary(Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Secret"), Flags=4),
        DW=500,
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/ABCDEF+Secret"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([inner]),
    )
    document = Document()
    document.page("BT /F1 10 Tf 50 700 Td <" + "00410042" * 40 + "> Tj ET", font)
    report = inspect_pdf(document.save(tmp_path / "a.pdf"))
    assert [(each.name, each.to_unicode, each.readable) for each in report.fonts] == [("ABCDEF+Secret", False, False)]
    assert findings(report)["unmapped-glyphs"].severity is Severity.ERROR
    assert "ABCDEF+Secret" in findings(report)["unmapped-glyphs"].message


@pytest.mark.parametrize(
    ("text", "code"), [("\ue0a1", "private-use"), ("\ufffd", "undecoded-characters"), ("e\ufb03cient", "ligatures")]
)
def test_characters_that_are_no_letters_are_said(tmp_path: Path, text: str, code: str) -> None:
    document = Document()
    cmap = f"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <58> <{text.encode('utf-16-be').hex()}> endbfchar"
    mapped = Dictionary(
        {**HELVETICA, "/ToUnicode": document.stream(data=f"begincmap {cmap} endcmap".encode()), "/Name": Name.F2}
    )
    page = document.page(lines(*CV) + "BT /F2 10 Tf 50 500 Td (X) Tj ET")
    page.Resources.Font.F2 = document.pdf.make_indirect(mapped)
    assert code in findings(inspect_pdf(document.save(tmp_path / "a.pdf")))


def test_words_divided_at_the_end_of_a_line_are_said(tmp_path: Path) -> None:
    report = inspect_pdf(cv(tmp_path, lines("the develop-", "ment of machines", top=500)))
    assert '"develop-ment"' in findings(report)["divided-words"].message


def test_titles_of_single_letters_are_found_and_said(tmp_path: Path) -> None:
    report = inspect_pdf(cv(tmp_path, lines("S K I L L S", top=500)))
    assert "skills" in {section.kind for section in report.sections}
    assert '"S K I L L S"' in findings(report)["spaced-titles"].message


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("BT 3 Tr /F1 10 Tf 50 500 Td (keyword) Tj ET", "without colour"),
        ("BT /F1 1 Tf 50 500 Td (keyword) Tj ET", "smaller than 2 pt"),
        ("BT /F1 10 Tf 700 500 Td (keyword) Tj ET", "outside of the page"),
    ],
)
def test_text_that_people_do_not_see_is_said(tmp_path: Path, content: str, what: str) -> None:
    message = findings(inspect_pdf(cv(tmp_path, content)))["hidden-text"].message
    assert (what in message, '"keyword"' in message) == (True, True)


def test_an_image_of_text_is_an_error(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*CV))
    picture(document)
    report = inspect_pdf(document.save(tmp_path / "a.pdf"))
    assert (findings(report)["scanned-page"].severity, findings(report)["scanned-page"].pages) == (Severity.ERROR, (2,))
    assert [page.image for page in report.pages] == [0.0, 1.0]


def test_recognised_text_below_a_scan_is_not_taken_for_hidden(tmp_path: Path) -> None:
    document = Document()
    picture(document, "3 Tr ", lines(*CV))
    report = inspect_pdf(document.save(tmp_path / "a.pdf"))
    assert findings(report).keys() == ORDINARY | {"recognised-scan"}


def test_text_drawn_as_shapes_is_an_error(tmp_path: Path) -> None:
    document = Document()
    document.page("".join(f"{x} {y} 3 5 re f " for x in range(50, 500, 5) for y in (700, 720)))
    report = inspect_pdf(document.save(tmp_path / "a.pdf"))
    assert findings(report)["text-as-shapes"].severity is Severity.ERROR


@pytest.mark.parametrize(
    "target",
    [
        {},
        {"A": Dictionary(S=Name.URI)},
        address(" "),
        {"Dest": String("nowhere")},
        {"A": Dictionary(S=Name.GoTo, D=Array([Dictionary(), Name.Fit]))},
    ],
)
def test_a_link_that_leads_nowhere_is_said(tmp_path: Path, target: Mapping[str, Any]) -> None:
    assert findings(linked(tmp_path, target))["broken-links"].pages == (1,)


def test_a_claim_to_be_accessible_is_held_against_the_tags(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*CV))
    with document.pdf.open_metadata() as meta:
        meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"] = "2", "A", "1"
    report = inspect_pdf(document.save(tmp_path / "a.pdf"))
    assert report.file.standards == ("PDF/A-2a", "PDF/UA-1")
    assert findings(report)["unkept-standard"].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("name", "severity"), [("/Helvetica-Bold", Severity.NOTE), ("/HelveticaNeue", Severity.WARNING)]
)
def test_fonts_that_are_not_in_the_file_are_said(tmp_path: Path, name: str, severity: Severity) -> None:
    document = Document()
    document.page(lines(*CV), Dictionary({**HELVETICA, "/BaseFont": Name(name)}))
    assert findings(inspect_pdf(document.save(tmp_path / "a.pdf")))["font-not-embedded"].severity is severity


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"owner": "x", "user": "", "allow": Permissions(extract=False)}, "text-locked"),
        ({"owner": "x", "user": ""}, "encrypted"),
        ({"owner": "x", "user": "", "R": 3, "aes": False, "metadata": False}, "encrypted"),
    ],
)
def test_protection_without_a_password_is_said(tmp_path: Path, how: dict[str, Any], code: str) -> None:
    document = Document()
    document.page(lines(*CV))
    report = inspect_pdf(document.save(tmp_path / "a.pdf", encryption=Encryption(**how)))
    assert findings(report).keys() - ORDINARY == {code}


def test_what_systems_refuse_is_said(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*CV))
    document.pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    document.pdf.attachments["a.txt"] = b"a"
    assert (
        "files attached to it, a script"
        in findings(inspect_pdf(document.save(tmp_path / "a.pdf")))["active-content"].message
    )


def test_a_library_that_is_not_installed_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extractions = run.extract(cv(tmp_path))
    absent = Extraction(error="No module named 'pypdf'", missing=True)
    monkeypatch.setattr(run, "extract", lambda *_: {**extractions, "pypdf": absent})
    assert findings(inspect_pdf(tmp_path / "cv.pdf"))["reader-missing"].severity is Severity.NOTE
