"""Divides a section into entries, and reads the head of each: organisation, position, place and dates.

The head of an entry is what stands before its first bullet or sentence. A line begins an entry if it is bold, or if it
has dates and the entry before has its own already.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from cvgen.inspect.resume.dates import dates, has_year, is_date, is_part_of_date
from cvgen.inspect.resume.fields import Dates, Job, School
from cvgen.inspect.resume.lines import Cell, Line

_BULLET: Final = re.compile(r"\s*(?:[•▪▫◦‣\u2043∙·●○■□➢➤►–—*-]|\d{1,2}[.)])\s+(?=\S)")
_LABEL: Final = re.compile(r"[^\W\d_][^:\uff1a]{0,40}[:\uff1a](?:\s|$|(?<=\uff1a))")
_TRAILING_DATE: Final = re.compile(
    r"(?P<text>.*?\S)(?:\s*[,(|–—-]\s*|\s{2,}| )(?P<dates>[^,(|]*?(?:19|20)\d\d[^,(|]*?)\)?$"
)
_MOST_HEAD_LINES: Final = 4
_SENTENCE: Final = 9  # words: a head has fewer on a line
_JOB_WORDS: Final = re.compile(
    r"\b(?:accountant|administrator|advisor|analyst|architect|assistant|associate|chief|consultant|coordinator|designer|"
    r"developer|director|editor|engineer|fellow|founder|head|instructor|intern|lead|lecturer|manager|nurse|officer|owner|"
    r"president|producer|professor|programmer|representative|researcher|scientist|secretary|specialist|student|supervisor|"
    r"teacher|technician|trainee|tutor|volunteer|writer|ingenieur|entwickler|leiter|ingénieur|développeur|directeur|"
    r"ingeniero|desarrollador|ingegnere|sviluppatore|engenheiro|desenvolvedor)",
    re.IGNORECASE,
)
_SCHOOL_WORDS: Final = re.compile(
    r"universi|college|school|institut|academy|hochschule|gymnasium|école|lycée|escuela|colegio|facult|politecnic|polytechnic|"
    r"大学|学院|中学|高校|高等学校|대학|학교|школа|универс|университет|πανεπιστ|جامعة|دانشگاه|אוניברסיט|विश्वविद्यालय|มหาวิทยาลัย",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Entry:
    """The lines of an entry: of its head, its bullets, and the others."""

    head: list[Line] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_bold: bool = False

    @property
    def has_body(self) -> bool:
        """Return whether there is more than the head."""
        return bool(self.bullets or self.notes)


class _Reader:
    """Takes the lines of a section one after the other, and makes entries of them."""

    def __init__(self, lines: Sequence[Line], body_size: float) -> None:
        self.entries: list[Entry] = []
        self.before: list[str] = []  # the text above the first entry
        self._body_size = body_size
        self._bullet: Line | None = None
        self._title_size = 0.0  # of the first bold title: smaller ones are of projects inside an entry
        self._last: Line | None = None
        for line in lines:
            self._take(line)
            self._last = line

    def _take(self, line: Line) -> None:
        if len(line.cells) > 1 and not is_date(line.cells[0].text) and _BULLET.match(_text_of(line.cells[1:])):
            self._take(Line(line.cells[0].runs))  # a label beside the first item of its list
            self._last = line
            line = Line([run for cell in line.cells[1:] for run in cell.runs])
        entry = self.entries[-1] if self.entries else None
        date_cells = [cell for cell in line.cells if is_date(cell.text)]
        dated = any(has_year(cell.text) for cell in date_cells)
        bullet = None if is_date(line.cells[0].text) else _BULLET.match(line.text)  # "1. Oct 2019"
        if bullet and not dated:
            self._bullet = line
            if entry is None:
                self.entries.append(entry := Entry())
            entry.bullets.append(line.text[bullet.end() :])
        elif entry is not None and entry.bullets and self._is_within_bullet(line) and not self._is_bold_head(line):
            entry.bullets[-1] += _space(entry.bullets[-1], line.text) + line.text
        elif entry is not None and self._goes_on(line, line.cells[0], entry):
            entry.dates.append(line.cells[0].text)
            if len(line.cells) > 1:
                entry.head.append(Line([run for cell in line.cells[1:] for run in cell.runs]))
        elif self._is_bold_head(line) and not self._is_within_bullet(line):
            self._begin(line, date_cells, is_bold=True)
        elif dated and not self._is_sentence(line) and (entry is None or entry.has_body or entry.dates):
            self._begin(line, date_cells, is_bold=False)
        elif entry is None:
            self.before.append(line.text)
        elif self._belongs_to_head(line, entry, dated=dated):
            entry.head.append(line)
            entry.dates.extend(cell.text for cell in date_cells)
        else:
            self._bullet = None
            entry.notes.append(line.text)

    def _begin(self, line: Line, date_cells: list[Cell], *, is_bold: bool) -> None:
        self._bullet = None
        last = self.entries[-1] if self.entries else None
        if is_bold and last and last.is_bold and self._continues_title(line, last, dated=bool(date_cells)):
            last.head.append(line)
            last.dates.extend(cell.text for cell in date_cells)
            return
        self.entries.append(Entry([line], [cell.text for cell in date_cells], is_bold=is_bold))
        if is_bold and not self._title_size:
            self._title_size = next(cell for cell in line.cells if not is_date(cell.text)).runs[0].size

    def _continues_title(self, line: Line, last: Entry, *, dated: bool) -> bool:
        """Return whether a bold line is the second of a long title, or a bold position below an organisation."""
        before = self._last
        if before is None or last.has_body or before is not last.head[-1] or len(last.head) > 1:
            return False
        if before.page != line.page or not self._follows(line):
            return False
        upper, lower = ([cell for cell in each.cells if not is_date(cell.text)] for each in (before, line))
        if _looks_alike(upper[0], lower[0]):
            return len(upper) == 1 and not last.dates
        return dated != bool(last.dates)

    def _goes_on(self, line: Line, cell: Cell, entry: Entry) -> bool:
        """Return whether a date continues that of the line before, in a column beside the head."""
        first = self._last.cells[0] if self._last and self._last in entry.head else None
        if entry.has_body or first is None or not is_part_of_date(cell.text):
            return False
        if not has_year(cell.text) and len(line.cells) == 1:
            return True
        return (
            is_date(first.text)
            and cell is line.cells[0]
            and cell.left < first.right
            and first.left < cell.right
            and (not has_year(cell.text) or first.text.rstrip().endswith(("–", "—", ",", "-", "\uff5e", "~")))
        )

    def _is_bold_head(self, line: Line) -> bool:
        cells = [cell for cell in line.cells if not is_date(cell.text)]
        bold = cells[0].bold_start if cells else ""
        if len(bold) < 2 or _LABEL.fullmatch(bold + " ") or bold[-1] in ":\uff1a":
            return False
        least = max(self._body_size, self._title_size if self.entries else 0)
        return cells[0].runs[0].size >= 0.97 * least and not _is_inline(cells[0])

    def _is_within_bullet(self, line: Line) -> bool:
        bullet = self._bullet
        return bullet is not None and line.left > bullet.left + 2 and self._follows(line)

    def _follows(self, line: Line) -> bool:
        last = self._last
        return last is not None and (last.page != line.page or last.bottom - line.top < 0.6 * line.look.size)

    def _belongs_to_head(self, line: Line, entry: Entry, *, dated: bool) -> bool:
        if entry.has_body or len(entry.head) >= _MOST_HEAD_LINES:
            return False
        if dated:
            return True
        return (
            not _LABEL.match(line.text)
            and not self._is_sentence(line)
            and len(entry.head) < 3
            and line.look.size >= 0.95 * self._body_size
        )

    def _is_sentence(self, line: Line) -> bool:
        return (
            len(line.cells) == 1
            and (len(line.text.split()) > _SENTENCE or line.text.endswith("."))
            and not line.cells[0].bold_start
            and not _is_italic(line)
        )


def _text_of(cells: Sequence[Cell]) -> str:
    return " ".join(cell.text for cell in cells)


def _is_italic(line: Line) -> bool:
    return re.search(r"ital|obliq|OI-|OI$", line.look.font, re.IGNORECASE) is not None


def _is_inline(cell: Cell) -> bool:
    """Return whether bold words begin a sentence, as in "Languages: C" or "Python and ..."."""
    bold, whole = cell.bold_start, cell.text
    rest = whole[len(bold) :].strip()
    return bool(rest) and (rest[0] in ":\uff1a" or (rest[0].isalnum() and len(rest.split()) > 3))


def _space(before: str, after: str) -> str:
    wide = unicodedata.east_asian_width
    return "" if before and after and wide(before[-1]) == "W" and wide(after[0]) == "W" else " "


def read_entries(lines: Sequence[Line], body_size: float) -> tuple[list[Entry], list[str]]:
    """Return the entries of a section, and the text above the first one."""
    reader = _Reader(lines, body_size)
    return reader.entries, reader.before


# --- the head of an entry -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a head."""

    first: str
    second: str
    place: str
    when: Dates


