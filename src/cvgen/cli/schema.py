"""``cvgen schema``: print the JSON Schema."""

from __future__ import annotations

import typer

from cvgen.cli.command import guarded


@guarded
def schema() -> None:
    """Print the JSON Schema of a profile."""
    from cvgen.data import assets

    typer.echo(assets.SCHEMA.read_text(encoding="utf-8"), nl=False)
