"""Renders many requests: those that something has changed for, in several processes."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cvgen.batch import fingerprints
from cvgen.diagnostics import CvgenError, Diagnostic
from cvgen.pipeline.request import Request, Result
from cvgen.system import files, temporary

if TYPE_CHECKING:
    from cvgen.steps.engine import TexEngine

_FINGERPRINTS: Final = "renders"  # their folder in the cache
_CORES: Final = 4  # that a small batch keeps busy; a core gets no fewer requests than this, either
_MOST: Final = 32  # requests that one process renders before it reports
_TIME_TO_STOP: Final = 2  # seconds
_TIME_TO_LOOK: Final = 1  # seconds after which it is seen that processes cannot be used


@dataclass(frozen=True, slots=True)
class Completed:
    """A request that is done: with its result, or with the ``errors`` for which there is none."""

    request: Request
    result: Result | None
    errors: tuple[Diagnostic, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """True if nothing had to be done."""
        return self.result is not None and not self.result.seconds


def cores() -> int:
    """Return the number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def render_batch(
    requests: Sequence[Request], engine: TexEngine, cache: Path, *, jobs: int = 1, force: bool = False
) -> Iterator[Completed]:
    """Render requests in up to ``jobs`` processes, and yield each as soon as it is done.

    Nothing is done for a request whose files would come out the same, unless ``force``. ``cache`` is the user's cache
    folder.
    """
    temporary.sweep()
    temporary.sweep(cache / "formats")
    for folder in {request.output_dir for request in requests}:
        files.sweep_drafts(folder)
    changed = []
    for request in requests:
        result = None if force else fingerprints.unchanged_result(cache / _FINGERPRINTS, request, engine.identity)
        if result is None:
            changed.append(request)
        else:
            yield Completed(request, result)
    chunks = _chunks(changed)
    if len(chunks) <= 1 or jobs <= 1:
        for chunk in chunks:
            yield from _render_chunk(chunk, engine, cache)
    else:
        yield from _in_processes(chunks, engine, cache, jobs)
    if changed:
        fingerprints.tidy(cache / _FINGERPRINTS)


def _chunks(requests: Sequence[Request]) -> list[list[Request]]:
    """Return chunks of one style each, which can share a run of the engine: enough of them for a few cores.

    How many cores there are makes no difference: documents that share a run share fonts, so the bytes would change.
    """
    styles: dict[str, list[Request]] = {}
    for request in requests:
        styles.setdefault(request.style, []).append(request)
    chunks = []
    for members in styles.values():
        rounds = -(-len(members) // (_MOST * _CORES))
        count = rounds * _CORES if rounds > 1 else max(1, min(_CORES, len(members) // _CORES))
        size = -(-len(members) // count)
        chunks += [members[i : i + size] for i in range(0, len(members), size)]
    return chunks


def _render_chunk(requests: Sequence[Request], engine: TexEngine, cache: Path) -> list[Completed]:
    from cvgen.pipeline import rendering

    since = time.time_ns()
    completed = []
    for request, result in zip(requests, rendering.render_all(requests, engine, cache), strict=True):
        if isinstance(result, CvgenError):
            completed.append(Completed(request, None, result.diagnostics))
        else:
            fingerprints.save(cache / _FINGERPRINTS, request, engine.identity, result, since)
            completed.append(Completed(request, result))
    return completed


# --- processes ------------------------------------------------------------------------------------


def _in_processes(chunks: Sequence[list[Request]], engine: TexEngine, cache: Path, jobs: int) -> Iterator[Completed]:
    import gc
    import multiprocessing
    from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool

    from cvgen.system.process import interrupts_held

    # A fork starts at once, with all that is loaded; on macOS, libraries do not survive one.
    method = "spawn" if sys.platform == "darwin" else "fork"
    context = multiprocessing.get_context(method)
    if method == "fork":
        from cvgen.pipeline import rendering

        rendering.warm_up(chunks[0][0], engine, cache)
    with (
        _limits_noticed() as lost,
        ProcessPoolExecutor(min(jobs, len(chunks)), context, _begin_process) as pool,
    ):
        try:
            gc.freeze()  # forked processes look through less garbage, and copy fewer pages of memory
            with interrupts_held():  # in a fork, Python ignores what signal handlers raise
                futures = {pool.submit(_render_chunk_in_process, chunk, engine, cache): chunk for chunk in chunks}
            gc.unfreeze()
            pending = {*futures}
            while pending:
                done, pending = wait(pending, _TIME_TO_LOOK, FIRST_COMPLETED)
                for future in done:
                    try:
                        yield from future.result()
                    except BrokenProcessPool:
                        yield from map(_killed, futures[future])
                if lost:  # nothing more would come, ever
                    raise lost[0]  # noqa: TRY301  (the handler below ends the processes)
        except BaseException:  # an interrupt, or the caller wants no more
            children = multiprocessing.active_children()
            for process in children:
                process.terminate()
            for process in children:
                process.join(_TIME_TO_STOP)
                process.kill()  # one that did not listen: the next run deletes what it leaves
                process.join()
            raise


@contextlib.contextmanager
def _limits_noticed() -> Iterator[list[BaseException]]:
    """Raise BlockingIOError if the system starts no more threads; yield what has ended threads of the pool meanwhile.

    A pool whose thread ends waits for it without an end.
    """
    lost: list[BaseException] = []
    hook, threading.excepthook = threading.excepthook, lambda end: lost.append(end.exc_value or SystemError(end))
    try:
        yield lost
    except RuntimeError as error:
        if "thread" not in str(error):  # Python has no type for it
            raise
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from None
    finally:
        threading.excepthook = hook


def _killed(request: Request) -> Completed:
    message = f"{request.path}: a process that was rendering was killed"
    hint = "is there enough memory? --jobs 1 needs least"
    return Completed(request, None, (Diagnostic(message, None, hint, code="process-killed"),))


def _render_chunk_in_process(requests: Sequence[Request], engine: TexEngine, cache: Path) -> list[Completed]:
    """Render a chunk in a process of a pool. The process ends if it is stopped: the pool would give it more work."""
    try:
        return _render_chunk(requests, engine, cache)
    except SystemExit:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
        raise


def _begin_process() -> None:
    """Prepare a new process: it leaves interrupts to its parent, and ends if the parent is killed."""
    import multiprocessing
    import multiprocessing.connection

    def stop(number: int, _: object) -> None:
        raise SystemExit(128 + number)  # so that it cleans up

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # there is nothing to clean up yet
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_TIME_TO_STOP)
        os.kill(os.getpid(), signal.SIGKILL)

    with contextlib.suppress(RuntimeError):  # no more threads: the first run of the engine says so
        threading.Thread(target=watch, daemon=True).start()
    signal.signal(signal.SIGTERM, stop)
