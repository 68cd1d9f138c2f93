"""What users of other tools stumbled on comes out right in every style: the inputs of ../shared/reports.

All inputs of a style are rendered in one batch. What their texts have to look like is tested elsewhere; here, nothing
of them is lost silently, and each has the outcome that its report asks for.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import pikepdf
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar

from cvgen.diagnostics import CvgenError, Diagnostic, Severity
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request, Result
from cvgen.steps.profile import load as load_profile
from tests.conftest import ROOT, STYLES, tex
from tests.fuzz.reading import bare
from tests.fuzz.test_hostile_profiles import wrong_results

REPORTS: Final = ROOT.parent / "shared" / "reports"
INPUTS: Final = sorted(REPORTS.glob("*.yaml"))
PICTURES: Final = {"divided-picture", "missing-character", "same-picture"}
REFUSED: Final = {"bad-month", "truncated-photo"}

pytestmark = pytest.mark.skipif(not INPUTS, reason="the inputs are in ../shared/reports, which is not here")


@dataclass(frozen=True)
class Outcome:
    """An input, rendered: its PDF or what is said of it."""

    request: Request
    result: Result | CvgenError

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return self.result.diagnostics if isinstance(self.result, CvgenError) else self.result.warnings

    @property
    def pdf(self) -> Path:
        assert not isinstance(self.result, CvgenError), str(self.result)
        return self.result.files[0]

    @cached_property
    def text(self) -> str:
        """The text as it stands on the pages, with single spaces."""
        done = subprocess.run(["pdftotext", "-layout", self.pdf, "-"], capture_output=True, check=True)
        return re.sub(r"[ \t]+", " ", done.stdout.decode())

    @property
    def lines(self) -> set[str]:
        """The lines of the text, without bullets."""
        return {line.strip().lstrip("•–-▪◦·* ") for line in self.text.splitlines()}

    @property
    def links(self) -> set[str]:
        with pikepdf.open(self.pdf) as pdf:
            notes: list[Any] = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]
            return {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}

    def codes(self, severity: Severity = Severity.WARNING) -> list[str]:
        return [each.code for each in self.diagnostics if each.severity is severity]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Mapping[str, Outcome]]:
    """A function that renders all inputs in a style, once."""
    folder = tmp_path_factory.mktemp("reports")

    @cache
    def render(style: str) -> Mapping[str, Outcome]:
        requests = [Request(path, style, folder, ("pdf",)) for path in INPUTS]
        results = rendering.render_all(requests, tex())
        return {each.path.stem: Outcome(each, result) for each, result in zip(requests, results, strict=True)}

    return render


# --- each input -----------------------------------------------------------------------------------


def _bad_month(outcome: Outcome) -> bool:
    [problem] = outcome.diagnostics
    return (problem.code, problem.hint) == ("date-format", "there is no month 13")


def _truncated(outcome: Outcome) -> bool:
    [problem] = outcome.diagnostics
    return problem.code == "photo-unusable" and "trunc.jpg" in problem.message and "cut short" in problem.message


def _empty(outcome: Outcome) -> bool:
    notes = [each for each in outcome.diagnostics if each.severity is Severity.NOTE and each.code == "empty-value"]
    return len(notes) == 1 and outcome.codes() == ["title-alone"]


def _pictures(outcome: Outcome) -> bool:
    """Flags, skin and joined pictures: each one glyph that reads as typed; and two stars of two shapes."""
    signs = ("🇩🇪", "🇫🇷", "👩\u200d💻", "👍🏽", "⭐⭐⭐☆☆")
    return all(sign in outcome.text for sign in signs) and outcome.codes() == []


def _upright(outcome: Outcome) -> bool:
    with pikepdf.open(outcome.pdf) as pdf:
        sizes = [(image.Width, image.Height) for page in pdf.pages for image in page.get_images().values()]
    return len(sizes) == 1 and sizes[0][0] < sizes[0][1]


def _own_name(outcome: Outcome) -> bool:
    """The owner's name is bold in forms 1 to 11; in form 12 only that of the first of three authors."""
    bold = _bold(outcome.pdf)
    names = outcome.request.path.read_text(encoding="utf-8")
    forms = re.findall(r"\{name: t\d+, authors: \[(.*)\]\}", names)
    wanted = [form.strip('"') for form in forms[:11]] + forms[11].split(", ")[:1]
    return len(wanted) == 12 and all(bare(each) in bold for each in wanted) and bare("J. López") not in bold


def _bold(pdf: Path) -> str:
    """All bold text of a PDF, in its order, without spaces."""
    chars = (char for page in extract_pages(pdf) for char in _characters(page))
    return bare("".join(char.get_text() if re.search("Bold|OB|Semi", char.fontname) else "|" for char in chars))


def _characters(item: Any) -> Iterator[LTChar]:
    if isinstance(item, LTChar):
        yield item
    elif isinstance(item, Iterable):
        for each in item:
            yield from _characters(each)


def _from_the_right(outcome: Outcome) -> bool:
    """The words of a list stand in its order from the right, and so does the Arabic one at its end."""
    words = {word: left for word, left, _ in _places(outcome.pdf)}
    return words["First"] > words["Second"] > words["Third"]


def _dates_beside_their_entries(outcome: Outcome) -> bool:
    """The dates stand on a line of the head: in the column of dates on the first, else on that of the position."""
    places = _places(outcome.pdf)
    first = {height for word, _, height in places if word in {"Beispiel", "Wissenschaftlicher"}}
    second = {height for word, _, height in places if word in {"X", "Y"}}
    heights = {word: height for word, _, height in reversed(places)}
    return _is_near(heights["2019"], first) and _is_near(heights["2018"], second)


