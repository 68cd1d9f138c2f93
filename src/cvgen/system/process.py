"""Runs programs within limits, such that nothing they start outlives them, and makes interrupts wait."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from cvgen.system import sandbox
from cvgen.system.sandbox import Wall

_BY_SIGNAL: Final = 128  # with the signal's number added: the exit code by which shells tell of a signal


class Limits(NamedTuple):
    """Limits for a program, and separately for each program that it starts; ``file_bytes`` is for each file."""

    cpu_seconds: int
    memory_bytes: int
    file_bytes: int


class Process:
    """A program that runs; to be used in a ``with``, at whose end it is stopped, and all that it has started."""

    def __init__(
        self,
        command: Sequence[str],
        limits: Limits,
        *,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        output: Path | None = None,
        wall: Wall | None = None,
    ) -> None:
        """Start the program, which reads what ``feed`` gives it; behind a ``wall``, where the machine has any.

        What it prints goes into the file ``output``, or nowhere. Raises OSError. A program that cannot be run is no
        such error: it ends with exit code 126 or 127, and the output says why.
        """
        self._process: subprocess.Popen[bytes] | None = None
        self._is_wrapped = wall is not None and sandbox.name() == "bubblewrap"
        # The shell sets the limits: what Python would run between fork and exec is not safe in threads. Systems lack
        # some of them (macOS has none of memory), and a lower one may be set already.
        settings = f"-t {limits.cpu_seconds}", f"-v {limits.memory_bytes // 1024}", f"-f {limits.file_bytes // 512}"
        script = "; ".join(f"ulimit {setting} 2>/dev/null" for setting in (*settings, "-c 0"))
        limited = ["/bin/sh", "-c", f'{script}; exec "$@"', "sh", *command]
        # An interrupt after the start and before the assignment would leave the program running.
        try:
            with interrupts_held(), Path(output or os.devnull).open("wb") as file:

                def run(started: Sequence[str]) -> subprocess.Popen[bytes]:
                    return subprocess.Popen(
                        started,
                        cwd=folder,
                        env=environment,
                        stdin=subprocess.PIPE,
                        stdout=file,
                        stderr=subprocess.STDOUT,
                        process_group=0,  # an interrupt at the terminal is ours to pass on
                    )

                self._process = sandbox.start(wall, limited, run) if wall else run(limited)
        except BaseException:  # such an interrupt: nobody else has the process yet
            self.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def feed(self, data: bytes) -> None:
        """Give the program its input, which ends with it."""
        assert self._process is not None
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it has ended already, and its exit code tells
            self._process.stdin.write(data)
            self._process.stdin.close()

    def wait(self, seconds: float) -> int | None:
        """Return the exit code (of what a signal ended: minus its number); None if it had to be stopped after so long."""
        process, is_late = self._process, threading.Event()
        assert process is not None

        def stop() -> None:
            is_late.set()
            _kill(process)

        # Popen.wait with a timeout looks every 0.05 s only.
        timer = threading.Timer(max(seconds, 0), stop)
        timer.daemon = True  # an interrupt while it starts must not leave Python waiting for it
        try:
            timer.start()
            code = process.wait()
        finally:
            timer.cancel()
        if self._is_wrapped and code > _BY_SIGNAL:  # bubblewrap ends as a shell does
            code = _BY_SIGNAL - code
        return None if is_late.is_set() else code

    def stop(self) -> None:
        """End the program and all that it has started, if they run."""
        process, self._process = self._process, None  # once: its number may become another's
        if process is None:
            return
        if process.stdin:
            with contextlib.suppress(OSError):
                process.stdin.close()
        _kill(process)
        process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def interrupts_held() -> Iterator[None]:
    """Let SIGINT and SIGTERM that come during the block take effect at its end.

    Blocking the signals would not do: another thread would take them, and Python runs their handlers here.
    """
    held: list[int] = []
    handlers: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():  # Python runs handlers in no other
        for number in (signal.SIGINT, signal.SIGTERM):
            handlers[number] = signal.signal(number, lambda number, _: held.append(number))
    try:
        yield
    finally:
        for handled, handler in handlers.items():
            signal.signal(handled, handler or signal.SIG_DFL)  # None: not set from Python
        for late in held:
            signal.raise_signal(late)
