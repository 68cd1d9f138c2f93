"""Step 3: ``Profile`` -> ``Document``: the CV as a layout-free tree that every output is made from.

A profile knows some twenty kinds of entry; a page knows few kinds of thing. Here the first become the
second, so that a style (or an exporter) has six blocks to know and not twenty. Every node carries the
place in the YAML that it comes from.
"""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar
from urllib.parse import quote

from cvgen.diagnostics import Span
from cvgen.steps.profile import Profile
from cvgen.steps.source import Pointer
from cvgen.text import dates, inline, language
from cvgen.text.dates import Date, DateRange
from cvgen.text.inline import Text
from cvgen.text.language import Language


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
    """A way to reach the person; ``url`` is what a click opens, None where there is nothing to open.

    ``network`` is where an account is, such as GitHub.
    """

    kind: Kind
    text: Text
    url: str | None
    network: Text | None = None


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
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with the bulleted and the numbered items below it."""

    label: Text | None
    text: Text | None
    when: tuple[When, ...]
    bullets: tuple[Item, ...]
    numbers: tuple[Item, ...]
    priority: int
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
    priority: int
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
    priority: int
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
    priority: int
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


Droppable: TypeAlias = Entry | Publication | Line | Item | Fact  # what may have a priority
Block: TypeAlias = Entry | Publication | Line | Items | Facts | Paragraph


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the CV. ``level`` counts from 1; ``notes`` explain marks used in the blocks.

    ``named`` is whether the author gave the title; else it is the language's for the kind.
    """

    title: Text
    named: bool
    level: int
    kind: str | None
    summary: tuple[Text, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Text, ...]
    sections: tuple[Section, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """A whole CV: who, the sections in their order, and the language for what the author left unsaid."""

    person: Person
    sections: tuple[Section, ...]
    language: Language


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
    spoken = language.load(profile.data.get("language", "en"))
    root = _Fields(profile, (), spoken)
    basics = root.fields("basics")
    assert basics is not None  # the schema requires it
    owner = str(basics.text("name"))
    return Document(_person(basics), tuple(_section(f, 1, owner) for f in root.list_of("sections")), spoken)


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


def optional(node: Any) -> Iterator[Droppable]:
    """What has a priority, in the order of the document."""
    if isinstance(node, tuple):
        for part in node:
            yield from optional(part)
    elif dataclasses.is_dataclass(node) and not isinstance(node, Text | Language):
        if isinstance(node, Droppable) and node.priority:
            yield node
        for each in dataclasses.fields(node):
            yield from optional(getattr(node, each.name))


def lines(node: Any) -> set[int]:
    """The lines of the YAML that a part of a document comes from."""
    span = getattr(node, "span", None)
    found = {span.line} if span is not None else set()
    if dataclasses.is_dataclass(node):
        for each in dataclasses.fields(node):
            value = getattr(node, each.name)
            for part in value if isinstance(value, tuple) else (value,):
                found |= lines(part)
    return found


def without(node: _T, gone: Collection[Span]) -> _T:
    """A document, or a part of one, without what has a priority and comes from one of these places."""
    changed: dict[str, Any] = {}
    for each in dataclasses.fields(node):  # type: ignore[arg-type]  # every node is a dataclass
        value = getattr(node, each.name)
        if isinstance(value, tuple) and any(dataclasses.is_dataclass(part) for part in value):
            kept = [part for part in value if not (getattr(part, "priority", 0) and part.span in gone)]
            pruned = tuple(part if isinstance(part, Text) else without(part, gone) for part in kept)
            if pruned != value:
                # What had nothing to say before, such as a title alone, is meant so.
                changed[each.name] = tuple(
                    part for part, was in zip(pruned, kept, strict=True) if part is was or not _is_empty(part)
                )
    if isinstance(node, Section) and "blocks" in changed:
        left = _marks(changed["blocks"])
        changed["notes"] = tuple(
            note for mark, note in zip(_marks(node.blocks), node.notes, strict=True) if mark in left
        )
    return dataclasses.replace(node, **changed) if changed else node  # type: ignore[type-var]  # every node is a dataclass


def _is_empty(part: object) -> bool:
    """Whether a part has nothing left to say; a group of items is nothing without them."""
    if isinstance(part, Items):
        return not part.items
    if isinstance(part, Facts):
        return not part.facts
    if isinstance(part, Section):
        return not (part.blocks or part.sections or part.summary)
    return isinstance(part, Item) and part.text is None and not (part.bullets or part.numbers or part.when)


class _Fields:
    """Typed access to one mapping of a valid profile: a missing field is None or empty."""

    def __init__(self, profile: Profile, pointer: Pointer, spoken: Language) -> None:
        self.profile = profile
        self.pointer = pointer
        self.language = spoken
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
        return self.at(key) if key in self.data else None

    def list_of(self, key: str) -> list[_Fields]:
        return [self.at(key, i) for i in range(len(self.data.get(key, ())))]

    def at(self, *steps: str | int) -> _Fields:
        return _Fields(self.profile, (*self.pointer, *steps), self.language)

    def word(self, key: str) -> Text:
        """One of cvgen's own words, in the CV's language."""
        return inline.literal(self.language.words[key])

    def listed(self, parts: Sequence[Text]) -> Text:
        return between(self.language.comma, parts)

    @property
    def priority(self) -> int:
        """From 1 (stays longest) to 9; 0 is what always stays."""
        return int(self.data.get("priority", 0)) if isinstance(self.data, dict) else 0

    def each(self, key: str, make: Callable[[_Fields], _T]) -> tuple[_T, ...]:
        return tuple(make(fields) for fields in self.list_of(key))


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
        yield Contact(Kind.PROFILE, shown, address, network)


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
        shown = inline.literal(basics.language.date(dates.parse_date(birth)), span)
        yield Fact(basics.word("birthDate"), (shown,), span)
    if interests := basics.texts("researchInterests"):
        yield Fact(basics.word("researchInterests"), interests, interests[0].span or basics.span)


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
    return fields.listed([part for part in parts if part.inlines])


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
                    inner = fields.at(key, i)
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
    words, (opening, closing) = fields.language.words, fields.language.brackets
    if date is None:
        return inline.literal(words["present"], span)
    return inline.literal(f"{fields.language.date(date)}{opening}{words['expected']}{closing}", span)


def _free_date(value: str, span: Span) -> When:
    parsed = dates.parse_free(value)
    return When(inline.parse(value, span) if parsed is None else parsed)


def _item(fields: _Fields) -> Item:
    if not isinstance(fields.data, dict):
        return Item(None, fields.text(None), (), (), (), 0, fields.span)
    return Item(
        label=fields.text("label"),
        text=fields.text("text"),
        when=_when(fields),
        bullets=fields.each("highlights", _item),
        numbers=fields.each("contributions", _item),
        priority=fields.priority,
        span=fields.span,
    )


def _fact(fields: _Fields, key: str, values: Sequence[Text]) -> Iterator[Fact]:
    if values:
        yield Fact(fields.word(key), tuple(values), values[0].span or fields.span)


def _people_facts(fields: _Fields) -> Iterator[Fact]:
    advisors = fields.texts("advisor")
    yield from _fact(fields, "advisor" if len(advisors) == 1 else "advisors", advisors)
    yield from _fact(fields, "team", fields.texts("team"))


def _named_rank(fields: _Fields) -> Text | None:
    """The rank, with its name before it if it has one: "GPA ranking: 2 of 79"."""
    shown, rank = _rank(fields), fields.fields("rank")
    name = rank.text("name") if rank is not None and isinstance(rank.data, dict) else None
    return _join([name, fields.language.colon, shown]) if name and shown else shown


def _rank(fields: _Fields) -> Text | None:
    rank = fields.fields("rank")
    if rank is None:
        return None
    if not isinstance(rank.data, dict):
        return fields.text("rank")
    pattern = re.split(r"\{(\w+)\}", fields.language.words["rankOf"])  # words and names by turns
    parts = [rank.need(part) if i % 2 else part for i, part in enumerate(pattern)]
    return _join(parts, rank.span)


def _rank_fact(fields: _Fields) -> Iterator[Fact]:
    rank = fields.fields("rank")
    if rank is not None and (shown := _rank(fields)) is not None:
        name = rank.text("name") if isinstance(rank.data, dict) else None
        yield Fact(name or fields.word("rank"), (shown,), rank.span)


def _with_scale(fields: _Fields) -> Text | None:
    score, scale = fields.text("score"), fields.text("scale")
    if score is None or scale is None:
        return score or scale
    return _join([score, "/", scale])


def joined(values: Sequence[Text], spoken: Language) -> Text:
    """Values of equal rank in one line: with commas, or semicolons where a value has a comma itself."""
    apart = any(comma in str(value) for value in values for comma in {",", "、", spoken.comma.strip()})
    return between(spoken.semicolon if apart else spoken.enumeration, values)


def _noted(fields: _Fields, main: Text, notes: Sequence[Text]) -> Text:
    """The main text with notes in brackets: ``main (note, note)``."""
    opening, closing = fields.language.brackets
    return _join([main, opening, fields.listed(notes), closing]) if notes else main


# --- sections -------------------------------------------------------------------------------------


def _section(fields: _Fields, level: int, owner: str) -> Section:
    kind = fields.raw("kind")
    blocks = tuple(_BLOCKS[kind](fields, owner)) if kind else ()
    title = fields.text("title")
    return Section(
        title=title or inline.literal(fields.language.sections[str(kind)], fields.span),
        named=title is not None,
        level=level,
        kind=kind,
        summary=fields.paragraphs("summary"),
        blocks=blocks,
        notes=tuple(map(fields.word, _marks(blocks))),
        sections=tuple(_section(inner, level + 1, owner) for inner in fields.list_of("sections")),
        span=fields.span,
    )


def _marks(blocks: Sequence[Block]) -> list[str]:
    """The words for the marks that stand at authors' names."""
    authors = [author for block in blocks if isinstance(block, Publication) for author in block.authors]
    return [word for word in ("equal", "corresponding") if any(getattr(author, word) for author in authors)]


def _education(fields: _Fields) -> Entry:
    facts: list[Fact] = [*_people_facts(fields)]
    facts += _fact(fields, "thesis", fields.texts("thesis"))
    facts += _fact(fields, "grade", fields.texts("score"))
    facts += fields.each("grades", _grade)
    facts += _rank_fact(fields)
    facts += fields.each("scores", _score_fact)
    courses = fields.list_of("courses")
    # Courses with a story want a line each; a remark fits in the brackets behind the name.
    told = any(len(str(course.text("summary") or "")) > _COURSE_REMARK for course in courses)
    bullets = fields.each("highlights", _item)
    if courses:
        label = fields.text("coursesTitle") or fields.word("courses")
        if told:
            story = tuple(_course_item(course) for course in courses)
            bullets = (Item(label, None, (), story, (), 0, courses[0].span), *bullets)
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
        priority=fields.priority,
        span=fields.span,
    )


