"""``cvgen validate``: check profiles, without a run of TeX."""

from __future__ import annotations

from cvgen.cli import json_lines, terminal
from cvgen.cli.command import Files, guarded, report
from cvgen.cli.options import Json, Languages, Profiles


@guarded
def validate(profiles: Profiles, lang: Languages = None, as_json: Json = False) -> None:
    """Check profiles against the schema, and say all that is wrong with them; with --lang, what is not translated."""
    from cvgen import importers
    from cvgen.steps import profile
    from cvgen.steps.profile import translation

    files = Files(as_json)
    for path in dict.fromkeys(profiles):
        with files.one(path):
            source = importers.source(path)
            report(profile.validate(source).warnings, path, as_json=as_json)
            for tag in lang or ():
                profile.validate(source, language=tag)  # for what is wrong in this language
                report(list(translation.untranslated(source, tag)), path, as_json=as_json)
            if as_json:
                json_lines.result(path, ok=True)
            elif terminal.is_watched():
                terminal.say(terminal.printable(f"{path}: valid"))
    files.end()
