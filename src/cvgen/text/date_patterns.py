"""Dates in the form that an author chooses: ISO's, a skeleton of CLDR, or a pattern such as MM/YYYY."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

# Skeletons of CLDR, which each language writes in its own order and with its own signs: yMMM is the usual one.
_LONG: Final = "yMMMM"
_NUMERIC: Final = ("yM", "yMM")
_ISO: Final = "YYYY-MM"
_TOKEN: Final = re.compile(r"Y{4}|y{4}|YY|yy|M{1,4}|D{1,2}|d{1,2}")


def template(date_format: str, month: int, forms: Mapping[str, Any], *, with_day: bool) -> str:
    """Return the template of dates in a month, with {year}, {month} and {day}; ``forms`` are those of the language."""
    kind = "days" if with_day else "months"
    if date_format == _LONG:
        return str(forms["long"][kind][month - 1])
    if date_format in _NUMERIC:
        return str(forms["numeric"][kind])
    if not date_format or date_format == "yMMM":
        return str(forms[kind][month - 1])
    pattern = _ISO if date_format.lower() == "iso" else date_format
    pattern = _with_day(pattern) if with_day else _without_day(pattern)
    return _TOKEN.sub(lambda token: _piece(token[0], month, forms), pattern)


def _piece(token: str, month: int, forms: Mapping[str, Any]) -> str:
    if token.upper() == "YYYY":
        return "{year}"
    if token.upper() == "YY":
        return "{short:02}"
    if len(token) > 2:
        return str(forms["names"][token][month - 1])
    field = "month" if token[0] == "M" else "day"
    return f"{{{field}:02}}" if len(token) == 2 else f"{{{field}}}"


def _with_day(pattern: str) -> str:
    """Return a pattern with the day, where it has none: at the small end, after the sign that it has."""
    if re.search("[Dd]", pattern):
        return pattern
    if "MMM" in pattern:
        return f"D {pattern}"
    sign = re.sub(r"[YyM]", "", pattern)[:1]
    return f"{pattern}{sign}DD" if pattern[0] in "Yy" else f"DD{sign}{pattern}"


def _without_day(pattern: str) -> str:
    """Return a pattern without the day, and without the sign between it and the rest."""
    pattern = re.sub(r"[^\w\s]*\s*[Dd]{1,2}(?=\W*$)|[Dd]{1,2}[^\w\s]*\s*", "", pattern)
    return pattern.strip(" -./,")
