"""How the terminal shows things: diagnostics with their line of the file, colours, and progress."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

import typer

from cvgen.diagnostics import Diagnostic, Severity

_MOST: Final = 100  # diagnostics of one file
_FEWEST: Final = 2  # errors that are counted
_MOST_BYTES: Final = 4 * 1024 * 1024  # of a file that an excerpt is taken from
_BAR_WIDTH: Final = 20
_COLUMNS: Final = 80  # of a terminal that does not say
# Controls, what turns the direction of a line or breaks it, what has no width, halves of characters. (But not U+200C and
# U+200D, which scripts and emoji need.)
_UNSEEN: Final = (
    r"\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e0fff"
)
_COLOURS: Final = {
    Severity.ERROR: typer.colors.RED,
    Severity.WARNING: typer.colors.YELLOW,
    Severity.NOTE: typer.colors.CYAN,
}


def say(text: str) -> None:
    """Print a line to standard error."""
    typer.echo(text, err=True)


def is_watched() -> bool:
    """Return whether standard error is a terminal, where somebody sees what happens."""
    return sys.stderr.isatty()


def report(diagnostics: Sequence[Diagnostic]) -> None:
    """Print diagnostics to standard error."""
    for diagnostic in diagnostics[:_MOST]:
        say(_shown(diagnostic))
    if len(diagnostics) > _MOST:
        say(f"... and {len(diagnostics) - _MOST} more")
    if count := _count(diagnostics):
        say(count)


def _count(diagnostics: Sequence[Diagnostic]) -> str | None:
    """Return how many errors and warnings there are, and in which file; None if there are no two errors."""
    counts = {each: sum(one.severity is each for one in diagnostics) for each in (Severity.ERROR, Severity.WARNING)}
    if counts[Severity.ERROR] < _FEWEST:
        return None
    counted = [f"{count} {each}{'s' if count > 1 else ''}" for each, count in counts.items() if count]
    paths = {each.span.path for each in diagnostics if each.span and each.span.line}
    place = f" in {printable(str(paths.pop()))}" if len(paths) == 1 else ""
    return " and ".join(counted) + place


def _shown(diagnostic: Diagnostic) -> str:
    """Return the diagnostic with its line of the file, a caret below the place, and the hint."""
    where = f" (in {diagnostic.style})" if diagnostic.style else ""
    text = printable(str(diagnostic).removesuffix(f" [{diagnostic.code}]") + f"{where} [{diagnostic.code}]")
    lines = [text, *_excerpt(diagnostic)]
    if diagnostic.hint:
        lines.append(f"  hint: {printable(diagnostic.hint)}")
    if is_watched() and "NO_COLOR" not in os.environ:
        severity = typer.style(str(diagnostic.severity), fg=_COLOURS[diagnostic.severity], bold=True)
        lines[0] = text.replace(f"{diagnostic.severity}:", f"{severity}:", 1)
    return "\n".join(lines)


def printable(text: str) -> str:
    """Return the text with escapes for what a terminal obeys and nobody sees; anybody may have written it."""
    return re.sub(f"[{_UNSEEN}]", _escape, text)


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _excerpt(diagnostic: Diagnostic) -> list[str]:
    """Return the line of the file and the line with the caret, or nothing if there is no such line."""
    span = diagnostic.span
    if span is None or not span.line:
        return []
    try:
        with span.path.open(encoding="utf-8-sig", errors="replace") as file:
            content = file.read(_MOST_BYTES).splitlines()
    except (OSError, ValueError):
        return []
    if span.line > len(content):
        return []
    line = re.sub(f"[{_UNSEEN}]", "\ufffd", content[span.line - 1].replace("\t", " "))  # each in one column
    start = max(0, span.column - 60)
    shown, before = line[start : start + 110], line[start : span.column - 1]
    gutter = f"{span.line:>5} | "
    return [gutter + shown, " " * 5 + " | " + " " * sum(map(_width, before)) + "^"]


def _width(character: str) -> int:
    """Return how many columns of the terminal a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def clear_line() -> None:
    """Clear the line that the cursor is on, which a progress bar has written."""
    typer.echo("\r\033[K", nl=False, err=True)


class Bar:
    """Shows the progress of one long task in one line of a terminal; elsewhere, in a line for each kind of work.

    To be used in a ``with``; the line is cleared at the end.
    """

    def __init__(self) -> None:
        self._is_watched = is_watched()
        self._line = ""

    def __enter__(self) -> Callable[[float, str], None]:
        return self._show

    def __exit__(self, *_: object) -> None:
        if self._is_watched and self._line:
            clear_line()

    def _show(self, done: float, part: str) -> None:
        if not self._is_watched:
            if part.split()[:1] != self._line.split()[:1]:
                say(part)
            self._line = part
            return
        filled = int(_BAR_WIDTH * done)
        line = f"[{'#' * filled:<{_BAR_WIDTH}}] {done:4.0%}  {part}"[: _columns() - 1]
        if line != self._line:
            typer.echo(f"\r{line}\033[K", nl=False, err=True)
            self._line = line


def _columns() -> int:
    """Return the width of the terminal on standard error."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _COLUMNS
    except (OSError, ValueError):
        return _COLUMNS
