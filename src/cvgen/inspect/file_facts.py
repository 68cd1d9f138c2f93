"""Describes how a PDF is made: the file, its links, fonts and tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cvgen.inspect.agreement import MAX_LISTED, Texts
from cvgen.inspect.contents import plain
from cvgen.inspect.extractors.records import Record
from cvgen.inspect.extractors.run import STRUCTURE, Extraction
from cvgen.inspect.report import File, Font, Link, Tagging


def describe_file(path: Path, size: int, extractions: Mapping[str, Extraction]) -> File:
    """Return the facts about the file itself, which has ``size`` bytes."""
    facts: Record = next(extractions[STRUCTURE].about("file"), {})
    claims: Record = next(extractions[STRUCTURE].about("standards"), {})
    starts = [start for each in extractions.values() for start in each.about("start") if start["pages"] is not None]
    numbers = [record["page"] for each in extractions.values() for record in each.about("page")]
    repairs = [text for each in extractions[STRUCTURE].about("repairs") for text in each["warnings"]]
    return File(
        path=str(path),
        bytes=size,
        pages=max([*(start["pages"] for start in starts), *numbers], default=0),
        pdf_version=facts.get("pdf"),
        title=claims.get("xmp_title") or facts.get("info_title") or None,
        producer=facts.get("producer"),
        creator=facts.get("creator"),
        encryption=facts.get("encryption"),
        copying=facts.get("copying", True),
        standards=tuple(claims.get("standards", ())),
        active=tuple(facts.get("active", ())),
        repaired=repairs[0] if repairs else None,
    )


def describe_links(structure: Extraction, pdfium_pages: Mapping[int, Record], texts: Texts) -> tuple[Link, ...]:
    """Return the links, with the text under each and whether its address can be read in the text of any library."""
    records: Sequence[Any] = next(structure.about("links"), {"links": ()})["links"]
    # Without spaces, as addresses may be divided at the ends of lines.
    joined_texts = ["".join(plain(text).split()).casefold() for pages in texts.values() for text in pages.values()]
    links = []
    for record in records[: 5 * MAX_LISTED]:
        pdfium_page = pdfium_pages.get(record["page"], {"links": {}})
        target = record["target"]
        in_text = (
            record["kind"] == "web" and target is not None and any(_is_in_text(target, text) for text in joined_texts)
        )
        text = pdfium_page["links"].get(str(record["index"]), "")
        links.append(Link(record["page"], record["kind"], target, text, in_text, record["problem"]))
    return tuple(links)


def _is_in_text(target: str, joined_text: str) -> bool:
    """Return whether an address can be read in a text without spaces; a phone number may lack the country's code."""
    if target.casefold().startswith("tel:"):
        return re.sub(r"\D", "", target)[-7:] in re.sub(r"\D", "", joined_text)
    return bare_address(target) in joined_text


def bare_address(address: str) -> str:
    """Return an address without what people leave out when they write it down."""
    bare = re.sub(r"^(?:https?://|mailto:|tel:)?(?:www\.)?|[/.,;:)>\]]+$", "", address.strip("(<[ ").casefold())
    return bare.partition("?")[0] if address.casefold().startswith("mailto:") else bare


def describe_fonts(structure: Extraction, pdfium_pages: Mapping[int, Record]) -> tuple[Font, ...]:
    """Return the fonts, with how many characters each shows."""
    counts: Counter[str] = Counter()
    for record in pdfium_pages.values():
        counts.update(record["fonts"])
    fonts: Sequence[Any] = next(structure.about("fonts"), {"fonts": ()})["fonts"]
    return tuple(
        Font(**font, characters=_character_count(font["name"], counts) if pdfium_pages else None) for font in fonts
    )[:MAX_LISTED]


def _character_count(name: str, counts: Mapping[str, int]) -> int | None:
    """Return how many characters a font shows, or None if pdfium knows no font of its name."""
    return next((count for pdfium_name, count in counts.items() if is_font(pdfium_name, name)), None)


def is_font(pdfium_name: str, name: str) -> bool:
    """Return whether both names mean one font: pdfium leaves out the encoding at the end (``Lato-Identity-H``)."""
    return pdfium_name != "" and (name == pdfium_name or name.startswith(f"{pdfium_name}-"))


def describe_tagging(structure: Extraction) -> Tagging | None:
    """Return the tags, or None if they could not be read."""
    for record in structure.about("tags"):
        return Tagging(
            record["marked"],
            record["tree"],
            record["language"],
            tuple(record["headings"]),
            record["elements"],
            record["figures_without_text"],
        )
    return None
