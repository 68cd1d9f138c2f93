"""Lines of Chinese and Japanese are filled, and begin and end as their rules allow, in every style."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest

from tests.conftest import STYLES, Render

NEVER_FIRST = "、。，．：；！？」』）》〉】〕”’・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％—…%/"
HALF_BLANK = "、。，．：；」』）》〉】〕”"
NEVER_LAST = "「『（《〈【〔“‘￥$"
TEXTS = {
    "zh-Hans": (
        "负责交易核心链路的稳定性和性能优化，支撑双11峰值每秒50万笔订单；使用Kubernetes、Docker、Istio等工具（见“平台”项目），落地"
        "全链路压测与混沌工程体系，系统可用性由99.9%提升至99.99%，每年节省成本约300万元。曾在《计算机学报》发表论文两篇——其中一篇"
        "获得最佳论文奖……并在团队内推动代码评审与持续集成，让每个人都能放心地发布，把发布周期从两周缩短到一天，故障也更少了。"
    ),
    "ja": (
        "クラウド基盤チームのリーダーとして、自社SaaSプロダクトの設計・実装・運用を担当し、「コスト最適化」と「可用性向上」（月間1,000万件）を"
        "実現。オンコール・アラート・ダッシュボードの整備や、CI/CDパイプラインの構築を進め、停止時間なしで新しい環境（Kubernetes、Terraform）へ"
        "移行した。ユーザー・サポート・マーケティングの各チームとも連携し、チーム全体の品質向上に貢献してきた。"
    ),
}
KEYWORDS = [
    "Terraform",
    "Ansible",
    "Pulumi",
    "Packer",
    "Shell",
    "Python",
    "Docker",
    "Kubernetes",
    "Prometheus",
    "Go",
    "SQL",
    "Rust",
] * 2


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", TEXTS)
def test_lines_end_together_and_no_line_begins_with_a_closing_mark(
    rendered: Render, tmp_path: Path, language: str, style: str
) -> None:
    text = TEXTS[language]
    sections = [
        {"title": "例", "kind": "text", "entries": [text, text]},
        {"kind": "skills", "entries": [{"name": "例", "keywords": KEYWORDS}]},
        {"title": "例", "kind": "bullets", "entries": [text]},
    ]
    data = {"language": language, "basics": {"name": "例"}, "sections": sections}
    profile = tmp_path / f"{language}.yaml"
    profile.write_text(json.dumps(data), encoding="utf-8")
    result = rendered(profile, style)
    assert result.warnings == []
    lines = _lines(result.pdf)
    assert [line.text for line in lines if line.text[0] in NEVER_FIRST or line.text[-1] in NEVER_LAST] == []
    starts = [i for i, line in enumerate(lines) if text[:4] in line.text]
    ends = [i for i, line in enumerate(lines) if line.text.endswith(text[-3:])]
    assert len(starts) == len(ends) == 3
    edges = [[line.end for line in lines[start:end]] for start, end in zip(starts, ends, strict=True)]
    assert [round(max(each) - min(each), 1) for each in edges if max(each) - min(each) > 3] == []


class Line(NamedTuple):
    """A line as pdfium has it: its text without spaces, and where its ink ends, from the left, in points."""

    text: str
    end: float


def _lines(path: Path) -> list[Line]:
    """Return the lines of a PDF in the order of its content; a closing mark counts as half a character."""
    lines: list[Line] = []
    for page in pypdfium2.PdfDocument(path):
        text = page.get_textpage()
        left = base = 0.0
        line, end = "", 0.0
        for i in range(text.count_chars()):
            char = text.get_text_range(i, 1)
            if not char.strip() or char == "\ufffe":
                continue
            x, y, right, _ = text.get_charbox(i, loose=True)
            if line and x < left and abs(y - base) > 4:
                lines.append(Line(line, end))
                line = ""
            line += char
            end = (x + right) / 2 if char in HALF_BLANK else right
            left, base = x, y
        lines.append(Line(line, end))
    return lines
