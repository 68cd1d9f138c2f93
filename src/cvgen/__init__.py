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
    *,
    settings: Sequence[str] = (),
    pages: int | None = None,
    drop: bool = False,
    strict: bool = False,
    check: bool = True,
    standards: bool = True,
) -> RenderResult:
    """Render a profile in one style: ``<output_dir>/<profile>-<style>.pdf`` and ``.tex``.

    ``style`` is the name of a layout or the path of a folder with one; ``settings`` are options such as
    ``design.paper=letter``; ``pages``, ``drop`` and ``strict`` are those of the command line, ``check`` is its
    ``--check`` and ``standards`` its ``--pdf-standard``. Raises ``cvgen.diagnostics.CvgenError`` with every problem
    found.
    """
    import os

    from cvgen import engine, pipeline  # importing cvgen costs nothing
    from cvgen import style as layouts

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    xelatex = engine.XeLatex(os.environ, epoch)
    return pipeline.render(
        Path(path),
        layouts.load(style),
        xelatex,
        Path(output_dir),
        formats,
        settings=settings,
        pages=pages,
        drop=drop,
        strict=strict,
        check=check,
        standards=standards,
        epoch=int(epoch) if epoch is not None else None,
    )