def parts(entry: Entry, tag: str | None) -> Parts:
    """Return the parts of the head of an entry by their places and weights."""
    first, second, place, when = "", "", "", list(entry.dates)
    head = Cell([])
    for line in entry.head:
        cells = [cell for cell in line.cells if not is_date(cell.text)]
        if not cells:
            continue
        text, rest = _title_and_rest(cells[0])
        if not entry.dates and not when and (match := _TRAILING_DATE.fullmatch(text)) and is_date(match["dates"]):
            text, when = match["text"], [match["dates"]]
        if len(cells) > 1:
            place = place or cells[-1].text
        if not first:
            first, head = text, cells[0]
            place = place or rest
        elif not second and _looks_alike(cells[0], head) and entry.is_bold and not rest:
            first = f"{first}{_space(first, text)}{text}"
        else:
            whole = cells[0].text
            second = f"{second}{_space(second, whole)}{whole}" if second else whole
    return Parts(first, second, place, dates(" ".join(when), tag))


def _looks_alike(cell: Cell, other: Cell) -> bool:
    a, b = cell.runs[0], other.runs[0]
    return (a.font, a.colour) == (b.font, b.colour) and abs(a.size - b.size) < 0.1


def _title_and_rest(cell: Cell) -> tuple[str, str]:
    """Return the part of a cell in the font of its start, and the rest, without the comma between them."""
    start = cell.runs[0].font
    count = next((n for n, run in enumerate(cell.runs) if run.font != start and run.text.strip()), len(cell.runs))
    title, rest = Cell(cell.runs[:count]).text, Cell(cell.runs[count:]).text if count < len(cell.runs) else ""
    if rest[:1] in {",", "،", "、", "，"} or title[-1:] in {",", "،", "、", "，"}:
        return title.rstrip(",،、， "), rest.lstrip(",،、， ")
    return cell.text, ""


