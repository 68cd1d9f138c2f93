"""Watches how much memory the processes of a command hold, on Linux."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.timing import BenchmarkError

_PROC: Final = Path("/proc")
_PAUSE: Final = 0.01  # seconds between two looks
_KILOBYTE: Final = 1024


@dataclass(slots=True)
class Watched:
    """Bytes in memory, what processes share counted in each: the most at any time, by the name of the program.

    ``held`` has, for each look, how many files the command had made, and what its largest Python process held then.
    """

    most: dict[str, int] = field(default_factory=dict)
    held: list[tuple[int, int]] = field(default_factory=list)

    def most_while(self, first: int, last: int) -> int:
        """The most that Python held while the files from ``first`` to ``last`` were made."""
        return max((held for made, held in self.held if first <= made <= last), default=0)


def watch(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], made: Path) -> Watched:
    """Run a command, and look at it and its descendants all the time; counts the PDFs in ``made``."""
    watched = Watched()
    with (folder / "said.txt").open("w+", encoding="utf-8") as said:
        process = subprocess.Popen(arguments, cwd=folder, env=dict(environment), stdout=said, stderr=said)
        while process.poll() is None:
            files = sum(path.suffix == ".pdf" for path in made.iterdir()) if made.exists() else 0
            largest = 0
            for each in _family(process.pid):
                name, now, peak = _memory(each)
                watched.most[name] = max(peak, watched.most.get(name, 0))
                largest = max(largest, now) if name == "python" else largest
            watched.held.append((files, largest))
            time.sleep(_PAUSE)
        if process.returncode:
            said.seek(0)
            raise BenchmarkError(f"{arguments[0]} failed in {folder}\n{said.read()}")
    return watched


def _family(root: int) -> Iterator[int]:
    """A process and its descendants; children of any of its threads."""
    yield root
    try:
        threads = list((_PROC / str(root) / "task").iterdir())
        children = [child for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:  # it has ended
        return
    for child in children:
        yield from _family(int(child))


def _memory(process: int) -> tuple[str, int, int]:
    """The name of a program, what it holds now, and the most it has held; Python's scripts are called python."""
    try:
        status = (_PROC / str(process) / "status").read_text()
        program = (_PROC / str(process) / "exe").readlink().name
    except OSError:
        return "", 0, 0
    sizes = {key: value for key, _, value in (line.partition(":") for line in status.splitlines())}
    name = "python" if program.startswith("python") else program
    now, peak = (int(sizes.get(key, "0 kB").split()[0]) * _KILOBYTE for key in ("VmRSS", "VmHWM"))
    return name, now, peak
