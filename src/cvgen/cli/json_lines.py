"""The output of ``--json``: one JSON object a line on standard output, as ``docs/json.md`` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import typer

from cvgen.diagnostics import Diagnostic


def report(diagnostics: Iterable[Diagnostic], path: Path | None = None, style: str | None = None) -> None:
    """Print a line of type ``diagnostic`` for each; ``path`` and ``style`` say which document it is about."""
    for each in diagnostics:
        span = each.span
        _print(
            "diagnostic",
            input=_text(path),
            style=style,
            code=each.code,
            severity=str(each.severity),
            file=_text(span.path) if span else None,
            line=span.line if span and span.line else None,
            column=span.column if span and span.line else None,
            message=each.message,
            hint=each.hint,
        )


def result(path: Path | None = None, style: str | None = None, *, ok: bool, **facts: Any) -> None:
    """Print a line of type ``result``, the last one about a document."""
    _print("result", input=_text(path), style=style, ok=ok, **facts)


def part(text: str, line: int, level: int, kept: Mapping[str, bool]) -> None:
    """Print a line of type ``part``: a part of a profile, and which of its variants keep it."""
    _print("part", text=text, line=line, level=level, kept=kept)


def finding(facts: Mapping[str, Any]) -> None:
    """Print a line of type ``finding``: something that ``cvgen doctor`` has looked for."""
    _print("finding", **facts)


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _print(kind: str, **facts: Any) -> None:
    # In ASCII, with \u escapes: every reader of JSON accepts it, and no control character reaches a terminal.
    typer.echo(json.dumps({"type": kind, **facts}))
