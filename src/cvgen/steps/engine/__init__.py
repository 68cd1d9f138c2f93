"""Step 5: ``TexSource`` -> ``TexRun``: a hermetic run of an external TeX engine.

The engine gets a folder with documents and nothing else, a clean environment, no shell escape, and limits on time,
memory and file size for its whole process group. It never sees YAML. It is started before there is a document:
while it loads its format, the YAML is read. One run typesets any number of documents, one after the other.
"""

from __future__ import annotations

import abc
import contextlib
import dataclasses
import enum
import gzip
import itertools
import re
import shutil
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, Self

from cvgen.diagnostics import CvgenError
from cvgen.steps.engine import formats, texlog
from cvgen.steps.engine.bundle import Bundle
from cvgen.steps.engine.formats import Tree
from cvgen.system import files
from cvgen.system.process import Limits, Process

if TYPE_CHECKING:
    from cvgen.steps.latex import TexSource

JOB: Final = "run"
_FEED: Final = "feed.tex"
_SAID: Final = "said.txt"

_DOCUMENT: Final = "\\cvDocument{NAME}\n"
# The same to LaTeX's own format, which typesets one document.
_BARE: Final = (
    r"\immediate\write-1{cvgen: document NAME}\def\cvJobName{NAME}\AddToHook{enddocument/info}"
    r"{\immediate\write-1{cvgen: done \the\ReadonlyShipoutCounter}}\input{NAME.tex}"
    "\n"
)

AGAIN: Final = "\ncvgen: again\n"  # in the log: what was printed of other pages was a guess
MOST_PASSES: Final = 2

# Far beyond what a hundred-page CV needs; what runs into them is a loop or an attack.
TIMEOUT: Final = 120  # seconds of wall time
LIMITS: Final = Limits(cpu_seconds=60, memory_bytes=2 * 1024**3, file_bytes=200 * 1024**2)

_FONT: Final = re.compile(r'^cvgen: font ("[^"\\{}%#]+"(?: at [\d.]+pt)?)$', re.MULTILINE)
_MOST_FONTS: Final = 60
_BEGUN: Final = re.compile(r"^cvgen: document (\S+)$", re.MULTILINE)
_DONE: Final = re.compile(r"^cvgen: done (\d+)$", re.MULTILINE)
_TECTONIC_ERROR: Final = re.compile(r"^error: (.+?:\d+: .+)$", re.MULTILINE)
_TECTONIC_LINE: Final = 79  # characters, after which it breaks a line of its log
# What engines say of a format that is damaged, or that another version has made.
_BAD_FORMAT: Final = re.compile(r"[Ff]ormat file|I can't find the format|fmt|undump")

_NO_SERVER: Final = re.compile(r"couldn't get it from the internet|error sending request")

# How a command ends whose time is up: stopped by us, or by the system at the limit of processor time.
_OUT_OF_TIME: Final = (None, -signal.SIGKILL, -signal.SIGXCPU)


class Outcome(enum.Enum):
    """How a document came out of the engine."""

    DONE = "done"
    FAILED = "failed"
    TIMED_OUT = "timed out"


@dataclass(frozen=True, slots=True)
class TexRun:
    """What the engine made of a document: how it ended, and what the log says of it.

    It is the pages from ``first`` to ``last`` (0-based, exclusive) of ``pdf``, if it is done.
    """

    outcome: Outcome
    pdf: Path
    log: str
    passes: int = 1
    first: int = 0
    last: int = 0


class TexEngine(Protocol):
    """Something that typesets."""

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        ...

    @property
    def identity(self) -> str:
        """Which it is: another version of it, or of the files that it reads, has another."""
        ...

    def start(self, folder: Path, style: str = "") -> Session:
        """An engine that loads its format, to work in ``folder``, an empty one; raises CvgenError if it cannot.

        It also loads the fonts that the last documents in this style had.
        """
        ...

    def with_packages(self) -> TexEngine:
        """The same, for styles that may want any LaTeX package, if there are any but those of the bundles."""
        ...


