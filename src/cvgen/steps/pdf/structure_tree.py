"""Makes the structure tree of a PDF (ISO 32000-1, 14.7 and 14.8; ISO 14289-1, 7).

The elements are those of the document; what they hold is the marked content of the pages. So a screen reader meets the
texts in the order in which they were written, wherever they stand.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cvgen.steps.latex.structure import CONTENTS, FIGURE, Element, Node
from cvgen.steps.pdf import links, scripts
from cvgen.steps.pdf.links import LinkAnnotations
from cvgen.steps.pdf.marks import MarkedContent, MarkedPages

if TYPE_CHECKING:
    import pikepdf


def add(pdf: pikepdf.Pdf, structure: Element, marked: MarkedPages) -> None:
    """Add the structure tree of a document to a PDF whose pages were marked."""
    import pikepdf

    tree = _Tree(pdf, marked)
    root = tree.build(structure)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


class _ParentTree:
    """The way back from marked content and annotations to the elements that hold them (ISO 32000-1, 14.7.4.4)."""

    def __init__(self, mcid_counts: Sequence[int]) -> None:
        self._contents: list[list[Any]] = [[None] * count for count in mcid_counts]  # by page and MCID
        self._annotations: list[tuple[Any, Any]] = []

    def add_content(self, content: MarkedContent, element: Any) -> None:
        self._contents[content.page][content.mcid] = element

    def add_annotation(self, annotation: Any, element: Any) -> None:
        self._annotations.append((annotation, element))

    def write(self, pdf: pikepdf.Pdf, root: Any) -> None:
        """Write the tree into the root, and its keys into pages and annotations."""
        import pikepdf

        numbers: Any = pikepdf.Array()
        for number, (page, elements) in enumerate(zip(pdf.pages, self._contents, strict=True)):
            page.obj.StructParents = number
            numbers.extend([number, pdf.make_indirect(pikepdf.Array(elements))])
        for key, (annotation, element) in enumerate(self._annotations, len(self._contents)):
            annotation.StructParent = key
            numbers.extend([key, element])
        root.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=numbers))
        root.ParentTreeNextKey = len(self._contents) + len(self._annotations)


class _Tree:
    """Makes the elements, from the document's down."""

    def __init__(self, pdf: pikepdf.Pdf, marked: MarkedPages) -> None:
        self._pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        self._marked = marked
        self._links = LinkAnnotations(pdf)
        self._parents = _ParentTree(marked.mcid_counts)

    def build(self, structure: Element) -> Any:
        """Return the root of the tree."""
        import pikepdf

        root = self._pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        document = self._element("Document", root)
        document.K = self._kids(structure, document)
        self._links.remove_remaining()
        for annotation in self._links.others:
            link = self._element("Link", document)
            link.K = pikepdf.Array([self._object_reference(annotation, link, "")])
            document.K.append(link)
        root.K = document
        self._parents.write(self._pdf, root)
        return root

    def _element(self, tag: str, parent: Any) -> Any:
        import pikepdf

        return self._pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name("/" + tag), P=parent)
        )

    def _kids(self, element: Element, parent: Any) -> Any:
        """Return the array of what an element holds, but for elements that are on no page."""
        import pikepdf

        kids = pikepdf.Array()
        icon = ""  # the text that an icon stands for
        for kid in element.kids:
            if isinstance(kid, Node):
                items = list(self._text(kid, element.tag, parent))
                if not items and kid.optional:
                    icon = f"{kid.text} "
                elif icon and items and isinstance(items[0], pikepdf.Dictionary) and items[0].get("/S") == "/Link":
                    items[0].Alt = icon + kid.text
                    icon = ""
                kids.extend(items)
            elif any(self._marked.contents.get(node.number) for node in kid.nodes()):
                inner = self._element(kid.tag, parent)
                if kid.tag == FIGURE:
                    inner.Alt = kid.alternative
                inner.K = self._kids(kid, inner)
                kids.append(inner)
        return kids

    def _text(self, node: Node, tag: str, parent: Any) -> Iterator[Any]:
        """Return what shows a text: marked content, and elements for links and for spans in other languages."""
        contents = self._marked.contents.get(node.number, [])
        if any(content.owner.word for content in contents):
            contents = _in_reading_order(contents)
        by_link = [(link, list(group)) for link, group in itertools.groupby(contents, lambda each: each.owner.link)]
        if tag == CONTENTS:
            yield from self._table_of_contents(by_link, parent)
            return
        addresses = dict(zip([link for link, _ in by_link if link], node.urls, strict=False))
        # Letters that are reordered stand in the pages as they are seen; ActualText says what is read. It must be a
        # single piece, as some programs say the ActualText of an element for each piece of marked content in it.
        actual = node.text if len(contents) == 1 and scripts.is_reordered(node.text) else ""
        for link, group in by_link:
            if link:
                yield self._link(link, group, parent, actual, addresses.get(link, ""))
            else:
                yield from self._spans(group, parent, actual)

    def _table_of_contents(self, by_link: Sequence[tuple[int, Sequence[MarkedContent]]], parent: Any) -> Iterator[Any]:
        """Return an item for each link, and a caption for what is in none."""
        import pikepdf

        for link, contents in by_link:
            if not link:
                caption = self._element("Caption", parent)
                caption.K = pikepdf.Array(self._spans(contents, caption))
                yield caption
                continue
            item = self._element("TOCI", parent)
            reference = self._element("Reference", item)
            reference.K = pikepdf.Array([self._link(link, contents, reference)])
            item.K = pikepdf.Array([reference])
            yield item

    def _link(
        self, number: int, contents: Sequence[MarkedContent], parent: Any, actual: str = "", address: str = ""
    ) -> Any:
        """Return the element of a link: its text, and its annotations (ISO 32000-1, 14.8.4.4.2)."""
        import pikepdf

        element = self._element("Link", parent)
        element.K = pikepdf.Array(self._spans(contents, element, actual))
        text = " ".join(self._marked.link_texts[number].split())
        for annotation in self._links.take(number, address, self._marked.link_boxes[number]):
            element.K.append(self._object_reference(annotation, element, text))
        return element

    def _object_reference(self, annotation: links.Annotation, element: Any, text: str) -> Any:
        """Return the reference (OBJR) from an element to an annotation, which gets its description."""
        import pikepdf

        links.describe(annotation.dictionary, text)
        self._parents.add_annotation(annotation.dictionary, element)
        return pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=annotation.dictionary, Pg=self._pages[annotation.page])

    def _spans(self, contents: Sequence[MarkedContent], parent: Any, actual: str = "") -> Iterator[Any]:
        """Return marked content, in Spans where its language is another one, or where there is an ActualText.

        What is on another page than the element is in a Span, too: pdfplumber takes the page of all from the element.
        """
        import pikepdf

        for (page, language), group in itertools.groupby(contents, lambda each: (each.page, each.owner.language)):
            page_object = self._pages[page]
            if not language and not actual and parent.get("/Pg", page_object).objgen == page_object.objgen:
                yield from (self._content(content, parent) for content in group)
                continue
            span = self._element("Span", parent)
            if language:
                span.Lang = language
            if actual:
                span.ActualText = actual
            span.K = pikepdf.Array([self._content(content, span) for content in group])
            yield span

    def _content(self, content: MarkedContent, parent: Any) -> int:
        """Return what stands for marked content in an element of its page: its MCID."""
        self._parents.add_content(content, parent)
        parent.Pg = self._pages[content.page]
        return content.mcid


def _in_reading_order(contents: Sequence[MarkedContent]) -> list[MarkedContent]:
    """Return the contents of a text by its words; a word of Arabic with marks has several, the last of which comes first."""
    ordered: list[MarkedContent] = []
    for _, word in itertools.groupby(sorted(contents, key=lambda each: each.owner.word), lambda each: each.owner.word):
        pieces = list(word)
        ordered += reversed(pieces) if all(piece.is_reversed for piece in pieces) else pieces
    return ordered
