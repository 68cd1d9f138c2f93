"""Europass: the XML and JSON of the SkillsPassport (releases 3.x), and the XML that is in today's PDFs (Candidate).

Both have labels in the language of the CV, and long texts in HTML. Their elements are read by their local names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cvgen.importers import europass_candidate, xml_text
from cvgen.importers.europass_parts import date_parts, html_story, labels, listed, plain, text_of
from cvgen.importers.file import File
from cvgen.importers.node import Node, Placed, web_address
from cvgen.importers.parts import Data, headed, labelled, mapping, section
from cvgen.steps.source import Source

NAME = "Europass"

_ROOTS: Final = (b"SkillsPassport", b"europass")
_LEVELS: Final = ("Listening", "Reading", "SpokenInteraction", "SpokenProduction", "Writing")
_SKILLS: Final = ("Communication", "Organisational", "JobRelated", "Computer", "Driving", "Other")


def recognise(file: File) -> bool:
    """Return whether the file begins as XML and has one of the roots, or is JSON with one."""
    head = file.content[:4096]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return any(root in head for root in _ROOTS)
    return isinstance(file.data, Mapping) and "SkillsPassport" in file.data


def read(file: File) -> Source:
    """Return the elements as data."""
    if file.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return xml_text.parse(file.content, file.path)
    return file.source


def to_profile(root: Node) -> Data:
    """Return the profile that the data makes."""
    if "Candidate" in root:
        return europass_candidate.to_profile(root.child("Candidate"))
    passport = root.child("SkillsPassport")
    learner = passport.child("LearnerInfo")
    for key in (
        "DocumentInfo",
        "PrintingPreferences",
        "@schemaLocation",
        "ReferenceTo",
        "AttachmentList",
        "Attachment",
        "CoverLetter",
    ):
        passport.ignore(key, technical=True, because="it is about the file")
    learner.ignore("ReferenceTo", technical=True, because="it is about the file")
    sections = [
        section("experience", map(_job, listed(learner, "WorkExperience"))),
        section("education", map(_education, listed(learner, "Education"))),
        section("languages", _languages(learner.child("Skills").child("Linguistic"))),
        section("skills", _skills(learner.child("Skills"))),
        *_achievements(learner),
    ]
    return mapping(
        language=plain(passport, "@locale", "Locale"),
        basics=_basics(learner),
        sections=[each for each in sections if each],
    )


def _basics(learner: Node) -> Data:
    person = learner.child("Identification")
    name, contact = person.child("PersonName"), person.child("ContactInfo")
    person.ignore("Photo", because="a photo must be a file: save it, and give its path")
    parts = [plain(name, "FirstName"), plain(name, "Surname")]
    given = [part for part in parts if part]
    demographics = person.child("Demographics")
    headline = learner.child("Headline")
    accounts = [_account(each) for each in listed(contact, "InstantMessaging")]
    return mapping(
        name=given[0].but(" ".join(given)) if given else None,
        label=labels(headline.at("Description")),
        email=text_of(contact.at("Email"), "Contact"),
        phone=_all(
            labelled(number, labels(each.at("Use")) if each.is_mapping else None)
            for each in listed(contact, "Telephone")
            if (number := text_of(each, "Contact"))
        ),
        url=_all(_url(text_of(each, "Contact")) for each in listed(contact, "Website")),
        location=_place(contact),
        birthDate=date_parts(demographics.at("Birthdate")),
        profiles=[each for each in accounts if each],
        facts=[
            {"label": each.here("Nationality"), "value": country}
            for each in listed(demographics.child("NationalityList"), "Nationality")
            or listed(demographics, "Nationality")
            if (country := labels(each))
        ],
    )


def _all(texts: Iterator[Any]) -> Any:
    found = [text for text in texts if text]
    return found[0] if len(found) == 1 else found or None


def _url(text: Placed | None) -> Placed | None:
    url = web_address(text) if text else None
    return text.but(url) if text and url else None


def _account(node: Node) -> Data | None:
    network, username = labels(node.at("Use")), plain(node, "Contact")
    return mapping(network=network or username.but("Contact"), username=username) if username else None


def _place(contact: Node) -> Data | None:
    address = contact.child("Address")
    where = address.child("Contact") or address
    lines = [plain(where, key) for key in ("AddressLine", "AddressLine2")]
    joined = [line for line in lines if line]
    return (
        mapping(
            address=joined[0].but(", ".join(joined)) if joined else None,
            postalCode=plain(where, "PostalCode"),
            city=plain(where, "Municipality"),
            region=labels(where.at("Region")),
            countryCode=labels(where.at("Country")),
        )
        or None
    )


def _period(node: Node) -> Data:
    period = node.child("Period")
    start, end = date_parts(period.at("From")), date_parts(period.at("To"))
    current = period.flag("Current")
    if current and start and not end:
        end = start.but("present")
    return mapping(startDate=start, endDate=end)


def _job(node: Node) -> Data | None:
    employer = node.child("Employer")
    contact = employer.child("ContactInfo")
    story = html_story(node, "Activities")
    sector = labels(employer.at("Sector"))
    fields = mapping(
        name=plain(employer, "Name"),
        description=sector,
        position=labels(node.at("Position")),
        url=next((url for each in listed(contact, "Website") if (url := _url(text_of(each, "Contact")))), None),
        location=_place(contact),
        **_period(node),
        **story,
    )
    return headed("name", fields, "position", "description")


def _education(node: Node) -> Data | None:
    school = node.child("Organisation")
    contact = school.child("ContactInfo")
    story = html_story(node, "Activities")
    level = labels(node.at("Level"))
    highlights = [*([level] if level else []), *story.get("highlights", [])]
    fields = mapping(
        institution=plain(school, "Name"),
        studyType=plain(node, "Title"),
        area=labels(node.at("Field")),
        url=next((url for each in listed(contact, "Website") if (url := _url(text_of(each, "Contact")))), None),
        location=_place(contact),
        **_period(node),
        **mapping(summary=story.get("summary"), highlights=highlights),
    )
    return headed("institution", fields, "studyType")


def _languages(node: Node) -> Iterator[Data | None]:
    for each in listed(node, "MotherTongue"):
        yield mapping(language=labels(each.at("Description")), fluency=each.here("native")) if each else None
    for each in listed(node, "ForeignLanguage"):
        levels = each.child("ProficiencyLevel")
        found = {key: plain(levels, key) for key in _LEVELS}
        given = {key: level for key, level in found.items() if level}
        verified = [
            title
            for verifier in listed(each.child("VerifiedBy"), "Certificate")
            if (title := labels(verifier.at("Title")))
        ]
        same = set(given.values())
        fluency = next(iter(given.values()), None) if len(same) == 1 else None
        parts = [
            {"name": level.but(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).capitalize()), "score": level}
            for key, level in given.items()
        ]
        yield mapping(
            language=labels(each.at("Description")),
            fluency=fluency,
            scores=[{"name": each.here("CEFR"), "parts": parts}] if len(same) > 1 else None,
            summary=verified[0].but(", ".join(verified)) if verified else None,
        )


def _skills(node: Node) -> Iterator[Data]:
    names = {"JobRelated": "Job-related", "Computer": "Digital"}
    for key in _SKILLS:
        found = node.at(key)
        if not found:
            continue
        licences = (
            [text for each in listed(found.child("Description"), "Licence") if (text := each.scalar())]
            if key == "Driving"
            else []
        )
        name = found.here(names.get(key, key))
        levels = found.child("ProficiencyLevel") if found.is_mapping else found
        given = [levels.at(each).scalar() for each in levels.names()]
        grades = [level.but(f"{each}: {level}") for each, level in zip(levels.names(), given, strict=True) if level]
        if licences:
            yield {"name": name, "keywords": licences}
        else:
            story = html_story(found, "Description")
            summary = [
                *_list(story.get("summary")),
                *(_flat(item) for item in story.get("highlights", [])),
            ]
            if summary or grades:
                yield mapping(name=name, keywords=grades, summary=summary)


def _list(value: Any) -> list[Placed]:
    return value if isinstance(value, list) else [value] if value else []


def _flat(item: Any) -> Placed:
    return (
        item
        if isinstance(item, Placed)
        else item["text"].but(f"{item['text']} {', '.join(map(str, item.get('highlights', [])))}")
    )


def _achievements(learner: Node) -> Iterator[Data | None]:
    """Yield a section for each title of achievements, such as Publications."""
    by_title: dict[str, tuple[Placed | None, list[Any]]] = {}
    for node in listed(learner, "Achievement"):
        title = labels(node.at("Title"))
        story = html_story(node, "Description")
        entries = by_title.setdefault(str(title), (title, []))[1]
        entries += [*_list(story.get("summary")), *story.get("highlights", [])]
    for title, entries in by_title.values():
        yield section("bullets", entries, title)
