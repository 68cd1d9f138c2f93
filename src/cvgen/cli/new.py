"""``cvgen new``: start a profile."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cvgen.cli.command import guarded


@guarded
def new(
    name: Annotated[str, typer.Argument(help='The person\'s name, such as "Ada Lovelace".')],
    output_dir: Annotated[Path, typer.Option("--output-dir", "-o", help="Where to write it.")] = Path(),
) -> None:
    """Start a profile: a commented YAML file that renders at once."""
    from cvgen.importers import starter

    for path in starter.write(name, output_dir):
        typer.echo(f"wrote {path}")
