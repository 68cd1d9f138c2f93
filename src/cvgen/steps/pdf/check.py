"""Reads a finished PDF back and compares it with the document it was made from, text by text.

What is read is what reading programs get: the structure tree, the marked content that it holds, the links, and
the text that pdfium (the reader in Chrome and in many recruiting systems) extracts.
"""

from __future__ import annotations

import bisect
import contextlib
import difflib
import importlib
import io
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cvgen.diagnostics import Diagnostic, Severity, Span
from cvgen.steps.latex.structure import CONTENTS, FIGURE, LABEL, Element, Node
from cvgen.steps.pdf import content, tounicode

if TYPE_CHECKING:
    import pikepdf

_INLINE: Final = frozenset({"Span", "Link", "Caption", "TOCI", "Reference"})  # elements that are no block by themselves
_MOST: Final = 5  # differences of one kind that are told
_NEAR: Final = 40
_WINDOW: Final = 600  # characters within which the next word must be: what repeats on pages may stand between
_SPELT: Final = 3  # characters that pdfium may write for one: ¼ is 1/4
_LONG: Final = 60  # characters of a text that a message shows

# Characters that are certain to read back as typed. In other scripts one glyph stands for several letters, or for
# one of several, so that what is read is not always what was typed: there, a small difference is a warning.
_SURE: Final = re.compile(
    r"[\x00-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u22ff"
    r"\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]*"
)
_BORDER: Final = "\x1f"  # between pieces of marked content
_HYPHENS: Final = re.compile("[-\u00ad\u2010\u2011\ufffe\x02]")
_SIZES: Final = 0.6  # points by which a page may differ from its paper


@dataclass(slots=True)
class _Block:
    """An element of the PDF that holds text: the names of those around it, the text, and where its links lead.

    ``alternative`` is what is said of a picture, ``actual`` what is said in place of glyphs.
    """

    tags: tuple[str, ...]
    text: list[str] = field(default_factory=list)
    links: list[set[str]] = field(default_factory=list)
    alternative: str = ""
    actual: list[str] = field(default_factory=list)
    first: tuple[int, int] | None = None  # page, and place in the content of that page


class _Page(NamedTuple):
    """The text of each piece of marked content, in the order of the content, and text that no mark holds."""

    texts: Mapping[int, str]
    unmarked: str


def preload() -> None:
    """Import what ``check`` needs, for use while something else runs."""
    with contextlib.suppress(ImportError):  # check says it better
        importlib.import_module("pypdfium2")


