"""Makes the standard streams fit to write to: a caller may have closed them, and a reader may stop reading."""

from __future__ import annotations

import io
import os
import sys


def prepare() -> None:
    """Open the streams that the caller has closed, and let a command go on that nobody reads any more.

    No file must get the number of a standard stream: what a library prints there would be written into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free
    for name, number in (("stdout", 1), ("stderr", 2)):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(number, "w", encoding="utf-8", closefd=False))  # noqa: SIM115  (open for good)
        elif isinstance(stream, io.TextIOWrapper) and stream.fileno() == number:
            setattr(sys, name, _unbroken(stream, number))


def _unbroken(stream: io.TextIOWrapper, number: int) -> io.TextIOWrapper:
    file = _Unbroken(number, "w", closefd=False)
    is_unbuffered = isinstance(stream.buffer, io.RawIOBase)
    return io.TextIOWrapper(
        file if is_unbuffered else io.BufferedWriter(file),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


class _Unbroken(io.FileIO):
    """A file whose reader may go: what is written after that is discarded."""

    def write(self, data: object, /) -> int:
        try:
            return super().write(data)  # type: ignore[arg-type]  # any buffer
        except BrokenPipeError:
            discard = os.open(os.devnull, os.O_WRONLY)
            os.dup2(discard, self.fileno())
            os.close(discard)
            return super().write(data)  # type: ignore[arg-type]  # any buffer
