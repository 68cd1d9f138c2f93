"""Calls the six steps in order, and puts the results where they belong."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import re
import tempfile
import threading
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from cvgen.data import assets
from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span, did_you_mean
from cvgen.look import design, fonts, styles
from cvgen.look.design import Design
from cvgen.look.styles import Style, is_folder
from cvgen.pipeline import fit
from cvgen.pipeline import pages as pages_step
from cvgen.pipeline.orders import Order, RenderResult
from cvgen.pipeline.pages import Layout
from cvgen.steps import document as document_step
from cvgen.steps import latex, pdf, profile, source
from cvgen.steps.document import Document, walk
from cvgen.steps.document.model import Droppable, Fact, Item, Section
from cvgen.steps.engine import RunStatus, Session, TexEngine, TexRun, texlog
from cvgen.steps.latex import TexSource
from cvgen.steps.latex.sections import is_named, is_retitled
from cvgen.steps.pdf import tex_pdf
from cvgen.steps.pdf.readback.check import check
from cvgen.steps.profile import Profile
from cvgen.system import files, temporary
from cvgen.system.process import interrupts_held

_FEW: Final = 5
_MANY: Final = 20
_LONGEST: Final = 8000  # characters: at up to four bytes each, what a string of PDF/A may have
_HAIR: Final = 0.001  # of a page
_SURER: Final = (1.0, 1.2, 1.6, 3.0, 3.0)  # how much more goes than seems needed, at the first try and those after
_STRICTER: Final = {
    Severity.ERROR: Severity.ERROR,
    Severity.WARNING: Severity.ERROR,
    Severity.NOTE: Severity.NOTE,
}


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A document as typeset once: ``made`` is TeX's PDF, ``layout`` is None if the log does not tell."""

    document: Document
    style: str
    tex: TexSource
    run: TexRun
    made: bytes
    pages: int
    missing: Sequence[texlog.MissingCharacter]
    layout: Layout | None


def load(path: Path) -> Profile:
    """Steps 1 and 2: a valid profile; raises CvgenError with all that is wrong with it."""
    return profile.validate(source.read(path))


def render(order: Order, engine: TexEngine, cache: Path | None = None) -> RenderResult:
    """All six steps. On any failure raises CvgenError, and leaves what was there as it was."""
    [came] = render_all([order], engine, cache)
    if isinstance(came, CvgenError):
        raise came
    return came


def render_all(
    orders: Sequence[Order], engine: TexEngine, cache: Path | None = None
) -> list[RenderResult | CvgenError]:
    """All six steps of several orders in as few runs of the engine as give the same pages as one for each.

    ``cache`` is a folder for what the next process can use. What fails is what raises CvgenError when rendered alone;
    it holds nothing else up.
    """
    came: dict[int, RenderResult | CvgenError] = {}
    any_package = any(is_folder(order.style) for order in orders)
    with _Typesetter(engine, cache, any_package=any_package) as typesetter:
        if any("pdf" in order.formats or order.pages for order in orders):
            typesetter.start(orders[0].style)  # it loads its format while the documents are read
        jobs: dict[int, _Job] = {}
        for number, order in enumerate(orders):
            with _noted(came, number):
                jobs[number] = _Job.of(order, typesetter)
        for shared in _groups({number: job for number, job in jobs.items() if job.tex and job.order.pages is None}):
            _typeset_together([jobs[number] for number in shared])
        for number, job in jobs.items():
            with _noted(came, number):
                came[number] = job.result()
    return [came[number] for number in range(len(orders))]


def warm_up(order: Order, engine: TexEngine, cache: Path) -> None:
    """Load and prepare all that orders need, for processes that are forked from this one."""
    with interrupts_held():  # libraries in C++ do not outlive one while they are loaded
        _preload()
    with contextlib.suppress(CvgenError), _Typesetter(engine, cache) as typesetter:
        _Job.of(order, typesetter)


@contextlib.contextmanager
def _noted(came: dict[int, RenderResult | CvgenError], number: int) -> Iterator[None]:
    try:
        yield
    except CvgenError as error:
        came[number] = error


