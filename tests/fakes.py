"""Fake engines that behave as TeX seldom does, and fake bundles and PDFs."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import re
import select
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

from cvgen.steps.engine import RunStatus, TexRun, bundle
from cvgen.steps.engine.bundle import Bundle
from cvgen.steps.engine.contract import TexSource
from cvgen.steps.pdf import origin

DEADLINE = 15  # seconds; what has not happened by then does not happen


# If it is asked for a format, the fake xetex makes an empty one.
_SHELL = r"""
if [ "$1" = -ini ]; then echo format > cvgen.fmt; echo > cvgen.log; exit; fi
# documents: prints the names of the documents, as soon as they are known.
documents() { [ -e names.$$ ] || sed -n 's/^.cvDocument{\(.*\)}$/\1/p' feed.tex > names.$$; cat names.$$; }
# typeset [PAGES [NOTE]]: writes TeX's log for each document, and a file in place of the PDF.
typeset() {
  for name in $(documents); do printf "cvgen: document $name\n$2cvgen: done ${1:-1}\n"; done > run.log
  echo pdf > run.pdf
}
# pages FILE [PAGES]: writes FILE, which blank_pdf has made, as the PDF of the documents; each has so many pages.
pages() {
  for name in $(documents); do
    for page in $(seq "${2:-1}"); do echo "0,/Cv0\{32\}/s//Cv$(md5sum < $name.tex | cut -c -32 | tr a-f A-F)/"; done
  done > script.sed
  LC_ALL=C sed -f script.sed "$1" > run.pdf
}
"""
_PYTHON = """
import sys
if sys.argv[1] == "-ini":
    for name in ("cvgen.fmt", "cvgen.log"):
        open(name, "w").close()
    raise SystemExit
def documents():
    return [line[12:-2] for line in open("feed.tex") if line.startswith("\\\\cvDocument{")]
