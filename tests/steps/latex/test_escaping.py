"""Nothing that a person types is a command to TeX."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from cvgen.steps.latex.escaping import escape_url
from tests.conftest import STYLES, Render
from tests.steps.latex.sources import typed

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\u00a0": "~",
    "\u00ad": r"\-",
    "\u200b": r"\cvBreak{}",
}


@pytest.mark.parametrize(("character", "tex"), SPECIAL.items())
def test_what_tex_would_act_on_is_escaped(character: str, tex: str) -> None:
    assert typed(f"a{character}b") == f"a{tex}b"


@pytest.mark.parametrize("neighbour", ["\u0302", "\u20dd", "\ufe0f", "\U000e0100", "\u200d", "中", "ש", "λ", "😀"])
@pytest.mark.parametrize(("character", "tex"), [pair for pair in SPECIAL.items() if pair[0].isascii()])
def test_it_is_escaped_whatever_stands_beside_it(character: str, tex: str, neighbour: str) -> None:
    assert tex in typed(neighbour + character)
    assert tex in typed(character + neighbour)


def test_everything_else_that_a_keyboard_has_stands_for_itself() -> None:
    letters = "".join(map(chr, range(0x21, 0x7F)))
    plain = re.sub(r"[\\{}#$%&_~^]", "", letters)
    assert [typed(char) for char in plain] == list(plain)


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        (r"\input{/etc/passwd}", r"\textbackslash{}input\{/etc/passwd\}"),
        ("^^41", r"\textasciicircum{}\textasciicircum{}41"),
        ("<< x >> <% y %>", r"<< x >> <\% y~\%>"),
        ("-- --- `` '' ?` <<", "-- --- `` '' ?` <<"),
        ("Zoë Łukasiewicz 3–5 “so”…", "Zoë Łukasiewicz 3–5 “so”…"),
    ],
)
def test_text_is_never_a_command(text: str, tex: str) -> None:
    assert typed(text) == tex


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("李雷", r"\cvHan{zh-Hans}{李雷}"),
        ("東京タワー", r"\cvHan{ja}{東京タワー}"),
        ("한국어 漢字", r"\cvHan{ko}{한국어} \cvHan{ko}{漢字}"),
        ("（中，文）", r"\cvHan{zh-Hans}{（中，文）}"),
        ("𠮷野", r"\cvHan{zh-Hans}{𠮷野}"),
        ("Ελλάδα", r"\cvRun{Ελλάδα}"),
        ("a → b 😀", r"a \cvRun{→} b \cvEmoji{😀}"),
    ],
)
def test_each_script_is_set_by_its_own_rules(text: str, tex: str) -> None:
    assert typed(text) == tex


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("🇩🇪🇫🇷", r"\cvEmoji{🇩🇪}\cvEmoji{🇫🇷}"),
        ("👍🏽👩\u200d💻", "\\cvEmoji{👍🏽}\\cvEmoji{👩\u200d💻}"),
        ("☎ ☎\ufe0f ©\ufe0f", "\\cvRun{☎} \\cvEmoji{☎\ufe0f} \\cvEmoji{©\ufe0f}"),
        ("#\ufe0f\u20e3 #1", "\\cvEmoji{\\#\ufe0f\u20e3} \\#1"),
        ("⭐☆", r"\cvRun{^^^^2605}\cvRun{☆}"),
    ],
)
def test_an_emoji_is_kept_together(text: str, tex: str) -> None:
    assert typed(text) == tex


@pytest.mark.parametrize("char", [".", "=", "-", "*", "#", "·"])
def test_a_long_run_of_symbols_breaks(char: str) -> None:
    pieces = typed(char * 300).split(r"\cvBreak{}")
    assert max(len(piece.replace("\\", "")) for piece in pieces) <= 28 * len(typed(char).replace("\\", ""))


@pytest.mark.parametrize("text", ["x\u0302", "q\u0303\u0304z", "葛\U000e0100城", "λ\u0302π", "Ω" * 40 + "\u0302Ω"])
def test_a_mark_stays_with_its_letter(text: str) -> None:
    tex = typed(text)
    before = [tex[i - 1] for i, char in enumerate(tex) if unicodedata.category(char) == "Mn"]
    assert [char for char in before if char in "{}"] == []


def test_lines_of_thai_break_between_its_words() -> None:
    words = ["พัฒนา", "และ", "ปรับปรุง", "ระบบ", "การ", "ชำระเงิน", "ออนไลน์"]
    assert typed("".join(words)) == r"\cvWordBreak{}".join(rf"\cvRun{{{word}}}" for word in words)
    assert typed("ประสบการณ์ทำงาน") == r"\cvRun{ประสบการณ์ทำงาน}"


@pytest.mark.parametrize("word", ["a" * 28, "well-known/and-or/both@home", "https://example.com"])
def test_a_word_that_fits_on_a_line_never_breaks(word: str) -> None:
    assert typed(word) == word


@pytest.mark.parametrize(
    ("address", "pieces"),
    [
        ("https://example.com/a/very/long/path", ["https://", "example.", "com/", "a/", "very/", "long/", "path"]),
        ("some_body+filter@mail.example.org", [r"some\_", "body+", "filter@", "mail.", "example.", "org"]),
    ],
)
def test_a_long_address_may_break_after_punctuation(address: str, pieces: list[str]) -> None:
    assert typed(address).split(r"\cvBreak{}") == pieces


@pytest.mark.parametrize("letter", ["a", "é", "λ", "ж"])
def test_a_long_word_may_break_after_each_line_full_and_not_before(letter: str) -> None:
    pieces = typed(letter * 100).replace(r"\cvRun{", "").replace("}", "").split(r"\cvBreak{")
    assert (pieces[0], "".join(pieces)) == (letter * 28, letter * 100)


def test_short_words_beside_a_long_one_stay_whole() -> None:
    assert typed("a/b " + "c" * 29 + " d/e") == "a/b " + "c" * 28 + r"\cvBreak{}c d/e"


@pytest.mark.parametrize(
    ("url", "tex"),
    [
        ("https://example.com/a?b=c", "https://example.com/a?b=c"),
        ("https://example.com/~a_b#c&d$e", r"https://example.com/\~a\_b\#c\&d\$e"),
        ("https://example.com/%20", r"https://example.com/\%20"),
        ("https://example.com/a(b)", r"https://example.com/a\%28b\%29"),
        ("https://example.com/a b", r"https://example.com/a\%20b"),
        ("https://example.com/\\{}^", r"https://example.com/\%5C\%7B\%7D\%5E"),
        ("https://example.com/中", r"https://example.com/\%E4\%B8\%AD"),
        ("https://müller.example/", "https://xn--mller-kva.example/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("mailto:o'hara+cv@example.com", "mailto:o'hara+cv@example.com"),
    ],
)
def test_an_address_is_percent_encoded(url: str, tex: str) -> None:
    assert escape_url(url) == tex


def test_no_character_special_to_tex_or_pdf_survives_in_an_address() -> None:
    everything = "".join(map(chr, [*range(0x20, 0x250), 0x4E2D, 0x1F600]))
    left = re.sub(r"\\[%#&$~_]", "", escape_url(f"https://example.com/{everything}"))
    assert re.findall(r"[^A-Za-z0-9!*'+,/:;=?@.-]", left) == []


@pytest.mark.parametrize("style", STYLES)
def test_every_font_of_a_style_has_the_characters_that_need_no_fallback(
    rendered: Render, tmp_path: Path, style: str
) -> None:
    common = [char for char in map(chr, range(0xA1, 0x2200)) if typed(char) == char]
    text = " ".join("".join(common[i : i + 20]) for i in range(0, len(common), 20))
    texts = [text, f"**{text}**", f"*{text}*", f"***{text}***", f"`{text}`"]
    profile = tmp_path / "common.yaml"
    section = {"title": text, "kind": "text", "entries": texts}
    profile.write_text(json.dumps({"basics": {"name": text, "label": text}, "sections": [section]}), encoding="utf-8")
    assert rendered(profile, style).warnings == []


def test_a_long_chinese_text_is_typeset_in_pieces_between_which_a_line_may_break() -> None:
    """XeTeX takes a time for a run that grows with the square of its length."""
    pieces = typed("字" * 499 + "，「" + "字" * 1100).split(r"\cvHanGlue{}}\cvHan{zh-Hans}{")
    assert [(piece.count("字"), piece[0], piece[-1]) for piece in pieces[1:-1]] == [(500, "字", "字")] * 2
    assert (pieces[0].count("字"), pieces[0][-3:]) == (500, "，「字")


@pytest.mark.parametrize("unit", ["word ", "中文ab", "中文 (ab) "])
def test_a_long_text_of_any_scripts_is_typeset_in_pieces(unit: str) -> None:
    r"""XeTeX walks through the whole paragraph for each word that is not in a box."""
    first, *pieces = typed((unit * 3000).strip()).split(r"\cvPiece{")
    letters = [re.sub(r"\\\w+|zh-Hans|\W", "", each) for each in pieces]
    assert (first.removeprefix(r"\cvFilled{}"), max(map(len, pieces)) < 4500) == ("", True)
    assert "".join(letters) == re.sub(r"\W", "", unit) * 3000


def test_a_text_of_usual_length_is_in_one_piece() -> None:
    assert r"\cvPiece" not in typed("中文 word " * 400)