def _is_near(height: float, heights: set[float]) -> bool:
    return any(abs(height - each) < 2 for each in heights)


def _places(pdf: Path) -> list[tuple[str, float, float]]:
    """Each word of the first page, with its left side and where its line stands."""
    done = subprocess.run(["pdftotext", "-bbox", "-l", "1", pdf, "-"], capture_output=True, check=True)
    words = re.findall(r'xMin="([\d.]+)".*yMax="([\d.]+)">(.*)</word>', done.stdout.decode())
    return [(word.strip(" ،,\xa0\u2002\u2003"), float(left), float(bottom)) for left, bottom, word in words]


def _entries_together(outcome: Outcome) -> bool:
    """Each language and what is said of it are on the same page."""
    pages = outcome.text.split("\f")
    pairs = (("English", "TOEFL"), ("French", "DELF"), ("Greek", "A2"))
    return all(any(head in page and line in page for page in pages) for head, line in pairs)


def _chinese_signs(outcome: Outcome) -> bool:
    """Quotes, dashes and dots between Chinese words are of the Chinese font."""
    fonts = {
        (char.get_text(), "CJK" in char.fontname) for page in extract_pages(outcome.pdf) for char in _characters(page)
    }
    return {fonts_of for sign, fonts_of in fonts if sign in "“”‘’—…「」《》、；：。（）"} == {True}


def _links(*wanted: str) -> Callable[[Outcome], bool]:
    return lambda outcome: set(wanted) <= outcome.links


def _lines(*wanted: str) -> Callable[[Outcome], bool]:
    return lambda outcome: set(wanted) <= outcome.lines


def _warns_of_markup(outcome: Outcome) -> bool:
    return outcome.codes() == ["markup-unclosed"] and outcome.links == {
        "https://example.org",
        "https://example.org/page",
    }


RIGHT: Final[Mapping[str, Callable[[Outcome], bool]]] = {
    "address-de": lambda outcome: "Musterstr. 1, 12345 Berlin" in outcome.text and "DE" not in outcome.text,
    "bad-month": _bad_month,
    "doi-url": _links("https://doi.org/10.1000/182", "https://arxiv.org/abs/2106.00001"),
    "emoji": _pictures,
    "empty-fields": _empty,
    "entry-split-over-pages": _entries_together,
    "exif-photo": _upright,
    "handle-at": _links(
        "https://www.youtube.com/@someone",
        "https://github.com/someone",
        "https://www.linkedin.com/in/someone",
        "https://social.example.org/@someone",
        "https://bsky.app/profile/someone.bsky.social",
    ),
    "email-sidebar": lambda outcome: "firstname.lastname@university.edu" in outcome.text,
    "icon-name-in-username": lambda outcome: (
        outcome.links == {"https://x.com/alexsmith"} and "x.com/alexsmith" in outcome.text
    ),
    "ja-latin-keywords": lambda outcome: "overfull-line" not in outcome.codes(),
    "link-no-scheme": _warns_of_markup,
    "markdown-list": _lines("First point", "Second point", "Deliverable 1", "Deliverable 2"),
    "network-zhihu": lambda outcome: "知乎" in outcome.text,
    "network-zhihu-x": lambda outcome: "知乎 X" in outcome.text,
    "notitle": lambda outcome: "Skills" in outcome.text and "Information" not in outcome.text,
    "ownname": _own_name,
    "phone-extension": _links("tel:+15550100;ext=1234", "tel:0301234567;ext=89", "tel:+4930901820"),
    "rtl-latin-list": _from_the_right,
    "shared-run-one-page": lambda outcome: "Ada Quick" in outcome.text and "Jackdaw" not in outcome.text,
    "shared-run-six-pages": lambda outcome: "Eve Jackdaw" in outcome.text and "Quick " not in outcome.text,
    "skill-dangling-colon": lambda outcome: not re.search(r"(?:Only a name|Photography|\\(4/5\\)):", outcome.text),
    "summary-list": _lines("Computer Science major", "Full stack developer", "Team player", "Responsibilities:", "One"),
    "thai": lambda outcome: outcome.codes() == ["pdf-unsure-text"],
    "truncated-photo": _truncated,
    "wide-date": _dates_beside_their_entries,
    "zh-punctuation": _chinese_signs,
}


@pytest.mark.parametrize("style", STYLES)
def test_each_input_has_its_right_outcome(style: str, outcomes: Callable[[str], Mapping[str, Outcome]]) -> None:
    found = outcomes(style)
    assert {name: is_right(found[name]) for name, is_right in RIGHT.items()} == dict.fromkeys(RIGHT, True)


@pytest.mark.parametrize("style", STYLES)
def test_no_input_is_refused_but_for_a_mistake(style: str, outcomes: Callable[[str], Mapping[str, Outcome]]) -> None:
    found = outcomes(style)
    assert {name for name, each in found.items() if isinstance(each.result, CvgenError)} == REFUSED


@pytest.mark.parametrize("style", STYLES)
def test_no_word_of_them_is_lost_silently(style: str, outcomes: Callable[[str], Mapping[str, Outcome]]) -> None:
    found = {name: each for name, each in outcomes(style).items() if name not in REFUSED}
    valid = {name: load_profile(each.request.path) for name, each in found.items()}
    lost = {name: list(wrong_results(each.request, each.result, valid)) for name, each in found.items()}
    assert {name: each for name, each in lost.items() if each} == {}
