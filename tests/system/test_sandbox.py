"""Behind a wall, a program reaches what it was given and nothing else."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from cvgen.system import sandbox
from cvgen.system.process import Limits, Process
from cvgen.system.reach import DEVICES, SYSTEM
from cvgen.system.sandbox import Wall

LIMITS = Limits(cpu_seconds=60, memory_bytes=1024**3, file_bytes=1024**2)


@pytest.fixture(params=["Landlock", "bubblewrap"], autouse=True)
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What puts up the wall."""
    if request.param == "bubblewrap":
        monkeypatch.setattr(sandbox, "version", lambda: 0)
    if sandbox.name() != request.param:
        pytest.skip(f"no {request.param} on this machine")
    return str(request.param)


@pytest.fixture
def private(tmp_path: Path) -> Path:
    folder = tmp_path / "private"
    folder.mkdir()
    (folder / "key").write_text("secret\n", encoding="utf-8")
    return folder


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def run(script: str, work: Path, *readable: Path) -> tuple[int | None, str]:
    """The exit code of a shell script in a folder that it may write, and what it prints."""
    wall = Wall((*SYSTEM, *readable), (work, *DEVICES))
    output = work.parent / "output"
    with Process(["/bin/sh", "-c", script], LIMITS, folder=work, output=output, wall=wall) as process:
        process.feed(b"fed\n")
        return process.wait(10), output.read_text(encoding="utf-8")


def test_what_it_is_given_can_be_read_and_its_folder_written(work: Path, private: Path) -> None:
    script = f"cat '{private}/key' > here; mkdir folder; mv here folder/there; cat folder/there - ; rm -r folder"
    assert run(script, work, private) == (0, "secret\nfed\n")


@pytest.mark.parametrize("path", ["PRIVATE/key", "../private/key", "link", "/etc/passwd", "/proc/PROCESS/environ"])
def test_all_else_cannot_be_read(path: str, work: Path, private: Path) -> None:
    (work / "link").symlink_to(private / "key")
    path = path.replace("PRIVATE", str(private)).replace("PROCESS", str(os.getpid()))
    code, _ = run(f"cat '{path}' > taken", work)
    assert (code, (work / "taken").read_bytes()) == (1, b"")


@pytest.mark.parametrize(
    "script",
    [
        "echo x > 'PRIVATE/key'",
        "echo x >> ../private/key",
        "echo x > 'PRIVATE/new'",
        "rm 'PRIVATE/key'",
        "mv 'PRIVATE/key' .",
        "mkdir 'PRIVATE/new'",
        "ln 'PRIVATE/key' key && echo x > key",
    ],
)
@pytest.mark.parametrize("is_readable", [False, True])
def test_nothing_else_can_be_written(script: str, is_readable: bool, work: Path, private: Path) -> None:
    code, _ = run(script.replace("PRIVATE", str(private)), work, *([private] if is_readable else []))
    assert code or not is_readable  # bubblewrap has a folder of its own in place of one that it does not show
    assert [(path.name, path.read_text(encoding="utf-8")) for path in private.iterdir()] == [("key", "secret\n")]


@pytest.fixture
def server() -> Iterator[int]:
    """The port of a server."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.mark.skipif(0 < sandbox.version() < 4, reason="this Landlock knows no network")
def test_there_is_no_network(work: Path, server: int) -> None:
    code, _ = run(f"exec /bin/bash -c 'exec 3<>/dev/tcp/127.0.0.1/{server}'", work)
    assert code == 1


def test_limits_hold_behind_it_too(work: Path) -> None:
    _, printed = run("ulimit -t; ulimit -v; ulimit -f", work)
    assert printed.split() == ["60", str(1024**2), str(2 * 1024)]


def test_a_signal_that_ends_it_is_told(work: Path) -> None:
    assert run("kill -SEGV $$", work)[0] == -signal.SIGSEGV


def test_what_started_it_stays_free(work: Path, private: Path) -> None:
    run("exit 0", work)
    assert (private / "key").read_text(encoding="utf-8") == "secret\n"
    assert Path("/etc/passwd").read_bytes()


def test_a_path_that_is_not_there_is_no_error(work: Path, tmp_path: Path) -> None:
    assert run("echo x", work, tmp_path / "nothing") == (0, "x\n")
