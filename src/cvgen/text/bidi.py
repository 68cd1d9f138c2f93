"""The Unicode Bidirectional Algorithm (UAX #9): which way each character of a paragraph runs.

The rules have the names that the standard gives them: https://www.unicode.org/reports/tr9/. Characters that
embed, override or isolate (X1-X8) do nothing here, and rules about lines (L1, L2) are for what breaks lines.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, Literal

# What X9 removes before anything else; isolates are kept by the standard, but do nothing here.
_REMOVED: Final = {"BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_DIRECTION: Final = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}  # as N0-N2 see a type
_LEVEL_ABOVE: Final = ({"L": 0, "R": 1, "EN": 2, "AN": 2}, {"L": 1, "R": 0, "EN": 1, "AN": 1})  # I1, I2
_MAX_OPEN: Final = 63  # brackets within brackets, by BD16
_CLOSERS: Final = {"\u298d": "\u2990", "\u298f": "\u298e"}  # all others close one or two characters later


def _kind(char: str) -> str:
    """The type of a character; one that Unicode has not assigned has no direction."""
    return unicodedata.bidirectional(char) or "ON"


def first_strong(text: str) -> Literal["ltr", "rtl"] | None:
    """The direction of a text's first letter (P2, P3); None if it has no letter."""
    for char in text:
        match _kind(char):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return None


def levels(text: str, base: int) -> list[int]:
    """The embedding level of each character: even from left to right, odd from right to left.

    ``text`` is one paragraph and ``base`` its level, 0 or 1. What X9 removes has the level of what it follows.
    """
    kept = [index for index, char in enumerate(text) if _kind(char) not in _REMOVED]
    chars = [text[index] for index in kept]
    side = "R" if base % 2 else "L"
    types = _weak([_kind(char) for char in chars], side)
    _pair_brackets(chars, types, side)
    _neutral(types, side)
    resolved = {index: base + _LEVEL_ABOVE[base % 2][kind] for index, kind in zip(kept, types, strict=True)}
    found = [base]
    for index in range(len(text)):
        found.append(resolved.get(index, found[-1]))
    return found[1:]


def _weak(types: list[str], side: str) -> list[str]:
    """W1-W7; ``side`` stands before the first type and after the last (sos, eos)."""
    for index, kind in enumerate(types):  # W1
        if kind == "NSM":
            types[index] = types[index - 1] if index else side
    types = ["AN" if kind == "EN" and strong == "AL" else kind for kind, strong in _after(types, side)]  # W2
    types = ["R" if kind == "AL" else kind for kind in types]  # W3
    for index in range(1, len(types) - 1):  # W4
        before, kind, after = types[index - 1 : index + 2]
        if before == after and (kind, after) in {("ES", "EN"), ("CS", "EN"), ("CS", "AN")}:
            types[index] = after
    for start, end in _stretches(types, {"ET"}):  # W5
        if "EN" in types[max(start - 1, 0) : end + 1]:
            types[start:end] = ["EN"] * (end - start)
    types = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in types]  # W6
    return ["L" if kind == "EN" and strong == "L" else kind for kind, strong in _after(types, side)]  # W7


def _after(types: Iterable[str], side: str) -> Iterator[tuple[str, str]]:
    """Each type, and the last letter's type before it."""
    for kind in types:
        yield kind, side
        if kind in {"L", "R", "AL"}:
            side = kind


def _pair_brackets(chars: list[str], types: list[str], side: str) -> None:
    """N0: the two brackets of a pair run the same way, and so do the accents on them."""
    for start, end in _pairs(chars, types):
        inside = {_DIRECTION.get(kind) for kind in types[start:end]} - {None}
        if not inside:
            continue
        before = next((_DIRECTION[kind] for kind in reversed(types[:start]) if kind in _DIRECTION), side)
        direction = side if side in inside else before
        for bracket in (start, end):
            types[bracket] = direction
            for index in range(bracket + 1, len(chars)):
                if _kind(chars[index]) != "NSM":
                    break
                types[index] = direction


def _pairs(chars: list[str], types: list[str]) -> list[tuple[int, int]]:
    """Where the pairs of brackets open and close, in the order of opening (BD16)."""
    found: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for index, char in enumerate(chars):
        if types[index] != "ON" or not unicodedata.mirrored(char):
            continue
        bracket = unicodedata.normalize("NFC", char)
        if unicodedata.category(char) == "Ps":
            if len(opened) == _MAX_OPEN:
                return []
            opened.append((_closer(bracket), index))
        elif unicodedata.category(char) == "Pe":
            for depth in reversed(range(len(opened))):
                if opened[depth][0] == bracket:
                    found.append((opened[depth][1], index))
                    del opened[depth:]
                    break
    return sorted(found)


def _closer(bracket: str) -> str:
    following = (chr(ord(bracket) + step) for step in (1, 2))
    return _CLOSERS.get(bracket) or next((char for char in following if unicodedata.category(char) == "Pe"), "")


def _neutral(types: list[str], side: str) -> None:
    """N1, N2: what has no direction takes that of both its neighbours, or else the paragraph's."""
    for start, end in _stretches(types, {"ON", "WS", "S", "B"}):
        before = _DIRECTION[types[start - 1]] if start else side
        after = _DIRECTION[types[end]] if end < len(types) else side
        types[start:end] = [before if before == after else side] * (end - start)


def _stretches(types: list[str], kinds: set[str]) -> list[tuple[int, int]]:
    """Where the longest stretches of some types start and end."""
    found = []
    start = 0
    for inside, stretch in groupby(types, kinds.__contains__):
        end = start + len(list(stretch))
        if inside:
            found.append((start, end))
        start = end
    return found
