"""``cvgen style``: the list of styles, and a style of one's own."""

from __future__ import annotations

import pytest

from cvgen.data import assets
from cvgen.look import styles
from tests.cli.place import VALID, Place, outcome
from tests.conftest import STYLES


def test_styles_are_listed_with_what_they_look_like(place: Place) -> None:
    lines = [f"{name:<12}{styles.load(name).description}\n" for name in STYLES]
    assert outcome(place.run("style", "list")) == (0, "".join(lines), "")


@pytest.mark.parametrize(
    ("arguments", "folder", "origin"),
    [
        (["mine"], "mine", "classic"),
        (["mine", "--from", "academic"], "mine", "academic"),
        (["mine", "-o", "my styles"], "my styles/mine", "classic"),
    ],
)
def test_a_new_style_is_a_copy_that_renders(place: Place, arguments: list[str], folder: str, origin: str) -> None:
    place.write("ann.yaml", VALID)
    said = f"wrote {folder}/cvgen-mine.sty\nwrote {folder}/style.toml\n"
    assert outcome(place.run("style", "new", *arguments)) == (0, said, "")
    settings = (place.folder / folder / "style.toml").read_text(encoding="utf-8")
    assert settings == (assets.STYLES / origin / "style.toml").read_text(encoding="utf-8")
    assert outcome(place.run("render", "ann.yaml", "--style", f"./{folder}", "--format", "pdf")) == (0, "", "")
    assert "build/ann-mine.pdf" in place.names()


def test_a_copy_of_ones_own_style_can_be_made(place: Place) -> None:
    place.run("style", "new", "mine")
    said = "wrote other/cvgen-other.sty\nwrote other/style.toml\n"
    assert outcome(place.run("style", "new", "other", "--from", "./mine")) == (0, said, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["classic"], 'error: the name "classic" is taken [bad-name]\n  hint: choose another\n'),
        (
            ["mine", "--from", "clasic"],
            'error: there is no style "clasic" [unknown-style]\n  hint: did you mean "classic"?\n',
        ),
        (
            ["mine", "-o", "/dev/null/x"],
            "error: /dev/null/x/mine cannot be written: Not a directory [file-unwritable]\n  hint: choose another --output-dir\n",
        ),
    ],
)
def test_a_new_style_that_cannot_be_is_an_error(place: Place, arguments: list[str], said: str) -> None:
    assert outcome(place.run("style", "new", *arguments)) == (1, "", said)
    assert place.names() == []


def test_two_styles_of_one_name_are_refused(place: Place) -> None:
    place.write("ann.yaml", VALID)
    for folder in ("a", "b"):
        place.run("style", "new", "mine", "-o", folder)
    said = "error: the styles a/mine and b/mine would both write *-mine.pdf [same-output]\n  hint: rename one of them\n"
    assert outcome(place.run("render", "ann.yaml", "-s", "a/mine", "-s", "./a/mine", "-s", "b/mine")) == (1, "", said)
