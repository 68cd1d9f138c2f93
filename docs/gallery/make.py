"""Makes the gallery's pictures and its page from the sample's PDFs; ``make gallery`` calls it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cvgen.look import styles

HERE = Path(__file__).parent
DPI = 80

PAGE = """\
# Gallery

One [profile](sample.yaml), with a section of every kind, in every style: the first page of each. `make gallery` makes
this page and its pictures.

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
