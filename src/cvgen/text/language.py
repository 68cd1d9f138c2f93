"""The language of a CV: cvgen's own words, section titles, punctuation and dates in it.

A language is one file of plain data, ``data/languages/<tag>.toml``, described by ``schemas/language.schema.json``.
How it writes a date is in ``data/dates/<tag>.json``, which ``make cldr`` writes; it follows the region of the tag too. The
names of countries in it are in ``data/countries/<tag>.json``.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from cvgen.data import assets
from cvgen.diagnostics import CvgenError
from cvgen.text import date_patterns
from cvgen.text.dates import Date, DateRange

# A language tag (RFC 5646) in lower case, without its rare forms: the grandfathered ones, and those for private use alone.
_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<extended>[a-z]{3}))?(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.ASCII,
)

# Codes for what has another code by now, or for the one form of a language that its own code means anyway.
_PREFERRED: Final = {"arb": "ar", "cmn": "zh", "iw": "he", "mo": "ro", "pes": "fa", "UK": "GB"}
_COUNTRY_CODES: Final = {"USA": "US", "UNITED STATES": "US", "UNITED KINGDOM": "GB", "GREAT BRITAIN": "GB"}
# Languages whose words stand in the file of another.
FILE_OF: Final = {"nb": "no", "nn": "no"}
# Chinese is written in two scripts, and a region tells which; elsewhere, and without a region, it is Hans.
_HANT: Final = frozenset({"TW", "HK", "MO"})
_SEASONS: Final = {"Spring": "spring", "Summer": "summer", "Autumn": "autumn", "Fall": "autumn", "Winter": "winter"}


@dataclass(frozen=True, slots=True)
class Language:
    """All that depends on the language of a CV.

    ``tag`` is the BCP 47 tag in its usual case, with the region that was asked for; ``base`` is the tag of the file
    whose words it has; ``region`` is empty if the tag has none. The other fields are those of
    ``schemas/language.schema.json``.
    """

    tag: str
    base: str
    region: str
    name: str
    direction: Literal["ltr", "rtl"]
    quotes: tuple[str, str]
    brackets: tuple[str, str]
    comma: str
    enumeration: str
    semicolon: str
    colon: str
    stop: str
    interval: str
    years: str
    digits: str
    words: Mapping[str, str]
    sections: Mapping[str, str]
    date_format: str = ""

    def with_date_format(self, date_format: str) -> Language:
        """Return the language with dates in a form that the author chooses: see ``date_patterns``."""
        return dataclasses.replace(self, date_format=date_format) if date_format else self

    def with_labels(self, labels: Mapping[str, str]) -> Language:
        """Return the language with an author's words in place of some of its own; one for a single advisor serves for more."""
        if not labels:
            return self
        signs = {"equal": "* ", "corresponding": "† "}
        chosen = {
            key: label if label.startswith(signs.get(key, "")) else signs[key] + label for key, label in labels.items()
        }
        advisors = {"advisors": chosen["advisor"]} if "advisor" in chosen else {}
        return dataclasses.replace(self, words={**self.words, **advisors, **chosen})

    def number(self, value: int) -> str:
        """Return a number in the language's digits."""
        return self._in_digits(str(value))

    def month_names(self) -> list[set[str]]:
        """Return the names of each month, as they stand beside a year and beside a day, folded and without full stops."""
        forms = _date_forms(self.base, self.region)
        names: list[set[str]] = []
        for templates in zip(forms["months"], forms["days"], strict=True):
            texts = {re.sub(r"\{\w+\}|\s[\u0433\u0440]\.|[.,]|\bdel?\b", " ", template) for template in templates}
            names.append({" ".join(text.split()).casefold() for text in texts if re.search(r"[^\W\d_]", text)})
        return names

    def date(self, date: Date) -> str:
        """Return a date as exact as it is: in English 2024, May 2024, May 17, 2024 or Fall 2024."""
        if date.season is not None:
            # English has two words for one season, and the author chose.
            season = date.season if self.base == "en" else self.words[_SEASONS[date.season]]
            return self.words["seasonYear"].format(season=season, year=self.number(date.year))
        forms = _date_forms(self.base, self.region)
        if date.month is None:
            template = forms["year"]
        else:
            template = date_patterns.template(self.date_format, date.month, forms, with_day=date.day is not None)
        return self._in_digits(template.format(year=date.year, short=date.year % 100, month=date.month, day=date.day))

    def range(self, value: DateRange) -> str:
        """Return a range of dates; a range whose ends are equal is written as a date, an open one ends in "present"."""
        start, end = value.start, value.end
        if end == start:
            shown = self.date(start)
        elif end is not None and start.year_only and end.year_only:
            shown = self.years.format(start=self.number(start.year), end=self.number(end.year))
        else:
            last = self.words["present"] if end is None else self.date(end)
            shown = self.interval.format(start=self.date(start), end=last)
        opening, closing = self.brackets
        return f"{shown}{opening}{self.words['expected']}{closing}" if value.expected else shown

    @property
    def home(self) -> str:
        """The code of the country that the tag names, or else of the one where the language is at home."""
        return self.region or str(_countries(self.base)["home"])

    def country(self, name: str) -> tuple[str, str]:
        """Return the code of a country, and its name in this language; an unknown one is "", and named as it is."""
        code = _code_of(name.strip(), self.base)
        return code, _countries(self.base)["names"].get(code, name)

    def _in_digits(self, text: str) -> str:
        return text.translate(dict(zip(b"0123456789", self.digits, strict=True)))