def check(
    pdf_bytes: bytes,
    structure: Element,
    size: tuple[float, float],
    *,
    columns: int = 1,
    leftward: bool = False,
    missing: Collection[str] = (),
) -> list[Diagnostic]:
    """What of a document is not in its PDF as it should be: errors, and warnings where a script allows no better.

    ``structure`` is what the document consists of; ``size`` that of the paper, in points of PDF; ``columns`` how many
    columns its pages have, which follow each other in the content; ``leftward`` is whether lines run from right to
    left; ``missing`` are characters that no font has, of which the reader knows already.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        found = [*_fonts(pdf), *_sizes(pdf, size)]
        if "/StructTreeRoot" not in pdf.Root or "/Lang" not in pdf.Root:
            return [*found, Diagnostic("the PDF has no tags: programs that read it aloud find nothing", None)]
        maps: dict[Any, dict[int, str]] = {}
        pages = [_read_page(page, maps) for page in pdf.pages]
        blocks = _blocks(pdf, pages)
    stray = " ".join(page.unmarked for page in pages).strip()
    if stray:
        found.append(Diagnostic(f'the PDF has text that belongs to nothing: "{_short(stray)}"', None))
    readable = {char for known in maps.values() for text in known.values() for char in text}
    pairs, apart = _paired(structure, blocks, frozenset(missing))
    return [
        *found,
        *apart,
        *_tags(pairs),
        *_texts(pairs, frozenset(missing), readable),
        *_links(pairs),
        *_order(pairs, columns + leftward),  # a label and the first item of its list may share a line
        *_extracted(pdf_bytes, pages, pairs, leftward=leftward),
    ]


# --- the file -------------------------------------------------------------------------------------


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Diagnostic]:
    told: set[str] = set()
    for page in pdf.pages:
        fonts = content.fonts(page)
        for font in fonts.values():
            for inner in font.get("/DescendantFonts", [font]):
                name = str(inner.get("/BaseFont", "/unnamed"))[1:]
                descriptor = inner.get("/FontDescriptor", {})
                if name in told:
                    continue
                told.add(name)
                if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                    yield Diagnostic(f"the font {name} is not embedded: others will see another font", None)
                elif not re.match(r"[A-Z]{6}\+", name):
                    yield Diagnostic(f"the font {name} is embedded as a whole, and not only what is used of it", None)


def _sizes(pdf: pikepdf.Pdf, size: tuple[float, float]) -> Iterator[Diagnostic]:
    for number, page in enumerate(pdf.pages, 1):
        left, bottom, right, top = (float(each) for each in page.mediabox)
        got = (right - left, top - bottom)
        if max(abs(got[0] - size[0]), abs(got[1] - size[1])) > _SIZES:
            message = f"page {number} is {got[0]:.0f} by {got[1]:.0f} points, and not {size[0]:.0f} by {size[1]:.0f}"
            yield Diagnostic(message, None)


def _read_page(page: pikepdf.Page, maps: dict[Any, dict[int, str]]) -> _Page:
    """``maps`` has the text of glyphs by the stream that says so; those of this page are added to it."""
    import pikepdf

    fonts: dict[str, dict[int, str]] = {}
    for name, font in content.fonts(page).items():
        if "/ToUnicode" in font:
            key = font.ToUnicode.objgen
            if key not in maps:
                maps[key] = tounicode.read(font.ToUnicode.read_bytes()) or {}
            fonts[name] = maps[key]
    texts: dict[int, str] = {}
    unmarked: list[str] = []
    inside: list[int | None] = []  # what is open: the number of marked content, or None
    backwards = False
    known: Mapping[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in {"TJ", "Tj"}:
            glyphs = content.shown(instruction.operands)
            text = "".join([known.get(glyph, "\ufffd") for glyph in (glyphs[::-1] if backwards else glyphs)])
            number = next((each for each in reversed(inside) if each is not None), None)
            if number is not None:
                texts[number] = texts.get(number, "") + text
            elif not inside:
                unmarked.append(text)
        elif operator == "Tf":
            known = fonts.get(str(instruction.operands[0]), {})
        elif operator == "BDC":
            properties: Any = instruction.operands[1]
            number = (
                int(properties.MCID) if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties else None
            )
            inside.append(number)
            if number is not None:
                texts.setdefault(number, "")
        elif operator == "BMC":
            inside.append(None)
            backwards = instruction.operands[0] == pikepdf.Name.ReversedChars
        elif operator == "EMC" and inside:
            inside.pop()
            backwards = False
    return _Page(texts, "".join(unmarked))


def _blocks(pdf: pikepdf.Pdf, pages: Sequence[_Page]) -> list[_Block]:
    """What the structure tree holds, in its order."""
    import pikepdf

    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    named: Any = pdf.Root.get("/Names", pikepdf.Dictionary())
    places_known = set(pikepdf.NameTree(named.Dests)) if "/Dests" in named else set()
    annotations = {
        annotation.objgen: annotation
        for page in pdf.pages
        for annotation in page.obj.get("/Annots", [])
        if _has_area(annotation) and ("/Dest" not in annotation or str(annotation.Dest) in places_known)
    }
    places = [{mcid: place for place, mcid in enumerate(page.texts)} for page in pages]
    blocks: list[_Block] = []

    def hold(block: _Block | None, page: int | None, mcid: int) -> None:
        if block is None or page is None or mcid not in pages[page].texts:
            return
        block.text.append(pages[page].texts[mcid])
        place = (page, places[page][mcid])
        block.first = min(block.first or place, place)

    def walk(element: Any, around: tuple[str, ...], block: _Block | None) -> None:
        tag = str(element.S)[1:]
        page = numbers.get(element.Pg.objgen) if "/Pg" in element else None
        if tag not in _INLINE:
            around = (*around, tag)
            block = None
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, pikepdf.Array) else [kids]
        if block is None and any(not isinstance(kid, pikepdf.Dictionary) or _is_inline(kid) for kid in kids):
            block = _Block(around, alternative=str(element.get("/Alt", "")))
            blocks.append(block)
        if block is not None and "/ActualText" in element:
            block.actual.append(str(element.ActualText))
        link: set[str] = set()
        for kid in kids:
            if not isinstance(kid, pikepdf.Dictionary):
                hold(block, page, int(kid))
            elif kid.get("/Type") == pikepdf.Name.MCR:
                hold(block, numbers.get(kid.Pg.objgen), int(kid.MCID))
            elif kid.get("/Type") == pikepdf.Name.OBJR:
                if kid.Obj.objgen in annotations:
                    link.add(_target(annotations[kid.Obj.objgen]))
            else:
                walk(kid, around, block)
        if tag == "Link" and block is not None:
            block.links.append(link)

    root: Any = pdf.Root.StructTreeRoot.get("/K", [])
    for element in root if isinstance(root, pikepdf.Array) else [root]:
        walk(element, (), None)
    return blocks


def _is_inline(kid: Any) -> bool:
    return str(kid.get("/S", "/"))[1:] in _INLINE or "/S" not in kid


def _has_area(annotation: Any) -> bool:
    left, bottom, right, top = (float(each) for each in annotation.Rect)
    return right - left > 0 and top - bottom > 0


def _target(annotation: Any) -> str:
    action: Any = annotation.get("/A", {})
    return str(action.get("/URI", annotation.get("/Dest", "")))


# --- the texts ------------------------------------------------------------------------------------


class _Wanted(NamedTuple):
    """An element that the document wants: the names of those around it, and what it holds."""

    tags: tuple[str, ...]
    nodes: tuple[Node, ...]
    alternative: str

    @property
    def span(self) -> Span | None:
        return next((node.span for node in self.nodes if node.span is not None), None)

    @property
    def text(self) -> str:
        return " ".join(node.text for node in self.nodes if node.text)


def _wanted(element: Element, around: tuple[str, ...] = ()) -> Iterator[_Wanted]:
    around = (*around, element.tag)
    nodes = tuple(kid for kid in element.kids if isinstance(kid, Node))
    if nodes:
        yield _Wanted(around, nodes, element.alternative)
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _wanted(kid, around)


_Pairs = list[tuple[_Wanted, _Block]]


def _paired(structure: Element, blocks: Sequence[_Block], missing: frozenset[str]) -> tuple[_Pairs, list[Diagnostic]]:
    """Which block is which element; and elements and blocks that are nothing's."""
    there = {block.tags for block in blocks}
    wanted = [
        each
        for each in _wanted(structure)
        if (each.text or each.tags[-1] in {FIGURE, LABEL})  # a skill may have a name and nothing else
        and (each.tags in there or not all(node.optional for node in each.nodes))
    ]
    if [each.tags for each in wanted] == [block.tags for block in blocks]:
        return list(zip(wanted, blocks, strict=True)), []
    # Something is missing, or too much: what is the same is found first.
    matcher = difflib.SequenceMatcher(
        None,
        [(each.tags, _letters(_key(each.text, missing))) for each in wanted],
        [(block.tags, _letters(_key(" ".join(block.text), missing))) for block in blocks],
        autojunk=False,
    )
    pairs: _Pairs = []
    problems: list[Diagnostic] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and j - i == m - k):
            pairs += zip(wanted[i:j], blocks[k:m], strict=True)
        else:
            problems += (_lost(each) for each in wanted[i:j])
            problems += (_spare(block, wanted) for block in blocks[k:m])
    return pairs, problems


