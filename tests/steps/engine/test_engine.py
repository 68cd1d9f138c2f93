"""Step 5: whatever an engine does, it does in its folder, in its time, and tells how each document ended."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pypdf
import pytest

from cvgen.data import assets
from cvgen.diagnostics import CvgenError
from cvgen.install import engines
from cvgen.steps import engine
from cvgen.steps.engine import Outcome, Tectonic, TexEngine, TexRun, XeLatex
from cvgen.steps.latex import TexSource
from tests.conftest import real
from tests.fakes import Lifeline, bundle_of, python_engine, shell_engine

EMPTY = TexSource("", {})
COUNT = "n=$(($(cat ../runs 2>/dev/null) + 1)); echo $n > ../runs"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The empty folder that an engine gets."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    return tmp_path / "programs"


def xelatex(path: str, environment: Mapping[str, str] | None = None, timeout: float = engine.TIMEOUT) -> XeLatex:
    """An engine with the first xetex on a PATH, which needs no bundle."""
    folder = Path(path.split(os.pathsep, maxsplit=1)[0])
    return XeLatex(folder / "xetex", (), folder / "formats", {"PATH": path, **(environment or {})}, timeout=timeout)


def typeset(program: TexEngine, work: Path, *texts: str) -> list[TexRun]:
    with program.start(work) as session:
        return session.typeset([TexSource(text, {}) for text in texts or ("",)])


def run_of(script: str, programs: Path, work: Path) -> TexRun:
    """What comes of one document, by an engine that is a shell script."""
    [run] = typeset(xelatex(shell_engine(programs, script)), work)
    return run


def runs(work: Path) -> int:
    """How often a script that begins with COUNT was run."""
    return int((work.parent / "runs").read_text(encoding="utf-8"))


# --- how it ends ----------------------------------------------------------------------------------


def test_a_run_that_makes_a_pdf_is_done(work: Path, programs: Path) -> None:
    run = run_of("typeset 3 'the log\\n'", programs, work)
    assert run == TexRun(Outcome.DONE, run.pdf, "\nthe log\ncvgen: done 3\n", 1, 0, 3)
    assert (run.pdf.parent, run.pdf.read_text(encoding="utf-8")) == (work, "pdf\n")


BEGUN = "echo 'cvgen: document document' > run.log; echo 'the log' >> run.log"


@pytest.mark.parametrize(
    ("script", "log"),
    [
        ("typeset 1 'the log\\n'; exit 1", "\nthe log\ncvgen: done 1\n"),
        ("typeset 1 'the log\\n'; rm run.pdf", "\nthe log\ncvgen: done 1\n"),
        ("typeset 1 'the log\\n'; kill -SEGV $$", "\nthe log\ncvgen: done 1\n"),
        (f"{BEGUN}; echo pdf > run.pdf", "\nthe log\n"),
        (f"{BEGUN}; exit 1", "\nthe log\n"),
        ("echo 'the log' > run.log; exit 1", "the log\n"),
        ("echo said; exit 1", "said\n"),
    ],
    ids=["exits with an error", "makes no PDF", "crashes", "never ends", "stops", "never begins", "has no log"],
)
def test_any_other_end_is_a_failure_with_its_log(work: Path, programs: Path, script: str, log: str) -> None:
    run = run_of(script, programs, work)
    assert (run.outcome, run.log) == (Outcome.FAILED, log)


def test_an_engine_that_does_not_start_is_an_error_that_says_what_to_do(work: Path, programs: Path) -> None:
    path = shell_engine(programs, "")
    (programs / "xetex").write_text("#!/nonexistent/interpreter\n", encoding="utf-8")
    with pytest.raises(CvgenError, match="xelatex cannot be used") as raised:
        typeset(xelatex(path), work)
    assert "cvgen doctor" in (raised.value.diagnostics[0].hint or "")


def test_an_engine_that_makes_no_format_says_why(work: Path, programs: Path) -> None:
    path = shell_engine(programs, "")
    (programs / "xetex").write_text("#!/bin/sh\necho '! Too old.' > cvgen.log\n", encoding="utf-8")
    with pytest.raises(CvgenError, match=r"xelatex cannot be used: Too old\."):
        typeset(xelatex(path), work)


def test_an_engine_that_starts_no_more_is_a_failure(work: Path, programs: Path) -> None:
    path = shell_engine(programs, "")
    program = xelatex(path)
    assert program.prepared() is not None
    before = program.path.stat()
    program.path.write_text("#!/nonexistent/interpreter\n".ljust(before.st_size), encoding="utf-8")
    os.utime(program.path, ns=(before.st_atime_ns, before.st_mtime_ns))  # it is the same to all appearance
    [run] = typeset(program, work)
    assert run.outcome is Outcome.FAILED


def test_a_log_that_is_not_utf_8_is_read_all_the_same(work: Path, programs: Path) -> None:
    assert run_of(r"typeset 1 'a\377b\n'", programs, work).log == "\na\ufffdb\ncvgen: done 1\n"


def test_a_hanging_engine_is_stopped_with_all_that_it_started(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    path = shell_engine(programs, f"{lifeline.hold}; sleep 60 & (sleep 60 & sleep 60) & sleep 60")
    [run] = typeset(xelatex(path, timeout=1), work)
    assert run.outcome is Outcome.TIMED_OUT
    lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_an_engine_that_defies_signals_is_stopped_too(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    path = shell_engine(programs, f"trap '' INT TERM HUP; {lifeline.hold}; while :; do sleep 60; done")
    [run] = typeset(xelatex(path, timeout=1), work)
    assert run.outcome is Outcome.TIMED_OUT
    lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_what_an_engine_leaves_running_is_stopped(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    assert run_of(f"{lifeline.hold}; sleep 60 & typeset", programs, work).outcome is Outcome.DONE
    lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_an_engine_that_uses_up_its_processor_time_has_timed_out(
    work: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LIMITS", engine.LIMITS._replace(cpu_seconds=1))
    path = python_engine(programs, "import time\nwhile time.process_time() < 4: pass\nopen('run.pdf', 'w').close()")
    [run] = typeset(xelatex(path), work)
    assert run.outcome is Outcome.TIMED_OUT


def test_a_disk_that_is_full_is_an_error_that_names_the_folder(
    work: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = xelatex(shell_engine(programs, "typeset"))
    program.prepared()

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(CvgenError) as raised:
        typeset(program, work)
    [problem] = raised.value.diagnostics
    assert str(problem) == f"error: the temporary folder {work.parent} cannot be written: No space left on device"
    assert problem.hint == "free some space, or set TMPDIR to another folder"


def test_a_disk_that_fills_up_while_it_runs_is_a_failure(
    work: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LIMITS", engine.LIMITS._replace(file_bytes=51200))
    script = "typeset; head -c 100000 /dev/zero > run.pdf || exit 1"
    assert run_of(script, programs, work).outcome is Outcome.FAILED


# --- before there is a document -------------------------------------------------------------------


def test_it_is_started_before_there_is_a_document_and_waits(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    program = xelatex(shell_engine(programs, f"{COUNT}; {lifeline.hold}; typeset"))
    with program.start(work) as session:
        lifeline.wait_for_start()
        [run] = session.typeset([EMPTY])
    assert (run.outcome, runs(work)) == (Outcome.DONE, 1)


def test_it_ends_with_the_session_if_there_never_is_one(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    with xelatex(shell_engine(programs, f"{lifeline.hold}; sleep 60 & typeset; sleep 60")).start(work):
        lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_it_ends_if_what_was_to_feed_it_is_killed(work: Path, programs: Path, tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path / "lifeline")
    path = shell_engine(programs, f"{lifeline.hold}; typeset")
    code = f"""
