"""``cvgen new``: start a profile."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cvgen.cli.command import guarded
from cvgen.cli.options import style_names


@guarded
def new(
    name: Annotated[str, typer.Argument(help='The person\'s name, such as "Ada Lovelace".')],
    output_dir: Annotated[Path, typer.Option("--output-dir", "-o", help="Where to write it.")] = Path(),
    style: Annotated[
        str | None,
        typer.Option(
            "--style",
            "-s",
            metavar="NAME",
            autocompletion=style_names,
            help="Begin with the order of sections that a style suggests.",
        ),
    ] = None,
) -> None:
    """Start a profile: a commented YAML file that renders at once."""
    from cvgen.importers import starter
    from cvgen.look import styles

    for path in starter.write(name, output_dir, styles.load(style) if style else None):
        typer.echo(f"wrote {path}")
