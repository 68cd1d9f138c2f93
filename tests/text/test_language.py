"""A language: complete, its own throughout, and with dates as it writes them."""

# ruff: noqa: RUF001 - text in many scripts is what these tests are about

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cvgen.data import assets
from cvgen.diagnostics import CvgenError
from cvgen.steps import profile, source
from cvgen.text import dates, language
from cvgen.text.dates import Date, DateRange
from cvgen.validation import schemas

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples" / "languages"
SCHEMA: dict[str, Any] = json.loads((ROOT / "schemas" / "language.schema.json").read_text(encoding="utf-8"))
KINDS: list[str] = schemas.profile()["$defs"]["section"]["properties"]["kind"]["enum"]
NAMES = language.names()
ENGLISH = language.load("en")

THIRTY = "ar ca cs da de el en es fa fi fr he hi hu it ja ko nl no pl pt pt-BR ro ru sv tr uk vi zh-Hans zh-Hant"

# What other languages have in common with English, and rightly.
AS_IN_ENGLISH = {
    "email": "cs da fr hu it nl pl pt-BR ro sk",
    "motivation": "da de fr sv",
    "team": "da de nl",
    "contributions": "fr",
    "winter": "de",
    "publications": "fr",
    "patents": "ca",
}

# The letters that each language is written in; those of Latin are not told apart here.
SCRIPTS = {
    "ar": "ARABIC",
    "fa": "ARABIC",
    "bg": "CYRILLIC",
    "el": "GREEK",
    "th": "THAI",
    "he": "HEBREW",
    "hi": "DEVANAGARI",
    "ja": "CJK HIRAGANA KATAKANA KATAKANA-HIRAGANA",
    "ko": "HANGUL",
    "ru": "CYRILLIC",
    "uk": "CYRILLIC",
    "zh-Hans": "CJK",
    "zh-Hant": "CJK",
}


def data(name: str) -> dict[str, Any]:
    return tomllib.loads((assets.LANGUAGES / f"{name}.toml").read_text(encoding="utf-8"))


def own(name: str) -> dict[str, str]:
    """Return all words and titles of a language; patterns without their places."""
    found: dict[str, str] = data(name)["words"] | data(name)["sections"]
    return {key: re.sub(r"\{\w+\}", "", text) for key, text in found.items()}


def spaced(text: str) -> str:
    """Return the text with plain spaces."""
    return re.sub(r"\s+", " ", text)


# --- the files ------------------------------------------------------------------------------------


def test_there_are_at_least_these_languages() -> None:
    assert set(THIRTY.split()) <= set(NAMES)
    assert sorted(NAMES) == NAMES


def test_the_schema_is_valid_2020_12() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("place", ["", "words", "sections"])
def test_the_schema_describes_every_key_and_requires_it(place: str) -> None:
    schema = SCHEMA["properties"][place] if place else SCHEMA
    assert (schema["additionalProperties"], schema["required"]) == (False, list(schema["properties"]))
    assert [key for key, each in schema["properties"].items() if not each["description"].endswith(".")] == []


def test_the_schema_has_examples_that_it_allows() -> None:
    every = SCHEMA["properties"] | SCHEMA["properties"]["words"]["properties"] | SCHEMA["properties"]["sections"]
    wrong = [
        (key, example)
        for key, each in every.items()
        for example in (each.get("examples", ()) if isinstance(each, dict) else ())
        if not Draft202012Validator(each).is_valid(example)
    ]
    assert wrong == []


def test_every_kind_of_section_has_a_title() -> None:
    assert list(SCHEMA["properties"]["sections"]["properties"]) == KINDS


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_valid_and_in_the_order_of_the_schema(name: str) -> None:
    found = data(name)
    assert [f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(found)] == []
    for table, schema in ((found, SCHEMA), *((found[key], SCHEMA["properties"][key]) for key in ("words", "sections"))):
        assert list(table) == schema["required"]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_in_normal_form(name: str) -> None:
    text = (assets.LANGUAGES / f"{name}.toml").read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert re.findall(r"[\u00a0\u202f\u200e\u200f]", text) == [], "what cannot be seen is written as an escape"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "en"])