import os, signal
from pathlib import Path
from cvgen.steps.engine import XeLatex
program = XeLatex(Path({str(programs / "xetex")!r}), (), Path({str(tmp_path / "formats")!r}), {{"PATH": {path!r}}})
with program.start(Path({str(work)!r})):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL
    lifeline.wait_for_start()
    lifeline.wait_for_end()


# --- several documents ----------------------------------------------------------------------------

# pages NAME: as many as its text says; stops in front of one that says "bad".
EACH = """
for name in $(documents); do
  echo "cvgen: document $name" >> run.log
  echo "the log of $(cat $name.tex)" >> run.log
  case $(cat $name.tex) in
    bad) echo "./$name.tex:1: Bad." >> run.log; exit 1;;
    lost) : > run.log; exit 1;;
    slow) sleep 60;;
    killed) kill -9 $$;;
    broken) broken=1;;
    *) echo "made by run $n" > made-$name;;
  esac
  echo "cvgen: done $(cat $name.tex | wc -c)" >> run.log
done
[ -z "$broken" ] || exit 1
echo pdf $n > run.pdf
"""


def outcomes(came: list[TexRun]) -> list[Outcome]:
    return [run.outcome for run in came]


def test_documents_share_a_run_and_each_has_its_pages_and_its_log(work: Path, programs: Path) -> None:
    came = typeset(xelatex(shell_engine(programs, f"{COUNT}{EACH}")), work, "xx", "x", "xxx")
    assert (runs(work), outcomes(came), {run.pdf for run in came}) == (1, [Outcome.DONE] * 3, {came[0].pdf})
    assert [(run.first, run.last, run.passes) for run in came] == [(0, 2, 1), (2, 3, 1), (3, 6, 1)]
    assert [run.log for run in came] == [f"\nthe log of {'x' * pages}\ncvgen: done {pages}\n" for pages in (2, 1, 3)]


