"""Calls the six steps for one request or many, and puts the files in place."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cvgen import importers
from cvgen.data import assets
from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span
from cvgen.exporters import EXPORTERS, RenderedDocument
from cvgen.look import design as designs
from cvgen.look import styles
from cvgen.look.design import Design
from cvgen.look.styles import Style
from cvgen.pipeline import findings, last_page, page_fit, shared_runs, trust
from cvgen.pipeline.request import Request, Result
from cvgen.pipeline.shared_runs import Typeset, Typesetter
from cvgen.steps import document as documents
from cvgen.steps import latex, pdf, profile, source
from cvgen.steps.document import Document
from cvgen.steps.engine import RunStatus, TexEngine
from cvgen.steps.latex import TexSource
from cvgen.steps.profile import Profile
from cvgen.system import files
from cvgen.system.process import interrupts_held

_OTHER_FOLDER = "choose another --output-dir"


def render(request: Request, engine: TexEngine, cache: Path | None = None) -> Result:
    """Call all six steps. On any failure raises CvgenError, and leaves the files that were there as they were."""
    [result] = render_all([request], engine, cache)
    if isinstance(result, CvgenError):
        raise result
    return result


def render_all(requests: Sequence[Request], engine: TexEngine, cache: Path | None = None) -> list[Result | CvgenError]:
    """Call all six steps for several requests, in as few runs of the engine as possible; pages are as if rendered alone.

    Return for each request what ``render`` would return or raise: one that fails does not stop the others. ``cache`` is
    the folder for compiled templates, which later processes load from there.
    """
    results: dict[int, Result | CvgenError] = {}
    any_package = any(styles.is_folder(request.style) for request in requests)
    with Typesetter(engine, any_package=any_package) as typesetter:
        if any(request.needs_engine for request in requests):
            typesetter.start(requests[0].style)
        tools = _Tools.of(typesetter, cache)
        jobs: dict[int, _Job] = {}
        for number, request in enumerate(requests):
            with _error_kept(results, number):
                jobs[number] = _Job.of(request, tools)
        _typeset_together([job for job in jobs.values() if job.tex and job.request.needs_engine])
        for number, job in jobs.items():
            with _error_kept(results, number):
                results[number] = job.result()
    return [results[number] for number in range(len(requests))]


def warm_up(request: Request, engine: TexEngine, cache: Path) -> None:
    """Load and prepare all that requests need, for processes that are forked from this one."""
    with interrupts_held():  # an interrupt while they are loaded would crash libraries in C++
        pdf.preload()
    with contextlib.suppress(CvgenError), Typesetter(engine) as typesetter:
        _Job.of(request, _Tools.of(typesetter, cache))


@contextlib.contextmanager
def _error_kept(results: dict[int, Result | CvgenError], number: int) -> Iterator[None]:
    try:
        yield
    except CvgenError as error:
        results[number] = error


class _Tools(NamedTuple):
    """Tools that jobs share: the engine, the styles by their names, and the folder for what later processes can use."""

    typesetter: Typesetter
    style: Callable[[str], Style]
    cache: Path | None

    @classmethod
    def of(cls, typesetter: Typesetter, cache: Path | None) -> _Tools:
        return cls(typesetter, functools.cache(styles.load), cache)


@dataclass
class _Job:
    """A request that is worked on. ``seconds`` has the time that each step took, by its name."""

    request: Request
    tools: _Tools
    style: Style
    profile: Profile
    document: Document
    design: Design
    diagnostics: list[Diagnostic]
    seconds: dict[str, float]
    tex: TexSource | None = None  # from step 4; None if no format needs it, and with ``pages``, whose search calls it
    typeset: Typeset | CvgenError | None = None  # from step 5, likewise
    substitutes: dict[str, str] = dataclasses.field(default_factory=dict)  # what is printed for what no font has

    @classmethod
    def of(cls, request: Request, tools: _Tools) -> _Job:
        """Call the steps 1 to 4, and make the output folder."""
        seconds: dict[str, float] = {}
        with _timed(seconds, "source"):
            data = source.with_settings(request.source or importers.source(request.path), request.settings)
        with _timed(seconds, "profile"):
            valid = profile.validate(data, variant=request.variant, language=request.language, redact=request.redact)
        with _timed(seconds, "document"):
            document = documents.build(valid)
        with _placed(valid.design[1].get("style")):
            style = tools.style(request.style)
        if request.needs_engine:
            trust.require(style, tools.cache, is_trusted=request.trust_style)
        design = designs.resolve(style, *valid.design)
        diagnostics = [
            *valid.warnings,
            *designs.problems(design),
            *findings.unmatched_names(design, document),
            *findings.order_changes(design, document, style),
        ]
        job = cls(request, tools, style, valid, document, design, diagnostics, seconds)
        folder = request.output_dir
        with files.writing(folder, _OTHER_FOLDER):
            if folder.exists() and not folder.is_dir():
                raise CvgenError.of(f"{folder} is not a folder", hint=_OTHER_FOLDER, code="file-unwritable")
            folder.mkdir(parents=True, exist_ok=True)
        if not isinstance(request.pages, int) and (request.needs_engine or "tex" in request.formats):
            job.tex = job.generate(document, design)
        return job

    @property
    def name(self) -> str:
        """The beginning of the names of its files."""
        return f"{self.request.stem}-{self.style.name}" if self.request.with_style else self.request.stem

    @property
    def log(self) -> Path:
        """The place for TeX's log if TeX fails."""
        return self.request.output_dir / f"{self.name}.log"

    @property
    def kind(self) -> object:
        """A value that is the same for all documents that may share a run of the engine; None if this one shares none."""
        if self.style.folder.parent != assets.STYLES:  # a user's own style may change TeX for documents after it
            return None
        # A font takes memory in each size, Chinese ones 26 MB: a run has room for those of one size.
        return self.style.name, self.document.language.direction, repr(self.design.fonts), self.design.size

    def generate(self, document: Document, design: Design) -> TexSource:
        """Call step 4."""
        with _timed(self.seconds, "latex"):
            templates = self.tools.cache / "templates" if self.tools.cache else None
            return latex.generate(document, self.style, design, self.request.stem, templates, self.substitutes)

    def typeset_alone(self, document: Document, design: Design) -> Typeset:
        """Call the steps 4 and 5."""
        tex = self.generate(document, design)
        with _timed(self.seconds, "engine"):
            [typeset] = self.tools.typesetter.typeset([tex])
        return self.succeeded(typeset)

    def with_last_page_taken_back(self, typeset: Typeset) -> last_page.TakenBack | None:
        """Return the document on a page less, if the last one has next to nothing on it and hardly anything must change."""

        def attempt(design: Design) -> Typeset:
            return self.typeset_alone(self.document, design)

        return last_page.take_back(typeset, self.design, self.style, attempt, self.request.path)

    def succeeded(self, typeset: Typeset) -> Typeset:
        """Return ``typeset`` if TeX has succeeded; otherwise writes the log of TeX, and raises CvgenError."""
        if typeset.run.status is not RunStatus.DONE:
            with files.writing(self.request.output_dir, _OTHER_FOLDER):
                files.write(self.log, typeset.run.log.encode())
            raise CvgenError([findings.failure(typeset, self.document, self.request.path, self.style, self.log)])
        if typeset.error:
            raise typeset.error
        return typeset

    def result(self) -> Result:
        """Call step 5 if that is not done, and step 6, and write the files, all of them or none."""
        request, typeset = self.request, self.typeset
        if isinstance(typeset, CvgenError):
            raise typeset
        typeset = self.on_its_pages(typeset)
        # A name is in letters that all fonts have, but a font may lack more where TeX breaks off first.
        for _ in range(2):
            if not (typeset and request.missing and self.replace_missing(typeset)):
                break
            typeset = self.on_its_pages(self.typeset_alone(self.document, self.design))
        tex = typeset.tex if typeset else self.tex
        finished = self.finish(typeset) if typeset else None
        return self.put_in_place(tex, typeset, finished)

    def replace_missing(self, typeset: Typeset) -> bool:
        """Note what is to be printed for characters of the texts that no font has; return whether there are new ones."""
        found = findings.missing_in_texts(typeset, self.document) - self.substitutes.keys()
        for char in found:
            self.substitutes[char] = findings.substitute(char) if self.request.missing == "name" else ""
        problems = findings.missing_characters(found, self.document, self.request.missing)
        self.diagnostics += self.of_style(problems)
        return bool(found)

    def on_its_pages(self, typeset: Typeset | None) -> Typeset | None:
        """Return the document on as many pages as are asked for, or without a last page that has next to nothing on it."""
        request = self.request
        if isinstance(request.pages, int):
            self.document, typeset, notes = page_fit.fit(
                self.document,
                self.design,
                self.style,
                request.pages,
                self.typeset_alone,
                path=request.path,
                drop=request.drop,
            )
            self.diagnostics += self.of_style(notes)
        elif typeset and request.pages != "any" and (saved := self.with_last_page_taken_back(typeset)):
            typeset, note = saved
            self.diagnostics.append(note)
        return typeset

    def put_in_place(self, tex: TexSource | None, typeset: Typeset | None, finished: bytes | None) -> Result:
        """Write the files, all of them or none."""
        request = self.request
        diagnostics = tuple(dict.fromkeys(self.diagnostics))
        if request.strict and any(each.severity is Severity.WARNING for each in diagnostics):
            raise CvgenError(map(_stricter, diagnostics))
        rendered = RenderedDocument(
            self.name, self.style.name, self.profile, self.document, self.design, tex, finished, request.contact
        )
        with files.writing(request.output_dir, _OTHER_FOLDER):
            written, support = self.write(rendered)
        texts = [node for node in tex.structure.nodes() if node.text] if tex else []
        return Result(
            written,
            support,
            (
                self.style.folder / styles.SETTINGS,
                *self.profile.source.read,
                *(file for file in (tex.assets.values() if tex else ()) if isinstance(file, Path)),
                *([self.document.person.image] if self.document.person.image else []),
                *(file for face in self.design.fonts.values() for file in face.files),
            ),
            typeset.page_count if typeset else None,
            len(texts),
            sum(len(node.urls) for node in texts),
            diagnostics,
            self.seconds,
        )

    def of_style(self, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield diagnostics as such of this style."""
        return (dataclasses.replace(each, style=self.style.name) for each in diagnostics)

    def finish(self, typeset: Typeset) -> bytes:
        """Call step 6 and its check; raises CvgenError if the PDF does not say the same as the document."""
        request, tex = self.request, typeset.tex
        self.diagnostics += self.of_style(findings.layout_problems(typeset, self.document, request.path))
        if any(each.severity is Severity.ERROR for each in self.diagnostics):
            raise CvgenError(dict.fromkeys(self.diagnostics))
        beyond = findings.beyond_standards(typeset)
        with _timed(self.seconds, "pdf"):
            pdf_bytes = pdf.finish(typeset.pdf_bytes, tex, request.epoch, standards=request.standards and not beyond)
        if request.standards and beyond:
            message = f"the PDF is no PDF/A and no PDF/UA: it has {' and '.join(beyond)}"
            self.diagnostics.append(Diagnostic(message, Span(request.path, 1), None, Severity.NOTE, code="no-standard"))
        if request.check:
            with _timed(self.seconds, "check"):
                differences = findings.differences(pdf_bytes, typeset, self.document, self.design, self.style.name)
                self.diagnostics += self.of_style(differences)
            if any(each.severity is Severity.ERROR for each in self.diagnostics):
                raise CvgenError(dict.fromkeys(self.diagnostics))
        return pdf_bytes

    def write(self, rendered: RenderedDocument) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
        """Write the files of all formats, and return their paths: those of the formats, and those beside them."""
        documents: dict[Path, bytes] = {}
        support: dict[Path, bytes] = {}
        for name, exporter in EXPORTERS.items():
            if name in self.request.formats:
                first, *others = self._paths(exporter.export(rendered)).items()
                documents |= [first]
                support |= others
        changed = {path: content for path, content in support.items() if not files.has_content(path, content)}
        files.write_together(documents | changed)
        if rendered.pdf:
            self.log.unlink(missing_ok=True)  # of a run that failed before
        return tuple(documents), tuple(support)

    def _paths(self, contents: Mapping[str, bytes]) -> dict[Path, bytes]:
        return {self.request.output_dir / name: content for name, content in contents.items()}


def _typeset_together(jobs: Sequence[_Job]) -> None:
    """Call step 5 for jobs, in shared runs; each is charged with its share of the time."""
    sources = [(job.kind, job.tex) for job in jobs if job.tex]
    for numbers in shared_runs.group(sources):
        seconds: dict[str, float] = {}
        try:
            with _timed(seconds, "engine"):
                typesets = jobs[0].tools.typesetter.typeset([sources[number][1] for number in numbers])
        except CvgenError as error:  # a failure of the machine, which stops all documents of the run
            for number in numbers:
                jobs[number].typeset = error
            continue
        for number, typeset in zip(numbers, typesets, strict=True):
            job = jobs[number]
            job.seconds["engine"] = seconds["engine"] / len(numbers)
            try:
                job.typeset = job.succeeded(typeset)
            except CvgenError as error:
                job.typeset = error


def _stricter(diagnostic: Diagnostic) -> Diagnostic:
    """Return a warning as an error; notes stay notes."""
    is_warning = diagnostic.severity is Severity.WARNING
    return dataclasses.replace(diagnostic, severity=Severity.ERROR) if is_warning else diagnostic


@contextlib.contextmanager
def _placed(span: Span | None) -> Iterator[None]:
    """Give errors without a place this one."""
    try:
        yield
    except CvgenError as error:
        raise CvgenError(dataclasses.replace(each, span=each.span or span) for each in error.diagnostics) from None


@contextlib.contextmanager
def _timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[step] = seconds.get(step, 0.0) + time.perf_counter() - start
