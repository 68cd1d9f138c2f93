"""What is asked of cvgen: requests that would be in each other's way, and styles by name and by folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic
from cvgen.look.styles import is_folder as is_folder_of_a_style
from cvgen.pipeline.request import Request, check_targets


def refused(*asked: Request) -> Diagnostic:
    with pytest.raises(CvgenError) as raised:
        check_targets(asked)
    [problem] = raised.value.diagnostics
    return problem


def test_two_profiles_that_would_write_the_same_files_are_refused(tmp_path: Path) -> None:
    one, two = tmp_path / "one" / "ann.yaml", tmp_path / "two" / "ann.yml"
    problem = refused(Request(one), Request(tmp_path / "bob.yaml"), Request(two))
    assert str(problem) == f"error: {one} and {two} would both write ann-*.pdf [same-output]"
    assert problem.hint == "rename one of them"


def test_two_anonymous_profiles_go_into_folders_of_their_own() -> None:
    asked = [Request(Path(each), with_style=False, redact=("blind",)) for each in ("ann.yaml", "bob.yaml")]
    problem = refused(*asked)
    assert problem.message == "ann.yaml and bob.yaml would both write anonymous.*"
    assert problem.hint == "write each into an --output-dir of its own"


def test_two_styles_that_would_write_the_same_files_are_refused(tmp_path: Path) -> None:
    mine = str(tmp_path / "classic")
    problem = refused(Request(Path("ann.yaml"), "classic"), Request(Path("bob.yaml"), mine))
    assert str(problem) == f"error: the styles classic and {mine} would both write *-classic.pdf [same-output]"
    assert problem.hint == "rename one of them"


def test_two_folders_with_styles_of_one_name_are_refused(tmp_path: Path) -> None:
    one, two = str(tmp_path / "one" / "mine"), str(tmp_path / "two" / "mine")
    problem = refused(Request(Path("ann.yaml"), one), Request(Path("ann.yaml"), two))
    assert str(problem) == f"error: the styles {one} and {two} would both write *-mine.pdf [same-output]"


def test_a_profile_that_is_named_in_two_ways_is_one(tmp_path: Path) -> None:
    (tmp_path / "cv").mkdir()
    paths = [tmp_path / "ann.yaml", tmp_path / "cv" / ".." / "ann.yaml", tmp_path / "ann-lee.yaml"]
    check_targets([Request(path) for path in paths])


def test_a_folder_that_is_named_in_two_ways_is_one_style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    styles = ["./mine", str(tmp_path / "mine"), "mine/", "classic", "classic"]
    check_targets([Request(Path("ann.yaml"), style) for style in styles])


@pytest.mark.parametrize(
    ("style", "is_folder"),
    [
        *(("classic", False), ("my-style", False), ("", False)),
        *(("./mine", True), ("mine/", True), ("/styles/mine", True), (".", True), ("..", True), ("styles\\mine", True)),
    ],
)
def test_a_style_with_a_slash_or_a_dot_at_its_start_is_a_folder(style: str, is_folder: bool) -> None:
    assert is_folder_of_a_style(style) is is_folder


def test_what_is_asked_for_by_default_is_both_files_in_the_classic_style_below_build() -> None:
    request = Request(Path("ann.yaml"))
    assert (request.style, request.output_dir, request.formats) == ("classic", Path("build"), ("pdf", "tex"))
