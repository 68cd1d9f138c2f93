"""Corrects the ToUnicode CMaps of a PDF, so that text extracts as it was typed.

xdvipdfmx maps a glyph back to the character that it finds first: the ligature character U+FB00 for ff, a radical for
the Chinese character that it looks like, a soft hyphen for a hyphen; and some glyphs to none. ``correct`` goes by the
characters of the document; ``complete``, once it is known what the pages show, by the texts around a glyph.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from cvgen.steps.pdf import fonts, tounicode
from cvgen.steps.pdf.scripts import LOOK_ALIKES, emoji, is_emoji, is_reordered, is_right_to_left

if TYPE_CHECKING:
    import pikepdf

_GROUPS: Final = {char: group for group in LOOK_ALIKES for char in group}
_ALIKE: Final = {char: group for char, group in _GROUPS.items() if not char.isspace()}
_DASHES: Final = {"\u2e3a": "\u2014" * 2, "\u2e3b": "\u2014" * 3}  # which Chinese fonts join into one glyph
_OWN: Final = frozenset("·")  # what cvgen prints of itself: between short texts
_UNKNOWN: Final = "\ufffd"
_NOTDEF: Final = 0  # the glyph for what a font does not have

Texts: TypeAlias = dict[str, dict[int, str]]  # the text of each glyph, by the ToUnicode stream that says so


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the document and the glyphs that show it, in reading order: ToUnicode streams, and glyphs of each."""

    text: str
    glyphs: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The glyphs that the pages show: all that are ``used``, by the ToUnicode stream, and some with their texts.

    ``passages`` are those in other scripts than Latin, ``rivals`` those with characters that look like another.
    """

    used: Mapping[str, set[int]]
    passages: Sequence[Passage]
    rivals: Sequence[Passage] = ()


def correct(pdf: pikepdf.Pdf, characters: Collection[str]) -> Texts:
    """Let each glyph read as one of the ``characters`` that were typed, if there is one; return the texts of all."""
    forms = {normal: char for char in sorted(characters) if (normal := unicodedata.normalize("NFKC", char)) != char}
    texts: Texts = {}
    for font in fonts.composite(pdf):
        by_driver = tounicode.read(font.ToUnicode.read_bytes())
        if by_driver is None:
            continue
        typed = {glyph: _as_typed(text, characters, forms) for glyph, text in by_driver.items()}
        if typed != by_driver:
            font.ToUnicode.write(tounicode.write(typed))
        texts[tounicode.stream_of(font)] = typed
    return texts


def _as_typed(text: str, characters: Collection[str], forms: Mapping[str, str]) -> str:
    # The driver maps the box for a missing character to U+FFFF, and where pdfium finds that, it reads any ligature of the font.
    text = text.replace("\uffff", _UNKNOWN)
    return "".join([char if char in characters else _alternative(char, characters, forms) for char in text])


def _alternative(char: str, characters: Collection[str], forms: Mapping[str, str]) -> str:
    normal = unicodedata.normalize("NFKC", char)
    others = (
        *_GROUPS.get(char, ""),
        _DASHES.get(char, normal),
        *(forms.get(normal, "") if normal != char else ""),
    )  # two forms of the same
    of_document = (other for other in others if all(each in characters for each in other))
    return next(of_document, None) or next((other for other in others if other in _OWN), char)


def complete(pdf: pikepdf.Pdf, texts: Texts, shown: Shown) -> None:
    """Find the text of glyphs for which the driver has none, such as ligatures of Arabic letters, or a wrong one.

    Where the glyphs around one are known, the document has the answer. ``texts`` is what ``correct`` returned.
    """
    changed = (
        _correct_shared(texts, shown.passages)
        | _correct_emoji(texts, shown.passages)
        | _choose_rivals(texts, shown.rivals)
    )
    lacking = {stream for stream, known in texts.items() if shown.used.get(stream, set()) - {_NOTDEF} - known.keys()}
    if not lacking and not changed:
        return
    for passage in shown.passages if lacking else ():
        _fill_in(texts, passage)
    for font in fonts.composite(pdf):
        stream = tounicode.stream_of(font)
        if stream in lacking | changed:
            known = texts[stream]
            known.update(dict.fromkeys(shown.used.get(stream, set()) - {_NOTDEF} - known.keys(), _UNKNOWN))
            font.ToUnicode.write(tounicode.write(known))


def _fill_in(texts: Texts, passage: Passage) -> None:
    """Give glyphs without a text what stands in the passage between the texts of their neighbours."""
    at = 0
    for stream, glyphs in passage.glyphs:
        known = texts.get(stream)
        if known is None:
            continue
        order = glyphs[::-1] if any(is_right_to_left(known.get(glyph, "")) for glyph in glyphs) else glyphs
        unknown = [glyph for glyph in order if glyph not in known]
        pattern = "".join(re.escape(known[glyph]) if glyph in known else "(.{1,4}?)" for glyph in order)
        if len(unknown) == len(order):
            pattern = rf"\b{pattern}\b"  # a word of its own
        if match := re.compile(pattern).search(passage.text, at):
            at = match.end()
            known.update(zip(unknown, match.groups(), strict=True))


def _correct_shared(texts: Texts, passages: Sequence[Passage]) -> set[str]:
    """Correct glyphs that read as a letter which is in no text that their font shows; return the streams changed.

    Several Chinese characters may share a glyph, and the driver takes any of them. A passage shows which was meant if
    the letters that no glyph reads as are as many as its glyphs of this kind.
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
        if is_right_to_left(passage.text) or is_reordered(passage.text):
            continue
        shown = [(stream, glyph) for stream, glyphs in passage.glyphs for glyph in glyphs]
        wrong = [each for each in shown if each in doubtful]
        if not wrong:
            continue
        read_as = {char for stream, glyph in shown for char in texts.get(stream, {}).get(glyph, "").casefold()}
        present = read_as | elsewhere
        lost = [char for char in passage.text if _is_letter(char) and not present.issuperset(char.casefold())]
        if len(wrong) == len(lost):
            for (stream, glyph), char in zip(wrong, lost, strict=True):
                texts[stream][glyph] = char
                doubtful.discard((stream, glyph))
                changed.add(stream)
    return changed


def _is_letter(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) == "So"  # a radical is a sign


def _correct_emoji(texts: Texts, passages: Sequence[Passage]) -> set[str]:
    """Let each glyph of an emoji read as the sequence that was typed; return the streams changed.

    Emoji fonts have one glyph for many sequences, such as those with colours of skin, and the driver takes any of them.
    """
    typed: dict[tuple[str, int], str] = {}
    for passage in passages:
        sequences = emoji(passage.text)
        glyphs = [
            (stream, glyph)
            for stream, run in passage.glyphs
            for glyph in run
            if is_emoji(texts.get(stream, {}).get(glyph, ""))
        ]
        if len(sequences) == len(glyphs):
            typed = dict(zip(glyphs, sequences, strict=True)) | typed  # the first that a glyph shows
    for (stream, glyph), sequence in typed.items():
        texts[stream][glyph] = sequence
    return {stream for stream, _ in typed}


def rivals(text: str) -> frozenset[str]:
    """Return those characters of a text that look like another one of it."""
    present = frozenset(text)
    return frozenset(char for char in present & _ALIKE.keys() if len(present.intersection(_ALIKE[char])) > 1)


def _choose_rivals(texts: Texts, passages: Sequence[Passage]) -> set[str]:
    """Let each glyph that rivals may share read as the one that it shows most often; return the streams changed."""
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
