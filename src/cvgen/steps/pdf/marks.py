"""Marks each piece of a page's content as part of a text, or as an artifact (ISO 32000-1, 14.6 and 14.8.2.2).

TeX has left marked-content points in the pages (``/Cv <<...>> DP``, see cvgen.sty), which say what the content after
them belongs to: ``/N`` a text by its number, ``/W`` with it a single word of the text, ``/L`` a link, ``/C`` a column.
Here, marked content with identifiers takes the place of points; what belongs to no text becomes an artifact: rules,
icons, backgrounds, page numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from cvgen.steps.latex.structure import FIGURE, Element, Node
from cvgen.steps.pdf import content_stream, fonts, glyph_texts, scripts, text_objects, underlines
from cvgen.steps.pdf.content_stream import BEGIN_PATH, PAINT_OBJECT, PAINT_PATH, SHOW_TEXT, Instruction
from cvgen.steps.pdf.fonts import NO_FONT, PageFont
from cvgen.steps.pdf.pieces import Pieces
from cvgen.steps.pdf.underlines import Box

if TYPE_CHECKING:
    import pikepdf

_ARTIFACT: Final = "/Artifact"  # the column of what repeats on each page; and the tag of all that belongs to no text
_REVERSED: Final = "/ReversedChars"  # ISO 32000-1, 14.8.2.3.3
_MAIN: Final = "/main"  # the column that each page begins with
_GAP: Final = 0.6  # of the size of text: where a gap on a line begins to look like one between columns
_SAME_LINE: Final = 0.5  # points between the base lines of text on one line
_ADJOINING: Final = 0.1  # of the size of text: what is nearer stands right beside the text before
_FILLING: Final = 3  # spaces that fill a gap


class Owner(NamedTuple):
    """The text and the link that a piece of content belongs to, by their numbers (0: none).

    ``language`` is "" for the document's. ``word`` counts the words of a text that say by themselves what they are.
    """

    node: int
    link: int = 0
    language: str = ""
    word: int = 0


_NOBODY: Final = Owner(0)


class _Part(NamedTuple):
    """An instruction of a text object; ``owner`` is whose it is, None for one that shows nothing."""

    instruction: Instruction
    owner: Owner | None = None
    is_reversed: bool = False


class MarkedContent(NamedTuple):
    """A marked-content sequence by its identifier (MCID) on a page; pages count from 0.

    ``is_reversed`` tells whether it stands in the order of sight: the first piece of a word is then its last.
    """

    page: int
    mcid: int
    owner: Owner
    is_reversed: bool = False


class Place(NamedTuple):
    """Where the content of a text begins: the top left corner, in points from the lower left one of a page."""

    page: int
    left: float
    top: float


class GlyphRun(NamedTuple):
    """Glyphs that one instruction shows: the word of the text that they are in, and their font's ToUnicode stream."""

    word: int
    stream: str
    glyphs: tuple[int, ...]


_GlyphRuns: TypeAlias = dict[int, list[GlyphRun]]


class MarkedPages:
    """Collects, while pages are marked, their contents, places, links and glyphs, by the numbers of texts and links."""

    def __init__(self, rivals: frozenset[str] = frozenset()) -> None:
        self.rivals = rivals  # characters of the document that look like another one of it
        self.contents: dict[int, list[MarkedContent]] = defaultdict(list)
        self.mcid_counts: list[int] = []  # by page
        self.places: dict[int, Place] = {}
        self.link_texts: dict[int, str] = defaultdict(str)
        self.link_boxes: dict[int, list[Box]] = defaultdict(list)
        self.link_colours: dict[int, list[float]] = {}  # of the lines below links
        self.fonts: dict[tuple[str, str], PageFont] = {}  # by name and ToUnicode stream
        self.used_glyphs: dict[str, set[int]] = defaultdict(set)  # by ToUnicode stream
        self.glyph_runs: _GlyphRuns = defaultdict(list)  # of fonts with other scripts than Latin
        self.rival_runs: _GlyphRuns = defaultdict(list)  # with rivals

    def shown(self, structure: Element) -> glyph_texts.Shown:
        """Return which glyphs show which texts of a document."""
        nodes = list(structure.nodes())
        return glyph_texts.Shown(self.used_glyphs, _passages(nodes, self.glyph_runs), _passages(nodes, self.rival_runs))


