"""What of a document is not in its PDF as it should be is found, and told at the line of the document."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from cvgen.diagnostics import Severity, Span
from cvgen.steps.latex.structure import Description, Element, Node
from cvgen.steps.pdf import check, metadata, tagging, tounicode
from tests.steps.pdf.handmade import PAPER, add_font, add_link, add_page, chars, link, node, pdf_of, text

URL = "https://example.com/"
HINT = "does the style print everything once? --no-check writes the PDF unchecked"

Change: TypeAlias = Callable[[Pdf], object]
Found: TypeAlias = list[tuple[str, int | None]]


def said(number: int, shown: str, *urls: str, block: int = 0, optional: bool = False) -> Node:
    """A text of the document, on the line of ten times its number."""
    return Node(number, shown, urls, block or number, Span(Path("ann.yaml"), 10 * number), optional=optional)


def structure(*kids: Element) -> Element:
    return Element("Document", [*kids])


def part(tag: str, *kids: Element | Node) -> Element:
    return Element(tag, [*kids])


def finished(pdf: Pdf, document: Element, language: str = "en", change: Change | None = None) -> bytes:
    """The PDF as bytes once it is tagged as the document, and changed."""
    texts = tounicode.mend(pdf, {chr(code) for code in range(0x10000)})
    tagging.tag(pdf, document, language, texts)
    metadata.describe(pdf, Description("t", "a", (), language), None, standards=False)
    if change is not None:
        change(pdf)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def found(content: bytes, document: Element, **more: Any) -> Found:
    return [
        (each.message, each.span.line if each.span else None) for each in check.check(content, document, PAPER, **more)
    ]


def compared(wanted: str, shown: str, tag: str = "P") -> Found:
    """What is found where a page shows one text, and the document wants another."""
    document = structure(part(tag, said(1, wanted)))
    return found(finished(pdf_of(node(1) + text(shown)), document), document)


# --- texts ----------------------------------------------------------------------------------------


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
    assert compared(wanted, shown) == []


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
def test_a_text_that_is_not_as_it_was_typed_is_told(wanted: str, shown: str) -> None:
    assert compared(wanted, shown)[0] == (f'it reads "{shown}" in the PDF, and not "{wanted}"', 10)


def test_words_that_run_together_are_told_with_a_hint() -> None:
    document = structure(part("P", said(1, "an old office")))
    [problem, *_] = check.check(finished(pdf_of(node(1) + text("an oldoffice")), document), document, PAPER)
    assert (problem.message, problem.hint, problem.severity) == (
        'it reads "an oldoffice" in the PDF, and not "an old office"',
        "are there spaces between the words? --no-check writes the PDF unchecked",
        Severity.ERROR,
    )


def test_a_difference_comes_with_a_hint() -> None:
    document = structure(part("P", said(1, "a")))
    [problem] = check.check(finished(pdf_of(node(1) + text("b")), document), document, PAPER)
    assert (problem.hint, problem.severity, problem.span) == (HINT, Severity.ERROR, Span(Path("ann.yaml"), 10))


def test_long_texts_are_shortened() -> None:
    [(message, _)] = compared("a" * 100, "b" * 100)
    assert message == f'it reads "{"b" * 59}…" in the PDF, and not "{"a" * 59}…"'


@pytest.mark.parametrize("tag", ["Lbl", "Figure"])
def test_what_a_style_makes_of_bullets_and_photos_is_not_compared(tag: str) -> None:
    assert compared("", "*", tag) == []


def test_texts_of_an_element_stand_in_their_order_with_nothing_between() -> None:
    document = structure(part("P", said(1, "one"), said(2, "two")))
    stream = node(1) + text("one ") + node(2) + text("two", 100)
    between = node(1) + text("one or ") + node(2) + text("two", 110)
    assert found(finished(pdf_of(stream), document), document) == []
    assert found(finished(pdf_of(between), document), document) == [
        ('it reads "one or two" in the PDF, and not "one two"', 10)
    ]


def test_what_is_optional_may_be_missing() -> None:
    document = structure(part("P", said(1, "GitHub", optional=True), said(2, "ann")))
    assert found(finished(pdf_of(node(2) + text("ann")), document), document) == []


def test_an_element_of_which_all_is_optional_may_be_missing() -> None:
    document = structure(part("TOC", said(1, "Contents", optional=True)), part("P", said(2, "ann")))
    assert found(finished(pdf_of(node(2) + text("ann")), document), document) == []


def test_an_element_that_is_on_no_page_is_told() -> None:
    document = structure(part("H1", said(1, "Ann")), part("P", said(2, "baker")))
    message = '"baker" is not where it should be in the PDF, or not at all'
    assert found(finished(pdf_of(node(1) + text("Ann")), document), document) == [(message, 20)]


@pytest.mark.parametrize(("tag", "what"), [("Figure", "the photo"), ("Lbl", "a bullet or number")])
def test_what_has_no_text_is_called_what_it_is(tag: str, what: str) -> None:
    document = structure(part("H1", said(1, "Ann")), part(tag, said(2, "")))
    message = f"{what} is not where it should be in the PDF, or not at all"
    assert found(finished(pdf_of(node(1) + text("Ann")), document), document) == [(message, 20)]


def test_an_element_that_nobody_wants_is_told() -> None:
    document = structure(part("H1", said(1, "Ann")), part("P", said(2, "baker")))
    content = finished(pdf_of(node(1) + text("Ann") + node(2) + text("baker", 72, 680)), document)
    assert found(content, structure(part("H1", said(1, "Ann")))) == [('the PDF has "baker" where it should not', None)]


def test_text_that_belongs_to_nothing_is_told() -> None:
    document = structure(part("P", said(1, "a")))

    def add(pdf: Pdf) -> None:
        page = pdf.pages[0]
        page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + text("stray", 72, 600).encode())

    content = finished(pdf_of(node(1) + text("a")), document, change=add)
    assert found(content, document) == [('the PDF has text that belongs to nothing: "stray"', None)]


# --- scripts in which less is certain -------------------------------------------------------------


def test_letters_of_a_text_from_right_to_left_are_counted() -> None:
    document = structure(part("P", said(1, "\u05d0\u05d1 \u05d2")))
    shown = text("\u05d2 \u05d1\u05d0", font="F2")
    assert found(finished(pdf_of(node(1) + shown), document, "he"), document) == []


def test_a_small_difference_in_such_a_text_is_a_warning_that_names_the_letters() -> None:
    document = structure(part("P", said(1, "\u05d0\u05d1\u05d2")))
    content = finished(pdf_of(node(1) + text("\u05d2\u05d1\u05d3", font="F2")), document, "he")
    [problem] = check.check(content, document, PAPER)
    assert problem.message == (
        'some programs will not read "\u05d0\u05d1\u05d2" as typed: \u05d0 (U+05D0 HEBREW LETTER ALEF)'
    )
    assert (problem.severity, problem.span) == (Severity.WARNING, Span(Path("ann.yaml"), 10))


def shown_as(wanted: str, shown: str) -> list[tuple[Severity, str]]:
    """What is said where a font has the glyphs of one text, and the document wants another."""
    document = structure(part("P", said(1, wanted)))
    pdf = pikepdf.new()
    add_page(pdf, node(1) + text(shown), F1=add_font(pdf, chars({ord(char): char for char in shown})))
    out = check.check(finished(pdf, document, "zh"), document, PAPER)
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
    document = structure(part("P", said(1, "\u0915\u093f x")))
    pieces = node(1) + text(shown, font="F2") + text("x", 100)
    out = check.check(finished(pdf_of(pieces), document), document, PAPER)
    assert [(each.severity, each.span and each.span.line) for each in out] == expected


@pytest.mark.parametrize(("shown", "named"), [("\u093f\u0915", True), ("\u0915\u093f", False)])
def test_they_are_beside_text_that_runs_from_right_to_left_too(shown: str, named: bool) -> None:
    document = structure(part("P", said(1, "\u05d0"), said(2, "\u0915\u093f: x")))  # whose colon a style may leave out
    pieces = node(1) + text("\u05d0", font="F2") + node(2) + text(shown, 100, font="F2") + text("x", 130)
    out = check.check(finished(pdf_of(pieces), document, "he"), document, PAPER)
    assert [(each.severity, "U+0915" in each.message) for each in out] == [(Severity.WARNING, True)][:named]


def test_that_it_is_read_aloud_right_is_told_where_the_structure_says_it() -> None:
    hints = []
    for wanted, shown in (("\u0915\u093f", "\u0915\u0940"), ("\u05d0\u05d1\u05d2", "\u05d0\u05d1\u05d3")):
        document = structure(part("P", said(1, wanted)))
        out = check.check(finished(pdf_of(node(1) + text(shown, font="F2")), document), document, PAPER)
        hints += [each.hint.partition("; ")[2] for each in out if each.hint]
    assert hints == ["what is seen, and what is read aloud, is right", "what is seen is right"]


def test_such_a_text_of_which_most_is_missing_is_an_error() -> None:
    document = structure(part("P", said(1, "\u05d0\u05d1\u05d2\u05d3")))
    content = finished(pdf_of(node(1) + text("\u05d0", font="F2")), document, "he")
    assert [each.severity for each in check.check(content, document, PAPER)] == [Severity.ERROR]


def test_a_font_that_has_none_of_its_characters_is_no_obstacle() -> None:
    document = structure(part("P", said(1, "a"), said(2, "\u2603")))
    pdf = pikepdf.new()
    boxes = add_font(pdf, "")
    del boxes.ToUnicode  # the driver makes none where it has nothing to say
    other = text("\u2603", 100, font="F3")  # after a gap, which spaces of another font fill
    add_page(pdf, node(1) + text("a") + node(2) + other, F1=add_font(pdf, chars({0x61: "a", 0x20: " "})), F3=boxes)
    out = check.check(finished(pdf, document), document, PAPER, missing={"\u2603"})
    assert [each.severity for each in out if each.severity is Severity.ERROR] == []


def test_characters_that_no_font_has_are_not_told_again() -> None:
    document = structure(part("P", said(1, "a \u2603 b")))
    content = finished(pdf_of(node(1) + text("a  b")), document)
    assert found(content, document, missing={"\u2603"}) == []


# --- tags -----------------------------------------------------------------------------------------


def test_a_pdf_without_tags_is_told_and_no_more() -> None:
    document = structure(part("P", said(1, "a")))

    def strip(pdf: Pdf) -> None:
        del pdf.Root.StructTreeRoot

    content = finished(pdf_of(node(1) + text("b")), document, change=strip)
    assert found(content, document) == [("the PDF has no tags: programs that read it aloud find nothing", None)]


def test_a_text_with_another_tag_is_told() -> None:
    wanted = structure(part("Sect", part("H2", said(1, "Work"))))
    got = structure(part("Sect", part("P", said(1, "Work"))))
    content = finished(pdf_of(node(1) + text("Work")), got)
    assert found(content, wanted) == [('"Work" is tagged as P in Sect, and not as H2 in Sect', 10)]


# --- order ----------------------------------------------------------------------------------------


def lines(*numbers: int) -> bytes:
    """A page on which the parts of a document stand in some order; the tree has the right one."""
    stream = "".join(node(n) + text(f"part{n}", 72, 700 - 20 * at) for at, n in enumerate(numbers))
    return finished(pdf_of(stream), parts(len(numbers)))


def parts(count: int) -> Element:
    return structure(*(part("P", said(n, f"part{n}")) for n in range(1, count + 1)))


@pytest.mark.parametrize(
    ("numbers", "columns", "right"),
    [
        ((1, 2, 3, 4), 1, True),
        ((1, 3, 2, 4), 1, False),
        ((1, 4, 2, 3), 1, False),
        ((1, 4, 5, 2, 3), 2, True),
        ((3, 4, 1, 2), 2, True),
        ((1, 5, 4, 3, 2), 2, False),
        ((1, 5, 4, 2, 3), 2, False),
    ],
)
def test_the_content_of_each_column_is_in_order(numbers: tuple[int, ...], columns: int, right: bool) -> None:
    expected = [] if right else [("the parts of page 1 are not in their order in the PDF", None)]
    assert found(lines(*numbers), parts(len(numbers)), columns=columns) == expected


def test_parts_of_one_block_may_stand_in_any_order() -> None:
    document = structure(part("H2", said(1, "title", block=1)), part("P", said(2, "dates", block=1)))
    content = finished(pdf_of(node(2) + text("dates") + node(1) + text("title", 120)), document)
    assert found(content, document) == []


# --- links ----------------------------------------------------------------------------------------


def linked(change: Change | None = None) -> Found:
    document = structure(part("P", said(1, "see this", URL)))
    pdf = pdf_of(node(1) + text("see ") + link(1) + text("this", 92) + link(0))
    add_link(pdf, 1, URL)
    return found(finished(pdf, document, change=change), document)


def annotation(pdf: Pdf) -> Any:
    return pdf.pages[0].obj.Annots[0]


def redirect(pdf: Pdf) -> None:
    annotation(pdf).A.URI = pikepdf.String("https://example.org/")


def flatten(pdf: Pdf) -> None:
    annotation(pdf).Rect = Array([72, 700, 100, 700])


def remove(pdf: Pdf) -> None:
    del pdf.pages[0].obj.Annots[0]


def test_a_link_that_leads_where_it_should_is_right() -> None:
    assert linked() == []


@pytest.mark.parametrize(
    ("change", "leads"), [(redirect, "https://example.org/"), (flatten, "nowhere"), (remove, "nowhere")]
)
def test_a_link_that_leads_elsewhere_is_told(change: Change, leads: str) -> None:
    assert linked(change) == [(f'"see this" leads to {leads} in the PDF, and not to {URL}', 10)]


def test_a_link_that_nobody_wants_is_told() -> None:
    document = structure(part("P", said(1, "this")))
    pdf = pdf_of(node(1) + link(1) + text("this") + link(0))
    add_link(pdf, 1, URL)
    assert found(finished(pdf, document), document) == [(f'"this" leads to {URL} in the PDF, and not to nowhere', 10)]


def test_a_link_in_two_parts_is_told() -> None:
    document = structure(part("P", said(1, "this", URL), said(2, "and"), said(3, "that")))
    pdf = pdf_of(
        node(1) + link(1) + text("this") + node(2) + link(2) + text("and", 100) + node(3) + link(0) + text("that", 130)
    )
    for number in (1, 2):
        add_link(pdf, number, URL)
    told = f'"this and that" leads to {URL}, {URL} in the PDF, and not to {URL}'
    assert found(finished(pdf, document), document) == [(told, 10)]


def contents(change: Change | None = None) -> Found:
    document = structure(part("TOC", said(1, "Contents", optional=True)), part("H2", said(2, "Work")))
    pdf = pdf_of(
        node(1) + text("Contents") + link(1) + text("Work", 72, 680) + link(0) + node(2) + text("Work", 72, 600)
    )
    found_at = add_link(pdf, 1, URL)
    del found_at.A
    found_at.Dest = pikepdf.String("work")
    names = Array([pikepdf.String("work"), Array([pdf.pages[0].obj, Name.Fit])])
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
    return found(finished(pdf, document, change=change), document)


def forget(pdf: Pdf) -> None:
    del pdf.Root.Names


def test_a_table_of_contents_leads_into_the_document() -> None:
    assert contents() == []


def test_a_table_of_contents_that_leads_nowhere_is_told() -> None:
    assert contents(forget) == [("a link in the table of contents leads nowhere", 10)]


# --- the file -------------------------------------------------------------------------------------


def plain(change: Change) -> Found:
    document = structure(part("P", said(1, "a")))
    return found(finished(pdf_of(node(1) + text("a"), text("b")), document, change=change), document)[:1]


def inner(pdf: Pdf) -> Any:
    return pdf.pages[0].obj.Resources.Font.F1.DescendantFonts[0]


def test_a_font_that_is_not_embedded_is_told_once() -> None:
    def change(pdf: Pdf) -> None:
        del inner(pdf).FontDescriptor.FontFile3

    document = structure(part("P", said(1, "a b")))
    content = finished(pdf_of(node(1) + text("a"), text("b")), document, change=change)
    assert found(content, document) == [("the font ABCDEF+Test is not embedded: others will see another font", None)]


def test_a_font_without_a_descriptor_is_not_embedded() -> None:
    def change(pdf: Pdf) -> None:
        fonts = pdf.pages[0].obj.Resources.Font
        fonts.F3 = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)

    assert plain(change) == [("the font Helvetica is not embedded: others will see another font", None)]


def test_a_font_that_is_embedded_whole_is_told() -> None:
    def change(pdf: Pdf) -> None:
        inner(pdf).BaseFont = Name.Test

    assert plain(change) == [("the font Test is embedded as a whole, and not only what is used of it", None)]


@pytest.mark.parametrize(("box", "right"), [((0, 0, 612.5, 791.5), True), ((0, 0, 595, 842), False)])
def test_a_page_that_is_not_of_its_paper_is_told(box: tuple[float, ...], right: bool) -> None:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.MediaBox = Array([*box])

    document = structure(part("P", said(1, "a")))
    content = finished(pdf_of(node(1) + text("a")), document, change=change)
    expected = [] if right else [("page 1 is 595 by 842 points, and not 612 by 792", None)]
    assert found(content, document) == expected


# --- pdfium ---------------------------------------------------------------------------------------


def extracted(shown: str, page: str) -> list[tuple[str, str]]:
    """What is wrong with what pdfium finds where a page shows a text."""
    return [*check._faults([shown], page)]


def test_a_missing_glyph_says_nothing_of_where_the_next_word_is() -> None:
    pieces = ["Ann", "\ufffd", "가", "\ufffdુજરાતી", "x"]
    assert [*check._faults(pieces, "Ann\r\n가 \ufffdુજરાતી\r\nx")] == []


@pytest.mark.parametrize(
    ("shown", "page", "faults"),
    [
        ("an old office", "an old office", []),
        ("an old office", "an old\r\nof\ufffe\r\nfice", []),
        ("an old office", "foot an more old text office", []),
        ("an old office", "an office", [("old", "lost")]),
        ("an old office", "an oldoffice", [("office", "joined")]),
        ("an old office", "anoldoffice", [("old", "joined"), ("office", "joined")]),
        ("an old office", "old office an", [("old", "lost"), ("office", "lost")]),
        ("Hong Kong", "HONG KONG", []),
        ("東京 大学", "東京大学", []),
        ("C++ (2024)", "C++(2024)", []),
        ("", "", []),
    ],
)
def test_words_are_found_apart_and_in_their_order(shown: str, page: str, faults: list[tuple[str, str]]) -> None:
    assert extracted(shown, page) == faults


@pytest.mark.parametrize("read", ["", "\u0939\u0902" * 400, "\u0939" * 1200, "x" * 800])
def test_words_after_much_that_no_program_reads_as_typed_are_found(read: str) -> None:
    pieces = ["one", " ".join(["\u0939\u093f\u0902"] * 300), "two", "three"]
    assert [*check._faults(pieces, f"one {read} two three")] == []
    assert [*check._faults(pieces, f"one {read} two")] == [("three", "lost")]


def test_what_follows_another_piece_may_stand_close_to_it() -> None:
    assert [*check._faults(["Work", "2024"], "Work2024")] == []


def test_where_lines_are_turned_around_words_are_found_anywhere_and_either_way() -> None:
    assert [*check._faults(["\u05d0\u05d1", "one two"], "owt eno \u05d1\u05d0")] == []
    assert [*check._faults(["\u05d0\u05d1", "one two"], "one \u05d1\u05d0")] == [("two", "lost")]


def test_words_with_hyphens_may_be_turned_around_part_by_part() -> None:
    assert [*check._faults(["\u05d0\u05d1", "state-of-the-art"], "art-the-of-state \u05d1\u05d0")] == []
    assert [*check._faults(["\u05d0\u05d1", "end-to-end"], "and-to-and \u05d1\u05d0")] == [("end-to-end", "lost")]


def test_a_word_that_pdfium_does_not_find_is_told() -> None:
    document = structure(part("P", said(1, "here"), said(2, "gone")))
    stream = node(1) + text("here") + node(2) + text(" gone", -300)
    messages = [message for message, _ in found(finished(pdf_of(stream), document), document)]
    assert messages == ['pdfium does not find "gone"']


def test_many_words_that_pdfium_does_not_find_are_told_as_one() -> None:
    shown = "one two three four five six seven"
    document = structure(part("P", said(1, shown)))
    content = finished(pdf_of(node(1) + text(shown, -300)), document)
    assert [message for message, _ in found(content, document)] == [
        'pdfium does not find "one", "two", "three", "four", "five" and 2 more'
    ]


def test_a_map_that_says_nothing_makes_a_text_unreadable() -> None:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Resources.Font.F1.ToUnicode.write(chars({1: "x"}).encode())

    document = structure(part("P", said(1, "ab")))
    content = finished(pdf_of(node(1) + text("ab")), document, change=change)
    assert found(content, document)[0] == ('it reads "\ufffd\ufffd" in the PDF, and not "ab"', 10)
