"""Temporary folders, of which none is left: what a process that was killed has left, the next one clears."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"cvgen-[0-9a-f]{32}")  # nobody names a folder of their own like this
_PART: Final = ".cvgen-"
_DRAFT: Final = "cvgen~"  # not locked yet


@contextlib.contextmanager
def temporary(parent: Path | None = None) -> Iterator[Path]:
    """An empty folder that is gone afterwards; as long as it is used, it is locked.

    It is in ``parent``, or where the system has such folders.
    """
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=parent))
    lock = _locked(draft)
    folder = draft.rename(draft.with_name(f"cvgen-{uuid.uuid4().hex}"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def sweep(parent: Path | None = None) -> None:
    """Delete temporary folders of this user that no process holds: they were left by one that was killed."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        for entry in os.scandir(parent or tempfile.gettempdir()):
            if _NAME.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    _clear(Path(entry.path))


def part(target: Path) -> Path:
    """A name beside a file for what is to take its place."""
    return target.with_name(f"{_PART}{os.getpid()}-{uuid.uuid4().hex}.part")


def write(target: Path, text: str) -> None:
    """Write a file whole or not at all; raises OSError."""
    draft = part(target)
    draft.write_text(text, encoding="utf-8")
    draft.replace(target)


def sweep_parts(folder: Path) -> None:
    """Delete files that were to take the place of others, of processes that are no more."""
    for path in folder.glob(f"{_PART}*.part"):
        number = path.name.split("-")[1]
        with contextlib.suppress(OSError):
            if number.isdigit() and not _is_running(int(number)):
                path.unlink()


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # of another user
        return True
    return True


def _clear(folder: Path) -> None:
    if folder.stat().st_uid != os.getuid() or (lock := _locked(folder)) is None:
        return
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def _locked(folder: Path) -> int | None:
    """What holds the lock of a folder, until it is closed or the process ends; None if another has it."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
