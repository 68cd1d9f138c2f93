"""Puts no walls round false engines, which are scripts and do what no engine may; round real ones they stay.

Run as a program, it is cvgen with such engines.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from cvgen.steps.engine.program import Program
from cvgen.steps.engine.tectonic import Tectonic
from cvgen.steps.engine.texmf import Tree
from cvgen.system.sandbox import Wall

_Walls: TypeAlias = Callable[[Program, Path, Tree | None], Wall]


def _but_for_scripts(walls: _Walls) -> Callable[[Program, Path, Tree | None], Wall | None]:
    def wall(program: Program, folder: Path, tree: Tree | None) -> Wall | None:
        try:
            with program.path.open("rb") as file:
                is_script = file.read(2) == b"#!"
        except OSError:
            is_script = False
        return None if is_script else walls(program, folder, tree)

    return wall


def free_false_engines() -> None:
    """Free the false engines of this process, and of those that are forked from it."""
    for kind in (Tectonic, Program):
        kind.wall = _but_for_scripts(kind.wall)  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    from cvgen.__main__ import main

    free_false_engines()
    main()
