"""The command line: the only module that prints, exits or reads the environment.

Exit codes: 0 done, 1 an error of the user's or of the machine's, 2 wrong usage, 3 a bug in cvgen,
130 interrupted.
"""

from __future__ import annotations

import contextlib
import enum
import functools
import os
import re
import signal
import sys
import time
import traceback
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn, ParamSpec, Self

import typer

from cvgen import __version__, cache_folder
from cvgen.diagnostics import CvgenError, Diagnostic, Severity

if TYPE_CHECKING:
    from cvgen.batch.batch import Outcome
    from cvgen.steps.engine import TexEngine

_P = ParamSpec("_P")

_FAILED: Final = 1
_BUG: Final = 3
_INTERRUPTED: Final = 130
_MOST: Final = 100  # diagnostics of one file

_COLOURS: Final = {
    Severity.ERROR: typer.colors.RED,
    Severity.WARNING: typer.colors.YELLOW,
    Severity.NOTE: typer.colors.CYAN,
}

app = typer.Typer(
    name="cvgen",
    help="One CV in YAML, typeset by LaTeX in several styles.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def run() -> NoReturn:
    """Run the command that the arguments name, and exit."""
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # so that cleaning up happens
    code: object = _INTERRUPTED
    try:
        app()
    except KeyboardInterrupt:
        pass
    except SystemExit as end:
        code = end.code
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    # All is written and all processes have ended: to take Python apart object by object would take 0.04 s more.
    os._exit(code if isinstance(code, int) else int(code is not None))


def _guarded(command: Callable[_P, None]) -> Callable[_P, None]:
    """Turns what a command raises into what a user should see, and an exit code."""

    @functools.wraps(command)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except CvgenError as error:
            _report(error.diagnostics)
            raise typer.Exit(_FAILED) from None
        except KeyboardInterrupt:
            _say("interrupted")
            raise typer.Exit(_INTERRUPTED) from None
        except BrokenPipeError:  # the reader, such as head, has seen enough
            _abandon_stdout()
            raise typer.Exit(0) from None
        except OSError as error:  # of the output: the steps speak for their own files
            _abandon_stdout()
            _report([Diagnostic(f"{error.filename or 'the output'} cannot be written: {error.strerror or error}")])
            raise typer.Exit(_FAILED) from None
        except (typer.Exit, typer.BadParameter):
            raise
        except Exception:  # noqa: BLE001  (the one place where a bug becomes a message)
            traceback.print_exc()
            _say(
                f"\nThis is a bug in cvgen {__version__} (Python {sys.version.split()[0]}, {sys.platform}).\n"
                "Please report it to its makers, with the lines above and, if you can share it, the profile."
            )
            raise typer.Exit(_BUG) from None

    return guarded


# --- commands -------------------------------------------------------------------------------------


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"cvgen {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


def _style_names() -> list[str]:
    from cvgen.look import styles  # commands load what they need

    return styles.names()


def _chosen(names: Sequence[str] | None) -> list[str]:
    """The layouts of these names, each once; all if "all" is among them."""
    from cvgen.pipeline.orders import DEFAULT_STYLE

    names = names or [DEFAULT_STYLE]
    return list(dict.fromkeys(_style_names() if "all" in names else names))


def _engine(name: str | None) -> tuple[TexEngine, int | None]:
    """The engine of a name, and the date of what it makes, in seconds since 1970."""
    from cvgen.install import engines

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None and not re.fullmatch("[0-9]{1,11}", epoch):
        raise CvgenError.of(f'SOURCE_DATE_EPOCH is "{epoch}"', hint="it must be a number of seconds since 1970")
    chosen = engines.choose(name or os.environ.get("CVGEN_ENGINE") or None, cache_folder(), os.environ, epoch)
    return chosen, int(epoch) if epoch is not None else None


def _engine_names() -> list[str]:
    from cvgen.install.engines import ENGINES

    return list(ENGINES)


def _formats(value: str) -> str:
    from cvgen.pipeline.orders import FORMATS

    unknown = [name for name in value.split(",") if name not in FORMATS]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r} is not a format; the formats are: {', '.join(FORMATS)}")
    return value


class PdfStandard(enum.StrEnum):
    """What a PDF claims to keep."""

    ARCHIVE = "a-2a+ua-1"
    NONE = "none"


Profiles = Annotated[
    list[Path], typer.Argument(metavar="PROFILE", help="YAML files, one person each.", show_default=False)
]


Styles = Annotated[
    list[str] | None,
    typer.Option(
        "--style",
        "-s",
        metavar="NAME",
        autocompletion=_style_names,
        show_default="classic",
        help="A layout for profiles, or all; may be given several times.",
    ),
]

Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        autocompletion=_engine_names,
        show_default="the best there is",
        help="What typesets: tectonic or xelatex.",
    ),
]


