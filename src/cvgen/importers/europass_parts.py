"""Parts of Europass files, in XML and in JSON: lists of one or many, labels, dates, and texts in HTML."""

from __future__ import annotations

from cvgen.importers import html_text, markup
from cvgen.importers.node import Node, Placed, iso
from cvgen.importers.parts import Data, summary_and_items
from cvgen.importers.xml_text import TEXT


def listed(node: Node, name: str) -> list[Node]:
    """Return the elements of a name, however many there are, and whether or not a list is around them."""
    around = node.at(f"{name}List", f"{name}s")
    found = around.at(name) if around.is_mapping else around or node.at(name)
    if isinstance(found.value, list):
        return [each for i in range(len(found.value)) if (each := found.at(i))]
    return [found] if found else []


def plain(node: Node, *names: str) -> Placed | None:
    """Return the text of an element, whose attributes do not count."""
    found = node.at(*names)
    text = found.text(TEXT) if found.is_mapping else found.scalar()
    if found.is_mapping:
        found.used()
    return text.but(markup.literal(" ".join(text.split()))) if text else None


def text_of(node: Node, name: str) -> Placed | None:
    """Return the text of an element inside, or of the element itself where it is a text."""
    return plain(node, name) if node.is_mapping else node.scalar()


def labels(node: Node) -> Placed | None:
    """Return the label of an element with a code, or the code where it has none, or its text."""
    if not node.is_mapping:
        text = node.scalar()
        return text.but(markup.literal(text)) if text else None
    text = plain(node, "Label", "Description", TEXT, "Code")
    node.used()
    return text


def date_parts(node: Node) -> Placed | None:
    """Return a date from its year, month and day, which are attributes, elements or numbers; or from a text."""
    if not node:
        return None
    if not node.is_mapping:
        text = node.scalar()
        return text.but(iso(text)) if text else None
    parts = [node.text(f"@{key}", key, key.capitalize()) for key in ("year", "month", "day")]
    node.used()
    numbers = [part.lstrip("-").zfill(2) for part in parts if part]
    return node.here("-".join(numbers)) if parts[0] and all(number.isdigit() for number in numbers) else None


def html_story(node: Node, *names: str) -> Data:
    """Return a text in HTML as paragraphs and list items."""
    found = node.at(*names)
    text = found.text(TEXT, "Label") if found.is_mapping else found.scalar()
    if found.is_mapping:
        found.used()
    if text is None:
        return {}
    return summary_and_items(text.but(html_text.to_markup(text)), keep_lines=True)
