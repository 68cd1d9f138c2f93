"""A folder to run cvgen in, as a person or a script does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TypeAlias

from tests.fakes import DEADLINE, blank_pdf, shell_engine

# Its engines are scripts, which no wall shall stop.
CVGEN = [sys.executable, "-P", str(Path(__file__).parent.parent / "false_engines.py")]


VALID = "basics:\n  name: Ann\n"


INVALID = "basics:\n  foo: Ann\n"


PACKAGES = [f"build/{name}.sty" for name in ("cvgen-classic", "cvgen-fonts", "cvgen-icons", "cvgen")]


class Place:
    """A folder to work in, with an xetex that makes a blank page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "here"
        self.tmp = folder / "tmp"
        self.folder.mkdir()
        self.tmp.mkdir()
        self.programs = folder / "programs"
        blank_pdf(folder / "blank.pdf")
        self.cache = folder / "cache"
        self.environment = {"HOME": str(folder), "TMPDIR": str(self.tmp), "CVGEN_CACHE": str(self.cache)}
        self.engine(f"typeset; pages '{folder}/blank.pdf'")

    def engine(self, script: str) -> None:
        self.environment["PATH"] = shell_engine(self.programs, script)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        if arguments[:1] == ("render",):  # nothing is to be read on a blank page
            arguments = ("render", "--no-check", *arguments[1:])
        return subprocess.run(
            [*CVGEN, *arguments],
            cwd=self.folder,
            env=self.environment,
            check=False,
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=DEADLINE,
        )

    def names(self) -> list[str]:
        """All files below the folder."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())


Outcome: TypeAlias = tuple[int, str, str]


SUMMARY = re.compile(r"^((?:\d+ (?:done|unchanged|failed), )+)\d+\.\d s\n\Z", re.MULTILINE)  # of several documents


def outcome(done: subprocess.CompletedProcess[str]) -> Outcome:
    return done.returncode, done.stdout, done.stderr
