"""The options of the look: the author's before the style's, the style's before cvgen's; and colours one can read."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span
from cvgen.look import design, fonts, styles
from cvgen.look.design import Design
from cvgen.look.styles import Style
from cvgen.steps import profile, source
from tests.conftest import STYLES

PATH = Path("ada.yaml")
PLAIN = Style("plain", Path("plain"), "", {"accent": "#123", "font": "garamond", "size": 10}, (9, 12), (0.7, 1.3))


def resolved(options: str = "", style: Style = PLAIN) -> Design:
    """The design for a profile with these options, on a line each from the third on."""
    chosen = f"design:\n{options}" if options else ""
    return design.resolve(style, *profile.validate(source.parse(f"basics: {{ name: Ada }}\n{chosen}", PATH)).design)


def styled(**options: Any) -> Style:
    return dataclasses.replace(PLAIN, design={**PLAIN.design, **options})


# --- who chooses ----------------------------------------------------------------------------------


def test_what_no_one_chooses_is_as_cvgen_has_it() -> None:
    assert resolved() == Design(
        paper="a4",
        accent="112233",
        fonts={part: fonts.face("garamond", part) for part in fonts.PARTS},
        size=10.0,
        density=1.0,
        dates="right",
        photo=True,
        photo_shape="square",
        photo_size="",
        margins={},
        icons=False,
        contacts="address",
        page_numbers=True,
        hyphenation=False,
        order=(),
        titles={},
        side=(),
        lead=None,
        item_dates="end",
        numbering=None,
        most_authors=0,
        origins={},
    )


@pytest.mark.parametrize(
    ("field", "ours", "option", "of_style", "styles", "of_author", "authors"),
    [
        ("paper", "a4", "paper", "letter", "letter", "legal", "legal"),
        ("accent", "112233", "accent", "#ABCDEF", "ABCDEF", "'#0F4C81'", "0F4C81"),
        ("size", 10.0, "size", 10.4, 10.4, "11.5", 11.5),
        ("density", 1.0, "density", "airy", 1.3, "0.6", 0.6),
        ("dates", "right", "dates", "left", "left", "right", "right"),
        ("photo", True, "photo", False, False, "true", True),
        ("icons", False, "icons", True, True, "false", False),
        ("contacts", "address", "contacts", "handle", "handle", "address", "address"),
        ("page_numbers", True, "pageNumbers", False, False, "true", True),
        ("hyphenation", False, "hyphenation", True, True, "false", False),
        (
            "order",
            (),
            "order",
            ["education"],
            (),
            "[skills, 2024]",
            ("skills", "2024"),
        ),  # a style suggests one to new profiles
        ("lead", None, "lead", "position", "position", "authors", "authors"),
        ("titles", {}, "titles", {"skills": "A"}, {"skills": "A"}, "{ skills: 2024 }", {"skills": "2024"}),
        ("item_dates", "end", "itemDates", "start", "start", "end", "end"),
        ("numbering", None, "numbering", "ascending", "ascending", "descending", "descending"),
        ("most_authors", 0, "authors", {"max": 3}, 3, "{ max: 5 }", 5),
        ("side", (), "side", ["skills"], ("skills",), "[awards]", ("awards",)),
    ],
)
def test_the_author_chooses_before_the_style_and_the_style_before_cvgen(
    field: str, ours: Any, option: str, of_style: Any, styles: Any, of_author: str, authors: Any
) -> None:
    style, author = styled(**{option: of_style}), f"  {option}: {of_author}\n"
    found = [getattr(each, field) for each in (resolved(), resolved(style=style), resolved(author, style))]
    assert found == [ours, styles, authors]


def test_the_end_of_a_line_is_no_part_of_an_option() -> None:
    look = resolved('  accent: |\n    0F4C81\n  density: |\n    compact\n  font: { text: "lato\\n" }\n')
    assert (look.accent, look.density, look.fonts["text"].name) == ("0F4C81", 0.75, "lato")


def test_what_the_author_chose_has_its_place() -> None:
    places = {"paper": Span(PATH, 3, 10), "icons": Span(PATH, 4, 10)}
    assert resolved("  paper: letter\n  icons: true\n").origins == places


@pytest.mark.parametrize(("style", "side"), [(PLAIN, ()), (styled(side=["skills"]), ("awards",))])
def test_a_style_without_a_side_column_gets_none(style: Style, side: tuple[str, ...]) -> None:
    assert resolved("  side: [awards]\n", style).side == side


@pytest.mark.parametrize("accent", ["0f4c81", "'#0f4c81'", "0F4C81"])
def test_a_colour_has_six_digits_in_one_form(accent: str) -> None:
    assert resolved(f"  accent: {accent}\n").accent == "0F4C81"


def test_a_colour_of_three_digits_is_short_for_one_of_six() -> None:
    assert resolved("  accent: 1af\n").accent == "11AAFF"


@pytest.mark.parametrize(
    ("density", "factor"), [("compact", 0.75), ("normal", 1.0), ("airy", 1.3), ("0.85", 0.85), (".5", 0.5)]
)
def test_a_density_is_a_word_or_a_factor(density: str, factor: float) -> None:
    assert resolved(f"  density: {density}\n").density == factor


# --- fonts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "names"),
    [
        ("lato", {"text": "lato", "heads": "lato", "mono": "lato"}),
        ("{ text: lato }", {"text": "lato", "heads": "lato", "mono": "mono"}),
        ("{ heads: lato }", {"text": "garamond", "heads": "lato", "mono": "mono"}),
        ("{ mono: lato }", {"text": "garamond", "heads": "garamond", "mono": "lato"}),
        ("{ text: lato, heads: inter }", {"text": "lato", "heads": "inter", "mono": "mono"}),
    ],
)
def test_a_font_that_is_not_chosen_for_text_is_the_styles(font: str, names: dict[str, str]) -> None:
    assert {part: face.name for part, face in resolved(f"  font: {font}\n").fonts.items()} == names


def test_a_style_may_have_a_font_for_each_part() -> None:
    style = styled(font={"text": "lato", "heads": "inter"})
    found = [resolved(options, style).fonts for options in ("", "  font: { mono: noto }\n")]
    assert [(each["text"].name, each["heads"].name) for each in found] == [("lato", "inter"), ("lato", "inter")]


def test_a_font_that_is_not_installed_is_an_error_at_its_place() -> None:
    with pytest.raises(CvgenError) as caught:
        resolved("  paper: a4\n  font: latto\n")
    [problem] = caught.value.diagnostics
    assert (problem.span, problem.hint) == (Span(PATH, 4, 9), 'did you mean "lato"?')


# --- colours --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accent", "contrast", "darker"),
    [("FFD700", "1.4", "897400"), ("777777", "4.4", "757575"), ("FFFFFF", "1.0", "757575"), ("f00", "3.9", "ED0000")],
)
def test_an_accent_that_is_hard_to_read_is_a_warning_with_a_darker_one(accent: str, contrast: str, darker: str) -> None:
    look = resolved(f"  accent: {accent}\n")
    expected = Diagnostic(
        f"the accent #{look.accent} is hard to read: its contrast to white is {contrast}, text needs 4.5",
        Span(PATH, 3, 11),
        f"a darker one of its kind is #{darker}",
        Severity.WARNING,
        code="low-contrast",
    )
    assert [*design.problems(look)] == [expected]


@pytest.mark.parametrize("accent", ["000", "767676", "0F4C81"])
def test_an_accent_that_can_be_read_is_let_pass(accent: str) -> None:
    assert [*design.problems(resolved(f"  accent: {accent}\n"))] == []


def test_an_accent_of_a_style_has_no_place() -> None:
    [problem] = design.problems(resolved(style=styled(accent="#FFD700")))
    assert problem.span is None


@pytest.mark.parametrize("style", STYLES)
def test_the_looks_of_cvgens_styles_raise_no_problem(style: str) -> None:
    assert [*design.problems(resolved(style=styles.load(style)))] == []


@pytest.mark.parametrize(
    ("of_style", "of_author", "shown"),
    [
        (True, "{ shape: round }", (True, "round", "")),
        (True, "{ size: 1.2 in }", (True, "square", "1.2in")),
        ({"shape": "round"}, "true", (True, "round", "")),
        ({"shape": "round"}, "{ shape: rounded, size: 20 }", (True, "rounded", "20mm")),
        ({"shape": "round"}, "false", (False, "round", "")),
    ],
)
def test_a_photo_has_a_shape_and_a_size(of_style: Any, of_author: str, shown: tuple[bool, str, str]) -> None:
    look = resolved(f"  photo: {of_author}\n", styled(photo=of_style))
    assert (look.photo, look.photo_shape, look.photo_size) == shown


@pytest.mark.parametrize(
    ("margins", "sides"),
    [
        ("18mm", dict.fromkeys(("top", "bottom", "left", "right"), "18mm")),
        ("{ top: 20, left: 0.7in }", {"top": "20mm", "left": "0.7in"}),
    ],
)
def test_margins_are_one_for_all_sides_or_one_for_each(margins: str, sides: dict[str, str]) -> None:
    assert resolved(f"  margins: {margins}\n").margins == sides
