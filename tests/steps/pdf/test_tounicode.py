"""ToUnicode CMaps are read as they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvgen.steps.pdf import tounicode
from tests.steps.pdf.handmade import chars

RANGE = "1 beginbfrange\n<0001> <0003> {}\nendbfrange"


@given(
    st.dictionaries(st.integers(0, 0xFFFF), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3))
)
def test_a_map_reads_as_it_was_written(texts: dict[int, str]) -> None:
    assert tounicode.read(tounicode.write(texts)) == texts


@pytest.mark.parametrize(
    "cmap",
    [
        chars({1: ""}),
        RANGE.format("[<0061> <0062> <0063>]"),
        "1 beginbfchar\n<01> /a\nendbfchar",
        "1 beginbfchar\n<0001> <D800>\nendbfchar",
        "1 beginbfchar\n<0001> <006>\nendbfchar",
    ],
)
def test_a_map_of_another_writer_says_nothing(cmap: str) -> None:
    assert tounicode.read(cmap.encode()) is None


def test_a_map_of_nothing_is_empty() -> None:
    assert tounicode.read(b"") == {}
