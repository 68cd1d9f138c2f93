"""Tags a PDF: makes the structure tree from a document's elements and the points that TeX left in the pages.

A point (``/Cv <<...>> DP``) says what the content after it belongs to; see cvgen.sty. Here, points become marked
content, texts and links get their places in the tree, and all else becomes an artifact: rules, icons, page
numbers, grounds. A reading program then meets the document in the order in which it was written, wherever its
parts stand (ISO 32000-1, 14.7 and 14.8; ISO 14289-1).
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from cvgen.steps.latex.structure import CONTENTS, FIGURE, HEADINGS, Element, Node
from cvgen.steps.pdf import content, tounicode

if TYPE_CHECKING:
    import pikepdf

_POINT: Final = "/Cv"
_ARTIFACT: Final = "/Artifact"  # the column of what repeats on each page
_MAIN: Final = "/main"
_GAP: Final = 0.6  # of the size of text: where a gap on a line begins to look like one between columns
_SAME_LINE: Final = 0.5  # points
_PATH: Final = frozenset({"m", "re"})
_PAINT: Final = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n"})
_OBJECT: Final = frozenset({"Do", "sh", "INLINE IMAGE"})
# Scripts that give away the language; of others only the script can be said. What common symbols are in, is none.
_SCRIPTS: Final = (
    (re.compile(r"[\u3040-\u30ff\u31f0-\u31ff]"), "ja"),
    (re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]"), "ko"),
    (re.compile(r"[\u2e80-\u2fdf\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"), "zh"),
    (re.compile(r"[\u0590-\u05ff\ufb1d-\ufb4f]"), "he"),
    (re.compile(r"[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc]"), "ar"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[\u10a0-\u10ff]"), "ka"),
    (re.compile(r"[\u0530-\u058f]"), "hy"),
    (re.compile(r"[\u0900-\u097f]"), "hi"),
    (re.compile(r"[\u0400-\u052f]"), "und-Cyrl"),
    (re.compile(r"[\u0370-\u03ff]{2}"), "el"),  # a single letter is a symbol
)
# Languages that are written in the script of another.
_SAME_SCRIPT: Final[Mapping[str, frozenset[str]]] = {
    "zh": frozenset({"zh", "ja", "ko"}),
    "he": frozenset({"he", "yi"}),
    "ar": frozenset({"ar", "fa", "ur", "ps"}),
    "hi": frozenset({"hi", "mr", "ne"}),
    "und-Cyrl": frozenset({"ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"}),
}


class _Owner(NamedTuple):
    """What content belongs to: a node of the document (0: none), a link (0: none), a language ("": the whole's)."""

    node: int
    link: int = 0
    language: str = ""
    word: int = 0  # which of the words that say so by themselves


_NOBODY: Final = _Owner(0)


@dataclass(frozen=True, slots=True)
class _Font:
    """A font by its name on a page: the text of its glyphs, the stream that says so, and whether it has letters of a script but Latin.

    ``space`` is its glyph of a space, if the page has any.
    """

    name: str
    stream: str
    texts: Mapping[int, str]
    foreign: bool
    widths: content.Widths | None
    space: int | None = None

    def advance(self, operands: Any, size: float) -> float:
        """How far an operator that shows text moves on, in points."""
        return self.widths.moved(operands) * size / 1000 if self.widths else 0.0


_NO_FONT: Final = _Font("", "", {}, foreign=False, widths=None)


@dataclass(slots=True)
class _Run:
    """Marked content: ``mcid`` on page ``page``."""

    page: int
    mcid: int
    owner: _Owner


@dataclass(slots=True)
class _Place:
    """Where on which page the content of a node begins, in points from the foot."""

    page: int
    left: float
    top: float


class _Box(NamedTuple):
    """What a piece of text takes up on a page, in points from the foot: ``width`` from ``left``, ``size`` about ``base``."""

    page: int
    left: float
    base: float
    width: float
    size: float


_Glyphs: TypeAlias = dict[int, list[tuple[int, str, tuple[int, ...]]]]


@dataclass(slots=True)
class _Found:
    """What the pages hold: the runs of each node, the text and the boxes of each link, where each node begins.

    ``glyphs`` are those of a node in scripts other than Latin: the word that they are in, the font, the glyphs;
    ``rival_glyphs`` those with one of ``rivals``, in any script. ``used`` has all glyphs that are shown, by the font's
    stream.
    """

    rivals: frozenset[str]
    runs: dict[int, list[_Run]] = field(default_factory=lambda: defaultdict(list))
    link_text: dict[int, str] = field(default_factory=lambda: defaultdict(str))
    boxes: dict[int, list[_Box]] = field(default_factory=lambda: defaultdict(list))
    places: dict[int, _Place] = field(default_factory=dict)
    fonts: dict[tuple[str, str], _Font] = field(default_factory=dict)
    used: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    glyphs: _Glyphs = field(default_factory=lambda: defaultdict(list))
    rival_glyphs: _Glyphs = field(default_factory=lambda: defaultdict(list))
    counts: list[int] = field(default_factory=list)  # of marked content, by page


def tag(pdf: pikepdf.Pdf, structure: Element, language: str, texts: Mapping[str, Mapping[int, str]]) -> tounicode.Shown:
    """Put the structure of a document into a PDF that was made from it.

    ``texts`` has, by a font's ToUnicode stream (its object number), the text of each glyph. Returns which glyphs
    are shown.
    """
    import pikepdf

    figures = {node.number for element in structure.leaves() if element.tag == FIGURE for node in element.nodes()}
    nodes = list(structure.nodes())
    found = _Found(tounicode.rivals("".join([node.text for node in nodes])))
    columns: dict[str, tuple[int, int]] = {}
    for number, page in enumerate(pdf.pages):
        marker = _Marker(page, number, found, columns, figures, language, texts)
        spaces = {
            name: (font.space, font.widths.of(font.space))
            for name, font in marker.fonts.items()
            if font.space is not None and font.widths
        }
        instructions = content.joined(pikepdf.parse_content_stream(page), spaces)
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(marker.marked(instructions)))
        page.obj.Tabs = pikepdf.Name.S
    _Tree(pdf, found).build(structure)
    _outline(pdf, structure, found)
    return tounicode.Shown(found.used, _passages(nodes, found.glyphs), _passages(nodes, found.rival_glyphs))


