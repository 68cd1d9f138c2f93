"""Temporary folders. Those that a killed process left behind are deleted by the next process."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cvgen.system import locks

_NAME: Final = re.compile(r"cvgen-[0-9a-f]{32}")  # nobody names a folder of their own like this
_UNLOCKED: Final = "cvgen~"


@contextlib.contextmanager
def folder(parent: Path | None = None) -> Iterator[Path]:
    """Make an empty folder, which is deleted at the end of the block and locked until then.

    It is in ``parent``, or where the system has its temporary folders. Raises OSError.
    """
    path = Path(tempfile.mkdtemp(prefix=_UNLOCKED, dir=parent))
    lock = _locked(path)
    path = path.rename(path.with_name(f"cvgen-{os.urandom(16).hex()}"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def sweep(parent: Path | None = None) -> None:
    """Delete this user's temporary folders that no process holds: whoever made them was killed."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(parent or tempfile.gettempdir()):
            if _NAME.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    _delete_unless_held(Path(entry.path))


def discard(path: Path) -> None:
    """Delete a folder: no process finds it any more from the first moment, though its files go one by one."""
    with contextlib.suppress(OSError), folder(path.parent) as place:
        path.rename(place / path.name)


def _delete_unless_held(path: Path) -> None:
    if path.stat().st_uid != os.getuid() or (lock := _locked(path)) is None:
        return
    try:
        shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(lock)


def _locked(path: Path) -> int | None:
    """Return the lock of a folder; None if another process has it, or folders have no locks here."""
    try:
        return locks.try_lock(path)
    except OSError:
        return None
