"""Runs each library on a PDF, all at the same time, in processes with limits.

A PDF may be made to crash its reader, to keep it busy for hours, or to take it over. So each library has a process with
limits of time and memory behind a wall, and what it recorded before it reached them is kept.
"""

from __future__ import annotations

import contextlib
import json
import math
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from cvgen.inspect.extractors.file_structure import read_with_pikepdf
from cvgen.inspect.extractors.pdfium import read_with_pdfium
from cvgen.inspect.extractors.plain_text import read_with_pdfminer, read_with_pypdf
from cvgen.inspect.extractors.records import Emit, Record, reason
from cvgen.system import reach, temporary
from cvgen.system.process import Limits, Process
from cvgen.system.sandbox import Wall

STRUCTURE: Final = "pikepdf"  # reads how the file is made; the others read its text
EXTRACTORS: Final[Mapping[str, Callable[[BinaryIO, Emit], None]]] = {
    STRUCTURE: read_with_pikepdf,
    "pdfium": read_with_pdfium,
    "pypdf": read_with_pypdf,
    "pdfminer.six": read_with_pdfminer,
}
TEXT_EXTRACTORS: Final = tuple(name for name in EXTRACTORS if name != STRUCTURE)

TIMEOUT_SECONDS: Final = 20.0  # of wall time, for all
MEMORY_BYTES: Final = 1024**3  # for each
_FILE_BYTES: Final = 64 * 1024**2  # for the records of each


@dataclass(frozen=True, slots=True)
class Extraction:
    """The records of one library, as far as it came.

    ``error`` says why it did not come to the end of the PDF, or is None if it did. ``missing`` is true if the library
    is not installed, ``locked`` if it asked for a password.
    """

    records: tuple[Record, ...] = ()
    version: str | None = None
    error: str | None = None
    missing: bool = False
    locked: bool = False

    def about(self, subject: str) -> Iterator[Record]:
        """Iterate over the records of one subject."""
        return (record for record in self.records if record["is"] == subject)


def extract(path: Path, seconds: float = TIMEOUT_SECONDS) -> Mapping[str, Extraction]:
    """Return what each library reads in a PDF, by the library's name, after no more than ``seconds``."""
    limits = Limits(math.ceil(seconds) + 1, MEMORY_BYTES, _FILE_BYTES)
    call = "import sys; from cvgen.inspect.extractors.run import write_records; write_records(*sys.argv[1:])"
    with temporary.folder() as folder, contextlib.ExitStack() as running:
        deadline = time.monotonic() + seconds
        wall = Wall((*reach.SYSTEM, *_python_folders(), path.absolute()), (folder, *reach.DEVICES))
        outputs = {name: folder / f"{number}.jsonl" for number, name in enumerate(EXTRACTORS)}
        processes = {}
        for name, output in outputs.items():
            command = [sys.executable, "-P", "-c", call, name, str(path.absolute()), str(output)]
            processes[name] = running.enter_context(Process(command, limits, wall=wall))
        exit_codes = {name: process.wait(deadline - time.monotonic()) for name, process in processes.items()}
        return {name: _parse_records(outputs[name], exit_codes[name], seconds) for name in EXTRACTORS}


def _python_folders() -> set[Path]:
    """Return where Python finds itself and its modules; not the folder that it happens to work in."""
    folders = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix, *sys.path[1:], sys.executable}
    return {Path(each) for each in folders if Path(each).is_absolute()} | {Path(__file__).parents[3]}


def write_records(name: str, pdf: str, output: str) -> None:
    """Write the records of one library on a PDF into a file, in the process that ``extract`` has started for it."""
    with Path(output).open("w", encoding="utf-8") as file, Path(pdf).open("rb") as stream:

        def emit(subject: str, **entries: Any) -> None:
            file.write(json.dumps({"is": subject, **entries}) + "\n")
            file.flush()  # the next page may crash this process

        try:
            EXTRACTORS[name](stream, emit)
        except ModuleNotFoundError as error:
            emit("missing", reason=str(error))
        except Exception as error:  # noqa: BLE001  (whatever a library raises, others may still read the file)
            emit("error", reason=reason(error), locked="password" in f"{type(error).__name__} {error}".lower())
        else:
            emit("end")


def _parse_records(file: Path, exit_code: int | None, seconds: float) -> Extraction:
    records = []
    text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    for line in text.split("\n"):
        with contextlib.suppress(json.JSONDecodeError):  # the last line may be cut off
            records.append(json.loads(line))
    version = next((record["version"] for record in records if record["is"] == "start"), None)
    last = records[-1] if records else {"is": None}
    if last["is"] == "end":
        return Extraction(tuple(records), version)
    if last["is"] in {"missing", "error"}:
        return Extraction(
            tuple(records[:-1]),
            version,
            error=last["reason"],
            missing=last["is"] == "missing",
            locked=bool(last.get("locked")),
        )
    error = f"it took more than {seconds:g} seconds" if exit_code is None else _crash(exit_code)
    return Extraction(tuple(records), version, error)


def _crash(exit_code: int) -> str:
    """Return why a process ended before its library was done."""
    if exit_code < 0 and -exit_code in {each.value for each in signal.Signals}:
        name = signal.Signals(-exit_code).name
        if name == "SIGXCPU":
            return "it took too much processor time"
        return f"it crashed, or ran out of memory ({name})"
    return f"it ended without a result (exit code {exit_code})"
