"""Reads the text of a profile's file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from cvgen.diagnostics import CvgenError, Span

MAX_BYTES: Final = 512 * 1024  # a ten-page CV has about 60 KB

# All that YAML does not call printable. As the negation of what it does, the pattern would take 5 ms to compile.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8; raises CvgenError."""
    return decode(_read_bytes(path), path)


def decode(content: bytes, path: Path) -> str:
    """Return the text of UTF-8; raises CvgenError at the first byte or control character that no profile may have."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CvgenError.of(f"{path} is in UTF-16", Span(path, 1), "save it as UTF-8", code="not-utf8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"the byte 0x{content[error.start]:02X} is not UTF-8"
        span = Span(path, line, column)
        raise CvgenError.of(message, span, "save the file as UTF-8", code="not-utf8") from None
    if bad := control_character(text):
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - (text.rfind("\n", 0, bad.start()) + 1) + 1
        message = f"the control character U+{ord(bad.group()):04X} is not allowed"
        raise CvgenError.of(message, Span(path, line, column), "delete it", code="control-character")
    return text


def control_character(text: str) -> re.Match[str] | None:
    """Return the first control character that YAML does not allow, as a match."""
    return _CONTROL.search(text)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            hint = "name a YAML file in it"
            raise CvgenError.of(f"{path} is a folder, not a profile", hint=hint, code="file-unreadable")
        if path.exists() and not path.is_file():
            raise CvgenError.of(f"{path} is not a regular file", code="file-unreadable")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        near = sorted(p.name for p in path.parent.glob("*.y*ml")) if path.parent.is_dir() else []
        hint = f"the YAML files there are: {', '.join(near[:10])}" if near else "cvgen new NAME makes a first profile"
        raise CvgenError.of(f"{path} does not exist", hint=hint, code="file-missing") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CvgenError.of(f"{path} cannot be read: {reason}", code="file-unreadable") from None
    if len(content) > MAX_BYTES:
        raise CvgenError.of(
            f"{path} is too large: a profile may have {MAX_BYTES // 1024} KB at most",
            hint="a ten-page CV has about 60 KB; is this the right file?",
            code="file-too-large",
        )
    return content
