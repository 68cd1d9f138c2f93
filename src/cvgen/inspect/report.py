"""The report of an inspection: what applicant tracking systems read in a PDF, and what may go wrong.

``--json`` prints it with the names of the fields below as keys, which stay the same. ``format`` is 1 until one of
them changes its meaning. Page numbers count from 1, lengths are in pt, shares and agreements go from 0 to 1.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cvgen.diagnostics import Severity
from cvgen.inspect.resume.fields import Fields

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that may cost the applicant: how bad it is, what to do about it, and on which pages it is.

    ``code`` is a short name that stays the same. An error is text that machines do not get, a warning is text that
    some get wrong, and a note may matter to some.
    """

    code: str
    severity: Severity
    message: str
    hint: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The text of each page by one library, None where it failed. ``error`` is the reason of its first failure."""

    extractor: str
    version: str | None
    pages: tuple[str | None, ...]
    error: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A word, an address or a number as written, the first page that has it, and the libraries that found it."""

    text: str
    page: int
    found_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionTitle:
    """The title of a section on a line of its own. ``kind`` is one of the schema's kinds, or "other"."""

    title: str
    kind: str
    page: int
    found_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateRange:
    """A year or a range of years as written. ``end`` is None for a single year, and where the range is ongoing."""

    text: str
    start: int
    end: int | None
    ongoing: bool
    page: int


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """The agreement of two libraries on the words, and on the order of the words that both have once on a page."""

    first: str
    second: str
    words: float
    order: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of all libraries: the least of all pairs, and the words that some did not find."""

    words: float
    order: float
    pairs: tuple[PairAgreement, ...]
    disputed: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link annotation. ``kind`` is "web", "page" (of this document) or "other"; ``text`` is the text under it.

    ``in_text`` is true if its address can be read in the text. ``problem`` says why the link leads nowhere.
    """

    page: int
    kind: str
    target: str | None
    text: str
    in_text: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read.

    ``order`` is the agreement of the libraries on the order of its words, None if there are too few. ``columns`` is true
    if columns of text stand side by side, ``interleaved`` if their lines alternate in the text. ``out_of_order`` has
    the texts that come after what stands below them. ``image`` is the share of the page that images cover.
    """

    number: int
    width: float | None
    height: float | None
    words: int
    order: float | None
    columns: bool
    interleaved: bool
    out_of_order: tuple[str, ...]
    image: float


@dataclass(frozen=True, slots=True)
class Font:
    """A font. ``readable`` is true if its codes stand for characters.

    ``characters`` is how many characters it shows, None if that is unknown.
    """

    name: str
    type: str
    embedded: bool
    to_unicode: bool
    readable: bool
    characters: int | None


@dataclass(frozen=True, slots=True)
class Tagging:
    """The tags for screen readers: the levels of headings in their order, and how many elements each tag has."""

    marked: bool
    tree: bool
    language: str | None
    headings: tuple[int, ...]
    elements: Mapping[str, int]
    figures_without_text: int


@dataclass(frozen=True, slots=True)
class File:
    """The file. ``standards`` are those that its metadata claim; ``copying`` is true if it allows to extract text.

    ``repaired`` is what had to be mended to read it. Where the structure could not be read, fields are None.
    """

    path: str
    bytes: int
    pages: int
    pdf_version: str | None
    title: str | None
    producer: str | None
    creator: str | None
    encryption: str | None
    copying: bool
    standards: tuple[str, ...]
    active: tuple[str, ...]
    repaired: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """All that was read in a PDF, and the findings, the worst first.

    ``fields`` is what a résumé parser fills in, None if pdfium did not read the text. ``agreement`` is None unless at
    least two libraries read the text, ``tagging`` if the structure could not be read.
    """

    format: int
    findings: tuple[Finding, ...]
    file: File
    pages: tuple[Page, ...]
    text: tuple[ExtractedText, ...]
    fields: Fields | None
    agreement: Agreement | None
    sections: tuple[SectionTitle, ...]
    emails: tuple[Mention, ...]
    phones: tuple[Mention, ...]
    addresses: tuple[Mention, ...]
    links: tuple[Link, ...]
    dates: tuple[DateRange, ...]
    fonts: tuple[Font, ...]
    tagging: Tagging | None

    def as_data(self) -> dict[str, Any]:
        """Return the report as what JSON consists of."""
        return dataclasses.asdict(self)
