"""The photo of a profile: a file beside it, which can be typeset."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvgen.diagnostics import Diagnostic, Pointer
from cvgen.look import photos
from cvgen.steps.profile.rules import at
from cvgen.steps.source import Source


def problems(source: Source) -> Iterator[Diagnostic]:
    """Yield what keeps the photo from being used."""
    pointer: Pointer = ("basics", "image")
    if pointer not in source.spans or not isinstance(image := at(source.data, pointer), str):
        return
    if not image.strip():
        return  # the schema reports it
    span = source.spans[pointer]
    if re.match(r"\s*(?:data:|www\.|[a-z][a-z0-9+.-]+://)", image, re.IGNORECASE):
        message = "a photo must be a file, not a web address"
        yield Diagnostic(message, span, "download it, and give its path", code="photo-unusable")
        return
    path = source.path.parent / image.strip()
    try:
        is_there = path.is_file()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = f"the photo {path} cannot be used: {reason}"
        yield Diagnostic(message, span, "give a JPEG or PNG file", code="photo-unusable")
        return
    if not is_there:
        hint = f"the path is relative to the folder {source.path.parent}"
        yield Diagnostic(f"there is no photo {path}", span, hint, code="photo-missing")
        return
    try:
        photos.prepare(path)
    except photos.PhotoError as error:
        message = f"the photo {path} cannot be used: {error.problem}"
        yield Diagnostic(message, span, error.remedy, code="photo-unusable")
