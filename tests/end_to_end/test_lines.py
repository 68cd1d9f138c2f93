"""Lines are filled as far as words allow, and none begins or ends with a sign that belongs to its neighbour."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from tests.conftest import PEOPLE, STYLES, tex
from tests.end_to_end.lines import TextLine, could_be_longer, paragraphs, words

_MOST = 0.15  # of the breaks are made although the next word would have fitted
_SHORT = 12  # characters: a word with fewer has no line of its own


def read(profiles: list[Path], style: str, folder: Path) -> list[list[TextLine]]:
    requests = [Request(profile, style, folder, ("pdf", "tex")) for profile in profiles]
    return [lines for _, each in paragraphs(requests, tex()) for lines in each]


@pytest.mark.parametrize("style", STYLES)
def test_lines_are_filled_and_no_short_word_is_a_line_of_its_own(style: str, tmp_path: Path) -> None:
    read_lines = read(PEOPLE, style, tmp_path)
    pairs = [pair for lines in read_lines for pair in itertools.pairwise(lines)]
    assert len(pairs) > 100
    assert sum(could_be_longer(*pair) for pair in pairs) <= _MOST * len(pairs)
    last = [lines[-1].words for lines in read_lines if len(lines) > 2]
    assert [words[0].text for words in last if len(words) == 1 and len(words[0].text) < _SHORT] == []


SIGNS = "grew from 10 % ~ / 20 % to 34 / % of all (1, 2, 3) tools (e.g. this) + more, Kunden- und Auftragsverwaltung; "


@pytest.mark.parametrize("style", STYLES)
def test_no_line_begins_or_ends_with_a_sign_that_belongs_to_its_neighbour(style: str, tmp_path: Path) -> None:
    path = tmp_path / "signs.yaml"
    items = [f"{'i' * number} {SIGNS * 2}" for number in range(1, 40)]  # so that signs fall on every place of a line
    sections = [{"title": "Signs", "kind": "bullets", "entries": items}]
    path.write_text(json.dumps({"basics": {"name": "Ada"}, "sections": sections}), encoding="utf-8")
    lines = [line for each in read([path], style, tmp_path) for line in each]
    assert len(lines) > 80
    assert [str(line) for line in lines if line.words[0].text[0] in "/+%-"] == []
    assert [str(line) for line in lines if line.words[-1].text in {"~", "(1,", "2,", "(e.g."}] == []


@pytest.mark.parametrize("style", STYLES)
def test_lists_of_ten_and_more_align_with_shorter_ones(style: str, tmp_path: Path) -> None:
    path = tmp_path / "lists.yaml"
    entries = [
        {"name": f"Project {count}", "contributions": ["Did it."] * count, "highlights": ["Did it."] * 2}
        for count in (3, 12)
    ]
    sections = [{"title": "Projects", "kind": "projects", "entries": entries}]
    path.write_text(json.dumps({"basics": {"name": "Ada"}, "sections": sections}), encoding="utf-8")
    result = rendering.render(Request(path, style, tmp_path, ("pdf",)), tex())
    lefts = {round(word.left) for word in words(result.files[0]) if word.text == "Did"}
    assert len(lefts) == 1
