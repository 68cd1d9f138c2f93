"""Writes files whole or not at all, names their content by a hash, and says which file cannot be written."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from cvgen.diagnostics import CvgenError

_DRAFT: Final = ".cvgen-"


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises OSError, which names ``path``."""
    write_together({path: content})


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write several files: none replaces an older one before all are on the disk.

    Raises OSError, which names the file that cannot be written.
    """
    drafts = {path: path.with_name(f"{_DRAFT}{os.getpid()}-{os.urandom(16).hex()}.part") for path in contents}
    path = next(iter(contents), Path())
    try:
        for path, draft in drafts.items():
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            with draft.open("xb") as file:
                file.write(contents[path])
        for path, draft in drafts.items():
            draft.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error  # the user knows no draft
    finally:
        for draft in drafts.values():
            with contextlib.suppress(OSError):  # the first failure says more
                draft.unlink(missing_ok=True)


def sweep_drafts(folder: Path) -> None:
    """Delete what ``write`` has left in a folder in processes that were killed; it need not be there, nor be possible."""
    drafts: list[Path] = []
    with contextlib.suppress(OSError):
        drafts += folder.glob(f"{_DRAFT}*.part")
    for path in drafts:
        number = path.name.split("-")[1]
        with contextlib.suppress(OSError):
            if number.isdigit() and not _is_running(int(number)):
                path.unlink()


def make_cache_folder(path: Path) -> None:
    """Make a folder of the cache and those above; a file that stands in its place is of no use, and is deleted."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        path.unlink(missing_ok=True)  # or another process was quicker
        path.mkdir(exist_ok=True)


def has_content(path: Path, content: bytes) -> bool:
    """Return whether a file is there and has this content."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits. Raises OSError."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def writing(place: Path | str, hint: str | None = None) -> Iterator[None]:
    """Turn an OSError of the block into the CvgenError ``PLACE cannot be written: REASON``, with a remedy as ``hint``.

    A ``place`` in words, such as "the cache folder /x", is always named. Of a path, the file in it that the system
    names is, if it names one: it says more.
    """
    try:
        yield
    except BlockingIOError:  # a limit on processes or threads
        raise
    except OSError as error:
        named = error.filename if isinstance(error.filename, str) else ""
        is_inside = isinstance(place, Path) and Path(named).is_relative_to(place)
        raise CvgenError.of(
            cannot_be_written(named if is_inside else place, error), hint=hint, code="file-unwritable"
        ) from None


def cannot_be_written(place: Path | str, error: OSError) -> str:
    """Return the message for a file or folder that cannot be written."""
    return f"{place} cannot be written: {error.strerror or error}"


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # of another user
        return True
    return True
