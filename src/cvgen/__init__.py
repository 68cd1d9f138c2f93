"""cvgen: one CV in YAML, typeset by LaTeX in several styles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["__version__", "render"]

if TYPE_CHECKING:
    from cvgen.pipeline.orders import RenderResult


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
    ``--check`` and ``standards`` its ``--pdf-standard``. The engine is that of the environment's CVGEN_ENGINE, or the
    best that is installed. Raises ``cvgen.diagnostics.CvgenError`` with every problem
    found.
    """
    from cvgen import environment  # importing cvgen costs nothing
    from cvgen.pipeline import pipeline
    from cvgen.pipeline.orders import Order

    order = Order(
        Path(path),
        style,
        Path(output_dir),
        tuple(formats),
        tuple(settings),
        pages,
        drop,
        strict,
        check,
        standards,
        environment.epoch(),
    )
    cache = environment.cache_folder()
    return pipeline.render(order, environment.engine(None, cache), cache)
