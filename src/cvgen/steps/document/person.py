"""The person at the head of the CV, and ways to reach people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

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
    for address, span in fields.strings("email"):
        yield Contact(Kind.EMAIL, inline.literal(address, span), f"mailto:{quote(address.strip(), safe='@+!$&*=~')}")
    for number, span in fields.strings("phone"):
        yield Contact(Kind.PHONE, inline.literal(number, span), telephone(number))


def _contacts(basics: Fields) -> Iterator[Contact]:
    if place := location(basics):
        yield Contact(Kind.LOCATION, place, None)
    yield from ways_to_reach(basics)
    for url, span in basics.strings("url"):
        yield Contact(Kind.URL, inline.literal(_shown_url(url), span), url.strip())
    yield from basics.each("profiles", _account)


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


def _facts(basics: Fields) -> Iterator[Fact]:
    if birth := basics.string("birthDate"):
        span = basics.place("birthDate")
        shown = inline.literal(basics.language.date(dates.parse_date(birth)), span)
        yield Fact(basics.word("birthDate"), (shown,), span)
    yield from fact(basics, "researchInterests", basics.texts("researchInterests"))
