"""Finds the spaces in a text at which no line may end."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Final

from cvgen.text.inline import Code, Inline, Plain, Text

TIE: Final = "\u00a0"  # NO-BREAK SPACE

_LONGEST: Final = 24  # characters that are kept on one line: more may not fit into a narrow column
# The last word of a text is tied if it has so few characters, with the stop after it, and the text so many: a shorter text
# has no three lines, or only in a side column.
_SHORT_WORDS: Final = ((11, 140), (7, 60))

# What lines never begin with; signs that stand before a number; short parts after an opening bracket, as in "(e.g. this"
# and "(1, 2, 3)"; and the last word, if it is short.
_SIGN_AFTER: Final = re.compile(r"(?<=\S) (?=[/+%‰])")
_SIGN_BEFORE: Final = re.compile(r"(?<![^\s(])([~≈±≥≤<>=−$€£¥#§№]) (?=\d)")
_BRACKET: Final = re.compile(r"\((?:[^\s()]{1,4}[.,;:] )+(?=\S)")
_LAST_WORDS: Final = tuple((re.compile(rf" (?=\S{{1,{word}}}$)"), text) for word, text in _SHORT_WORDS)


def tied(text: str) -> str:
    """Return a text of the same length, with no-break spaces where no line may end."""
    result = _SIGN_AFTER.sub(TIE, text)
    result = _SIGN_BEFORE.sub(rf"\1{TIE}", result)
    if "(" in result:
        result = _BRACKET.sub(lambda match: match[0].replace(" ", TIE), result)
    for last_word, least in _LAST_WORDS:
        if len(result) > least:
            result = last_word.sub(TIE, result)
    return result if result == text else " ".join(map(_loosened, result.split(" ")))


def _loosened(piece: str) -> str:
    """Return a piece without ties where it is too long: its first words stay tied, as far as they fit."""
    if len(piece) <= _LONGEST or TIE not in piece:
        return piece
    first, _, rest = piece.rpartition(TIE)
    if len(first) <= _LONGEST:
        return f"{first} {rest}"
    return f"{_loosened(first)} {rest}"


def with_ties(text: Text) -> Text:
    """Return a text with no-break spaces where no line may end."""
    plain = str(text)
    changed = tied(plain)
    if changed == plain:
        return text
    return Text(tuple(_replaced(text.inlines, iter(changed))), text.span)


def _replaced(inlines: Iterable[Inline], characters: Iterator[str]) -> Iterator[Inline]:
    """Yield parts of a text with other characters, as many as they have."""
    for node in inlines:
        if isinstance(node, Plain | Code):
            yield dataclasses.replace(node, text="".join(itertools.islice(characters, len(node.text))))
        else:
            yield dataclasses.replace(node, children=tuple(_replaced(node.children, characters)))
