"""``cvgen.render`` for programs that use cvgen as a library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cvgen
from cvgen.diagnostics import CvgenError
from cvgen.look import styles
from cvgen.pipeline.orders import RenderResult


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("api") / "ann.yaml"
    path.write_text("basics: { name: Ann Example }\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def result(profile: Path) -> RenderResult:
    return cvgen.render(str(profile), style="academic", output_dir=str(profile.parent / "out"))


def test_a_render_tells_what_it_wrote(profile: Path, result: RenderResult) -> None:
    out = profile.parent / "out"
    files = (out / "ann-academic.pdf", out / "ann-academic.tex")
    assert (result.files, result.pages, result.warnings) == (files, 1, ())


def test_the_files_are_there(result: RenderResult) -> None:
    assert [path.read_bytes()[:5] for path in result.files] == [b"%PDF-", b"% Mad"]


def test_the_style_and_the_folder_have_defaults(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(profile.parent)
    assert cvgen.render("ann.yaml", formats=["tex"]).files == (Path("build/ann-classic.tex"),)


def test_a_date_in_the_environment_makes_the_pdf_the_same_each_time(
    profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    folders = [tmp_path / "one", tmp_path / "two"]
    one, two = (cvgen.render(profile, output_dir=folder, formats=["pdf"]).files[0].read_bytes() for folder in folders)
    assert one == two


def test_what_the_command_line_can_do_is_there_for_programs(profile: Path, tmp_path: Path) -> None:
    result = cvgen.render(
        profile, output_dir=tmp_path, formats=["tex"], settings=["basics.name=Bob"], pages=1, drop=True, strict=True
    )
    assert (result.pages, [str(each.severity) for each in result.warnings]) == (1, ["note"])
    assert r"name = {\cvNode{1}Bob}" in result.files[0].read_text(encoding="utf-8")


def test_a_style_may_be_the_path_of_a_folder(profile: Path, tmp_path: Path) -> None:
    styles.copy(styles.load("classic"), "mine", tmp_path)
    result = cvgen.render(profile, style=str(tmp_path / "mine"), output_dir=tmp_path, formats=["tex"])
    assert result.files == (tmp_path / "ann-mine.tex",)


@pytest.mark.parametrize("content", ["basics: {}\n", "basics:\n  name: [\n", ""])
def test_a_profile_that_is_wrong_raises_with_its_problems(tmp_path: Path, content: str) -> None:
    path = tmp_path / "ann.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CvgenError) as raised:
        cvgen.render(path, output_dir=tmp_path / "build")
    assert [problem.span.path for problem in raised.value.diagnostics if problem.span] == [path]


def test_an_unknown_style_raises(profile: Path) -> None:
    with pytest.raises(CvgenError, match='there is no style "clasic"'):
        cvgen.render(profile, style="clasic")


def test_importing_cvgen_loads_nothing_heavy() -> None:
    heavy = {"babel", "jinja2", "jsonschema", "markdown_it", "pikepdf", "pylatexenc", "subprocess", "typer", "yaml"}
    script = f"import sys, cvgen; print(sorted({heavy!r} & sys.modules.keys()))"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, encoding="utf-8")
    assert loaded.stdout == "[]\n"
