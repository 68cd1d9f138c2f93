"""Step 6: what a reader extracts from the PDF is what was typed, and a PDF that is no good is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name

from cvgen import pdf
from cvgen.diagnostics import CvgenError

CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CMapName /Test def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{}
endcmap
"""


def chars(texts: Mapping[int, str]) -> str:
    """A ToUnicode map with an entry for each glyph."""
    lines = [f"<{glyph:04X}> <{text.encode('utf-16-be').hex()}>" for glyph, text in texts.items()]
    return f"{len(lines)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar"


def make(path: Path, cmap: str, glyphs: int = 1) -> Path:
    """A PDF with the glyphs 1, 2, 3 ... of an embedded font on its page."""
    with pikepdf.new() as made:
        page = made.add_blank_page()
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Test"), FontFile3=made.make_stream(b"")
        )
        inner = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/ABCDEF+Test"), FontDescriptor=descriptor, DW=500
        )
        whole = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/ABCDEF+Test"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([inner]),
            ToUnicode=made.make_stream(CMAP.format(cmap).encode()),
        )
        page.obj.Resources = Dictionary(Font=Dictionary(F1=made.make_indirect(whole)))
        shown = "".join(f"{glyph:04X}" for glyph in range(1, glyphs + 1))
        page.obj.Contents = made.make_stream(f"BT /F1 10 Tf 10 10 Td <{shown}> Tj ET".encode())
        made.save(path)
    return path


def extracted(path: Path) -> str:
    [page] = pypdf.PdfReader(path).pages
    return page.extract_text()


# --- text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("driver", "typed", "read"),
    [
        ("\ufb00", "ff", "ff"),
        ("\ufb03", "fi", "ffi"),
        ("\ufb00", "f\ufb00", "\ufb00"),
        ("\u2011", "-", "-"),
        ("\u00ad", "-", "-"),
        ("\u2010", "\u2011", "\u2011"),
        ("\u2f42", "文", "文"),
        ("\u2f42", "\u2f42文", "\u2f42"),
        ("\u00b5", "\u03bc", "\u03bc"),
        ("\u03bc", "\u00b5", "\u00b5"),
        ("\u2206", "\u0394", "\u0394"),
        ("\u2126", "\u03a9", "\u03a9"),
        ("\u2219", "·", "·"),
        ("\u00a0", " ", " "),
        ("a\ufb01b", "abfi", "afib"),
        ("😀", "😀", "😀"),
        ("\u2022", "a", "\u2022"),
        ("\ufb00", "a", "\ufb00"),
    ],
)
def test_a_glyph_reads_as_what_was_typed(tmp_path: Path, driver: str, typed: str, read: str) -> None:
    path = make(tmp_path / "a.pdf", chars({1: driver, 2: "|"}), glyphs=2)
    pdf.finish(path, {*typed, "|"})
    assert extracted(path) == f"{read}|"


