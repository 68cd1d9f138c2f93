"""The six steps together: what is written where, and what is left as it was when something fails."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span
from cvgen.look import styles
from cvgen.pipeline import pipeline
from cvgen.pipeline.orders import Order, RenderResult
from cvgen.steps import pdf
from cvgen.steps.engine import RunStatus, TexEngine
from cvgen.steps.engine.contract import TexSource
from tests.conftest import SAMPLES, tex
from tests.fakes import FakeEngine, PagedEngine

PACKAGES = ["cvgen-classic.sty", "cvgen-fonts.sty", "cvgen-icons.sty", "cvgen.sty"]
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


def render(profile: Path, fake: TexEngine, build: Path, style: str = "classic", **options: Any) -> RenderResult:
    # The pages of fake engines are blank: nothing of the profile is to be read there.
    return pipeline.render(Order(profile, style, build, check=False, **options), fake)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "ann.yaml"
    path.write_text(YAML, encoding="utf-8")
    return path


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """The output folder, which is not there yet."""
    return tmp_path / "build"


def refused(profile: Path, fake: TexEngine, build: Path) -> Diagnostic:
    """The only problem of a render that fails."""
    with pytest.raises(CvgenError) as raised:
        render(profile, fake, build)
    [problem] = raised.value.diagnostics
    return problem


def warned(profile: Path, log: Callable[[TexSource], str], build: Path, *settings: str) -> list[str]:
    """The warnings of a render, without the path of the profile; notes are none."""
    result = render(profile, FakeEngine(log=log), build, settings=settings)
    warnings = [each for each in result.warnings if each.severity is not Severity.NOTE]
    return [str(warning).removeprefix(str(profile)) for warning in warnings]


def line_of(tex: TexSource, text: str) -> int:
    return next(i for i, line in enumerate(tex.text.splitlines(), 1) if text in line)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


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
    result = pipeline.render(Order(profile, output_dir=build, formats=("tex",)), (fake := FakeEngine()))
    assert (result.files, result.pages, fake.folders) == ((build / "ann-classic.tex",), None, [])
    assert names(build) == ["ann-classic.tex", *PACKAGES]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> RenderResult:
    """The sample with a photo, under the worst of names."""
    folder = tmp_path_factory.mktemp("sample")
    profile = folder / "-a b#%&~$_{}^\\'\"李é.x.yaml"
    profile.write_bytes((SAMPLES / "every-kind.yaml").read_bytes())
    (folder / "photo.png").write_bytes((SAMPLES / "photo.png").read_bytes())
    return pipeline.render(Order(profile, output_dir=folder / "build"), tex())


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


def failing(log: str = "") -> FakeEngine:
    return FakeEngine(lambda _: RunStatus.FAILED, lambda _: log)


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


@pytest.mark.parametrize(
    ("text", "line"), [("two", 9), ("one", 8), (r"\cvSection", 5), (r"\begin{cvHeader}", 2), (r"\documentclass", 1)]
)
def test_an_error_of_tex_is_at_the_line_of_the_profile(profile: Path, build: Path, text: str, line: int) -> None:
    failed = FakeEngine(
        lambda _: RunStatus.FAILED, lambda tex: f"./document.tex:{line_of(tex, text)}: Undefined control sequence."
    )
    problem = refused(profile, failed, build)
    assert str(problem) == f"{profile}:{line}:1: error: TeX failed: Undefined control sequence"
    assert problem.hint == f"the log is {build / 'ann-classic.log'}"


@pytest.mark.parametrize(
    ("outcome", "log", "message"),
    [
        (RunStatus.FAILED, "", "TeX failed without saying why"),
        (RunStatus.FAILED, "! Emergency stop.\n", "TeX failed: Emergency stop"),
        (RunStatus.FAILED, "./cvgen.sty:9: Too bad.\n", "TeX failed: Too bad (cvgen.sty, line 9)"),
        (RunStatus.TIMED_OUT, "", "TeX took too long and was stopped"),
        (RunStatus.TIMED_OUT, "./document.tex:9: Too bad.\n", "TeX took too long and was stopped"),
    ],
)
def test_every_failure_is_an_error_that_names_the_log(
    profile: Path, build: Path, outcome: RunStatus, log: str, message: str
) -> None:
    problem = refused(profile, FakeEngine(lambda _: outcome, lambda _: log), build)
    assert str(problem) == f"{profile}:1:1: error: {message}"
    assert f"the log is {build / 'ann-classic.log'}" in (problem.hint or "")


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


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("lato", "cvgen setup --more brings them; for an installed TeX: fonts-lato (Debian, Ubuntu)"),
        (
            "garamond",
            "cvgen setup --more brings them; for an installed TeX: fonts-ebgaramond fonts-linuxlibertine (Debian, Ubuntu)",
        ),
        ("mono", None),
    ],
)
def test_a_font_that_is_not_installed_is_a_warning(profile: Path, build: Path, name: str, hint: str | None) -> None:
    text = f'the fonts of "{name}" are not installed: Latin Modern stands in'
    said = f"Package cvgen Warning: {text} on input line 9.\n"
    result = render(profile, FakeEngine(log=lambda _: said * 2), build)
    assert result.warnings == (Diagnostic(text, None, hint, Severity.WARNING),)


def test_what_was_noticed_of_the_yaml_is_passed_on(profile: Path, build: Path) -> None:
    profile.write_text("basics:\n  name: Ann #1\n", encoding="utf-8")
    [warning] = warned(profile, lambda _: "", build)
    assert warning.startswith(':2:13: warning: "#1" is a comment to YAML')


def landed(*marks: str) -> Callable[[TexSource], str]:
    """A log of what landed where: ``kind line page down``, down in points on pages of 600."""
    notes = "".join(
        f"cvgen: {kind} {number} {line} main {page} {(600 - int(down)) * 65536}\n"
        for number, (kind, line, page, down) in enumerate(map(str.split, marks))
    )
    return lambda _: f"cvgen: page {600 * 65536} {600 * 65536} {12 * 65536}\n{notes}"


def test_what_a_reader_would_stumble_over_is_a_warning_at_its_line(profile: Path, build: Path) -> None:
    assert warned(profile, landed("section 5 1 590", "item 8 2 12", "end 9 2 300"), build) == [
        ":5:1: warning: a section's title is alone at the foot of page 1"
    ]


def test_what_could_be_better_is_a_note(profile: Path, build: Path) -> None:
    log = landed("item 8 1 12", "end 9 2 30")
    [note] = render(profile, FakeEngine(log=log), build).warnings
    text, hint = "the last page is filled by 5 % only", "--pages 1 may make it fit on 1"
    assert note == Diagnostic(text, Span(Path(f"{profile} in classic"), 0), hint, Severity.NOTE)


def test_an_accent_that_is_hard_to_read_is_a_warning_where_it_is_chosen(profile: Path, build: Path) -> None:
    [warning] = warned(profile, lambda _: "", build, "design.accent=#FFD700")
    assert warning.startswith("--set design.accent=#FFD700: warning: the accent #FFD700 is hard to read")


NAMED = """\
basics: { name: Ann }
sections:
  - title: My tools
    kind: skills
    entries: [{ name: C }]
  - title: Life
    sections:
      - { kind: interests, entries: [{ name: Go }] }
