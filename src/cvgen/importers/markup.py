"""Turns the markup of other formats into that of a profile: ``**bold**``, ``*italic*``, `` `code` `` and links."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Final

from cvgen.importers.node import web_address

# What other markup is not looked for in: code, addresses, and a backslash with what follows.
_AUTOLINK: Final = r"<(?:(?:https?|ftp)://[^\s<>]+|[^\s<>@]+@[^\s<>]+)>"
_KEPT: Final = re.compile(
    rf"(`+)(?:(?!\1).)+?\1|{_AUTOLINK}|(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|https?://\S+|\\.", re.DOTALL
)
_ESCAPES: Final = frozenset("*`[]")  # that a profile has
_STRONG: Final = re.compile(r"(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)", re.DOTALL)
_EMPHASIS: Final = re.compile(r"(?<!\w)_(?=[^\s_])(.+?)(?<=[^\s_])_(?!\w)", re.DOTALL)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_IMAGE: Final = re.compile(r"!(?=\[[^\[\]]*\]\()")
_LINK: Final = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?\s*\)")
_BOLD: Final = re.compile(r"\*\*.+?\*\*", re.DOTALL)
_SIGNS: Final = re.compile(r"[*`\[\]]")


def from_markdown(text: str) -> str:
    """Return a text in Markdown with the markup of a profile."""
    pieces: list[str] = []
    end = 0
    for match in _KEPT.finditer(text):
        pieces += [_plain(text[end : match.start()]), _kept(match[0])]
        end = match.end()
    return "".join([*pieces, _plain(text[end:])])


def _plain(text: str) -> str:
    if "_" in text:
        text = _EMPHASIS.sub(r"*\1*", _STRONG.sub(r"**\1**", text))
    if "!" in text:
        text = _IMAGE.sub("", text)
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def _kept(text: str) -> str:
    if text[0] == "<":
        return text[1:-1]
    if text[0] != "\\" or text[1] in _ESCAPES:
        return text
    return text[1] if re.match(r"[^\w\s]|_", text[1]) else text


def with_bold(text: str, keywords: Sequence[str]) -> str:
    """Return a text with each of the words bold, but in code, in addresses and where it is bold anyway."""
    if not keywords:
        return text
    longest_first = sorted(keywords, key=len, reverse=True)
    words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    kept = re.compile(f"(?:{_BOLD.pattern})|(?:{_KEPT.pattern})", re.DOTALL)
    pieces: list[str] = []
    end = 0
    for match in kept.finditer(text):
        pieces += [words.sub(r"**\g<0>**", text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*pieces, words.sub(r"**\g<0>**", text[end:])])


def literal(text: str) -> str:
    """Return a text that is no markup, so that it prints as typed."""
    return _SIGNS.sub(r"\\\g<0>", text) if _SIGNS.search(text) else text


def link(text: str) -> tuple[str, str | None]:
    """Return the text and the address of a text that is one link as a whole; otherwise the text itself, and None."""
    match = _LINK.fullmatch(text.strip())
    url = web_address(match[2]) if match else None
    return (match[1], url) if match and url and match[1].strip() else (text, None)