def _passages(nodes: Iterable[Node], runs_by_node: _GlyphRuns) -> list[glyph_texts.Passage]:
    return [
        glyph_texts.Passage(
            node.text, tuple((run.stream, run.glyphs) for run in sorted(runs, key=lambda run: run.word))
        )
        for node in nodes
        if (runs := runs_by_node.get(node.number))
    ]


def mark(
    pdf: pikepdf.Pdf,
    contents: Sequence[Sequence[Instruction]],
    structure: Element,
    language: str,
    texts: Mapping[str, Mapping[int, str]],
) -> MarkedPages:
    """Mark the content of all pages of a PDF that was made from a document of this structure and language.

    ``contents`` are the instructions of each page, as they were read; ``texts`` has the text of each glyph, by the
    ToUnicode stream of its font.
    """
    import pikepdf

    pages = MarkedPages(glyph_texts.rivals("".join([node.text for node in structure.nodes()])))
    figures = {node.number for leaf in structure.leaves() if leaf.tag == FIGURE for node in leaf.nodes()}
    pieces = Pieces(structure)
    columns: dict[str, tuple[int, int]] = {}
    for number, (page, content) in enumerate(zip(pdf.pages, contents, strict=True)):
        page_fonts = fonts.of_page(page, texts, pages.fonts)
        spaces = {
            name: text_objects.Space(font.space, font.widths[font.space])
            for name, font in page_fonts.items()
            if font.space is not None and font.widths
        }
        instructions = text_objects.join(content, spaces)
        marker = _PageMarker(number, page_fonts, columns, figures, language.split("-", maxsplit=1)[0], pages, pieces)
        content_stream.write(pdf, page, marker.mark(instructions))
        page.obj.Tabs = pikepdf.Name.S  # the order of the structure, for the tabulator key (ISO 14289-1, 7.18.3)
    return pages


def _without_spaces(box: Box, glyphs: Sequence[int], font: PageFont) -> Box:
    """Return the area of glyphs without the spaces before and after them."""
    spaces = [font.texts.get(glyph, "") == " " for glyph in glyphs]
    if all(spaces):
        return box._replace(width=0.0)
    start, end = spaces.index(False), spaces[::-1].index(False)
    before = font.advance(glyphs[:start], 0, box.size)
    after = font.advance(glyphs[len(glyphs) - end :], 0, box.size)
    return box._replace(left=box.left + before, width=box.width - before - after)


