"""The command line as a person or a script meets it: what it prints, where, and how it exits."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TypeAlias

import pytest
from typer.testing import CliRunner

from cvgen import __version__
from cvgen.cli.app import app
from cvgen.data import assets
from cvgen.look import styles
from cvgen.pipeline import pipeline
from tests.conftest import STYLES
from tests.fakes import DEADLINE, Lifeline, blank_pdf, shell_engine

CVGEN = [sys.executable, "-m", "cvgen"]
VALID = "basics:\n  name: Ann\n"
INVALID = "basics:\n  nam: Ann\n"
PACKAGES = [f"build/{name}.sty" for name in ("cvgen-classic", "cvgen-fonts", "cvgen-icons", "cvgen")]


class Place:
    """A folder to work in, with an xetex that makes a blank page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "here"
        self.tmp = folder / "tmp"
        self.folder.mkdir()
        self.tmp.mkdir()
        self.programs = folder / "programs"
        blank_pdf(folder / "blank.pdf")
        self.cache = folder / "cache"
        self.environment = {"HOME": str(folder), "TMPDIR": str(self.tmp), "CVGEN_CACHE": str(self.cache)}
        self.engine(f"typeset; cp '{folder}/blank.pdf' run.pdf")

    def engine(self, script: str) -> None:
        self.environment["PATH"] = shell_engine(self.programs, script)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        if arguments[:1] == ("render",):  # nothing is to be read on a blank page
            arguments = ("render", "--no-check", *arguments[1:])
        return subprocess.run(
            [*CVGEN, *arguments],
            cwd=self.folder,
            env=self.environment,
            check=False,
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=DEADLINE,
        )

    def names(self) -> list[str]:
        """All files below the folder."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


Outcome: TypeAlias = tuple[int, str, str]

SUMMARY = re.compile(r"^((?:\d+ (?:done|unchanged|failed), )+)\d+\.\d s\n\Z", re.MULTILINE)  # of several documents


def outcome(done: subprocess.CompletedProcess[str]) -> Outcome:
    return done.returncode, done.stdout, done.stderr


# --- small commands -------------------------------------------------------------------------------


def test_the_version_is_told(place: Place) -> None:
    assert outcome(place.run("--version")) == (0, f"cvgen {__version__}\n", "")


def test_the_version_is_told_whatever_else_is_asked(place: Place) -> None:
    assert outcome(place.run("--version", "schema")) == (0, f"cvgen {__version__}\n", "")


def test_styles_are_listed_with_what_they_look_like(place: Place) -> None:
    lines = [f"{name:<12}{styles.load(name).description}\n" for name in STYLES]
    assert outcome(place.run("style", "list")) == (0, "".join(lines), "")


def test_the_schema_is_printed_as_it_is(place: Place) -> None:
    assert outcome(place.run("schema")) == (0, assets.SCHEMA.read_text(encoding="utf-8"), "")


@pytest.mark.parametrize(
    ("arguments", "commands"),
    [
        ([], ["render", "validate", "check", "schema", "new", "setup", "doctor", "style"]),
        (["--help"], ["render", "validate", "check", "schema", "new", "setup", "doctor", "style"]),
        (["style"], ["list", "new"]),
        (["style", "--help"], ["list", "new"]),
    ],
)
def test_help_names_every_command(place: Place, arguments: list[str], commands: list[str]) -> None:
    done = place.run(*arguments)
    assert re.findall(r"^  ([a-z]+) ", done.stdout + done.stderr, re.MULTILINE) == commands


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bogus"], "No such command 'bogus'"),
        (["render"], "Missing argument 'PROFILE'"),
        (["render", "--bogus"], "No such option"),
        (["new"], "Missing argument"),
        (["new", "Ann", "Lee"], "unexpected extra argument"),
        (["render", "ann.yaml", "--format", "html"], "'html' is not a format; the formats are: pdf, tex"),
        (["render", "ann.yaml", "--format", "pdf,"], "'' is not a format; the formats are: pdf, tex"),
        (["render", "ann.yaml", "--pages", "0"], "0 is not in the range"),
        (["render", "ann.yaml", "--pages", "two"], "'two' is not a valid int"),
        (["render", "ann.yaml", "--drop"], "--drop needs --pages"),
        (["style", "bogus"], "No such command 'bogus'"),
        (["style", "new"], "Missing argument"),
    ],
)
def test_wrong_usage_exits_with_2(place: Place, arguments: list[str], said: str) -> None:
    place.write("ann.yaml", VALID)
    done = place.run(*arguments)
    assert (done.returncode, done.stdout, said in done.stderr) == (2, "", True)


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run([*CVGEN, "schema"], stdout=closed, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_behind_the_output_is_no_bug_of_cvgen() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*CVGEN, "schema"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, b"No space left on device" in done.stderr, b"bug" in done.stderr) == (1, True, False)


# --- render ---------------------------------------------------------------------------------------


def test_a_render_in_a_pipe_says_nothing(place: Place) -> None:
    place.write("ann.yaml", VALID)
    assert outcome(place.run("render", "ann.yaml")) == (0, "", "")
    assert place.names() == [
        "ann.yaml",
        "build/ann-classic.pdf",
        "build/ann-classic.tex",
        *PACKAGES,
    ]


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (["--format", "pdf"], ["build/ann-classic.pdf"]),
        (["--format", "pdf", "-o", "out"], ["out/ann-classic.pdf"]),
        (["--format", "pdf", "--output-dir", "a/b c"], ["a/b c/ann-classic.pdf"]),
        (["--format", "pdf", "-s", "academic"], ["build/ann-academic.pdf"]),
        (["--format", "pdf", "-s", "academic", "-s", "classic"], ["build/ann-academic.pdf", "build/ann-classic.pdf"]),
        (["--format", "pdf", "-s", "academic", "-s", "academic"], ["build/ann-academic.pdf"]),
        (["--format", "pdf", "--style", "all"], [f"build/ann-{style}.pdf" for style in STYLES]),
        (["--format", "tex"], ["build/ann-classic.tex", *PACKAGES]),
    ],
)
def test_what_is_asked_for_is_written(place: Place, arguments: list[str], files: list[str]) -> None:
    place.write("ann.yaml", VALID)
    code, out, said = outcome(place.run("render", "ann.yaml", *arguments))
    assert (code, out, SUMMARY.sub("", said)) == (0, "", "")
    assert place.names() == sorted(["ann.yaml", *files])


def test_a_name_that_starts_with_a_dash_goes_after_two(place: Place) -> None:
    place.write("-ann 50%.yaml", VALID)
    assert outcome(place.run("render", "--format", "pdf", "--", "-ann 50%.yaml")) == (0, "", "")
    assert place.names() == ["-ann 50%.yaml", "build/-ann 50%-classic.pdf"]


def test_verbose_tells_how_long_each_step_took(place: Place) -> None:
    place.write("ann.yaml", VALID)
    done = place.run("render", "ann.yaml", "--verbose")
    steps = ", ".join(rf"{step} \d+\.\d{{3}} s" for step in ("source", "profile", "document", "latex", "engine", "pdf"))
    assert (done.returncode, done.stdout) == (0, "")
    told = r"ann\.yaml -> build/ann-classic\.pdf, 1 page, \d+\.\d\d s"
    assert re.fullmatch(rf"{told}\n  {steps}\n", done.stderr)


def test_the_others_are_rendered_when_one_profile_fails(place: Place) -> None:
    place.write("ann.yaml", VALID)
    place.write("bad.yaml", INVALID)
    place.write("zoe.yaml", VALID)
    blank_pdf(place.programs / "two.pdf", 2)  # of the two, which share a run
    place.engine(f"typeset; cp '{place.programs}/two.pdf' run.pdf")
    done = place.run("render", "ann.yaml", "bad.yaml", "zoe.yaml", "--format", "pdf")
    assert (done.returncode, done.stdout, "bad.yaml:2:3: error: " in done.stderr) == (1, "", True)
    assert place.names() == ["ann.yaml", "bad.yaml", "build/ann-classic.pdf", "build/zoe-classic.pdf", "zoe.yaml"]


def test_a_profile_given_twice_is_rendered_once(place: Place) -> None:
    place.write("bad.yaml", INVALID)
    done = place.run("render", "bad.yaml", "./bad.yaml")
    assert (done.returncode, done.stderr.count('unknown key "nam"')) == (1, 1)


def test_an_error_is_told_once_for_all_styles(place: Place) -> None:
    place.write("bad.yaml", INVALID)
    one, all_styles = place.run("render", "bad.yaml"), place.run("render", "bad.yaml", "--style", "all")
    assert (one.returncode, one.stderr) == (all_styles.returncode, SUMMARY.sub("", all_styles.stderr))
    assert one.stderr.count("error:") == 2


def test_a_warning_is_told_once_for_all_styles(place: Place) -> None:
    place.write("ann.yaml", "basics:\n  name: Ann #1\n")
    done = place.run("render", "ann.yaml", "--style", "all")
    assert (done.returncode, done.stderr.count("warning:")) == (0, 1)


def test_profiles_that_would_write_the_same_files_are_refused(place: Place) -> None:
    place.write("ann.yaml", VALID)
    place.write("ann.yml", VALID)
    said = "error: ann.yaml and ann.yml would both write ann-*.pdf\n  hint: rename one of them\n"
    assert outcome(place.run("render", "ann.yaml", "ann.yml")) == (1, "", said)


def test_an_unknown_style_suggests_the_nearest(place: Place) -> None:
    place.write("ann.yaml", VALID)
    said = 'error: there is no style "clasic"\n  hint: did you mean "classic"?\n'
    assert outcome(place.run("render", "ann.yaml", "--style", "clasic")) == (1, "", said)


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        ([], "no TeX engine is installed", "cvgen setup installs it, and needs no administrator"),
        (["--engine", "tectonic"], "tectonic is not installed", "cvgen setup installs it, and needs no administrator"),
        (["--engine", "xelatex"], "xelatex is not installed", "install TeX: apt-get install texlive-xetex (Debian,"),
        (["--engine", "pdftex"], 'there is no engine "pdftex"', "the engines are: tectonic, xelatex"),
    ],
)
def test_a_missing_engine_says_how_to_get_it(place: Place, arguments: list[str], message: str, hint: str) -> None:
    place.write("ann.yaml", VALID)
    place.environment["PATH"] = str(place.tmp)
    done = place.run("render", "ann.yaml", *arguments)
    first, second = done.stderr.splitlines()
    assert (done.returncode, first) == (1, f"error: {message}")
    assert second.startswith(f"  hint: {hint}")


def test_the_environment_names_an_engine_and_the_command_line_another(place: Place) -> None:
    place.write("ann.yaml", VALID)
    place.environment["CVGEN_ENGINE"] = "tectonic"
    assert place.run("render", "ann.yaml").returncode == 1
    assert outcome(place.run("render", "ann.yaml", "--engine", "xelatex")) == (0, "", "")


def test_what_has_not_changed_is_not_made_again_unless_it_is_forced(place: Place) -> None:
    place.write("ann.yaml", VALID)
    place.run("render", "ann.yaml")
    made = (place.folder / "build/ann-classic.pdf").stat().st_mtime_ns
    said = place.run("render", "ann.yaml", "-v").stderr
    assert said == "ann.yaml -> build/ann-classic.pdf, 1 page, unchanged\n"
    assert (place.folder / "build/ann-classic.pdf").stat().st_mtime_ns == made
    place.run("render", "ann.yaml", "--force")
    assert (place.folder / "build/ann-classic.pdf").stat().st_mtime_ns != made


def test_many_documents_are_counted_at_the_end(place: Place) -> None:
    for name, text in (("ann", VALID), ("zoe", VALID), ("bad", INVALID)):
        place.write(f"{name}.yaml", text)
    place.run("render", "ann.yaml")
    done = place.run("render", "ann.yaml", "bad.yaml", "zoe.yaml", "--jobs", "2")
    assert done.returncode == 1
    assert SUMMARY.findall(done.stderr) == ["1 done, 1 unchanged, 1 failed, "]


def test_an_output_folder_that_cannot_be_is_an_error(place: Place) -> None:
    place.write("ann.yaml", VALID)
    said = "error: /dev/null/x cannot be written: Not a directory\n  hint: choose another --output-dir\n"
    assert outcome(place.run("render", "ann.yaml", "-o", "/dev/null/x")) == (1, "", said)


def test_a_failure_of_tex_is_an_error_at_the_profile(place: Place) -> None:
    place.write("ann.yaml", VALID)
    place.engine("typeset; echo './document.tex:6: Undefined control sequence.' >> run.log; exit 1")
    said = """\