@dataclass(slots=True)
class _Job:
    """A profile to be typeset in a style: what stays the same from one attempt to the next."""

    order: Order
    style: Style
    document: Document
    look: Design
    said: list[Diagnostic]
    typesetter: _Typesetter
    seconds: dict[str, float]
    tex: TexSource | None = None
    attempted: _Attempt | CvgenError | None = None  # if it was typeset together with others

    @classmethod
    def of(cls, order: Order, typesetter: _Typesetter) -> _Job:
        """Steps 1 to 4; the last is left to the search for a number of pages, if there is one."""
        seconds: dict[str, float] = {}
        with _timed(seconds, "source"):
            read = source.with_settings(order.source or source.read(order.path), order.settings)
        with _timed(seconds, "profile"):
            valid = profile.validate(read)
        with _timed(seconds, "document"):
            document = document_step.build(valid)
        style = typesetter.style(order.style)
        look = design.resolve(style, *valid.design)
        said = [*valid.warnings, *design.problems(look), *_unmatched(look, document)]
        job = cls(order, style, document, look, said, typesetter, seconds)
        with _writing(order.output_dir):
            if order.output_dir.exists() and not order.output_dir.is_dir():
                raise CvgenError.of(f"{order.output_dir} is not a folder", hint="choose another --output-dir")
            order.output_dir.mkdir(parents=True, exist_ok=True)
        if order.pages is None:
            job.tex = job.written(document, look)
        return job

    @property
    def target(self) -> Path:
        """What is written, but for the suffix."""
        return self.order.output_dir / f"{self.order.path.stem}-{self.style.name}"

    def written(self, document: Document, look: Design) -> TexSource:
        """Step 4."""
        with _timed(self.seconds, "latex"):
            return latex.generate(document, self.style, look, self.order.path.stem, self.typesetter.compiled)

    def attempt(self, document: Document, look: Design) -> _Attempt:
        """Step 5, alone."""
        tex = self.written(document, look)
        [(run, made)] = self.typesetter.typeset([tex], self.seconds)
        return self.attempt_of(document, tex, run, made)

    def attempt_of(self, document: Document, tex: TexSource, run: TexRun, made: bytes | CvgenError) -> _Attempt:
        """What came of a run; raises CvgenError if it failed, and leaves its log."""
        if run.status is not RunStatus.DONE:
            log = _with_suffix(self.target, ".log")
            with _writing(self.order.output_dir):
                files.write(log, run.log.encode())
            raise CvgenError([_failure(run, tex, document, self, log)])
        if isinstance(made, CvgenError):
            raise made
        if not made:
            raise CvgenError.of("TeX made a PDF with no pages", code="tex-bad-pdf")
        missing = texlog.missing_characters(run.log)
        layout = pages_step.read(run.log)
        return _Attempt(document, self.style.name, tex, run, made, run.last - run.first, missing, layout)

    def result(self) -> RenderResult:
        """Step 6, after step 5 if that is not done; what comes of it is written, whole or not at all."""
        order, said, attempt = self.order, self.said, self.attempted
        if isinstance(attempt, CvgenError):
            raise attempt
        if order.pages is not None:
            attempt = _fitted(self, order.pages)
        tex = attempt.tex if attempt else self.tex
        assert tex is not None  # without a number of pages, it was written first of all
        finished = None
        if attempt:
            said += _findings(attempt, order.path)
            finished = self.finished(attempt)
            if order.standards and (beyond := " and ".join(_out_of_bounds(attempt))):
                text = f"the PDF is no PDF/A and no PDF/UA: it has {beyond}"
                said.append(Diagnostic(text, Span(order.path, 1), None, Severity.NOTE))
            if order.check:
                with _timed(self.seconds, "check"):
                    said += _differences(finished, attempt, self.look)
                if any(each.severity is Severity.ERROR for each in said):
                    raise CvgenError(dict.fromkeys(said))
        if order.strict and any(each.severity is Severity.WARNING for each in said):
            raise CvgenError(dataclasses.replace(e, severity=_STRICTER[e.severity]) for e in dict.fromkeys(said))
        with _writing(order.output_dir):
            written, support = _write(self, tex, finished)
        nodes = [node for node in tex.structure.nodes() if node.text]
        return RenderResult(
            written,
            support,
            (
                self.style.folder / styles.SETTINGS,
                *tex.assets.values(),
                *(file for face in self.look.fonts.values() for file in face.files),
            ),
            attempt.pages if attempt else None,
            len(nodes),
            sum(len(node.urls) for node in nodes),
            tuple(dict.fromkeys(said)),
            self.seconds,
        )

    def finished(self, attempt: _Attempt) -> bytes:
        """The PDF of an attempt as it is written."""
        tex = attempt.tex
        standards = self.order.standards and not any(_out_of_bounds(attempt))
        with _timed(self.seconds, "pdf"):
            return pdf.finish(attempt.made, tex, self.order.epoch, standards=standards)


