"""Step 3: ``Profile`` -> ``Document``: the CV as a layout-free tree that every output is made from.

A profile knows some twenty kinds of entry; a page knows few kinds of thing. Here the first become the
second, so that a style (or an exporter) has six blocks to know and not twenty. Every node carries the
place in the YAML that it comes from.
"""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar
from urllib.parse import quote

from cvgen import dates, inline
from cvgen.dates import Date, DateRange
from cvgen.diagnostics import Span
from cvgen.inline import Text
from cvgen.profile import Profile
from cvgen.source import Pointer


class Kind(enum.StrEnum):
    """What a contact, an entry or a line is; a style may set some kinds apart."""

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
class When:
    """One date, range or free text of an entry."""

    value: Date | DateRange | Text


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach the person; ``url`` is what a click opens, None where there is nothing to open."""

    kind: Kind
    text: Text
    url: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """The head of the CV."""

    name: Text
    native_name: Text | None
    label: Text | None
    image: Path | None
    contacts: tuple[Contact, ...]
    facts: tuple[Fact, ...]
    epigraph: tuple[Text, ...]
    epigraph_source: Text | None
    summary: tuple[Text, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what belongs to it; ``values`` are alternatives or parts of equal rank."""

    label: Text
    values: tuple[Text, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with the bulleted and the numbered items below it."""

    label: Text | None
    text: Text | None
    when: tuple[When, ...]
    bullets: tuple[Item, ...]
    numbers: tuple[Item, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a story: a school, an organisation, a role in it, a project, a referee.

    ``subtitle`` holds parts of equal rank, such as degree and department. ``description`` says what
    the organisation is. ``entries`` are the roles, projects or parts inside it.
    """

    kind: Kind
    title: Text
    url: str | None
    subtitle: tuple[Text, ...]
    location: Text | None
    when: tuple[When, ...]
    description: tuple[Text, ...]
    facts: tuple[Fact, ...]
    summary: tuple[Text, ...]
    motivation: tuple[Text, ...]
    contributions: tuple[Item, ...]
    bullets: tuple[Item, ...]
    entries: tuple[Entry, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Author:
    """An author; ``me`` picks out the CV's owner."""

    name: Text
    me: bool
    equal: bool
    corresponding: bool


@dataclass(frozen=True, slots=True)
class Publication:
    """A paper or a patent. ``identifiers`` are DOI and the like: what prints, and where it leads."""

    title: Text
    url: str | None
    authors: tuple[Author, ...]
    venue: tuple[Text, ...]
    status: Text | None
    when: tuple[When, ...]
    identifiers: tuple[Contact, ...]
    award: Text | None
    summary: tuple[Text, ...]
    bullets: tuple[Item, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Line:
    """Something that takes a line: an award, a certificate, a talk, a course, a language."""

    kind: Kind
    title: Text
    url: str | None
    notes: tuple[Text, ...]
    when: tuple[When, ...]
    summary: tuple[Text, ...]
    bullets: tuple[Item, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Items:
    """A list of its own, bulleted or numbered."""

    items: tuple[Item, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values; ``table`` where the author asked for aligned columns."""

    facts: tuple[Fact, ...]
    table: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text."""

    text: Text
    span: Span


Block: TypeAlias = Entry | Publication | Line | Items | Facts | Paragraph


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the CV. ``level`` counts from 1; ``notes`` explain marks used in the blocks."""

    title: Text
    level: int
    kind: str | None
    summary: tuple[Text, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Text, ...]
    sections: tuple[Section, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """A whole CV: who, and the sections in their order."""

    person: Person
    sections: tuple[Section, ...]


# cvgen's own words on a page; a table so that other languages can take its place.
WORDS: Final[Mapping[str, str]] = {
    "advisor": "Advisor",
    "advisors": "Advisors",
    "birthDate": "Date of birth",
    "contributions": "Contributions",
    "corresponding": "† corresponding author",
    "courses": "Courses",
    "email": "E-mail",
    "equal": "* equal contribution",
    "expected": "expected",
    "grade": "Grade",
    "keywords": "Keywords",
    "motivation": "Motivation",
    "phone": "Phone",
    "present": "Present",
    "rank": "Rank",
    "rankOf": "| of |",  # before, between and after the two numbers
    "researchInterests": "Research interests",
    "team": "Team",
    "thesis": "Thesis",
}

# Where a network's pages are, by the network's name in lower case without spaces.
NETWORKS: Final[Mapping[str, str]] = {
    "bitbucket": "https://bitbucket.org/{}",
    "dblp": "https://dblp.org/pid/{}",
    "github": "https://github.com/{}",
    "gitlab": "https://gitlab.com/{}",
    "googlescholar": "https://scholar.google.com/citations?user={}",
    "huggingface": "https://huggingface.co/{}",
    "instagram": "https://www.instagram.com/{}",
    "kaggle": "https://www.kaggle.com/{}",
    "leetcode": "https://leetcode.com/u/{}",
    "linkedin": "https://www.linkedin.com/in/{}",
    "medium": "https://medium.com/@{}",
    "orcid": "https://orcid.org/{}",
    "researchgate": "https://www.researchgate.net/profile/{}",
    "stackoverflow": "https://stackoverflow.com/users/{}",
    "telegram": "https://t.me/{}",
    "twitter": "https://x.com/{}",
    "x": "https://x.com/{}",
    "youtube": "https://www.youtube.com/@{}",
}

_COURSE_REMARK: Final = 50  # characters

_T = TypeVar("_T")


def build(profile: Profile) -> Document:
    """The document that a profile describes."""
    root = _Fields(profile, ())
    basics = root.fields("basics")
    assert basics is not None  # the schema requires it
    owner = str(basics.text("name"))
    return Document(_person(basics), tuple(_section(f, 1, owner) for f in root.list_of("sections")))


def texts(node: Any) -> Iterator[Text]:
    """Every text in a document or a part of it, in the order of the fields."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from texts(part)
    elif dataclasses.is_dataclass(node):
        for each in dataclasses.fields(node):
            yield from texts(getattr(node, each.name))


class _Fields:
    """Typed access to one mapping of a valid profile: a missing field is None or empty."""

    def __init__(self, profile: Profile, pointer: Pointer) -> None:
        self.profile = profile
        self.pointer = pointer
        self.span = profile.source.spans[pointer]
        data: Any = profile.data
        for step in pointer:
            data = data[step]
        self.data = data

    def __contains__(self, key: str) -> bool:
        return isinstance(self.data, dict) and key in self.data

    def values(self, key: str | None) -> Iterator[tuple[str, Span]]:
        """The scalars of a field that holds one or a list of them; None stands for the node itself."""
        value = self.data if key is None else self.data.get(key) if isinstance(self.data, dict) else None
        pointer = self.pointer if key is None else (*self.pointer, key)
        spans = self.profile.source.spans
        if isinstance(value, list):
            yield from ((item, spans[*pointer, i]) for i, item in enumerate(value))
        elif value is not None:
            yield value, spans[pointer]

    def raw(self, key: str) -> str | None:
        value = self.data.get(key)
        return None if value is None else str(value).strip()

    def flag(self, key: str) -> bool:
        return bool(self.data.get(key, False))

    def text(self, key: str | None) -> Text | None:
        return next((inline.parse(value, span) for value, span in self.values(key)), None)

    def need(self, key: str | None) -> Text:
        text = self.text(key)
        assert text is not None, key  # the schema requires it
        return text

    def texts(self, *keys: str) -> tuple[Text, ...]:
        return tuple(inline.parse(value, span) for key in keys for value, span in self.values(key))

    def paragraphs(self, key: str) -> tuple[Text, ...]:
        """Like texts, but a blank line within one starts another."""
        return tuple(
            inline.parse(part, span)
            for value, span in self.values(key)
            for part in re.split(r"\n[ \t]*\n", value)
            if part.strip()
        )

    def fields(self, key: str) -> _Fields | None:
        return _Fields(self.profile, (*self.pointer, key)) if key in self.data else None

    def list_of(self, key: str) -> list[_Fields]:
        return [_Fields(self.profile, (*self.pointer, key, i)) for i in range(len(self.data.get(key, ())))]

    def each(self, key: str, make: Callable[[_Fields], _T]) -> tuple[_T, ...]:
        return tuple(make(fields) for fields in self.list_of(key))


def word(key: str) -> Text:
    """One of cvgen's own words."""
    return inline.literal(WORDS[key])


def _join(parts: Sequence[Text | str], span: Span | None = None) -> Text:
    """One text from several; strings are literal."""
    nodes: list[inline.Inline] = []
    for part in parts:
        if isinstance(part, str):
            nodes += [inline.Plain(part)] if part else []
        else:
            nodes += part.inlines
    first = next((p.span for p in parts if isinstance(p, Text) and p.span), None)
    return Text(tuple(nodes), span or first)


def between(separator: str, parts: Sequence[Text]) -> Text:
    """One text from several, with a literal separator between them."""
    joined: list[Text | str] = []
    for part in parts:
        joined += [separator, part] if joined else [part]
    return _join(joined)


# --- the person -----------------------------------------------------------------------------------


def _person(basics: _Fields) -> Person:
    image = basics.raw("image")
    epigraph = basics.fields("epigraph")
    lines: tuple[Text, ...] = ()
    if epigraph is not None:
        lines = epigraph.texts("text") if isinstance(epigraph.data, dict) else basics.texts("epigraph")
    return Person(
        name=basics.need("name"),
        native_name=basics.text("nativeName"),
        label=basics.text("label"),
        image=basics.profile.source.path.parent / image if image else None,
        contacts=tuple(_contacts(basics)),
        facts=tuple(_person_facts(basics)),
        epigraph=lines,
        epigraph_source=epigraph.text("source") if epigraph and isinstance(epigraph.data, dict) else None,
        summary=basics.paragraphs("summary"),
        span=basics.span,
    )


def _contacts(basics: _Fields) -> Iterator[Contact]:
    if location := _location(basics):
        yield Contact(Kind.LOCATION, location, None)
    yield from _addresses(basics)
    for url, span in basics.values("url"):
        yield Contact(Kind.URL, inline.literal(_shown_url(url), span), url.strip())
    for account in basics.list_of("profiles"):
        network = account.need("network")
        known = NETWORKS.get(re.sub(r"\s", "", str(network).lower()))
        username, address = account.text("username"), account.raw("url")
        if address is None and "://" in str(username):
            address, username = str(username), None
        shown = username or inline.literal(_shown_url(address or ""), account.span)
        if address is None and known is not None:
            address = known.format(quote(str(username), safe="/@-._~"))
        yield Contact(Kind.PROFILE, _join([network, ": ", shown]), address)


def _addresses(fields: _Fields) -> Iterator[Contact]:
    for address, span in fields.values("email"):
        yield Contact(Kind.EMAIL, inline.literal(address, span), f"mailto:{quote(address.strip(), safe='@+!$&*=~')}")
    for number, span in fields.values("phone"):
        # "+44 (0)20" has a digit that is not dialled from abroad; letters and extensions have no one form.
        dialled = re.sub(r"(?<=\+)(.*?)\(0\)", r"\1", number)
        digits = "" if re.search(r"[^\W\d_]|#", number) else re.sub(r"[^0-9+]", "", dialled)
        yield Contact(Kind.PHONE, inline.literal(number, span), f"tel:{digits}" if digits else None)


def _person_facts(basics: _Fields) -> Iterator[Fact]:
    if birth := basics.raw("birthDate"):
        span = basics.profile.source.spans[*basics.pointer, "birthDate"]
        yield Fact(word("birthDate"), (inline.literal(str(dates.parse_date(birth)), span),), span)
    if interests := basics.texts("researchInterests"):
        yield Fact(word("researchInterests"), interests, interests[0].span or basics.span)


def _shown_url(url: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", url.strip(), flags=re.IGNORECASE).rstrip("/")


def _location(fields: _Fields) -> Text | None:
    place = fields.fields("location")
    if place is None:
        return None
    if not isinstance(place.data, dict):
        return fields.text("location")
    region_and_code = between(" ", place.texts("region", "postalCode"))
    parts = [*place.texts("address", "city"), region_and_code, *place.texts("countryCode")]
    return between(", ", [part for part in parts if part.inlines])


# --- parts that many kinds share ------------------------------------------------------------------


def _when(fields: _Fields) -> tuple[When, ...]:
    found: list[When] = []
    if start := fields.raw("startDate"):
        found.append(When(_range(fields, start)))
    elif end := fields.raw("endDate"):
        found.append(When(_end_only(fields, end)))
    for key in ("date", "releaseDate"):
        if not isinstance(fields.data, dict) or key not in fields.data:
            continue
        value = fields.data[key]
        if isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, dict):
                    inner = _Fields(fields.profile, (*fields.pointer, key, i))
                    found.append(When(_range(inner, str(item["startDate"]))))
                else:
                    found.append(_free_date(item, fields.profile.source.spans[*fields.pointer, key, i]))
        else:
            found.append(_free_date(value, fields.profile.source.spans[*fields.pointer, key]))
    return tuple(found)


def _range(fields: _Fields, start: str) -> DateRange:
    end = fields.raw("endDate")
    last = None if end is None or end.lower() == "present" else dates.parse_date(end)
    return DateRange(dates.parse_date(start), last, fields.flag("expected"))


def _end_only(fields: _Fields, end: str) -> Text | Date:
    date = None if end.lower() == "present" else dates.parse_date(end)
    if date is not None and not fields.flag("expected"):
        return date
    span = fields.profile.source.spans[*fields.pointer, "endDate"]
    shown = WORDS["present"] if date is None else f"{date} ({WORDS['expected']})"
    return inline.literal(shown, span)


def _free_date(value: str, span: Span) -> When:
    parsed = dates.parse_free(value)
    return When(inline.parse(value, span) if parsed is None else parsed)


def _item(fields: _Fields) -> Item:
    if not isinstance(fields.data, dict):
        return Item(None, fields.text(None), (), (), (), fields.span)
    return Item(
        label=fields.text("label"),
        text=fields.text("text"),
        when=_when(fields),
        bullets=fields.each("highlights", _item),
        numbers=fields.each("contributions", _item),
        span=fields.span,
    )


def _fact(key: str, values: Sequence[Text], fallback: Span) -> Iterator[Fact]:
    if values:
        yield Fact(word(key), tuple(values), values[0].span or fallback)


def _people_facts(fields: _Fields) -> Iterator[Fact]:
    advisors = fields.texts("advisor")
    yield from _fact("advisor" if len(advisors) == 1 else "advisors", advisors, fields.span)
    yield from _fact("team", fields.texts("team"), fields.span)


def _named_rank(fields: _Fields) -> Text | None:
    """The rank, with its name before it if it has one: "GPA ranking: 2 of 79"."""
    shown, rank = _rank(fields), fields.fields("rank")
    name = rank.text("name") if rank is not None and isinstance(rank.data, dict) else None
    return _join([name, ": ", shown]) if name and shown else shown


def _rank(fields: _Fields) -> Text | None:
    rank = fields.fields("rank")
    if rank is None:
        return None
    if not isinstance(rank.data, dict):
        return fields.text("rank")
    before, between, after = WORDS["rankOf"].split("|")
    return _join([before, rank.need("position"), between, rank.need("of"), after], rank.span)


def _rank_fact(fields: _Fields) -> Iterator[Fact]:
    rank = fields.fields("rank")
    if rank is not None and (shown := _rank(fields)) is not None:
        name = rank.text("name") if isinstance(rank.data, dict) else None
        yield Fact(name or word("rank"), (shown,), rank.span)


def _with_scale(fields: _Fields) -> Text | None:
    score, scale = fields.text("score"), fields.text("scale")
    if score is None or scale is None:
        return score or scale
    return _join([score, "/", scale])


def joined(values: Sequence[Text]) -> Text:
    """Values of equal rank in one line: with commas, or semicolons where a value has a comma itself."""
    return between("; " if any("," in str(value) for value in values) else ", ", values)


def _noted(main: Text, notes: Sequence[Text]) -> Text:
    """The main text with notes in brackets: ``main (note, note)``."""
    return _join([main, " (", between(", ", notes), ")"]) if notes else main


# --- sections -------------------------------------------------------------------------------------


def _section(fields: _Fields, level: int, owner: str) -> Section:
    kind = fields.raw("kind")
    blocks = tuple(_BLOCKS[kind](fields, owner)) if kind else ()
    authors = [author for block in blocks if isinstance(block, Publication) for author in block.authors]
    notes = []
    if any(author.equal for author in authors):
        notes.append(word("equal"))
    if any(author.corresponding for author in authors):
        notes.append(word("corresponding"))
    return Section(
        title=fields.need("title"),
        level=level,
        kind=kind,
        summary=fields.paragraphs("summary"),
        blocks=blocks,
        notes=tuple(notes),
        sections=tuple(_section(inner, level + 1, owner) for inner in fields.list_of("sections")),
        span=fields.span,
    )


def _education(fields: _Fields) -> Entry:
    facts: list[Fact] = [*_people_facts(fields)]
    facts += _fact("thesis", fields.texts("thesis"), fields.span)
    facts += _fact("grade", fields.texts("score"), fields.span)
    facts += fields.each("grades", _grade)
    facts += _rank_fact(fields)
    facts += fields.each("scores", _score_fact)
    courses = fields.list_of("courses")
    # Courses with a story want a line each; a remark fits in the brackets behind the name.
    told = any(len(str(course.text("summary") or "")) > _COURSE_REMARK for course in courses)
    bullets = fields.each("highlights", _item)
    if courses:
        label = fields.text("coursesTitle") or word("courses")
        if told:
            story = tuple(_course_item(course) for course in courses)
            bullets = (Item(label, None, (), story, (), courses[0].span), *bullets)
        else:
            facts.append(Fact(label, tuple(map(_course, courses)), courses[0].span))
    return Entry(
        kind=Kind.EDUCATION,
        title=fields.need("institution"),
        url=fields.raw("url"),
        subtitle=fields.texts("studyType", "area", "department"),
        location=_location(fields),
        when=_when(fields),
        description=(),
        facts=tuple(facts),
        summary=fields.paragraphs("summary"),
        motivation=(),
        contributions=(),
        bullets=bullets,
        entries=(),
        span=fields.span,
    )


def _grade(fields: _Fields) -> Fact:
    score = _with_scale(fields)
    assert score is not None  # the schema requires it
    rank = _named_rank(fields)
    label = fields.text("name") or word("grade")
    return Fact(label, (_noted(score, [rank] if rank else []),), fields.span)


def _course(fields: _Fields) -> Text:
    if not isinstance(fields.data, dict):
        return fields.need(None)
    return _noted(fields.need("name"), fields.texts("code", "score", "summary"))


def _course_item(fields: _Fields) -> Item:
    told = fields.text("summary") if isinstance(fields.data, dict) else None
    if told is None:
        return Item(None, _course(fields), (), (), (), fields.span)
    name = _noted(fields.need("name"), fields.texts("code", "score"))
    return Item(name, told, (), (), (), fields.span)


def _score_parts(fields: _Fields) -> list[Text]:
    return [_join([part.need("name"), " ", part.need("score")]) for part in fields.list_of("parts")]


def _score_fact(fields: _Fields) -> Fact:
    total, parts = _with_scale(fields), _score_parts(fields)
    values = [_noted(total, parts)] if total else parts
    when = [w.value if isinstance(w.value, Text) else inline.literal(shown_when(w), fields.span) for w in _when(fields)]
    return Fact(fields.need("name"), (*values, *when, *fields.texts("summary")), fields.span)


def _experience(fields: _Fields) -> Entry:
    roles = fields.each("roles", _role)
    return _storied(Kind.EXPERIENCE, fields, fields.need("name"), fields.texts("position"), roles)


def _role(fields: _Fields) -> Entry:
    return _storied(Kind.ROLE, fields, fields.need("position"), (), ())


def _project(fields: _Fields) -> Entry:
    subtitle = fields.texts("roles", "entity", "type")
    return _storied(Kind.PROJECT, fields, fields.need("name"), subtitle, ())


def _storied(kind: Kind, fields: _Fields, title: Text, subtitle: tuple[Text, ...], roles: tuple[Entry, ...]) -> Entry:
    return Entry(
        kind=kind,
        title=title,
        url=fields.raw("url"),
        subtitle=subtitle,
        location=_location(fields),
        when=_when(fields),
        description=fields.paragraphs("description"),
        facts=(*_people_facts(fields), *_fact("keywords", fields.texts("keywords"), fields.span)),
        summary=fields.paragraphs("summary"),
        motivation=fields.paragraphs("motivation"),
        contributions=fields.each("contributions", _item),
        bullets=fields.each("highlights", _item),
        entries=(*roles, *fields.each("projects", _project)),
        span=fields.span,
    )


def _reference(fields: _Fields) -> Entry:
    facts = [
        Fact(
            word(contact.kind),
            (Text((inline.Link(contact.text.inlines, contact.url),), contact.text.span),),
            fields.span,
        )
        if contact.url
        else Fact(word(contact.kind), (contact.text,), fields.span)
        for contact in _addresses(fields)
    ]
    return Entry(
        kind=Kind.REFERENCE,
        title=fields.need("name"),
        url=fields.raw("url"),
        subtitle=fields.texts("position", "organization", "relation"),
        location=None,
        when=(),
        description=(),
        facts=tuple(facts),
        summary=fields.paragraphs("reference"),
        motivation=(),
        contributions=(),
        bullets=(),
        entries=(),
        span=fields.span,
    )


def _authors(fields: _Fields, key: str, owner: str) -> tuple[Author, ...]:
    return fields.each(key, lambda author: _author(author, owner))


def _author(fields: _Fields, owner: str) -> Author:
    if not isinstance(fields.data, dict):
        name = fields.need(None)
        return Author(name, str(name).casefold() == owner.casefold(), equal=False, corresponding=False)
    name = fields.need("name")
    me = fields.flag("me") if "me" in fields else str(name).casefold() == owner.casefold()
    return Author(name, me, equal=fields.flag("equalContribution"), corresponding=fields.flag("corresponding"))


def _publication(fields: _Fields, owner: str) -> Publication:
    identifiers = []
    spans = fields.profile.source.spans
    if doi := fields.raw("doi"):
        shown = inline.literal(f"doi:{doi}", spans[*fields.pointer, "doi"])
        identifiers.append(Contact(Kind.DOI, shown, f"https://doi.org/{quote(doi, safe='/:;()<>')}"))
    if arxiv := fields.raw("arxiv"):
        shown = inline.literal(f"arXiv:{arxiv}", spans[*fields.pointer, "arxiv"])
        identifiers.append(Contact(Kind.ARXIV, shown, f"https://arxiv.org/abs/{arxiv}"))
    return Publication(
        title=fields.need("name"),
        url=fields.raw("url") or (identifiers[0].url if identifiers else None),
        authors=_authors(fields, "authors", owner),
        venue=fields.texts("publisher"),
        status=fields.text("status"),
        when=_when(fields),
        identifiers=tuple(identifiers),
        award=fields.text("award"),
        summary=fields.paragraphs("summary"),
        bullets=fields.each("highlights", _item),
        span=fields.span,
    )


def _patent(fields: _Fields, owner: str) -> Publication:
    return Publication(
        title=fields.need("name"),
        url=fields.raw("url"),
        authors=_authors(fields, "inventors", owner),
        venue=fields.texts("office", "number"),
        status=fields.text("status"),
        when=_when(fields),
        identifiers=(),
        award=None,
        summary=fields.paragraphs("summary"),
        bullets=(),
        span=fields.span,
    )


def _line(kind: Kind, fields: _Fields, title: str, notes: Sequence[Text | None]) -> Line:
    return Line(
        kind=kind,
        title=fields.need(title),
        url=fields.raw("url"),
        notes=tuple(note for note in notes if note is not None),
        when=_when(fields),
        summary=fields.paragraphs("summary"),
        bullets=fields.each("highlights", _item),
        span=fields.span,
    )


def _award(fields: _Fields) -> Line:
    notes = [*fields.texts("awarder"), _location(fields), *fields.texts("amount"), _named_rank(fields)]
    return _line(Kind.AWARD, fields, "title", notes)


def _certificate(fields: _Fields) -> Line:
    return _line(Kind.CERTIFICATE, fields, "name", fields.texts("issuer", "identifier"))


def _talk(fields: _Fields) -> Line:
    return _line(Kind.TALK, fields, "name", [*fields.texts("type", "event"), _location(fields)])


def _course_line(fields: _Fields) -> Line:
    return _line(Kind.COURSE, fields, "name", fields.texts("code", "institution", "score"))


def _language(fields: _Fields) -> Line:
    scores = [_join([fact.label, ": ", between(", ", fact.values)]) for fact in fields.each("scores", _score_fact)]
    return _line(Kind.LANGUAGE, fields, "language", [*fields.texts("fluency"), *scores])


def _score(fields: _Fields) -> Line:
    total = _with_scale(fields)
    return _line(Kind.SCORE, fields, "name", [total, *_score_parts(fields)])


def _skill(fields: _Fields) -> Fact:
    level = fields.text("level")
    label = _noted(fields.need("name"), [level] if level else [])
    return Fact(label, (*_listed(fields.texts("keywords")), *fields.paragraphs("summary")), fields.span)


def _listed(keywords: Sequence[Text]) -> Iterator[Text]:
    if keywords:
        yield joined(keywords)


def _row(fields: _Fields) -> Fact:
    return Fact(fields.need("label"), fields.texts("value"), fields.span)


_EachBlock: TypeAlias = Callable[[_Fields], Block]


def _entries(make: _EachBlock) -> Callable[[_Fields, str], Iterator[Block]]:
    return lambda fields, _: (make(entry) for entry in fields.list_of("entries"))


def _facts(make: Callable[[_Fields], Fact], *, table: bool = False) -> Callable[[_Fields, str], Iterator[Block]]:
    return lambda fields, _: iter([Facts(fields.each("entries", make), table)])


def _items(*, numbered: bool) -> Callable[[_Fields, str], Iterator[Block]]:
    return lambda fields, _: iter([Items(fields.each("entries", _item), numbered)])


def _paragraphs(fields: _Fields, _: str) -> Iterator[Block]:
    return (Paragraph(text, text.span or fields.span) for text in fields.paragraphs("entries"))


_BLOCKS: Final[Mapping[str, Callable[[_Fields, str], Iterator[Block]]]] = {
    "education": _entries(_education),
    "experience": _entries(_experience),
    "projects": _entries(_project),
    "publications": lambda fields, owner: (_publication(f, owner) for f in fields.list_of("entries")),
    "awards": _entries(_award),
    "skills": _facts(_skill),
    "languages": _entries(_language),
    "scores": _entries(_score),
    "certificates": _entries(_certificate),
    "talks": _entries(_talk),
    "patents": lambda fields, owner: (_patent(f, owner) for f in fields.list_of("entries")),
    "courses": _entries(_course_line),
    "interests": _facts(_skill),
    "references": _entries(_reference),
    "text": _paragraphs,
    "bullets": _items(numbered=False),
    "numbered": _items(numbered=True),
    "table": _facts(_row, table=True),
}


def shown_when(when: When) -> str:
    """A date, range or free text as it prints in running text."""
    value = when.value
    if not isinstance(value, DateRange):
        return str(value)
    end = WORDS["present"] if value.end is None else str(value.end)
    expected = f" ({WORDS['expected']})" if value.expected else ""
    if value.end == value.start:
        return f"{value.start}{expected}"
    if value.start.year_only and value.end is not None and value.end.year_only:
        return f"{value.start}–{end}{expected}"
    return f"{value.start} – {end}{expected}"
