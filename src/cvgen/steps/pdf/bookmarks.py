"""Adds bookmarks to a PDF: its document outline (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cvgen.steps.latex.structure import HEADINGS, Element
from cvgen.steps.pdf.marks import Place

if TYPE_CHECKING:
    import pikepdf


def add(pdf: pikepdf.Pdf, structure: Element, places: Mapping[int, Place]) -> None:
    """Add a bookmark for each section that has a title, one below another as the sections are.

    ``places`` are those of the texts, by their numbers.
    """
    with pdf.open_outline() as outline:
        outline.root.extend(_items(structure, places))


def _items(element: Element, places: Mapping[int, Place]) -> Iterator[pikepdf.OutlineItem]:
    import pikepdf

    for section in element.kids:
        if isinstance(section, Element) and section.tag == "Div":  # a section without a title
            yield from _items(section, places)
        if not isinstance(section, Element) or section.tag != "Sect":
            continue
        title = section.kids[0]
        if not isinstance(title, Element) or title.tag not in HEADINGS:
            continue
        nodes = list(title.nodes())
        place = places.get(nodes[0].number)
        if place is None:
            continue
        text = " ".join(node.text for node in nodes)
        item = pikepdf.OutlineItem(text, place.page, "XYZ", left=place.left, top=place.top)
        item.children.extend(_items(section, places))
        yield item
