"""Tectonic: an engine in one program, which needs no TeX installation."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import ClassVar, Final

from cvgen.steps.engine import process, reach, texmf
from cvgen.steps.engine.program import Program
from cvgen.steps.engine.session import ProgramSession
from cvgen.steps.engine.texmf import Tree
from cvgen.system.sandbox import Wall

_ERROR: Final = re.compile(r"^error: (.+?:\d+: .+)$", re.MULTILINE)
_LINE: Final = 79  # characters, after which it breaks a line of its log


class Tectonic(Program):
    """Tectonic; without bundles it fetches the files that it needs from its makers' servers."""

    __slots__ = ()
    name: ClassVar[str] = "tectonic"

    def start(self, folder: Path, style: str = "", *, any_package: bool = False) -> ProgramSession:  # noqa: ARG002
        """See TexEngine. It has no packages but those of its bundles."""
        return ProgramSession(self, folder, style)

    def prepare(self, *, anew: bool = False) -> Tree | None:
        """Return its tree, or None if it has no bundle."""
        return super().prepare(anew=anew) if self.bundles else None

    def make_format(self, tree: Tree) -> None:
        """Make the format of a tree, which Tectonic does by itself before it typesets."""
        (tree.folder / f"{process.JOB}.tex").write_text("\\batchmode\\csname @@end\\endcsname\n", encoding="ascii")
        environment = self.environment_in(tree.folder, tree)
        process.run(self.command(tree), tree.folder, environment, self.wall(tree.folder, tree))
        if not list(tree.folder.glob("formats/*.fmt")):
            raise self.no_format(self.log(tree.folder))
        for path in tree.folder.glob("formats/*.fmt"):  # Tectonic lets nobody else read it, but a cache may be shared
            path.chmod(tree.files.stat().st_mode & 0o666)

    def command(self, tree: Tree | None) -> list[str]:
        """Return the command that typesets with a tree's format, or with LaTeX's own."""
        options = ["--untrusted", "--keep-logs", "--keep-intermediates", "--reruns=0", "--chatter=minimal"]
        reads = [f"--bundle={tree.files}", f"--format={texmf.FORMAT}"] if tree else []
        return [str(self.path), *options, "--color=never", *reads, f"{process.JOB}.tex"]

    def environment_in(self, folder: Path, tree: Tree | None) -> dict[str, str]:
        """Return the environment for a run in a folder."""
        environment = {"HOME": str(folder), "SOURCE_DATE_EPOCH": str(self.epoch or 0)}
        if "PATH" in self.environment:
            environment["PATH"] = self.environment["PATH"]
        environment["TECTONIC_CACHE_DIR"] = str(tree.folder if tree else self._downloads)
        return environment | (tree.environment if tree else {})

    def wall(self, folder: Path, tree: Tree | None) -> Wall:
        """Return what it may reach in a run in a folder; without a tree, its makers' servers and what it has of them."""
        wall = super().wall(folder, tree)
        if tree:
            return wall
        with contextlib.suppress(OSError):  # Tectonic says it better
            self._downloads.mkdir(parents=True, exist_ok=True)
        return Wall((*wall.read, *reach.NETWORK), (*wall.write, self._downloads), network=True)

    @property
    def _downloads(self) -> Path:
        return self.trees.parent / "tectonic"

    def log(self, folder: Path) -> str:
        """Return the log, with its long lines joined; TeX's errors, which Tectonic prints, follow in TeX's form."""
        log = "".join(
            line[:-1] if len(line) == _LINE + 1 else line
            for line in process.read(folder / f"{process.JOB}.log").splitlines(keepends=True)
        )
        output = process.read(folder / process.OUTPUT)
        errors = _ERROR.findall(output)
        return log + "".join(f"\n{error}\n" for error in errors) + ("" if log or errors else output)
