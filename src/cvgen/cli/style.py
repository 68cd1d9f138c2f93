"""``cvgen style``: list the styles, or start one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cvgen.cli.command import guarded
from cvgen.cli.options import style_names

style = typer.Typer(
    help="List the styles, or start one of your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@style.command("list")
@guarded
def list_() -> None:
    """List the styles."""
    from cvgen.look import styles

    for name in styles.names():
        typer.echo(f"{name:<12}{styles.load(name).description}")


@style.command()
@guarded
def new(
    name: Annotated[str, typer.Argument(help="What to call it: small letters, digits and hyphens.")],
    origin: Annotated[
        str, typer.Option("--from", metavar="NAME", autocompletion=style_names, help="The style to copy.")
    ] = "classic",
    output_dir: Annotated[Path, typer.Option("--output-dir", "-o", help="Where to make its folder.")] = Path(),
) -> None:
    """Start a style with a copy of another's files.

    They stand in a folder NAME, which render takes as --style ./NAME.
    """
    from cvgen.look import styles

    for path in styles.copy(styles.load(origin), name, output_dir):
        typer.echo(f"wrote {path}")
