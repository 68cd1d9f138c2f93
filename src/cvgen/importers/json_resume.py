"""JSON Resume (https://jsonresume.org) 1.x, and the names of fields that older releases had.

Its sections are keys at the top, beside ``basics``. Its fields are mostly those of a profile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from cvgen.importers import own_fields
from cvgen.importers.file import File
from cvgen.importers.languages import detect
from cvgen.importers.node import Node, Placed
from cvgen.importers.parts import Data, account, headed, items, mapping, paragraphs, place, section, summary_and_items
from cvgen.steps.source import Source

NAME = "JSON Resume"

_SECTION_NAMES: Final = frozenset({
    "awards", "certificates", "education", "interests", "languages", "projects", "publications", "references", "skills",
    "volunteer", "work",
})  # fmt: skip
_FOREIGN: Final = frozenset({"volunteer", "work"})  # sections with names that cvgen does not have
_MANY: Final = 3  # sections at the top; one or two may be a mistake in a profile of cvgen


def recognise(file: File) -> bool:
    """Return whether the file names the format's schema, or has its sections at the top."""
    data = file.data
    if not isinstance(data, Mapping):
        return False
    if "jsonresume" in str(data.get("$schema")):
        return True
    found = _SECTION_NAMES & data.keys()
    if "basics" not in data or "sections" in data:
        return False
    older = isinstance(data["basics"], Mapping) and {"website", "picture"} & data["basics"].keys()
    return bool(found & _FOREIGN or older) or len(found) >= _MANY or (file.suffix == ".json" and bool(found))


def read(file: File) -> Source:
    """Return the file as data."""
    return file.source


def to_profile(root: Node) -> Data:
    """Return the profile that the data makes, with its sections in the order in which the file has them."""
    root.ignore("$schema", "meta", technical=True, because="it is about the file")
    sections = [_SECTIONS[key](root) for key in root.names() if key in _SECTIONS]
    sections += own_fields.sections(root, _SECTIONS, sections)
    person = root.child("basics")
    profile = mapping(basics=own_fields.basics(person, _basics(person)), sections=[each for each in sections if each])
    return mapping(language=detect(profile, root), **profile)


def _basics(node: Node) -> Data:
    name = node.text("name")
    if name is None and (parts := [*node.texts("firstName"), *node.texts("lastName")]):
        name = parts[0].but(" ".join(parts))
    location = node.at("location")
    return mapping(
        name=name,
        label=node.text("label", "title"),
        image=node.text("image", "picture"),
        email=node.email("email"),
        phone=node.text("phone"),
        url=node.url("url", "website"),
        location=_location(location) if location.is_mapping else node.text("location"),
        birthDate=node.date("birthDate", "dateOfBirth"),
        profiles=[
            profile
            for each in node.children("profiles")
            if (profile := account(each.text("network"), each.text("username"), each.url("url")))
        ],
        summary=paragraphs(node.text("summary"), keep_lines=True),
    )


def _location(node: Node) -> Data | None:
    names = {key: key for key in ("address", "postalCode", "city", "region", "countryCode")}
    if "countryCode" not in node and "country" in node:
        names["countryCode"] = "country"
    return place(node, **names)


def _place(node: Node) -> Placed | Data | None:
    found = node.at("location")
    return _location(found) if found.is_mapping else node.text("location")


def dates(node: Node, start: str = "startDate", end: str = "endDate") -> Data:
    """Return the start and the end of an entry."""
    return mapping(startDate=node.date(start), endDate=node.date(end))


def _story(node: Node) -> Data:
    """Return the summary and the highlights; a list that is typed in the summary comes first."""
    story = summary_and_items(node.text("summary"), keep_lines=True)
    return mapping(**{**story, "highlights": [*story.get("highlights", []), *items(node.texts("highlights"))]})


def _job(node: Node) -> Data | None:
    fields = mapping(
        name=node.text("name", "company", "organization", "employer"),
        description=node.text("description"),
        url=node.url("url", "website"),
        position=node.text("position"),
        location=_place(node),
        **dates(node),
        **_story(node),
        keywords=node.texts("keywords"),
    )
    return headed("name", fields, "position", "description", "location", "url")