"""


def shell_engine(folder: Path, script: str) -> str:
    """Return a PATH on which xetex is a shell script, which may call the functions in ``_SHELL``."""
    return _engine(folder, f"#!/bin/sh\n{_SHELL}{script}\n")


def python_engine(folder: Path, script: str) -> str:
    """Return a PATH on which xetex is a Python script, which may call ``documents()``."""
    return _engine(folder, f"#!{sys.executable} -IS\n{_PYTHON}{script}\n")


def _engine(folder: Path, text: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "xetex").write_text(text, encoding="utf-8")
    (folder / "xetex").chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def bundle_of(folder: Path, files: Mapping[str, bytes]) -> Bundle:
    """Write a bundle with these files into a new folder, and return it."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    facts = {name: {"sha256": hashlib.sha256(content).hexdigest()} for name, content in files.items()}
    manifest = {"name": folder.name, "digest": bundle.digest(facts), "files": facts}
    (folder / bundle.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    written = bundle.read(folder)
    assert written is not None
    return written


NOBODY = "/Cv" + "0" * 32  # in a blank PDF, the key of a page that will name its document


def blank_pdf(path: Path, pages: int = 1, width: float = 612) -> Path:
    """Write a PDF with empty pages of a width in points, which do not belong to a document yet; return its path."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(width, 792)).obj[NOBODY] = True
        pdf.save(path)
    return path


def sign(path: Path, text: str) -> None:
    """Mark the pages of a blank PDF as those of the document with this source."""
    path.write_bytes(path.read_bytes().replace(NOBODY.encode(), origin.name(text).encode()))


@dataclass
class FakeSession:
    """A session that calls ``make`` for each document, with a path for its PDF."""

    folder: Path
    make: Callable[[TexSource, Path], TexRun]

    def typeset(self, sources: Sequence[TexSource]) -> list[TexRun]:
        runs = []
        for number, source in enumerate(sources):
            runs.append(self.make(source, self.folder / f"{number}.pdf"))
            sign(runs[-1].pdf, source.text)
        return runs


def _silent(_: TexSource) -> str:
    return ""


def _done(_: TexSource) -> RunStatus:
    return RunStatus.DONE


@dataclass
class FakeEngine:
    """An engine that returns a ``status`` for each document; ``write`` writes its PDF, ``log`` returns its log.

    It records the ``folders`` in which it was started, and whether ``with_any_package``. ``shared`` has the texts of
    the documents of each run.
    """

    status: Callable[[TexSource], RunStatus] = _done
    log: Callable[[TexSource], str] = _silent
    write: Callable[[Path], object] = blank_pdf
    identity: str = "fake 1"
    folders: list[Path] = field(default_factory=list)
    with_any_package: list[bool] = field(default_factory=list)
    shared: list[list[str]] = field(default_factory=list)

    @contextlib.contextmanager
    def start(self, folder: Path, style: str = "", *, any_package: bool = False) -> Iterator[FakeSession]:  # noqa: ARG002
        shared: list[str] = []
        self.folders.append(folder)
        self.with_any_package.append(any_package)

        def typeset(source: TexSource, pdf: Path) -> TexRun:
            if not shared:
                self.shared.append(shared)
            shared.append(source.text)
            self.write(pdf)
            return TexRun(self.status(source), pdf, self.log(source), 1, 0, 1)

        yield FakeSession(folder, typeset)


@dataclass
class PagedEngine:
    """An engine that typesets list items only, each as high as size times density, on pages of a height.

    ``tried`` has the sizes and densities that it has typeset. If ``tells``, the log has the places of the items.
    """

    height: float
    tells: bool = True
    tried: list[tuple[float, float]] = field(default_factory=list)
    identity: str = "paged 1"

    @contextlib.contextmanager
    def start(self, folder: Path, style: str = "", *, any_package: bool = False) -> Iterator[FakeSession]:  # noqa: ARG002
        yield FakeSession(folder, self._typeset)

    def _typeset(self, source: TexSource, path: Path) -> TexRun:
        options = re.search(r" size = ([\d.]+), density = ([\d.]+),", source.text)
        assert options is not None
        self.tried.append((float(options[1]), float(options[2])))
        step = math.prod(self.tried[-1])
        lines = [*re.findall(r"\\cvAt\{(\d+)\}%\n\\cv(?:Last)?Item\{", source.text), "0"]
        notes = [f"cvgen: page 0 {self._sp(self.height)} {self._sp(step)}"]
        for number, line in enumerate(lines):
            page, down = divmod(number * step, self.height)
            kind = "item" if number + 1 < len(lines) else "end"
            notes.append(f"cvgen: {kind} {number} {line} main {page + 1:.0f} {-self._sp(down)}")
        pages = max(math.ceil((len(lines) - 1) * step / self.height), 1)
        log = "\n".join(notes) + "\n" if self.tells else ""
        return TexRun(RunStatus.DONE, blank_pdf(path, pages), log, 1, 0, pages)

    def _sp(self, points: float) -> int:
        return round(points * 65536)


class Lifeline:
    """A named pipe that an engine and its child processes hold open: it shows when all of them have ended.

    Process numbers do not show that: the system reuses them, and keeps those of zombies.
    """

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.hold = f"exec 9> '{path}'; echo started >&9"  # for the engine's script
        self._end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def wait_for_start(self) -> None:
        """Wait until the engine starts; fail if it does not."""
        assert self._next().splitlines()[:1] == [b"started"]  # there may be several lines

    def wait_for_end(self) -> None:
        """Wait until the engine and its child processes have ended; fail if one of them does not."""
        while output := self._next():
            assert {*output.splitlines()} == {b"started"}

    def _next(self) -> bytes:
        # poll, because select takes a pipe that nobody has opened yet for one that has ended.
        poll = select.poll()
        poll.register(self._end, select.POLLIN)
        assert poll.poll(DEADLINE * 1000), f"nothing has happened for {DEADLINE} s"
        return os.read(self._end, 100)