def _passages(nodes: Iterable[Node], glyphs: _Glyphs) -> list[tounicode.Passage]:
    return [
        tounicode.Passage(
            node.text, tuple((stream, shown) for _, stream, shown in sorted(said, key=lambda run: run[0]))
        )
        for node in nodes
        if (said := glyphs.get(node.number))
    ]


class _Marker:
    """Rewrites the content of a page, with marks in the place of points."""

    def __init__(
        self,
        page: pikepdf.Page,
        number: int,
        found: _Found,
        columns: dict[str, tuple[int, int]],
        figures: set[int],
        language: str,
        texts: Mapping[str, Mapping[int, str]],
    ) -> None:
        self.number = number
        self.found = found
        self.figures = figures
        self.language = language.split("-", maxsplit=1)[0]
        self.columns = columns  # the node and the link that each was left at
        self.column = _MAIN
        self.node, self.link = columns.get(_MAIN, (0, 0))
        self.word: _Owner | None = None
        self.out: list[Any] = []
        self.open: _Owner | None = None
        self.mcid = 0
        self.fonts = _fonts(page, texts, found.fonts)
        self.spaced = next((font for font in self.fonts.values() if font.space is not None), None)
        self.end: tuple[float, float] | None = None  # of what was shown last
        self.origin = (0.0, 0.0)
        self.saved: list[tuple[float, float]] = []

    def marked(self, instructions: Sequence[tuple[Any, str]]) -> list[Any]:
        text: list[tuple[Any, str]] | None = None  # a text object, to its end
        path = False
        for instruction, operator in instructions:
            if text is not None:
                text.append((instruction, operator))
                if operator == "ET":
                    self._text(text)
                    text = None
            elif operator == "BT":
                text = [(instruction, operator)]
            elif operator == "DP" and str(instruction.operands[0]) == _POINT:
                self._point(instruction.operands[1])
            elif operator in _OBJECT:
                owner = self._owner()
                self._mark(owner if owner.node in self.figures and operator == "Do" else _NOBODY)
                self.out.append(instruction)
            else:
                if operator in _PATH and not path:
                    path = True
                    self._mark(_NOBODY)
                elif operator in _PAINT:
                    path = False
                self._follow(operator, instruction.operands)
                self.out.append(instruction)
        self._mark(None)
        self.columns[self.column] = (self.node, self.link)
        self.found.counts.append(self.mcid)
        return self.out

    def _point(self, says: Any) -> None:
        if "/C" in says:
            self.columns[self.column] = (self.node, self.link)
            self.column = str(says["/C"])
            self.end = None
            self.node, self.link = (0, 0) if self.column == _ARTIFACT else self.columns.get(self.column, (0, 0))
        elif "/W" in says:
            number = int(says["/W"])
            self.word = _Owner(int(says["/N"]), word=number) if number else None
        elif "/N" in says:
            self.node = int(says["/N"])
        elif "/L" in says:
            self.link = int(says["/L"])

    def _owner(self) -> _Owner:
        if self.column == _ARTIFACT:
            return _NOBODY
        if self.word:
            return self.word._replace(link=self.link)
        return _Owner(self.node, self.link) if self.node else _NOBODY

    def _follow(self, operator: str, operands: Sequence[Any]) -> None:
        """Where the origin of coordinates is: XeTeX's driver moves it, and seldom does more."""
        if operator == "cm":
            self.origin = (self.origin[0] + float(operands[4]), self.origin[1] + float(operands[5]))
        elif operator == "q":
            self.saved.append(self.origin)
        elif operator == "Q" and self.saved:
            self.origin = self.saved.pop()

    def _text(self, instructions: Sequence[tuple[Any, str]]) -> None:
        """A text object. Marks stand around it or, where what it shows belongs to several, within it."""
        import pikepdf

        owner = self._owner()
        said: list[tuple[Any, _Owner | None]] = []
        x, y = self.origin
        size, font = 0.0, _NO_FONT
        for instruction, operator in instructions:
            shown: _Owner | None = None
            if operator == "Tf":
                font = self.fonts.get(str(instruction.operands[0]), _NO_FONT)
                size = float(instruction.operands[1])
            elif operator == "Td":
                x, y = x + float(instruction.operands[0]), y + float(instruction.operands[1])
            elif operator in content.SHOW:
                shown, text = self._shown(owner, instruction.operands, font, _Box(self.number, x, y, 0.0, size))
                advance = font.advance(instruction.operands, size)
                said += ((each, shown) for each in self._filler(owner, x, y, size, font))
                self.end = (x + advance, y) if owner.node and not owner.word else None
                if owner.link:
                    self.found.boxes[owner.link].append(_Box(self.number, x, y, advance, size))
                if tounicode.is_leftward(text):
                    said.append((([pikepdf.Name.ReversedChars], pikepdf.Operator("BMC")), shown))
                    said.append((instruction, shown))
                    said.append((([], pikepdf.Operator("EMC")), shown))
                    continue
            said.append((instruction, shown))
        different = dict.fromkeys(each for _, each in said if each is not None)
        within = len(different) > 1
        if within:
            self._mark(None)
        elif different:
            self._mark(next(iter(different)))
        for instruction, each in said[:-1]:
            if within and each is not None:
                self._mark(each)
            self.out.append(instruction)
        if within:
            self._mark(None)
        self.out.append(said[-1][0])

    def _shown(self, owner: _Owner, operands: Any, font: _Font, box: _Box) -> tuple[_Owner, str]:
        """What something belongs to that is shown, as the language shows in its letters; and these, if not Latin."""
        glyphs = content.shown(operands)
        self.found.used[font.stream].update(glyphs)
        if owner.node and owner.node not in self.found.places:
            self.found.places[owner.node] = _Place(self.number, box.left, box.base + box.size)
        rivals = self.found.rivals
        if not owner.node or not (font.foreign or owner.link or rivals):
            return owner, ""
        text = "".join([font.texts.get(glyph, "") for glyph in glyphs])
        if rivals and not rivals.isdisjoint(text):
            self.found.rival_glyphs[owner.node].append((owner.word, font.stream, glyphs))
        if owner.link:
            self.found.link_text[owner.link] += text
        if not font.foreign:
            return owner, ""
        self.found.glyphs[owner.node].append((owner.word, font.stream, glyphs))
        return owner._replace(language=_language(text, self.language)), text

    def _filler(self, owner: _Owner, x: float, y: float, size: float, font: _Font) -> Iterator[Any]:
        """Spaces for the gap between what was shown last and what comes next on its line.

        Programs that go by where words stand take what is far apart for columns, and read dates at the end of lines
        after all that is on their left: pdfminer needs the gap to be full, pdftotext a replacement as wide as it.
        """
        import pikepdf

        spaced = font if font.space is not None else self.spaced  # fonts of Chinese may have none
        if self.end is None or spaced is None or spaced.space is None or not owner.node or owner.word:
            return
        gap = x - self.end[0]
        if abs(y - self.end[1]) > _SAME_LINE or gap < _GAP * size:
            return
        space = pikepdf.String(bytes(divmod(spaced.space, 256)))
        width = spaced.advance([space], size)
        count = max(1, round(gap / (2 * width)))
        kern = round((count * width - gap) / count * 1000 / size, 3)
        parts: list[Any] = [round(gap * 1000 / size, 3), *(part for _ in range(count) for part in (space, kern))]
        if spaced is not font:
            yield [pikepdf.Name(spaced.name), size], pikepdf.Operator("Tf")
        yield [pikepdf.Name.Span, pikepdf.Dictionary(ActualText="  ")], pikepdf.Operator("BDC")
        yield [pikepdf.Array(parts)], pikepdf.Operator("TJ")
        yield [], pikepdf.Operator("EMC")
        if spaced is not font:
            yield [pikepdf.Name(font.name), size], pikepdf.Operator("Tf")

    def _mark(self, owner: _Owner | None) -> None:
        """What comes next belongs to this."""
        import pikepdf

        if owner == self.open:
            return
        if self.open is not None:
            self.out.append(([], pikepdf.Operator("EMC")))
        self.open = owner
        if owner is None:
            return
        if not owner.node:
            self.out.append(([pikepdf.Name.Artifact], pikepdf.Operator("BMC")))
            return
        self.out.append(
            ([pikepdf.Name.Span, pikepdf.Dictionary(MCID=self.mcid)], pikepdf.Operator("BDC")),
        )
        self.found.runs[owner.node].append(_Run(self.number, self.mcid, owner))
        self.mcid += 1


