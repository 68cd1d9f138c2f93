"""Profiles, styles and logs for the tests of the pipeline, and how these render them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request, Result
from cvgen.steps.engine import RunStatus, TexEngine
from cvgen.steps.engine.contract import TexSource
from tests.fakes import FakeEngine

PACKAGES = ["cvgen-classic.sty", "cvgen-fonts.sty", "cvgen-icons.sty", "cvgen.sty"]
YAML = """\
basics:
  name: Ann
  label: Ж and Щ
sections:
  - title: Things
    kind: bullets
    entries:
      - one ♞
      - two ♞
"""

ELASTIC = """\
description = "Classic, and as elastic as can be"

[design]
size = 10
accent = "#1F3A5F"
font = "libertine-garamond"

[limits]
size = [8.0, 12.0]
density = [0.5, 1.5]
"""
SIX = """\
basics:
  name: Ann
sections:
  - title: Things
    kind: bullets
    entries:
      - always
      - { text: seldom, priority: 5 }
      - { text: often, priority: 2 }
      - { text: as seldom, priority: 5 }
      - { text: first to go, priority: 9 }
      - always, too
"""


def render(profile: Path, fake: TexEngine, build: Path, style: str = "classic", **options: Any) -> Result:
    # The pages of fake engines are blank: nothing of the profile is to be read there.
    return rendering.render(Request(profile, style, build, check=False, **options), fake)


def refused(profile: Path, fake: TexEngine, build: Path) -> Diagnostic:
    """The only problem of a render that fails."""
    with pytest.raises(CvgenError) as raised:
        render(profile, fake, build)
    [problem] = raised.value.diagnostics
    return problem


def several(build: Path, *texts: str, style: str = "classic", **options: Any) -> list[Request]:
    """Orders for profiles with these names, n0 and on."""
    requests = []
    for number, text in enumerate(texts):
        path = build.parent / f"n{number}.yaml"
        path.write_text(YAML.replace("Ann", text), encoding="utf-8")
        requests.append(Request(path, style, build, check=False, **options))
    return requests


def failing(log: str = "") -> FakeEngine:
    return FakeEngine(lambda _: RunStatus.FAILED, lambda _: log)


def landed(*marks: str) -> Callable[[TexSource], str]:
    """A log of what landed where: ``kind line page down``, down in points on pages of 600."""
    notes = "".join(
        f"cvgen: {kind} {number} {line} main {page} {(600 - int(down)) * 65536}\n"
        for number, (kind, line, page, down) in enumerate(map(str.split, marks))
    )
    return lambda _: f"cvgen: page {600 * 65536} {600 * 65536} {12 * 65536}\n{notes}"


def elastic(six: Path) -> Path:
    """The folder of its style."""
    return six.parent / "classic"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
