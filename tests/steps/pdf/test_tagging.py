"""Step 6: a PDF is tagged: what belongs to a text leads to its element and back, and all else is decoration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf

from cvgen.steps.latex.structure import Element, Node
from cvgen.steps.pdf import tagging, tounicode
from cvgen.steps.pdf.tounicode import Passage, Shown
from tests.showing import letters, shows
from tests.steps.pdf.handmade import add_font, add_link, add_page, chars, column, glyphs, link, node, pdf_of, text, word

HEBREW = "\u05d7\u05d1\u05e8\u05d4"  # as it is read
SEEN = HEBREW[::-1]  # as it stands on the page, from left to right
URL = "https://example.com/"


@dataclass
class Tagged:
    """A tagged PDF, and what tagging told of it."""

    pdf: Pdf
    told: Shown

    @property
    def root(self) -> Any:
        return self.pdf.Root.StructTreeRoot

    def content(self, page: int = 0) -> list[str]:
        """What a page shows, with the mark that each is in."""
        parsed = pikepdf.parse_content_stream(self.pdf.pages[page])
        return [
            f"{show.mark} {''.join(chr(g) for g in show.glyphs if isinstance(g, int))}"
            for show in shows(parsed, self.pdf.pages[page])
        ]

    def operators(self, page: int = 0) -> list[str]:
        return [str(each.operator) for each in pikepdf.parse_content_stream(self.pdf.pages[page])]

    def tree(self) -> list[Any]:
        """The tree: elements as [tag, kid, ...], with marks as (page, number) and links as addresses."""
        return self._shape(self.root.K)

    def _shape(self, element: Any) -> list[Any]:
        found: list[Any] = [str(element.S)[1:]]
        found += (f"{key[1:]}={element[key]}" for key in ("/Lang", "/ActualText", "/Alt") if key in element)
        for kid in element.K:
            if not isinstance(kid, Dictionary):
                found.append((self._page(element.Pg), int(kid)))
            elif kid.Type == Name.MCR:
                found.append((self._page(kid.Pg), int(kid.MCID)))
            elif kid.Type == Name.OBJR:
                found.append(str(kid.Obj.A.URI))
            else:
                found.append(self._shape(kid))
        return found

    def _page(self, page: Any) -> int:
        return [each.obj.objgen for each in self.pdf.pages].index(page.objgen)


def tagged(pdf: Pdf, *kids: Element | Node, language: str = "en") -> Tagged:
    texts = tounicode.mend(pdf, {chr(code) for code in range(0x10000)})
    return Tagged(pdf, tagging.tag(pdf, Element("Document", [*kids]), language, texts))


def part(tag: str, *kids: Element | Node | int | tuple[int, str]) -> Element:
    """An element; a number is a text without anything special about it."""
    found: list[Element | Node] = []
    for kid in kids:
        if isinstance(kid, int):
            found.append(Node(kid, "text"))
        else:
            found.append(Node(*kid) if isinstance(kid, tuple) else kid)
    return Element(tag, found)


# --- marks ----------------------------------------------------------------------------------------


def test_what_follows_a_point_belongs_to_its_text() -> None:
    made = tagged(pdf_of(node(1) + text("a") + node(2) + text("b")), part("H1", 1), part("P", 2))
    assert made.content() == ["0 a", "1 b"]
    assert made.tree() == ["Document", ["H1", (0, 0)], ["P", (0, 1)]]


def test_points_are_taken_out() -> None:
    made = tagged(pdf_of(node(1) + link(1) + text("a") + link(0) + column("main")), part("P", 1))
    assert "DP" not in made.operators()


@pytest.mark.parametrize(
    "stream",
    [
        "",
        text("a"),
        node(1) + text("a"),
        node(1) + text("a") + node(2) + text("b") + " 0 0 m 9 9 l S " + text("c"),
        node(1) + f"BT /F1 10 Tf 9 9 Td[<0061>]TJ /F2 10 Tf[<{SEEN.encode('utf-16-be').hex()}>]TJ ET",
        column("Artifact") + text("a") + column("main"),
        node(1) + text("a") + node(2) + text("b", 300),
        node(1) + text(SEEN, font="F2") + text("b", 300),
        node(1) + " 0 0 9 9 re W n q /X Do Q " + text("b") + " q 0 0 9 9 re f",
    ],
)
def test_marks_and_text_objects_are_whole_within_each_other(stream: str) -> None:
    made = tagged(pdf_of(stream), part("P", 1, 2))
    inside: list[tuple[str, bool]] = []  # what is open, and whether it says whose the content is
    for instruction in pikepdf.parse_content_stream(made.pdf.pages[0]):
        operator = str(instruction.operator)
        if operator in {"BT", "BDC", "BMC"}:
            owns = "MCID" in str(instruction.operands) or "/Artifact" in str(instruction.operands)
            assert not (owns and any(owned for _, owned in inside))
            inside.append((operator, owns))
        elif operator in {"ET", "EMC"}:
            assert (inside.pop()[0] == "BT") == (operator == "ET")
        elif operator == "TJ":
            assert any(owned for _, owned in inside)
    assert inside == []


@pytest.mark.parametrize("both", [False, True])
def test_marks_stand_around_text_objects_or_within_one(both: bool) -> None:
    other = f"/F2 10 Tf[{glyphs('日本')}]TJ" if both else ""
    made = tagged(pdf_of(node(1) + f" BT /F1 10 Tf 9 9 Td[<0061>]TJ {other} ET "), part("P", 1))
    found = [operator for operator in made.operators() if operator in {"BT", "ET", "BDC", "EMC"}]
    assert found == (["BT", "BDC", "EMC", "BDC", "EMC", "ET"] if both else ["BDC", "BT", "ET", "EMC"])


def test_a_text_goes_on_on_the_next_page() -> None:
    made = tagged(pdf_of(node(1) + text("a"), text("b") + node(2) + text("c")), part("P", 1), part("P", 2))
    assert [made.content(page) for page in (0, 1)] == [["0 a"], ["0 b", "1 c"]]
    assert made.tree() == ["Document", ["P", (0, 0), (1, 0)], ["P", (1, 1)]]


def test_a_column_goes_on_where_it_was() -> None:
    pages = (node(1) + text("a") + column("aside") + node(2) + text("b"), text("c") + column("main") + text("d"))
    made = tagged(pdf_of(*pages), part("P", 1), part("P", 2))
    # A page begins in the main column, whichever was written last on the page before.
    assert [made.content(page) for page in (0, 1)] == [["0 a", "1 b"], ["0 c", "0 d"]]
    assert made.tree() == ["Document", ["P", (0, 0), (1, 0)], ["P", (0, 1)]]


@pytest.mark.parametrize(
    "decoration",
    [
        "0 0 m 9 9 l S",
        "0 0 9 9 re f",
        "0 0 9 9 re W n",
        "/X Do",
        "/Y sh",
        "BI /W 1 /H 1 /CS /G /BPC 8 ID x EI",
    ],
)
def test_what_is_no_text_is_decoration(decoration: str) -> None:
    made = tagged(pdf_of(node(1) + text("a") + f" {decoration} " + text("b")), part("P", 1))
    operators = made.operators()
    first = decoration.rsplit(maxsplit=1)[-1].replace("EI", "INLINE IMAGE")
    before = operators[: operators.index(first)]
    assert [operator for operator in before if operator in {"BDC", "EMC", "BMC"}] == ["BDC", "EMC", "BMC"]
    assert made.tree() == ["Document", ["P", (0, 0), (0, 1)]]


def test_a_path_is_marked_where_it_begins_and_as_one() -> None:
    made = tagged(pdf_of("1 w 0 0 m 9 9 l 5 5 m 4 4 l S"))
    assert made.operators() == ["w", "BMC", "m", "l", "m", "l", "S", "EMC"]


def test_what_repeats_on_each_page_is_decoration_and_what_follows_is_not() -> None:
    furniture = column("Artifact") + node(9) + text("foot") + column("main")
    made = tagged(pdf_of(node(1) + text("a") + furniture + text("b")), part("P", 1))
    assert made.content() == ["0 a", "/Artifact foot", "1 b"]


def test_text_before_any_point_is_decoration() -> None:
    assert tagged(pdf_of(text("a"))).content() == ["/Artifact a"]


def test_a_picture_is_a_figure_that_says_what_it_shows() -> None:
    figure = Element("Figure", [Node(1, "")], "Ann")
    made = tagged(pdf_of(node(1) + "q 0 0 9 9 re W n /X Do Q"), figure)
    assert made.tree() == ["Document", ["Figure", "Alt=Ann", (0, 0)]]


def test_what_is_on_no_page_is_not_in_the_tree() -> None:
    made = tagged(pdf_of(node(2) + text("a")), part("Sect", part("H2", 1)), part("L", part("LI", 3), part("LI", 2)))
    assert made.tree() == ["Document", ["L", ["LI", (0, 0)]]]


# --- reading order --------------------------------------------------------------------------------


def test_the_order_is_that_of_the_document_and_not_of_the_page() -> None:
    stream = node(2) + text("dates") + node(1) + text("title") + node(2) + text("more")
    made = tagged(pdf_of(stream), part("P", 1, 2))
    assert made.tree() == ["Document", ["P", (0, 1), (0, 0), (0, 2)]]


def test_words_from_right_to_left_are_in_the_order_of_reading() -> None:
    stream = "".join(word(n, 1) + text(letter, font="F2") + word(0, 0) for n, letter in ((3, "ד"), (2, "ג"), (1, "ב")))
    made = tagged(pdf_of(stream), part("P", (1, "ב ג ד")), language="he")
    assert made.tree() == ["Document", ["P", (0, 2), (0, 1), (0, 0)]]


def test_what_glyphs_of_other_scripts_show_is_told_in_the_order_of_reading() -> None:
    stream = word(2, 1) + text("ד", font="F2") + word(1, 1) + text("ב", font="F2") + word(0, 0)
    pdf = pdf_of(stream + node(2) + text("a"))
    stream_of_f2 = str(pdf.pages[0].obj.Resources.Font.F2.ToUnicode.objgen)
    made = tagged(pdf, part("P", (1, "ב ד"), 2), language="he")
    letters = ((stream_of_f2, (ord("ב"),)), (stream_of_f2, (ord("ד"),)))
    assert made.told.passages == [Passage("ב ד", letters)]
    assert made.told.used[stream_of_f2] == {ord("ב"), ord("ד")}


# --- languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "language", "tree"),
    [
        ("日本", "en", [["Span", "Lang=zh", (0, 0)]]),
        ("日本", "zh-Hans", [(0, 0)]),
        ("日本", "ja", [(0, 0)]),
        ("Москва", "en", [["Span", "Lang=und-Cyrl", (0, 0)]]),
        ("Москва", "ru", [(0, 0)]),
        ("Հայ", "en", [["Span", "Lang=hy", (0, 0)]]),
        ("Հայ", "hy", [(0, 0)]),
    ],
)
def test_a_text_in_another_script_says_its_language(shown: str, language: str, tree: list[Any]) -> None:
    made = tagged(pdf_of(node(1) + text(shown, font="F2")), part("P", (1, shown)), language=language)
    assert made.tree() == ["Document", ["P", *tree]]


def test_only_the_part_in_another_script_says_its_language() -> None:
    stream = node(1) + text("in ") + text("日本", 87, font="F2") + text(" now", 97)
    made = tagged(pdf_of(stream), part("P", (1, "in 日本 now")))
    assert made.tree() == ["Document", ["P", (0, 0), ["Span", "Lang=zh", (0, 1)], (0, 2)]]


def test_letters_that_run_from_right_to_left_say_that_they_are_reversed() -> None:
    made = tagged(pdf_of(node(1) + text(SEEN, font="F2")), part("P", (1, HEBREW)))
    assert made.operators() == ["BDC", "BT", "Tf", "Td", "BMC", "TJ", "EMC", "ET", "EMC"]
    parsed = pikepdf.parse_content_stream(made.pdf.pages[0])
    assert [str(each.operands[0]) for each in parsed if str(each.operator) == "BMC"] == ["/ReversedChars"]
    assert made.tree() == ["Document", ["P", ["Span", "Lang=he", (0, 0)]]]


def test_letters_that_are_reordered_are_said_as_they_are_read() -> None:
    made = tagged(pdf_of(node(1) + text("\u093f\u0928", font="F2")), part("P", (1, "\u0928\u093f")))
    assert made.tree() == ["Document", ["P", ["Span", "Lang=hi", "ActualText=\u0928\u093f", (0, 0)]]]


def test_a_text_in_several_pieces_is_not_said_for_each() -> None:
    stream = node(1) + text("in ") + text("\u0928", 87, font="F2")
    made = tagged(pdf_of(stream), part("P", (1, "in \u0928")))
    assert made.tree() == ["Document", ["P", (0, 0), ["Span", "Lang=hi", (0, 1)]]]


def test_what_runs_as_it_is_read_is_not_said_again() -> None:
    assert "ActualText" not in str(tagged(pdf_of(node(1) + text("a")), part("P", (1, "a"))).tree())


# --- gaps -----------------------------------------------------------------------------------------


def placed(made: Tagged) -> list[tuple[str, float]]:
    """Each glyph of the first page, and where it stands on its line."""
    page = made.pdf.pages[0]
    return [(chr(each.glyph), round(each.at[0], 2)) for each in letters(pikepdf.parse_content_stream(page), page)]


def test_a_gap_on_a_line_is_filled_with_spaces() -> None:
    made = tagged(pdf_of(node(1) + text("a", 72) + node(2) + text("bc", 117)), part("P", 1, 2))
    # The gap is 40 wide and a space 5: one for each two would fit, evenly.
    assert placed(made) == [("a", 72), (" ", 77), (" ", 87), (" ", 97), (" ", 107), ("b", 117), ("c", 122)]
    assert made.content() == ["0 a", "1     ", "1 bc"]


def test_what_fills_a_gap_is_read_as_two_spaces() -> None:
    made = tagged(pdf_of(node(1) + text("a", 72) + node(2) + text("b", 300)), part("P", 1, 2))
    spans = [
        str(each.operands[1].ActualText)
        for each in pikepdf.parse_content_stream(made.pdf.pages[0])
        if str(each.operator) == "BDC" and "/ActualText" in each.operands[1]
    ]
    assert spans == ["  "]


@pytest.mark.parametrize(
    "stream",
    [
        node(1) + text("a", 72) + node(2) + text("b", 82),  # no wider than between words
        node(1) + text("a", 72) + node(2) + text("b", 300, 690),
        node(1) + text("a", 300) + node(2) + text("b", 72),
        text("a", 72) + node(2) + text("b", 300),
        node(1) + text("a", 72) + column("Artifact") + text("b", 300) + column("main"),
        word(1, 1) + text("a", 72) + word(2, 1) + text("b", 300) + word(0, 0),
    ],
    ids=["narrow", "another line", "leftward", "after decoration", "decoration", "words"],
)
def test_what_is_no_gap_is_not_filled(stream: str) -> None:
    assert [char for char, _ in placed(tagged(pdf_of(stream), part("P", 1, 2)))] == ["a", "b"]


@pytest.mark.parametrize(
    ("others", "expected"), [({}, "/F1 a /F1 b"), ({"F2": {0x20: " "}}, "/F1 a /F2   /F2   /F1 b")]
)
def test_a_font_without_spaces_is_helped_by_another_of_the_page(
    others: dict[str, dict[int, str]], expected: str
) -> None:
    pdf = pikepdf.new()
    fonts = {name: add_font(pdf, chars(texts)) for name, texts in {"F1": {0x61: "a", 0x62: "b"}, **others}.items()}
    add_page(pdf, node(1) + text("a", 72) + node(2) + text("b", 97), **fonts)
    made = tagged(pdf, part("P", 1, 2))
    page = made.pdf.pages[0]
    found = letters(pikepdf.parse_content_stream(page), page)
    assert " ".join(f"{each.font} {chr(each.glyph)}" for each in found) == expected
    assert found[-1].at == pytest.approx((97, 700))


# --- links ----------------------------------------------------------------------------------------


def linked() -> Pdf:
    pdf = pdf_of(node(1) + text("see ") + link(3) + text("this", 92) + link(0) + text(" now", 112), node(2) + text("b"))
    add_link(pdf, 3, URL)
    return pdf


def test_a_link_holds_its_text_and_its_annotation() -> None:
    made = tagged(linked(), part("P", 1), part("P", 2))
    assert made.tree() == ["Document", ["P", (0, 0), ["Link", (0, 1), URL], (0, 2)], ["P", (1, 0)]]


def test_a_link_over_two_lines_has_both_annotations() -> None:
    pdf = linked()
    add_link(pdf, 3, URL, rect=(72, 680, 100, 690))
    made = tagged(pdf, part("P", 1), part("P", 2))
    assert made.tree()[1] == ["P", (0, 0), ["Link", (0, 1), URL, URL], (0, 2)]


def test_a_link_over_two_pages_has_both_annotations() -> None:
    pdf = pdf_of(node(1) + link(3) + text("a"), text("b") + link(0))
    add_link(pdf, 3, URL)
    add_link(pdf, 3, URL, page=1)
    assert tagged(pdf, part("P", 1)).tree() == ["Document", ["P", ["Link", (0, 0), (1, 0), URL, URL]]]


def test_two_links_are_two_elements() -> None:
    pdf = pdf_of(node(1) + link(1) + text("a") + link(2) + text("b", 80) + link(0))
    add_link(pdf, 1, URL + "1")
    add_link(pdf, 2, URL + "2")
    assert tagged(pdf, part("P", 1)).tree()[1] == ["P", ["Link", (0, 0), URL + "1"], ["Link", (0, 1), URL + "2"]]


def test_an_annotation_says_where_it_leads_and_has_no_name_of_ours() -> None:
    pdf = linked()
    tagged(pdf, part("P", 1))
    [annotation] = pdf.pages[0].obj.Annots
    assert (str(annotation.Contents), "/NM" in annotation) == (URL, False)


def test_an_annotation_that_leads_into_the_document_says_its_text() -> None:
    pdf = linked()
    [annotation] = pdf.pages[0].obj.Annots
    del annotation.A
    annotation.Dest = pikepdf.String("cv.section1")
    tagged(pdf, part("P", 1))
    assert str(annotation.Contents) == "this"


def test_an_annotation_of_another_package_is_a_link_at_the_end() -> None:
    pdf = linked()
    theirs = add_link(pdf, None, "https://example.org/", page=1)
    made = tagged(pdf, part("P", 1), part("P", 2))
    assert made.tree()[-1] == ["Link", "https://example.org/"]
    assert str(theirs.Contents) == "https://example.org/"


def test_links_to_one_place_in_the_document_lead_there_alike() -> None:
    pdf = linked()
    add_link(pdf, 3, URL, rect=(72, 680, 100, 690))
    first, second = pdf.pages[0].obj.Annots
    for annotation, name in ((first, "1"), (second, "cv.section1")):  # the driver renames the first alone
        del annotation.A
        annotation.Dest = pikepdf.String(name)
    tagged(pdf, part("P", 1))
    assert [str(each.Dest) for each in (first, second)] == ["1", "1"]


def test_a_link_that_the_driver_has_lost_is_made_again_over_its_text() -> None:
    stream = node(1) + text("see ") + link(3) + text("this", 92, 500, size=20) + link(0)
    made = tagged(pdf_of(stream), Element("P", [Node(1, "see this", (URL,))]))
    assert made.tree() == ["Document", ["P", (0, 0), ["Link", (0, 1), URL]]]
    [annotation] = made.pdf.pages[0].obj.Annots
    assert [float(each) for each in annotation.Rect] == [92, 495, 132, 515]
    assert (int(annotation.F), str(annotation.Contents)) == (4, URL)


def test_a_link_that_is_there_is_not_made_again() -> None:
    pdf = linked()
    made = tagged(pdf, Element("P", [Node(1, "see this now", (URL,))]))
    assert made.tree()[1] == ["P", (0, 0), ["Link", (0, 1), URL], (0, 2)]


def test_what_an_icon_says_is_said_of_the_link_behind_it() -> None:
    stream = node(2) + link(1) + text("ann") + link(0) + node(3) + text("b")
    pdf = pdf_of(stream)
    add_link(pdf, 1, URL)
    kids: list[Element | Node] = [Node(1, "GitHub", optional=True), Node(2, "ann", (URL,)), Node(3, "b")]
    made = tagged(pdf, Element("LBody", kids))
    assert made.tree() == ["Document", ["LBody", ["Link", "Alt=GitHub ann", (0, 0), URL], (0, 1)]]


def test_a_list_of_contents_has_an_item_for_each_link() -> None:
    pdf = pdf_of(node(1) + text("Contents") + link(1) + text("a") + link(2) + text("b") + link(0))
    add_link(pdf, 1, URL)
    add_link(pdf, 2, URL)
    assert tagged(pdf, part("TOC", 1)).tree()[1] == [
        "TOC",
        ["Caption", (0, 0)],
        ["TOCI", ["Reference", ["Link", (0, 1), URL]]],
        ["TOCI", ["Reference", ["Link", (0, 2), URL]]],
    ]


# --- the way back ---------------------------------------------------------------------------------


def elements(element: Any) -> Iterator[Any]:
    yield element
    for kid in element.K:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from elements(kid)


def rich() -> Tagged:
    """Two pages with all that has a way back."""
    pdf = linked()
    add_link(pdf, None, "https://example.org/", page=1)
    add_link(pdf, 3, URL, page=1)
    pdf.pages[1].obj.Contents = pdf.make_stream((text("x") + node(2) + text("日本", font="F2") + text("b")).encode())
    return tagged(pdf, part("Sect", part("P", 1)), part("L", part("LI", (2, "日本b"))))


def test_every_mark_leads_to_the_element_that_holds_it() -> None:
    made = rich()
    numbers = made.root.ParentTree.Nums
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    found = []
    for element in elements(made.root.K):
        for kid in element.K:
            if isinstance(kid, Dictionary) and kid.get("/Type") != Name.MCR:
                continue
            page, mark = (kid.Pg, int(kid.MCID)) if isinstance(kid, Dictionary) else (element.Pg, int(kid))
            found.append((int(page.StructParents), mark))
            assert parents[int(page.StructParents)][mark].objgen == element.objgen
    expected = [(page, mark) for page in (0, 1) for mark in range(len(parents[page]))]
    assert (sorted(found), len(expected)) == (expected, 6)


def test_every_annotation_leads_to_the_element_that_holds_it() -> None:
    made = rich()
    numbers = made.root.ParentTree.Nums
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    annotations = [each for page in made.pdf.pages for each in page.obj.Annots]
    for annotation in annotations:
        element = parents[int(annotation.StructParent)]
        assert annotation.objgen in [kid.Obj.objgen for kid in element.K if isinstance(kid, Dictionary)]
    assert len(annotations) == 3
    assert [*parents] == sorted(parents) == [*range(5)]
    assert int(made.root.ParentTreeNextKey) == 5


def test_every_element_leads_to_the_one_around_it() -> None:
    made = rich()
    for element in elements(made.root.K):
        for kid in element.K:
            if isinstance(kid, Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen
    assert made.root.K.P.objgen == made.root.objgen


def test_programs_are_told_that_there_are_tags() -> None:
    made = rich()
    root: Any = made.pdf.Root
    assert bool(root.MarkInfo.Marked) is True
    assert [str(page.obj.Tabs) for page in made.pdf.pages] == ["/S", "/S"]


# --- bookmarks ------------------------------------------------------------------------------------


def outline(pdf: Pdf) -> list[Any]:
    """Bookmarks as [title, page, place, kid, ...]."""

    def shape(item: pikepdf.OutlineItem) -> list[Any]:
        target: Any = item.destination
        page = [each.obj.objgen for each in pdf.pages].index(target[0].objgen)
        return [item.title, page, (float(target[2]), float(target[3])), *map(shape, item.children)]

    with pdf.open_outline() as found:
        return [shape(item) for item in found.root]


def sect(*kids: Element | Node | int | tuple[int, str]) -> Element:
    return part("Sect", *kids)


def test_bookmarks_are_the_titles_of_sections_one_below_another() -> None:
    pdf = pdf_of(
        " q 1 0 0 1 10 20 cm " + node(1) + text("Work", 62, 680) + node(2) + text("Jobs", 62, 600) + " Q ",
        " q 1 0 0 1 10 20 cm Q " + node(3) + text("More", 72, 700, size=12) + node(4) + text("Skills", 72, 500),
    )
    made = tagged(
        pdf,
        sect(part("H2", (1, "Work")), sect(part("H3", (2, "Jobs"))), sect(part("H3", (3, "More")))),
        sect(part("H2", (4, "Skills"))),
    )
    assert outline(made.pdf) == [
        ["Work", 0, (72, 710), ["Jobs", 0, (72, 630)], ["More", 1, (72, 712)]],
        ["Skills", 1, (72, 510)],
    ]


def test_a_title_of_several_texts_is_one_bookmark() -> None:
    made = tagged(pdf_of(node(1) + text("a") + node(2) + text("b")), sect(part("H2", (1, "a"), (2, "b"))))
    assert [title for title, *_ in outline(made.pdf)] == ["a b"]


def test_what_has_no_title_on_a_page_has_no_bookmark() -> None:
    made = tagged(pdf_of(node(2) + text("a")), sect(part("H2", 1)), sect(part("P", 2)), part("Div", part("H2", 2)))
    assert outline(made.pdf) == []
