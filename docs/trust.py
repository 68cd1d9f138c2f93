"""Makes docs/trust.md from PDFs of the people and the samples in every style; ``make trust`` calls it."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from standards import standards
from tests.end_to_end.extraction import EXTRACTORS, Column, ReadBack, columns, letters, read_back
from tests.end_to_end.test_round_trip import BESIDE, JOINED

from cvgen.look import design, styles
from cvgen.pipeline import rendering
from cvgen.steps import document as document_step

ROOT: Final = Path(__file__).parent.parent
PAGE: Final = Path(__file__).parent / "trust.md"
LANGUAGES: Final = ROOT / "tests" / "samples" / "languages"
PROFILES: Final = (*sorted((ROOT / "cv").glob("*.yaml")), ROOT / "tests" / "samples" / "every-kind.yaml")
SCRIPTS: Final = tuple(LANGUAGES / f"{tag}.yaml" for tag in ("el", "ru", "zh-Hans", "zh-Hant", "ja", "ko"))
MISSING_SHOWN: Final = 3

INTRODUCTION: Final = """\
# What a PDF of cvgen gives back

The five profiles in [`cv/`](../cv) and [samples](../tests/samples) are rendered in every style, and the text is taken
out again by five extractors, each with its default settings. It is held against the document that cvgen builds from the
YAML, so that dates count as they print and titles that cvgen adds count, too. `make trust` does this anew and writes this
page; `make test-all` fails where less is read than is promised.
"""

COUNTING: Final = """\
A word counts as often as it is printed, and only if it stands there whole, with its own punctuation. A character of
Chinese or Japanese counts as a word. Words are *in order* if all texts of the document (a paragraph, an item of a list,
the title of a section, the head of an entry) stand one after the other, each in one piece; within the head of an entry,
the style chooses what comes first. *n out of place*: so many texts have to be left out for the others to be in order.
"""

UNPROMISED: Final = """\
## What is not promised, and why

- **The order of pdftotext and pdfminer.six in `portfolio`, `timeline` and `sidebar`.** pypdf, pypdfium2 and PyMuPDF go by
  the order in which a page is drawn; cvgen draws it in the order of the document, and all three are promised to give it
  back in every style. The other two go by where words stand. Gaps within a line are filled with spaces for them, so that
  dates at the end of lines stay in order; but a date or a label of two lines in a column beside the text is mixed with
  the text, line by line. `pdftotext -raw` goes by the drawing, too.
- **The order of the two columns of `sidebar`.** Each column is in order. Those who go by the drawing have the one beside
  the text after the text, page by page.
- **Right-to-left scripts.** A PDF has letters from left to right, as they are seen. Each extractor has its own way to turn
  them round: some do, some give words backwards, some lose the spaces between words.
- **Scripts that join or move letters,** such as Devanagari, and some pairs of Arabic letters: a glyph is not a letter
  there, and what it is read as depends on the extractor.
- **Spaces in Chinese and Japanese** are not counted: there are none, but an extractor may see some.
"""


def main(pdfs: Path) -> None:
    """Write the page from the PDFs in a folder."""
    PAGE.write_text("\n".join(section(pdfs).strip() + "\n" for section in SECTIONS), encoding="utf-8")


# --- the sections of the page ---------------------------------------------------------------------


def people(pdfs: Path) -> str:
    """A row for each profile and style."""
    rows = []
    for profile in PROFILES:
        for style in styles.names():
            wanted = expected(profile, style)
            read = [read_back(text, wanted) for text in texts(pdfs, profile, style)]
            rows.append([f"[{profile.stem}]({link(profile)}), {style}", *map(cell, read)])
    return f"## Profiles\n\n{COUNTING}\n{table('', rows)}"


def scripts(pdfs: Path) -> str:
    """A row for each script, with the worst of all styles."""
    rows = []
    for profile in SCRIPTS:
        read = [
            [read_back(text, expected(profile, style)) for text in texts(pdfs, profile, style)]
            for style in styles.names()
        ]
        worst = [max(each, key=lambda one: (len(one.missing), len(one.displaced))) for each in zip(*read, strict=True)]
        rows.append([name(profile), *map(cell, worst)])
    return (
        f"## Other scripts\n\nOf the {len(styles.names())} styles, the one with the worst result.\n\n{table('', rows)}"
    )


def joined_scripts(pdfs: Path) -> str:
    """A row for each language whose letters join, move or run from right to left."""
    rows = []
    for profile in JOINED:
        found = [
            [letters(text, expected(profile, style)) for text in texts(pdfs, profile, style)]
            for style in styles.names()
        ]
        worst = [min(each, key=lambda one: one.as_typed + one.reversed) for each in zip(*found, strict=True)]
        rows.append([name(profile), *map(str, worst)])
    return f"""\
## Scripts that join letters, move them or run from right to left

No request is promised. A word counts if its letters stand together, punctuation and the marks of direction set aside; those
read backwards are given apart. Of the {len(styles.names())} styles, the one with the worst result.

{table("", rows)}"""


def versions(_: Path) -> str:
    """Which extractors these were."""
    shown = subprocess.run(["pdftotext", "-v"], check=True, capture_output=True, encoding="utf-8").stderr  # noqa: S607 (on PATH)
    found = re.search(r"version (\S+)", shown)
    rows = [
        [each, found[1] if found else "?"] if each == "pdftotext" else [each, importlib.metadata.version(each)]
        for each in EXTRACTORS
    ]
    lines = "\n".join(f"| {each} | {version} |" for each, version in rows)
    return f"## The extractors\n\n| | version |\n|---|---|\n{lines}"


# In the order of the page; a section takes the folder of the PDFs.
SECTIONS: Final[tuple[Callable[[Path], str], ...]] = (
    lambda _: INTRODUCTION,
    people,
    scripts,
    joined_scripts,
    standards,
    lambda _: UNPROMISED,
    versions,
)


# --- what stands in them --------------------------------------------------------------------------


def expected(profile: Path, style: str) -> tuple[Column, ...]:
    """What a profile prints in a style."""
    valid = rendering.load(profile)
    document = document_step.build(valid)
    return columns(document, design.resolve(styles.load(style), *valid.design), beside=style in BESIDE)


def texts(pdfs: Path, profile: Path, style: str) -> Iterator[str]:
    """What each extractor reads."""
    return (extract(pdfs / f"{profile.stem}-{style}.pdf") for extract in EXTRACTORS.values())


def cell(read: ReadBack) -> str:
    """The result, and of the missing words the first ones."""
    shown = f"{read.wanted - len(read.missing)}/{read.wanted} words, "
    shown += f"{len(read.displaced)} out of place" if read.displaced else "in order"
    if read.missing:
        few = ", ".join(f"`{word}`" for word in read.missing[:MISSING_SHOWN])
        shown += f"; without {few}{' …' if len(read.missing) > MISSING_SHOWN else ''}"
    return shown


def name(profile: Path) -> str:
    """A language by its name, with a link to its sample."""
    return f"[{document_step.build(rendering.load(profile)).language.name}]({link(profile)})"


def link(profile: Path) -> str:
    """Where a profile is, seen from the page."""
    return f"../{profile.relative_to(ROOT)}"


def table(corner: str, rows: list[list[str]]) -> str:
    """A table with a column for each extractor."""
    lines = [[corner, *EXTRACTORS], ["---", *("---" for _ in EXTRACTORS)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
