"""Reads and writes ToUnicode CMaps: the text that each glyph of a font stands for (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_BLOCK: Final = re.compile(r"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX: Final = re.compile(r"<([0-9A-Fa-f]*)>")
_MOST: Final = 100  # entries of a block
_CMAP: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def stream_of(font: Any) -> str:
    """Return what identifies the ToUnicode stream of a font in its PDF; "" if the font has none.

    A font that has none of the characters that it was asked for has no such stream.
    """
    return str(font.ToUnicode.objgen) if "/ToUnicode" in font else ""


def read(cmap: bytes) -> dict[int, str] | None:
    """Return the text of each glyph in a CMap as xdvipdfmx writes it; None if another program wrote it."""
    texts: dict[int, str] = {}
    try:
        for kind, body in _BLOCK.findall(cmap.decode("latin-1")):
            if "[" in body or "/" in body or "<>" in body:
                return None
            numbers = _HEX.findall(body)
            width = 2 if kind == "char" else 3
            for entry in zip(*(numbers[i::width] for i in range(width)), strict=True):
                first, last, text = int(entry[0], 16), int(entry[-2], 16), bytes.fromhex(entry[-1]).decode("utf-16-be")
                for offset in range(last - first + 1):
                    texts[first + offset] = text[:-1] + chr(ord(text[-1]) + offset)
    except ValueError:
        return None
    return texts


def write(texts: Mapping[int, str]) -> bytes:
    """Return a CMap with the text of each glyph."""
    lines = [f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>" for glyph, text in sorted(texts.items())]
    blocks = ""
    for start in range(0, len(lines), _MOST):
        block = lines[start : start + _MOST]
        blocks += f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n"
    return _CMAP.format(blocks=blocks).encode("ascii")
