"""The photo of a profile: a PNG or JPEG file beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cvgen.diagnostics import Diagnostic, Pointer
from cvgen.steps.profile.rules import at
from cvgen.steps.source import Source

_MAX_BYTES: Final = 20 * 1024 * 1024
_SIGNATURES: Final = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}


def problems(source: Source) -> Iterator[Diagnostic]:
    """Yield what keeps the photo from being used."""
    pointer: Pointer = ("basics", "image")
    if pointer not in source.spans or not isinstance(image := at(source.data, pointer), str):
        return
    if not image.strip():
        return  # the schema reports it
    span = source.spans[pointer]
    if re.match(r"https?:", image, re.IGNORECASE):
        message = "a photo must be a file, not a web address"
        yield Diagnostic(message, span, "download it, and give its path", code="photo-unusable")
        return
    path = source.path.parent / image.strip()
    try:
        if not path.is_file():
            hint = f"the path is relative to the folder {source.path.parent}"
            yield Diagnostic(f"there is no photo {path}", span, hint, code="photo-missing")
            return
        size = path.stat().st_size
        suffix(path)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = f"the photo {path} cannot be used: {reason}"
        yield Diagnostic(message, span, "give a PNG or JPEG file", code="photo-unusable")
        return
    if size > _MAX_BYTES:
        message = f"the photo {path} is too large: more than {_MAX_BYTES // 1024**2} MB"
        yield Diagnostic(message, span, "scale it down; 600 pixels across are plenty", code="photo-unusable")


def suffix(path: Path) -> str:
    """Return ``.png`` or ``.jpg``, by the content of a file; raises ValueError for any other."""
    with path.open("rb") as file:
        head = file.read(8)
    for signature, name in _SIGNATURES.items():
        if head.startswith(signature):
            return name
    raise ValueError("it is neither PNG nor JPEG")
