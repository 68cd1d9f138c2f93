"""``cvgen render``: typeset profiles."""

from __future__ import annotations

import dataclasses
import enum
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from cvgen import environment
from cvgen.cli import json_lines, terminal
from cvgen.cli.command import FAILED, guarded, usage
from cvgen.cli.options import Engine, Json, Languages, Missing, Profiles, Redact, Styles, Variants, chosen_styles
from cvgen.diagnostics import Diagnostic, Severity
from cvgen.exporters import EXPORTERS
from cvgen.pipeline.request import DEFAULT_FORMATS, Request

if TYPE_CHECKING:
    from cvgen.batch.processes import Completed


class PdfStandard(enum.StrEnum):
    """The standards that a PDF claims to keep."""

    ARCHIVE = "a-2a+ua-1"
    NONE = "none"


@guarded
def render(
    profiles: Profiles,
    style: Styles = None,
    output_dir: Annotated[Path, typer.Option("--output-dir", "-o", help="Where to write.")] = Path("build"),
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            show_default=",".join(DEFAULT_FORMATS),
            help=f"What to write: {', '.join(EXPORTERS)}.",
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Override the profile, such as design.accent=#0F4C81."),
    ] = None,
    pages: Annotated[
        str | None,
        typer.Option(
            "--pages",
            metavar="auto|any|N",
            show_default="auto",
            help="N: find the size and spacing that make so many pages, 1 to 99. auto: take back a last page that is nearly empty. any: do not.",
        ),
    ] = None,
    drop: Annotated[bool, typer.Option("--drop", help="With --pages: leave out what has a priority, 9 first.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Take warnings as errors.")] = False,
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="Read each PDF back and compare it with the profile.")
    ] = True,
    standard: Annotated[
        PdfStandard, typer.Option("--pdf-standard", help="What PDFs keep: PDF/A-2a and PDF/UA-1, or none.")
    ] = PdfStandard.ARCHIVE,
    trust_style: Annotated[
        bool, typer.Option("--trust-style", help="Let a style of others run where no wall keeps it off your files.")
    ] = False,
    missing: Missing = None,
    variant: Variants = None,
    lang: Languages = None,
    redact: Redact = None,
    engine: Engine = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, show_default="all cores", help="How many to make at a time.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Make what has not changed, too.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say how long each step took.")] = False,
    as_json: Json = False,
) -> None:
    """Typeset profiles: OUTPUT_DIR/PROFILE-STYLE.pdf, and the .tex that it was made from."""
    from cvgen.batch import processes
    from cvgen.pipeline import chosen
    from cvgen.pipeline.cuts import cuts
    from cvgen.pipeline.request import check_targets, read_pages

    cache, epoch = environment.cache_folder(), environment.epoch()
    with usage(as_json=as_json):
        requests = [
            Request(
                path,
                each,
                output_dir,
                tuple(map(str.strip, ",".join(formats or DEFAULT_FORMATS).split(","))),
                tuple(settings or ()),
                asked.pages if pages is None else read_pages(pages),
                drop,
                strict,
                check,
                standard is not PdfStandard.NONE,
                epoch,
                trust_style=trust_style,
                missing=missing.value if missing else None,
                variant=cut.variant,
                language=cut.language,
                redact=tuple(redact or ()),
            )
            for path in dict.fromkeys(profiles)
            for cut in cuts(path, variant or (), lang or ())
            for asked in [chosen.by_profile(path, settings or (), cut.variant)]
            for each in chosen_styles(style, asked.style)
        ]
    check_targets(requests)
    is_needed = any(request.needs_engine for request in requests)
    tex = environment.engine(engine, cache, is_needed=is_needed)
    completed = processes.render_batch(requests, tex, cache, jobs=jobs or processes.cores(), force=force)
    if as_json:
        failed = sum([_print_json(each) for each in completed])
    else:
        with _Tally(requests, verbose=verbose) as tally:
            for each in completed:
                tally.add(each)
        failed = tally.failed
    if failed:
        raise typer.Exit(FAILED)


def _print_json(completed: Completed) -> bool:
    """Print the lines of one request; return whether it failed."""
    request, result = completed.request, completed.result
    json_lines.report(result.warnings if result else completed.errors, request.path, request.style)
    json_lines.result(
        request.path,
        request.style,
        ok=result is not None,
        pages=result.pages if result else None,
        files=[str(path) for path in result.files] if result else [],
        unchanged=completed.is_unchanged,
    )
    return result is None


class _Tally:
    """Reports each request as it is done, and counts them; to be used in a ``with``.

    What may be in one style and not in another is reported once all styles of a profile are done, with their names,
    unless it is in all of several.
    """

    def __init__(self, requests: Sequence[Request], *, verbose: bool) -> None:
        total = len(requests)
        self._verbose, self._total = verbose, total
        self._styles = Counter(each.path for each in requests)  # how many each profile has
        self._waiting = self._styles.copy()
        self._of_styles: dict[Path, dict[Diagnostic, list[str]]] = {}
        self._reported: dict[Path, set[Diagnostic]] = {}  # what is wrong with a profile is wrong in every style
        self._start = time.monotonic()
        self.done = self.unchanged = self.failed = 0
        show_bar = total > 1 and terminal.is_watched() and not verbose
        self._bar = typer.progressbar(length=total, file=sys.stderr, label="rendering") if show_bar else None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.__enter__()
        return self

    def __exit__(self, *args: object) -> None:
        if self._bar:
            self._bar.__exit__(None, None, None)
        if self._total > 1 and args[0] is None:
            seconds = time.monotonic() - self._start
            counts = {"done": self.done, "unchanged": self.unchanged, "failed": self.failed}
            terminal.say(f"{', '.join(f'{count} {what}' for what, count in counts.items() if count)}, {seconds:.1f} s")

    def _to_report(self, request: Request, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return what is new: at once what is wrong in every style, or an error, and the rest with the last style."""
        reported = self._reported.setdefault(request.path, set())
        of_styles = self._of_styles.setdefault(request.path, {})
        now = []
        for each in found:
            if each.style and each.severity is not Severity.ERROR:
                of_styles.setdefault(each, []).append(each.style)
            elif each not in reported:
                now.append(each)
        reported.update(now)
        self._waiting[request.path] -= 1
        if not self._waiting[request.path]:
            for each, styles in of_styles.items():
                in_all = len(styles) == self._styles[request.path] > 1
                now.append(dataclasses.replace(each, style="" if in_all else ", ".join(styles)))
        return now

    def add(self, completed: Completed) -> None:
        """Report one request."""
        request, result = completed.request, completed.result
        diagnostics = self._to_report(request, result.warnings if result else completed.errors)
        if self._bar:
            if diagnostics:
                terminal.clear_line()  # where the bar was
            self._bar.update(1)
        terminal.report(diagnostics)
        self.failed += result is None
        self.unchanged += completed.is_unchanged
        self.done += result is not None and not completed.is_unchanged
        if result and (self._verbose or (self._total == 1 and terminal.is_watched())):
            pages = f", {result.pages} page{'s' if result.pages != 1 else ''}" if result.pages else ""
            spent = f"{sum(result.seconds.values()):.2f} s" if result.seconds else "unchanged"
            terminal.say(terminal.printable(f"{request.path} -> {result.files[0]}{pages}, {spent}"))
            if result.seconds and self._verbose:
                terminal.say("  " + ", ".join(f"{step} {seconds:.3f} s" for step, seconds in result.seconds.items()))
