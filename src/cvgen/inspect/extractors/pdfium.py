"""Extracts with pdfium the text of each page, where it stands, and how it looks to a person."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from cvgen.inspect.extractors.records import (
    MAX_CHARACTERS,
    MAX_OBJECTS,
    MAX_PAGES,
    Emit,
    Record,
    failure_recorded,
    text_record,
)

if TYPE_CHECKING:
    import pypdfium2

_TINY: Final = 2.0  # pt; nobody reads smaller text


def read_with_pdfium(stream: BinaryIO, emit: Emit) -> None:
    """Record the text of each page and its pieces with their places, fonts, images and links."""
    import pypdfium2

    document = pypdfium2.PdfDocument(stream)
    emit("start", version=str(pypdfium2.PDFIUM_INFO), pages=len(document))
    for number in range(1, min(len(document), MAX_PAGES) + 1):
        with failure_recorded(emit, page=number):
            page = document[number - 1]
            try:
                emit("page", page=number, **_page_record(page))
            finally:
                page.close()


def _page_record(page: pypdfium2.PdfPage) -> Record:
    textpage = page.get_textpage()
    width, height = page.get_size()
    text = _with_hyphens(textpage.get_text_range())
    characters = _Characters(page)
    for index in range(min(textpage.count_chars(), MAX_CHARACTERS)):
        characters.add(textpage, index)
    image_share, shape_count = _images_and_shapes(page)
    return {
        **text_record(text),
        "width": width,
        "height": height,
        "pieces": characters.pieces(),
        "runs": characters.runs(),
        "fonts": characters.fonts,
        "unmapped": characters.unmapped,
        "hidden": characters.hidden,
        "image": image_share,
        "shapes": shape_count,
        "links": _link_texts(page, textpage),
    }


def _with_hyphens(text: str) -> str:
    """Return the text with a hyphen and a line feed for the one character that pdfium writes instead of both."""
    return re.sub("[\x02\ufffe](?:\r?\n)?", "-\n", text)


@dataclass(slots=True)
class _Characters:
    """The characters of a page in the order of the text: gathered into pieces and runs, and counted by font.

    A piece is a part of a line without a wide gap, and a run is a part of a line in one font and colour.

    ``unmapped`` counts those without a Unicode value by font, ``hidden`` has the text that a person does not see by
    the reason.
    """

    page: pypdfium2.PdfPage
    fonts: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    hidden: dict[str, str] = field(default_factory=dict)
    _pieces: list[list[Any]] = field(default_factory=list)
    _runs: list[list[Any]] = field(default_factory=list)
    _line_ended: bool = True
    _text_objects: dict[int, tuple[str, float, bool, int]] = field(default_factory=dict)

    def add(self, textpage: pypdfium2.PdfTextPage, index: int) -> None:
        """Take in one character of the page."""
        import pypdfium2.raw as c

        code = c.FPDFText_GetUnicode(textpage, index)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if c.FPDFText_IsGenerated(textpage, index) == 1:
            self._line_ended |= character in "\r\n"
            if not self._line_ended and self._pieces:
                self._pieces[-1][4] += character
                self._runs[-1][4] += character
            return
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        if not c.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
            return
        font, size, invisible, colour = self._text_object(textpage, index)
        self.fonts[font] += 1
        if c.FPDFText_HasUnicodeMapError(textpage, index) == 1:
            self.unmapped[font] += 1
        box = self._upright(left.value, bottom.value, right.value, top.value)
        width, height = self.page.get_size()
        if character.strip():
            outside = box[2] < 0 or box[0] > width or box[3] < 0 or box[1] > height
            for reason, holds in (("invisible", invisible), ("tiny", size < _TINY), ("outside", outside)):
                if holds:
                    self.hidden[reason] = self.hidden.get(reason, "") + character
        line = c.FS_RECTF()
        c.FPDFText_GetLooseCharBox(textpage, index, line)  # as high as the font, whatever the letter
        whole = self._upright(line.left, line.bottom, line.right, line.top)
        self._add_to_run(character, whole, size, font, colour)
        self._add_to_piece(character, box, size)

    def pieces(self) -> list[list[Any]]:
        """Return ``[left, bottom, right, top, text]`` in pt from the lower left corner, in the order of the text."""
        rounded = ([*(round(number, 1) for number in piece[:4]), piece[4].strip()] for piece in self._pieces)
        return [piece for piece in rounded if piece[4]]

    def runs(self) -> list[list[Any]]:
        """Return ``[left, bottom, right, top, text, size, font, colour]`` of the parts of pieces in one font."""
        return [[*(round(number, 1) for number in run[:4]), run[4], round(run[5], 2), *run[6:]] for run in self._runs]

    def _add_to_run(
        self, character: str, box: tuple[float, float, float, float], size: float, font: str, colour: int
    ) -> None:
        last = self._runs[-1] if self._runs else None
        if (
            last is not None
            and not self._line_ended
            and last[6:] == [font, colour]
            and abs(last[5] - size) < 0.05 * size
        ):
            middle = (box[1] + box[3]) / 2
            on_line = last[1] - size / 2 <= middle <= last[3] + size / 2
            gap = max(box[0] - last[2], last[0] - box[2])  # whatever the direction
            if on_line and gap < 0.9 * size:
                last[:4] = min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3])
                last[4] += character
                return
        self._runs.append([*box, character, size, font, colour])

    def _add_to_piece(self, character: str, box: tuple[float, float, float, float], size: float) -> None:
        last = self._pieces[-1] if self._pieces else None
        if last is not None and not self._line_ended:
            middle = (box[1] + box[3]) / 2
            on_line = last[1] - size / 2 <= middle <= last[3] + size / 2
            # A gap of one and a half times the size is more than any space between words.
            if on_line and -size < box[0] - last[2] < 1.5 * size:
                last[:4] = min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3])
                last[4] += character
                return
        self._pieces.append([*box, character])
        self._line_ended = False

    def _text_object(self, textpage: pypdfium2.PdfTextPage, index: int) -> tuple[str, float, bool, int]:
        """Return the font, the size, the invisibility and the colour (0xRRGGBB) of the text object of a character."""
        import pypdfium2.raw as c

        text_object = c.FPDFText_GetTextObject(textpage, index)
        address = ctypes.cast(text_object, ctypes.c_void_p).value or 0
        if address not in self._text_objects:
            matrix = c.FS_MATRIX()
            c.FPDFText_GetMatrix(textpage, index, matrix)
            scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
            name = ctypes.create_string_buffer(256)
            font = c.FPDFTextObj_GetFont(text_object)
            if font:
                c.FPDFFont_GetBaseFontName(font, name, 256)
            invisible = c.FPDFTextObj_GetTextRenderMode(text_object) in {
                c.FPDF_TEXTRENDERMODE_INVISIBLE,
                c.FPDF_TEXTRENDERMODE_CLIP,
            }
            size = c.FPDFText_GetFontSize(textpage, index) * scale
            channels = [ctypes.c_uint() for _ in range(4)]
            c.FPDFPageObj_GetFillColor(text_object, *channels)
            red, green, blue = (channel.value & 255 for channel in channels[:3])
            colour = red << 16 | green << 8 | blue
            self._text_objects[address] = (name.value.decode("utf-8", "replace"), size, invisible, colour)
        return self._text_objects[address]

    def _upright(self, x1: float, y1: float, x2: float, y2: float) -> tuple[float, float, float, float]:
        """Return a box as the page is shown: /Rotate turns it clockwise, and its corner need not be the origin."""
        left, bottom, right, top = self.page.get_cropbox()
        match self.page.get_rotation():
            case 90:
                return y1 - bottom, right - x2, y2 - bottom, right - x1
            case 180:
                return right - x2, top - y2, right - x1, top - y1
            case 270:
                return top - y2, x1 - left, top - y1, x2 - left
            case _:
                return x1 - left, y1 - bottom, x2 - left, y2 - bottom


def _images_and_shapes(page: pypdfium2.PdfPage) -> tuple[float, int]:
    """Return the share of the page that images cover, from 0 to 1, and the number of shapes drawn on it."""
    import pypdfium2.raw as c

    left, bottom, right, top = page.get_cropbox()
    covered, shapes = 0.0, 0
    for drawn in islice(page.get_objects(max_depth=5), MAX_OBJECTS):
        if drawn.type == c.FPDF_PAGEOBJ_PATH:
            shapes += 1
        elif drawn.type == c.FPDF_PAGEOBJ_IMAGE:
            x1, y1, x2, y2 = drawn.get_bounds()
            covered += max(0, min(x2, right) - max(x1, left)) * max(0, min(y2, top) - max(y1, bottom))
    area = (right - left) * (top - bottom)
    return (min(1.0, covered / area) if area > 0 else 0.0), shapes


def _link_texts(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> dict[int, str]:
    """Return the text under each link, by the link's place in the page's list of annotations."""
    import pypdfium2.raw as c

    texts = {}
    for index in range(min(c.FPDFPage_GetAnnotCount(page), MAX_OBJECTS)):
        annotation = c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        box = c.FS_RECTF()
        if c.FPDFAnnot_GetSubtype(annotation) == c.FPDF_ANNOT_LINK and c.FPDFAnnot_GetRect(annotation, box):
            # pdfium returns all text that the box touches, even of the lines above and below: make it smaller.
            x, y = (min(3, 0.3 * abs(length)) for length in (box.right - box.left, box.top - box.bottom))
            text = textpage.get_text_bounded(box.left + x / 3, box.bottom + y, box.right - x / 3, box.top - y)
            texts[index] = " ".join(_with_hyphens(text).split())[:200]
        c.FPDFPage_CloseAnnot(annotation)
    return texts