def test_nothing_is_left_in_english(name: str) -> None:
    english = own("en")
    same = {key for key, text in own(name).items() if re.search(r"\w", text) and text == english[key]}
    assert same - {"etAl"} == {key for key, tags in AS_IN_ENGLISH.items() if name in tags.split()}  # "et al." is Latin


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_language_is_in_its_own_script(name: str) -> None:
    letters = {char for text in own(name).values() for char in text if char.isalpha()}
    assert {unicodedata.name(char).split()[0] for char in letters} <= set(SCRIPTS[name].split())


@pytest.mark.parametrize("name", NAMES)
def test_digits_are_digits_in_their_order(name: str) -> None:
    assert [unicodedata.digit(char) for char in data(name)["digits"]] == list(range(10))


# --- tags -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "shown", "base"),
    [
        ("en", "en", "en"),
        ("EN_us", "en-US", "en"),
        ("en-UK", "en-GB", "en"),
        ("de-AT", "de-AT", "de"),
        ("de-latn-ch-1996", "de-Latn-CH-1996", "de"),
        ("DE-x-Formal", "de-x-formal", "de"),
        ("ar-u-nu-latn", "ar-u-nu-latn", "ar"),
        ("es-419", "es-419", "es"),
        ("pt", "pt", "pt"),
        ("pt-AO", "pt-AO", "pt"),
        ("pt-br", "pt-BR", "pt-BR"),
        ("pt-Latn-BR", "pt-Latn-BR", "pt-BR"),
        ("zh", "zh", "zh-Hans"),
        ("zh-cn", "zh-CN", "zh-Hans"),
        ("zh_SG", "zh-SG", "zh-Hans"),
        ("zh-tw", "zh-TW", "zh-Hant"),
        ("zh-HK", "zh-HK", "zh-Hant"),
        ("zh-MO", "zh-MO", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans-HK", "zh-Hans"),
        ("ZH-HANT", "zh-Hant", "zh-Hant"),
        ("zh-cmn-Hant", "zh-Hant", "zh-Hant"),
        ("nb", "nb", "no"),
        ("nn-NO", "nn-NO", "no"),
        ("iw", "he", "he"),
        ("ca-valencia", "ca-valencia", "ca"),
        (" fr ", "fr", "fr"),
    ],
)
def test_a_tag_finds_its_file_and_keeps_what_it_says(tag: str, shown: str, base: str) -> None:
    spoken = language.load(tag)
    assert (spoken.tag, spoken.base) == (shown, base)
    assert spoken.sections == data(base)["sections"]


@pytest.mark.parametrize("name", NAMES)
def test_a_language_has_what_its_file_says(name: str) -> None:
    spoken, found = language.load(name), data(name)
    assert (spoken.tag, spoken.base) == (name, name)
    assert {key: getattr(spoken, key) for key in found} == {
        **found,
        "quotes": tuple(found["quotes"]),
        "brackets": tuple(found["brackets"]),
    }


