"""Reads the log of a TeX run: what failed, what is missing, what does not fit, and at which TeX line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class TexMessage:
    """One thing that TeX said; ``line`` counts from 1 in the document, None where TeX does not know."""

    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class MissingCharacter:
    """A character that no font has, and the last font that was tried."""

    character: str
    font: str


# The line below an error shows how far TeX had read: it ends with what TeX stumbled over.
_ERROR: Final = re.compile(r"^(?:\./)?([^\s:]+):(\d+): (.+)$(?:(?=\n.*?(\\[A-Za-z@]+) *$))?", re.MULTILINE)
_DOCUMENT: Final = re.compile(r"document(-\d+)?\.tex")  # of several in a run, all but the first have a number
_PLAIN_ERROR: Final = re.compile(r"^! (.+)$", re.MULTILINE)
_OVERFULL: Final = re.compile(
    r"^Overfull \\([hv])box \(([\d.]+)pt too (?:wide|high)\)(?: in paragraph at lines (\d+)--\d+| detected at line (\d+))?",
    re.MULTILINE,
)
_MISSING: Final = re.compile(r"^Missing character: There is no (.+?) \(U\+([0-9A-F]+)\) in font ([^!]*)!", re.MULTILINE)
_PACKAGE_WARNING: Final = re.compile(r"^Package cvgen Warning: (.+?)(?: on input line (\d+))?\.$", re.MULTILINE)


def errors(log: str) -> list[TexMessage]:
    """What made TeX stop, the first first."""
    found = []
    for file, line, problem, command in _ERROR.findall(log):
        place = int(line) if _DOCUMENT.fullmatch(file) else None
        text = f"{problem.rstrip('.')}: {command}" if problem.startswith("Undefined control") and command else problem
        found.append(TexMessage(_readable(text) if place else f"{_readable(text)} ({file}, line {line})", place))
    return found or [TexMessage(_readable(text)) for text in _PLAIN_ERROR.findall(log)]


def _readable(text: str) -> str:
    text = re.sub(r"^(?:LaTeX|Package \S+) Error: ", "", text.strip())
    return text.rstrip(".")


def overfull(log: str, tolerance: float = 1.0) -> Iterator[TexMessage]:
    """Lines and pages that stick out by more than ``tolerance`` points."""
    for direction, amount, paragraph, line in _OVERFULL.findall(log):
        if float(amount) > tolerance:
            what = "a line is too wide for the page" if direction == "h" else "a page is too full"
            number = paragraph or line
            yield TexMessage(f"{what} by {float(amount):.1f} pt", int(number) if number else None)


def missing_characters(log: str) -> list[MissingCharacter]:
    """Each character that no font has, once."""
    found = {int(code, 16): font for _, code, font in _MISSING.findall(log)}
    return [MissingCharacter(chr(code), font) for code, font in found.items()]


def warnings(log: str) -> list[TexMessage]:
    """What cvgen's own TeX packages warn about, such as a font that is not installed."""
    found = [TexMessage(text, int(line) if line else None) for text, line in _PACKAGE_WARNING.findall(log)]
    return list(dict.fromkeys(found))
