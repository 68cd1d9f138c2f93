"""``cvgen check``: say what programs read in a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cvgen import environment
from cvgen.cli import terminal
from cvgen.cli.command import Files, guarded
from cvgen.cli.options import Engine, Styles, chosen_styles
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
    checked = Files()
    for path in paths:
        with checked.one():
            if path in pdfs:
                _check_pdf(path, as_json=as_json)
            elif job is not None:
                _check_keywords(path, job, as_json=as_json)
            else:
                _check_profile(path, chosen_styles(style), engine, as_json=as_json)
    checked.end()


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

    chosen, epoch = environment.engine(engine, environment.cache_folder()), environment.epoch()
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
            terminal.report([one for one in found if one.severity is not Severity.ERROR])
    errors = [one for one in dict.fromkeys(problems) if one.severity is Severity.ERROR]
    if errors:
        raise CvgenError(errors)
