"""A résumé parser finds every field of the people's CVs in all styles: docs/trust.md has the same as a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.steps import document as document_step
from cvgen.steps.profile import load as load_profile
from cvgen.text import language
from tests.conftest import PEOPLE, SAMPLES, STYLES, Render
from tests.end_to_end.parsing import compare, fields_of

WHOLE = [*PEOPLE, SAMPLES / "every-kind.yaml"]
# No order of letters is promised for scripts that join letters, move them or run from right to left.
UNPROMISED = {"ar", "fa", "he", "hi"}
LANGUAGES = [SAMPLES / "languages" / f"{tag}.yaml" for tag in language.names() if tag not in UNPROMISED]


def lost(profile: Path, pdf: Path) -> list[tuple[str, str]]:
    """Return the fields that the parser does not find."""
    document = document_step.build(load_profile(profile))
    return [(each.field, each.text) for each in compare(document, fields_of(pdf)) if not each.found]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("profile", WHOLE, ids=lambda path: path.stem)
def test_every_field_is_found(rendered: Render, profile: Path, style: str) -> None:
    assert lost(profile, rendered(profile, style).pdf) == []


USUAL = {"de", "fr", "ru", "zh-Hans"}


@pytest.mark.parametrize(
    ("profile", "style"),
    [
        pytest.param(
            profile,
            style,
            id=f"{profile.stem}-{style}",
            marks=[] if profile.stem in USUAL and style == STYLES[n % len(STYLES)] else pytest.mark.exhaustive,
        )
        for n, profile in enumerate(LANGUAGES)
        for style in STYLES
    ],
)
def test_every_field_is_found_in_other_languages(rendered: Render, profile: Path, style: str) -> None:
    assert lost(profile, rendered(profile, style).pdf) == []
