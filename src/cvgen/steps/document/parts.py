"""Parts that several kinds of entry have: dates, places, items, facts, grades and ranks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cvgen.diagnostics import Span
from cvgen.steps.document.fields import Fields
from cvgen.steps.document.model import Fact, Item, Items, Prose, When
from cvgen.steps.document.phrases import join
from cvgen.text import dates, inline, lists
from cvgen.text.dates import Date, DateRange
from cvgen.text.inline import Text
from cvgen.text.lists import TypedItem, TypedList


def dates_of(fields: Fields) -> tuple[When, ...]:
    """Return all dates of an entry: its start and end, then the other ones."""
    found: list[When] = []
    if start := fields.string("startDate"):
        found.append(When(_range(fields, start)))
    elif end := fields.string("endDate"):
        found.append(When(_end_only(fields, end)))
    for key in ("date", "releaseDate"):
        if key not in fields:
            continue
        value = fields.data[key]
        if not isinstance(value, list):
            found.append(_free_date(value, fields.place(key)))
            continue
        for i, item in enumerate(value):
            if isinstance(item, dict):
                found.append(When(_range(fields.at(key, i), str(item["startDate"]))))
            else:
                found.append(_free_date(item, fields.place(key, i)))
    return tuple(found)


def _range(fields: Fields, start: str) -> DateRange:
    end = fields.string("endDate")
    last = None if end is None or end.lower() == "present" else dates.parse_date(end)
    return DateRange(dates.parse_date(start), last, fields.flag("expected"))


def _end_only(fields: Fields, end: str) -> Text | Date:
    date = None if end.lower() == "present" else dates.parse_date(end)
    if date is not None and not fields.flag("expected"):
        return date
    span = fields.place("endDate")
    words, (opening, closing) = fields.language.words, fields.language.brackets
    if date is None:
        return inline.literal(words["present"], span)
    return inline.literal(f"{fields.language.date(date)}{opening}{words['expected']}{closing}", span)


def _free_date(value: str, span: Span) -> When:
    parsed = dates.parse_free(value)
    return When(inline.parse(value, span) if parsed is None else parsed)


def prose(fields: Fields, key: str) -> tuple[Prose, ...]:
    """Return the paragraphs and lists of a field; blank lines in a text divide paragraphs, and a typed list is one."""
    if key not in fields:
        return ()
    value = fields.data[key]
    found: list[Prose] = []
    for i, each in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(each, list):
            found.append(Items(item_list(fields, key, i), numbered=False))
            continue
        span = fields.place(key, i) if isinstance(value, list) else fields.place(key)
        for part in lists.parts(each):
            if isinstance(part, TypedList):
                found.append(Items(_typed_items(part.items, span), part.is_numbered))
            else:
                found.append(inline.parse(part, span, keep_breaks=True))
    return tuple(found)


def item_list(fields: Fields, *steps: str | int) -> tuple[Item, ...]:
    """Return the items of the list that further keys and indices lead to; none if there is no such list."""
    if isinstance(fields.data, dict) and steps[0] not in fields.data:
        return ()
    found = fields.at(*steps)
    return tuple(each for i in range(len(found.data)) for each in _items(found.at(i)))


def _items(fields: Fields) -> Iterator[Item]:
    """Yield a list item with the lists below it; a text with a typed list may be several."""
    text, rest = _item_text(fields), ""
    bullets: tuple[Item, ...] = ()
    numbers: tuple[Item, ...] = ()
    typed = next((lists.find(value) for value, _ in fields.strings("text" if fields.is_mapping else None)), None)
    if typed and lists.may_be_below(fields.pointer):
        text = inline.parse(typed.before, fields.span, keep_breaks=True) if typed.before else None
        rest = typed.after
        below = _typed_items(typed.items, fields.span)
        bullets, numbers = ((), below) if typed.is_numbered else (below, ())
    if fields.is_mapping:
        bullets = (*bullets, *item_list(fields, "highlights"))
        numbers = (*numbers, *item_list(fields, "contributions"))
        yield Item(fields.text("label"), text, dates_of(fields), bullets, numbers, fields.priority, fields.span)
    elif text:
        yield Item(None, text, (), bullets, numbers, 0, fields.span)
    else:
        yield from (*bullets, *numbers)
    if rest:
        yield Item(None, inline.parse(rest, fields.span, keep_breaks=True), (), (), (), 0, fields.span)


def _item_text(fields: Fields) -> Text | None:
    key = "text" if fields.is_mapping else None
    return next((inline.parse(value, span, keep_breaks=True) for value, span in fields.strings(key)), None)


def _typed_items(items: Sequence[TypedItem], span: Span) -> tuple[Item, ...]:
    return tuple(_typed_item(each, span) for each in items)


def _typed_item(typed: TypedItem, span: Span) -> Item:
    below = _typed_items(typed.items, span)
    bullets, numbers = ((), below) if lists.are_numbered(typed.items) else (below, ())
    return Item(None, inline.parse(typed.text, span, keep_breaks=True), (), bullets, numbers, 0, span)


def fact(fields: Fields, word: str, values: Sequence[Text]) -> Iterator[Fact]:
    """Yield a fact with one of cvgen's own words as its label, if it has values."""
    if values:
        yield Fact(fields.label(word), tuple(values), values[0].span or fields.span)


def people(fields: Fields) -> Iterator[Fact]:
    """Yield the advisors and the team."""
    advisors = fields.texts("advisor")
    yield from fact(fields, "advisor" if len(advisors) == 1 else "advisors", advisors)
    yield from fact(fields, "team", fields.texts("team"))


def score_on_scale(fields: Fields) -> Text | None:
    """Return a score and its scale, "3.9/4"; or the one that there is."""
    score, scale = fields.text("score"), fields.text("scale")
    if score is None or scale is None:
        return score or scale
    return join([score, "/", scale])


def rank(fields: Fields) -> Text | None:
    """Return the rank, "2 of 79", without its name."""
    place = fields.child("rank")
    if place is None:
        return None
    if not place.is_mapping:
        return fields.text("rank")
    pattern = re.split(r"\{(\w+)\}", fields.language.words["rankOf"])  # words and names of fields by turns
    return join([place.required_text(part) if i % 2 else part for i, part in enumerate(pattern)], place.span)


def rank_name(fields: Fields) -> Text | None:
    """Return the name of the rank, if the author gave one."""
    place = fields.child("rank")
    return place.text("name") if place is not None and place.is_mapping else None


def named_rank(fields: Fields) -> Text | None:
    """Return the rank after its name: "GPA ranking: 2 of 79"."""
    name, shown = rank_name(fields), rank(fields)
    return join([name, fields.language.colon, shown]) if name and shown else shown
