"""The person at the head of the CV, and ways to reach people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import quote, unquote

from cvgen.diagnostics import Span
from cvgen.steps.document.fields import Fields
from cvgen.steps.document.model import Contact, Fact, Kind, Person
from cvgen.steps.document.parts import fact, prose
from cvgen.steps.document.places import location
from cvgen.text import dates, inline
from cvgen.text.addresses import telephone
from cvgen.text.inline import Text
from cvgen.text.networks import account, is_page_of


def person(basics: Fields) -> Person:
    """Return the head of the CV."""
    image = basics.string("image")
    epigraph = basics.child("epigraph")
    epigraph_lines: tuple[Text, ...] = ()
    if epigraph is not None:
        epigraph_lines = epigraph.verses("text") if epigraph.is_mapping else basics.verses("epigraph")
    return Person(
        name=basics.required_text("name"),
        native_name=basics.text("nativeName"),
        label=basics.text("label"),
        image=basics.profile.source.path.parent / image if image else None,
        contacts=tuple(_contacts(basics)),
        facts=tuple(_facts(basics)),
        epigraph=epigraph_lines,
        epigraph_source=epigraph.text("source") if epigraph and epigraph.is_mapping else None,
        summary=prose(basics, "summary"),
        span=basics.span,
    )


def ways_to_reach(fields: Fields) -> Iterator[Contact]:
    """Yield the e-mail addresses and phone numbers of a person or a referee."""
    yield from (contact for key in fields.data if key in _REACHED for contact in _REACHED[key](fields))


def _emails(fields: Fields) -> Iterator[Contact]:
    for address, span, label in _labelled(fields, "email"):
        url = f"mailto:{quote(address.strip(), safe='@+!$&*=~')}"
        yield Contact(Kind.EMAIL, inline.literal(address, span), url, label=label)


def _phones(fields: Fields) -> Iterator[Contact]:
    for number, span, label in _labelled(fields, "phone"):
        yield Contact(Kind.PHONE, inline.literal(number, span), telephone(number), label=label)


def _labelled(fields: Fields, key: str) -> Iterator[tuple[str, Span, Text | None]]:
    """Yield the strings of a field, with their places and labels."""
    value = fields.data[key]
    for i, each in enumerate(value if isinstance(value, list) else [value]):
        inner = fields.at(key, i) if isinstance(value, list) else fields.at(key)
        if isinstance(each, dict):
            yield each["value"], inner.place("value"), inner.text("label")
        else:
            yield each, inner.span, None


def _contacts(basics: Fields) -> Iterator[Contact]:
    """Yield the ways to reach the person, in the order in which their keys stand."""
    yield from (contact for key in basics.data if key in _CONTACTS for contact in _CONTACTS[key](basics))


def _place(basics: Fields) -> Iterator[Contact]:
    if place := location(basics):
        yield Contact(Kind.LOCATION, place, None)


def _pages(basics: Fields) -> Iterator[Contact]:
    for url, span in basics.strings("url"):
        yield Contact(Kind.URL, inline.literal(_shown_url(url), span), url.strip())


def _account(fields: Fields) -> Contact:
    network = fields.required_text("network")
    username, url = fields.text("username"), fields.string("url")
    says_network = is_page_of(str(network), url) if url else False
    if username is None:
        text = inline.literal(_shown_url(url or ""), fields.place("url"))
        return Contact(Kind.PROFILE, text, url, network, says_network)
    found = account(str(network), str(username))
    shown = _shown_url(found.username)
    if shown != str(username) or username.has_link:
        username = inline.literal(shown, username.span)
    if (target := url or found.url) is None:
        return Contact(Kind.PROFILE, username, None, network)
    address = _shown_url(target)
    if url and shown.casefold().lstrip("@") not in address.casefold():  # a name that the author gave to the link
        open_bracket, close_bracket = fields.language.brackets
        both = inline.literal(f"{shown}{open_bracket}{address}{close_bracket}", username.span)
        return Contact(Kind.PROFILE, both, target, network, handle=username)
    says_network = is_page_of(str(network), target)
    return Contact(Kind.PROFILE, inline.literal(address, username.span), target, network, says_network, username)


def _shown_url(url: str) -> str:
    """Return an address without what all addresses have, and in the letters of its language."""
    short = re.sub(r"^https?://(www\.)?", "", url.strip(), flags=re.IGNORECASE).rstrip("/")
    return unquote(short) if re.search("%[89A-F]", short, re.IGNORECASE) and "\ufffd" not in unquote(short) else short


_REACHED: Final[Mapping[str, Callable[[Fields], Iterator[Contact]]]] = {"email": _emails, "phone": _phones}
_CONTACTS: Final[Mapping[str, Callable[[Fields], Iterator[Contact]]]] = {
    **_REACHED,
    "location": _place,
    "url": _pages,
    "profiles": lambda basics: iter(basics.each("profiles", _account)),
}


def _facts(basics: Fields) -> Iterator[Fact]:
    if birth := basics.string("birthDate"):
        span = basics.place("birthDate")
        shown = inline.literal(basics.language.date(dates.parse_date(birth)), span)
        yield Fact(basics.label("birthDate"), (shown,), span)
    yield from fact(basics, "researchInterests", basics.texts("researchInterests"))
    yield from basics.each("facts", _fact)


def _fact(fields: Fields) -> Fact:
    if not fields.is_mapping:
        return Fact(None, (fields.required_text(None),), fields.span)
    return Fact(fields.required_text("label"), fields.texts("value"), fields.span)