def _tags(pairs: _Pairs) -> Iterator[Diagnostic]:
    for each, block in pairs:
        if each.tags != block.tags:
            got, want = (" in ".join(reversed(tags[1:])) for tags in (block.tags, each.tags))
            yield Diagnostic(f'"{_short(each.text)}" is tagged as {got}, and not as {want}', each.span)
        if each.alternative != block.alternative:
            message = f'of the photo it is said "{_short(block.alternative)}", and not "{_short(each.alternative)}"'
            yield Diagnostic(message, each.span)
        for said in block.actual:
            if said not in {"", *(node.text for node in each.nodes)}:  # what is said already
                yield Diagnostic(f'read aloud it says "{_short(said)}", and not "{_short(each.text)}"', each.span)


def _texts(pairs: _Pairs, missing: frozenset[str], readable: Collection[str]) -> Iterator[Diagnostic]:
    unsure: list[tuple[_Wanted, str]] = []
    aloud = True
    for each, block in pairs:
        got = " ".join(block.text)
        difference = _difference(each, block, missing, readable)
        if difference == _UNSURE:
            unsure.append((each, got))
            aloud = aloud and bool(block.actual)
        elif difference:
            message = f'it reads "{_short(got)}" in the PDF, and not "{_short(each.text)}"'
            yield Diagnostic(message, each.span, difference)
    if unsure:
        yield _unsure(unsure, "what is seen, and what is read aloud, is right" if aloud else "what is seen is right")


