"""However an engine ends, each document has its result, and those that fail spoil no other one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cvgen.steps.engine import RunStatus, TexRun, process
from tests.fakes import python_engine, shell_engine
from tests.steps.engine.programs import (
    BEGUN,
    COUNT,
    Source,
    dumping,
    run_count,
    run_of,
    seen,
    statuses,
    typeset,
    xelatex,
)

# --- one document ---------------------------------------------------------------------------------


def test_a_run_that_makes_a_pdf_is_done(work: Path, programs: Path) -> None:
    run = run_of("typeset 3 'the log\\n'", programs, work)
    assert run == TexRun(RunStatus.DONE, run.pdf, "\nthe log\ncvgen: done 3\n", 1, 0, 3)
    assert (run.pdf.parent, run.pdf.read_text(encoding="utf-8")) == (work, "pdf\n")


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
    assert (run.status, run.log) == (RunStatus.FAILED, log)


def test_an_engine_that_starts_no_more_is_a_failure(work: Path, programs: Path) -> None:
    path = shell_engine(programs, "")
    program = xelatex(path)
    assert program.prepare() is not None
    before = program.path.stat()
    program.path.write_text("#!/nonexistent/interpreter\n".ljust(before.st_size), encoding="utf-8")
    os.utime(program.path, ns=(before.st_atime_ns, before.st_mtime_ns))  # it is the same to all appearance
    [run] = typeset(program, work)
    assert run.status is RunStatus.FAILED


def test_a_log_that_is_not_utf_8_is_read_all_the_same(work: Path, programs: Path) -> None:
    assert run_of(r"typeset 1 'a\377b\n'", programs, work).log == "\na\ufffdb\ncvgen: done 1\n"


def test_the_document_and_its_assets_are_all_there_is(work: Path, programs: Path, tmp_path: Path) -> None:
    asset = tmp_path / "somewhere.sty"
    asset.write_bytes(b"\xffsty\n")
    facts = seen(work, dumping(programs), Source("Zoë\n", {"cvgen.sty": asset}))
    assert Path(facts.folder).resolve() == work.resolve()
    # While it waits there is nothing but what it waits for.
    assert {*facts.files} <= {"feed.tex", "run.tex", "output.txt", "document.tex", "cvgen.sty"}
    assert (work / "document.tex").read_bytes() == "Zoë\n".encode()
    assert (work / "cvgen.sty").read_bytes() == b"\xffsty\n"


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


def test_documents_share_a_run_and_each_has_its_pages_and_its_log(work: Path, programs: Path) -> None:
    runs = typeset(xelatex(shell_engine(programs, f"{COUNT}{EACH}")), work, "xx", "x", "xxx")
    assert (run_count(work), statuses(runs), {run.pdf for run in runs}) == (1, [RunStatus.DONE] * 3, {runs[0].pdf})
    assert [(run.first, run.last, run.passes) for run in runs] == [(0, 2, 1), (2, 3, 1), (3, 6, 1)]
    assert [run.log for run in runs] == [f"\nthe log of {'x' * pages}\ncvgen: done {pages}\n" for pages in (2, 1, 3)]


def test_no_documents_are_no_run(work: Path, programs: Path) -> None:
    with xelatex(shell_engine(programs, f"cat feed.tex > read; {COUNT}{EACH}")).start(work) as session:
        assert session.typeset([]) == []


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("bad", RunStatus.FAILED),
        ("slow", RunStatus.TIMED_OUT),
        ("killed", RunStatus.TIMED_OUT),
        ("broken", RunStatus.FAILED),
    ],
    ids=["has an error", "takes too long", "uses up its time", "crashes the driver"],
)
def test_a_document_that_fails_is_found_and_the_others_come_out(
    text: str, status: RunStatus, place: int, work: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "TIMEOUT", 2)
    program = xelatex(shell_engine(programs, f"{COUNT}{EACH}"))
    texts = ["xx", "x"]
    texts.insert(place, text)
    runs = typeset(program, work, *texts)
    failed = runs.pop(place)
    assert (failed.status, statuses(runs)) == (status, [RunStatus.DONE] * 2)
    assert failed.log.startswith(f"\nthe log of {text}\n")
    assert "the log of x" not in failed.log
    assert [run.last - run.first for run in runs] == [2, 1]
    assert [run.log for run in runs] == ["\nthe log of xx\ncvgen: done 2\n", "\nthe log of x\ncvgen: done 1\n"]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_document_whose_crash_loses_the_log_fails_alone(place: int, work: Path, programs: Path) -> None:
    texts = ["xx", "x"]
    texts.insert(place, "lost")
    runs = typeset(xelatex(shell_engine(programs, f"{COUNT}{EACH}")), work, *texts)
    assert runs.pop(place).status is RunStatus.FAILED
    assert [(run.status, run.last - run.first) for run in runs] == [(RunStatus.DONE, 2), (RunStatus.DONE, 1)]


def test_all_but_one_may_fail(work: Path, programs: Path) -> None:
    runs = typeset(xelatex(shell_engine(programs, f"{COUNT}{EACH}")), work, "bad", "bad", "x", "bad")
    failed = RunStatus.FAILED
    assert (statuses(runs), run_count(work)) == ([failed, failed, RunStatus.DONE, failed], 7)  # shared, then alone


def test_what_fails_in_company_alone_is_blamed_on_nobody(work: Path, programs: Path) -> None:
    """The memory of a run is that of all its documents: the one that finds none left has no fault."""
    path = python_engine(
        programs,
        """
