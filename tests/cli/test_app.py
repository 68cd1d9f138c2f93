"""``cvgen`` itself: the version, and which commands there are."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from cvgen import __version__
from cvgen.cli.app import COMMANDS
from tests.cli.place import Place, outcome


def test_the_version_is_told(place: Place) -> None:
    assert outcome(place.run("--version")) == (0, f"cvgen {__version__}\n", "")


def test_the_version_is_told_whatever_else_is_asked(place: Place) -> None:
    assert outcome(place.run("--version", "schema")) == (0, f"cvgen {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "commands"),
    [
        (
            [],
            [
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
            ],
        ),
        (
            ["--help"],
            [
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
            ],
        ),
        (["style"], ["list", "new"]),
        (["style", "--help"], ["list", "new"]),
    ],
)
def test_help_names_every_command(place: Place, arguments: list[str], commands: list[str]) -> None:
    done = place.run(*arguments)
    assert re.findall(r"^  ([a-z]+) ", done.stdout + done.stderr, re.MULTILINE) == commands


def test_a_command_imports_its_own_module_alone() -> None:
    program = "import sys; from cvgen.cli.app import app; app(['schema'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, encoding="utf-8")
    loaded = {name.removeprefix("cvgen.cli.") for name in done.stdout.split() if name.startswith("cvgen.cli.")}
    assert loaded & set(COMMANDS) == {"schema"}


def test_a_command_that_is_misspelt_suggests_the_nearest(place: Place) -> None:
    assert "Did you mean 'validate'?" in place.run("valdate").stderr


@pytest.mark.parametrize(
    ("words", "completions"),
    [("cvgen val", ["validate"]), ("cvgen render --style cl", ["classic"]), ("cvgen style ne", ["new"])],
)
def test_a_shell_completes_commands_and_names(place: Place, words: str, completions: list[str]) -> None:
    place.environment |= {"_CVGEN_COMPLETE": "complete_bash", "COMP_WORDS": words}
    place.environment["COMP_CWORD"] = str(len(words.split()) - 1)
    program = "import sys; sys.argv[0] = 'cvgen'; from cvgen.cli.app import app; app(prog_name='cvgen')"
    done = subprocess.run([sys.executable, "-c", program], env=place.environment, capture_output=True, check=False)
    assert done.stdout.decode().split() == completions