def _links(pairs: _Pairs) -> Iterator[Diagnostic]:
    for each, block in pairs:
        if each.tags[-1] == CONTENTS:
            if not all(block.links):
                yield Diagnostic("a link in the table of contents leads nowhere", each.span, _STYLE)
            continue
        wanted = [url for node in each.nodes for url in node.urls]
        if [{url} for url in wanted] != block.links:
            leads = ", ".join([" and ".join(sorted(urls)) or "nowhere" for urls in block.links]) or "nowhere"
            message = f'"{_short(each.text)}" leads to {leads} in the PDF, and not to {", ".join(wanted) or "nowhere"}'
            yield Diagnostic(message, each.span, _STYLE)


def _lost(each: _Wanted) -> Diagnostic:
    what = f'"{_short(each.text)}"' if each.text else {FIGURE: "the photo"}.get(each.tags[-1], "a bullet or number")
    return Diagnostic(f"{what} is not where it should be in the PDF, or not at all", each.span, _STYLE)


def _spare(block: _Block, wanted: Sequence[_Wanted]) -> Diagnostic:
    text = " ".join(block.text)
    letters = _letters(_squashed(text))
    same = next((each.span for each in wanted if _letters(_squashed(each.text)) == letters), None)
    return Diagnostic(f'the PDF has "{_short(text)}" where it should not', same, _STYLE)


_STYLE: Final = "does the style print everything once? --no-check writes the PDF unchecked"
_UNSURE: Final = "unsure"


