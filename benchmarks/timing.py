"""Times whole processes with hyperfine: it subtracts nothing, warms up, and fails if a command does."""

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
    """A command that is measured has failed, or what measures is missing; the message is for users."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command to time: run in ``folder`` with ``environment`` and our PATH.

    ``prepare`` is run before each time and is not counted; it makes a warm-up pointless.
    """

    name: str
    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: tuple[str, ...] = ()


@dataclass(slots=True)
class Times:
    """Wall times of all runs of a command, and the processor time of a mean run, in seconds."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def take_turns(commands: Sequence[Command], rounds: int, *, warm_up: bool = True) -> dict[str, Times]:
    """Time commands ``rounds`` times, one after the other: what disturbs one disturbs all.

    With ``warm_up``, each is run once before, unless it has something to prepare.
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
    """How many cores programs other than ours keep busy, on Linux, from its making on."""

    def __init__(self) -> None:
        self._start, self._before = time.monotonic(), _others()

    def cores(self) -> float | None:
        """The mean since the beginning; None where the system does not tell."""
        after = _others()
        if self._before is None or after is None:
            return None
        return max(0.0, (after - self._before) / (time.monotonic() - self._start))


def _others() -> float | None:
    """Seconds of processor time that all programs but this and those it has waited for have taken."""
    if not _STAT.exists():
        return None
    user, nice, system, _, _, interrupts, more, *_ = map(int, _STAT.read_text().split("\n", 1)[0].split()[1:])
    return (user + nice + system + interrupts + more) / os.sysconf("SC_CLK_TCK") - sum(os.times()[:4])
