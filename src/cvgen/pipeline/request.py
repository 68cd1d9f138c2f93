"""A request to render a profile, and its result: what the command line and the Python interface pass on.

It is light to import, as the command line needs it before anything else.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Final

from cvgen.diagnostics import CvgenError, Diagnostic
from cvgen.exporters import EXPORTERS
from cvgen.look.styles import is_folder

if TYPE_CHECKING:
    from cvgen.steps.source import Source

MISSING: Final = ("name", "drop")
DEFAULT_STYLE: Final = "classic"
PAGE_WORDS: Final = ("auto", "any")  # beside a number of pages
DEFAULT_FORMATS: Final = ("pdf", "tex")


@dataclass(frozen=True, slots=True)
class Request:
    """A profile to be rendered in a style, and how. Raises CvgenError with all that is wrong with the request itself.

    - ``path``: the profile. The files written are ``<output_dir>/<profile>-<style>.pdf`` and ``.tex``.
    - ``style``: the name of a style, or the path of a folder with one.
    - ``output_dir``: the folder that is written to.
    - ``formats``: the names of output formats, which ``cvgen.exporters`` lists: ``pdf``, ``tex``, ``html`` ...
    - ``settings``: options such as ``design.paper=letter`` that override the profile.
    - ``pages``: how many pages there may be, for which size and density are found; ``"auto"``, as None, only takes back a last
      page with next to nothing on it, and ``"any"`` leaves the pages as they come.
    - ``drop``: with ``pages``, leave out what has a priority if it does not fit otherwise.
    - ``strict``: take warnings as errors.
    - ``check``: read the PDF back and compare it with the profile.
    - ``standards``: make the PDF keep PDF/A-2a and PDF/UA-1.
    - ``epoch``: the date of the PDF, in seconds since 1970; None for no date.
    - ``trust_style``: let a style that is not cvgen's own run where nothing keeps it from the user's files.
    - ``contact``: let a page for the web tell everybody how to reach the person.
    - ``with_style``: end the names of the files in that of the style.
    - ``variant``: the name of the profile's variant that is rendered.
    - ``language``: the tag of the language for texts that the profile has in several.
    - ``redact``: what nobody may see: ``contact``, ``blind``, or names of fields.
    - ``missing``: what is printed for a character that no font has: its ``name``, or nothing (``drop``); None refuses it.
    - ``source``: the profile as it was read, in place of the file at ``path``.
    """

    path: Path
    style: str = DEFAULT_STYLE
    output_dir: Path = Path("build")
    formats: tuple[str, ...] = DEFAULT_FORMATS
    settings: tuple[str, ...] = ()
    pages: int | str | None = None
    drop: bool = False
    strict: bool = False
    check: bool = True
    standards: bool = True
    epoch: int | None = None
    source: Source | None = None
    trust_style: bool = False
    contact: bool = False
    with_style: bool = True
    variant: str | None = None
    language: str | None = None
    redact: tuple[str, ...] = ()
    missing: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be rendered, whoever asks for it."""
        for name in ("formats", "settings", "redact"):
            if isinstance(value := getattr(self, name), list):
                object.__setattr__(self, name, tuple(value))
        if problems := [*_wrong_types(self)] or [*_wrong_values(self)]:
            raise CvgenError(problems)

    @property
    def stem(self) -> str:
        """The beginning of the names of its files, without the style."""
        own = "anonymous" if "blind" in self.redact else self.path.stem  # people name the file after themselves
        parts = (own, self.variant, self.language)
        return "-".join(part for part in parts if part)

    @property
    def needs_engine(self) -> bool:
        """True if something must be typeset."""
        return isinstance(self.pages, int) or any(EXPORTERS[name].NEEDS == "pdf" for name in self.formats)


@dataclass(frozen=True, slots=True)
class Result:
    """A finished document.

    ``files`` are the paths written, one for each format, the PDF first; ``support`` are the packages and photos that
    the .tex needs beside it. Where no files were asked for, both are empty, and ``contents`` has all of them by their
    names. ``read`` are the files read besides the profile. ``pages`` is None if no PDF was asked for; ``texts`` and
    ``links`` are how many the document has. ``seconds`` has the wall time of each step by its name, and is empty if
    nothing was done because nothing has changed.
    """

    files: tuple[Path, ...]
    support: tuple[Path, ...]
    read: tuple[Path, ...]
    pages: int | None
    texts: int
    links: int
    warnings: tuple[Diagnostic, ...]
    seconds: dict[str, float]
    contents: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def pdf(self) -> bytes | None:
        """The PDF, from memory or from its file; None if none was asked for. Raises CvgenError if the file is gone."""
        return self._content(".pdf")

    @property
    def tex(self) -> str | None:
        """The LaTeX, from memory or from its file; None if none was asked for."""
        content = self._content(".tex")
        return None if content is None else content.decode()

    def _content(self, suffix: str) -> bytes | None:
        in_memory = (content for name, content in self.contents.items() if name.endswith(suffix))
        return next(in_memory, None) or next((_read(path) for path in self.files if path.suffix == suffix), None)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (
            "was there, and is gone" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        )
        code = "file-missing" if isinstance(error, FileNotFoundError) else "file-unreadable"
        raise CvgenError.of(f"{path} {reason}", hint="render it again", code=code) from None


