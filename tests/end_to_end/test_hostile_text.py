"""Text that means something to TeX, Jinja, YAML or Markdown prints as typed, in every field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from cvgen.diagnostics import CvgenError, Severity
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from tests.conftest import STYLES, Render, tex
from tests.end_to_end.extraction import EXTRACTORS, not_found, words
from tests.filled import every_field

HOSTILE = (
    r"""# $ % & _ { } ~ ^ \ < > | " ' ` @ -- --- ... \input{/etc/passwd} \write18{touch${IFS}x} {{7*7}} """
    r"""<<7*7>> <% raw %> $5M C++ C# <T> __init__ #rust 50% a_b ~/x 5*3*2 ^^41 \par \end{document} ?` !` '' `` """
    "naïve Łódź ß fi ffl “quoted” – — … € ™ 😀 🚀 Ελλάδα Привет 你好世界 こんにちは 한국어"
)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "hostile.yaml"
    path.write_text(yaml.safe_dump(every_field(lambda: HOSTILE), allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize("style", STYLES)
def test_its_only_warnings_are_true(rendered: Render, profile: Path, style: str) -> None:
    # A head of ten lines cannot always stand on one page; three full stops may share a glyph with their ligature;
    # such a text is no phone number, and no account.
    known: tuple[str, ...] = ("is alone at the foot", ". (U+002E FULL STOP)", "[phone-unlinked]", "[account-unlinked]")
    if style == "sidebar":  # whose column is too narrow for words of 25 letters
        known += ("a line is too wide for the page",)
    assert [each for each in rendered(profile, style).warnings if not any(one in each for one in known)] == []


@pytest.mark.parametrize(
    ("style", "extractor"),
    [
        pytest.param(style, each, marks=[] if "classic" in style or "pdftotext" in each else pytest.mark.exhaustive)
        for style in STYLES
        for each in EXTRACTORS
    ],
)
def test_it_reads_back_as_typed(rendered: Render, profile: Path, style: str, extractor: str) -> None:
    text = EXTRACTORS[extractor](rendered(profile, style).pdf)
    assert not_found(words(HOSTILE), text) == []


@pytest.mark.parametrize("style", STYLES)
def test_it_reads_back_in_every_field(rendered: Render, profile: Path, style: str) -> None:
    text = profile.read_text(encoding="utf-8")
    typed = text.count("__init__") - text.count("region:")  # a region of its city's name prints once
    read = EXTRACTORS["pdftotext"](rendered(profile, style).pdf).count("__init__")
    assert read >= typed > 100


@pytest.mark.parametrize("style", STYLES)
def test_words_beside_chinese_stay_whole(rendered: Render, tmp_path: Path, style: str) -> None:
    path = tmp_path / "mixed.yaml"
    path.write_text("basics:\n  name: Ada\n  summary: 你好 " + "C++/C# x86-64 " * 100 + "\n", encoding="utf-8")
    text = EXTRACTORS["pdftotext"](rendered(path, style).pdf)
    assert {word for word in words(text) if word.isascii()} == {"Ada", "C++/C#", "x86-64"}


@pytest.mark.parametrize("style", STYLES)
def test_hebrew_keeps_its_order_over_the_end_of_a_line(rendered: Render, tmp_path: Path, style: str) -> None:
    hebrew = ["מחלקת", "מדעי", "המחשב", "באוניברסיטה", "העברית", "בירושלים"]
    path = tmp_path / "hebrew.yaml"
    path.write_text(f"basics:\n  name: Ada\n  summary: {'word ' * 17}{' '.join(hebrew)}\n", encoding="utf-8")
    text = EXTRACTORS["pdftotext"](rendered(path, style).pdf)
    assert re.findall(r"[\u0590-\u05ff]+", text) == hebrew


@pytest.mark.parametrize("style", STYLES)
def test_emoji_are_pictures_that_read_as_typed(rendered: Render, tmp_path: Path, style: str) -> None:
    path = tmp_path / "emoji.yaml"
    emoji = "⭐⭐☆ 🇩🇪 👩\u200d💻 👍🏽 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3 🫩 ✅"
    path.write_text(f"basics:\n  name: Ada\n  summary: A {emoji} ב {emoji}\n  label: 🚀 {emoji}\n", encoding="utf-8")
    result = rendered(path, style)
    assert result.warnings == []
    read = re.sub("[\ufe0f\\s]", "", EXTRACTORS["pdftotext"](result.pdf))
    assert re.sub("[\ufe0f\\s]", "", emoji) in read


@pytest.mark.parametrize("style", STYLES)
def test_a_character_that_no_font_has_is_never_a_box(tmp_path: Path, style: str) -> None:
    path = tmp_path / "missing.yaml"
    path.write_text("basics:\n  name: Ada\n  label: an old **𐂀 sign**\n", encoding="utf-8")
    problem = "no font has the character 𐂀 (U+10080 LINEAR B IDEOGRAM B100 MAN)"
    with pytest.raises(CvgenError) as refused:
        rendering.render(Request(path, style, tmp_path), tex())
    assert [*map(str, refused.value.diagnostics)] == [f"{path}:3:10: error: {problem} [missing-character]"]
    assert [*tmp_path.glob("*.pdf")] == []
    ways = {
        "name": ("an old [linear b ideogram b100 man] sign", "its name is printed"),
        "drop": ("an old sign", "it is left out"),
    }
    for missing, (text, outcome) in ways.items():
        result = rendering.render(Request(path, style, tmp_path, missing=missing), tex())
        warnings = [str(each) for each in result.warnings if each.severity is not Severity.NOTE]
        assert warnings == [f"{path}:3:10: warning: {problem}: {outcome} [missing-character]"]
        assert text in " ".join(EXTRACTORS["pdftotext"](result.files[0]).split())


@pytest.mark.exhaustive
@pytest.mark.parametrize("unit", ["字字字字", "中文ab"])
def test_a_long_chinese_text_is_typeset_within_the_limits(rendered: Render, tmp_path: Path, unit: str) -> None:
    path = tmp_path / "long.yaml"
    path.write_text("basics:\n  name: Ada\n  summary: " + unit * 25_000 + "\n", encoding="utf-8")
    assert rendered(path, "classic").result.pages is not None
