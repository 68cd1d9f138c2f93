"""Where the lines below links are."""

from __future__ import annotations

import pytest

from cvgen.steps.pdf.underlines import Box, Underline, below


def box(left: float, width: float, base: float = 700) -> Box:
    return Box(0, left, base, width, 10)


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ([box(50, 100)], [(50, 150)]),
        ([box(50, 100), box(152, 20)], [(50, 172)]),  # two words
        ([box(152, 20), box(50, 100)], [(50, 172)]),  # from right to left
        ([box(50, 100), box(200, 20)], [(50, 150), (200, 220)]),  # something else is between them
        ([box(50, 100), box(50, 30, 688)], [(50, 150), (50, 80)]),  # two lines of text
        ([box(50, 0), box(50, 100)], [(50, 150)]),
        ([], []),
    ],
)
def test_each_line_of_text_has_one(boxes: list[Box], expected: list[tuple[float, float]]) -> None:
    assert [(each.left, each.right) for each in below(boxes)] == expected


def test_it_is_thin_and_below_the_base_line() -> None:
    assert list(below([box(50, 100)])) == [Underline(50, 150, 698.6, 0.35)]
