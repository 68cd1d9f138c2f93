"""Which characters the glyphs of a PDF stand for: read, and mended where the PDF driver errs (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pikepdf

# Characters that look alike and so share a glyph: which of them a reader extracts is the driver's guess. The first of
# each is what most texts mean.
_LOOK_ALIKES: Final = (
    "-\u2010\u2011\u00ad",
    " \u00a0",
    "\u03bc\u00b5",
    "\u0394\u2206",
    "\u03a9\u2126",
    "·\u2219",
    "¯\u02c9",
    "\u03b9\u0269",
    "\u301c\uff5e",
    *("①➀", "②➁", "③➂", "④➃", "⑤➄", "⑥➅", "⑦➆", "⑧➇", "⑨➈"),
    *("▶►", "▷▻", "◀◄", "◁◅"),
)
_PLAIN: Final = {ord(char): group[0] for group in _LOOK_ALIKES for char in group}
_ALIKE: Final = {char: group for group in _LOOK_ALIKES for char in group if not char.isspace()}
_BLOCK: Final = re.compile(r"beginbf(char|range)(.*?)endbf", re.DOTALL)
_LEFTWARD: Final = re.compile(r"[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # no digits
_REORDERED: Final = re.compile(r"[\u0900-\u109f\u1780-\u17ff]")
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
class Passage:
    """A text, and the glyphs that show it, in the order in which it is read: streams of fonts, and glyphs of each."""

    text: str
    glyphs: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The glyphs that pages show, by the stream of their font, and those of passages that are not Latin.

    Those of ``rivals`` may stand for one of several characters that were typed.
    """

    used: Mapping[str, set[int]]
    passages: Sequence[Passage]
    rivals: Sequence[Passage] = ()


def mend(pdf: pikepdf.Pdf, characters: Collection[str]) -> dict[str, dict[int, str]]:
    """Make every font's glyphs extract as the characters that were typed.

    xdvipdfmx maps a glyph back to the characters that it finds first: the ligature character U+FB00 for
    ff, a radical for the Chinese character that it looks like, a soft hyphen for a hyphen.

    Returns the text of each glyph, by the stream that says so (its object number).
    """
    forms = {normal: char for char in sorted(characters) if (normal := unicodedata.normalize("NFKC", char)) != char}
    texts: dict[str, dict[int, str]] = {}
    for font in _fonts(pdf):
        driver = read(font.ToUnicode.read_bytes())
        if driver is None:
            continue
        right = {glyph: _as_typed(text, characters, forms) for glyph, text in driver.items()}
        if right != driver:
            font.ToUnicode.write(_write(right))
        texts[str(font.ToUnicode.objgen)] = right
    return texts


def complete(pdf: pikepdf.Pdf, texts: Mapping[str, dict[int, str]], shown: Shown) -> None:
    """Find the characters of glyphs for which the driver has none, such as ligatures of Arabic letters, or wrong ones.

    Where the glyphs around one are known, the text has the answer. ``texts`` is what ``mend`` returned.
    """
    changed = _settle(texts, shown.passages) | _choose(texts, shown.rivals)
    lacking = {stream for stream, known in texts.items() if shown.used.get(stream, set()) - {0} - known.keys()}
    if not lacking and not changed:
        return
    for passage in shown.passages if lacking else ():
        at = 0
        for stream, glyphs in passage.glyphs:
            known = texts.get(stream)
            if known is None:
                continue
            order = glyphs[::-1] if any(is_leftward(known.get(glyph, "")) for glyph in glyphs) else glyphs
            unknown = [glyph for glyph in order if glyph not in known]
            pattern = "".join(re.escape(known[glyph]) if glyph in known else "(.{1,4}?)" for glyph in order)
            if len(unknown) == len(order):
                pattern = rf"\b{pattern}\b"  # a word of its own
            if found := re.compile(pattern).search(passage.text, at):
                at = found.end()
                known.update(zip(unknown, found.groups(), strict=True))
    for font in _fonts(pdf):
        stream = str(font.ToUnicode.objgen)
        if stream in lacking | changed:
            known = texts[stream]
            known.update(dict.fromkeys(shown.used.get(stream, set()) - {0} - known.keys(), "\ufffd"))
            font.ToUnicode.write(_write(known))