class _PageMarker:
    """Rewrites the content of a page with marked content in the place of points."""

    def __init__(
        self,
        number: int,
        page_fonts: Mapping[str, PageFont],
        columns: dict[str, tuple[int, int]],
        figures: set[int],
        language: str,
        pages: MarkedPages,
        pieces: Pieces,
    ) -> None:
        self._number = number
        self._fonts = page_fonts
        self._spaced_font = next((font for font in page_fonts.values() if font.space is not None), None)
        self._figures = figures
        self._language = language
        self._pages = pages
        self._pieces = pieces
        # What the next content belongs to, as the points say. "columns" has the text and the link of each, at its end.
        self._columns = columns
        self._column = _MAIN
        self._node, self._link = columns.get(_MAIN, (0, 0))
        self._word: Owner | None = None
        # What is written.
        self._out: list[Instruction] = []
        self._open: Owner | None = None  # whose marked content is open
        self._mcid = 0  # the next
        # Where it is.
        self._origin = (0.0, 0.0)
        self._saved_origins: list[tuple[float, float]] = []
        self._end: tuple[float, float] | None = None  # of the text that was shown last

    def mark(self, instructions: Iterable[Instruction]) -> list[Instruction]:
        """Return the content of the page, marked."""
        text_object: list[Instruction] | None = None
        in_path = False
        for instruction in instructions:
            operator = instruction.operator
            if text_object is not None:
                text_object.append(instruction)
                if operator == "ET":
                    self._mark_text(text_object)
                    text_object = None
            elif operator == "BT":
                text_object = [instruction]
            elif (point := instruction.point()) is not None:
                self._pass(point)
            elif operator in PAINT_OBJECT:
                owner = self._owner()
                self._belongs_to(owner if owner.node in self._figures and operator == "Do" else _NOBODY)
                self._out.append(instruction)
            else:
                if operator in BEGIN_PATH and not in_path:
                    in_path = True
                    self._belongs_to(_NOBODY)
                elif operator in PAINT_PATH:
                    in_path = False
                self._follow_origin(instruction)
                self._out.append(instruction)
        self._underline()
        self._belongs_to(None)
        self._columns[self._column] = (self._node, self._link)
        self._pages.mcid_counts.append(self._mcid)
        return self._out

    def _pass(self, point: Any) -> None:
        """Change what the next content belongs to, as a point says."""
        if "/C" in point:
            self._columns[self._column] = (self._node, self._link)
            self._column = str(point["/C"])
            self._end = None
            self._node, self._link = (0, 0) if self._column == _ARTIFACT else self._columns.get(self._column, (0, 0))
        elif "/W" in point:
            word = int(point["/W"])
            self._word = Owner(int(point["/N"]), word=word) if word else None
        elif "/N" in point:
            self._node = int(point["/N"])
        elif "/L" in point:
            self._link = int(point["/L"])
            if "/U" in point:
                self._pages.link_colours[self._link] = [float(part) for part in point["/U"]]

    def _underline(self) -> None:
        """Draw the lines below the links of the page."""
        for link, colour in self._pages.link_colours.items():
            boxes = [box for box in self._pages.link_boxes[link] if box.page == self._number]
            for left, right, height, width in underlines.below(boxes):
                self._belongs_to(_NOBODY)
                self._out += content_stream.line(left, right, height, width, colour)

    def _owner(self) -> Owner:
        if self._column == _ARTIFACT:
            return _NOBODY
        if self._word:
            return self._word._replace(link=self._link)
        return Owner(self._node, self._link) if self._node else _NOBODY

    def _follow_origin(self, instruction: Instruction) -> None:
        if instruction.operator == "cm":
            x, y = instruction.translation()
            self._origin = (self._origin[0] + x, self._origin[1] + y)
        elif instruction.operator == "q":
            self._saved_origins.append(self._origin)
        elif instruction.operator == "Q" and self._saved_origins:
            self._origin = self._saved_origins.pop()

    def _mark_text(self, text_object: Sequence[Instruction]) -> None:
        """Write a text object. Marks stand around it or, where what it shows belongs to several owners, within it."""
        owner = self._owner()
        parts: list[_Part] = []
        x, y = self._origin
        size, font = 0.0, NO_FONT
        for instruction in text_object:
            operator = instruction.operator
            if operator in SHOW_TEXT:
                glyphs = instruction.glyphs()
                advance = font.advance(glyphs, instruction.kerning(), size)
                box = Box(self._number, x, y, advance, size)
                shown_by, text = self._record(owner, glyphs, font, box)
                parts += self._spaces(shown_by, glyphs, font, box)
                # Glyphs of what runs from right to left are in the order in which they are seen.
                parts.append(_Part(instruction, shown_by, is_reversed=scripts.is_right_to_left(text)))
                self._end = (x + advance, y) if owner.node and not owner.word else None
                continue
            if operator == "Tf":
                name, size = instruction.font()[0], float(instruction.font()[1])
                font = self._fonts.get(name, NO_FONT)
            elif operator == "Td":
                offset = instruction.offset()
                x, y = x + float(offset[0]), y + float(offset[1])
            parts.append(_Part(instruction))
        owners = dict.fromkeys(part.owner for part in parts if part.owner is not None)
        marks_within = len(owners) > 1 or any(part.is_reversed for part in parts)
        if marks_within:
            self._belongs_to(None)
        elif owners:
            self._belongs_to(next(iter(owners)))
        for part in parts[:-1]:
            if part.is_reversed:
                # Around the content with an identifier: within it, what follows is lost to poppler and pdfplumber.
                self._belongs_to(None)
                self._out.append(content_stream.begin_tagged(_REVERSED))
            if marks_within and part.owner is not None:
                self._belongs_to(part.owner, is_reversed=part.is_reversed)
            self._out.append(part.instruction)
            if part.is_reversed:
                self._belongs_to(None)
                self._out.append(content_stream.end_content())
        if marks_within:
            self._belongs_to(None)
        self._out.append(parts[-1].instruction)  # ET

    def _record(self, owner: Owner, glyphs: tuple[int, ...], font: PageFont, box: Box) -> tuple[Owner, str]:
        """Note what is shown; return its owner with the language of its letters, and these if they are not Latin."""
        pages = self._pages
        pages.used_glyphs[font.stream].update(glyphs)
        if owner.node and owner.node not in pages.places:
            pages.places[owner.node] = Place(self._number, box.left, box.base + box.size)
        if owner.link:
            pages.link_boxes[owner.link].append(_without_spaces(box, glyphs, font))
        if not owner.node or not (font.has_other_scripts or owner.link or pages.rivals):
            return owner, ""
        text = "".join([font.texts.get(glyph, "") for glyph in glyphs])
        run = GlyphRun(owner.word, font.stream, glyphs)
        if not pages.rivals.isdisjoint(text):
            pages.rival_runs[owner.node].append(run)
        if owner.link:
            pages.link_texts[owner.link] += text
        if not font.has_other_scripts:
            return owner, ""
        pages.glyph_runs[owner.node].append(run)
        return owner._replace(language=scripts.foreign_language(text, self._language)), text

    def _spaces(self, owner: Owner, glyphs: tuple[int, ...], font: PageFont, box: Box) -> Iterator[_Part]:
        """Return the spaces that stand before what comes next: they fill a gap, and keep two pieces of a text apart.

        None of them moves what comes next. A space between pieces belongs to the text.
        """
        if not owner.node or owner.word:
            return
        size = box.size
        on_line = self._end is not None and abs(box.base - self._end[1]) <= _SAME_LINE
        gap = box.left - self._end[0] if self._end is not None and on_line else 0.0
        text = "".join([font.texts.get(glyph, "?") for glyph in glyphs])
        needs_space = self._pieces.show(
            owner.node, text, adjoins=on_line and abs(gap) < _ADJOINING * size, on_line=on_line
        )
        spaced = font if font.space is not None else self._spaced_font  # fonts of Chinese may have none
        fills_gap = gap >= _GAP * size
        if spaced is None or spaced.space is None or not (fills_gap or needs_space):
            return
        width = spaced.advance((spaced.space,), 0, size)
        if spaced is not font:
            yield _Part(content_stream.select_font(spaced.name, size))
        if fills_gap:
            yield from self._filling(spaced.space, gap, width, size)
        if needs_space:
            yield _Part(content_stream.show([round(width * 1000 / size, 3), spaced.space]), owner)
        if spaced is not font:
            yield _Part(content_stream.select_font(font.name, size))

    def _filling(self, space: int, gap: float, width: float, size: float) -> Iterator[_Part]:
        """Return an artifact of spaces that are stretched to fill the gap before what comes next on its line.

        Programs that go by where words stand take what is far apart for columns, and read dates at the end of lines
        after all that is on their left: pdfminer needs the gap to be full, pdftotext a replacement as wide as it.
        """
        yield _Part(content_stream.stretch(round(gap / (_FILLING * width) * 100, 3)))
        yield _Part(content_stream.begin_replacement("  "), _NOBODY)
        back = round(_FILLING * width * 1000 / size, 3)
        yield _Part(content_stream.show([back, *(space,) * _FILLING]), _NOBODY)
        yield _Part(content_stream.end_content(), _NOBODY)
        yield _Part(content_stream.stretch(100))

    def _belongs_to(self, owner: Owner | None, *, is_reversed: bool = False) -> None:
        """Begin marked content for an owner, unless it is open; None ends what is open."""
        if owner == self._open:
            return
        if self._open is not None:
            self._out.append(content_stream.end_content())
        self._open = owner
        if owner is None:
            return
        if not owner.node:
            self._out.append(content_stream.begin_tagged(_ARTIFACT))
            return
        self._out.append(content_stream.begin_content(self._mcid))
        self._pages.contents[owner.node].append(MarkedContent(self._number, self._mcid, owner, is_reversed))
        self._mcid += 1
