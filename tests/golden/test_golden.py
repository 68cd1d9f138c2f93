"""The LaTeX of whole profiles, letter for letter.

After a change that is meant: ``CVGEN_UPDATE_GOLDEN=1 pytest tests/golden``, and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cvgen.look import design, styles
from cvgen.steps import document, latex
from cvgen.steps.profile import load as load_profile
from tests.conftest import SAMPLES, STYLES

GOLDEN = Path(__file__).parent


@pytest.mark.parametrize(
    ("profile", "style"),
    [
        # The text is the same for all styles, but for the preamble, the order and what stands at the side.
        (SAMPLES / "every-kind.yaml", "classic"),
        (GOLDEN / "text.yaml", "classic"),
        (GOLDEN / "design.yaml", "sidebar"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.stem,
)
def test_the_latex_is_as_it_was(profile: Path, style: str) -> None:
    valid, layout = load_profile(profile), styles.load(style)
    text = latex.generate(document.build(valid), layout, design.resolve(layout, *valid.design), profile.stem).text
    golden = GOLDEN / f"{profile.stem}-{style}.tex"
    if "CVGEN_UPDATE_GOLDEN" in os.environ:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    profiles = [*SAMPLES.glob("*.yaml"), *GOLDEN.glob("*.yaml")]
    known = {f"{profile.stem}-{style}.tex" for profile in profiles for style in STYLES}
    assert {path.name for path in GOLDEN.glob("*.tex")} - known == set()
