"""Finishing a page of TeX's moves nothing on it: each glyph stands where the driver has put it."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf
import pytest
from pikepdf import Pdf

from cvgen.look import design, styles
from cvgen.steps import document, latex, pdf
from cvgen.steps.latex import TexSource
from cvgen.steps.pdf import content_stream, fonts, text_objects, tounicode
from cvgen.steps.pdf.text_objects import Space
from cvgen.steps.profile import load as load_profile
from tests.conftest import ROOT, SAMPLES, tex
from tests.showing import Letter, letters

NEAR = 0.01  # points; the driver rounds places and widths


@dataclass(frozen=True)
class Typeset:
    source: TexSource
    pdf: bytes  # as TeX has made it


@pytest.fixture(
    scope="module",
    params=[(ROOT / "cv" / "yuxuan-z.yaml", "classic"), (SAMPLES / "languages" / "he.yaml", "sidebar")],
    ids=["yuxuan-z-classic", "he-sidebar"],
)
def typeset(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Typeset:
    profile, style = request.param
    valid, layout = load_profile(profile), styles.load(style)
    source = latex.generate(document.build(valid), layout, design.resolve(layout, *valid.design), profile.stem)
    with tex().start(tmp_path_factory.mktemp("typeset")) as session:
        [run] = session.typeset([source])
    return Typeset(source, run.pdf.read_bytes())


def spaces(page: pikepdf.Page) -> dict[str, int]:
    """Return the glyph of the space by the name of a font."""
    found: dict[str, int] = {}
    for name, font in fonts.dictionaries(page).items():
        texts = tounicode.read(font.ToUnicode.read_bytes()) or {}
        found.update((name, glyph) for glyph, text in texts.items() if text == " ")
    return found


def wide(page: pikepdf.Page) -> dict[str, Space]:
    """Return the glyph of the space and its width, by the name of a font."""
    of_page = fonts.dictionaries(page)
    return {name: Space(glyph, fonts.Widths(of_page[name])[glyph]) for name, glyph in spaces(page).items()}


def moved(before: list[Letter], after: list[Letter]) -> float:
    """Return by how many points a glyph has moved at most; what it looks like must be the same."""
    assert [each._replace(at=(0, 0)) for each in before] == [each._replace(at=(0, 0)) for each in after]
    pairs = zip(before, after, strict=True)
    return max(abs(one - other) for a, b in pairs for one, other in zip(a.at, b.at, strict=True))


def words(page: pikepdf.Page, blank: dict[str, int]) -> list[Letter]:
    """Return what a page shows but for spaces."""
    shown = letters(pikepdf.parse_content_stream(page), page)
    return [each for each in shown if each.glyph != blank.get(each.font)]


def test_joining_text_moves_nothing(typeset: Typeset) -> None:
    with Pdf.open(io.BytesIO(typeset.pdf)) as raw:
        for page in raw.pages:
            before = content_stream.read(page)
            after = text_objects.join(before, wide(page))
            assert len(after) <= len(before)
            assert moved(*(letters([each.parsed for each in these], page) for these in (before, after))) < NEAR


def test_finishing_moves_nothing_but_spaces(typeset: Typeset) -> None:
    source = typeset.source
    made = pdf.finish(typeset.pdf, source, None, standards=True)
    with Pdf.open(io.BytesIO(typeset.pdf)) as raw, Pdf.open(io.BytesIO(made)) as finished:
        for before, after in zip(raw.pages, finished.pages, strict=True):
            blank = spaces(after)
            assert moved(words(before, blank), words(after, blank)) < NEAR
