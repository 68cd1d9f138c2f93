"""Makes docs/trust.md from the PDFs of the profiles and the samples in every style; ``make trust`` runs it."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final

from standards import standards
from tests.end_to_end.extraction import (
    EXTRACTORS,
    STRUCTURE_READERS,
    Column,
    ReadBack,
    columns,
    letters,
    read_back,
)
from tests.end_to_end.parsing import compare, fields_of
from tests.end_to_end.test_round_trip import BESIDE, JOINED

from cvgen.look import design, styles
from cvgen.steps import document as document_step
from cvgen.steps.profile import load as load_profile

ROOT: Final = Path(__file__).parent.parent
PAGE: Final = Path(__file__).parent / "trust.md"
LANGUAGES: Final = ROOT / "tests" / "samples" / "languages"
PROFILES: Final = (*sorted((ROOT / "cv").glob("*.yaml")), ROOT / "tests" / "samples" / "every-kind.yaml")
SCRIPTS: Final = tuple(LANGUAGES / f"{tag}.yaml" for tag in ("el", "ru", "zh-Hans", "zh-Hant", "ja", "ko"))
MISSING_SHOWN: Final = 3

INTRODUCTION: Final = """\
# What a PDF of cvgen gives back

`make trust` makes this page. It renders the five profiles in [`cv/`](../cv) and [samples](../tests/samples) in every style, and
five extractors, with their default settings, read the text of the PDFs. It then compares the text with the document that cvgen
builds from the YAML: dates count as they are printed, and titles that cvgen adds count, too. `make test-all` fails if
an extractor reads less than is promised.
"""

COUNTING: Final = """\
A word counts as often as it is printed, and only if the extractor reads all of it, with its punctuation. Each Chinese or
Japanese character counts as a word. The words are *in order* if all texts of the document (paragraphs, items of lists, titles of
sections, heads of entries) follow each other, and each is in one piece; within the head of an entry, the style chooses the order.
*n out of place* means: without n of the texts, the others are in order.
"""

PARSERS: Final = """\
## Résumé parsers

