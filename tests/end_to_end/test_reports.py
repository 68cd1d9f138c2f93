"""What users of other tools stumbled on comes out right in every style: the inputs of ../shared/reports.

All inputs of a style are rendered in one batch. What their texts have to look like is tested elsewhere; here, nothing
of them is lost silently, and each has the outcome that its report asks for.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import pikepdf
import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Severity
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request, Result
from cvgen.steps.profile import load as load_profile
from tests.conftest import ROOT, STYLES, tex
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
    "bad-month": _bad_month,
    "doi-url": _links("https://doi.org/10.1000/182", "https://arxiv.org/abs/2106.00001"),
    "emoji": _pictures,
    "empty-fields": _empty,
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
    "link-no-scheme": _warns_of_markup,
    "markdown-list": _lines("First point", "Second point", "Deliverable 1", "Deliverable 2"),
    "network-zhihu": lambda outcome: "知乎" in outcome.text,
    "network-zhihu-x": lambda outcome: "知乎 X" in outcome.text,
    "phone-extension": _links("tel:+15550100;ext=1234", "tel:0301234567;ext=89", "tel:+4930901820"),
    "shared-run-one-page": lambda outcome: "Ada Quick" in outcome.text and "Jackdaw" not in outcome.text,
    "shared-run-six-pages": lambda outcome: "Eve Jackdaw" in outcome.text and "Quick " not in outcome.text,
    "skill-dangling-colon": lambda outcome: not re.search(r"(?:Only a name|Photography|\\(4/5\\)):", outcome.text),
    "summary-list": _lines("Computer Science major", "Full stack developer", "Team player", "Responsibilities:", "One"),
    "truncated-photo": _truncated,
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
