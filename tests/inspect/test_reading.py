"""What an applicant tracking system sees in a PDF: each test makes a small one that shows one thing."""

from __future__ import annotations

import dataclasses
import io
import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Permissions, Stream, String

from cvgen.diagnostics import CvgenError, Severity
from cvgen.inspect import extractors, reading

# A plain dict, as an object of pikepdf belongs to the one document that it was put into.
HELVETICA = {
    "/Type": Name.Font,
    "/Subtype": Name.Type1,
    "/BaseFont": Name.Helvetica,
    "/Encoding": Name.WinAnsiEncoding,
}
CV = (
    "Ann Example, engineer of machines",
    "ann@example.com  |  +49 30 1234567",
    "Education",
    "University of Somewhere, 2015 - 2019",
    "Experience",
    "Company of Elsewhere, 2019 to present",
)
LEFT = (
    "We built systems that served",
    "many users and were kept up",
    "by a small team over years of",
    "steady growth and careful work",
    "with tests that found faults",
    "before our users ever did so",
    "and logs that told us the rest",
)
RIGHT = (
    "Managed the hiring of people",
    "for the laboratory and wrote",
    "the reports that funders want",
    "about results that we reached",
    "in the field of machine tools",
    "and published on them at many",
    "conferences around the world",
)


def lines(*texts: str, left: float = 50, top: float = 750) -> str:
    """Lines of text, the first one at ``top``."""
    shown = " ".join(f"({text}) Tj T*" for text in texts)
    return f"BT /F1 10 Tf 14 TL {left} {top} Td {shown} ET\n"


