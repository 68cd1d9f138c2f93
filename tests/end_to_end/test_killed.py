"""Killed at any moment, cvgen leaves the old PDF or the new one, a sound cache, and nothing that runs."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import ROOT, new_user

PROFILE = ROOT / "tests" / "samples" / "every-kind.yaml"
MOMENTS = 10  # for each victim
PATIENCE = 15  # seconds for what is still running to come to its end

pytestmark = pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="needs /proc to see what is running")


class Place:
    """A folder with a cache of its own, where nothing but what a test starts works."""

    def __init__(self, folder: Path) -> None:
        self.tmp, self.build, self.cache = (folder / name for name in ("tmp", "build", "cache"))
        self.tmp.mkdir()
        self.environment = os.environ | new_user(self.cache) | {"TMPDIR": str(self.tmp)}

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "cvgen", "render", str(PROFILE), "-o", str(self.build), *arguments]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def working(self) -> list[int]:
        """The processes that work in a temporary folder of cvgen's: engines."""
        return [pid for pid, folder in _cwds() if folder.startswith(str(self.tmp))]

    def wait_till_idle(self) -> None:
        end = time.monotonic() + PATIENCE
        while self.working():
            assert time.monotonic() < end, f"still running: {self.working()}"
            time.sleep(0.02)


def _cwds() -> Iterator[tuple[int, str]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                yield int(entry.name), str((entry / "cwd").readlink())
            except OSError:  # it has ended, or is another user's
                continue


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    shutil.rmtree(place.cache / "formats", ignore_errors=True)  # 30 MB each


@pytest.mark.parametrize("victim", ["cvgen", "the engine"])
def test_killed_at_any_moment_it_leaves_the_old_pdf_or_the_new_one_and_nothing_else(place: Place, victim: str) -> None:
    start = time.monotonic()
    assert place.start("--set", "basics.label=Old").wait() == 0
    seconds = time.monotonic() - start  # with the format to be made: later runs are quicker
    target = place.build / "every-kind-classic.pdf"
    names_by_content = {target.read_bytes(): "old"}
    shutil.copytree(place.build, place.build.with_name("old"))
    assert place.start("--set", "basics.label=New").wait() == 0
    names_by_content[target.read_bytes()] = "new"
    assert len(names_by_content) == 2
    chance = random.Random(victim)
    for number in range(MOMENTS):
        shutil.rmtree(place.build)
        shutil.copytree(place.build.with_name("old"), place.build)
        if number % 4 == 0:
            shutil.rmtree(place.cache / "formats")  # while it makes that, too
        process = place.start("--set", "basics.label=New", "--force")
        time.sleep(chance.uniform(0, seconds if number % 4 == 0 else seconds / 4))
        if victim == "cvgen":
            process.kill()
        else:
            for pid in place.working():
                os.kill(pid, signal.SIGKILL)
        process.wait()
        place.wait_till_idle()
        assert names_by_content.get(target.read_bytes()) in {"old", "new"}
    assert place.start("--set", "basics.label=New", "--force").wait() == 0
    assert names_by_content[target.read_bytes()] == "new"
    left = [path.name for path in (*place.tmp.iterdir(), *(place.cache / "formats").glob("cvgen*"))]
    left += [path.name for path in place.build.iterdir() if path.suffix == ".part"]
    assert left == []


def test_killed_in_the_middle_of_many_it_leaves_whole_files_and_no_process(place: Place) -> None:
    process = place.start("--style", "all", "--jobs", "2")
    end = time.monotonic() + 60
    while not list(place.build.glob("*.pdf")) and time.monotonic() < end:
        time.sleep(0.01)
    children = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    process.kill()
    process.wait()
    place.wait_till_idle()
    end = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{pid}").exists() for pid in children) and time.monotonic() < end:
        time.sleep(0.02)
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []
    for path in place.build.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) > 0
    assert place.start("--style", "all").wait() == 0
