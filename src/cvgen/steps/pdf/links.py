"""Sorts and completes the link annotations of a PDF (ISO 32000-1, 12.5.6.5; ISO 14289-1, 7.18.5)."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cvgen.steps.pdf.underlines import Box

if TYPE_CHECKING:
    import pikepdf

_NAME: Final = re.compile(r"cv(\d+)")  # the name (NM) by which cvgen.sty numbers links
_PRINTED: Final = 4  # the flag that PDF/A wants of annotations (ISO 19005-2, 6.3.2)
_DESCENT: Final = 0.25  # of the size of the font: how far a link reaches below the base line


class Annotation(NamedTuple):
    """A link annotation, and the number of the page that it is on, from 0."""

    dictionary: Any
    page: int


class LinkAnnotations:
    """The link annotations of a PDF: by the numbers of the document's links, and ``others`` that a style has made."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        import pikepdf

        self.others: list[Annotation] = []
        self._pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        self._numbered: dict[int, list[Annotation]] = defaultdict(list)
        for number, page in enumerate(self._pages):
            for dictionary in page.get("/Annots", []):
                if name := _NAME.fullmatch(str(dictionary.get("/NM", ""))):
                    # Links of several lines share the name, and names must differ (ISO 32000-1, table 164).
                    del dictionary["/NM"]
                    self._numbered[int(name[1])].append(Annotation(dictionary, number))
                elif dictionary.get("/Subtype") == pikepdf.Name.Link:
                    self.others.append(Annotation(dictionary, number))

    def take(self, number: int, address: str, boxes: Sequence[Box]) -> list[Annotation]:
        """Return the annotations of a link that leads to an address ("": into the document), one for each line.

        On pages where the driver has lost them, as it does in boxes that TeX has cut in two, they are made anew: one
        for each of the ``boxes`` of the link's text.
        """
        annotations = self._numbered.pop(number, [])
        pages = {each.page for each in annotations}
        annotations += [self._add(box, address) for box in boxes if address and box.page not in pages]
        for dictionary, _ in annotations:
            if "/Dest" in dictionary:  # the driver shortens the name for the first line alone
                dictionary.Dest = annotations[0].dictionary.Dest
        return annotations

    def _add(self, box: Box, address: str) -> Annotation:
        import pikepdf

        bottom = box.base - _DESCENT * box.size
        top = box.base + (1 - _DESCENT) * box.size
        dictionary = self._pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                F=_PRINTED,
                Border=[0, 0, 0],
                Rect=[round(each, 3) for each in (box.left, bottom, box.left + box.width, top)],
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address),
            )
        )
        page = self._pages[box.page]
        page.Annots = pikepdf.Array([*page.get("/Annots", []), dictionary])
        return Annotation(dictionary, box.page)

    def remove_remaining(self) -> None:
        """Take out the numbered annotations that nobody took.

        They are in what repeats on each page, such as a name at its foot, which is in no element of the structure.
        """
        import pikepdf

        for dictionary, number in itertools.chain.from_iterable(self._numbered.values()):
            page = self._pages[number]
            page.Annots = pikepdf.Array([each for each in page.Annots if each.objgen != dictionary.objgen])


def describe(annotation: Any, text: str) -> None:
    """Let an annotation say where it leads, or the text that it is on (Contents: ISO 14289-1, 7.18.5)."""
    address = str(annotation.get("/A", {}).get("/URI", ""))
    annotation.Contents = address or text or "link"