def _settle(texts: Mapping[str, dict[int, str]], passages: Sequence[Passage]) -> set[str]:
    """Correct glyphs that read as a letter which is in no text that their font shows; returns the streams changed.

    Several Chinese characters may share a glyph, and the driver takes any. A passage that has as many letters which
    no glyph reads as, as it has such glyphs, tells which is which.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for passage in passages:
        for stream in {stream for stream, _ in passage.glyphs}:
            wanted[stream].update(passage.text.casefold())  # styles may print capitals
    doubtful = {
        (stream, glyph)
        for stream, letters in wanted.items()
        for glyph, text in texts.get(stream, {}).items()
        if len(text) == 1 and text.isalnum() and not letters.issuperset(text.casefold())
    }
    if not doubtful:
        return set()
    elsewhere = {
        char
        for stream, known in texts.items()
        if stream not in wanted
        for text in known.values()
        for char in text.casefold()
    }
    changed: set[str] = set()
    for passage in passages:
        if is_leftward(passage.text) or is_reordered(passage.text):
            continue
        shown = [(stream, glyph) for stream, glyphs in passage.glyphs for glyph in glyphs]
        odd = [each for each in shown if each in doubtful]
        if not odd:
            continue
        read_as = {char for stream, glyph in shown for char in texts.get(stream, {}).get(glyph, "").casefold()}
        there = read_as | elsewhere
        lost = [char for char in passage.text if _is_letter(char) and not there.issuperset(char.casefold())]
        if len(odd) == len(lost):
            for (stream, glyph), char in zip(odd, lost, strict=True):
                texts[stream][glyph] = char
                doubtful.discard((stream, glyph))
                changed.add(stream)
    return changed


def rivals(text: str) -> frozenset[str]:
    """Those characters of a text that look like another one of it."""
    there = frozenset(text)
    return frozenset(char for char in there & _ALIKE.keys() if len(there.intersection(_ALIKE[char])) > 1)


def _choose(texts: Mapping[str, dict[int, str]], passages: Sequence[Passage]) -> set[str]:
    """Let each glyph that two characters may share read as the one that it shows more often; returns the changed."""
    votes: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for passage in passages:
        for stream, glyph in {(stream, glyph) for stream, glyphs in passage.glyphs for glyph in glyphs}:
            for char in _ALIKE.get(texts.get(stream, {}).get(glyph, ""), ""):
                votes[stream, glyph][char] += passage.text.count(char)
    changed: set[str] = set()
    for (stream, glyph), counts in votes.items():
        best = max(counts, key=counts.__getitem__)  # the first of several
        if counts[best] and best not in texts[stream].values():
            texts[stream][glyph] = best
            changed.add(stream)
    return changed


def _is_letter(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) == "So"  # a radical is a sign


def unlist(pdf: pikepdf.Pdf) -> None:
    """Take out the lists of glyphs in subsets: PDF/A-2 does without, and would have them checked."""
    for font in _fonts(pdf):
        for inner in font.get("/DescendantFonts", []):
            if "/CIDSet" in inner.get("/FontDescriptor", {}):
                del inner.FontDescriptor["/CIDSet"]


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    import pikepdf

    for font in pdf.objects:
        # Others have codes of one byte, and come with pictures that a style includes.
        if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font and "/DescendantFonts" in font:
            yield font


def plain(text: str) -> str:
    """A text with one character for all those that look like it: NFKC, and what else shares a glyph in fonts."""
    return unicodedata.normalize("NFKC", text.translate(_PLAIN))


def is_reordered(text: str) -> bool:
    """Whether glyphs stand in another order than letters are typed in, or for more than one: Hindi, Thai, Khmer."""
    return _REORDERED.search(text) is not None


def is_leftward(text: str) -> bool:
    """Whether letters run from right to left: a page has them as they are seen, from left to right."""
    return _LEFTWARD.search(text) is not None


def _as_typed(text: str, characters: Collection[str], forms: Mapping[str, str]) -> str:
    return "".join([char if char in characters else _alternative(char, characters, forms) for char in text])


def _alternative(char: str, characters: Collection[str], forms: Mapping[str, str]) -> str:
    alike = next((group for group in _LOOK_ALIKES if char in group), "")
    normal = unicodedata.normalize("NFKC", char)
    others = (*alike, normal, *(forms.get(normal, "") if normal != char else ""))  # two forms of the same
    return next((other for other in others if all(each in characters for each in other)), char)


def read(stream: bytes) -> dict[int, str] | None:
    """The text of each glyph in a ToUnicode map as xdvipdfmx writes them; None if it is another writer's."""
    texts: dict[int, str] = {}
    try:
        for kind, body in _BLOCK.findall(stream.decode("latin-1")):
            if "[" in body or "/" in body or "<>" in body:
                return None
            numbers = _HEX.findall(body)
            width = 2 if kind == "char" else 3
            for entry in zip(*(numbers[i::width] for i in range(width)), strict=True):
                first, last, text = int(entry[0], 16), int(entry[-2], 16), bytes.fromhex(entry[-1]).decode("utf-16-be")
                for offset in range(last - first + 1):
                    texts[first + offset] = text[:-1] + chr(ord(text[-1]) + offset)
    except ValueError:
        return None
    return texts


def _write(texts: Mapping[int, str]) -> bytes:
    lines = [f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>" for glyph, text in sorted(texts.items())]
    blocks = ""
    for start in range(0, len(lines), 100):  # the format's limit
        block = lines[start : start + 100]
        blocks += f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n"
    return _CMAP.format(blocks=blocks).encode("ascii")
