"""Tells by its characters in which language and direction a text is, and which characters look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

from cvgen.text.scripts import EMOJI, GREEK, REORDERED, RIGHT_TO_LEFT, scripts_of

# Scripts that give away the language; of Cyrillic only the script can be said. Latin and common symbols say nothing.
_LANGUAGES: Final = {
    "Hiragana": "ja",
    "Katakana": "ja",
    "Hangul": "ko",
    "Bopomofo": "zh",
    "Han": "zh",
    "Hebrew": "he",
    "Arabic": "ar",
    "Thai": "th",
    "Georgian": "ka",
    "Armenian": "hy",
    "Devanagari": "hi",
    "Cyrillic": "und-Cyrl",
    "Greek": "el",
}
# Languages that are written in the script of another.
_SAME_SCRIPT: Final[Mapping[str, frozenset[str]]] = {
    "zh": frozenset({"zh", "ja", "ko"}),
    "he": frozenset({"he", "yi"}),
    "ar": frozenset({"ar", "fa", "ur", "ps"}),
    "hi": frozenset({"hi", "mr", "ne"}),
    "und-Cyrl": frozenset({"ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"}),
}
_RIGHT_TO_LEFT: Final = re.compile(rf"(?![\u0660-\u0669\u06f0-\u06f9])[{RIGHT_TO_LEFT}]")  # no digits
_REORDERED: Final = re.compile(f"[{REORDERED}]")

# Characters that look alike and so share a glyph. The first of each group is what most texts mean.
LOOK_ALIKES: Final = (
    "-\u2010\u2011\u00ad",
    " \u00a0",
    "\u03bc\u00b5",
    "\u0394\u2206",
    "\u03a9\u2126",
    "·\u2219\u30fb",
    "…\u22ef",
    "★\u2b50",
    "¯\u02c9",
    "\u03b9\u0269",
    "\u301c\uff5e",
    *("①➀", "②➁", "③➂", "④➃", "⑤➄", "⑥➅", "⑦➆", "⑧➇", "⑨➈"),
    *("▶►", "▷▻", "◀◄", "◁◅"),
)
_PLAIN: Final = {ord(char): group[0] for group in LOOK_ALIKES for char in group}


def language_of(text: str) -> str:
    """Return the language (BCP 47) that the script of a text gives away; "" if it is Latin, or symbols."""
    found = scripts_of(text)
    if "Greek" in found and not re.search(f"[{GREEK}]{{2}}", text):  # a single letter is a symbol
        found.remove("Greek")
    return next((language for script, language in _LANGUAGES.items() if script in found), "")


def foreign_language(text: str, language: str) -> str:
    """Return the language of a text in a document of another ``language``; "" if it may be in that one."""
    other = language_of(text)
    return "" if language == other or language in _SAME_SCRIPT.get(other, ()) else other


def is_right_to_left(text: str) -> bool:
    """Return whether a text has letters that run from right to left; on a page they stand in the order of sight."""
    return _RIGHT_TO_LEFT.search(text) is not None


def is_reordered(text: str) -> bool:
    """Return whether glyphs may stand for several letters, or in another order than these: Hindi, Thai, Khmer."""
    return _REORDERED.search(text) is not None


def emoji(text: str) -> list[str]:
    r"""Return the emoji of a text, each with all of its characters; ⭐ is none, as ``\cvEmoji`` does not print it."""
    return [] if text.isascii() else [each for each in _emoji().findall(text) if each != "\u2b50"]


def is_emoji(text: str) -> bool:
    """Return whether a text is one emoji, but for ⭐."""
    return not text.isascii() and text != "\u2b50" and _emoji().fullmatch(text) is not None


@cache
def _emoji() -> re.Pattern[str]:
    return re.compile(EMOJI)


def plain(text: str) -> str:
    """Return a text with one character for all that look like it: by NFKC, and where fonts have one glyph for them."""
    return unicodedata.normalize("NFKC", text.translate(_PLAIN))