class Document:
    """A PDF to be, of A4 pages."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()

    def page(self, content: str | bytes, font: Dictionary | None = None, **resources: Any) -> pikepdf.Object:
        page = self.pdf.add_blank_page(page_size=(595, 842)).obj
        page.Resources = Dictionary(Font=Dictionary(F1=font or Dictionary(HELVETICA)), **resources)
        page.Contents = self.pdf.make_stream(content.encode("latin-1") if isinstance(content, str) else content)
        return page

    def stream(self, packed: bytes = b"", data: bytes = b"", **entries: Any) -> Stream:
        """A stream of data, or of what is packed by zlib already."""
        stream = self.pdf.make_stream(data, **entries)
        if packed:
            stream.write(packed, filter=Name.FlateDecode)
        return stream

    def save(self, path: Path, **how: Any) -> Path:
        self.pdf.save(path, fix_metadata_version=False, **how)
        return path


def cv(folder: Path, *more: str) -> Path:
    """An ordinary CV, with more content on its page."""
    document = Document()
    document.page(lines(*CV) + "".join(more))
    return document.save(folder / "cv.pdf")


def found(read: reading.Reading) -> dict[str, reading.Finding]:
    """The findings by their code."""
    return {finding.code: finding for finding in read.findings}


# What an ordinary CV by pikepdf lacks: nothing to do with its text.
ORDINARY = {"not-embedded", "untagged", "no-language", "no-title"}


# --- text -----------------------------------------------------------------------------------------


def test_an_ordinary_cv_is_read_by_all_three(tmp_path: Path) -> None:
    read = reading.read(cv(tmp_path))
    assert [(each.extractor, each.error) for each in read.text] == [(name, None) for name in extractors.TEXT]
    assert {each.pages[0].split("\n")[0].strip() for each in read.text if each.pages[0]} == {CV[0]}
    assert read.agreement is not None
    assert (read.agreement.words, read.agreement.order, read.agreement.disputed) == (1.0, 1.0, ())


def test_an_ordinary_cv_has_what_a_recruiter_looks_for(tmp_path: Path) -> None:
    read = reading.read(cv(tmp_path))
    assert [(each.title, each.kind) for each in read.sections] == [
        ("Education", "education"),
        ("Experience", "experience"),
    ]
    assert [each.text for each in read.emails] == ["ann@example.com"]
    assert [each.text for each in read.phones] == ["+49 30 1234567"]
    assert [(each.start, each.end, each.ongoing) for each in read.dates] == [(2015, 2019, False), (2019, None, True)]
    assert found(read).keys() == ORDINARY


def test_what_is_not_in_the_text_is_said(tmp_path: Path) -> None:
    document = Document()
    document.page(lines("Ann Example", "has nothing to say for herself"))
    read = reading.read(document.save(tmp_path / "a.pdf"))
    assert found(read).keys() == ORDINARY | {"no-email", "no-phone", "no-sections", "no-dates"}


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
    read = reading.read(document.save(tmp_path / "a.pdf"))
    assert [(each.name, each.to_unicode, each.readable) for each in read.fonts] == [("ABCDEF+Secret", False, False)]
    assert found(read)["unmapped"].severity is Severity.ERROR
    assert "ABCDEF+Secret" in found(read)["unmapped"].message


@pytest.mark.parametrize(
    ("text", "code"), [("\ue0a1", "private-use"), ("\ufffd", "replaced"), ("e\ufb03cient", "ligatures")]
)
def test_characters_that_are_no_letters_are_said(tmp_path: Path, text: str, code: str) -> None:
    document = Document()
    cmap = f"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <58> <{text.encode('utf-16-be').hex()}> endbfchar"
    mapped = Dictionary(
        {**HELVETICA, "/ToUnicode": document.stream(data=f"begincmap {cmap} endcmap".encode()), "/Name": Name.F2}
    )
    page = document.page(lines(*CV) + "BT /F2 10 Tf 50 500 Td (X) Tj ET")
    page.Resources.Font.F2 = document.pdf.make_indirect(mapped)
    assert code in found(reading.read(document.save(tmp_path / "a.pdf")))


def test_words_divided_at_the_end_of_a_line_are_said(tmp_path: Path) -> None:
    read = reading.read(cv(tmp_path, lines("the develop-", "ment of machines", top=500)))
    assert '"develop-ment"' in found(read)["divided"].message


def test_titles_of_single_letters_are_found_and_said(tmp_path: Path) -> None:
    read = reading.read(cv(tmp_path, lines("S K I L L S", top=500)))
    assert "skills" in {section.kind for section in read.sections}
    assert '"S K I L L S"' in found(read)["spaced"].message


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("BT 3 Tr /F1 10 Tf 50 500 Td (keyword) Tj ET", "without colour"),
        ("BT /F1 1 Tf 50 500 Td (keyword) Tj ET", "smaller than 2 pt"),
        ("BT /F1 10 Tf 700 500 Td (keyword) Tj ET", "outside of the page"),
    ],
)
def test_text_that_people_do_not_see_is_said(tmp_path: Path, content: str, what: str) -> None:
    message = found(reading.read(cv(tmp_path, content)))["hidden"].message
    assert (what in message, '"keyword"' in message) == (True, True)


# --- order ----------------------------------------------------------------------------------------


def test_lines_of_two_columns_in_turn_are_an_error(tmp_path: Path) -> None:
    rows = [
        lines(text, left=left, top=500 - 14 * row)
        for row, texts in enumerate(zip(LEFT, RIGHT, strict=True))
        for text, left in zip(texts, (50, 320), strict=True)
    ]
    read = reading.read(cv(tmp_path, *rows))
    assert (read.pages[0].interleaved, found(read)["interleaved"].severity) == (True, Severity.ERROR)


def test_columns_one_after_the_other_are_a_note(tmp_path: Path) -> None:
    read = reading.read(cv(tmp_path, lines(*LEFT, top=500), lines(*RIGHT, left=320, top=500)))
    assert (read.pages[0].columns, read.pages[0].interleaved) == (True, False)
    assert found(read)["columns"].severity is Severity.NOTE


def test_dates_beside_entries_are_no_columns(tmp_path: Path) -> None:
    rows = [
        lines(text, left=left, top=500 - 14 * row)
        for row, entry in enumerate(LEFT)
        for text, left in ((entry, 50), (f"September 20{10 + row} to present", 320))
    ]
    assert found(reading.read(cv(tmp_path, *rows))).keys() == ORDINARY


def test_a_page_on_its_side_is_read_as_it_is_seen(tmp_path: Path) -> None:
    document = Document()
    # Lines that run up the paper, from its left side to its right: /Rotate 90 sets them upright.
    page = document.page("0 1 -1 0 595 0 cm " + lines(*CV, top=500) + lines(*LEFT, top=300))
    page.Rotate = 90
    read = reading.read(document.save(tmp_path / "a.pdf"))
    assert (read.pages[0].width, read.pages[0].height) == (842, 595)
    assert found(read).keys() == ORDINARY


def test_text_that_stands_further_up_and_comes_later_is_said(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*LEFT, top=400) + lines(*CV))
    read = reading.read(document.save(tmp_path / "a.pdf"))
    assert read.pages[0].out_of_order == (CV[0],)
    assert found(read)["out-of-order"].pages == (1,)


# --- pictures -------------------------------------------------------------------------------------


def picture(document: Document, *content: str) -> None:
    """A page that an image covers."""
    image = document.stream(
        data=b"\xff",
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=1,
        Height=1,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )
    document.page("q 595 0 0 842 0 0 cm /I Do Q " + "".join(content), XObject=Dictionary(I=image))


def test_an_image_of_text_is_an_error(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*CV))
    picture(document)
    read = reading.read(document.save(tmp_path / "a.pdf"))
    assert (found(read)["scan"].severity, found(read)["scan"].pages) == (Severity.ERROR, (2,))
    assert [page.image for page in read.pages] == [0.0, 1.0]


def test_recognised_text_below_a_scan_is_not_taken_for_hidden(tmp_path: Path) -> None:
    document = Document()
    picture(document, "3 Tr ", lines(*CV))
    read = reading.read(document.save(tmp_path / "a.pdf"))
    assert found(read).keys() == ORDINARY | {"recognised"}


def test_text_drawn_as_shapes_is_an_error(tmp_path: Path) -> None:
    document = Document()
    document.page("".join(f"{x} {y} 3 5 re f " for x in range(50, 500, 5) for y in (700, 720)))
    read = reading.read(document.save(tmp_path / "a.pdf"))
    assert found(read)["drawn"].severity is Severity.ERROR


# --- links ----------------------------------------------------------------------------------------


def linked(folder: Path, target: Mapping[str, Any], *, text: str = "my page") -> reading.Reading:
    document = Document()
    page = document.page(lines(*CV) + lines(text, top=500))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([49, 497, 400, 509]), **target)
    page.Annots = Array([link])
    return reading.read(document.save(folder / "a.pdf"))


def address(uri: str) -> Mapping[str, Any]:
    return {"A": Dictionary(S=Name.URI, URI=String(uri))}


def test_a_link_has_its_address_and_its_text(tmp_path: Path) -> None:
    read = linked(tmp_path, address("https://example.org/ann"))
    assert read.links == (reading.Link(1, "web", "https://example.org/ann", "my page", in_text=False, problem=None),)
    assert '"my page"' in found(read)["addresses"].message


@pytest.mark.parametrize(
    ("uri", "text"),
    [
        ("https://www.example.org/ann/", "example.org/ann"),
        ("mailto:ann@example.com?subject=CV", "write to me"),
        ("tel:+49-30-1234567", "call me"),
    ],
)
def test_an_address_that_is_written_out_is_in_the_text(tmp_path: Path, uri: str, text: str) -> None:
    [link] = linked(tmp_path, address(uri), text=text).links
    assert link.in_text


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
    assert found(linked(tmp_path, target))["links"].pages == (1,)


# --- how the file is made -------------------------------------------------------------------------


def test_tags_are_told(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*CV))
    kinds = (Name.H1, Name.Topic, Name.P, Name.Figure)
    elements = [document.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=kind)) for kind in kinds]
    root = document.pdf.Root
    root.StructTreeRoot = Dictionary(K=Array(elements), RoleMap=Dictionary(Topic=Name.H3))
    root.MarkInfo = Dictionary(Marked=True)
    root.Lang = String("en-GB")
    document.pdf.docinfo["/Title"] = "CV of Ann"
    read = reading.read(document.save(tmp_path / "a.pdf"))
    assert read.tagging == reading.Tagging(
        marked=True,
        tree=True,
        language="en-GB",
        headings=(1, 3),
        elements={"H1": 1, "H3": 1, "P": 1, "Figure": 1},
        figures_without_text=1,
    )
    assert read.file.title == "CV of Ann"
    assert found(read).keys() == {"not-embedded", "levels", "figures"}


def test_a_claim_to_be_accessible_is_held_against_the_tags(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*CV))
    with document.pdf.open_metadata() as meta:
        meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"] = "2", "A", "1"
    read = reading.read(document.save(tmp_path / "a.pdf"))
    assert read.file.standards == ("PDF/A-2a", "PDF/UA-1")
    assert found(read)["claim"].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("name", "severity"), [("/Helvetica-Bold", Severity.NOTE), ("/HelveticaNeue", Severity.WARNING)]
)
def test_fonts_that_are_not_in_the_file_are_said(tmp_path: Path, name: str, severity: Severity) -> None:
    document = Document()
    document.page(lines(*CV), Dictionary({**HELVETICA, "/BaseFont": Name(name)}))
    assert found(reading.read(document.save(tmp_path / "a.pdf")))["not-embedded"].severity is severity


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"owner": "x", "user": "", "allow": Permissions(extract=False)}, "locked"),
        ({"owner": "x", "user": ""}, "encrypted"),
        ({"owner": "x", "user": "", "R": 3, "aes": False, "metadata": False}, "encrypted"),
    ],
)
def test_protection_without_a_password_is_said(tmp_path: Path, how: dict[str, Any], code: str) -> None:
    document = Document()
    document.page(lines(*CV))
    read = reading.read(document.save(tmp_path / "a.pdf", encryption=Encryption(**how)))
    assert found(read).keys() - ORDINARY == {code}


def test_what_systems_refuse_is_said(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*CV))
    document.pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    document.pdf.attachments["a.txt"] = b"a"
    assert "files attached to it, a script" in found(reading.read(document.save(tmp_path / "a.pdf")))["active"].message


# --- what is no use, and what is hostile ----------------------------------------------------------


def refusal(path: Path) -> tuple[str, bool]:
    """What is said of a PDF that cannot be read, and whether there is a hint."""
    with pytest.raises(CvgenError) as caught:
        reading.read(path)
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
    read = reading.read(path)
    assert {"repaired", "unread"} & found(read).keys() == {"repaired", "unread"}


def test_a_library_may_fail_alone(tmp_path: Path) -> None:
    """What pypdf refuses to unpack is no problem to the others."""
    document = Document()
    content = lines(*CV).encode() + b" " * 100 * 1024**2
    document.page("").Contents = document.stream(packed=zlib.compress(content, 9))
    read = reading.read(document.save(tmp_path / "a.pdf"))
    assert [name for name, each in zip(extractors.TEXT, read.text, strict=True) if each.error] == ["pypdf"]
    assert [each.text for each in read.emails] == ["ann@example.com"]
    assert "pypdf could not read page 1" in found(read)["unread"].message


def test_a_bomb_takes_no_more_memory_than_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractors, "MEMORY_BYTES", 300 * 1024**2)
    document = Document()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1024**2)) for _ in range(600)) + packer.flush()
    document.page("").Contents = document.stream(packed=packed)
    document.pdf.Root.Metadata = document.stream(packed=packed)
    read = reading.read(document.save(tmp_path / "a.pdf"))
    assert [each.error is not None for each in read.text] == [True, True, True]
    assert found(read)["no-text"].severity is Severity.ERROR
    assert "larger than 1024 kB" in json.dumps([finding.message for finding in read.findings])


def test_forms_within_forms_take_no_more_time_than_is_allowed(tmp_path: Path) -> None:
    document = Document()
    form: dict[str, Any] = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 595, 842])}
    inner = document.stream(data=b"BT ET", **form)
    for _ in range(40):
        inner = document.stream(data=b"/X Do " * 10, Resources=Dictionary(XObject=Dictionary(X=inner)), **form)
    document.page("/X Do", XObject=Dictionary(X=inner))
    read = reading.read(document.save(tmp_path / "a.pdf"), seconds=2)
    assert "it took more than 2 seconds" in {each.error for each in read.text}


def test_of_many_pages_the_first_are_read(tmp_path: Path) -> None:
    document = Document()
    for number in range(extractors.MOST_PAGES + 10):
        document.page(lines(*CV, f"page {number}"))
    read = reading.read(document.save(tmp_path / "a.pdf"))
    assert (read.file.pages, len(read.pages), {len(each.pages) for each in read.text}) == (60, 50, {50})
    assert found(read)["long"].message == "only the first 50 of 60 pages were read"


def test_of_a_long_page_the_first_characters_are_read(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*["word " * 100] * 100))
    read = reading.read(document.save(tmp_path / "a.pdf"))
    assert {len(page or "") for each in read.text for page in each.pages} == {extractors.MOST_CHARACTERS}
    assert found(read)["cut"].pages == (1,)


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
        severities = {finding.severity for finding in reading.read(path).findings}
    except CvgenError:
        severities = {Severity.ERROR}
    assert Severity.ERROR in severities


def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    path = cv(tmp_path).rename(tmp_path / "a '\udcff\n.pdf")
    read = reading.read(path)
    assert found(read).keys() == ORDINARY
    assert "\n.pdf" not in reading.report(read)


def test_a_library_that_is_not_installed_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = extractors.hear(cv(tmp_path))
    absent = extractors.Testimony(error="No module named 'pypdf'", missing=True)
    monkeypatch.setattr(extractors, "hear", lambda *_: {**heard, "pypdf": absent})
    assert found(reading.read(tmp_path / "cv.pdf"))["not-installed"].severity is Severity.NOTE


def test_without_any_library_there_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = extractors.hear(cv(tmp_path))
    absent = dict.fromkeys(extractors.TEXT, extractors.Testimony(error="No module", missing=True))
    monkeypatch.setattr(extractors, "hear", lambda *_: {**heard, **absent})
    assert refusal(tmp_path / "cv.pdf") == ("no library that reads PDFs is installed", True)


# --- what counts as what --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("+49 (0)30 1234-567", ["+49 (0)30 1234-567"]),
        ("(555)-555-0101", ["(555)-555-0101"]),
        ("Phone: 0301234567", ["0301234567"]),
        ("Telefon: 030 1234567", ["030 1234567"]),
        ("555-010-0199", ["555-010-0199"]),
        ("13800138000", ["13800138000"]),
        ("٠٠٩٦٦٥٠١٢٣٤٥٦٧", ["00966501234567"]),
        ("2015-2019", []),
        ("2019-05-12 2020-06-13", []),
        ("01/2015 - 12/2019", []),
        ("arXiv:2301.12345", []),
        ("10.1145/3292500.3330701", []),
        ("30240593", []),
        ("course (01510243)", []),
    ],
)
def test_phone_numbers(text: str, phones: Sequence[str]) -> None:
    assert list(reading._phones(text)) == phones


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("May 2019", [(2019, None, False)]),
        ("05/2015 – 06/2019", [(2015, 2019, False)]),
        ("2015-03 - 2019-04", [(2015, 2019, False)]),
        ("May 2019 – Present", [(2019, None, True)]),
        ("seit 2019 bis heute", [(2019, None, False)]),
        ("Mai 2019 – heute", [(2019, None, True)]),
        ("out. de 2015 – set. de 2019", [(2015, 2019, False)]),
        ("окт. 2015 \u0433. – сент. 2019 \u0433.", [(2015, 2019, False)]),
        ("2015年10月 – 2019年9月", [(2015, 2019, False)]),
        ("2019년 9월 ~ 현재", [(2019, None, True)]),
        ("۲۰۱۵ تا ۲۰۱۹", [(2015, 2019, False)]),
        ("arXiv:2019.12345, room 20199, GPA 3.2015", []),
    ],
)
def test_dates(text: str, years: Sequence[tuple[int, int | None, bool]]) -> None:
    dates = reading._dates({"pdfium": {1: text}})
    assert [(each.start, each.end, each.ongoing) for each in dates] == years


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Work Experience", "experience"),
        ("1. EDUCATION:", "education"),
        ("Selected Publications", "publications"),
        ("\uf19d Skills & Tools", "skills"),
        ("Berufserfahrung", "experience"),
        ("教育经历", "education"),
        ("leadership", None),
        ("Education was what I wanted", None),
        ("2019", None),
    ],
)
def test_titles_of_sections(line: str, kind: str | None) -> None:
    assert reading._kind(line) == kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://example.org/a_(b), and", ["https://example.org/a_(b)"]),
        ("(www.example.org)", ["www.example.org"]),
        ("github.com/ann and ann@example.com/x", ["github.com/ann"]),
        ("C/C++ and/or 3.9/4.0", []),
    ],
)
def test_addresses(text: str, found: Sequence[str]) -> None:
    assert list(reading._addresses(text)) == found


# --- output ---------------------------------------------------------------------------------------


KEYS = """
    format findings findings.code findings.severity findings.message findings.hint findings.pages
    file file.path file.bytes file.pages file.pdf_version file.title file.producer file.creator file.encryption
    file.copying file.standards file.active file.repaired
    pages pages.number pages.width pages.height pages.words pages.order pages.columns pages.interleaved
    pages.out_of_order pages.image
    text text.extractor text.version text.pages text.error
    agreement agreement.words agreement.order agreement.disputed
    agreement.pairs agreement.pairs.first agreement.pairs.second agreement.pairs.words agreement.pairs.order
    sections sections.title sections.kind sections.page sections.found_by
    emails emails.text emails.page emails.found_by phones phones.text phones.page phones.found_by addresses
    links links.page links.kind links.target links.text links.in_text links.problem
    dates dates.text dates.start dates.end dates.ongoing dates.page
    fonts fonts.name fonts.type fonts.embedded fonts.to_unicode fonts.readable fonts.characters
    tagging tagging.marked tagging.tree tagging.language tagging.headings tagging.elements
    tagging.figures_without_text
