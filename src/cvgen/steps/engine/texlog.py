"""Reads the log of a TeX run: its documents, what failed, what is missing, what does not fit, and at which TeX line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class TexMessage:
    """One message of TeX's; ``line`` counts from 1 in the document, and is None where TeX does not know it."""

    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class MissingCharacter:
    """A character that no font has, and the last font that was tried."""

    character: str
    font: str


# Lines that cvgen's TeX writes into the log.
_BEGINNING: Final = re.compile(r"^cvgen: document (\S+)$", re.MULTILINE)
_END: Final = re.compile(r"^cvgen: done (\d+)$", re.MULTILINE)
_AGAIN: Final = "\ncvgen: again\n"
_FONT: Final = re.compile(r'^cvgen: font ("[^"\\{}%#]+"(?: at [\d.]+pt)?)$', re.MULTILINE)

# The line below an error shows how far TeX had read: it ends with the command at which TeX stopped.
_DIVIDED: Final = re.compile(r"^cvgen: divided (\d+)$", re.MULTILINE)
_ERROR: Final = re.compile(r"^(?:\./)?([^\s:]+):(\d+): (.+)$(?:(?=\n.*?(\\[A-Za-z@]+) *$))?", re.MULTILINE)
_DOCUMENT: Final = re.compile(r"document(-\d+)?\.tex")  # of several in a run, all but the first have a number
_PLAIN_ERROR: Final = re.compile(r"^! (.+)$", re.MULTILINE)
_OVERFULL: Final = re.compile(
    r"^Overfull \\([hv])box \(([\d.]+)pt too (?:wide|high)\)(?: in paragraph at lines (\d+)--\d+| detected at line (\d+))?",
    re.MULTILINE,
)
_TOLERANCE: Final = 1.0  # points
_MISSING: Final = re.compile(r"^Missing character: There is no (.+?) \(U\+([0-9A-F]+)\) in font ([^!]*)!", re.MULTILINE)
_PACKAGE_WARNING: Final = re.compile(r"^Package cvgen Warning: (.+?)(?: on input line (\d+))?\.$", re.MULTILINE)


# --- a run of several documents -------------------------------------------------------------------


def documents(log: str) -> dict[str, str]:
    """Return the part of the log that is about each document that was begun, by its name, in order."""
    beginnings = list(_BEGINNING.finditer(log))
    ends = [*(match.start() for match in beginnings), len(log)][1:]
    return {match[1]: log[match.end() : end] for match, end in zip(beginnings, ends, strict=True)}


def page_count(log: str) -> int | None:
    """Return the number of pages of a document by its log, None if it was not typeset to its end."""
    match = _END.search(log)
    return int(match[1]) if match else None


def asks_for_another_pass(log: str) -> bool:
    """Return whether a document needs another pass: what it tells of its own pages was a guess, and a wrong one."""
    return _AGAIN in log


def fonts(log: str) -> list[str]:
    r"""Return the fonts that were used, each once, as TeX's command ``\font`` takes them."""
    return list(dict.fromkeys(_FONT.findall(log)))


# --- what went wrong ------------------------------------------------------------------------------


def errors(log: str) -> list[TexMessage]:
    """Return the errors at which TeX stopped, the first one first."""
    messages = []
    for file, line, problem, command in _ERROR.findall(log):
        number = int(line) if _DOCUMENT.fullmatch(file) else None
        text = f"{problem.rstrip('.')}: {command}" if problem.startswith("Undefined control") and command else problem
        place = "" if number else f" ({file}, line {line})"
        messages.append(TexMessage(f"{_readable(text)}{place}", number))
    return messages or [TexMessage(_readable(text)) for text in _PLAIN_ERROR.findall(log)]


def _readable(text: str) -> str:
    text = re.sub(r"^(?:LaTeX|Package \S+) Error: ", "", text.strip())
    return text.rstrip(".")


def overfull(log: str) -> Iterator[TexMessage]:
    """Yield the lines and pages that stick out by more than can be seen."""
    for direction, amount, paragraph, line in _OVERFULL.findall(log):
        if float(amount) > _TOLERANCE:
            problem = "a line is too wide for the page" if direction == "h" else "a page is too full"
            number = paragraph or line
            yield TexMessage(f"{problem} by {float(amount):.1f} pt", int(number) if number else None)


def missing_characters(log: str) -> list[MissingCharacter]:
    """Return each character that no font has, once."""
    fonts_by_code = {int(code, 16): font for _, code, font in _MISSING.findall(log)}
    return [MissingCharacter(chr(code), font) for code, font in fonts_by_code.items()]


def divided_addresses(log: str) -> list[int]:
    """Return the lines of the profile whose e-mail address broke at the end of a line, each once."""
    return list(dict.fromkeys(map(int, _DIVIDED.findall(log))))


def warnings(log: str) -> list[TexMessage]:
    """Return the warnings of cvgen's own TeX packages, such as of a font that is not installed."""
    messages = [TexMessage(text, int(line) if line else None) for text, line in _PACKAGE_WARNING.findall(log)]
    return list(dict.fromkeys(messages))


def is_out_of_memory(log: str) -> bool:
    """Return whether an engine ended because it got no more memory, by what it said last."""
    return bool(
        re.search(r"xmalloc|xrealloc|memory exhausted|bad_alloc|memory allocation of \d+ bytes failed", log[-4000:])
    )


def unloadable_font(error: str) -> str | None:
    """Return the font that an error says cannot be loaded; None if it says something else."""
    match = re.match(r"Font \S+?=\[?([^\]:;,]+).* not loadable", error)
    return match[1] if match else None