class _Tree:
    """Makes the structure tree, and what leads into it from pages and links."""

    def __init__(self, pdf: pikepdf.Pdf, found: _Found) -> None:
        import pikepdf

        self.pdf = pdf
        self.found = found
        self.pages = [page.obj for page in pdf.pages]
        self.parents: list[list[Any]] = [[None] * count for count in found.counts]
        self.links: dict[int, list[tuple[Any, int]]] = defaultdict(list)  # annotations, and the pages they are on
        self.others: list[tuple[Any, int]] = []
        for number, page in enumerate(self.pages):
            for annotation in page.get("/Annots", []):
                name = re.fullmatch(r"cv(\d+)", str(annotation.get("/NM", "")))
                if name:
                    del annotation["/NM"]  # links of several lines share it, which PDF forbids
                    self.links[int(name[1])].append((annotation, number))
                elif annotation.get("/Subtype") == pikepdf.Name.Link:
                    self.others.append((annotation, number))
        self.owned: list[tuple[Any, Any]] = []  # annotations and the elements that hold them

    def build(self, structure: Element) -> None:
        import pikepdf

        root = self.pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        document = self._element("Document", root)
        document.K = self._kids(structure, document)
        # What repeats on each page, such as a name at its foot, is read once; its links there would be in no element.
        for annotation, page in itertools.chain.from_iterable(self.links.values()):
            kept = [each for each in self.pages[page].Annots if each.objgen != annotation.objgen]
            self.pages[page].Annots = pikepdf.Array(kept)
        for annotation, page in self.others:  # of a style's own making
            link = self._element("Link", document)
            link.K = pikepdf.Array([self._link(annotation, page, link, "")])
            document.K.append(link)
        numbers: Any = pikepdf.Array()
        for page, parents in enumerate(self.parents):
            self.pages[page].StructParents = page
            numbers.extend([page, self.pdf.make_indirect(pikepdf.Array(parents))])
        for key, (annotation, element) in enumerate(self.owned, len(self.pages)):
            annotation.StructParent = key
            numbers.extend([key, element])
        root.K = document
        root.ParentTree = self.pdf.make_indirect(pikepdf.Dictionary(Nums=numbers))
        root.ParentTreeNextKey = len(self.pages) + len(self.owned)
        self.pdf.Root.StructTreeRoot = root
        self.pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)

    def _element(self, tag: str, parent: Any, **more: Any) -> Any:
        import pikepdf

        return self.pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name("/" + tag), P=parent, **more)
        )

    def _kids(self, element: Element, parent: Any) -> Any:
        import pikepdf

        kids = pikepdf.Array()
        unsaid = ""
        for kid in element.kids:
            if isinstance(kid, Node):
                said = list(self._node(kid, element.tag, parent))
                if not said and kid.optional:
                    unsaid = f"{kid.text} "
                elif unsaid and said and isinstance(said[0], pikepdf.Dictionary) and said[0].get("/S") == "/Link":
                    said[0].Alt = unsaid + kid.text  # an icon said it to those who see
                    unsaid = ""
                kids.extend(said)
            elif any(self.found.runs.get(node.number) for node in kid.nodes()):
                made = self._element(kid.tag, parent)
                if kid.tag == FIGURE:
                    made.Alt = kid.alternative
                made.K = self._kids(kid, made)
                kids.append(made)
        return kids

    def _node(self, node: Node, tag: str, parent: Any) -> Iterator[Any]:
        """The content of a text: marks on pages, and elements for links and for spans in other languages."""
        runs = self.found.runs.get(node.number, [])
        if any(run.owner.word for run in runs):
            runs = sorted(runs, key=lambda run: run.owner.word)
        by_link = [(link, list(group)) for link, group in itertools.groupby(runs, lambda run: run.owner.link)]
        addresses = dict(zip([link for link, _ in by_link if link], node.urls, strict=False))
        if tag == CONTENTS:
            yield from self._contents(by_link, parent)
            return
        # Letters that are reordered stand in the pages as they are seen: here it is said what is read. (Of one run:
        # some programs say the text of an element once for each run in it.)
        actual = node.text if len(runs) == 1 and tounicode.is_reordered(node.text) else ""
        for link, group in by_link:
            if link:
                yield self._linked(link, group, parent, actual, addresses.get(link, ""))
            else:
                yield from self._spans(group, parent, actual)

    def _contents(self, by_link: Sequence[tuple[int, list[_Run]]], parent: Any) -> Iterator[Any]:
        """An item for each link; what has none is the title of it all."""
        import pikepdf

        for link, group in by_link:
            if not link:
                title = self._element("Caption", parent)
                title.K = pikepdf.Array(self._spans(group, title))
                yield title
                continue
            item = self._element("TOCI", parent)
            reference = self._element("Reference", item)
            reference.K = pikepdf.Array([self._linked(link, group, reference)])
            item.K = pikepdf.Array([reference])
            yield item

    def _linked(self, link: int, runs: Sequence[_Run], parent: Any, actual: str = "", address: str = "") -> Any:
        import pikepdf

        element = self._element("Link", parent)
        element.K = pikepdf.Array(self._spans(runs, element, actual))
        text = " ".join(self.found.link_text[link].split())
        annotations = self.links.pop(link, [])
        there = {page for _, page in annotations}
        annotations += [self._made(box, address) for box in self.found.boxes[link] if address and box.page not in there]
        for annotation, page in annotations:
            if "/Dest" in annotation:  # the driver shortens the name for the first line alone
                annotation.Dest = annotations[0][0].Dest
            element.K.append(self._link(annotation, page, element, text))
        return element

    def _made(self, box: _Box, address: str) -> tuple[Any, int]:
        """A link for a piece of text: the driver loses those of boxes that TeX has cut in two."""
        import pikepdf

        annotation = self.pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                F=4,
                Border=[0, 0, 0],
                Rect=[
                    round(each, 3)
                    for each in (box.left, box.base - 0.25 * box.size, box.left + box.width, box.base + 0.75 * box.size)
                ],
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address),
            )
        )
        page = self.pages[box.page]
        page.Annots = pikepdf.Array([*page.get("/Annots", []), annotation])
        return annotation, box.page

    def _link(self, annotation: Any, page: int, element: Any, text: str) -> Any:
        import pikepdf

        address = str(annotation.get("/A", {}).get("/URI", ""))
        annotation.Contents = address or text or "link"
        self.owned.append((annotation, element))
        return pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=annotation, Pg=self.pages[page])

    def _spans(self, runs: Sequence[_Run], parent: Any, actual: str = "") -> Iterator[Any]:
        import pikepdf

        for language, group in itertools.groupby(runs, lambda run: run.owner.language):
            if not language and not actual:
                yield from (self._content(run, parent) for run in group)
                continue
            span = self._element("Span", parent)
            if language:
                span.Lang = language
            if actual:
                span.ActualText = actual
            span.K = pikepdf.Array([self._content(run, span) for run in group])
            yield span

    def _content(self, run: _Run, parent: Any) -> Any:
        import pikepdf

        self.parents[run.page][run.mcid] = parent
        page = self.pages[run.page]
        if "/Pg" not in parent:
            parent.Pg = page
        if parent.Pg.objgen == page.objgen:
            return run.mcid
        return pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=page, MCID=run.mcid)