names = documents()
with open("run.log", "w") as log:
    for number, name in enumerate(names):
        log.write(f"cvgen: document {name}\\n")
        if number == 2:
            log.write("! Font not loadable.\\n")
            log.close()
            sys.exit(1)
        log.write("cvgen: done 1\\n")
open("run.pdf", "w").write(" ".join(names))
""",
    )
    runs = typeset(xelatex(path), work, "a", "b", "c", "d", "e", "f")
    assert statuses(runs) == [RunStatus.DONE] * 6


def test_what_one_run_has_made_is_not_lost_to_the_next(work: Path, programs: Path) -> None:
    program = xelatex(shell_engine(programs, f"{COUNT}{EACH}"))
    runs = typeset(program, work, "x", "broken", "xx")
    pdfs = [runs[0].pdf, runs[2].pdf]
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
    assert (run.status, run.passes, run_count(work)) == (RunStatus.DONE, passes, passes)


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
    runs = typeset(xelatex(path), work, "x", "cvgen: again", "xx", "cvgen: again")
    fed = (work.parent / "fed").read_text(encoding="utf-8")
    assert fed == "document document-1 document-2 document-3\ndocument-1 document-3\n"
    assert [run.passes for run in runs] == [1, 2, 1, 2]
    assert [(run.first, run.last) for run in runs] == [(0, 1), (0, 5), (6, 8), (5, 10)]
    first, second = "document document-1 document-2 document-3", "document-1 document-3"
    assert [run.pdf.read_text(encoding="utf-8") for run in runs] == [first, second, first, second]


def test_what_the_first_pass_writes_is_there_for_the_second(work: Path, programs: Path) -> None:
    run_of("cat note >> read 2>/dev/null; echo told > note; typeset 1 'cvgen: again\\n'", programs, work)
    assert (work / "read").read_text(encoding="utf-8") == "told\n"


@pytest.mark.parametrize(
    ("end", "status"), [("exit 1", RunStatus.FAILED), ("kill -9 $$", RunStatus.TIMED_OUT)], ids=["fails", "is killed"]
)
def test_the_last_pass_decides(work: Path, programs: Path, end: str, status: RunStatus) -> None:
    run = run_of(f"{COUNT}; typeset 1 'cvgen: again\\n'; [ $n = 1 ] || {end}", programs, work)
    assert (run.status, run.passes) == (status, 2)


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
    tree = program.prepare()
    assert tree is not None
    tree.format.unlink()
    if content is not None:
        tree.format.write_bytes(content)
    [run] = typeset(program, work)
    assert (run.status, run.log, run_count(work)) == (RunStatus.DONE, "\ncvgen: done 1\n", 2)
    assert tree.format.read_text(encoding="utf-8") == "format\n"


def test_a_format_that_never_loads_is_made_anew_once_only(work: Path, programs: Path) -> None:
    run = run_of(f"{COUNT}; echo 'Fatal format file error'; exit 1", programs, work)
    assert (run.status, run.log, run_count(work)) == (RunStatus.FAILED, "Fatal format file error\n", 2)


def test_a_document_that_talks_of_formats_is_no_reason_to_make_one(work: Path, programs: Path) -> None:
    run = run_of(f"{COUNT}; {BEGUN}; echo 'Fatal format file error' >> run.log; exit 1", programs, work)
    assert (run.status, run_count(work)) == (RunStatus.FAILED, 1)


# --- fonts ----------------------------------------------------------------------------------------


def test_the_fonts_of_a_style_are_loaded_before_its_next_document(work: Path, programs: Path, tmp_path: Path) -> None:
    program = xelatex(shell_engine(programs, """typeset 1 'cvgen: font "[a.ttf]" at 10pt\\n'"""))
    for folder, loaded in ((work, False), (tmp_path / "again", True), (tmp_path / "other", False)):
        folder.mkdir(exist_ok=True)
        with program.start(folder, "compact" if folder.name == "other" else "classic") as session:
            session.typeset([Source()])
        begins = (folder / "run.tex").read_text(encoding="utf-8").partition("\\cvFeed")[0]
        assert ('\\font\\cvFace="[a.ttf]" at 10pt' in begins) is loaded


def test_a_style_that_can_name_no_file_has_no_fonts_noted(work: Path, programs: Path) -> None:
    program = xelatex(shell_engine(programs, """typeset 1 'cvgen: font "[a.ttf]"\\n'"""))
    with program.start(work, "../mine") as session:
        assert statuses(session.typeset([Source()])) == [RunStatus.DONE]
    tree = program.prepare()
    assert tree is not None
    assert not list(tree.folder.glob("**/fonts-*"))