@dataclass(frozen=True, slots=True)
class _Program(abc.ABC):
    """An engine as a program; what tells one from another is in the abstract methods.

    ``environment`` is the caller's; ``trees`` the folder for formats. ``source_date_epoch`` dates the PDF, in seconds
    since 1970; None dates it 1970. ``timeout`` is in seconds of wall time.
    """

    path: Path
    bundles: tuple[Bundle, ...]
    trees: Path
    environment: Mapping[str, str]
    source_date_epoch: str | None = None
    timeout: float = TIMEOUT

    @property
    @abc.abstractmethod
    def name(self) -> str:
        """What it is called on the command line."""

    @property
    def identity(self) -> str:
        """A hash of its version and all that it reads."""
        return formats.key([self.name, _stamp(self.path)], self.bundles)

    def start(self, folder: Path, style: str = "") -> Session:
        """See TexEngine."""
        return Session(self, folder, style)

    def prepared(self, *, anew: bool = False) -> Tree | None:
        """Its tree, whose format is made if need be; None if it has no files of its own."""
        return formats.ready(self.trees, self.identity, self.bundles, self.make_format, anew=anew)

    @abc.abstractmethod
    def make_format(self, tree: Tree) -> None:
        """Make the format of a tree; raises CvgenError."""

    @abc.abstractmethod
    def command(self, tree: Tree | None) -> list[str]:
        """What is run."""

    @abc.abstractmethod
    def surroundings(self, tree: Tree | None, folder: Path) -> dict[str, str]:
        """The environment that it is run in."""

    @abc.abstractmethod
    def told(self, folder: Path) -> str:
        """The log of a run in a folder."""


class Session:
    """A folder where documents are typeset, and an engine that waits for the first; to be used in a ``with``."""

    def __init__(self, program: _Program, folder: Path, style: str = "") -> None:
        self._program, self._folder, self._style = program, folder, style
        self._waiting: _Process | None = None

    def __enter__(self) -> Self:
        self._waiting = self._process()
        return self

    def __exit__(self, *_: object) -> None:
        if self._waiting:
            self._waiting.kill()

    def typeset(self, sources: Sequence[TexSource]) -> list[TexRun]:
        """Typeset documents of one style, in one run if none fails: one that does is left out of the next run.

        A document that tells of its own pages ("3 of 12", a table of contents) is typeset twice.
        """
        names = [f"document-{number}" if number else "document" for number in range(len(sources))]
        with _written(self._folder):
            for name, source in zip(names, sources, strict=True):
                (self._folder / f"{name}.tex").write_text(source.text, encoding="utf-8", newline="\n")
                for asset, file in source.assets.items():
                    if not (self._folder / asset).exists():
                        shutil.copyfile(file, self._folder / asset)
        runs: dict[str, TexRun] = {}
        left = names
        for passes in range(1, MOST_PASSES + 1):
            while left:
                came = self._run(left, passes)
                runs |= came
                left = [name for name in left if name not in came]
            left = [name for name, run in runs.items() if run.outcome is Outcome.DONE and AGAIN in run.log]
        return [runs[name] for name in names]

    def _run(self, names: Sequence[str], passes: int) -> dict[str, TexRun]:
        """One run of the engine: what came of all documents, or of one that failed."""
        for anew in (False, True):
            process, self._waiting = self._waiting or self._process(anew=anew), None
            names = names[:1] if process.is_bare else names
            ended = process.feed(names, self._program.timeout)
            log = self._program.told(self._folder)
            # A format that does not load is made anew, once.
            if _BEGUN.search(log) or ended in _OUT_OF_TIME or not _BAD_FORMAT.search(log):
                break
        if process.is_bare and _NO_SERVER.search(log):
            message = "Tectonic has no files to typeset with, and its makers' servers do not answer"
            raise CvgenError.of(message, hint="cvgen setup installs what it needs")
        begun = list(_BEGUN.finditer(log))
        ends = [*(match.start() for match in begun), len(log)][1:]
        parts = {match[1]: log[match.end() : end] for match, end in zip(begun, ends, strict=True)}
        counts = {name: int(found[1]) for name, part in parts.items() if (found := _DONE.search(part))}
        made = self._folder / f"{JOB}.pdf"
        if ended == 0 and made.exists() and list(counts) == list(names):
            pdf = made.replace(self._folder / f"{JOB}-{passes}-{names[0]}.pdf")
            process.note_fonts(log)
            starts = itertools.accumulate(counts.values(), initial=0)
            return {
                name: TexRun(Outcome.DONE, pdf, parts[name], passes, start, start + pages)
                for (name, pages), start in zip(counts.items(), starts, strict=False)
            }
        failed = next((name for name in reversed(parts) if name not in counts), names[0])
        if len(names) > 1 and not texlog.errors(parts.get(failed, "")):
            # An engine that crashes loses the end of its log: only a run of its own tells whether it is this document.
            alone = self._run([failed], passes)
            if alone[failed].outcome is Outcome.DONE:
                for name in names:
                    alone |= {} if name in alone else self._run([name], passes)
            return alone
        outcome = Outcome.TIMED_OUT if ended in _OUT_OF_TIME else Outcome.FAILED
        return {failed: TexRun(outcome, made, parts.get(failed, log), passes)}

    def _process(self, *, anew: bool = False) -> _Process:
        tree = self._program.prepared(anew=anew)
        command, environment = self._program.command(tree), self._program.surroundings(tree, self._folder)
        fonts = tree.fonts(self._style) if tree else None
        today = _date(self._program.source_date_epoch)
        return _Process(command, self._folder, environment, is_bare=tree is None, first=today, fonts=fonts)


