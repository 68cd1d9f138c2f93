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
_MOST_BYTES: Final = 4 * 1024 * 1024  # of a file that an excerpt is taken from
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


def _shown(diagnostic: Diagnostic) -> str:
    """Return the diagnostic with its line of the file, a caret below the place, and the hint."""
    text = _printable(str(diagnostic))
    lines = [text, *_excerpt(diagnostic)]
    if diagnostic.hint:
        lines.append(f"  hint: {_printable(diagnostic.hint)}")
    if is_watched() and "NO_COLOR" not in os.environ:
        severity = typer.style(str(diagnostic.severity), fg=_COLOURS[diagnostic.severity], bold=True)
        lines[0] = text.replace(f"{diagnostic.severity}:", f"{severity}:", 1)
    return "\n".join(lines)


def _printable(text: str) -> str:
    """Return the text without characters that a terminal obeys; the name of a file may have some."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", text)


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
    line = _printable(content[span.line - 1].replace("\t", " "))
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
    """Shows the progress of one long task: a bar on a terminal, elsewhere a line for each of its parts."""

    def __init__(self) -> None:
        self._bar = typer.progressbar(length=1000, file=sys.stderr) if is_watched() else None
        self._done, self._part = 0, ""

    def __enter__(self) -> Callable[[float, str], None]:
        if self._bar:
            self._bar.__enter__()
        return self._show

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.__exit__(None, None, None)

    def _show(self, done: float, part: str) -> None:
        if self._bar is None:
            if part.split()[:2] != self._part.split()[:2]:
                say(part)
        else:
            self._bar.label = f"{part:<40.40}"
            self._bar.update(max(0, int(1000 * done) - self._done))
        self._done, self._part = max(self._done, int(1000 * done)), part
