"""Engines that are not TeX, for what TeX itself seldom does."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from cvgen.engine import Outcome, TexRun
from cvgen.latex import TexSource

DEADLINE = 15  # seconds after which what must happen is not going to


def shell_engine(folder: Path, script: str) -> str:
    """A PATH on which xelatex is a shell script."""
    return _engine(folder, f"#!/bin/sh\n{script}\n")


def python_engine(folder: Path, script: str) -> str:
    """A PATH on which xelatex is a Python script."""
    return _engine(folder, f"#!{sys.executable} -IS\n{script}\n")


def _engine(folder: Path, text: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "xelatex").write_text(text, encoding="utf-8")
    (folder / "xelatex").chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def blank_pdf(path: Path) -> Path:
    """A PDF with one empty page."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)
    return path


def _silent(_: TexSource) -> str:
    return ""


@dataclass
class FakeEngine:
    """Ends as it is told to; ``write`` makes the PDF, ``log`` the log of what was typeset."""

    outcome: Outcome = Outcome.DONE
    log: Callable[[TexSource], str] = _silent
    write: Callable[[Path], object] = blank_pdf

    def run(self, source: TexSource, folder: Path) -> TexRun:
        pdf = folder / "document.pdf"
        self.write(pdf)
        return TexRun(self.outcome, pdf, self.log(source), 1)


class Lifeline:
    """A named pipe that an engine and all that it starts hold open: it tells when all of them are gone.

    Process numbers do not tell that: the system reuses them, and keeps those of zombies.
    """

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.hold = f"exec 9> '{path}'; echo started >&9"  # for the engine's script
        self._end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def wait_for_start(self) -> None:
        """Fails if the engine does not start."""
        assert self._next() == b"started\n"

    def wait_for_end(self) -> None:
        """Fails if anything that the engine started lives on."""
        assert self._next() == b""

    def _next(self) -> bytes:
        # Not select, which takes a pipe that no one has opened yet for one that has ended.
        poll = select.poll()
        poll.register(self._end, select.POLLIN)
        assert poll.poll(DEADLINE * 1000), f"nothing has happened for {DEADLINE} s"
        return os.read(self._end, 100)
