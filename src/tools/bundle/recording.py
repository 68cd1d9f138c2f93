"""Runs Tectonic with files from a server, and records which of them it opens."""

from __future__ import annotations

import bisect
import gzip
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final, Self

from cvgen.diagnostics import CvgenError

_SECONDS: Final = 300  # time limit for one run of Tectonic
_POLL: Final = 0.05  # seconds until the server notices that it should stop


@dataclass(frozen=True, slots=True)
class Job:
    """A document to typeset ``passes`` times, with ``files`` beside it."""

    name: str
    text: str
    files: Mapping[str, Path | bytes] = field(default_factory=dict)
    passes: int = 1
    format: str = "latex"

    @property
    def has_han(self) -> bool:
        """Whether the document has Chinese, Japanese or Korean text."""
        return r"\cvHan{" in self.text


class Server(ThreadingHTTPServer):
    """Serves files as a bundle that Tectonic reads by HTTP: ranges of an archive that is never made, and their list."""

    daemon_threads = True

    def __init__(self, files: Mapping[str, Path]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.names = sorted(files)
        self.paths = [files[name] for name in self.names]
        sizes = [path.stat().st_size for path in self.paths]
        self.starts = [1]
        for size in sizes:
            self.starts.append(self.starts[-1] + max(size, 1))  # so that no two files begin at the same place
        lines = (f"{name} {start} {size}\n" for name, start, size in zip(self.names, self.starts, sizes, strict=False))
        self.listing = gzip.compress("".join(lines).encode(), mtime=0)
        self.opened: set[str] = set()

    @property
    def url(self) -> str:
        """The address to give to Tectonic."""
        return f"http://127.0.0.1:{self.server_port}/files.tar"

    def range(self, start: int, end: int) -> bytes:
        """Return the content of this range of the archive, and record its file as opened."""
        number = bisect.bisect_right(self.starts, start) - 1
        self.opened.add(self.names[number])
        content = self.paths[number].read_bytes()
        return content[start - self.starts[number] : end + 1 - self.starts[number]]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(200, b"")

    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        if self.path.endswith(".index.gz"):
            self._answer(200, self.server.listing)
        elif wanted := re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", "")):
            self._answer(206, self.server.range(int(wanted[1]), int(wanted[2])))
        else:
            self._answer(404, b"")

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the name is the standard library's)
        pass


class Recorder:
    """Runs Tectonic in ``folder`` and records which of ``files`` it opens; use it in a ``with`` statement."""

    def __init__(self, tectonic: Path, files: Mapping[str, Path], folder: Path) -> None:
        self.tectonic = tectonic.absolute()
        self.files = files
        self.folder = folder
        self.server = Server(files)

    def __enter__(self) -> Self:
        self._thread = Thread(target=self.server.serve_forever, args=(_POLL,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    @property
    def opened(self) -> frozenset[str]:
        """The names of the files that Tectonic has opened so far."""
        return frozenset(self.server.opened)

    def run(self, job: Job) -> str:
        """Typeset a document and return the log. Raises CvgenError if that fails."""
        with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as place:
            folder = Path(place)
            (folder / "document.tex").write_text(job.text, encoding="utf-8", newline="\n")
            for name, file in job.files.items():
                (folder / name).write_bytes(file if isinstance(file, bytes) else file.read_bytes())
            command: list[str | Path] = [self.tectonic, "-b", self.server.url, "-f", job.format]
            command += ["-r", str(job.passes - 1), "--keep-logs", "-c", "minimal", "document.tex"]
            run = self._run(command, folder)
            path = folder / "document.log"
            log = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        if run.returncode != 0:
            error = re.search(r"^! (.*)", log, re.MULTILINE)
            reason = error[1] if error else (run.stderr.strip().splitlines() or ["no reason"])[-1]
            if run.returncode < 0:
                reason = f"signal {-run.returncode} ended Tectonic"
            raise CvgenError.of(f"{job.name} cannot be typeset: {reason}", code="tex-failed")
        return log

    def run_all(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, str]]:
        """Run jobs, one on each processor; yield each job with its log, in order."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            try:
                for job, future in [(job, pool.submit(self.run, job)) for job in jobs]:
                    yield job, future.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _run(self, command: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
        environment = {
            "TECTONIC_CACHE_DIR": str(self.folder / "cache"),
            "HOME": str(folder),
            "SOURCE_DATE_EPOCH": "0",
            "NO_PROXY": "127.0.0.1",
        }
        try:
            return subprocess.run(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise CvgenError.of(f"{self.tectonic} did not end in {_SECONDS} seconds", code="tex-timeout") from None
        except OSError as error:
            reason = error.strerror or str(error)
            raise CvgenError.of(
                f"{self.tectonic} cannot be started: {reason}", hint="cvgen setup installs it", code="engine-unusable"
            ) from None
