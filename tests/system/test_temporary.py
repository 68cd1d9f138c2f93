"""Temporary folders are gone afterwards, and the next process deletes those of one that was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cvgen.system import temporary

# Makes a folder with a file in it, says where it is, and waits to be killed.
HOLDS = """
import sys
from pathlib import Path
from cvgen.system import temporary
with temporary.folder() as folder:
    (folder / "file").touch()
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def holder(tmp: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds a temporary folder."""
    command, environment = [sys.executable, "-c", HOLDS], os.environ | {"TMPDIR": str(tmp)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        yield process
        process.kill()


def held(holder: subprocess.Popen[str]) -> Path:
    assert holder.stdout is not None
    return Path(holder.stdout.readline().strip())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_temporary_folder_is_empty_and_gone_afterwards(tmp: Path) -> None:
    with temporary.folder() as folder:
        assert (folder.parent, [*folder.iterdir()]) == (tmp, [])
        (folder / "file").touch()
    assert names(tmp) == []


def test_it_is_gone_after_a_failure(tmp: Path) -> None:
    with pytest.raises(ZeroDivisionError), temporary.folder():
        raise ZeroDivisionError
    assert names(tmp) == []


def test_it_may_be_where_it_is_wanted(tmp: Path, tmp_path: Path) -> None:
    with temporary.folder(tmp_path / "tmp" / "..") as folder:
        assert (folder.resolve().parent, names(tmp)) == (tmp_path, [])


def test_no_two_are_the_same() -> None:
    with temporary.folder() as one, temporary.folder() as two:
        assert one != two


def test_only_its_owner_may_look_into_it() -> None:
    with temporary.folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700


def test_what_this_process_holds_is_not_swept() -> None:
    with temporary.folder() as folder:
        (folder / "file").touch()
        temporary.sweep()
        assert names(folder) == ["file"]


def test_what_a_living_process_holds_is_not_swept(holder: subprocess.Popen[str]) -> None:
    folder = held(holder)
    temporary.sweep()
    assert names(folder) == ["file"]


def test_what_a_killed_process_has_left_is_swept(tmp: Path, holder: subprocess.Popen[str]) -> None:
    folder = held(holder)
    holder.kill()
    holder.wait()
    assert names(folder) == ["file"]
    temporary.sweep()
    assert names(tmp) == []


def test_in_another_place_it_is_swept_when_that_is(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    folder = held(holder)
    holder.kill()
    holder.wait()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.rename(elsewhere / folder.name)
    temporary.sweep()
    assert names(elsewhere) == [folder.name]
    temporary.sweep(elsewhere)
    assert names(elsewhere) == []


@pytest.mark.parametrize(
    "name", ["cvgen-", "cvgen-out", "cvgen-12345678", "cvgen", "cvgen~x", f"my-cvgen-{'0' * 32}", f"cvgen-{'0' * 33}"]
)
def test_what_has_another_name_is_the_users(name: str, tmp: Path) -> None:
    (tmp / name).mkdir()
    temporary.sweep()
    assert names(tmp) == [name]


def test_a_link_is_not_followed(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    folder = held(holder)
    holder.kill()
    holder.wait()
    mine = tmp_path / "mine"
    folder.rename(mine)
    folder.symlink_to(mine)
    temporary.sweep()
    assert names(mine) == ["file"]


def test_where_there_is_nothing_there_is_nothing_to_sweep(tmp_path: Path) -> None:
    temporary.sweep(tmp_path / "nowhere")
    assert names(tmp_path) == ["tmp"]


def test_a_folder_is_discarded_with_all_that_is_in_it(tmp_path: Path) -> None:
    place = tmp_path / "place"
    (place / "old" / "inner").mkdir(parents=True)
    (place / "old" / "inner" / "file").touch()
    temporary.discard(place / "old")
    assert names(place) == []


def test_to_discard_what_is_not_there_is_no_failure(tmp_path: Path) -> None:
    temporary.discard(tmp_path / "nothing")
    assert names(tmp_path) == ["tmp"]
