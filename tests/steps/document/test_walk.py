"""The walk over a document, and what is left of one without some of its nodes."""

from __future__ import annotations

from typing import Any

import pytest

from cvgen.diagnostics import Span
from cvgen.steps.document import walk
from cvgen.steps.document.model import Droppable
from tests.steps.document.plain import PATH, built, plain

OPTIONAL = """\
basics: { name: Ada Example }
sections:
- title: Work
  kind: experience
  entries:
  - name: Lab
    priority: 3
    highlights:
    - { text: First, priority: 9 }
    - Second
    roles:
    - { position: Lead, priority: 1 }
  - name: Mill
    highlights:
    - label: Key learnings
      highlights:
      - { text: Third, priority: 8 }
- title: Tools
  summary: Many.
  kind: skills
  entries:
  - { name: C, priority: 5 }
- title: Outer
  sections:
  - kind: awards
    entries:
    - { title: Prize, priority: 5 }
- title: Only a title
- title: Papers
  kind: publications
  entries:
  - { name: One, authors: [{ name: G, equalContribution: true }], priority: 2 }
  - { name: Two, authors: [{ name: H, corresponding: true }] }
"""


def called(node: Droppable) -> str:
    return next(str(text) for text in walk.texts(node))


def left(*names: str, of: str = OPTIONAL) -> Any:
    """What is left of a document without what is called so."""
    whole = built(of)
    return walk.without(whole, {node.span for node in walk.droppable(whole) if called(node) in names})


def test_the_walk_meets_each_node_before_those_inside_it() -> None:
    text = "basics: { name: Ada }\nsections: [{ title: T, kind: skills, entries: [{ name: C, keywords: [a] }] }]"
    names = [type(node).__name__ for node in walk.nodes(built(text).sections)]
    assert names == ["Section", "Text", "Facts", "Fact", "Text", "Text"]


def test_sections_are_met_with_those_inside_them() -> None:
    titles = [str(section.title) for section in walk.sections(built(OPTIONAL))]
    assert titles == ["Work", "Tools", "Outer", "Awards", "Only a title", "Papers"]


def test_what_has_a_priority_is_told_in_the_order_of_the_document() -> None:
    found = [(called(node), node.priority) for node in walk.droppable(built(OPTIONAL))]
    assert found == [("Lab", 3), ("First", 9), ("Lead", 1), ("Third", 8), ("C", 5), ("Prize", 5), ("One", 2)]


@pytest.mark.parametrize(
    ("names", "gone"),
    [
        (["First"], "    - { text: First, priority: 9 }\n"),
        (["Lead"], "    roles:\n    - { position: Lead, priority: 1 }\n"),
        (["Lab"], OPTIONAL[OPTIONAL.index("  - name: Lab") : OPTIONAL.index("  - name: Mill")]),
        (["Third"], OPTIONAL[OPTIONAL.index("    highlights:\n    - label") : OPTIONAL.index("- title: Tools")]),
        (["C"], "  kind: skills\n  entries:\n  - { name: C, priority: 5 }\n"),
        (["Prize"], OPTIONAL[OPTIONAL.index("- title: Outer") : OPTIONAL.index("- title: Only a title")]),
        (["One"], "  - { name: One, authors: [{ name: G, equalContribution: true }], priority: 2 }\n"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_without_something_a_document_is_as_if_it_had_never_been_written(names: list[str], gone: str) -> None:
    def content(node: Any) -> Any:
        found = plain(node)
        for each in found["sections"]:
            each.pop("kind", None)  # it stays, of a section that has nothing but a summary now
        return found

    assert OPTIONAL.count(gone) == 1
    assert content(left(*names)) == content(built(OPTIONAL.replace(gone, "")))


def test_what_stays_is_not_made_anew() -> None:
    whole = built(OPTIONAL)
    assert walk.without(whole, ()) is whole


def test_what_has_no_priority_stays_wherever_it_is() -> None:
    whole = built(OPTIONAL)
    everywhere = {Span(PATH, line, column) for line in range(1, 50) for column in range(1, 50)}
    assert [str(each.title) for each in walk.without(whole, everywhere).sections] == [
        "Work",
        "Tools",
        "Only a title",
        "Papers",
    ]


def test_a_part_has_the_lines_that_it_comes_from() -> None:
    entry = built(OPTIONAL).sections[0].blocks[0]
    assert walk.source_lines(entry) == {6, 9, 10, 12}
