"""Asks, once for each style that is not cvgen's own, whether the user trusts it, where no wall keeps it from their files."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import Final

from cvgen.data import assets
from cvgen.diagnostics import CvgenError, Span
from cvgen.look import styles
from cvgen.look.styles import Style
from cvgen.system import sandbox

_FOLDER: Final = "trusted-styles"  # in the cache: an empty file for each style, by the hash of its two files


def require(style: Style, cache: Path | None, *, is_trusted: bool) -> None:
    """Raise CvgenError if a style could read and write the user's files, and nobody has said that it may.

    ``is_trusted`` says that it may, which is kept in the ``cache``.
    """
    if style.folder.parent == assets.STYLES or sandbox.name():
        return
    mark = cache / _FOLDER / _digest(style) if cache else None
    if is_trusted:
        with contextlib.suppress(OSError):  # the next time, it is asked for again
            if mark:
                mark.parent.mkdir(parents=True, exist_ok=True)
                mark.touch()
    elif not (mark and mark.exists()):
        message = f"the style {style.folder} is a program, which can read and write your files"
        hint = "if you trust whoever made it: --trust-style (trust_style=True), once; or install bubblewrap, which keeps it off"
        raise CvgenError.of(message, Span(style.package, 1), hint, code="untrusted-style")


def _digest(style: Style) -> str:
    digest = hashlib.sha256()
    for path in (style.package, style.folder / styles.SETTINGS):
        content = path.read_bytes()
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()
