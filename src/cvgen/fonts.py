"""The faces that a design names: those of cvgen's own pairings, or of a family that is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from cvgen import assets
from cvgen.diagnostics import CvgenError, Span, did_you_mean

PARTS: Final = ("text", "heads", "mono")
_REGULAR: Final = 80  # fontconfig's numbers for weights
_BOLD: Final = 200
_LISTING: Final = "%{family[0]}|%{weight}|%{slant}|%{width}|%{variable}|%{file}|%{index}\n"
_LIST_SECONDS: Final = 30
_UNSPEAKABLE: Final = re.compile(r'[]\\{}#$%&~^":;\x00-\x1f]')  # in a file's name, to TeX or XeTeX


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


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((assets.STYLES / "shared" / "fonts.toml").read_text(encoding="utf-8"))


def pairings() -> Mapping[str, Mapping[str, Any]]:
    """The pairings by name, as ``latex_templates/shared/fonts.toml`` has them."""
    return {name: settings for name, settings in _table().items() if "text" in settings}


def face(font: str | Mapping[str, str], part: str, span: Span | None = None) -> Face:
    """The face for a part of a CV by ``design.font``; raises CvgenError if there is no such font.

    A family that is named for text serves for headings, too, but not for code.
    """
    named = {"text": font, "heads": font} if isinstance(font, str) else font
    name = named.get(part, "" if part == "mono" else next(iter(named.values())))
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
    weight: float
    italic: bool
    name: str  # as XeTeX takes it


@cache
def _families() -> Mapping[str, tuple[_File, ...]]:
    """The files of every installed family, by fontconfig; empty where there is none."""
    program = shutil.which("fc-list")
    if program is None:
        return {}
    try:
        run = subprocess.run(
            [program, "--format", _LISTING], capture_output=True, timeout=_LIST_SECONDS, text=True, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return {}
    found: dict[str, list[_File]] = {}
    for line in run.stdout.splitlines():
        fields = line.split("|")
        if len(fields) != len(_LISTING.split("|")):
            continue
        family, weight, slant, width, variable, file, index = fields
        # XeTeX opens no variable fonts, and condensed ones are others than those meant.
        if variable == "True" or width not in {"", "100"} or not weight.replace(".", "").isdigit():
            continue
        if _UNSPEAKABLE.search(file):
            continue
        number = int(index or 0) & 0xFFFF
        name = f"[{file}:{number}]" if number else f"[{file}]"
        found.setdefault(family, []).append(_File(float(weight), slant not in {"", "0"}, name))
    return {family: tuple(files) for family, files in found.items()}


def _installed(name: str, span: Span | None) -> Face:
    families = _families()
    if not families:  # no fontconfig: TeX says whether it finds the font
        faces = (name, f"{name}/B", f"{name}/I", f"{name}/BI")
    else:
        family = next((each for each in families if each.casefold() == name.casefold()), None)
        if family is None:
            near = did_you_mean(name, [*families, *pairings()])
            hint = near or f"install it, or choose one of cvgen's: {', '.join(pairings())}"
            raise CvgenError.of(f'no font "{name}" is installed', span, hint)
        files = families[family]
        # A family without bold or italic serves with what is nearest.
        faces = (
            _nearest(files, _REGULAR, italic=False),
            _nearest(files, _BOLD, italic=False),
            _nearest(files, _REGULAR, italic=True),
            _nearest(files, _BOLD, italic=True),
        )
    sans = any(word in name.casefold() for word in ("sans", "gothic", "grotesk", "grotesque"))
    return Face(name, pairing=False, faces=faces, features="", scale=1.0, serif=not sans, smallcaps=False)


def _nearest(files: tuple[_File, ...], weight: float, *, italic: bool) -> str:
    return min(files, key=lambda file: (file.italic is not italic, abs(file.weight - weight), file.name)).name
