"""Calls the six steps in order, and puts the results where they belong."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cvgen import document as document_step
from cvgen import latex, pdf, profile, source, texlog
from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span
from cvgen.document import Document
from cvgen.engine import Outcome, TexEngine, TexRun
from cvgen.latex import Style, TexSource
from cvgen.profile import Profile

FORMATS: Final = ("pdf", "tex")
_FEW: Final = 5


@dataclass(frozen=True, slots=True)
class RenderResult:
    """What a render made.

    ``files`` are the paths written, the PDF first; ``pages`` is None if no PDF was asked for;
    ``seconds`` has the wall time of each step by its name.
    """

    files: tuple[Path, ...]
    pages: int | None
    warnings: tuple[Diagnostic, ...]
    seconds: dict[str, float]


def load(path: Path) -> Profile:
    """Steps 1 and 2: a valid profile; raises CvgenError with all that is wrong with it."""
    return profile.validate(source.read(path))


def render(
    path: Path,
    style: Style,
    engine: TexEngine,
    output_dir: Path,
    formats: Sequence[str] = FORMATS,
) -> RenderResult:
    """All six steps: one profile in one style.

    Writes ``<output_dir>/<profile>-<style>.pdf`` and ``.tex``. On any failure raises CvgenError and
    leaves what was there as it was.
    """
    seconds: dict[str, float] = {}
    with _timed(seconds, "source"):
        read = source.read(path)
    with _timed(seconds, "profile"):
        valid = profile.validate(read)
    with _timed(seconds, "document"):
        document = document_step.build(valid)
    with _timed(seconds, "latex"):
        tex = latex.render(document, style, path.stem)
    warnings = [*valid.warnings]
    pages = None
    target = output_dir / f"{path.stem}-{style.name}"
    files: dict[Path, bytes] = {}
    with _writing(output_dir):
        if output_dir.exists() and not output_dir.is_dir():
            raise CvgenError.of(f"{output_dir} is not a folder", hint="choose another --output-dir")
        output_dir.mkdir(parents=True, exist_ok=True)
        if "pdf" in formats:
            with tempfile.TemporaryDirectory(prefix="cvgen-", ignore_cleanup_errors=True) as folder:
                run = _typeset(tex, engine, Path(folder), seconds)
                warnings += _findings(run, tex, document, path)
                if run.outcome is not Outcome.DONE:
                    log = _with_suffix(target, ".log")
                    _place({log: run.log.encode()})
                    raise CvgenError([_failure(run, tex, document, path, log)])
                with _timed(seconds, "pdf"):
                    facts = pdf.finish(run.pdf, set(tex.text))
                pages = facts.pages
                warnings += [_warning(f"the font {name} is not embedded") for name in facts.fonts_not_embedded]
                files[_with_suffix(target, ".pdf")] = run.pdf.read_bytes()
        if "tex" in formats:
            files[_with_suffix(target, ".tex")] = tex.text.encode()
        made = tuple(files)
        if "tex" in formats:
            files |= {output_dir / name: file.read_bytes() for name, file in tex.assets.items()}
        _place(files)
        if "pdf" in formats:
            _with_suffix(target, ".log").unlink(missing_ok=True)  # of a run that failed before
    return RenderResult(made, pages, tuple(dict.fromkeys(warnings)), seconds)


def _typeset(tex: TexSource, engine: TexEngine, folder: Path, seconds: dict[str, float]) -> TexRun:
    # Meanwhile, what reads the result is loaded: 0.06 s less to wait for afterwards.
    preload = threading.Thread(target=pdf.preload)
    preload.start()
    try:
        with _timed(seconds, "engine"):
            return engine.run(tex, folder)
    finally:
        preload.join()


@contextlib.contextmanager
def _timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[step] = time.perf_counter() - start


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Failures of the file system in the user's terms."""
    try:
        yield
    except OSError as error:
        where = error.filename or folder
        raise CvgenError.of(
            f"{where} cannot be written: {error.strerror or error}", hint="choose another --output-dir"
        ) from None


def _with_suffix(target: Path, suffix: str) -> Path:
    return target.with_name(target.name + suffix)


def _place(files: Mapping[Path, bytes]) -> None:
    """Write files whole or not at all: all beside their places first, then each renamed into its own."""
    parts = {path: path.with_name(f".cvgen-{uuid.uuid4().hex}.part") for path in files}
    path = next(iter(files))
    try:
        for path, part in parts.items():
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            with part.open("xb") as file:
                file.write(files[path])
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error  # which file, in the user's terms
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):  # the first failure says more
                part.unlink(missing_ok=True)


def _warning(message: str, span: Span | None = None, hint: str | None = None) -> Diagnostic:
    return Diagnostic(message, span, hint, Severity.WARNING)


def _failure(run: TexRun, tex: TexSource, document: Document, path: Path, log: Path) -> Diagnostic:
    if run.outcome is Outcome.TIMED_OUT:
        return Diagnostic("TeX took too long and was stopped", Span(path, 1), f"the log is {log}")
    found = texlog.errors(run.log)
    if not found:
        causes = "is the disk full, or the photo damaged?" if document.person.image else "is the disk full?"
        return Diagnostic("TeX failed without saying why", Span(path, 1), f"the log is {log}; {causes}")
    line = tex.yaml_line(found[0].line) if found[0].line else None
    return Diagnostic(f"TeX failed: {found[0].text}", Span(path, line or 1), f"the log is {log}")


def _findings(run: TexRun, tex: TexSource, document: Document, path: Path) -> Iterator[Diagnostic]:
    """What TeX noticed, at the lines of the YAML that led to it."""
    yield from _missing(texlog.missing_characters(run.log), document)
    for message in texlog.overfull(run.log):
        line = tex.yaml_line(message.line) if message.line else None
        yield _warning(message.text, Span(path, line) if line else None)
    for message in texlog.warnings(run.log):
        yield _warning(message.text)


def _missing(characters: Sequence[texlog.MissingCharacter], document: Document) -> Iterator[Diagnostic]:
    """Warnings on characters that no font has: each at each of its places, or one for all if they are many."""
    wanted = {missing.character for missing in characters}
    places = {
        (text.span, character)
        for text in document_step.texts((document.person, document.sections))
        for character in wanted.intersection(str(text))
        if text.span is not None
    }
    if len(wanted) <= _FEW:
        hint = "install a font that has it, or write it differently"
        elsewhere = wanted - {character for _, character in places}  # such as a style's own bullet
        for span, character in [*sorted(places), *((None, character) for character in sorted(elsewhere))]:
            yield _warning(f"no font has the character {_name(character)}", span, hint)
    else:
        examples = " ".join(sorted(wanted)[:_FEW])
        message = f"no font has {len(wanted)} characters that stand here and below, such as {examples}"
        hint = "install fonts that have them; for Chinese, Japanese and Korean: Noto CJK (Debian: fonts-noto-cjk)"
        yield _warning(message, min(places)[0] if places else None, hint)


def _name(character: str) -> str:
    import unicodedata

    name = unicodedata.name(character, "")
    return f"{character} (U+{ord(character):04X}{' ' + name if name else ''})"


def check_targets(paths: Iterable[Path]) -> None:
    """Raises CvgenError if two profiles would write the same files."""
    seen: dict[str, Path] = {}
    for path in paths:
        other = seen.setdefault(path.stem, path)
        if other.resolve() != path.resolve():
            raise CvgenError.of(f"{other} and {path} would both write {path.stem}-*.pdf", hint="rename one of them")
