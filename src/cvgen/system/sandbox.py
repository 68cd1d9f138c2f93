"""Puts a wall round a program: what it may read and write, by the kernel's Landlock, or by bubblewrap.

A style is a program that TeX runs: it can ask an engine for any file by its path. Landlock needs neither root nor
another program. A thread that restricts itself passes this on to what it starts, for good, and the other threads of
its process stay free: so a program is started from a thread that is made for it.

Source: https://docs.kernel.org/userspace-api/landlock.html; numbers and structures are those of linux/landlock.h.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import functools
import os
import shutil
import stat
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

_T = TypeVar("_T")

# All processors but Alpha and MIPS, which know no call of these numbers, have the same ones.
_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_ASK_VERSION: Final = 1  # a flag of the first
_PATH_BENEATH: Final = 1  # the kind of a rule
_NO_NEW_PRIVILEGES: Final = 38  # for prctl; without it only root may restrict itself

_EXECUTE: Final = 1 << 0
_WRITE_FILE: Final = 1 << 1
_READ_FILE: Final = 1 << 2
_READ_FOLDER: Final = 1 << 3
_REMOVE_FOLDER: Final = 1 << 4
_REMOVE_FILE: Final = 1 << 5
_MAKE_FOLDER: Final = 1 << 7
_MAKE_FILE: Final = 1 << 8
_MOVE: Final = 1 << 13  # from one folder to another
_TRUNCATE: Final = 1 << 14
_READ: Final = _EXECUTE | _READ_FILE | _READ_FOLDER
# Neither links nor pipes, which cvgen itself might follow or wait at.
_WRITE: Final = (
    _READ_FILE | _READ_FOLDER | _WRITE_FILE | _REMOVE_FOLDER | _REMOVE_FILE | _MAKE_FOLDER | _MAKE_FILE
) | (_MOVE | _TRUNCATE)
_OF_FILES: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE

# What Landlock can forbid since which version of it. All of it is forbidden, but for what a rule allows.
_FILES: Final = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_NETWORK: Final = {4: 0b11}  # TCP: bind, connect
_SCOPES: Final = {6: 0b11}  # abstract sockets and signals beyond the wall
_SIZES: Final = {1: 8, 4: 16, 6: 24}  # bytes of the attributes

_SECONDS: Final = 5  # for bubblewrap to show that it works


class Wall(NamedTuple):
    """What a program may reach: files and folders to ``read`` and run, and to ``write``. What is missing is no error."""

    read: tuple[Path, ...]
    write: tuple[Path, ...]
    network: bool = False


@functools.cache
def version() -> int:
    """Return the version of the kernel's Landlock; 0 where there is none, or it is switched off."""
    if sys.platform != "linux":
        return 0
    try:
        return _call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION))
    except (OSError, AttributeError):  # a C library without "syscall"
        return 0


@functools.cache
def bubblewrap() -> str | None:
    """Return the path of bubblewrap, if it is installed and may do its work: some systems forbid it."""
    program = shutil.which("bwrap") if sys.platform == "linux" else None
    if program is None:
        return None
    trial = [program, "--unshare-all", "--ro-bind", "/", "/", "--", "/bin/sh", "-c", "exit 0"]
    try:
        done = subprocess.run(trial, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return program if done.returncode == 0 else None


def name() -> str | None:
    """Return the name of what puts up walls on this machine; None if nothing does."""
    return "Landlock" if version() else "bubblewrap" if bubblewrap() else None


def start(wall: Wall, command: Sequence[str], run: Callable[[Sequence[str]], _T]) -> _T:
    """Return what ``run`` returns of the command that it is to start: behind the wall, where there can be one.

    Raises what ``run`` raises, and OSError.
    """
    if not version():
        return run(_wrapped(wall, command) if bubblewrap() else command)
    rules = _ruleset(wall)
    results: list[_T] = []
    errors: list[BaseException] = []

    def start_restricted() -> None:
        try:
            _restrict_thread(rules)
            results.append(run(command))
        except BaseException as error:  # noqa: BLE001  (raised again in the thread that asked)
            errors.append(error)

    try:
        thread = threading.Thread(target=start_restricted)
        thread.start()
        thread.join()
    except RuntimeError as error:  # the system has no more threads
        raise BlockingIOError(errno.EAGAIN, str(error)) from None
    finally:
        os.close(rules)
    if errors:
        raise errors[0]
    return results[0]


# --- Landlock -------------------------------------------------------------------------------------


def _restrict_thread(rules: int) -> None:
    one, zero = ctypes.c_ulong(1), ctypes.c_ulong(0)
    if _libc().prctl(ctypes.c_int(_NO_NEW_PRIVILEGES), one, zero, zero, zero):
        raise _error()
    _call(_RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint32(0))


def _ruleset(wall: Wall) -> int:
    files = _known(_FILES)
    attributes = struct.pack("=QQQ", files, 0 if wall.network else _known(_NETWORK), _known(_SCOPES))
    rules = _call(_CREATE_RULESET, attributes, ctypes.c_size_t(_known(_SIZES)), ctypes.c_uint32(0))
    try:
        _allow(rules, wall.read, _READ & files)
        _allow(rules, wall.write, _WRITE & files)
    except BaseException:
        os.close(rules)
        raise
    return rules


def _allow(rules: int, paths: Iterable[Path], access: int) -> None:
    for path in dict.fromkeys(paths):
        try:
            handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except (OSError, ValueError):  # what is not there, or cannot be reached, needs no permission
            continue
        try:
            is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
            rule = struct.pack("=Qi", access if is_folder else access & _OF_FILES, handle)
            _call(_ADD_RULE, ctypes.c_int(rules), ctypes.c_int(_PATH_BENEATH), rule, ctypes.c_uint32(0))
        finally:
            os.close(handle)


def _known(table: dict[int, int]) -> int:
    """Return what this kernel's Landlock knows of a table."""
    return next((table[since] for since in sorted(table, reverse=True) if since <= version()), 0)


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _call(number: int, *arguments: object) -> int:
    result: int = _libc().syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise _error()
    return result


def _error() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))


# --- bubblewrap -----------------------------------------------------------------------------------


def _wrapped(wall: Wall, command: Sequence[str]) -> list[str]:
    """Return the command behind bubblewrap. No new session: the program is ended with all of its group."""
    program = bubblewrap()
    assert program is not None
    options = ["--unshare-all", *(["--share-net"] if wall.network else []), "--die-with-parent"]
    options += ["--proc", "/proc", "--dev", "/dev"]
    for kind, paths in (("--ro-bind", wall.read), ("--bind", wall.write)):
        for path in dict.fromkeys(paths):
            with contextlib.suppress(OSError):
                if path.exists() and not path.is_relative_to("/dev"):
                    options += [kind, str(path), str(path)]
    return [program, *options, "--", *command]
