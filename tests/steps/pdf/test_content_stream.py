"""Instructions of content streams are read for what they mean."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Array

from cvgen.steps.pdf.content_stream import Instruction


@pytest.mark.parametrize(
    ("operand", "expected"),
    [
        (pikepdf.String("ab"), (0x6162,)),
        (Array([pikepdf.String("abcd"), -20, pikepdf.String("ef")]), (0x6162, 0x6364, 0x6566)),
        (Array([]), ()),
        (Array([3]), ()),
    ],
)
def test_glyphs_have_two_bytes(operand: pikepdf.Object, expected: tuple[int, ...]) -> None:
    assert Instruction("TJ", pikepdf.ContentStreamInstruction([operand], pikepdf.Operator("TJ"))).glyphs() == expected
