"""Reads the fonts of a PDF: which characters their glyphs stand for, and how wide these are (ISO 32000-1, 9.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from cvgen.steps.pdf import scripts, tounicode

if TYPE_CHECKING:
    import pikepdf


class Widths:
    """How far each glyph of a composite font moves on, in thousandths of the font's size (ISO 32000-1, 9.7.4.3)."""

    def __init__(self, font: Any) -> None:
        import pikepdf

        self._widths: dict[int, float] = {}
        inner = next(iter(font.get("/DescendantFonts", [])), pikepdf.Dictionary())
        self._default = float(inner.get("/DW", 1000))
        listed = list(inner.get("/W", []))
        at = 0
        while at + 1 < len(listed):
            first = int(listed[at])
            if isinstance(listed[at + 1], pikepdf.Array):
                self._widths |= {first + i: float(width) for i, width in enumerate(listed[at + 1])}
                at += 2
            else:
                self._widths |= dict.fromkeys(range(first, int(listed[at + 1]) + 1), float(listed[at + 2]))
                at += 3

    def __getitem__(self, glyph: int) -> float:
        return self._widths.get(glyph, self._default)

    def total(self, glyphs: Iterable[int]) -> float:
        """Return how far glyphs move on together."""
        widths, default = self._widths, self._default
        return sum([widths.get(glyph, default) for glyph in glyphs])


class PageFont:
    """A font under the name that it has on a page; ``stream`` identifies its ToUnicode CMap, "" if it has none."""

    def __init__(self, name: str, stream: str, texts: Mapping[int, str], widths: Widths | None) -> None:
        self.name = name
        self.stream = stream
        self.texts = texts
        self.widths = widths
        self.space = next((glyph for glyph, text in texts.items() if text == " "), None)
        # Than Latin: also emoji, whose glyphs may stand for several characters.
        self.has_other_scripts = any(scripts.language_of(text) or scripts.is_emoji(text) for text in texts.values())

    def advance(self, glyphs: Iterable[int], kerning: float, size: float) -> float:
        """Return how far glyphs move on, in points; ``kerning`` is in thousandths of the size, as in TJ."""
        return (self.widths.total(glyphs) - kerning) * size / 1000 if self.widths else 0.0


NO_FONT = PageFont("", "", {}, None)


def dictionaries(page: pikepdf.Page) -> dict[str, Any]:
    """Return the font dictionaries of a page, by the names that it has for them (ISO 32000-1, 7.8.3)."""
    resources: Any = page.obj.get("/Resources", {})
    return dict(resources.get("/Font", {}).items())


def of_page(
    page: pikepdf.Page,
    texts: Mapping[str, Mapping[int, str]],
    known: MutableMapping[tuple[str, str], PageFont],
) -> dict[str, PageFont]:
    """Return the fonts of a page by their names; ``texts`` has the text of each glyph, by the ToUnicode stream.

    ``known`` are the fonts of earlier pages, by name and stream: those of this page are added.
    """
    fonts: dict[str, PageFont] = {}
    for name, font in dictionaries(page).items():
        stream = tounicode.stream_of(font)
        if not stream or (name, stream) not in known:  # many fonts may have no stream
            known[name, stream] = PageFont(name, stream, texts.get(stream, {}), Widths(font))
        fonts[name] = known[name, stream]
    return fonts


def composite(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Return the font dictionaries of the driver's own fonts.

    Others, whose codes are of one byte, come with pictures that a style includes.
    """
    import pikepdf

    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font and "/DescendantFonts" in font:
            yield font


def remove_cid_sets(pdf: pikepdf.Pdf) -> None:
    """Take out the lists of glyphs in subsets, which PDF/A-2 does not need (ISO 19005-2, 6.2.11.4.2)."""
    for font in composite(pdf):
        for inner in font.get("/DescendantFonts", []):
            if "/CIDSet" in inner.get("/FontDescriptor", {}):
                del inner.FontDescriptor["/CIDSet"]
