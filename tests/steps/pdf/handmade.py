"""PDFs written by hand, in the words of TeX's PDF driver: pages with text, points and links, not yet finished."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from cvgen.steps.pdf import origin

SOURCE: Final = "Work an office"  # the LaTeX that pages are said to be made of
PAPER: Final = (612.0, 792.0)
WIDTH: Final = 500  # of every glyph, in thousandths of the size
ASCII: Final = {code: chr(code) for code in range(0x20, 0x7F)}
OTHER: Final = {
    code: chr(code)
    for code in (0x20, *range(0x400, 0x600), *range(0x900, 0x980), *range(0x4E00, 0x4E80), 0x65E5, 0x672C)
}

_CMAP = """/CIDInit /ProcSet findresource begin
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
    """The part of a ToUnicode map that has an entry for each glyph."""
    lines = [f"<{glyph:04X}> <{text.encode('utf-16-be').hex()}>" for glyph, text in texts.items()]
    return f"{len(lines)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar"


def add_font(pdf: Pdf, cmap: str, name: str = "ABCDEF+Test", used: Sequence[int] = ()) -> Any:
    """An embedded font with entries for a ToUnicode map; ``used`` are the glyphs that it lists."""
    called = Name(f"/{name}")
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=called, FontFile3=pdf.make_stream(b""))
    if used:
        bits = bytearray(max(used) // 8 + 1)
        for glyph in used:
            bits[glyph // 8] |= 0x80 >> glyph % 8
        descriptor.CIDSet = pdf.make_stream(bytes(bits))
    inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=called, FontDescriptor=descriptor, DW=WIDTH)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=called,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([inner]),
            ToUnicode=pdf.make_stream(_CMAP.format(cmap).encode()),
        )
    )


def add_page(pdf: Pdf, content: str, **fonts: Any) -> pikepdf.Page:
    page = pdf.add_blank_page(page_size=PAPER)
    page.obj.Resources = Dictionary(Font=Dictionary({f"/{name}": font for name, font in fonts.items()}))
    page.obj.Contents = pdf.make_stream(content.encode())
    return page


def pdf_of(*contents: str) -> Pdf:
    """A PDF of these pages. F1 is a font of ASCII, F2 one of other scripts; a glyph has the code of its character."""
    pdf = pikepdf.new()
    fonts = {"F1": add_font(pdf, chars(ASCII)), "F2": add_font(pdf, chars(OTHER), "GHIJKL+Other")}
    for content in contents:
        add_page(pdf, content, **fonts)
    return pdf


def add_link(
    pdf: Pdf,
    number: int | None,
    address: str,
    *,
    page: int = 0,
    rect: tuple[float, float, float, float] = (72, 700, 100, 710),
) -> Any:
    """A link as TeX counts it; None is for one that another package has made."""
    annotation = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([*rect]),
        Border=Array([0, 0, 0]),
        A=Dictionary(S=Name.URI, URI=String(address)),
    )
    if number is not None:
        annotation.NM = String(f"cv{number}")
    holder = pdf.pages[page].obj
    if "/Annots" not in holder:
        holder.Annots = Array()
    holder.Annots.append(pdf.make_indirect(annotation))
    return holder.Annots[-1]


def sign(pdf: Pdf, source: str) -> None:
    """Note on the pages that they have something of a document with this source."""
    for page in pdf.pages:
        page.obj[origin.name(source)] = True


def text(shown: str, x: float = 72, y: float = 700, font: str = "F1", size: float = 10) -> str:
    """A text object."""
    return f" BT /{font} {size:g} Tf {x:g} {y:g} Td[{glyphs(shown)}]TJ ET "


def glyphs(shown: str) -> str:
    return f"<{shown.encode('utf-16-be').hex()}>"


def node(number: int) -> str:
    """What comes next belongs to this text."""
    return f" /Cv<</N {number}>>DP "


def link(number: int) -> str:
    """What comes next is in this link; 0 ends it."""
    return f" /Cv<</L {number}>>DP "


def column(name: str) -> str:
    return f" /Cv<</C/{name}>>DP "


def word(number: int, owner: int) -> str:
    """What comes next is one of the words of a text; 0 ends it."""
    return f" /Cv<</N {owner}/W {number}>>DP " if number else " /Cv<</W 0>>DP "


def saved(pdf: Pdf, source: str = SOURCE) -> bytes:
    """The bytes of a PDF that TeX has made of this source."""
    sign(pdf, source)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def opened(made: bytes) -> Pdf:
    return pikepdf.open(io.BytesIO(made))


def widths(made: bytes) -> list[float]:
    """The widths of the pages, by which they can be told apart."""
    with opened(made) as found:
        return [float(page.mediabox[2]) for page in found.pages]


DAMAGED: Final = {
    "empty": b"",
    "no PDF": b"no PDF",
    "nothing in it": b"%PDF-1.5\n%%EOF\n",
    "half an object": b"%PDF-1.5\n1 0 obj\n<<",
    "cut off": saved(pdf_of(text("a")))[:200],
}
