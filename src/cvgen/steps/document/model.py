"""The document: a CV as a tree without a layout, which every output is made from.

A profile has eighteen kinds of section; a document has six kinds of block (``Block``), so that a style or an exporter
has six to know. Each node holds the place in the YAML that it comes from. Text and its markup are in
``cvgen.text.inline``. A new kind of node derives from ``Node``: the walk (``walk.py``) then finds it.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeAlias

from cvgen.diagnostics import Span
from cvgen.text.dates import Date, DateRange
from cvgen.text.inline import Text
from cvgen.text.language import Language


class Node:
    """A part of a document: a dataclass whose fields hold nodes, texts, tuples of these, and plain values."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]  # that each node is a dataclass


class Kind(enum.StrEnum):
    """The kind of a contact, an entry or a line; a style may set some kinds apart."""

    LOCATION = "location"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    PROFILE = "profile"
    DOI = "doi"
    ARXIV = "arxiv"
    EDUCATION = "education"
    EXPERIENCE = "experience"
    ROLE = "role"
    PROJECT = "project"
    REFERENCE = "reference"
    AWARD = "award"
    CERTIFICATE = "certificate"
    TALK = "talk"
    COURSE = "course"
    LANGUAGE = "language"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class When(Node):
    """One date, range or free text of an entry."""

    value: Date | DateRange | Text


@dataclass(frozen=True, slots=True)
class Contact(Node):
    """A way to reach the person, or to find a publication.

    ``url`` is the address that a click opens, None if there is none. ``network`` is the site of an account, such as
    GitHub, and ``says_network`` is true if the text, which is then an address, says this as well. ``handle`` is the
    name of the account, if the text is its address. ``label`` is the author's word for it, such as Office.
    """

    kind: Kind
    text: Text
    url: str | None
    network: Text | None = None
    says_network: bool = False
    handle: Text | None = None
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Person(Node):
    """The head of the CV."""

    name: Text
    native_name: Text | None
    label: Text | None
    image: Path | None
    contacts: tuple[Contact, ...]
    facts: tuple[Fact, ...]
    epigraph: tuple[Text, ...]
    epigraph_source: Text | None
    summary: tuple[Prose, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Fact(Node):
    """A label, if there is one, and its values, which have equal rank."""

    label: Text | None
    values: tuple[Text, ...]
    span: Span
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Item(Node):
    """A list item with the bulleted and the numbered items below it."""

    label: Text | None
    text: Text | None
    when: tuple[When, ...]
    bullets: tuple[Item, ...]
    numbers: tuple[Item, ...]
    priority: int
    span: Span


@dataclass(frozen=True, slots=True)
class Entry(Node):
    """An entry that takes several lines: a school, an organisation, a role in it, a project, a referee.

    ``subtitle`` holds parts of equal rank, such as degree and department; the first ``leading`` of them may stand before the
    title (``lead``). ``description`` is about the organisation. ``entries`` are the roles, projects or parts inside it.
    """

    kind: Kind
    title: Text
    url: str | None
    subtitle: tuple[Text, ...]
    location: Text | None
    when: tuple[When, ...]
    description: tuple[Prose, ...]
    facts: tuple[Fact, ...]
    summary: tuple[Prose, ...]
    motivation: tuple[Prose, ...]
    contributions: tuple[Item, ...]
    bullets: tuple[Item, ...]
    entries: tuple[Entry, ...]
    priority: int
    span: Span
    leading: int = 0
    lead: str | None = None
    breaking: str | None = None


@dataclass(frozen=True, slots=True)
class Author(Node):
    """An author; ``me`` is true for the owner of the CV."""

    name: Text
    me: bool
    equal: bool
    corresponding: bool


@dataclass(frozen=True, slots=True)
class Publication(Node):
    """A paper or a patent; ``identifiers`` are its DOI and arXiv number, as text and address; ``number`` prints before it."""

    title: Text
    url: str | None
    authors: tuple[Author, ...]
    venue: tuple[Text, ...]
    status: Text | None
    when: tuple[When, ...]
    identifiers: tuple[Contact, ...]
    award: Text | None
    summary: tuple[Prose, ...]
    bullets: tuple[Item, ...]
    priority: int
    span: Span
    lead: str | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Line(Node):
    """An entry that takes a line: an award, a certificate, a talk, a course, a language, a score."""

    kind: Kind
    title: Text
    url: str | None
    notes: tuple[Text, ...]
    when: tuple[When, ...]
    summary: tuple[Prose, ...]
    bullets: tuple[Item, ...]
    priority: int
    span: Span


@dataclass(frozen=True, slots=True)
class Items(Node):
    """A list that is not part of an entry, bulleted or numbered."""

    items: tuple[Item, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Facts(Node):
    """Labels with their values; ``table`` asks for aligned columns."""

    facts: tuple[Fact, ...]
    table: bool


@dataclass(frozen=True, slots=True)
class Paragraph(Node):
    """A paragraph of text."""

    text: Text
    span: Span


Prose: TypeAlias = Text | Items  # a paragraph, or a list between paragraphs
Droppable: TypeAlias = Entry | Publication | Line | Item | Fact  # nodes that may have a priority
Block: TypeAlias = Entry | Publication | Line | Items | Facts | Paragraph


@dataclass(frozen=True, slots=True)
class Section(Node):
    """A part of the CV with a title; None if the author wants none.

    ``breaking`` is "page" if it begins a page, and "avoid" if it should stay on one, as in entries.

    ``named`` is true if the title is the author's, and false if it is the language's word for the kind. ``level``
    counts from 1. ``language`` has the section's own labels. ``notes`` explain the marks at authors' names in the blocks (see ``author_marks``).
    """

    title: Text | None
    named: bool
    level: int
    kind: str | None
    summary: tuple[Prose, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Text, ...]
    sections: tuple[Section, ...]
    span: Span
    language: Language
    lead: str | None = None
    numbering: str | None = None
    breaking: str | None = None
    columns: int = 0


@dataclass(frozen=True, slots=True)
class Document(Node):
    """A whole CV: the person, the sections in their order, and the language of cvgen's own words."""

    person: Person
    sections: tuple[Section, ...]
    language: Language


def author_marks(blocks: Sequence[Block]) -> list[str]:
    """Return the marks at authors' names, each once: "equal", "corresponding"."""
    authors = [author for block in blocks if isinstance(block, Publication) for author in block.authors]
    return [mark for mark in ("equal", "corresponding") if any(getattr(author, mark) for author in authors)]
