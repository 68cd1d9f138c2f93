"""Layouts: those that come with cvgen, those in a folder of one's own, and a copy to start from."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from cvgen.data import assets
from cvgen.diagnostics import CvgenError, Diagnostic, Span
from cvgen.look import styles
from cvgen.pipeline.request import DEFAULT_STYLE
from tests.conftest import STYLES

SCHEMA: dict[str, Any] = json.loads(assets.STYLE_SCHEMA.read_text(encoding="utf-8"))
PROFILE: dict[str, Any] = json.loads(assets.SCHEMA.read_text(encoding="utf-8"))
REGISTRY: Registry[Any] = Registry().with_resource(assets.SCHEMA.name, Resource.from_contents(PROFILE))
SETTINGS = """\
description = "As plain as can be"
[design]
accent = "#123"
font = "lato"
size = 10
[limits]
size = [9, 11.5]
density = [0.7, 1.3]
"""


def problems(name: str | Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(CvgenError) as caught:
        styles.load(str(name))
    return caught.value.diagnostics


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A style of one's own."""
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "style.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "cvgen-plain.sty").touch()
    return folder


# --- those of cvgen -------------------------------------------------------------------------------


def test_these_styles_come_with_cvgen() -> None:
    assert {"academic", "classic", "compact", "portfolio", "sidebar", "timeline"} == set(STYLES)
    assert sorted(STYLES) == STYLES


@pytest.mark.parametrize("style", STYLES)
def test_a_style_is_valid_by_its_schema(style: str) -> None:
    settings = tomllib.loads((assets.STYLES / style / "style.toml").read_text(encoding="utf-8"))
    found = Draft202012Validator(SCHEMA, registry=REGISTRY).iter_errors(settings)
    assert [f"{error.json_path}: {error.message}" for error in found] == []


@pytest.mark.parametrize("style", STYLES)
def test_a_style_looks_right_at_the_size_that_it_chooses_and_around_it(style: str) -> None:
    loaded = styles.load(style)
    assert loaded.sizes[0] < loaded.design["size"] < loaded.sizes[1]
    assert loaded.densities[0] < 1 < loaded.densities[1]


@pytest.mark.parametrize("style", STYLES)
def test_a_style_is_named_as_its_folder_and_describes_itself(style: str) -> None:
    loaded = styles.load(style)
    assert (loaded.name, loaded.package) == (style, assets.STYLES / style / f"cvgen-{style}.sty")
    assert loaded.package.is_file()
    assert loaded.description


def test_no_two_styles_describe_themselves_alike() -> None:
    assert len({styles.load(style).description for style in STYLES}) == len(STYLES)


def test_the_default_is_one_of_them() -> None:
    assert DEFAULT_STYLE in STYLES


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("clasic", 'did you mean "classic"?'),
        ("Academic", 'did you mean "academic"?'),
        ("zzz", f"the styles are: {', '.join(STYLES)}"),
        ("shared", f"the styles are: {', '.join(STYLES)}"),
        ("", f"the styles are: {', '.join(STYLES)}"),
    ],
)
def test_an_unknown_style_names_the_nearest(name: str, hint: str) -> None:
    assert problems(name) == (Diagnostic(f'there is no style "{name}"', None, hint, code="unknown-style"),)


