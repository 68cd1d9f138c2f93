"""Many requests: none stops another, each has an outcome, and nothing is left when whoever asked is gone."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from cvgen.batch import processes
from cvgen.batch.processes import Completed
from cvgen.diagnostics import CvgenError
from cvgen.pipeline.request import Request
from cvgen.steps.engine import TexEngine
from cvgen.steps.engine.xelatex import XeLatex
from tests.conftest import PEOPLE, STYLES, tex
from tests.fakes import DEADLINE, Lifeline, blank_pdf, shell_engine

ENGINE = """
count=0
for name in $(documents); do
  echo "cvgen: document $name" >> run.log
  if grep -q TeXError $name.tex; then echo '! Oops.' >> run.log; exit 1; fi
  if grep -q Sleepy $name.tex; then sleep 60 & sleep 60; fi
  if grep -q Murder $name.tex; then kill -9 $PPID; fi
  count=$((count + 1))
  echo "cvgen: done 1" >> run.log
done
pages ../../blank/$count.pdf
"""

jobs_of = pytest.mark.parametrize("jobs", [1, 2, 5])


@dataclasses.dataclass
class Place:
    """A folder with profiles, and an engine that makes blank pages of them; it counts its runs."""

    folder: Path
    engine: TexEngine

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    def request(self, name: str, text: str = "", style: str = "classic") -> Request:
        path = self.folder / f"{name}.yaml"
        path.write_text(f"basics:\n  name: {name} {text}\n", encoding="utf-8")
        return Request(path, style, self.folder / "build", check=False)

    def render(self, requests: Sequence[Request], jobs: int = 1) -> list[Completed]:
        return [*processes.render_batch(requests, self.engine, self.cache, jobs=jobs)]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    for folder in ("tmp", "blank"):
        (tmp_path / folder).mkdir()
    for pages in range(1, 17):
        blank_pdf(tmp_path / "blank" / f"{pages}.pdf", pages)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    return Place(tmp_path, shell(tmp_path, ENGINE))


def shell(folder: Path, script: str) -> XeLatex:
    path = shell_engine(folder / "programs", script)
    return XeLatex(folder / "programs" / "xetex", (), folder / "formats", {"PATH": path})


def told(outcomes: Sequence[Completed]) -> dict[str, list[str]]:
    """The problems of each profile in a style."""
    return {f"{each.request.path.stem}-{each.request.style}": [p.message for p in each.errors] for each in outcomes}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- outcomes -------------------------------------------------------------------------------------


@jobs_of
def test_each_request_is_completed_once(jobs: int, place: Place) -> None:
    requests = [place.request(f"n{number}", style=style) for number in range(7) for style in ("classic", "compact")]
    outcomes = place.render(requests, jobs)
    assert sorted(map(repr, (each.request for each in outcomes))) == sorted(map(repr, requests))
    assert {each.is_unchanged for each in outcomes} == {False}
    assert all(path.exists() for each in outcomes if each.result for path in each.result.files)


@jobs_of
def test_nothing_is_an_outcome_of_nothing(jobs: int, place: Place) -> None:
    assert place.render([], jobs) == []


@jobs_of
def test_a_request_that_fails_stops_no_other(jobs: int, place: Place) -> None:
    requests = [place.request("ann"), place.request("bad", "TeXError"), place.request("zoe"), place.request("eve")]
    requests[3].path.write_text("basics: {}\n", encoding="utf-8")
    missing = Request(place.folder / "gone.yaml", "classic", place.folder / "build")
    unknown = dataclasses.replace(requests[0], style="clasic")
    found = told(place.render([*requests, missing, unknown], jobs))
    assert found == {
        "ann-classic": [],
        "bad-classic": ["TeX failed: Oops"],
        "zoe-classic": [],
        "eve-classic": ['"basics" is empty'],
        "gone-classic": [f"{missing.path} does not exist"],
        "ann-clasic": ['there is no style "clasic"'],
    }


def test_what_has_not_changed_comes_first(place: Place) -> None:
    old = [place.request("ann"), place.request("zoe")]
    place.render(old)
    outcomes = place.render([place.request("bob"), old[0], place.request("eve"), old[1]])
    assert [each.is_unchanged for each in outcomes] == [True, True, False, False]
    assert [each.request for each in outcomes[:2]] == old


def test_what_has_not_changed_comes_before_anything_is_made(place: Place) -> None:
    old = place.request("ann")
    place.render([old])
    coming = processes.render_batch([place.request("bob"), old], place.engine, place.cache)
    assert next(coming).request == old
    assert not (place.folder / "build" / "bob-classic.pdf").exists()
    assert next(coming).request.path.stem == "bob"


@jobs_of
def test_what_is_forced_is_made_anew(jobs: int, place: Place) -> None:
    requests = [place.request("ann"), place.request("zoe")]
    place.render(requests)
    forced = [*processes.render_batch(requests, place.engine, place.cache, jobs=jobs, force=True)]
    assert [each.is_unchanged for each in forced] == [False, False]


@jobs_of
def test_it_is_remembered_whichever_process_made_it(jobs: int, place: Place) -> None:
    requests = [place.request(f"n{number}") for number in range(5)]
    place.render(requests, jobs)
    assert {each.is_unchanged for each in place.render(requests, 1)} == {True}


def test_reports_come_before_all_is_done(place: Place) -> None:
    requests = [place.request(f"n{number}") for number in range(40)]
    coming = processes.render_batch(requests, place.engine, place.cache)
    next(coming)
    made = len([*(place.folder / "build").glob("*.pdf")])
    assert made < 40
    assert len([*coming]) == 39


# --- several processes ----------------------------------------------------------------------------


def test_it_makes_no_difference_to_a_file_how_many_are_made_at_a_time(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for jobs, folder in enumerate(folders, 1):
        requests = [Request(path, style, folder) for path in PEOPLE for style in STYLES[:3]]
        outcomes = [*processes.render_batch(requests, tex(), tmp_path / "cache", jobs=jobs)]
        assert [each.errors for each in outcomes] == [()] * len(requests)
    one, two = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert [name for name in one.keys() | two.keys() if one.get(name) != two.get(name)] == []


def test_a_process_that_is_killed_is_reported_for_what_it_had_to_do(place: Place) -> None:
    requests = [place.request("ann"), place.request("bad", "Murder", style="compact")]
    found = told(place.render(requests, 2))
    path = place.folder / "bad.yaml"
    assert found["bad-compact"] == [f"{path}: a process that was rendering was killed"]
    assert found.keys() == {"ann-classic", "bad-compact"}
    assert told(place.render(requests[:1], 1)) == {"ann-classic": []}


def stop_after_the_first(place: Place) -> None:
    """Ask for a CV that is soon there, and one that is not, and no longer when there is one."""
    requests = [place.request("ann"), place.request("slow", "Sleepy", style="compact")]
    coming = processes.render_batch(requests, place.engine, place.cache, jobs=2)
    assert isinstance(coming, Generator)
    assert next(coming).request == requests[0]
    coming.close()


def test_processes_end_when_nobody_asks_for_more(place: Place) -> None:
    lifeline = Lifeline(place.folder / "lifeline")
    place.engine = shell(place.folder, f"{lifeline.hold}; {ENGINE}")
    stop_after_the_first(place)
    assert multiprocessing.active_children() == []
    assert names(place.folder / "tmp") == []
    lifeline.wait_for_start()
    lifeline.wait_for_end()


def test_processes_that_cannot_be_stopped_end_too(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_begin_process", deaf)
    place.engine = shell(place.folder, ENGINE.replace("sleep 60 & sleep 60", f"sleep {processes._TIME_TO_STOP * 3}"))
    stop_after_the_first(place)
    assert multiprocessing.active_children() == []
    assert not (place.folder / "build" / "slow-compact.pdf").exists()


def deaf() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


PARENT = """
from tests.false_engines import free_false_engines
free_false_engines()
import sys
from pathlib import Path
from cvgen.batch import processes
from cvgen.steps.engine.xelatex import XeLatex
from cvgen.pipeline.request import Request
folder = Path(sys.argv[1])
program = XeLatex(folder / "programs" / "xetex", (), folder / "formats", {"PATH": sys.argv[2]})
requests = [Request(folder / "ann.yaml", style, folder / "build", check=False) for style in ("classic", "compact")]
for outcome in processes.render_batch(requests, program, folder / "cache", jobs=2):
    print(outcome, flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_when_the_parent_ends_all_that_it_has_started_ends(number: signal.Signals, place: Place) -> None:
    lifeline = Lifeline(place.folder / "lifeline")
    program = shell(place.folder, f"{lifeline.hold}; cat feed.tex > fed; sleep 60 & sleep 60")
    program.prepare()
    place.request("ann")
    command = [sys.executable, "-c", PARENT, str(place.folder), program.environment["PATH"]]
    environment = os.environ | {"TMPDIR": str(place.folder / "tmp")}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as parent:
        lifeline.wait_for_start()
        parent.send_signal(number)
        # Workers have it, too: it has an end when all have ended.
        said, _ = parent.communicate(timeout=DEADLINE)
    assert said == b""
    lifeline.wait_for_end()


INTERRUPTED_BY_FORKS = """
import os, signal
os.register_at_fork(after_in_parent=lambda: signal.raise_signal(signal.SIGINT))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are not forked")
def test_an_interrupt_while_processes_start_is_not_lost(place: Place) -> None:
    program = shell(place.folder, ENGINE)
    program.prepare()
    place.request("ann")
    command = [sys.executable, "-c", INTERRUPTED_BY_FORKS + PARENT, str(place.folder), program.environment["PATH"]]
    run = subprocess.run(command, capture_output=True, check=False, timeout=DEADLINE)
    assert (run.stdout, run.returncode) == (b"", -signal.SIGINT)


LIMITED = """
import itertools, sys, threading
start, numbers = threading.Thread.start, itertools.count()
def limited(thread):
    if next(numbers) >= int(sys.argv[3]):
        raise RuntimeError("can't start new thread")
    start(thread)
threading.Thread.start = limited
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are not forked")
@pytest.mark.parametrize("threads", [0, 1, 2])
def test_a_limit_on_threads_ends_the_work_with_an_error(threads: int, place: Place) -> None:
    program = shell(place.folder, ENGINE)
    program.prepare()
    place.request("ann")
    command = [sys.executable, "-c", LIMITED + PARENT, str(place.folder), program.environment["PATH"], str(threads)]
    run = subprocess.run(command, capture_output=True, check=False, timeout=DEADLINE, encoding="utf-8")
    assert run.stderr.splitlines()[-1].startswith("BlockingIOError: [Errno 11]")


def test_there_are_as_many_cores_as_this_process_may_use() -> None:
    assert 1 <= processes.cores() <= (os.cpu_count() or 1)


# --- sharing --------------------------------------------------------------------------------------


def test_requests_of_a_style_are_done_together(place: Place) -> None:
    requests = [place.request(f"n{number}", style=style) for number in range(4) for style in ("compact", "classic")]
    chunks = processes._chunks(requests)
    assert [{request.style for request in chunk} for chunk in chunks] == [{"compact"}, {"classic"}]


@pytest.mark.parametrize(("count", "parts"), [(1, 1), (5, 1), (8, 2), (16, 4), (33, 4), (100, 4), (129, 8)])
def test_parts_are_of_about_the_same_size_and_not_too_large(count: int, parts: int, place: Place) -> None:
    requests = [place.request(f"n{number}") for number in range(count)]
    chunks = processes._chunks(requests)
    assert [request for chunk in chunks for request in chunk] == requests
    assert (len(chunks), max(map(len, chunks)) <= processes._MOST) == (parts, True)
    assert max(map(len, chunks)) - min(map(len, chunks)) < len(chunks)


def test_an_engine_that_cannot_be_used_is_an_error(place: Place) -> None:
    program = shell(place.folder, "")
    program.path.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    with pytest.raises(CvgenError, match="xelatex cannot be used"):
        [*processes.render_batch([place.request("ann")], program, place.cache)]
