"""Changes what a finished PDF shows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Dictionary, Pdf

from cvgen.steps.pdf import fonts, tounicode
from tests.showing import Show, shows

Change: TypeAlias = Callable[[Pdf], object]


@dataclass
class Page:
    """The content of a page, in order. Written back, each piece of text is alone: rules and colours are lost."""

    page: pikepdf.Page
    texts: dict[str, dict[int, str]]  # of the glyphs of each font
    shows: list[Show]

    def marks(self) -> dict[int, str]:
        """Return the text of each marked content."""
        found: dict[int, str] = {}
        for show in self.shows:
            if isinstance(show.mark, int):
                found[show.mark] = found.get(show.mark, "") + self.text(show)
        return found

    def text(self, show: Show) -> str:
        return "".join(self.texts[show.font][glyph] for glyph in show.glyphs if isinstance(glyph, int))

    def showing(self, text: str) -> list[Show]:
        """Return what shows a text that is a marked content of its own."""
        [mark] = [mark for mark, shown in self.marks().items() if shown.strip() == text]
        return [show for show in self.shows if show.mark == mark]

    def glyphs(self, font: str, text: str) -> list[int | float]:
        by_text = {shown: glyph for glyph, shown in self.texts[font].items()}
        return [by_text[char] for char in text]


def read_page(page: pikepdf.Page) -> Page:
    maps = {name: tounicode.read(font.ToUnicode.read_bytes()) or {} for name, font in fonts.dictionaries(page).items()}
    return Page(page, maps, shows(pikepdf.parse_content_stream(page), page))


def write_page(pdf: Pdf, page: Page) -> None:
    written: list[str] = []
    for mark, group in itertools.groupby(page.shows, lambda show: show.mark):
        if mark is not None:
            written.append(f"/Span <</MCID {mark}>> BDC" if isinstance(mark, int) else f"{mark} BMC")
        for show in group:
            array = " ".join(f"<{glyph:04X}>" if isinstance(glyph, int) else f"{glyph:g}" for glyph in show.glyphs)
            x, y = show.at
            written.append(f"BT {show.font} {show.size:g} Tf {x:.3f} {y:.3f} Td [{array}] TJ ET")
        if mark is not None:
            written.append("EMC")
    page.page.obj.Contents = pdf.make_stream("\n".join(written).encode())


def rewritten(change: Callable[[Page], object]) -> Change:
    """Return a change of what the first page shows."""

    def apply(pdf: Pdf) -> None:
        page = read_page(pdf.pages[0])
        change(page)
        write_page(pdf, page)

    return apply


def marked_as(text: str, mark: str | None) -> Change:
    """Return the change that takes a text out of the marked content with a number."""

    def change(page: Page) -> None:
        for show in page.showing(text):
            show.mark = mark

    return rewritten(change)


def showing(text: str, other: str) -> Change:
    """Return the change that shows another text in the place of one."""

    def change(page: Page) -> None:
        first, *others = page.showing(text)
        first.glyphs = page.glyphs(first.font, other)
        for show in others:
            show.glyphs = []

    return rewritten(change)


def element(pdf: Pdf, text: str) -> Any:
    """Return the element that holds a text of the first page; links and the like are part of what is around them."""
    tree: Any = pdf.Root.StructTreeRoot
    found = tree.ParentTree.Nums[1][read_page(pdf.pages[0]).showing(text)[0].mark]
    while str(found.S) in {"/Link", "/Span"}:
        found = found.P
    return found


def place(element: Any) -> int:
    """Return which of the kids of its parent an element is."""
    return next(place for place, kid in enumerate(element.P.K) if kid == element)


def marks(element: Any) -> Iterator[int]:
    for kid in element.K:
        if not isinstance(kid, Dictionary):
            yield int(kid)
        elif "/S" in kid:
            yield from marks(kid)


def nothing(_: object) -> None:
    """Change nothing."""
