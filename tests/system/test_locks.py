"""A lock is held by one process at a time, and ends with it."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cvgen.system import locks

# Locks a file, says so, and waits to be killed.
HOLDS = """
import sys
from pathlib import Path
from cvgen.system import locks
assert locks.try_lock(Path(sys.argv[1])) is not None
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lock"


@pytest.fixture
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock."""
    path.touch()
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOLDS, str(path)], stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"
        yield process
        process.kill()


def end(holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()


def must_not_wait() -> None:
    pytest.fail("there is nothing to wait for")


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that have no locks, as on some network file systems."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)


def test_a_lock_can_be_had_once(path: Path) -> None:
    path.touch()
    one = locks.try_lock(path)
    assert (one is not None, locks.try_lock(path)) == (True, None)
    assert one is not None
    os.close(one)
    two = locks.try_lock(path)
    assert two is not None
    os.close(two)


def test_a_folder_has_a_lock_too(tmp_path: Path) -> None:
    lock = locks.try_lock(tmp_path)
    assert lock is not None
    assert locks.try_lock(tmp_path) is None
    os.close(lock)


def test_the_lock_of_a_process_ends_with_it(path: Path, holder: subprocess.Popen[str]) -> None:
    assert locks.try_lock(path) is None
    end(holder)
    lock = locks.try_lock(path)
    assert lock is not None
    os.close(lock)


def test_a_block_holds_a_lock_of_a_file_that_it_makes(path: Path) -> None:
    with locks.locked(path, must_not_wait) as is_held:
        assert (is_held, locks.try_lock(path)) == (True, None)
    with locks.locked(path, must_not_wait) as is_held:
        assert is_held


def test_a_block_waits_until_the_lock_is_free(
    path: Path, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_POLL", 0)
    waits: list[int] = []

    def waiting() -> None:
        waits.append(1)
        if len(waits) == 3:
            end(holder)

    with locks.locked(path, waiting) as is_held:
        assert (is_held, len(waits)) == (True, 3)


def test_to_stop_waiting_is_to_stop(path: Path, holder: subprocess.Popen[str]) -> None:
    def waiting() -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError), locks.locked(path, waiting):
        pytest.fail("it is not locked")
    assert holder.poll() is None


@pytest.mark.usefixtures("no_locks")
def test_where_files_have_no_locks_a_block_runs_without(path: Path) -> None:
    with locks.locked(path, must_not_wait) as is_held:
        assert not is_held


@pytest.mark.usefixtures("no_locks")
def test_where_files_have_no_locks_trying_says_so(path: Path) -> None:
    path.touch()
    with pytest.raises(OSError, match="No locks available"):
        locks.try_lock(path)
