"""Writes cvgen's data from CLDR: the date forms and the names of countries of each language, and the names of languages.

``make cldr`` runs it, after a language was added or for a new release of CLDR, which is the Unicode Consortium's data on
languages. Babel includes CLDR. Rendering does not use Babel, so that dates do not depend on a release of Babel.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from babel import localedata
from babel.core import Locale, UnknownLocaleError, get_cldr_version, get_global
from babel.dates import format_skeleton
from babel.languages import get_official_languages

from cvgen.data import assets
from cvgen.diagnostics import CvgenError
from cvgen.text import language

# Files whose name means another language in CLDR: its pt is Brazilian Portuguese, which is pt-BR here.
_LOCALE_OF: Final = {"pt": "pt_PT"}

# Names of languages that people use, but that CLDR does not have.
_ALSO_CALLED: Final = {
    "bokmål": "no",
    "brazilian": "pt-BR",
    "castellano": "es",
    "farsi": "fa",
    "flemish": "nl",
    "mandarin": "zh-Hans",
    "nynorsk": "no",
    "traditional": "zh-Hant",
    "zh": "zh-Hans",
}

# Countries and languages by names that CLDR does not have in English, as people and YAMLResume write them.
_COUNTRIES: Final = {
    "aland islands": "AX", "antigua and barbuda": "AG", "bonaire, sint eustatius and saba": "BQ",
    "bosnia and herzegovina": "BA", "congo": "CG", "cote d'ivoire (ivory coast)": "CI", "czech republic": "CZ",
    "democratic republic of the congo": "CD", "east timor": "TL", "fiji islands": "FJ",
    "french southern territories": "TF", "gambia the": "GM", "guernsey and alderney": "GG",
    "heard island and mcdonald islands": "HM", "hong kong": "HK", "macau": "MO", "man (isle of)": "IM", "myanmar": "MM",
    "palestinian territory occupied": "PS", "pitcairn island": "PN", "reunion": "RE", "saint helena": "SH",
    "saint kitts and nevis": "KN", "saint lucia": "LC", "saint pierre and miquelon": "PM",
    "saint vincent and the grenadines": "VC", "saint-barthelemy": "BL", "saint-martin (french part)": "MF",
    "sao tome and principe": "ST", "sint maarten (dutch part)": "SX", "south georgia": "GS",
    "svalbard and jan mayen islands": "SJ", "swaziland": "SZ", "the bahamas": "BS", "trinidad and tobago": "TT",
    "turkey": "TR", "turks and caicos islands": "TC", "united states minor outlying islands": "UM",
    "vatican city state (holy see)": "VA", "virgin islands (british)": "VG", "virgin islands (us)": "VI",
    "wallis and futuna islands": "WF",
}  # fmt: skip
_TONGUES: Final = {"bengali": "bn", "farsi": "fa", "lahnda": "pa", "mandarin": "zh", "slovene": "sl"}
# The languages into which the names are translated: those of YAMLResume, but for English.
_TRANSLATED: Final = ("de", "es", "fr", "id", "ja", "nl", "no", "pt-BR", "zh-Hans", "zh-Hant")

# What people write at the end of an address: Babel leaves out the short names of CLDR.
_SHORT_NAMES: Final = {"GB": "UK", "HK": "Hong Kong", "MO": "Macao", "US": "USA"}

_SPACES: Final = {0x202F: "\N{NO-BREAK SPACE}", 0x2009: " "}  # CLDR's thin spaces are in few fonts

_INVISIBLE: Final = re.compile(r"[\xa0\u200c-\u200f\u061c]")  # written as \u escapes

# Templates with {year} and {day}: for a year, for each month, and for a day in each month.
DateForms: TypeAlias = dict[str, Any]


def main() -> None:
    """Write the data files."""
    for name in language.names():
        _write(assets.DATES / f"{name}.json", {"source": source(), "forms": date_forms(name)})
        _write(assets.COUNTRIES / f"{name}.json", {"source": source(), **countries(name)})
    _write(assets.TRANSLATED_NAMES, {"source": source(), **translated_names()})
    _write(assets.LANGUAGE_NAMES, {"source": source(), "names": language_names(), "codes": language_codes()})


def source() -> str:
    """Return the name and the release of CLDR, for the head of each file."""
    return f"CLDR {get_cldr_version()}"


def _write(path: Path, data: Any) -> None:
    text = json.dumps(data, indent=1, ensure_ascii=False)
    path.parent.mkdir(exist_ok=True)
    path.write_text(_INVISIBLE.sub(lambda char: f"\\u{ord(char[0]):04x}", text) + "\n", encoding="utf-8")


def translated_names() -> dict[str, Any]:
    """Return the names of countries and languages in other languages, each by its English name in lower case."""
    english = Locale.parse("en")
    countries = {name.lower(): code for code, name in english.territories.items() if re.fullmatch("[A-Z]{2}", code)}
    tongues = {name.lower(): code for code, name in english.languages.items() if re.fullmatch("[a-z]{2}", code)}
    translated: dict[str, Any] = {}
    for tag in _TRANSLATED:
        locale = Locale.parse(_LOCALE_OF.get(tag, tag.replace("-", "_")))
        translated[tag] = {
            "countries": {name: locale.territories[code] for name, code in sorted((countries | _COUNTRIES).items())},
            "languages": {
                name: locale.languages[code]
                for name, code in sorted((tongues | _TONGUES).items())
                if code in locale.languages
            },
        }
    return translated


def countries(name: str) -> dict[str, Any]:
    """Return the country where a language is at home, and the names of all countries in it."""
    locale = Locale.parse(_LOCALE_OF.get(name, name.replace("-", "_")))
    likely = get_global("likely_subtags")
    tag = "_".join(filter(None, (locale.language, locale.script)))
    home = locale.territory or (likely.get(tag) or likely[locale.language]).rpartition("_")[2]
    names = {code: _country(locale, code) for code in _regions() if re.fullmatch("[A-Z]{2}", code)}
    return {"home": home, "names": {code: shown for code, shown in names.items() if shown}}


def _country(locale: Locale, code: str) -> str:
    if locale.language == "en" and code in _SHORT_NAMES:
        return _SHORT_NAMES[code]
    return re.sub(r" ?[(\uff08].*[)\uff09]", "", locale.territories.get(code, ""))


def date_forms(name: str) -> list[DateForms]:
    """Return the date forms of a language, and then those of its regions that differ."""
    code, *rest = name.split("-")
    script = next((part for part in rest if len(part) == 4), "")
    usual = _forms(_LOCALE_OF.get(name, name.replace("-", "_")))
    others: list[DateForms] = []
    for region in _regions():
        locale = _first_known((code, script, region), (code, region))
        if locale is None or _file(code, script, region) != name or _forms(locale) == usual:
            continue
        alike = next((other for other in others if other.items() >= _forms(locale).items()), None)
        if alike is None:
            alike = {"regions": [], **_forms(locale)}
            others.append(alike)
        alike["regions"].append(region)
    return [usual, *others]


def _regions() -> list[str]:
    """Return the codes of all regions that a language tag may have, without aliases of other codes."""
    return sorted(Locale("en").territories.keys() - get_global("territory_aliases").keys() - {"ZZ"})


def _file(*parts: str) -> str | None:
    """Return the name of the file for a language tag; None if there is none."""
    try:
        return language.load("-".join(filter(None, parts))).base
    except CvgenError:
        return None


def _first_known(*candidates: tuple[str, ...]) -> str | None:
    """Return the first of these locales that CLDR has; None if it has none."""
    for parts in candidates:
        try:
            return str(Locale.parse("_".join(filter(None, parts))))
        except UnknownLocaleError:
            continue
    return None


@cache
def _forms(locale: str) -> DateForms:
    months = range(1, 13)
    return {
        "year": _template(locale, "y", 1),
        "months": [_template(locale, "yMMM", month) for month in months],
        "days": [_template(locale, "yMMMd", month) for month in months],
        "long": {
            "months": [_template(locale, "yMMMM", month) for month in months],
            "days": [_template(locale, "yMMMMd", month) for month in months],
        },
        "numeric": {"months": _numeric(locale, "yM"), "days": _numeric(locale, "yMd")},
        "names": {
            token: [str(Locale.parse(locale).months["stand-alone"][width][month]) for month in months]
            for token, width in (("MMM", "abbreviated"), ("MMMM", "wide"))
        },
    }


def _numeric(locale: str, skeleton: str) -> str:
    """Return the template of a locale for dates in figures, with {year}, {month} and {day}."""

    def written(month: int, day: int) -> str:
        return format_skeleton(skeleton, dt.date(3456, month, day), locale=locale).translate(_SPACES)

    usual = written(11, 25).replace("3456", "{year}").replace("25", "{day}").replace("11", "{month}")
    for month, day in itertools.product(("{month}", "{month:02}"), ("{day}", "{day:02}")):
        template = usual.replace("{month}", month).replace("{day}", day)
        tried = ((each, 1 + 2 * each) for each in range(1, 13))
        if all(template.format(year=3456, month=m, day=d) == written(m, d) for m, d in tried):
            return template
    raise ValueError(f"no template can express how {locale} writes {skeleton}")


def _template(locale: str, skeleton: str, month: int) -> str:
    """Return the template of a locale for the dates of a month, with {year} and {day}."""

    def written(day: int) -> str:
        return format_skeleton(skeleton, dt.date(3456, month, day), locale=locale).translate(_SPACES)

    usual = written(25).replace("3456", "{year}").replace("25", "{day}")
    for template in (usual, usual.replace("{day}", "{day:02}")):
        if all(template.format(year=3456, day=day) == written(day) for day in range(1, 29)):
            return template
    raise ValueError(f"no template can express how {locale} writes {skeleton}")


@cache
def language_names() -> dict[str, str]:
    """Return the language for each name in lower case: its tag, and its names in English and in the language itself."""
    names = _ALSO_CALLED | language.FILE_OF
    for tag in language.names():
        locale = Locale.parse(tag, sep="-")
        for title in (tag, language.load(tag).name, locale.get_display_name("en"), locale.get_display_name()):
            for form in (str(title), str(title).partition(" (")[0]):  # Chinese (Simplified), Chinese
                names.setdefault(form.casefold(), tag)
    return dict(sorted(names.items()))


def language_codes() -> dict[str, str]:
    """Return the language for each code of two or three letters that people may mean it by: de for ger, ja for jp."""
    names = language_names()
    codes = ("".join(letters) for size in (2, 3) for letters in itertools.product(string.ascii_lowercase, repeat=size))
    meant = ((code, next((names[each] for each in _candidates(code) if each in names), None)) for code in codes)
    return {code: tag for code, tag in meant if tag is not None and tag != names.get(code)}


def _candidates(code: str) -> Iterator[str]:
    """Yield the language with this code, or else the languages of the country with this code."""
    yield get_global("language_aliases").get(code, code)
    if not localedata.exists(code):  # sr is Serbian, not what Suriname speaks
        for name in get_official_languages(code.upper(), de_facto=True):
            yield name.replace("_", "-").lower()


if __name__ == "__main__":
    main()
