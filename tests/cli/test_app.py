"""``cvgen`` itself: the version, and which commands there are."""

from __future__ import annotations

import re

import pytest

from cvgen import __version__
from tests.cli.place import Place, outcome


def test_the_version_is_told(place: Place) -> None:
    assert outcome(place.run("--version")) == (0, f"cvgen {__version__}\n", "")


def test_the_version_is_told_whatever_else_is_asked(place: Place) -> None:
    assert outcome(place.run("--version", "schema")) == (0, f"cvgen {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "commands"),
    [
        ([], ["render", "validate", "check", "schema", "new", "setup", "doctor", "style", "explain"]),
        (["--help"], ["render", "validate", "check", "schema", "new", "setup", "doctor", "style", "explain"]),
        (["style"], ["list", "new"]),
        (["style", "--help"], ["list", "new"]),
    ],
)
def test_help_names_every_command(place: Place, arguments: list[str], commands: list[str]) -> None:
    done = place.run(*arguments)
    assert re.findall(r"^  ([a-z]+) ", done.stdout + done.stderr, re.MULTILINE) == commands
