"""Locks of files and folders, which end with the process that holds them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

_POLL: Final = 0.2  # seconds


def try_lock(path: Path) -> int | None:
    """Lock a file or a folder; return the descriptor that holds the lock, or None if another process has it.

    To close the descriptor ends the lock. Raises OSError where files have no locks.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


@contextlib.contextmanager
def locked(path: Path, waiting: Callable[[], None]) -> Iterator[bool]:
    """Hold the lock of a file, which is made if it is not there, once no other process does; yield whether it is held.

    Where files have no locks, it is not, and the block runs all the same. ``waiting`` is called again and again until
    the lock is free. Raises OSError if the file can be neither opened nor made.
    """
    path.touch()
    while True:
        try:
            descriptor = try_lock(path)
        except OSError:
            yield False
            return
        if descriptor is not None:
            break
        waiting()
        time.sleep(_POLL)
    try:
        yield True
    finally:
        os.close(descriptor)
