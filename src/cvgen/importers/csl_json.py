"""CSL-JSON, which Zotero, Mendeley and pandoc write: a list of publications, which becomes a section of a profile.

Its format: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, Final

from cvgen.importers import markup
from cvgen.importers.file import File
from cvgen.importers.node import Node, Placed
from cvgen.importers.parts import Data, headed, mapping, section
from cvgen.steps.source import Source

NAME = "CSL-JSON"

_TYPES: Final = frozenset({
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "chapter", "dataset", "entry",
    "graphic", "interview", "legislation", "manuscript", "motion_picture", "paper-conference", "patent", "personal_communication",
    "post", "post-weblog", "report", "review", "review-book", "software", "song", "speech", "thesis", "webpage",
})  # fmt: skip
# HTML that CSL knows in titles: its tags, and what stands in their place.
_TAGS: Final = re.compile(r"</?(i|b|sup|sub|span)(?:\s[^<>]*)?>", re.IGNORECASE)
_SIGNS: Final = {"i": "*", "b": "**"}
_ABOUT_THE_FILE: Final = (
    "id", "type", "language", "abstract", "ISSN", "ISBN", "accessed", "source", "title-short", "journalAbbreviation",
    "container-title-short", "citation-key", "keyword", "PMID", "PMCID", "archive", "archive_location", "call-number",
    "custom", "categories", "system_id", "license", "shortTitle", "submitted",
)  # fmt: skip


def recognise(file: File) -> bool:
    """Return whether the file is a list of items of CSL's types, or has such a list as ``references`` or ``items``."""
    items = _items(file.data)
    return bool(items) and all(isinstance(item, Mapping) and item.get("type") in _TYPES for item in items)


def _items(data: Any) -> list[Any]:
    if isinstance(data, Mapping):
        data = next((data[key] for key in ("references", "items") if isinstance(data.get(key), list)), None)
    return data if isinstance(data, list) else []


def read(file: File) -> Source:
    """Return the file as data."""
    return file.source


def to_profile(root: Node) -> Data:
    """Return a profile with a section of publications, as they stand in the file."""
    items = root.items() if isinstance(root.value, list) else root.children("references", "items")
    return mapping(sections=[section("publications", map(_publication, items))])


def _publication(node: Node) -> Data | None:
    node.ignore(*_ABOUT_THE_FILE, technical=True, because="it is about the file, not about the work")
    fields = mapping(
        name=_text(node, "title"),
        authors=_people(node, "author") or _people(node, "editor"),
        publisher=_venue(node),
        status=_text(node, "status"),
        releaseDate=_date(node.at("issued", "issued-date")),
        doi=node.text("DOI"),
        url=node.url("URL"),
        summary=_text(node, "note"),
    )
    return headed("name", fields, "publisher", "summary")


def _text(node: Node, *keys: str) -> Placed | None:
    text = node.text(*keys)
    if text is None:
        return None
    plain = markup.literal(text)
    return text.but(html.unescape(_TAGS.sub(lambda tag: _SIGNS.get(tag[1].lower(), ""), plain)))


def _people(node: Node, key: str) -> list[Placed]:
    people = []
    for each in node.children(key):
        parts = [
            each.text(name) for name in ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
        ]
        name = each.text("literal") or " ".join(part for part in parts if part)
        if name:
            people.append(each.here(name))
    return people


def _venue(node: Node) -> Placed | None:
    volume, issue = _text(node, "volume"), _text(node, "issue")
    pages = _text(node, "page")
    parts = [
        _text(node, "genre"),
        _text(node, "container-title", "event-title", "event"),
        _text(node, "collection-title"),
        f"{volume or ''}({issue})" if volume and issue else volume or issue,
        re.sub(r"(?<=\d)-(?=\d)", "–", pages) if pages else None,
        _text(node, "edition"),
        _text(node, "number"),
        _text(node, "publisher"),
        _text(node, "publisher-place", "event-place"),
    ]
    text = ", ".join(dict.fromkeys(part for part in parts if part))
    return node.here(text) if text else None


def _date(node: Node) -> Placed | None:
    if not node.is_mapping:
        return node.scalar()
    for key in ("literal", "raw"):
        if text := node.date(key):
            return text
    parts = node.at("date-parts")
    numbers = (
        parts.value[0] if isinstance(parts.value, list) and parts.value and isinstance(parts.value[0], list) else []
    )
    digits = [str(each) for each in numbers if re.fullmatch(r"\d{1,4}", str(each))]
    if not digits or len(digits[0]) != 4:
        return None
    parts.used()
    return node.here("-".join([digits[0], *(f"{int(each):02d}" for each in digits[1:3])]))
