"""BibTeX: each publication once, with a key of its own, and nothing that BibTeX reads as something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from cvgen.steps.engine.contract import NoEngine


def export(tmp_path: Path, entries: str) -> str:
    path = tmp_path / "ann.yaml"
    sections = f"sections: [{{ kind: publications, entries: [{entries}] }}]" if entries else ""
    path.write_text(f"basics: {{ name: Ann Example }}\n{sections}", encoding="utf-8")
    request = Request(path, output_dir=tmp_path, formats=("bib",))
    return rendering.render(request, NoEngine()).files[0].read_text(encoding="utf-8")


def test_an_entry_has_what_the_profile_says(tmp_path: Path) -> None:
    typed = (
        "{ name: '**On** 100% of {braces}', authors: [Zoë Ångström, Research and Development], releaseDate: 2024-05,"
        " publisher: Journal of Examples, doi: 'https://doi.org/10.1000/182', award: Best & only }"
    )
    assert export(tmp_path, typed) == (
        "@article{angstrom2024braces,\n"
        "  author = {Zoë Ångström and {Research and Development}},\n"
        "  title = {{On 100\\% of braces}},\n"
        "  journal = {Journal of Examples},\n"
        "  year = {2024},\n"
        "  month = {may},\n"
        "  doi = {10.1000/182},\n"
        "  note = {Best \\& only},\n"
        "}\n"
    )


def test_each_entry_has_a_key_of_its_own(tmp_path: Path) -> None:
    entry = "{ name: Same title, authors: [Wang Luning], releaseDate: 2024 }"
    keys = [line for line in export(tmp_path, f"{entry}, {entry}").splitlines() if line.startswith("@")]
    assert keys == ["@misc{luning2024same,", "@misc{luning2024same-2,"]


def test_a_date_that_is_none_is_kept_as_typed(tmp_path: Path) -> None:
    written = export(tmp_path, "{ name: A title, authors: [A. Bee], releaseDate: to appear in 2027 }")
    assert "  year = {2027},\n  date = {to appear in 2027},\n" in written


def test_a_cv_without_publications_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CvgenError, match="there are no publications"):
        export(tmp_path, "")
