"""Documents that share a run of the engine: each gets its own pages and nothing of another, whatever the others do."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cvgen.diagnostics import CvgenError
from cvgen.pipeline import rendering, shared_runs
from cvgen.pipeline.request import Request, Result
from cvgen.steps.engine import RunStatus, TexEngine, TexRun
from cvgen.steps.engine.contract import TexSource
from tests.fakes import FakeEngine, blank_pdf, sign
from tests.pipeline.profiles import elastic, several

_WIDTH = 100  # points: a page of document n is so much and n wide


class Cv(NamedTuple):
    """A CV that an engine makes so many pages of, after one failure or one wrong guess of its number of pages."""

    pages: int = 1
    passes: int = 1
    fails: bool = False

    def yaml(self, number: int) -> str:
        return f"basics:\n  name: Ann\n  label: do {number} {self.pages} {self.passes} {int(self.fails)}\n"


@dataclass
class SharedEngine:
    """Puts all documents of a run into one PDF, as TeX does, and those that need a second pass into another.

    Each page is as wide as the number of its document says. With ``turn`` it says of a document that it is where
    the document so many places after it is.
    """

    turn: int = 0
    identity: str = "shared 1"
    runs: list[int] = field(default_factory=list)  # how many documents each had

    @contextlib.contextmanager
    def start(self, folder: Path, style: str = "", *, any_package: bool = False) -> Iterator[SharedSession]:  # noqa: ARG002
        yield SharedSession(self, folder)


@dataclass
class SharedSession:
    engine: SharedEngine
    folder: Path

    def typeset(self, sources: Sequence[TexSource]) -> list[TexRun]:
        self.engine.runs.append(len(sources))
        runs: dict[int, TexRun] = {}
        asked = [cv(source) for source in sources]
        for passes in (1, 2):
            todo = [i for i, (_, each) in enumerate(asked) if not each.fails and each.passes >= passes]
            pdf, first, spans = pikepdf.new(), 0, []
            for i in todo:
                number, each = asked[i]
                part = self.folder / "part.pdf"
                blank_pdf(part, each.pages, _WIDTH + number)
                sign(part, sources[i].text)
                with pikepdf.open(part) as opened:
                    pdf.pages.extend(opened.pages)
                spans.append((first, first + each.pages))
                first += each.pages
            for place, i in enumerate(todo):
                span = spans[(place + self.engine.turn) % len(todo)]
                runs[i] = TexRun(RunStatus.DONE, self.folder / f"{passes}.pdf", "", passes, *span)
            if todo:
                pdf.save(self.folder / f"{passes}.pdf")
        none = self.folder / "none.pdf"
        return [runs.get(i) or TexRun(RunStatus.FAILED, none, "! Oops.") for i in range(len(sources))]


def cv(source: TexSource) -> tuple[int, Cv]:
    """The number of a document, and what is to become of it."""
    found = re.search(r"do (\d+) (\d+) (\d+) (\d)", source.text)
    assert found is not None
    number, pages, passes, fails = map(int, found.groups())
    return number, Cv(pages, passes, bool(fails))


def render(cvs: Sequence[Cv], engine: TexEngine, folder: Path) -> list[list[float] | None]:
    """The widths of the pages that each CV has got; None if it has got no PDF."""
    requests = []
    for number, each in enumerate(cvs):
        path = folder / f"n{number}.yaml"
        path.write_text(each.yaml(number), encoding="utf-8")
        requests.append(Request(path, output_dir=folder / "build", check=False, formats=("pdf",)))
    for result, request in zip(rendering.render_all(requests, engine), requests, strict=True):
        target = folder / "build" / f"{request.path.stem}-classic.pdf"
        assert target.exists() is not isinstance(result, CvgenError)
    return [widths(folder / "build" / f"n{number}-classic.pdf") for number in range(len(cvs))]


def widths(path: Path) -> list[float] | None:
    if not path.exists():
        return None
    with pikepdf.open(path) as pdf:
        return [float(page.mediabox[2]) for page in pdf.pages]


def wanted(cvs: Sequence[Cv]) -> list[list[float] | None]:
    return [None if each.fails else [_WIDTH + number] * each.pages for number, each in enumerate(cvs)]


ANY_CV = st.builds(Cv, st.integers(1, 4), st.integers(1, 2), st.booleans())


@given(st.lists(ANY_CV, min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_each_document_gets_its_own_pages(cvs: list[Cv]) -> None:
    with TemporaryDirectory() as folder:
        assert render(cvs, SharedEngine(), Path(folder)) == wanted(cvs)


def test_a_document_that_is_the_only_one_left_of_its_run_gets_its_own_pages(tmp_path: Path) -> None:
    cvs = [Cv(1), Cv(6, passes=2)]
    engine = SharedEngine()
    assert (render(cvs, engine, tmp_path), engine.runs) == (wanted(cvs), [2])


@pytest.mark.parametrize("turn", [1, 2])
def test_a_document_that_would_get_the_pages_of_another_is_not_written(tmp_path: Path, turn: int) -> None:
    assert render([Cv(2), Cv(2), Cv(2)], SharedEngine(turn), tmp_path) == [None, None, None]


def test_photos_of_one_name_do_not_share_a_run(tmp_path: Path) -> None:
    requests = []
    for name, colour in (("one", "red"), ("two", "blue")):
        folder = tmp_path / name
        folder.mkdir()
        Image.new("RGB", (8, 8), colour).save(folder / "photo.png")
        (folder / "ann.yaml").write_text(Cv().yaml(0) + "  image: photo.png\n", encoding="utf-8")
        requests.append(Request(folder / "ann.yaml", output_dir=folder / "build", check=False))
    engine = SharedEngine()
    rendering.render_all(requests, engine)
    assert engine.runs == [1, 1]


# --- which documents share a run ------------------------------------------------------------------


def test_requests_of_a_style_with_the_same_characters_share_a_run(build: Path) -> None:
    fake = FakeEngine()
    results = rendering.render_all(several(build, "Ann", "Nan", "Ana"), fake)
    assert ([len(texts) for texts in fake.shared], len(fake.folders)) == ([3], 1)
    assert [each.pages for each in results if isinstance(each, Result)] == [1, 1, 1]


FAR = "一二三四五六七八九十百千万年月日時分秒人名前後左右上下大小中" * 2


@pytest.mark.parametrize(
    ("changes", "shared"),
    [
        ({}, [2]),
        ({"style": "compact"}, [1, 1]),
        ({"settings": ("design.font=lato",)}, [1, 1]),
        ({"settings": ("language=ar",)}, [1, 1]),
        ({"settings": (f"basics.label={FAR}",)}, [1, 1]),  # what one has in its fonts, the other would have, too
        ({"settings": (f"basics.summary={'word ' * 10_000}",)}, [1, 1]),  # it keeps an engine busy by itself
        ({"settings": ("design.accent=#7A1F2B", "design.paper=letter")}, [2]),
    ],
    ids=["alike", "style", "fonts", "direction", "characters", "length", "look"],
)
def test_what_shares_a_run_is_alike(changes: dict[str, Any], shared: list[int], build: Path) -> None:
    fake = FakeEngine()
    one, other = several(build, "Ann", "Nan")
    rendering.render_all([one, dataclasses.replace(other, **changes)], fake)
    assert [len(texts) for texts in fake.shared] == shared


def test_a_run_has_only_so_many_documents(build: Path) -> None:
    fake = FakeEngine()
    most = shared_runs._MOST
    rendering.render_all(several(build, *["Ann"] * (2 * most + 1)), fake)
    assert [len(texts) for texts in fake.shared] == [most, most, 1]


def test_a_style_of_ones_own_shares_no_run(build: Path, six: Path) -> None:
    fake = FakeEngine()
    rendering.render_all(several(build, "Ann", "Nan", style=str(elastic(six))), fake)
    assert [len(texts) for texts in fake.shared] == [1, 1]
