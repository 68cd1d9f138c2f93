"""Make the pictures and the page of the gallery from the PDFs of the sample; ``make gallery`` runs this."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cvgen.look import styles

HERE = Path(__file__).parent
DPI = 80

PAGE = """\
# Gallery

This page shows one [profile](sample.yaml), which has a section of every kind, in every style: the first page of each PDF.
`make gallery` makes the page and its pictures.

"""


def main(pdfs: Path) -> None:
    """Draw the first page of each style's PDF, and write the page that shows them."""
    small, large = "", ""
    for name in styles.names():
        source = pdfs / f"sample-{name}.pdf"
        subprocess.run(
            ["pdftoppm", "-png", "-singlefile", "-r", str(DPI), str(source), str(HERE / name)],  # noqa: S607 (on PATH)
            check=True,
        )
        small += f'  <a href="#{name}"><img src="{name}.png" width="32%" alt="The style {name}"></a>\n'
        large += (
            f"\n## {name}\n\n{styles.load(name).description}.\n\n![The first page in the style {name}]({name}.png)\n"
        )
    (HERE / "README.md").write_text(f"{PAGE}<p>\n{small}</p>\n{large}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