design:
  {option}
"""


@pytest.mark.parametrize(
    ("option", "unmatched"),
    [
        ("order: [skills, Life, my tools]", []),
        ("order: [interests]", []),  # what "Life" begins with
        ("order: [Interests]", ["Interests"]),  # it cannot leave "Life"
        ("order: [awards, Live]", ["awards", "Live"]),
        ("titles: { my tools: Tools, interests: Hobbies }", []),
        ("titles: { skills: Tools }", ["skills"]),  # that section has a title of its own
        ("titles: { Hobbies: Interests }", ["Hobbies"]),
    ],
)
def test_a_name_that_no_section_answers_to_is_a_warning(
    profile: Path, build: Path, option: str, unmatched: list[str]
) -> None:
    profile.write_text(NAMED.replace("{option}", option), encoding="utf-8")
    key = option.partition(":")[0]
    assert warned(profile, lambda _: "", build) == [
        f':10:{len(key) + 5}: warning: "{key}" names "{name}", and no section is called so' for name in unmatched
    ]


def test_a_name_that_no_section_answers_to_leads_to_the_nearest(profile: Path, build: Path) -> None:
    profile.write_text(NAMED.replace("{option}", "order: [Live, Nothing]"), encoding="utf-8")
    hints = [each.hint for each in render(profile, FakeEngine(), build).warnings]
    assert hints == ['did you mean "Life"?', "the sections are: My tools, Life"]


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
        (Severity.NOTE, Span(Path(f"{profile} in classic"), 0)),
    ]
    assert {path: path.read_bytes() for path in build.iterdir()} == before


def test_a_strict_eye_lets_pass_what_is_only_noted(profile: Path, build: Path) -> None:
    fake = FakeEngine(log=landed("item 8 1 12", "end 9 2 30"))
    assert render(profile, fake, build, strict=True).pages == 1


def test_without_a_pdf_a_strict_eye_sees_what_there_is_to_see(profile: Path, build: Path) -> None:
    with pytest.raises(CvgenError, match="is hard to read"):
        render(profile, FakeEngine(), build, formats=("tex",), settings=("design.accent=fd0",), strict=True)


# --- a number of pages ----------------------------------------------------------------------------

# Six items are 24 points high at the tightest, 60 as they are wanted, and 108 at the loosest.
ELASTIC = """\
description = "Classic, and as elastic as can be"

