"""A program runs within limits, nothing it starts outlives it, and interrupts wait."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from cvgen.system.process import Limits, Process, interrupts_held
from tests.fakes import Lifeline

LIMITS = Limits(cpu_seconds=60, memory_bytes=1024**3, file_bytes=1024**2)


def shell(script: str, output: Path | None = None, limits: Limits = LIMITS) -> Process:
    return Process(["/bin/sh", "-c", script], limits, output=output)


def printed(script: str, folder: Path, limits: Limits = LIMITS, data: bytes = b"") -> str:
    with shell(script, folder / "output", limits) as process:
        process.feed(data)
        process.wait(10)
    return (folder / "output").read_text(encoding="utf-8")


# --- how it ends ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "code"),
    [("exit 0", 0), ("exit 3", 3), ("kill -SEGV $$", -signal.SIGSEGV)],
    ids=["well", "badly", "by a signal"],
)
def test_the_exit_code_says_how_it_ended(script: str, code: int) -> None:
    with shell(script) as process:
        assert process.wait(10) == code


def test_what_takes_too_long_is_stopped_and_has_no_exit_code(tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    with shell(f"trap '' INT TERM HUP; {lifeline.hold}; sleep 60 & (sleep 60 & sleep 60) & sleep 60") as process:
        lifeline.wait_for_start()
        assert process.wait(0.05) is None
        lifeline.wait_for_end()


def test_no_time_at_all_is_too_little() -> None:
    with shell("sleep 60") as process:
        assert process.wait(-1) is None


def test_nothing_that_it_started_outlives_it(tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    with shell(f"{lifeline.hold}; sleep 60 & exit 0") as process:
        assert process.wait(10) == 0
    lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_a_failure_while_it_runs_ends_it(tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")

    def fail() -> None:
        lifeline.wait_for_start()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), shell(f"{lifeline.hold}; sleep 60"):
        fail()
    lifeline.wait_for_end()


@pytest.mark.parametrize("interpreter", ["/nonexistent/interpreter", "/dev/null"])
def test_a_program_that_cannot_be_run_says_why(interpreter: str, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!{interpreter}\n", encoding="utf-8")
    program.chmod(0o755)
    with Process([str(program)], LIMITS, output=tmp_path / "output") as process:
        assert process.wait(10) in {126, 127}
    assert str(program) in (tmp_path / "output").read_text(encoding="utf-8")


def test_an_output_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        shell("exit 0", tmp_path)


# --- what it gets ---------------------------------------------------------------------------------


def test_it_reads_what_it_is_fed_and_then_the_end(tmp_path: Path) -> None:
    assert printed("cat; echo end", tmp_path, data=b"fed\n") == "fed\nend\n"


def test_what_has_ended_can_be_fed() -> None:
    with shell("exit 3") as process:
        time.sleep(0.05)
        process.feed(b"x" * 1024**2)
        assert process.wait(10) == 3


def test_arguments_are_not_read_by_the_shell(tmp_path: Path) -> None:
    odd = "a $HOME 'b\"; exit 7"
    with Process(["/bin/echo", odd], LIMITS, output=tmp_path / "output") as process:
        assert process.wait(10) == 0
    assert (tmp_path / "output").read_text(encoding="utf-8") == f"{odd}\n"


def test_it_works_in_its_folder_and_its_environment(tmp_path: Path) -> None:
    environment, output = {"MINE": "x"}, tmp_path / "output"
    with Process(
        ["/bin/sh", "-c", "pwd; echo $MINE$HOME"], LIMITS, folder=tmp_path, environment=environment, output=output
    ) as process:
        process.wait(10)
    assert output.read_text(encoding="utf-8") == f"{tmp_path.resolve()}\nx\n"


def test_what_it_prints_and_complains_of_is_one_output(tmp_path: Path) -> None:
    assert printed("echo one; echo two >&2", tmp_path) == "one\ntwo\n"


def test_time_memory_and_file_size_are_limited(tmp_path: Path) -> None:
    limits = Limits(cpu_seconds=7, memory_bytes=900 * 1024**2, file_bytes=5 * 512)
    assert printed("ulimit -t; ulimit -v; ulimit -f; ulimit -c", tmp_path, limits).split() == ["7", "921600", "5", "0"]


def test_a_file_does_not_grow_beyond_its_limit(tmp_path: Path) -> None:
    limits = LIMITS._replace(file_bytes=51200)
    printed(f"head -c 100000 /dev/zero > '{tmp_path}/file'", tmp_path, limits)
    assert (tmp_path / "file").stat().st_size == 51200


def test_what_uses_up_its_processor_time_is_ended() -> None:
    with shell("while :; do :; done", limits=LIMITS._replace(cpu_seconds=1)) as process:
        assert process.wait(30) in {-signal.SIGKILL, -signal.SIGXCPU}


# --- interrupts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_waits_for_the_end_of_the_block(number: signal.Signals) -> None:
    heard: list[int] = []
    before = signal.signal(number, lambda number, _: heard.append(number))
    try:
        with interrupts_held():
            os.kill(os.getpid(), number)
            time.sleep(0.01)
            assert heard == []
        assert heard == [number]
    finally:
        signal.signal(number, before)


def test_an_interrupt_that_waited_can_end_what_comes_after() -> None:
    with pytest.raises(KeyboardInterrupt), interrupts_held():
        signal.raise_signal(signal.SIGINT)


def test_other_threads_hold_no_interrupts() -> None:
    ended: list[bool] = []

    def hold() -> None:
        with interrupts_held():
            ended.append(True)

    thread = threading.Thread(target=hold)
    thread.start()
    thread.join()
    assert ended == [True]


def test_an_interrupt_at_the_start_leaves_nothing_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    start: Any = subprocess.Popen

    def interrupted(*args: Any, **kwargs: Any) -> Any:
        process = start(*args, **kwargs)
        lifeline.wait_for_start()
        signal.raise_signal(signal.SIGINT)
        return process

    monkeypatch.setattr("subprocess.Popen", interrupted)
    with pytest.raises(KeyboardInterrupt):
        shell(f"{lifeline.hold}; sleep 60")
    lifeline.wait_for_end()