def test_a_language_is_loaded_once() -> None:
    assert language.load("de-CH") is language.load("de-CH")


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("german", "de"),
        ("Deutsch", "de"),
        ("français", "fr"),
        ("francais", "fr"),
        ("Frensh", "fr"),
        ("chinese", "zh-Hans"),
        ("中文", "zh-Hans"),
        ("traditional chinese", "zh-Hant"),
        ("Brazilian Portuguese", "pt-BR"),
        ("portuguese", "pt"),
        ("farsi", "fa"),
        ("bokmål", "no"),
        ("english (UK)", "en"),
        ("العربية", "ar"),
        ("ger", "de"),
        ("jp", "ja"),
        ("cz", "cs"),
        ("dk", "da"),
        ("gr", "el"),
        ("kr", "ko"),
        ("us", "en"),
        ("de_DE.UTF-8", "de"),
        ("de--AT", "de"),
        ("zh-", "zh-Hans"),
    ],
)
def test_what_is_no_tag_of_ours_is_refused_with_the_one_that_is_meant(tag: str, meant: str) -> None:
    with pytest.raises(CvgenError) as caught:
        language.load(tag)
    [problem] = caught.value.diagnostics
    assert problem.hint == f'did you mean "{meant}" ({language.load(meant).name})?'


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("sr-Latn", 'cvgen has no words in the language "sr-Latn"'),  # nor is it what Suriname speaks
        ("km", 'cvgen has no words in the language "km"'),
        ("", '"" is not a language tag'),
        ("klingon", '"klingon" is not a language tag'),
        ("../en", '"../en" is not a language tag'),
    ],
)
def test_a_tag_like_no_other_is_refused_with_those_there_are(tag: str, message: str) -> None:
    with pytest.raises(CvgenError) as caught:
        language.load(tag)
    [problem] = caught.value.diagnostics
    hints = (f"one of: {', '.join(NAMES)}", 'did you mean "en" (English)?')
    assert (problem.message, problem.hint) == (message, hints[tag == "../en"])


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "month", "day", "season"),
    [
        ("en", "Sep 2021", "Sep 17, 2021", "Fall 2024"),
        ("en-GB", "Sept 2021", "17 Sept 2021", "Fall 2024"),
        ("zh-Hans", "2021年9月", "2021年9月17日", "2024年秋季"),
        ("zh-TW", "2021年9月", "2021年9月17日", "2024年秋季"),
        ("ja", "2021年9月", "2021年9月17日", "2024年秋"),
        ("ko", "2021년 9월", "2021년 9월 17일", "2024년 가을"),
        ("de", "Sept. 2021", "17. Sept. 2021", "Herbst 2024"),
        ("de-AT", "Sep. 2021", "17. Sep. 2021", "Herbst 2024"),
        ("fr", "sept. 2021", "17 sept. 2021", "automne 2024"),
        ("es", "sept 2021", "17 sept 2021", "otoño de 2024"),
        ("pt", "set. de 2021", "17/09/2021", "outono de 2024"),
        ("pt-BR", "set. de 2021", "17 de set. de 2021", "outono de 2024"),
        ("it", "set 2021", "17 set 2021", "autunno 2024"),
        ("nl", "sep 2021", "17 sep 2021", "najaar 2024"),
        ("pl", "wrz 2021", "17 wrz 2021", "jesień 2024"),
        ("ru", "сент. 2021 г.", "17 сент. 2021 г.", "осень 2024 г."),
        ("el", "Σεπ 2021", "17 Σεπ 2021", "Φθινόπωρο 2024"),
        ("tr", "Eyl 2021", "17 Eyl 2021", "Güz 2024"),
        ("sv", "sep. 2021", "17 sep. 2021", "hösten 2024"),
        ("nn", "sep. 2021", "17. sep. 2021", "høsten 2024"),
        ("cs", "září 2021", "17. 9. 2021", "podzim 2024"),
        ("hu", "2021. szept.", "2021. szept. 17.", "2024 ősz"),
        ("ar", "سبتمبر 2021", "17 سبتمبر 2021", "خريف 2024"),
        ("he", "ספט׳ 2021", "17 בספט׳ 2021", "סתיו 2024"),
        ("fa", "سپتامبر ۲۰۲۱", "۱۷ سپتامبر ۲۰۲۱", "پاییز ۲۰۲۴"),
        ("hi", "सित॰ 2021", "17 सित॰ 2021", "शरद 2024"),
    ],
)
def test_dates_are_as_the_language_writes_them(tag: str, month: str, day: str, season: str) -> None:
    spoken = language.load(tag)
    shown = [spoken.date(date) for date in (Date(2021, 9), Date(2021, 9, 17), Date(2024, season="Fall"))]
    assert [spaced(text) for text in shown] == [month, day, season]


@pytest.mark.parametrize("name", NAMES)
def test_every_month_is_written_in_its_own_way(name: str) -> None:
    spoken = language.load(name)
    for dates_of_months in ([Date(2024, month) for month in range(1, 13)], [Date(2024, m, 29) for m in range(1, 13)]):
        assert len({spoken.date(date) for date in dates_of_months}) == 12


@pytest.mark.parametrize("name", NAMES)
def test_dates_have_the_languages_digits_and_no_space_that_fonts_lack(name: str) -> None:
    spoken = language.load(name)
    values = (Date(2021), Date(2021, 9), Date(2021, 9, 17), Date(2021, season="Winter"))
    shown = "".join(map(spoken.date, values)) + spoken.range(DateRange(values[0], Date(2023))) + spoken.number(21)
    assert {char for char in shown if char.isdigit()} <= set(spoken.digits)
    assert {char for char in shown if char.isspace()} <= {" ", "\N{NO-BREAK SPACE}"}