def _education(node: Node) -> Data | None:
    fields = mapping(
        institution=node.text("institution", "name"),
        url=node.url("url", "website"),
        studyType=node.text("studyType"),
        area=node.text("area"),
        location=_place(node),
        **dates(node),
        score=node.text("score", "gpa"),
        courses=node.texts("courses"),
        **_story(node),
    )
    return headed("institution", fields, "studyType", "area", "url")


def _award(node: Node) -> Data | None:
    fields = mapping(
        title=node.text("title", "name"),
        date=node.date("date"),
        awarder=node.text("awarder"),
        url=node.url("url", "website"),
        summary=node.text("summary"),
    )
    return headed("title", fields, "awarder", "summary")


def _certificate(node: Node) -> Data | None:
    fields = mapping(
        name=node.text("name", "title"),
        issuer=node.text("issuer"),
        date=node.date("date"),
        url=node.url("url", "website"),
        summary=node.text("summary"),
    )
    return headed("name", fields, "issuer", "url")


def _publication(node: Node) -> Data | None:
    fields = mapping(
        name=node.text("name", "title"),
        authors=node.texts("authors", "author") if _are_texts(node.at("authors")) else None,
        publisher=node.text("publisher"),
        releaseDate=node.date("releaseDate", "date"),
        doi=node.text("doi"),
        url=node.url("url", "website"),
        summary=node.text("summary"),
    )
    return headed("name", fields, "publisher", "url", "summary")


def _are_texts(node: Node) -> bool:
    return not isinstance(node.value, list) or not any(isinstance(each, Mapping) for each in node.value)


def _skill(node: Node) -> Data | None:
    fields = mapping(
        name=node.text("name"),
        level=node.text("level"),
        keywords=node.texts("keywords"),
        summary=node.text("summary"),
    )
    return _named_by_keywords(fields)


def _named_by_keywords(fields: Data) -> Data | None:
    keywords = fields.get("keywords")
    if "name" not in fields and keywords:
        return {"name": keywords[0].but(", ".join(keywords)), **mapping(**{**fields, "keywords": None})}
    return headed("name", fields, "level", "summary")


def _language(node: Node) -> Data | None:
    fields = mapping(
        language=node.text("language", "name"), fluency=node.text("fluency", "level"), summary=node.text("summary")
    )
    return headed("language", fields, "fluency", "summary")


def _reference(node: Node) -> Data | None:
    fields = mapping(
        name=node.text("name"),
        position=node.text("position", "role", "title"),
        organization=node.text("organization", "company"),
        relation=node.text("relationship", "relation"),
        email=node.email("email"),
        phone=node.text("phone"),
        url=node.url("url", "website"),
        reference=node.text("reference", "summary"),
    )
    return headed("name", fields, "position", "organization", "reference")


def _project(node: Node) -> Data | None:
    fields = mapping(
        name=node.text("name", "title"),
        description=node.text("description"),
        url=node.url("url", "website"),
        entity=node.text("entity"),
        type=node.text("type"),
        roles=node.texts("roles", "role"),
        **dates(node),
        **_story(node),
        keywords=node.texts("keywords"),
    )
    return headed("name", fields, "entity", "description", "type", "url")


def _section(kind: str, key: str, entry: Callable[[Node], Data | None], title: str | None = None) -> Any:
    def build(root: Node) -> Data | None:
        entries = [own_fields.completed(kind, node, entry(node)) for node in root.children(key)]
        return section(kind, entries, title)

    return build


_SECTIONS: Final[Mapping[str, Callable[[Node], Data | None]]] = {
    "work": _section("experience", "work", _job),
    "volunteer": _section("experience", "volunteer", _job, "Volunteering"),
    "education": _section("education", "education", _education),
    "awards": _section("awards", "awards", _award),
    "certificates": _section("certificates", "certificates", _certificate),
    "publications": _section("publications", "publications", _publication),
    "skills": _section("skills", "skills", _skill),
    "languages": _section("languages", "languages", _language),
    "interests": _section("interests", "interests", _skill),
    "references": _section("references", "references", _reference),
    "projects": _section("projects", "projects", _project),
}