Applicant tracking systems fill in a form from a PDF. The parser of `cvgen check FILE.pdf` does so by the algorithm that
[OpenResume](https://www.open-resume.com/resume-parser) describes: pieces of text become lines, lines become sections by titles that stand
alone, and each field is the text that fits it best. A job counts if its organisation, position and dates, and all its
bullets, are found and belong together; a school, if its name, degree and dates are. The other rows count the texts (see below) that each reader has
in the order of the document. All counts are of all profiles together.
"""
FIELDS: Final = {
    "name": "names", "mail": "e-mail addresses", "phone": "phone numbers", "place": "places", "links": "addresses of pages",
    "jobs": "jobs", "schools": "schools", "skills": "groups of skills",
}  # fmt: skip

UNPROMISED: Final = """\
## What is not promised, and why

- **The order of pdftotext and pdfminer.six in `portfolio`, `timeline` and `sidebar`.** pypdf, pypdfium2 and PyMuPDF read a
  page in the order in which it is drawn. cvgen draws it in the order of the document, so these three are promised to read every
  style in order. The other two go by the places of the words. cvgen fills gaps within a line with spaces for them, so that
  dates at the ends of lines stay in order. But if a date or a label in a column beside the text has two lines, they mix it with
  the text, line by line. `pdftotext -raw` also goes by the order of drawing.
- **The order of the two columns of `sidebar`.** Each column is in order. Extractors that go by the order of drawing read the
  side column of each page after the text of the page.
- **Right-to-left scripts.** A PDF has letters from left to right, as they are seen. Each extractor reverses them in its
  own way: some read words backwards, some lose the spaces between words.
- **Scripts that join or move letters,** such as Devanagari, and some pairs of Arabic letters: one glyph can be several letters
  or a part of one, and each extractor decides what it reads.
- **Ligatures in Ghostscript.** `gs -sDEVICE=txtwrite` (10.00) reads a glyph that stands for several letters with its bytes
  swapped: "fi" becomes two Chinese characters. The map in the PDF is as ISO 32000-1 (9.10.3) has it, and all readers above
  follow it. Ligatures stay, as their faces are drawn for them; `sidebar` and `timeline`, whose faces have none, are read right.
- **The structure in scripts that join letters, move them or run from right to left.** `pdfinfo -struct-text` and pdfplumber take the
  glyphs of the structure from left to right, and not the text as typed (ActualText) that it has for them; screen readers use that text, and
  cvgen compares it with the profile in each PDF. In `classic`, `sidebar` and `timeline`, the two find at least 117 of 165 words of the
  Arabic sample, 116 of 175 of the Persian, 111 of 153 of the Hebrew (most of these backwards), and 131 of 177 of the Hindi one.
- **Spaces in Chinese and Japanese** are not counted: the text has none, but an extractor may read some.
"""


def main(pdfs: Path) -> None:
    """Write the page from the PDFs in a folder."""
    PAGE.write_text("\n".join(section(pdfs).strip() + "\n" for section in SECTIONS), encoding="utf-8")


# --- the sections of the page ---------------------------------------------------------------------


def people(pdfs: Path) -> str:
    """Return the section with a row for each profile and style."""
    rows = []
    for profile in PROFILES:
        for style in styles.names():
            wanted = expected(profile, style)
            results = [read_back(text, wanted) for text in texts(pdfs, profile, style)]
            rows.append([f"[{profile.stem}]({link(profile)}), {style}", *map(cell, results)])
    return f"## Profiles\n\n{COUNTING}\n{table('', rows)}"


def parsers(pdfs: Path) -> str:
    """Return the section with a column for each style: the fields that a parser fills in, and the words of each reader."""
    documents = {profile: document_step.build(load_profile(profile)) for profile in PROFILES}
    found: dict[str, dict[str, list[bool]]] = {}
    for style in styles.names():
        for profile, document in documents.items():
            for each in compare(document, fields_of(pdfs / f"{profile.stem}-{style}.pdf")):
                found.setdefault(FIELDS[each.field], {}).setdefault(style, []).append(each.found)
    rows = [
        [f"{field}, parser", *(f"{sum(results[style])}/{len(results[style])}" for style in styles.names())]
        for field, results in found.items()
    ]
    for reader, extract in EXTRACTORS.items():
        row = [f"texts in order, {reader}"]
        for style in styles.names():
            results = [
                read_back(extract(pdfs / f"{profile.stem}-{style}.pdf"), expected(profile, style))
                for profile in PROFILES
            ]
            lost, displaced = sum(len(each.missing) for each in results), sum(len(each.displaced) for each in results)
            row.append(
                ", ".join(
                    filter(None, [f"{lost} words lost" if lost else "", f"{displaced} displaced" if displaced else ""])
                )
                or "all"
            )
        rows.append(row)
    return f"{PARSERS}\n{table('', rows, styles.names())}"


def scripts(pdfs: Path) -> str:
    """Return the section with a row for each script, which has the worst result of all styles."""
    rows = []
    for profile in SCRIPTS:
        results = [
            [read_back(text, expected(profile, style)) for text in texts(pdfs, profile, style)]
            for style in styles.names()
        ]
        worst = [
            max(each, key=lambda one: (len(one.missing), len(one.displaced))) for each in zip(*results, strict=True)
        ]
        rows.append([name(profile), *map(cell, worst)])
    return (
        f"## Other scripts\n\nEach cell is the worst result of the {len(styles.names())} styles.\n\n{table('', rows)}"
    )


def joined_scripts(pdfs: Path) -> str:
    """Return the section with a row for each language whose letters join, move or run from right to left."""
    rows = []
    for profile in JOINED:
        results = [
            [letters(text, expected(profile, style)) for text in texts(pdfs, profile, style)]
            for style in styles.names()
        ]
        worst = [min(each, key=lambda one: one.as_typed + one.reversed) for each in zip(*results, strict=True)]
        rows.append([name(profile), *map(str, worst)])
    return f"""\
## Scripts that join letters, move them or run from right to left

No order is promised here. A word counts if its letters are together; punctuation and marks of direction do not count. Words with
reversed letters are counted separately (*backwards*). Each cell is the worst result of the {len(styles.names())} styles.

{table("", rows)}"""


def structure(pdfs: Path) -> str:
    """Return the section with a row for each profile, of the worst style."""
    rows = []
    for profile in (*PROFILES, *SCRIPTS):
        read = [
            [
                read_back(reader(pdfs / f"{profile.stem}-{style}.pdf"), expected(profile, style))
                for reader in STRUCTURE_READERS.values()
            ]
            for style in styles.names()
        ]
        worst = [max(each, key=lambda one: (len(one.missing), len(one.displaced))) for each in zip(*read, strict=True)]
        rows.append([f"[{profile.stem}]({link(profile)})", *map(cell, worst)])
    for profile in JOINED:
        found = [
            [
                letters(reader(pdfs / f"{profile.stem}-{style}.pdf"), expected(profile, style))
                for style in styles.names()
            ]
            for reader in STRUCTURE_READERS.values()
        ]
        least = [min(each, key=lambda one: one.as_typed + one.reversed) for each in found]
        rows.append([name(profile), *map(str, least)])
    return f"""\
## The structure

Screen readers, and programs that turn a PDF into text or a web page by its tags, read its structure tree. The pieces of a
paragraph are joined here as they are. Of the {len(styles.names())} styles, the one with the worst result. The last rows are of scripts that
join letters, move them or run from right to left, counted as in the section above: these two readers take the glyphs from left to right and do not use
the text as typed (ActualText) that the structure has for each such line; screen readers use it, and `cvgen` compares it with the profile in each PDF.

{table("", rows, STRUCTURE_READERS)}"""


def versions(_: Path) -> str:
    """Return the section with the versions of the extractors."""
    message = subprocess.run(["pdftotext", "-v"], check=True, capture_output=True, encoding="utf-8").stderr  # noqa: S607 (on PATH)
    pdftotext = re.search(r"version (\S+)", message)
    rows = [
        [each, pdftotext[1] if pdftotext else "?"] if each == "pdftotext" else [each, importlib.metadata.version(each)]
        for each in EXTRACTORS
    ]
    lines = "\n".join(f"| {each} | {version} |" for each, version in rows)
    return f"## The extractors\n\n| | version |\n|---|---|\n{lines}"


# In the order of the page; a section takes the folder of the PDFs.
SECTIONS: Final[tuple[Callable[[Path], str], ...]] = (
    lambda _: INTRODUCTION,
    parsers,
    people,
    scripts,
    joined_scripts,
    structure,
    standards,
    lambda _: UNPROMISED,
    versions,
)


# --- rows and cells -------------------------------------------------------------------------------


def expected(profile: Path, style: str) -> tuple[Column, ...]:
    """Return the texts that a profile prints in a style."""
    valid = load_profile(profile)
    document = document_step.build(valid)
    return columns(document, design.resolve(styles.load(style), *valid.design), beside=style in BESIDE)


def texts(pdfs: Path, profile: Path, style: str) -> Iterator[str]:
    """Return the text that each extractor reads in the PDF of a profile in a style."""
    return (extract(pdfs / f"{profile.stem}-{style}.pdf") for extract in EXTRACTORS.values())


def cell(result: ReadBack) -> str:
    """Return a result as a cell of the table, with the first of the missing words."""
    text = f"{result.wanted - len(result.missing)}/{result.wanted} words, "
    text += f"{len(result.displaced)} out of place" if result.displaced else "in order"
    if result.missing:
        few = ", ".join(f"`{word}`" for word in result.missing[:MISSING_SHOWN])
        text += f"; without {few}{' …' if len(result.missing) > MISSING_SHOWN else ''}"
    return text


def name(profile: Path) -> str:
    """Return the name of a language, with a link to its sample."""
    return f"[{document_step.build(load_profile(profile)).language.name}]({link(profile)})"


def link(profile: Path) -> str:
    """Return the path of a profile, relative to the page."""
    return f"../{profile.relative_to(ROOT)}"


def table(corner: str, rows: list[list[str]], readers: Collection[str] = tuple(EXTRACTORS)) -> str:
    """Return a table with a column for each reader; ``corner`` is the title of the first column."""
    lines = [[corner, *readers], ["---", *("---" for _ in readers)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
