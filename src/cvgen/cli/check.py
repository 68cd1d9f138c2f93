"""``cvgen check``: compare the PDFs of profiles with them, or say what programs read in a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cvgen import environment
from cvgen.cli import json_lines, terminal
from cvgen.cli.command import Files, guarded
from cvgen.cli.options import Engine, Json, Styles, chosen_styles
from cvgen.diagnostics import CvgenError, Diagnostic, Severity


@guarded
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
    fields: Annotated[
        bool, typer.Option("--fields", help="Of a PDF, print what a résumé parser fills in, as a JSON Resume.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Say what programs read in a PDF, or whether the PDFs of a profile say what it does.

    Of a profile, each text, link and tag is compared with the PDF, which is made for it and thrown away. Of any
    other PDF, you see what a recruiter's program would: its text as three programs extract it, what they stumble over,
    and the name, jobs, schools and skills that a résumé parser finds.
    """
    from cvgen.pipeline import chosen

    paths = list(dict.fromkeys(files))
    pdfs = [path for path in paths if path.suffix.lower() == ".pdf"]
    if job is not None and pdfs:
        raise typer.BadParameter("--keywords needs profiles, and no PDF")
    if fields and (as_json or len(pdfs) < len(paths)):
        raise typer.BadParameter("--fields needs PDFs, and no --json: it prints JSON itself")
    checked = Files(as_json)
    for path in paths:
        with checked.one(path):
            if fields:
                _print_fields(path)
            elif path in pdfs:
                _check_pdf(path, as_json=as_json)
            elif job is not None:
                _check_keywords(path, job, as_json=as_json)
            else:
                names = chosen_styles(style, chosen.by_profile(path).style)
                errors = _check_profile(path, names, engine, as_json=as_json)
                checked.failed |= bool(errors)
    checked.end()


def _check_pdf(path: Path, *, as_json: bool) -> None:
    from cvgen.inspect.inspection import inspect_pdf
    from cvgen.inspect.text_report import as_text

    report = inspect_pdf(path)
    if as_json:
        json_lines.report(
            (Diagnostic(each.message, None, each.hint, each.severity, code=each.code) for each in report.findings),
            path,
        )
        json_lines.result(path, ok=True, report=report.as_data())
    else:
        typer.echo(as_text(report).rstrip())


def _print_fields(path: Path) -> None:
    import json

    from cvgen.inspect.inspection import inspect_pdf

    if (found := inspect_pdf(path).fields) is None:
        raise CvgenError.of(
            f"the text of {path} could not be read", hint="cvgen check without --fields says why", code="reader-failed"
        )
    typer.echo(json.dumps(found.as_json_resume(), ensure_ascii=False, indent=2))


def _check_keywords(path: Path, job: Path, *, as_json: bool) -> None:
    from cvgen import importers
    from cvgen.inspect.keywords.job import read_job
    from cvgen.inspect.keywords.matching import compare
    from cvgen.inspect.keywords.text_report import as_text
    from cvgen.steps import document, profile

    coverage = compare(read_job(job), document.build(profile.validate(importers.source(path))))
    if as_json:
        json_lines.result(path, ok=True, keywords=coverage.as_data())
    else:
        typer.echo(as_text(coverage))


def _check_profile(path: Path, styles: Sequence[str], engine: str | None, *, as_json: bool) -> list[Diagnostic]:
    """Compare the PDF of each style with the profile; return the errors, each once."""
    from cvgen.pipeline import rendering
    from cvgen.pipeline.request import Request
    from cvgen.system import temporary

    chosen, epoch = environment.engine(engine, environment.cache_folder()), environment.epoch()
    errors: dict[Diagnostic, None] = {}
    for style in styles:
        try:
            with temporary.folder() as folder:
                result = rendering.render(Request(path, style, folder, ("pdf",), epoch=epoch), chosen)
        except CvgenError as error:
            diagnostics, ok, verdict = error.diagnostics, False, "not as it should be"
            facts: dict[str, int | None] = {"pages": None, "texts": None, "links": None}
        else:
            diagnostics, ok = result.warnings, True
            counts = {"text": result.texts, "link": result.links, "page": result.pages or 0}
            texts, links, pages = (f"{count} {noun}{'s' if count != 1 else ''}" for noun, count in counts.items())
            verdict = f"{texts} and {links} on {pages}"
            facts = {"pages": result.pages, "texts": result.texts, "links": result.links}
        if as_json:
            json_lines.report(diagnostics, path, style)
            json_lines.result(path, style, ok=ok, **facts)
        else:
            typer.echo(terminal.printable(f"{path} in {style}: {verdict}"))
            terminal.report([each for each in diagnostics if each.severity is not Severity.ERROR])
        errors |= dict.fromkeys(each for each in diagnostics if each.severity is Severity.ERROR)
    if not as_json:
        terminal.report(list(errors))  # once for all styles
    return list(errors)
