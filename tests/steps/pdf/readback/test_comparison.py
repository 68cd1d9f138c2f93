"""What a PDF reads as is compared with what was typed: a style may print it otherwise, a fault is found."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Pdf

from cvgen.diagnostics import Severity, Span
from cvgen.steps.pdf.readback.check import check
from tests.steps.pdf.handmade import PAPER, add_font, add_page, chars, node, pdf_of, text
from tests.steps.pdf.readback.checking import HINT, finished, part, problems, problems_where, structure, typed


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("an office", "an office"),
        ("an office", "an of- fice"),
        ("Ann", "ANN"),
        ("Ann", "Ann, "),
        ("well-known", "well known"),
    ],
)
def test_how_a_text_is_printed_is_the_business_of_the_style(wanted: str, shown: str) -> None:
    assert problems_where(wanted, shown) == []


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("an old office", "an office"),
        ("an office", "an offiee"),
        ("an office", "an office an office"),
        ("an office", "an office 1"),
        ("an office", "office an"),
        ("an office", "in an office"),
        ("C++", "C"),
        ("3.76/4.0", "3.76/40"),
        ("an office", ""),
    ],
)
def test_a_text_that_is_not_as_it_was_typed_is_reported(wanted: str, shown: str) -> None:
    assert problems_where(wanted, shown)[0] == (f'the PDF reads "{shown}" here instead of "{wanted}"', 10)


def test_words_that_run_together_are_reported_with_a_hint() -> None:
    document = structure(part("P", typed(1, "an old office")))
    [problem, *_] = check(finished(pdf_of(node(1) + text("an oldoffice")), document), document, PAPER)
    assert (problem.message, problem.hint, problem.severity) == (
        'the PDF reads "an oldoffice" here instead of "an old office"',
        "your text is not at fault, the style leaves out spaces: choose another style; --no-check writes the PDF unchecked",
        Severity.ERROR,
    )


def test_a_difference_comes_with_a_hint() -> None:
    document = structure(part("P", typed(1, "a")))
    [problem] = check(finished(pdf_of(node(1) + text("b")), document), document, PAPER)
    assert (problem.hint, problem.severity, problem.span) == (HINT, Severity.ERROR, Span(Path("ann.yaml"), 10))


def test_long_texts_are_shortened() -> None:
    [(message, _)] = problems_where("a" * 100, "b" * 100)
    assert message == f'the PDF reads "{"b" * 59}…" here instead of "{"a" * 59}…"'


@pytest.mark.parametrize("tag", ["Lbl", "Figure"])
def test_what_a_style_makes_of_bullets_and_photos_is_not_compared(tag: str) -> None:
    assert problems_where("", "*", tag) == []


def test_texts_of_an_element_stand_in_their_order_with_nothing_between() -> None:
    document = structure(part("P", typed(1, "one"), typed(2, "two")))
    stream = node(1) + text("one ") + node(2) + text("two", 100)
    between = node(1) + text("one or ") + node(2) + text("two", 110)
    assert problems(finished(pdf_of(stream), document), document) == []
    assert problems(finished(pdf_of(between), document), document) == [
        ('the PDF reads "one or two" here instead of "one two"', 10)
    ]


def test_what_is_optional_may_be_missing() -> None:
    document = structure(part("P", typed(1, "GitHub", optional=True), typed(2, "ann")))
    assert problems(finished(pdf_of(node(2) + text("ann")), document), document) == []


def test_a_map_that_says_nothing_makes_a_text_unreadable() -> None:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Resources.Font.F1.ToUnicode.write(chars({1: "x"}).encode())

    document = structure(part("P", typed(1, "ab")))
    content = finished(pdf_of(node(1) + text("ab")), document, change=change)
    assert problems(content, document)[0] == ('the PDF reads "\ufffd\ufffd" here instead of "ab"', 10)


# --- scripts in which less is certain --------------------------------------------------------------


def test_letters_of_a_text_from_right_to_left_are_counted() -> None:
    document = structure(part("P", typed(1, "\u05d0\u05d1 \u05d2")))
    shown = text("\u05d2 \u05d1\u05d0", font="F2")
    assert problems(finished(pdf_of(node(1) + shown), document, "he"), document) == []


def test_a_small_difference_in_such_a_text_is_a_warning_that_names_the_letters() -> None:
    document = structure(part("P", typed(1, "\u05d0\u05d1\u05d2")))
    content = finished(pdf_of(node(1) + text("\u05d2\u05d1\u05d3", font="F2")), document, "he")
    [problem] = check(content, document, PAPER)
    assert problem.message == (
        'some programs will not read "\u05d0\u05d1\u05d2" as typed: \u05d0 (U+05D0 HEBREW LETTER ALEF)'
    )
    assert (problem.severity, problem.span) == (Severity.WARNING, Span(Path("ann.yaml"), 10))


def shown_as(wanted: str, shown: str) -> list[tuple[Severity, str]]:
    """What is reported where a font has the glyphs of one text, and the document wants another."""
    document = structure(part("P", typed(1, wanted)))
    pdf = pikepdf.new()
    add_page(pdf, node(1) + text(shown), F1=add_font(pdf, chars({ord(char): char for char in shown})))
    out = check(finished(pdf, document, "zh"), document, PAPER)
    return [(each.severity, each.message.partition("typed: ")[2]) for each in out]


@pytest.mark.parametrize(
    ("wanted", "shown", "named"),
    [
        ("王㫚", "王曶", "㫚 (U+3ADA CJK UNIFIED IDEOGRAPH-3ADA)"),
        ("曶㫚", "曶曶", "㫚 (U+3ADA CJK UNIFIED IDEOGRAPH-3ADA), 曶 (U+66F6 CJK UNIFIED IDEOGRAPH-66F6)"),
        ("x Δ", "x ∆", "Δ (U+0394 GREEK CAPITAL LETTER DELTA)"),
        ("x\u301cy", "x\uff5ey", "\u301c (U+301C WAVE DASH)"),
        ("x\u2010y", "x-y", "\u2010 (U+2010 HYPHEN)"),
        ("ﬁx", "fix", "ﬁ (U+FB01 LATIN SMALL LIGATURE FI)"),
    ],
)
def test_characters_that_share_a_glyph_are_a_warning_that_names_them(wanted: str, shown: str, named: str) -> None:
    assert shown_as(wanted, shown) == [(Severity.WARNING, named)]


@pytest.mark.parametrize(
    ("wanted", "shown"), [("王㫚", "王w"), ("王㫚", "王"), ("王㫚", "王曶曶"), ("王曶", "曶王"), ("y", "w")]
)
def test_other_characters_in_their_place_are_an_error(wanted: str, shown: str) -> None:
    assert shown_as(wanted, shown)[0] == (Severity.ERROR, "")


@pytest.mark.parametrize(
    ("shown", "expected"),
    [("\u093f\u0915", [(Severity.WARNING, 10)]), ("\u0915\u093f", [])],
)
def test_letters_in_another_order_that_nothing_says_aloud_are_a_warning(
    shown: str, expected: list[tuple[Severity, int]]
) -> None:
    document = structure(part("P", typed(1, "\u0915\u093f x")))
    pieces = node(1) + text(shown, font="F2") + text("x", 100)
    out = check(finished(pdf_of(pieces), document), document, PAPER)
    assert [(each.severity, each.span and each.span.line) for each in out] == expected


@pytest.mark.parametrize(("shown", "named"), [("\u093f\u0915", True), ("\u0915\u093f", False)])
def test_they_are_beside_text_that_runs_from_right_to_left_too(shown: str, named: bool) -> None:
    document = structure(
        part("P", typed(1, "\u05d0"), typed(2, "\u0915\u093f: x"))
    )  # whose colon a style may leave out
    pieces = node(1) + text("\u05d0", font="F2") + node(2) + text(shown, 100, font="F2") + text("x", 130)
    out = check(finished(pdf_of(pieces), document, "he"), document, PAPER)
    assert [(each.severity, "U+0915" in each.message) for each in out] == [(Severity.WARNING, True)][:named]


def test_that_it_is_read_aloud_right_is_reported_where_the_structure_says_it() -> None:
    hints = []
    for wanted, shown in (("\u0915\u093f", "\u0915\u0940"), ("\u05d0\u05d1\u05d2", "\u05d0\u05d1\u05d3")):
        document = structure(part("P", typed(1, wanted)))
        out = check(finished(pdf_of(node(1) + text(shown, font="F2")), document), document, PAPER)
        hints += [each.hint.partition("; ")[2] for each in out if each.hint]
    assert hints == ["what is seen, and what is read aloud, is right", "what is seen is right"]


def test_such_a_text_of_which_most_is_missing_is_an_error() -> None:
    document = structure(part("P", typed(1, "\u05d0\u05d1\u05d2\u05d3")))
    content = finished(pdf_of(node(1) + text("\u05d0", font="F2")), document, "he")
    assert [each.severity for each in check(content, document, PAPER)] == [Severity.ERROR]


def test_a_font_that_has_none_of_its_characters_is_no_obstacle() -> None:
    document = structure(part("P", typed(1, "a"), typed(2, "\u2603")))
    pdf = pikepdf.new()
    boxes = add_font(pdf, "")
    del boxes.ToUnicode  # the driver makes none where it has nothing to say
    other = text("\u2603", 100, font="F3")  # after a gap, which spaces of another font fill
    add_page(pdf, node(1) + text("a") + node(2) + other, F1=add_font(pdf, chars({0x61: "a", 0x20: " "})), F3=boxes)
    out = check(finished(pdf, document), document, PAPER, missing={"\u2603"})
    assert [each.severity for each in out if each.severity is Severity.ERROR] == []


def test_characters_that_no_font_has_are_not_reported_again() -> None:
    document = structure(part("P", typed(1, "a \u2603 b")))
    content = finished(pdf_of(node(1) + text("a  b")), document)
    assert problems(content, document, missing={"\u2603"}) == []


@pytest.mark.parametrize(
    ("network", "shown_text", "shown"),
    [
        ("X", "alexsmith", "alexsmith"),
        ("X", "alexsmith", "X alexsmith"),
        ("GitHub", "ada-github", "ada-github"),
        ("GitHub", "github.com/github", "github.com/github"),
        ("LinkedIn", "linkedin.com/in/ada", "linkedin.com/in/ada"),
        ("LinkedIn", "linkedin.com/in/ada", "LinkedIn: linkedin.com/in/ada"),
    ],
)
def test_a_name_that_an_icon_stands_for_may_be_in_the_text_after_it(network: str, shown_text: str, shown: str) -> None:
    document = structure(part("P", typed(1, network, optional=True), typed(2, shown_text)))
    assert problems(finished(pdf_of(node(2) + text(shown)), document), document) == []


@pytest.mark.parametrize("shown", ["Xalexsmith", "Y alexsmith", "X", "X alexsmit"])
def test_with_such_a_name_faults_are_still_found(shown: str) -> None:
    document = structure(part("P", typed(1, "X", optional=True), typed(2, "alexsmith")))
    assert problems(finished(pdf_of(node(2) + text(shown)), document), document) != []


def test_a_hint_names_the_style() -> None:
    document = structure(part("P", typed(1, "a")))
    [problem, *_] = check(finished(pdf_of(node(1) + text("b")), document), document, PAPER, style="sidebar")
    assert "the style sidebar prints it otherwise" in str(problem.hint)
