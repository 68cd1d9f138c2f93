"""What tests share: the checkout's folders, and PDFs that are made once."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from cvgen import engine, latex, pipeline
from cvgen.pipeline import RenderResult

ROOT = Path(__file__).parent.parent
PEOPLE = sorted((ROOT / "cv").glob("*.yaml"))
SAMPLES = ROOT / "tests" / "samples"
STYLES = latex.style_names()


@dataclass(frozen=True)
class Rendered:
    """A finished document: where it is, and what the pipeline said of it."""

    pdf: Path
    result: RenderResult


Render: TypeAlias = Callable[[Path, str], Rendered]


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Render:
    """Renders a profile in a style, each pair once a session."""
    folder = tmp_path_factory.mktemp("rendered")

    @cache
    def render(profile: Path, style: str) -> Rendered:
        result = pipeline.render(profile, latex.load_style(style), engine.XeLatex(os.environ), folder)
        return Rendered(result.files[0], result)

    return render
