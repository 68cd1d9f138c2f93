"""Fonts: pairings whose files TeX finds, families as fontconfig lists them, and names that lead to neither."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Span
from cvgen.look import fonts

PAIRINGS = fonts.pairings()
MONO = ("[lmmono10-regular.otf]", "[lmmonolt10-bold.otf]", "[lmmono10-italic.otf]", "[lmmonolt10-boldoblique.otf]")
SPAN = Span(Path("ada.yaml"), 3, 9)

# What fontconfig says of fonts: family, weight, slant, width, whether it is variable, file, index.
LISTED = """\
Fira Sans|80|0|100|False|/f/FiraSans-Regular.otf|0
Fira Sans|200|0|100|False|/f/FiraSans-Bold.otf|0
Fira Sans|80|100|100|False|/f/FiraSans-Italic.otf|0
Fira Sans|200|100|100|False|/f/FiraSans-BoldItalic.otf|0
Fira Sans|0|0|100|False|/f/FiraSans-Thin.otf|0
Fira Sans|100|0|100|False|/f/FiraSans-Medium.otf|0
Fira Sans|180|0|100|False|/f/FiraSans-SemiBold.otf|0
Fira Sans|80|0|75|False|/f/FiraSans-Condensed.otf|0
Upright|80|0|100|False|/f/Upright.ttf|0
Collected|80|0|100|False|/f/Collected.ttc|2
Collected|200|0|100|False|/f/Collected.ttc|65539
Flowing|[40 205]|0|100|True|/f/Flowing.ttf|0
Flowing|80|0|100|True|/f/Flowing.ttf|0
Odd|80|0|100|False|/f/od%d.ttf|0
Odd|80|0|100|False|/f/od]d.ttf|0
Odd|80|0|100|False|/f/o:d.ttf|0
Odd|90|0||False|/f/odd.ttf|0
Broken|80
Narrow|80|0|87|False|/f/Narrow.ttf|none
Abroad|80|0|100|False|/f/jürgen/x.ttf|0
Abroad|200|0|100|False|/f/ascii.ttf|0
Home|80|0|100|False|/f/jürgen/x.ttf|0
Smith & Sons|80|0|100|False|/f/Smith.otf|0
"""


@pytest.fixture
def listing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file with what fc-list says; without it, there is no fc-list."""
    path = tmp_path / "listed"
    lines = (f"{line}|{line.partition('|')[0]}\n" for line in LISTED.splitlines())  # its names in all languages
    path.write_text("".join(lines), encoding="utf-8")
    program = tmp_path / "fc-list"
    program.write_text(f"#!/bin/sh\nexec cat '{path}'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    fonts._families.cache_clear()
    yield path
    fonts._families.cache_clear()


def problem(font: Any, span: Span | None = None) -> Diagnostic:
    with pytest.raises(CvgenError) as caught:
        fonts.face(font, "text", span)
    [found] = caught.value.diagnostics
    return found


# --- pairings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAIRINGS)
def test_a_pairing_has_what_the_table_promises(name: str) -> None:
    assert (
        {"description", "text", "heads", "packages"}
        <= set(PAIRINGS[name])
        <= {
            *("description", "text", "heads", "packages", "mono"),
        }
    )
    for part in ("text", "heads"):
        assert set(PAIRINGS[name][part]) == {"faces", "features", "scale", "serif", "smallcaps"}
        assert len(PAIRINGS[name][part]["faces"]) == 4


def test_every_file_of_every_pairing_is_found_by_tex() -> None:
    files = {file for pairing in PAIRINGS.values() for part in ("text", "heads") for file in pairing[part]["faces"]}
    files |= {name.strip("[]") for name in MONO}
    found = subprocess.run(["kpsewhich", *files], capture_output=True, text=True, check=False).stdout
    assert files - {Path(line).name for line in found.splitlines()} == set()


@pytest.mark.parametrize("part", ["text", "heads"])
def test_a_pairing_has_a_face_for_each_part(part: str) -> None:
    table = PAIRINGS["libertine"][part]
    assert fonts.face("libertine", part) == fonts.Face(
        name="libertine",
        pairing=True,
        faces=tuple(f"[{file}]" for file in table["faces"]),  # type: ignore[arg-type]  # four, as tested above
        features=table["features"],
        scale=table["scale"],
        serif=table["serif"],
        smallcaps=table["smallcaps"],
    )


@pytest.mark.parametrize("font", ["libertine", {"text": "lato"}, {"text": "lato", "mono": "inter"}])
def test_code_is_in_latin_modern_unless_a_family_is_named_for_it(font: Any) -> None:
    face = fonts.face(font, "mono")
    assert (face.faces, face.serif, face.pairing) == (MONO, False, True)


@pytest.mark.usefixtures("listing")
def test_each_part_may_have_a_font_of_its_own() -> None:
    font = {"text": "garamond", "heads": "lato", "mono": "Fira Sans"}
    assert [fonts.face(font, part).name for part in fonts.PARTS] == ["garamond", "lato", "Fira Sans"]


@pytest.mark.usefixtures("listing")
def test_what_is_named_for_text_serves_for_headings_and_not_for_code() -> None:
    for font in ("Fira Sans", {"text": "Fira Sans"}, {"mono": "lato", "text": "Fira Sans"}):
        assert [fonts.face(font, part).name for part in ("text", "heads")] == ["Fira Sans", "Fira Sans"]
    assert fonts.face("Fira Sans", "mono").name == "mono"


# --- installed families ---------------------------------------------------------------------------


@pytest.mark.usefixtures("listing")
@pytest.mark.parametrize(
    ("family", "faces"),
    [
        ("Fira Sans", ("FiraSans-Regular.otf", "FiraSans-Bold.otf", "FiraSans-Italic.otf", "FiraSans-BoldItalic.otf")),
        ("fira sans", ("FiraSans-Regular.otf", "FiraSans-Bold.otf", "FiraSans-Italic.otf", "FiraSans-BoldItalic.otf")),
        ("Upright", ("Upright.ttf", "Upright.ttf", "Upright.ttf", "Upright.ttf")),
        ("Collected", ("Collected.ttc:2", "Collected.ttc:3", "Collected.ttc:2", "Collected.ttc:3")),
        ("Odd", ("odd.ttf", "odd.ttf", "odd.ttf", "odd.ttf")),
        ("Narrow", ("Narrow.ttf", "Narrow.ttf", "Narrow.ttf", "Narrow.ttf")),
        ("Abroad", ("ascii.ttf", "ascii.ttf", "ascii.ttf", "ascii.ttf")),
    ],
)
def test_an_installed_family_has_the_files_nearest_to_each_face(family: str, faces: tuple[str, ...]) -> None:
    face = fonts.face(family, "text")
    assert (face.name, face.pairing, face.faces) == (family, False, tuple(f"[/f/{file}]" for file in faces))


@pytest.mark.parametrize(
    ("family", "serif"),
    [("Noto Sans", False), ("Century Gothic", False), ("Bricolage Grotesque", False), ("Noto Serif", True)],
)
def test_what_stands_in_for_a_family_goes_by_its_name(listing: Path, family: str, serif: bool) -> None:
    listing.write_text(f"{family}|80|0|100|False|/f/x.otf|0\n", encoding="utf-8")
    assert fonts.face(family, "text").serif is serif


@pytest.mark.usefixtures("listing")
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Fira Sanz", 'did you mean "Fira Sans"?'),
        ("garamont", 'did you mean "garamond"?'),
        ("Latto", 'did you mean "lato"?'),
        ("Wingdings", f"install it, or choose one of cvgen's: {', '.join(PAIRINGS)}"),
    ],
)
def test_a_font_that_is_not_installed_is_an_error_with_the_nearest(name: str, hint: str) -> None:
    message, code = f'no font "{name}" is installed', "font-missing"
    assert problem(name, SPAN) == Diagnostic(message, SPAN, hint, code=code)
    assert problem({"text": "lato", "heads": name} | {"text": name}) == Diagnostic(message, None, hint, code=code)


