"""``cvgen doctor``: say what is installed, and what is missing."""

from __future__ import annotations

import os

import typer

from cvgen import environment
from cvgen.cli import json_lines
from cvgen.cli.command import FAILED, guarded
from cvgen.cli.options import Json


@guarded
def doctor(as_json: Json = False) -> None:
    """Say what cvgen finds on this machine, what is missing, and how to get it.

    The exit code is 1 if CVs cannot be rendered.
    """
    from cvgen.install import doctor as examiner

    findings = examiner.examine(environment.cache_folder(), os.environ)
    ready = examiner.ready(findings)
    if as_json:
        for each in findings:
            facts = {"name": each.name, "state": each.state, "code": each.code, "message": each.text, "hint": each.hint}
            json_lines.finding(facts)
        json_lines.result(ok=ready)
    else:
        typer.echo(examiner.report(findings))
    if not ready:
        raise typer.Exit(FAILED)