def _write(job: _Job, tex: TexSource, finished: bytes | None) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    order = job.order
    written: dict[Path, bytes] = {}
    support: dict[Path, bytes] = {}
    if finished and "pdf" in order.formats:
        written[_with_suffix(job.target, ".pdf")] = finished
    if "tex" in order.formats:
        written[_with_suffix(job.target, ".tex")] = tex.text.encode()
        support = {order.output_dir / name: file.read_bytes() for name, file in tex.assets.items()}
    changed = {path: content for path, content in support.items() if not files.has_content(path, content)}
    files.write_together(written | changed)
    if finished:
        _with_suffix(job.target, ".log").unlink(missing_ok=True)  # of a run that failed before
    return tuple(written), tuple(support)


# --- runs of the engine ---------------------------------------------------------------------------


class _Typesetter:
    """Runs an engine any number of times; the first may be started long before there is a document."""

    def __init__(self, engine: TexEngine, cache: Path | None, *, any_package: bool = False) -> None:
        self._engine, self._any_package = engine, any_package
        self.compiled = cache / "templates" if cache else None
        self.style = functools.cache(styles.load)
        self._open = contextlib.ExitStack()
        self._started: Session | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def start(self, style: str = "") -> None:
        """Start the engine, for the next documents."""
        with _writing_temporarily():
            folder = self._open.enter_context(temporary.folder())
            session = self._engine.start(folder, style, any_package=self._any_package)
            self._started = self._open.enter_context(session)

    def typeset(
        self, sources: Sequence[TexSource], seconds: dict[str, float]
    ) -> list[tuple[TexRun, bytes | CvgenError]]:
        """Typeset documents of one style; of each, what came of it, and its PDF if it is done."""
        # Meanwhile, what finishes and reads the result is loaded: 0.1 s less to wait for afterwards.
        preload = threading.Thread(target=_preload)
        preload.start()
        try:
            with _timed(seconds, "engine"):
                if self._started is None:
                    self.start()
                assert self._started is not None
                session, self._started = self._started, None
                with _writing_temporarily():
                    runs = session.typeset(sources)
        finally:
            preload.join()
        shares: dict[Path, list[int]] = {}  # the documents in each PDF
        for number, run in enumerate(runs):
            if run.status is RunStatus.DONE and run.last > run.first:
                shares.setdefault(run.pdf, []).append(number)
        pdfs: list[bytes | CvgenError] = [b""] * len(runs)
        with _timed(seconds, "pdf"):
            for path, numbers in shares.items():
                documents = [(runs[number].first, runs[number].last, sources[number].text) for number in numbers]
                for number, part in zip(numbers, tex_pdf.cut(path.read_bytes(), documents), strict=True):
                    pdfs[number] = part
        return list(zip(runs, pdfs, strict=True))


def _preload() -> None:
    pdf.preload()


# Documents that one run typesets have fonts in common, with all characters of all of them: so they must have most
# characters in common. A long one keeps the engine busy enough by itself.
_LONG: Final = 30_000  # characters of TeX
_SHARED_MOST: Final = 32
_SPREAD: Final = 1.35  # how many more characters all may have than any one


@dataclass(slots=True)
class _Group:
    """Jobs that share a run of the engine: ``fewest`` is how many characters the one with the fewest has."""

    kind: object
    members: list[int]
    characters: set[str]
    fewest: int
    assets: dict[str, Path]

    def takes(self, kind: object, characters: set[str], assets: Mapping[str, Path]) -> bool:
        """Return whether a job may join: it must be of the kind, and have no other file by the name of one here."""
        return (
            kind == self.kind
            and len(self.members) < _SHARED_MOST
            and len(self.characters | characters) <= _SPREAD * min(self.fewest, len(characters))
            and all(self.assets.get(name, file) == file for name, file in assets.items())
        )


