"""Interprets the content of a page: finds what the operators that TeX's PDF driver writes show, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import pikepdf
from pikepdf import Array, String

Point: TypeAlias = tuple[float, float]


@dataclass
class Show:
    """The glyphs that one operator shows, with the numbers between them as floats, and its place on the page.

    ``mark`` is the number of the marked content around it, its tag if there is no number, or None outside of all.
    """

    mark: int | str | None
    font: str
    size: float
    at: Point
    glyphs: list[int | float]
    colour: tuple[str, ...] = ()
    state: str = ""
    stretch: float = 1.0


class Letter(NamedTuple):
    """A glyph on the page."""

    glyph: int
    font: str
    size: float
    colour: tuple[str, ...]
    state: str
    at: Point


def shows(instructions: Iterable[Any], page: pikepdf.Page) -> list[Show]:
    """Return what instructions show with the fonts of a page, in their order."""
    result: list[Show] = []
    of_font = widths(page)
    inside: list[int | str] = []
    saved: list[tuple[Any, ...]] = []
    origin = line = pen = (0.0, 0.0)
    font, size, colour, state, stretch = "", 0.0, tuple[str, ...](), "", 1.0
    for instruction in instructions:
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "q":
                saved.append((origin, font, size, colour, state, stretch))
            case "Q":
                origin, font, size, colour, state, stretch = saved.pop()
            case "cm":
                origin = (origin[0] + float(operands[4]), origin[1] + float(operands[5]))
            case "g" | "rg" | "k" as operator:
                colour = (operator, *map(str, operands))
            case "gs":
                state = str(operands[0])
            case "BT":
                line = pen = origin
            case "Td":
                line = pen = (line[0] + float(operands[0]), line[1] + float(operands[1]))
            case "Tf":
                font, size = str(operands[0]), float(operands[1])
            case "Tz":
                stretch = float(operands[0]) / 100
            case "TJ" | "Tj":
                mark = next((each for each in reversed(inside) if isinstance(each, int)), inside[0] if inside else None)
                glyphs = _glyphs(operands[0])
                result.append(Show(mark, font, size, pen, glyphs, colour, state, stretch))
                moved = sum(of_font[font][each] if isinstance(each, int) else -each for each in glyphs)
                pen = (pen[0] + moved * size * stretch / 1000, pen[1])
            case "BDC":
                inside.append(int(operands[1].MCID) if "/MCID" in operands[1] else str(operands[0]))
            case "BMC":
                inside.append(str(operands[0]))
            case "EMC":
                inside.pop()
    return result


def _glyphs(shown: Any) -> list[int | float]:
    glyphs: list[int | float] = []
    for part in shown if isinstance(shown, Array) else [shown]:
        if isinstance(part, String):
            codes = bytes(part)
            glyphs += [int.from_bytes(codes[i : i + 2]) for i in range(0, len(codes), 2)]
        else:
            glyphs.append(float(part))
    return glyphs


def letters(instructions: Iterable[Any], page: pikepdf.Page) -> list[Letter]:
    """Return each glyph that the instructions show, with the fonts of a page."""
    of_font = widths(page)
    result: list[Letter] = []
    for show in shows(instructions, page):
        x, y = show.at
        for glyph in show.glyphs:
            if isinstance(glyph, int):
                result.append(Letter(glyph, show.font, show.size, show.colour, show.state, (x, y)))
                x += of_font[show.font][glyph] * show.size * show.stretch / 1000
            else:
                x -= glyph * show.size * show.stretch / 1000
    return result


def widths(page: pikepdf.Page) -> dict[str, Mapping[int, float]]:
    """Return the widths of the glyphs of each font, in thousandths of its size (ISO 32000-1, 9.7.4.3)."""
    fonts: Any = page.obj.Resources.Font
    return {name: _widths(font.DescendantFonts[0]) for name, font in fonts.items()}


def _widths(font: Any) -> Mapping[int, float]:
    default = float(font.get("/DW", 1000))
    result: dict[int, float] = defaultdict(lambda: default)
    entries = [*font.get("/W", [])]
    while entries:
        first, second = int(entries.pop(0)), entries.pop(0)
        if isinstance(second, Array):
            result |= {first + place: float(width) for place, width in enumerate(second)}
        else:
            result |= dict.fromkeys(range(first, int(second) + 1), float(entries.pop(0)))
    return result
