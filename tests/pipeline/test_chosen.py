"""The style and the number of pages that a profile chooses for the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.pipeline.chosen import Chosen, by_profile


@pytest.mark.parametrize(
    ("design", "settings", "chosen"),
    [
        ("{ paper: a4 }", (), Chosen()),
        ("{ style: academic, pages: 2 }", (), Chosen("academic", 2)),
        ("{ style: academic }", ("design.style=compact",), Chosen("compact", None)),
        ("{ style: [academic], pages: many }", (), Chosen()),
        ("{ pages: 0 }", (), Chosen()),
        ("{ style: ", (), Chosen()),
        ("style", (), Chosen()),
    ],
)
def test_a_profile_chooses_in_its_design(
    design: str, settings: tuple[str, ...], chosen: Chosen, tmp_path: Path
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"basics: {{ name: Ada }}\ndesign: {design}\n")
    assert by_profile(path, settings) == chosen


@pytest.mark.parametrize("style", ["./mine", "mine/"])
def test_the_folder_of_a_style_is_relative_to_the_profile(style: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"design: {{ style: {style} }}\n")
    found = by_profile(path).style
    assert found is not None
    assert Path(found).resolve() == tmp_path / "mine"


def test_a_profile_that_is_not_there_chooses_nothing(tmp_path: Path) -> None:
    assert by_profile(tmp_path / "none.yaml") == Chosen()
