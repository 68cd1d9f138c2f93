"""Exports PDF: what TeX typeset, tagged and described by step 6."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cvgen.exporters import RenderedDocument

NEEDS: Final = "pdf"


def export(rendered: RenderedDocument) -> Mapping[str, bytes]:
    """Return the PDF."""
    assert rendered.pdf is not None
    return {f"{rendered.name}.pdf": rendered.pdf}
