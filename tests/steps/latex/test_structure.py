"""What templates write becomes a tree of elements, with the texts as its leaves in the order of reading."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import pytest

from cvgen.diagnostics import Span
from cvgen.steps.latex.structure import Element, Node, Recorder
from tests.conftest import SAMPLES
from tests.steps.latex.sources import with_marks

Shape: TypeAlias = "str | tuple[str, list[Shape]]"

HERE, THERE = Span(Path("ann.yaml"), 3), Span(Path("ann.yaml"), 4)


def shape(element: Element) -> Shape:
    """The names of elements, and the texts in them."""
    return (element.tag, [kid.text if isinstance(kid, Node) else shape(kid) for kid in element.kids])


def write(recorder: Recorder, tag: str, *kids: str | tuple[str, ...]) -> None:
    """An element of texts, and of elements that have one text or none each."""
    recorder.begin(tag)
    for kid in kids:
        if isinstance(kid, str):
            recorder.add(kid)
        else:
            write(recorder, *kid)
    recorder.end()


def test_elements_hold_what_is_written_between_their_ends() -> None:
    recorder = Recorder()
    write(recorder, "H1", "Ann")
    write(recorder, "Sect", ("H2", "Work"), ("P", "one", "two"))
    assert shape(recorder.root) == (
        "Document",
        [("H1", ["Ann"]), ("Sect", [("H2", ["Work"]), ("P", ["one", "two"])])],
    )


def test_an_element_that_holds_nothing_is_left_out() -> None:
    recorder = Recorder()
    write(recorder, "P", "a")
    write(recorder, "Div", ("P",))
    assert shape(recorder.root) == ("Document", [("P", ["a"])])


def test_items_that_follow_each_other_are_a_list() -> None:
    recorder = Recorder()
    for tag in ("LI", "LI", "P", "LI"):
        write(recorder, tag, tag.lower())
    assert shape(recorder.root) == (
        "Document",
        [("L", [("LI", ["li"]), ("LI", ["li"])]), ("P", ["p"]), ("L", [("LI", ["li"])])],
    )


def test_items_of_a_list_that_was_begun_are_in_it() -> None:
    recorder = Recorder()
    write(recorder, "L", ("LI", "a"), ("LI", "b"))
    write(recorder, "L", ("LI", "c"))
    assert shape(recorder.root) == ("Document", [("L", [("LI", ["a"]), ("LI", ["b"])]), ("L", [("LI", ["c"])])])


def test_the_only_item_may_hold_nothing() -> None:
    recorder = Recorder()
    write(recorder, "LI")
    assert shape(recorder.root) == ("Document", [])


def test_texts_are_counted_from_one() -> None:
    recorder = Recorder()
    numbers = [recorder.add(text).number for text in "abc"]
    assert (numbers, [node.number for node in recorder.root.nodes()]) == ([1, 2, 3], [1, 2, 3])


def test_a_text_is_where_it_says_and_else_where_the_last_that_did() -> None:
    recorder = Recorder()
    spans = [recorder.add("a").span]
    recorder.at(HERE)
    spans += [recorder.add("b").span, recorder.add("c", span=THERE).span, recorder.add("d").span]
    assert spans == [None, HERE, THERE, HERE]


def test_what_has_a_place_of_its_own_is_a_block_of_its_own() -> None:
    recorder = Recorder()
    recorder.at(HERE)
    recorder.add("a")
    recorder.add("b")
    recorder.at(HERE)
    recorder.add("c")
    assert [node.block for node in recorder.root.nodes()] == [1, 1, 2]


def test_an_element_has_begun_with_its_first_text() -> None:
    recorder = Recorder()
    recorder.begin("P")
    begun = [recorder.has_begun]
    recorder.add("a")
    begun.append(recorder.has_begun)
    recorder.begin("Link")
    begun.append(recorder.has_begun)
    assert begun == [False, True, False]


def test_a_text_keeps_its_links_and_whether_a_style_may_leave_it_out() -> None:
    node = Recorder().add("a", ("https://example.com/",), optional=True)
    assert node == Node(1, "a", ("https://example.com/",), 0, None, optional=True)


def test_a_picture_keeps_what_it_shows() -> None:
    recorder = Recorder()
    recorder.begin("Figure", "Ann")
    recorder.add("")
    recorder.end()
    [figure] = recorder.root.leaves()
    assert (figure.tag, figure.alternative) == ("Figure", "Ann")


def test_leaves_are_the_elements_that_hold_texts() -> None:
    recorder = Recorder()
    write(recorder, "Sect", ("H2", "a"), "b", ("P", "c"))
    assert [leaf.tag for leaf in recorder.root.leaves()] == ["Sect", "H2", "P"]
    assert [node.text for node in recorder.root.nodes()] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en", "Photo of Ann"), ("de", "Foto von Ann"), ("ja", "Annの写真"), ("fr", "Photo\u00a0: Ann")],
)
def test_a_photo_is_described_in_the_language_of_the_cv(tag: str, expected: str) -> None:
    yaml = f"language: {tag}\nbasics: {{ name: Ann, image: photo.png }}\ndesign: {{ photo: true }}\n"
    source = with_marks(yaml, path=SAMPLES / "ann.yaml")
    assert [leaf.alternative for leaf in source.structure.leaves() if leaf.tag == "Figure"] == [expected]
