"""Inspects a PDF of any origin: its text as three libraries extract it, and what may go wrong with it.

What is wrong with a PDF becomes a finding of the report. An error is raised only where there is nothing to read: no
file, no PDF, a password, or damage that stops every library.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cvgen.diagnostics import CvgenError, Severity
from cvgen.inspect.agreement import Texts, measure_agreement
from cvgen.inspect.contents import (
    find_addresses,
    find_dates,
    find_emails,
    find_mentions,
    find_phones,
    find_sections,
)
from cvgen.inspect.extractors import run
from cvgen.inspect.extractors.records import MAX_PAGES
from cvgen.inspect.extractors.run import STRUCTURE, TEXT_EXTRACTORS, Extraction
from cvgen.inspect.file_facts import describe_file, describe_fonts, describe_links, describe_tagging
from cvgen.inspect.findings import CHECKS, INSTALL_TEXT_EXTRACTORS
from cvgen.inspect.reading_order import describe_page
from cvgen.inspect.report import FORMAT, ExtractedText, Report, SectionTitle
from cvgen.inspect.resume.fields import Fields
from cvgen.inspect.resume.parser import parse


def inspect_pdf(path: Path, seconds: float = run.TIMEOUT_SECONDS) -> Report:
    """Return the report on a PDF, after no more than ``seconds``; what is not read by then is a finding.

    Raises CvgenError if there is no file, no PDF, no way in without a password, or nothing but damage.
    """
    size = _size_of_pdf(path)
    extractions = run.extract(path, seconds)
    _require_readable(path, extractions)
    texts: Texts = {
        name: {record["page"]: record["text"] for record in extractions[name].about("page")}
        for name in TEXT_EXTRACTORS
        if any(extractions[name].about("page"))
    }
    structure = extractions[STRUCTURE]
    file = describe_file(path, size, extractions)
    page_count = min(file.pages, MAX_PAGES)
    sizes: dict[int, Any] = dict(enumerate(next(structure.about("file"), {"sizes": ()})["sizes"], 1))
    pdfium_pages = {record["page"]: record for record in extractions["pdfium"].about("page")}
    tagging = describe_tagging(structure)
    fields = parse(pdfium_pages.values(), tagging.language if tagging else None) if pdfium_pages else None
    report = Report(
        format=FORMAT,
        findings=(),
        file=file,
        pages=tuple(
            describe_page(number, sizes.get(number), pdfium_pages.get(number), texts)
            for number in range(1, page_count + 1)
        ),
        text=tuple(_extracted_text(name, extractions[name], page_count) for name in TEXT_EXTRACTORS),
        fields=fields,
        agreement=measure_agreement(texts) if len(texts) > 1 else None,
        sections=_without_groups(find_sections(texts), fields),
        emails=find_mentions(texts, find_emails),
        phones=find_mentions(texts, find_phones),
        addresses=find_mentions(texts, find_addresses),
        links=describe_links(structure, pdfium_pages, texts),
        dates=tuple(find_dates(texts)),
        fonts=describe_fonts(structure, pdfium_pages),
        tagging=tagging,
    )
    findings = [finding for check in CHECKS for finding in check(report, extractions)]
    findings.sort(key=lambda finding: [*Severity].index(finding.severity))
    return dataclasses.replace(report, findings=tuple(findings))


def _without_groups(sections: tuple[SectionTitle, ...], fields: Fields | None) -> tuple[SectionTitle, ...]:
    """Return the titles of sections without the names of groups of skills and other labels, which may be the same words."""
    titles = {each.title for each in fields.sections} if fields else set()
    return tuple(each for each in sections if not titles or each.title in titles)


def _extracted_text(name: str, extraction: Extraction, page_count: int) -> ExtractedText:
    pages = {record["page"]: record["text"] for record in extraction.about("page")}
    failure = next((f"page {each['page']}: {each['reason']}" for each in extraction.about("failed")), None)
    texts = tuple(pages.get(number) for number in range(1, page_count + 1))
    return ExtractedText(name, extraction.version, texts, extraction.error or failure)


# --- what is refused ------------------------------------------------------------------------------

# What people take for a PDF, by how it begins.
_OTHER_FORMATS: Final = {
    b"PK\x03\x04": "a ZIP archive, as .docx and .odt are",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"%!PS": "PostScript",
    b"<": "HTML or XML",
}
_EXPORT: Final = "export or print the document as PDF, and check that"


def _size_of_pdf(path: Path) -> int:
    """Return the size in bytes of a file that begins as a PDF does; raise CvgenError if it does not."""
    try:
        if path.is_dir():
            raise CvgenError.of(f"{path} is a folder", hint="name a PDF in it", code="file-unreadable")
        if path.exists() and not path.is_file():
            raise CvgenError.of(f"{path} is not a file", code="file-unreadable")
        with path.open("rb") as file:
            head = file.read(1024)  # readers allow so much before "%PDF-"
            size = file.seek(0, 2)
    except FileNotFoundError:
        raise CvgenError.of(f"{path} does not exist", hint="is its name right?", code="file-missing") from None
    except (OSError, ValueError) as error:  # ValueError: a null in the name
        raise CvgenError.of(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or error}", code="file-unreadable"
        ) from None
    if not head:
        raise CvgenError.of(f"{path} is empty", hint=f"{_EXPORT} there is space on the disk", code="not-a-pdf")
    if b"%PDF-" not in head:
        other = next((name for start, name in _OTHER_FORMATS.items() if head.lstrip().startswith(start)), None)
        addition = f": it is {other}" if other else ""
        raise CvgenError.of(f"{path} is not a PDF{addition}", hint=f"{_EXPORT} file", code="not-a-pdf")
    return size


def _require_readable(path: Path, extractions: Mapping[str, Extraction]) -> None:
    """Raise CvgenError if no library could read a page, unless one found the PDF sound and without pages."""
    if any(any(extractions[name].about("page")) for name in TEXT_EXTRACTORS):
        return
    installed = [each for each in extractions.values() if not each.missing]
    if any(each.locked for each in installed):
        raise CvgenError.of(
            f"{path} needs a password",
            hint="applicant tracking systems have none: export without one",
            code="pdf-password",
        )
    if all(extractions[name].missing for name in TEXT_EXTRACTORS):
        raise CvgenError.of(
            "no library that reads PDFs is installed", hint=INSTALL_TEXT_EXTRACTORS, code="reader-missing"
        )
    if any(each.version and each.error is None for each in installed):
        return
    reason = next((each.error for each in installed if each.error), "it has no pages")
    raise CvgenError.of(
        f"{path} is a damaged PDF that nothing can read: {reason}",
        hint=f"{_EXPORT} the new one opens",
        code="pdf-damaged",
    )
