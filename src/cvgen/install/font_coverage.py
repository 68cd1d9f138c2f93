"""Says which of the fonts that cvgen uses are there, in bundles or installed: by pairing and by script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from cvgen.look import fonts

# Returns which of the fonts are in a bundle, and which are installed.
Search: TypeAlias = Callable[[set[str]], tuple[set[str], set[str]]]

# The fonts that stand in for letters and signs that a font lacks, by a file of each: those that cvgen-fonts.sty tries.
STAND_INS: Final[Mapping[str, tuple[str, ...]]] = {
    "Latin, Greek, Cyrillic": ("NotoSerif-Regular.ttf", "NotoSans-Regular.ttf"),
    "symbols": ("Symbola_hint.ttf", "NotoSansSymbols-Regular.ttf", "NotoSansSymbols2-Regular.ttf"),
    "mathematics": ("NotoSansMath-Regular.ttf",),
    "Arabic": ("NotoNaskhArabic-Regular.ttf", "NotoSansArabic-Regular.ttf"),
    **{
        script: (f"NotoSerif{script}-Regular.ttf", f"NotoSans{script}-Regular.ttf")
        for script in (
            *("Hebrew", "Devanagari", "Thai", "Armenian", "Bengali", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi"),
            *("Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Sinhala", "Tamil", "Telugu"),
        )
    },
}
_CJK: Final = ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc")
# By file, or by family where the system brings them.
HAN: Final[Mapping[str, tuple[str, ...]]] = {
    "simplified Chinese": (*_CJK, "FandolSong-Regular.otf", "Songti SC", "PingFang SC", "SimSun", "Microsoft YaHei"),
    "traditional Chinese": (*_CJK, "Songti TC", "PingFang TC", "PMingLiU", "Microsoft JhengHei"),
    "Japanese": (*_CJK, "HaranoAjiMincho-Regular.otf", "Hiragino Mincho ProN", "Hiragino Sans"),
    "Korean": (*_CJK, "UnBatang.ttf", "UnDotum.ttf", "AppleMyungjo", "Apple SD Gothic Neo"),
}


class Coverage(NamedTuple):
    """The pairings or scripts whose fonts are in a bundle, are installed, or are missing."""

    bundled: Sequence[str]
    installed: Sequence[str]
    missing: Sequence[str]

    def text(self, unit: str = "") -> str:
        """Return the numbers as text, such as ``3 of 4 pairings in the bundle``."""
        total = f"{sum(map(len, self))}{unit}"
        parts = [f"{len(self.bundled)} of {total} in the bundle"] if self.bundled else []
        parts += [f"{len(self.installed)} of {total} installed"] if self.installed else []
        return ", ".join(parts) or f"none of {total}"


def of_pairings(search: Search) -> Coverage:
    """Return which pairings for ``design.font`` are complete."""
    files = {name: pairing_files(name) for name in fonts.pairings()}
    bundled, installed = search({file for each in files.values() for file in each})
    return _sorted(files, lambda each: each <= bundled, lambda each: each <= bundled | installed)


def of_scripts(table: Mapping[str, Iterable[str]], search: Search) -> Coverage:
    """Return for which scripts of ``STAND_INS`` or ``HAN`` there is a font."""
    files = {script: {*names} for script, names in table.items()}
    bundled, installed = search({file for each in files.values() for file in each})
    return _sorted(files, lambda each: bool(each & bundled), lambda each: bool(each & installed))


def pairing_files(pairing: str) -> set[str]:
    """Return the font files of a pairing."""
    faces = (face for part in fonts.PARTS for face in fonts.face(pairing, part).faces)
    return {re.sub(r"[\[\]]", "", face) for face in faces}


def _sorted(
    files: Mapping[str, set[str]], is_bundled: Callable[[set[str]], bool], is_installed: Callable[[set[str]], bool]
) -> Coverage:
    bundled = [name for name, each in files.items() if is_bundled(each)]
    installed = [name for name, each in files.items() if name not in bundled and is_installed(each)]
    return Coverage(bundled, installed, [name for name in files if name not in {*bundled, *installed}])
