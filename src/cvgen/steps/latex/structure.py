"""The logical structure of a document: its headings, paragraphs and lists, for those who do not see the page.

The templates record it while they write LaTeX: a tree of elements, with the texts of the document as its leaves.
Each text has a number, which TeX carries into the PDF as a point in the content of a page. The PDF step finds the
content of each text by it, and makes the structure tree of PDF (ISO 32000-1, 14.7) of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cvgen.diagnostics import Span

FIGURE: Final = "Figure"
LABEL: Final = "Lbl"
CONTENTS: Final = "TOC"
HEADINGS: Final = ("H1", "H2", "H3", "H4", "H5", "H6")


@dataclass(frozen=True, slots=True)
class Node:
    """A text of the document, or something in its place: a bullet, a number, a photo.

    ``text`` must extract from the PDF there; "" leaves it to the style, as for a bullet. ``urls`` are the targets of its links.
    Nodes of one ``block`` stand together, in an order that the style chooses. ``span`` is the place in the YAML. A style
    may leave out an ``optional`` node.
    """

    number: int
    text: str
    urls: tuple[str, ...] = ()
    block: int = 0
    span: Span | None = None
    optional: bool = False


@dataclass(slots=True)
class Element:
    """A part of the document: its standard structure type (ISO 32000-1, 14.8.4), and the elements and texts in it.

    ``alternative`` describes a picture.
    """

    tag: str
    kids: list[Element | Node] = field(default_factory=list)
    alternative: str = ""

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes in it, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield kid
            else:
                yield from kid.nodes()

    def leaves(self) -> Iterator[Element]:
        """Yield the elements that hold nodes themselves, in reading order."""
        if any(isinstance(kid, Node) for kid in self.kids):
            yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.leaves()


@dataclass(frozen=True, slots=True)
class Description:
    """The metadata of a PDF; ``language`` is a BCP 47 tag."""

    title: str
    author: str
    keywords: tuple[str, ...]
    language: str


class Recorder:
    """Records elements and texts in the order in which templates write them."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self._open = [self.root]
        self._count = 0
        self._block = 0
        self._span: Span | None = None

    @property
    def has_begun(self) -> bool:
        """Return whether the element that is open holds anything yet."""
        return bool(self._open[-1].kids)

    def at(self, span: Span | None) -> None:
        """Begin a block, whose texts are from this place in the YAML."""
        self._block += 1
        self._span = span

    def begin(self, tag: str, alternative: str = "") -> None:
        """Open an element. A list item outside of a list joins the list just before it, or else gets a new one."""
        parent = self._open[-1]
        if tag == "LI" and parent.tag != "L":
            if not (parent.kids and isinstance(last := parent.kids[-1], Element) and last.tag == "L"):
                last = Element("L")
                parent.kids.append(last)
            parent = last
        element = Element(tag, alternative=alternative)
        parent.kids.append(element)
        self._open.append(element)

    def end(self) -> None:
        """Close the element that was opened last; it is left out if it holds nothing."""
        element = self._open.pop()
        if element.kids:
            return
        holders = [self._open[-1]]
        last = holders[0].kids[-1]
        if last is not element:  # it is a list item, in a list that ``begin`` has made for it
            assert isinstance(last, Element)
            holders.insert(0, last)
        for holder in holders:
            holder.kids.pop()
            if holder.kids:
                break

    def add(self, text: str, urls: tuple[str, ...] = (), span: Span | None = None, *, optional: bool = False) -> Node:
        """Add a text, which gets the next number, to the element that is open."""
        self._count += 1
        node = Node(self._count, text, urls, self._block, span or self._span, optional)
        self._open[-1].kids.append(node)
        return node
