"""``cvgen validate``: check profiles, without a run of TeX."""

from __future__ import annotations

from cvgen.cli import json_lines, terminal
from cvgen.cli.command import Files, guarded, report
from cvgen.cli.options import Json, Profiles


@guarded
def validate(profiles: Profiles, as_json: Json = False) -> None:
    """Check profiles against the schema, and say all that is wrong with them."""
    from cvgen import importers
    from cvgen.steps import profile

    files = Files(as_json)
    for path in dict.fromkeys(profiles):
        with files.one(path):
            report(profile.validate(importers.source(path)).warnings, path, as_json=as_json)
            if as_json:
                json_lines.result(path, ok=True)
            elif terminal.is_watched():
                terminal.say(terminal.printable(f"{path}: valid"))
    files.end()
