"""Validates PDFs against the standards that they claim, and knows where validators err.

Each error of a validator is a line in ``KNOWN``, with a look of our own at the same thing: only if that finds it in
order does the finding not count.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import page
import pikepdf
import pikepdf.pdfa
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTFont

from cvgen.steps.pdf import content_stream, fonts
from cvgen.steps.pdf.content_stream import SHOW_TEXT


@dataclass(frozen=True, slots=True)
class Finding:
    """An objection of a validator, by its own name for the rule."""

    validator: str
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.validator}: {self.rule}: {self.text}"


def _page(profile: page.ValidationProfile) -> Callable[[Path], list[tuple[str, str]]]:
    """Return the validator page-validation, which names one place for each rule that is broken."""

    def validate(pdf: Path) -> list[tuple[str, str]]:
        return [(each.rule_id, each.message) for each in page.validate_pdf(pdf, profile=profile).failures]

    return validate


def _pikepdf(pdf: Path) -> list[tuple[str, str]]:
    """Validate PDF/A-2b by pikepdf: what it does not know is a finding, too."""
    findings = pikepdf.pdfa.validate_written(pdf, "2b").findings
    return [(each.rule, f"{each.where}: {each.message}") for each in findings]


def _qpdf(pdf: Path) -> list[tuple[str, str]]:
    run = subprocess.run(["qpdf", "--check", str(pdf)], check=False, capture_output=True, encoding="utf-8")
    warned = "WARNING" in run.stdout + run.stderr
    return [(f"exit code {run.returncode}", run.stderr.strip())] if run.returncode or warned else []


def _widths(pdf: Path) -> list[tuple[str, str]]:
    """Compare the widths of glyphs by fontTools, as no validator knows all kinds of fonts: a finding for each font."""
    return [("width", each) for each in _wrong_widths(pdf.read_bytes())]


VALIDATORS: Final[Mapping[str, Callable[[Path], list[tuple[str, str]]]]] = {
    "page-validation, PDF/A-2a": _page(page.ValidationProfile.PDF_A_2A),
    "page-validation, PDF/A-2u": _page(page.ValidationProfile.PDF_A_2U),
    "page-validation, PDF/UA-1": _page(page.ValidationProfile.PDF_UA_1),
    "pikepdf.pdfa, PDF/A-2b": _pikepdf,
    "qpdf --check": _qpdf,
    "widths of glyphs, by fontTools": _widths,
}


def findings(pdf: Path) -> list[Finding]:
    """Return the findings of all validators."""
    return [Finding(name, *found) for name, validate in VALIDATORS.items() for found in validate(pdf)]


def unexplained(pdf: Path) -> list[str]:
    """Return the findings that count: those that no known error of the validator accounts for."""
    return [str(found) for found in findings(pdf) if explanation(found, pdf) is None]


# --- where validators err -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """Findings that are known to be wrong: of what, their rule and text as patterns, and why.

    ``is_wrong`` looks at the PDF itself; it gets the match of the text.
    """

    what: str
    rule: str
    text: str
    why: str
    is_wrong: Callable[[Path, re.Match[str]], bool]


def explanation(found: Finding, pdf: Path) -> Known | None:
    """Return the known error of a validator that accounts for a finding in this PDF."""
    for known in KNOWN:
        if re.fullmatch(known.rule, found.rule) and (match := re.fullmatch(known.text, found.text)):
            return known if known.is_wrong(pdf, match) else None
    return None


def is_read_with_the_wrong_part(pdf: Path, match: re.Match[str]) -> bool:
    """Return whether all widths are right, and the one in question is what another FD makes of the glyph."""
    with pikepdf.open(pdf) as opened:
        program = _cff(opened.get_object(int(match["font"]), 0).DescendantFonts[0].FontDescriptor)
        if program is None or _widths(pdf):
            return False
        glyph = f"cid{int(match['cid']):05}"
        number = program.CharStrings.getItemAndSelector(glyph)[1]
        nominal = [fd.Private.nominalWidthX for fd in program.FDArray]
        coded = _advance(program, glyph) - nominal[number]
        return float(match["width"]) in {coded + other for other in nominal if other != nominal[number]}


def has_right_widths(pdf: Path, _: re.Match[str]) -> bool:
    """Return whether all fonts are as wide as the PDF says."""
    return not _widths(pdf)


@lru_cache(maxsize=1)
def _wrong_widths(data: bytes) -> tuple[str, ...]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return tuple(str(font.BaseFont) for font, glyphs in shown(pdf).values() if not is_as_wide_as_said(font, glyphs))


def shown(pdf: pikepdf.Pdf) -> dict[int, tuple[Any, set[int]]]:
    """Return the fonts that pages use, by their object numbers, and the glyphs that they show of each."""
    found: dict[int, tuple[Any, set[int]]] = {}
    for each in pdf.pages:
        of_page = fonts.dictionaries(each)
        glyphs: set[int] = set()
        for instruction in content_stream.read(each):
            if instruction.operator == "Tf":
                font = of_page[instruction.font()[0]]
                glyphs = found.setdefault(font.objgen[0], (font, set()))[1]
            elif instruction.operator in SHOW_TEXT:
                glyphs.update(instruction.glyphs())
    return found


def is_as_wide_as_said(font: Any, glyphs: set[int]) -> bool:
    """Return whether glyphs are as wide in a font's program as in its dictionary, to one unit (ISO 19005-2, 6.2.11.5)."""
    inner = font.DescendantFonts[0]
    widths = advances(inner)
    return glyphs <= widths.keys() and all(abs(said_width(inner, glyph) - widths[glyph]) <= 1 for glyph in glyphs)


