"""Records of pdfium, written by hand: a page as lines of text at their places."""

from __future__ import annotations

from typing import Any

from cvgen.inspect.resume.fields import Fields
from cvgen.inspect.resume.parser import parse

BODY, TITLE, NAME = 10.0, 13.0, 24.0
Run = tuple[float, str, str]  # where it starts, its text, its font


def page(*lines: tuple[float, *tuple[Run, ...]], leading: float = 1.3, number: int = 1) -> dict[str, Any]:
    """Return the record of a page; a line is the size of its text and its runs."""
    top, runs = 800.0, []
    for size, *parts in lines:
        top -= leading * size
        for left, text, font in parts:
            runs.append([left, top, left + 0.5 * size * len(text), top + size, text, size, font, 0])
    text = "\n".join(" ".join(part[1] for part in parts) for _, *parts in lines)
    return {"page": number, "width": 600.0, "height": 842.0, "text": text, "runs": runs}


def title(text: str) -> tuple[float, Run]:
    return TITLE, (50.0, text, "Serif-Bold")


def line(*cells: str, font: str = "Serif", left: float = 50.0) -> tuple[float, *tuple[Run, ...]]:
    """Return a line of cells: the first on the left, the second at the right edge."""
    return BODY, *((at, text, font) for at, text in zip((left, 400.0), cells, strict=False))


def read(*lines: tuple[float, *tuple[Run, ...]]) -> Fields:
    return parse([page(*lines)])
