"""Reads dates that are written in the language of the CV (``März 2023``, ``3 juin 2023``, ``heute``) as ISO's form."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from cvgen.diagnostics import CvgenError, Pointer, Span
from cvgen.steps.source import Source
from cvgen.text import dates, language

_DATES: Final = frozenset({"startDate", "endDate", "birthDate"})
_FORM: Final = re.compile(
    r"(?:(\d{1,2})\.?\s+(?:de\s+)?)?([^\W\d_]{2,}(?:\s\d{1,2})?)\.?,?\s+(?:del?\s+)?(\d{4})(?:\s*[\u0433\u0440]\.?)?"
)
_SHORTEST: Final = 3  # letters of an abbreviation that a longer name may begin with


def in_iso(source: Source) -> tuple[Source, Mapping[Span, str]]:
    """Return the source with such dates in ISO's form, and by their places what they are read as."""
    tag = source.data.get("language", "en") if isinstance(source.data, dict) else "en"
    found: dict[Pointer, str] = {}
    try:
        of_cv = language.load(tag) if isinstance(tag, str) else None
    except CvgenError:
        of_cv = None  # the language is reported
    if of_cv is None or of_cv.base == "en":
        return source, {}
    for pointer in source.spans:
        if pointer and pointer[-1] in _DATES:
            text = _at(source.data, pointer)
            if isinstance(text, str) and dates.suggest_iso(text) is None and (iso := _iso(text.strip(), of_cv)):
                found[pointer] = iso
    if not found:
        return source, {}
    data = copy.deepcopy(source.data)
    for pointer, iso in found.items():
        _at(data, pointer[:-1])[pointer[-1]] = iso
    read = {
        source.spans[pointer]: f'"{_at(source.data, pointer).strip()}" is read as {iso}'
        for pointer, iso in found.items()
    }
    return replace(source, data=data), read


def _iso(text: str, of_cv: language.Language) -> str | None:
    if text.casefold() == of_cv.words["present"].casefold():
        return "present"
    if not (match := _FORM.fullmatch(text)):
        return None
    day, name, year = match.groups()
    month = _month(name.casefold(), of_cv)
    return f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else "") if month else None


def _month(name: str, of_cv: language.Language) -> int | None:
    """Return the number of a month by its name, or by a longer form of an abbreviation that no other month begins with."""
    names = of_cv.month_names()
    for number, known in enumerate(names, 1):
        if name in known:
            return number
    stems = [(stem, number) for number, known in enumerate(names, 1) for stem in known if len(stem) >= _SHORTEST]
    begun = {stem for stem, _ in stems if name.startswith(stem)}
    numbers = {number for stem, number in stems if any(map(stem.startswith, begun))}
    return numbers.pop() if len(numbers) == 1 else None


def _at(data: Any, pointer: Pointer) -> Any:
    for step in pointer:
        data = data[step]
    return data