def test_no_documents_are_no_run(work: Path, programs: Path) -> None:
    with xelatex(shell_engine(programs, f"cat feed.tex > read; {COUNT}{EACH}")).start(work) as session:
        assert session.typeset([]) == []


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    ("text", "outcome"),
    [("bad", Outcome.FAILED), ("slow", Outcome.TIMED_OUT), ("killed", Outcome.TIMED_OUT), ("broken", Outcome.FAILED)],
    ids=["has an error", "takes too long", "uses up its time", "crashes the driver"],
)
def test_a_document_that_fails_is_found_and_the_others_come_out(
    text: str, outcome: Outcome, place: int, work: Path, programs: Path
) -> None:
    program = xelatex(shell_engine(programs, f"{COUNT}{EACH}"), timeout=2)
    texts = ["xx", "x"]
    texts.insert(place, text)
    came = typeset(program, work, *texts)
    failed = came.pop(place)
    assert (failed.outcome, outcomes(came)) == (outcome, [Outcome.DONE] * 2)
    assert failed.log.startswith(f"\nthe log of {text}\n")
    assert "the log of x" not in failed.log
    assert [run.last - run.first for run in came] == [2, 1]
    assert [run.log for run in came] == ["\nthe log of xx\ncvgen: done 2\n", "\nthe log of x\ncvgen: done 1\n"]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_document_whose_crash_loses_the_log_fails_alone(place: int, work: Path, programs: Path) -> None:
    texts = ["xx", "x"]
    texts.insert(place, "lost")
    came = typeset(xelatex(shell_engine(programs, f"{COUNT}{EACH}")), work, *texts)
    assert came.pop(place).outcome is Outcome.FAILED
    assert [(run.outcome, run.last - run.first) for run in came] == [(Outcome.DONE, 2), (Outcome.DONE, 1)]


def test_all_but_one_may_fail(work: Path, programs: Path) -> None:
    came = typeset(xelatex(shell_engine(programs, f"{COUNT}{EACH}")), work, "bad", "bad", "x", "bad")
    failed = Outcome.FAILED
    assert (outcomes(came), runs(work)) == ([failed, failed, Outcome.DONE, failed], 4)


def test_what_one_run_has_made_is_not_lost_to_the_next(work: Path, programs: Path) -> None:
    program = xelatex(shell_engine(programs, f"{COUNT}{EACH}"))
    came = typeset(program, work, "x", "broken", "xx")
    pdfs = [came[0].pdf, came[2].pdf]
    assert len({path.read_text(encoding="utf-8") for path in pdfs}) == 2


# --- a second pass --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notes", "passes"),
    [
        ("typeset 1 'x\\n'", 1),
        ("typeset 1 'x cvgen: again\\n'", 1),
        ("typeset 1 'x\\ncvgen: again and again\\n'", 1),
        ("[ $n = 1 ] && typeset 1 'cvgen: again\\n' || typeset", 2),
        ("typeset 1 'cvgen: again\\n'", 2),
    ],
    ids=["never asks", "talks of it", "talks of it at length", "asks once", "asks for ever"],
)
def test_a_document_is_typeset_twice_if_it_asks_for_it(work: Path, programs: Path, notes: str, passes: int) -> None:
    run = run_of(f"{COUNT}; {notes}", programs, work)
    assert (run.outcome, run.passes, runs(work)) == (Outcome.DONE, passes, passes)