def test_a_folder_that_is_named_as_if_it_were_a_style_of_cvgen_is_recognized(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    assert problems("plain")[0].hint == "for the style in the folder plain, write ./plain"


# --- one's own ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["./plain", "plain/", "../{folder.parent.name}/plain", "{folder}"])
def test_a_style_in_a_folder_is_named_by_its_path(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    loaded = styles.load(name.format(folder=folder))
    assert (loaded.name, loaded.description) == ("plain", "As plain as can be")
    assert loaded.design == {"accent": "#123", "font": "lato", "size": 10}
    assert (loaded.sizes, loaded.densities) == ((9, 11.5), (0.7, 1.3))
    assert loaded.package.samefile(folder / "cvgen-plain.sty")


def test_the_folder_that_one_is_in_may_be_a_style(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert styles.load(".").name == "plain"


def test_a_folder_that_is_no_style_says_how_to_make_one(tmp_path: Path) -> None:
    message = f"there is no style in {tmp_path}: it has no style.toml"
    hint = f"the styles are: {', '.join(STYLES)}; cvgen style new NAME makes another"
    assert problems(tmp_path) == (Diagnostic(message, None, hint, code="unknown-style"),)


def test_a_package_that_is_not_there_is_named(folder: Path) -> None:
    (folder / "cvgen-plain.sty").rename(folder / "plain.sty")
    expected = Diagnostic(
        f"{folder}/cvgen-plain.sty is missing",
        Span(folder / "style.toml", 1),
        "a style's package has the name of its folder",
        code="style-incomplete",
    )
    assert problems(folder) == (expected,)


@pytest.mark.parametrize("name", ["my style", "C#", "a{b", "Plain"])
def test_a_folder_with_a_name_that_tex_cannot_read_is_refused(folder: Path, name: str) -> None:
    renamed = folder.rename(folder.with_name(name))
    hint = "use small letters, digits and hyphens, such as my-style"
    assert problems(renamed) == (Diagnostic(f'"{name}" cannot be the name of a style', None, hint, code="bad-name"),)


@pytest.mark.parametrize(
    ("content", "line", "column", "hint"),
    [
        (b"description = 'x'\n\n= 1\n", 3, 1, 'the file must be TOML: texts stand in quotes, key = "text"'),
        (b"description = 'x' y\n", 1, 19, 'the file must be TOML: texts stand in quotes, key = "text"'),
        (
            b'description = """x',
            1,
            1,
            'the file must be TOML: texts stand in quotes, key = "text"',
        ),  # the end of a file has no place
        (b"description = 'caf\xe9'\n", 1, 1, "save it as UTF-8"),
    ],
)
def test_settings_that_cannot_be_read_are_an_error_at_their_place(
    folder: Path, content: bytes, line: int, column: int, hint: str
) -> None:
    path = folder / "style.toml"
    path.write_bytes(content)
    [problem] = problems(folder)
    assert (problem.span, problem.hint, "(at" in problem.message) == (Span(path, line, column), hint, False)


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        ("accent", "acent", "acent", 'unknown key "acent"'),
        ("[limits]", "[limit]", "[limit]", 'unknown key "limit"'),
        ("size = 10\n", "size = 99\n", "size = 99", '"size": 99 is greater than the maximum of 14'),
        ("[9, 11.5]", "[9]", "size = [9]", '"size": [9] is too short'),
        ("[0.7, 1.3]", "[1.3, 0.7]", "density", "the least density is more than the most"),
        ('font = "lato"\n', "", "[design]", '"design" needs "font"'),
        ("As plain as can be", " ", "description", '"description" is empty'),
    ],
)
def test_a_mistake_in_the_settings_is_named_at_its_line(
    folder: Path, old: str, new: str, at: str, message: str
) -> None:
    path = folder / "style.toml"
    text = SETTINGS.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    line = next(i for i, each in enumerate(text.splitlines(), 1) if each.startswith(at))
    assert (message, Span(path, line), True) in [
        (each.message, each.span, bool(each.hint)) for each in problems(folder)
    ]


def test_all_that_is_wrong_with_settings_is_told_at_once(folder: Path) -> None:
    wrong = SETTINGS.replace('"#123"', '"blue"').replace("size = 10\n", 'size = "big"\n')
    (folder / "style.toml").write_text(wrong, encoding="utf-8")
    messages = ['"accent" is not a valid colour: "blue"', '"size" is not a valid size: "big"']
    assert sorted(each.message for each in problems(folder)) == messages


# --- those of strangers ---------------------------------------------------------------------------

FILES = pytest.mark.parametrize("name", ["style.toml", "cvgen-plain.sty"])


@FILES
@pytest.mark.parametrize("target", ["key", "/dev/zero", "/dev/stdin"])
def test_a_file_of_a_style_is_no_link_to_one_elsewhere(folder: Path, name: str, target: str) -> None:
    (folder.parent / "key").write_text(SETTINGS, encoding="utf-8")
    (folder / name).unlink()
    (folder / name).symlink_to(folder.parent / target)
    [problem] = problems(folder)
    assert (problem.code, problem.hint) == ("style-file", "copy the file into the folder")
    assert problem.message.startswith(f"{folder / name} is a link to ")


@FILES
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_a_file_of_a_style_is_no_pipe_and_no_folder(folder: Path, name: str, make: Callable[[Path], None]) -> None:
    (folder / name).unlink()
    make(folder / name)
    [problem] = problems(folder)
    assert (problem.code, problem.message) == ("style-file", f"{folder / name} is not a plain file")


@FILES
def test_a_file_of_a_style_has_a_size_that_one_can_read(folder: Path, name: str) -> None:
    with (folder / name).open("r+b") as file:
        file.truncate(10**12)
    [problem] = problems(folder)
    assert (problem.code, problem.message) == (
        "file-too-large",
        f"{folder / name} is too large: a file of a style may have 512 KB at most",
    )


def test_a_link_within_the_folder_and_a_link_to_the_folder_are_followed(folder: Path) -> None:
    (folder / "style.toml").rename(folder / "settings")
    (folder / "style.toml").symlink_to("settings")
    (folder.parent / "linked").symlink_to(folder)
    assert styles.load(str(folder.parent / "linked")).description == "As plain as can be"


@pytest.mark.parametrize(
    "text",
    ["x = " + "[" * 100_000, "x = " + "[" * 900 + "]" * 900, "x = " + "{a=" * 900, ".".join("a" * 9000) + " = 1"],
    ids=["lists that never end", "lists", "tables", "dots"],
)
def test_settings_that_are_deep_are_an_error(folder: Path, text: str) -> None:
    (folder / "style.toml").write_text(f"{SETTINGS}{text}\n", encoding="utf-8")
    assert {problem.code for problem in problems(folder)} <= {"bad-style", "unknown-key"}


def test_a_number_of_thousands_of_digits_is_an_error(folder: Path) -> None:
    (folder / "style.toml").write_text(SETTINGS.replace("10", "1" * 5000), encoding="utf-8")
    assert [problem.code for problem in problems(folder)] == ["bad-style"]


# --- a copy to start from -------------------------------------------------------------------------


@pytest.mark.parametrize("origin", STYLES)
def test_a_copy_is_a_style_like_its_origin(origin: str, tmp_path: Path) -> None:
    written = styles.copy(styles.load(origin), "my-own-2", tmp_path / "styles")
    folder = tmp_path / "styles" / "my-own-2"
    assert written == [folder / "cvgen-my-own-2.sty", folder / "style.toml"]
    copied, original = styles.load(str(folder)), styles.load(origin)
    assert (copied.name, copied.design, copied.sizes) == ("my-own-2", original.design, original.sizes)
    text = copied.package.read_text(encoding="utf-8")
    assert (r"\ProvidesPackage{cvgen-my-own-2}" in text, f"cvgen-{origin}" in text) == (True, False)


def test_a_style_that_cannot_be_read_is_not_copied_and_nothing_is_written(folder: Path) -> None:
    package = folder / "cvgen-plain.sty"
    package.write_bytes(b"% caf\xe9\n")
    with pytest.raises(CvgenError) as caught:
        styles.copy(styles.load(str(folder)), "mine", folder.parent)
    expected = Diagnostic(f"{package} is not UTF-8", Span(package, 1), "save it as UTF-8", code="not-utf8")
    assert caught.value.diagnostics == (expected,)
    assert not (folder.parent / "mine").exists()


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        (
            "My Style",
            '"My Style" cannot be the name of a style',
            "use small letters, digits and hyphens, such as my-style",
        ),
        ("../x", '"../x" cannot be the name of a style', "use small letters, digits and hyphens, such as my-style"),
        ("", '"" cannot be the name of a style', "use small letters, digits and hyphens, such as my-style"),
        ("classic", 'the name "classic" is taken', "choose another"),
        ("all", 'the name "all" is taken', "choose another"),
        ("shared", 'the name "shared" is taken', "choose another"),
    ],
)
def test_a_copy_needs_a_name_of_its_own(name: str, message: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(CvgenError) as caught:
        styles.copy(styles.load("classic"), name, tmp_path)
    assert caught.value.diagnostics == (Diagnostic(message, None, hint, code="bad-name"),)
    assert [*tmp_path.iterdir()] == []


def test_a_copy_overwrites_nothing(folder: Path) -> None:
    with pytest.raises(CvgenError) as caught:
        styles.copy(styles.load("classic"), "plain", folder.parent)
    hint = "it was left as it is; choose another name"
    assert caught.value.diagnostics == (Diagnostic(f"{folder} exists already", None, hint, code="file-exists"),)
    assert (folder / "style.toml").read_text(encoding="utf-8") == SETTINGS


def test_a_full_disk_leaves_no_half_of_a_copy(tmp_path: Path, small_files: None) -> None:  # noqa: ARG001  (a limit)
    with pytest.raises(CvgenError, match=r"cannot be written: .* \[file-unwritable\]$"):
        styles.copy(styles.load("classic"), "my-style", tmp_path)
    assert [*tmp_path.iterdir()] == []


def test_a_copy_that_cannot_be_written_is_an_error() -> None:
    with pytest.raises(
        CvgenError, match=r"^error: /dev/null/x/my-style cannot be written: Not a directory \[file-unwritable\]$"
    ):
        styles.copy(styles.load("classic"), "my-style", Path("/dev/null/x"))


# --- the schema -----------------------------------------------------------------------------------


def test_the_schema_is_valid_2020_12() -> None:
    assert SCHEMA["$schema"] == PROFILE["$schema"]
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_has_an_example_that_it_allows() -> None:
    assert [Draft202012Validator(SCHEMA, registry=REGISTRY).is_valid(each) for each in SCHEMA["examples"]] == [True]


def test_every_property_of_the_schema_is_described() -> None:
    described = [*SCHEMA["properties"].values(), *SCHEMA["properties"]["limits"]["properties"].values()]
    assert [each for each in described if not each.get("description", "").endswith(".")] == []
