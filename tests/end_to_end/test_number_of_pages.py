"""``--pages`` and ``--drop`` with TeX itself, and pages that a reader would stumble over."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Severity
from cvgen.look import styles
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request, Result
from tests.conftest import ROOT, STYLES, tex
from tests.end_to_end.extraction import EXTRACTORS

RUNSHENG = ROOT / "cv" / "runsheng-bai.yaml"
COUNT = 48  # items, which take two pages and more
PRIORITIES = [0, 5, 2, 9, 0, 5, 7, 2]  # of the items, in turn
TITLE_ALONE = "a section's title is alone at the foot"
HEAD_ALONE = "the head of an entry is alone at the foot"
LINE_ALONE = "a single line is alone at the top"


def render(profile: Path, folder: Path, style: str = "classic", **options: Any) -> Result:
    return rendering.render(Request(profile, style, folder / "build", **options), tex())


def written(folder: Path, sections: list[Any]) -> Path:
    path = folder / "ada.yaml"
    path.write_text(json.dumps({"basics": {"name": "Ada"}, "sections": sections}, indent=1), encoding="utf-8")
    return path


def items(count: int) -> list[dict[str, Any]]:
    """Items of two lines and more, with priorities; each has a word of its own."""
    story = "has a text that is long enough to go on a second line and on a third, whatever its style is like; " * 2
    made: list[dict[str, Any]] = []
    for number in range(count):
        priority = PRIORITIES[number % len(PRIORITIES)]
        made.append({"text": f"n{number}n {story}"} | ({"priority": priority} if priority else {}))
    return made


def page_count(pdf: Path) -> int:
    with pikepdf.open(pdf) as opened:
        return len(opened.pages)


def warnings(result: Result) -> list[Diagnostic]:
    return [each for each in result.warnings if each.severity is not Severity.NOTE]


# --- a number of pages ----------------------------------------------------------------------------


def test_a_person_fits_on_one_page(tmp_path: Path) -> None:
    result = render(RUNSHENG, tmp_path, pages=1)
    assert (page_count(result.files[0]), result.pages, warnings(result)) == (1, 1, [])


def test_a_person_on_one_page_is_the_same_every_time(tmp_path: Path) -> None:
    one, two = (render(RUNSHENG, tmp_path, formats=("tex",), pages=1).files[0].read_bytes() for _ in range(2))
    assert one == two


def test_a_person_may_have_more_pages_than_it_takes(tmp_path: Path) -> None:
    assert page_count(render(RUNSHENG, tmp_path, pages=9).files[0]) <= 9


@pytest.mark.parametrize(
    "style", [pytest.param(each, marks=[] if each == "classic" else pytest.mark.exhaustive) for each in STYLES]
)
def test_what_does_not_fit_goes_9_first_and_of_equals_the_last_first(style: str, tmp_path: Path) -> None:
    path = written(tmp_path, [{"title": "Things", "kind": "bullets", "entries": items(COUNT)}])
    result = render(path, tmp_path, style, pages=1, drop=True)
    ranking = sorted(
        (number for number in range(COUNT) if PRIORITIES[number % 8]),
        key=lambda number: (PRIORITIES[number % 8], number),
        reverse=True,
    )
    text = EXTRACTORS["pdftotext"](result.files[0])
    gone = [number for number in range(COUNT) if f"n{number}n" not in text]
    assert page_count(result.files[0]) == 1
    assert gone == sorted(ranking[: len(gone)]) != []
    noted = [each.message.split()[2] for each in result.warnings if each.message.startswith("left out: ")]
    assert noted == [f'"n{number}n' for number in gone]


def test_more_than_may_go_is_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, [{"title": "Things", "kind": "bullets", "entries": items(400)}])
    with pytest.raises(CvgenError) as caught:
        render(path, tmp_path, pages=1, drop=True)
    [problem] = caught.value.diagnostics
    assert problem.hint == "leaving out all that has a priority is not enough"


def test_what_could_go_is_told_before_it_goes(tmp_path: Path) -> None:
    path = written(tmp_path, [{"title": "Things", "kind": "bullets", "entries": items(COUNT)}])
    with pytest.raises(CvgenError) as caught:
        render(path, tmp_path, pages=1)
    [problem] = caught.value.diagnostics
    result = render(path, tmp_path, pages=1, drop=True)
    named = [each.message.removeprefix("left out: ") for each in result.warnings if each.message.startswith("left out")]
    assert problem.hint == "--drop would leave out: " + ", ".join(
        f"{name.rpartition(' (priority')[0]} (line {each.span.line})"
        for name, each in zip(named, (each for each in result.warnings if "left out" in each.message), strict=True)
        if each.span
    )


# --- what a reader would stumble over -------------------------------------------------------------


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A style that lets pages end wherever they end."""
    folder = tmp_path_factory.mktemp("styles")
    package, _ = styles.copy(styles.load("classic"), "careless", folder)
    text = package.read_text(encoding="utf-8").removesuffix("\n").removesuffix(r"\endinput")
    carelessness = r"""
        \renewcommand\cvKeep{\par\penalty0 }
        \renewcommand\cvTogether{}
        """
    package.write_text(text + carelessness, encoding="utf-8")
    return str(package.parent)


def sections() -> list[Any]:
    """Sections of all lengths, so that pages end in many ways."""
    lengths = random.Random(1)
    entries = ({"name": f"Entry {n}", "highlights": ["A line."] * lengths.randint(1, 9)} for n in range(400))
    return [{"title": f"Heading {n}", "kind": "projects", "entries": [entry]} for n, entry in enumerate(entries)]


@pytest.fixture(scope="module")
def stumbling(careless: str, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """What is said of these sections in that style, and the line of the profile below that it is said of."""
    folder = tmp_path_factory.mktemp("stumbling")
    path = written(folder, sections())
    lines = path.read_text(encoding="utf-8").splitlines()
    spans = [(each.message, each.span) for each in warnings(render(path, folder, careless))]
    return [(message, lines[span.line].strip() if span else "") for message, span in spans]


@pytest.mark.parametrize(
    ("text", "below"), [(TITLE_ALONE, '"title": "Heading'), (HEAD_ALONE, '"name": "Entry'), (LINE_ALONE, "]")]
)
def test_heads_and_lines_that_are_alone_are_found_where_they_are(
    stumbling: list[tuple[str, str]], text: str, below: str
) -> None:
    found = [place for message, place in stumbling if message.startswith(text)]
    assert len(found) > 1
    assert [each for each in found if not each.startswith(below)] == []


def test_a_careful_style_leaves_nothing_alone(tmp_path: Path) -> None:
    assert warnings(render(written(tmp_path, sections()), tmp_path)) == []


def test_a_last_page_with_next_to_nothing_is_noted(tmp_path: Path) -> None:
    def result(count: int) -> Result:
        return render(written(tmp_path, [{"title": "T", "kind": "text", "entries": ["A line."] * count}]), tmp_path)

    least, most = 10, 200  # the paragraphs of a page, and of more than one
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if result(middle).pages == 1 else (least, middle)
    [note] = [each for each in result(most).warnings if each.severity is Severity.NOTE]
    assert note.hint == "--pages 1 may make it fit on 1"
    assert note.message.startswith("the last page is filled by ")
