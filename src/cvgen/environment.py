"""Reads what the environment says to cvgen: CVGEN_CACHE, CVGEN_ENGINE and SOURCE_DATE_EPOCH.

The command line and the Python interface call this; what is below them gets it passed in.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from cvgen.diagnostics import CvgenError

if TYPE_CHECKING:
    from cvgen.steps.engine import TexEngine


def cache_folder() -> Path:
    """Return the folder for the engine, its fonts and its formats: CVGEN_CACHE, or what is usual on this system."""
    if chosen := os.environ.get("CVGEN_CACHE"):
        return Path(chosen).absolute()
    import platformdirs

    return platformdirs.user_cache_path("cvgen")


def epoch() -> int | None:
    """Return the date for new PDFs, in seconds since 1970; None if they are to have none."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if seconds is None:
        return None
    if not re.fullmatch("[0-9]{1,11}", seconds):
        raise CvgenError.of(
            f'SOURCE_DATE_EPOCH is "{seconds}"', hint="it must be a number of seconds since 1970", code="bad-epoch"
        )
    return int(seconds)


def engine(name: str | None, cache: Path, *, is_needed: bool = True) -> TexEngine:
    """Return the engine of a name, of CVGEN_ENGINE, or the best that is installed; raises CvgenError without one."""
    if name is None and not is_needed:
        from cvgen.steps.engine.contract import NoEngine

        return NoEngine()
    from cvgen.install import engines

    name = name or os.environ.get("CVGEN_ENGINE") or None
    return engines.choose(name, cache, os.environ, epoch())
