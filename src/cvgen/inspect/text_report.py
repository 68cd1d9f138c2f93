"""Writes the report of an inspection for a terminal."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from cvgen.diagnostics import Severity
from cvgen.inspect.agreement import INVISIBLE, split_words
from cvgen.inspect.findings import counted
from cvgen.inspect.report import Page, Report
from cvgen.inspect.resume.fields import Dates, Fields

_WIDTH: Final = 100
_MOST: Final = 30  # entries of a kind that are shown
_PAPERS: Final = {(595, 842): "A4", (612, 792): "Letter", (612, 1008): "Legal", (420, 595): "A5", (842, 1191): "A3"}


def as_text(report: Report) -> str:
    """Return the report for a terminal: the findings with their hints, then the facts."""
    lines = [f"{report.file.path}: {', '.join(_summary(report))}", ""]
    for finding in report.findings:
        lines += _wrapped(f"{finding.severity}: ", f"{finding.message} [{finding.code}]")
        lines += _wrapped("  hint: ", finding.hint)
    if not report.findings:
        lines.append("nothing to mend")
    for title, facts in (
        ("What machines read", _content_facts(report)),
        ("What a résumé parser fills in", _parsed_fields(report)),
        ("How the file is made", _file_facts(report)),
    ):
        lines += ["", title]
        for name, value in facts:
            lines += _wrapped(f"  {name:<14}", value or "none")
    return "\n".join(map(_printable, lines)) + "\n"


def _summary(report: Report) -> Iterator[str]:
    yield counted(report.file.pages, "page")
    counts = Counter(finding.severity for finding in report.findings)
    yield from (counted(counts[severity], severity.value) for severity in Severity if counts[severity])


def _content_facts(report: Report) -> Iterator[tuple[str, str]]:
    pages = next((each.pages for each in report.text if any(each.pages)), ())
    lines = (line.strip() for text in pages if text for line in text.split("\n") if line.strip())
    yield "begins", " / ".join(lines)[:200]
    for each in report.text:
        count = sum(len(split_words(text or "")) for text in each.pages)
        yield each.extractor, f"{counted(count, 'word')}{f'; {each.error}' if each.error else ''}"
    if report.agreement:
        yield "agreement", f"{report.agreement.words:.1%} of the words, {report.agreement.order:.1%} of their order"
    yield "sections", _listed(section.title for section in report.sections)
    yield "e-mail", _listed(each.text for each in report.emails)
    yield "phone", _listed(each.text for each in report.phones)
    yield "addresses", _listed(each.text for each in report.addresses)
    web = [link for link in report.links if link.kind == "web"]
    more = f", {len(report.links) - len(web)} other" if len(web) < len(report.links) else ""
    yield "links", f"{len(web)} to addresses{more}" if report.links else ""
    yield "dates", _listed(each.text for each in report.dates)


def _parsed_fields(report: Report) -> Iterator[tuple[str, str]]:
    fields = report.fields or Fields()
    yield "name", fields.name
    yield "headline", fields.headline
    yield "e-mail", _listed(fields.emails)
    yield "phone", _listed(fields.phones)
    yield "place", fields.place
    yield "links", _listed(fields.links)
    for job in fields.jobs[:_MOST]:
        yield "job", _entry(job.title, job.company, job.place, job.dates, len(job.bullets))
    for school in fields.schools[:_MOST]:
        yield "school", _entry(school.degree, school.institution, school.place, school.dates, len(school.bullets))
    yield "skills", _listed(f"{each.name}: {', '.join(each.keywords)}".strip(": ") for each in fields.skills)
    yield (
        "languages",
        _listed(f"{each.name} ({', '.join(each.keywords)})".replace(" ()", "") for each in fields.languages),
    )


def _entry(title: str, organisation: str, place: str, dates: Dates, bullets: int) -> str:
    parts = [title, organisation, place, dates.text, counted(bullets, "bullet") if bullets else ""]
    return "; ".join(filter(None, parts))


def _file_facts(report: Report) -> Iterator[tuple[str, str]]:
    file, tags = report.file, report.tagging
    version = f"PDF {file.pdf_version}" if file.pdf_version else "PDF"
    programs = " and ".join(dict.fromkeys(filter(None, (file.creator, file.producer))))
    size = f"{file.bytes / 1000:.0f} kB" if file.bytes >= 1000 else f"{file.bytes} bytes"
    yield "file", f"{version}, {size}{f', by {programs}' if programs else ''}"
    sizes = Counter(_paper(page) for page in report.pages)
    yield "pages", f"{file.pages} ({', '.join(sizes)})" if sizes else str(file.pages)
    yield "title", file.title or ""
    if file.encryption:
        yield "encryption", f"{file.encryption}; taking text out is {'allowed' if file.copying else 'forbidden'}"
    yield "standards", _listed(file.standards)
    if tags:
        levels = ", ".join(f"{count} H{level}" for level, count in sorted(Counter(tags.headings).items()))
        yield "tags", f"{sum(tags.elements.values())} elements; headings: {levels or 'none'}" if tags.tree else ""
        yield "language", tags.language or ""
    embedded = sum(font.embedded for font in report.fonts)
    names = _listed(re.sub(r"^[A-Z]{6}\+|-Identity-[HV]$", "", font.name) for font in report.fonts)
    yield "fonts", f"{embedded} of {len(report.fonts)} in the file: {names}" if report.fonts else ""


def _paper(page: Page) -> str:
    if page.width is None or page.height is None:
        return "of unknown size"
    size = round(page.width), round(page.height)
    for portrait, name in _PAPERS.items():
        if max(abs(a - b) for a, b in zip(sorted(size), portrait, strict=True)) <= 1:
            return name if size[0] <= size[1] else f"{name} landscape"
    return f"{size[0]} x {size[1]} pt"


def _listed(texts: Iterable[str], most: int = 12) -> str:
    unique = list(dict.fromkeys(texts))
    more = f" and {len(unique) - most} more" if len(unique) > most else ""
    return ", ".join(each[:80] for each in unique[:most]) + more


def _wrapped(first: str, text: str) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()), _WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False
    ) or [first]


def _printable(text: str) -> str:
    """Return the text without what a terminal obeys: anybody may have written it."""
    return "".join("\ufffd" if unicodedata.category(c) in {*INVISIBLE, "Co"} else c for c in text)
