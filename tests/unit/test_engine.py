"""Step 5: whatever an engine does, it does in its folder, in its time, and tells how it ended."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import pypdf
import pytest

from cvgen import assets, engine
from cvgen.diagnostics import CvgenError
from cvgen.engine import Outcome, TexRun, XeLatex
from cvgen.latex import TexSource
from tests.unit.fakes import Lifeline, python_engine, shell_engine

EMPTY = TexSource("", {})
MAKE_PDF = "echo pdf > document.pdf"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The empty folder that an engine gets."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    return tmp_path / "programs"


# --- how it ends ----------------------------------------------------------------------------------


def test_a_missing_engine_is_an_error_that_says_how_to_install_one(work: Path) -> None:
    with pytest.raises(CvgenError) as raised:
        XeLatex({"PATH": str(work)}).run(EMPTY, work)
    [problem] = raised.value.diagnostics
    assert str(problem) == "error: no TeX engine is installed: xelatex was not found"
    assert "apt-get install texlive-xetex" in (problem.hint or "")


def test_a_run_that_makes_a_pdf_is_done(work: Path, programs: Path) -> None:
    path = shell_engine(programs, f"{MAKE_PDF}; echo 'the log' > document.log")
    assert XeLatex({"PATH": path}).run(EMPTY, work) == TexRun(Outcome.DONE, work / "document.pdf", "the log\n", 1)


@pytest.mark.parametrize(
    "script",
    [
        f"{MAKE_PDF}; echo the log > document.log; exit 1",
        "echo the log > document.log",
        f"{MAKE_PDF}; echo the log > document.log; kill -SEGV $$",
    ],
    ids=["exits with an error", "makes no PDF", "crashes"],
)
def test_any_other_end_is_a_failure_with_its_log(work: Path, programs: Path, script: str) -> None:
    run = XeLatex({"PATH": shell_engine(programs, script)}).run(EMPTY, work)
    assert (run.outcome, run.log) == (Outcome.FAILED, "the log\n")


def test_an_engine_that_does_not_start_is_a_failure(work: Path, programs: Path) -> None:
    path = shell_engine(programs, "")
    (programs / "xelatex").write_text("#!/nonexistent/interpreter\n", encoding="utf-8")
    assert XeLatex({"PATH": path}).run(EMPTY, work).outcome is Outcome.FAILED


def test_a_log_that_is_not_utf_8_is_read_all_the_same(work: Path, programs: Path) -> None:
    path = shell_engine(programs, rf"{MAKE_PDF}; printf 'a\377b' > document.log")
    assert XeLatex({"PATH": path}).run(EMPTY, work).log == "a\ufffdb"


def test_a_hanging_engine_is_stopped_with_all_that_it_started(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    path = shell_engine(programs, f"{lifeline.hold}; sleep 60 & (sleep 60 & sleep 60) & sleep 60")
    assert XeLatex({"PATH": path}, timeout=1).run(EMPTY, work).outcome is Outcome.TIMED_OUT
    lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_an_engine_that_defies_signals_is_stopped_too(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    path = shell_engine(programs, f"trap '' INT TERM HUP; {lifeline.hold}; while :; do sleep 60; done")
    assert XeLatex({"PATH": path}, timeout=1).run(EMPTY, work).outcome is Outcome.TIMED_OUT
    lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_what_an_engine_leaves_running_is_stopped(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    path = shell_engine(programs, f"{lifeline.hold}; sleep 60 & {MAKE_PDF}")
    assert XeLatex({"PATH": path}).run(EMPTY, work).outcome is Outcome.DONE
    lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_an_engine_that_uses_up_its_processor_time_has_timed_out(
    work: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CPU_SECONDS", 1)
    path = python_engine(
        programs, "import time\nwhile time.process_time() < 4: pass\nopen('document.pdf', 'w').close()"
    )
    assert XeLatex({"PATH": path}).run(EMPTY, work).outcome is Outcome.TIMED_OUT


# --- a second pass --------------------------------------------------------------------------------

COUNT = "n=$(($(cat ../passes 2>/dev/null) + 1)); echo $n > ../passes"
AGAIN = "printf 'x\\ncvgen: again\\n' > document.log"


@pytest.mark.parametrize(
    ("log", "passes"),
    [
        ("printf 'x\\n' > document.log", 1),
        ("printf 'x cvgen: again\\n' > document.log", 1),
        ("printf 'x\\ncvgen: again and again\\n' > document.log", 1),
        (f"[ $n = 1 ] && {AGAIN} || echo done > document.log", 2),
        (AGAIN, 2),
    ],
    ids=["never asks", "talks of it", "talks of it at length", "asks once", "asks for ever"],
)
def test_a_document_is_typeset_twice_if_it_asks_for_it(work: Path, programs: Path, log: str, passes: int) -> None:
    path = shell_engine(programs, f"{COUNT}; {MAKE_PDF}; {log}")
    run = XeLatex({"PATH": path}).run(EMPTY, work)
    assert (run.outcome, run.passes) == (Outcome.DONE, passes)
    assert (work.parent / "passes").read_text(encoding="utf-8") == f"{passes}\n"


def test_what_the_first_pass_writes_is_there_for_the_second(work: Path, programs: Path) -> None:
    path = shell_engine(programs, f"cat note >> read 2>/dev/null; echo told > note; {MAKE_PDF}; {AGAIN}")
    XeLatex({"PATH": path}).run(EMPTY, work)
    assert (work / "read").read_text(encoding="utf-8") == "told\n"


@pytest.mark.parametrize(
    ("end", "outcome"), [("exit 1", Outcome.FAILED), ("kill -9 $$", Outcome.TIMED_OUT)], ids=["fails", "is killed"]
)
def test_the_last_pass_decides(work: Path, programs: Path, end: str, outcome: Outcome) -> None:
    path = shell_engine(programs, f"{COUNT}; {MAKE_PDF}; {AGAIN}; [ $n = 1 ] || {end}")
    run = XeLatex({"PATH": path}).run(EMPTY, work)
    assert (run.outcome, run.passes) == (outcome, 2)


# --- what it gets ---------------------------------------------------------------------------------

DUMP = f"""
import json, os, resource, sys
limits = {{name: resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT_")}}
facts = {{"environment": dict(os.environ), "arguments": sys.argv[1:], "limits": limits, "input": sys.stdin.read(),
         "files": sorted(os.listdir()), "folder": os.getcwd()}}
open({engine.JOB + ".pdf"!r}, "w").write("pdf")
open("facts.json", "w").write(json.dumps(facts))
"""

PASSED_ON = {
    "HOME": "/home/ann",
    "TEXMFHOME": "/a",
    "TEXMFVAR": "/b",
    "TEXMFROOT": "/c",
    "TEXMFCNF": "/d:",
    "OSFONTDIR": "/e",
}
SET = {
    "LC_ALL": "C.UTF-8",
    "openin_any": "p",
    "openout_any": "p",
    "shell_escape": "f",
    **dict.fromkeys(("MKTEXTFM", "MKTEXPK", "MKTEXMF", "MKTEXTEX", "MKTEXFMT"), "0"),
    "max_print_line": "10000",
    "error_line": "254",
    "half_error_line": "238",
    "SOURCE_DATE_EPOCH": "0",
}
SECRETS = {"AWS_SECRET_ACCESS_KEY": "x", "GITHUB_TOKEN": "x", "TEXINPUTS": "/", "LD_PRELOAD": "", "openin_any": "a"}
BY_THE_SHELL = {"PWD", "OLDPWD", "SHLVL", "_"}


@dataclasses.dataclass(frozen=True)
class Seen:
    """What an engine saw of the world."""

    environment: dict[str, str]
    arguments: list[str]
    limits: dict[str, list[int]]
    input: str
    files: list[str]
    folder: str


def seen(work: Path, programs: Path, xelatex: XeLatex, source: TexSource = EMPTY) -> Seen:
    path = python_engine(programs, DUMP)
    run = dataclasses.replace(xelatex, environment={**xelatex.environment, "PATH": path}).run(source, work)
    assert run.outcome is Outcome.DONE
    return Seen(**json.loads((work / "facts.json").read_text(encoding="utf-8")))


def test_the_environment_is_clean(work: Path, programs: Path) -> None:
    environment = seen(work, programs, XeLatex(PASSED_ON | SECRETS)).environment
    path = environment.pop("PATH")
    assert path.startswith(f"{programs}{os.pathsep}")
    assert {k: v for k, v in environment.items() if k not in BY_THE_SHELL} == PASSED_ON | SET


def test_without_a_home_the_work_folder_is_it(work: Path, programs: Path) -> None:
    assert seen(work, programs, XeLatex({})).environment["HOME"] == str(work)


def test_the_date_of_the_pdf_can_be_set(work: Path, programs: Path) -> None:
    environment = seen(work, programs, XeLatex({}, source_date_epoch="86400")).environment
    assert (environment["SOURCE_DATE_EPOCH"], environment["FORCE_SOURCE_DATE"]) == ("86400", "1")


def test_the_engine_runs_without_shell_escape_and_stops_at_errors(work: Path, programs: Path) -> None:
    assert seen(work, programs, XeLatex({})).arguments == [
        "-no-shell-escape",
        "-halt-on-error",
        "-file-line-error",
        "-interaction=nonstopmode",
        "-jobname=document",
        "document.tex",
    ]


def test_time_memory_and_file_size_are_limited(work: Path, programs: Path) -> None:
    limits = seen(work, programs, XeLatex({})).limits
    assert {name: limits[name] for name in ("RLIMIT_CPU", "RLIMIT_AS", "RLIMIT_FSIZE", "RLIMIT_CORE")} == {
        "RLIMIT_CPU": [engine.CPU_SECONDS] * 2,
        "RLIMIT_AS": [engine.MEMORY_BYTES] * 2,
        "RLIMIT_FSIZE": [engine.FILE_BYTES] * 2,
        "RLIMIT_CORE": [0, 0],
    }


def test_nothing_can_be_read_from_standard_input(work: Path, programs: Path) -> None:
    assert seen(work, programs, XeLatex({})).input == ""


def test_the_document_and_its_assets_are_all_there_is(work: Path, programs: Path, tmp_path: Path) -> None:
    asset = tmp_path / "somewhere.sty"
    asset.write_bytes(b"\xffsty\n")
    source = TexSource("Zoë\n", {"cvgen.sty": asset})
    found = seen(work, programs, XeLatex({}), source)
    assert (found.files, Path(found.folder).resolve()) == (["cvgen.sty", "document.tex", "pdftex.map"], work.resolve())
    assert (work / "document.tex").read_bytes() == "Zoë\n".encode()
    assert (work / "cvgen.sty").read_bytes() == b"\xffsty\n"


def test_an_engine_in_a_folder_with_an_odd_name_is_found(work: Path, tmp_path: Path) -> None:
    path = shell_engine(tmp_path / "my $programs; 'x'", MAKE_PDF)
    assert XeLatex({"PATH": path}).run(EMPTY, work).outcome is Outcome.DONE


def test_an_engine_in_a_relative_folder_is_found(
    work: Path, programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell_engine(programs, MAKE_PDF)
    monkeypatch.chdir(tmp_path)
    assert XeLatex({"PATH": programs.name}).run(EMPTY, work).outcome is Outcome.DONE


# --- hostile documents, and the real engine -------------------------------------------------------


def typeset(body: str, work: Path, timeout: float = 20) -> TexRun:
    text = rf"\documentclass{{article}}\begin{{document}}x{body}\end{{document}}"
    return XeLatex(os.environ, timeout=timeout).run(TexSource(text, {}), work)


def test_xelatex_typesets(work: Path) -> None:
    run = typeset("", work)
    assert (run.outcome, run.pdf.read_bytes()[:5]) == (Outcome.DONE, b"%PDF-")


def test_pages_that_tell_of_each_other_are_right_in_the_end(work: Path) -> None:
    text = r"""\documentclass{article}\usepackage{cvgen}
        \cvDesign{paper = a4, accent = 000000, size = 10, density = 1, dates = right, direction = ltr}
        \usepackage{cvgen-classic}
        \begin{document}[\cvPages]\newpage x\newpage y\end{document}"""
    packages = [*(assets.STYLES / "shared").glob("*.sty"), assets.STYLES / "classic" / "cvgen-classic.sty"]
    run = XeLatex(os.environ).run(TexSource(text, {path.name: path for path in packages}), work)
    assert (run.outcome, run.passes) == (Outcome.DONE, 2)
    assert "[3]" in pypdf.PdfReader(run.pdf).pages[0].extract_text()


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.tex"])
def test_a_document_cannot_read_files_outside_its_folder(work: Path, path: str) -> None:
    (work / "../secret.tex").write_text("secret", encoding="utf-8")
    run = typeset(rf"\input{{{path}}}", work)
    assert (run.outcome, "root:" in run.log, "secret.tex:" in run.log) == (Outcome.FAILED, False, False)


def test_a_document_cannot_run_programs(work: Path) -> None:
    typeset(r"\immediate\write18{touch pwned}", work)
    assert not (work / "pwned").exists()


@pytest.mark.parametrize("path", ["../pwned.txt", "{absolute}/pwned.txt"])
def test_a_document_cannot_write_outside_its_folder(work: Path, tmp_path: Path, path: str) -> None:
    path = path.format(absolute=tmp_path)
    typeset(rf"\newwrite\w \immediate\openout\w={path} \immediate\write\w{{x}}\immediate\closeout\w", work)
    assert sorted(child.name for child in tmp_path.iterdir()) == ["work"]


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (r"\loop\iftrue\repeat", Outcome.TIMED_OUT),
        (r"\def\x{\x\x}\x", Outcome.FAILED),
        (r"\read-1 to \x", Outcome.FAILED),
    ],
    ids=["loops", "fills the memory", "asks"],
)
def test_a_document_cannot_go_on_for_ever(work: Path, body: str, outcome: Outcome) -> None:
    assert typeset(body, work, timeout=2).outcome is outcome
