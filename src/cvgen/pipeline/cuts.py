"""Says which CVs are cut from a profile: of each variant and of each language that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from cvgen.diagnostics import CvgenError

ALL: Final = "all"


class Cut(NamedTuple):
    """A variant of a profile in a language; None is the profile as it stands."""

    variant: str | None = None
    language: str | None = None


def cuts(path: Path, variants: Sequence[str], languages: Sequence[str]) -> list[Cut]:
    """Return each combination once; ``all`` is all that the profile has, the whole profile among its variants.

    Raises CvgenError for a name that is empty, as that of a variable of a shell may be: it would be the whole profile.
    """
    for option, asked in (("--variant", variants), ("--lang", languages)):
        if not all(map(str.strip, asked)):
            hint = "leave the option out for the profile as it is, or give it all"
            raise CvgenError.of(f"{option} has no name", hint=hint, code="wrong-argument")
    languages = [tag.strip() for tag in languages]
    chosen_variants: list[str | None] = [*variants] or [None]
    chosen_languages: list[str | None] = [*languages] or [None]
    if ALL in variants or ALL in languages:
        from cvgen.steps import source
        from cvgen.steps.profile import translation
        from cvgen.steps.profile import variants as profile_variants

        try:
            profile = source.read(path)
            if ALL in variants:
                chosen_variants = [None, *profile_variants.names(profile)]
            if ALL in languages:
                chosen_languages = [*translation.languages(profile)]
        except CvgenError:  # which whoever renders it gets, and reports
            return [Cut()]
    return [Cut(*each) for each in dict.fromkeys((v, tag) for v in chosen_variants for tag in chosen_languages)]
