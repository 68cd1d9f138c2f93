"""Exports Markdown, as GitHub reads it: headings, lists, links and tables; nothing that needs HTML where Markdown can say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from cvgen.text.inline import Code, Inline, Link, Plain, Strong, Text

if TYPE_CHECKING:
    from cvgen.exporters import RenderedDocument
    from cvgen.exporters.flow import Listing, ListItem, Part, Table

NEEDS: Final = "document"
_MAX_LEVEL: Final = 6  # of headings


def export(rendered: RenderedDocument) -> Mapping[str, bytes]:
    """Return the Markdown."""
    return {f"{rendered.name}.md": _tidied("\n".join(_lines(rendered))).encode()}


def _tidied(markdown: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", markdown).strip("\n") + "\n"


def _lines(rendered: RenderedDocument) -> Iterator[str]:
    from cvgen.exporters import flow

    person, language = rendered.document.person, rendered.document.language
    native = f" ({inline(person.native_name)})" if person.native_name else ""
    yield from (f"# {inline(person.name)}{native}", "")
    if person.label:
        yield from (f"**{inline(person.label, plain=True)}**", "")
    if person.contacts:
        contacts = [inline(flow.contact_text(each, language)) for each in person.contacts]
        yield from (" · ".join(contacts), "")
    for line in person.epigraph:
        yield f"> {_start(inline(line))}  "
    if person.epigraph:
        source = f"> — {inline(person.epigraph_source)}" if person.epigraph_source else None
        yield from filter(None, (source, ""))
        yield ""
    for each in person.facts:
        yield from _part(flow.fact(each, language), language.colon)
    for part in flow.summary(rendered.document):
        yield from _part(part, language.colon)
    for part in flow.body(rendered.document, rendered.design):
        yield from _part(part, language.colon)


def _part(part: Part, colon: str) -> Iterator[str]:
    from cvgen.exporters.flow import EntryHead, Heading, Listing, Prose, Table

    if isinstance(part, Heading):
        yield f"{'#' * min(part.level + 1, _MAX_LEVEL)} {inline(part.title)}"
    elif isinstance(part, EntryHead):
        yield f"{'#' * min(part.level + 1, _MAX_LEVEL)} {inline(part.title)}"
        beside = [inline(each) for each in part.details]
        dates = [f"*{inline(part.dates, plain=True)}*"] if part.dates else []
        if beside or dates:
            yield ""
            yield _start(" · ".join((*beside, *dates)))
    elif isinstance(part, Prose):
        label = f"**{inline(part.label, plain=True)}**{colon}" if part.label else ""
        yield _start((label + inline(part.text)).strip())
    elif isinstance(part, Listing):
        yield from _listing(part)
    elif isinstance(part, Table):
        yield from _table(part, colon)
    yield ""


def _table(table: Table, colon: str) -> Iterator[str]:
    """Yield a list, whose items begin with the labels: a table of Markdown must have a head."""
    for label, values in table.rows:
        shown = f"**{inline(label, plain=True)}**" if str(label) else ""
        yield f"- {shown}{colon if shown and str(values) else ''}{inline(values)}".rstrip()


def _listing(listing: Listing, indent: str = "") -> Iterator[str]:
    for number, item in enumerate(listing.items, 1):
        mark = f"{number}. " if listing.numbered else "- "
        yield from _item(item, mark, indent)


def _item(item: ListItem, mark: str, indent: str) -> Iterator[str]:
    from cvgen.exporters.flow import Listing

    dates = f"*{inline(item.dates, plain=True)}*" if item.dates else ""
    yield f"{indent}{mark}{' · '.join(filter(None, (_start(inline(item.text)), dates)))}"
    inner = indent + " " * len(mark)
    for part in item.below:
        if isinstance(part, Listing):
            yield from _listing(part, inner)
        else:
            yield ""
            yield from (inner + line if line else "" for line in _part(part, ": "))


def _start(line: str) -> str:
    """Return the text of a line that nothing at its start makes a heading, a list, a quotation or a rule."""
    line = re.sub(r"^(\s*\d{1,9})([.)])(?=\s|$)", r"\1\\\2", line)
    return re.sub(r"^(\s*)([#+>-]|=+\s*$)", r"\1\\\2", line)


def inline(text: Text, *, plain: bool = False) -> str:
    """Return a text as Markdown; ``plain`` leaves its emphasis out, for what is emphasised as a whole."""
    return _write(text.inlines, plain=plain)


def _write(nodes: Sequence[Inline], *, plain: bool) -> str:
    written = ""
    for node in nodes:
        piece = _piece(node, plain=plain)
        if written.endswith("*") and piece.startswith("*"):  # two marks that touch would be read as one
            piece = f"<!-- -->{piece}"
        if written.endswith("!") and piece.startswith("["):  # which would be a picture
            written = f"{written[:-1]}\\!"
        written += piece
    return written


def _piece(node: Inline, *, plain: bool) -> str:
    if isinstance(node, Plain):
        return _escaped(node.text)
    if isinstance(node, Code):
        fence = "`" * (max((len(run) for run in re.findall("`+", node.text)), default=0) + 1)
        space = " " if node.text.startswith("`") or node.text.endswith("`") else ""
        return f"{fence}{space}{node.text}{space}{fence}"
    inner = _write(node.children, plain=plain)
    if isinstance(node, Link):
        return f"[{inner}]({_address(node.url)})"
    if plain:
        return inner
    return _emphasised(inner, *(("**", "strong") if isinstance(node, Strong) else ("*", "em")))


def _emphasised(inner: str, mark: str, tag: str) -> str:
    """Return emphasised text; with HTML's tag where Markdown does not see the mark, as in ``**“引号”**文字``."""
    if inner and inner[0].isalnum() and inner[-1].isalnum():
        return f"{mark}{inner}{mark}"
    return f"<{tag}>{inner}</{tag}>"


def _escaped(text: str) -> str:
    marks = r"\\`*_\[\]<>|~" + ("$" if text.count("$") > 1 else "")  # GitHub reads $x$ as mathematics
    text = re.sub(rf"([{marks}])", r"\\\1", text)
    return re.sub(r"&(?=#?\w+;)", r"\\&", text).replace("\n", "<br>")


def _address(url: str) -> str:
    """Return an address that can stand in round brackets."""
    return re.sub(r"[()\s<>\\]", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url)
