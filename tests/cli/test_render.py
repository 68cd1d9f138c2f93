"""``cvgen render``: what is written, what is said, and what goes wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cvgen.cli.render import _Tally
from cvgen.diagnostics import Diagnostic, Severity
from cvgen.pipeline.request import Request
from tests.cli.place import INVALID, PACKAGES, SUMMARY, VALID, Place, outcome
from tests.conftest import STYLES
from tests.fakes import blank_pdf


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
        (["--format", "pdf", "-s", "classic", "-s", "all"], [f"build/ann-{style}.pdf" for style in STYLES]),
        (["--format", "tex"], ["build/ann-classic.tex", *PACKAGES]),
        (["--format", "txt", "--format", "md,json"], [f"build/ann-classic.{each}" for each in ("json", "md", "txt")]),
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
    place.engine(f"typeset; pages '{place.programs}/two.pdf'")
    done = place.run("render", "ann.yaml", "bad.yaml", "zoe.yaml", "--format", "pdf")
    assert (done.returncode, done.stdout, "bad.yaml:2:3: error: " in done.stderr) == (1, "", True)
    assert place.names() == ["ann.yaml", "bad.yaml", "build/ann-classic.pdf", "build/zoe-classic.pdf", "zoe.yaml"]


def test_a_profile_given_twice_is_rendered_once(place: Place) -> None:
    place.write("bad.yaml", INVALID)
    done = place.run("render", "bad.yaml", "./bad.yaml")
    assert (done.returncode, done.stderr.count('unknown key "foo"')) == (1, 1)


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
    said = "error: ann.yaml and ann.yml would both write ann-*.pdf [same-output]\n  hint: rename one of them\n"
    assert outcome(place.run("render", "ann.yaml", "ann.yml")) == (1, "", said)


def test_an_unknown_style_suggests_the_nearest(place: Place) -> None:
    place.write("ann.yaml", VALID)
    said = 'error: there is no style "clasic" [unknown-style]\n  hint: did you mean "classic"?\n'
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
    code = "unknown-engine" if "pdftex" in arguments else "engine-missing"
    assert (done.returncode, first) == (1, f"error: {message} [{code}]")
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
    said = (
        "error: /dev/null/x cannot be written: Not a directory [file-unwritable]\n  hint: choose another --output-dir\n"
    )
    assert outcome(place.run("render", "ann.yaml", "-o", "/dev/null/x")) == (1, "", said)


def test_a_failure_of_tex_is_an_error_at_the_profile(place: Place) -> None:
    place.write("ann.yaml", VALID)
    place.engine("typeset; echo './document.tex:6: Undefined control sequence.' >> run.log; exit 1")
    said = """\
ann.yaml:1:1: error: TeX failed: Undefined control sequence [tex-failed]
    1 | basics:
      | ^
  hint: the log is build/ann-classic.log
"""
    assert outcome(place.run("render", "ann.yaml")) == (1, "", said)


def test_settings_are_put_in_and_those_that_are_wrong_are_named(place: Place) -> None:
    place.write("ann.yaml", VALID)
    settings = ["--set", "basics.name=Bob #1", "--set", "design.accent=#0F4C81"]
    assert outcome(place.run("render", "ann.yaml", "--format", "tex", *settings)) == (0, "", "")
    text = (place.folder / "build" / "ann-classic.tex").read_text(encoding="utf-8")
    assert ("Bob \\#1}" in text, "accent = 0F4C81" in text) == (True, True)
    said = '--set design.papr=a4: error: unknown key "papr" [unknown-key]\n  hint: did you mean "paper"?\n'
    assert outcome(place.run("render", "ann.yaml", "--set", "design.papr=a4")) == (1, "", said)


def test_what_pages_were_fitted_to_is_noted(place: Place) -> None:
    place.write("ann.yaml", VALID)
    done = place.run("render", "ann.yaml", "--format", "pdf", "--pages", "1", "--drop")
    note, _, _, hint = done.stderr.splitlines()
    assert re.fullmatch(
        r"ann\.yaml:1:1: note: 1 page at size [\d.]+ and density [\d.]+, found in \d runs \(in classic\) \[pages-fitted\]",
        note,
    )
    assert re.fullmatch(r"  hint: to keep it: --set design\.size=[\d.]+ --set design\.density=[\d.]+", hint)
    assert (done.returncode, done.stdout, place.names()) == (0, "", ["ann.yaml", "build/ann-classic.pdf"])


def test_what_does_not_fit_is_an_error_with_a_remedy(place: Place) -> None:
    place.write("ann.yaml", VALID)
    blank_pdf(place.programs / "two.pdf", 2)
    place.engine(f"typeset 2; pages '{place.programs}/two.pdf' 2")
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


def test_a_file_that_does_not_exist_names_those_that_do(place: Place) -> None:
    place.write("ann.yaml", VALID)
    said = "error: anne.yaml does not exist [file-missing]\n  hint: the YAML files there are: ann.yaml\n"
    assert outcome(place.run("render", "anne.yaml")) == (1, "", said)


def test_what_depends_on_the_style_is_said_once_with_the_styles_that_have_it() -> None:
    requests = [Request(Path("ann.yaml"), style) for style in ("classic", "compact", "sidebar")]
    tally = _Tally(requests, verbose=False)
    found = {"classic": ["wide", "all"], "compact": ["all"], "sidebar": ["wide", "all"]}
    reports = [
        tally._to_report(
            request,
            [
                Diagnostic(text, severity=Severity.WARNING, code="overfull-line", style=request.style)
                for text in found[request.style]
            ],
        )
        for request in requests
    ]
    assert [[(each.message, each.style) for each in report] for report in reports] == [
        [],
        [],
        [("wide", "classic, sidebar"), ("all", "")],
    ]