_MOST_PAGES: Final = 99
_END_OF_TIME: Final = 10**11  # seconds since 1970: the year 5138; dates of PDFs have four digits for it

# The types that each field of a request takes; the items of a tuple are texts.
_TYPES: Final[Mapping[str, tuple[tuple[type, ...], str]]] = {
    "path": ((Path,), "a pathlib.Path"),
    "style": ((str,), "the name of a style"),
    "output_dir": ((Path,), "the pathlib.Path of a folder"),
    "formats": ((tuple,), 'a list of formats, such as ["pdf"]'),
    "settings": ((tuple,), 'a list of settings, such as ["design.paper=letter"]'),
    "pages": ((int, str, NoneType), 'a whole number, "auto" or "any"'),
    **dict.fromkeys(
        ("drop", "strict", "check", "standards", "trust_style", "contact", "with_style"), ((bool,), "True or False")
    ),
    "epoch": ((int, NoneType), "a whole number of seconds"),
    "variant": ((str, NoneType), "the name of a variant"),
    "language": ((str, NoneType), "the tag of a language"),
    "redact": ((tuple,), 'a list of sets or fields, such as ["contact"]'),
}


def read_pages(text: str) -> int | str:
    """Return a number of pages as typed: a number, else the text, which is one of PAGE_WORDS or wrong."""
    return int(text) if text.isascii() and text.isdecimal() else text


def _wrong_types(request: Request) -> Iterator[Diagnostic]:
    for name, (types, wanted) in _TYPES.items():
        value = getattr(request, name)
        is_text_for_tuple = isinstance(value, tuple) and not all(isinstance(each, str) for each in value)
        is_number = not (isinstance(value, bool) and bool not in types)  # True is an int to Python
        if not isinstance(value, types) or is_text_for_tuple or not is_number:
            message = f"{name} must be {wanted}, not {value!r:.60}"
            yield Diagnostic(message, code="wrong-argument")
    if request.source is not None and not hasattr(request.source, "key_spans"):  # whose type is not imported for this
        message = f"source must be the source of a loaded profile, not {request.source!r:.60}"
        yield Diagnostic(message, code="wrong-argument")


def _wrong_values(request: Request) -> Iterator[Diagnostic]:
    formats = f"the formats are: {', '.join(EXPORTERS)}"
    for name in request.formats:
        if name not in EXPORTERS:
            yield Diagnostic(f'"{name}" is not a format', hint=formats, code="unknown-format")
    if not request.formats:
        yield Diagnostic("no format is asked for", hint=formats, code="unknown-format")
    pages = request.pages
    if not (pages is None or pages in PAGE_WORDS or (isinstance(pages, int) and 1 <= pages <= _MOST_PAGES)):
        hint = f"from 1 to {_MOST_PAGES}, auto or any"
        yield Diagnostic(f"{pages} is not a possible number of pages", hint=hint, code="page-number")
    if request.drop and not isinstance(pages, int):
        hint = "say how many pages there may be: --pages 1, or pages=1"
        yield Diagnostic("--drop needs --pages", hint=hint, code="drop-without-pages")
    if request.missing not in {None, *MISSING}:
        hint = f"one of: {', '.join(MISSING)}"
        yield Diagnostic(f'"{request.missing}" is no way to print what no font has', hint=hint, code="unknown-value")
    if request.epoch is not None and not 0 <= request.epoch < _END_OF_TIME:
        hint = "it must be a number of seconds since 1970"
        yield Diagnostic(f"the date {request.epoch} cannot be", hint=hint, code="bad-epoch")
    for name, path in (("path", request.path), ("style", request.style), ("output_dir", request.output_dir)):
        if problem := unfit_path(name, path):
            yield problem


def unfit_path(argument: str, path: str | Path) -> Diagnostic | None:
    """Return what is wrong with a path that no system can have; None if it may be one."""
    if "\0" in str(path):
        return Diagnostic(f"{argument} has a null character, which no path has", code="wrong-argument")
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return Diagnostic(f"{argument} has a lone surrogate, which no path has", code="wrong-argument")
    return None


def check_targets(requests: Iterable[Request]) -> None:
    """Raise CvgenError if two requests would write the same files."""
    paths: dict[tuple[Path, str], Path] = {}
    styles: dict[tuple[Path, str], str] = {}
    for request in requests:
        folder, stem = request.output_dir, request.stem
        path = paths.setdefault((folder, stem), request.path)
        if path != request.path and path.resolve() != request.path.resolve():
            files = f"{stem}-*.pdf" if request.with_style else f"{stem}.*"
            message = f"{path} and {request.path} would both write {files}"
            hint = "write each into an --output-dir of its own" if "blind" in request.redact else "rename one of them"
            raise CvgenError.of(message, hint=hint, code="same-output")
        name = Path(request.style).resolve().name if is_folder(request.style) else request.style
        style = styles.setdefault((folder, name), request.style)
        if style != request.style and not (is_folder(style) and Path(style).resolve() == Path(request.style).resolve()):
            message = f"the styles {style} and {request.style} would both write *-{name}.pdf"
            raise CvgenError.of(message, hint="rename one of them", code="same-output")