@app.command()
@_guarded
def render(
    profiles: Profiles,
    style: Styles = None,
    output_dir: Annotated[Path, typer.Option("--output-dir", "-o", help="Where to write.")] = Path("build"),
    formats: Annotated[
        str, typer.Option("--format", callback=_formats, help="What to write: pdf, tex, or both.")
    ] = "pdf,tex",
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Override the profile, such as design.accent=#0F4C81."),
    ] = None,
    pages: Annotated[
        int | None, typer.Option("--pages", min=1, max=99, help="Find the size and spacing that make so many pages.")
    ] = None,
    drop: Annotated[bool, typer.Option("--drop", help="With --pages: leave out what has a priority, 9 first.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Take warnings as errors.")] = False,
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="Read each PDF back and compare it with the profile.")
    ] = True,
    standard: Annotated[
        PdfStandard, typer.Option("--pdf-standard", help="What PDFs keep: PDF/A-2a and PDF/UA-1, or none.")
    ] = PdfStandard.ARCHIVE,
    engine: Engine = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, show_default="all cores", help="How many to make at a time.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Make what has not changed, too.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say how long each step took.")] = False,
) -> None:
    """Typeset profiles: OUTPUT_DIR/PROFILE-STYLE.pdf, and the .tex that it was made from."""
    from cvgen.batch import batch
    from cvgen.pipeline.orders import Order, check_targets

    if drop and pages is None:
        raise typer.BadParameter("--drop needs --pages")
    chosen, epoch = _engine(engine)
    orders = [
        Order(
            path,
            each,
            output_dir,
            tuple(formats.split(",")),
            tuple(settings or ()),
            pages,
            drop,
            strict,
            check,
            standard is not PdfStandard.NONE,
            epoch,
        )
        for path in dict.fromkeys(profiles)
        for each in _chosen(style)
    ]
    check_targets(orders)
    tally = _Tally(len(orders), verbose=verbose)
    with tally:
        for outcome in batch.render(orders, chosen, cache_folder(), jobs=jobs or batch.cores(), force=force):
            tally.add(outcome)
    if tally.failed:
        raise typer.Exit(_FAILED)


@app.command()
@_guarded
def validate(profiles: Profiles) -> None:
    """Check profiles against the schema, and say all that is wrong with them."""
    from cvgen.pipeline import pipeline

    failed = False
    for path in dict.fromkeys(profiles):
        with _collecting(set()) as outcome:
            _report(pipeline.load(path).warnings)
            if sys.stderr.isatty():
                _say(f"{path}: valid")
        failed |= outcome.failed
    if failed:
        raise typer.Exit(_FAILED)


@app.command()
@_guarded
def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Profiles, or PDFs of any origin.", show_default=False)
    ],
    style: Styles = None,
    job: Annotated[
        Path | None,
        typer.Option("--keywords", metavar="TEXT", help="A job description: which of its words does the CV have?"),
    ] = None,
    engine: Engine = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, a line for each file, for programs.")] = False,
) -> None:
    """Say what programs read in a PDF, or whether the PDFs of a profile say what it does.

    Of a profile, each text, link and tag is compared with the PDF, which is made for it and thrown away. Of any
    other PDF, you see what a recruiter's program would: its text as three programs extract it, and what they stumble over.
    """
    paths = list(dict.fromkeys(files))
    pdfs = [path for path in paths if path.suffix.lower() == ".pdf"]
    if job is not None and pdfs:
        raise typer.BadParameter("--keywords needs profiles, and no PDF")
    failed = False
    for path in paths:
        with _collecting(set()) as outcome:
            if path in pdfs:
                _check_pdf(path, as_json=as_json)
            elif job is not None:
                _check_keywords(path, job, as_json=as_json)
            else:
                _check_profile(path, _chosen(style), engine, as_json=as_json)
        failed |= outcome.failed
    if failed:
        raise typer.Exit(_FAILED)


def _check_pdf(path: Path, *, as_json: bool) -> None:
    from cvgen.inspect import reading

    found = reading.read(path)
    typer.echo(reading.as_json(found) if as_json else reading.report(found).rstrip())


def _check_keywords(path: Path, job: Path, *, as_json: bool) -> None:
    from cvgen.inspect import keywords
    from cvgen.pipeline import pipeline
    from cvgen.steps import document

    coverage = keywords.compare(keywords.read_job(job), document.build(pipeline.load(path)))
    typer.echo(keywords.as_json(coverage) if as_json else keywords.report(coverage))