def test_of_several_only_those_that_ask_for_it_are_typeset_twice(work: Path, programs: Path) -> None:
    path = python_engine(
        programs,
        """
names = documents()
open("../fed", "a").write(" ".join(names) + "\\n")
with open("run.log", "w") as log:
    for name in names:
        text = open(name + ".tex").read()
        log.write(f"cvgen: document {name}\\n{text}\\ncvgen: done {len(text) % 7}\\n")
open("run.pdf", "w").write(" ".join(names))
""",
    )
    came = typeset(xelatex(path), work, "x", "cvgen: again", "xx", "cvgen: again")
    fed = (work.parent / "fed").read_text(encoding="utf-8")
    assert fed == "document document-1 document-2 document-3\ndocument-1 document-3\n"
    assert [run.passes for run in came] == [1, 2, 1, 2]
    assert [(run.first, run.last) for run in came] == [(0, 1), (0, 5), (6, 8), (5, 10)]
    first, second = "document document-1 document-2 document-3", "document-1 document-3"
    assert [run.pdf.read_text(encoding="utf-8") for run in came] == [first, second, first, second]


def test_what_the_first_pass_writes_is_there_for_the_second(work: Path, programs: Path) -> None:
    run_of("cat note >> read 2>/dev/null; echo told > note; typeset 1 'cvgen: again\\n'", programs, work)
    assert (work / "read").read_text(encoding="utf-8") == "told\n"


@pytest.mark.parametrize(
    ("end", "outcome"), [("exit 1", Outcome.FAILED), ("kill -9 $$", Outcome.TIMED_OUT)], ids=["fails", "is killed"]
)
def test_the_last_pass_decides(work: Path, programs: Path, end: str, outcome: Outcome) -> None:
    run = run_of(f"{COUNT}; typeset 1 'cvgen: again\\n'; [ $n = 1 ] || {end}", programs, work)
    assert (run.outcome, run.passes) == (outcome, 2)


# --- a damaged format -----------------------------------------------------------------------------

CAREFUL = f"""
{COUNT}
for option; do case $option in -fmt=*) format=${{option#-fmt=}};; esac; done
if [ "$(cat "$format")" != format ]; then echo "(Fatal format file error; I'm stymied)"; exit 1; fi
typeset
"""


@pytest.mark.parametrize("content", [b"", b"form", b"\x00\xff" * 99, None], ids=["empty", "cut", "noise", "gone"])
def test_a_damaged_format_is_made_anew_once_and_nobody_notices(
    content: bytes | None, work: Path, programs: Path
) -> None:
    program = xelatex(shell_engine(programs, CAREFUL))
    tree = program.prepared()
    assert tree is not None
    tree.format.unlink()
    if content is not None:
        tree.format.write_bytes(content)
    [run] = typeset(program, work)
    assert (run.outcome, run.log, runs(work)) == (Outcome.DONE, "\ncvgen: done 1\n", 2)
    assert tree.format.read_text(encoding="utf-8") == "format\n"


def test_a_format_that_never_loads_is_made_anew_once_only(work: Path, programs: Path) -> None:
    run = run_of(f"{COUNT}; echo 'Fatal format file error'; exit 1", programs, work)
    assert (run.outcome, run.log, runs(work)) == (Outcome.FAILED, "Fatal format file error\n", 2)


def test_a_document_that_talks_of_formats_is_no_reason_to_make_one(work: Path, programs: Path) -> None:
    run = run_of(f"{COUNT}; {BEGUN}; echo 'Fatal format file error' >> run.log; exit 1", programs, work)
    assert (run.outcome, runs(work)) == (Outcome.FAILED, 1)


# --- what it gets ---------------------------------------------------------------------------------

