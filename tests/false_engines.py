"""Puts no walls round false engines, which are scripts and do what no engine may; round real ones they stay.

Run as a program, it is cvgen with such engines.
"""

from __future__ import annotations

from pathlib import Path

from cvgen.steps.engine.program import Program
from cvgen.steps.engine.texmf import Tree
from cvgen.system.sandbox import Wall

_of_engines = Program.wall


def wall(program: Program, folder: Path, tree: Tree | None) -> Wall | None:
    """See Program."""
    try:
        with program.path.open("rb") as file:
            is_script = file.read(2) == b"#!"
    except OSError:
        is_script = False
    return None if is_script else _of_engines(program, folder, tree)


def free_false_engines() -> None:
    """Free the false engines of this process, and of those that are forked from it."""
    Program.wall = wall  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    from cvgen.__main__ import main

    free_false_engines()
    main()
