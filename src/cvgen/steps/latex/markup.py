"""Writes a text of the document in LaTeX: its markup as commands, everything else so that it prints as typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cvgen.steps.latex.directions import MixedText, has_rtl
from cvgen.steps.latex.east_asian import as_seen, is_filled
from cvgen.steps.latex.escaping import escape_runs, escape_url
from cvgen.text import inline
from cvgen.text.inline import Code, Emphasis, Inline, Link, Plain, Strong, Text
from cvgen.text.language import Language
from cvgen.text.scripts import scripts_of
from cvgen.text.ties import with_ties

_HAN_LANGUAGES: Final = ("zh-Hans", "zh-Hant", "ja", "ko")


@dataclass(frozen=True, slots=True)
class TextOptions:
    """The options for writing texts: the direction of the page, and the language of Chinese characters, if known.

    ``hyphenate`` sets soft hyphens into a word; None leaves words whole. ``substitutes`` are the texts to print for
    characters that no font has.
    """

    direction: str = "ltr"
    han_language: str | None = None
    hyphenate: Callable[[str], str] | None = None
    substitutes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, language: Language, *, hyphenation: bool, substitutes: Mapping[str, str] | None = None) -> TextOptions:
        """Return the options for a document in a language."""
        return cls(
            language.direction,
            language.base if language.base in _HAN_LANGUAGES else None,
            _hyphenator(language) if hyphenation else None,
            substitutes or {},
        )


def write_text(text: Text, options: TextOptions) -> str:
    """Return a text in LaTeX."""
    text = inline.replaced(text, options.substitutes)
    plain = str(text)
    if "\n" in plain:
        return r"\cvLineBreak{}".join(write_text(Text(line), options) for line in inline.lines(text.inlines))
    text = with_ties(text)
    han_language = _han_language(plain, options.han_language)
    if options.direction == "rtl" or has_rtl(plain):
        return MixedText(text, han_language, options.direction).write()
    filled = r"\cvFilled{}" if is_filled(plain) else ""
    place = _Place(as_seen(plain, han_language))
    return filled + "".join(_write_inlines(text.inlines, han_language, options, place))


def write_punctuation(text: str, options: TextOptions, before: str, after: str) -> str:
    """Return a sign of the document's language in LaTeX; ``before`` and ``after`` stand for the texts beside it."""
    if options.han_language is None or options.direction == "rtl":
        return write_text(inline.literal(text), options)
    seen = as_seen(f"{before or ' '}{text}{after or ' '}", options.han_language)[1:-1]
    tex = escape_runs(text, options.han_language, before, after, seen)
    # What closes before it, as a full stop before a quotation mark, has its blank half already.
    closeness = r"\cvHanJoin{}" if before and after else r"\cvHanSqueeze{}" if after else ""
    return tex.replace("}{", "}{" + closeness, 1)


class _Place:
    """A place in the characters of a text, without its markup, as they are seen in their script."""

    def __init__(self, seen: str) -> None:
        self._seen = seen
        self._at = 0

    def take(self, piece: str) -> tuple[str, str, str]:
        """Go on over a piece; return the characters before and after it, "" where there is none, and itself as seen."""
        start, self._at = self._at, self._at + len(piece)
        return self._seen[max(0, start - 1) : start], self._seen[self._at : self._at + 1], self._seen[start : self._at]


def _write_inlines(nodes: Iterable[Inline], han_language: str, options: TextOptions, place: _Place) -> Iterator[str]:
    return (_write_inline(node, han_language, options, place) for node in nodes)


def _write_inline(node: Inline, han_language: str, options: TextOptions, place: _Place) -> str:
    if isinstance(node, Plain):
        text = node.text
        before, after, seen = place.take(text)
        if options.hyphenate is not None:
            text = " ".join(_hyphenated(word, options.hyphenate) for word in text.split(" "))
            seen = as_seen(text, han_language)
        return escape_runs(text, han_language, before, after, seen)
    if isinstance(node, Code):
        return rf"\cvCode{{{escape_runs(node.text, han_language, *place.take(node.text))}}}"
    inner = "".join(_write_inlines(node.children, han_language, options, place))
    if isinstance(node, Strong):
        return rf"\cvStrong{{{inner}}}"
    if isinstance(node, Emphasis):
        return rf"\cvEmph{{{inner}}}"
    assert isinstance(node, Link)  # the last of the union
    return rf"\cvLink{{{escape_url(node.url)}}}{{{inner}}}"


def _han_language(text: str, of_document: str | None) -> str:
    """Return the language whose forms the Chinese characters of a text take.

    It is told by letters of Japanese or Korean beside them; else it is that of the document, or simplified Chinese.
    """
    found = scripts_of(text)
    if found & {"Hiragana", "Katakana"}:
        return "ja"
    if "Hangul" in found:
        return "ko"
    return of_document or "zh-Hans"


def _hyphenator(language: Language) -> Callable[[str], str] | None:
    """Return the function that hyphenates words of a language, or None if its words are never divided."""
    import pyphen

    tag = pyphen.language_fallback("nb" if language.base == "no" else language.base.replace("-", "_"))
    if tag is None:
        return None
    dictionary = pyphen.Pyphen(lang=tag)
    return lambda word: str(dictionary.inserted(word, "\u00ad"))


def _hyphenated(word: str, hyphenate: Callable[[str], str]) -> str:
    """Return a word with soft hyphens, unless it is an address, a number or the like."""
    parts = re.fullmatch(r"(\W*)([^\W\d_]{5,})(\W*)", word)
    return f"{parts[1]}{hyphenate(parts[2])}{parts[3]}" if parts else word