DUMP = """
import json, os, resource
limits = {name: resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT_")}
facts = {"environment": dict(os.environ), "arguments": sys.argv[1:], "limits": limits,
         "files": sorted(os.listdir()), "folder": os.getcwd(), "input": sys.stdin.read()}
open("facts.json", "w").write(json.dumps(facts))
open("run.log", "w").write("cvgen: document document\\ncvgen: done 1\\n")
open("run.pdf", "w").close()
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

    @property
    def clean(self) -> dict[str, str]:
        """The environment, without what any shell adds."""
        return {key: value for key, value in self.environment.items() if key not in BY_THE_SHELL}


def seen(work: Path, program: TexEngine, source: TexSource = EMPTY) -> Seen:
    with program.start(work) as session:
        [run] = session.typeset([source])
    assert run.outcome is Outcome.DONE
    return Seen(**json.loads((work / "facts.json").read_text(encoding="utf-8")))


def dumping(programs: Path, environment: Mapping[str, str] | None = None) -> XeLatex:
    return xelatex(python_engine(programs, DUMP), environment)


def test_the_environment_is_clean(work: Path, programs: Path) -> None:
    program = dumping(programs, PASSED_ON | SECRETS)
    tree = program.prepared()
    assert tree is not None
    files = f".{os.pathsep}{tree.files}{os.pathsep}"
    expected = {"PATH": program.environment["PATH"], "TEXINPUTS": files} | PASSED_ON | SET
    assert seen(work, program).clean == expected


def test_with_a_bundle_an_installed_tex_is_not_read(work: Path, programs: Path, tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path / "bundle", {"article.cls": b""})
    program = dataclasses.replace(dumping(programs, PASSED_ON | SECRETS), bundles=(bundle,))
    tree = program.prepared()
    assert tree is not None
    environment = seen(work, program).clean
    assert (environment["TEXMFCNF"], environment["CVGEN_TREE"]) == (str(tree.folder), str(tree.files))
    assert "TEXINPUTS" not in environment
    known = {*PASSED_ON, *SET, "PATH", "CVGEN_TREE", "FONTCONFIG_FILE"}
    assert environment.keys() <= known


def test_without_a_home_the_work_folder_is_it(work: Path, programs: Path) -> None:
    assert seen(work, dumping(programs)).environment["HOME"] == str(work)


def test_the_date_of_the_pdf_can_be_set(work: Path, programs: Path) -> None:
    environment = seen(work, dataclasses.replace(dumping(programs), source_date_epoch="86400")).environment
    assert environment["SOURCE_DATE_EPOCH"] == "86400"


def test_the_engine_runs_without_shell_escape_and_stops_at_errors(work: Path, programs: Path) -> None:
    program = dumping(programs)
    tree = program.prepared()
    assert tree is not None
    assert seen(work, program).arguments == [
        "-no-shell-escape",
        "-halt-on-error",
        "-file-line-error",
        "-interaction=nonstopmode",
        f"-fmt={tree.format}",
        "run.tex",
    ]


def test_time_memory_and_file_size_are_limited(work: Path, programs: Path) -> None:
    limits = seen(work, dumping(programs)).limits
    assert {name: limits[name] for name in ("RLIMIT_CPU", "RLIMIT_AS", "RLIMIT_FSIZE", "RLIMIT_CORE")} == {
        "RLIMIT_CPU": [engine.LIMITS.cpu_seconds] * 2,
        "RLIMIT_AS": [engine.LIMITS.memory_bytes] * 2,
        "RLIMIT_FSIZE": [engine.LIMITS.file_bytes] * 2,
        "RLIMIT_CORE": [0, 0],
    }


def test_from_standard_input_only_the_names_of_documents_can_be_read(work: Path, programs: Path) -> None:
    assert seen(work, dumping(programs)).input == "\\cvDocument{document}\n"


def test_the_document_and_its_assets_are_all_there_is(work: Path, programs: Path, tmp_path: Path) -> None:
    asset = tmp_path / "somewhere.sty"
    asset.write_bytes(b"\xffsty\n")
    found = seen(work, dumping(programs), TexSource("Zoë\n", {"cvgen.sty": asset}))
    assert Path(found.folder).resolve() == work.resolve()
    # While it waits there is nothing but what it waits for.
    assert {*found.files} <= {"feed.tex", "run.tex", "said.txt", "document.tex", "cvgen.sty"}
    assert (work / "document.tex").read_bytes() == "Zoë\n".encode()
    assert (work / "cvgen.sty").read_bytes() == b"\xffsty\n"


def test_what_it_is_told_to_do_is_to_read_the_feed(work: Path, programs: Path) -> None:
    seen(work, dataclasses.replace(dumping(programs), source_date_epoch="1700000000"))
    told = (work / "run.tex").read_text(encoding="utf-8")
    assert told == "\\year2023 \\month11 \\day14 \\time1333 \\cvFeed{feed.tex}\n"  # 22:13 UTC


def test_an_engine_in_a_folder_with_an_odd_name_is_found(work: Path, tmp_path: Path) -> None:
    assert run_of("typeset", tmp_path / "my $programs; 'x'", work).outcome is Outcome.DONE


# --- Tectonic -------------------------------------------------------------------------------------

MAKES_FORMAT = """
case "$*" in *keep-logs*) ;; *) exit 9;; esac
if [ ! -e "$TECTONIC_CACHE_DIR/formats/x.fmt" ] && [ ! -e document.tex ]; then
  mkdir -p "$TECTONIC_CACHE_DIR/formats"; echo format > "$TECTONIC_CACHE_DIR/formats/x.fmt"; exit
