"""The options of the look: what the author chooses, else the style, else cvgen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cvgen.diagnostics import Diagnostic, Severity, Span
from cvgen.look import fonts
from cvgen.look.fonts import Face
from cvgen.look.styles import Style

DENSITIES: Final[Mapping[str, float]] = {"compact": 0.75, "normal": 1.0, "airy": 1.3}
PAPERS: Final[Mapping[str, tuple[float, float]]] = {  # width and height in points of PDF (1/72 inch)
    "a4": (210 * 72 / 25.4, 297 * 72 / 25.4),
    "letter": (8.5 * 72, 11 * 72),
    "legal": (8.5 * 72, 14 * 72),
}
MINIMUM_CONTRAST: Final = 4.5  # for text, WCAG 2.2 level AA, success criterion 1.4.3


@dataclass(frozen=True, slots=True)
class Design:
    """How a CV is to look; ``accent`` is six hexadecimal digits, ``size`` in points, ``density`` a factor.

    ``origins`` has the place of each option that the author chose.
    """

    paper: str
    accent: str
    fonts: Mapping[str, Face]
    size: float
    density: float
    dates: str
    photo: bool
    icons: bool
    page_numbers: bool
    hyphenation: bool
    order: tuple[str, ...]
    titles: Mapping[str, str]
    side: tuple[str, ...]
    origins: Mapping[str, Span]


DEFAULTS: Final[Mapping[str, Any]] = {
    "paper": "a4",
    "density": "normal",
    "dates": "right",
    "photo": True,
    "icons": False,
    "pageNumbers": True,
    "hyphenation": False,
    "order": (),
    "titles": {},
    "side": (),
}


def resolve(style: Style, chosen: Mapping[str, Any], origins: Mapping[str, Span]) -> Design:
    """Return the options in a style: those that the author chose, at their places, else the style's, else cvgen's.

    Raises CvgenError if a font is not installed.
    """
    options = {**DEFAULTS, **style.design, **_stripped(chosen)}
    density = str(options["density"])
    font = _with_text(options["font"], style.design["font"])
    side = options["side"] if style.design.get("side") else ()  # no other style has a column for it
    return Design(
        paper=options["paper"],
        accent=_six_digits(options["accent"]),
        fonts={part: fonts.face(font, part, origins.get("font")) for part in fonts.PARTS},
        size=float(options["size"]),
        density=DENSITIES[density] if density in DENSITIES else float(density),
        dates=options["dates"],
        photo=options["photo"],
        icons=options["icons"],
        page_numbers=options["pageNumbers"],
        hyphenation=options["hyphenation"],
        order=tuple(map(str, options["order"])),
        titles={key: str(title) for key, title in options["titles"].items()},
        side=tuple(map(str, side)),
        origins=origins,
    )


def _stripped(value: Any) -> Any:
    """The value with no white space at the ends of its texts, such as the line's end that YAML's ``|`` leaves."""
    if isinstance(value, Mapping):
        return {key: _stripped(each) for key, each in value.items()}
    return value.strip() if isinstance(value, str) else value


def _with_text(font: str | Mapping[str, str], others: str | Mapping[str, str]) -> str | Mapping[str, str]:
    """The fonts that are chosen, and the style's where none is chosen for text."""
    if isinstance(font, str) or "text" in font:
        return font
    return {**({"text": others, "heads": others} if isinstance(others, str) else others), **font}


def problems(design: Design) -> Iterator[Diagnostic]:
    """What is possible and yet unwise: colours that are hard to read."""
    found = contrast(design.accent)
    if found < MINIMUM_CONTRAST:
        message = f"the accent #{design.accent} is hard to read: its contrast to white is {math.floor(10 * found) / 10}, text needs {MINIMUM_CONTRAST}"
        hint = f"a darker one of its kind is #{_darkened(design.accent)}"
        yield Diagnostic(message, design.origins.get("accent"), hint, Severity.WARNING)


# --- colours --------------------------------------------------------------------------------------


def contrast(colour: str) -> float:
    """The contrast of a colour (six hexadecimal digits) to white: 1 to 21, WCAG 2.2."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _darkened(colour: str) -> str:
    """The lightest shade of a colour that is dark enough for text."""
    channels = [int(colour[i : i + 2], 16) for i in (0, 2, 4)]
    shades = ("".join(f"{channel * percent // 100:02X}" for channel in channels) for percent in range(100, -1, -1))
    return next(shade for shade in shades if contrast(shade) >= MINIMUM_CONTRAST)


def _six_digits(colour: str) -> str:
    digits = colour.removeprefix("#").upper()
    return "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
