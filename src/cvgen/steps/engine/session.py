"""A session with an engine that is a program: several documents in one run, a second pass, a format made anew."""

from __future__ import annotations

import contextlib
import itertools
import re
import shutil
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

from cvgen.diagnostics import CvgenError
from cvgen.steps.engine import texlog
from cvgen.steps.engine.contract import RunStatus, TexRun, TexSource
from cvgen.steps.engine.process import JOB, EngineProcess, read, writing
from cvgen.steps.engine.program import Program
from cvgen.steps.engine.texmf import Tree
from cvgen.system import files

MOST_PASSES: Final = 2
_MOST_FONTS: Final = 60  # that are loaded before they are needed

# Exit codes of an engine whose time was up: None if it was stopped, or the system's at the limit of processor time.
_OUT_OF_TIME: Final = (None, -signal.SIGKILL, -signal.SIGXCPU)
# What engines say of a format that is damaged, or that another version has made.
_BAD_FORMAT: Final = re.compile(r"[Ff]ormat file|I can't find the format|fmt|undump")
_NO_SERVER: Final = re.compile(r"couldn't get it from the internet|error sending request")


class ProgramSession:
    """A folder where documents are typeset, and an engine that waits for the first; to be used in a ``with``."""

    def __init__(self, program: Program, folder: Path, style: str) -> None:
        self._program, self._folder, self._style = program, folder, style
        self._tree: Tree | None = None
        self._waiting: EngineProcess | None = None

    def __enter__(self) -> Self:
        self._waiting = self._start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._waiting:
            self._waiting.stop()

    def typeset(self, sources: Sequence[TexSource]) -> list[TexRun]:
        """See Session. All documents are typeset in one run, but that each one that fails costs a run.

        A document that tells of its own pages ("3 of 12", a table of contents) may need a second pass.
        """
        names = [f"document-{number}" if number else "document" for number in range(len(sources))]
        with writing(self._folder):
            for name, source in zip(names, sources, strict=True):
                (self._folder / f"{name}.tex").write_text(source.text, encoding="utf-8", newline="\n")
                for asset, file in source.assets.items():
                    if (self._folder / asset).exists():
                        continue
                    if isinstance(file, bytes):
                        (self._folder / asset).write_bytes(file)
                    else:
                        shutil.copyfile(file, self._folder / asset)
        runs: dict[str, TexRun] = {}
        left = names
        for number in range(1, MOST_PASSES + 1):
            while left:
                finished = self._run(left, number)
                runs |= finished
                left = [name for name in left if name not in finished]
            left = [
                name
                for name, run in runs.items()
                if run.status is RunStatus.DONE and texlog.asks_for_another_pass(run.log)
            ]
        return [runs[name] for name in names]

    def _run(self, names: Sequence[str], number: int) -> dict[str, TexRun]:
        """Let the engine run once, in the pass of a number; return all documents, or only the one that failed."""
        names, code, log = self._output(names)
        parts = texlog.documents(log)
        page_counts = {name: count for name, part in parts.items() if (count := texlog.page_count(part)) is not None}
        output = self._folder / f"{JOB}.pdf"
        if code == 0 and output.exists() and list(page_counts) == list(names):
            pdf = output.replace(self._folder / f"{JOB}-{number}-{names[0]}.pdf")
            self._note_fonts(log)
            ends = itertools.accumulate(page_counts.values())
            return {
                name: TexRun(RunStatus.DONE, pdf, parts[name], number, end - count, end)
                for (name, count), end in zip(page_counts.items(), ends, strict=True)
            }
        failed = next((name for name in reversed(parts) if name not in page_counts), names[0])
        if len(names) > 1:
            # Only a run of its own tells whether it is this document: an engine that crashes loses the end of its log,
            # and what others have used up, such as memory, is an error here.
            runs = self._run([failed], number)
            if runs[failed].status is RunStatus.DONE:
                for name in names:
                    runs |= {} if name in runs else self._run([name], number)
            return runs
        status = RunStatus.TIMED_OUT if code in _OUT_OF_TIME else RunStatus.FAILED
        return {failed: TexRun(status, output, parts.get(failed, log), number)}

    def _output(self, names: Sequence[str]) -> tuple[Sequence[str], int | None, str]:
        """Run the engine; return the names of the documents that it was given, its exit code and its log."""
        for anew in (False, True):
            process, self._waiting = self._waiting or self._start(anew=anew), None
            names = names[:1] if process.is_bare else names
            code = process.typeset(names)
            log = self._program.log(self._folder)
            # A format that does not load is made anew, once.
            if texlog.documents(log) or code in _OUT_OF_TIME or not _BAD_FORMAT.search(log):
                break
        if process.is_bare and _NO_SERVER.search(log):
            message = "Tectonic has no files to typeset with, and its makers' servers do not answer"
            raise CvgenError.of(message, hint="cvgen setup installs what it needs", code="engine-files")
        return names, code, log

    def _start(self, *, anew: bool = False) -> EngineProcess:
        program, folder = self._program, self._folder
        self._tree = tree = program.prepare(anew=anew)
        fonts = tree.noted_fonts(self._style) if tree else None
        return EngineProcess(
            program.command(tree),
            folder,
            program.environment_in(folder, tree),
            wall=program.wall(folder, tree),
            preamble=_date(program.epoch) + (read(fonts) if fonts else ""),
            is_bare=tree is None,
        )

    def _note_fonts(self, log: str) -> None:
        """Keep the names of the fonts that were used, for the next engine to load them while it waits."""
        path = self._tree.noted_fonts(self._style) if self._tree else None
        # A font that came with a document, such as that of emoji, is not there before the next one comes.
        own = [f"[{path.name}]" for path in self._folder.glob("*.ttf")]
        used = [font for font in texlog.fonts(log) if not any(each in font for each in own)]
        fonts = [f"\\font\\cvFace={font} " for font in used[:_MOST_FONTS]]
        if path and not set(fonts) <= set(read(path).splitlines()):
            with contextlib.suppress(OSError):
                files.write(path, "".join(f"{font}\n" for font in fonts).encode())


def _date(epoch: int | None) -> str:
    """Return TeX that sets the date which styles may print: the PDF's if it has one, or today's.

    It is set as engines do not agree on it: a PDF of 1970 puts Tectonic's clock there, and not XeTeX's.
    """
    now = time.localtime() if epoch is None else time.gmtime(epoch)
    return rf"\year{now.tm_year} \month{now.tm_mon} \day{now.tm_mday} \time{now.tm_hour * 60 + now.tm_min} "