def advances(font: Any) -> dict[int, float]:
    """Return the width of each glyph by the program of a CIDFont, in thousandths of its size; {} if it has none."""
    program = _cff(font.FontDescriptor)
    if program is None:
        if "/FontFile2" not in font.FontDescriptor or font.get("/CIDToGIDMap") != pikepdf.Name.Identity:
            return {}
        outlines = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
        scale = 1000 / outlines["head"].unitsPerEm
        return {glyph: outlines["hmtx"][name][0] * scale for glyph, name in enumerate(outlines.getGlyphOrder())}
    scale = 1000 * program.FontMatrix[0]
    numbers = {name: int(name.removeprefix("cid").replace(".notdef", "0")) for name in program.charset}
    return {number: _advance(program, name) * scale for name, number in numbers.items()}


def said_width(font: Any, cid: int) -> float:
    """Return the width of a glyph as a CIDFont's dictionary has it (ISO 32000-1, 9.7.4.3)."""
    entries: list[Any] = list(font.get("/W", []))
    while entries:
        if isinstance(entries[1], pikepdf.Array):
            first, widths = int(entries[0]), list(entries[1])
            del entries[:2]
            if first <= cid < first + len(widths):
                return float(widths[cid - first])
        else:
            first, last, width = entries[:3]
            del entries[:3]
            if int(first) <= cid <= int(last):
                return float(width)
    return float(font.get("/DW", 1000))


def _cff(descriptor: Any) -> Any:
    """Return the program of a font with CFF outlines, as fontTools reads it; None for others."""
    if "/FontFile3" not in descriptor:
        return None
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(descriptor.FontFile3.read_bytes()), None)
    return fonts.topDictIndex[0]


def _advance(program: Any, glyph: str) -> float:
    outline = program.CharStrings[glyph]
    outline.draw(NullPen())
    return float(outline.width)