def _check_profile(path: Path, styles: Sequence[str], engine: str | None, *, as_json: bool) -> None:
    import json

    from cvgen.pipeline import pipeline
    from cvgen.pipeline.orders import Order
    from cvgen.system import workspace

    chosen, epoch = _engine(engine)
    problems: list[Diagnostic] = []
    for each in styles:
        found: tuple[Diagnostic, ...] = ()
        with workspace.temporary() as folder:
            try:
                result = pipeline.render(Order(path, each, folder, ("pdf",), epoch=epoch), chosen)
                found, said = result.warnings, f"{result.texts} texts and {result.links} links on {result.pages} pages"
            except CvgenError as error:
                found, said = error.diagnostics, "not as it should be"
        problems += found
        if as_json:
            told = [
                {
                    "severity": str(one.severity),
                    "message": one.message,
                    "line": one.span.line if one.span else None,
                    "hint": one.hint,
                }
                for one in found
            ]
            good = not any(one.severity is Severity.ERROR for one in found)
            typer.echo(json.dumps({"file": str(path), "style": each, "good": good, "findings": told}))
        else:
            typer.echo(f"{path} in {each}: {said}")
            _report([one for one in found if one.severity is not Severity.ERROR])
    errors = [one for one in dict.fromkeys(problems) if one.severity is Severity.ERROR]
    if errors:
        raise CvgenError(errors)


style_app = typer.Typer(help="List the layouts, or start one of your own.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(style_app, name="style")


@style_app.command("list")
@_guarded
def style_list() -> None:
    """List the styles."""
    from cvgen.look import styles

    for name in styles.names():
        typer.echo(f"{name:<12}{styles.load(name).description}")


@style_app.command("new")
@_guarded
def style_new(
    name: Annotated[str, typer.Argument(help="What to call it: small letters, digits and hyphens.")],
    origin: Annotated[
        str, typer.Option("--from", metavar="NAME", autocompletion=_style_names, help="The layout to copy.")
    ] = "classic",
    output_dir: Annotated[Path, typer.Option("--output-dir", "-o", help="Where to make its folder.")] = Path(),
) -> None:
    """Start a layout with a copy of another's files.

    They stand in a folder NAME, which render takes as --style ./NAME.
    """
    from cvgen.look import styles

    for path in styles.copy(styles.load(origin), name, output_dir):
        typer.echo(f"wrote {path}")


@app.command()
@_guarded
def schema() -> None:
    """Print the JSON Schema of a profile."""
    from cvgen.data import assets

    typer.echo(assets.SCHEMA.read_text(encoding="utf-8"), nl=False)


@app.command()
@_guarded
def new(
    name: Annotated[str, typer.Argument(help='The person\'s name, such as "Ada Lovelace".')],
    output_dir: Annotated[Path, typer.Option("--output-dir", "-o", help="Where to write it.")] = Path(),
) -> None:
    """Start a profile: a commented YAML file that renders at once."""
    from cvgen.importers import starter

    for path in starter.write(name, output_dir):
        typer.echo(f"wrote {path}")


@app.command()
@_guarded
def setup(
    origin: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="DIR",
            help="Take them from a folder and not from the network: the wheel of the engine, bundle, bundle-more, "
            "bundle-cjk (or .zip, .tar, .tar.gz, .tar.xz of these).",
        ),
    ] = None,
    cjk: Annotated[bool, typer.Option("--cjk", help="Also the fonts for Chinese, Japanese and Korean.")] = False,
    more: Annotated[
        bool, typer.Option("--more", help="Also the fonts that no style chooses by itself, and further scripts.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", "-f", help="Make anew what is there, too.")] = False,
) -> None:
    """Install the embedded TeX engine, and the TeX files and fonts that it reads, into your cache folder.

    Everything is verified. What is there already stays, and an interrupted run goes on where it ended. No root is
    needed.
    """
    from cvgen.install import setup as setup_step

    with _Bar() as progress:
        installed = setup_step.install(
            cache_folder(), os.environ, origin=origin, more=more, cjk=cjk, force=force, progress=progress
        )
    typer.echo(setup_step.summary(installed))


@app.command()
@_guarded
def doctor() -> None:
    """Say what cvgen finds on this machine, what is missing, and how to get it.

    The exit code is 1 if CVs cannot be rendered.
    """
    from cvgen.install import doctor as doctor_step

    findings = doctor_step.examine(cache_folder(), os.environ)
    typer.echo(doctor_step.report(findings))
    if not doctor_step.ready(findings):
        raise typer.Exit(_FAILED)


# --- output ---------------------------------------------------------------------------------------


class _Outcome:
    failed = False


@contextlib.contextmanager
def _collecting(told: set[Diagnostic]) -> Iterator[_Outcome]:
    """Lets the work on other documents go on after an error in one."""
    outcome = _Outcome()
    try:
        yield outcome
    except CvgenError as error:
        _report([d for d in error.diagnostics if d not in told])
        told.update(error.diagnostics)
        outcome.failed = True


