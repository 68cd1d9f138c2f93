"""The six steps together: what is written where, and what is left as it was when something fails."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

import pikepdf
import pytest

from cvgen.diagnostics import CvgenError, Severity, Span
from cvgen.look import styles
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request, Result
from cvgen.steps import pdf
from cvgen.steps.engine import RunStatus
from tests.conftest import SAMPLES, tex
from tests.fakes import FakeEngine
from tests.pipeline.profiles import PACKAGES, YAML, elastic, failing, landed, names, refused, render, several

# --- what is written ------------------------------------------------------------------------------


def test_a_render_writes_the_pdf_and_what_it_was_made_from(profile: Path, build: Path) -> None:
    result = render(profile, FakeEngine(), build)
    assert (result.files, result.pages) == ((build / "ann-classic.pdf", build / "ann-classic.tex"), 1)
    assert names(build) == ["ann-classic.pdf", "ann-classic.tex", *PACKAGES]


def test_the_six_steps_are_timed_in_their_order(profile: Path, build: Path) -> None:
    seconds = render(profile, FakeEngine(), build).seconds
    assert [*seconds] == ["source", "profile", "document", "latex", "engine", "pdf"]
    assert min(seconds.values()) >= 0


def test_only_a_pdf(profile: Path, build: Path) -> None:
    result = render(profile, FakeEngine(), build, formats=("pdf",))
    assert (result.files, names(build)) == ((build / "ann-classic.pdf",), ["ann-classic.pdf"])


def test_only_a_tex_file_needs_no_engine(profile: Path, build: Path) -> None:
    result = rendering.render(Request(profile, output_dir=build, formats=("tex",)), (fake := FakeEngine()))
    assert (result.files, result.pages, fake.folders) == ((build / "ann-classic.tex",), None, [])
    assert names(build) == ["ann-classic.tex", *PACKAGES]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The sample with a photo, under the worst of names."""
    folder = tmp_path_factory.mktemp("sample")
    profile = folder / "-a b#%&~$_{}^\\'\"李é.x.yaml"
    profile.write_bytes((SAMPLES / "every-kind.yaml").read_bytes())
    (folder / "photo.png").write_bytes((SAMPLES / "photo.png").read_bytes())
    return rendering.render(Request(profile, output_dir=folder / "build"), tex())


def test_a_profile_may_have_any_file_name(sample: Result) -> None:
    stem = "-a b#%&~$_{}^\\'\"李é.x"
    assert [path.name for path in sample.files] == [f"{stem}-classic.pdf", f"{stem}-classic.tex"]
    with pikepdf.open(sample.files[0]) as made:
        assert [str(image.Subtype) for image in made.pages[0].obj.Resources.XObject.values()] == ["/Image"]


def test_the_tex_file_compiles_by_itself(sample: Result) -> None:
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
    render(profile, FakeEngine(), build, formats=("pdf",))
    assert names(build) == [f"{name}-classic.pdf"]


@pytest.mark.parametrize("length", [18, 19, 40, 200])
def test_a_photo_is_found_however_long_the_name_of_the_profile(tmp_path: Path, build: Path, length: int) -> None:
    profile = tmp_path / ("a" * length + ".yaml")
    profile.write_text("basics: { name: Ann, image: photo.png }", encoding="utf-8")
    (tmp_path / "photo.png").write_bytes((SAMPLES / "photo.png").read_bytes())
    render(profile, FakeEngine(), build)
    [photo] = build.glob("*.png")
    assert f"photo = {{{photo.name}}}" in next(build.glob("*.tex")).read_text(encoding="utf-8")


# --- when TeX fails -------------------------------------------------------------------------------


def test_after_a_failure_everything_is_as_it_was(profile: Path, build: Path) -> None:
    render(profile, FakeEngine(), build)
    before = {path: path.read_bytes() for path in build.iterdir()}
    profile.write_text(YAML.replace("Ann", "Bob"), encoding="utf-8")
    refused(profile, failing("! Oops."), build)
    assert {path: path.read_bytes() for path in build.iterdir()} == before | {build / "ann-classic.log": b"! Oops."}


