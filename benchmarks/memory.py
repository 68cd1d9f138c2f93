"""Measures how much memory the processes of a command hold, on Linux."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.timing import BenchmarkError

_PROC: Final = Path("/proc")
_PAUSE: Final = 0.01  # seconds between two samples
_KILOBYTE: Final = 1024


@dataclass(slots=True)
class MemoryUse:
    """The memory of the processes of a command, in bytes; memory that processes share counts in each of them.

    ``peaks`` has the most that a process of each program held. ``samples`` has, for each sample, how many PDFs the
    command had written, and how much its largest Python process held.
    """

    peaks: dict[str, int] = field(default_factory=dict)
    samples: list[tuple[int, int]] = field(default_factory=list)

    def peak_between(self, first: int, last: int) -> int:
        """Return the most that Python held while the number of PDFs was from ``first`` to ``last``."""
        return max((held for pdf_count, held in self.samples if first <= pdf_count <= last), default=0)


def watch(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], output: Path) -> MemoryUse:
    """Run a command that writes PDFs into ``output``, and sample the memory of it and its descendants."""
    use = MemoryUse()
    with (folder / "messages.txt").open("w+", encoding="utf-8") as messages:
        process = subprocess.Popen(arguments, cwd=folder, env=dict(environment), stdout=messages, stderr=messages)
        while process.poll() is None:
            pdf_count = sum(path.suffix == ".pdf" for path in output.iterdir()) if output.exists() else 0
            largest = 0
            for each in _family(process.pid):
                name, now, peak = _memory(each)
                use.peaks[name] = max(peak, use.peaks.get(name, 0))
                largest = max(largest, now) if name == "python" else largest
            use.samples.append((pdf_count, largest))
            time.sleep(_PAUSE)
        if process.returncode:
            messages.seek(0)
            raise BenchmarkError(f"{arguments[0]} failed in {folder}\n{messages.read()}")
    return use


def _family(root: int) -> Iterator[int]:
    """Yield the numbers of a process and its descendants: the children of all its threads, and theirs."""
    yield root
    try:
        threads = list((_PROC / str(root) / "task").iterdir())
        children = [child for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:  # it has ended
        return
    for child in children:
        yield from _family(int(child))


def _memory(process: int) -> tuple[str, int, int]:
    """Return the name of a process's program, the memory it holds now, and its peak; scripts in Python are "python"."""
    try:
        status = (_PROC / str(process) / "status").read_text()
        program = (_PROC / str(process) / "exe").readlink().name
    except OSError:
        return "", 0, 0
    sizes = {key: value for key, _, value in (line.partition(":") for line in status.splitlines())}
    name = "python" if program.startswith("python") else program
    now, peak = (int(sizes.get(key, "0 kB").split()[0]) * _KILOBYTE for key in ("VmRSS", "VmHWM"))
    return name, now, peak