@pytest.mark.usefixtures("listing")
def test_a_variable_font_is_an_error_that_says_so() -> None:
    message = 'the font "Flowing" cannot be used: XeTeX opens no variable fonts'
    hint = f"install its static files, or choose one of cvgen's: {', '.join(PAIRINGS)}"
    assert problem("flowing", SPAN) == Diagnostic(message, SPAN, hint, code="font-variable")


@pytest.mark.usefixtures("listing")
def test_a_name_reaches_tex_without_what_tex_obeys() -> None:
    face = fonts.face("Smith & Sons", "text")
    assert (face.name, face.faces[0]) == ("Smith  Sons", "[/f/Smith.otf]")


@pytest.mark.usefixtures("listing")
def test_a_font_in_a_folder_that_tex_cannot_name_is_asked_for_by_its_family() -> None:
    assert fonts.face("Home", "text").faces == ("Home", "Home/B", "Home/I", "Home/BI")


def test_bytes_that_are_not_utf_8_in_what_fontconfig_says_do_no_harm(listing: Path) -> None:
    listing.write_bytes(b"\xff|80|0|100|False|/f/\xff.otf|0|\xff\nFine|80|0|100|False|/f/fine.otf|0|Fine\n")
    assert fonts.face("Fine", "text").faces[0] == "[/f/fine.otf]"


@pytest.mark.usefixtures("listing")
@pytest.mark.parametrize("part", fonts.PARTS)
def test_each_part_is_checked(part: str) -> None:
    with pytest.raises(CvgenError, match='no font "zzz" is installed'):
        fonts.face({"text": "lato", part: "zzz"}, part)


@pytest.mark.parametrize("script", [None, "exit 1", "echo 'nothing|that|helps'"], ids=["missing", "failing", "odd"])
def test_without_fontconfig_tex_is_asked_by_name(
    listing: Path, monkeypatch: pytest.MonkeyPatch, script: str | None
) -> None:
    if script is None:
        monkeypatch.setenv("PATH", str(listing.parent / "nowhere"))
    else:
        (listing.parent / "fc-list").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    face = fonts.face("Fira Sans", "text")
    assert face.faces == ("Fira Sans", "Fira Sans/B", "Fira Sans/I", "Fira Sans/BI")


def test_fontconfig_is_asked_only_for_a_family_of_its_own(listing: Path) -> None:
    (listing.parent / "fc-list").write_text(f"#!/bin/sh\ntouch '{listing}-asked'\n", encoding="utf-8")
    fonts.face("lato", "text")
    assert not listing.with_name("listed-asked").exists()
    fonts.face("Fira Sans", "text")
    assert listing.with_name("listed-asked").exists()
