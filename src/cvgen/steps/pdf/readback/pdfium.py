"""Compares the words of a PDF with those that pdfium extracts, the reader in Chrome and in many recruiting systems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Final, Literal, NamedTuple

from cvgen.steps.pdf import scripts
from cvgen.steps.pdf.readback import comparison
from cvgen.steps.pdf.readback.visibility import HiddenText, hidden_texts

_NEAR: Final = 40  # characters after the last word within which the next one is looked for first
_WINDOW: Final = 600  # characters within which it must be: what repeats on pages may stand between
_LONG: Final = 40  # characters of a word that is looked for in pieces
_PIECE: Final = 6  # characters of these
_LOST_SHARE: Final = 0.34  # of the pieces that may be missing: a change breaks the piece that it is in
_SPELT: Final = 3  # characters that pdfium may write for one: ¼ is 1/4
_MISSING: Final = "\ufffd"


class Fault(NamedTuple):
    """A word that pdfium does not find, finds in another place, or joins to the word before it."""

    word: str
    kind: Literal["lost", "moved", "joined"]


class PageReading(NamedTuple):
    """What pdfium extracts from a page, and which of its text nobody sees."""

    text: str
    hidden: tuple[HiddenText, ...]


def pages(pdf_bytes: bytes) -> list[PageReading]:
    """Read each page."""
    import pypdfium2

    readings = []
    pdf = pypdfium2.PdfDocument(pdf_bytes)
    try:
        for page in pdf:
            textpage = page.get_textpage()
            readings.append(PageReading(textpage.get_text_bounded(), tuple(hidden_texts(page, textpage))))
    finally:
        pdf.close()
    return readings


def faults(pieces: Collection[str], text: str, *, right_to_left: bool = False) -> Iterator[Fault]:
    """Find the words of a page, given in the order of its content, in the text that pdfium has extracted from it.

    Where some run from right to left, as they do in a document that is ``right_to_left``, pdfium turns lines around.
    """
    starts: set[int] = set()  # of words, as pdfium has them
    parts: list[str] = []
    length = 0
    for part in map(_reduced, text.split()):
        starts.add(length)
        parts.append(part)
        length += len(part)
    extracted = "".join(parts)
    turned = right_to_left or any(map(scripts.is_right_to_left, pieces))
    at = slack = 0  # where the next word may be: from here, or up to so many characters later
    for piece in pieces:
        words = piece.split()
        reduced = [_reduced(word) for word in words]
        if not comparison.is_certain(piece):
            for letters in reduced:
                place = extracted.find(letters, at, at + len(letters) + _NEAR + slack)
                if place < 0 or len(letters.strip(_MISSING)) < 2:  # too little to know the place by
                    slack += _SPELT * len(letters)
                else:
                    at, slack = place + len(letters), max(0, at + slack - place)
            continue
        for number, (word, letters) in enumerate(zip(words, reduced, strict=True)):
            if turned:
                if any(_is_lost(part, extracted) for part in comparison.split_at_hyphens(word)):
                    yield Fault(word, "lost")
                continue
            place = extracted.find(letters, at, at + len(letters) + _NEAR + slack)
            if place < 0:  # further away only with the word after it, or it is the same word elsewhere
                both = letters + (reduced[number + 1] if number + 1 < len(reduced) else "")
                place = extracted.find(both, at, at + len(both) + _WINDOW + slack)
            if place < 0 and (end := _end_in_pieces(letters, extracted, at, slack)):
                at, slack = end, 0
                continue
            if place < 0:
                yield Fault(word, "moved" if letters in extracted else "lost")
                continue
            if number and place == at and place not in starts and letters.isalnum() and letters.isascii():
                yield Fault(word, "joined")
            at, slack = place + len(letters), max(0, at + slack - place)


def _reduced(word: str) -> str:
    """Return a word as it is looked for: decomposed, as an accent at a word's start joins the letter before it."""
    reduced = comparison.without_hyphens(word)
    return reduced if reduced.isascii() else unicodedata.normalize("NFD", reduced)


def _end_in_pieces(letters: str, extracted: str, at: int, slack: int) -> int:
    """Return where a long word ends in which pdfium has put something else, or has moved a little; 0 if it is lost.

    Chinese and Japanese have no spaces: their words are whole paragraphs, and lists of keywords may be, too.
    """
    if len(letters) <= _LONG:
        return 0
    pieces = [letters[start : start + _PIECE] for start in range(0, len(letters), _PIECE)]
    found = 0
    for piece in pieces:
        place = extracted.find(piece, at, at + len(piece) + _WINDOW + slack)
        if place >= 0:
            at, slack, found = place + len(piece), 0, found + 1
    return at if len(pieces) - found <= len(pieces) * _LOST_SHARE else 0


def _is_lost(part: str, extracted: str) -> bool:
    """Return whether a word is in text that pdfium has turned around in neither direction.

    It spells out ½ there, and moves letters and digits past each other: x86 is 86x.
    """
    is_plain = part.isalnum() and part == unicodedata.normalize("NFKC", part)
    runs = re.findall(r"\d+|\D+", part) if is_plain else []
    return any(run not in extracted and run[::-1] not in extracted for run in map(_reduced, runs))
