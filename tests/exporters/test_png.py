"""Pictures of pages: one for each page, at the resolution that the module names."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from cvgen.exporters import RenderedDocument, png
from tests.conftest import SAMPLES, Render


def test_each_page_has_its_picture(rendered: Render) -> None:
    done = rendered(SAMPLES / "every-kind.yaml", "classic")
    pictures = png.export(_with_pdf(done.pdf))
    pages = done.result.pages
    assert list(pictures) == [f"zoe-{number}.png" for number in range(1, (pages or 0) + 1)]
    sizes = {Image.open(io.BytesIO(content)).size for content in pictures.values()}
    assert sizes == {(1241, 1754)}  # A4 at 150 dots per inch


def _with_pdf(path: Path) -> RenderedDocument:
    return RenderedDocument("zoe", "classic", *(None,) * 4, path.read_bytes())  # type: ignore[arg-type]  # it reads the PDF alone
