"""No good page is refused, and none runs off its paper: kinds of text that the check or the line breaks once failed at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from tests.conftest import STYLES, tex
from tests.fuzz.reading import bare, read

NETWORKS = """\
basics:
  name: A. Person
  profiles:
    - { network: X, username: alexsmith }
    - { network: GitHub, username: ada-github }
    - { network: LinkedIn, url: "https://www.linkedin.com/in/ada" }
"""
MARKUP = "分布式**训练框架**对*大规模*`稀疏`模型进行[持续](https://example.com)优化" * 12
CHINESE = f"""\
language: zh-Hans
basics: {{ name: 王小明 }}
sections:
  - title: 简介
    kind: text
    entries: ["{MARKUP}", "{"Terraform、Ansible、**Pulumi**、" * 12}"]
"""
KEYWORDS = f"""\
language: ja
basics: {{ name: 例 }}
sections:
  - kind: skills
    entries: [{{ name: IaC, keywords: [{", ".join(["Terraform", "Ansible", "Pulumi"] * 5)}] }}]
"""
SYMBOLS = f"""\
basics: {{ name: A. Person }}
sections:
  - title: Notes
    kind: bullets
    entries: ["{"." * 300}", "{"=" * 300}", "{"-" * 300}", "{"*" * 300}"]
"""
MIXED = """\
basics: { name: A. Person }
sections:
  - title: Notes
    kind: bullets
    entries: ["one two שלום עולם three", "שלום C++ Müller", "לא 12 abc [link מרכז](https://example.org) x", "ﷺ ﷽ مرحبا"]
  - kind: projects
    entries: [{ name: "\\u0301t", url: "https://example.org" }, { name: مشروع x86-64, url: "https://example.com" }]
"""
LONG = f"""\
basics: {{ name: A. Person }}
sections:
  - kind: skills
    entries: [{{ name: Tools, keywords: [{", ".join(f"Tool number {i}" for i in range(400))}] }}]
  - kind: table
    entries: [{{ label: Notes, value: "{"word " * 900}" }}]
  - kind: experience
    entries: [{{ name: Acme, position: Clerk, summary: "{"word " * 900}", team: "{"team " * 900}" }}]
"""


USUAL = {"classic", "sidebar"}  # a wide column and a narrow one


@pytest.mark.parametrize(
    "style", [pytest.param(each, marks=[] if each in USUAL else pytest.mark.exhaustive) for each in STYLES]
)
@pytest.mark.parametrize(
    "profile",
    [NETWORKS, CHINESE, KEYWORDS, SYMBOLS, MIXED],
    ids=["networks", "Chinese", "keywords", "symbols", "mixed"],
)
def test_a_good_page_is_written_and_nothing_is_said_of_it(profile: str, style: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(profile, encoding="utf-8")
    result = rendering.render(Request(path, style, tmp_path, ("pdf",), ("design.icons=true",)), tex())
    assert [str(each) for each in result.warnings if each.code != "sparse-page"] == []
    assert (tmp_path / f"a-{style}.pdf").exists()


def test_a_text_of_both_directions_is_read_in_its_order_by_the_structure(tmp_path: Path) -> None:
    path = tmp_path / "mixed.yaml"
    path.write_text(MIXED, encoding="utf-8")
    result = rendering.render(Request(path, "classic", tmp_path, ("pdf",)), tex())
    said = [block.said for block in read(result.files[0])]
    assert [each for each in said if re.search("[א-ת]", each)] == [
        "one two שלום עולם three",
        "שלום C++ Müller",
        "לא 12 abc link מרכז x",
    ]


def test_arabic_with_marks_is_read_letter_by_letter_by_the_structure(tmp_path: Path) -> None:
    path = tmp_path / "marks.yaml"
    path.write_text(
        'language: ar\nbasics: { name: محمّد عليّ, label: قدّم عرضًا, summary: "می\u200cروم" }\n', encoding="utf-8"
    )
    result = rendering.render(Request(path, "classic", tmp_path, ("pdf",)), tex())
    said = [bare(block.said) for block in read(result.files[0])]
    assert said == [bare(each) for each in ("محمّد عليّ", "قدّم عرضًا", "می\u200cروم")]
