"""Dates of a CV: a year, a month, a day or a season, and ranges of these; how they are read and compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

SEASONS: Final = ("Spring", "Summer", "Autumn", "Fall", "Winter")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NAMES: Final = frozenset({
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
})  # fmt: skip
_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_ISO: Final = re.compile(r"([1-9]\d{3})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_SEASON: Final = re.compile(
    rf"(?:({'|'.join(SEASONS)})(?:\s+of|,)?\s+([1-9]\d{{3}})|([1-9]\d{{3}})\s+({'|'.join(SEASONS)}))",
    re.ASCII | re.IGNORECASE,
)
_YEARS: Final = re.compile(r"([1-9]\d{3})\s*[-–/]\s*([1-9]\d{3})", re.ASCII)  # an academic year, 2022-2023


@dataclass(frozen=True, slots=True)
class Date:
    """A date as exact as it was given; month and day count from 1."""

    year: int
    month: int | None = None
    day: int | None = None
    season: str | None = None

    @property
    def year_only(self) -> bool:
        """True if the date is a year and nothing more exact."""
        return self.month is None and self.season is None

    def before(self, other: Date) -> bool:
        """Return whether this date is certainly before ``other``, compared by the parts that both have."""
        own_parts = (self.year, self.month, self.day)
        other_parts = (other.year, other.month, other.day)
        for a, b in zip(own_parts, other_parts, strict=True):
            if a is None or b is None or a != b:
                return a is not None and b is not None and a < b
        return False

    def __str__(self) -> str:
        """Return the date for a message in English: 2024, May 2024, 17 May 2024, Fall 2024."""
        parts = (self.day, MONTHS[self.month - 1] if self.month else None, self.season, self.year)
        return " ".join(str(part) for part in parts if part is not None)


@dataclass(frozen=True, slots=True)
class DateRange:
    """A range from ``start`` to ``end``, which is None if it goes on; ``expected`` if its end lies ahead."""

    start: Date
    end: Date | None
    expected: bool = False


def parse_date(text: str) -> Date:
    """Read ``2024``, ``2024-05``, ``2024-05-17``, ``Fall 2024``, or a form that ``iso`` knows.

    Raises ValueError that says what is wrong.
    """
    text = text.strip()
    if match := _SEASON.fullmatch(text):
        return Date(int(match[2] or match[3]), season=(match[1] or match[4]).title())
    match = _ISO.fullmatch(text) or _ISO.fullmatch(iso(text) or "")
    if not match:
        raise ValueError(f'"{text}" is not a date')
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # the pattern has a year
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"there is no month {match[2]}")
    if month is not None and day is not None:
        leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        if not 1 <= day <= _DAYS[month - 1] + leap:
            raise ValueError(f"{MONTHS[month - 1]} {year} has no day {match[3]}")
    return Date(year, month, day)


def parse_free(text: str) -> Date | DateRange | None:
    """Read the value of a ``date``: a date, or a range of years; None for another text, which is printed as it is.

    A text in the form 2024-05 or 2024-05-17 is meant to be a date. Raises ValueError if it is none. But 2023-24 is an
    academic year.
    """
    text = text.strip()
    if match := _YEARS.fullmatch(text):
        years = DateRange(Date(int(match[1])), Date(int(match[2])))
        if years.end is not None and years.end.before(years.start):
            raise ValueError(f"{match[2]} comes before {match[1]}")
        return years
    match = _ISO.fullmatch(text)
    if match and match[2] and not match[3] and int(match[2]) > 12 and int(match[2]) == (int(match[1]) + 1) % 100:
        return None
    return parse_date(text) if match or _SEASON.fullmatch(text) else None


def is_usual(text: str) -> bool:
    """Return whether a text has the form of a date that the schema shows: ISO's or a season."""
    return bool(_ISO.fullmatch(text.strip()) or _SEASON.fullmatch(text.strip()))


def iso(text: str) -> str | None:
    """Return a date in another common form (``Sep 2021``, ``09/2021``, ``2021.9``) in ISO's form; None if it is in none.

    The month and the day may be ones that do not exist.
    """
    text = text.strip().rstrip(".")
    month: int | None = None
    if match := re.fullmatch(r"(\d{4})[./年-](\d{1,2})(?:[./月-](\d{1,2})日?)?月?", text, re.ASCII):
        year, month, day = match[1], int(match[2]), match[3]
    elif match := re.fullmatch(r"(\d{1,2})[./-](\d{4})", text, re.ASCII):
        year, month, day = match[2], int(match[1]), None
    elif match := re.fullmatch(r"(?:(\d{1,2})\.?\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})", text, re.ASCII):
        year, month, day = match[3], _month(match[2]), match[1]
    elif match := re.fullmatch(r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),\s*(\d{4})", text, re.ASCII):
        year, month, day = match[3], _month(match[1]), match[2]
    else:
        return None
    if month is None:
        return None
    return f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else "")


def _month(name: str) -> int | None:
    name = name.title()
    found = name[:3] in MONTHS and (len(name) == 3 or name == "Sept" or name in _MONTH_NAMES)
    return MONTHS.index(name[:3]) + 1 if found else None


def suggest_iso(text: str) -> str | None:
    """Return a date in another common form in ISO's form; None if it is no date."""
    found = iso(text)
    try:
        parse_date(found or "")
    except ValueError:
        return None
    return found
