"""The tables of scripts and fonts are those that the styles use."""

from __future__ import annotations

import re

from cvgen.data import assets
from cvgen.install import font_coverage

LETTERS = {font for each in font_coverage.STAND_INS.values() for font in each}


def test_the_scripts_are_those_of_the_styles() -> None:
    text = (assets.SHARED / "cvgen-fonts.sty").read_text(encoding="utf-8")
    (listed,) = re.findall(r"\\cv@script:=([A-Za-z,]+)\\do", text)
    assert {*listed.split(",")} <= font_coverage.STAND_INS.keys()
    named = {name for name in LETTERS if not any(script in name for script in listed.split(","))}
    assert [name for name in named if name not in text] == []
    han = {name for names in font_coverage.HAN.values() for name in names}
    assert [name for name in han if name not in text] == []


def test_a_pairing_is_there_if_all_its_files_are() -> None:
    lato = font_coverage.pairing_files("lato")

    def search(names: set[str]) -> tuple[set[str], set[str]]:
        return lato - {"Lato-Bold.ttf"}, names & {"Lato-Bold.ttf"}

    coverage = font_coverage.of_pairings(search)
    assert (coverage.bundled, coverage.installed, "lato" in coverage.missing) == ([], ["lato"], False)
    assert coverage.text(" pairings").startswith("1 of ")
