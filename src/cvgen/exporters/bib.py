"""Exports the publications as BibTeX, in UTF-8 as Biber and today's BibTeX styles read it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from cvgen.diagnostics import CvgenError
from cvgen.text import addresses, dates, inline

if TYPE_CHECKING:
    from cvgen.exporters import RenderedDocument

NEEDS: Final = "document"
# What a publisher's name says about the kind of a publication; BibTeX needs a kind.
_KINDS: Final = (
    ("inproceedings", "booktitle", r"\b(proceedings|proc\.|conference|symposium|workshop)\b|^[A-Z]{3,8}\b"),
    ("article", "journal", r"\b(journal|transactions|letters|review|annals|nature|science|bulletin)\b"),
    ("phdthesis", "school", r"\b(thesis|dissertation)\b"),
)


def export(rendered: RenderedDocument) -> Mapping[str, bytes]:
    """Return the bibliography; raises CvgenError if the CV has no publications."""
    entries = list(_publications(rendered.profile.data.get("sections", ())))
    if not entries:
        hint = 'BibTeX has publications alone: a section with "kind: publications"'
        span = rendered.profile.source.spans[()]
        raise CvgenError.of("there are no publications", span, hint=hint, code="nothing-to-export")
    keys: dict[str, int] = {}
    return {f"{rendered.name}.bib": "\n".join(_entry(each, keys) for each in entries).encode()}


def _publications(sections: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for section in sections:
        if section.get("kind") == "publications":
            yield from section["entries"]
        yield from _publications(section.get("sections", ()))


def _entry(fields: Mapping[str, Any], keys: dict[str, int]) -> str:
    authors = [_plain(each if isinstance(each, str) else each["name"]) for each in _list(fields.get("authors"))]
    venue = ", ".join(map(_plain, _list(fields.get("publisher"))))
    kind, venue_key = next(
        ((kind, key) for kind, key, pattern in _KINDS if re.search(pattern, venue, re.IGNORECASE if kind != "inproceedings" else 0)),
        ("misc", "howpublished"),
    )  # fmt: skip
    year, month, date = _date(fields.get("releaseDate"))
    doi, arxiv = addresses.doi(str(fields.get("doi", ""))), addresses.arxiv(str(fields.get("arxiv", "")))
    notes = [_plain(str(fields[key])) for key in ("status", "award") if key in fields]
    values = {
        "author": " and ".join(map(_author, authors)),
        "title": f"{{{_escaped(_plain(fields['name']))}}}",
        venue_key: _escaped(venue),
        "year": year,
        "month": month,
        "date": date,
        "doi": doi,
        "eprint": arxiv,
        "archiveprefix": "arXiv" if arxiv else None,
        "url": fields.get("url"),
        "note": _escaped(". ".join(notes)),
    }
    key = _key(authors, year, _plain(fields["name"]), keys)
    lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value]
    return "\n".join((f"@{kind}{{{key},", *lines, "}\n"))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _plain(text: str) -> str:
    return str(inline.parse(text))


def _escaped(text: str) -> str:
    text = re.sub(r"[{}]", "", text.replace("\\", r"\textbackslash "))
    return re.sub(r"([%&#$_])", r"\\\1", text)


def _author(name: str) -> str:
    """Return a name that BibTeX does not divide: an "and" in it, or a comma in the name of a group, needs braces."""
    escaped = _escaped(name)
    return f"{{{escaped}}}" if re.search(r"\band\b", name) or name.count(",") > 1 else escaped


def _date(value: Any) -> tuple[str | None, str | None, str | None]:
    """Return year, month, and the text of a date that is neither."""
    if value is None:
        return None, None, None
    try:
        found = dates.parse_date(str(value))
    except ValueError:
        year = re.search(r"\b[12]\d{3}\b", str(value))
        return year and year[0], None, _escaped(_plain(str(value)))
    return str(found.year), dates.MONTHS[found.month - 1].lower() if found.month else None, None


def _key(authors: Sequence[str], year: str | None, title: str, keys: dict[str, int]) -> str:
    """Return a key that no other entry has: the first author's family name, the year, the title's first long word."""
    family = (authors[0].partition(",")[0] if "," in authors[0] else authors[0].split()[-1]) if authors else ""
    word = next((word for word in re.findall(r"\w+", title) if len(word) > 3), title[:8])
    plain = unicodedata.normalize("NFKD", f"{family}{year or ''}{word}").lower()
    key = re.sub(r"[^a-z0-9]", "", plain) or "entry"
    keys[key] = keys.get(key, 0) + 1
    return key if keys[key] == 1 else f"{key}-{keys[key]}"
