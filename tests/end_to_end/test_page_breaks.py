"""Where pages and lines end: what belongs together stays together, wherever it falls."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from tests.conftest import STYLES, Render
from tests.end_to_end.extraction import EXTRACTORS


def section(number: int) -> dict[str, Any]:
    """A section with an entry, as long as its number says: with many, heads fall on every line of a page."""
    entry = {"name": f"Entry {number}", "position": "Assistant", "highlights": ["A line."] * (number % 7 + 1)}
    return {"title": f"Heading {number}", "kind": "experience", "entries": [entry]}


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("breaks") / "breaks.yaml"
    data = {"basics": {"name": "Ada"}, "sections": [section(number) for number in range(200)]}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.mark.parametrize("style", STYLES)
def test_no_page_ends_with_the_head_of_a_section_or_entry(rendered: Render, profile: Path, style: str) -> None:
    text = EXTRACTORS["pdftotext"](rendered(profile, style).pdf)
    foot = re.compile(r"(Ada|·|\d+)( · \d+)?|\d+ of \d+")
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in text.split("\f")]
    bodies = [[line for line in page if not foot.fullmatch(line)] for page in pages]
    assert len(bodies) > 20
    assert [body[-1] for body in bodies if body and not body[-1].endswith("A line.")] == []


@pytest.mark.parametrize("style", STYLES)
def test_nothing_on_these_pages_is_alone(rendered: Render, profile: Path, style: str) -> None:
    assert rendered(profile, style).warnings == []


@pytest.mark.parametrize("style", STYLES)
def test_an_entry_of_two_lines_is_never_divided(rendered: Render, style: str, tmp_path: Path) -> None:
    entries = [
        {"language": "English", "summary": "Its only detail."},
        {"language": "Greek", "summary": "Its only detail."},
    ]
    lines = [{"kind": "bullets", "title": "Lines", "entries": ["A line."] * (number % 7 + 1)} for number in range(60)]
    pairs = [{"kind": "languages", "title": "Pairs", "entries": entries}] * 60
    path = tmp_path / "pairs.yaml"
    sections = [section for both in zip(lines, pairs, strict=True) for section in both]
    path.write_text(
        json.dumps({"basics": {"name": "Ada"}, "sections": sections, "design": {"side": []}}), encoding="utf-8"
    )
    pages = EXTRACTORS["pdftotext"](rendered(path, style).pdf).split("\f")
    assert len(pages) > 10
    assert [page for page in pages if page.lstrip().startswith("Its only detail.")] == []


@pytest.mark.parametrize("style", STYLES)
def test_lines_from_right_to_left_may_end_anywhere(rendered: Render, style: str, tmp_path: Path) -> None:
    """A piece that says what it belongs to, and went on in the next line, would lead its neighbours astray."""
    path = tmp_path / "lines.yaml"
    profiles = [
        {"network": "GitHub", "username": "annotated-" * count + "x", "url": f"https://example.com/{count}"}
        for count in range(6, 18)
    ]
    said = [f"{'של ' * count} [state-of-the-art](https://example.com/{count}) end-to-end" for count in range(20)]
    data = {
        "language": "he",
        "basics": {"name": "Ann", "profiles": profiles},
        "sections": [{"title": "שם", "kind": "text", "entries": said}],
    }
    path.write_text(json.dumps(data), encoding="utf-8")
    assert rendered(path, style).result.links == len(profiles) + len(said)


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("style", STYLES)
def test_dates_stand_beside_the_first_line_of_a_title_that_takes_several(
    rendered: Render, style: str, language: str, tmp_path: Path
) -> None:
    path = tmp_path / f"wide-{language}.yaml"
    words = "degree " + "word " * 40
    entry = {"institution": "School", "studyType": words, "startDate": "2020", "endDate": "2024"}
    data = {"language": language, "basics": {"name": "Ada"}, "sections": [{"kind": "education", "entries": [entry]}]}
    path.write_text(json.dumps(data), encoding="utf-8")
    with pdfplumber.open(rendered(path, style).pdf) as pdf:
        tops = {word["text"]: word["top"] for word in reversed(pdf.pages[0].extract_words(use_text_flow=True))}
    [date] = [top for text, top in tops.items() if "2020" in text or "2024" in text]
    first = tops["School"] if style == "timeline" else tops["degree"]  # its dates stand beside the whole entry
    assert abs(date - first) < 3  # points: they may be of different sizes
