"""LinkedIn's data export: a ZIP of CSV files, of which those about the person's CV are read.

Nothing is unpacked onto the disk: what an entry of the archive is called matters only where it is one of these files.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any, Final

from cvgen.diagnostics import CvgenError, Pointer, Span
from cvgen.importers import markup
from cvgen.importers.file import File
from cvgen.importers.languages import detect
from cvgen.importers.node import Node, Placed, web_address
from cvgen.importers.parts import Data, headed, labelled, mapping, section, summary_and_items
from cvgen.steps.source import Source
from cvgen.steps.source.composer import MAX_NODES

NAME = "LinkedIn's data export"

_MOST_BYTES: Final = 1024 * 1024  # of a file in the archive
_MOST_FILES: Final = 2000
# What zipfile raises for archives that are damaged, locked, or packed in a way that it does not know.
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
_HINT: Final = "ask LinkedIn for a new copy of your data"
_FILES: Final = {
    "profile": "Profile", "email addresses": "Email Addresses", "phonenumbers": "PhoneNumbers", "phone numbers": "PhoneNumbers",
    "positions": "Positions", "education": "Education", "skills": "Skills", "languages": "Languages",
    "certifications": "Certifications", "projects": "Projects", "honors": "Honors", "publications": "Publications",
    "patents": "Patents", "courses": "Courses", "organizations": "Organizations", "volunteering": "Volunteering",
    "volunteering experiences": "Volunteering", "test scores": "Test Scores", "testscores": "Test Scores",
    "recommendations_received": "Recommendations_Received", "recommendations received": "Recommendations_Received",
}  # fmt: skip


def recognise(file: File) -> bool:
    """Return whether the file is a ZIP with a file of LinkedIn's."""
    if not file.content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            return any(_known(name) for name in archive.namelist()[:_MOST_FILES])
    except _DAMAGED:
        return False


def _known(name: str) -> str | None:
    path = PurePosixPath(name)
    return _FILES.get(path.stem.lower()) if path.suffix.lower() == ".csv" else None


def read(file: File) -> Source:
    """Return the rows of the files about the CV, by the names of the files; raises CvgenError."""
    data: dict[str, Any] = {}
    spans: dict[Pointer, Span] = {(): Span(file.path, 1)}
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            for info in archive.infolist()[:_MOST_FILES]:
                name = _known(info.filename)
                if name and name not in data:
                    place = file.path / PurePosixPath(info.filename).name
                    data[name] = _rows(_text(archive, info, place), place, (name,), spans)
    except _DAMAGED as error:
        message = f"the archive cannot be read: {error}"
        raise CvgenError.of(message, Span(file.path, 1), _HINT, code="archive-unreadable") from None
    return Source(file.path, data, spans, spans)


def _text(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path) -> str:
    with archive.open(info) as stream:
        content = stream.read(_MOST_BYTES + 1)  # whatever size the archive says it has
    if len(content) > _MOST_BYTES:
        message = f"{place} is too large: {_MOST_BYTES // 1024} KB at most are imported"
        raise CvgenError.of(message, hint="is this an export of LinkedIn's?", code="file-too-large")
    return content.decode("utf-8-sig", "replace")


def _rows(text: str, place: Path, pointer: Pointer, spans: dict[Pointer, Span]) -> list[dict[str, str]]:
    """Return the rows of a CSV file below its head."""
    spans[pointer] = Span(place, 1)
    rows: list[dict[str, str]] = []
    reader = csv.reader(io.StringIO(text))
    head: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            if head is None:
                head = [cell.strip() for cell in cells] if any(map(str.strip, cells)) else None
            elif any(cell.strip() for cell in cells):
                row = {name: cell for name, cell in zip(head, cells, strict=False) if name and cell.strip()}
                spans[*pointer, len(rows)] = Span(place, line)
                spans.update({(*pointer, len(rows), name): Span(place, line) for name in row})
                rows.append(row)
            line = reader.line_num + 1
            if len(spans) > MAX_NODES:
                raise CvgenError.of(f"more than {MAX_NODES} values", Span(place, line), code="too-complex")
    except csv.Error as error:
        raise CvgenError.of(f"CSV: {error}", Span(place, line), _HINT, code="archive-unreadable") from None
    return rows


