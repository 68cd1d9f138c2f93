"""The same profile becomes the same files, byte for byte, wherever and whenever it is rendered."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from cvgen.look import styles
from tests.conftest import PEOPLE, SAMPLES, STYLES, new_user

EPOCH = "1700000000"  # 14 November 2023, in seconds since 1970
PROFILE = """\
basics:
  name: Zoë Ångström
  nativeName: 佐伊
  image: photo.png
  email: zoe@example.com
  summary: Writes *compilers*, `linkers` and [letters](https://example.com) in שלום and Ελληνικά.
sections:
  - kind: education
    entries: [{ institution: Sample College, startDate: 2017-09, endDate: present, highlights: [One, Two] }]
  - kind: skills
    entries: [{ name: Languages, keywords: [C++, Rust] }]
"""

# Loaded by each Python that finds it first: its clock is a year ahead. TeX is told the day by cvgen.
CLOCK = """\
import datetime, time

AHEAD = 365 * 24 * 3600
now, now_ns = time.time, time.time_ns
time.time, time.time_ns = lambda: now() + AHEAD, lambda: now_ns() + AHEAD * 10**9

class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    today = utcnow = now

class Tomorrow(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())

datetime.datetime, datetime.date = Later, Tomorrow
"""


@dataclass(frozen=True)
class Machine:
    """Somebody's machine: a folder for all that is theirs, their environment, their file permissions."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    umask: int = 0o022

    def render(self, profile: Path, *styles: str, epoch: str | None = None) -> dict[str, bytes]:
        """Return the files that the command line makes, by name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for each in (profile, profile.with_name("photo.png")):
            if each.exists():
                shutil.copyfile(each, self.folder / each.name)
        environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
        environment |= {**self.environment, **({"SOURCE_DATE_EPOCH": epoch} if epoch is not None else {})}
        chosen = [option for style in styles for option in ("--style", style)]
        command = [sys.executable, "-m", "cvgen", "render", profile.name, "--output-dir", "made", *chosen]
        subprocess.run(
            command, check=True, cwd=self.folder, env=environment, umask=self.umask, capture_output=True, timeout=600
        )
        return {path.name: path.read_bytes() for path in sorted((self.folder / "made").iterdir())}


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    Image.linear_gradient("L").resize((40, 50)).convert("RGBA").save(tmp_path / "photo.png")
    path = tmp_path / "zoe.yaml"
    path.write_text(PROFILE, encoding="utf-8")
    return path


@pytest.fixture
def here(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "here", {"TZ": "UTC", "PYTHONHASHSEED": "1"})


def other(aspect: str, folder: Path) -> Machine:
    """Return a machine that is different in one way, or in "all"."""
    changed = {key for key in (*ASPECTS, aspect) if aspect in {key, "all"}}
    place = folder / ("sömewhere else, #2" if "folder" in changed else "other")
    environment = {"TZ": "UTC", "PYTHONHASHSEED": "1"}
    if "time zone" in changed:
        environment["TZ"] = "Pacific/Chatham"
    if "user" in changed:
        home = folder / "home"
        home.mkdir()
        environment |= {"HOME": str(home), "USER": "zoe", "LOGNAME": "zoe", **new_user(home / "cache")}
    if "language" in changed:
        environment |= {"LANG": "C", "LC_ALL": "C", "LANGUAGE": "de"}
    if "order in memory" in changed:
        environment["PYTHONHASHSEED"] = "2"
    if "temporary folder" in changed:
        (folder / "t").mkdir()
        environment["TMPDIR"] = str(folder / "t")
    if "day" in changed:
        clock = folder / "clock"
        clock.mkdir()
        (clock / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
        environment["PYTHONPATH"] = str(clock)
    return Machine(place, environment, 0o077 if "permissions" in changed else 0o022)


ASPECTS = ("folder", "time zone", "user", "language", "order in memory", "temporary folder", "permissions", "day")


def differing(one: Mapping[str, bytes], another: Mapping[str, bytes]) -> list[str]:
    """Return the names of files that are not in both, with the same content."""
    return sorted(name for name in {*one, *another} if one.get(name) != another.get(name))


def test_elsewhere_on_another_day_every_style_gives_the_same_files(
    profile: Path, here: Machine, tmp_path: Path
) -> None:
    made = here.render(profile, *STYLES)
    assert {f"zoe-{style}{suffix}" for style in STYLES for suffix in (".pdf", ".tex")} <= made.keys()
    assert differing(made, other("all", tmp_path).render(profile, *reversed(STYLES))) == []


def test_a_document_with_a_date_is_the_same_elsewhere(profile: Path, here: Machine, tmp_path: Path) -> None:
    made = here.render(profile, "classic", epoch=EPOCH)
    assert differing(made, other("all", tmp_path).render(profile, "classic", epoch=EPOCH)) == []
    (tmp_path / "made.pdf").write_bytes(made["zoe-classic.pdf"])
    with pikepdf.open(tmp_path / "made.pdf") as pdf:
        assert [str(pdf.docinfo[key]) for key in ("/CreationDate", "/ModDate")] == 2 * ["D:20231114221320Z"]


@pytest.mark.exhaustive
@pytest.mark.parametrize("epoch", [None, EPOCH])
@pytest.mark.parametrize("aspect", ASPECTS)
def test_each_aspect_of_a_machine_makes_no_difference(
    aspect: str, epoch: str | None, profile: Path, here: Machine, tmp_path: Path
) -> None:
    made = here.render(profile, *STYLES, epoch=epoch)
    assert differing(made, other(aspect, tmp_path).render(profile, *STYLES, epoch=epoch)) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("person", [*PEOPLE, SAMPLES / "every-kind.yaml"], ids=lambda path: path.stem)
def test_longer_documents_are_the_same_elsewhere(person: Path, here: Machine, tmp_path: Path) -> None:
    made = here.render(person, *STYLES)
    assert differing(made, other("all", tmp_path).render(person, *STYLES)) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize(("epoch", "expected"), [(None, ["every-kind-mine.pdf"]), (EPOCH, [])])
def test_what_a_style_prints_as_today_is_the_date_that_is_given(
    epoch: str | None, expected: list[str], here: Machine, tmp_path: Path
) -> None:
    package, _ = styles.copy(styles.load("classic"), "mine", tmp_path)
    text = package.read_text(encoding="utf-8")
    foot = r"\newcommand\cvStyleFoot{"
    assert text.count(foot) == 1
    package.write_text(text.replace(foot, rf"{foot}\the\year\ "), encoding="utf-8")
    profile, style = SAMPLES / "every-kind.yaml", str(package.parent)
    made = here.render(profile, style, epoch=epoch)
    assert differing(made, other("day", tmp_path).render(profile, style, epoch=epoch)) == expected
