"""Engines that are not TeX, for what TeX itself seldom does."""

from __future__ import annotations

import math
import os
import re
import select
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
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


def blank_pdf(path: Path, pages: int = 1) -> Path:
    """A PDF with empty pages."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
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


@dataclass
class PagedEngine:
    """Typesets list items alone, each as high as size times density, on pages of a height.

    ``tried`` are the sizes and densities, ``tells`` is whether the log tells where the items landed.
    """

    height: float
    tells: bool = True
    tried: list[tuple[float, float]] = field(default_factory=list)

    def run(self, source: TexSource, folder: Path) -> TexRun:
        found = re.search(r" size = ([\d.]+), density = ([\d.]+),", source.text)
        assert found is not None
        self.tried.append((float(found[1]), float(found[2])))
        step = math.prod(self.tried[-1])
        lines = [*re.findall(r"\\cvAt\{(\d+)\}%\n\\cv(?:Last)?Item\{", source.text), "0"]
        notes = [f"cvgen: page 0 {self._sp(self.height)} {self._sp(step)}"]
        for number, line in enumerate(lines):
            page, down = divmod(number * step, self.height)
            kind = "item" if number + 1 < len(lines) else "end"
            notes.append(f"cvgen: {kind} {number} {line} main {page + 1:.0f} {-self._sp(down)}")
        pages = math.ceil((len(lines) - 1) * step / self.height)
        pdf = blank_pdf(folder / "document.pdf", max(pages, 1))
        return TexRun(Outcome.DONE, pdf, "\n".join(notes) + "\n" if self.tells else "", 1)

    def _sp(self, points: float) -> int:
        return round(points * 65536)


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
