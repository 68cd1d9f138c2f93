"""What authors choose of the look, with TeX itself: a style of their own, fonts of their own, paper, icons."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shutil
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw
import pytest

from cvgen.diagnostics import CvgenError, Span
from cvgen.environment import cache_folder
from cvgen.install import engines
from cvgen.look import styles
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request, Result
from tests.conftest import PEOPLE, SAMPLES, STYLES, Render, real, tex
from tests.end_to_end.extraction import EXTRACTORS, words

EVERY_KIND = SAMPLES / "every-kind.yaml"


def render(profile: Path, folder: Path, style: str = "classic", *settings: str) -> Result:
    return rendering.render(Request(profile, style, folder / "build", settings=settings), tex())


def fonts_of(pdf: Path) -> set[str]:
    """The names of the fonts in a PDF, without the letters that mark a subset."""
    with pikepdf.open(pdf) as opened:
        descriptors = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o]
        return {str(each.FontName)[1:].rpartition("+")[2] for each in descriptors}


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "ada.yaml"
    path.write_text("basics:\n  name: Ada\n  summary: 'a **b** *c* `d`'\n", encoding="utf-8")
    return path


# --- a style of one's own -------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["classic", "sidebar"])
def test_a_style_of_ones_own_looks_as_what_it_is_a_copy_of(
    origin: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    styles.copy(styles.load(origin), "mine", tmp_path)
    mine, theirs = render(EVERY_KIND, tmp_path, "./mine"), render(EVERY_KIND, tmp_path, origin)
    assert mine.files[0].name == "every-kind-mine.pdf"
    said = [str(each).replace("./mine", origin).replace("mine", origin) for each in mine.warnings]
    assert (mine.pages, said) == (theirs.pages, list(map(str, theirs.warnings)))
    assert EXTRACTORS["pdftotext"](mine.files[0]) == EXTRACTORS["pdftotext"](theirs.files[0])


@pytest.mark.parametrize("command", ["Header", "Line", "ItemDates", "Foot"])
def test_a_command_that_a_style_forgets_is_named(command: str, profile: Path, tmp_path: Path) -> None:
    package, _ = styles.copy(styles.load("classic"), "mine", tmp_path)
    text = package.read_text(encoding="utf-8")
    assert text.count(rf"\newcommand\cvStyle{command}") == 1
    renamed = text.replace(rf"\newcommand\cvStyle{command}", rf"\newcommand\cvStyleOther{command}")
    package.write_text(renamed, encoding="utf-8")
    with pytest.raises(CvgenError) as caught:
        render(profile, tmp_path, str(package.parent))
    [problem] = caught.value.diagnostics
    assert (problem.message, problem.span) == (rf"The style does not define \cvStyle{command}", Span(package, 1))


# --- fonts ----------------------------------------------------------------------------------------


def test_an_installed_family_can_be_chosen(profile: Path, tmp_path: Path) -> None:
    result = render(profile, tmp_path, "classic", "design.font=Noto Sans")
    assert result.warnings == ()
    expected = {"NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic", "LMMono10-Regular"}
    assert fonts_of(result.files[0]) == expected


def test_each_part_may_have_a_font_of_its_own(profile: Path, tmp_path: Path) -> None:
    result = render(profile, tmp_path, "classic", "design.font={text: noto, heads: Noto Sans, mono: Carlito}")
    assert {"NotoSerif-Regular", "NotoSerif-Bold", "NotoSans-Regular", "Carlito"} <= fonts_of(result.files[0])


def test_a_family_that_is_not_installed_is_an_error_with_the_nearest(profile: Path, tmp_path: Path) -> None:
    setting = "design.font=Noto Sanz"
    with pytest.raises(CvgenError) as caught:
        render(profile, tmp_path, "classic", setting)
    [problem] = caught.value.diagnostics
    expected = ('no font "Noto Sanz" is installed', Span(Path(f"--set {setting}"), 0), 'did you mean "Noto Sans"?')
    assert (problem.message, problem.span, problem.hint) == expected


def test_without_a_list_of_families_tex_finds_them(
    profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real("xelatex")  # Tectonic 0.17 crashes when it is to find a family by its name
    (tmp_path / "bin").mkdir()
    for program in ("xetex", "xdvipdfmx", "kpsewhich"):
        if found := shutil.which(program):
            (tmp_path / "bin" / program).symlink_to(found)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))  # no fc-list
    monkeypatch.setattr("cvgen.look.fonts._families", dict)
    plain = engines.choose("xelatex", cache_folder(), os.environ)
    family, other = (
        Request(profile, output_dir=tmp_path, settings=(f"design.font={name}",)) for name in ("Noto Sans", "Noto Sanz")
    )
    assert fonts_of(rendering.render(family, plain).files[0]) >= {"NotoSans-Regular"}
    with pytest.raises(CvgenError, match='error: TeX failed: no font "Noto Sanz" is installed'):
        rendering.render(other, plain)


# --- other options --------------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "points"), [("a4", (595, 842)), ("letter", (612, 792)), ("legal", (612, 1008))])
def test_pages_have_the_size_of_the_paper(paper: str, points: tuple[int, int], profile: Path, tmp_path: Path) -> None:
    with pikepdf.open(render(profile, tmp_path, "classic", f"design.paper={paper}").files[0]) as opened:
        _, _, *found = opened.pages[0].mediabox
    assert tuple(round(float(each)) for each in found) == points


def test_text_grows_with_its_size_and_space_with_the_density(tmp_path: Path) -> None:
    [person] = [path for path in PEOPLE if path.stem == "luning-wang"]
    options = ("design.size=9", "design.size=13", "design.density=0.6", "design.density=1.5")
    small, large, dense, loose = (render(person, tmp_path, "classic", option).pages or 0 for option in options)
    assert (small < large, dense < loose) == (True, True)


def test_icons_stand_for_the_networks_that_they_are_known_by(tmp_path: Path) -> None:
    profile = tmp_path / "ada.yaml"
    accounts = "{ network: GitHub, username: ada }, { network: Wissensnetz, username: ada }"
    profile.write_text(f"basics: {{ name: Ada, profiles: [{accounts}] }}\n", encoding="utf-8")
    found = [
        words(
            EXTRACTORS["pdftotext"](
                render(profile, tmp_path, "classic", "design.contacts=handle", f"design.icons={icons}").files[0]
            )
        )
        for icons in ("true", "false")
    ]
    assert ["GitHub:" in each for each in found] == [False, True]
    assert ["Wissensnetz:" in each for each in found] == [True, True]


NETWORKS_WITHOUT_AN_ICON = ["知乎", "知乎 X", "ВКонтакте", "42", "X2", "Code", "Email", "Profile", "x.com", "Ünet X"]


@pytest.mark.parametrize("style", STYLES)
def test_a_network_without_an_icon_of_its_own_is_named(style: str, tmp_path: Path) -> None:
    accounts = ", ".join(
        f'{{ network: "{name}", username: ada{n} }}' for n, name in enumerate(NETWORKS_WITHOUT_AN_ICON)
    )
    profile = tmp_path / "ada.yaml"
    profile.write_text(f"basics: {{ name: Ada, profiles: [{accounts}] }}\n", encoding="utf-8")
    for icons in ("true", "false"):
        printed = EXTRACTORS["pypdfium2"](render(profile, tmp_path, style, f"design.icons={icons}").files[0])
        plain = re.sub(r"\s", "", printed)
        assert [name for name in NETWORKS_WITHOUT_AN_ICON if f"{re.sub(' ', '', name)}:" not in plain] == []


@pytest.mark.parametrize(("wanted", "numbered"), [("true", True), ("false", False)])
def test_pages_have_numbers_if_they_are_wanted(wanted: str, numbered: bool, tmp_path: Path) -> None:
    [person] = [path for path in PEOPLE if path.stem == "luning-wang"]
    result = render(person, tmp_path, "classic", f"design.pageNumbers={wanted}")
    text = EXTRACTORS["pdftotext"](result.files[0])
    second = text.split("\f")[1].splitlines()
    assert any(re.fullmatch(r"(.* )?2", line.strip()) for line in second) is numbered


def test_a_date_column_is_on_the_side_that_is_chosen(tmp_path: Path) -> None:
    profile = tmp_path / "ada.yaml"
    entry = "{ institution: School, startDate: 2021, endDate: 2022 }"
    profile.write_text(f"basics: {{ name: Ada }}\nsections: [{{ kind: education, entries: [{entry}] }}]\n", "utf-8")
    found = [
        words(EXTRACTORS["pdftotext"](render(profile, tmp_path, "classic", f"design.dates={side}").files[0]))
        for side in ("left", "right")
    ]
    assert found == [["Ada", "Education", "2021–2022", "School"], ["Ada", "Education", "School", "2021–2022"]]


@pytest.mark.parametrize("style", STYLES)
def test_a_link_colours_nothing_after_it(rendered: Render, style: str) -> None:
    found = []
    document = pypdfium2.PdfDocument(rendered(SAMPLES / "every-kind.yaml", style).pdf)
    for page in document:
        text = page.get_textpage()
        for said in ("Best paper award", "Cited by others"):  # right after links
            if (place := text.get_text_range().find(said)) >= 0:
                channels = [ctypes.c_uint() for _ in range(4)]
                assert pypdfium2.raw.FPDFText_GetFillColor(text, place, *channels)
                found.append((said, *(channel.value for channel in channels[:3])))
    document.close()
    assert found == [("Best paper award", 0, 0, 0), ("Cited by others", 0, 0, 0)]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("date", "is_asked"),
    [("2020-01", False), ("1843, in the long days before there were any engines at all", True)],
)
def test_where_a_date_breaks_is_asked_only_of_those_that_are_too_wide(
    date: str, is_asked: bool, style: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LaTeX's regular expressions take 0.06 s for a date: 2,000 projects would take two minutes."""
    monkeypatch.chdir(tmp_path)
    styles.copy(styles.load(style), "mine", tmp_path)
    [package] = (tmp_path / "mine").glob("*.sty")
    text = package.read_text(encoding="utf-8").replace(
        r"\endinput", r"\def\cv@tied#1{\typeout{ASKED}\errmessage{asked}}" + "\n"
    )
    package.write_text(text, encoding="utf-8")
    profile = tmp_path / "ada.yaml"
    entry = f"{{ name: Engine, date: '{date}' }}"
    profile.write_text(f"basics: {{ name: Ada }}\nsections: [{{ kind: projects, entries: [{entry}] }}]\n", "utf-8")
    with pytest.raises(CvgenError, match="asked") if is_asked else contextlib.nullcontext():
        render(profile, tmp_path, "./mine", "design.dates=left")


@pytest.mark.parametrize("shape", ["square", "rounded", "round"])
def test_a_photo_prints_in_each_shape_in_every_style(shape: str, tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "photo.png", tmp_path)
    path = tmp_path / "a.yaml"
    design = f"{{ photo: {{ shape: {shape}, size: 25mm }}, margins: {{ left: 30mm, top: 1in }} }}"
    path.write_text(f"basics: {{ name: Ada, image: photo.png }}\ndesign: {design}\n")
    results = rendering.render_all([Request(path, style, tmp_path, ("pdf",)) for style in STYLES], tex())
    assert [result for result in results if isinstance(result, CvgenError)] == []


def test_margins_are_as_wide_as_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("basics: { name: Ada }\nsections: [{ title: T, kind: bullets, entries: [one] }]\n")

    def left(*settings: str) -> float:
        pdf = pypdfium2.PdfDocument(render(path, tmp_path, "academic", *settings).files[0])
        page = pdf[0].get_textpage()
        return min(float(page.get_charbox(i)[0]) for i in range(page.count_chars()))

    assert left("design.margins=40mm") - left("design.margins={left: 20mm}") == pytest.approx(20 * 72 / 25.4, abs=0.2)
