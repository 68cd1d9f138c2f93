"""``cvgen import``: make a profile of a file of another tool."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from cvgen.cli import terminal
from cvgen.cli.command import guarded

_STDOUT: Final = Path("-")


def _format_names() -> list[str]:
    from cvgen.importers.table import IMPORTERS

    return list(IMPORTERS)


@guarded
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of another tool.", show_default=False)],
    format_name: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FORMAT",
            autocompletion=_format_names,
            show_default="what the file looks like",
            help="The format of the file, such as json-resume.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            show_default="the person's name",
            help="Where to write the profile; - prints it.",
        ),
    ] = None,
    keep_unknown: Annotated[
        bool, typer.Option("--keep-unknown", help="Keep what has no place in a profile as comments.")
    ] = False,
    lenient: Annotated[bool, typer.Option("--lenient", help="Leave out what is wrong, and import the rest.")] = False,
    merge: Annotated[
        bool, typer.Option("--merge/--no-merge", help="Make jobs in a row at one employer roles of one entry.")
    ] = True,
    force: Annotated[bool, typer.Option("--force", "-f", help="Write over a file that is there.")] = False,
) -> None:
    """Make a profile of a résumé of another tool, and report what has become of each field."""
    from cvgen.importers import conversion, starter

    imported = conversion.convert(file, format_name, merge=merge, lenient=lenient)
    if output == _STDOUT:
        typer.echo(imported.to_yaml(Path(), keep_unknown=keep_unknown), nl=False)
        terminal.report(imported.report)
        return
    path = output or Path(f"{starter.file_stem(imported.data['basics']['name'])}.yaml")
    written = starter.write_profile(
        path,
        lambda schema: imported.to_yaml(path.parent, schema=schema, keep_unknown=keep_unknown),
        force=force,
        remedy="-o names another file, --force writes over it",
    )
    terminal.report(imported.report)
    for each in written:
        typer.echo(f"wrote {each}")
