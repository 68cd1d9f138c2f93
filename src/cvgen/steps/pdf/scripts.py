"""Tells by its characters in which language and direction a text is, and which characters look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

# Scripts that give away the language; of Cyrillic only the script can be said. Latin and common symbols say nothing.
_LANGUAGES: Final = (
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
_RIGHT_TO_LEFT: Final = re.compile(r"[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # no digits
_REORDERED: Final = re.compile(r"[\u0900-\u109f\u1780-\u17ff]")

# Characters that look alike and so share a glyph. The first of each group is what most texts mean.
LOOK_ALIKES: Final = (
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
_PLAIN: Final = {ord(char): group[0] for group in LOOK_ALIKES for char in group}


def language_of(text: str) -> str:
    """Return the language (BCP 47) that the script of a text gives away; "" if it is Latin, or symbols."""
    return next((language for pattern, language in _LANGUAGES if pattern.search(text)), "")


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


def plain(text: str) -> str:
    """Return a text with one character for all that look like it: by NFKC, and where fonts have one glyph for them."""
    return unicodedata.normalize("NFKC", text.translate(_PLAIN))
