"""Step 6: the finished PDF is mended where the PDF driver errs, and read back before anyone gets it."""

from __future__ import annotations

import contextlib
import importlib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cvgen.diagnostics import CvgenError

if TYPE_CHECKING:
    import pikepdf

# Characters that look alike and so share a glyph: which of them a reader extracts is the driver's guess.
_LOOK_ALIKES: Final = (
    "-\u2010\u2011\u00ad",
    " \u00a0",
    "\u00b5\u03bc",
    "\u0394\u2206",
    "\u03a9\u2126",
    "·\u2219",
    "¯\u02c9",
)
_BLOCK: Final = re.compile(r"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX: Final = re.compile(r"<([0-9A-Fa-f]*)>")
_CMAP: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF is like: pages, and the names of the fonts that it uses without carrying them."""

    pages: int
    fonts_not_embedded: tuple[str, ...]


def preload() -> None:
    """Import what ``finish`` needs, for use while something else runs."""
    with contextlib.suppress(ImportError):  # finish says it better
        importlib.import_module("pikepdf")


def finish(path: Path, characters: Collection[str]) -> PdfFacts:
    """Mend a PDF in its place and read it back; raises CvgenError if it is damaged or has no page.

    ``characters`` are those that the document was made of: text extracts as these.
    """
    import pikepdf  # 0.06 s; loaded while TeX runs

    try:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pages = len(pdf.pages)
            if pages == 0:
                raise CvgenError.of("TeX made a PDF with no pages")
            fonts = {name for page in pdf.pages for name in _not_embedded(page.obj)}
            if _mend_text(pdf, characters):
                pdf.save(path, deterministic_id=True)
    except pikepdf.PdfError as error:
        raise CvgenError.of(f"TeX made a damaged PDF: {error}", hint="render again; is the disk full?") from None
    return PdfFacts(pages, tuple(sorted(fonts)))


def _not_embedded(page: pikepdf.Object) -> Iterator[str]:
    resources: Any = page.get("/Resources", {})
    for font in resources.get("/Font", {}).values():
        if font is None:
            raise CvgenError.of("TeX made a damaged PDF: a font is missing from it")
        for inner in font.get("/DescendantFonts", [font]):
            descriptor = inner.get("/FontDescriptor", {})
            if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield str(inner.get("/BaseFont", "/unnamed"))[1:]


def _mend_text(pdf: pikepdf.Pdf, characters: Collection[str]) -> bool:
    """Make every font's glyphs extract as the characters that were typed; True if any did not.

    xdvipdfmx maps a glyph back to the characters that it finds first: the ligature character U+FB00 for
    ff, a radical for the Chinese character that it looks like, a soft hyphen for a hyphen.
    """
    import pikepdf

    mended = False
    for font in pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or "/ToUnicode" not in font:
            continue
        texts = _read_cmap(font.ToUnicode.read_bytes().decode("latin-1"))
        right = {glyph: _as_typed(text, characters) for glyph, text in texts.items()}
        if right != texts:
            font.ToUnicode.write(_write_cmap(right))
            mended = True
    return mended


def _as_typed(text: str, characters: Collection[str]) -> str:
    return "".join(char if char in characters else _alternative(char, characters) for char in text)


def _alternative(char: str, characters: Collection[str]) -> str:
    alike = next((group for group in _LOOK_ALIKES if char in group), "")
    others = (*alike, unicodedata.normalize("NFKC", char))
    return next((other for other in others if all(each in characters for each in other)), char)


def _read_cmap(cmap: str) -> dict[int, str]:
    """The text of each glyph in a ToUnicode map, as xdvipdfmx writes them: no arrays in ranges."""
    texts: dict[int, str] = {}
    for kind, body in _BLOCK.findall(cmap):
        if "[" in body or "<>" in body:  # another writer's: leave it alone
            return {}
        numbers = _HEX.findall(body)
        width = 2 if kind == "char" else 3
        for entry in zip(*(numbers[i::width] for i in range(width)), strict=True):
            first, last, text = int(entry[0], 16), int(entry[-2], 16), bytes.fromhex(entry[-1]).decode("utf-16-be")
            for offset in range(last - first + 1):
                texts[first + offset] = text[:-1] + chr(ord(text[-1]) + offset)
    return texts


def _write_cmap(texts: Mapping[int, str]) -> bytes:
    lines = [f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>" for glyph, text in sorted(texts.items())]
    blocks = ""
    for start in range(0, len(lines), 100):  # the format's limit
        block = lines[start : start + 100]
        blocks += f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n"
    return _CMAP.format(blocks=blocks).encode("ascii")
