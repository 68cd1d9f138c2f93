"""Exports LaTeX: what the PDF is made from, with the packages and the photo that it needs in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cvgen.exporters import RenderedDocument

NEEDS: Final = "tex"


def export(rendered: RenderedDocument) -> Mapping[str, bytes]:
    """Return the LaTeX, its packages and its photo."""
    assert rendered.tex is not None
    beside = {
        name: file if isinstance(file, bytes) else file.read_bytes() for name, file in rendered.tex.assets.items()
    }
    return {f"{rendered.name}.tex": rendered.tex.text.encode(), **beside}
