"""Make the pictures and the page of the gallery from the PDFs of its people; ``make gallery`` runs this."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from cvgen.look import styles

HERE = Path(__file__).parent
DPI = 150
COLOURS = 48  # of a picture: text and one accent need no more, and files are a fourth as large
PAGES = {"engineer": 1, "academic": 2, "sample": 1}  # how many of each are shown

PAGE = """\
# Gallery

Each style shows an [engineer](engineer.yaml) on one page and an [academic](academic.yaml) on two, and the first page of a
[profile](sample.yaml) that has a section of every kind. `make gallery` makes the page and its pictures.

"""


def draw(pdf: Path, name: str, count: int) -> list[str]:
    """Draw the first pages of a PDF, and return the names of the pictures."""
    names = []
    with tempfile.TemporaryDirectory() as folder:
        for page in range(1, count + 1):
            target = Path(folder) / "page"
            options = ["-png", "-singlefile", "-r", str(DPI), "-f", str(page)]
            subprocess.run(["pdftoppm", *options, str(pdf), str(target)], check=True)  # noqa: S607 (on PATH)
            picture = f"{name}-{page}.png" if count > 1 else f"{name}.png"
            with Image.open(target.with_suffix(".png")) as image:
                image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(HERE / picture, optimize=True)
            names.append(picture)
    return names


def main(pdfs: Path) -> None:
    """Draw the pages of each style's PDFs, and write the page that shows them."""
    for old in HERE.glob("*-*.png"):
        old.unlink()
    small, large = "", ""
    for style in styles.names():
        pictures = [
            (person, picture)
            for person, count in PAGES.items()
            for picture in draw(pdfs / f"{person}-{style}.pdf", f"{style}-{person}", count)
        ]
        small += f'  <a href="#{style}"><img src="{pictures[0][1]}" width="32%" alt="The style {style}"></a>\n'
        rows = "".join(
            f'  <a href="{picture}"><img src="{picture}" width="49%" alt="The {person} in the style {style}"></a>\n'
            for person, picture in pictures
        )
        large += f"\n## {style}\n\n{styles.load(style).description}.\n\n<p>\n{rows}</p>\n"
    (HERE / "README.md").write_text(f"{PAGE}<p>\n{small}</p>\n{large}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