ann.yaml:1:1: error: TeX failed: Undefined control sequence
    1 | basics:
      | ^
  hint: the log is build/ann-classic.log
"""
    assert outcome(place.run("render", "ann.yaml")) == (1, "", said)


# --- settings, pages, and a strict eye ------------------------------------------------------------


def test_settings_are_put_in_and_those_that_are_wrong_are_named(place: Place) -> None:
    place.write("ann.yaml", VALID)
    settings = ["--set", "basics.name=Bob #1", "--set", "design.accent=#0F4C81"]
    assert outcome(place.run("render", "ann.yaml", "--format", "tex", *settings)) == (0, "", "")
    text = (place.folder / "build" / "ann-classic.tex").read_text(encoding="utf-8")
    assert ("Bob \\#1}" in text, "accent = 0F4C81" in text) == (True, True)
    said = '--set design.papr=a4: error: unknown key "papr"\n  hint: did you mean "paper"?\n'
    assert outcome(place.run("render", "ann.yaml", "--set", "design.papr=a4")) == (1, "", said)


def test_what_pages_were_fitted_to_is_noted(place: Place) -> None:
    place.write("ann.yaml", VALID)
    done = place.run("render", "ann.yaml", "--format", "pdf", "--pages", "2", "--drop")
    note, _, _, hint = done.stderr.splitlines()
    assert re.fullmatch(r"ann\.yaml:1:1: note: 1 page at size [\d.]+ and density [\d.]+, found in \d runs", note)
    assert re.fullmatch(r"  hint: to keep it: --set design\.size=[\d.]+ --set design\.density=[\d.]+", hint)
    assert (done.returncode, done.stdout, place.names()) == (0, "", ["ann.yaml", "build/ann-classic.pdf"])


def test_what_does_not_fit_is_an_error_with_a_remedy(place: Place) -> None:
    place.write("ann.yaml", VALID)
    blank_pdf(place.programs / "two.pdf", 2)
    place.engine(f"typeset 2; cp '{place.programs}/two.pdf' run.pdf")
    done = place.run("render", "ann.yaml", "--pages", "1")
    assert (done.returncode, place.names()) == (1, ["ann.yaml"])
    assert done.stderr.startswith("ann.yaml:1:1: error: it does not fit on 1 page: ")
    assert done.stderr.endswith(
        "hint: give what may be left out a priority, from 1 to 9 (goes first), and use --drop\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "severity"), [([], 0, "warning"), (["--strict"], 1, "error")], ids=["kind", "strict"]
)
def test_to_a_strict_eye_warnings_are_errors(place: Place, arguments: list[str], code: int, severity: str) -> None:
    place.write("ann.yaml", "basics:\n  name: Ann #1\n")
    done = place.run("render", "ann.yaml", *arguments)
    assert (done.returncode, done.stderr.startswith(f"ann.yaml:2:13: {severity}: ")) == (code, True)
    assert ("build/ann-classic.pdf" in place.names()) == (code == 0)


# --- a style of one's own -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "folder", "origin"),
    [
        (["mine"], "mine", "classic"),
        (["mine", "--from", "academic"], "mine", "academic"),
        (["mine", "-o", "my styles"], "my styles/mine", "classic"),
    ],
)
def test_a_new_style_is_a_copy_that_renders(place: Place, arguments: list[str], folder: str, origin: str) -> None:
    place.write("ann.yaml", VALID)
    said = f"wrote {folder}/cvgen-mine.sty\nwrote {folder}/style.toml\n"
    assert outcome(place.run("style", "new", *arguments)) == (0, said, "")
    settings = (place.folder / folder / "style.toml").read_text(encoding="utf-8")
    assert settings == (assets.STYLES / origin / "style.toml").read_text(encoding="utf-8")
    assert outcome(place.run("render", "ann.yaml", "--style", f"./{folder}", "--format", "pdf")) == (0, "", "")
    assert "build/ann-mine.pdf" in place.names()


def test_a_copy_of_ones_own_style_can_be_made(place: Place) -> None:
    place.run("style", "new", "mine")
    said = "wrote other/cvgen-other.sty\nwrote other/style.toml\n"
    assert outcome(place.run("style", "new", "other", "--from", "./mine")) == (0, said, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["classic"], 'error: the name "classic" is taken\n  hint: choose another\n'),
        (["mine", "--from", "clasic"], 'error: there is no style "clasic"\n  hint: did you mean "classic"?\n'),
        (
            ["mine", "-o", "/dev/null/x"],
            "error: /dev/null/x/mine cannot be written: Not a directory\n  hint: choose another --output-dir\n",
        ),
    ],
)
def test_a_new_style_that_cannot_be_is_an_error(place: Place, arguments: list[str], said: str) -> None:
    assert outcome(place.run("style", "new", *arguments)) == (1, "", said)
    assert place.names() == []


def test_two_styles_of_one_name_are_refused(place: Place) -> None:
    place.write("ann.yaml", VALID)
    for folder in ("a", "b"):
        place.run("style", "new", "mine", "-o", folder)
    said = "error: the styles a/mine and b/mine would both write *-mine.pdf\n  hint: rename one of them\n"
    assert outcome(place.run("render", "ann.yaml", "-s", "a/mine", "-s", "./a/mine", "-s", "b/mine")) == (1, "", said)


# --- interrupted, and bugs ------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "code", "said"), [(signal.SIGINT, 130, "interrupted\n"), (signal.SIGTERM, 143, "")])
def test_an_interrupted_render_leaves_nothing_behind(
    place: Place, tmp_path: Path, number: signal.Signals, code: int, said: str
) -> None:
    place.write("ann.yaml", VALID)
    lifeline = Lifeline(tmp_path / "lifeline")
    place.engine(f"{lifeline.hold}; sleep 60 & sleep 60")
    with subprocess.Popen(
        [*CVGEN, "render", "ann.yaml"],
        cwd=place.folder,
        env=place.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        lifeline.wait_for_start()
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=DEADLINE)
    lifeline.wait_for_end()
    assert (process.returncode, stdout, stderr) == (code, "", said)
    assert (place.names(), [*place.tmp.iterdir()]) == (["ann.yaml"], [])


def test_a_bug_asks_to_be_reported(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("an oversight")

    place.write("ann.yaml", VALID)
    monkeypatch.chdir(place.folder)
    monkeypatch.setattr(pipeline, "render_all", broken)
    monkeypatch.setattr(os, "environ", place.environment)
    done = CliRunner().invoke(app, ["render", "ann.yaml"])
    assert (done.exit_code, done.stdout) == (3, "")
    for said in ("Traceback", "ZeroDivisionError: an oversight", f"This is a bug in cvgen {__version__}", "report it"):
        assert said in done.stderr


# --- how a problem is shown -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "basics:\n  name: Ann\n  emial: ann@example.com\n",
            """\
