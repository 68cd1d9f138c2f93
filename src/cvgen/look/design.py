"""The options of the look: those that the author chooses, else the style's, else cvgen's."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cvgen.diagnostics import Diagnostic, Severity, Span
from cvgen.look import colours, fonts
from cvgen.look.fonts import Face
from cvgen.look.styles import Style

DENSITIES: Final[Mapping[str, float]] = {"compact": 0.75, "normal": 1.0, "airy": 1.3}
PAPERS: Final[Mapping[str, tuple[float, float]]] = {  # width and height in points of PDF (1/72 inch)
    "a4": (210 * 72 / 25.4, 297 * 72 / 25.4),
    "letter": (8.5 * 72, 11 * 72),
    "legal": (8.5 * 72, 14 * 72),
}


@dataclass(frozen=True, slots=True)
class Design:
    """The options of the look of a CV. ``accent`` is six hexadecimal digits, ``size`` in points, ``density`` a factor.

    ``origins`` has the place of each option that the author chose.
    """

    paper: str
    accent: str
    fonts: Mapping[str, Face]
    size: float
    density: float
    dates: str
    photo: bool
    photo_shape: str
    photo_size: str
    margins: Mapping[str, str]
    icons: bool
    contacts: str
    page_numbers: bool
    hyphenation: bool
    order: tuple[str, ...]
    titles: Mapping[str, str]
    side: tuple[str, ...]
    lead: str | None
    item_dates: str
    numbering: str | None
    most_authors: int
    origins: Mapping[str, Span]


DEFAULTS: Final[Mapping[str, Any]] = {
    "paper": "a4",
    "density": "normal",
    "dates": "right",
    "photo": True,
    "margins": {},
    "icons": False,
    "contacts": "address",
    "pageNumbers": True,
    "hyphenation": False,
    "order": (),
    "titles": {},
    "side": (),
    "lead": None,
    "itemDates": "end",
    "numbering": None,
    "authors": {},
}


def resolve(style: Style, chosen: Mapping[str, Any], origins: Mapping[str, Span]) -> Design:
    """Return the options in a style: those that the author chose, at their places, else the style's, else cvgen's.

    Raises CvgenError if a font is not installed.
    """
    # (The order is the author's alone: a style only suggests one, to new profiles.)
    options = {**DEFAULTS, **style.design, "order": (), **_stripped(chosen)}
    density = str(options["density"])
    font = _with_text(options["font"], style.design["font"])
    side = options["side"] if style.design.get("side") else ()  # no other style has a column for it
    return Design(
        paper=options["paper"],
        accent=colours.six_digits(options["accent"]),
        fonts={part: fonts.face(font, part, origins.get("font")) for part in fonts.PARTS},
        size=float(options["size"]),
        density=DENSITIES[density] if density in DENSITIES else float(density),
        dates=options["dates"],
        photo=options["photo"] is not False,
        photo_shape=_part(options["photo"], "shape") or _part(style.design.get("photo"), "shape") or "square",
        photo_size=_length(_part(options["photo"], "size")),
        margins=_margins(options["margins"]),
        icons=options["icons"],
        contacts=options["contacts"],
        page_numbers=options["pageNumbers"],
        hyphenation=options["hyphenation"],
        order=tuple(map(str, options["order"])),
        titles={key: str(title) for key, title in options["titles"].items()},
        side=tuple(map(str, side)),
        lead=options["lead"],
        item_dates=options["itemDates"],
        numbering=options["numbering"],
        most_authors=int(options["authors"].get("max", 0)),
        origins=origins,
    )


def _stripped(value: Any) -> Any:
    """Return the value without white space at the ends of its texts: YAML's ``|`` leaves the end of the line."""
    if isinstance(value, Mapping):
        return {key: _stripped(each) for key, each in value.items()}
    return value.strip() if isinstance(value, str) else value


def _part(option: Any, name: str) -> Any:
    """Return a part of an option that may be a mapping; None if it has none."""
    return option.get(name) if isinstance(option, Mapping) else None


def _length(value: Any) -> str:
    """Return a length as TeX reads it; "" for none. A number alone is in millimetres."""
    text = str(value or "").replace(" ", "")
    return f"{text}mm" if text[-1:].isdigit() else text


def _margins(value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {side: _length(each) for side, each in value.items()}
    return dict.fromkeys(("top", "bottom", "left", "right"), _length(value))


def _with_text(font: str | Mapping[str, str], others: str | Mapping[str, str]) -> str | Mapping[str, str]:
    """Return the fonts that are chosen, and the style's where none is chosen for text."""
    if isinstance(font, str) or "text" in font:
        return font
    return {**({"text": others, "heads": others} if isinstance(others, str) else others), **font}


def problems(design: Design) -> Iterator[Diagnostic]:
    """Yield a warning if the accent is hard to read, with the nearest shade that is not."""
    contrast = colours.contrast(design.accent)
    if contrast < colours.MINIMUM_CONTRAST:
        message = (
            f"the accent #{design.accent} is hard to read: its contrast to white is {math.floor(10 * contrast) / 10}, "
            f"text needs {colours.MINIMUM_CONTRAST}"
        )
        hint = f"a darker one of its kind is #{colours.darkened(design.accent)}"
        yield Diagnostic(message, design.origins.get("accent"), hint, Severity.WARNING, code="low-contrast")
