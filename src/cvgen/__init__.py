"""cvgen: one CV in YAML, typeset by LaTeX in several layouts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["__version__", "render"]

if TYPE_CHECKING:
    from cvgen.pipeline import RenderResult


def render(
    path: str | Path,
    style: str = "classic",
    output_dir: str | Path = "build",
    formats: Sequence[str] = ("pdf", "tex"),
) -> RenderResult:
    """Render a profile in one style: ``<output_dir>/<profile>-<style>.pdf`` and ``.tex``.

    Raises ``cvgen.diagnostics.CvgenError`` with every problem found.
    """
    import os

    from cvgen import engine, latex, pipeline  # importing cvgen costs nothing

    xelatex = engine.XeLatex(os.environ, os.environ.get("SOURCE_DATE_EPOCH"))
    return pipeline.render(Path(path), latex.load_style(style), xelatex, Path(output_dir), formats)
