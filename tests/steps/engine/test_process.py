"""An engine waits for its documents, within limits, and nothing that it starts outlives it."""

from __future__ import annotations

import dataclasses
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.steps.engine import RunStatus, process
from tests.conftest import ROOT
from tests.fakes import Lifeline, python_engine, shell_engine
from tests.steps.engine.programs import COUNT, Source, dumping, run_count, run_of, seen, typeset, xelatex

# --- before there is a document -------------------------------------------------------------------


def test_it_is_started_before_there_is_a_document_and_waits(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    program = xelatex(shell_engine(programs, f"{COUNT}; {lifeline.hold}; typeset"))
    with program.start(work) as session:
        lifeline.wait_for_start()
        [run] = session.typeset([Source()])
    assert (run.status, run_count(work)) == (RunStatus.DONE, 1)


def test_it_ends_with_the_session_if_there_never_is_one(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    with xelatex(shell_engine(programs, f"{lifeline.hold}; sleep 60 & typeset; sleep 60")).start(work):
        lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_it_ends_if_what_was_to_feed_it_is_killed(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    path = shell_engine(programs, f"{lifeline.hold}; typeset")
    code = f"""
import os, signal
from pathlib import Path
from cvgen.steps.engine.xelatex import XeLatex
from tests.false_engines import free_false_engines
free_false_engines()
program = XeLatex(Path({str(programs / "xetex")!r}), (), Path({str(tmp_path / "formats")!r}), {{"PATH": {path!r}}})
with program.start(Path({str(work)!r})):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_what_makes_a_format_ends_if_cvgen_is_killed(work: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    code = f"""
import os, signal
from pathlib import Path
from cvgen.steps.engine import process
from cvgen.system.sandbox import Wall
command = ["/bin/sh", "-c", {f"{lifeline.hold}; sleep 60"!r}]
signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
signal.alarm(1)
process.run(command, Path({str(work)!r}), {{"PATH": os.environ["PATH"]}}, Wall((Path("/"),), (Path("/"),)))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_from_standard_input_only_the_names_of_documents_can_be_read(work: Path, programs: Path) -> None:
    assert seen(work, dumping(programs)).input == "\\cvDocument{document}\n"


def test_what_it_is_told_to_do_is_to_read_the_feed(work: Path, programs: Path) -> None:
    seen(work, dataclasses.replace(dumping(programs), epoch=1700000000))
    text = (work / "run.tex").read_text(encoding="utf-8")
    assert text == "\\year2023 \\month11 \\day14 \\time1333 \\cvFeed{feed.tex}\n"  # 22:13 UTC


def test_an_engine_in_a_folder_with_an_odd_name_is_found(work: Path, tmp_path: Path) -> None:
    assert run_of("typeset", tmp_path / "my $programs; 'x'", work).status is RunStatus.DONE


# --- limits ---------------------------------------------------------------------------------------


def test_time_memory_and_file_size_are_limited(work: Path, programs: Path) -> None:
    limits = seen(work, dumping(programs)).limits
    assert {name: limits[name] for name in ("RLIMIT_CPU", "RLIMIT_AS", "RLIMIT_FSIZE", "RLIMIT_CORE")} == {
        "RLIMIT_CPU": [process.LIMITS.cpu_seconds] * 2,
        "RLIMIT_AS": [process.LIMITS.memory_bytes] * 2,
        "RLIMIT_FSIZE": [process.LIMITS.file_bytes] * 2,
        "RLIMIT_CORE": [0, 0],
    }


@pytest.fixture
def one_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time that an engine has."""
    monkeypatch.setattr(process, "TIMEOUT", 1)


@pytest.mark.usefixtures("one_second")
def test_a_hanging_engine_is_stopped_with_all_that_it_started(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    path = shell_engine(programs, f"{lifeline.hold}; sleep 60 & (sleep 60 & sleep 60) & sleep 60")
    [run] = typeset(xelatex(path), work)
    assert run.status is RunStatus.TIMED_OUT
    lifeline.wait_for_start()
    lifeline.wait_for_end()


@pytest.mark.usefixtures("one_second")
def test_an_engine_that_defies_signals_is_stopped_too(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    path = shell_engine(programs, f"trap '' INT TERM HUP; {lifeline.hold}; while :; do sleep 60; done")
    [run] = typeset(xelatex(path), work)
    assert run.status is RunStatus.TIMED_OUT
    lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_what_an_engine_leaves_running_is_stopped(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    assert run_of(f"{lifeline.hold}; sleep 60 & typeset", programs, work).status is RunStatus.DONE
    lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_an_engine_that_uses_up_its_processor_time_has_timed_out(
    work: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "LIMITS", process.LIMITS._replace(cpu_seconds=1))
    path = python_engine(programs, "import time\nwhile time.process_time() < 4: pass\nopen('run.pdf', 'w').close()")
    [run] = typeset(xelatex(path), work)
    assert run.status is RunStatus.TIMED_OUT


def test_a_disk_that_is_full_is_an_error_that_names_the_folder(
    work: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = xelatex(shell_engine(programs, "typeset"))
    program.prepare()

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(CvgenError) as raised:
        typeset(program, work)
    [problem] = raised.value.diagnostics
    assert problem.message == f"the temporary folder {work.parent} cannot be written: No space left on device"
    assert problem.hint == "free some space, or set TMPDIR to another folder"


def test_a_disk_that_fills_up_while_it_runs_is_a_failure(
    work: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "LIMITS", process.LIMITS._replace(file_bytes=51200))
    script = "typeset; head -c 100000 /dev/zero > run.pdf || exit 1"
    assert run_of(script, programs, work).status is RunStatus.FAILED
