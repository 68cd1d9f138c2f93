"""Tells where a space is missing between the pieces of a paragraph, for those who read its structure alone.

Such readers join what an element holds, as "Senior EngineerBerlinJun 2021": they do not see how far apart the pieces
stand.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Final

from cvgen.steps.latex.structure import Element, Node

_LATIN: Final = re.compile("[!-\u024f\u2010-\u2027\u2030-\u205e]")

_DASHES: Final = "–—"  # TeX lets no space stand before one at a line's start


@dataclass(slots=True)
class _Kin:
    """The nodes of an element, in the order of the document, and the one of them that was shown first most recently."""

    nodes: tuple[Node, ...]
    last: int | None = None


class Pieces:
    """The texts of each element, in the order of the document, and how far they have been shown."""

    def __init__(self, structure: Element) -> None:
        self._kin: dict[int, _Kin] = {}  # by the numbers of nodes
        self._ends: dict[int, str] = {}  # the last character of each node that has been shown
        self._last = 0  # the node that was shown last
        for leaf in structure.leaves():
            kin = _Kin(tuple(kid for kid in leaf.kids if isinstance(kid, Node)))
            self._kin |= dict.fromkeys((node.number for node in kin.nodes), kin)

    def show(self, number: int, text: str, *, adjoins: bool, on_line: bool) -> bool:
        """Note that a text is shown, and return whether it needs a space before it.

        ``adjoins`` says that it stands right beside what was shown before, as what is in brackets does; ``on_line`` that
        it stands on the same line.
        """
        end, last = self._ends.get(number), self._last
        if not text:
            return False
        self._ends[number], self._last = text[-1], number
        if text[0].isspace():
            return False
        if end is not None:  # it goes on: a gap beside Chinese is none between words, and long words go over lines
            is_apart = not adjoins if on_line else text[0] in _DASHES
            return number == last and is_apart and bool(_LATIN.match(end) and _LATIN.match(text))
        kin = self._kin.get(number, _Kin(()))
        before = itertools.takewhile(lambda node: node.number != number, kin.nodes)
        nearest = next((n.number for n in reversed([*before]) if n.number in self._ends or not n.optional), None)
        last_of_kin, kin.last = kin.last, number
        if nearest is not None and nearest not in self._ends:
            return True  # what is before it in the document is shown later
        # Some read in the order of the document, some in that of the content.
        return any(
            not self._ends[each].isspace() and not (adjoins and each == last)
            for each in (nearest, last_of_kin)
            if each is not None
        )