def streams(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Return the data of each stream in a file that qpdf wrote, by its /Length, and what stands in the file behind it."""
    at = 0
    while (head := data.find(b">>\nstream\n", at)) >= 0:
        [*_, length] = re.findall(rb"/Length (\d+)", data[at:head])
        start = head + len(b">>\nstream\n")
        at = start + int(length)
        yield data[start:at], data[at : at + len(b"\nendstream")]


def has_right_lengths(pdf: Path, _: re.Match[str]) -> bool:
    """Return whether each stream ends where its /Length says, and one of them with the first half of a CR LF."""
    found = list(streams(pdf.read_bytes()))
    return all(behind == b"\nendstream" for _, behind in found) and any(data.endswith(b"\r") for data, _ in found)


def describes_pdf_ua(pdf: Path, _: re.Match[str]) -> bool:
    """Return whether the metadata has one extension schema, and that is of PDF/UA's only property."""
    described = [
        ("schema", "PDF/UA identification"),
        ("namespaceURI", "http://www.aiim.org/pdfua/ns/id/"),
        ("prefix", "pdfuaid"),
        ("name", "part"),
        ("valueType", "Integer"),
        ("category", "internal"),
    ]
    words = {"schema", "namespaceURI", "prefix", "name", "valueType", "category"}
    found = [(each.tag.rpartition("}")[2], each.text) for each in xmp(pdf).iter() if "/pdfa/ns/" in each.tag]
    return [pair for pair in found if pair[0] in words] == described


def claims_level_a(pdf: Path, _: re.Match[str]) -> bool:
    """Return whether the conformance that is claimed is A, which has all of U and B in it (ISO 19005-2, 5)."""
    return [each.text for each in xmp(pdf).iter("{http://www.aiim.org/pdfa/ns/id/}conformance")] == ["A"]


def xmp(pdf: Path) -> ET.Element:
    """Return the metadata of a PDF."""
    with pikepdf.open(pdf) as opened:
        return ET.fromstring(opened.Root.Metadata.read_bytes())


KNOWN: Final = (
    Known(
        "page-validation, widths of Chinese, Japanese and Korean",
        r"PDFA2[AU]-TRUETYPE-GLYPH-WIDTH-001|PDFUA1-FONT-GLYPH-WIDTH-001",
        r"font object (?P<font>\d+) 0 has rendered CID (?P<cid>\d+) width (?P<width>-?[\d.]+) in its embedded "
        r"CIDFontType0C program but [\d.]+ in /W or /DW",
        "The fonts of Noto CJK have several parts (FDs), and each part codes its widths relative to a number of its own. "
        "page-validation takes the number of another part, and gets negative widths. fontTools and pikepdf read, in all "
        "fonts of these files, the widths that the PDF states.",
        is_read_with_the_wrong_part,
    ),
    Known(
        "page-validation, the length of a stream",
        r"PDFA2[AU]-STREAM-LENGTH-001",
        r"a stream /Length does not match its raw content length",
        "Compressed data may end in the byte CR. qpdf writes LF between the data and `endstream`, as the standard asks. "
        "page-validation takes CR and LF together for the end of a line, and so finds one byte too few. In these files, "
        "the bytes after each /Length are LF and `endstream`.",
        has_right_lengths,
    ),
    Known(
        "page-validation, level U",
        r"PDFA2U-ID-CONFORMANCE-001",
        r'XMP declares PDF/A conformance values \["A"\], expected exactly one U',
        "PDFs of cvgen claim level A, which is level U with tags. All other rules of level U are checked.",
        claims_level_a,
    ),
    Known(
        "pikepdf, level B",
        r"ISO_19005_2:6\.6\.4-3",
        r"obj \d+ 0 \(MetadataStream\): pdfaid:conformance is 'A', expected 'B'",
        "pikepdf knows level B only, which is a part of level A.",
        claims_level_a,
    ),
    Known(
        "pikepdf, the mark of PDF/UA",
        r"ISO_19005_2:6\.6\.2\.3\.1-1",
        r"obj \d+ 0 \(MetadataStream\): XMP (namespace (pdfaExtension|pdfaSchema|pdfaProperty)=\S+"
        r"|property (pdfaExtension:schemas|pdfuaid:part)) is not permitted",
        "PDF/A allows properties that it does not define itself if the file describes them (an extension schema). pikepdf "
        "does not read such descriptions. These files have one only, of the property that claims PDF/UA-1.",
        describes_pdf_ua,
    ),
    Known(
        "pikepdf, the widths of Inter",
        r"pikepdf:font-program",
        r"obj (?P<font>\d+) 0 \(Font\): CIDFontType0: CFF FontMatrix \[[-\d., ]+\] is not supported",
        "Inter is drawn on a grid of 2816 units, and pikepdf reads only fonts with 1000 units. It does not report a "
        "violation, but that it has not compared the widths of glyphs; fontTools reads the widths that the PDF "
        "states.",
        has_right_widths,
    ),
)
