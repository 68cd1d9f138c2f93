"""``cvgen setup``: install the TeX engine and the files that it reads."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from cvgen import environment
from cvgen.cli import terminal
from cvgen.cli.command import guarded


@guarded
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
    trust_files: Annotated[
        bool, typer.Option("--trust-files", help="With --from: also take bundles with files that cvgen does not know.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", "-f", help="Install again what is already there.")] = False,
) -> None:
    """Install the embedded TeX engine, and the TeX files and fonts that it reads, into your cache folder.

    Everything is verified. What is already there stays, and a run after an interrupted one goes on from there. You do
    not need to be root.
    """
    from cvgen.install import setup as installer

    with terminal.Bar() as progress:
        installed = installer.install(
            environment.cache_folder(),
            os.environ,
            given=origin,
            more=more,
            cjk=cjk,
            force=force,
            trust_files=trust_files,
            progress=progress,
        )
    typer.echo(installer.summary(installed))
