"""Several people's CVs in one run of the real engines: nobody gets a page or a word of another, checked or not."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from cvgen.batch import processes
from cvgen.pipeline.request import Request
from cvgen.steps import latex
from tests.conftest import real

ENGINES = ["tectonic", "xelatex"]
NAMES = [
    "Adaquick",
    "Bobquick",
    "Eveglyph",
    "Dandwarf",
    "Joyjumps",
    "Maxquartz",
    "Kimvexed",
    "Liwaltz",
    "Rexfox",
    "Samdog",
]
FAILS = -1  # as a number of entries: TeX stops at the name


MISTAKE = " Undefined"


@pytest.fixture(autouse=True)
def _mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in a profile makes TeX fail: here, a name does."""
    generate = latex.generate

    def with_mistakes(*arguments: Any) -> latex.TexSource:
        tex = generate(*arguments)
        return dataclasses.replace(tex, text=tex.text.replace(MISTAKE, r" \undefined"))

    monkeypatch.setattr(latex, "generate", with_mistakes)


def yaml(name: str, entries: int) -> str:
    """A CV with its name on every page, with the same letters as the others, so that they share a run."""
    entry = f"- {{ name: Firm of {name}, position: Vice Clerk, startDate: 2020, highlights: [The quick brown fox jumps over the lazy dog with {name}] }}"
    head = f"basics: {{ name: {name}{MISTAKE if entries == FAILS else ''} }}"
    return "\n".join([head, "sections:", "  - kind: experience", "    entries:", *[f"      {entry}"] * max(entries, 1)])


def render(name: str, style: str, lengths: Sequence[int], folder: Path, jobs: int = 1) -> list[list[str] | None]:
    """The text of each page of each CV; None if there is no PDF."""
    requests = []
    for who, entries in zip(NAMES, lengths, strict=False):
        path = folder / f"{who}.yaml"
        path.write_text(yaml(who, entries), encoding="utf-8")
        requests.append(Request(path, style, folder / "build", ("pdf",), check=False))
    for _ in processes.render_batch(requests, real(name), folder / "cache", jobs=jobs):
        pass
    return [pages(folder / "build" / f"{request.path.stem}-{style}.pdf") for request in requests]


def pages(path: Path) -> list[str] | None:
    if not path.exists():
        return None
    pdf = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in pdf]
    pdf.close()
    return texts


def owners(texts: list[str]) -> list[set[str]]:
    """Whose names stand on each page."""
    return [{name for name in NAMES if name in text} for text in texts]


def assert_all_have_their_own(found: Sequence[list[str] | None], lengths: Sequence[int]) -> None:
    for name, entries, texts in zip(NAMES, lengths, found, strict=False):
        if entries == FAILS:
            assert texts is None
            continue
        assert texts is not None
        assert owners(texts) == [{name}] * len(texts)
        assert "".join(texts).count("Vice Clerk") == entries  # and all of them


# Portfolio typesets a CV of more than one page twice, classic once.
@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("style", ["classic", "portfolio"])
@pytest.mark.parametrize("lengths", [(1, 40), (40, 1), (1, 40, 2), (FAILS, 1, 40), (40, FAILS, 1), (1, FAILS, 1)])
def test_nobody_gets_the_pages_of_another(name: str, style: str, lengths: Sequence[int], tmp_path: Path) -> None:
    found = render(name, style, lengths, tmp_path)
    assert_all_have_their_own(found, lengths)
    for entries, texts in zip(lengths, found, strict=True):
        assert texts is None or (len(texts) > 1) == (entries == 40)


@pytest.mark.parametrize("jobs", [1, 2])
def test_nobody_does_in_several_processes(jobs: int, tmp_path: Path) -> None:
    lengths = [*itertools.islice(itertools.cycle((1, 30, FAILS, 2)), len(NAMES))]
    assert_all_have_their_own(render("tectonic", "portfolio", lengths, tmp_path, jobs), lengths)