def _groups(jobs: Mapping[int, _Job]) -> list[list[int]]:
    """Which jobs share a run: those of one style and fonts, with about the same characters."""
    groups: list[_Group] = []
    for number, job in jobs.items():
        assert job.tex is not None
        characters, files = set(job.tex.text), job.tex.assets
        own = job.style.folder.parent != assets.STYLES  # a user's style may leave anything behind
        alone = own or len(job.tex.text) > _LONG
        kind = number if alone else (job.style.name, job.document.language.direction, repr(job.look.fonts))
        group = next((each for each in groups if each.takes(kind, characters, files)), None)
        if group is None:
            groups.append(group := _Group(kind, [], set(), len(characters), {}))
        group.members.append(number)
        group.characters |= characters
        group.fewest = min(group.fewest, len(characters))
        group.assets |= files
    return [group.members for group in groups]


def _typeset_together(jobs: Sequence[_Job]) -> None:
    """Step 5 for jobs that share a run of the engine; each takes its share of the time."""
    if not any("pdf" in job.order.formats for job in jobs):
        return
    seconds: dict[str, float] = {}
    sources = [job.tex for job in jobs if job.tex is not None]
    try:
        came = jobs[0].typesetter.typeset(sources, seconds)
    except CvgenError as error:  # of the machine
        for job in jobs:
            job.attempted = error
        return
    for job, tex, (run, made) in zip(jobs, sources, came, strict=True):
        for step, time_taken in seconds.items():
            job.seconds[step] = job.seconds.get(step, 0.0) + time_taken / len(jobs)
        try:
            job.attempted = job.attempt_of(job.document, tex, run, made)
        except CvgenError as error:
            job.attempted = error


# --- a number of pages ----------------------------------------------------------------------------


def _fitted(job: _Job, pages: int) -> _Attempt:
    """The document in a number of pages; notes what was chosen, and left out."""
    style, document, look, said = job.style, job.document, job.look, job.said
    wanted = fit.Setting(_within(look.size, style.sizes), _within(look.density, style.densities))
    limits = fit.Limits(
        fit.Setting(style.sizes[0], style.densities[0]), wanted, fit.Setting(style.sizes[1], style.densities[1])
    )
    shown = [document]
    last: list[_Attempt] = []

    def attempt(setting: fit.Setting) -> _Attempt:
        changed = dataclasses.replace(look, size=setting.size, density=setting.density)
        last[:] = [job.attempt(shown[0], changed)]
        return last[0]

    trials = fit.Trials(attempt, lambda came: came.pages <= pages)
    gone: list[Droppable] = []
    if not fit.fit(trials, limits):
        while trials.best is None:
            over = last[0].layout.extent - pages if last[0].layout else 0.0
            # What goes first, and of equals what stands last.
            left = sorted(walk.droppable(shown[0]), key=lambda node: (node.priority, node.span), reverse=True)
            more = _enough(left, last[0].layout, pages, over * _SURER[trials.runs - 2])
            if not job.order.drop or not more or trials.runs == fit.RUNS:
                raise CvgenError([_too_long(job, pages, over, gone, more)])
            gone += more
            shown[0] = walk.without(document, {node.span for node in gone})
            trials.try_(limits.least)
        trials.loosest(fit.between(limits.least, wanted, max(1, fit.RUNS - trials.runs)))
    assert trials.best is not None  # the loop ends no other way
    setting, best = trials.best
    plural = "s" if best.pages != 1 else ""
    said.append(
        Diagnostic(
            f"{best.pages} page{plural} at size {setting.size:g} and density {setting.density:g}, found in {trials.runs} runs",
            Span(job.order.path, 1),
            f"to keep it: --set design.size={setting.size:g} --set design.density={setting.density:g}",
            Severity.NOTE,
        )
    )
    spans = {node.span for node in gone}
    inside = {span for node in walk.droppable(document) if node.span in spans for span in _inside(node)}
    said += (
        Diagnostic(f"left out: {_called(node)} (priority {node.priority})", node.span, None, Severity.NOTE)
        for node in sorted(gone, key=lambda node: node.span)
        if node.span not in inside
    )
    return best


