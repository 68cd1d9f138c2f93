"""The application ``cvgen``: which commands there are, and how the process ends."""

from __future__ import annotations

import contextlib
import importlib
import keyword
import os
import signal
import sys
from typing import Annotated, Any, Final, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from cvgen import __version__
from cvgen.cli.command import INTERRUPTED, guarded

# Each is a module of this package, with a function or a group of commands of the same name; one that is a word of Python
# has an underscore after it there.
COMMANDS: Final = (
    "render",
    "validate",
    "check",
    "import",
    "export",
    "variants",
    "new",
    "schema",
    "setup",
    "doctor",
    "style",
    "explain",
)


class Commands(TyperGroup):
    """The commands, whose modules are imported when they are called or listed: a start costs what it needs."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands.update({name: TyperCommand(name) for name in COMMANDS})  # the names, for lists and suggestions

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | TyperGroup | None:  # noqa: ARG002  (click's)
        """Return a command with its options and its help."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command = getattr(importlib.import_module(f"cvgen.cli.{name}"), name)
        if not isinstance(command, typer.Typer):
            single = typer.Typer(add_completion=False, rich_markup_mode=None)
            single.command(cmd_name)(command)
            command = single
        built = typer.main.get_command(command)
        assert isinstance(built, TyperCommand | TyperGroup)
        built.name = cmd_name
        return built


app = typer.Typer(
    name="cvgen",
    cls=Commands,
    help="One CV in YAML, typeset by LaTeX in several styles.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@guarded
def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"cvgen {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


def run() -> NoReturn:
    """Run the command that the arguments name, and exit."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # so that cleaning up happens
    code: object = INTERRUPTED
    try:
        app()
    except KeyboardInterrupt:
        pass
    except SystemExit as end:
        code = end.code
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    # All is written and all processes have ended: to take Python apart object by object would take 0.04 s more.
    os._exit(code if isinstance(code, int) else int(code is not None))
