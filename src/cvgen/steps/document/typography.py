"""Typographic signs in place of those of a keyboard, for authors who ask for them (``design.smartQuotes``)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, Final

from cvgen.steps.document.model import Contact, Node
from cvgen.text import inline
from cvgen.text.inline import Code, Inline, Link, Plain, Text
from cvgen.text.language import Language

_APOSTROPHE: Final = "\N{RIGHT SINGLE QUOTATION MARK}"
# The inner quotation marks of a language, by its outer ones.
_INNER: Final = {
    "\u201c\u201d": "\u2018\u2019",
    "\u201e\u201c": "\u201a\u2018",
    "\u201e\u201d": "\u201a\u2019",
    "\u201d\u201d": "\u2019\u2019",
}
_OPENING: Final = frozenset(" \n\u00a0\u202f([{/\u2014\u2013\u201c\u201e\u00ab\u2018\u201a")
_YEARS: Final = re.compile(r"(?<![\w.-])([12]\d{3})-([12]\d{3}|\d{2})(?![\w-])")


def with_typographic_signs(node: Any, language: Language) -> Any:
    """Return a copy of a node of a document; addresses and code in its texts stay as they are."""
    if isinstance(node, Text):
        return _Signs(language).of(node)
    if isinstance(node, tuple):
        return tuple(with_typographic_signs(each, language) for each in node)
    if isinstance(node, Node) and not isinstance(node, Contact):
        fields = {name: getattr(node, name) for name in node.__dataclass_fields__}
        changed = {name: with_typographic_signs(value, language) for name, value in fields.items()}
        return dataclasses.replace(node, **changed)
    return node


class _Signs:
    """Rewrites one text: what stands beside a sign may have other markup."""

    def __init__(self, language: Language) -> None:
        self.outer = language.quotes
        self.inner = _INNER.get("".join(mark.strip() for mark in language.quotes))
        between = re.sub(r"[\w\s]", "", language.years.partition("{start}")[2].partition("{end}")[0])
        self.dash = between or "\N{EN DASH}"
        self.text = ""
        self.at = 0
        self.is_open = {'"': False, "'": False}

    def of(self, text: Text) -> Text:
        self.text = str(text)
        if not re.search("[\"']|[0-9]-[0-9]", self.text):
            return text
        return Text(tuple(self.rewritten(text.inlines)), text.span)

    def rewritten(self, inlines: tuple[Inline, ...]) -> Iterator[Inline]:
        for node in inlines:
            if isinstance(node, Plain):
                years = _YEARS.sub(self.of_years, node.text)
                yield Plain("".join(map(self.sign, years)))
            elif isinstance(node, Code) or (isinstance(node, Link) and _is_address(node)):
                self.at += sum(map(len, inline.plain((node,))))
                yield node
            else:
                yield dataclasses.replace(node, children=tuple(self.rewritten(node.children)))

    def of_years(self, match: re.Match[str]) -> str:
        start, end = match.groups()
        is_academic = len(end) == 4 or int(end) == (int(start) + 1) % 100
        return f"{start}{self.dash}{end}" if is_academic else match[0]

    def sign(self, char: str) -> str:
        """Return what prints for the next character of the text."""
        before, after = self.text[self.at - 1 : self.at] or " ", self.text[self.at + 1 : self.at + 2] or " "
        self.at += 1
        if char == '"':
            return self.quotation_mark(char, self.outer, before, after)
        if char != "'":
            return char
        if before.isdigit() and after.isdigit():  # feet
            return char
        if before.isalnum() and (after.isalnum() or not self.is_open["'"]):
            return _APOSTROPHE
        if after.isdigit() and not before.isalnum():  # the class of '24
            return _APOSTROPHE
        return self.quotation_mark(char, self.inner, before, after) if self.inner else char

    def quotation_mark(self, char: str, marks: tuple[str, str] | str, before: str, after: str) -> str:
        if not self.is_open[char] and before in _OPENING and not after.isspace():
            self.is_open[char] = True
            return marks[0]
        if self.is_open[char] and not before.isspace():
            self.is_open[char] = False
            return marks[1]
        return char  # of inches, or of seconds


def _is_address(link: Link) -> bool:
    shown = "".join(inline.plain(link.children))
    return bool(re.match(r"[\w+.-]+://|www\.", shown)) or shown in link.url
