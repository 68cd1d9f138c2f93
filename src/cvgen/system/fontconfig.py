"""The fonts that are installed, as fontconfig lists them."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path
from typing import Final, NamedTuple

_FIELDS: Final = ("family[0]", "weight", "slant", "width", "variable", "file", "index", "family")
_SECONDS: Final = 30


class InstalledFont(NamedTuple):
    """A face in a file; weight and width are fontconfig's numbers, None where there is none, or a range of them."""

    family: str
    families: tuple[str, ...]  # the name in all languages
    weight: float | None
    width: float | None
    is_slanted: bool
    is_variable: bool
    file: Path
    number: int  # in a collection; the upper 16 bits number the instances of a variable font


def program(search_path: str | None = None) -> str | None:
    """Return the path of fc-list on a ``PATH``, this process's if none is given; None if it is not installed."""
    return shutil.which("fc-list", path=search_path)


def installed_fonts(search_path: str | None = None) -> tuple[InstalledFont, ...]:
    """Return all installed fonts by the fc-list on a ``PATH``, see ``program``: none without it, or if it fails."""
    fc_list = program(search_path)
    return _listed(fc_list) if fc_list else ()


@functools.cache
def _listed(fc_list: str) -> tuple[InstalledFont, ...]:
    template = "|".join(f"%{{{field}}}" for field in _FIELDS)
    try:
        run = subprocess.run([fc_list, "--format", f"{template}\n"], capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    lines = (line.split(b"|") for line in run.stdout.splitlines())
    return tuple(_font(*line) for line in lines if len(line) == len(_FIELDS))


def _font(
    family: bytes,
    weight: bytes,
    slant: bytes,
    width: bytes,
    variable: bytes,
    file: bytes,
    index: bytes,
    families: bytes,
) -> InstalledFont:
    return InstalledFont(
        _text(family),
        tuple(_text(families).split(",")),
        _number(weight),
        _number(width),
        slant not in {b"", b"0"},
        variable == b"True",
        Path(os.fsdecode(file)),
        int(index) if index.isdigit() else 0,
    )


def _text(field: bytes) -> str:
    return field.decode("utf-8", "replace")


def _number(field: bytes) -> float | None:
    return float(field) if field.replace(b".", b"", 1).isdigit() else None
