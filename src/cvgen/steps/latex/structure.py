"""What the parts of a document are to a reader that does not see the page: headings, paragraphs, lists.

The templates say it while they write LaTeX: a tree of elements, with the texts of the document as its leaves.
Each text has a number, which TeX carries into the PDF as a point in the content of a page; the finishing step
finds there what belongs to which text, and makes the structure tree of PDF (ISO 32000-1, 14.7) from both.
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
    """A text of the document, or something that stands for one: a bullet, a number, a photo.

    ``text`` is what must be read there; "" is for what is the style's to choose, such as a bullet. ``urls`` are
    where its links lead. Nodes of one ``block`` stand together, and in which order is the style's business;
    ``span`` is the place in the YAML. What is ``optional`` may be left out by a style.
    """

    number: int
    text: str
    urls: tuple[str, ...] = ()
    block: int = 0
    span: Span | None = None
    optional: bool = False


@dataclass(slots=True)
class Element:
    """A part of the document by the standard name of its kind (ISO 32000-1, 14.8.4), and what it consists of.

    ``alternative`` says what a picture shows.
    """

    tag: str
    kids: list[Element | Node] = field(default_factory=list)
    alternative: str = ""

    def nodes(self) -> Iterator[Node]:
        """The texts in it, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield kid
            else:
                yield from kid.nodes()

    def leaves(self) -> Iterator[Element]:
        """The elements that hold texts themselves, in reading order."""
        if any(isinstance(kid, Node) for kid in self.kids):
            yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.leaves()


@dataclass(frozen=True, slots=True)
class Description:
    """What a PDF says of itself; ``language`` is a BCP 47 tag."""

    title: str
    author: str
    keywords: tuple[str, ...]
    language: str


class Recorder:
    """Takes note of elements and texts in the order in which templates write them."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self._open = [self.root]
        self._count = 0
        self._block = 0
        self._span: Span | None = None

    @property
    def has_begun(self) -> bool:
        """Whether there is a text in the element already."""
        return bool(self._open[-1].kids)

    def at(self, span: Span | None) -> None:
        """What comes next is from here, and stands apart from what came before."""
        self._block += 1
        self._span = span

    def begin(self, tag: str, alternative: str = "") -> None:
        """What comes next is in such an element. Items of a list that nobody began are a list."""
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
        """The element that was begun last has all that it holds."""
        element = self._open.pop()
        if element.kids:
            return
        holders = [self._open[-1]]
        last = holders[0].kids[-1]
        if last is not element:  # it is in a list that nobody began
            assert isinstance(last, Element)
            holders.insert(0, last)
        for holder in holders:
            holder.kids.pop()
            if holder.kids:
                break

    def add(self, text: str, urls: tuple[str, ...] = (), span: Span | None = None, *, optional: bool = False) -> Node:
        """A text, which gets the next number."""
        self._count += 1
        node = Node(self._count, text, urls, self._block, span or self._span, optional)
        self._open[-1].kids.append(node)
        return node