def test_the_log_of_a_failure_goes_away_with_the_next_success(profile: Path, build: Path) -> None:
    refused(profile, failing(), build)
    assert names(build) == ["ann-classic.log"]
    render(profile, FakeEngine(), build, formats=("pdf",))
    assert names(build) == ["ann-classic.pdf"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.5 but no more"])
def test_a_damaged_pdf_does_not_take_the_place_of_a_good_one(profile: Path, build: Path, content: bytes) -> None:
    render(profile, FakeEngine(), build, formats=("pdf",))
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


# --- settings, and a strict eye -------------------------------------------------------------------


def test_a_setting_overrides_the_profile(profile: Path, build: Path) -> None:
    render(profile, FakeEngine(), build, formats=("tex",), settings=("basics.name=Bob", "design.paper=legal"))
    text = (build / "ann-classic.tex").read_text(encoding="utf-8")
    assert ("name = {\\cvNode{1}Bob}" in text, "paper = legal" in text) == (True, True)


def test_a_setting_that_is_wrong_is_an_error_at_itself(profile: Path, build: Path) -> None:
    with pytest.raises(CvgenError) as raised:
        render(profile, FakeEngine(), build, settings=("design.papr=a4", "language=xx"))
    found = [str(problem).partition(": error: ")[0] for problem in raised.value.diagnostics]
    assert (found, build.exists()) == (["--set design.papr=a4", "--set language=xx"], False)


def test_to_a_strict_eye_a_warning_is_an_error_and_a_note_is_none(profile: Path, build: Path) -> None:
    render(profile, FakeEngine(), build)
    before = {path: path.read_bytes() for path in build.iterdir()}
    profile.write_text("basics:\n  name: Bob #1\n", encoding="utf-8")
    with pytest.raises(CvgenError) as raised:
        render(profile, FakeEngine(log=landed("item 2 1 12", "end 2 2 30")), build, strict=True)
    assert [(each.severity, each.span) for each in raised.value.diagnostics] == [
        (Severity.ERROR, Span(profile, 2, 13)),
        (Severity.NOTE, Span(profile, 0)),
    ]
    assert {path: path.read_bytes() for path in build.iterdir()} == before


def test_a_strict_eye_lets_pass_what_is_only_noted(profile: Path, build: Path) -> None:
    fake = FakeEngine(log=landed("item 8 1 12", "end 9 2 30"))
    assert render(profile, fake, build, strict=True).pages == 1


def test_without_a_pdf_a_strict_eye_sees_what_there_is_to_see(profile: Path, build: Path) -> None:
    with pytest.raises(CvgenError, match="is hard to read"):
        render(profile, FakeEngine(), build, formats=("tex",), settings=("design.accent=fd0",), strict=True)


# --- several requests -------------------------------------------------------------------------------


def test_several_requests_come_back_in_their_order(build: Path) -> None:
    requests = several(build, "Ann", "Bob", "Eve")
    results = rendering.render_all(requests, FakeEngine())
    assert [each.files[0].stem for each in results if isinstance(each, Result)] == [
        *("n0-classic", "n1-classic", "n2-classic")
    ]


def test_no_requests_are_nothing_to_do() -> None:
    fake = FakeEngine()
    assert (rendering.render_all([], fake), fake.folders) == ([], [])


def test_a_style_of_ones_own_may_want_any_package(build: Path, six: Path) -> None:
    fake = FakeEngine()
    rendering.render_all(several(build, "Ann"), fake)
    rendering.render_all(several(build, "Ann", style=str(elastic(six))), fake)
    assert fake.with_any_package == [False, True]


def test_what_fails_holds_nothing_else_up(build: Path) -> None:
    requests = several(build, "Ann", "Bad", "Nan", "Eve")
    requests[3].path.write_text("basics: { label: Eve }", encoding="utf-8")
    fake = FakeEngine(lambda tex: RunStatus.FAILED if "Bad" in tex.text else RunStatus.DONE, lambda _: "! Oops.")
    came = rendering.render_all(requests, fake)
    assert [str(each) if isinstance(each, CvgenError) else each.pages for each in came] == [
        1,
        f"{requests[1].path}:1:1: error: TeX failed: Oops [tex-failed]",
        1,
        f'{requests[3].path}:1:9: error: "basics" needs "name" [missing-key]',
    ]
    assert [name for name in names(build) if name.endswith((".pdf", ".log"))] == [
        *("n0-classic.pdf", "n1-classic.log", "n2-classic.pdf")
    ]


def test_what_fails_is_what_fails_alone(build: Path) -> None:
    requests = several(build, "Ann", "Bad")
    fake = FakeEngine(lambda tex: RunStatus.FAILED if "Bad" in tex.text else RunStatus.DONE, lambda _: "! Oops.")
    with pytest.raises(CvgenError) as raised:
        rendering.render(requests[1], fake)
    [_, came] = rendering.render_all(requests, fake)
    assert isinstance(came, CvgenError)
    assert came.diagnostics == raised.value.diagnostics


def test_a_full_disk_is_an_error_of_each(build: Path) -> None:
    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    requests = several(build, "Ann", "Nan")
    came = rendering.render_all(requests, FakeEngine(write=full))
    assert ["No space left on device" in str(each) for each in came] == [True, True]


def test_the_engine_is_started_before_the_profile_is_read(profile: Path, build: Path) -> None:
    profile.write_text("basics: {}", encoding="utf-8")
    fake = FakeEngine()
    refused(profile, fake, build)
    assert len(fake.folders) == 1


def test_no_work_folder_is_left(build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    rendering.render_all(several(build, "Ann", "Nan", "Bob" * 9, "二三"), FakeEngine())
    assert names(tmp_path / "tmp") == []


def test_what_was_read_and_what_lies_beside_the_tex_is_told(profile: Path, build: Path) -> None:
    profile.write_text("basics: { name: Ann, image: photo.png }", encoding="utf-8")
    photo = profile.with_name("photo.png")
    photo.write_bytes((SAMPLES / "photo.png").read_bytes())
    result = render(profile, FakeEngine(), build)
    assert sorted(path.name for path in result.support) == sorted([*PACKAGES, "ann-photo.png"])
    style = styles.load("classic")
    assert {photo, style.package, style.folder / styles.SETTINGS} <= {*result.read}


# --- when the file system fails -------------------------------------------------------------------


def test_a_file_in_the_place_of_the_output_folder_is_named(profile: Path, build: Path) -> None:
    build.write_text("mine", encoding="utf-8")
    problem = refused(profile, FakeEngine(), build)
    assert str(problem) == f"error: {build} is not a folder [file-unwritable]"
    assert (problem.hint, build.read_text(encoding="utf-8")) == ("choose another --output-dir", "mine")


def test_a_folder_that_cannot_be_made_is_named(profile: Path) -> None:
    problem = refused(profile, FakeEngine(), Path("/dev/null/build"))
    assert str(problem) == "error: /dev/null/build cannot be written: Not a directory [file-unwritable]"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(profile: Path, build: Path) -> None:
    build.mkdir(mode=0o500)
    assert str(build) in refused(profile, FakeEngine(), build).message


@pytest.mark.parametrize("suffix", ["pdf", "tex"])
def test_a_folder_in_the_place_of_a_file_is_named_and_nothing_changes(profile: Path, build: Path, suffix: str) -> None:
    (build / f"ann-classic.{suffix}").mkdir(parents=True)
    problem = refused(profile, FakeEngine(), build)
    assert (
        str(problem) == f"error: {build / f'ann-classic.{suffix}'} cannot be written: Is a directory [file-unwritable]"
    )
    assert names(build) == [f"ann-classic.{suffix}"]


def test_a_full_disk_is_an_error_and_leaves_no_part_of_a_file(profile: Path, build: Path) -> None:
    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    render(profile, FakeEngine(), build, formats=("pdf",))
    problem = refused(profile, FakeEngine(write=full), build)
    assert problem.message == f"the temporary folder {tempfile.gettempdir()} cannot be written: No space left on device"
    assert problem.hint == "free some space, or set TMPDIR to another folder"
    assert names(build) == ["ann-classic.pdf"]


def test_a_disk_that_is_full_in_the_end_keeps_the_former_pdf(
    profile: Path, build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render(profile, FakeEngine(), build, formats=("pdf",))
    before = (build / "ann-classic.pdf").read_bytes()

    def full(path: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path), None, str(target))

    monkeypatch.setattr(Path, "replace", full)
    refused(profile, FakeEngine(), build)
    assert ((build / "ann-classic.pdf").read_bytes(), names(build)) == (before, ["ann-classic.pdf"])
