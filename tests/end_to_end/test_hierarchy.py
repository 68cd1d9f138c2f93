"""What a page shows of the order of its parts: heads over titles, titles over labels, links, and lines to be read."""

from __future__ import annotations

import ctypes
import itertools
import json
import re
import statistics
import subprocess
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from tests.conftest import PEOPLE, SAMPLES, STYLES, Render, tex
from tests.end_to_end.extraction import EXTRACTORS

LEVELS = (1, 2, 3, 4)


class Look(NamedTuple):
    """How a text is printed, and the height of its base line above the foot of the page, in points."""

    font: str
    size: float
    colour: tuple[int, ...]
    height: float

    @property
    def is_bold(self) -> bool:
        return re.search("[Bb]old|Heavy|B$|Z$|BI$|ZI$", self.font) is not None

    @property
    def is_slanted(self) -> bool:
        return re.search("Italic|Oblique|I$", self.font) is not None


def look_of(pdf: Path, text: str) -> Look:
    """Return how a text is printed where it stands first."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            textpage = page.get_textpage()
            if (found := textpage.search(text, match_case=True).get_next()) is None:
                continue
            at = found[0]
            name = ctypes.create_string_buffer(100)
            pdfium.FPDFText_GetFontInfo(textpage, at, name, 100, None)
            channels = [ctypes.c_uint() for _ in range(4)]
            pdfium.FPDFText_GetFillColor(textpage, at, *channels)
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(textpage, at, x, y)
            size = round(pdfium.FPDFText_GetFontSize(textpage, at), 2)
            colour = tuple(channel.value for channel in channels[:3])
            return Look(name.value.decode().rpartition("+")[2], size, colour, y.value)
    raise AssertionError(f"{text!r} is not in {pdf}")


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile with heads of four levels, each between the end of one entry and the title of another."""

    def section(level: int, *inner: dict[str, Any]) -> dict[str, Any]:
        entry = {"name": f"Entry {level}", "highlights": [f"Above {level}"], "url": "https://example.com"}
        return {"title": f"Level {level}", "kind": "experience", "entries": [entry], "sections": [*inner]}

    nested = section(0, section(2, section(3, section(4))))
    path = tmp_path_factory.mktemp("levels") / "levels.yaml"
    path.write_text(json.dumps({"basics": {"name": "Ada"}, "sections": [nested, section(1)]}), encoding="utf-8")
    return path


@pytest.mark.parametrize("style", STYLES)
def test_heads_are_heavier_than_titles_at_every_level(rendered: Render, levels: Path, style: str) -> None:
    pdf = rendered(levels, style).pdf
    heads, title = [look_of(pdf, f"Level {level}") for level in LEVELS], look_of(pdf, "Entry 2")
    assert [head.size > (1 if head.is_bold else 1.25) * title.size for head in heads] == [True] * 4
    assert [head.is_slanted for head in heads] == [False] * 4


@pytest.mark.parametrize("style", STYLES)
def test_levels_are_told_apart(rendered: Render, levels: Path, style: str) -> None:
    pdf = rendered(levels, style).pdf
    sizes = [look_of(pdf, f"Level {level}").size for level in LEVELS]
    assert [higher >= 1.04 * lower for higher, lower in itertools.pairwise(sizes)] == [True] * 3


@pytest.mark.parametrize("style", STYLES)
def test_heads_have_more_space_above_than_below(rendered: Render, levels: Path, style: str) -> None:
    pdf = rendered(levels, style).pdf
    ends = {1: "Above 4", 2: "Above 0", 3: "Above 2", 4: "Above 3"}  # what stands before each head
    for level, end in ends.items():
        head = look_of(pdf, f"Level {level}").height
        above, below = look_of(pdf, end).height - head, head - look_of(pdf, f"Entry {level}").height
        assert above > 1.25 * below > 0, level


