"""Files are written whole or not at all, and what cannot be written is named, with a remedy."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.system import files

# Is killed when a file is written beside its place, and not yet in it.
LEAVES = """
import os, sys
from pathlib import Path
from cvgen.system import files
Path.replace = lambda *_: os._exit(0)
files.write(Path(sys.argv[1]), b"new")
"""


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "build"
    folder.mkdir()
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# --- written whole or not at all ------------------------------------------------------------------


def test_a_file_is_written(build: Path) -> None:
    files.write(build / "ann.pdf", b"new")
    assert contents(build) == {"ann.pdf": b"new"}


def test_it_takes_the_place_of_an_older_one(build: Path) -> None:
    (build / "ann.pdf").write_bytes(b"older, and longer")
    files.write(build / "ann.pdf", b"new")
    assert contents(build) == {"ann.pdf": b"new"}


def test_several_are_written_together(build: Path) -> None:
    files.write_together({build / "ann.pdf": b"1", build / "ann.tex": b"2"})
    assert contents(build) == {"ann.pdf": b"1", "ann.tex": b"2"}


def test_none_at_all_are_written_together(build: Path) -> None:
    files.write_together({})
    assert names(build) == []


def test_of_several_none_is_written_if_one_cannot_be(build: Path) -> None:
    (build / "ann.pdf").write_bytes(b"old")
    (build / "ann.tex").mkdir()
    with pytest.raises(OSError, match="Is a directory") as raised:
        files.write_together({build / "ann.pdf": b"1", build / "ann.tex": b"2"})
    assert raised.value.filename == str(build / "ann.tex")
    assert (names(build), (build / "ann.pdf").read_bytes()) == (["ann.pdf", "ann.tex"], b"old")


def test_a_full_disk_leaves_what_was_there(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (build / "ann.pdf").write_bytes(b"old")

    def full(path: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path), None, str(target))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left") as raised:
        files.write(build / "ann.pdf", b"new")
    assert (raised.value.filename, contents(build)) == (str(build / "ann.pdf"), {"ann.pdf": b"old"})


# --- what killed processes leave ------------------------------------------------------------------


def test_a_process_that_is_killed_leaves_the_old_file_and_a_draft_which_is_swept(build: Path) -> None:
    (build / "ann.pdf").write_bytes(b"old")
    subprocess.run([sys.executable, "-c", LEAVES, str(build / "ann.pdf")], check=True)
    assert sorted(contents(build).values()) == [b"new", b"old"]
    files.sweep_drafts(build)
    assert contents(build) == {"ann.pdf": b"old"}


def test_the_draft_of_a_living_process_is_not_swept(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swept = []

    def replace(draft: Path, target: Path) -> None:
        theirs = draft.with_name(draft.name.replace(f"-{os.getpid()}-", "-1-"))  # the first process never ends
        theirs.touch()
        files.sweep_drafts(build)
        swept.append((draft.parent == target.parent, draft.exists(), theirs.exists()))

    monkeypatch.setattr(Path, "replace", replace)
    files.write(build / "ann.pdf", b"new")
    assert swept == [(True, True, True)]


@pytest.mark.parametrize("name", [".cvgen-x-y.part", "cvgen-99999999-y.part", ".cvgen-99999999-y.pdf", "ann.pdf"])
def test_a_file_that_is_no_draft_is_not_swept(name: str, build: Path) -> None:
    (build / name).touch()
    files.sweep_drafts(build)
    assert names(build) == [name]


def test_where_there_is_no_folder_there_is_nothing_to_sweep(tmp_path: Path) -> None:
    files.sweep_drafts(tmp_path / "nowhere")
    assert names(tmp_path) == []


# --- content --------------------------------------------------------------------------------------


def test_a_file_has_a_content_or_not(build: Path) -> None:
    (build / "x").write_bytes(b"abc")
    assert [files.has_content(build / "x", content) for content in (b"abc", b"abd", b"ab", b"")] == [True, *[False] * 3]
    assert [files.has_content(build / name, b"") for name in ("nothing", ".")] == [False, False]


def test_the_hash_is_that_of_the_content(build: Path) -> None:
    (build / "x").write_bytes(b"abc" * 100_000)
    assert files.sha256(build / "x") == hashlib.sha256(b"abc" * 100_000).hexdigest()


# --- what cannot be written -----------------------------------------------------------------------


def refusal(place: Path | str, error: OSError) -> str:
    with pytest.raises(CvgenError) as raised, files.writing(place, "try another"):
        raise error
    [problem] = raised.value.diagnostics
    assert problem.hint == "try another"
    return problem.message


def test_what_the_system_names_in_a_folder_is_named() -> None:
    error = OSError(errno.ENOSPC, "No space left on device", "/x/build/ann.pdf")
    assert refusal(Path("/x/build"), error) == "/x/build/ann.pdf cannot be written: No space left on device"


@pytest.mark.parametrize("named", ["/x", "/elsewhere", 7, None])
def test_else_the_folder_is_named(named: str | int | None) -> None:
    error = OSError(errno.EACCES, "Permission denied", named)
    assert refusal(Path("/x/build"), error) == "/x/build cannot be written: Permission denied"


def test_a_place_in_words_is_always_named() -> None:
    error = OSError(errno.EROFS, "Read-only file system", "/x/cache/draft")
    assert refusal("the cache folder /x", error) == "the cache folder /x cannot be written: Read-only file system"


def test_an_error_without_a_reason_of_the_system_says_its_own() -> None:
    assert refusal("x", OSError("odd")) == "x cannot be written: odd"


def test_what_is_no_failure_of_the_system_passes() -> None:
    with pytest.raises(CvgenError, match=re.compile(r"^error: mine \[of-mine\]$")), files.writing("x", "y"):
        raise CvgenError.of("mine", code="of-mine")
