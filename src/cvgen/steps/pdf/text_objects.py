"""Joins text that the PDF driver has cut into pieces.

xdvipdfmx sets the colour of a coloured font for each word, and each space, in a text object of its own: pages are
four times as long, and pdfium sees no space in a text object that has nothing else. So text objects of one colour
become one, and a space goes to the word that it stands before (ISO 32000-1, 9.4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from cvgen.steps.pdf import content_stream
from cvgen.steps.pdf.content_stream import SHOW_TEXT, Instruction, Number

# The operators that may stand between pieces of one colour, and the part of the graphics state that each sets.
_STATE: Final = {"g": "fill", "rg": "fill", "k": "fill", "G": "stroke", "RG": "stroke", "K": "stroke", "gs": "alpha"}
_ROUNDING: Final = 0.005  # points: a smaller distance is due to rounding, and nobody sees it


class Space(NamedTuple):
    """The glyph of a font's space, and its width in thousandths of the font's size."""

    glyph: int
    width: float


def join(instructions: Sequence[Instruction], spaces: Mapping[str, Space]) -> list[Instruction]:
    """Return the instructions with adjoining text objects of one colour as one. ``spaces`` is by the name of a font."""
    out: list[Instruction] = []
    text = _TextObject(spaces)
    inside = False
    end: int | None = None  # the length of "out" after the last text object, if only states have changed since
    state: dict[str, tuple[str, ...]] = {}  # the last instruction for each part of the graphics state in _STATE
    saved: list[dict[str, tuple[str, ...]]] = []
    state_of_text: dict[str, tuple[str, ...]] = {}  # the state of the last text object
    for instruction in instructions:
        operator = instruction.operator
        if operator == "BT":
            if end is not None and state == state_of_text and _is_balanced(out[end:]):
                del out[end - 1 :]  # with the ET
                text.resume()
            else:
                out.append(instruction)
                text = _TextObject(spaces)
            state_of_text, inside, end = state.copy(), True, None
        elif inside and operator == "ET":
            out.append(instruction)
            inside, end = False, None if text.has_matrix else len(out)
        elif inside:
            text.add(instruction, out)
        else:
            if operator in _STATE:
                state[_STATE[operator]] = instruction.as_text()
            elif operator == "q":
                saved.append(state.copy())
            elif operator == "Q":
                state = saved.pop() if saved else {}
            else:
                end = None
            out.append(instruction)
    return out


class _LastSpace(NamedTuple):
    """A space that was shown last: its line, where it ends on that line, and its width, in points."""

    line: Number
    end: float
    width: float


class _TextObject:
    """A text object that may take in the ones after it."""

    def __init__(self, spaces: Mapping[str, Space]) -> None:
        self.has_matrix = False  # a Tm sets the place of text otherwise
        self._spaces = spaces
        # Where the line starts: as the Tds in the output have it, and as it has to be.
        self._written: tuple[Number, Number] = (Decimal(0), Decimal(0))
        self._wanted = self._written
        self._must_move = False
        self._font: tuple[str, Number] = ("", 0)
        self._last_space: _LastSpace | None = None

    def resume(self) -> None:
        """Take in another text object, in which positions count from the origin again."""
        self._wanted = (Decimal(0), Decimal(0))
        self._must_move = True

    def add(self, instruction: Instruction, out: list[Instruction]) -> None:
        """Write an instruction to ``out``, or join it with the one before; Td waits until something is shown."""
        operator = instruction.operator
        if operator == "Td":
            x, y = instruction.offset()
            self._wanted = (self._wanted[0] + x, self._wanted[1] + y)
            return
        if operator == "Tm":
            self.has_matrix = True
        elif operator == "Tf":
            font = instruction.font()
            if font == self._font:
                return
            self._font, self._last_space = font, None
        elif operator in SHOW_TEXT:
            self._show(instruction, out)
            return
        out.append(instruction)

    def _show(self, instruction: Instruction, out: list[Instruction]) -> None:
        name, size = self._font
        x, y = self._wanted
        space, self._last_space = self._last_space, None
        if space and space.line == y:
            overlap = space.end - float(x)  # a space of another font may be wider than the gap
            if abs(overlap) < space.width:
                kern = 0.0 if abs(overlap) < _ROUNDING else round(overlap * 1000 / float(size), 3)
                out.append(content_stream.show_both(out.pop(), kern, instruction))
                return
        if self._written != self._wanted or self._must_move:
            out.append(content_stream.move(x - self._written[0], y - self._written[1]))
            self._written, self._must_move = self._wanted, False
        if (blank := self._spaces.get(name)) and instruction.glyphs() == (blank.glyph,):
            width = blank.width * float(size) / 1000
            self._last_space = _LastSpace(y, float(x) + width, width)
        out.append(instruction)


def _is_balanced(instructions: Sequence[Instruction]) -> bool:
    """Return whether as many graphics states are restored as are saved."""
    operators = [each.operator for each in instructions]
    return operators.count("q") == operators.count("Q")
