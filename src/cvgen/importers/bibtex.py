"""BibTeX and BibLaTeX: a list of publications, which becomes a profile with one section, or one for each kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from cvgen.importers import bibtex_text
from cvgen.importers.file import File
from cvgen.importers.latex_text import to_markup
from cvgen.importers.node import Node, Placed, web_address
from cvgen.importers.parts import Data, headed, mapping, section
from cvgen.steps.source import Source

NAME = "BibTeX"

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_START: Final = re.compile(r"^[ \t]*@\s*\w+\s*[{(]", re.MULTILINE)
# Types that say by themselves where a work has appeared, in words.
_TYPES: Final[Mapping[str, str]] = {
    "phdthesis": "PhD thesis", "mastersthesis": "Master's thesis", "bachelorsthesis": "Bachelor's thesis",
    "techreport": "Technical report", "report": "Report", "unpublished": "Unpublished", "manual": "Manual",
    "patent": "Patent", "dataset": "Data set", "software": "Software",
}  # fmt: skip
_ABOUT_THE_FILE: Final = (
    "abstract", "file", "keywords", "timestamp", "date-added", "date-modified", "biburl", "bibsource",
    "owner", "groups", "mendeley-tags", "langid", "issn", "isbn", "crossref", "urldate", "shorttitle", "ids", "copyright",
    "eprinttype", "eprintclass", "primaryclass",
)  # fmt: skip


def recognise(file: File) -> bool:
    """Return whether the file is called .bib, or begins with an entry."""
    if file.suffix == ".bib":
        return True
    head = file.content[:4096].decode("utf-8", "replace")
    match = _START.search(head)
    return match is not None and "=" in head and not head.lstrip().startswith(("{", "[", "<", "\\", "---"))


def read(file: File) -> Source:
    """Return the file as data."""
    return bibtex_text.parse(file.text, file.path)


def to_profile(root: Node) -> Data:
    """Return a profile with a section of publications, the newest first as they stand in the file."""
    entries = [_publication(node) for node in root.children("entries")]
    return mapping(sections=[section("publications", entries)])


def _publication(node: Node) -> Data | None:
    node.ignore(*_ABOUT_THE_FILE, technical=True, because="it is about the file, not about the work")
    kind = str(node.text("@type"))
    node.at("@key").used()
    fields = mapping(
        name=_text(node, "title", "booktitle"),
        authors=_people(node, "author") or _people(node, "editor"),
        publisher=_venue(node, kind),
        status=_text(node, "pubstate"),
        releaseDate=_date(node),
        doi=_plain(node, "doi"),
        arxiv=_arxiv(node),
        url=_url(node),
        award=_text(node, "award"),
        summary=_text(node, "note", "annote", "addendum"),
    )
    return headed("name", fields, "publisher", "summary")


def _text(node: Node, *keys: str) -> Placed | None:
    text = node.text(*keys)
    said = to_markup(text) if text else ""
    return text.but(said) if text and said else None


def _plain(node: Node, key: str) -> Placed | None:
    """Return an identifier, of which LaTeX's signs are no part."""
    text = node.text(key)
    return text.but(re.sub(r"\\(?=[_%&#])|[{}]", "", text)) if text else None


def _people(node: Node, key: str) -> list[Placed]:
    """Return the names of a field: ``Last, First``, ``Last, Jr, First`` or ``First Last``, with "and" between them."""
    text = node.text(key)
    if text is None:
        return []
    names = [_name(" ".join(part.split())) for part in re.split(r"\s+and\s+(?![^{}]*\})", text) if part.strip()]
    return [text.but("et al." if name == "others" else to_markup(name)) for name in names if to_markup(name)]


def _name(text: str) -> str:
    if text.startswith("{") and text.endswith("}") and text.count("{") == 1:
        return text[1:-1]  # a group, such as {The ATLAS Collaboration}
    parts = [part.strip() for part in re.split(r",(?![^{}]*\})", text)]
    match parts:
        case [last, first]:
            return f"{first} {last}".strip()
        case [last, junior, first, *_]:
            return f"{first} {last} {junior}".strip()
    return text


def _venue(node: Node, kind: str) -> Placed | None:
    """Return where a work has appeared: the journal or book, volume, number and pages, publisher, place."""
    where = _text(node, "journal", "journaltitle") or (_text(node, "booktitle") if "title" in node else None)
    thesis = _text(node, "school", "institution", "organization", "howpublished")
    volume, number, pages = (_text(node, key) for key in ("volume", "number", "pages"))
    issue = f"{volume or ''}({number})" if number and volume else volume or number
    parts = [
        _text(node, "type") or _TYPES.get(kind),
        where,
        _text(node, "series"),
        issue,
        pages.replace("--", "–").replace("-", "–") if pages else None,
        _text(node, "edition"),
        _text(node, "chapter"),
        thesis,
        _text(node, "publisher"),
        _text(node, "address", "location"),
    ]
    text = ", ".join(dict.fromkeys(part for part in parts if part))
    return node.here(text) if text else None


def _date(node: Node) -> Placed | None:
    if "date" in node:
        node.ignore("year", "month", because='"date" says it')
        return node.date("date")
    year, month = node.text("year"), node.text("month")
    if year is None:
        return month
    number = _month(month) if month else None
    day = node.text("day") if "day" in node else None
    if number and re.fullmatch(r"[1-9]\d{3}", year):
        has_day = day and re.fullmatch(r"0?[1-9]|[12]\d|3[01]", day)
        return year.but(f"{year}-{number:02d}" + (f"-{int(day):02d}" if day and has_day else ""))
    return year.but(to_markup(f"{month} {year}" if month else year))


def _month(text: str) -> int | None:
    digits = re.fullmatch(r"0?([1-9]|1[0-2])", text)
    if digits:
        return int(digits[1])
    return _MONTHS.index(text[:3].lower()) + 1 if text[:3].lower() in _MONTHS else None


def _arxiv(node: Node) -> Placed | None:
    """Return the arXiv number, which is an e-print if nothing says otherwise."""
    text = _plain(node, "eprint")
    kind = str(node.at("eprinttype", "archiveprefix").value or "arxiv").lower()
    if "archiveprefix" in node:
        node.at("archiveprefix").used()
    is_arxiv = text and re.fullmatch(
        r"(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?", text, re.IGNORECASE
    )
    if text and not (kind == "arxiv" and is_arxiv):
        node.reading.take_back(text, "it is no number of arXiv's")
        return None
    return text


def _url(node: Node) -> Placed | None:
    text = _plain(node, "url")
    if text is None:
        return None
    url = web_address(re.sub(r"^\\url", "", text))
    if url is None:
        node.reading.take_back(text, "it is no web address")
    return text.but(url) if url else None
