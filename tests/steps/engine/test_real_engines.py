"""The real engines typeset, and a hostile document reaches nothing outside of its folder."""

from __future__ import annotations

import dataclasses
import re
import time
from pathlib import Path

import pypdf
import pytest

from cvgen.data import assets
from cvgen.install.engines import ENGINES
from cvgen.steps.engine import RunStatus, TexRun, process
from tests.conftest import real
from tests.steps.engine.programs import Source, statuses

PREAMBLE = r"""\documentclass{article}\usepackage{cvgen}
\cvDesign{paper = a4, accent = 000000, size = 10, density = 1, dates = right, direction = ltr}
\usepackage{cvgen-classic}
\begin{document}"""


PACKAGES = [*(assets.STYLES / "shared").glob("*.sty"), assets.STYLES / "classic" / "cvgen-classic.sty"]


real_engines = pytest.mark.parametrize("name", ENGINES)


def source(body: str) -> Source:
    return Source(rf"{PREAMBLE}{body}\end{{document}}", {path.name: path for path in PACKAGES})


def typeset(name: str, work: Path, *bodies: str, epoch: int | None = None) -> list[TexRun]:
    """What a real engine makes of LaTeX; it has loaded its format in time."""
    program = real(name)
    program.prepare()
    with dataclasses.replace(program, epoch=epoch).start(work) as session:
        return session.typeset([source(body) for body in bodies])


@real_engines
def test_a_real_engine_typesets(name: str, work: Path) -> None:
    [run] = typeset(name, work, "x")
    assert (run.status, run.pdf.read_bytes()[:5], run.last) == (RunStatus.DONE, b"%PDF-", 1)


@real_engines
@pytest.mark.parametrize("epoch", [None, 1700000000])
def test_today_is_the_date_of_the_pdf_or_else_the_day_it_is(name: str, epoch: int | None, work: Path) -> None:
    before = time.localtime()
    [run] = typeset(name, work, r"\typeout{the day: \the\year-\the\month-\the\day.}", epoch=epoch)
    days = [time.gmtime(epoch)] if epoch else [before, time.localtime()]
    assert re.findall(r"the day: (.*)\.", run.log)[0] in [f"{day.tm_year}-{day.tm_mon}-{day.tm_mday}" for day in days]


@real_engines
def test_pages_that_tell_of_each_other_are_right_in_the_end(name: str, work: Path) -> None:
    runs = typeset(name, work, r"[\cvPages]\newpage x\newpage y", "x", r"[\cvPages]\newpage x")
    assert (statuses(runs), [run.passes for run in runs]) == ([RunStatus.DONE] * 3, [2, 1, 2])
    pages = [pypdf.PdfReader(run.pdf).pages[run.first].extract_text() for run in runs]
    assert ["[3]" in pages[0], "[2]" in pages[2]] == [True, True]


@real_engines
def test_a_real_document_that_fails_is_left_out(name: str, work: Path) -> None:
    runs = typeset(name, work, "first", r"\undefined", r"second\newpage", r"\end{nothing}")
    done, failed = RunStatus.DONE, RunStatus.FAILED
    assert statuses(runs) == [done, failed, done, failed]
    assert ["Undefined control sequence" in runs[1].log, "ended by" in runs[3].log] == [True, True]
    texts = [pypdf.PdfReader(run.pdf).pages[run.first].extract_text() for run in runs if run.status is done]
    assert [text.split()[0] for text in texts] == ["first", "second"]


@real_engines
def test_what_one_document_defines_is_gone_in_the_next(name: str, work: Path) -> None:
    runs = typeset(name, work, r"\def\mine{x}\hsize=1pt x", r"\ifdefined\mine\undefined\fi\thepage")
    assert statuses(runs) == [RunStatus.DONE, RunStatus.DONE]
    assert pypdf.PdfReader(runs[1].pdf).pages[runs[1].first].extract_text().split()[0] == "1"


# --- hostile documents ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("xelatex", "/etc/passwd"),
        ("xelatex", "../secret.tex"),
        ("tectonic", "/etc/passwd"),
        ("tectonic", "../secret.tex"),
    ],
)
def test_a_document_cannot_read_files_outside_its_folder(name: str, path: str, work: Path) -> None:
    (work / "../secret.tex").write_text("secret", encoding="utf-8")
    [run] = typeset(name, work, rf"\input{{{path}}}")
    assert (run.status, "root:" in run.log, "secret.tex:" in run.log) == (RunStatus.FAILED, False, False)


@real_engines
def test_a_document_cannot_run_programs(name: str, work: Path) -> None:
    typeset(name, work, r"\immediate\write18{touch pwned}")
    assert not (work / "pwned").exists()


@real_engines
@pytest.mark.parametrize("path", ["../pwned.txt", "{absolute}/pwned.txt"])
def test_a_document_cannot_write_outside_its_folder(name: str, path: str, work: Path, tmp_path: Path) -> None:
    path = path.format(absolute=tmp_path)
    typeset(name, work, rf"\newwrite\w \immediate\openout\w={path} \immediate\write\w{{x}}\immediate\closeout\w")
    assert sorted(child.name for child in tmp_path.iterdir()) == ["work"]


@real_engines
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (r"\loop\iftrue\repeat", RunStatus.TIMED_OUT),
        (r"\def\x{\x\x}\x", RunStatus.FAILED),
        (r"\read-1 to \x", RunStatus.FAILED),
    ],
    ids=["loops", "fills the memory", "asks"],
)
def test_a_document_cannot_go_on_for_ever(
    name: str, body: str, status: RunStatus, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "TIMEOUT", 5)
    [run] = typeset(name, work, body)
    assert run.status is status


@real_engines
def test_a_document_cannot_take_the_names_of_those_after_it(name: str, work: Path) -> None:
    runs = typeset(name, work, r"\begingroup\endlinechar=-1 \read-1 to\next\endgroup", "second")
    assert (runs[1].status, runs[1].last - runs[1].first) == (RunStatus.DONE, 1)


# --- where the cache is ---------------------------------------------------------------------------


@real_engines
@pytest.mark.parametrize("place", ["ü", "a b", "a;b:c,d", "{a}$b~%#", "x" * 120 + "/" + "y" * 120])
def test_the_cache_may_have_any_path(name: str, place: str, work: Path, tmp_path: Path) -> None:
    program = dataclasses.replace(real(name), trees=tmp_path / place / "formats")
    with program.start(work) as session:
        [run] = session.typeset([source("Here")])
    assert run.status is RunStatus.DONE, run.log
    modes = {path.stat().st_mode & 0o777 for path in program.trees.glob("**/*.fmt")}
    assert modes == {program.trees.stat().st_mode & 0o666}
