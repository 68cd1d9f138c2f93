"""The table of scripts: it agrees with Unicode, and so does what TeX has of it."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from fontTools.unicodedata import block, script_name
from fontTools.unicodedata import script as unicode_script

from cvgen.data import assets
from cvgen.text import scripts

# The signs that lengthen a vowel and the closing mark are Common to Unicode, as several scripts share them.
SHARED = {"\N{KATAKANA-HIRAGANA PROLONGED SOUND MARK}": "Katakana", "\N{IDEOGRAPHIC CLOSING MARK}": "Han"}
SHARED["\N{HALFWIDTH KATAKANA-HIRAGANA PROLONGED SOUND MARK}"] = "Katakana"

EXACT = ("Han", "Hiragana", "Katakana", "Bopomofo", "Hangul", "Hebrew", "Arabic", "Thai", "Lao")
# Letters in blocks far from the others: of phonetics, of presentation forms, of mathematics.
APART = {"Han": "\U00016fe2\U00016fe3\U00016ff0-\U00016ff6", "Bopomofo": "\u02ea-\u02eb"}


def characters(ranges: str) -> set[str]:
    return {chr(code) for first, last in scripts.pairs(ranges) for code in range(ord(first), ord(last) + 1)}


def named(char: str) -> str:
    name: str = script_name(unicode_script(char))
    return name


@pytest.mark.parametrize("script", scripts.SCRIPTS)
def test_no_character_of_a_script_belongs_to_another(script: str) -> None:
    of_unicode = {named(char) for char in characters(scripts.SCRIPTS[script]) - SHARED.keys()}
    none = set() if script in {"Han", "Hiragana", "Katakana", "Bopomofo", "Hangul"} else {"Common", "Inherited"}
    assert of_unicode - {"Unknown"} <= {script, *none}


@pytest.mark.parametrize("script", EXACT)
def test_all_characters_of_a_script_are_in_it(script: str) -> None:
    last = sys.maxunicode if script == "Han" else 0xFFFF
    of_unicode = {chr(code) for code in range(last + 1) if named(chr(code)) == script}
    assert of_unicode - characters(scripts.SCRIPTS[script]) <= {
        char for char in of_unicode if re.match(f"[{APART.get(script, '-')}]", char)
    }


@pytest.mark.parametrize(("char", "script"), [*SHARED.items(), ("漢", "Han"), ("々", "Han"), ("が", "Hiragana")])
def test_a_character_has_its_script(char: str, script: str) -> None:
    assert scripts.script_of(char) == script


@pytest.mark.parametrize("char", [*"aßéÿ1“–€、。・「（", "\u3000", "\u0300", "\U0001f600"])
def test_latin_and_signs_have_no_script(char: str) -> None:
    assert scripts.script_of(char) == ""


def test_a_text_may_have_several_scripts() -> None:
    assert scripts.scripts_of("日本語のテキスト, 한국어, and English – 1.") == {"Han", "Hiragana", "Katakana", "Hangul"}


@pytest.mark.parametrize("script", ["Han", "Hiragana", "Katakana", "Bopomofo", "Hangul"])
def test_what_is_set_in_east_asian_fonts_has_all_of_their_scripts(script: str) -> None:
    assert characters(scripts.SCRIPTS[script]) <= characters(scripts.EAST_ASIAN)


def test_the_signs_are_whole_blocks_besides_the_letters() -> None:
    signs = characters(scripts.EAST_ASIAN_SIGNS)
    whole = {
        *("CJK Symbols and Punctuation", "Kanbun", "CJK Strokes", "Enclosed CJK Letters and Months"),
        *("CJK Compatibility", "Vertical Forms", "CJK Compatibility Forms", "Halfwidth and Fullwidth Forms"),
    }
    partly = {"Kangxi Radicals", "Hiragana", "Katakana"}
    assert {block(char) for char in signs} == whole | partly
    assert {chr(code) for code in range(0x10000) if block(chr(code)) in whole} <= signs


def test_all_letters_that_run_from_right_to_left_are_known() -> None:
    basic = map(chr, range(0x10000))
    rtl = {
        char
        for char in basic
        if unicodedata.bidirectional(char) in {"R", "AL"} and unicodedata.category(char)[0] == "L"
    }
    assert rtl <= characters(scripts.RIGHT_TO_LEFT)
    assert characters(scripts.HEBREW + scripts.ARABIC) <= characters(scripts.RIGHT_TO_LEFT)


def test_tex_has_rules_for_lines_for_east_asian_signs_alone() -> None:
    tex = (assets.SHARED / "cvgen-fonts.sty").read_text(encoding="utf-8")
    lists = re.findall(r"\\cv@classes\d\{([0-9A-F,%\s-]+)\}", tex)
    ends = [each.partition("-")[::2] for line in lists for each in re.sub(r"[%\s]", "", line).split(",")]
    of_tex = {chr(code) for first, last in ends for code in range(int(first, 16), int(last or first, 16) + 1)}
    assert len(of_tex) > 100
    others = characters("\ufe00-\ufe0f") | set("—―‥…")  # which choose a form of a character, or belong to Latin, too
    assert of_tex - others <= characters(scripts.EAST_ASIAN)
