"""The six steps together: what is written where, and what is left as it was when something fails."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from cvgen import engine, latex, pdf, pipeline
from cvgen.diagnostics import CvgenError, Diagnostic
from cvgen.engine import Outcome
from cvgen.latex import TexSource
from cvgen.pipeline import RenderResult
from tests.conftest import SAMPLES
from tests.unit.fakes import FakeEngine, blank_pdf

CLASSIC = latex.load_style("classic")
YAML = """\
basics:
  name: Ann
  label: Ж and Щ
sections:
  - title: Things
    kind: bullets
    entries:
      - one 🧩
      - two 🧩
"""


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "ann.yaml"
    path.write_text(YAML, encoding="utf-8")
    return path


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """The output folder, which is not there yet."""
    return tmp_path / "build"


def refused(profile: Path, fake: engine.TexEngine, build: Path) -> Diagnostic:
    """The only problem of a render that fails."""
    with pytest.raises(CvgenError) as raised:
        pipeline.render(profile, CLASSIC, fake, build)
    [problem] = raised.value.diagnostics
    return problem


def warned(profile: Path, log: Callable[[TexSource], str], build: Path) -> list[str]:
    """The warnings of a render, without the path of the profile."""
    result = pipeline.render(profile, CLASSIC, FakeEngine(log=log), build)
    return [str(warning).removeprefix(str(profile)) for warning in result.warnings]


def line_of(tex: TexSource, text: str) -> int:
    return next(i for i, line in enumerate(tex.text.splitlines(), 1) if text in line)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- what is written ------------------------------------------------------------------------------


def test_a_render_writes_the_pdf_and_what_it_was_made_from(profile: Path, build: Path) -> None:
    result = pipeline.render(profile, CLASSIC, FakeEngine(), build)
    assert (result.files, result.pages) == ((build / "ann-classic.pdf", build / "ann-classic.tex"), 1)
    assert names(build) == ["ann-classic.pdf", "ann-classic.tex", "cvgen-classic.sty", "cvgen.sty"]


def test_the_six_steps_are_timed_in_their_order(profile: Path, build: Path) -> None:
    seconds = pipeline.render(profile, CLASSIC, FakeEngine(), build).seconds
    assert [*seconds] == ["source", "profile", "document", "latex", "engine", "pdf"]
    assert min(seconds.values()) >= 0


def test_only_a_pdf(profile: Path, build: Path) -> None:
    result = pipeline.render(profile, CLASSIC, FakeEngine(), build, ["pdf"])
    assert (result.files, names(build)) == ((build / "ann-classic.pdf",), ["ann-classic.pdf"])


def test_only_a_tex_file_needs_no_engine(profile: Path, build: Path) -> None:
    result = pipeline.render(profile, CLASSIC, engine.XeLatex({"PATH": ""}), build, ["tex"])
    assert (result.files, result.pages) == ((build / "ann-classic.tex",), None)
    assert names(build) == ["ann-classic.tex", "cvgen-classic.sty", "cvgen.sty"]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> RenderResult:
    """The sample with a photo, under the worst of names."""
    folder = tmp_path_factory.mktemp("sample")
    profile = folder / "-a b#%&~$_{}^\\'\"李é.x.yaml"
    profile.write_bytes((SAMPLES / "every-kind.yaml").read_bytes())
    (folder / "photo.png").write_bytes((SAMPLES / "photo.png").read_bytes())
    return pipeline.render(profile, CLASSIC, engine.XeLatex(os.environ), folder / "build")


def test_a_profile_may_have_any_file_name(sample: RenderResult) -> None:
    stem = "-a b#%&~$_{}^\\'\"李é.x"
    assert [path.name for path in sample.files] == [f"{stem}-classic.pdf", f"{stem}-classic.tex"]
    with pikepdf.open(sample.files[0]) as made:
        assert [str(image.Subtype) for image in made.pages[0].obj.Resources.XObject.values()] == ["/Image"]


def test_the_tex_file_compiles_by_itself(sample: RenderResult) -> None:
    folder = sample.files[1].parent
    shutil.copyfile(sample.files[1], folder / "own.tex")  # the command line of TeX takes fewer names
    command = ["xelatex", "-halt-on-error", "-interaction=batchmode", "own.tex"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with pikepdf.open(folder / "own.pdf") as own, pikepdf.open(sample.files[0]) as ours:
        assert len(own.pages) == len(ours.pages)


@pytest.mark.parametrize(
    "name", ["Ann Lee", "50%#1", "李雷", "-ann", "a.b", "..ann", "a'b\"c", "a\\b", "$(x)", "a" * 200]
)
def test_the_files_are_named_as_the_profile_is(tmp_path: Path, build: Path, name: str) -> None:
    profile = tmp_path / f"{name}.yaml"
    profile.write_text(YAML, encoding="utf-8")
    pipeline.render(profile, CLASSIC, FakeEngine(), build, ["pdf"])
    assert names(build) == [f"{name}-classic.pdf"]


@pytest.mark.parametrize("length", [18, 19, 40, 200])
def test_a_photo_is_found_however_long_the_name_of_the_profile(tmp_path: Path, build: Path, length: int) -> None:
    profile = tmp_path / ("a" * length + ".yaml")
    profile.write_text("basics: { name: Ann, image: photo.png }", encoding="utf-8")
    (tmp_path / "photo.png").write_bytes((SAMPLES / "photo.png").read_bytes())
    pipeline.render(profile, CLASSIC, FakeEngine(), build)
    [photo] = build.glob("*.png")
    assert f"photo = {{{photo.name}}}" in next(build.glob("*.tex")).read_text(encoding="utf-8")


# --- when TeX fails -------------------------------------------------------------------------------


def failing(log: str = "") -> FakeEngine:
    return FakeEngine(Outcome.FAILED, lambda _: log)


def test_after_a_failure_everything_is_as_it_was(profile: Path, build: Path) -> None:
    pipeline.render(profile, CLASSIC, FakeEngine(), build)
    before = {path: path.read_bytes() for path in build.iterdir()}
    profile.write_text(YAML.replace("Ann", "Bob"), encoding="utf-8")
    refused(profile, failing("! Oops."), build)
    assert {path: path.read_bytes() for path in build.iterdir()} == before | {build / "ann-classic.log": b"! Oops."}


def test_the_log_of_a_failure_goes_away_with_the_next_success(profile: Path, build: Path) -> None:
    refused(profile, failing(), build)
    assert names(build) == ["ann-classic.log"]
    pipeline.render(profile, CLASSIC, FakeEngine(), build, ["pdf"])
    assert names(build) == ["ann-classic.pdf"]


@pytest.mark.parametrize(
    ("text", "line"), [("two", 9), ("one", 8), (r"\cvSection", 5), (r"\begin{cvHeader}", 2), (r"\documentclass", 1)]
)
def test_an_error_of_tex_is_at_the_line_of_the_profile(profile: Path, build: Path, text: str, line: int) -> None:
    failed = FakeEngine(Outcome.FAILED, lambda tex: f"./document.tex:{line_of(tex, text)}: Undefined control sequence.")
    problem = refused(profile, failed, build)
    assert str(problem) == f"{profile}:{line}:1: error: TeX failed: Undefined control sequence"
    assert problem.hint == f"the log is {build / 'ann-classic.log'}"


@pytest.mark.parametrize(
    ("outcome", "log", "message"),
    [
        (Outcome.FAILED, "", "TeX failed without saying why"),
        (Outcome.FAILED, "! Emergency stop.\n", "TeX failed: Emergency stop"),
        (Outcome.FAILED, "./cvgen.sty:9: Too bad.\n", "TeX failed: Too bad (cvgen.sty, line 9)"),
        (Outcome.TIMED_OUT, "", "TeX took too long and was stopped"),
        (Outcome.TIMED_OUT, "./document.tex:9: Too bad.\n", "TeX took too long and was stopped"),
    ],
)
def test_every_failure_is_an_error_that_names_the_log(
    profile: Path, build: Path, outcome: Outcome, log: str, message: str
) -> None:
    problem = refused(profile, FakeEngine(outcome, lambda _: log), build)
    assert str(problem) == f"{profile}:1:1: error: {message}"
    assert f"the log is {build / 'ann-classic.log'}" in (problem.hint or "")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.5 but no more"])
def test_a_damaged_pdf_does_not_take_the_place_of_a_good_one(profile: Path, build: Path, content: bytes) -> None:
    pipeline.render(profile, CLASSIC, FakeEngine(), build, ["pdf"])
    before = (build / "ann-classic.pdf").read_bytes()
    problem = refused(profile, FakeEngine(write=lambda path: path.write_bytes(content)), build)
    assert "TeX made a damaged PDF" in problem.message
    assert ((build / "ann-classic.pdf").read_bytes(), names(build)) == (before, ["ann-classic.pdf"])


def test_an_invalid_profile_writes_nothing(profile: Path, build: Path) -> None:
    profile.write_text("basics: {}", encoding="utf-8")
    refused(profile, FakeEngine(), build)
    assert not build.exists()


def test_no_thread_outlives_a_render(profile: Path, build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A thread that still imports a C extension when Python exits crashes Python.
    before, release = threading.enumerate(), threading.Event()
    monkeypatch.setattr(pdf, "preload", lambda: release.wait(0.2))
    refused(profile, failing(), build)
    after = threading.enumerate()
    release.set()
    assert after == before


def test_the_work_folder_is_gone_after_a_failure(
    profile: Path, build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    refused(profile, failing(), build)
    assert names(tmp_path / "tmp") == []


# --- what TeX noticed -----------------------------------------------------------------------------


def missing(*characters: str) -> Callable[[TexSource], str]:
    said = "".join(f"Missing character: There is no {c} (U+{ord(c):04X}) in font x!\n" for c in characters)
    return lambda _: said


@pytest.mark.parametrize(
    ("characters", "warnings"),
    [
        (["Ж"], [":3:10: warning: no font has the character Ж (U+0416 CYRILLIC CAPITAL LETTER ZHE)"]),
        (
            ["🧩"],
            [
                ":8:9: warning: no font has the character 🧩 (U+1F9E9 JIGSAW PUZZLE PIECE)",
                ":9:9: warning: no font has the character 🧩 (U+1F9E9 JIGSAW PUZZLE PIECE)",
            ],
        ),
        (["•"], ["warning: no font has the character • (U+2022 BULLET)"]),
        (["\ue000"], ["warning: no font has the character \ue000 (U+E000)"]),
    ],
)
def test_a_missing_character_is_a_warning_at_each_of_its_lines(
    profile: Path, build: Path, characters: list[str], warnings: list[str]
) -> None:
    assert warned(profile, missing(*characters), build) == warnings


def test_many_missing_characters_are_one_warning(profile: Path, build: Path) -> None:
    assert warned(profile, missing(*"ЖЩ🧩abc"), build) == [
        ":3:10: warning: no font has 6 characters that stand here and below, such as a b c Ж Щ"
    ]


def test_what_sticks_out_is_a_warning_at_its_line(profile: Path, build: Path) -> None:
    def log(tex: TexSource) -> str:
        place = line_of(tex, "two")
        return (
            f"Overfull \\hbox (12.5pt too wide) in paragraph at lines {place}--{place + 1}\n"
            "Overfull \\vbox (3.0pt too high) has occurred while \\output is active []\n"
        )

    assert warned(profile, log, build) == [
        ":9:1: warning: a line is too wide for the page by 12.5 pt",
        "warning: a page is too full by 3.0 pt",
    ]


def test_a_font_that_is_not_installed_is_a_warning(profile: Path, build: Path) -> None:
    said = "Package cvgen Warning: No font for cvrm is installed on input line 9.\n"
    assert warned(profile, lambda _: said * 2, build) == ["warning: No font for cvrm is installed"]


def test_a_font_that_is_not_embedded_is_a_warning(profile: Path, build: Path) -> None:
    def write(path: Path) -> None:
        with pikepdf.open(blank_pdf(path), allow_overwriting_input=True) as made:
            font = pikepdf.Dictionary(Type=pikepdf.Name.Font, BaseFont=pikepdf.Name.Courier)
            made.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            made.save(path)

    result = pipeline.render(profile, CLASSIC, FakeEngine(write=write), build)
    assert [*map(str, result.warnings)] == ["warning: the font Courier is not embedded"]


def test_what_was_noticed_of_the_yaml_is_passed_on(profile: Path, build: Path) -> None:
    profile.write_text("basics:\n  name: Ann #1\n", encoding="utf-8")
    [warning] = warned(profile, lambda _: "", build)
    assert warning.startswith(':2:13: warning: "#1" is a comment to YAML')


# --- when the file system fails -------------------------------------------------------------------


def test_a_file_in_the_place_of_the_output_folder_is_named(profile: Path, build: Path) -> None:
    build.write_text("mine", encoding="utf-8")
    problem = refused(profile, FakeEngine(), build)
    assert str(problem) == f"error: {build} is not a folder"
    assert (problem.hint, build.read_text(encoding="utf-8")) == ("choose another --output-dir", "mine")


def test_a_folder_that_cannot_be_made_is_named(profile: Path) -> None:
    problem = refused(profile, FakeEngine(), Path("/dev/null/build"))
    assert str(problem) == "error: /dev/null/build cannot be written: Not a directory"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(profile: Path, build: Path) -> None:
    build.mkdir(mode=0o500)
    assert str(build) in refused(profile, FakeEngine(), build).message


@pytest.mark.parametrize("suffix", ["pdf", "tex"])
def test_a_folder_in_the_place_of_a_file_is_named_and_nothing_changes(profile: Path, build: Path, suffix: str) -> None:
    (build / f"ann-classic.{suffix}").mkdir(parents=True)
    problem = refused(profile, FakeEngine(), build)
    assert str(problem) == f"error: {build / f'ann-classic.{suffix}'} cannot be written: Is a directory"
    assert names(build) == [f"ann-classic.{suffix}"]


def test_a_full_disk_is_an_error_and_leaves_no_part_of_a_file(profile: Path, build: Path) -> None:
    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    pipeline.render(profile, CLASSIC, FakeEngine(), build, ["pdf"])
    problem = refused(profile, FakeEngine(write=full), build)
    assert "No space left on device" in problem.message
    assert names(build) == ["ann-classic.pdf"]


def test_a_disk_that_is_full_in_the_end_keeps_the_former_pdf(
    profile: Path, build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.render(profile, CLASSIC, FakeEngine(), build, ["pdf"])
    before = (build / "ann-classic.pdf").read_bytes()

    def full(path: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path), None, str(target))

    monkeypatch.setattr(Path, "replace", full)
    refused(profile, FakeEngine(), build)
    assert ((build / "ann-classic.pdf").read_bytes(), names(build)) == (before, ["ann-classic.pdf"])


# --- several profiles -----------------------------------------------------------------------------


def test_two_profiles_that_would_write_the_same_files_are_refused(tmp_path: Path) -> None:
    one, two = tmp_path / "one" / "ann.yaml", tmp_path / "two" / "ann.yml"
    with pytest.raises(CvgenError) as raised:
        pipeline.check_targets([one, tmp_path / "bob.yaml", two])
    [problem] = raised.value.diagnostics
    assert str(problem) == f"error: {one} and {two} would both write ann-*.pdf"
    assert problem.hint == "rename one of them"


def test_a_profile_that_is_named_in_two_ways_is_one(tmp_path: Path) -> None:
    (tmp_path / "cv").mkdir()
    pipeline.check_targets([tmp_path / "ann.yaml", tmp_path / "cv" / ".." / "ann.yaml", tmp_path / "ann-lee.yaml"])
