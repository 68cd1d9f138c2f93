"""The process of an engine: it is started before there is a document, and reads from a pipe what to typeset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from cvgen.system import files
from cvgen.system.process import Limits, Process
from cvgen.system.sandbox import Wall

JOB: Final = "run"  # what TeX calls its files: run.tex, run.log, run.pdf
OUTPUT: Final = "output.txt"  # what the engine prints
_FEED: Final = "feed.tex"

_DOCUMENT: Final = "\\cvDocument{NAME}\n"
# The same for LaTeX's own format, which typesets one document.
_BARE_DOCUMENT: Final = (
    r"\immediate\write-1{cvgen: document NAME}\def\cvJobName{NAME}\AddToHook{enddocument/info}"
    r"{\immediate\write-1{cvgen: done \the\ReadonlyShipoutCounter}}\input{NAME.tex}"
    "\n"
)

# Far beyond what a hundred-page CV needs: what reaches them is a loop or an attack.
TIMEOUT: Final = 120  # seconds of wall time
LIMITS: Final = Limits(cpu_seconds=60, memory_bytes=2 * 1024**3, file_bytes=200 * 1024**2)


class EngineProcess:
    """An engine that waits in a folder for the names of the documents there.

    If this process is killed, the pipe closes, and the engine comes to its end.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        wall: Wall,
        preamble: str,
        is_bare: bool,
    ) -> None:
        """Start it behind a wall; ``preamble`` is TeX that it executes before it waits. A bare one has no format of ours.

        Raises CvgenError if the folder cannot be written.
        """
        self.is_bare = is_bare
        with writing(folder):
            reads = rf'\XeTeXdefaultencoding "utf8"\input {_FEED} ' if is_bare else rf"\cvFeed{{{_FEED}}}"
            (folder / f"{JOB}.tex").write_text(f"{preamble}{reads}\n", encoding="utf-8")
            for name in (f"{JOB}.log", f"{JOB}.pdf"):
                (folder / name).unlink(missing_ok=True)
            if not (folder / _FEED).is_symlink():
                (folder / _FEED).symlink_to("/dev/stdin")
            self._process = Process(
                command, LIMITS, folder=folder, environment=environment, output=folder / OUTPUT, wall=wall
            )

    def typeset(self, names: Sequence[str]) -> int | None:
        """Let it typeset ``NAME.tex`` for each name, and end it; return its exit code, None if it took too long."""
        line = _BARE_DOCUMENT if self.is_bare else _DOCUMENT
        with self._process:
            self._process.feed("".join(line.replace("NAME", name) for name in names).encode("ascii"))
            return self._process.wait(TIMEOUT)

    def stop(self) -> None:
        """End it, and all that it has started."""
        self._process.stop()


# A shell that ends all when its input ends, which is when this process does, even if it is killed: an engine that makes a
# format reads nothing by which it could notice.
_WATCHED: Final = 'exec 3<&0; { while read -r _; do :; done <&3; kill -9 0; } & exec "$@" </dev/null 3<&-'


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], wall: Wall) -> None:
    """Run an engine that typesets nothing, such as one that makes a format, to its end or until its time is up."""
    output, command = folder / OUTPUT, ["/bin/sh", "-c", _WATCHED, "sh", *command]
    with Process(command, LIMITS, folder=folder, environment=environment, output=output, wall=wall) as process:
        process.wait(TIMEOUT)


def writing(folder: Path) -> AbstractContextManager[None]:
    """Turn what fails in the block when a session's folder is written into an error for the user."""
    place = f"the temporary folder {folder.parent}"
    return files.writing(place, "free some space, or set TMPDIR to another folder")


def read(path: Path) -> str:
    """Return a text that an engine has written, "" if it has not."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
