"""FRESH (https://github.com/fresh-standard): jobs and schools are a ``history`` below their sections."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from cvgen.importers.file import File
from cvgen.importers.languages import detect
from cvgen.importers.node import Node, Placed, web_address
from cvgen.importers.parts import (
    Data,
    account,
    first,
    headed,
    items,
    labelled,
    mapping,
    paragraphs,
    place,
    section,
    summary_and_items,
)
from cvgen.steps.source import Source

NAME = "FRESH"

_BRACKETS: Final = re.compile(r"[\[\]\\]")
_PRIVATE: Final = "it is marked as private"
_WISHES: Final = "it is about the job that is looked for"
_TITLES: Final = {
    "affiliation": "Affiliations",
    "governance": "Governance",
    "reading": "Reading",
    "samples": "Work Samples",
    "service": "Volunteering",
    "extracurricular": "Activities",
    "testimonials": "Testimonials",
}


def recognise(file: File) -> bool:
    """Return whether ``meta`` names the format, or ``employment`` or ``education`` has a history."""
    data = file.data
    if not isinstance(data, Mapping):
        return False
    meta = data.get("meta")
    if isinstance(meta, Mapping) and str(meta.get("format")).upper().startswith("FRESH"):
        return True
    sections = (data.get("employment"), data.get("education"))
    return any(isinstance(each, Mapping) and "history" in each for each in sections)


def read(file: File) -> Source:
    """Return the file as data."""
    return file.source


def to_profile(root: Node) -> Data:
    """Return the profile that the data makes, with its sections in the order in which the file has them."""
    root.ignore("meta", technical=True, because="it is about the file")
    root.ignore("disposition", because=_WISHES)
    sections: list[Data] = []
    for key in root.names():
        if key in _SECTIONS:
            found = _SECTIONS[key](root)
            sections += found if isinstance(found, list) else [found] if found else []
    profile = mapping(basics=_basics(root), sections=sections)
    return mapping(language=detect(profile, root), **profile)


def _basics(root: Node) -> Data:
    info, contact = root.child("info"), root.child("contact")
    others = _contacts(contact.children("other"))
    urls = [url for url in (contact.url("website"), *others["url"]) if url]
    return mapping(
        name=root.text("name"),
        label=info.text("label", "class"),
        image=info.text("image"),
        email=_one_or_all([contact.email("email"), *others["email"]]),
        phone=_one_or_all([contact.text("phone"), *others["phone"]]),
        url=_one_or_all(urls),
        location=place(
            root.child("location"),
            address="address",
            postalCode="code",
            city="city",
            region="region",
            countryCode="country",
        ),
        profiles=[
            profile
            for each in root.children("social")
            if (profile := account(each.text("network", "label"), each.text("user"), each.url("url")))
        ]
        + others["account"],
        epigraph=info.text("quote"),
        summary=paragraphs(info.text("brief"), keep_lines=True),
    )


def _contacts(nodes: list[Node]) -> dict[str, list[Any]]:
    """Return ways to reach a person by what they are."""
    found: dict[str, list[Any]] = {"email": [], "phone": [], "url": [], "account": []}
    for node in nodes:
        value = node.text("value")
        if value is None:
            continue
        label, kind = node.text("label"), str(node.text("category") or "").lower()
        if "@" in value and ("mail" in kind or re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", value)):
            found["email"].append(labelled(value, label))
        elif kind in {"phone", "mobile", "fax", "tel", "cell"} or re.fullmatch(r"[+()\d\s./-]{5,}", value):
            found["phone"].append(labelled(value, label))
        elif url := web_address(value):
            found["url"].append(value.but(url))
        else:
            network = label or node.text("category") or value.but("Contact")
            found["account"].append({"network": network, "username": value})
    return found


def _one_or_all(values: list[Any]) -> Any:
    found = [value for i, value in enumerate(values) if value and value not in values[:i]]
    return found[0] if len(found) == 1 else found or None


# --- entries --------------------------------------------------------------------------------------


def _dates(node: Node) -> Data:
    return mapping(startDate=node.date("start"), endDate=node.date("end"))


def _story(node: Node) -> Data:
    story = summary_and_items(node.text("summary"), keep_lines=True)
    highlights = [*story.get("highlights", []), *items(node.texts("highlights"))]
    return mapping(**{**story, "highlights": highlights})


def _job(node: Node) -> Data | None:
    fields = mapping(
        name=node.text("employer", "organization"),
        position=node.text("position", "role"),
        url=node.url("url"),
        location=node.text("location"),
        **_dates(node),
        **_story(node),
        keywords=[*node.texts("category"), *node.texts("keywords")],
    )
    return headed("name", fields, "position", "location", "url")


def _activity(node: Node) -> Data | None:
    fields = mapping(
        name=node.text("title"), description=node.text("activity"), location=node.text("location"), **_dates(node)
    )
    return headed("name", fields, "description", "location")


def _education(node: Node) -> Data | None:
    title, study = node.text("title"), node.text("studyType")
    fields = mapping(
        institution=node.text("institution"),
        studyType=study or title,
        area=node.text("area"),
        url=node.url("url"),
        location=node.text("location"),
        **_dates(node),
        score=node.text("grade"),
        courses=node.texts("curriculum"),
        **_story(node),
    )
    extra = [title] if study and title and title != study else []
    if extra or "keywords" in node:
        fields["highlights"] = [*extra, *fields.get("highlights", []), *_keywords_item(node)]
    return headed("institution", fields, "studyType", "area", "url")


def _keywords_item(node: Node) -> list[Placed]:
    """Return the keywords of an entry whose kind has no field for them, as one list item."""
    keywords = node.texts("keywords")
    return [keywords[0].but(", ".join(keywords))] if keywords else []


def _project(node: Node) -> Data | None:
    repository = node.url("repo")
    url = node.url("url")
    story = _story(node)
    media = [_media(each) for each in node.children("media")]
    links = [link for link in (repository if url else None, *media) if link]
    fields = mapping(
        name=node.text("title"),
        description=node.text("description"),
        url=url or repository,
        type=node.text("category"),
        roles=node.texts("role"),
        location=node.text("location"),
        **_dates(node),
        **{**story, "highlights": [*story.get("highlights", []), *links]},
        keywords=node.texts("keywords"),
    )
    return headed("name", fields, "description", "type", "url")


def _media(node: Node) -> Placed | None:
    name, url = node.text("name", "category"), node.url("url")
    node.ignore("category", because="the name says what it is")
    return url.but(f"[{name}]({url})") if name and url and not _BRACKETS.search(name) else url or name


def _skills(root: Node) -> Data | None:
    node = root.child("skills")
    entries: list[Data | None] = []
    grouped: set[str] = set()
    for each in node.children("sets"):
        keywords = each.texts("skills")
        grouped |= set(keywords)
        entries.append(
            headed("name", mapping(name=each.text("name"), level=each.text("level"), keywords=keywords), "level")
        )
    for each in node.children("list"):
        name = each.text("name")
        fields = mapping(name=name, level=_level(each), summary=each.text("summary"), keywords=each.texts("keywords"))
        if name in grouped and len(fields) == 1:
            continue  # it stands in a group, and there is no more to say of it
        entries.append(headed("name", fields, "summary", "level"))
    return section("skills", entries)


def _level(node: Node) -> Placed | None:
    level, years = node.text("level"), node.text("years")
    if years is None:
        return level
    said = years if re.search(r"[^\W\d]", years) else years.but(f"{years} year{'s' if years != '1' else ''}")
    return said if level is None else level.but(f"{level}, {said}")


def _language(node: Node) -> Data | None:
    fields = mapping(language=node.text("language", "name"), fluency=_level(node), summary=node.text("summary"))
    return headed("language", fields, "fluency")


def _award(node: Node) -> Data | None:
    fields = mapping(
        title=node.text("title"),
        awarder=node.text("from"),
        date=node.date("date"),
        url=node.url("url"),
        summary=node.text("summary"),
    )
    if category := node.text("category"):
        shown = str(fields.get("title", "")).casefold()
        if category.casefold() not in shown and category.casefold() not in {"award", "honor", "honour"}:
            fields["awarder"] = category.but(", ".join(filter(None, [category, fields.get("awarder")])))
    return headed("title", fields, "awarder", "summary")


def _writing(node: Node) -> Data | None:
    publisher = node.at("publisher")
    if publisher.is_mapping:
        if "url" in node:
            publisher.ignore("url", because="the publication has an address of its own")
        publisher_url = None if "url" in node else publisher.url("url")
        publisher_name = publisher.text("name")
    else:
        publisher_name, publisher_url = node.text("publisher"), None
    category = node.text("category")
    fields = mapping(
        name=node.text("title"),
        authors=node.texts("author", "authors"),
        publisher=publisher_name,
        status=category,
        releaseDate=node.date("date"),
        url=node.url("url") or publisher_url,
        summary=node.text("summary"),
    )
    return headed("name", fields, "publisher", "url", "summary")


def _talk(node: Node) -> Data | None:
    fields = mapping(
        name=node.text("title"),
        event=node.text("event"),
        location=node.text("location"),
        date=node.date("date"),
        url=node.url("url"),
        **_story(node),
    )
    fields = mapping(**{**fields, "highlights": [*fields.get("highlights", []), *_keywords_item(node)]})
    return headed("name", fields, "event", "location")


def _interest(node: Node) -> Data | None:
    fields = mapping(name=node.text("name"), keywords=node.texts("keywords"), summary=node.text("summary"))
    return headed("name", fields, "summary")


def _reading(node: Node) -> Data | None:
    fields = mapping(
        name=node.text("title"),
        authors=node.texts("author"),
        status=node.text("category"),
        releaseDate=node.date("date"),
        url=node.url("url"),
        summary=node.text("summary"),
    )
    return headed("name", fields, "summary", "url")


def _sample(node: Node) -> Data | None:
    fields = mapping(
        name=node.text("title"),
        url=node.url("url"),
        startDate=None,
        date=node.date("date"),
        **_story(node),
        keywords=node.texts("keywords"),
    )
    return headed("name", fields, "summary", "url")


def _reference(node: Node) -> Data | None:
    if node.flag("private"):
        node.leave_out(_PRIVATE)
        node.reading.used.discard((*node.pointer, "private"))
        return None
    contacts = _contacts(node.children("contact"))
    fields = mapping(
        name=node.text("name"),
        position=node.text("role"),
        relation=node.text("category"),
        email=_one_or_all(contacts["email"]),
        phone=_one_or_all(contacts["phone"]),
        url=next(iter(contacts["url"]), None),
        reference=node.text("quote", "summary"),
    )
    return headed("name", fields, "position", "reference")


# --- sections -------------------------------------------------------------------------------------


def _listed(kind: str, key: str, entry: Callable[[Node], Data | None]) -> Any:
    return lambda root: section(kind, map(entry, root.children(key)), _TITLES.get(key))


def _history(kind: str, key: str, entry: Callable[[Node], Data | None]) -> Any:
    """Return the function for a section whose entries are below ``history``, beside a summary of them all."""

    def build(root: Node) -> Data | None:
        node = root.at(key)
        if isinstance(node.value, list):
            return section(kind, map(entry, node.items()), _TITLES.get(key))
        node = root.child(key)
        summary = node.text("summary")
        if key == "education":  # the highest level and degree, which the entries say again
            level, _ = first(mapping(degree=node.text("degree"), level=node.text("level")), "degree", "level")
            summary = summary or level
        more = mapping(summary=paragraphs(summary, keep_lines=True))
        entries = map(entry, node.children("history"))
        found = section(kind, entries, _TITLES.get(key), **more)
        if found and "entries" not in found and "title" not in found:
            found["title"] = node.here(key.title())
        return found

    return build


_SECTIONS: Final[Mapping[str, Callable[[Node], Any]]] = {
    "employment": _history("experience", "employment", _job),
    "projects": _listed("projects", "projects", _project),
    "skills": _skills,
    "education": _history("education", "education", _education),
    "service": _history("experience", "service", _job),
    "affiliation": _history("experience", "affiliation", _job),
    "governance": _listed("experience", "governance", _job),
    "recognition": _listed("awards", "recognition", _award),
    "writing": _listed("publications", "writing", _writing),
    "reading": _listed("publications", "reading", _reading),
    "speaking": _listed("talks", "speaking", _talk),
    "samples": _listed("projects", "samples", _sample),
    "languages": _listed("languages", "languages", _language),
    "references": _listed("references", "references", _reference),
    "testimonials": _listed("references", "testimonials", _reference),
    "interests": _listed("interests", "interests", _interest),
    "extracurricular": _listed("experience", "extracurricular", _activity),
}
