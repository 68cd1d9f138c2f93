"""The blocks of each kind of section: a function for each kind of entry, and one table (``BLOCKS``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias
from urllib.parse import quote

from cvgen.steps.document.fields import Fields, lead_of
from cvgen.steps.document.model import (
    Author,
    Block,
    Contact,
    Entry,
    Fact,
    Facts,
    Item,
    Items,
    Kind,
    Line,
    Paragraph,
    Publication,
)
from cvgen.steps.document.parts import (
    dates_of,
    fact,
    item_list,
    named_rank,
    people,
    prose,
    rank,
    rank_name,
    score_on_scale,
)
from cvgen.steps.document.person import ways_to_reach
from cvgen.steps.document.phrases import between, enumerated, join, shown_when, with_notes
from cvgen.steps.document.places import location
from cvgen.text import addresses, inline, names
from cvgen.text.inline import Link, Text

_COURSE_REMARK: Final = 50  # characters

# --- entries --------------------------------------------------------------------------------------


def _education(fields: Fields) -> Entry:
    courses_fact, courses_item = _courses(fields)
    return Entry(
        kind=Kind.EDUCATION,
        title=fields.required_text("institution"),
        url=fields.string("url"),
        subtitle=fields.texts("studyType", "area", "department"),
        location=location(fields),
        when=dates_of(fields),
        description=(),
        facts=(
            *people(fields),
            *fact(fields, "thesis", fields.texts("thesis")),
            *fact(fields, "grade", fields.texts("score")),
            *fields.each("grades", _grade),
            *_rank(fields),
            *fields.each("scores", _test_score),
            *courses_fact,
        ),
        summary=prose(fields, "summary"),
        motivation=(),
        contributions=(),
        bullets=(*courses_item, *item_list(fields, "highlights")),
        entries=(),
        priority=fields.priority,
        span=fields.span,
        leading=sum(key in fields for key in ("studyType", "area")),
        lead=lead_of(fields),
        breaking=fields.string("break"),
    )


def _grade(fields: Fields) -> Fact:
    if not fields.is_mapping:
        return Fact(None, (fields.required_text(None),), fields.span)
    score = score_on_scale(fields)
    assert score is not None  # the schema requires it
    place = named_rank(fields)
    label = fields.text("name") or fields.label("grade")
    return Fact(label, (with_notes(score, [place] if place else [], fields.language),), fields.span)


def _rank(fields: Fields) -> Iterator[Fact]:
    if (shown := rank(fields)) is not None:
        yield Fact(rank_name(fields) or fields.label("rank"), (shown,), fields.place("rank"))


def _courses(fields: Fields) -> tuple[list[Fact], list[Item]]:
    """Return the courses as a fact, or as a list if one of them has a summary too long for brackets."""
    courses = fields.children("courses")
    if not courses:
        return [], []
    label = fields.text("coursesTitle") or fields.label("courses")
    span = courses[0].span
    if any(len(str(course.text("summary") or "")) > _COURSE_REMARK for course in courses):
        return [], [Item(label, None, (), tuple(map(_course_item, courses)), (), 0, span)]
    return [Fact(label, tuple(map(_course, courses)), span)], []


def _course(fields: Fields) -> Text:
    if not fields.is_mapping:
        return fields.required_text(None)
    return with_notes(fields.required_text("name"), fields.texts("code", "score", "summary"), fields.language)


def _course_item(fields: Fields) -> Item:
    summary = fields.text("summary")
    if summary is None:
        return Item(None, _course(fields), (), (), (), 0, fields.span)
    label = with_notes(fields.required_text("name"), fields.texts("code", "score"), fields.language)
    return Item(label, summary, (), (), (), 0, fields.span)


def _test_score(fields: Fields) -> Fact:
    total, parts = score_on_scale(fields), _score_parts(fields)
    values = [with_notes(total, parts, fields.language)] if total else parts
    when = [shown_when(each, fields.language) for each in dates_of(fields)]
    return Fact(fields.required_text("name"), (*values, *when, *fields.texts("summary")), fields.span, fields.priority)


def _score_parts(fields: Fields) -> list[Text]:
    return [join([part.required_text("name"), " ", part.required_text("score")]) for part in fields.children("parts")]


def _experience(fields: Fields) -> Entry:
    roles = fields.each("roles", _role)
    return _work(Kind.EXPERIENCE, fields, fields.required_text("name"), fields.texts("position"), roles)


def _role(fields: Fields) -> Entry:
    return _work(Kind.ROLE, fields, fields.required_text("position"), (), ())


def _project(fields: Fields) -> Entry:
    subtitle = fields.texts("roles", "entity", "type")
    return _work(Kind.PROJECT, fields, fields.required_text("name"), subtitle, ())


def _work(kind: Kind, fields: Fields, title: Text, subtitle: tuple[Text, ...], roles: tuple[Entry, ...]) -> Entry:
    """Return an organisation, a role or a project: these have most fields in common."""
    return Entry(
        kind=kind,
        title=title,
        url=fields.string("url"),
        subtitle=subtitle,
        location=location(fields),
        when=dates_of(fields),
        description=prose(fields, "description"),
        facts=(*people(fields), *fact(fields, "keywords", fields.texts("keywords"))),
        summary=prose(fields, "summary"),
        motivation=prose(fields, "motivation"),
        contributions=item_list(fields, "contributions"),
        bullets=item_list(fields, "highlights"),
        entries=(*roles, *fields.each("projects", _project)),
        priority=fields.priority,
        span=fields.span,
        leading=len(subtitle) if kind is Kind.EXPERIENCE else 0,
        lead=lead_of(fields),
        breaking=fields.string("break"),
    )


def _reference(fields: Fields) -> Entry:
    return Entry(
        kind=Kind.REFERENCE,
        title=fields.required_text("name"),
        url=fields.string("url"),
        subtitle=fields.texts("position", "organization", "relation"),
        location=None,
        when=(),
        description=(),
        facts=tuple(_address(fields, contact) for contact in ways_to_reach(fields)),
        summary=prose(fields, "reference"),
        motivation=(),
        contributions=(),
        bullets=(),
        entries=(),
        priority=fields.priority,
        span=fields.span,
        breaking=fields.string("break"),
    )


def _address(fields: Fields, contact: Contact) -> Fact:
    shown = contact.text
    if contact.url:
        shown = Text((Link(shown.inlines, contact.url),), shown.span)
    return Fact(contact.label or fields.label(contact.kind), (shown,), fields.span)


# --- publications ---------------------------------------------------------------------------------


def _publication(fields: Fields) -> Publication:
    identifiers = tuple(_identifiers(fields))
    return Publication(
        title=fields.required_text("name"),
        url=fields.string("url") or (identifiers[0].url if identifiers else None),
        authors=_authors(fields, "authors"),
        venue=fields.texts("publisher"),
        status=fields.text("status"),
        when=dates_of(fields),
        identifiers=identifiers,
        award=fields.text("award"),
        summary=prose(fields, "summary"),
        bullets=item_list(fields, "highlights"),
        priority=fields.priority,
        span=fields.span,
        lead=lead_of(fields),
    )


def _identifiers(fields: Fields) -> Iterator[Contact]:
    if doi := addresses.doi(fields.string("doi") or ""):
        shown = inline.literal(f"doi:{doi}", fields.place("doi"))
        yield Contact(Kind.DOI, shown, f"https://doi.org/{quote(doi, safe='/:;()<>')}")
    if arxiv := addresses.arxiv(fields.string("arxiv") or ""):
        shown = inline.literal(f"arXiv:{arxiv}", fields.place("arxiv"))
        yield Contact(Kind.ARXIV, shown, f"https://arxiv.org/abs/{arxiv}")


def _patent(fields: Fields) -> Publication:
    return Publication(
        title=fields.required_text("name"),
        url=fields.string("url"),
        authors=_authors(fields, "inventors"),
        venue=fields.texts("office", "number"),
        status=fields.text("status"),
        when=dates_of(fields),
        identifiers=(),
        award=None,
        summary=prose(fields, "summary"),
        bullets=(),
        priority=fields.priority,
        span=fields.span,
    )


def _authors(fields: Fields, key: str) -> tuple[Author, ...]:
    owner = fields.owner
    return fields.each(key, lambda author: _author(author, owner))


def _author(fields: Fields, owner: tuple[str, ...]) -> Author:
    name = fields.required_text("name" if fields.is_mapping else None)
    is_owner = any(names.is_same(str(name), each) for each in owner)
    if not fields.is_mapping:
        return Author(name, is_owner, equal=False, corresponding=False)
    me = fields.flag("me") if "me" in fields else is_owner
    return Author(name, me, equal=fields.flag("equalContribution"), corresponding=fields.flag("corresponding"))


# --- lines ----------------------------------------------------------------------------------------


def _award(fields: Fields) -> Line:
    notes = [*fields.texts("awarder"), location(fields), *fields.texts("amount"), named_rank(fields)]
    return _line(Kind.AWARD, fields, "title", notes)


def _certificate(fields: Fields) -> Line:
    return _line(Kind.CERTIFICATE, fields, "name", fields.texts("issuer", "identifier"))


def _talk(fields: Fields) -> Line:
    return _line(Kind.TALK, fields, "name", [*fields.texts("type", "event"), location(fields)])


def _course_line(fields: Fields) -> Line:
    return _line(Kind.COURSE, fields, "name", fields.texts("code", "institution", "score"))


def _language(fields: Fields) -> Line:
    colon, comma = fields.language.colon, fields.language.comma
    scores = [
        join([each.label or "", colon, between(comma, each.values)]) for each in fields.each("scores", _test_score)
    ]
    return _line(Kind.LANGUAGE, fields, "language", [*fields.texts("fluency"), *scores])


def _score(fields: Fields) -> Line:
    return _line(Kind.SCORE, fields, "name", [score_on_scale(fields), *_score_parts(fields)])


def _line(kind: Kind, fields: Fields, title: str, notes: Sequence[Text | None]) -> Line:
    return Line(
        kind=kind,
        title=fields.required_text(title),
        url=fields.string("url"),
        notes=tuple(note for note in notes if note is not None),
        when=dates_of(fields),
        summary=prose(fields, "summary"),
        bullets=item_list(fields, "highlights"),
        priority=fields.priority,
        span=fields.span,
    )


# --- facts and text -------------------------------------------------------------------------------


def _skill(fields: Fields) -> Fact:
    level = fields.text("level")
    label = with_notes(fields.required_text("name"), [level] if level else [], fields.language)
    keywords = fields.texts("keywords")
    shown = [enumerated(keywords, fields.language)] if keywords else []
    return Fact(label, (*shown, *_sentences(fields)), fields.span, fields.priority)


def _sentences(fields: Fields) -> Iterator[Text]:
    """Yield the parts of a summary, in which the items of a list are sentences like others."""
    for part in prose(fields, "summary"):
        yield from (each.text for each in part.items if each.text) if isinstance(part, Items) else (part,)


def _row(fields: Fields) -> Fact:
    return Fact(fields.required_text("label"), fields.verses("value"), fields.span, fields.priority)


def _paragraphs(section: Fields) -> Iterator[Block]:
    for part in prose(section, "entries"):
        yield part if isinstance(part, Items) else Paragraph(part, part.span or section.span)


# --- the table ------------------------------------------------------------------------------------

_BlocksOf: TypeAlias = Callable[[Fields], Iterator[Block]]  # from the fields of a section


def _each(build: Callable[[Fields], Block]) -> _BlocksOf:
    """Make a block of each entry."""
    return lambda section: map(build, section.children("entries"))


def _facts(build: Callable[[Fields], Fact], *, table: bool = False) -> _BlocksOf:
    """Make one block of all entries, a fact of each."""
    return lambda section: iter([Facts(section.each("entries", build), table)])


def _items(*, numbered: bool) -> _BlocksOf:
    """Make one list of all entries."""
    return lambda section: iter([Items(item_list(section, "entries"), numbered)])


BLOCKS: Final[Mapping[str, _BlocksOf]] = {
    "education": _each(_education),
    "experience": _each(_experience),
    "projects": _each(_project),
    "publications": _each(_publication),
    "awards": _each(_award),
    "skills": _facts(_skill),
    "languages": _each(_language),
    "scores": _each(_score),
    "certificates": _each(_certificate),
    "talks": _each(_talk),
    "patents": _each(_patent),
    "courses": _each(_course_line),
    "interests": _facts(_skill),
    "references": _each(_reference),
    "text": _paragraphs,
    "bullets": _items(numbered=False),
    "numbered": _items(numbered=True),
    "table": _facts(_row, table=True),
}