def _grade(fields: _Fields) -> Fact:
    score = _with_scale(fields)
    assert score is not None  # the schema requires it
    rank = _named_rank(fields)
    label = fields.text("name") or fields.word("grade")
    return Fact(label, (_noted(fields, score, [rank] if rank else []),), fields.span)


def _course(fields: _Fields) -> Text:
    if not isinstance(fields.data, dict):
        return fields.need(None)
    return _noted(fields, fields.need("name"), fields.texts("code", "score", "summary"))


def _course_item(fields: _Fields) -> Item:
    told = fields.text("summary") if isinstance(fields.data, dict) else None
    if told is None:
        return Item(None, _course(fields), (), (), (), 0, fields.span)
    name = _noted(fields, fields.need("name"), fields.texts("code", "score"))
    return Item(name, told, (), (), (), 0, fields.span)


def _score_parts(fields: _Fields) -> list[Text]:
    return [_join([part.need("name"), " ", part.need("score")]) for part in fields.list_of("parts")]


def _score_fact(fields: _Fields) -> Fact:
    total, parts = _with_scale(fields), _score_parts(fields)
    values = [_noted(fields, total, parts)] if total else parts
    when = [shown_when(each, fields.language) for each in _when(fields)]
    return Fact(fields.need("name"), (*values, *when, *fields.texts("summary")), fields.span, fields.priority)


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
        facts=(*_people_facts(fields), *_fact(fields, "keywords", fields.texts("keywords"))),
        summary=fields.paragraphs("summary"),
        motivation=fields.paragraphs("motivation"),
        contributions=fields.each("contributions", _item),
        bullets=fields.each("highlights", _item),
        entries=(*roles, *fields.each("projects", _project)),
        priority=fields.priority,
        span=fields.span,
    )


