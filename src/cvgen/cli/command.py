"""Ends a command: turns what it raises into a message and an exit code.

Exit codes: 0 done, 1 an error of the user's or of the machine's, 2 wrong usage, 3 a bug in cvgen, 130 interrupted.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, ParamSpec

import typer

from cvgen import __version__
from cvgen.cli import json_lines, terminal
from cvgen.diagnostics import CvgenError, Diagnostic
from cvgen.system import files

_P = ParamSpec("_P")

FAILED: Final = 1
WRONG_USAGE: Final = 2
BUG: Final = 3
INTERRUPTED: Final = 130


def guarded(command: Callable[_P, None]) -> Callable[_P, None]:
    """Return a command that turns what it raises into a message and an exit code."""

    @functools.wraps(command)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except CvgenError as error:
            report(error.diagnostics, as_json=kwargs.get("as_json") is True)
            raise typer.Exit(FAILED) from None
        except KeyboardInterrupt:
            terminal.say("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except BlockingIOError:  # of fork: a limit on processes
            _report_no_processes()
            raise typer.Exit(FAILED) from None
        except OSError as error:  # from writing the output; a step turns errors of its own files into CvgenError
            _abandon_stdout()
            message = files.cannot_be_written(error.filename or "the output", error)
            terminal.report([Diagnostic(message, code="file-unwritable")])
            raise typer.Exit(FAILED) from None
        except (typer.Exit, typer.BadParameter):
            raise
        except Exception as error:  # noqa: BLE001  (the one place where a bug becomes a message)
            if isinstance(error, RuntimeError) and "start new thread" in str(error):  # Python has no type for it
                _report_no_processes()
                raise typer.Exit(FAILED) from None
            traceback.print_exc()
            terminal.say(
                f"\nThis is a bug in cvgen {__version__} (Python {sys.version.split()[0]}, {sys.platform}).\n"
                "Please report it to its makers, with the lines above and, if you can share it, the profile."
            )
            raise typer.Exit(BUG) from None

    return guarded


@contextlib.contextmanager
def usage(*, as_json: bool) -> Iterator[None]:
    """Report what the body raises, and end the command with the exit code for wrong usage."""
    try:
        yield
    except CvgenError as error:
        report(error.diagnostics, as_json=as_json)
        raise typer.Exit(WRONG_USAGE) from None


def report(diagnostics: Sequence[Diagnostic], path: Path | None = None, *, as_json: bool) -> None:
    """Report diagnostics for people or for programs; ``path`` is the file that was worked on."""
    if as_json:
        json_lines.report(diagnostics, path)
    else:
        terminal.report(diagnostics)


def _report_no_processes() -> None:
    message = "the system lets cvgen start no more processes or threads"
    hint = 'end other programs, or raise the limit ("ulimit -u")'
    terminal.report([Diagnostic(message, hint=hint, code="process-killed")])


def _abandon_stdout() -> None:
    """Discard what is still buffered for standard output, so that it does not fail again when Python exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@dataclass
class Files:
    """The files that a command works on, one after another: an error in one does not stop the others."""

    as_json: bool
    failed: bool = False

    @contextlib.contextmanager
    def one(self, path: Path) -> Iterator[None]:
        """Work on one file in the body, and report what it raises."""
        try:
            yield
        except CvgenError as error:
            report(error.diagnostics, path, as_json=self.as_json)
            if self.as_json:
                json_lines.result(path, ok=False)
            self.failed = True

    def end(self) -> None:
        """End the command, with an error if one of the files had one."""
        if self.failed:
            raise typer.Exit(FAILED)
