"""Finds requests with nothing to do: their files were made from the same inputs, and are still there.

A fingerprint is a file in the user's cache, named by the files of a result: their folder, the profile and the style. It has
hashes of all files that were read and written, and the warnings, which are shown again.
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
from cvgen.pipeline.request import Request, Result
from cvgen.system import files

_CODE: Final = Path(__file__).resolve().parent.parent
_MOST: Final = 10_000  # fingerprints that are kept; one takes 2 to 4 kB


def unchanged_result(folder: Path, request: Request, engine: str) -> Result | None:
    """Return the saved result of a request if its inputs and the files written are unchanged; None if anything differs.

    ``folder`` has the fingerprints; ``engine`` is the identity of the engine that would be used.
    """
    try:
        fingerprint = json.loads(_path(folder, request).read_bytes())
        if fingerprint["inputs"] != _inputs_hash(request, engine):
            return None
        written, support, read = (tuple(map(Path, fingerprint[key])) for key in ("files", "support", "read"))
        if fingerprint["hashes"] != _hashes((*written, *support, *read)):
            return None
        warnings = tuple(map(_from_json, fingerprint["warnings"]))
        pages, texts, links = (fingerprint[key] for key in ("pages", "texts", "links"))
        return Result(written, support, read, pages, texts, links, warnings, {})
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ):  # there is none, or it is damaged
        return None


def save(folder: Path, request: Request, engine: str, result: Result, since: int) -> None:
    """Save the fingerprint of a result; nothing happens if it cannot be written.

    Nothing is saved, either, if a file that was read has changed ``since`` the beginning, in nanoseconds since 1970:
    nobody knows what was in it when it was read.
    """
    with contextlib.suppress(OSError):
        if any(_change_time(path) >= since for path in (request.path, *result.read)):
            return
        fingerprint = {
            "inputs": _inputs_hash(request, engine),
            "files": list(map(str, result.files)),
            "support": list(map(str, result.support)),
            "read": list(map(str, result.read)),
            "hashes": _hashes((*result.files, *result.support, *result.read)),
            "pages": result.pages,
            "texts": result.texts,
            "links": result.links,
            "warnings": list(map(_as_json, result.warnings)),
        }
        files.make_cache_folder(folder)
        files.write(_path(folder, request), json.dumps(fingerprint).encode())


def tidy(folder: Path) -> None:
    """Delete the oldest fingerprints if there are too many, and with them the temporary files of killed processes."""
    with contextlib.suppress(OSError):
        entries = list(os.scandir(folder))
        if len(entries) > _MOST:
            for entry in sorted(entries, key=lambda entry: entry.stat().st_mtime)[: -_MOST // 2]:
                Path(entry).unlink(missing_ok=True)


def _path(folder: Path, request: Request) -> Path:
    target = f"{request.output_dir.resolve()}\0{request.stem}\0{Path(request.style).name}\0{request.with_style}"
    return folder / f"{hashlib.sha256(os.fsencode(target)).hexdigest()}.json"


def _inputs_hash(request: Request, engine: str) -> str:
    """Return a hash of the profile, the options, cvgen and the engine."""
    parts = (files.sha256(request.path), repr(request), str(Path.cwd()), engine, _code_hash())
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


@cache
def _code_hash() -> str:
    """Return a hash of cvgen's own files: in a checkout, they may have changed."""
    roots = (_CODE, assets.STYLES, assets.SCHEMA.parent)
    paths = sorted(Path(base, name) for root in roots for base, _, names in os.walk(root) for name in names)
    stamps = [f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in paths if path.suffix != ".pyc"]
    return hashlib.sha256("\0".join([sys.version, *stamps]).encode("utf-8", "surrogateescape")).hexdigest()


def _change_time(path: Path) -> int:
    status = path.stat()
    return max(
        status.st_mtime_ns, status.st_ctime_ns
    )  # a file that is moved into place keeps its mtime; its ctime changes


def _hashes(paths: Iterable[Path]) -> list[str]:
    return [files.sha256(path) if path.is_file() else "" for path in paths]  # at a pipe one would wait for ever


def _as_json(diagnostic: Diagnostic) -> list[Any]:
    span = diagnostic.span
    place = [str(span.path), span.line, span.column] if span else None
    return [diagnostic.message, place, diagnostic.hint, diagnostic.severity, diagnostic.code, diagnostic.style]


def _from_json(values: list[Any]) -> Diagnostic:
    message, place, hint, severity, code, style = values
    span = Span(Path(place[0]), place[1], place[2]) if place else None
    return Diagnostic(message, span, hint, Severity(severity), code=code, style=style)
