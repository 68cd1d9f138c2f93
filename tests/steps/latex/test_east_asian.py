r"""Where Chinese and Japanese lines break, and what stands between their characters, beside other scripts."""

from __future__ import annotations

import re

import pytest

from cvgen.data import assets
from cvgen.steps.latex import east_asian
from tests.steps.latex.sources import marked, typed


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("用Rust写", r"\cvHan{zh-Hans}{用\cvHanGap{}}Rust\cvHan{zh-Hans}{\cvHanGap{}写}"),
        ("降90%多", r"\cvHan{zh-Hans}{降\cvHanGap{}}90\%\cvHan{zh-Hans}{\cvHanGap{}多}"),
        ("用 Rust 写", r"\cvHan{zh-Hans}{用} Rust \cvHan{zh-Hans}{写}"),
        ("2024年5月", r"2024\cvHan{zh-Hans}{年\cvHanGlue{}}5\cvHan{zh-Hans}{月}"),
        ("한국어3", r"\cvHan{ko}{한국어\cvHanGlue{}}3"),
    ],
)
def test_a_quarter_em_parts_chinese_from_letters_and_digits_that_touch_it(text: str, tex: str) -> None:
    assert typed(text) == tex


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("Go、C", r"Go\cvHan{zh-Hans}{、\cvHanClose{}}C"),
        ("Go（C", r"Go\cvHan{zh-Hans}{\cvHanOpen{}（}C"),
        ("Go・C", r"Go\cvHan{zh-Hans}{・\cvHanGlue{}}C"),
        ("字,字", r"\cvHan{zh-Hans}{字},\cvHan{zh-Hans}{\cvHanGlue{}字}"),
        ("字(C)字", r"\cvHan{zh-Hans}{字\cvHanGlue{}}(C)\cvHan{zh-Hans}{\cvHanGlue{}字}"),
        ("CI/字/字", r"CI/\cvHan{zh-Hans}{\cvHanGlue{}字}/\cvHan{zh-Hans}{\cvHanGlue{}字}"),
        ("$字%", r"\$\cvHan{zh-Hans}{字}\%"),
        ("用**写**，", r"\cvHan{zh-Hans}{用\cvHanGlue{}}\cvStrong{\cvHan{zh-Hans}{写}}\cvHan{zh-Hans}{，}"),
        ("Go、**C**", r"Go\cvHan{zh-Hans}{、\cvHanClose{}}\cvStrong{C}"),
        (
            "写（**写**），**（写**",
            r"\cvHan{zh-Hans}{写（}\cvStrong{\cvHan{zh-Hans}{写}}\cvHan{zh-Hans}{），\cvHanBetween{}}\cvStrong{\cvHan{zh-Hans}{（写}}",
        ),
    ],
)
def test_a_line_breaks_after_closing_marks_and_before_opening_ones_alone(text: str, tex: str) -> None:
    assert marked(text) == tex


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("在“Go”中", "在「Go」中"),
        ("“Go语言”", "「Go语言」"),
        ("写“x”", "写「x」"),
        ("“Go”, 写", "“Go”, 写"),
        ("写 Don’t", "写 Don’t"),
        ("他——……", "他〰〰〰〰"),
        ("2–3 — 写", "2–3 — 写"),
        ("张·三 a·b", "张・三 a·b"),
    ],
)
def test_quotation_marks_dashes_and_dots_beside_chinese_belong_to_it(text: str, seen: str) -> None:
    assert east_asian.as_seen(text, "zh-Hans") == seen


def test_they_are_printed_as_typed_and_in_the_chinese_font() -> None:
    assert typed("“很好”——‘好’") == r"\cvHan{zh-Hans}{“很好”——‘好’}"


def test_japanese_and_korean_have_the_quotation_marks_of_latin() -> None:
    texts = [("“本”", "ja"), ("“책”…", "ko")]
    assert [east_asian.as_seen(*each) for each in texts] == ["“本”", "“책”…"]


def test_no_single_character_is_left_for_the_last_line() -> None:
    assert typed("面向大规模集群的调度研究。") == r"\cvFilled{}\cvHan{zh-Hans}{面向大规模集群的调度研\cvHanTie{}究。}"


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("负责核心链路的稳定性和性能优化", True),
        ("使用Kubernetes、Docker等工具落地压测体系", True),
        ("Python、Kubernetes、Terraform", False),
        ("李示例", False),
    ],
)
def test_lines_of_a_text_that_is_mostly_chinese_are_filled(text: str, filled: bool) -> None:
    assert typed(text).startswith(r"\cvFilled{}") == filled


@pytest.mark.parametrize("char", "。、，．」』）》〉】〕")
def test_python_and_tex_agree_on_what_closes(char: str) -> None:
    tex = (assets.SHARED / "cvgen-fonts.sty").read_text(encoding="utf-8")
    codes = re.sub(r"[%\s]", "", re.findall(r"\\cv@classes4\{([0-9A-F,%\s-]+)\}", tex)[0]).split(",")
    closing = {code for each in codes for code in range(int(each[:4], 16), int(each[-4:], 16) + 1)}
    assert (ord(char) in closing, east_asian.between(char, "字", "ja")) == (True, r"\cvHanClose{}")