def _abandon_stdout() -> None:
    """What is still buffered for standard output must not fail again when Python exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(text: str) -> None:
    typer.echo(text, err=True)


class _Bar:
    """Shows how far something is, on a terminal; elsewhere, a line for each of its parts. To be used in a ``with``."""

    def __init__(self) -> None:
        self._bar = typer.progressbar(length=1000, file=sys.stderr) if sys.stderr.isatty() else None
        self._done, self._what = 0, ""

    def __enter__(self) -> Callable[[float, str], None]:
        if self._bar:
            self._bar.__enter__()
        return self._show

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.__exit__(None, None, None)

    def _show(self, done: float, what: str) -> None:
        if self._bar is None:
            if what.split()[:2] != self._what.split()[:2]:
                _say(what)
        else:
            self._bar.label = f"{what:<40.40}"
            self._bar.update(max(0, int(1000 * done) - self._done))
        self._done, self._what = max(self._done, int(1000 * done)), what


class _Tally:
    """Reports what comes of orders, as it comes, and what has come of all of them; to be used in a ``with``."""

    def __init__(self, orders: int, *, verbose: bool) -> None:
        self._verbose, self._orders = verbose, orders
        self._told: dict[Path, set[Diagnostic]] = {}  # what is wrong with a profile is wrong in every style
        self._start = time.monotonic()
        self.done = self.unchanged = self.failed = 0
        self._bar = (
            typer.progressbar(length=orders, file=sys.stderr, label="rendering")
            if orders > 1 and sys.stderr.isatty() and not verbose
            else None
        )

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.__enter__()
        return self

    def __exit__(self, *args: object) -> None:
        if self._bar:
            self._bar.__exit__(None, None, None)
        if self._orders > 1 and args[0] is None:
            seconds = time.monotonic() - self._start
            counts = {"done": self.done, "unchanged": self.unchanged, "failed": self.failed}
            _say(f"{', '.join(f'{count} {what}' for what, count in counts.items() if count)}, {seconds:.1f} s")

    def add(self, outcome: Outcome) -> None:
        """Report one."""
        order, result = outcome.order, outcome.result
        told = self._told.setdefault(order.path, set())
        said = [each for each in (result.warnings if result else outcome.problems) if each not in told]
        told.update(said)
        if self._bar:
            if said:
                typer.echo("\r\033[K", nl=False, err=True)  # where the bar was
            self._bar.update(1)
        _report(said)
        self.failed += result is None
        self.unchanged += outcome.is_unchanged
        self.done += result is not None and not outcome.is_unchanged
        if result and (self._verbose or (self._orders == 1 and sys.stderr.isatty())):
            pages = f", {result.pages} page{'s' if result.pages != 1 else ''}" if result.pages else ""
            spent = f"{sum(result.seconds.values()):.2f} s" if result.seconds else "unchanged"
            _say(f"{order.path} -> {result.files[0]}{pages}, {spent}")
            if result.seconds and self._verbose:
                _say("  " + ", ".join(f"{step} {seconds:.3f} s" for step, seconds in result.seconds.items()))


def _report(diagnostics: Sequence[Diagnostic]) -> None:
    for diagnostic in diagnostics[:_MOST]:
        _say(_coloured(diagnostic))
    if len(diagnostics) > _MOST:
        _say(f"... and {len(diagnostics) - _MOST} more")


def _coloured(diagnostic: Diagnostic) -> str:
    """The diagnostic with its line of the file, a caret below the place, and the hint."""
    text = _printable(str(diagnostic))
    lines = [text]
    if excerpt := _excerpt(diagnostic):
        lines += excerpt
    if diagnostic.hint:
        lines.append(f"  hint: {_printable(diagnostic.hint)}")
    if sys.stderr.isatty() and "NO_COLOR" not in os.environ:
        colour = _COLOURS[diagnostic.severity]
        severity = typer.style(str(diagnostic.severity), fg=colour, bold=True)
        lines[0] = text.replace(f"{diagnostic.severity}:", f"{severity}:", 1)
    return "\n".join(lines)


def _printable(text: str) -> str:
    """The text with nothing that a terminal obeys, such as in the name of a file."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", text)


def _excerpt(diagnostic: Diagnostic) -> list[str]:
    span = diagnostic.span
    if span is None or not span.line:
        return []
    try:
        with span.path.open(encoding="utf-8-sig", errors="replace") as file:
            content = file.read(4 * 1024 * 1024).splitlines()
    except (OSError, ValueError):
        return []
    if span.line > len(content):
        return []
    line = _printable(content[span.line - 1].replace("\t", " "))
    start = max(0, span.column - 60)
    shown, before = line[start : start + 110], line[start : span.column - 1]
    gutter = f"{span.line:>5} | "
    return [gutter + shown, " " * 5 + " | " + " " * sum(map(_width, before)) + "^"]


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