@dataclass(frozen=True, slots=True)
class Tectonic(_Program):
    """Tectonic, one program that needs no TeX installation; its files are the ``bundles``."""

    @property
    def name(self) -> str:
        """Its name."""
        return "tectonic"

    def with_packages(self) -> TexEngine:
        """See TexEngine."""
        return self

    def prepared(self, *, anew: bool = False) -> Tree | None:
        """Its tree, or None if it has no bundle: then it fetches what it needs from its makers' servers."""
        return _Program.prepared(self, anew=anew) if self.bundles else None

    def make_format(self, tree: Tree) -> None:
        """By a run without documents."""
        (tree.folder / f"{JOB}.tex").write_text("\\batchmode\\csname @@end\\endcsname\n", encoding="ascii")
        process = _Process(self.command(tree), tree.folder, self.surroundings(tree, tree.folder))
        process.feed((), self.timeout)
        if not list(tree.folder.glob("formats/*.fmt")):
            raise _no_format(self.name, self.told(tree.folder))

    def command(self, tree: Tree | None) -> list[str]:
        """What is run."""
        options = ["--untrusted", "--keep-logs", "--keep-intermediates", "--reruns=0", "--chatter=minimal"]
        reads = [f"--bundle={tree.files}", f"--format={formats.NAME}"] if tree else []
        return [str(self.path), *options, "--color=never", *reads, f"{JOB}.tex"]

    def surroundings(self, tree: Tree | None, folder: Path) -> dict[str, str]:
        """The environment that it is run in."""
        kept = {key: self.environment[key] for key in ("PATH", "SYSTEMROOT") if key in self.environment}
        environment = kept | {"HOME": str(folder), "SOURCE_DATE_EPOCH": self.source_date_epoch or "0"}
        environment["TECTONIC_CACHE_DIR"] = str(tree.folder if tree else self.trees.parent / "tectonic")
        return environment | (tree.environment if tree else {})

    def told(self, folder: Path) -> str:
        """The log, with its long lines whole, after the errors, which have their files and lines elsewhere."""
        log = "".join(
            line[:-1] if len(line) == _TECTONIC_LINE + 1 else line
            for line in _read(folder / f"{JOB}.log").splitlines(keepends=True)
        )
        said = _read(folder / _SAID)
        errors = _TECTONIC_ERROR.findall(said)
        return log + "".join(f"\n{error}\n" for error in errors) + ("" if log or errors else said)


