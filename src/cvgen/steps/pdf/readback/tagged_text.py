"""Reads the text of a tagged PDF as screen readers do: by its structure tree (ISO 32000-1, 14.7 and 14.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cvgen.steps.pdf import content_stream, fonts, tounicode
from cvgen.steps.pdf.content_stream import SHOW_TEXT

if TYPE_CHECKING:
    import pikepdf

_INLINE: Final = frozenset({"Span", "Link", "Caption", "TOCI", "Reference"})  # parts of the element around them
_UNKNOWN: Final = "\ufffd"  # for a glyph that its font has no text for


class PageText(NamedTuple):
    """The text of a page's marked content by MCID, in the order of the content, and the text that is not marked."""

    marked: Mapping[int, str]
    unmarked: str


class TextBlock:
    """An element of the structure tree that holds text.

    ``tags`` are those of the elements around it and its own, ``texts`` one for each piece of marked content, ``links``
    the targets of each link, ``alternative`` the description of a picture (Alt), ``actual_texts`` what is said in place
    of glyphs (ActualText). ``first`` is where its content begins: a page, and a place among the page's marked content.
    """

    def __init__(self, tags: tuple[str, ...], alternative: str) -> None:
        self.tags = tags
        self.alternative = alternative
        self.texts: list[str] = []
        self.links: list[set[str]] = []
        self.actual_texts: list[str] = []
        self.first: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The whole text."""
        return " ".join(self.texts)


class TaggedText(NamedTuple):
    """The text of a PDF by pages and by elements, and the texts that the glyphs of its fonts stand for."""

    pages: Sequence[PageText]
    blocks: Sequence[TextBlock]
    glyph_texts: frozenset[str]


def read(pdf: pikepdf.Pdf) -> TaggedText | None:
    """Return the text of a PDF; None if it has no structure tree, or no language to read it in."""
    if "/StructTreeRoot" not in pdf.Root or "/Lang" not in pdf.Root:
        return None
    texts: dict[str, dict[int, str]] = {}
    pages = [_read_page(page, texts) for page in pdf.pages]
    glyph_texts = frozenset(text for by_glyph in texts.values() for text in by_glyph.values())
    return TaggedText(pages, _TreeReader(pdf, pages).blocks(), glyph_texts)


def _read_page(page: pikepdf.Page, known_texts: dict[str, dict[int, str]]) -> PageText:
    """Read a page; ``known_texts`` has the text of glyphs by ToUnicode stream, and gets those of this page's fonts."""
    fonts_of_page: dict[str, dict[int, str]] = {}
    for name, font in fonts.dictionaries(page).items():
        if stream := tounicode.stream_of(font):
            if stream not in known_texts:
                known_texts[stream] = tounicode.read(font.ToUnicode.read_bytes()) or {}
            fonts_of_page[name] = known_texts[stream]
    marked: dict[int, str] = {}
    unmarked: list[str] = []
    open_marks: list[int | None] = []  # the MCIDs of the marked content around, None for that without
    reverse = False
    texts: Mapping[int, str] = {}
    for instruction in content_stream.read(page):
        operator = instruction.operator
        if operator in SHOW_TEXT:
            glyphs = instruction.glyphs()
            text = "".join([texts.get(glyph, _UNKNOWN) for glyph in (glyphs[::-1] if reverse else glyphs)])
            mcid = next((each for each in reversed(open_marks) if each is not None), None)
            if mcid is not None:
                marked[mcid] = marked.get(mcid, "") + text
            elif not open_marks:
                unmarked.append(text)
        elif operator == "Tf":
            texts = fonts_of_page.get(instruction.font()[0], {})
        elif operator == "BDC":
            mcid = instruction.mcid()
            open_marks.append(mcid)
            if mcid is not None:
                marked.setdefault(mcid, "")
        elif operator == "BMC":
            open_marks.append(None)
            reverse = instruction.tag() == "/ReversedChars"
        elif operator == "EMC" and open_marks:
            open_marks.pop()
            reverse = False
    return PageText(marked, "".join(unmarked))


class _TreeReader:
    """Reads the structure tree of a PDF."""

    def __init__(self, pdf: pikepdf.Pdf, pages: Sequence[PageText]) -> None:
        import pikepdf

        self._root: Any = pdf.Root.StructTreeRoot
        self._texts = [page.marked for page in pages]
        self._places = [{mcid: place for place, mcid in enumerate(page.marked)} for page in pages]
        self._page_numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        names: Any = pdf.Root.get("/Names", pikepdf.Dictionary())
        destinations = set(pikepdf.NameTree(names.Dests)) if "/Dests" in names else set()
        self._annotations = {  # those that a reader can click, and that lead somewhere
            annotation.objgen: annotation
            for page in pdf.pages
            for annotation in page.obj.get("/Annots", [])
            if _has_area(annotation) and ("/Dest" not in annotation or str(annotation.Dest) in destinations)
        }
        self._blocks: list[TextBlock] = []

    def blocks(self) -> list[TextBlock]:
        """Return the elements that hold text, in reading order."""
        for element in _as_list(self._root.get("/K", [])):
            self._walk(element, (), None)
        return self._blocks

    def _walk(self, element: Any, around: tuple[str, ...], block: TextBlock | None) -> None:
        import pikepdf

        tag = _tag(element)
        page = self._page_numbers.get(element.Pg.objgen) if "/Pg" in element else None
        if tag not in _INLINE:
            around = (*around, tag)
            block = None
        kids = _as_list(element.get("/K", []))
        if block is None and any(not isinstance(kid, pikepdf.Dictionary) or _is_inline(kid) for kid in kids):
            block = TextBlock(around, str(element.get("/Alt", "")))
            self._blocks.append(block)
        if block is not None and "/ActualText" in element:
            block.actual_texts.append(str(element.ActualText))
        targets: set[str] = set()
        for kid in kids:
            if not isinstance(kid, pikepdf.Dictionary):
                self._add_content(block, page, int(kid))
            elif kid.get("/Type") == pikepdf.Name.MCR:
                self._add_content(block, self._page_numbers.get(kid.Pg.objgen), int(kid.MCID))
            elif kid.get("/Type") == pikepdf.Name.OBJR:
                if kid.Obj.objgen in self._annotations:
                    targets.add(_target(self._annotations[kid.Obj.objgen]))
            else:
                self._walk(kid, around, block)
        if tag == "Link" and block is not None:
            block.links.append(targets)

    def _add_content(self, block: TextBlock | None, page: int | None, mcid: int) -> None:
        if block is None or page is None or mcid not in self._texts[page]:
            return
        block.texts.append(self._texts[page][mcid])
        place = (page, self._places[page][mcid])
        block.first = min(block.first or place, place)


def _as_list(kids: Any) -> Any:
    """Return K as a list: it may be a single kid (ISO 32000-1, table 323)."""
    import pikepdf

    return kids if isinstance(kids, pikepdf.Array | list) else [kids]


def _tag(element: Any) -> str:
    return str(element.get("/S", "/"))[1:]


def _is_inline(kid: Any) -> bool:
    return _tag(kid) in _INLINE or "/S" not in kid


def _has_area(annotation: Any) -> bool:
    left, bottom, right, top = (float(each) for each in annotation.Rect)
    return right - left > 0 and top - bottom > 0


def _target(annotation: Any) -> str:
    action: Any = annotation.get("/A", {})
    return str(action.get("/URI", annotation.get("/Dest", "")))