def to_profile(root: Node) -> Data:
    """Return the profile that the files make."""
    for address in root.children("Email Addresses"):
        address.ignore("Confirmed", "Primary", "Updated On", technical=True, because="it is about the account")
    profile = mapping(basics=_basics(root), sections=[section for build in _SECTIONS if (section := build(root))])
    return mapping(language=detect(profile, root), **profile)


def _basics(root: Node) -> Data:
    person = next(iter(root.children("Profile")), root.at("Profile"))
    person.ignore("Maiden Name", "Industry", "Zip Code", "Address", because="LinkedIn shows it to nobody, either")
    first, last = person.text("First Name"), person.text("Last Name")
    name = " ".join(part for part in (first, last) if part)
    emails = [email for row in root.children("Email Addresses") if (email := row.email("Email Address"))]
    primary = [row.at("Primary").value for row in root.children("Email Addresses")]
    main = next((email for email, is_main in zip(emails, primary, strict=False) if str(is_main).lower() == "yes"), None)
    phones = [
        labelled(phone, row.text("Type")) for row in root.children("PhoneNumbers") if (phone := row.text("Number"))
    ]
    return mapping(
        name=(first or last or person.here("")).but(name) if name else None,
        label=_plain(person, "Headline"),
        email=main or (emails[0] if len(emails) == 1 else emails),
        phone=phones[0] if len(phones) == 1 else phones,
        url=_one_or_all(_websites(person)),
        location=_plain(person, "Geo Location", "Location"),
        birthDate=_birth(person),
        profiles=[
            *({"network": person.here("X"), "username": handle} for handle in _listed(person, "Twitter Handles")),
            *({"network": person.here("IM"), "username": name} for name in _listed(person, "Instant Messengers")),
        ],
        summary=_prose(person, "Summary").get("all"),
    )


def _one_or_all(texts: list[Placed]) -> Placed | list[Placed] | None:
    return texts[0] if len(texts) == 1 else texts or None


def _birth(person: Node) -> Placed | None:
    """Return the date of birth; one without a year, as LinkedIn shows it, has no place."""
    date = person.date("Birth Date")
    if date and not re.match(r"\d{4}", date):
        person.reading.take_back(date, "it has no year")
        return None
    return date


def _listed(node: Node, key: str) -> list[Placed]:
    """Return the parts of a field such as ``[a,b]``."""
    text = node.text(key)
    if text is None:
        return []
    return [text.but(part.strip()) for part in text.strip("[]").split(",") if part.strip()]


def _websites(person: Node) -> list[Placed]:
    """Return addresses such as those in ``[COMPANY:https://example.com,OTHER:example.org]``."""
    parts = ((part, re.sub(r"^[A-Z_]+:(?=\S)", "", part)) for part in _listed(person, "Websites"))
    return [part.but(url) for part, address in parts if (url := web_address(address))]


def _plain(node: Node, *keys: str) -> Placed | None:
    text = node.text(*keys)
    return text.but(markup.literal(text)) if text else None


def _prose(node: Node, *keys: str) -> Data:
    """Return a text as paragraphs and list items; ``all`` has it as one text."""
    text = node.text(*keys)
    if text is None:
        return {}
    listed = re.sub(r"(?m)^([ \t]*)[*\u2022\u25aa\u25cf\u2013\u00b7\u2023\u25e6]\s*(?=\S)", r"\1- ", text)
    said = text.but(markup.literal(listed))
    return {**summary_and_items(said, keep_lines=True), "all": said}


def _story(node: Node, *keys: str) -> Data:
    return {key: value for key, value in _prose(node, *keys).items() if key != "all"}


def _dates(node: Node, start: str = "Started On", end: str = "Finished On") -> Data:
    first, last = node.date(start), node.date(end)
    return mapping(startDate=first, endDate=last)


def _job(node: Node) -> Data | None:
    fields = mapping(
        name=_plain(node, "Company Name", "Name"),
        position=_plain(node, "Title", "Role", "Position"),
        location=_plain(node, "Location"),
        **_dates(node),
        **_story(node, "Description"),
        keywords=[text for key in ("Cause",) if (text := _plain(node, key))],
    )
    return headed("name", fields, "position", "location")