def _difference(wanted: _Wanted, block: _Block, missing: frozenset[str], readable: Collection[str]) -> str:
    """How the text of an element differs from what it should be; "" if it does not, _UNSURE if it may not.

    ``readable`` are the characters that glyphs of the PDF stand for.
    """
    tag = wanted.tags[-1]
    text, got = wanted.text, "".join(block.text)
    if tag == FIGURE or not text:
        return ""
    if not missing.intersection(text) and _is_sure(text):
        rest = tag == CONTENTS  # the titles below are the style's to choose from
        if not _follows(got, wanted.nodes, lambda each: _letters(_squashed(each)), rest=rest):
            alike = _follows(got, wanted.nodes, _plain_letters, rest=rest) or _shares_glyphs(wanted, got, readable)
            return _UNSURE if alike else _STYLE
        read = _letters(_squashed(got))
        said = [node.text for node in wanted.nodes if not node.optional or _letters(_squashed(node.text)) in read]
        if not rest and _lacks_spaces(" ".join(said), _BORDER.join(block.text)):
            return "are there spaces between the words? --no-check writes the PDF unchecked"
        divided = _follows(got, wanted.nodes, _undivided, rest=rest) and _has_hyphens(got, "".join(said))
        if divided or _follows(got, wanted.nodes, _squashed, rest=rest):
            return ""
        return _UNSURE if _follows(got, wanted.nodes, _compatible, rest=rest) else _STYLE
    # Where letters join or run from right to left, only how many there are of each can be compared.
    missing = missing | {"\ufffd", "\uffff"} if missing else missing  # the box that stands for each
    want, have = (Counter(_letters(_key(each, missing))) for each in (text, got))
    if want == have or (tag == CONTENTS and want <= have):
        read = _letters(_key(got, missing))
        reordered = (node.text for node in wanted.nodes if not node.optional and tounicode.is_reordered(node.text))
        whole = all(_letters(_key(each, missing)) in read for each in reordered)
        return "" if whole and _has_hyphens(got, text) else _UNSURE
    lost = sum(count for char, count in (want - have).items() if char.isalnum())
    alike = Counter(_plain_letters(text)) == Counter(_plain_letters(got))
    return _STYLE if lost * 2 > sum(want.values()) and not missing and not alike else _UNSURE


def _shares_glyphs(wanted: _Wanted, got: str, readable: Collection[str]) -> bool:
    """Whether all that differs is Chinese characters that no glyph stands for, with another read for each.

    Of two that share a glyph, a font can only say one; and no list of all such pairs in all fonts is complete.
    """
    want, have = (_letters(_squashed(text)) for text in (wanted.text, got))
    return len(want) == len(have) and all(
        char == other or (char not in readable and _is_ideograph(char) and _is_ideograph(other))
        for char, other in zip(want, have, strict=True)
    )


def _is_ideograph(char: str) -> bool:
    return unicodedata.name(char, "").startswith("CJK UNIFIED")


def _is_sure(text: str) -> bool:
    """Whether all letters of a text are certain to read back as typed."""
    return all(_SURE.fullmatch(char) or not _letters(char) for char in set(text))


def _lacks_spaces(wanted: str, got: str) -> bool:
    """Whether two Latin words that stand apart in what was wanted are joined in what is read of the same letters."""
    if wanted.split() == got.replace(_BORDER, " ").split():
        return False
    apart, joined = (list(_gaps(text)) for text in (wanted, got))
    return any(gap and not other for gap, other in zip(apart, joined, strict=False))


def _gaps(text: str) -> Iterator[bool]:
    """For each letter or digit, whether it is Latin and a space, or the border of a piece, stands before it."""
    after_space, before = False, ""
    for char in unicodedata.normalize("NFC", text).casefold():
        if char.isalnum():
            yield after_space and before < "\u0250" and char < "\u0250"
            after_space, before = False, char
        elif char.isspace() or char == _BORDER:
            after_space = True


def _follows(got: str, nodes: Sequence[Node], squash: Callable[[str], str], *, rest: bool) -> bool:
    """Whether the texts follow each other in what was read, with no letter or digit between or around them."""
    read = squash(got)
    at = 0
    for node in nodes:
        text = squash(node.text)
        place = read.find(text, at)
        if place < 0 or _letters(read[at:place]):
            if node.optional:
                continue
            return False
        at = place + len(text)
    return rest or not _letters(read[at:])


