"""Dates as a CV writes them."""

from __future__ import annotations

import pytest

from cvgen.text import dates
from cvgen.text.dates import Date, DateRange


@pytest.mark.parametrize(
    ("text", "date", "shown"),
    [
        ("2024", Date(2024), "2024"),
        ("2024-05", Date(2024, 5), "May 2024"),
        ("2024-05-07", Date(2024, 5, 7), "7 May 2024"),
        ("Fall 2024", Date(2024, season="Fall"), "Fall 2024"),
        ("2024 Fall", Date(2024, season="Fall"), "Fall 2024"),
        (" 2024-05\n", Date(2024, 5), "May 2024"),
    ],
)
def test_a_date_is_read_and_printed_as_exactly_as_it_was_given(text: str, date: Date, shown: str) -> None:
    assert (dates.parse_date(text), str(date)) == (date, shown)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024-02-29", 29), ("2000-02-29", 29), ("2023-01-31", 31), ("2023-04-30", 30), ("2023-12-31", 31)],
)
def test_the_last_day_of_a_month_is_a_date(text: str, day: int) -> None:
    assert dates.parse_date(text).day == day


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2024-13", "there is no month 13"),
        ("2024-00", "there is no month 00"),
        ("2023-02-29", "Feb 2023 has no day 29"),
        ("1900-02-29", "Feb 1900 has no day 29"),
        ("2024-04-31", "Apr 2024 has no day 31"),
        ("2024-04-00", "Apr 2024 has no day 00"),
        ("Septembre 2021", '"Septembre 2021" is not a date'),
        ("13/2024", "there is no month 13"),
        ("31 Apr 2024", "Apr 2024 has no day 31"),
        ("24-05", '"24-05" is not a date'),
        ("Monsoon 2024", '"Monsoon 2024" is not a date'),
        ("Fall of", '"Fall of" is not a date'),
        ("2024-05-07T10:00", '"2024-05-07T10:00" is not a date'),
        ("２０２４", '"２０２４" is not a date'),  # noqa: RUF001  (full-width digits are what it is about)
        ("", '"" is not a date'),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        dates.parse_date(text)
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("first", "second", "before"),
    [
        ("2023", "2024", True),
        ("2024-04", "2024-05", True),
        ("2024-05-06", "2024-05-07", True),
        ("2023-12-31", "2024", True),
        ("2024", "2023", False),
        ("2024-05", "2024-04-30", False),
        ("2024-05-07", "2024-05-07", False),
    ],
)
def test_a_date_is_before_another(first: str, second: str, before: bool) -> None:
    assert dates.parse_date(first).before(dates.parse_date(second)) is before


@pytest.mark.parametrize(
    ("first", "second"), [("2024", "2024-05"), ("2024-05", "2024-05-07"), ("Spring 2024", "Fall 2024")]
)
def test_dates_that_may_overlap_are_not_before_each_other(first: str, second: str) -> None:
    one, other = dates.parse_date(first), dates.parse_date(second)
    assert (one.before(other), other.before(one)) == (False, False)


@pytest.mark.parametrize(
    ("text", "year_only"), [("2024", True), ("2024-05", False), ("2024-05-07", False), ("Fall 2024", False)]
)
def test_a_date_knows_whether_it_is_a_bare_year(text: str, year_only: bool) -> None:
    assert dates.parse_date(text).year_only is year_only


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-05", Date(2024, 5)),
        ("Fall 2024", Date(2024, season="Fall")),
        ("2022-2023", DateRange(Date(2022), Date(2023))),
        ("2022–2023", DateRange(Date(2022), Date(2023))),
        ("2022/2023", DateRange(Date(2022), Date(2023))),
        ("2022 - 2023", DateRange(Date(2022), Date(2023))),
        ("2023-2023", DateRange(Date(2023), Date(2023))),
    ],
)
def test_a_free_date_is_a_date_or_a_range_of_years(text: str, value: Date | DateRange) -> None:
    assert dates.parse_free(text) == value


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("fall 2024", Date(2024, season="Fall")),
        ("Summer of 2023", Date(2023, season="Summer")),
        ("Summer, 2023", Date(2023, season="Summer")),
        ("2023 WINTER", Date(2023, season="Winter")),
        ("Jun 2023", Date(2023, 6)),
        ("May 17, 2024", Date(2024, 5, 17)),
        ("09/2021", Date(2021, 9)),
        ("2024-5", Date(2024, 5)),
        ("2021年9月15日", Date(2021, 9, 15)),
    ],
)
def test_a_date_may_have_another_common_form(text: str, date: Date) -> None:
    assert dates.parse_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "2023-2024 Fall",
        "Sep 2021",
        "since 2019",
        "every spring",
        "Fall 2023, Fall 2024",
        "2023.01-2023.06",
        "08/2020-06/2024",
        "09/2021",
        "20244",
        "0000/0000",
        "2023-24",  # an academic year, and 2023 has no month 24
    ],
)
def test_a_free_date_may_be_any_text(text: str) -> None:
    assert dates.parse_free(text) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2024-13", "there is no month 13"),
        ("2023-02-30", "Feb 2023 has no day 30"),
        ("2024-2023", "2023 comes before 2024"),
    ],
)
def test_a_free_date_in_the_form_of_a_date_must_be_one(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        dates.parse_free(text)
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Sep 2021", "2021-09"),
        ("Sept. 2021", "2021-09"),
        ("september 2021", "2021-09"),
        ("Sep, 2021", "2021-09"),
        ("7 May 2024", "2024-05-07"),
        ("May 7, 2024", "2024-05-07"),
        ("09/2021", "2021-09"),
        ("9.2021", "2021-09"),
        ("2021/9", "2021-09"),
        ("2021.9.15", "2021-09-15"),
        ("2021-9", "2021-09"),
        ("2021年9月", "2021-09"),
        ("2021年9月15日", "2021-09-15"),
    ],
)
def test_a_date_in_another_common_form_has_its_iso_form_suggested(text: str, iso: str) -> None:
    assert dates.suggest_iso(text) == iso


@pytest.mark.parametrize(
    "text",
    ["2021", "13/2021", "2021-13", "Foo 2021", "summer", "", "2023-02-30", "2021/02/30", "2021.9.45", "32 Jan 2021"],
)
def test_nothing_is_suggested_that_is_no_date(text: str) -> None:
    assert dates.suggest_iso(text) is None
