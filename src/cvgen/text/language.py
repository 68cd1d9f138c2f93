"""The language of a CV: cvgen's own words, section titles, punctuation and dates in it.

A language is one file of plain data, ``languages/<tag>.toml``, described by ``schemas/language.schema.json``. Month
names and the order of a date are not in it: they are CLDR's, through Babel, and follow the region of the tag too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from cvgen.diagnostics import CvgenError
from cvgen.text.dates import MONTHS, Date, DateRange

if TYPE_CHECKING:
    from babel.core import Locale

FILES: Final = Path(__file__).resolve().parents[1] / "data" / "languages"

# A language tag (RFC 5646) in lower case, without its rare forms: the grandfathered ones, and those for private use alone.
_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<extended>[a-z]{3}))?(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.ASCII,
)

# Codes for what has another code by now, or for the one form of a language that its own code means anyway.
_PREFERRED: Final = {"arb": "ar", "cmn": "zh", "iw": "he", "mo": "ro", "pes": "fa", "UK": "GB"}
# Languages whose words stand in the file of another.
_FILE_OF: Final = {"nb": "no", "nn": "no"}
# Chinese is written in two scripts, and a region tells which; elsewhere, and without a region, it is Hans.
_HANT: Final = frozenset({"TW", "HK", "MO"})
# Files whose name means something else to CLDR: its pt is Brazil's, which has a file of its own here.
_LOCALE_OF: Final = {"pt": "pt_PT"}

# What people call a language and CLDR does not.
_ALSO_CALLED: Final = {
    "bokmål": "no",
    "brazilian": "pt-BR",
    "castellano": "es",
    "farsi": "fa",
    "flemish": "nl",
    "mandarin": "zh-Hans",
    "nynorsk": "no",
    "traditional": "zh-Hant",
}

_SEASONS: Final = {"Spring": "spring", "Summer": "summer", "Autumn": "autumn", "Fall": "autumn", "Winter": "winter"}

# What CLDR says of dates in American English is short enough to stand in `Language.date`, and a test holds it to
# Babel, whose import and first locale take 20 ms: about a tenth of what a CV takes.
_ENGLISH: Final = frozenset({"en", "en_US"})

# CLDR's thin spaces (Russian's before an abbreviated "year", since 2024) are in few fonts.
_SPACES: Final = {0x202F: "\N{NO-BREAK SPACE}", 0x2009: " "}


@dataclass(frozen=True, slots=True)
class Language:
    """All that depends on the language of a CV.

    ``tag`` is the BCP 47 tag in its usual case, with the region that was asked for; ``base`` is that of the file whose
    words it has; ``locales`` are Babel's names for it, the most exact one first. The other fields are those of
    ``schemas/language.schema.json``.
    """

    tag: str
    base: str
    locales: tuple[str, ...]
    name: str
    direction: Literal["ltr", "rtl"]
    quotes: tuple[str, str]
    brackets: tuple[str, str]
    comma: str
    enumeration: str
    semicolon: str
    colon: str
    interval: str
    years: str
    digits: str
    words: Mapping[str, str]
    sections: Mapping[str, str]

    def number(self, value: int) -> str:
        """A number in the language's digits."""
        return self._in_digits(str(value))

    def date(self, date: Date) -> str:
        """A date as exact as it is: in English 2024, May 2024, May 17, 2024 or Fall 2024."""
        if date.season is not None:
            # English has two words for one season, and the author chose.
            season = date.season if self.base == "en" else self.words[_SEASONS[date.season]]
            return self.words["seasonYear"].format(season=season, year=self.number(date.year))
        if self.locales[0] not in _ENGLISH:
            return self._in_digits(_by_cldr(date, _locale(self.locales)))
        day = f" {date.day}," if date.day else ""
        return f"{MONTHS[date.month - 1]}{day} {date.year}" if date.month else str(date.year)

    def range(self, value: DateRange) -> str:
        """A range of dates; one whose ends are the same is a date, and one without an end still goes on."""
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

    def _in_digits(self, text: str) -> str:
        return text.translate(dict(zip(b"0123456789", self.digits, strict=True)))


def names() -> list[str]:
    """The tags of the languages that there are."""
    return sorted(path.stem for path in FILES.glob("*.toml"))


