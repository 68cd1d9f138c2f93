"""Reads job descriptions: the text of a file, its lines, and which of them speak of requirements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from cvgen.diagnostics import CvgenError, Span
from cvgen.inspect.keywords.lexicon import Lexicon, folded
from cvgen.inspect.keywords.words import BULLET, UNSPACED_RUN, plain

MAX_BYTES: Final = 1024 * 1024  # a job description has about 5 KB
_FULL_LINE: Final = 40  # characters; a shorter line was not wrapped
_HEADING: Final = 8  # words at most
_GENDERS: Final = re.compile(r"(?<!\w)[mwdfxhiv](?: ?[/|] ?[mwdfxhivn*])+(?!\w)", re.IGNORECASE)  # (m/f/d)


def read_job(path: Path) -> str:
    """Return the text of a job description; raise CvgenError if the file has none that can be read."""
    try:
        if path.is_dir():
            raise CvgenError.of(
                f"{path} is a folder, not a job description", hint="name a text file in it", code="file-unreadable"
            )
        if path.exists() and not path.is_file():
            raise CvgenError.of(
                f"{path} is not a regular file", hint="save the job description as a text file", code="file-unreadable"
            )
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        hint = "copy the job description into a text file"
        raise CvgenError.of(f"{path} does not exist", hint=hint, code="file-missing") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CvgenError.of(
            f"{path} cannot be read: {reason}", hint="is it yours to read?", code="file-unreadable"
        ) from None
    return _decoded(content, path)


def _decoded(content: bytes, path: Path) -> str:
    as_text = "copy its words into a text file"
    for magic, kind in ((b"%PDF", "a PDF"), (b"PK\3\4", "an office document or an archive")):
        if content.startswith(magic):
            raise CvgenError.of(f"{path} is {kind}, not a text", hint=as_text, code="not-a-text")
    if len(content) > MAX_BYTES:
        message = f"{path} is too large: a job description may have {MAX_BYTES // 1024} KB at most"
        raise CvgenError.of(message, hint="most have about 5 KB; is this the right file?", code="file-too-large")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CvgenError.of(f"{path} is in UTF-16", hint="save it as UTF-8", code="not-utf8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{content[error.start]:02X} is not UTF-8"
        raise CvgenError.of(message, Span(path, line), "save the file as UTF-8", code="not-utf8") from None
    if re.match(r"\s*<(?:!doctype|html)\b", text, re.IGNORECASE):
        raise CvgenError.of(f"{path} is a web page, not a text", hint=as_text, code="not-a-text")
    if not re.search(r"[^\W\d_]", text):
        raise CvgenError.of(f"{path} has no words", hint="copy the job description into it", code="no-words")
    return text


def job_lines(job: str) -> list[str]:
    """Return the lines of a job description.

    A line that begins with a small letter belongs to the line before, if that is long enough to have been wrapped.
    """
    lines: list[list[str]] = []
    for line in map(str.strip, _GENDERS.sub(",", plain(job)).splitlines()):
        if line[:1].islower() and lines and len(lines[-1][-1]) >= _FULL_LINE:
            lines[-1].append(line)
        else:
            lines.append([line])
    return list(map(" ".join, lines))


def with_requirements(lines: Iterable[str], lexicon: Lexicon) -> Iterator[tuple[str, bool]]:
    """Yield each line that is not blank, and whether it speaks of requirements: by its own words or by its heading."""
    below = bare = False  # below such a heading; below a heading and nothing else
    blank = True
    for line in lines:
        if not line:
            blank = True
            continue
        bullet = BULLET.match(line)
        text = folded(line.strip("#*_ "))
        wish = lexicon.optional.search(text)
        must = lexicon.required.search(text) and not wish
        count = len(text.split()) + len("".join(UNSPACED_RUN.findall(text))) // 2  # as if a word had two characters
        heading = (
            (line.startswith(("#", "**", "【")) or not bullet)
            and count <= _HEADING
            and not text.endswith((".", ";", ",", "。"))
            and (blank or text.endswith(":") or (count <= 3 and bool(must or wish)))
        )
        if heading:
            below, bare = bool(must), True
        elif blank and not bullet and not bare:
            below = False
        yield line, bool(must) or (below and not wish)
        bare = bare and heading
        blank = False
