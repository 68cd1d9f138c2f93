"""The Unicode Bidirectional Algorithm (UAX #9): finds the direction in which each character of a paragraph runs.

The rules have the names that the standard gives them: https://www.unicode.org/reports/tr9/. Characters that
embed, override or isolate (X1-X8) have no effect here; the rules for lines (L1, L2) are applied where lines are broken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, Literal

# The types that X9 removes before all else. The standard keeps those of isolates, which have no effect here.
_REMOVED: Final = {"BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_DIRECTION: Final = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}  # of each type, in N0-N2
_LEVEL_ABOVE: Final = ({"L": 0, "R": 1, "EN": 2, "AN": 2}, {"L": 1, "R": 0, "EN": 1, "AN": 1})  # I1, I2
_MAX_OPEN: Final = 63  # brackets within brackets (BD16)
_CLOSING: Final = {"\u298d": "\u2990", "\u298f": "\u298e"}  # of other brackets it is one of the next two characters


def _bidi_class(char: str) -> str:
    """Return the type of a character; a character that Unicode has not assigned is neutral."""
    return unicodedata.bidirectional(char) or "ON"


def first_strong(text: str) -> Literal["ltr", "rtl"] | None:
    """Return the direction of the first letter of a text (P2, P3); None if it has no letter."""
    for char in text:
        match _bidi_class(char):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return None


def levels(text: str, base: int) -> list[int]:
    """Return the embedding level of each character: even from left to right, odd from right to left.

    ``text`` is one paragraph and ``base`` its level, 0 or 1. A character that X9 removes has the level of the one before.
    """
    kept = [index for index, char in enumerate(text) if _bidi_class(char) not in _REMOVED]
    chars = [text[index] for index in kept]
    side = "R" if base % 2 else "L"
    types = _weak([_bidi_class(char) for char in chars], side)
    _pair_brackets(chars, types, side)
    _neutral(types, side)
    resolved = {index: base + _LEVEL_ABOVE[base % 2][kind] for index, kind in zip(kept, types, strict=True)}
    all_levels = [base]
    for index in range(len(text)):
        all_levels.append(resolved.get(index, all_levels[-1]))
    return all_levels[1:]


def _weak(types: list[str], side: str) -> list[str]:
    """Return the types after W1-W7; ``side`` stands before the first type and after the last (sos, eos)."""
    for index, kind in enumerate(types):  # W1
        if kind == "NSM":
            types[index] = types[index - 1] if index else side
    types = [
        "AN" if kind == "EN" and strong == "AL" else kind for kind, strong in _with_strong_before(types, side)
    ]  # W2
    types = ["R" if kind == "AL" else kind for kind in types]  # W3
    for index in range(1, len(types) - 1):  # W4
        before, kind, after = types[index - 1 : index + 2]
        if before == after and (kind, after) in {("ES", "EN"), ("CS", "EN"), ("CS", "AN")}:
            types[index] = after
    for start, end in _stretches(types, {"ET"}):  # W5
        if "EN" in types[max(start - 1, 0) : end + 1]:
            types[start:end] = ["EN"] * (end - start)
    types = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in types]  # W6
    return ["L" if kind == "EN" and strong == "L" else kind for kind, strong in _with_strong_before(types, side)]  # W7


def _with_strong_before(types: Iterable[str], side: str) -> Iterator[tuple[str, str]]:
    """Yield each type with the type of the last letter before it."""
    for kind in types:
        yield kind, side
        if kind in {"L", "R", "AL"}:
            side = kind


def _pair_brackets(chars: list[str], types: list[str], side: str) -> None:
    """Give both brackets of a pair, and the accents on them, the same direction (N0)."""
    for start, end in _bracket_pairs(chars, types):
        inside = {_DIRECTION.get(kind) for kind in types[start:end]} - {None}
        if not inside:
            continue
        before = next((_DIRECTION[kind] for kind in reversed(types[:start]) if kind in _DIRECTION), side)
        direction = side if side in inside else before
        for bracket in (start, end):
            types[bracket] = direction
            for index in range(bracket + 1, len(chars)):
                if _bidi_class(chars[index]) != "NSM":
                    break
                types[index] = direction


def _bracket_pairs(chars: list[str], types: list[str]) -> list[tuple[int, int]]:
    """Return the places of the brackets of each pair, in the order in which they open (BD16)."""
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for index, char in enumerate(chars):
        if types[index] != "ON" or not unicodedata.mirrored(char):
            continue
        bracket = unicodedata.normalize("NFC", char)
        if unicodedata.category(char) == "Ps":
            if len(opened) == _MAX_OPEN:
                return []
            opened.append((_closing_of(bracket), index))
        elif unicodedata.category(char) == "Pe":
            for depth in reversed(range(len(opened))):
                if opened[depth][0] == bracket:
                    pairs.append((opened[depth][1], index))
                    del opened[depth:]
                    break
    return sorted(pairs)


def _closing_of(bracket: str) -> str:
    following = (chr(ord(bracket) + step) for step in (1, 2))
    return _CLOSING.get(bracket) or next((char for char in following if unicodedata.category(char) == "Pe"), "")


def _neutral(types: list[str], side: str) -> None:
    """Give neutral characters the direction of both neighbours, or else that of the paragraph (N1, N2)."""
    for start, end in _stretches(types, {"ON", "WS", "S", "B"}):
        before = _DIRECTION[types[start - 1]] if start else side
        after = _DIRECTION[types[end]] if end < len(types) else side
        types[start:end] = [before if before == after else side] * (end - start)


def _stretches(types: list[str], kinds: set[str]) -> list[tuple[int, int]]:
    """Return the start and the end of each longest stretch of some types."""
    stretches = []
    start = 0
    for inside, stretch in groupby(types, kinds.__contains__):
        end = start + len(list(stretch))
        if inside:
            stretches.append((start, end))
        start = end
    return stretches
