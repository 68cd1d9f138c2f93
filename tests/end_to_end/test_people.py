"""The five people of ``cv/`` and the sample of every kind, in every style: whole, clean and readable."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pikepdf
import pytest

from cvgen.steps import source
from tests.conftest import PEOPLE, SAMPLES, STYLES, Render
from tests.end_to_end.extraction import EXTRACTORS, not_found, printed_words, years

PROFILES = [*PEOPLE, SAMPLES / "every-kind.yaml"]

every_document = pytest.mark.parametrize("style", STYLES)
every_profile = pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.stem)
every_extractor = pytest.mark.parametrize("extractor", EXTRACTORS)


def test_there_are_five_people_and_six_styles() -> None:
    assert (len(PEOPLE), len(STYLES)) == (5, 6)


@every_document
@every_profile
def test_nothing_sticks_out_and_no_glyph_is_missing(rendered: Render, profile: Path, style: str) -> None:
    assert rendered(profile, style).warnings == []


@every_document
@every_profile
def test_qpdf_finds_the_file_clean(rendered: Render, profile: Path, style: str) -> None:
    checked = subprocess.run(["qpdf", "--check", str(rendered(profile, style).pdf)], capture_output=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, b"")


@every_document
@every_profile
def test_all_fonts_are_embedded(rendered: Render, profile: Path, style: str) -> None:
    with pikepdf.open(rendered(profile, style).pdf) as pdf:
        descriptors = [
            o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]
        without = [
            str(d.FontName) for d in descriptors if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(d.keys())
        ]
    assert descriptors
    assert without == []


@every_document
@every_profile
@every_extractor
def test_every_printed_word_is_found(rendered: Render, profile: Path, style: str, extractor: str) -> None:
    data = source.read(profile).data
    text = EXTRACTORS[extractor](rendered(profile, style).pdf)
    assert not_found(printed_words(data, "network"), text) == []  # the address of an account says its network


@every_document
@every_profile
def test_every_year_is_found(rendered: Render, profile: Path, style: str) -> None:
    text = EXTRACTORS["pdftotext"](rendered(profile, style).pdf)
    assert (
        years(source.read(profile).data) - {year for year in years(source.read(profile).data) if year in text} == set()
    )


@every_document
@every_profile
def test_every_link_of_the_profile_can_be_clicked(rendered: Render, profile: Path, style: str) -> None:
    wanted = {value for key, value in _leaves(source.read(profile).data) if key == "url"}
    with pikepdf.open(rendered(profile, style).pdf) as pdf:
        links = {str(a.A.URI) for page in pdf.pages for a in page.obj.get("/Annots", []) if "/A" in a}
    assert wanted - links == set()


def _leaves(data: object, key: str = "") -> list[tuple[str, str]]:
    if isinstance(data, dict):
        return [leaf for name, value in data.items() for leaf in _leaves(value, name)]
    if isinstance(data, list):
        return [leaf for item in data for leaf in _leaves(item, key)]
    return [(key, str(data))]
