"""``cvgen new``: a first profile."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.cli.place import CVGEN, SUMMARY, Place, outcome
from tests.conftest import STYLES


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
    said = f'error: "{name}" has no letter to make a file name of [bad-name]\n'
    assert outcome(place.run("new", name)) == (1, "", said)
    assert place.names() == []


@pytest.mark.parametrize("name", ["Ada\x07", "Ada\x1b[31m", "Ada\udcff"], ids=["bell", "escape", "not UTF-8"])
def test_a_name_that_a_profile_cannot_hold_is_refused(place: Place, name: str) -> None:
    done = place.run("new", name)
    assert (done.returncode, "error: " in done.stderr, place.names()) == (1, True, [])


def test_new_overwrites_nothing(place: Place) -> None:
    place.write("ada.yaml", "mine")
    said = "error: ada.yaml exists already [file-exists]\n  hint: it was left as it is; choose another name\n"
    assert outcome(place.run("new", "Ada")) == (1, "", said)
    assert (place.folder / "ada.yaml").read_text(encoding="utf-8") == "mine"


def test_new_in_a_folder_that_cannot_be_is_an_error(place: Place) -> None:
    said = "error: /dev/null/x/ada.yaml cannot be written: Not a directory [file-unwritable]\n"
    assert outcome(place.run("new", "Ada", "-o", "/dev/null/x")) == (1, "", said)


def test_a_new_profile_can_begin_with_a_file_of_another_tool(place: Place) -> None:
    place.write("resume.json", '{"basics": {"name": "Ada"}, "work": [{"name": "Mill"}]}')
    done = place.run("new", "--from", "resume.json", "-o", "cv")
    assert (done.returncode, done.stdout) == (0, "wrote cv/ada.yaml\nwrote cv/profile.schema.json\n")
    assert outcome(place.run("validate", "cv/ada.yaml")) == (0, "", "")


def test_new_needs_a_name_or_a_file(place: Place) -> None:
    done = place.run("new")
    assert (done.returncode, "NAME" in done.stderr) == (2, True)