def test_a_range_of_glyphs_is_mended_one_by_one(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", "1 beginbfrange\n<0001> <0003> <FB00>\nendbfrange", glyphs=3)
    pdf.finish(path, {*"fi\ufb02"})
    assert extracted(path) == "fffi\ufb02"


def test_chars_and_ranges_stand_beside_each_other(tmp_path: Path) -> None:
    ranges = "2 beginbfrange\n<0002> <0003> <0061>\n<0005><0005><D83DDE00>\nendbfrange"
    path = make(tmp_path / "a.pdf", f"{chars({1: 'ﬀ'})}\n{ranges}\n{chars({4: '-'})}", glyphs=5)
    pdf.finish(path, {*"fab-😀"})
    assert extracted(path) == "ffab-😀"


def test_a_map_is_written_in_blocks_of_a_hundred_at_most(tmp_path: Path) -> None:
    texts = {glyph: chr(0x4E00 + glyph) for glyph in range(1, 250)} | {250: "\ufb00"}
    path = make(tmp_path / "a.pdf", chars(texts), glyphs=250)
    pdf.finish(path, {*"".join(texts.values())[:-1], "f"})
    with pikepdf.open(path) as made:
        cmap = made.pages[0].obj.Resources.Font.F1.ToUnicode.read_bytes().decode()
    assert re.findall(r"(\d+) beginbfchar", cmap) == ["100", "100", "50"]
    assert extracted(path) == "".join(texts.values())[:-1] + "ff"


def test_a_pdf_that_reads_right_is_left_as_it_is(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", chars({1: "a"}))
    before = path.read_bytes()
    pdf.finish(path, {"a"})
    assert path.read_bytes() == before


def test_a_mended_pdf_is_sound(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", chars({1: "\ufb00"}))
    pdf.finish(path, {"f"})
    with pikepdf.open(path) as mended:
        assert mended.check_pdf_syntax() == []


def test_mending_leaves_nothing_beside_the_pdf(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", chars({1: "\ufb00"}))
    pdf.finish(path, {"f"})
    assert [*tmp_path.iterdir()] == [path]


# --- facts ----------------------------------------------------------------------------------------


def blank(path: Path, change: Callable[[pikepdf.Pdf], object], pages: int = 1) -> Path:
    """A PDF of empty pages, changed."""
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        change(made)
        made.save(path)
    return path


def nothing(_: pikepdf.Pdf) -> None:
    """The change that is none."""


@pytest.mark.parametrize("pages", [1, 3])
def test_pages_are_counted(tmp_path: Path, pages: int) -> None:
    assert pdf.finish(blank(tmp_path / "a.pdf", nothing, pages), set()) == pdf.PdfFacts(pages, ())


def fonts(**fonts: Dictionary) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        for page in made.pages:
            page.obj.Resources = Dictionary(Font=Dictionary(fonts))

    return change


HELVETICA = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
TIMES = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name.Times, FontDescriptor=Dictionary())
COMPOSED = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Times, DescendantFonts=Array([TIMES]))
NAMELESS = Dictionary(Type=Name.Font, Subtype=Name.Type3)


@pytest.mark.parametrize(
    ("used", "found"),
    [
        ({}, ()),
        ({"F1": HELVETICA}, ("Helvetica",)),
        ({"F1": COMPOSED}, ("Times",)),
        ({"F1": COMPOSED, "F2": HELVETICA, "F3": COMPOSED}, ("Helvetica", "Times")),
        ({"F1": NAMELESS}, ("unnamed",)),
    ],
)
def test_fonts_that_the_pdf_does_not_carry_are_named(
    tmp_path: Path, used: dict[str, Dictionary], found: tuple[str, ...]
) -> None:
    path = blank(tmp_path / "a.pdf", fonts(**{f"/{name}": font for name, font in used.items()}), pages=2)
    assert pdf.finish(path, set()).fonts_not_embedded == found


def test_an_embedded_font_is_none_of_them(tmp_path: Path) -> None:
    assert pdf.finish(make(tmp_path / "a.pdf", chars({1: "a"})), {"a"}).fonts_not_embedded == ()


# --- PDFs that are no good ------------------------------------------------------------------------


def test_a_pdf_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CvgenError, match="TeX made a PDF with no pages"):
        pdf.finish(blank(tmp_path / "a.pdf", nothing, pages=0), set())


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.5\n%%EOF\n", b"%PDF-1.5\n1 0 obj\n<<"])
def test_what_is_no_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(CvgenError, match="TeX made a damaged PDF") as raised:
        pdf.finish(tmp_path / "a.pdf", set())
    assert raised.value.diagnostics[0].hint == "render again; is the disk full?"


def test_a_pdf_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", chars({1: "a"}))
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(CvgenError, match="TeX made a damaged PDF"):
        pdf.finish(path, set())


def without(path: Path, key: str) -> Path:
    """The PDF with what stands under a key gone: the reference leads nowhere."""
    content = path.read_bytes()
    assert b"\n9 0 obj" not in content
    path.write_bytes(re.sub(rb"(/%b )\d( 0 R)" % key.encode(), rb"\g<1>9\2", content))
    return path


def test_a_pdf_that_has_lost_a_font_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CvgenError, match="TeX made a damaged PDF"):
        pdf.finish(without(make(tmp_path / "a.pdf", chars({1: "a"})), "F1"), set())


def test_a_font_that_has_lost_its_file_is_not_embedded(tmp_path: Path) -> None:
    path = without(make(tmp_path / "a.pdf", chars({1: "a"})), "FontFile3")
    assert pdf.finish(path, {"a"}).fonts_not_embedded == ("ABCDEF+Test",)
