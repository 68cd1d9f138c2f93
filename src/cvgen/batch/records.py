"""What made the files that are there: a render whose inputs are the same has nothing to do.

A record lies in the user's cache, by the place of the files that it is about. It has hashes of all that was read and
of all that was written, and what was said of it, to be said again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

from cvgen.data import assets
from cvgen.diagnostics import Diagnostic, Severity, Span
from cvgen.pipeline.orders import Order, RenderResult
from cvgen.system import files

_CODE: Final = Path(__file__).resolve().parent.parent
_MOST: Final = 10_000  # records that are kept; one takes 2 to 4 kB


def unchanged(folder: Path, order: Order, engine: str) -> RenderResult | None:
    """What an order came to, if all that it depends on is as it was then, and all that was written is there.

    ``folder`` has the records; ``engine`` is the identity of the one that would be used.
    """
    try:
        record = json.loads(_path(folder, order).read_bytes())
        if record["inputs"] != _inputs(order, engine):
            return None
        written, support, read = (tuple(map(Path, record[key])) for key in ("files", "support", "read"))
        if record["hashes"] != _hashes((*written, *support, *read)):
            return None
        warnings = tuple(map(_diagnostic, record["warnings"]))
        return RenderResult(written, support, read, record["pages"], record["texts"], record["links"], warnings, {})
    except (OSError, ValueError, LookupError, TypeError):  # none, or damaged
        return None


def note(folder: Path, order: Order, engine: str, result: RenderResult, since: int) -> None:
    """Remember what an order came to; if that cannot be written, it is not remembered.

    Nor is it if something that was read has changed ``since`` the beginning, in nanoseconds since 1970: nobody
    knows what it was when it was read.
    """
    with contextlib.suppress(OSError):
        if any(_changed(path) >= since for path in (order.path, *result.read)):
            return
        record = {
            "inputs": _inputs(order, engine),
            "files": list(map(str, result.files)),
            "support": list(map(str, result.support)),
            "read": list(map(str, result.read)),
            "hashes": _hashes((*result.files, *result.support, *result.read)),
            "pages": result.pages,
            "texts": result.texts,
            "links": result.links,
            "warnings": list(map(_plain, result.warnings)),
        }
        folder.mkdir(parents=True, exist_ok=True)
        files.write(_path(folder, order), json.dumps(record).encode())


def tidy(folder: Path) -> None:
    """Of very many records, keep the later half; whatever else is there is what killed processes have left."""
    with contextlib.suppress(OSError):
        entries = list(os.scandir(folder))
        if len(entries) > _MOST:
            for entry in sorted(entries, key=lambda entry: entry.stat().st_mtime)[: -_MOST // 2]:
                Path(entry).unlink(missing_ok=True)


def _path(folder: Path, order: Order) -> Path:
    target = f"{order.output_dir.resolve()}\0{order.path.stem}\0{Path(order.style).name}"
    return folder / f"{hashlib.sha256(os.fsencode(target)).hexdigest()}.json"


def _inputs(order: Order, engine: str) -> str:
    """A hash of the profile, of the options, of cvgen and of the engine."""
    parts = (files.sha256(order.path), repr(order), str(Path.cwd()), engine, _code())
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


@cache
def _code() -> str:
    """A hash of cvgen as it is now: in a checkout, a change of the code is a change."""
    roots = (_CODE, assets.STYLES, assets.SCHEMA.parent)
    paths = sorted(Path(base, name) for root in roots for base, _, names in os.walk(root) for name in names)
    stamps = [f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in paths if path.suffix != ".pyc"]
    return hashlib.sha256("\0".join([sys.version, *stamps]).encode("utf-8", "surrogateescape")).hexdigest()


def _changed(path: Path) -> int:
    found = path.stat()
    return max(found.st_mtime_ns, found.st_ctime_ns)  # what is moved into its place keeps the former


def _hashes(paths: Iterable[Path]) -> list[str]:
    return [files.sha256(path) for path in paths]


def _plain(diagnostic: Diagnostic) -> list[Any]:
    span = diagnostic.span
    place = [str(span.path), span.line, span.column] if span else None
    return [diagnostic.message, place, diagnostic.hint, diagnostic.severity, diagnostic.code]


def _diagnostic(plain: list[Any]) -> Diagnostic:
    message, place, hint, severity, code = plain
    span = Span(Path(place[0]), place[1], place[2]) if place else None
    return Diagnostic(message, span, hint, Severity(severity), code=code)
