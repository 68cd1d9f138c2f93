"""The flow of a document: headings, entries, paragraphs, lists and tables, one after the other.

Formats without a layout of their own (Markdown, HTML, plain text) say the parts of a CV in the same order and with the same words. That
is decided here, so that such an exporter has only these six kinds of part to write.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cvgen.look.design import Design
from cvgen.steps.document import model
from cvgen.steps.document.model import (
    Author,
    Block,
    Contact,
    Document,
    Entry,
    Fact,
    Facts,
    Item,
    Items,
    Line,
    Paragraph,
    Publication,
    Section,
    When,
)
from cvgen.steps.document.phrases import between, enumerated, join, shown_when
from cvgen.steps.latex.sections import arrange
from cvgen.text import inline
from cvgen.text.inline import Link, Strong, Text
from cvgen.text.language import Language


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section; ``level`` counts from 1."""

    level: int
    title: Text


@dataclass(frozen=True, slots=True)
class EntryHead:
    """The title of an entry, with what stands beside it. ``level`` is that of a heading."""

    level: int
    title: Text
    details: tuple[Text, ...]
    dates: Text | None


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, with the label that begins it."""

    text: Text
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list; ``below`` is what belongs to it."""

    text: Text
    dates: Text | None
    below: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A bulleted or a numbered list."""

    items: tuple[ListItem, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Labels with their values."""

    rows: tuple[tuple[Text, Text], ...]


Part: TypeAlias = Heading | EntryHead | Prose | Listing | Table


def body(document: Document, design: Design) -> Iterator[Part]:
    """Yield the parts of all sections, in the order of the design and with its titles."""
    flow = _Flow(document.language)
    # A side column has no meaning here: what a style sets aside stays where the author has it.
    _, sections = arrange(document.sections, dataclasses.replace(design, side=()))
    for section in sections:
        yield from flow.section(section)


def summary(document: Document) -> Iterator[Part]:
    """Yield the paragraphs and lists about the person."""
    return _Flow(document.language).prose(document.person.summary)


def contact_text(contact: Contact, language: Language) -> Text:
    """Return a way to reach the person, with the name of its network, and linked."""
    shown = linked(contact.text, contact.url)
    return join([contact.network, language.colon, shown]) if contact.network else shown


def linked(text: Text, url: str | None) -> Text:
    """Return a text that links to an address, unless a part of it is a link."""
    return Text((Link(text.inlines, url),), text.span) if url and not text.has_link else text


def fact(node: Fact, language: Language) -> Prose:
    """Return a fact as a paragraph that its label begins."""
    return Prose(enumerated(node.values, language), node.label)


class _Flow:
    def __init__(self, language: Language) -> None:
        self._language = language

    def section(self, node: Section) -> Iterator[Part]:
        self._language = node.language
        if node.title is not None:
            yield Heading(node.level, node.title)
        yield from self.prose(node.summary)
        lines: list[ListItem] = []
        for block in node.blocks:
            if isinstance(block, Line | Publication):
                lines.append(self._line(block) if isinstance(block, Line) else self._publication(block))
            else:
                yield from self._block(block, node.level + 1)
        if lines:
            yield Listing(tuple(lines))
        yield from map(Prose, node.notes)
        for inner in node.sections:
            yield from self.section(inner)

    def _block(self, block: Block, level: int) -> Iterator[Part]:
        if isinstance(block, Entry):
            yield from self._entry(block, level)
        elif isinstance(block, Facts):
            rows = [(each.label or Text(()), self._values(each)) for each in block.facts]
            yield Table(tuple(rows))
        elif isinstance(block, Items):
            yield self._list(block.items, numbered=block.numbered)
        elif isinstance(block, Paragraph):
            yield Prose(block.text)

    def prose(self, node: Sequence[model.Prose], label: Text | None = None) -> Iterator[Part]:
        """Yield the paragraphs and lists of prose; a label begins the first paragraph, or stands before a list."""
        for i, each in enumerate(node):
            if isinstance(each, Items):
                if label and i == 0:
                    yield Prose(Text(()), label)
                yield self._list(each.items, numbered=each.numbered)
            else:
                yield Prose(each, None if i else label)

    def _values(self, node: Fact) -> Text:
        return enumerated(node.values, self._language) if node.values else Text(())

    def _entry(self, node: Entry, level: int) -> Iterator[Part]:
        details = (*node.subtitle, *([node.location] if node.location else []))
        yield EntryHead(level, linked(node.title, node.url), details, self._dates(node.when))
        yield from self.prose(node.description)
        yield from (fact(each, self._language) for each in node.facts)
        yield from self.prose(node.summary)
        yield from self.prose(node.motivation, self._word("motivation"))
        if node.contributions:
            yield Prose(Text(()), self._word("contributions"))
            yield self._list(node.contributions, numbered=True)
        if node.bullets:
            yield self._list(node.bullets)
        for each in node.entries:
            yield from self._entry(each, level + 1)

    def _line(self, node: Line) -> ListItem:
        title = linked(Text((Strong(node.title.inlines),), node.title.span), node.url)
        return ListItem(
            self._listed([title, *node.notes]), self._dates(node.when), self._below(node.summary, node.bullets)
        )

    def _publication(self, node: Publication) -> ListItem:
        authors = between(self._language.comma, [_author(each) for each in node.authors])
        title = linked(node.title, node.url)
        known = [*node.venue, *([node.status] if node.status else [])]
        identifiers = [linked(each.text, each.url) for each in node.identifiers]
        parts = [
            authors,
            title,
            self._listed(known),
            self._dates(node.when) or Text(()),
            self._listed(identifiers),
            node.award or Text(()),
        ]
        sentences: list[Text | str] = []
        for part in filter(lambda text: text.inlines, parts):
            if sentences:
                sentences.append(" " if str(sentences[-1]).endswith((".", "?", "!", "。")) else ". ")
            sentences.append(part)
        return ListItem(join(sentences), None, self._below(node.summary, node.bullets))

    def _below(self, summary: Sequence[model.Prose], bullets: Sequence[Item]) -> tuple[Part, ...]:
        return (*self.prose(summary), *([self._list(bullets)] if bullets else []))

    def _list(self, items: Sequence[Item], *, numbered: bool = False) -> Listing:
        return Listing(tuple(map(self._item, items)), numbered)

    def _item(self, node: Item) -> ListItem:
        label = Text((Strong(node.label.inlines),), node.label.span) if node.label else None
        text = node.text or Text(())
        shown = join([label, self._language.colon, text]) if label and text.inlines else label or text
        lists = [self._list(each, numbered=i > 0) for i, each in enumerate((node.bullets, node.numbers)) if each]
        return ListItem(shown, self._dates(node.when), tuple(lists))

    def _listed(self, values: Sequence[Text]) -> Text:
        return between(self._language.comma, values)

    def _dates(self, when: Sequence[When]) -> Text | None:
        return self._listed([shown_when(each, self._language) for each in when]) if when else None

    def _word(self, key: str) -> Text:
        return inline.literal(self._language.words[key])


def _author(node: Author) -> Text:
    name = Text((Strong(node.name.inlines),)) if node.me else node.name
    return join([name, "*" * node.equal, "†" * node.corresponding])
