"""Europass since 2020: the element Candidate, which is HR-XML with parts of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from cvgen.importers.europass_parts import html_story, listed, plain
from cvgen.importers.node import Node, Placed, iso, web_address
from cvgen.importers.parts import Data, headed, mapping, section
from cvgen.text import networks

_ABOUT_THE_FILE: Final = ("DocumentID", "CandidateSupplier", "RenderingInformation", "@schemaLocation")
# The parts of a profile whose entries have a title, a date and a description, with the kind of section that each is.
_TITLED: Final = (
    ("Projects", "Project", "projects", None), ("PublicationHistory", "Publication", "publications", None),
    ("ConferencesAndSeminars", "ConferenceAndSeminar", "talks", None), ("CreativeWorks", "CreativeWork", "projects", "Creative works"),
    ("VoluntaryWorks", "VoluntaryWork", "experience", "Volunteering"),
    ("NetworksAndMemberships", "NetworkAndMembership", "experience", "Networks and memberships"),
    ("SocialAndPoliticalActivities", "SocialAndPoliticalActivity", "experience", "Social and political activities"),
    ("CourseCertifications", "CourseCertification", "certificates", None), ("Certifications", "Certification", "certificates", None),
    ("HonorsAndAwards", "HonorAndAward", "awards", None), ("HobbiesAndInterests", "HobbyOrInterest", "projects", "Hobbies and interests"),
)  # fmt: skip
_HEADINGS: Final = {"awards": "title"}
_FIELDS: Final = {
    "projects": {"summary", "highlights", "startDate", "endDate", "location", "url"},
    "experience": {"summary", "highlights", "startDate", "endDate", "location", "url"},
    "publications": {"summary", "highlights", "url"},
    "talks": {"summary", "highlights", "location", "url"},
    "certificates": {"summary", "url"},
    "awards": {"summary", "highlights", "location", "url"},
}


def to_profile(candidate: Node) -> Data:
    """Return the profile that a candidate makes."""
    candidate.ignore(*_ABOUT_THE_FILE, technical=True, because="it is about the file")
    person, profile = candidate.child("CandidatePerson"), candidate.child("CandidateProfile")
    profile.ignore("ID", "@languageCode", technical=True, because="it is about the file")
    profile.ignore("Attachment", because="a photo must be a file: save it, and give its path")
    summary = html_story(profile, "ExecutiveSummary")
    about = (
        section("bullets", summary.get("highlights", []), profile.here("Profile")) if "highlights" in summary else None
    )
    sections = [
        about,
        section("experience", _jobs(profile)),
        section(
            "education", map(_education, listed(profile.child("EducationHistory"), "EducationOrganizationAttendance"))
        ),
        section("languages", _languages(person, profile)),
        *(_titled(profile, *row) for row in _TITLED),
        *_others(profile),
    ]
    return mapping(
        language=plain(profile, "@languageCode"),
        basics=mapping(**_basics(person), summary=summary.get("summary")),
        sections=[each for each in sections if each],
    )


def _basics(person: Node) -> Data:
    name = person.child("PersonName")
    parts = [part for key in ("GivenName", "FamilyName") if (part := plain(name, key))]
    found: dict[str, list[Any]] = {"email": [], "phone": [], "url": [], "profiles": []}
    where: Data | None = None
    for node in listed(person, "Communication"):
        channel = str(plain(node, "ChannelCode") or "").lower()
        use, title, uri = plain(node, "UseCode"), plain(node, "OtherTitle"), plain(node, "URI")
        if "Address" in node:
            where = where or _address(node.child("Address"))
        elif channel == "email" and uri:
            found["email"].append(uri)
        elif channel == "telephone":
            number, code = plain(node, "DialNumber"), plain(node, "CountryDialing")
            node.ignore("CountryCode", technical=True, because="the number has its code")
            if number:
                found["phone"].append(
                    number.but(f"+{code} {number}" if code and not number.startswith("+") else number)
                )
        elif channel == "web" and uri:
            found["url"].append(uri.but(web_address(uri) or uri))
        elif uri:
            network = title or use or uri.but("Contact")
            shown = network.but(_network(network))
            url = web_address(uri)
            found["profiles"].append(mapping(network=shown, **({"url": uri.but(url)} if url else {"username": uri})))
    single = {key: each[0] if len(each) == 1 else each for key, each in found.items() if key != "profiles"}
    birth = plain(person, "BirthDate")
    return mapping(
        name=parts[0].but(" ".join(parts)) if parts else None,
        location=where,
        birthDate=birth.but(iso(birth)) if birth else None,
        profiles=found["profiles"],
        facts=[{"label": code.but("Nationality"), "value": code.but(code.upper())} for code in _nationalities(person)],
        **single,
    )


def _nationalities(person: Node) -> list[Placed]:
    found = (plain(node, "#") if node.is_mapping else node.scalar() for node in listed(person, "NationalityCode"))
    return [code for code in found if code]


def _network(name: str) -> str:
    names = {"github": "GitHub", "linkedin": "LinkedIn", "orcid": "ORCID", "youtube": "YouTube", "whatsapp": "WhatsApp"}
    return names.get(networks.network_key(name), name[:1].upper() + name[1:])


def _address(node: Node) -> Data | None:
    country = plain(node, "CountryCode", "Country")
    return (
        mapping(
            address=plain(node, "AddressLine"),
            postalCode=plain(node, "PostalCode"),
            city=plain(node, "CityName", "City"),
            countryCode=country.but(country.upper() if len(country) == 2 else country) if country else None,
        )
        or None
    )


def _contact(node: Node) -> Data:
    """Return the place and the web page of an organisation."""
    found: Data = {}
    for each in listed(node.child("OrganizationContact"), "Communication"):
        if "Address" in each:
            found.setdefault("location", _address(each.child("Address")))
        elif (uri := plain(each, "URI")) and (url := web_address(uri)):
            found.setdefault("url", uri.but(url))
        each.at("ChannelCode").used()
    return mapping(**found)


def _dates(node: Node, current: str = "Ongoing") -> Data:
    """Return the dates of a period; only its start, if that is all there is."""
    start, end = (_date(node.at(key)) for key in ("StartDate", "EndDate"))
    if node.flag(current) and start and not end:
        end = start.but("present")
    return mapping(startDate=start, endDate=end)


def _date(node: Node) -> Placed | None:
    text = plain(node, "FormattedDateTime") if node.is_mapping else node.scalar()
    return text.but(iso(text)) if text else None


def _jobs(profile: Node) -> Iterator[Data | None]:
    for employer in listed(profile.child("EmploymentHistory"), "EmployerHistory"):
        about = mapping(name=plain(employer, "OrganizationName"), **_contact(employer))
        employer.ignore("IndustryCode", technical=True, because="it is a code")
        if "url" not in about and (link := plain(employer, "Link")):
            about["url"] = link.but(web_address(link) or link)
        team = plain(employer, "Department")
        for node in listed(employer, "PositionHistory") or [employer]:
            city, country = plain(node, "City"), plain(node, "Country")
            where = (
                mapping(city=city, countryCode=country and country.but(country.upper())) if city or country else None
            )
            fields = mapping(
                **(about | mapping(location=where or about.get("location"))),
                team=team,
                position=plain(node, "PositionTitle"),
                **_dates(node.child("EmploymentPeriod"), "CurrentIndicator"),
                **html_story(node, "Description"),
            )
            yield headed("name", fields, "position")


def _education(node: Node) -> Data | None:
    degree = node.child("EducationDegree")
    node.ignore("EducationLevelCode", technical=True, because="it is a code")
    degree.ignore("FieldOfStudy", technical=True, because="it is a code")
    story = html_story(degree, "OccupationalSkillsCovered")
    credit = [text for key in ("NumberOfCredit", "CreditType") if (text := plain(degree, key))]
    items = story.get("highlights", [])
    fields = mapping(
        institution=plain(node, "OrganizationName"),
        studyType=plain(degree, "DegreeName"),
        **_contact(node),
        **_dates(node.child("AttendancePeriod")),
        thesis=plain(degree, "Thesis"),
        score=plain(degree.child("FinalGrade"), "ScoreText"),
        **{**story, "highlights": [*items, *([credit[0].but(" ".join(credit))] if credit else [])]},
    )
    return headed("institution", fields, "studyType")


def _languages(person: Node, profile: Node) -> Iterator[Data]:
    for node in listed(person, "PrimaryLanguageCode"):
        text = plain(node, "#") if node.is_mapping else node.scalar()
        node.used()
        if text:
            yield {"language": text, "fluency": text.but("native")}
    for node in listed(profile.child("PersonQualifications"), "PersonCompetency"):
        name = plain(node, "CompetencyID")
        if plain(node, "TaxonomyID") != "language" or name is None:
            continue
        parts = []
        for each in listed(node, "CompetencyDimension"):
            kind, score = plain(each, "CompetencyDimensionTypeCode"), plain(each.child("Score"), "ScoreText")
            if kind and score:
                parts.append({"name": kind.but(" ".join(kind.split("-")[1:]) or kind), "score": score})
        levels = {part["score"] for part in parts}
        yield mapping(
            language=name,
            fluency=parts[0]["score"] if len(levels) == 1 else None,
            scores=[{"name": name.but("CEFR"), "parts": parts}] if len(levels) > 1 else None,
        )


def _titled(profile: Node, around: str, name: str, kind: str, title: str | None) -> Data | None:
    node = profile.at(around)
    entries = [_entry(each, kind) for each in listed(node, name)] if node.is_mapping else []
    return section(kind, entries, title if entries else None)


def _entry(node: Node, kind: str) -> Data | None:
    """Return an entry with a title, dates, a place, a link and a description, as far as its kind has them."""
    story = html_story(node, "Description")
    when = _dates(node.child("Date", "Period"))
    links = [
        each for each in (plain(one, "#") if one.is_mapping else one.scalar() for one in listed(node, "Link")) if each
    ]
    addresses = [link.but(url) for link in links if (url := web_address(link))]
    fields = mapping(**story, location=plain(node, "Location", "City"), url=addresses[0] if addresses else None, **when)
    allowed = _FIELDS[kind]
    kept = {key: value for key, value in fields.items() if key in allowed}
    if "startDate" not in allowed and when:
        kept["releaseDate" if kind == "publications" else "date"] = (
            [when] if len(when) == 2 else next(iter(when.values()))
        )
    more = addresses[1:]
    if more and "highlights" in allowed:
        kept["highlights"] = [*kept.get("highlights", []), *more]
    heading = _HEADINGS.get(kind, "name")
    return headed(heading, mapping(**{heading: plain(node, "Title", "Name", "Organization")}, **kept), "summary", "url")


def _others(profile: Node) -> Iterator[Data | None]:
    """Yield the sections of the user's own: neighbours with the same title are one."""
    sections: list[tuple[Placed | None, list[Data | None]]] = []
    for node in listed(profile, "Others"):
        title = plain(node, "Title")
        entries = [_entry(each, "projects") for each in listed(node, "Other")]
        if sections and sections[-1][0] == title:
            sections[-1][1].extend(entries)
        else:
            sections.append((title, entries))
    for title, entries in sections:
        yield section("projects", entries, title)
