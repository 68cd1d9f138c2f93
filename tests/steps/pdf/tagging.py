"""Tags PDFs written by hand, and shows what their structure trees hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from cvgen.steps.latex.structure import Element, Node
from cvgen.steps.pdf import bookmarks, content_stream, glyph_texts, marks, structure_tree
from cvgen.steps.pdf.marks import MarkedPages
from tests.showing import shows


@dataclass
class Tagged:
    """A tagged PDF, and what marking has learnt of its pages."""

    pdf: Pdf
    marked: MarkedPages

    @property
    def root(self) -> Any:
        return self.pdf.Root.StructTreeRoot

    def content(self, page: int = 0) -> list[str]:
        """What a page shows, with the mark that each is in."""
        parsed = pikepdf.parse_content_stream(self.pdf.pages[page])
        return [
            f"{show.mark} {''.join(chr(g) for g in show.glyphs if isinstance(g, int))}"
            for show in shows(parsed, self.pdf.pages[page])
        ]

    def operators(self, page: int = 0) -> list[str]:
        return [str(each.operator) for each in pikepdf.parse_content_stream(self.pdf.pages[page])]

    def tree(self) -> list[Any]:
        """The tree: elements as [tag, kid, ...], with marks as (page, number) and links as addresses."""
        return self._shape(self.root.K)

    def _shape(self, element: Any) -> list[Any]:
        found: list[Any] = [str(element.S)[1:]]
        found += (f"{key[1:]}={element[key]}" for key in ("/Lang", "/ActualText", "/Alt") if key in element)
        for kid in element.K:
            if not isinstance(kid, Dictionary):
                found.append((self._page(element.Pg), int(kid)))
            elif kid.Type == Name.MCR:
                found.append((self._page(kid.Pg), int(kid.MCID)))
            elif kid.Type == Name.OBJR:
                found.append(str(kid.Obj.A.URI))
            else:
                found.append(self._shape(kid))
        return found

    def _page(self, page: Any) -> int:
        return [each.obj.objgen for each in self.pdf.pages].index(page.objgen)


def tagged(pdf: Pdf, *kids: Element | Node, language: str = "en") -> Tagged:
    structure = Element("Document", [*kids])
    texts = glyph_texts.correct(pdf, {chr(code) for code in range(0x10000)})
    contents = [content_stream.read(page) for page in pdf.pages]
    marked = marks.mark(pdf, contents, structure, language, texts)
    structure_tree.add(pdf, structure, marked)
    bookmarks.add(pdf, structure, marked.places)
    return Tagged(pdf, marked)


def part(tag: str, *kids: Element | Node | int | tuple[int, str]) -> Element:
    """An element; a number is a text without anything special about it."""
    found: list[Element | Node] = []
    for kid in kids:
        if isinstance(kid, int):
            found.append(Node(kid, "text"))
        else:
            found.append(Node(*kid) if isinstance(kid, tuple) else kid)
    return Element(tag, found)


def elements(element: Any) -> Iterator[Any]:
    yield element
    for kid in element.K:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from elements(kid)
