"""``cvgen export``: write profiles in other formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cvgen import environment
from cvgen.cli import terminal
from cvgen.cli.command import Files, guarded, usage
from cvgen.cli.options import Engine, Languages, Missing, Profiles, Redact, Variants
from cvgen.exporters import EXPORTERS
from cvgen.pipeline.request import DEFAULT_STYLE, Request, check_targets


@guarded
def export(
    profiles: Profiles,
    to: Annotated[list[str], typer.Option("--to", metavar="FORMAT", help=f"One or more of: {', '.join(EXPORTERS)}.")],
    style: Annotated[
        str | None,
        typer.Option(
            "--style", "-s", show_default="the profile's, or classic", help="The style that the look goes with."
        ),
    ] = None,
    output_dir: Annotated[Path, typer.Option("--output-dir", "-o", help="Where to write.")] = Path("build"),
    contact: Annotated[
        bool, typer.Option("--contact", help="Let a web page tell everybody mail, phone, place and date of birth.")
    ] = False,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Override the profile, such as design.accent=#0F4C81."),
    ] = None,
    missing: Missing = None,
    variant: Variants = None,
    lang: Languages = None,
    redact: Redact = None,
    engine: Engine = None,
) -> None:
    """Write profiles in other formats: OUTPUT_DIR/PROFILE.FORMAT."""
    from cvgen.pipeline import chosen, rendering
    from cvgen.pipeline.cuts import cuts

    cache, epoch = environment.cache_folder(), environment.epoch()
    formats, options = tuple(map(str.strip, ",".join(to).split(","))), tuple(settings or ())
    with usage(as_json=False):
        requests = [
            Request(
                path,
                each,
                output_dir,
                formats,
                options,
                epoch=epoch,
                missing=missing.value if missing else None,
                contact=contact,
                with_style=False,
                variant=cut.variant,
                language=cut.language,
                redact=tuple(redact or ()),
            )
            for path in dict.fromkeys(profiles)
            for cut in cuts(path, variant or (), lang or ())
            for each in [style or chosen.by_profile(path, options, cut.variant).style or DEFAULT_STYLE]
        ]
    check_targets(requests)
    tex = environment.engine(engine, cache, is_needed=any(request.needs_engine for request in requests))
    files = Files(as_json=False)
    for request in requests:
        with files.one(request.path):
            result = rendering.render(request, tex, cache)
            terminal.report(result.warnings)
            for path in (*result.files, *result.support):
                typer.echo(terminal.printable(f"wrote {path}"))
    files.end()