@cache
def _countries(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((assets.COUNTRIES / f"{name}.json").read_text(encoding="utf-8"))
    return data


@cache
def _code_of(country: str, language: str) -> str:
    """Return the code of a country by its code, or by its name in a language or in English; "" if there is none."""
    code = country.upper().replace(".", "")
    code = _PREFERRED.get(code, _COUNTRY_CODES.get(code, code))
    if code in _countries("en")["names"]:
        return code
    wanted = country.casefold()
    for each in (language, "en"):
        found = (code for code, name in _countries(each)["names"].items() if name.casefold() == wanted)
        if code := next(found, ""):
            return code
    return ""


def names() -> list[str]:
    """Return the tags of the languages that cvgen has."""
    return sorted(path.stem for path in assets.LANGUAGES.glob("*.toml"))


@cache
def load(tag: str) -> Language:
    """Return the language of a BCP 47 tag, in any case and with ``_`` for ``-``.

    A region that has no file of its own counts for dates alone: ``de-AT`` has German words and writes January as
    Austrians do. Raises CvgenError, with the nearest language, if the tag is malformed or there is no file for it.
    """
    match = _TAG.fullmatch(tag.strip().replace("_", "-").lower())
    if match is None:
        raise CvgenError.of(f'"{tag}" is not a language tag', hint=_hint(tag), code="unknown-language")
    language = match["extended"] or match["language"]
    language = _PREFERRED.get(language, language)
    script = (match["script"] or "").title()
    region = (match["region"] or "").upper()
    region = _PREFERRED.get(region, region)

    used = FILE_OF.get(language, language)
    written = script or ("Hant" if region in _HANT else "Hans") if language == "zh" else script
    files = {name.lower(): name for name in names()}
    candidates = ((used, written, region), (used, written), (used, region), (used,))
    file = next((files[key] for parts in candidates if (key := _tag(*parts).lower()) in files), None)
    if file is None:
        raise CvgenError.of(f'cvgen has no words in the language "{tag}"', hint=_hint(tag), code="unknown-language")

    data = _read(file)
    return Language(
        tag=_tag(language, script, region) + match["rest"],
        base=file,
        region=region,
        **{**data, "quotes": tuple(data["quotes"]), "brackets": tuple(data["brackets"])},
    )


def _tag(*parts: str) -> str:
    return "-".join(filter(None, parts))


@cache
def _read(name: str) -> dict[str, Any]:
    import tomllib  # lazy: not every command reads tables

    return tomllib.loads((assets.LANGUAGES / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _date_forms(name: str, region: str) -> dict[str, Any]:
    """Return the templates of dates that a region uses: for a year, for each month, for a day in each month."""
    usual, *others = json.loads((assets.DATES / f"{name}.json").read_text(encoding="utf-8"))["forms"]
    return next((forms for forms in others if region in forms["regions"]), usual)


def _hint(tag: str) -> str:
    meant = _meant(tag.strip())
    return f'did you mean "{meant}" ({_read(meant)["name"]})?' if meant else f"one of: {', '.join(names())}"


def _meant(tag: str) -> str | None:
    """Return the language that a wrong tag most likely stands for, by a name or by the code at its beginning."""
    import difflib

    data = json.loads(assets.LANGUAGE_NAMES.read_text(encoding="utf-8"))
    names: dict[str, str] = data["names"]
    codes: dict[str, str] = data["codes"]
    written = tag.casefold()
    words = re.findall(r"[^\W_]+", written)
    if written not in names and words and re.fullmatch(r"[a-z]{2,3}", words[0]):
        return codes.get(words[0]) or names.get(words[0])
    near = difflib.get_close_matches(written, names, n=1, cutoff=0.7)
    return next((names[each] for each in (*near, *words) if each in names), None)
