"""The content of a page: what an operator shows, and text that the PDF driver has cut into pieces (ISO 32000-1, 9.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    import pikepdf

SHOW: Final = frozenset({"Tj", "TJ", "'", '"'})
# What stands between pieces of one colour, and what each sets.
_STATE: Final = {"g": "fill", "rg": "fill", "k": "fill", "G": "stroke", "RG": "stroke", "K": "stroke", "gs": "alpha"}
_ROUNDING: Final = 0.005  # points; nobody sees less


def fonts(page: pikepdf.Page) -> dict[str, Any]:
    """The fonts of a page, by the names that it has for them."""
    resources: Any = page.obj.get("/Resources", {})
    return dict(resources.get("/Font", {}).items())


def shown(operands: Any) -> tuple[int, ...]:
    """The glyphs that an operator shows: strings, two bytes a glyph, or an array of these and numbers."""
    import pikepdf

    glyphs = b"".join([bytes(part) for part in _parts(operands[-1]) if isinstance(part, pikepdf.String)])
    return struct.unpack(f">{len(glyphs) // 2}H", glyphs[: len(glyphs) // 2 * 2])


class Widths:
    """How far each glyph of a font moves on, in thousandths of its size (ISO 32000-1, 9.7.4.3)."""

    def __init__(self, font: Any) -> None:
        import pikepdf

        self._widths: dict[int, float] = {}
        inner = next(iter(font.get("/DescendantFonts", [])), pikepdf.Dictionary())
        self._default = float(inner.get("/DW", 1000))
        listed = list(inner.get("/W", []))
        at = 0
        while at + 1 < len(listed):
            first = int(listed[at])
            if isinstance(listed[at + 1], pikepdf.Array):
                self._widths |= {first + i: float(width) for i, width in enumerate(listed[at + 1])}
                at += 2
            else:
                self._widths |= dict.fromkeys(range(first, int(listed[at + 1]) + 1), float(listed[at + 2]))
                at += 3

    def of(self, glyph: int) -> float:
        """That of one glyph."""
        return self._widths.get(glyph, self._default)

    def moved(self, operands: Any) -> float:
        """How far an operator that shows text moves on."""
        import pikepdf

        kerns = [float(part) for part in _parts(operands[-1]) if not isinstance(part, pikepdf.String)]
        return sum(self._widths.get(glyph, self._default) for glyph in shown(operands)) - sum(kerns)


def joined(instructions: Iterable[Any], spaces: Mapping[str, tuple[int, float]]) -> list[tuple[Any, str]]:
    """Instructions and the names of their operators, with text of one colour in one piece.

    xdvipdfmx sets the colour of a coloured font for each word, and each space, in a text object of its own: pages
    are four times as long, and pdfium sees no space in what is nothing else. So text objects of one colour become
    one, and a space goes to the word that it stands before. ``spaces`` has the glyph of the space, and its width
    in thousandths of the size, by the name of the font.
    """
    out: list[tuple[Any, str]] = []
    text = _Text()
    inside = False
    end = -1  # where the last text object ends in "out", if only states have changed since
    state: dict[str, Any] = {}  # the last operands of each kind that matters to text
    saved: list[dict[str, Any]] = []
    before: dict[str, Any] = {}  # the state of the last text object
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "BT":
            if end >= 0 and state == before and _balanced(out[end + 1 :]):
                del out[end:]
                text.go_on()
            else:
                out.append((instruction, operator))
                text = _Text()
            before, inside, end = state.copy(), True, -1
        elif inside and operator == "ET":
            inside, end = False, -1 if text.is_turned else len(out)
            out.append((instruction, operator))
        elif inside:
            text.add(instruction, operator, out, spaces)
        else:
            if operator in _STATE:
                state[_STATE[operator]] = (operator, *map(str, instruction.operands))
            elif operator == "q":
                saved.append(state.copy())
            elif operator == "Q":
                state = saved.pop() if saved else {}
            else:
                end = -1
            out.append((instruction, operator))
    return out


class _Text:
    """A text object that goes on over several: where the line starts, as written and as it should."""

    def __init__(self) -> None:
        self.written = self.wanted = (Decimal(0), Decimal(0))
        self.font: tuple[str, Any] = ("", 0)
        self.space: _Space | None = None  # if it was shown last
        self.must_move = False
        self.is_turned = False

    def go_on(self) -> None:
        """Another text object begins, in which positions count from the origin again."""
        self.wanted = (Decimal(0), Decimal(0))
        self.must_move = True

    def add(
        self, instruction: Any, operator: str, out: list[tuple[Any, str]], spaces: Mapping[str, tuple[int, float]]
    ) -> None:
        """Write an instruction, or its part in the one before."""
        import pikepdf

        operands = instruction.operands
        if operator == "Td":
            self.wanted = (self.wanted[0] + operands[0], self.wanted[1] + operands[1])
            return
        if operator == "Tm":
            self.is_turned = True
        elif operator == "Tf":
            chosen = (str(operands[0]), operands[1])
            if chosen == self.font:
                return
            self.font, self.space = chosen, None
        elif operator in SHOW:
            space, self.space = self.space, None
            if space and space.line == self.wanted[1]:
                over = space.end - float(self.wanted[0])  # a space of another font may be wider than the gap
                if abs(over) < space.width:
                    kern = [] if abs(over) < _ROUNDING else [round(over * 1000 / float(self.font[1]), 3)]
                    shows = [*_parts(out.pop()[0].operands[0]), *kern, *_parts(operands[0])]
                    operator = "TJ"
                    instruction = pikepdf.ContentStreamInstruction([pikepdf.Array(shows)], pikepdf.Operator(operator))
                    out.append((instruction, operator))
                    return
            if self.written != self.wanted or self.must_move:
                move = [self.wanted[0] - self.written[0], self.wanted[1] - self.written[1]]
                out.append((pikepdf.ContentStreamInstruction(move, pikepdf.Operator("Td")), "Td"))
                self.written, self.must_move = self.wanted, False
            glyph, width = spaces.get(self.font[0], (None, 0.0))
            if glyph is not None and shown(operands) == (glyph,):
                points = width * float(self.font[1]) / 1000
                self.space = _Space(self.wanted[1], float(self.wanted[0]) + points, points)
        out.append((instruction, operator))


class _Space(NamedTuple):
    """A space that is shown: its line, where it ends on that, and how wide it is, in points."""

    line: Decimal
    end: float
    width: float


def _parts(operand: Any) -> list[Any]:
    import pikepdf

    return list(operand) if isinstance(operand, pikepdf.Array) else [operand]


def _balanced(states: Sequence[tuple[Any, str]]) -> bool:
    """Whether as many states are restored as are saved."""
    operators = [operator for _, operator in states]
    return operators.count("q") == operators.count("Q")
