"""The faces that a design names: those of cvgen's own pairings, or of a family that is installed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from cvgen.data import assets
from cvgen.diagnostics import CvgenError, Span, did_you_mean

PARTS: Final = ("text", "heads", "mono")
_REGULAR: Final = 80  # fontconfig's numbers for weights
_BOLD: Final = 200
_NORMAL: Final = 100  # and for widths
# In the name of a file or a family, to TeX or XeTeX; cvgen-fonts.sty reads \fontname, which is wrong beyond ASCII.
_UNSPEAKABLE: Final = re.compile(r'[]\\{}#$%&~^":;\x00-\x1f]')
_UNSPEAKABLE_FILE: Final = re.compile(rf"{_UNSPEAKABLE.pattern}|[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface: ``faces`` are regular, bold, italic and bold italic, as XeTeX names fonts.

    ``pairing`` is whether ``name`` is one of cvgen's own pairings. ``scale`` makes it look as large as the others,
    ``serif`` decides what stands in for characters that it lacks.
    """

    name: str
    pairing: bool
    faces: tuple[str, str, str, str]
    features: str
    scale: float
    serif: bool
    smallcaps: bool

    @property
    def files(self) -> list[Path]:
        """The files of an installed family, as far as it is known; those of a pairing are the engine's."""
        found = (re.fullmatch(r"\[(.+?)(?::\d+)?\]", name) for name in self.faces)
        return [] if self.pairing else list(dict.fromkeys(Path(match[1]) for match in found if match))


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((assets.SHARED / "fonts.toml").read_text(encoding="utf-8"))


def pairings() -> Mapping[str, Mapping[str, Any]]:
    """The pairings by name, as ``latex_templates/shared/fonts.toml`` has them."""
    return {name: settings for name, settings in _table().items() if "text" in settings}


def face(font: str | Mapping[str, str], part: str, span: Span | None = None) -> Face:
    """The face for a part of a CV by ``design.font``, with a font for text; raises CvgenError if there is no such font.

    What is named for text serves for headings, too, but not for code.
    """
    named = {"text": font, "heads": font} if isinstance(font, str) else font
    name = named.get(part, "" if part == "mono" else named["text"])
    if (name not in pairings() and part != "mono") or (name and name not in pairings()):
        return _installed(name, span)
    whole = font if isinstance(font, str) and font in pairings() else name
    settings = pairings().get(whole, {}).get(part, _table()["mono"])
    regular, bold, italic, both = (f"[{file}]" for file in settings["faces"])
    return Face(
        whole or part,
        pairing=True,
        faces=(regular, bold, italic, both),
        features=settings["features"],
        scale=settings["scale"],
        serif=settings["serif"],
        smallcaps=settings["smallcaps"],
    )


@dataclass(frozen=True, slots=True)
class _File:
    condensed: float  # or expanded: how far its width is from normal
    weight: float
    italic: bool
    name: str  # as XeTeX takes it; empty if it cannot be said to it


@cache
def _families() -> Mapping[str, tuple[_File, ...]]:
    """The files that XeTeX opens of every installed family, by fontconfig; empty where there is no fontconfig."""
    from cvgen.system import fontconfig

    found: dict[str, list[_File]] = {}
    for font in fontconfig.installed_fonts():
        files = found.setdefault(font.family, [])
        # XeTeX opens no variable fonts; what has a range of weights is one, too.
        if font.is_variable or font.weight is None:
            continue
        number = font.number & 0xFFFF
        name = f"[{font.file}:{number}]" if number else f"[{font.file}]"
        if _UNSPEAKABLE_FILE.search(str(font.file)):
            name = ""
        condensed = abs(font.width - _NORMAL) if font.width is not None else 0
        files.append(_File(condensed, font.weight, font.is_slanted, name))
    return {family: tuple(files) for family, files in found.items()}


def _installed(name: str, span: Span | None) -> Face:
    families = _families()
    family = next((each for each in families if each.casefold() == name.casefold()), None)
    if families and family is None:
        near = did_you_mean(name, [*families, *pairings()])
        hint = near or f"install it, or choose one of cvgen's: {', '.join(pairings())}"
        raise CvgenError.of(f'no font "{name}" is installed', span, hint)
    if family is not None and not families[family]:
        hint = f"install its static files, or choose one of cvgen's: {', '.join(pairings())}"
        raise CvgenError.of(f'the font "{family}" cannot be used: XeTeX opens no variable fonts', span, hint)
    spoken = _UNSPEAKABLE.sub("", name)
    files = [file for file in families[family] if file.name] if family is not None else []
    if files:
        # A family without bold or italic serves with what is nearest.
        faces = (
            _nearest(files, _REGULAR, italic=False),
            _nearest(files, _BOLD, italic=False),
            _nearest(files, _REGULAR, italic=True),
            _nearest(files, _BOLD, italic=True),
        )
    else:  # no fontconfig, or no file that can be named: TeX says whether it finds the font
        faces = (spoken, f"{spoken}/B", f"{spoken}/I", f"{spoken}/BI")
    sans = any(word in name.casefold() for word in ("sans", "gothic", "grotesk", "grotesque"))
    return Face(spoken, pairing=False, faces=faces, features="", scale=1.0, serif=not sans, smallcaps=False)


def _nearest(files: Sequence[_File], weight: float, *, italic: bool) -> str:
    def distance(file: _File) -> tuple[float, bool, float, str]:
        return file.condensed, file.italic is not italic, abs(file.weight - weight), file.name

    return min(files, key=distance).name