def _within(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])


def _enough(candidates: Sequence[Droppable], layout: Layout | None, pages: int, over: float) -> list[Droppable]:
    """The first candidates that together take up what is too much, as the pages show it.

    Where they show nothing, it is half of the candidates.
    """
    within = min(pages, layout.extent - _HAIR) if layout else 0.0
    chosen: list[Droppable] = []
    freed: dict[Span, float] = {}  # by the outermost of what goes
    gone: set[Span] = set()
    total = 0.0
    for node in candidates:
        if chosen and total >= over:
            return chosen
        height = layout.taken(walk.source_lines(node), within) if layout else 0.0
        if node.span in gone or height <= 0:
            continue
        inside = _inside(node)
        total += height - sum(freed.pop(span, 0.0) for span in inside)
        freed[node.span] = height
        gone |= {node.span, *inside}
        chosen.append(node)
    return chosen or list(candidates[: (len(candidates) + 1) // 2])


def _inside(node: Droppable) -> list[Span]:
    """The places of what has a priority and stands inside of something that has one, too."""
    return [each.span for each in walk.droppable(node) if each is not node]


def _too_long(job: _Job, pages: int, over: float, gone: Sequence[object], more: Sequence[Droppable]) -> Diagnostic:
    plural = "s" if pages != 1 else ""
    message = f"it does not fit on {pages} page{plural}: at the tightest that {job.style.name} allows it is {max(over, 0.01):.2f} pages too long"
    if gone and more:
        hint = f"what to leave out was not found in {fit.RUNS} runs; --pages {pages + 1} asks for less"
    elif more:
        names = [f"{_called(node)} (line {node.span.line})" for node in sorted(more, key=lambda n: n.span)]
        rest = f", and {len(names) - _MANY} more" if len(names) > _MANY else ""
        hint = f"--drop would leave out: {', '.join(names[:_MANY])}{rest}"
    elif gone:
        hint = "leaving out all that has a priority is not enough"
    else:
        hint = "give what may be left out a priority, from 1 to 9 (goes first), and use --drop"
    return Diagnostic(message, Span(job.order.path, 1), hint)


def _called(node: Droppable) -> str:
    text = node.label or node.text if isinstance(node, Item) else node.label if isinstance(node, Fact) else node.title
    return f'"{str(text)[:60]}"'


# --- results ---------------------------------------------------------------------------------------


@contextlib.contextmanager
def _timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[step] = seconds.get(step, 0.0) + time.perf_counter() - start


def _writing(folder: Path) -> AbstractContextManager[None]:
    return files.writing(folder, "choose another --output-dir")


def _writing_temporarily() -> AbstractContextManager[None]:
    place = f"the temporary folder {tempfile.gettempdir()}"
    return files.writing(place, "free some space, or set TMPDIR to another folder")


def _with_suffix(target: Path, suffix: str) -> Path:
    return target.with_name(target.name + suffix)


def _warning(message: str, span: Span | None = None, hint: str | None = None) -> Diagnostic:
    return Diagnostic(message, span, hint, Severity.WARNING)


def _failure(run: TexRun, tex: TexSource, document: Document, job: _Job, log: Path) -> Diagnostic:
    path, package = job.order.path, job.style.package
    if run.status is RunStatus.TIMED_OUT:
        return Diagnostic("TeX took too long and was stopped", Span(path, 1), f"the log is {log}")
    found = texlog.errors(run.log)
    if not found:
        causes = "is the disk full, or the photo damaged?" if document.person.image else "is the disk full?"
        return Diagnostic("TeX failed without saying why", Span(path, 1), f"the log is {log}; {causes}")
    if found[0].text.startswith("The style does not define"):
        return Diagnostic(found[0].text, Span(package, 1), "docs/styles.md lists what a style defines")
    line = tex.yaml_line(found[0].line) if found[0].line else None
    own = job.style.name not in styles.names()  # in a style of the user's, the mistake is most likely there
    hint = f"is it a mistake in {package}? the log is {log}" if own else f"the log is {log}"
    return Diagnostic(f"TeX failed: {found[0].text}", Span(path, line or 1), hint)


def _findings(attempt: _Attempt, path: Path) -> Iterator[Diagnostic]:
    """What TeX noticed and what the pages show, at the lines of the YAML that led to it."""
    log, tex = attempt.run.log, attempt.tex
    yield from _missing(attempt.missing, attempt.document)
    for message in texlog.overfull(log):
        line = tex.yaml_line(message.line) if message.line else None
        yield _warning(message.text, Span(path, line) if line else None)
    for message in texlog.warnings(log):
        pairing = re.match(r'the fonts of "(.+)" are not installed', message.text)
        packages = fonts.pairings().get(pairing[1], {}).get("packages", ()) if pairing else ()
        hint = f"cvgen setup --more brings them; for an installed TeX: {' '.join(packages)} (Debian, Ubuntu)"
        yield _warning(message.text, None, hint if packages else None)
    for found in pages_step.findings(attempt.layout) if attempt.layout else ():
        severity = Severity.NOTE if found.is_note else Severity.WARNING
        # What is said of the whole is said of a file that may be one of many.
        place = Span(path, found.line) if found.line else Span(Path(f"{path} in {attempt.style}"), 0)
        yield Diagnostic(found.text, place, found.hint, severity)


def _out_of_bounds(attempt: _Attempt) -> Iterator[str]:
    """What PDF/A-2a cannot hold: the empty box for a missing character, one of private use, a string beyond its limit."""
    if attempt.missing:
        yield "characters that no font has"
    if any(unicodedata.category(char) == "Co" for char in set(attempt.tex.text)):
        yield "characters of private use"
    texts = [", ".join(attempt.tex.description.keywords), *(node.text for node in attempt.tex.structure.nodes())]
    if max(map(len, texts)) > _LONGEST:
        yield f"a text of more than {_LONGEST} characters"


def _differences(finished: bytes, attempt: _Attempt, look: Design) -> Sequence[Diagnostic]:
    """What the finished PDF does not say as the profile does."""
    columns = len({mark.column for mark in attempt.layout.marks}) if attempt.layout else 1
    missing = {each.character for each in attempt.missing}
    return check(
        finished,
        attempt.tex.structure,
        design.PAPERS[look.paper],
        columns=columns,
        right_to_left=attempt.document.language.direction == "rtl",
        missing=missing,
    )


def _unmatched(look: Design, document: Document) -> Iterator[Diagnostic]:
    """Names in the author's design that no section answers to."""
    top, every = document.sections, list(walk.sections(document))
    for key, names, sections in (("order", look.order, top), ("titles", look.titles, every), ("side", look.side, top)):
        for name in names if key in look.origins else ():
            if not any(_answers(each, key, name, look) for each in sections):
                titles = list(dict.fromkeys(str(section.title) for section in sections))
                hint = did_you_mean(name, titles) or f"the sections are: {', '.join(titles) or 'none yet'}"
                yield _warning(f'"{key}" names "{name}", and no section is called so', look.origins[key], hint)


def _answers(section: Section, key: str, name: str, look: Design) -> bool:
    return is_retitled(section, name) if key == "titles" else is_named(section, name, look.titles)


def _missing(characters: Sequence[texlog.MissingCharacter], document: Document) -> Iterator[Diagnostic]:
    """Warnings on characters that no font has: each at each of its places, or one for all if they are many."""
    wanted = {missing.character for missing in characters}
    places = {
        (text.span, character)
        for text in walk.texts((document.person, document.sections))
        for character in wanted.intersection(str(text))
        if text.span is not None
    }
    if len(wanted) <= _FEW:
        hint = "cvgen setup --more and --cjk bring further fonts; or write it differently"
        elsewhere = wanted - {character for _, character in places}  # such as a style's own bullet
        for span, character in [*sorted(places), *((None, character) for character in sorted(elsewhere))]:
            yield _warning(f"no font has the character {_name(character)}", span, hint)
    else:
        examples = " ".join(sorted(wanted)[:_FEW])
        message = f"no font has {len(wanted)} characters that stand here and below, such as {examples}"
        hint = "cvgen setup --cjk brings fonts for Chinese, Japanese and Korean, --more those for further scripts"
        yield _warning(message, min(places)[0] if places else None, hint)


def _name(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"{character} (U+{ord(character):04X}{' ' + name if name else ''})"