def _unsure(texts: Sequence[tuple[_Wanted, str]], comfort: str) -> Diagnostic:
    first, got = texts[0]
    characters: set[str] = set()
    for each, read in texts:
        want, have = (Counter(_squashed(text)) for text in (each.text, read))
        counts = {*(want - have), *(have - want)}
        different = {char for char in each.text if counts.intersection(_squashed(char))}
        characters |= (
            {char for char in different if _letters(char)}
            or {char for char in each.text if tounicode.is_reordered(char)}
            or different
            or {char for char in each.text if not _SURE.fullmatch(char)}
        )
    others = f", and {len(texts) - 1} more" if len(texts) > 1 else ""
    named = ", ".join(_name(char) for char in sorted(characters)[:_MOST])
    named += " and others" if len(characters) > _MOST else ""
    return Diagnostic(
        f'some programs will not read "{_short(first.text)}" as typed{others}: {named}',
        first.span,
        f'they read "{_short(got)}"; {comfort}',
        Severity.WARNING,
    )


def _order(pairs: _Pairs, columns: int) -> Iterator[Diagnostic]:
    """Programs that do not know of tags read in the order of the content: it must be that of the document.

    The content of each column is in order, and the columns follow each other.
    """
    by_page: dict[int, list[tuple[int, _Wanted]]] = defaultdict(list)
    for each, block in pairs:
        if block.first is not None:
            by_page[block.first[0]].append((block.first[1], each))
    for page, found in sorted(by_page.items()):
        numbers = [each.nodes[0].block for _, each in sorted(found, key=lambda pair: pair[0])]
        ends: list[int] = []  # the longest run backwards is how many runs forwards it takes
        for number in numbers:
            place = bisect.bisect_left(ends, -number)
            ends[place : place + 1] = [-number]
        if len(ends) > columns:
            yield Diagnostic(f"the parts of page {page + 1} are not in their order in the PDF", None, _STYLE)


# --- pdfium ---------------------------------------------------------------------------------------


def _extracted(pdf_bytes: bytes, pages: Sequence[_Page], pairs: _Pairs, *, leftward: bool) -> Iterator[Diagnostic]:
    """Words that pdfium does not find, or not where they belong, or not apart from each other."""
    import pypdfium2

    lost: list[str] = []
    joined: list[str] = []
    pdf = pypdfium2.PdfDocument(pdf_bytes)
    try:
        for page, wanted in zip(pdf, pages, strict=True):
            text = page.get_textpage().get_text_bounded()
            for word, fault in _faults(wanted.texts.values(), text, turned=leftward):
                (joined if fault == "joined" else lost).append(word)
    finally:
        pdf.close()
    for words, what in ((lost, "does not find"), (joined, "finds joined to the word before")):
        if words:
            named = ", ".join(f'"{_short(word)}"' for word in words[:_MOST])
            more = f" and {len(words) - _MOST} more" if len(words) > _MOST else ""
            span = next((each.span for each, _ in pairs if _squashed(words[0]) in _squashed(each.text)), None)
            yield Diagnostic(f"pdfium {what} {named}{more}", span, _STYLE)


