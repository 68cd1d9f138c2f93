"""The data of CLDR in the package is what ``make cldr`` writes."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from babel.core import Locale
from babel.dates import format_skeleton

from cvgen.data import assets
from cvgen.text import language
from cvgen.text.dates import Date
from tools import cldr

NAMES = language.names()
REGIONS = ["en-US", "en-GB", "de-AT", "fr-CA", "es-MX", "pt-AO", "zh-HK", "ar-EG", "nn-NO"]


def read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


pytestmark = pytest.mark.skipif(
    read(assets.LANGUAGE_NAMES)["source"] != cldr.source(), reason="another CLDR: make cldr takes it over"
)


@pytest.mark.parametrize("name", NAMES)
def test_dates_are_those_of_cldr(name: str) -> None:
    assert read(assets.DATES / f"{name}.json") == {"source": cldr.source(), "forms": cldr.date_forms(name)}


@pytest.mark.parametrize("name", NAMES)
def test_countries_are_those_of_cldr(name: str) -> None:
    assert read(assets.COUNTRIES / f"{name}.json") == {"source": cldr.source(), **cldr.countries(name)}


def test_there_are_dates_and_countries_of_our_languages_alone() -> None:
    for folder in (assets.DATES, assets.COUNTRIES):
        assert sorted(path.stem for path in folder.iterdir()) == NAMES


def test_names_and_codes_are_those_of_cldr() -> None:
    expected = {"source": cldr.source(), "names": cldr.language_names(), "codes": cldr.language_codes()}
    assert read(assets.LANGUAGE_NAMES) == expected


@pytest.mark.parametrize("tag", [*NAMES, *REGIONS])
def test_a_date_is_written_as_babel_writes_it(tag: str) -> None:
    spoken = language.load(tag)
    locale = Locale.parse("pt-PT" if tag == "pt" else tag, sep="-")
    western = dict(zip(map(ord, spoken.digits), "0123456789", strict=True))
    for month in range(1, 13):
        for date in (Date(2024), Date(2024, month), Date(2024, month, 9), Date(2024, month, month + 9)):
            skeleton = "yMMMd" if date.day else "yMMM" if date.month else "y"
            expected = format_skeleton(skeleton, dt.date(2024, month, date.day or 1), locale=locale)
            assert spoken.date(date).translate(western).split() == expected.split()


@pytest.mark.parametrize("name", NAMES)
def test_direction_and_name_are_as_in_cldr(name: str) -> None:
    spoken = language.load(name)
    locale = Locale.parse("pt-PT" if name == "pt" else name, sep="-")
    assert spoken.direction == locale.text_direction
    called = locale.get_display_name() or ""
    if not name.startswith(("zh", "pt")):  # CLDR has the script first and the country with each
        assert spoken.name.casefold() == called.casefold()
