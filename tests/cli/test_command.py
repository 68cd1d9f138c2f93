"""How a command ends: exit codes, interrupts, bugs, and outputs that cannot be written."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cvgen import __version__
from cvgen.cli.app import app
from cvgen.pipeline import rendering
from tests.cli.place import CVGEN, INVALID, VALID, Place
from tests.fakes import DEADLINE, Lifeline


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bogus"], "No such command 'bogus'"),
        (["render"], "Missing argument 'PROFILE'"),
        (["render", "--bogus"], "No such option"),
        (["new"], "give the person's name"),
        (["new", "Ann", "Lee"], "unexpected extra argument"),
        (["render", "ann.yaml", "--format", "odt"], '"odt" is not a format'),
        (["render", "ann.yaml", "--format", "pdf,"], '"" is not a format'),
        (["render", "ann.yaml", "--pages", "0"], "0 is not a possible number of pages"),
        (["render", "ann.yaml", "--pages", "two"], "two is not a possible number of pages"),
        (["render", "ann.yaml", "--drop"], "--drop needs --pages"),
        (["style", "bogus"], "No such command 'bogus'"),
        (["style", "new"], "Missing argument"),
    ],
)
def test_wrong_usage_exits_with_2(place: Place, arguments: list[str], said: str) -> None:
    place.write("ann.yaml", VALID)
    done = place.run(*arguments)
    assert (done.returncode, done.stdout, said in done.stderr) == (2, "", True)


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run([*CVGEN, "schema"], stdout=closed, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("profiles", "code"), [(["ann.yaml"], 0), (["ann.yaml", "bob.yaml"], 1), (["bob.yaml", "ann.yaml"], 1)]
)
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize("more", [[], ["--json"], ["-j1"]])
def test_a_render_goes_on_whose_output_nobody_reads(
    place: Place, profiles: list[str], code: int, stream: str, more: list[str]
) -> None:
    place.write("ann.yaml", VALID)
    place.write("bob.yaml", INVALID)
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as broken:
        done = subprocess.run(
            [*CVGEN, "render", "--no-check", *more, *profiles],
            cwd=place.folder,
            env=place.environment,
            check=False,
            stdout=broken if stream == "stdout" else subprocess.DEVNULL,
            stderr=broken if stream == "stderr" else subprocess.DEVNULL,
        )
    assert (done.returncode, (place.folder / "build" / "ann-classic.pdf").exists()) == (code, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("command", ["schema", "--version"])
def test_a_full_disk_behind_the_output_is_no_bug_of_cvgen(command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*CVGEN, command], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        b"error: the output cannot be written: No space left on device [file-unwritable]\n",
    )


@pytest.mark.parametrize(
    "error", [BlockingIOError(11, "Resource temporarily unavailable"), RuntimeError("can't start new thread")]
)
def test_a_limit_on_processes_is_no_bug_of_cvgen(
    error: Exception, place: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def limited(*_: object, **__: object) -> None:
        raise error

    place.write("ann.yaml", VALID)
    monkeypatch.setattr(rendering, "render_all", limited)
    result = CliRunner().invoke(
        app, ["render", "--force", "-j1", str(place.folder / "ann.yaml")], env=place.environment
    )
    said = "error: the system lets cvgen start no more processes or threads [process-killed]"
    assert (result.exit_code, said in result.output + capfd.readouterr().err) == (1, True)


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
@pytest.mark.parametrize("arguments", ["--version", "schema", "validate ann.yaml", "render --no-check ann.yaml"])
def test_a_caller_may_close_the_streams(place: Place, arguments: str, closed: str) -> None:
    place.write("ann.yaml", VALID)
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {arguments} {closed}', "sh", *CVGEN],
        cwd=place.folder,
        env=place.environment,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(("number", "code", "said"), [(signal.SIGINT, 130, "interrupted\n"), (signal.SIGTERM, 143, "")])
def test_an_interrupted_render_leaves_nothing_behind(
    place: Place, tmp_path: Path, number: signal.Signals, code: int, said: str
) -> None:
    place.write("ann.yaml", VALID)
    lifeline = Lifeline(tmp_path / "lifeline")
    place.engine(f"{lifeline.hold}; sleep 60 & sleep 60")
    with subprocess.Popen(
        [*CVGEN, "render", "ann.yaml"],
        cwd=place.folder,
        env=place.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        lifeline.wait_for_start()
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=DEADLINE)
    lifeline.wait_for_end()
    assert (process.returncode, stdout, stderr) == (code, "", said)
    assert (place.names(), [*place.tmp.iterdir()]) == (["ann.yaml"], [])


def test_a_bug_asks_to_be_reported(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("an oversight")

    place.write("ann.yaml", VALID)
    monkeypatch.chdir(place.folder)
    monkeypatch.setattr(rendering, "render_all", broken)
    monkeypatch.setattr(os, "environ", place.environment)
    done = CliRunner().invoke(app, ["render", "ann.yaml"])
    assert (done.exit_code, done.stdout) == (3, "")
    for said in ("Traceback", "ZeroDivisionError: an oversight", f"This is a bug in cvgen {__version__}", "report it"):
        assert said in done.stderr