def _faults(pieces: Collection[str], text: str, *, turned: bool = False) -> Iterator[tuple[str, str]]:
    """The words of a page that are lost or joined. Where some run from right to left, pdfium turns lines around."""
    starts: set[int] = set()
    parts: list[str] = []
    length = 0
    for part in map(_undivided, text.split()):
        starts.add(length)
        parts.append(part)
        length += len(part)
    found = "".join(parts)
    turned = turned or any(map(tounicode.is_leftward, pieces))
    at = unsure = 0  # where the next word may be: up to so many characters later
    for piece in pieces:
        words = piece.split()
        plain = [_undivided(word) for word in words]
        if not _SURE.fullmatch(piece):
            for letters in plain:
                place = found.find(letters, at, at + len(letters) + _NEAR + unsure)
                if place < 0 or len(letters.strip("\ufffd")) < 2:  # too little to know the place by
                    unsure += _SPELT * len(letters)
                else:
                    at, unsure = place + len(letters), max(0, at + unsure - place)
            continue
        for number, (word, letters) in enumerate(zip(words, plain, strict=True)):
            if turned:
                if any(_is_lost(part, found) for part in _HYPHENS.split(_squashed(word))):
                    yield word, "lost"
                continue
            place = found.find(letters, at, at + len(letters) + _NEAR + unsure)
            if place < 0:  # further away only with the word after it, or it is a namesake
                both = letters + (plain[number + 1] if number + 1 < len(plain) else "")
                place = found.find(both, at, at + len(both) + _WINDOW + unsure)
            if place < 0:
                yield word, "lost"
                continue
            if number and place == at and place not in starts and letters.isalnum() and letters.isascii():
                yield word, "joined"
            at, unsure = place + len(letters), max(0, at + unsure - place)


def _is_lost(part: str, found: str) -> bool:
    """Whether a word without hyphens is not found in text that pdfium has turned, which spells out ½ there."""
    plainly = part.isalnum() and part == unicodedata.normalize("NFKC", part)
    return plainly and part not in found and part[::-1] not in found


# --- characters -----------------------------------------------------------------------------------


class _Table(dict[int, int | None]):
    """For ``str.translate``: drops characters. It asks about each once, as texts are long and characters few."""

    def __init__(self, drops: Callable[[str], bool]) -> None:
        super().__init__()
        self._drops = drops

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = None if self._drops(chr(code)) else code
        return kept


def _squashed(text: str) -> str:
    """Text for comparison: composed, without case, spaces and what has no width."""
    if text.isascii():
        return "".join(text.split()).lower()
    return unicodedata.normalize("NFC", text).translate(_SQUASH).casefold()


def _undivided(text: str) -> str:
    """The same without hyphens, which words that are divided have at the ends of lines."""
    return _HYPHENS.sub("", _squashed(text))


def _has_hyphens(got: str, wanted: str) -> bool:
    """Whether no hyphen reads as one of another kind; words that are divided have more of them."""
    more = [got.count(char) - wanted.count(char) for char in "-\u2010\u2011"]
    return min(more) >= 0 or max(more) <= 0


def _compatible(text: str) -> str:
    """The same without signs that may not read back, and with those that are alike as one: … is three full stops.

    Brackets are read as they are seen, which in lines from right to left is the other one.
    """
    kept = (char for char in text if _SURE.fullmatch(char) and not unicodedata.mirrored(char))
    return _undivided(tounicode.plain("".join(kept)))


def _key(text: str, missing: frozenset[str]) -> str:
    return _squashed("".join(char for char in text if char not in missing) if missing else text)


def _is_nothing(char: str) -> bool:
    return (
        char.isspace()
        or unicodedata.category(char) == "Cf"
        or char in "\u115f\u1160\u3164\uffa0"  # blank letters
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
    )


_SQUASH: Final = _Table(_is_nothing)
# Typed, a ligature is one character, and is to be read as one: casefold would make two of it.
_SQUASH.update({code: code + 0x100000 for code in range(0xFB00, 0xFB07)})

_SOME: Final = frozenset({"Mn", "Mc", "Me", "So", "Sc", "Co", "Cn"})  # accents, signs, and what has no name


def _letters(text: str) -> str:
    """What a style adds nothing of: all but punctuation, spaces and the like."""
    return text.translate(_LETTERS)


_LETTERS: Final = _Table(lambda char: not char.isalnum() and unicodedata.category(char) not in _SOME)


def _plain_letters(text: str) -> str:
    """Letters without what is a mere form of them: a ligature is its parts."""
    return _letters(_squashed(tounicode.plain(text)))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def _name(char: str) -> str:
    name = unicodedata.name(char, "")
    return f"{char} (U+{ord(char):04X}{' ' + name if name else ''})"
