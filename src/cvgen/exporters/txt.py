"""Exports plain text in lines of at most 72 columns, for web forms and mail; a Chinese character takes two columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from cvgen.text.inline import Code, Inline, Link, Plain, Text

if TYPE_CHECKING:
    from cvgen.exporters import RenderedDocument
    from cvgen.exporters.flow import Listing, ListItem, Part

NEEDS: Final = "document"
_COLUMNS: Final = 72


def export(rendered: RenderedDocument) -> Mapping[str, bytes]:
    """Return the text."""
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(_lines(rendered)))
    return {f"{rendered.name}.txt": (text.strip("\n") + "\n").encode()}


def _lines(rendered: RenderedDocument) -> Iterator[str]:
    from cvgen.exporters import flow

    person, language = rendered.document.person, rendered.document.language
    native = f" ({plain(person.native_name)})" if person.native_name else ""
    yield from wrap(plain(person.name) + native)
    if person.label:
        yield from wrap(plain(person.label))
    yield ""
    for contact in person.contacts:
        network = f"{contact.network}{language.colon}" if contact.network else ""
        is_account = contact.network and contact.url and contact.url.startswith("http")
        yield from wrap(network + (str(contact.url) if is_account else plain(contact.text)))
    yield ""
    for line in person.epigraph:
        yield from wrap(plain(line), "  ")
    if person.epigraph_source:
        yield from wrap(f"— {plain(person.epigraph_source)}", "  ")
    yield ""
    for each in person.facts:
        yield from _part(flow.fact(each, language), language.colon)
    yield ""
    for part in flow.summary(rendered.document):
        yield from (*_part(part, language.colon), "")
    before: object = None
    for part in flow.body(rendered.document, rendered.design):
        if isinstance(part, flow.Heading | flow.EntryHead) and not isinstance(before, flow.Heading):
            yield ""
        yield from _part(part, language.colon)
        before = part


def _part(part: Part, colon: str, indent: str = "") -> Iterator[str]:
    from cvgen.exporters.flow import EntryHead, Heading, Listing, Prose, Table

    if isinstance(part, Heading):
        title = plain(part.title)
        yield from wrap(title, indent)
        rule = {1: "=", 2: "-"}.get(part.level)
        if rule:
            yield indent + rule * min(width(title), _COLUMNS - len(indent))
    elif isinstance(part, EntryHead):
        yield from wrap(plain(part.title), indent)
        details = " | ".join(map(plain, part.details))
        dates = plain(part.dates) if part.dates else ""
        together = " | ".join(filter(None, (details, dates)))
        for line in [together] if width(indent + together) <= _COLUMNS else [details, dates]:
            yield from wrap(line, indent)
    elif isinstance(part, Prose):
        label = plain(part.label) + colon if part.label else ""
        yield from wrap((label + plain(part.text)).strip(), indent)
    elif isinstance(part, Listing):
        yield from _listing(part, colon, indent)
    elif isinstance(part, Table):
        for name, values in part.rows:
            shown = plain(name) + (colon if str(name) and str(values) else "") + plain(values)
            yield from wrap(shown, indent, indent + "  ")


def _listing(listing: Listing, colon: str, indent: str) -> Iterator[str]:
    for number, item in enumerate(listing.items, 1):
        yield from _item(item, f"{number}. " if listing.numbered else "- ", colon, indent)


def _item(item: ListItem, mark: str, colon: str, indent: str) -> Iterator[str]:
    inner = indent + " " * len(mark)
    dates = f"({plain(item.dates)})" if item.dates else ""
    yield from wrap(" ".join(filter(None, (plain(item.text), dates))), indent + mark, inner)
    for part in item.below:
        yield from _part(part, colon, inner)


def plain(text: Text) -> str:
    """Return a text without markup; the address of a link follows its text, unless it is its text."""
    return "".join(_pieces(text.inlines))


def _pieces(nodes: Sequence[Inline]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Plain | Code):
            yield node.text
        else:
            shown = "".join(_pieces(node.children))
            yield shown
            if isinstance(node, Link) and not _is_address(shown, node.url):
                yield f" <{node.url}>"


def _is_address(text: str, url: str) -> bool:
    """Return whether a text is the address that it links to, or the part of it that people write."""
    return re.sub(r"^(https?://|mailto:|tel:)(www\.)?|/$|[\s()-]", "", url) in re.sub(
        r"^(https?://)?(www\.)?|/$|[\s()-]", "", text
    ) or url.startswith(("mailto:", "tel:", "https://doi.org/", "https://arxiv.org/"))


def width(text: str) -> int:
    """Return the number of columns that a text takes."""
    return sum((2 if _is_wide(char) else 1) for char in text if unicodedata.category(char) not in {"Cf", "Me", "Mn"})


def wrap(text: str, first: str = "", others: str | None = None) -> Iterator[str]:
    """Yield the lines of a text, each of at most 72 columns unless a word is longer; none if the text is empty.

    ``first`` begins the first line, ``others`` the ones after it: by default as many spaces.
    """
    indent = " " * len(first) if others is None else others
    typed, *more = text.strip().split("\n")
    line, start = first, first
    for word in _words(typed):
        if line != start and width(line) + width(word.rstrip()) > _COLUMNS:
            yield line.rstrip()
            line = start = indent
        line += word
    if line != first:
        yield line.rstrip()
    for each in more:
        yield from wrap(each, indent)


def _words(text: str) -> Iterator[str]:
    """Yield the pieces of a text between which a line may break; spaces belong to the piece before them."""
    start = 0
    for i in range(1, len(text)):
        before, after = text[i - 1], text[i]
        between_wide = (_is_wide(before) or _is_wide(after)) and _may_part(before, after)
        if after != " " and (before == " " or between_wide):
            yield text[start:i]
            start = i
    yield text[start:]


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _may_part(before: str, after: str) -> bool:
    """Return whether a line may end between two characters: not after what opens, nor before what closes."""
    opens = unicodedata.category(before) in {"Ps", "Pi"}
    closes = unicodedata.category(after) in {"Pe", "Pf", "Po", "Lm", "Mn"}
    return not opens and not closes and " SMALL " not in unicodedata.name(after, "")
