"""Many orders at once: only those that something has changed for, on all cores, and none in the way of another."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cvgen.batch import records
from cvgen.diagnostics import CvgenError, Diagnostic
from cvgen.pipeline.orders import Order, RenderResult
from cvgen.system import files, temporary

if TYPE_CHECKING:
    from cvgen.steps.engine import TexEngine

_RECORDS: Final = "renders"  # their folder in the cache
_FEW: Final = 4  # cores that a small number of orders should keep busy, and orders that are worth a core
_MOST: Final = 32  # orders that one process does between two reports
_CLEANING: Final = 2  # seconds that a process has for it which is stopped


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an order: its result, or the ``problems`` that there is none for."""

    order: Order
    result: RenderResult | None
    problems: tuple[Diagnostic, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether there was nothing to do."""
        return self.result is not None and not self.result.seconds


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def render(
    orders: Sequence[Order], engine: TexEngine, cache: Path, *, jobs: int = 1, force: bool = False
) -> Iterator[Outcome]:
    """Render orders in up to ``jobs`` processes; outcomes come in the order in which they are ready.

    What has not changed is left as it is, unless ``force``. ``cache`` is the user's cache folder.
    """
    temporary.sweep()
    temporary.sweep(cache / "formats")
    for folder in {order.output_dir for order in orders}:
        files.sweep_drafts(folder)
    stale = []
    for order in orders:
        result = None if force else records.unchanged(cache / _RECORDS, order, engine.identity)
        if result is None:
            stale.append(order)
        else:
            yield Outcome(order, result)
    chunks = _chunks(stale)
    if len(chunks) <= 1 or jobs <= 1:
        for chunk in chunks:
            yield from _work(chunk, engine, cache)
    else:
        yield from _spread(chunks, engine, cache, jobs)
    if stale:
        records.tidy(cache / _RECORDS)


def _chunks(orders: Sequence[Order]) -> list[list[Order]]:
    """Parts of one style each, which can share a run of the engine: enough for a few cores.

    They do not depend on how many there are: documents that share a run share fonts, and so the bytes would.
    """
    styles: dict[str, list[Order]] = {}
    for order in orders:
        styles.setdefault(order.style, []).append(order)
    chunks = []
    for members in styles.values():
        rounds = -(-len(members) // (_MOST * _FEW))
        parts = rounds * _FEW if rounds > 1 else max(1, min(_FEW, len(members) // _FEW))
        size = -(-len(members) // parts)
        chunks += [members[i : i + size] for i in range(0, len(members), size)]
    return chunks


def _work(orders: Sequence[Order], engine: TexEngine, cache: Path) -> list[Outcome]:
    from cvgen.pipeline import pipeline

    since = time.time_ns()
    outcomes = []
    for order, came in zip(orders, pipeline.render_all(orders, engine, cache), strict=True):
        if isinstance(came, CvgenError):
            outcomes.append(Outcome(order, None, came.diagnostics))
        else:
            records.note(cache / _RECORDS, order, engine.identity, came, since)
            outcomes.append(Outcome(order, came))
    return outcomes


def _work_apart(orders: Sequence[Order], engine: TexEngine, cache: Path) -> list[Outcome]:
    """The same in a process of a pool, which ends if it is stopped: the pool would give it the next part."""
    try:
        return _work(orders, engine, cache)
    except SystemExit:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
        raise


def _spread(chunks: Sequence[list[Order]], engine: TexEngine, cache: Path, jobs: int) -> Iterator[Outcome]:
    import gc
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    from cvgen.system.process import interrupts_held

    # A fork starts at once, with all that is loaded; elsewhere a process begins with loading Python.
    method = "fork" if os.name == "posix" and sys.platform != "darwin" else "spawn"
    context = multiprocessing.get_context(method)
    if method == "fork":
        from cvgen.pipeline import pipeline

        pipeline.warm_up(chunks[0][0], engine, cache)
    with ProcessPoolExecutor(min(jobs, len(chunks)), context, _begin) as pool:
        try:
            gc.freeze()  # forked processes look through less garbage, and copy fewer pages of memory
            with interrupts_held():  # in a fork, Python passes over what handlers raise
                futures = {pool.submit(_work_apart, chunk, engine, cache): chunk for chunk in chunks}
            gc.unfreeze()
            for future in as_completed(futures):
                try:
                    yield from future.result()
                except BrokenProcessPool:
                    message = "a process that was rendering was killed"
                    hint = "is there enough memory? --jobs 1 needs least"
                    for order in futures[future]:
                        yield Outcome(order, None, (Diagnostic(f"{order.path}: {message}", None, hint),))
        except BaseException:  # an interrupt, or whoever asked has stopped asking
            children = multiprocessing.active_children()
            for process in children:
                process.terminate()
            for process in children:
                process.join(_CLEANING)
                process.kill()  # one that could not hear it: what it leaves, the next run clears
                process.join()
            raise


def _begin() -> None:
    """In a new process: an interrupt is the parent's to handle; if that is killed, this ends, too."""
    import multiprocessing
    import multiprocessing.connection

    def stop(number: int, _: object) -> None:
        raise SystemExit(128 + number)  # so that cleaning up happens

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, stop)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_CLEANING)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()
