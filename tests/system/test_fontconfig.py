"""Fontconfig is asked once for all that it knows of the installed fonts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from cvgen.system import fontconfig
from cvgen.system.fontconfig import InstalledFont

FcList: TypeAlias = Callable[[str], str]


@pytest.fixture
def fc_list(tmp_path: Path) -> FcList:
    """Makes an fc-list of a shell script; returns the PATH that it is on."""

    def make(script: str) -> str:
        program = tmp_path / "fc-list"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        return str(tmp_path)

    return make


def listed(fc_list: FcList, line: str) -> tuple[InstalledFont, ...]:
    return fontconfig.installed_fonts(fc_list(f"printf '{line}\\n'"))


def test_a_font_has_its_names_and_its_file(fc_list: FcList) -> None:
    [font] = listed(fc_list, "Songti|80|0|100|False|/f/s.ttc|65538|Songti,宋體")
    file = Path("/f/s.ttc")
    assert font == InstalledFont("Songti", ("Songti", "宋體"), 80, 100, False, False, file, 65538)


@pytest.mark.parametrize(
    ("line", "weight", "width"),
    [
        ("x|80.5|0|87|False|/f|0|x", 80.5, 87),
        ("x|[40 205]|0||True|/f|0|x", None, None),
        ("x|1.2.3|0|wide|True|/f|0|x", None, None),
    ],
)
def test_a_weight_and_a_width_are_numbers_or_none(
    fc_list: FcList, line: str, weight: float | None, width: float | None
) -> None:
    [font] = listed(fc_list, line)
    assert (font.weight, font.width) == (weight, width)


@pytest.mark.parametrize(("slant", "is_slanted"), [("0", False), ("", False), ("100", True), ("110", True)])
def test_italic_and_oblique_are_slanted(fc_list: FcList, slant: str, is_slanted: bool) -> None:
    [font] = listed(fc_list, f"x|80|{slant}|100|False|/f|0|x")
    assert font.is_slanted is is_slanted


def test_a_variable_font_is_one(fc_list: FcList) -> None:
    fonts = listed(fc_list, "x|80|0|100|True|/f|0|x\ny|80|0|100|False|/f|0|y")
    assert [font.is_variable for font in fonts] == [True, False]


def test_a_number_that_is_none_is_the_first(fc_list: FcList) -> None:
    [font] = listed(fc_list, "x|80|0|100|False|/f|none|x")
    assert font.number == 0


def test_a_file_whose_name_is_not_utf_8_is_found(fc_list: FcList, tmp_path: Path) -> None:
    [font] = listed(fc_list, rf"x|80|0|100|False|{tmp_path}/f\377|0|x")
    font.file.touch()
    assert font.file.exists()


@pytest.mark.parametrize("script", ["exit 1", "echo what", "echo 'a|b'"], ids=["fails", "is odd", "is short"])
def test_an_fc_list_that_does_not_help_lists_nothing(fc_list: FcList, script: str) -> None:
    assert fontconfig.installed_fonts(fc_list(script)) == ()


def test_an_fc_list_that_does_not_start_lists_nothing(fc_list: FcList, tmp_path: Path) -> None:
    path = fc_list("")
    (tmp_path / "fc-list").write_text("#!/nonexistent/interpreter\n", encoding="utf-8")
    assert fontconfig.installed_fonts(path) == ()


def test_without_fontconfig_there_is_no_list(tmp_path: Path) -> None:
    assert (fontconfig.program(str(tmp_path)), fontconfig.installed_fonts(str(tmp_path))) == (None, ())


def test_it_is_asked_once(fc_list: FcList, tmp_path: Path) -> None:
    path = fc_list(f"echo asked >> '{tmp_path}/asked'; echo 'x|80|0|100|False|/f|0|x'")
    first = fontconfig.installed_fonts(path)
    assert (len(first), fontconfig.installed_fonts(path) is first) == (1, True)
    assert (tmp_path / "asked").read_text(encoding="utf-8") == "asked\n"


def test_the_path_of_this_process_is_the_usual_one(fc_list: FcList, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", fc_list("echo 'x|80|0|100|False|/f|0|x'"), prepend=":")
    assert [font.family for font in fontconfig.installed_fonts()] == ["x"]
