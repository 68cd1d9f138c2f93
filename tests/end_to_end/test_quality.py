"""Every page is sound: nothing sticks out, nothing is missing, no head and no last line is alone.

The exhaustive runs take every person, style, language, accent, paper, density and font together; the others take
each of them at least once.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from cvgen.diagnostics import Severity
from cvgen.look import fonts, styles
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from cvgen.steps.profile import load as load_profile
from cvgen.text import language
from tests.conftest import PEOPLE, ROOT, SAMPLES, STYLES, tex
from tests.end_to_end.extraction import EXTRACTORS

EVERY_KIND = SAMPLES / "every-kind.yaml"
SIDES = ("left", "right")
ACCENTS = ("#0F4C81", "#7A1F2B", "#1B5E20", "#222222")
PAPERS = ("a4", "letter")
DENSITIES = ("compact", "normal", "airy")
PAIRINGS = tuple(fonts.pairings())
LANGUAGES = tuple(language.names())


def problems(profile: Path, style: str, folder: Path, *settings: str) -> list[str]:
    """What cvgen warns of when it renders a profile."""
    result = rendering.render(Request(profile, style, folder, ("pdf",), settings), tex())
    return [str(problem) for problem in result.warnings if problem.severity is not Severity.NOTE]


def covering(*choices: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """As few combinations as have every choice: they go round together."""
    rounds = max(map(len, choices))
    return itertools.islice(zip(*map(itertools.cycle, choices), strict=True), rounds)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("person", PEOPLE, ids=lambda path: path.stem)
def test_every_person_in_every_style(person: Path, style: str, tmp_path: Path) -> None:
    assert problems(person, style, tmp_path) == []


LOOKS = [*itertools.product(STYLES, ACCENTS, PAPERS, DENSITIES)]
FEW_LOOKS = {*covering(tuple(STYLES), ACCENTS, PAPERS, DENSITIES)}


@pytest.mark.parametrize(
    ("style", "accent", "paper", "density"),
    [pytest.param(*look, marks=[] if look in FEW_LOOKS else pytest.mark.exhaustive) for look in LOOKS],
)
def test_every_kind_in_every_look(style: str, accent: str, paper: str, density: str, tmp_path: Path) -> None:
    look = (f"design.accent={accent}", f"design.paper={paper}", f"design.density={density}")
    assert problems(EVERY_KIND, style, tmp_path, *look) == []


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("style", STYLES)
def test_dates_on_either_side(style: str, side: str, tmp_path: Path) -> None:
    options = (f"design.dates={side}", "design.icons=true", "design.photo=false", "design.pageNumbers=false")
    assert problems(EVERY_KIND, style, tmp_path, *options) == []


FONTS = [*itertools.product(STYLES, PAIRINGS)]
FEW_FONTS = {*covering(tuple(STYLES), PAIRINGS)}


@pytest.mark.parametrize(
    ("style", "font"),
    [pytest.param(*look, marks=[] if look in FEW_FONTS else pytest.mark.exhaustive) for look in FONTS],
)
def test_every_font_in_every_style(style: str, font: str, tmp_path: Path) -> None:
    assert problems(EVERY_KIND, style, tmp_path, f"design.font={font}") == []


READ_IN_PART = {"fa", "hi", "th"}  # letters join in ways that no font tells of, which is warned of
SPOKEN = [*itertools.product(STYLES, LANGUAGES)]
FEW_SPOKEN = {*covering(tuple(STYLES), LANGUAGES)}


@pytest.mark.parametrize(
    ("style", "tag"),
    [pytest.param(*spoken, marks=[] if spoken in FEW_SPOKEN else pytest.mark.exhaustive) for spoken in SPOKEN],
)
def test_every_language_in_every_style(style: str, tag: str, tmp_path: Path) -> None:
    profile = SAMPLES / "languages" / f"{tag}.yaml"
    found = problems(profile, style, tmp_path)
    assert [each for each in found if tag not in READ_IN_PART or "will not read" not in each] == []
    spoken = language.load(tag)
    kinds = [section["kind"] for section in load_profile(profile).data["sections"]]
    wanted = " ".join([spoken.words["present"], *(spoken.sections[kind] for kind in kinds)])
    read = unicodedata.normalize("NFKC", EXTRACTORS["pdftotext"](tmp_path / f"{tag}-{style}.pdf"))
    assert [word for word in unicodedata.normalize("NFKC", wanted).split() if not is_in(word, read, tag)] == []


def is_in(word: str, text: str, tag: str) -> bool:
    """Whether a text has a word, as far as extractors read it back: in whatever order it is seen."""
    if tag in {"hi", "th"}:  # its letters join, or stand above each other, and are not read back one by one yet
        return len(set(word) - set(text)) <= 1
    if tag in {"ar", "fa"}:  # lam with alef is one glyph, which is read back as another letter
        return all(part in text or part[::-1] in text for part in re.split("ل[اآأإ]|\u200c", word))
    # Where there are no spaces, a line may end in a word.
    return word in text or word[::-1] in text or (tag in {"zh-Hans", "zh-Hant", "ja"} and word in "".join(text.split()))


def test_the_fonts_of_the_styles_are_those_that_make_pdf_installs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installed = re.search(r"^missing_tex = ((?:.*\\\n)*.*)", makefile, re.MULTILINE)
    assert installed is not None
    chosen = {styles.load(style).design["font"] for style in STYLES}
    packages = {package for font in chosen for package in fonts.pairings()[font]["packages"]}
    assert {package for package in packages if f",{package})" not in installed[1]} == set()
