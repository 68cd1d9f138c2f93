"""Compares a text of the document with what was read of it in the PDF."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from typing import Final, Literal, TypeAlias

from cvgen.steps.latex.structure import Node
from cvgen.steps.pdf import scripts
from cvgen.text.scripts import UNIFIED_HAN, pairs

Difference: TypeAlias = Literal["none", "uncertain", "spaces", "text"]

# Characters that are certain to read back as typed. In other scripts one glyph stands for several letters, or for
# one of several, so that what is read is not always what was typed: there, a small difference is uncertain.
_CERTAIN: Final = (
    "\x00-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u22ff"
    f"\u3000-\u30ff{UNIFIED_HAN}\uac00-\ud7a3\uff00-\uffef"
)
_SEVERITIES: Final[tuple[Difference, ...]] = ("none", "uncertain", "spaces", "text")
_FEW: Final = 3  # optional texts of an element
_LATIN_END: Final = "\u0250"  # the first character after the blocks of Latin
_BORDER: Final = "\x1f"  # between pieces of marked content
_HYPHENS: Final = re.compile("[-\u00ad\u2010\u2011\ufffe\x02]")  # pdfium writes the last two for one at a line's end
_MISSING_GLYPHS: Final = frozenset({"\ufffd", "\uffff"})  # what the box for a missing character reads as


def compare(
    nodes: Sequence[Node],
    pieces: Sequence[str],
    *,
    missing: frozenset[str],
    characters: Collection[str],
    may_go_on: bool = False,
) -> Difference:
    """Return how ``pieces`` that were read differ from the texts of an element.

    "uncertain" is a difference that readers may not see, in a script where PDFs cannot do better; "spaces" are words
    that run together. ``missing`` are characters that no font has, ``characters`` those that a glyph stands for. With
    ``may_go_on`` more may follow: a table of contents shows the titles that its style chooses.
    """
    # A name that an icon stands for may be in the text after it, too: X in alexsmith, GitHub in github.com/ada.
    best: Difference = "text"
    for printed in _choices(nodes):
        difference = _compare(printed, pieces, missing=missing, characters=characters, may_go_on=may_go_on)
        best = min(best, difference, key=_SEVERITIES.index)
        if best == "none":
            break
    return best


def _choices(nodes: Sequence[Node]) -> Iterator[Sequence[Node]]:
    """Yield the nodes with and without optional ones; with many of these, with all or none."""
    optional = [node.number for node in nodes if node.optional]
    sizes = range(len(optional) + 1) if len(optional) <= _FEW else (0, len(optional))
    for size in sizes:
        for left_out in itertools.combinations(optional, size):
            yield [node for node in nodes if node.number not in left_out]


def _compare(
    nodes: Sequence[Node],
    pieces: Sequence[str],
    *,
    missing: frozenset[str],
    characters: Collection[str],
    may_go_on: bool,
) -> Difference:
    """Return how pieces differ from the texts of nodes that are all printed."""
    text = " ".join(node.text for node in nodes if node.text)
    got = "".join(pieces)
    if missing.isdisjoint(text) and _is_certain(text):
        return _compare_in_order(nodes, pieces, characters, may_go_on=may_go_on)
    # Where letters join or run from right to left, only how many there are of each can be compared.
    ignored = missing | _MISSING_GLYPHS if missing else missing
    wanted, read = (Counter(letters(normalized(each, ignored))) for each in (text, got))
    if wanted == read or (may_go_on and wanted <= read):
        letters_read = letters(normalized(got, ignored))
        reordered = (node.text for node in nodes if scripts.is_reordered(node.text))
        in_order = all(letters(normalized(each, ignored)) in letters_read for each in reordered)
        return "none" if in_order and _keeps_hyphens(got, text) else "uncertain"
    lost = sum(count for char, count in (wanted - read).items() if char.isalnum())
    looks_alike = Counter(_plain_letters(text)) == Counter(_plain_letters(got))
    return "text" if lost * 2 > sum(wanted.values()) and not missing and not looks_alike else "uncertain"


def _compare_in_order(
    nodes: Sequence[Node], pieces: Sequence[str], characters: Collection[str], *, may_go_on: bool
) -> Difference:
    got = "".join(pieces)
    if not _follow(got, nodes, lambda each: letters(normalized(each)), may_go_on=may_go_on):
        text = " ".join(node.text for node in nodes if node.text)
        looks_alike = _follow(got, nodes, _plain_letters, may_go_on=may_go_on) or _share_glyphs(text, got, characters)
        return "uncertain" if looks_alike else "text"
    printed = [node.text for node in nodes]
    if not may_go_on and _lacks_spaces(" ".join(printed), _BORDER.join(pieces)):
        return "spaces"
    broken = _follow(got, nodes, without_hyphens, may_go_on=may_go_on) and _keeps_hyphens(got, "".join(printed))
    if broken or _follow(got, nodes, normalized, may_go_on=may_go_on):
        return "none"
    return "uncertain" if _follow(got, nodes, _compatible, may_go_on=may_go_on) else "text"


def _follow(got: str, nodes: Sequence[Node], reduce: Callable[[str], str], *, may_go_on: bool) -> bool:
    """Return whether the texts follow each other in what was read, with no letter or digit between or around them.

    ``reduce`` takes out of both what is not compared.
    """
    read = reduce(got)
    at = 0
    for node in nodes:
        text = reduce(node.text)
        place = read.find(text, at)
        if place < 0 or letters(read[at:place]):
            return False
        at = place + len(text)
    return may_go_on or not letters(read[at:])


def _share_glyphs(wanted: str, got: str, characters: Collection[str]) -> bool:
    """Return whether the only difference is Chinese characters that no glyph stands for, with another read for each.

    Of two that share a glyph, a font can only say one; and no list of all such pairs in all fonts is complete.
    """
    want, have = (letters(normalized(text)) for text in (wanted, got))
    return len(want) == len(have) and all(
        char == other or (char not in characters and _is_ideograph(char) and _is_ideograph(other))
        for char, other in zip(want, have, strict=True)
    )


def _is_ideograph(char: str) -> bool:
    return unicodedata.name(char, "").startswith("CJK UNIFIED")


def _is_certain(text: str) -> bool:
    return all(is_certain(char) or not letters(char) for char in set(text))


def is_certain(text: str) -> bool:
    """Return whether all characters of a text are certain to read back as typed."""
    return all(map(_is_certain_character, set(text)))


@cache
def _is_certain_character(char: str) -> bool:
    return any(first <= char <= last for first, last in pairs(_CERTAIN))


def _lacks_spaces(wanted: str, got: str) -> bool:
    """Return whether two Latin words are apart in ``wanted`` and joined in ``got``, which has the same letters."""
    if wanted.split() == got.replace(_BORDER, " ").split():
        return False
    apart, joined = (list(_gaps(text)) for text in (wanted, got))
    return any(gap and not other for gap, other in zip(apart, joined, strict=False))


def _gaps(text: str) -> Iterator[bool]:
    """Yield for each letter or digit whether it is Latin and a space, or the border of a piece, stands before it."""
    after_space, before = False, ""
    for char in unicodedata.normalize("NFC", text).casefold():
        if char.isalnum():
            yield after_space and before < _LATIN_END and char < _LATIN_END
            after_space, before = False, char
        elif char.isspace() or char == _BORDER:
            after_space = True


def _keeps_hyphens(got: str, wanted: str) -> bool:
    """Return whether no hyphen reads as one of another kind; words that are divided have more of them."""
    more = [got.count(char) - wanted.count(char) for char in "-\u2010\u2011"]
    return min(more) >= 0 or max(more) <= 0


def differing_characters(text: str, got: str) -> set[str]:
    """Return the characters of a text that an uncertain difference is about: letters, if it is about any."""
    wanted, read = (Counter(normalized(each)) for each in (text, got))
    counted_otherwise = {*(wanted - read), *(read - wanted)}
    different = {char for char in text if counted_otherwise.intersection(normalized(char))}
    return (
        {char for char in different if letters(char)}
        or {char for char in text if scripts.is_reordered(char)}
        or different
        or {char for char in text if not is_certain(char)}
    )


# --- what is compared -----------------------------------------------------------------------------


class _Dropping(dict[int, int | None]):
    """A table for ``str.translate`` that drops characters. It asks about each once: texts are long, characters few."""

    def __init__(self, drops: Callable[[str], bool]) -> None:
        super().__init__()
        self._drops = drops

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = None if self._drops(chr(code)) else code
        return kept


def _is_invisible(char: str) -> bool:
    return (
        char.isspace()
        or unicodedata.category(char) == "Cf"
        or char in "\u115f\u1160\u3164\uffa0"  # blank letters
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
    )


_VISIBLE: Final = _Dropping(_is_invisible)
# Typed, a ligature is one character, and has to be read as one: casefold would make two of it.
_VISIBLE.update({code: code + 0x100000 for code in range(0xFB00, 0xFB07)})
_SIGNS: Final = frozenset({"Mn", "Mc", "Me", "So", "Sc", "Co", "Cn"})  # accents, signs, and what has no name
_LETTERS: Final = _Dropping(lambda char: not char.isalnum() and unicodedata.category(char) not in _SIGNS)


def normalized(text: str, missing: frozenset[str] = frozenset()) -> str:
    """Return a text composed and without case, spaces, what has no width, and the ``missing`` characters."""
    if missing:
        text = "".join(char for char in text if char not in missing)
    if text.isascii():
        return "".join(text.split()).lower()
    return unicodedata.normalize("NFC", text).translate(_VISIBLE).casefold()


def without_hyphens(text: str) -> str:
    """Return a text normalized and without hyphens, which words that are divided have at the ends of lines."""
    return _HYPHENS.sub("", normalized(text))


def split_at_hyphens(text: str) -> list[str]:
    """Return the parts of a text, normalized."""
    return _HYPHENS.split(normalized(text))


def letters(text: str) -> str:
    """Return the letters, digits and signs of a text: a style adds none, but it may add spaces and punctuation."""
    return text.translate(_LETTERS)


def _plain_letters(text: str) -> str:
    """Return letters without what is a mere form of them: a ligature is its parts."""
    return letters(normalized(scripts.plain(text)))


def _compatible(text: str) -> str:
    """Return a text without signs that may not read back, and with those that look alike as one (… is three dots).

    Brackets are read as they are seen, which in lines from right to left is the other one.
    """
    kept = (char for char in text if is_certain(char) and not unicodedata.mirrored(char))
    return without_hyphens(scripts.plain("".join(kept)))