@pytest.mark.parametrize(
    ("tag", "years", "months", "still", "expected"),
    [
        ("en", "2019–2023", "Sep 2021 – Jun 2023", "2021 – Present", "2023 – Jul 2025 (expected)"),
        ("de", "2019–2023", "Sept. 2021 – Juni 2023", "2021 – heute", "2023 – Juli 2025 (voraussichtlich)"),
        ("fr", "2019–2023", "sept. 2021 – juin 2023", "2021 – aujourd’hui", "2023 – juil. 2025 (prévu)"),
        ("zh-Hans", "2019–2023年", "2021年9月 – 2023年6月", "2021年 – 至今", "2023年 – 2025年7月（预计）"),
        ("ja", "2019年～2023年", "2021年9月～2023年6月", "2021年～現在", "2023年～2025年7月（予定）"),
        ("ko", "2019년 ~ 2023년", "2021년 9월 ~ 2023년 6월", "2021년 ~ 현재", "2023년 ~ 2025년 7월(예정)"),
        ("hu", "2019–2023", "2021. szept. – 2023. jún.", "2021. – jelenleg", "2023. – 2025. júl. (várható)"),
        ("ar", "2019–2023", "سبتمبر 2021 – يونيو 2023", "2021 – حتى الآن", "2023 – يوليو 2025 (متوقع)"),
        ("he", "2019–2023", "ספט׳ 2021 – יוני 2023", "2021 – היום", "2023 – יולי 2025 (צפוי)"),
        ("fa", "۲۰۱۹ تا ۲۰۲۳", "سپتامبر ۲۰۲۱ تا ژوئن ۲۰۲۳", "۲۰۲۱ تا اکنون", "۲۰۲۳ تا ژوئیه ۲۰۲۵ (پیش‌بینی‌شده)"),
    ],
)
def test_ranges_are_as_the_language_writes_them(tag: str, years: str, months: str, still: str, expected: str) -> None:
    ranges = (
        DateRange(Date(2019), Date(2023)),
        DateRange(Date(2021, 9), Date(2023, 6)),
        DateRange(Date(2021), None),
        DateRange(Date(2023), Date(2025, 7), expected=True),
    )
    assert [spaced(language.load(tag).range(each)) for each in ranges] == [years, months, still, expected]


@pytest.mark.parametrize("name", NAMES)
def test_a_range_from_a_date_to_itself_is_the_date(name: str) -> None:
    spoken, date = language.load(name), Date(2024, 5)
    assert spoken.range(DateRange(date, date)) == spoken.date(date)


@pytest.mark.parametrize(("season", "shown"), [("Fall", "Fall 2024"), ("Autumn", "Autumn 2024")])
def test_english_keeps_the_season_that_the_author_chose(season: str, shown: str) -> None:
    assert ENGLISH.date(Date(2024, season=season)) == shown


@pytest.mark.parametrize("season", dates.SEASONS)
@pytest.mark.parametrize("name", NAMES)
def test_every_season_has_a_name(name: str, season: str) -> None:
    spoken = language.load(name)
    assert spoken.number(2024) in spoken.date(Date(2024, season=season))
    assert len({spoken.date(Date(2024, season=each)) for each in dates.SEASONS}) == (5 if name == "en" else 4)


# --- cost -----------------------------------------------------------------------------------------


def test_a_date_in_any_language_is_written_without_babel() -> None:
    script = """
import sys
from cvgen.text import language
from cvgen.text.dates import Date
for name in language.names():
    language.load(name).date(Date(2021, 1, 17))
print("babel" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, encoding="utf-8")
    assert (done.stdout, done.stderr) == ("False\n", "")


# --- the samples ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_there_is_a_valid_sample_in_every_language(name: str) -> None:
    path = SAMPLES / f"{name}.yaml"
    data = source.read(path).data
    assert data["language"] == name
    assert [section for section in data["sections"] if "title" in section] == []
    assert profile.validate(source.read(path)).data == data


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_in_its_language(name: str) -> None:
    text = (SAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    spoken = language.load(name)
    opening, closing = spoken.quotes
    assert re.search(rf"{opening}[^{opening}{closing}]+{closing}", text)
    assert text == unicodedata.normalize("NFC", text)


def test_there_is_no_sample_without_its_language() -> None:
    assert sorted(path.stem for path in SAMPLES.iterdir()) == NAMES
