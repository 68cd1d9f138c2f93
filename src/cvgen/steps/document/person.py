"""The person at the head of the CV, and ways to reach people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote

from cvgen.steps.document.fields import Fields
from cvgen.steps.document.model import Contact, Fact, Kind, Person
from cvgen.steps.document.parts import fact, location
from cvgen.text import dates, inline
from cvgen.text.inline import Text

# The address of an account, by the network's name in lower case without spaces.
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


def person(basics: Fields) -> Person:
    """Return the head of the CV."""
    image = basics.string("image")
    epigraph = basics.child("epigraph")
    epigraph_lines: tuple[Text, ...] = ()
    if epigraph is not None:
        epigraph_lines = epigraph.texts("text") if epigraph.is_mapping else basics.texts("epigraph")
    return Person(
        name=basics.required_text("name"),
        native_name=basics.text("nativeName"),
        label=basics.text("label"),
        image=basics.profile.source.path.parent / image if image else None,
        contacts=tuple(_contacts(basics)),
        facts=tuple(_facts(basics)),
        epigraph=epigraph_lines,
        epigraph_source=epigraph.text("source") if epigraph and epigraph.is_mapping else None,
        summary=basics.paragraphs("summary"),
        span=basics.span,
    )


def addresses(fields: Fields) -> Iterator[Contact]:
    """Yield the e-mail addresses and phone numbers of a person or a referee."""
    for address, span in fields.strings("email"):
        yield Contact(Kind.EMAIL, inline.literal(address, span), f"mailto:{quote(address.strip(), safe='@+!$&*=~')}")
    for number, span in fields.strings("phone"):
        # "+44 (0)20" has a digit that is not dialled from abroad; letters and extensions have no one form.
        dialled = re.sub(r"(?<=\+)(.*?)\(0\)", r"\1", number)
        digits = "" if re.search(r"[^\W\d_]|#", number) else re.sub(r"[^0-9+]", "", dialled)
        yield Contact(Kind.PHONE, inline.literal(number, span), f"tel:{digits}" if digits else None)


def _contacts(basics: Fields) -> Iterator[Contact]:
    if place := location(basics):
        yield Contact(Kind.LOCATION, place, None)
    yield from addresses(basics)
    for url, span in basics.strings("url"):
        yield Contact(Kind.URL, inline.literal(_shown_url(url), span), url.strip())
    yield from basics.each("profiles", _account)


def _account(fields: Fields) -> Contact:
    network = fields.required_text("network")
    pattern = NETWORKS.get(re.sub(r"\s", "", str(network).lower()))
    username, url = fields.text("username"), fields.string("url")
    if url is None and "://" in str(username):
        url, username = str(username), None
    shown = username or inline.literal(_shown_url(url or ""), fields.span)
    if url is None and pattern is not None:
        url = pattern.format(quote(str(username), safe="/@-._~"))
    return Contact(Kind.PROFILE, shown, url, network)


def _shown_url(url: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", url.strip(), flags=re.IGNORECASE).rstrip("/")


def _facts(basics: Fields) -> Iterator[Fact]:
    if birth := basics.string("birthDate"):
        span = basics.place("birthDate")
        shown = inline.literal(basics.language.date(dates.parse_date(birth)), span)
        yield Fact(basics.word("birthDate"), (shown,), span)
    yield from fact(basics, "researchInterests", basics.texts("researchInterests"))
