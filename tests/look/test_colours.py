"""Colours: their contrast is that of WCAG, and a darker shade is dark enough."""

from __future__ import annotations

import pytest

from cvgen.look import colours


@pytest.mark.parametrize(
    ("colour", "contrast"),
    [("000000", 21.0), ("FFFFFF", 1.0), ("767676", 4.54), ("777777", 4.48), ("FF0000", 4.0), ("0000FF", 8.59)],
)
def test_the_contrast_of_a_colour_is_that_of_wcag(colour: str, contrast: float) -> None:
    assert round(colours.contrast(colour), 2) == contrast


@pytest.mark.parametrize("colour", ["FFD700", "777777", "FFFFFF", "FF0000"])
def test_a_darkened_colour_can_be_read(colour: str) -> None:
    assert colours.contrast(colours.darkened(colour)) >= colours.MINIMUM_CONTRAST