fi
"""


def tectonic(
    programs: Path, script: str, bundle: Path | None, environment: Mapping[str, str] | None = None
) -> Tectonic:
    """An engine that is a shell script, with a bundle in a folder, if one is named."""
    path = shell_engine(programs, (MAKES_FORMAT if bundle else "") + script)
    (programs / "xetex").rename(programs / "tectonic")
    bundles = (bundle_of(bundle, {"article.cls": b""}),) if bundle else ()
    return Tectonic(programs / "tectonic", bundles, programs / "formats", {"PATH": path, **(environment or {})})


def test_tectonic_gets_the_bundle_and_the_format_and_trusts_nobody(work: Path, programs: Path, tmp_path: Path) -> None:
    program = tectonic(programs, 'printf "%s\\n" "$@" > arguments; typeset', tmp_path / "bundle")
    [run] = typeset(program, work)
    tree = program.prepared()
    assert (run.outcome, tree is not None) == (Outcome.DONE, True)
    assert (work / "arguments").read_text(encoding="utf-8").splitlines() == [
        "--untrusted",
        "--keep-logs",
        "--keep-intermediates",
        "--reruns=0",
        "--chatter=minimal",
        "--color=never",
        f"--bundle={tree.files if tree else ''}",
        "--format=cvgen",
        "run.tex",
    ]


def test_the_environment_of_tectonic_is_clean(work: Path, programs: Path, tmp_path: Path) -> None:
    program = tectonic(programs, "env > environment; typeset", tmp_path / "bundle", PASSED_ON | SECRETS)
    typeset(program, work)
    lines = (work / "environment").read_text(encoding="utf-8").splitlines()
    names = {line.partition("=")[0] for line in lines} - BY_THE_SHELL
    places = {"TEXMFCNF", "CVGEN_TREE", "TECTONIC_CACHE_DIR", "FONTCONFIG_FILE"}
    assert names | {"FONTCONFIG_FILE"} == {"PATH", "HOME", "SOURCE_DATE_EPOCH"} | places
    assert {"SOURCE_DATE_EPOCH=0", f"HOME={work}"} <= {*lines}


def test_the_errors_of_tectonic_are_where_those_of_tex_are(work: Path, programs: Path, tmp_path: Path) -> None:
    said = "error: document.tex:9: Undefined control sequence"
    [run] = typeset(tectonic(programs, f"{BEGUN}; echo '{said}' >&2; exit 1", tmp_path / "bundle"), work)
    assert (run.outcome, "\ndocument.tex:9: Undefined control sequence\n" in run.log) == (Outcome.FAILED, True)


def test_the_long_lines_of_tectonics_log_are_whole(work: Path, programs: Path, tmp_path: Path) -> None:
    line = "".join(map(str, range(60)))  # 110 characters
    broken = f"{line[:79]}\\n{line[79:]}\\nshort\\n"
    [run] = typeset(tectonic(programs, f"typeset 1 '{broken}'", tmp_path / "bundle"), work)
    assert run.log == f"\n{line}\nshort\ncvgen: done 1\n"


def test_without_a_bundle_tectonic_typesets_one_document_in_a_run(work: Path, programs: Path) -> None:
    script = f"""{COUNT}
