"""Diagnostics: what is wrong, where, what to do about it, and the code under which more is written about it."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

Pointer: TypeAlias = tuple[str | int, ...]  # the keys and indices that lead to a value in YAML or TOML


class Severity(enum.StrEnum):
    """How bad a problem is: an error stops the document, a warning does not, a note is for information."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file; line and column count from 1, columns in characters.

    Line 0 is a place outside of all files, such as an option of the command line, which ``path`` then names.
    """

    path: Path
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else str(self.path)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: what it is, its place where there is one, and a remedy where one is known.

    ``code`` is the name of its kind, such as ``unknown-key``. It never changes, and ``docs/diagnostics/CODE.md``
    explains it. ``style`` is the style in which it was found, if others may be without it; it is no part of what the
    problem is.
    """

    message: str
    span: Span | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR
    code: str = field(kw_only=True)
    style: str = field(default="", kw_only=True, compare=False)

    def __str__(self) -> str:
        place = f"{self.span}: " if self.span else ""
        # As GCC writes it: editors find the place, and where the line is too long, only the code wraps.
        return f"{place}{self.severity}: {self.message} [{self.code}]"


def pointer_name(pointer: Pointer) -> str:
    """Return the name of a value in messages: "highlights", item 3 of "highlights"."""
    if not pointer:
        return "the file"
    last = pointer[-1]
    if isinstance(last, str):
        return f'"{last}"'
    above = next((part for part in reversed(pointer) if isinstance(part, str)), "the profile")
    return f'item {last + 1} of "{above}"'


class CvgenError(Exception):
    """A user's mistake or a failure of the machine, with every problem found.

    Any other exception that escapes from cvgen is a bug in cvgen.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(map(str, self.diagnostics)))

    def __reduce__(self) -> tuple[type[CvgenError], tuple[tuple[Diagnostic, ...]]]:
        """Support pickling, as errors pass from one process to another."""
        return CvgenError, (self.diagnostics,)

    @classmethod
    def of(cls, message: str, span: Span | None = None, hint: str | None = None, *, code: str) -> CvgenError:
        """Return an error with a single problem."""
        return cls([Diagnostic(message, span, hint, code=code)])


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return a hint that names the known word nearest to ``word``; None if none is near."""
    import difflib  # only needed once something is wrong

    by_lower = {k.lower(): k for k in known}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f'did you mean "{by_lower[near[0]]}"?' if near else None
