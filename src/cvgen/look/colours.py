"""Colours as six hexadecimal digits: their contrast, and shades that can be read."""

from __future__ import annotations

from typing import Final

MINIMUM_CONTRAST: Final = 4.5  # for text, WCAG 2.2 level AA, success criterion 1.4.3


def six_digits(colour: str) -> str:
    """Return a colour of three or six hexadecimal digits, with or without ``#``, as six capital digits."""
    digits = colour.removeprefix("#").upper()
    return "".join(2 * digit for digit in digits) if len(digits) == 3 else digits


def contrast(colour: str) -> float:
    """Return the contrast of a colour to white, from 1 to 21, by WCAG 2.2."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def darkened(colour: str) -> str:
    """Return the lightest shade of a colour that is dark enough for text."""
    channels = [int(colour[i : i + 2], 16) for i in (0, 2, 4)]
    shades = ("".join(f"{channel * percent // 100:02X}" for channel in channels) for percent in range(100, -1, -1))
    return next(shade for shade in shades if contrast(shade) >= MINIMUM_CONTRAST)