ann.yaml:3:3: error: unknown key "emial"
    3 |   emial: ann@example.com
      |   ^
  hint: did you mean "email"?
""",
        ),
        (
            """\
basics: { name: Ann }
sections:
  - { title: 奖项, kind: awards, entries: [{ title: 奖学金, dat: 2023 }] }
""",
            """\
ann.yaml:3:56: error: unknown key "dat"
    3 |   - { title: 奖项, kind: awards, entries: [{ title: 奖学金, dat: 2023 }] }
      |                                                             ^
  hint: did you mean "date"?
""",
        ),
        (
            "basics: { name: Ann }\nsections: [{ title: e\u0301e\u0301, dat: 1 }]\n",
            """\
ann.yaml:2:27: error: unknown key "dat"
    2 | sections: [{ title: e\u0301e\u0301, dat: 1 }]
      |                         ^
  hint: the keys here are: title, kind, summary, entries, sections
""",
        ),
        (
            'basics: { name: Ann }\nsections: [{ title: "a\tb", dat: 1 }]\n',
            """\
ann.yaml:2:28: error: unknown key "dat"
    2 | sections: [{ title: "a b", dat: 1 }]
      |                            ^
  hint: the keys here are: title, kind, summary, entries, sections
""",
        ),
        (
            "\ufeffbasics: { name: Ann, urll: x }\r\n",
            """\