@pytest.mark.parametrize("style", STYLES)
def test_titles_that_are_links_have_a_line_and_heads_have_none(rendered: Render, levels: Path, style: str) -> None:
    pdf = rendered(levels, style).pdf
    titles = [look_of(pdf, f"Entry {level}").height for level in (0, *LEVELS)]
    with pikepdf.open(pdf) as opened:
        instructions = list(pikepdf.parse_content_stream(opened.pages[0]))
    starts = [float(each.operands[1]) for each, after in itertools.pairwise(instructions)
              if (str(each.operator), str(after.operator)) == ("m", "l")]  # fmt: skip
    ends = [float(each.operands[1]) for each in instructions if str(each.operator) == "l"]
    lines = {round(start, 2) for start in starts} & {round(end, 2) for end in ends}
    assert [sum(0 < title - line < 3 for line in lines) for title in titles] == [1] * len(titles)
    assert look_of(pdf, "Entry 1").colour == (0, 0, 0)


@pytest.mark.parametrize("style", STYLES)
def test_labels_are_alike_and_not_louder_than_what_they_label(rendered: Render, style: str) -> None:
    pdf = rendered(SAMPLES / "every-kind.yaml", style).pdf
    labels = {look_of(pdf, label)[:3] for label in ("Advisor", "Motivation", "Contributions", "Approaches explored")}
    [(font, size, colour)] = labels
    text = look_of(pdf, "Linking took longer than compiling")
    assert (Look(font, size, colour, 0).is_bold, size <= text.size, colour in {(0, 0, 0), (77, 77, 77)}) == (
        False,
        True,
        True,
    )


@pytest.mark.parametrize("style", STYLES)
def test_dates_are_not_louder_than_titles(rendered: Render, style: str) -> None:
    pdf = rendered(SAMPLES / "every-kind.yaml", style).pdf
    date, title = look_of(pdf, "2017"), look_of(pdf, "Sample College")
    assert (date.is_bold, date.size <= title.size, title.is_bold) == (False, True, True)


@pytest.mark.parametrize("style", STYLES)
def test_short_texts_follow_each_other_on_a_line(style: str, tmp_path: Path) -> None:
    profile = tmp_path / "ada.yaml"
    sections = [
        {"kind": "languages", "entries": [{"language": "Norwegian", "fluency": "native"}, {"language": "English"}]},
        {"kind": "interests", "entries": [{"name": "Photography"}, {"name": "Chess"}]},
        {"kind": "skills", "entries": [{"name": "Python", "level": "4/5"}, {"name": "Tools", "keywords": ["Git"]}]},
    ]
    profile.write_text(json.dumps({"basics": {"name": "Ada"}, "sections": sections}), encoding="utf-8")
    request = Request(profile, style, tmp_path, settings=("design.side=[awards]",))
    lines = EXTRACTORS["pdftotext"](rendering.render(request, tex()).files[0]).splitlines()
    found = [
        line.replace("∙", "·") for line in map(str.strip, lines) if re.search("Norwegian|Photography|Python", line)
    ]
    assert found == ["Norwegian (native) · English", "Photography · Chess", "Python (4/5)"]


def line_lengths(pdf: Path) -> list[int]:
    """Return how many characters the lines of paragraphs have that go on in a next line."""
    read = subprocess.run(["pdftotext", "-bbox-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    page = ET.fromstring(re.sub(r'xmlns="[^"]*"', "", read.stdout[read.stdout.index("<html") :]))
    blocks = [[" ".join(word.text or "" for word in line) for line in block] for block in page.iter("block")]
    return [len(line) for block in blocks for line in block[:-1] if len(line) > 45]


@pytest.mark.parametrize("style", STYLES)
def test_lines_have_a_length_that_is_easy_to_read(rendered: Render, style: str) -> None:
    lengths = [length for person in PEOPLE for length in line_lengths(rendered(person, style).pdf)]
    assert len(lengths) > 100
    assert 75 <= statistics.median(lengths) <= 95