@cache
def load(tag: str) -> Language:
    """The language of a BCP 47 tag, in any case and with ``_`` for ``-``.

    A region that has no file of its own counts for dates alone: ``de-AT`` has German words and writes January as
    Austrians do. Raises CvgenError, with the nearest language, if the tag is malformed or there is no file for it.
    """
    match = _TAG.fullmatch(tag.strip().replace("_", "-").lower())
    if match is None:
        raise CvgenError.of(f'"{tag}" is not a language tag', hint=_hint(tag))
    language = match["extended"] or match["language"]
    language = _PREFERRED.get(language, language)
    script = (match["script"] or "").title()
    region = (match["region"] or "").upper()
    region = _PREFERRED.get(region, region)

    used = _FILE_OF.get(language, language)
    written = script or ("Hant" if region in _HANT else "Hans") if language == "zh" else script
    files = {name.lower(): name for name in names()}
    candidates = ((used, written, region), (used, written), (used, region), (used,))
    file = next((files[key] for parts in candidates if (key := _tag(*parts).lower()) in files), None)
    if file is None:
        raise CvgenError.of(f'cvgen has no words in the language "{tag}"', hint=_hint(tag))

    data = _read(file)
    exact = ["_".join(parts) for parts in ((language, written, region), (language, region)) if all(parts)]
    return Language(
        tag=_tag(language, script, region) + match["rest"],
        base=file,
        locales=tuple(dict.fromkeys((*exact, _LOCALE_OF.get(file, file.replace("-", "_"))))),
        **{**data, "quotes": tuple(data["quotes"]), "brackets": tuple(data["brackets"])},
    )


def _tag(*parts: str) -> str:
    return "-".join(filter(None, parts))


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FILES / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _locale(names: tuple[str, ...]) -> Locale:
    """The first of these locales that CLDR has; the last is that of a language file, which it always has."""
    from babel.core import Locale, UnknownLocaleError

    for name in names[:-1]:
        try:
            return Locale.parse(name)
        except UnknownLocaleError:
            continue
    return Locale.parse(names[-1])


def _by_cldr(date: Date, locale: Locale) -> str:
    import datetime as dt

    from babel.dates import format_skeleton

    skeleton = "yMMMd" if date.day else "yMMM" if date.month else "y"
    day = dt.date(date.year, date.month or 1, date.day or 1)
    return format_skeleton(skeleton, day, locale=locale).translate(_SPACES)


def _hint(tag: str) -> str:
    meant = _meant(tag.strip())
    return f'did you mean "{meant}" ({_read(meant)["name"]})?' if meant else f"one of: {', '.join(names())}"


def _meant(tag: str) -> str | None:
    """The language that a wrong tag most likely stands for: by what it is called, or by a code at its beginning."""
    import difflib

    called, said = _called(), tag.casefold()
    words = re.findall(r"[^\W_]+", said)
    if said not in called and words and re.fullmatch(r"[a-z]{2,3}", words[0]):
        return next((called[each] for each in _codes(words[0]) if each in called), None)
    near = difflib.get_close_matches(said, called, n=1, cutoff=0.7)
    return next((called[each] for each in (*near, *words) if each in called), None)


def _called() -> dict[str, str]:
    """What the languages are called, in English and by themselves, and their codes; all in lower case."""
    from babel.core import Locale

    called = {**_ALSO_CALLED, **_FILE_OF, "zh": "zh-Hans"}
    for name in names():
        locale = Locale.parse(name, sep="-")
        for title in (name, _read(name)["name"], locale.get_display_name("en"), locale.get_display_name()):
            for form in (str(title), str(title).partition(" (")[0]):  # Chinese (Simplified), Chinese
                called.setdefault(form.casefold(), name)
    return called


def _codes(code: str) -> Iterator[str]:
    """The languages that a code of two or three letters may be meant for: de for ger and deu, ja for jp."""
    from babel import localedata
    from babel.core import get_global
    from babel.languages import get_official_languages

    yield get_global("language_aliases").get(code, code)
    if not localedata.exists(code):  # sr is Serbian, not what Suriname speaks
        for name in get_official_languages(code.upper(), de_facto=True):
            yield name.replace("_", "-").lower()
