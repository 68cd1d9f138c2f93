"""Runs a program that downloads, and tells meanwhile how far it is."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

Progress: TypeAlias = Callable[[float, str], None]  # how much is done, 0 to 1, and what is being done

_POLL: Final = 0.2  # seconds


def share(progress: Progress, start: float, end: float) -> Progress:
    """Return the progress of a part of the work, which goes from ``start`` to ``end`` of the whole."""
    return lambda done, what: progress(start + (end - start) * done, what)


def download(
    command: Sequence[str | Path],
    folder: Path,
    size: int,
    report: Callable[[float], None],
    environment: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Return the exit code of a program that fills ``folder``, and what it printed.

    ``size`` is how many bytes the folder gets; ``report`` is told their share that is there, 0 to 1. The program and
    all that it started is ended if this is interrupted. Raises OSError if it does not start.
    """
    before = folder_size(folder)
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        process_group=0,  # an interrupt at the terminal is ours to pass on
    ) as process:
        try:
            while True:
                report(min((folder_size(folder) - before) / max(size, 1), 1.0))
                with contextlib.suppress(subprocess.TimeoutExpired):
                    output = process.communicate(timeout=_POLL)[0]
                    return process.returncode, output.decode("utf-8", "replace")
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def folder_size(folder: Path) -> int:
    """Return the bytes of the files below a folder, some of which may vanish while they are counted."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += Path(place, name).lstat().st_size
    return total
