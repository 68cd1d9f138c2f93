"""Finds the faces that a design names: those of cvgen's own pairings, or of a family that is installed."""

from __future__ import annotations

import re
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
# Characters that mean something to TeX in the name of a family or a file. cvgen-fonts.sty reads \fontname, which is
# wrong beyond ASCII, so the name of a file must not have others either.
_SPECIAL: Final = re.compile(r'[]\\{}#$%&~^":;\x00-\x1f]')
_SPECIAL_IN_FILE: Final = re.compile(rf"{_SPECIAL.pattern}|[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface: ``faces`` are regular, bold, italic and bold italic, as XeTeX names fonts.

    ``pairing`` is true if ``name`` is one of cvgen's own pairings. ``scale`` makes it look as large as the others.
    ``serif`` decides which fonts stand in for characters that it lacks.
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
        """The files of an installed family, as far as they are known; the engine finds those of a pairing."""
        matches = (re.fullmatch(r"\[(.+?)(?::\d+)?\]", name) for name in self.faces)
        return [] if self.pairing else list(dict.fromkeys(Path(match[1]) for match in matches if match))


@cache
def _table() -> Mapping[str, Any]:
    import tomllib  # lazy: not every command reads tables

    return tomllib.loads((assets.SHARED / "fonts.toml").read_text(encoding="utf-8"))


def pairings() -> Mapping[str, Mapping[str, Any]]:
    """Return the pairings by name, as ``latex_templates/shared/fonts.toml`` has them."""
    return {name: settings for name, settings in _table().items() if "text" in settings}


def face(font: str | Mapping[str, str], part: str, span: Span | None = None) -> Face:
    """Return the face for a part of a CV by ``design.font``, which names a font for text at least.

    The font for text serves for headings, too, but not for code. Raises CvgenError if there is no such font.
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
    width_difference: float  # from normal, whether condensed or expanded
    weight: float
    italic: bool
    name: str  # for XeTeX; empty if the path has characters that XeTeX would misread


@cache
def _families() -> Mapping[str, tuple[_File, ...]]:
    """Return the files of every installed family that XeTeX opens; none where there is no fontconfig."""
    from cvgen.system import fontconfig

    families: dict[str, list[_File]] = {}
    for font in fontconfig.installed_fonts():
        files = families.setdefault(font.family, [])
        # XeTeX opens no variable fonts. A font with a range of weights, which is no number, is one, too.
        if font.is_variable or font.weight is None:
            continue
        number = font.number & 0xFFFF
        name = f"[{font.file}:{number}]" if number else f"[{font.file}]"
        if _SPECIAL_IN_FILE.search(str(font.file)):
            name = ""
        width_difference = abs(font.width - _NORMAL) if font.width is not None else 0
        files.append(_File(width_difference, font.weight, font.is_slanted, name))
    return {family: tuple(files) for family, files in families.items()}


def _installed(name: str, span: Span | None) -> Face:
    families = _families()
    family = next((each for each in families if each.casefold() == name.casefold()), None)
    if families and family is None:
        near = did_you_mean(name, [*families, *pairings()])
        hint = near or f"install it, or choose one of cvgen's: {', '.join(pairings())}"
        raise CvgenError.of(f'no font "{name}" is installed', span, hint, code="font-missing")
    if family is not None and not families[family]:
        hint = f"install its static files, or choose one of cvgen's: {', '.join(pairings())}"
        message = f'the font "{family}" cannot be used: XeTeX opens no variable fonts'
        raise CvgenError.of(message, span, hint, code="font-variable")
    tex_name = _SPECIAL.sub("", name)
    files = [file for file in families[family] if file.name] if family is not None else []
    if files:
        # In a family without bold or italic, the nearest face stands in.
        faces = (
            _nearest(files, _REGULAR, italic=False),
            _nearest(files, _BOLD, italic=False),
            _nearest(files, _REGULAR, italic=True),
            _nearest(files, _BOLD, italic=True),
        )
    else:  # no fontconfig, or no file whose path XeTeX reads: TeX looks for the font by its name
        faces = (tex_name, f"{tex_name}/B", f"{tex_name}/I", f"{tex_name}/BI")
    sans = any(word in name.casefold() for word in ("sans", "gothic", "grotesk", "grotesque"))
    return Face(tex_name, pairing=False, faces=faces, features="", scale=1.0, serif=not sans, smallcaps=False)


def _nearest(files: Sequence[_File], weight: float, *, italic: bool) -> str:
    def distance(file: _File) -> tuple[float, bool, float, str]:
        return file.width_difference, file.italic is not italic, abs(file.weight - weight), file.name

    return min(files, key=distance).name
