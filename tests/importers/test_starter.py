"""The first profile of a new user."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.data import assets
from cvgen.diagnostics import CvgenError
from cvgen.importers import starter
from cvgen.look import styles
from cvgen.steps.profile import load as load_profile
from tests.conftest import STYLES

MODELINE = "# yaml-language-server: $schema="


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize(
    "name",
    [
        "Ada Example",
        "王小明",
        "शर्\u200dया",
        "Zoë O'Neill-Smith",
        'Ada "Countess" Example',
        "Ada: Example #1",
        "* Ada {x} [y] @z %",
        "C:\\Ada",
        "NAME SCHEMA",
        "yes",
        "1984",
    ],
)
def test_a_first_profile_is_valid_and_has_the_name_as_given(name: str, tmp_path: Path) -> None:
    profile = load_profile(starter.write(name, tmp_path)[0])
    sections = {section["title"]: section for section in profile.data["sections"]}
    assert profile.data["basics"]["name"] == name
    assert name in sections["Publications"]["entries"][0]["authors"]
    assert profile.warnings == ()


def test_white_space_in_a_name_folds(tmp_path: Path) -> None:
    path, _ = starter.write("  Ada \n Example ", tmp_path)
    assert (path.name, load_profile(path).data["basics"]["name"]) == ("ada-example.yaml", "Ada Example")


def test_the_schema_lies_beside_the_profile_for_editors(tmp_path: Path) -> None:
    written = starter.write("Ada", tmp_path / "new" / "cv")
    profile, schema = tmp_path / "new/cv/ada.yaml", tmp_path / "new/cv/profile.schema.json"
    assert written == [profile, schema]
    assert profile.read_text(encoding="utf-8").startswith(f"{MODELINE}profile.schema.json\n")
    assert schema.read_bytes() == assets.SCHEMA.read_bytes()


def test_a_schema_in_the_folder_next_door_is_used(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "profile.schema.json").touch()
    [profile] = starter.write("Ada", tmp_path / "cv")
    assert profile.read_text(encoding="utf-8").startswith(f"{MODELINE}../schemas/profile.schema.json\n")
    assert files(tmp_path) == ["cv", "cv/ada.yaml", "schemas", "schemas/profile.schema.json"]


def test_a_schema_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    schema = tmp_path / "profile.schema.json"
    schema.write_text("mine", encoding="utf-8")
    assert starter.write("Ada", tmp_path) == [tmp_path / "ada.yaml"]
    assert schema.read_text(encoding="utf-8") == "mine"


def test_a_schema_in_a_folder_that_is_not_next_door_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cv" / "schemas").mkdir(parents=True)
    (tmp_path / "cv" / "schemas" / "profile.schema.json").touch()
    monkeypatch.chdir(tmp_path / "cv")
    assert starter.write("Ada", Path("..")) == [Path("../ada.yaml"), Path("../profile.schema.json")]


def test_a_profile_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(CvgenError, match=r"ada\.yaml exists already \[file-exists\]$"):
        starter.write("Ada", tmp_path)
    assert (files(tmp_path), path.read_text(encoding="utf-8")) == (["ada.yaml"], "mine")


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, small_files: None) -> None:  # noqa: ARG001  (a limit)
    with pytest.raises(CvgenError, match=r"cannot be written: .* \[file-unwritable\]$"):
        starter.write("Ada", tmp_path)
    assert files(tmp_path) == []


@pytest.mark.parametrize("folder", [Path("file"), Path("file", "cv")])
def test_a_file_where_the_folder_should_be_is_an_error(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(
        CvgenError, match=r"ada\.yaml cannot be written: (File exists|Not a directory) \[file-unwritable\]$"
    ):
        starter.write("Ada", tmp_path / folder)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Ada Example", "ada-example"),
        ("Zoë O'Neill-Smith", "zoë-o-neill-smith"),
        ("Zoe\u0308 Rene\u0301e", "zoë-renée"),
        ("王小明", "王小明"),
        ("हिन्दी", "हिन्दी"),
        ("A. B. Example, Ph.D.", "a-b-example-ph-d"),
        ("snake_case", "snake-case"),
        ("../../etc/passwd", "etc-passwd"),
        ("/etc/passwd", "etc-passwd"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("a\0b", "a-b"),
        ("x" * 300, "x" * 80),
        ("x" * 79 + " y", "x" * 79),
    ],
)
def test_a_file_is_named_for_the_person(name: str, stem: str) -> None:
    assert starter.file_stem(name) == stem


def test_a_name_with_a_control_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CvgenError, match=r"has a character that is not allowed in a name \[bad-name\]$"):
        starter.write("Ada\x07", tmp_path)
    assert files(tmp_path) == []


@pytest.mark.parametrize("name", ["", " ", "...", "../..", "_", "🎓"])
def test_a_name_without_letters_names_no_file(name: str) -> None:
    with pytest.raises(CvgenError) as caught:
        starter.file_stem(name)
    assert str(caught.value) == f'error: "{name}" has no letter to make a file name of [bad-name]'


@pytest.mark.parametrize("style", STYLES)
def test_a_profile_for_a_style_has_the_order_that_it_suggests(style: str, tmp_path: Path) -> None:
    suggested = styles.load(style)
    options, _ = load_profile(starter.write("Ada", tmp_path, suggested)[0]).design
    order = {"order": suggested.design["order"]} if "order" in suggested.design else {}
    assert options == {"style": style, **order}
