"""Every engine makes the same pages, alone and in company, and so does plain xelatex of the .tex that is written.

The exhaustive runs take every profile in every style; the others take each profile once, and the styles go round.
"""

from __future__ import annotations

import dataclasses
import html
import itertools
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest

from cvgen.install.engines import ENGINES
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request, Result
from cvgen.steps.engine import RunStatus, Session, TexEngine, texlog
from cvgen.steps.engine.session import MOST_PASSES
from cvgen.steps.latex import TexSource
from tests.conftest import PEOPLE, SAMPLES, STYLES, real

NEAR = 0.05  # points
LARGER = 1.3  # how many times as large a PDF may be that shared a run: it has a few more characters in its fonts
DPI = 50
LANGUAGES = [SAMPLES / "languages" / f"{tag}.yaml" for tag in ("zh-Hans", "ar", "hi", "ja")]
PROFILES = [*PEOPLE, SAMPLES / "every-kind.yaml", *LANGUAGES]

every_document = pytest.mark.parametrize(
    ("profile", "style"),
    [
        pytest.param(
            profile,
            style,
            marks=[] if i % len(STYLES) == j else pytest.mark.exhaustive,
            id=f"{profile.stem}-{style}",
        )
        for (i, profile), (j, style) in itertools.product(enumerate(PROFILES), enumerate(STYLES))
    ],
)


class Word(NamedTuple):
    """A word as pdftotext reads it: on which page, and how far from its left and its top, in points."""

    text: str
    page: int
    left: float
    top: float


def words(pdf: Path) -> list[Word]:
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True, encoding="utf-8")
    found = []
    for number, page in enumerate(done.stdout.split("<page ")[1:], 1):
        for left, top, text in re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)"[^>]*>(.*?)</word>', page):
            found.append(Word(html.unescape(text), number, float(left), float(top)))
    return found


def moved(one: Sequence[Word], other: Sequence[Word]) -> float:
    """By how many points a word is elsewhere, at most; they must be the same text on the same pages.

    Where a gap of Chinese punctuation is as wide as what poppler takes for a space, a hair decides whether a word ends.
    """
    assert "".join(word.text for word in one) == "".join(word.text for word in other)
    ours, theirs = (dict(starts(words)) for words in (one, other))
    both = ours.keys() & theirs.keys()
    assert len(both) > 0.95 * max(len(one), len(other))
    pairs = [(ours[start], theirs[start]) for start in both]
    assert all(a.page == b.page for a, b in pairs)
    return max(max(abs(a.top - b.top), abs(a.left - b.left)) for a, b in pairs)


def starts(words: Sequence[Word]) -> Iterator[tuple[int, Word]]:
    """Yield each word with the number of characters before it."""
    before = 0
    for word in words:
        yield before, word
        before += len(word.text)


def text(pdf: Path) -> list[str]:
    """The text of each page as pdfium reads it."""
    document = pypdfium2.PdfDocument(pdf)
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return found


def lines(pdf: Path) -> list[tuple[int, float]]:
    """Where there are lines: on which page, and how far from its top, in points."""
    found: list[tuple[int, float]] = []
    for word in sorted(words(pdf), key=lambda word: (word.page, word.top)):
        if not found or found[-1][0] != word.page or word.top - found[-1][1] > NEAR:
            found.append((word.page, word.top))
    return found


def made(name: str, profile: Path, style: str, folder: Path) -> Result:
    return rendering.render(Request(profile, style, folder / name), real(name))


@every_document
def test_all_engines_put_the_same_words_at_the_same_places(profile: Path, style: str, tmp_path: Path) -> None:
    one, other = (made(name, profile, style, tmp_path) for name in ENGINES)
    assert text(one.files[0]) == text(other.files[0])
    tops = zip(lines(one.files[0]), lines(other.files[0]), strict=True)
    assert max(max(abs(a - b) for a, b in zip(*pair, strict=True)) for pair in tops) <= NEAR
    if profile.stem != "hi":  # a hair decides where pdftotext puts a vowel sign
        assert moved(words(one.files[0]), words(other.files[0])) <= NEAR
    assert (one.pages, one.texts, one.links) == (other.pages, other.texts, other.links)
    assert one.files[1].read_bytes() == other.files[1].read_bytes()


@every_document
def test_all_engines_find_the_same_to_warn_of(profile: Path, style: str, tmp_path: Path) -> None:
    one, other = (made(name, profile, style, tmp_path) for name in ENGINES)
    assert one.warnings == other.warnings


