"""Tests what `make bench` measures: programs get the same words, and the page has the results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from benchmarks.timing import BenchmarkError, Command, take_turns

from benchmarks import people, report
from cvgen.diagnostics import CvgenError
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from tests.conftest import tex

NUMBERS = range(4)


@pytest.fixture
def profiles(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"person-{number}.yaml" for number in NUMBERS]
    for number, path in zip(NUMBERS, paths, strict=True):
        path.write_text(people.as_cvgen(people.person(number)), encoding="utf-8")
    return paths


def values(data: Any) -> list[str]:
    """Return the texts of a YAML file, without its keys."""
    if isinstance(data, dict):
        return [text for value in data.values() for text in values(value)]
    return [text for value in data for text in values(value)] if isinstance(data, list) else [str(data)]


def results(**medians: float) -> dict[str, Any]:
    """Return the results of a run of the benchmarks in which all times are 1 s, except the given ones."""
    names = [
        *("version", "validate", "unchanged", "rendercv", "plain latex"),
        *(f"{what} {engine}" for what in ("render", "floor", "cold") for engine in ("tectonic", "xelatex")),
        *(f"{what} {engine} {n}" for engine in ("tectonic", "xelatex") for what, n in (("floor", 16), ("batch", 1))),
        *(f"batch {engine} 2" for engine in ("tectonic", "xelatex")),
    ]
    medians = {name.replace("_", " "): value for name, value in medians.items()}
    return {
        "times": {name: {"wall": [medians.get(name, 1.0)] * 3, "processor": [0.5] * 3} for name in names},
        "steps": {engine: {"source": 0.001, "engine": 0.1} for engine in ("tectonic", "xelatex")},
        "memory": {
            "tectonic": {"worker": 120_000_000, "engine": 80_000_000},
            "xelatex": {"worker": 251_000_000, "engine": 90_000_000},
            "long": {"documents": 1000, "first": 100_000_000, "last": 104_000_000},
        },
        "profiles": {"count": 100, "words": 700, "pages": 2},
        "machine": {"processor": "a processor", "cores": 2, "memory": 2**33, "system": "Linux 6", "python": "3.11"},
        "versions": {"cvgen": "1.0"},
        "load": {"before": 0.1, "after": 0.2, "others": 0.01},
        "notes": ["something is not installed"],
    }


def test_profiles_are_valid_and_take_two_pages(profiles: list[Path], tmp_path: Path) -> None:
    requests = [Request(path, output_dir=tmp_path / "build") for path in profiles]

    outcomes = rendering.render_all(requests, tex())

    assert [one if isinstance(one, CvgenError) else (one.pages, one.warnings) for one in outcomes] == [(2, ())] * len(
        requests
    )


def test_no_two_profiles_are_alike_and_each_is_the_same_again(profiles: list[Path]) -> None:
    texts = [path.read_text(encoding="utf-8") for path in profiles]

    assert len({line for text in texts for line in text.splitlines() if line.startswith("  name: ")}) == len(texts)
    assert [people.as_cvgen(people.person(number)) for number in NUMBERS] == texts


def test_rendercv_gets_the_words_that_cvgen_gets() -> None:
    who = people.person(1)
    words = {
        program: {word for value in values(yaml.safe_load(text)) for word in value.replace(",", "").split()}
        for program, text in (("cvgen", people.as_cvgen(who)), ("rendercv", people.as_rendercv(who)))
    }

    assert words["cvgen"] - words["rendercv"] == {"education", "experience", "projects", "publications", "skills"} | {
        *("Education", "Experience", "Projects", "Publications", "Skills")
    }  # kinds and titles, which are keys there
    assert words["rendercv"] - words["cvgen"] == set()


def test_plain_latex_says_what_the_profile_says() -> None:
    who = people.person(1)

    latex = people.as_latex(who)

    assert [
        highlight for post in who.posts for highlight in post.highlights if people._tex(highlight) not in latex
    ] == []
    assert [paper.title for paper in who.papers if paper.title not in latex] == []


def test_targets_are_held_against_the_medians() -> None:
    of = results(unchanged=0.16, version=0.09, render_tectonic=0.5, batch_tectonic_1=10.0, batch_tectonic_2=5.0)

    missed = report.missed_targets(of)

    assert "`cvgen render`, nothing has changed: 0.160 s, and the target is at most 0.15 s" in missed
    assert "Render with XeTeX, compared with RenderCV: 1.00 x, and the target is at most 0.55 x" in missed
    assert "Memory of a worker, XeTeX: 251 MB, and the target is at most 250 MB" in missed
    assert "Many CVs, XeTeX: how many times faster with 2 jobs: 1.00 x, and the target is at least 1.8 x" in missed
    assert len(missed) == 4


def test_the_page_says_what_was_measured() -> None:
    page = report.page(results(render_tectonic=0.25, floor_tectonic=0.125, batch_xelatex_1=8.0, batch_xelatex_2=4.0))

    assert "| `cvgen render --force`, Tectonic | 0.250 s | 0.250-0.250 s | 0.500 s | 2.00 x | 0.25 x |" in page
    assert "| XeTeX | 0.080 s | 0.040 s | 2.00 | 0.062 s |" in page
    assert "| Tectonic | 120 MB | 80 MB |" in page
    assert "at most\n100 MB during the first 100 of 1000 CVs, and 104 MB during the last 100" in page
    assert "- something is not installed" in page
    assert "Measure again" not in page


def test_the_page_warns_if_others_were_busy() -> None:
    of = results()
    of["load"]["others"] = 1.4

    assert "Other programs kept 1.40 cores busy in the meantime. Measure again" in report.page(of)


def test_what_is_not_installed_is_left_out() -> None:
    of = results()
    for missing in ("rendercv", "plain latex"):
        del of["times"][missing]
    of["times"] = {name: times for name, times in of["times"].items() if "xelatex" not in name}
    del of["steps"]["xelatex"], of["memory"]["xelatex"]

    page = report.page(of)

    assert ("XeTeX" in page, "`rendercv render`" in page, "Wait for Tectonic" in page) == (False, False, True)


@pytest.mark.skipif("not __import__('shutil').which('hyperfine')", reason="hyperfine is not installed")
def test_a_command_that_fails_is_not_timed(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="a failure: false failed"):
        take_turns([Command("a failure", ("false",), tmp_path)], 1)