def jobs(entries: Sequence[Entry], tag: str | None) -> Iterator[Job]:
    """Yield the jobs of a section. An organisation without dates and bullets is that of the positions below it."""
    organisation, place = "", ""
    for index, entry in enumerate(entries):
        found = parts(entry, tag)
        following = entries[index + 1] if index + 1 < len(entries) else None
        if entry.is_bold:
            is_frame = not entry.dates and not entry.bullets and following is not None and not following.is_bold
            organisation, place = found.first, found.place
            if is_frame:
                continue
            company, title = found.first, found.second
        elif organisation:
            company, title = organisation, found.first
        else:
            company, title = found.first, found.second
        if _JOB_WORDS.search(company) and not _JOB_WORDS.search(title):
            company, title = title, company
        if company or title:
            yield Job(company, title, found.place or place, found.when, tuple(entry.bullets), tuple(entry.notes))


def schools(entries: Sequence[Entry], tag: str | None) -> Iterator[School]:
    """Yield the schools of a section."""
    for entry in entries:
        found = parts(entry, tag)
        institution, degree = found.first, found.second
        if _SCHOOL_WORDS.search(degree) and not _SCHOOL_WORDS.search(institution):
            institution, degree = degree, institution
        yield School(institution, degree, found.place, found.when, tuple(entry.bullets), tuple(entry.notes))


def size_of_text(lines: Sequence[Line]) -> float:
    """Return the size in which most of the text is."""
    counts = Counter(run.size for line in lines for run in line.runs for _ in run.text)
    return counts.most_common(1)[0][0] if counts else 0.0