"""


def keys(value: Any, at: str = "") -> set[str]:
    """The keys within JSON, with the way to them."""
    if isinstance(value, dict):
        return {f"{at}{key}" for key in value}.union(*(keys(each, f"{at}{key}.") for key, each in value.items()))
    return set().union(*(keys(each, at) for each in value)) if isinstance(value, list) else set()


def test_the_keys_of_the_json_stay(tmp_path: Path) -> None:
    read = linked(tmp_path, address("https://example.org"))
    told = keys(json.loads(reading.as_json(read)))
    assert {key for key in told if not key.startswith("tagging.elements.")} == {*KEYS.split()}


def test_the_json_is_ascii(tmp_path: Path) -> None:
    assert reading.as_json(reading.read(cv(tmp_path, lines("caf\xe9", top=500)))).isascii()


def test_the_worst_comes_first_in_the_report(tmp_path: Path) -> None:
    document = Document()
    picture(document)
    document.page(lines("Ann Example"))
    told = reading.report(reading.read(document.save(tmp_path / "a.pdf"))).split("\n")
    severities = [line.partition(":")[0] for line in told[1:] if line.startswith(("error:", "warning:", "note:"))]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    assert severities[0] == "error"


def test_every_finding_in_the_report_says_what_to_do(tmp_path: Path) -> None:
    read = reading.read(cv(tmp_path))
    assert reading.report(read).count("  hint: ") == len(read.findings) == len(ORDINARY)


def test_nothing_in_the_report_moves_a_terminal(tmp_path: Path) -> None:
    document = Document()
    document.page(lines(*CV, "\x1b[2J\x9b"))
    document.pdf.docinfo["/Title"] = "\x1b[31mred\u202e\x07"
    told = reading.report(reading.read(document.save(tmp_path / "a.pdf")))
    assert [c for c in told if c != "\n" and not c.isprintable()] == []


def test_nothing_to_mend_is_said(tmp_path: Path) -> None:
    read = dataclasses.replace(reading.read(cv(tmp_path)), findings=())
    assert "\nnothing to mend\n" in reading.report(read)


def test_reading_leaves_nothing_behind(tmp_path: Path) -> None:
    path = cv(tmp_path)
    before = path.read_bytes()
    reading.read(path)
    assert ([*tmp_path.iterdir()], path.read_bytes()) == ([path], before)
    assert pikepdf.open(io.BytesIO(before)).check_pdf_syntax() == []
