"""Puts the sections of a document into the order, the columns and the titles that its design asks for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

from cvgen.look.design import Design
from cvgen.steps.document.model import Author, Block, Entry, Publication, Section
from cvgen.steps.document.phrases import between
from cvgen.text import inline
from cvgen.text.inline import Link, Text
from cvgen.text.language import Language

# What stands first in publications.
_OF_PUBLICATIONS: Final = {"position": "title", "title": "title", "organization": "authors", "authors": "authors"}


def arrange(sections: Sequence[Section], design: Design) -> tuple[list[Section], list[Section]]:
    """Return the sections for the side column, and the others, each in the design's order and with its titles."""

    def rank(section: Section) -> int:
        ranks = (i for i, name in enumerate(design.order) if is_named(section, name, design.titles))
        return next(ranks, len(design.order))

    aside: list[Section] = []
    main: list[Section] = []
    for section in sorted(sections, key=rank):
        beside = any(is_named(section, name, design.titles) for name in design.side)
        (aside if beside else main).append(_arranged(_with_titles(section, design.titles), design, design.lead))
    return aside, main


def _arranged(section: Section, design: Design, lead: str | None) -> Section:
    """Return a section with its entries as they print: what leads, the numbers of publications and their authors."""
    lead, numbering = section.lead or lead, section.numbering or design.numbering
    blocks = [_led(block, lead, section.language.comma) for block in section.blocks]
    publications = [i for i, block in enumerate(blocks) if isinstance(block, Publication)]
    for place, i in enumerate(publications, 1):
        publication = blocks[i]
        assert isinstance(publication, Publication)
        number = {"ascending": place, "descending": len(publications) + 1 - place}.get(numbering or "", 0)
        authors = _first_authors(publication.authors, design.most_authors, section.language)
        blocks[i] = dataclasses.replace(publication, number=number, authors=authors)
    inner = tuple(_arranged(each, design, lead) for each in section.sections)
    return dataclasses.replace(section, blocks=tuple(blocks), sections=inner)


def _first_authors(authors: tuple[Author, ...], most: int, language: Language) -> tuple[Author, ...]:
    """Return the first authors and the owner of the CV, with signs for those between and after them."""
    if not most or len(authors) <= most:
        return authors
    kept = [i for i, author in enumerate(authors) if i < most or author.me]
    shown: list[Author] = []
    for i in kept:
        shown += [_others("\N{HORIZONTAL ELLIPSIS}")] if i and i - 1 not in kept else []
        shown.append(authors[i])
    return (*shown, *([] if kept[-1] == len(authors) - 1 else [_others(language.words["etAl"])]))


def _others(sign: str) -> Author:
    return Author(inline.literal(sign), me=False, equal=False, corresponding=False)


def _led(block: Block, lead: str | None, comma: str) -> Block:
    if isinstance(block, Publication):
        return dataclasses.replace(block, lead=_OF_PUBLICATIONS.get(block.lead or lead or ""))
    if not isinstance(block, Entry) or not block.leading or (block.lead or lead) != "position":
        return block
    title = Text((Link(block.title.inlines, block.url),), block.title.span) if block.url else block.title
    position = between(comma, block.subtitle[: block.leading])
    return dataclasses.replace(block, title=position, url=None, subtitle=(title, *block.subtitle[block.leading :]))


def is_named(section: Section, name: str, titles: Mapping[str, str]) -> bool:
    """Return whether a name in ``design`` means this section: by its title, the title that it gets, or its kind."""
    both = (section.title, _with_titles(section, titles).title)
    section_titles = {_comparable(str(title)) for title in both if title is not None}
    return _comparable(name) in section_titles or name == _kind_within(section)


def is_retitled(section: Section, name: str) -> bool:
    """Return whether a title is for this section: by its title, or by its kind if the author gave it no title."""
    if not section.named and name == section.kind:
        return True
    return section.title is not None and _comparable(name) == _comparable(str(section.title))


def _comparable(title: str) -> str:
    return str(inline.literal(title)).casefold()


def _with_titles(section: Section, titles: Mapping[str, str]) -> Section:
    inner = tuple(_with_titles(each, titles) for each in section.sections)
    for name, title in titles.items():
        if is_retitled(section, name):
            return dataclasses.replace(section, title=inline.parse(title, section.span), sections=inner)
    return dataclasses.replace(section, sections=inner)


def _kind_within(section: Section) -> str | None:
    return section.kind or (_kind_within(section.sections[0]) if section.sections else None)
