"""Finds the text of a page that nobody can see: machines read it, and whoever reads what they say is deceived."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import pypdfium2

OUTSIDE: Final = "outside of the page"
_TINY: Final = 2.0  # points; nobody reads smaller text
_LEAST_CONTRAST: Final = 1.15  # of WCAG 2: black on white has 21, no difference 1
_LEAST_DIFFERENCE: Final = 40  # of 255, between the parts of two colours
_LEAST_ALPHA: Final = 25  # of 255
_OPAQUE: Final = 250
_MOST_OBJECTS: Final = 200_000  # of a page
_MOST_SEGMENTS: Final = 6  # of a rectangle: what is within its bounds is within it
_WHITE: Final = (255, 255, 255)

_Box: TypeAlias = tuple[float, float, float, float]
_Colour: TypeAlias = tuple[int, int, int]


class HiddenText(NamedTuple):
    """Text that nobody sees, and why; ``is_marked`` tells whether the structure tree holds it."""

    text: str
    reason: str
    is_marked: bool


class _Area(NamedTuple):
    """An opaque area, painted as the object of a number on its page; its colour is None if that is not one."""

    number: int
    box: _Box
    colour: _Colour | None


class _Text(NamedTuple):
    number: int
    handle: Any
    box: _Box
    is_in_form: bool


def hidden_texts(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> Iterator[HiddenText]:
    """Yield the hidden texts of a page."""
    import pypdfium2.raw as c

    texts: list[_Text] = []
    areas: list[_Area] = []
    for number, drawn in enumerate(islice(page.get_objects(max_depth=8), _MOST_OBJECTS)):
        if drawn.type == c.FPDF_PAGEOBJ_TEXT:
            texts.append(_Text(number, drawn.raw, _bounds(drawn.raw), drawn.level > 0))
        elif drawn.type == c.FPDF_PAGEOBJ_PATH and not drawn.level:
            if area := _filled(number, drawn.raw):
                areas.append(area)
        elif drawn.type in {c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING} and not drawn.level:
            areas.append(_Area(number, _bounds(drawn.raw), None))
    size = page.get_size()
    for text in texts:
        if reason := _why_hidden(text, areas, size):
            shown = _characters(text.handle, textpage)
            if any(not char.isspace() and unicodedata.category(char) != "Cf" for char in shown):
                yield HiddenText(shown.strip(), reason, c.FPDFPageObj_GetMarkedContentID(text.handle) >= 0)


def _why_hidden(text: _Text, areas: list[_Area], page_size: tuple[float, float]) -> str | None:
    import pypdfium2.raw as c

    mode = c.FPDFTextObj_GetTextRenderMode(text.handle)
    if mode in {c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP}:
        return "invisible"
    if _size(text.handle) < _TINY:
        return "tiny"
    painted = _colour(text.handle, is_stroke=mode == c.FPDF_TEXTRENDERMODE_STROKE)
    if painted and painted[1] < _LEAST_ALPHA:
        return "transparent"
    if text.is_in_form:  # its place is that in the form
        is_plain = not areas
        return "white on white" if is_plain and painted and _are_alike(painted[0], _WHITE) else None
    left, bottom, right, top = text.box
    if right < 0 or left > page_size[0] or top < 0 or bottom > page_size[1]:
        return OUTSIDE
    around = [area for area in areas if _contains(area.box, text.box)]
    if any(area.number > text.number for area in around):
        return "covered"
    ground = around[-1].colour if around else _WHITE
    if painted and ground and _are_alike(painted[0], ground):
        return "of the colour of its ground"
    return None


# --- what pdfium says of an object ----------------------------------------------------------------


def _bounds(handle: Any) -> _Box:
    import pypdfium2.raw as c

    box = [ctypes.c_float() for _ in range(4)]
    c.FPDFPageObj_GetBounds(handle, *box)
    left, bottom, right, top = (each.value for each in box)
    return left, bottom, right, top


def _filled(number: int, handle: Any) -> _Area | None:
    """Return the area of a path that is filled and opaque."""
    import pypdfium2.raw as c

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not c.FPDFPath_GetDrawMode(handle, mode, stroke) or mode.value == c.FPDF_FILLMODE_NONE:
        return None
    if c.FPDFPath_CountSegments(handle) > _MOST_SEGMENTS:
        return None
    painted = _colour(handle)
    if painted and painted[1] < _OPAQUE:
        return None
    return _Area(number, _bounds(handle), painted[0] if painted else None)


def _colour(handle: Any, *, is_stroke: bool = False) -> tuple[_Colour, int] | None:
    """Return the colour and the opacity, from 0 to 255; None if it is a pattern."""
    import pypdfium2.raw as c

    parts = [ctypes.c_uint() for _ in range(4)]
    get = c.FPDFPageObj_GetStrokeColor if is_stroke else c.FPDFPageObj_GetFillColor
    if not get(handle, *parts):
        return None
    red, green, blue, alpha = (each.value for each in parts)
    return (red, green, blue), alpha


def _size(handle: Any) -> float:
    import pypdfium2.raw as c

    size, matrix = ctypes.c_float(), c.FS_MATRIX()
    if not c.FPDFTextObj_GetFontSize(handle, size) or not c.FPDFPageObj_GetMatrix(handle, matrix):
        return math.inf
    return abs(size.value) * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))


def _characters(handle: Any, textpage: pypdfium2.PdfTextPage) -> str:
    import pypdfium2.raw as c

    length = c.FPDFTextObj_GetText(handle, textpage, None, 0)
    buffer = ctypes.create_string_buffer(length)
    c.FPDFTextObj_GetText(handle, textpage, ctypes.cast(buffer, ctypes.POINTER(c.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _contains(outer: _Box, inner: _Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _are_alike(one: _Colour, other: _Colour) -> bool:
    """Return whether two colours look the same: as bright as each other, and of the same hue."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    is_as_bright = (light + 0.05) / (dark + 0.05) < _LEAST_CONTRAST
    return is_as_bright and max(abs(a - b) for a, b in zip(one, other, strict=True)) < _LEAST_DIFFERENCE


def _luminance(colour: _Colour) -> float:
    """Return the relative luminance of WCAG 2, from 0 to 1."""
    parts = [each / 255 for each in colour]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