def _education(node: Node) -> Data | None:
    activities = _plain(node, "Activities")
    story = _story(node, "Notes", "Description")
    fields = mapping(
        institution=_plain(node, "School Name"),
        studyType=_plain(node, "Degree Name"),
        **_dates(node, "Start Date", "End Date"),
        **{**story, "highlights": [*story.get("highlights", []), *([activities] if activities else [])]},
    )
    return headed("institution", fields, "studyType")


def _certificate(node: Node) -> Data | None:
    start, end = node.date("Started On"), node.date("Finished On")
    dates = [{"startDate": start, "endDate": end}] if start and end else start or end
    fields = mapping(
        name=_plain(node, "Name"),
        issuer=_plain(node, "Authority"),
        date=dates,
        identifier=node.text("License Number"),
        url=node.url("Url"),
    )
    return headed("name", fields, "issuer")


def _project(node: Node) -> Data | None:
    fields = mapping(name=_plain(node, "Title"), url=node.url("Url"), **_dates(node), **_story(node, "Description"))
    return headed("name", fields, "url")


def _award(node: Node) -> Data | None:
    fields = mapping(title=_plain(node, "Title"), date=node.date("Issued On"), **_story(node, "Description"))
    return headed("title", fields)


def _publication(node: Node) -> Data | None:
    fields = mapping(
        name=_plain(node, "Name"),
        publisher=_plain(node, "Publisher"),
        releaseDate=node.date("Published On"),
        url=node.url("Url"),
        **_story(node, "Description"),
    )
    return headed("name", fields, "publisher")


def _patent(node: Node) -> Data | None:
    fields = mapping(
        name=_plain(node, "Title"),
        number=_plain(node, "Patent Number", "Application Number"),
        date=node.date("Issued On", "Filing Date"),
        url=node.url("Url"),
        summary=_plain(node, "Description"),
    )
    return headed("name", fields, "number")


def _score(node: Node) -> Data | None:
    fields = mapping(
        name=_plain(node, "Name"),
        score=_plain(node, "Score"),
        date=node.date("Test Date", "Date Of Test", "Date"),
        summary=_plain(node, "Description"),
    )
    return headed("name", fields, "score")


def _reference(node: Node) -> Data | None:
    node.ignore("Creation Date", "Status", technical=True, because="it is about the account")
    first, last = node.text("First Name"), node.text("Last Name")
    name = " ".join(part for part in (first, last) if part)
    fields = mapping(
        name=node.here(name) if name else None,
        position=_plain(node, "Job Title"),
        organization=_plain(node, "Company"),
        reference=_plain(node, "Text"),
    )
    return headed("name", fields, "position", "organization")


def _skills(root: Node) -> Data | None:
    names = [name for row in root.children("Skills") if (name := _plain(row, "Name"))]
    return section("text", [names[0].but(", ".join(names))], "Skills") if names else None


def _language(node: Node) -> Data | None:
    return headed("language", mapping(language=_plain(node, "Name"), fluency=_plain(node, "Proficiency")), "fluency")


def _course(node: Node) -> Data | None:
    return headed("name", mapping(name=_plain(node, "Name"), code=_plain(node, "Number")), "code")


def _each(kind: str, file: str, entry: Callable[[Node], Data | None], title: str | None = None) -> Any:
    return lambda root: section(kind, map(entry, root.children(file)), title)


_SECTIONS: Final[tuple[Callable[[Node], Data | None], ...]] = (
    _each("experience", "Positions", _job),
    _each("education", "Education", _education),
    _skills,
    _each("languages", "Languages", _language),
    _each("certificates", "Certifications", _certificate),
    _each("projects", "Projects", _project),
    _each("publications", "Publications", _publication),
    _each("patents", "Patents", _patent),
    _each("awards", "Honors", _award),
    _each("courses", "Courses", _course),
    _each("scores", "Test Scores", _score),
    _each("experience", "Volunteering", _job, "Volunteering"),
    _each("experience", "Organizations", _job, "Organizations"),
    _each("references", "Recommendations_Received", _reference),
)
