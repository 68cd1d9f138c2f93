r"""Chinese and Japanese: where lines may break beside other scripts, and the space between characters there.

``\cvHan`` does this between the characters of a run (``cvgen-fonts.sty``). Here is what needs the text around it: the two
ends of a run, and signs such as quotation marks that also belong to Latin. The rules are those of UAX #14, and of the
W3C's requirements for Chinese and Japanese text layout (https://www.w3.org/TR/clreq/, https://www.w3.org/TR/jlreq/).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from cvgen.text.scripts import BOPOMOFO, EAST_ASIAN, HAN, HANGUL, HIRAGANA, KATAKANA

_SMALL_KANA: Final = frozenset("ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ々〜\uff5e")
_UNITS: Final = frozenset("年月日년월일")  # after a number, with which they are a date
_LEAST_FILLED: Final = 12  # characters
_LEAST_DIVIDED: Final = 8  # characters before the last one; a text so short is seldom divided
# The signs that a Chinese font has, too, and the sign that stands for each where a text is looked at.
_CHINESE_SIGNS: Final = str.maketrans("“”‘’—…·", "「」『』〰〰・")
_JAPANESE_SIGNS: Final = str.maketrans("—…", "〰〰")


def as_seen(text: str, han_language: str) -> str:
    """Return a text in which an East Asian sign stands for each “, ”, ‘, ’, —, … and · that belongs to Chinese or Japanese.

    It has the same length. A sign belongs to the script beside it; two quotation marks to that in or around them.
    """
    signs = _CHINESE_SIGNS if han_language.startswith("zh") else _JAPANESE_SIGNS if han_language == "ja" else {}
    if not any(chr(code) in text for code in signs):
        return text
    seen = list(text.translate(signs))
    paired = _paired(text)
    for row in re.finditer("[“”‘’—…·]+", text):
        sides = is_east_asian(text[row.start() - 1 : row.start()]), is_east_asian(text[row.end() : row.end() + 1])
        for i in range(row.start(), row.end()):
            if not paired.get(i, all(sides) if text[i] == "·" else any(sides)):
                seen[i] = text[i]
    return "".join(seen)


def _paired(text: str) -> dict[int, bool]:
    """Return for the place of each quotation mark of a pair whether the two are East Asian."""
    found: dict[int, bool] = {}
    for pair in re.finditer("“[^“”]*”|‘[^‘’]*’", text):
        start, end = pair.start(), pair.end() - 1
        sides = (text[start - 1 : start], text[start + 1], text[end - 1], text[end + 1 : end + 2])
        found[start] = found[end] = any(map(is_east_asian, sides))
    return found


def is_east_asian(char: str) -> bool:
    """Return whether a character is Chinese, Japanese or Korean, or a sign of these; false for an empty text."""
    return bool(char) and _east_asian().fullmatch(char) is not None


@cache
def _east_asian() -> re.Pattern[str]:
    return re.compile(f"[{EAST_ASIAN}]")


@cache
def _letters() -> re.Pattern[str]:
    return re.compile(f"[{HAN}{HIRAGANA}{KATAKANA}{BOPOMOFO}{HANGUL}]")


def is_letter(char: str) -> bool:
    """Return whether a line may begin and end with an East Asian character, as it is no sign and no small kana."""
    return bool(char) and _letters().fullmatch(char) is not None and may_begin_line(char)


def may_begin_line(char: str) -> bool:
    """Return whether a line of Chinese or Japanese may begin with a character: not with a closing mark."""
    return (
        unicodedata.category(char) not in {"Pe", "Pf", "Po", "Lm", "Pd"}
        and char not in _SMALL_KANA
        and char not in "%‰+〰"
    )


def may_end_line(char: str) -> bool:
    """Return whether a line of Chinese or Japanese may end with a character: not with an opening bracket."""
    return unicodedata.category(char) not in {"Ps", "Pi", "Sc"}


def _is_opening(char: str) -> bool:
    return is_east_asian(char) and unicodedata.category(char) == "Ps"


def _is_closing(char: str, han_language: str) -> bool:
    """Return whether the second half of a character is blank. In Taiwan, commas and stops stand in the middle."""
    stops = {"zh-Hans": "、。，．：；！？", "zh-Hant": ""}.get(han_language, "、。，．")
    return is_east_asian(char) and (unicodedata.category(char) == "Pe" or char in stops)


def between(before: str, after: str, han_language: str) -> str:
    r"""Return the command between two characters of which at least one is East Asian; "" if no line may break there.

    ``\cvHan`` has the same commands for two characters of one run.
    """
    if not before or not after or before.isspace() or after.isspace():
        return ""
    closing, opening = _is_closing(before, han_language), _is_opening(after)
    if not may_begin_line(after) or not may_end_line(before):
        return r"\cvHanSqueeze{}" if closing and _is_closing(after, han_language) else ""
    if closing or opening:
        return rf"\cvHan{'Between' if closing and opening else 'Close' if closing else 'Open'}{{}}"
    if before.isdigit() and after in _UNITS:
        return ""
    if _has_gap(before) and _has_gap(after) and is_east_asian(before) != is_east_asian(after) and han_language != "ko":
        return r"\cvHanGap{}" if not (before in _UNITS and after.isdigit()) else r"\cvHanGlue{}"
    return r"\cvHanGlue{}"


def _has_gap(char: str) -> bool:
    return char.isalnum() or char in "%+#°"


def keep_end(run: str) -> str:
    r"""Return the last run of a text with ``\cvHanTie``, so that no single character is on the last line."""
    last = max((i for i, char in enumerate(run) if is_letter(char)), default=0)
    if last < _LEAST_DIVIDED or not is_letter(run[last - 1]):
        return run
    return rf"{run[:last]}\cvHanTie{{}}{run[last:]}"


def is_filled(text: str) -> bool:
    """Return whether the lines of a text are to be filled, as most of its width is East Asian."""
    if text.isascii() or len(text) < _LEAST_FILLED:
        return False
    wide = len(_east_asian().findall(text))
    return wide * 2 > len(text) - wide
