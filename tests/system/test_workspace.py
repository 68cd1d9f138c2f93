"""Temporary folders and files: gone afterwards, and swept if whoever made them was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cvgen.system import workspace

# Makes a folder with a file in it, says where it is, and waits to be killed.
HOLDS = """
import sys
from pathlib import Path
from cvgen.system import workspace
with workspace.temporary() as folder:
    (folder / "file").touch()
    print(folder, flush=True)
    sys.stdin.read()
"""
# Says how a file would be called that is to take the place of another, makes it, and ends.
LEAVES = """
import os, sys
from pathlib import Path
from cvgen.system import workspace
workspace.part(Path(sys.argv[1])).touch()
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
    with workspace.temporary() as folder:
        assert (folder.parent, [*folder.iterdir()]) == (tmp, [])
        (folder / "file").touch()
    assert names(tmp) == []


def test_it_is_gone_after_a_failure(tmp: Path) -> None:
    with pytest.raises(ZeroDivisionError), workspace.temporary():
        raise ZeroDivisionError
    assert names(tmp) == []


def test_it_may_be_where_it_is_wanted(tmp: Path, tmp_path: Path) -> None:
    with workspace.temporary(tmp_path / "tmp" / "..") as folder:
        assert (folder.resolve().parent, names(tmp)) == (tmp_path, [])


def test_no_two_are_the_same() -> None:
    with workspace.temporary() as one, workspace.temporary() as two:
        assert one != two


def test_only_its_owner_may_look_into_it() -> None:
    with workspace.temporary() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700


def test_what_this_process_holds_is_not_swept() -> None:
    with workspace.temporary() as folder:
        (folder / "file").touch()
        workspace.sweep()
        assert names(folder) == ["file"]


def test_what_a_living_process_holds_is_not_swept(holder: subprocess.Popen[str]) -> None:
    folder = held(holder)
    workspace.sweep()
    assert names(folder) == ["file"]


def test_what_a_killed_process_has_left_is_swept(tmp: Path, holder: subprocess.Popen[str]) -> None:
    folder = held(holder)
    holder.kill()
    holder.wait()
    assert names(folder) == ["file"]
    workspace.sweep()
    assert names(tmp) == []


def test_in_another_place_it_is_swept_when_that_is(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    folder = held(holder)
    holder.kill()
    holder.wait()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.rename(elsewhere / folder.name)
    workspace.sweep()
    assert names(elsewhere) == [folder.name]
    workspace.sweep(elsewhere)
    assert names(elsewhere) == []


@pytest.mark.parametrize(
    "name", ["cvgen-", "cvgen-out", "cvgen-12345678", "cvgen", "cvgen~x", f"my-cvgen-{'0' * 32}", f"cvgen-{'0' * 33}"]
)
def test_what_has_another_name_is_the_users(name: str, tmp: Path) -> None:
    (tmp / name).mkdir()
    workspace.sweep()
    assert names(tmp) == [name]


def test_a_link_is_not_followed(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    folder = held(holder)
    holder.kill()
    holder.wait()
    mine = tmp_path / "mine"
    folder.rename(mine)
    folder.symlink_to(mine)
    workspace.sweep()
    assert names(mine) == ["file"]


def test_where_there_is_nothing_there_is_nothing_to_sweep(tmp_path: Path) -> None:
    workspace.sweep(tmp_path / "nowhere")
    workspace.sweep_parts(tmp_path / "nowhere")
    assert names(tmp_path) == ["tmp"]


# --- files that are to take the place of others ---------------------------------------------------


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "build"
    folder.mkdir()
    return folder


def test_a_part_lies_beside_its_place_and_no_two_are_the_same(build: Path) -> None:
    target = build / "ann.pdf"
    one, two = workspace.part(target), workspace.part(target)
    assert (one.parent, two.parent, one == two) == (build, build, False)


def test_the_part_of_a_process_that_is_no_more_is_swept(build: Path) -> None:
    subprocess.run([sys.executable, "-c", LEAVES, str(build / "ann.pdf")], check=True)
    assert len(names(build)) == 1
    workspace.sweep_parts(build)
    assert names(build) == []


def test_the_part_of_a_living_process_is_not_swept(build: Path) -> None:
    mine = workspace.part(build / "ann.pdf")
    theirs = mine.with_name(mine.name.replace(f"-{os.getpid()}-", "-1-"))  # the first process never ends
    for path in (mine, theirs):
        path.touch()
    workspace.sweep_parts(build)
    assert names(build) == sorted([mine.name, theirs.name])


@pytest.mark.parametrize("name", [".cvgen-x-y.part", "cvgen-99999999-y.part", ".cvgen-99999999-y.pdf", "ann.pdf"])
def test_a_file_that_is_no_part_is_not_swept(name: str, build: Path) -> None:
    (build / name).touch()
    workspace.sweep_parts(build)
    assert names(build) == [name]
