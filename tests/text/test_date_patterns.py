"""Dates in the form that the author chooses."""

from __future__ import annotations

import pytest

from cvgen.text import language
from cvgen.text.dates import Date, DateRange


@pytest.mark.parametrize(
    ("date_format", "tag", "month", "day"),
    [
        ("", "en", "May 2024", "May 7, 2024"),
        ("iso", "en", "2024-05", "2024-05-07"),
        ("MM/YYYY", "en", "05/2024", "07/05/2024"),
        ("YYYY.MM", "en", "2024.05", "2024.05.07"),
        ("M/YY", "de", "5/24", "07/5/24"),
        ("MMMM YYYY", "de", "Mai 2024", "7 Mai 2024"),
        ("D MMM YYYY", "en", "May 2024", "7 May 2024"),
        ("DD.MM.YYYY", "de", "05.2024", "07.05.2024"),
        ("MMM D, YYYY", "en", "May YYYY", "May 7, 2024"),
        ("yMMMM", "fr", "mai 2024", "7 mai 2024"),
        ("yMMMM", "es", "mayo de 2024", "7 de mayo de 2024"),
        ("yM", "de", "5/2024", "7.5.2024"),
        ("yM", "zh-Hans", "2024/5", "2024/5/7"),
    ],
)
def test_a_date_has_the_form_that_is_chosen(date_format: str, tag: str, month: str, day: str) -> None:
    spoken = language.load(tag).with_date_format(date_format)
    assert (spoken.date(Date(2024, 5)), spoken.date(Date(2024, 5, 7))) == (month.replace("YYYY", "2024"), day)


def test_years_and_seasons_stay_as_they_are() -> None:
    spoken = language.load("en").with_date_format("MM/YYYY")
    assert spoken.date(Date(2024)) == "2024"
    assert spoken.date(Date(2024, season="Fall")) == "Fall 2024"
    assert spoken.range(DateRange(Date(2020, 9), Date(2024, 7))) == "09/2020 – 07/2024"
