r"""The characters of each script, in one table for all who tell scripts apart.

A constant has the ranges of a script's letters, to stand in a class of a regular expression: ``rf"[{HAN}{KATAKANA}]+"``.
They follow the property Script of Unicode 18 (https://www.unicode.org/Public/UNIDATA/Scripts.txt), with code points that are
not assigned yet, and a test compares them with it. Punctuation belongs to no script. To compile a class that covers
thousands of characters takes up to 3 ms: compile it when it is needed, or ask `script_of`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

UNIFIED_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"  # of the Basic Multilingual Plane; the rest is in planes 2 and 3
HAN: Final = (
    f"\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3038-\u303b{UNIFIED_HAN}\uf900-\ufaff\U00020000-\U00033fff"  # with 〆
)
HIRAGANA: Final = "\u3041-\u3096\u309d-\u309f"
KATAKANA: Final = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u32d0-\u32fe\u3300-\u3357\uff66-\uff9d"  # with ー
BOPOMOFO: Final = "\u3105-\u312f\u31a0-\u31bf"
HANGUL: Final = "\u1100-\u11ff\u302e-\u302f\u3131-\u318e\u3200-\u321e\u3260-\u327e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uffa0-\uffdc"
GREEK: Final = "\u0370-\u03e1\u03f0-\u03ff\u1f00-\u1fff"
CYRILLIC: Final = "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
ARMENIAN: Final = "\u0530-\u058f\ufb13-\ufb17"
HEBREW: Final = "\u0590-\u05ff\ufb1d-\ufb4f"
ARABIC: Final = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
DEVANAGARI: Final = "\u0900-\u097f\ua8e0-\ua8ff"
THAI: Final = "\u0e00-\u0e7f"
LAO: Final = "\u0e80-\u0eff"
MYANMAR: Final = "\u1000-\u109f"
GEORGIAN: Final = "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f"
KHMER: Final = "\u1780-\u17ff"

# Groups of scripts, by blocks of Unicode.
# The punctuation, the circled and the wide forms that go with Chinese, Japanese and Korean.
EAST_ASIAN_SIGNS: Final = (
    "\u2fd6-\u2fdf\u3000-\u303f\u3099-\u309c\u30a0-\u30a0\u30fb-\u30fb\u3190-\u319f\u31c0-\u31ef\u3200-\u33ff"
    "\ufe10-\ufe1f\ufe30-\ufe4f\uff00-\uffef"
)
EAST_ASIAN: Final = f"{HAN}{HIRAGANA}{KATAKANA}{BOPOMOFO}{HANGUL}{EAST_ASIAN_SIGNS}"
RIGHT_TO_LEFT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"  # Hebrew, Arabic, Syriac, Thaana, N'Ko and more
# Devanagari to Myanmar, and Khmer: a glyph may stand for several letters, or before the one that it follows.
REORDERED: Final = "\u0900-\u109f\u1780-\u17ff"

# Emoji, as UTS #51 has them: characters that are pictures by themselves, or with the selector of this form behind them;
# with a colour of skin, joined to others, as flags and as keys.
_PICTURES: Final = (
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce"
    "\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50"
    "\u2b55\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f1e6-\U0001f1ff\U0001f201\U0001f21a\U0001f22f\U0001f232-\U0001f236"
    "\U0001f238-\U0001f23a\U0001f250\U0001f251\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f7f0\U0001f90c-\U0001faff"
)
_PICTURE: Final = (
    f"(?:[{_PICTURES}]\ufe0f?|[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]\ufe0f)"
    "[\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]*"
)
EMOJI: Final = f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_PICTURE}(?:\u200d(?:{_PICTURE}|[\u2640\u2642\u2695\u2696\u2708\u2764]))*"

SCRIPTS: Final = {
    "Han": HAN,
    "Hiragana": HIRAGANA,
    "Katakana": KATAKANA,
    "Bopomofo": BOPOMOFO,
    "Hangul": HANGUL,
    "Greek": GREEK,
    "Cyrillic": CYRILLIC,
    "Armenian": ARMENIAN,
    "Hebrew": HEBREW,
    "Arabic": ARABIC,
    "Devanagari": DEVANAGARI,
    "Thai": THAI,
    "Lao": LAO,
    "Myanmar": MYANMAR,
    "Georgian": GEORGIAN,
    "Khmer": KHMER,
}
_FIRST: Final = "\u0370"  # the first character that is in the table


def pairs(ranges: str) -> Iterator[tuple[str, str]]:
    """Yield the first and the last character of each range in a text such as ``a-zA-Z``."""
    return zip(ranges[::3], ranges[2::3], strict=True)


@cache
def script_of(char: str) -> str:
    """Return Unicode's name for the script of a character; "" for Latin, for signs and for scripts not in the table."""
    if char < _FIRST:
        return ""
    found = (name for name, ranges in SCRIPTS.items() if any(first <= char <= last for first, last in pairs(ranges)))
    return next(found, "")


def scripts_of(text: str) -> set[str]:
    """Return the scripts of a text's characters, as `script_of` names them."""
    return set() if text.isascii() else {*map(script_of, set(text))} - {""}


def character_name(char: str) -> str:
    """Return a character with its number and Unicode's name for it, for messages."""
    name = unicodedata.name(char, "")
    return f"{char} (U+{ord(char):04X}{' ' + name if name else ''})"