@dataclass(frozen=True, slots=True)
class XeLatex(_Program):
    """XeTeX from an installed TeX distribution; with ``bundles`` it reads these and not the distribution's files.

    ``environment`` is the caller's; of it the engine sees PATH and what places the distribution's files.
    """

    @property
    def name(self) -> str:
        """Its name."""
        return "xelatex"

    def with_packages(self) -> TexEngine:
        """See TexEngine."""
        return dataclasses.replace(self, bundles=())

    def make_format(self, tree: Tree) -> None:
        """And unpack it, which halves the time to load it."""
        command = [str(self.path), "-ini", "-etex", *_XETEX, f"-jobname={formats.NAME}", formats.SOURCE]
        _Process(command, tree.files, self.surroundings(tree, tree.folder)).feed((), self.timeout)
        made, log = tree.files / f"{formats.NAME}.fmt", tree.files / f"{formats.NAME}.log"
        if not made.exists():
            raise _no_format(self.name, _read(log))
        data = made.read_bytes()
        tree.format.write_bytes(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
        made.unlink()
        log.unlink()

    def command(self, tree: Tree | None) -> list[str]:
        """What is run."""
        reads = [f"-fmt={tree.format}"] if tree else ["-fmt=xelatex"]
        return [str(self.path), *_XETEX, *reads, f"{JOB}.tex"]

    def surroundings(self, tree: Tree | None, folder: Path) -> dict[str, str]:
        """The environment that it is run in."""
        places = (
            "TEXMFROOT",
            "TEXMFCNF",
            "TEXMFHOME",
            "TEXMFVAR",
            "OSFONTDIR",
            "SYSTEMROOT",
            "LOCALAPPDATA",
            "APPDATA",
        )
        environment = {key: self.environment[key] for key in ("PATH", *places) if key in self.environment}
        return environment | {
            # TeX Live writes font caches below HOME; the user's own must be found, not filled in.
            "HOME": self.environment.get("HOME", str(folder)),
            "LC_ALL": "C.UTF-8",
            "openin_any": "p",
            "openout_any": "p",
            "shell_escape": "f",
            # A font that is missing is missing: TeX Live's scripts would try to make it, for seconds.
            **dict.fromkeys(("MKTEXTFM", "MKTEXPK", "MKTEXMF", "MKTEXTEX", "MKTEXFMT"), "0"),
            "max_print_line": "10000",
            "error_line": "254",
            "half_error_line": "238",
            # The PDF driver names fonts at random, by the time: by this one.
            "SOURCE_DATE_EPOCH": self.source_date_epoch or "0",
            **(tree.environment if tree else {}),
        }

    def told(self, folder: Path) -> str:
        """The log."""
        return _read(folder / f"{JOB}.log") or _read(folder / _SAID)


_XETEX: Final = ("-no-shell-escape", "-halt-on-error", "-file-line-error", "-interaction=nonstopmode")


def _no_format(name: str, log: str) -> CvgenError:
    lines = [line for line in log.splitlines() if line.startswith("!") or ": " in line]
    why = next((line.removeprefix("! ") for line in lines if line.startswith("!")), lines[-1] if lines else "no log")
    hint = "cvgen doctor says what is there; cvgen setup installs all that is needed"
    return CvgenError.of(f"{name} cannot be used: {why.strip()[:200]}", hint=hint)


def _date(epoch: str | None) -> str:
    """Tells TeX what day it is, which styles may print; by the PDF's date, if it has one.

    Engines do not agree on it: to date the PDF 1970 puts Tectonic's clock there, and not XeTeX's.
    """
    now = time.gmtime(int(epoch)) if epoch else time.localtime(time.time())
    return rf"\year{now.tm_year} \month{now.tm_mon} \day{now.tm_mday} \time{now.tm_hour * 60 + now.tm_min} "


def _stamp(path: Path) -> str:
    try:
        real = path.resolve()
        found = real.stat()
    except OSError:
        return str(path)
    return f"{real} {found.st_size} {found.st_mtime_ns}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _written(folder: Path) -> AbstractContextManager[None]:
    place = f"the temporary folder {folder.parent}"
    return files.writing(place, "free some space, or set TMPDIR to another folder")


# --- a process ------------------------------------------------------------------------------------


class _Process:
    """An engine that reads what to do from a pipe, and is started before it is known; nothing it starts outlives it.

    If this process is killed, the pipe is closed, and the engine comes to its end. A bare one has no format of ours.
    ``first`` is TeX that it does before it waits.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        is_bare: bool = False,
        first: str = "",
        fonts: Path | None = None,
    ) -> None:
        self.is_bare, self._fonts = is_bare, fonts
        self._loads = _read(fonts) if fonts else ""
        with _written(folder):
            text = rf'\XeTeXdefaultencoding "utf8"\input {_FEED} ' if is_bare else rf"\cvFeed{{{_FEED}}}"
            (folder / f"{JOB}.tex").write_text(f"{first}{self._loads}{text}\n", encoding="utf-8")
            for name in (f"{JOB}.log", f"{JOB}.pdf"):
                (folder / name).unlink(missing_ok=True)
            if not (folder / _FEED).is_symlink():
                (folder / _FEED).symlink_to("/dev/stdin")
            self._process = Process(command, LIMITS, folder=folder, environment=environment, output=folder / _SAID)

    def feed(self, names: Sequence[str], timeout: float) -> int | None:
        """The exit code after the engine has typeset documents, or None if it took too long."""
        text = "".join((_BARE if self.is_bare else _DOCUMENT).replace("NAME", name) for name in names)
        with self._process:
            self._process.feed(text.encode("ascii"))
            return self._process.wait(timeout)

    def note_fonts(self, log: str) -> None:
        """Remember which fonts there were, for the next one to load while it waits."""
        fonts = dict.fromkeys(_FONT.findall(log))
        loads = "".join(f"\\font\\cvFace={font} \n" for font in list(fonts)[:_MOST_FONTS])
        if self._fonts and not set(loads.splitlines()) <= set(self._loads.splitlines()):
            with contextlib.suppress(OSError):
                files.write(self._fonts, loads.encode())

    def kill(self) -> None:
        """End the engine and all that it has started."""
        self._process.stop()
