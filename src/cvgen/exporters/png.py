"""Exports pictures of the pages, at 150 dots per inch."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cvgen.exporters import RenderedDocument

NEEDS: Final = "pdf"
_RESOLUTION: Final = 150  # dots per inch


def export(rendered: RenderedDocument) -> Mapping[str, bytes]:
    """Return a picture of each page; the first has no number in its name if it is the only one."""
    import pypdfium2

    assert rendered.pdf is not None
    pictures = {}
    with pypdfium2.PdfDocument(rendered.pdf) as pdf:
        for number, page in enumerate(pdf, 1):
            stream = io.BytesIO()
            page.render(scale=_RESOLUTION / 72).to_pil().save(stream, "PNG", optimize=True)
            suffix = f"-{number}" if len(pdf) > 1 else ""
            pictures[f"{rendered.name}{suffix}.png"] = stream.getvalue()
    return pictures
