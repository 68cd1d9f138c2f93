"""Where nothing keeps a style from the user's files, one that is not cvgen's own runs only for those who trust it."""

from __future__ import annotations

from pathlib import Path

import pytest

import cvgen
from cvgen.diagnostics import CvgenError
from cvgen.look import styles
from cvgen.system import sandbox
from tests.fakes import FakeEngine

PROFILE = {"basics": {"name": "Ann"}}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package of a style of a stranger's, on a machine without walls."""
    monkeypatch.setattr(sandbox, "name", lambda: None)
    return styles.copy(styles.load("classic"), "stranger", tmp_path)[0]


def render(style: str, cache: Path, *, trust_style: bool = False, formats: tuple[str, ...] = ("pdf",)) -> list[str]:
    """The codes of what is wrong."""
    try:
        cvgen.render(
            PROFILE,
            style=style,
            output_dir=None,
            formats=formats,
            check=False,
            trust_style=trust_style,
            engine=FakeEngine(),
            cache=cache,
        )
    except CvgenError as error:
        return [str(each.code) for each in error.diagnostics]
    return []


def test_it_is_asked_for_once_and_again_when_the_style_has_changed(package: Path, tmp_path: Path) -> None:
    style, cache = str(package.parent), tmp_path / "cache"
    assert render(style, cache) == ["untrusted-style"]
    assert render(style, cache, trust_style=True) == []
    assert render(style, cache) == []
    for path in (package, package.parent / "style.toml"):
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert render(style, cache) == ["untrusted-style"]
        assert render(style, cache, trust_style=True) == []
    assert render(style, tmp_path / "other") == ["untrusted-style"]


def test_the_message_says_what_a_style_is_and_how_to_go_on(package: Path, tmp_path: Path) -> None:
    with pytest.raises(CvgenError) as raised:
        cvgen.check(PROFILE, style=str(package.parent), engine=FakeEngine(), cache=tmp_path / "cache")
    [problem] = raised.value.diagnostics
    assert problem.message == f"the style {package.parent} is a program, which can read and write your files"
    assert "--trust-style" in (problem.hint or "")


def test_styles_of_cvgen_need_no_trust_and_no_style_does_without_an_engine(package: Path, tmp_path: Path) -> None:
    assert render("classic", tmp_path) == []
    assert render(str(package.parent), tmp_path, formats=("tex",)) == []


def test_behind_a_wall_a_style_needs_no_trust(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "name", lambda: "Landlock")
    assert render(str(package.parent), tmp_path) == []
