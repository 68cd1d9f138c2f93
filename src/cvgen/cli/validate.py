"""``cvgen validate``: check profiles, without a run of TeX."""

from __future__ import annotations

from cvgen.cli import terminal
from cvgen.cli.command import Files, guarded
from cvgen.cli.options import Profiles


@guarded
def validate(profiles: Profiles) -> None:
    """Check profiles against the schema, and say all that is wrong with them."""
    from cvgen.pipeline import pipeline

    files = Files()
    for path in dict.fromkeys(profiles):
        with files.one():
            terminal.report(pipeline.load(path).warnings)
            if terminal.is_watched():
                terminal.say(f"{path}: valid")
    files.end()
