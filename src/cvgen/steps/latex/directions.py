"""Writes texts in which words run from right to left, or that stand on a page from right to left."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Final

from cvgen.steps.latex.escaping import ACCENTS, COMMON, JOINERS, emoji, escape_characters, escape_runs, escape_url
from cvgen.text import bidi, inline
from cvgen.text.inline import Code, Inline, Link, Plain, Strong, Text
from cvgen.text.scripts import EAST_ASIAN, EMOJI, RIGHT_TO_LEFT

_PHONE: Final = re.compile(r"\+?[\d\s().-]{7,}")
_HAN_PIECE: Final = 14  # characters of Chinese, where lines run from right to left


def has_rtl(text: str) -> bool:
    """Return whether a text has letters of a script that runs from right to left."""
    return not text.isascii() and re.search(f"[{RIGHT_TO_LEFT}]", text) is not None


class MixedText:
    r"""A text of both directions, to be written once, by the embedding levels of its characters (UAX #9).

    An even level runs from left to right, an odd one from right to left. Where the level changes, ``\beginR`` and the
    like tell TeX; they need not pair with braces, so they stand inside and outside of markup.
    """

    def __init__(self, text: Text, han_language: str, page_direction: str) -> None:
        self.inlines = text.inlines
        self.text = str(text)
        self.han_language = han_language
        self.page_level = int(page_direction == "rtl")
        self.levels = [level for part, separates in _parts(text) for level in self._levels(part, separates=separates)]
        self.level = self.page_level
        self.position = 0

    def _levels(self, part: str, *, separates: bool) -> list[int]:
        bidi_classes = {unicodedata.bidirectional(char) for char in part}
        if separates:
            return [self.page_level] * len(part)
        if not self.page_level:
            base_level = int(bidi.first_strong(part) == "rtl")
        elif bidi_classes & {"R", "AL"}:
            base_level = 1
        else:  # without letters of such a script: words and phone numbers run from left to right, dates do not
            base_level = int("L" not in bidi_classes and not _PHONE.fullmatch(part))
        # The signs of "C++" and "F#" belong to the letter before.
        letters = re.sub(r"(?<=[A-Za-z])[+#]+", lambda match: "x" * len(match[0]), part)
        shift = 2 if self.page_level and not base_level else 0  # from left to right, within right to left
        return [level + shift for level in bidi.levels(letters, base_level)]

    def write(self) -> str:
        """Return the text in LaTeX."""
        # Each word is marked by itself, as TeX may print them in another order.
        tex = "".join(map(self._write_inline, self.inlines)) + self._change_level(self.page_level)
        return tex if self.page_level else rf"\cvMixed{{{tex}}}"

    def _write_inline(self, node: Inline) -> str:
        if isinstance(node, Plain):
            return self._write_plain(node.text)
        if isinstance(node, Code):
            return rf"\cvCode{{{self._write_plain(node.text)}}}"
        if isinstance(node, Link):
            length = sum(len(part) for part in inline.plain(node.children))
            whole = self.page_level == 0 and not any(self.levels[self.position : self.position + length])
            inner = "".join(self._write_inline(child) for child in node.children)
            return rf"\cvLink{'' if whole else 'Words'}{{{escape_url(node.url)}}}{{{inner}}}"
        inner = "".join(self._write_inline(child) for child in node.children)
        return rf"\cvStrong{{{inner}}}" if isinstance(node, Strong) else rf"\cvEmph{{{inner}}}"

    def _write_plain(self, text: str) -> str:
        parts = []
        end = self.position + len(text)
        while self.position < end:
            start, level = self.position, self.levels[self.position]
            while self.position < end and self.levels[self.position] == level:
                self.position += 1
            run = self.text[start : self.position]
            parts.append(self._change_level(level))
            parts.append(_write_rtl(run) if level % 2 else self._write_ltr(run))
        return "".join(parts)

    def _change_level(self, level: int) -> str:
        begins = "".join(r"\beginR{}" if each % 2 else r"\beginL{}" for each in range(self.level + 1, level + 1))
        ends = "".join(r"\endR{}" if each % 2 else r"\endL{}" for each in range(self.level, level, -1))
        self.level = level
        return begins + ends

    def _write_ltr(self, run: str) -> str:
        parts = re.split("([ \u00a0])", run)  # words and spaces by turns
        return "".join(
            rf"\cvLSpace{{}}{escape_characters(part)}" if i % 2 else self._write_ltr_word(part)
            for i, part in enumerate(parts)
        )

    def _write_ltr_word(self, word: str) -> str:
        # The last piece on a line and the first on the next are both marked, so a piece must not break itself.
        shorter = re.sub(rf"([{EAST_ASIAN}]{{{_HAN_PIECE}}})(?=[{EAST_ASIAN}])", "\\1\u200b", word)
        pieces = escape_runs(shorter, self.han_language).split(r"\cvBreak{}") if word else []
        whole = (rf"\hbox{{{piece}}}" if r"\cvHan{" in piece or "-" in piece else piece for piece in pieces)
        return r"\cvBreak{}".join(rf"\cvL{{{piece}}}" for piece in whole)


def _parts(text: Text) -> Iterator[tuple[str, bool]]:
    """Yield each part of a list, and what separates it from the next, and which of the two it is."""
    for separates, nodes in groupby(text.inlines, lambda node: isinstance(node, Plain) and node.separates):
        yield "".join(inline.plain(tuple(nodes))), separates


@cache
def _pieces() -> re.Pattern[str]:
    """Return the pattern of a word that runs from right to left, or else of a single character and its accents."""
    return re.compile(rf"{EMOJI}|[{RIGHT_TO_LEFT}][{RIGHT_TO_LEFT}{JOINERS}{ACCENTS}]*|(?s:.)[{ACCENTS}]*")


def _write_rtl(run: str) -> str:
    parts = []
    for piece in _pieces().findall(run):
        tex = escape_characters(piece)
        if piece in {" ", "\u00a0"}:
            parts.append(rf"\cvRSpace{{}}{tex}")
        elif piece in {"\u200b", "\u00ad"}:
            parts.append(tex)
        elif re.fullmatch(EMOJI, piece):
            parts.append(rf"\cvR{{{emoji(piece)}}}")
        elif re.fullmatch(f"[{COMMON}]", piece):
            parts.append(rf"\cvR{{{tex}}}")
        else:
            parts.append(rf"\cvR{{\cvRun{{{tex}}}}}")
    return "".join(parts)
