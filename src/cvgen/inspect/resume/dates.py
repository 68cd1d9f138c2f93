"""Reads dates as résumés have them, in the words of all languages that cvgen knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from cvgen.inspect.contents import YEAR, plain
from cvgen.inspect.resume.fields import Dates
from cvgen.text import language
from cvgen.text.dates import Date

_ENGLISH_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
# Months in full, where the languages' own dates have them shorter.
_FULL_MONTHS: Final = """
januar jänner februar märz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
"""
_SEASONS: Final = "spring summer autumn fall winter semester term quarter early mid late expected since from until till to and of ongoing"
_PRESENT: Final = frozenset({"present", "now", "today", "current", "ongoing", "date"})
# A word, with the marks of vowels in it, or a number.
_TOKEN: Final = re.compile(r"\d+|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0655\u0900-\u0e7f])*")
_NUMERIC: Final = re.compile(r"(?<!\d)(\d{1,2})[./](?=(?:19|20)\d\d)|(?<=\d{4})[-./年년]\s?(\d{1,2})(?!\d)")
_DASH: Final = re.compile(
    r"\s*[\u2010-\u2015\u2212~\uff5e\u301c]\s*|\s+-\s+|(?:(?<=\d{4})|(?<=[./]\d\d))-(?=(?:\d{1,2}[./])?(?:19|20)\d\d)"
)
_LONGEST: Final = 60  # characters


@cache
def _months() -> Mapping[str, Mapping[str, int]]:
    """Return the numbers of months by the words for them, by the tag of the language."""
    found: dict[str, dict[str, int]] = {}
    for tag in language.names():
        spoken = language.load(tag)
        words: dict[str, int] = {}
        for month in range(1, 13):
            shown = f"{spoken.date(Date(2000, month))} {spoken.date(Date(2000, month, 1))} {spoken.date(Date(2000, month, 17))}"
            for word in _TOKEN.findall(shown):
                if not word.isdigit() and words.setdefault(word.casefold(), month) != month:
                    words[word.casefold()] = 0  # in all months, such as "de"
        found[tag] = words
    found["en"].update({word: number for number, word in enumerate(_ENGLISH_MONTHS, 1)})
    full = (line.split() for line in _FULL_MONTHS.strip().splitlines())
    found["full"] = {word: number for each in full for number, word in enumerate((each[0], *each[-11:]), 1)}
    found["full"]["jänner"] = 1
    return found


@cache
def _words() -> frozenset[str]:
    """Return the words of which dates consist, in all languages."""
    words = {*_SEASONS.split(), *_PRESENT, *(word for each in _months().values() for word in each)}
    for tag in language.names():
        spoken = language.load(tag)
        for key in ("present", "expected", "spring", "summer", "autumn", "winter"):
            words |= {word.casefold() for word in _TOKEN.findall(spoken.words[key])}
        words |= {word.casefold() for word in _TOKEN.findall(spoken.interval.format(start="", end=""))}
        for season in ("", *(spoken.words[key] for key in ("spring", "summer", "autumn", "winter"))):
            year = spoken.words["seasonYear"].format(season=season, year=2000)
            words |= {word.casefold() for word in _TOKEN.findall(year)}
    return frozenset(words)


@cache
def _present() -> frozenset[str]:
    return _PRESENT | {language.load(tag).words["present"].casefold() for tag in language.names()}


def is_date(text: str) -> bool:
    """Return whether a text is nothing but dates: it has a year, or says "(expected)", and other words of dates only."""
    return is_part_of_date(text) and (has_year(text) or not any(map(str.isdigit, text)))


def is_part_of_date(text: str) -> bool:
    """Return whether a text has only words and numbers of dates, such as the second line of one."""
    text = plain(text)
    tokens = [token.casefold() for token in _TOKEN.findall(text)]
    return (
        len(tokens) > 0
        and len(text) <= _LONGEST
        and all(len(token) in {1, 2, 4} if token.isdigit() else token in _words() for token in tokens)
    )


def has_year(text: str) -> bool:
    """Return whether a text has a year in it."""
    return bool(YEAR.search(plain(text)))


def dates(text: str, tag: str | None = None) -> Dates:
    """Return the dates that a text consists of; ``tag`` is the language of the document, if known."""
    shown = " ".join(text.split())
    ends = [_iso(part, tag) for part in _DASH.split(plain(shown), maxsplit=1)]
    found = [each for each in ends if each]
    if not found:
        return Dates(shown)
    if len(ends) == 1:
        return Dates(shown, found[0], found[0])
    return Dates(shown, ends[0] or None, ends[1] or None)


def _iso(text: str, tag: str | None) -> str | None:
    """Return a date in ISO 8601, as exact as it is; None if there is no year or it is the present."""
    year = YEAR.search(text)
    if year is None:
        return None
    if match := _NUMERIC.search(text):
        month = int(match[1] or match[2])
    else:
        words = [*reversed(_TOKEN.findall(text[: year.start()])), *_TOKEN.findall(text[year.end() :])]
        month = next((number for word in words[:3] if (number := _month(word.casefold(), tag))), 0)
    return f"{year[0]}-{month:02}" if 1 <= month <= 12 else year[0]


def _month(word: str, tag: str | None) -> int:
    base = (tag or "en").partition("-")[0]
    order = [each for each in _months() if each.partition("-")[0] == base] + ["en", *_months()]
    for each in order:
        if number := _months()[each].get(word):
            return number
    return 0