@every_document
def test_plain_xelatex_makes_the_same_pages_of_the_tex_file(profile: Path, style: str, tmp_path: Path) -> None:
    program = shutil.which("xelatex")
    if program is None:
        pytest.skip("xelatex is not installed")
    result = made("xelatex", profile, style, tmp_path)
    [tex] = (path for path in result.files if path.suffix == ".tex")
    (tmp_path / "work").mkdir()
    source = TexSource(tex.read_text(encoding="utf-8"), {path.name: path for path in result.support})
    with real("xelatex").start(tmp_path / "work") as session:
        [ours] = session.typeset([source])
    assert ours.status is RunStatus.DONE
    command = [program, "-halt-on-error", "-interaction=batchmode", tex.name]
    for _ in range(MOST_PASSES):
        subprocess.run(command, cwd=tex.parent, check=True, stdout=subprocess.DEVNULL)
        if not texlog.asks_for_another_pass(tex.with_suffix(".log").read_text(encoding="utf-8", errors="replace")):
            break
    plain = tex.with_suffix(".pdf")
    assert moved(words(plain), words(ours.pdf)) <= NEAR


@pytest.mark.parametrize(
    "style", [pytest.param(each, marks=[] if each in STYLES[::3] else pytest.mark.exhaustive) for each in STYLES]
)
def test_an_installed_tex_without_the_bundles_makes_the_same_pages(style: str, tmp_path: Path) -> None:
    plain = dataclasses.replace(real("xelatex"), bundles=())
    request = Request(SAMPLES / "every-kind.yaml", style, tmp_path / "plain")
    one, other = rendering.render(request, plain), made("xelatex", request.path, style, tmp_path)
    assert moved(words(one.files[0]), words(other.files[0])) <= NEAR
    assert one.warnings == other.warnings


# --- in company -----------------------------------------------------------------------------------


@dataclass
class Counted:
    """An engine that counts how often it was started."""

    program: TexEngine
    runs: int = field(default=0)

    @property
    def identity(self) -> str:
        return self.program.identity

    def start(self, folder: Path, style: str = "", *, any_package: bool = False) -> AbstractContextManager[Session]:
        self.runs += 1
        return self.program.start(folder, style, any_package=any_package)


def pixels(pdf: Path) -> list[tuple[tuple[int, int], bytes]]:
    """The size of each page and what it looks like."""
    document = pypdfium2.PdfDocument(pdf)
    pictures = [page.render(scale=DPI / 72).to_pil() for page in document]
    found = [(picture.size, picture.tobytes()) for picture in pictures]
    document.close()
    return found


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    "style", [pytest.param(each, marks=[] if each in STYLES[:1] else pytest.mark.exhaustive) for each in STYLES]
)
def test_documents_that_share_a_run_are_as_if_made_alone(name: str, style: str, tmp_path: Path) -> None:
    profiles = [*PEOPLE, SAMPLES / "every-kind.yaml"]
    together, alone = (
        [Request(path, style, tmp_path / kind, pages="any") for path in profiles] for kind in ("together", "alone")
    )
    counted = Counted(real(name))
    shared = rendering.render_all(together, counted)
    assert counted.runs < len(profiles)
    for result, request in zip(shared, alone, strict=True):
        single = rendering.render(request, real(name))
        assert isinstance(result, Result)
        assert pixels(result.files[0]) == pixels(single.files[0])
        assert (result.pages, result.texts, result.warnings) == (single.pages, single.texts, single.warnings)
        assert moved(words(result.files[0]), words(single.files[0])) == 0
        sizes = [each.files[0].stat().st_size for each in (result, single)]
        assert sizes[0] <= LARGER * sizes[1]


@pytest.mark.parametrize("name", ENGINES)
def test_pages_that_tell_of_each_other_are_right_in_company(name: str, tmp_path: Path) -> None:
    # The portfolio of a long CV has a table of contents, which takes a second pass.
    requests = [Request(path, "portfolio", tmp_path / "together", ("pdf",)) for path in PEOPLE]
    for result, request in zip(rendering.render_all(requests, real(name)), requests, strict=True):
        alone = rendering.render(Request(request.path, request.style, tmp_path / "alone", ("pdf",)), real(name))
        assert isinstance(result, Result)
        assert moved(words(result.files[0]), words(alone.files[0])) == 0