ann.yaml:1:22: error: unknown key "urll"
    1 | basics: { name: Ann, urll: x }
      |                      ^
  hint: did you mean "url"?
""",
        ),
        (
            f"basics: {{ name: {'x' * 100}, labl: y, label: {'z' * 100} }}\n",
            f"""\
ann.yaml:1:119: error: unknown key "labl"
    1 | {"x" * 57}, labl: y, label: {"z" * 35}
      | {" " * 59}^
  hint: did you mean "label"?
""",
        ),
    ],
    ids=["plain", "Chinese", "accents", "tab", "byte order mark", "long line"],
)
def test_a_problem_is_shown_at_its_place_with_a_remedy(place: Place, text: str, shown: str) -> None:
    (place.folder / "ann.yaml").write_bytes(text.encode())
    assert outcome(place.run("validate", "ann.yaml")) == (1, "", shown)


def test_all_problems_are_shown_in_the_order_of_their_lines(place: Place) -> None:
    place.write("ann.yaml", "basics:\n  nam: Ann\n  url: x\nsection: []\n")
    said = place.run("validate", "ann.yaml").stderr
    assert re.findall(r"^ann\.yaml:(\d+):\d+: error: ", said, re.MULTILINE) == ["2", "2", "3", "4"]


def test_a_file_that_does_not_exist_names_those_that_do(place: Place) -> None:
    place.write("ann.yaml", VALID)
    said = "error: anne.yaml does not exist\n  hint: the YAML files there are: ann.yaml\n"
    assert outcome(place.run("render", "anne.yaml")) == (1, "", said)


def test_valid_profiles_pass_in_silence(place: Place) -> None:
    place.write("ann.yaml", VALID)
    assert outcome(place.run("validate", "ann.yaml")) == (0, "", "")
    assert place.names() == ["ann.yaml"]


# --- on a terminal --------------------------------------------------------------------------------


def on_terminal(place: Place, *arguments: str, **environment: str) -> str:
    """What a command writes to standard error where that is a terminal."""
    ours, theirs = pty.openpty()
    command = [*CVGEN, *arguments]
    with subprocess.Popen(command, cwd=place.folder, env=place.environment | environment, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        while True:
            try:
                said += os.read(ours, 10_000)
            except OSError:  # the terminal's way to say that no one writes any more
                break
        os.close(ours)
        process.wait(DEADLINE)
    return said.decode().replace("\r\n", "\n")


def test_a_terminal_is_told_what_was_written(place: Place) -> None:
    place.write("ann.yaml", VALID)
    said = on_terminal(place, "render", "--no-check", "ann.yaml")
    assert re.fullmatch(r"ann\.yaml -> build/ann-classic\.pdf, 1 page, \d+\.\d\d s\n", said)


RED = "\x1b[31m\x1b[1merror\x1b[0m"


@pytest.mark.parametrize(("environment", "severity"), [({}, RED), ({"NO_COLOR": "1"}, "error")])
def test_a_terminal_gets_colour_unless_it_asks_for_none(
    place: Place, environment: dict[str, str], severity: str
) -> None:
    place.write("bad.yaml", "[]")
    said = on_terminal(place, "validate", "bad.yaml", **environment)
    assert said.startswith(f"bad.yaml:1:1: {severity}: the file must be a mapping")


# --- new ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ada Lovelace", "ada-lovelace.yaml"),
        ("../x", "x.yaml"),
        ("/etc/passwd", "etc-passwd.yaml"),
        ("李雷", "李雷.yaml"),
        ("Jean-Luc O'Brien, Ph.D.", "jean-luc-o-brien-ph-d.yaml"),
        ('a "quoted\\" name: #1 {x} *y* [z]', "a-quoted-name-1-x-y-z.yaml"),
        ("NAME SCHEMA", "name-schema.yaml"),
        ("X Æ A-12", "x-æ-a-12.yaml"),
        ("no", "no.yaml"),
        ("x" * 300, "x" * 80 + ".yaml"),
    ],
)
def test_a_new_profile_is_valid_whatever_the_name(place: Place, name: str, file: str) -> None:
    said = f"wrote {file}\nwrote profile.schema.json\n"
    assert outcome(place.run("new", name)) == (0, said, "")
    assert place.names() == sorted([file, "profile.schema.json"])
    assert outcome(place.run("validate", file)) == (0, "", "")


def test_a_new_profile_renders_at_once(place: Place) -> None:
    place.environment = dict(os.environ)
    place.run("new", "Ada Lovelace", "-o", "cv")
    done = subprocess.run(
        [*CVGEN, "render", "cv/ada-lovelace.yaml", "--style", "all"],
        cwd=place.folder,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout, SUMMARY.findall(done.stderr)) == (0, "", [f"{len(STYLES)} done, "])


@pytest.mark.parametrize("name", ["", "  ", "...", "../.."])
def test_a_name_needs_a_letter(place: Place, name: str) -> None:
    said = f'error: "{name}" has no letter to make a file name of\n'
    assert outcome(place.run("new", name)) == (1, "", said)
    assert place.names() == []


@pytest.mark.parametrize("name", ["Ada\x07", "Ada\x1b[31m", "Ada\udcff"], ids=["bell", "escape", "not UTF-8"])
def test_a_name_that_a_profile_cannot_hold_is_refused(place: Place, name: str) -> None:
    done = place.run("new", name)
    assert (done.returncode, "error: " in done.stderr, place.names()) == (1, True, [])


def test_new_overwrites_nothing(place: Place) -> None:
    place.write("ada.yaml", "mine")
    said = "error: ada.yaml exists already\n  hint: it was left as it is; choose another name\n"
    assert outcome(place.run("new", "Ada")) == (1, "", said)
    assert (place.folder / "ada.yaml").read_text(encoding="utf-8") == "mine"


def test_new_in_a_folder_that_cannot_be_is_an_error(place: Place) -> None:
    said = "error: /dev/null/x/ada.yaml cannot be written: Not a directory\n"
    assert outcome(place.run("new", "Ada", "-o", "/dev/null/x")) == (1, "", said)


# --- setup and doctor -----------------------------------------------------------------------------


def test_the_doctor_says_whether_cvs_can_be_rendered(place: Place) -> None:
    done = place.run("doctor")
    assert (done.returncode, done.stderr, "xetex" in done.stdout) == (0, "", True)
    place.environment["PATH"] = str(place.tmp)
    done = place.run("doctor")
    assert (done.returncode, done.stderr, "cvgen setup" in done.stdout) == (1, "", True)


def test_a_setup_from_a_folder_that_is_not_there_is_an_error(place: Place) -> None:
    done = place.run("setup", "--from", "nowhere")
    assert (done.returncode, done.stdout, "error: " in done.stderr, "nowhere" in done.stderr) == (1, "", True, True)


def test_a_terminal_sees_how_far_many_documents_are(place: Place) -> None:
    place.write("ann.yaml", VALID)
    said = on_terminal(place, "render", "--no-check", "ann.yaml", "--style", "all")
    assert "rendering" in said
    assert f"{len(STYLES)}/{len(STYLES)}" in said or "100%" in said
    assert SUMMARY.findall(said.rpartition("\n")[0].rpartition("\n")[2] + "\n") == [f"{len(STYLES)} done, "]