name=$(sed -n 's/.*cvgen: document \\([a-z0-9-]*\\)}}.*/\\1/p' feed.tex)
printf "cvgen: document $name\\ncvgen: done 1\\n" > run.log; echo $name > run.pdf
"""
    came = typeset(tectonic(programs, script, None), work, "x", "y", "z")
    assert (outcomes(came), runs(work)) == ([Outcome.DONE] * 3, 3)
    assert [run.pdf.read_text(encoding="utf-8") for run in came] == ["document\n", "document-1\n", "document-2\n"]
    assert "cvFeed" not in (work / "run.tex").read_text(encoding="utf-8")


# --- which it is ----------------------------------------------------------------------------------


def test_an_engine_says_which_it_is(programs: Path, tmp_path: Path) -> None:
    program = xelatex(shell_engine(programs, "typeset"))
    bundles = [bundle_of(tmp_path / name, {"a.tfm": name.encode()}) for name in ("one", "two")]
    others: list[TexEngine] = [
        dataclasses.replace(program, bundles=(bundles[0],)),
        dataclasses.replace(program, bundles=(bundles[1],)),
        Tectonic(program.path, (), program.trees, program.environment),
    ]
    before = [each.identity for each in (program, *others)]
    assert len({*before}) == 4
    shell_engine(programs, "typeset; echo a newer one")
    assert {each.identity for each in (program, *others)} & {*before} == set()


def test_for_styles_with_any_package_an_installed_tex_is_read(programs: Path, tmp_path: Path) -> None:
    plain = xelatex(shell_engine(programs, "typeset"))
    bundled = dataclasses.replace(plain, bundles=(bundle_of(tmp_path / "bundle", {"a.tfm": b""}),))
    assert (bundled.with_packages(), plain.with_packages()) == (plain, plain)


# --- hostile documents, and the real engines ------------------------------------------------------

PREAMBLE = r"""\documentclass{article}\usepackage{cvgen}
\cvDesign{paper = a4, accent = 000000, size = 10, density = 1, dates = right, direction = ltr}
\usepackage{cvgen-classic}
\begin{document}"""
PACKAGES = [*(assets.STYLES / "shared").glob("*.sty"), assets.STYLES / "classic" / "cvgen-classic.sty"]

real_engines = pytest.mark.parametrize("name", engines.ENGINES)


def source(body: str) -> TexSource:
    return TexSource(rf"{PREAMBLE}{body}\end{{document}}", {path.name: path for path in PACKAGES})


def made(name: str, work: Path, *bodies: str, timeout: float = 60, epoch: str | None = None) -> list[TexRun]:
    """What a real engine makes of LaTeX; it has loaded its format in time."""
    found = real(name)
    assert isinstance(found, Tectonic | XeLatex)
    found.prepared()
    with dataclasses.replace(found, timeout=timeout, source_date_epoch=epoch).start(work) as session:
        return session.typeset([source(body) for body in bodies])


@real_engines
def test_a_real_engine_typesets(name: str, work: Path) -> None:
    [run] = made(name, work, "x")
    assert (run.outcome, run.pdf.read_bytes()[:5], run.last) == (Outcome.DONE, b"%PDF-", 1)


@real_engines
@pytest.mark.parametrize("epoch", [None, "1700000000"])
def test_today_is_the_date_of_the_pdf_or_else_the_day_it_is(name: str, epoch: str | None, work: Path) -> None:
    before = time.localtime()
    [run] = made(name, work, r"\typeout{the day: \the\year-\the\month-\the\day.}", epoch=epoch)
    days = [time.gmtime(int(epoch))] if epoch else [before, time.localtime()]
    assert re.findall(r"the day: (.*)\.", run.log)[0] in [f"{day.tm_year}-{day.tm_mon}-{day.tm_mday}" for day in days]


@real_engines
def test_pages_that_tell_of_each_other_are_right_in_the_end(name: str, work: Path) -> None:
    came = made(name, work, r"[\cvPages]\newpage x\newpage y", "x", r"[\cvPages]\newpage x")
    assert (outcomes(came), [run.passes for run in came]) == ([Outcome.DONE] * 3, [2, 1, 2])
    pages = [pypdf.PdfReader(run.pdf).pages[run.first].extract_text() for run in came]
    assert ["[3]" in pages[0], "[2]" in pages[2]] == [True, True]


@real_engines
def test_a_real_document_that_fails_is_left_out(name: str, work: Path) -> None:
    came = made(name, work, "first", r"\undefined", r"second\newpage", r"\end{nothing}")
    done, failed = Outcome.DONE, Outcome.FAILED
    assert outcomes(came) == [done, failed, done, failed]
    assert ["Undefined control sequence" in came[1].log, "ended by" in came[3].log] == [True, True]
    texts = [pypdf.PdfReader(run.pdf).pages[run.first].extract_text() for run in came if run.outcome is done]
    assert [text.split()[0] for text in texts] == ["first", "second"]


@real_engines
def test_what_one_document_defines_is_gone_in_the_next(name: str, work: Path) -> None:
    came = made(name, work, r"\def\mine{x}\hsize=1pt x", r"\ifdefined\mine\undefined\fi\thepage")
    assert outcomes(came) == [Outcome.DONE, Outcome.DONE]
    assert pypdf.PdfReader(came[1].pdf).pages[came[1].first].extract_text().split()[0] == "1"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("xelatex", "/etc/passwd"),
        ("xelatex", "../secret.tex"),
        ("tectonic", "/etc/passwd"),
        pytest.param(
            "tectonic", "../secret.tex", marks=pytest.mark.xfail(reason="Tectonic 0.17 refuses absolute paths only")
        ),
    ],
)
def test_a_document_cannot_read_files_outside_its_folder(name: str, path: str, work: Path) -> None:
    (work / "../secret.tex").write_text("secret", encoding="utf-8")
    [run] = made(name, work, rf"\input{{{path}}}")
    assert (run.outcome, "root:" in run.log, "secret.tex:" in run.log) == (Outcome.FAILED, False, False)


@real_engines
def test_a_document_cannot_run_programs(name: str, work: Path) -> None:
    made(name, work, r"\immediate\write18{touch pwned}")
    assert not (work / "pwned").exists()


@real_engines
@pytest.mark.parametrize("path", ["../pwned.txt", "{absolute}/pwned.txt"])
def test_a_document_cannot_write_outside_its_folder(name: str, path: str, work: Path, tmp_path: Path) -> None:
    path = path.format(absolute=tmp_path)
    made(name, work, rf"\newwrite\w \immediate\openout\w={path} \immediate\write\w{{x}}\immediate\closeout\w")
    assert sorted(child.name for child in tmp_path.iterdir()) == ["work"]


@real_engines
@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (r"\loop\iftrue\repeat", Outcome.TIMED_OUT),
        (r"\def\x{\x\x}\x", Outcome.FAILED),
        (r"\read-1 to \x", Outcome.FAILED),
    ],
    ids=["loops", "fills the memory", "asks"],
)
def test_a_document_cannot_go_on_for_ever(name: str, body: str, outcome: Outcome, work: Path) -> None:
    [run] = made(name, work, body, timeout=5)
    assert run.outcome is outcome


@real_engines
def test_a_document_cannot_take_the_names_of_those_after_it(name: str, work: Path) -> None:
    came = made(name, work, r"\begingroup\endlinechar=-1 \read-1 to\next\endgroup", "second")
    assert (came[1].outcome, came[1].last - came[1].first) == (Outcome.DONE, 1)


def test_tectonic_with_neither_files_nor_a_network_says_what_to_do(work: Path, programs: Path) -> None:
    programs.mkdir()
    program = programs / "tectonic"
    program.write_text('#!/bin/sh\necho "and we couldn\'t get it from the internet"; exit 101\n', encoding="utf-8")
    program.chmod(0o755)
    bare = engine.Tectonic(program, (), programs / "formats", {})
    with pytest.raises(CvgenError) as raised, bare.start(work) as session:
        session.typeset([EMPTY])
    [problem] = raised.value.diagnostics
    assert str(problem) == "error: Tectonic has no files to typeset with, and its makers' servers do not answer"
    assert problem.hint == "cvgen setup installs what it needs"
