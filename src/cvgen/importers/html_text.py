"""Turns HTML in a text into the markup of a profile: paragraphs, lists, bold, italics and links. Scripts are dropped."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from cvgen.importers import markup
from cvgen.importers.node import web_address

_SIGNS: Final = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_BLOCKS: Final = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "section"})
_DROPPED: Final = frozenset({"script", "style", "head", "title", "template"})


def to_markup(text: str) -> str:
    """Return a text in HTML as paragraphs, and lists with a line an item; a text without tags as it is."""
    if not re.search(r"<[A-Za-z/][^>]*>|&#?\w+;", text):
        return markup.literal(text)
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = "".join(reader.pieces).split("\n")
    joined = "\n".join(re.sub(r"(?<=\S)[ \t]+", " ", line).rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", joined).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.lists: list[int | None] = []  # the numbers of the last items; None for bullets
        self.links: list[tuple[int, str | None]] = []
        self.dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self.dropped += 1
        elif tag in {"ul", "ol"}:
            self.pieces.append("" if self.lists else "\n\n")
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.item(dict(attrs).get("data-list"))
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in _BLOCKS and not self.lists:
            self.pieces.append("\n\n")
        elif tag in _SIGNS:
            self.pieces.append(_SIGNS[tag])
        elif tag == "a":
            self.links.append((len(self.pieces), dict(attrs).get("href")))

    def item(self, kind: str | None) -> None:
        depth = max(len(self.lists) - 1, 0)
        number = self.lists[-1] if self.lists else None
        if number is not None and kind != "bullet":
            self.lists[-1] = number + 1
            self.pieces.append(f"\n{'   ' * depth}{number + 1}. ")
        else:
            self.pieces.append(f"\n{'   ' * depth}- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self.dropped = max(self.dropped - 1, 0)
        elif tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
            self.pieces.append("" if self.lists else "\n\n")
        elif tag in _BLOCKS and not self.lists:
            self.pieces.append("\n\n")
        elif tag in _SIGNS:
            self.close_sign(_SIGNS[tag])
        elif tag == "a" and self.links:
            self.close_link(*self.links.pop())

    def close_sign(self, sign: str) -> None:
        """Close markup, with no white space inside it; what is empty is no markup."""
        start = next((i for i in range(len(self.pieces) - 1, -1, -1) if self.pieces[i] == sign), None)
        if start is None:
            return
        inner = "".join(self.pieces[start + 1 :])
        del self.pieces[start:]
        bare = inner.strip()
        before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        self.pieces.append(f"{before}{sign}{bare}{sign}{after}" if bare and "\n" not in bare else inner)

    def close_link(self, start: int, target: str | None) -> None:
        inner = "".join(self.pieces[start:])
        del self.pieces[start:]
        url = web_address(target or "")
        is_text = url and inner.strip() and inner.strip() not in {target, url} and "\n" not in inner
        self.pieces.append(f"[{inner.strip()}]({url})" if is_text else inner or url or "")

    def handle_data(self, data: str) -> None:
        if not self.dropped:
            self.pieces.append(markup.literal(re.sub(r"\s+", " ", data)))
