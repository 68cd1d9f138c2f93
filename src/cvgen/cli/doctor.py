"""``cvgen doctor``: say what is installed, and what is missing."""

from __future__ import annotations

import os

import typer

from cvgen import environment
from cvgen.cli.command import FAILED, guarded


@guarded
def doctor() -> None:
    """Say what cvgen finds on this machine, what is missing, and how to get it.

    The exit code is 1 if CVs cannot be rendered.
    """
    from cvgen.install import doctor as examiner

    findings = examiner.examine(environment.cache_folder(), os.environ)
    typer.echo(examiner.report(findings))
    if not examiner.ready(findings):
        raise typer.Exit(FAILED)
