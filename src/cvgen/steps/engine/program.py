"""The base class of engines that are programs: what they share, and what each must add."""

from __future__ import annotations

import abc
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from cvgen.diagnostics import CvgenError
from cvgen.steps.engine import reach, texmf
from cvgen.steps.engine.bundle import Bundle
from cvgen.steps.engine.texmf import Tree
from cvgen.system.reach import DEVICES
from cvgen.system.sandbox import Wall


@dataclass(frozen=True, slots=True)
class Program(abc.ABC):
    """An engine that is a program at ``path``; its files are those of the bundles.

    ``trees`` is the folder for trees and their formats, ``environment`` the caller's. ``epoch`` dates the PDF, in
    seconds since 1970; None dates it 1970.
    """

    name: ClassVar[str]  # on the command line

    path: Path
    bundles: tuple[Bundle, ...]
    trees: Path
    environment: Mapping[str, str]
    epoch: int | None = None

    @property
    def identity(self) -> str:
        """A hash of its version, and of all that it reads."""
        return texmf.tree_name([self.name, _stamp(self.path)], self.bundles)

    def prepare(self, *, anew: bool = False) -> Tree | None:
        """Return its tree, which is made if it is not there, or ``anew``; None if it has no files of its own."""
        return texmf.prepare(self.trees, self.identity, self.bundles, self.make_format, anew=anew)

    @abc.abstractmethod
    def make_format(self, tree: Tree) -> None:
        """Make the format of a tree. Raises CvgenError."""

    @abc.abstractmethod
    def command(self, tree: Tree | None) -> list[str]:
        """Return the command that typesets with a tree's format, or with LaTeX's own."""

    @abc.abstractmethod
    def environment_in(self, folder: Path, tree: Tree | None) -> dict[str, str]:
        """Return the environment for a run in a folder."""

    def wall(self, folder: Path, tree: Tree | None) -> Wall:
        """Return what it may reach in a run in a folder."""
        read = [*reach.of_program(self.path, self.environment), *reach.of_fonts(self.environment)]
        if tree is None or not tree.is_complete:
            read += reach.of_installed_tex(self.path, self.environment)
        return Wall((*read, *(tree.reach if tree else ())), (folder, *DEVICES))

    @abc.abstractmethod
    def log(self, folder: Path) -> str:
        """Return the log of a run in a folder."""

    def no_format(self, log: str) -> CvgenError:
        """Return the error for a format that was not made, by the log of the attempt."""
        lines = [line for line in log.splitlines() if line.startswith("!") or ": " in line]
        why = next(
            (line.removeprefix("! ") for line in lines if line.startswith("!")), lines[-1] if lines else "no log"
        )
        hint = "cvgen doctor says what is there; cvgen setup installs all that is needed"
        return CvgenError.of(f"{self.name} cannot be used: {why.strip()[:200]}", hint=hint, code="engine-unusable")


def _stamp(path: Path) -> str:
    try:
        real = path.resolve()
        status = real.stat()
    except OSError:
        return str(path)
    return f"{real} {status.st_size} {status.st_mtime_ns}"
