"""The arguments and options that several commands have."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer


class Replacement(enum.StrEnum):
    """The replacement for a character that no font has."""

    NAME = "name"
    DROP = "drop"


def style_names() -> list[str]:
    """Return the names of the styles that come with cvgen."""
    from cvgen.look import styles

    return styles.names()


def chosen_styles(names: Sequence[str] | None, by_profile: str | None = None) -> list[str]:
    """Return the styles of these names, each once; "all" is those that come with cvgen.

    Without names it is the style that the profile chooses, or the usual one.
    """
    from cvgen.pipeline.request import DEFAULT_STYLE

    names = names or [by_profile or DEFAULT_STYLE]
    return list(dict.fromkeys(each for name in names for each in (style_names() if name == "all" else [name])))


def _engine_names() -> list[str]:
    from cvgen.install.engines import ENGINES

    return list(ENGINES)


Profiles = Annotated[
    list[Path], typer.Argument(metavar="PROFILE", help="YAML files, one person each.", show_default=False)
]

Styles = Annotated[
    list[str] | None,
    typer.Option(
        "--style",
        "-s",
        metavar="NAME",
        autocompletion=style_names,
        show_default="the profile's, or classic",
        help="A style for profiles, or all; may be given several times.",
    ),
]

Variants = Annotated[
    list[str] | None,
    typer.Option(
        "--variant", metavar="NAME", help="A variant that the profile names, or all; may be given several times."
    ),
]

Languages = Annotated[
    list[str] | None,
    typer.Option("--lang", metavar="TAG", help="The language for texts that are there in several, or all of these."),
]

Redact = Annotated[
    list[str] | None,
    typer.Option("--redact", metavar="WHAT", help="Hide contact, blind (who it is), or a field such as advisor."),
]

Missing = Annotated[
    Replacement | None,
    typer.Option("--missing", help="Print the name of a character that no font has, or drop it, in place of an error."),
]

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs, one object a line (see docs/json.md).")]

Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        autocompletion=_engine_names,
        show_default="the best there is",
        help="What typesets: tectonic or xelatex.",
    ),
]