[design]
size = 10
accent = "#1F3A5F"
font = "libertine-garamond"

[limits]
size = [8.0, 12.0]
density = [0.5, 1.5]
"""
SIX = """\
basics:
  name: Ann
sections:
  - title: Things
    kind: bullets
    entries:
      - always
      - { text: seldom, priority: 5 }
      - { text: often, priority: 2 }
      - { text: as seldom, priority: 5 }
      - { text: first to go, priority: 9 }
      - always, too
"""
HEIGHTS = [7.0, 11.0, 15.0, 19.0, 23.0, 24.5, 30.0, 45.0, 59.0, 61.0, 80.0, 107.0, 200.0]


@pytest.fixture
def six(tmp_path: Path) -> Path:
    path = tmp_path / "six.yaml"
    path.write_text(SIX, encoding="utf-8")
    package, settings = (elastic(path) / name for name in ("cvgen-classic.sty", styles.SETTINGS))
    package.parent.mkdir()
    shutil.copyfile(styles.load("classic").package, package)
    settings.write_text(ELASTIC, encoding="utf-8")
    return path


def elastic(six: Path) -> Path:
    """The folder of its style."""
    return six.parent / "classic"


def fitted(six: Path, fake: TexEngine, build: Path, pages: int = 1, *, drop: bool = False) -> RenderResult:
    return render(six, fake, build, str(elastic(six)), pages=pages, drop=drop)


def too_long(six: Path, fake: TexEngine, build: Path, *, drop: bool = False) -> Diagnostic:
    with pytest.raises(CvgenError) as raised:
        fitted(six, fake, build, drop=drop)
    [problem] = raised.value.diagnostics
    return problem


def printed(build: Path) -> list[str]:
    """The items of what was written."""
    text = (build / "six-classic.tex").read_text(encoding="utf-8")
    return re.findall(r"\\cv(?:Last)?Item.+\n\\cvNode\{\d+\}(.+)\\cvItemEnd", text)


@pytest.mark.parametrize("height", [height for height in HEIGHTS if height > 24])
def test_a_cv_fits_on_its_pages_as_loosely_as_it_can(six: Path, build: Path, height: float) -> None:
    fake = PagedEngine(height)
    assert fitted(six, fake, build).pages == 1
    [size, density] = map(
        float, re.findall(r" size = ([\d.]+), density = ([\d.]+),", (build / "six-classic.tex").read_text("utf-8"))[0]
    )
    step = 1.12  # between the settings that six runs can tell apart
    assert 6 * size * density <= height
    assert (size, density) == (12, 1.5) or 6 * size * density > height / step


@pytest.mark.parametrize("drop", [False, True])
@pytest.mark.parametrize("tells", [False, True])
@pytest.mark.parametrize("height", HEIGHTS)
def test_six_runs_decide_the_same_every_time(six: Path, build: Path, height: float, tells: bool, drop: bool) -> None:
    fakes = [PagedEngine(height, tells), PagedEngine(height, tells)]
    for fake in fakes:
        with contextlib.suppress(CvgenError):
            fitted(six, fake, build, drop=drop)
    assert len(fakes[0].tried) <= 6
    assert fakes[0].tried == fakes[1].tried


def test_what_was_chosen_is_noted_with_how_to_keep_it(six: Path, build: Path) -> None:
    [note] = fitted(six, PagedEngine(200), build, 2).warnings
    text, hint = "1 page at size 12 and density 1.5", "to keep it: --set design.size=12 --set design.density=1.5"
    assert (note.severity, note.span, note.hint) == (Severity.NOTE, Span(six, 1), hint)
    assert note.message.startswith(text)


def test_what_is_kept_as_noted_comes_out_the_same(six: Path, build: Path) -> None:
    [note] = fitted(six, PagedEngine(50), build).warnings
    text = (build / "six-classic.tex").read_text(encoding="utf-8")
    settings = re.findall(r"--set (\S+)", str(note.hint))
    render(six, PagedEngine(50), build, str(elastic(six)), settings=tuple(settings))
    assert (build / "six-classic.tex").read_text(encoding="utf-8") == text


def test_a_size_outside_of_the_styles_limits_is_brought_within(six: Path, build: Path) -> None:
    fake = PagedEngine(200)
    render(six, fake, build, str(elastic(six)), pages=1, settings=("design.size=14", "design.density=0.5"))
    assert fake.tried[0] == (12, 0.5)


def test_the_tex_alone_is_fitted_too(six: Path, build: Path) -> None:
    fake = PagedEngine(50)
    assert render(six, fake, build, str(elastic(six)), formats=("tex",), pages=1).pages == 1
    assert (len(fake.tried), names(build)) == (6, [*PACKAGES, "six-classic.tex"])


@pytest.mark.parametrize(
    ("height", "over", "names"),
    [
        (23, "0.04", ["first to go"]),
        (19, "0.26", ["as seldom", "first to go"]),
        (15, "0.60", ["seldom", "as seldom", "first to go"]),
        (11, "1.18", ["seldom", "often", "as seldom", "first to go"]),
        (7, "2.43", ["seldom", "often", "as seldom", "first to go"]),
    ],
)
def test_what_does_not_fit_says_by_how_much_and_what_could_go(
    six: Path, build: Path, height: float, over: str, names: list[str]
) -> None:
    places = {"seldom": 8, "often": 9, "as seldom": 10, "first to go": 11}
    assert too_long(six, PagedEngine(height), build) == Diagnostic(
        f"it does not fit on 1 page: at the tightest that classic allows it is {over} pages too long",
        Span(six, 1),
        "--drop would leave out: " + ", ".join(f'"{name}" (line {places[name]})' for name in names),
    )
    assert [*build.iterdir()] == []


def test_of_much_that_could_go_the_first_is_named(six: Path, build: Path) -> None:
    many = "".join(f"\n      - {{ text: item {i}, priority: 1 }}" for i in range(30))
    six.write_text(SIX.replace("\n      - { text: first to go, priority: 9 }", many), encoding="utf-8")
    hint = str(too_long(six, PagedEngine(11), build).hint)
    assert (hint.count(" (line "), hint.endswith(", and 13 more")) == (20, True)


def test_where_nothing_may_go_it_is_said_how_something_may(six: Path, build: Path) -> None:
    six.write_text(re.sub(r", priority: \d", "", SIX), encoding="utf-8")
    for drop in (False, True):
        hint = too_long(six, PagedEngine(15), build, drop=drop).hint
        assert hint == "give what may be left out a priority, from 1 to 9 (goes first), and use --drop"


@pytest.mark.parametrize(
    ("height", "left"),
    [
        (24.5, "always seldom often as+seldom first+to+go always,+too"),
        (23, "always seldom often as+seldom always,+too"),
        (19, "always seldom often always,+too"),
        (15, "always often always,+too"),
        (11, "always always,+too"),
    ],
)
def test_what_has_a_priority_goes_as_far_as_it_must_9_first_and_of_equals_the_last(
    six: Path, build: Path, height: float, left: str
) -> None:
    result = fitted(six, PagedEngine(height), build, drop=True)
    assert (result.pages, printed(build)) == (1, [each.replace("+", " ") for each in left.split()])


def test_what_went_is_noted_at_its_place(six: Path, build: Path) -> None:
    _, *notes = fitted(six, PagedEngine(15), build, drop=True).warnings
    assert [(each.message, each.span, each.severity) for each in notes] == [
        ('left out: "seldom" (priority 5)', Span(six, 8, 9), Severity.NOTE),
        ('left out: "as seldom" (priority 5)', Span(six, 10, 9), Severity.NOTE),
        ('left out: "first to go" (priority 9)', Span(six, 11, 9), Severity.NOTE),
    ]


def test_what_is_left_is_as_loose_as_it_can_be(six: Path, build: Path) -> None:
    fake = PagedEngine(15)
    fitted(six, fake, build, drop=True)  # three items are 12 points high at the tightest
    assert fake.tried[:3] == [(10, 1), (8, 0.5), (8, 0.5)]
    assert max(fake.tried[3:]) > (8, 0.5)


def test_if_all_that_may_go_is_not_enough_nothing_is_written(six: Path, build: Path) -> None:
    problem = too_long(six, PagedEngine(7), build, drop=True)
    assert problem.hint == "leaving out all that has a priority is not enough"
    assert [*build.iterdir()] == []


@pytest.mark.parametrize(("height", "gone"), [(23, 2), (19, 2), (15, 3), (11, 4)])
def test_a_style_that_does_not_tell_where_things_land_drops_by_halves(
    six: Path, build: Path, height: float, gone: int
) -> None:
    fitted(six, PagedEngine(height, tells=False), build, drop=True)
    assert len(printed(build)) == 6 - gone


def test_when_the_runs_end_all_goes_that_may(six: Path, build: Path) -> None:
    six.write_text(SIX + "      - { text: seldom, priority: 1 }\n" * 9, encoding="utf-8")
    fake = PagedEngine(10, tells=False)
    fitted(six, fake, build, drop=True)
    assert (len(fake.tried), printed(build)) == (6, ["always", "always, too"])


def test_what_stands_within_what_went_is_not_noted_for_itself(six: Path, build: Path) -> None:
    outer = "{ label: outer, priority: 9, highlights: [{ text: inner, priority: 1 }, more, more] }"
    six.write_text(SIX.replace("{ text: first to go, priority: 9 }", outer), encoding="utf-8")
    _, *notes = fitted(six, PagedEngine(26), build, drop=True).warnings
    assert [each.message for each in notes] == ['left out: "outer" (priority 9)']


def test_what_stands_within_what_goes_frees_nothing_more_and_little_is_left_out(six: Path, build: Path) -> None:
    entry = "{{ label: outer {0}, priority: 5, highlights: [{{ text: inner {0}, priority: 9 }}, more, more] }}"
    outer = "".join(f"\n      - {entry.format(i)}" for i in range(40))
    six.write_text(SIX.replace("\n      - { text: first to go, priority: 9 }", outer), encoding="utf-8")
    result = fitted(six, PagedEngine(400), build, drop=True)
    assert result.pages == 1
    assert 90 < len(printed(build)) <= 100


def test_a_failure_while_trying_is_an_error(six: Path, build: Path) -> None:
    assert too_long(six, failing("! Oops."), build).message == "TeX failed: Oops"
    assert names(build) == ["six-classic.log"]


# --- several orders -------------------------------------------------------------------------------


def several(build: Path, *texts: str, style: str = "classic", **options: Any) -> list[Order]:
    """Orders for profiles with these names, n0 and on."""
    orders = []
    for number, text in enumerate(texts):
        path = build.parent / f"n{number}.yaml"
        path.write_text(YAML.replace("Ann", text), encoding="utf-8")
        orders.append(Order(path, style, build, check=False, **options))
    return orders


def test_several_orders_come_back_in_their_order(build: Path) -> None:
    orders = several(build, "Ann", "Bob", "Eve")
    results = pipeline.render_all(orders, FakeEngine())
    assert [each.files[0].stem for each in results if isinstance(each, RenderResult)] == [
        *("n0-classic", "n1-classic", "n2-classic")
    ]


def test_no_orders_are_nothing_to_do() -> None:
    fake = FakeEngine()
    assert (pipeline.render_all([], fake), fake.folders) == ([], [])


def test_orders_of_a_style_with_the_same_characters_share_a_run(build: Path) -> None:
    fake = FakeEngine()
    results = pipeline.render_all(several(build, "Ann", "Nan", "Ana"), fake)
    assert ([len(texts) for texts in fake.shared], len(fake.folders)) == ([3], 1)
    assert [each.pages for each in results if isinstance(each, RenderResult)] == [1, 1, 1]


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
    pipeline.render_all([one, dataclasses.replace(other, **changes)], fake)
    assert [len(texts) for texts in fake.shared] == shared


def test_a_run_has_only_so_many_documents(build: Path) -> None:
    fake = FakeEngine()
    most = pipeline._SHARED_MOST
    pipeline.render_all(several(build, *["Ann"] * (2 * most + 1)), fake)
    assert [len(texts) for texts in fake.shared] == [most, most, 1]


def test_a_style_of_ones_own_shares_no_run(build: Path, six: Path) -> None:
    fake = FakeEngine()
    pipeline.render_all(several(build, "Ann", "Nan", style=str(elastic(six))), fake)
    assert [len(texts) for texts in fake.shared] == [1, 1]


def test_a_style_of_ones_own_may_want_any_package(build: Path, six: Path) -> None:
    fake = FakeEngine()
    pipeline.render_all(several(build, "Ann"), fake)
    pipeline.render_all(several(build, "Ann", style=str(elastic(six))), fake)
    assert fake.with_any_package == [False, True]


def test_what_fails_holds_nothing_else_up(build: Path) -> None:
    orders = several(build, "Ann", "Bad", "Nan", "Eve")
    orders[3].path.write_text("basics: {}", encoding="utf-8")
    fake = FakeEngine(lambda tex: RunStatus.FAILED if "Bad" in tex.text else RunStatus.DONE, lambda _: "! Oops.")
    came = pipeline.render_all(orders, fake)
    assert [str(each) if isinstance(each, CvgenError) else each.pages for each in came] == [
        1,
        f"{orders[1].path}:1:1: error: TeX failed: Oops",
        1,
        f'{orders[3].path}:1:9: error: "basics" needs "name" [missing-key]',
    ]
    assert [name for name in names(build) if name.endswith((".pdf", ".log"))] == [
        *("n0-classic.pdf", "n1-classic.log", "n2-classic.pdf")
    ]


def test_what_fails_is_what_fails_alone(build: Path) -> None:
    orders = several(build, "Ann", "Bad")
    fake = FakeEngine(lambda tex: RunStatus.FAILED if "Bad" in tex.text else RunStatus.DONE, lambda _: "! Oops.")
    with pytest.raises(CvgenError) as raised:
        pipeline.render(orders[1], fake)
    [_, came] = pipeline.render_all(orders, fake)
    assert isinstance(came, CvgenError)
    assert came.diagnostics == raised.value.diagnostics


def test_a_full_disk_is_an_error_of_each(build: Path) -> None:
    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    orders = several(build, "Ann", "Nan")
    came = pipeline.render_all(orders, FakeEngine(write=full))
    assert ["No space left on device" in str(each) for each in came] == [True, True]


def test_the_engine_is_started_before_the_profile_is_read(profile: Path, build: Path) -> None:
    profile.write_text("basics: {}", encoding="utf-8")
    fake = FakeEngine()
    refused(profile, fake, build)
    assert len(fake.folders) == 1


def test_no_work_folder_is_left(build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    pipeline.render_all(several(build, "Ann", "Nan", "Bob" * 9, "二三"), FakeEngine())
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
    assert str(problem) == f"error: {build} is not a folder"
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
