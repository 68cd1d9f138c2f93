"""Times whole processes with hyperfine, without the time of a shell; a command that fails is an error."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_STAT: Final = Path("/proc/stat")


class BenchmarkError(Exception):
    """A measured command failed, or a program for measuring is missing; the message is for users."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command to time, which runs in ``folder`` with ``environment`` and the PATH of this process.

    ``prepare`` is a command that runs before each run and is not timed; a command with one gets no warm-up.
    """

    name: str
    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: tuple[str, ...] = ()


@dataclass(slots=True)
class Times:
    """The wall times and the processor times of the runs of a command, in seconds."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def take_turns(commands: Sequence[Command], rounds: int, *, warm_up: bool = True) -> dict[str, Times]:
    """Time each command ``rounds`` times, in turns: a disturbance then affects all of them alike.

    With ``warm_up``, each command runs once before, unless it has a ``prepare``.
    """
    times = {command.name: Times() for command in commands}
    for number in range(rounds):
        for command in commands:
            wall, processor = _hyperfine(command, warm_up=warm_up and not number and not command.prepare)
            times[command.name].wall += wall
            times[command.name].processor.append(processor)
    return times


def _hyperfine(command: Command, *, warm_up: bool) -> tuple[list[float], float]:
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        exported = Path(folder) / "times.json"
        options = ["--shell=none", "--style=none", "--runs=1", f"--warmup={int(warm_up)}"]
        options += [f"--export-json={exported}"]
        options += [f"--prepare={_quoted(command.prepare)}"] if command.prepare else []
        run = subprocess.run(
            ["hyperfine", *options, _quoted(command.arguments)],  # noqa: S607 (on PATH)
            cwd=command.folder,
            env=dict(command.environment) | {"PATH": os.environ.get("PATH", os.defpath)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if run.returncode:
            message = f"{command.name}: {_quoted(command.arguments)} failed in {command.folder}\n{run.stderr}"
            raise BenchmarkError(message)
        [result] = json.loads(exported.read_bytes())["results"]
        return result["times"], result["user"] + result["system"]


def _quoted(arguments: Sequence[str]) -> str:
    import shlex

    return shlex.join(arguments)


class Disturbance:
    """Measures how many cores other programs keep busy, on Linux, since the object was made."""

    def __init__(self) -> None:
        self._start, self._before = time.monotonic(), _others()

    def cores(self) -> float | None:
        """Return the mean since the object was made; None if the system does not tell."""
        after = _others()
        if self._before is None or after is None:
            return None
        return max(0.0, (after - self._before) / (time.monotonic() - self._start))


def _others() -> float | None:
    """Return the processor time, in seconds, of all programs except this one and its finished children."""
    if not _STAT.exists():
        return None
    user, nice, system, _, _, interrupts, more, *_ = map(int, _STAT.read_text().split("\n", 1)[0].split()[1:])
    return (user + nice + system + interrupts + more) / os.sysconf("SC_CLK_TCK") - sum(os.times()[:4])
