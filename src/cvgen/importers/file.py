"""The file that is imported: its bytes, and what they are as text and as data."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from cvgen.diagnostics import CvgenError
from cvgen.importers import json_text
from cvgen.steps import source
from cvgen.steps.source import Source
from cvgen.steps.source.file import MAX_BYTES, control_character, decode

MOST_BYTES: Final = 16 * 1024 * 1024  # of an archive
_JSON: Final = ("{", "[")
# In UTF-8: what ``control_character`` finds, but for halves of characters, which are no UTF-8.
_CONTROL_BYTES: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x84\x86-\x9f]|\xef\xbf[\xbe\xbf]")


class File:
    """A file of some format. Its ``text`` and ``source`` raise CvgenError if it has none."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path, self.content = path, content

    @cached_property
    def text(self) -> str:
        """The content as text, of at most the size of a profile; controls that no profile may have are taken out."""
        if len(self.content) > MAX_BYTES:
            message = f"{self.path} is too large: {MAX_BYTES // 1024} KB at most are imported"
            raise CvgenError.of(message, hint="is this the right file?", code="file-too-large")
        content = self.content
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            content = content.decode("utf-16", "replace").encode()
        if control_character(content.decode("utf-8", "replace")):
            content = _CONTROL_BYTES.sub(b"", content)
        return decode(content, self.path).replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def source(self) -> Source:
        """The content as data, read as JSON or YAML."""
        if self.text.lstrip().startswith(_JSON):
            return json_text.parse(self.text, self.path)
        return source.parse(self.text, self.path)

    @cached_property
    def data(self) -> Any:
        """The content as data; None if it is neither JSON nor YAML."""
        try:
            return self.source.data
        except CvgenError:
            return None

    @property
    def suffix(self) -> str:
        """The ending of its name, in lower case."""
        return self.path.suffix.lower()


def read(path: Path) -> File:
    """Return a file with its content; raises CvgenError if it cannot be read."""
    try:
        if path.is_dir():
            hint = "name a file in it; a LinkedIn export is imported as the ZIP that LinkedIn gives"
            raise CvgenError.of(f"{path} is a folder, not a file", hint=hint, code="file-unreadable")
        if path.exists() and not path.is_file():
            raise CvgenError.of(f"{path} is not a regular file", code="file-unreadable")
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise CvgenError.of(f"{path} does not exist", hint="check its name and folder", code="file-missing") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CvgenError.of(f"{path} cannot be read: {reason}", code="file-unreadable") from None
    if len(content) > MOST_BYTES:
        message = f"{path} is too large: {MOST_BYTES // 1024 // 1024} MB at most are imported"
        raise CvgenError.of(message, hint="is this the right file?", code="file-too-large")
    return File(path, content)