def _outline(pdf: pikepdf.Pdf, structure: Element, found: _Found) -> None:
    """Bookmarks: the titles of sections, one below another as the sections are."""
    import pikepdf

    def items(element: Element) -> Iterator[pikepdf.OutlineItem]:
        for section in element.kids:
            if not isinstance(section, Element) or section.tag != "Sect":
                continue
            title = section.kids[0]
            if not isinstance(title, Element) or title.tag not in HEADINGS:
                continue
            nodes = list(title.nodes())
            place = found.places.get(nodes[0].number)
            if place is None:
                continue
            item = pikepdf.OutlineItem(
                " ".join(node.text for node in nodes), place.page, "XYZ", left=place.left, top=place.top
            )
            item.children.extend(items(section))
            yield item

    with pdf.open_outline() as outline:
        outline.root.extend(items(structure))


def _fonts(
    page: pikepdf.Page, texts: Mapping[str, Mapping[int, str]], known_fonts: dict[tuple[str, str], _Font]
) -> dict[str, _Font]:
    """The fonts of a page by the names that it has for them; those of earlier pages are known."""
    found: dict[str, _Font] = {}
    for name, font in content.fonts(page).items():
        # One that has none of the characters it was asked for has no such stream.
        stream = str(font.ToUnicode.objgen) if "/ToUnicode" in font else ""
        if stream and (name, stream) in known_fonts:
            found[name] = known_fonts[name, stream]
            continue
        known = texts.get(stream, {})
        foreign = any(_script(text) for text in known.values())
        space = next((glyph for glyph, text in known.items() if text == " "), None)
        found[name] = known_fonts[name, stream] = _Font(name, stream, known, foreign, content.Widths(font), space)
    return found


def _script(text: str) -> str:
    return next((language for pattern, language in _SCRIPTS if pattern.search(text)), "")


def _language(text: str, document: str) -> str:
    """The language of a text by its script; "" if it may be the document's."""
    found = _script(text)
    return "" if document == found or document in _SAME_SCRIPT.get(found, ()) else found
