"""Reads and writes the content stream of a page: the one module that takes operands apart (ISO 32000-1, 7.8.2).

All other modules get ``Instruction``s, ask these for what they mean, and make new ones with the functions below.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import pikepdf

SHOW_TEXT: Final = frozenset({"Tj", "TJ", "'", '"'})  # ISO 32000-1, table 109
BEGIN_PATH: Final = frozenset({"m", "re"})  # table 59
PAINT_PATH: Final = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n"})  # table 60
PAINT_OBJECT: Final = frozenset({"Do", "sh", "INLINE IMAGE"})  # an XObject, a shading, an image in the stream

_POINT: Final = "/Cv"  # the tag of the points that cvgen.sty writes

Number: TypeAlias = Decimal | int


class Instruction(NamedTuple):
    """An operator with its operands; each method below is for the operators that its docstring names."""

    operator: str
    parsed: Any  # as pikepdf reads and writes it

    def glyphs(self) -> tuple[int, ...]:
        """Return the glyphs that a ``SHOW_TEXT`` operator shows: two bytes a glyph, as Identity-H has it (9.7.5.2)."""
        import pikepdf

        codes = b"".join([bytes(part) for part in _shown(self) if isinstance(part, pikepdf.String)])
        return struct.unpack(f">{len(codes) // 2}H", codes[: len(codes) // 2 * 2])

    def kerning(self) -> float:
        """Return by how much the numbers in the array of TJ move back, in thousandths of the font's size (9.4.3)."""
        import pikepdf

        return sum([float(part) for part in _shown(self) if not isinstance(part, pikepdf.String)])

    def font(self) -> tuple[str, Number]:
        """Return the name and the size of the font that Tf selects."""
        operands = self.parsed.operands
        return str(operands[0]), operands[1]

    def offset(self) -> tuple[Number, Number]:
        """Return by how much Td moves the start of the line, in points."""
        operands = self.parsed.operands
        return operands[0], operands[1]

    def translation(self) -> tuple[float, float]:
        """Return by how much cm moves the origin: XeTeX's driver seldom does anything else with it."""
        operands = self.parsed.operands
        return float(operands[4]), float(operands[5])

    def tag(self) -> str:
        """Return the tag of BMC or BDC, such as "/Artifact" (14.6)."""
        return str(self.parsed.operands[0])

    def point(self) -> Any:
        """Return the property list of a marked-content point (DP) of cvgen's, a dictionary; None for anything else."""
        if self.operator != "DP" or str(self.parsed.operands[0]) != _POINT:
            return None
        return self.parsed.operands[1]

    def mcid(self) -> int | None:
        """Return the marked-content identifier in the property list of BDC (14.7.4.2); None if there is none."""
        import pikepdf

        properties = self.parsed.operands[1]  # a dictionary, or the name of one in the page's resources
        return int(properties.MCID) if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties else None

    def as_text(self) -> tuple[str, ...]:
        """Return the operator and its operands as strings, to be compared."""
        return self.operator, *map(str, self.parsed.operands)


def _shown(instruction: Instruction) -> list[Any]:
    """Return the strings and numbers that an instruction shows."""
    import pikepdf

    operand = instruction.parsed.operands[-1]
    return list(operand) if isinstance(operand, pikepdf.Array) else [operand]


def read(page: pikepdf.Page) -> list[Instruction]:
    """Return the instructions of a page."""
    import pikepdf

    return [Instruction(str(each.operator), each) for each in pikepdf.parse_content_stream(page)]


def write(pdf: pikepdf.Pdf, page: pikepdf.Page, instructions: Iterable[Instruction]) -> None:
    """Put instructions in the place of a page's content."""
    import pikepdf

    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream([each.parsed for each in instructions]))


# --- new instructions -----------------------------------------------------------------------------


def select_font(name: str, size: float) -> Instruction:
    """Return a Tf."""
    import pikepdf

    return _made("Tf", pikepdf.Name(name), size)


def move(x: Number, y: Number) -> Instruction:
    """Return a Td."""
    return _made("Td", x, y)


def show(parts: Iterable[int | float]) -> Instruction:
    """Return a TJ of single glyphs (int), and of numbers that move back (float), in thousandths of the size."""
    import pikepdf

    array = [pikepdf.String(bytes(divmod(part, 256))) if isinstance(part, int) else part for part in parts]
    return _made("TJ", pikepdf.Array(array))


def stretch(percent: float) -> Instruction:
    """Return a Tz: glyphs are so wide from here on."""
    return _made("Tz", percent)


def show_both(first: Instruction, kern: float, second: Instruction) -> Instruction:
    """Return a TJ that shows what two instructions do, with a number between them that moves back, if it is not 0."""
    import pikepdf

    return _made("TJ", pikepdf.Array([*_shown(first), *([kern] if kern else []), *_shown(second)]))


def begin_content(mcid: int) -> Instruction:
    """Return the start of marked content that an element of the structure tree holds (14.7.4.2)."""
    import pikepdf

    return _made("BDC", pikepdf.Name.Span, pikepdf.Dictionary(MCID=mcid))


def begin_replacement(text: str) -> Instruction:
    """Return the start of marked content that reads as ``text`` (ActualText, 14.9.4)."""
    import pikepdf

    return _made("BDC", pikepdf.Name.Span, pikepdf.Dictionary(ActualText=text))


def begin_tagged(tag: str) -> Instruction:
    """Return the start of marked content that has a tag and nothing else, such as "/Artifact" (14.8.2.2)."""
    import pikepdf

    return _made("BMC", pikepdf.Name(tag))


def end_content() -> Instruction:
    """Return the end of marked content."""
    return _made("EMC")


def line(left: float, right: float, height: float, width: float, colour: Sequence[float]) -> list[Instruction]:
    """Return the instructions that draw a level line, in a colour of red, green and blue from 0 to 1."""
    start, end = (left, height), (right, height)
    return [
        *(_made("q"), _made("RG", *colour), _made("w", width)),
        *(_made("m", *start), _made("l", *end), _made("S"), _made("Q")),
    ]


def _made(operator: str, *operands: Any) -> Instruction:
    import pikepdf

    return Instruction(operator, pikepdf.ContentStreamInstruction([*operands], pikepdf.Operator(operator)))
