"""``cvgen new``: start a profile."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cvgen.cli import terminal
from cvgen.cli.command import guarded
from cvgen.cli.options import style_names


@guarded
def new(
    name: Annotated[
        str | None, typer.Argument(help='The person\'s name, such as "Ada Lovelace".', show_default=False)
    ] = None,
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
    file: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Begin with a CV of another tool, as cvgen import does."),
    ] = None,
) -> None:
    """Start a profile: a commented YAML file that renders at once."""
    from cvgen.importers import starter
    from cvgen.look import styles

    if file is None:
        if name is None:
            raise typer.BadParameter('give the person\'s name, such as "Ada Lovelace"', param_hint="NAME")
        written = starter.write(name, output_dir, styles.load(style) if style else None)
    else:
        from cvgen.importers import conversion

        imported = conversion.convert(file)
        path = output_dir / f"{starter.file_stem(name or imported.data['basics']['name'])}.yaml"
        written = starter.write_profile(path, lambda schema: imported.to_yaml(output_dir, schema=schema))
        terminal.report(imported.report)
    for path in written:
        typer.echo(f"wrote {path}")
