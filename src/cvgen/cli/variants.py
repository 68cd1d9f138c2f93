"""``cvgen variants``: show what each variant of a profile keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from cvgen.cli import json_lines, terminal
from cvgen.cli.command import guarded
from cvgen.cli.options import Json

_LONGEST: Final = 60  # characters of a part that are shown


@guarded
def variants(
    profile: Annotated[Path, typer.Argument(metavar="PROFILE", help="A YAML file with variants.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Show what each variant of a profile keeps and leaves out."""
    from cvgen.steps import profile as profiles
    from cvgen.steps.profile import overview

    shown = overview.of(profiles.load(profile).source)
    if as_json:
        for row in shown.rows:
            json_lines.part(row.text, row.line, row.level, row.kept)
        return
    names = list(shown.counts)
    widths = [max(len(name), 4) for name in names]
    typer.echo("  ".join(f"{name:>{width}}" for name, width in zip(names, widths, strict=True)))
    for row in shown.rows:
        marks = (f"{'x' if row.kept[name] else '-':>{width}}" for name, width in zip(names, widths, strict=True))
        text = row.text if len(row.text) <= _LONGEST else row.text[: _LONGEST - 3] + "..."
        typer.echo(terminal.printable(f"{'  '.join(marks)}  {'  ' * row.level}{text}"))
    counts = (f"{shown.counts[name]:>{width}}" for name, width in zip(names, widths, strict=True))
    typer.echo(f"{'  '.join(counts)}  parts are kept")