def _reference(fields: _Fields) -> Entry:
    facts = [
        Fact(
            fields.word(contact.kind),
            (Text((inline.Link(contact.text.inlines, contact.url),), contact.text.span),),
            fields.span,
        )
        if contact.url
        else Fact(fields.word(contact.kind), (contact.text,), fields.span)
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
        priority=fields.priority,
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
        priority=fields.priority,
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
        priority=fields.priority,
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
        priority=fields.priority,
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
    scores = [
        _join([fact.label, fields.language.colon, fields.listed(fact.values)])
        for fact in fields.each("scores", _score_fact)
    ]
    return _line(Kind.LANGUAGE, fields, "language", [*fields.texts("fluency"), *scores])


def _score(fields: _Fields) -> Line:
    total = _with_scale(fields)
    return _line(Kind.SCORE, fields, "name", [total, *_score_parts(fields)])


def _skill(fields: _Fields) -> Fact:
    level = fields.text("level")
    label = _noted(fields, fields.need("name"), [level] if level else [])
    keywords = fields.texts("keywords")
    listed = [joined(keywords, fields.language)] if keywords else []
    return Fact(label, (*listed, *fields.paragraphs("summary")), fields.span, fields.priority)


def _row(fields: _Fields) -> Fact:
    return Fact(fields.need("label"), fields.texts("value"), fields.span, fields.priority)


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


def shown_when(when: When, spoken: Language) -> Text:
    """A date, range or free text as it prints."""
    if isinstance(when.value, Text):
        return when.value
    return inline.literal(spoken.range(when.value) if isinstance(when.value, DateRange) else spoken.date(when.value))
