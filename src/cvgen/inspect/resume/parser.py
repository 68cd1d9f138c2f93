"""Fills in the fields of a résumé as parsers of applicant tracking systems do.

The algorithm is that which OpenResume describes for its parser, written anew: pieces of text become lines by the gaps
between them; lines become sections by titles that stand alone; a section becomes entries; and each field is the text
with the best rating by its features. To this it adds the words of all languages that cvgen knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from cvgen.inspect.resume import entries as entry_reader
from cvgen.inspect.resume.dates import dates, is_date
from cvgen.inspect.resume.fields import Dates, Fields, Group, Heading, Item
from cvgen.inspect.resume.head import Head
from cvgen.inspect.resume.lines import Line, read_lines
from cvgen.inspect.resume.sections import Section, divide

_COLON: Final = re.compile(r"\s*[:\uff1a]\s*")
_KEYWORDS: Final = re.compile(r"\s*[,;،؛、，\uff1b·|]\s*")
_BULLET: Final = re.compile(r"^[•▪▫◦‣\u2043∙●○■□–*-]\s+")
_LONGEST_LABEL: Final = 45  # characters
_FLUENCY: Final = re.compile(
    r"(?P<name>[^(\uff08,\uff1a:]+?)\s*(?:[(\uff08](?P<b>[^)\uff09]*)[)\uff09]|[,\uff1a:،、，]\s*(?P<c>.+))"
)


def parse(pages: Iterable[Mapping[str, Any]], tag: str | None = None) -> Fields:
    """Return the fields by the records of pdfium; ``tag`` is the language that the PDF says it is in, if any."""
    lines, _ = read_lines(pages)
    top, sections = divide(lines)
    head = Head(top)
    size = entry_reader.size_of_text(lines)
    found: dict[str, list[Any]] = {"jobs": [], "schools": [], "skills": [], "languages": [], "items": []}
    summary = [head.summary] if head.summary else []
    for section in sections:
        section_size = entry_reader.size_of_text(section.lines) if section.lines else size
        _read_section(section, min(size, section_size), tag, found, summary)
    return Fields(
        name=head.name,
        headline=head.headline,
        emails=head.emails,
        phones=head.phones,
        place=head.place,
        links=head.links,
        summary=" ".join(summary),
        **{key: tuple(each) for key, each in found.items()},
        sections=tuple(
            Heading(each.title.text, each.kind if each.own_kind else "other", each.title.page) for each in sections
        ),
    )


def _read_section(
    section: Section, size: float, tag: str | None, found: dict[str, list[Any]], summary: list[str]
) -> None:
    match section.kind:
        case "experience":
            found["jobs"] += entry_reader.jobs(entry_reader.read_entries(section.lines, size)[0], tag)
        case "education":
            found["schools"] += entry_reader.schools(entry_reader.read_entries(section.lines, size)[0], tag)
        case "skills":
            found["skills"] += _skills(section.lines)
        case "languages":
            found["languages"] += _languages(section.lines)
        case "text":
            summary.append(" ".join(line.text for line in section.lines))
        case kind:
            found["items"] += _items(section, kind, size, tag)


def _skills(lines: Sequence[Line]) -> Iterator[Group]:
    """Yield groups: a label with its keywords beside or below it, else the lines as they are."""
    groups: list[tuple[str, list[str]]] = []
    for before, line in zip((None, *lines), lines, strict=False):
        label, texts = _label(line)
        if before is not None and groups and _is_next_line(before, line):
            label = line.cells[0].text
            groups[-1] = (f"{groups[-1][0]} {label}", [*groups[-1][1], *(cell.text for cell in line.cells[1:])])
        elif before is not None and label and groups and _is_next_title(before, line) and not groups[-1][1]:
            groups[-1] = (f"{groups[-1][0]} {label}", texts)
        elif label:
            groups.append((label, texts))
        elif groups and (groups[-1][1] or groups[-1][0]) and not _BULLET.match(line.text):
            groups[-1][1].append(line.text)
        else:
            groups.append(("", [_BULLET.sub("", line.text)]))
    for label, texts in groups:
        yield Group(label, tuple(filter(None, _KEYWORDS.split(" ".join(texts)))))


def _is_next_line(before: Line, line: Line) -> bool:
    """Return whether a label in a column goes on in a second line, as close below as the text beside it."""
    if len(before.cells) < 2 or before.page != line.page or line.left > before.cells[0].right:
        return False
    if len(line.cells) == 1:
        return line.right < before.cells[1].left
    upper, lower = before.cells[1].runs[0], line.cells[1].runs[0]
    return upper.bottom - lower.bottom < 1.48 * lower.size


def _is_next_title(before: Line, line: Line) -> bool:
    """Return whether a bold line goes on in a second one, which is as close as lines of one text are."""
    is_bold = all(each.cells[0].bold_start == each.text for each in (before, line))
    return is_bold and before.page == line.page and 0 < before.bottom - line.bottom < 1.6 * line.look.size


def _label(line: Line) -> tuple[str, list[str]]:
    """Return the label at the start of a line, bold or before a colon or a gap, and what follows it."""
    cells = line.cells
    text = _BULLET.sub("", line.text)
    bold = cells[0].bold_start
    if bold and text.startswith(bold):
        return bold.rstrip(":\uff1a "), [rest] if (rest := text[len(bold) :].strip(" :\uff1a")) else []
    if (match := _COLON.search(text)) and match.start() < _LONGEST_LABEL:
        return text[: match.start()], [text[match.end() :]] if text[match.end() :] else []
    if len(cells) == 2 and len(cells[0].text) < 30:
        return cells[0].text, [cells[1].text]
    return "", []


def _languages(lines: Sequence[Line]) -> Iterator[Group]:
    for line in lines:
        for part in re.split(r"\s+[·•|]\s+", " ".join(cell.text for cell in line.cells)):
            text = _BULLET.sub("", part.strip())
            if match := _FLUENCY.fullmatch(text):
                yield Group(match["name"], (match["b"] or match["c"],))
            elif text:
                yield Group(text, ())


def _items(section: Section, kind: str, size: float, tag: str | None) -> Iterator[Item]:
    read, _ = entry_reader.read_entries(section.lines, size) if kind == "projects" else ([], [])
    for entry in read:
        found = entry_reader.parts(entry, tag)
        notes = [found.second] if found.second else []
        yield Item(kind, found.first, found.when, tuple(entry.bullets), (*notes, *entry.notes))
    if not read:
        yield from _paragraphs(section, kind, tag)


def _paragraphs(section: Section, kind: str, tag: str | None) -> Iterator[Item]:
    """Yield the paragraphs of a section: a line further to the left than the one before, or one with dates, begins one."""
    texts: list[list[Line]] = []
    edge = min((line.left for line in section.lines), default=0.0)
    hangs = any(line.left > edge + 2 for line in section.lines)
    for line in section.lines:
        begins = not texts or not hangs or line.left <= edge + 2
        texts.append([line]) if begins else texts[-1].append(line)
    for lines in texts:
        cells = [cell.text for line in lines for cell in line.cells]
        when = next((dates(cell, tag) for cell in cells if is_date(cell)), Dates())
        name = " ".join(cell for cell in cells if not is_date(cell))
        yield Item(kind, _BULLET.sub("", name), when, (), ())
