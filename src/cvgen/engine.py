"""Step 5: ``TexSource`` -> ``TexRun``: a hermetic run of an external TeX engine.

The engine gets a folder with the document and nothing else, a clean environment, no shell escape, and
limits on time, memory and file size for its whole process group. It never sees YAML.
"""

from __future__ import annotations

import contextlib
import enum
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from cvgen.diagnostics import CvgenError
from cvgen.latex import TexSource

JOB: Final = "document"

AGAIN: Final = "\ncvgen: again\n"  # in the log: what was printed of other pages was a guess
MOST_PASSES: Final = 2

# Far beyond what a hundred-page CV needs; what runs into them is a loop or an attack.
TIMEOUT: Final = 120  # seconds of wall time
CPU_SECONDS: Final = 60
MEMORY_BYTES: Final = 2 * 1024**3
FILE_BYTES: Final = 200 * 1024**2

INSTALL_HINT: Final = (
    "install TeX: apt-get install texlive-xetex fontconfig fonts-linuxlibertine fonts-ebgaramond fonts-inter fonts-lato fonts-roboto-unhinted fonts-noto-core fonts-noto-cjk fonts-symbola (Debian, Ubuntu), "
    "brew install --cask mactex-no-gui (macOS), https://tug.org/texlive (elsewhere)"
)


# How a command ends whose time is up: stopped by us, or by the system at the limit of processor time.
_OUT_OF_TIME: Final = (None, -signal.SIGKILL, -signal.SIGXCPU) if os.name == "posix" else (None,)


class Outcome(enum.Enum):
    """How a run of the engine ended."""

    DONE = "done"
    FAILED = "failed"
    TIMED_OUT = "timed out"


@dataclass(frozen=True, slots=True)
class TexRun:
    """A run of the engine: how it ended, where the PDF is if there is one, and the text of the log."""

    outcome: Outcome
    pdf: Path
    log: str
    passes: int


class TexEngine(Protocol):
    """Something that typesets."""

    def run(self, source: TexSource, folder: Path) -> TexRun:
        """Typeset ``source`` in ``folder``, an empty one; raises CvgenError only if it cannot start."""
        ...


@dataclass(frozen=True, slots=True)
class XeLatex:
    """``xelatex`` from an installed TeX distribution.

    ``environment`` is the caller's; of it the engine sees PATH and what places the distribution's files.
    ``source_date_epoch`` dates the PDF, in seconds since 1970; None dates it now.
    """

    environment: Mapping[str, str]
    source_date_epoch: str | None = None
    timeout: float = TIMEOUT

    def run(self, source: TexSource, folder: Path) -> TexRun:
        """Typeset in one pass, or two if the pages tell of each other: "3 of 12", a table of contents."""
        program = shutil.which("xelatex", path=self.environment.get("PATH", os.defpath))
        if program is None:
            raise CvgenError.of("no TeX engine is installed: xelatex was not found", hint=INSTALL_HINT)
        program = str(Path(program).absolute())  # a PATH may be relative, and the run has a folder of its own
        _lay_out(source, folder)
        command = [
            program,
            "-no-shell-escape",
            "-halt-on-error",
            "-file-line-error",
            "-interaction=nonstopmode",
            f"-jobname={JOB}",
            f"{JOB}.tex",
        ]
        pdf, log = folder / f"{JOB}.pdf", folder / f"{JOB}.log"
        passes = 0
        while True:
            ended = _run_limited(command, folder, self._environment(folder), self.timeout)
            passes += 1
            text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
            if ended != 0 or not pdf.exists():
                return TexRun(Outcome.TIMED_OUT if ended in _OUT_OF_TIME else Outcome.FAILED, pdf, text, passes)
            if passes == MOST_PASSES or AGAIN not in text:
                return TexRun(Outcome.DONE, pdf, text, passes)

    def _environment(self, folder: Path) -> dict[str, str]:
        kept = (
            "PATH",
            "TEXMFROOT",
            "TEXMFCNF",
            "TEXMFHOME",
            "TEXMFVAR",
            "OSFONTDIR",
            "SYSTEMROOT",
            "LOCALAPPDATA",
            "APPDATA",
        )
        environment = {key: self.environment[key] for key in kept if key in self.environment}
        environment |= {
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
        }
        # The PDF driver names fonts at random, by the time: by this one, if there is one.
        environment["SOURCE_DATE_EPOCH"] = self.source_date_epoch or "0"
        if self.source_date_epoch is not None:
            environment["FORCE_SOURCE_DATE"] = "1"  # what a style prints as today, too
        return environment


def _lay_out(source: TexSource, folder: Path) -> None:
    try:
        _write_all(source, folder)
    except OSError as error:
        message = f"the temporary folder {folder.parent} cannot be written: {error.strerror or error}"
        raise CvgenError.of(message, hint="free some space, or set TMPDIR to another folder") from None


def _write_all(source: TexSource, folder: Path) -> None:
    (folder / f"{JOB}.tex").write_text(source.text, encoding="utf-8", newline="\n")
    for name, file in source.assets.items():
        shutil.copyfile(file, folder / name)
    # Every run of the PDF driver reads the font map of the distribution, 4 MB for Type 1 fonts that no
    # style uses: an empty one, found first, saves 0.1 s.
    (folder / "pdftex.map").touch()


def _run_limited(command: Sequence[str], folder: Path, environment: Mapping[str, str], timeout: float) -> int | None:
    """The exit code of a command, or None if it took too long; nothing it started is left running."""
    posix = os.name == "posix"
    if posix:
        # The shell sets the limits: what Python would run between fork and exec is not safe in threads.
        limits = (f"-t {CPU_SECONDS}", f"-v {MEMORY_BYTES // 1024}", f"-f {FILE_BYTES // 512}", "-c 0")
        set_limits = "; ".join(f"ulimit {limit} 2>/dev/null" for limit in limits)
        command = ["/bin/sh", "-c", f'{set_limits}; exec "$@"', "sh", *command]
    # An interrupt between the start and the "try" would leave the engine running: it waits till then.
    with _interrupts_held() as release:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0 if posix else None,
        )
        try:
            release()
            return process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _kill_group(process)


@contextlib.contextmanager
def _interrupts_held() -> Iterator[Callable[[], None]]:
    """Handlers of interrupts run when the yielded function is called, or at the end; not before.

    Blocking the signals would not do: another thread would take them, and Python runs handlers here.
    """
    came: list[int] = []
    handlers: dict[int, Any] = {}

    def release() -> None:
        for number, handler in handlers.items():
            signal.signal(number, handler or signal.SIG_DFL)  # None: not set from Python
        handlers.clear()
        while came:
            signal.raise_signal(came.pop())

    if threading.current_thread() is threading.main_thread():  # Python runs handlers in no other
        for number in (signal.SIGINT, signal.SIGTERM):
            handlers[number] = signal.signal(number, lambda number, _: came.append(number))
    try:
        yield release
    finally:
        release()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
