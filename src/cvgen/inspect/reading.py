"""What an applicant tracking system sees in a PDF of any origin: its text as three libraries read it, and what is odd.

``read`` never raises for what a PDF is like, only where there is nothing to read: no file, no PDF, a password, damage that
no library gets over. All else becomes a ``Finding``, with what to do about it.

``as_json`` writes the ``Reading``; its keys are the names of the fields below, and stay. ``format`` is 1 until one of them
changes its meaning. Numbers of pages count from 1, lengths are in pt, shares and agreements go from 0 to 1.
"""

from __future__ import annotations

import dataclasses
import json
import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, islice, pairwise
from pathlib import Path
from typing import Any, Final, TypeAlias

from cvgen.diagnostics import CvgenError, Severity
from cvgen.inspect import extractors
from cvgen.inspect.extractors import MOST_CHARACTERS, MOST_PAGES, STRUCTURE, Testimony
from cvgen.text import language

FORMAT: Final = 1

_INSTALL: Final = "pip install pypdfium2 pypdf pdfminer.six"
_MOST: Final = 200  # of each kind of thing that is listed
_LARGE: Final = 5 * 1000**2  # bytes; what many portals take at most


# --- what a reading holds -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that may cost the applicant: how bad, what, what to do about it, and on which pages.

    ``code`` is a short name that stays the same. An error is text that machines do not get, a warning text that some
    get wrong, a note what may matter to some.
    """

    code: str
    severity: Severity
    message: str
    hint: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text of each page by one library, None where it failed; ``error`` is why, the first time."""

    extractor: str
    version: str | None
    pages: tuple[str | None, ...]
    error: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """Something in the text: as written, on which page first, and by which libraries it was found."""

    text: str
    page: int
    found_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The title of a section, on a line of its own; ``kind`` is the schema's, or "other"."""

    title: str
    kind: str
    page: int
    found_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """A year or a range of years, as written; ``end`` is None for what still goes on, or for a single year."""

    text: str
    start: int
    end: int | None
    ongoing: bool
    page: int


@dataclass(frozen=True, slots=True)
class Pair:
    """How far two libraries agree: on the words, and on which follows which of those that both found once on a page."""

    first: str
    second: str
    words: float
    order: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far all agree: the least of all pairs, and the words that some did not find."""

    words: float
    order: float
    pairs: tuple[Pair, ...]
    disputed: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link annotation. ``kind`` is web, page (of this document) or other; ``text`` is what stands below it.

    ``in_text`` is whether its address can be read off the page; ``problem`` is why it leads nowhere.
    """

    page: int
    kind: str
    target: str | None
    text: str
    in_text: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read.

    ``order`` is how far the libraries agree on the order of its words, None if there are too few. ``columns`` is whether
    columns of text stand side by side, ``interleaved`` whether their lines alternate in the text. ``out_of_order`` are
    texts that come after what stands below them. ``image`` is the share that images cover.
    """

    number: int
    width: float | None
    height: float | None
    words: int
    order: float | None
    columns: bool
    interleaved: bool
    out_of_order: tuple[str, ...]
    image: float


@dataclass(frozen=True, slots=True)
class Font:
    """A font. ``readable`` is whether its codes stand for characters, ``characters`` how many it shows (None: unknown)."""

    name: str
    type: str
    embedded: bool
    to_unicode: bool
    readable: bool
    characters: int | None


@dataclass(frozen=True, slots=True)
class Tagging:
    """What the PDF says to screen readers; ``headings`` are levels in their order, ``elements`` counts of tags."""

    marked: bool
    tree: bool
    language: str | None
    headings: tuple[int, ...]
    elements: Mapping[str, int]
    figures_without_text: int


@dataclass(frozen=True, slots=True)
class File:
    """The file. ``standards`` are those that its metadata claim; ``copying`` is whether it allows to take text out.

    ``repaired`` is what had to be mended to read it; None where the structure could not be read at all.
    """

    path: str
    bytes: int
    pages: int
    pdf_version: str | None
    title: str | None
    producer: str | None
    creator: str | None
    encryption: str | None
    copying: bool
    standards: tuple[str, ...]
    active: tuple[str, ...]
    repaired: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of a PDF, and what there is to say about it, the worst first.

    ``agreement`` is None unless two libraries read the text, ``tagging`` if the structure could not be read.
    """

    format: int
    findings: tuple[Finding, ...]
    file: File
    pages: tuple[Page, ...]
    text: tuple[Extraction, ...]
    agreement: Agreement | None
    sections: tuple[Section, ...]
    emails: tuple[Found, ...]
    phones: tuple[Found, ...]
    addresses: tuple[Found, ...]
    links: tuple[Link, ...]
    dates: tuple[Dates, ...]
    fonts: tuple[Font, ...]
    tagging: Tagging | None


# --- reading --------------------------------------------------------------------------------------

_Texts: TypeAlias = Mapping[str, Mapping[int, str]]  # by library and page


def read(path: Path, seconds: float = extractors.SECONDS) -> Reading:
    """Read a PDF as machines do, in no more than ``seconds``; what is not read by then is a finding.

    Raises CvgenError if there is no file, no PDF, no way in without a password, or nothing but damage.
    """
    size = _check(path)
    heard = extractors.hear(path, seconds)
    _check_heard(path, heard)
    texts: _Texts = {
        name: {record["page"]: record["text"] for record in heard[name].of("page")}
        for name in extractors.TEXT
        if any(heard[name].of("page"))
    }
    file = _file(path, size, heard)
    count = min(file.pages, MOST_PAGES)
    seen = {record["page"]: record for record in heard["pdfium"].of("page")}
    read_pages = tuple(_page(number, heard[STRUCTURE], seen, texts) for number in range(1, count + 1))
    reading = Reading(
        format=FORMAT,
        findings=(),
        file=file,
        pages=read_pages,
        text=tuple(_extraction(name, heard[name], count) for name in extractors.TEXT),
        agreement=_agreement(texts) if len(texts) > 1 else None,
        sections=_sections(texts),
        emails=_found(texts, _emails),
        phones=_found(texts, _phones),
        addresses=_found(texts, _addresses),
        links=_links(heard[STRUCTURE], seen, texts),
        dates=tuple(_dates(texts)),
        fonts=_fonts(heard[STRUCTURE], seen),
        tagging=_tagging(heard[STRUCTURE]),
    )
    findings = [finding for look in _LOOKS for finding in look(reading, heard)]
    findings.sort(key=lambda finding: [*Severity].index(finding.severity))
    return dataclasses.replace(reading, findings=tuple(findings))


# What people take for a PDF, by how it begins.
_OTHERS: Final = {
    b"PK\x03\x04": "a ZIP archive, as .docx and .odt are",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"%!PS": "PostScript",
    b"<": "HTML or XML",
}
_EXPORT: Final = "export or print the document as PDF, and check that"


def _check(path: Path) -> int:
    """The size in bytes of a file that begins as a PDF does."""
    try:
        if path.is_dir():
            raise CvgenError.of(f"{path} is a folder", hint="name a PDF in it")
        if path.exists() and not path.is_file():
            raise CvgenError.of(f"{path} is not a file")
        with path.open("rb") as file:
            head = file.read(1024)  # what readers allow before the PDF's own beginning
            size = file.seek(0, 2)
    except FileNotFoundError:
        raise CvgenError.of(f"{path} does not exist", hint="is its name right?") from None
    except (OSError, ValueError) as error:  # ValueError: a null in the name
        raise CvgenError.of(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not head:
        raise CvgenError.of(f"{path} is empty", hint=f"{_EXPORT} there is space on the disk")
    if b"%PDF-" not in head:
        other = next((what for start, what in _OTHERS.items() if head.lstrip().startswith(start)), None)
        what = f": it is {other}" if other else ""
        raise CvgenError.of(f"{path} is not a PDF{what}", hint=f"{_EXPORT} file")
    return size


def _check_heard(path: Path, heard: Mapping[str, Testimony]) -> None:
    if any(any(heard[name].of("page")) for name in extractors.TEXT):
        return
    said = [each for each in heard.values() if not each.missing]
    if any(each.locked for each in said):
        raise CvgenError.of(f"{path} needs a password", hint="applicant tracking systems have none: export without one")
    if all(heard[name].missing for name in extractors.TEXT):
        raise CvgenError.of("no library that reads PDFs is installed", hint=_INSTALL)
    if any(each.version and each.error is None for each in said):
        return  # one that is sound, and has no text
    reason = next((each.error for each in said if each.error), "it has no pages")
    raise CvgenError.of(f"{path} is a damaged PDF that nothing can read: {reason}", hint=f"{_EXPORT} the new one opens")


def _extraction(name: str, testimony: Testimony, count: int) -> Extraction:
    pages = {record["page"]: record["text"] for record in testimony.of("page")}
    failed = next((f"page {each['page']}: {each['reason']}" for each in testimony.of("failed")), None)
    version = testimony.version
    return Extraction(name, version, tuple(pages.get(n) for n in range(1, count + 1)), testimony.error or failed)


def _file(path: Path, size: int, heard: Mapping[str, Testimony]) -> File:
    facts: dict[str, Any] = next(heard[STRUCTURE].of("file"), {})
    claims: dict[str, Any] = next(heard[STRUCTURE].of("standards"), {})
    starts = [start for each in heard.values() for start in each.of("start") if start["pages"] is not None]
    numbers = [record["page"] for each in heard.values() for record in each.of("page")]
    mended = [text for each in heard[STRUCTURE].of("repairs") for text in each["warnings"]]
    return File(
        path=str(path),
        bytes=size,
        pages=max([*(start["pages"] for start in starts), *numbers], default=0),
        pdf_version=facts.get("pdf"),
        title=claims.get("xmp_title") or facts.get("info_title") or None,
        producer=facts.get("producer"),
        creator=facts.get("creator"),
        encryption=facts.get("encryption"),
        copying=facts.get("copying", True),
        standards=tuple(claims.get("standards", ())),
        active=tuple(facts.get("active", ())),
        repaired=mended[0] if mended else None,
    )


# --- words, and how far the libraries agree on them -----------------------------------------------

# Scripts without spaces between words: each character counts as one.
_WORD: Final = re.compile(
    r"[\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\s\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
_UNSEEN: Final = {"Cf", "Cc", "Cs"}
_FEW: Final = 10  # words; with fewer, an order says nothing


def _words(text: str) -> list[str]:
    """The words of a text, without what only breaks or joins them, and with ligatures taken apart."""
    plain = unicodedata.normalize("NFKC", text)
    return _WORD.findall("".join(c for c in plain if c.isspace() or unicodedata.category(c) not in _UNSEEN))


def _agreement(texts: _Texts) -> Agreement:
    words = {name: {page: _words(text) for page, text in pages.items()} for name, pages in texts.items()}
    pairs = []
    for first, second in combinations(words, 2):
        shared = words[first].keys() & words[second].keys()
        counts = [Counter(w for page in sorted(shared) for w in words[name][page]) for name in (first, second)]
        total, same = sum(count.total() for count in counts), (counts[0] & counts[1]).total()
        orders = [_in_order(words[first][page], words[second][page]) for page in shared]
        kept, of = sum(order[0] for order in orders), sum(order[1] for order in orders)
        agree = round(2 * same / total, 4) if total else 1.0
        pairs.append(Pair(first, second, agree, round(kept / of, 4) if of else 1.0))
    return Agreement(
        words=min(pair.words for pair in pairs),
        order=min(pair.order for pair in pairs),
        pairs=tuple(pairs),
        disputed=tuple(islice(_disputed(words), _MOST)),
    )


def _in_order(first: Sequence[str], second: Sequence[str]) -> tuple[int, int]:
    """Of the words that stand once in both: how many are followed by the same one, and how many are followed by any.

    A column that comes first here and last there breaks this at its ends only, and lines taken apart break it everywhere.
    """
    once = [{word for word, count in Counter(words).items() if count == 1} for words in (first, second)]
    both = once[0] & once[1]
    follows = [dict(pairwise(word for word in words if word in both)) for words in (first, second)]
    return sum(follows[1].get(word) == after for word, after in follows[0].items()), len(follows[0])


def _disputed(words: Mapping[str, Mapping[int, Sequence[str]]]) -> Iterator[Found]:
    """The words that some library found on a page that all have read, and another did not."""
    for page in sorted(set.intersection(*(set(pages) for pages in words.values()))):
        known = {name: set(pages[page]) for name, pages in words.items()}
        for word in dict.fromkeys(word for pages in words.values() for word in pages[page]):
            found_by = tuple(name for name in words if word in known[name])
            if len(found_by) < len(words):
                yield Found(word[:100], page, found_by)


# --- where the text stands ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a line: no gap within it is wider than one between words."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def is_wide(self) -> bool:
        """Whether it is a line of a text, and no date, number, place or label beside one."""
        return len(self.text) >= 15 and not _YEAR.search(self.text) and sum(map(str.isalpha, self.text)) >= 10

    @property
    def goes_on(self) -> bool:
        """Whether it begins amid a sentence, as far as one can see."""
        first = next((c for c in self.text if not c.isspace()), "")
        return first.islower() or bool(re.match("[\u3040-\u30ff\u3400-\u9fff]", first))

    def beside(self, other: _Piece) -> bool:
        """Whether both are on one line."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > 0.5 * min(self.height, other.height)

    def above_or_below(self, other: _Piece) -> bool:
        """Whether both are in one column."""
        shared = min(self.right, other.right) - max(self.left, other.left)
        return shared > 0.5 * min(self.right - self.left, other.right - other.left)


_ROWS: Final = 6  # side by side, and no accident
_LINES_UP: Final = 2.5  # more than a date beside the line before last


def _page(number: int, structure: Testimony, seen: Mapping[int, Mapping[str, Any]], texts: _Texts) -> Page:
    of_page = seen.get(number)
    sizes: Sequence[Any] = next(structure.of("file"), {"sizes": ()})["sizes"]
    size = (sizes[number - 1] if number <= len(sizes) else None) or (
        [of_page["width"], of_page["height"]] if of_page else [None, None]
    )
    words = {name: _words(pages[number]) for name, pages in texts.items() if number in pages}
    orders = [_in_order(words[a], words[b]) for a, b in combinations(words, 2)]
    pieces = [_Piece(*piece) for piece in of_page["pieces"]] if of_page else []
    interleaved = _alternates(pieces)
    return Page(
        number=number,
        width=size[0],
        height=size[1],
        words=max((len(each) for each in words.values()), default=0),
        order=min((round(same / of, 4) for same, of in orders if of >= _FEW), default=None),
        columns=interleaved or _alternates(_by_line(pieces)),
        interleaved=interleaved,
        out_of_order=tuple(_jumps(pieces, of_page["height"]))[:20] if of_page else (),
        image=round(of_page["image"], 3) if of_page else 0.0,
    )


def _by_line(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces as a reader takes them that goes across the page, line by line."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -(piece.top + piece.bottom)):
        if rows and piece.beside(rows[-1][0]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [piece for row in rows for piece in sorted(row, key=lambda piece: piece.left)]


def _alternates(pieces: Sequence[_Piece]) -> bool:
    """Whether lines of two columns alternate: wide pieces on either side of one gap, sentences going on in both."""
    rows = [(a, b) for a, b in pairwise(pieces) if a.beside(b) and b.left > a.right and a.is_wide and b.is_wide]
    for _, right in rows[:100]:
        gutter = right.left - 1
        across = [(a, b) for a, b in rows if a.right <= gutter < b.left]
        if len(across) >= _ROWS and all(sum(row[side].goes_on for row in across) >= 2 for side in (0, 1)):
            return True
    return False


def _jumps(pieces: Sequence[_Piece], height: float) -> Iterator[str]:
    """Texts that come after what stands below them in the same column; heads and feet of pages may."""
    margin = 0.07 * height
    body = [piece for piece in pieces if margin < piece.bottom and piece.top < height - margin]
    for before, after in pairwise(body):
        rise = after.bottom - before.top
        if rise > _LINES_UP * max(before.height, after.height, 6) and before.above_or_below(after):
            yield after.text[:80]


# --- what the text says ---------------------------------------------------------------------------

_EMAIL: Final = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,63}")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]{3,500}", re.IGNORECASE)
# Hosts that people write without a scheme.
_HOST: Final = re.compile(
    r"(?<![\w./@-])(?:[\w-]{1,63}\.){1,4}(?:com|org|net|edu|io|dev|me|ai|app|info|eu|[a-z]{2})/[^\s<>\"“”,;]{1,300}",
    re.IGNORECASE,
)
_ENDS: Final = ".,;:!?)]}>'’\"”、。，\uff1b"
_PHONE: Final = re.compile(
    r"(?<![\w.,/:@+-])(?:\+|00)?(?:\(\+?\d{1,5}\)|\d)(?:[ \u00a0.()/\u2010-\u2013-]{0,3}\d){4,16}(?![\w@])"
)
_GROUPS: Final = re.compile(r"\d+")

_YEAR: Final = re.compile(r"(?<!\d)(?:19[5-9]|20[0-4])\d(?!\d)")
_MONTH: Final = r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,? |\d{1,2}[./])?"
_THE_YEAR: Final = r"(?<![\d.@])((?:19[5-9]|20[0-4])\d)(?![\d@]|\.\d{3})(?:[-./年년] ?\d{1,2}(?!\d)[月월]?|[年년]| \u0433\.)?"  # \u0433 is Russian
_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212~\uff5e\u301c"


def _plain(text: str) -> str:
    """The text with digits of any script as European ones, and without what is not seen."""
    shown = (c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in shown)


def _emails(text: str) -> Iterator[str]:
    return (match[0].strip(".'-") for match in _EMAIL.finditer(_plain(text)))


def _addresses(text: str) -> Iterator[str]:
    plain = _plain(text)
    for pattern in (_ADDRESS, _HOST):
        for match in pattern.finditer(plain):
            found = match[0].rstrip(_ENDS)
            yield found + ")" if "(" in found and match[0].startswith(found + ")") else found


def _phones(text: str) -> Iterator[str]:
    """Numbers of 7 to 15 digits that are written as phone numbers are, and not as dates and identifiers are."""
    for line in _plain(text).split("\n"):
        for match in _PHONE.finditer(line):
            number, digits = match[0], re.sub(r"\D", "", match[0])
            groups = _GROUPS.findall(number)
            international = number.startswith(("+", "00", "(+"))
            labelled = _label().search(line[max(0, match.start() - 30) : match.start()])
            if not 7 <= len(digits) <= 15 or (any(map(_YEAR.fullmatch, groups)) and not international):
                continue
            grouped = len(groups) >= 3 and len(digits) >= 9 and all(2 <= len(group) <= 5 for group in groups)
            chinese = re.fullmatch(r"1[3-9]\d{9}", number)
            if international or labelled or grouped or chinese or number.startswith("("):  # an area code
                yield number


@cache
def _label() -> re.Pattern[str]:
    words = {language.load(tag).words["phone"] for tag in language.names()}
    words |= {"phone", "tel", "telephone", "mobile", "cell", "mob", "fax", "☎", "✆", "手机"}
    return re.compile(f"(?:{_any(words)})[.:\uff1a\\s]*$", re.IGNORECASE)


@cache
def _range() -> re.Pattern[str]:
    languages = [language.load(tag) for tag in language.names()]
    present = {*(each.words["present"] for each in languages), "present", "now", "today", "current", "ongoing"}
    between = {each.interval.partition("}")[2].partition("{")[0].strip() for each in languages}
    dash = f"(?:{_any({*between, *_DASHES, 'to', 'until'})})"
    # Between a dash and a year there may be a month, in whatever language: one word, or two ("de maio").
    month = r"(?:(?:[^\s\d,;:/()\u2013-]{1,16} ){1,2}|\d{1,2}[./])?"
    end = rf"{month}{_THE_YEAR}|(?P<present>{_any(present)})(?!\w)"
    return re.compile(rf"{_MONTH}{_THE_YEAR}(?:\s{{0,3}}{dash}\s{{0,3}}(?:{end}))?", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(filter(None, words), key=lambda word: (-len(word), word))))


def _dates(texts: _Texts) -> Iterator[Dates]:
    """The years and ranges in the text of the first library that read it."""
    pages: Mapping[int, str] = next(iter(texts.values()), {})
    count = 0
    for page, text in sorted(pages.items()):
        for match in _range().finditer(_plain(text)):
            start, end = int(match[1]), int(match[2]) if match[2] else None
            yield Dates(" ".join(match[0].split()), start, end, match["present"] is not None, page)
            count += 1
            if count == _MOST:
                return


def _found(texts: _Texts, find: Callable[[str], Iterable[str]]) -> tuple[Found, ...]:
    places: dict[str, int] = {}
    by: dict[str, list[str]] = {}
    for name, pages in texts.items():
        for page, text in sorted(pages.items()):
            for found in dict.fromkeys(find(text)):
                places.setdefault(found, page)
                if name not in by.setdefault(found, []):
                    by[found].append(name)
    return tuple(Found(text, page, tuple(by[text])) for text, page in places.items())[:_MOST]


# What sections are called in English beyond the titles that cvgen gives them; by the schema's kinds.
_TITLES: Final = {
    "education": "academic background, academic history, education and qualifications, education and training, educational background, qualifications, studies, training",
    "experience": "academic experience, appointments, career, career history, career summary, clinical experience, employment, employment history, experiences, industry experience, internship, internships, internship experience, internship experiences, leadership, leadership experience, positions, professional background, professional experience, research, research experience, research experiences, service, teaching, teaching experience, volunteer experience, volunteering, volunteer work, work, work experience, work experiences, work history",
    "projects": "key projects, open source, personal projects, portfolio, project experience, research projects, side projects",
    "publications": "articles, books, conference papers, journal articles, papers, preprints, publication, publications and preprints, research output, selected works",
    "awards": "accomplishments, achievements, awards and honors, awards and honours, awards and scholarships, fellowships, funding, grants, grants and awards, honors, honours, honors and awards, honours and awards, scholarships, scholarships and awards",
    "skills": "areas of expertise, competencies, computer skills, core competencies, core skills, expertise, it skills, key skills, professional skills, skill set, skills and interests, skills and tools, software, technical expertise, technical skills, technologies, tools, programming languages",
    "languages": "language skills, language proficiency",
    "scores": "standardized tests, test score",
    "certificates": "certifications, licenses, licenses and certifications, certificates and licenses, accreditations",
    "talks": "conferences, invited talks, lectures, presentations, seminars, talks and presentations",
    "patents": "inventions, patents and inventions",
    "courses": "coursework, relevant coursework, relevant courses, continuing education, professional development",
    "interests": "activities, extracurricular activities, hobbies, hobbies and interests, interests and hobbies, personal interests, research interests",
    "references": "referees, references available on request",
    "text": "about, about me, bio, biography, career objective, executive summary, introduction, objective, personal profile, personal statement, personal summary, professional profile, professional summary, summary, summary of qualifications",
    "other": "additional information, affiliations, contact, contact details, contact information, contact me, memberships, miscellaneous, personal data, personal details, personal information, professional affiliations, professional memberships, professional service, other",
}
_QUALIFIED: Final = re.compile(r"(?:selected|relevant|additional|other|further|recent|professional|academic|main|key) ")
_LONGEST_TITLE: Final = 60


@cache
def _titles() -> Mapping[str, str]:
    """The kinds of section by their titles, in the form of ``_title``."""
    kinds: dict[str, str] = {}
    for tag in ("en", *language.names()):
        for kind, title in language.load(tag).sections.items():
            kinds.setdefault(_title(title), "other" if kind in {"bullets", "numbered", "table"} else kind)
    for kind, titles in _TITLES.items():
        for title in titles.split(", "):
            kinds.setdefault(title, kind)
    return kinds


def _title(line: str) -> str:
    """A line as titles are compared: small letters, without numbers, bullets and icons around it."""
    plain = unicodedata.normalize("NFKC", line).casefold().replace("&", " and ")
    return re.sub(r"\s+", " ", re.sub(r"^[\W\d_]+|[\W_]+$", "", plain))


def _kind(line: str) -> str | None:
    """The kind of section that a line is the title of; what begins small is a word that a line begins with."""
    first = next((c for c in line if c.isalpha()), "")
    if len(line) > _LONGEST_TITLE or first.islower():
        return None
    title = _title(line)
    tight = "".join(title.split()) if _is_spaced(line) else None
    if tight is not None:
        return next((kind for known, kind in _titles().items() if known.replace(" ", "") == tight), None)
    return _titles().get(title) or _titles().get(_QUALIFIED.sub("", title, count=1))


def _is_spaced(line: str) -> bool:
    """Whether a line's letters stand apart, as in E D U C A T I O N: no search finds such a word."""
    parts = line.split()
    return len(parts) >= 5 and all(len(part) == 1 for part in parts) and line.isascii()


def _sections(texts: _Texts) -> tuple[Section, ...]:
    found: dict[tuple[str, int], list[str]] = {}
    for name, pages in texts.items():
        for page, text in sorted(pages.items()):
            for line in map(str.strip, text.split("\n")):
                if _kind(line) is not None and name not in found.setdefault((line, page), []):
                    found[line, page].append(name)
    listed = ((line, page, by, _kind(line)) for (line, page), by in found.items())
    return tuple(Section(line, kind or "other", page, tuple(by)) for line, page, by, kind in listed)[:_MOST]


# --- how the PDF is made --------------------------------------------------------------------------


def _links(structure: Testimony, seen: Mapping[int, Mapping[str, Any]], texts: _Texts) -> tuple[Link, ...]:
    records: Sequence[Any] = next(structure.of("links"), {"links": ()})["links"]
    # Addresses may be divided at the ends of lines.
    runs = ["".join(_plain(text).split()).casefold() for pages in texts.values() for text in pages.values()]
    links = []
    for record in records[: 5 * _MOST]:
        of_page = seen.get(record["page"], {"links": {}})
        target = record["target"]
        in_text = record["kind"] == "web" and target is not None and any(_is_in(target, run) for run in runs)
        text = of_page["links"].get(str(record["index"]), "")
        links.append(Link(record["page"], record["kind"], target, text, in_text, record["problem"]))
    return tuple(links)


def _is_in(target: str, run: str) -> bool:
    """Whether an address can be read in a text without spaces; a number may be written without the country's code."""
    if target.casefold().startswith("tel:"):
        return re.sub(r"\D", "", target)[-7:] in re.sub(r"\D", "", run)
    return _bare(target) in run


def _bare(address: str) -> str:
    """An address without what people leave out when they write it down."""
    bare = re.sub(r"^(?:https?://|mailto:|tel:)?(?:www\.)?|[/.,;:)>\]]+$", "", address.strip("(<[ ").casefold())
    return bare.partition("?")[0] if address.casefold().startswith("mailto:") else bare


def _fonts(structure: Testimony, seen: Mapping[int, Mapping[str, Any]]) -> tuple[Font, ...]:
    counts: Counter[str] = Counter()
    for record in seen.values():
        counts.update(record["fonts"])
    fonts: Sequence[Any] = next(structure.of("fonts"), {"fonts": ()})["fonts"]
    return tuple(Font(**font, characters=_shown(font["name"], counts) if seen else None) for font in fonts)[:_MOST]


def _shown(name: str, counts: Mapping[str, int]) -> int | None:
    """How many characters a font shows; None if pdfium knows no font of its name."""
    return next((count for other, count in counts.items() if _is_font(other, name)), None)


def _is_font(by_pdfium: str, name: str) -> bool:
    """Whether a name by pdfium is that of a font; pdfium leaves out the encoding that may end it."""
    return by_pdfium != "" and (name == by_pdfium or name.startswith(f"{by_pdfium}-"))


def _tagging(structure: Testimony) -> Tagging | None:
    for record in structure.of("tags"):
        return Tagging(
            record["marked"],
            record["tree"],
            record["language"],
            tuple(record["headings"]),
            record["elements"],
            record["figures_without_text"],
        )
    return None


# --- findings -------------------------------------------------------------------------------------

_Heard: TypeAlias = Mapping[str, Testimony]
_Look: TypeAlias = Callable[[Reading, _Heard], Iterator[Finding]]

_SCAN: Final = 0.5  # of a page: what images cover on a scan, and on no page with a photo
_NO_TEXT: Final = 50  # characters: what a page has that is a picture of itself, such as a number
_ICONS: Final = 20  # a few, beside an address or a number
# Fonts that every reader has, or one of the same widths.
_STANDARD: Final = re.compile(
    "(?:Helvetica|Courier|Arial|CourierNew)(?![A-Za-z])|Times-|TimesNewRoman|Symbol$|ZapfDingbats$"
)
_SHAPES: Final = 100  # as many as letters on a page that is drawn


def _on(pages: Sequence[int]) -> str:
    """Which pages, in words."""
    shown = ", ".join(map(str, pages[:5])) + (f" and {len(pages) - 5} more" if len(pages) > 5 else "")
    return f"page{'s' if len(pages) > 1 else ''} {shown}"


def _some(texts: Iterable[str], most: int = 5) -> str:
    """The first few of them, in quotes."""
    listed = list(dict.fromkeys(texts))
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(f'"{each[:60]}"' for each in listed[:most]) + more


def _unread(reading: Reading, heard: _Heard) -> Iterator[Finding]:
    for name, testimony in heard.items():
        failed = list(testimony.of("failed"))
        pages = tuple(record["page"] for record in failed if "page" in record)
        what = "the structure" if name == STRUCTURE else "the text"
        if testimony.missing:
            hint = f"install it: {_INSTALL}" if name != STRUCTURE else "pip install pikepdf"
            yield Finding("not-installed", Severity.NOTE, f"{name} is not installed, so it was not asked", hint)
        elif testimony.error:
            read = sum(1 for _ in testimony.of("page"))
            got = f"only {_count(read, 'page')} of" if read else ""
            message = f"{name} could not read {f'{got} ' if got else ''}{what}: {testimony.error}"
            hint = "other readers may fail as well: export the PDF again, if possible with another program"
            yield Finding("unread", Severity.WARNING, message, hint)
        elif pages:
            message = f"{name} could not read {_on(pages)}: {failed[0]['reason']}"
            yield Finding("unread", Severity.WARNING, message, "export the PDF again; is it whole?", pages)
        elif failed:
            message = f"the {failed[0]['part']} of the PDF could not be read: {failed[0]['reason']}"
            yield Finding("unread", Severity.WARNING, message, "export the PDF again; is it whole?")
    if reading.file.pages > MOST_PAGES:
        message = f"only the first {MOST_PAGES} of {reading.file.pages} pages were read"
        yield Finding("long", Severity.NOTE, message, "applicant tracking systems have limits, too: send a CV alone")
    cut = sorted({each["page"] for testimony in heard.values() for each in testimony.of("page") if each.get("cut")})
    if cut:
        message = f"{_on(cut)} has more than {MOST_CHARACTERS} characters, of which the first were read"
        yield Finding("cut", Severity.WARNING, message, "is there text that nobody sees?", tuple(cut))
    if reading.file.repaired:
        message = f"the file is damaged, and was repaired to be read: {reading.file.repaired}"
        yield Finding("repaired", Severity.WARNING, message, "not every reader repairs: export it again")
    if reading.file.pages == 0:
        yield Finding("no-pages", Severity.ERROR, "the PDF has no pages", "export it again")


def _no_text(reading: Reading, heard: _Heard) -> Iterator[Finding]:
    scans: list[int] = []
    drawn: list[int] = []
    blank: list[int] = []
    recognised: list[int] = []
    for record in heard["pdfium"].of("page"):
        page = reading.pages[record["page"] - 1]
        hidden = record["hidden"].get("invisible", "")
        letters = sum(not c.isspace() for c in record["text"])
        if letters - len(hidden) >= _NO_TEXT:
            continue
        if record["image"] >= _SCAN:
            (recognised if len(hidden) >= _NO_TEXT else scans).append(page.number)
        elif record["shapes"] >= _SHAPES and letters < _NO_TEXT:
            drawn.append(page.number)
        elif letters == 0:
            blank.append(page.number)
    if scans:
        message = f"{_on(scans)}: an image of text, which machines do not read"
        hint = "send the document that was scanned, or run text recognition (OCR) over it"
        yield Finding("scan", Severity.ERROR, message, hint, tuple(scans))
    if drawn:
        message = f"{_on(drawn)}: text drawn as shapes, which machines do not read"
        hint = "export without turning text into paths or outlines"
        yield Finding("drawn", Severity.ERROR, message, hint, tuple(drawn))
    if recognised:
        message = f"{_on(recognised)}: a scan, with the text that recognition (OCR) found below it"
        hint = "read the text with --json: recognition errs; better send the document itself"
        yield Finding("recognised", Severity.WARNING, message, hint, tuple(recognised))
    if blank and len(blank) < len(reading.pages):
        yield Finding("blank", Severity.NOTE, f"{_on(blank)}: no text at all", "leave empty pages out", tuple(blank))


def _disagreement(reading: Reading, _: _Heard) -> Iterator[Finding]:
    agreement = reading.agreement
    if agreement is None:
        return
    if astray := _astray(reading):
        message = f"{' and '.join(astray)} give text that runs from right to left in another order than pdfium"
        hint = "nothing in the file helps, as they take it as it is seen; systems for such languages turn it"
        yield Finding("right-to-left", Severity.NOTE, message, hint)
        return
    if agreement.words < 0.99:
        share = f"{agreement.words:.0%}" if agreement.words < 0.985 else "98 to 99 %"
        message = (
            f"the readers agree on {share} of the words only, not on {_some(each.text for each in agreement.disputed)}"
        )
        severity = Severity.WARNING if agreement.words < 0.97 else Severity.NOTE
        hint = "often fonts without a text, or spaces that are only gaps; export with another program or font"
        yield Finding("words", severity, message, hint, tuple(sorted({each.page for each in agreement.disputed})))


def _astray(reading: Reading) -> list[str]:
    """The readers that go astray in text from right to left: those that do not see what pdfium, which orders it, does."""
    pages = next((each.pages for each in reading.text if each.extractor == "pdfium"), ())
    words = [word for page in pages for word in _words(page or "")]
    foreign = sum(unicodedata.bidirectional(word[0]) in {"R", "AL"} for word in words)
    if reading.agreement is None or 4 * foreign < len(words) or foreign < _FEW:
        return []
    return [pair.second for pair in reading.agreement.pairs if pair.first == "pdfium" and pair.words < 0.9]


def _order(reading: Reading, _: _Heard) -> Iterator[Finding]:
    pages = reading.pages
    interleaved = tuple(page.number for page in pages if page.interleaved)
    if interleaved:
        message = f"{_on(interleaved)}: lines of two columns alternate in the text, and sentences with them"
        hint = "use columns of the program's own, no tabs, spaces or table for them; or a layout with one column"
        yield Finding("interleaved", Severity.ERROR, message, hint, interleaved)
    jumping = tuple(page.number for page in pages if page.out_of_order)
    if jumping:
        texts = [text for page in pages for text in page.out_of_order]
        message = f"{_on(jumping)}: what stands further up comes later in the text: {_some(texts, 3)}"
        hint = "place text boxes and headers in the order in which they are to be read"
        yield Finding("out-of-order", Severity.WARNING, message, hint, jumping)
    apart = tuple(page.number for page in pages if page.order is not None and page.order < 0.75)
    if apart and not interleaved and not _astray(reading):
        least = min(page.order for page in pages if page.order is not None)
        message = f"{_on(apart)}: the readers do not agree on the order, but for {least:.0%} of the words"
        hint = "columns, tables and text boxes do this; a layout with one column is read alike by all"
        yield Finding("order", Severity.WARNING, message, hint, apart)
    beside = tuple(page.number for page in pages if page.columns and not page.interleaved)
    if beside:
        message = f"{_on(beside)}: columns side by side, which readers that go line by line mix up"
        yield Finding("columns", Severity.NOTE, message, "a layout with one column is safe", beside)


def _unmapped(reading: Reading, heard: _Heard) -> Iterator[Finding]:
    """Codes of glyphs for which there is no character: pdfium counts them, pdfminer.six writes (cid:12)."""
    counted: Counter[str] = Counter()
    for record in heard["pdfium"].of("page"):
        counted.update(record["unmapped"])
    codes = sum(record["text"].count("(cid:") for record in heard["pdfminer.six"].of("page"))
    unreadable = {font.name for font in reading.fonts if not font.readable and font.characters != 0}
    if not (counted or unreadable or codes):
        return
    more = {name for name in counted if not any(_is_font(name, other) for other in unreadable)}
    fonts = f"the fonts {_some(sorted(unreadable | more), 3)}" if unreadable | more else "some font"
    letters, total = max(counted.total(), codes), sum(font.characters or 0 for font in reading.fonts)
    severity = Severity.ERROR if letters > max(20, 0.02 * total) else Severity.WARNING
    what = f"{_count(letters, 'character')} in {fonts}" if letters else f"text in {fonts}"
    message = f"{what}: the PDF does not say which letters they are"
    hint = "export with fonts embedded and their text mapped to Unicode; printing to a PDF often loses it"
    yield Finding("unmapped", severity, message, hint)


def _characters(_: Reading, heard: _Heard) -> Iterator[Finding]:
    replaced = _places(heard, lambda c: c in "\ufffd\uffff")
    if replaced:
        message = f"{_count(sum(replaced.values()), 'character')} could not be decoded (U+FFFD), on {_on([*replaced])}"
        yield Finding("replaced", Severity.WARNING, message, "export again, or use another font", tuple(replaced))
    private = _places(heard, lambda c: unicodedata.category(c) == "Co")
    if private:
        count = sum(private.values())
        message = f"{_count(count, 'character')} of private use, such as icons, on {_on([*private])}: they read as nothing, or as boxes"
        severity = Severity.WARNING if count > _ICONS else Severity.NOTE
        yield Finding("private-use", severity, message, "use words instead, or beside them", tuple(private))


def _places(heard: _Heard, is_one: Callable[[str], bool]) -> dict[int, int]:
    """How many characters of a kind there are on each page that has one, by the library that found most."""
    most: Counter[int] = Counter()
    for name in extractors.TEXT:
        for record in heard[name].of("page"):
            if count := sum(map(is_one, record["text"])):
                most[record["page"]] = max(count, most[record["page"]])
    return dict(sorted(most.items()))


def _spelling(reading: Reading, _: _Heard) -> Iterator[Finding]:
    """Words that are in the text, though not as one would search for them."""
    texts = ["\n".join(filter(None, each.pages)) for each in reading.text if any(each.pages)]
    joined = max((re.findall("\\w*[\ufb00-\ufb06]\\w*", text) for text in texts), key=len, default=[])
    if joined:  # pdfium takes them apart, and others do not
        message = f"{_count(len(joined), 'word')} with letters joined into one, which searches miss: {_some(joined, 3)}"
        yield Finding("ligatures", Severity.WARNING, message, "turn ligatures off, or export with another program")
    if divided := re.findall(r"[^\W\d_]{2,40}-\n *[^\W\d_A-Z]{2,40}", "".join(texts[:1])):
        shown = _some((re.sub(r"\s+", "", each) for each in divided), 3)
        message = f"{_count(len(divided), 'word')} divided at the end of a line, which searches may miss: {shown}"
        yield Finding("divided", Severity.NOTE, message, "turn hyphenation off")
    if spaced := [section.title for section in reading.sections if _is_spaced(section.title)]:
        message = f"titles whose letters stand apart are no words: {_some(spaced, 3)}"
        yield Finding("spaced", Severity.WARNING, message, "use letter spacing of the font, no spaces")


def _hidden(reading: Reading, heard: _Heard) -> Iterator[Finding]:
    reasons = {
        "invisible": "drawn without colour",
        "tiny": "smaller than 2 pt",
        "outside": "outside of the page",
    }
    scans = {page for finding in _no_text(reading, heard) for page in finding.pages if finding.code == "recognised"}
    for reason, what in reasons.items():
        records = [each for each in heard["pdfium"].of("page") if reason in each["hidden"]]
        where = tuple(each["page"] for each in records if each["page"] not in scans)
        sample = "".join(each["hidden"][reason] for each in records if each["page"] in where)
        if sample:
            message = f"{_count(len(sample), 'character')} that machines read and people do not see: {what}, on {_on(where)}: {_some([sample])}"
            hint = "take it out: it reads as an attempt to deceive, even if it is left over"
            yield Finding("hidden", Severity.WARNING, message, hint, where)


def _embedding(reading: Reading, _: _Heard) -> Iterator[Finding]:
    missing = [font.name for font in reading.fonts if not font.embedded and font.characters != 0]
    if missing:
        message = f"{_count(len(missing), 'font')} not in the file: {_some(missing)}"
        hint = "embed all fonts: other machines show another one instead"
        severity = Severity.NOTE if all(map(_STANDARD.match, missing)) else Severity.WARNING
        yield Finding("not-embedded", severity, message, hint)


def _contents(reading: Reading, _: _Heard) -> Iterator[Finding]:
    if not any(page.words for page in reading.pages):
        read_by_any = any(text is not None for each in reading.text for text in each.pages)
        if read_by_any and reading.file.pages and not any(page.image >= _SCAN for page in reading.pages):
            hint = "export it from the document itself"
            yield Finding("no-text", Severity.ERROR, "there is no text in the PDF", hint)
        elif not read_by_any and reading.file.pages:
            message = "no library could read the text of a single page"
            yield Finding("no-text", Severity.ERROR, message, "export it again, with another program")
        return
    asked = sum(any(text is not None for text in each.pages) for each in reading.text)
    targets = [link.target for link in reading.links if link.target]
    mailed = [_bare(target) for target in targets if target.casefold().startswith("mailto:")]
    if not reading.emails:
        message = "no e-mail address in the text" + (f", only in a link: {_some(mailed, 1)}" if mailed else "")
        hint = "write the address out, in the body of the first page"
        yield Finding("no-email", Severity.WARNING, message, hint)
    if not reading.phones:
        yield Finding(
            "no-phone", Severity.NOTE, "no phone number in the text", "write it with + and the country's code"
        )
    for what, listed in (("e-mail address", reading.emails), ("phone number", reading.phones)):
        for each in listed[:3]:
            if len(each.found_by) < asked:
                message = f'the {what} "{each.text}" was found by {" and ".join(each.found_by)} only'
                yield Finding("disputed", Severity.WARNING, message, "set it on a line of its own", (each.page,))
    if not reading.sections:
        message = "no section has a usual title on a line of its own"
        yield Finding(
            "no-sections", Severity.WARNING, message, 'use titles such as "Education", "Experience", "Skills"'
        )
    elif shy := [each for each in reading.sections if len(each.found_by) < asked]:
        message = f"titles that not all readers find on a line of their own: {_some(each.title for each in shy)}"
        pages = tuple(sorted({each.page for each in shy}))
        if not _astray(reading):
            yield Finding("titles", Severity.NOTE, message, "leave space around them, and nothing beside them", pages)
    if not reading.dates:
        yield Finding("no-dates", Severity.WARNING, "no year in the text", "write dates as 05/2024 or May 2024")


def _linking(reading: Reading, _: _Heard) -> Iterator[Finding]:
    broken = [link for link in reading.links if link.problem]
    if broken:
        texts = _some((link.text or f"on page {link.page}" for link in broken), 3)
        message = f"{_count(len(broken), 'link')} without a target: {texts} ({broken[0].problem})"
        pages = tuple(sorted({link.page for link in broken}))
        yield Finding("links", Severity.WARNING, message, "give them an address, or take them out", pages)
    covered = [link for link in reading.links if link.kind == "web" and link.target and not link.in_text]
    lines = {part.casefold() for each in reading.text for page in each.pages if page for part in _plain(page).split()}
    broken_up = [
        link
        for link in reading.links
        if link.kind == "web" and link.in_text and link.target and link.target.startswith("http")
        if not any(_bare(link.target) in part for part in lines)
    ]
    if broken_up:
        texts = _some((link.target or "" for link in broken_up), 3)
        message = f"{_count(len({link.target for link in broken_up}), 'address')} divided at the end of a line: {texts}"
        pages = tuple(sorted({link.page for link in broken_up}))
        yield Finding("broken", Severity.NOTE, message, "use a shorter one, or give it a line of its own", pages)
    if covered:
        texts = _some((link.text or link.target or "" for link in covered), 3)
        message = f"{_count(len(covered), 'link')} whose address is not in the text: {texts}"
        hint = "readers of text alone do not get it: write out the addresses that matter"
        yield Finding("addresses", Severity.NOTE, message, hint, tuple(sorted({link.page for link in covered})))


def _accessible(reading: Reading, _: _Heard) -> Iterator[Finding]:
    tags = reading.tagging
    if tags is None:
        return
    if not tags.tree:
        message = "the PDF is not tagged: it does not say what is a heading, a list, a paragraph"
        yield Finding("untagged", Severity.NOTE, message, "export as tagged or accessible PDF (PDF/UA)")
    else:
        if not tags.headings:
            yield Finding(
                "no-headings", Severity.NOTE, "no heading is tagged as one", "use the program's heading styles"
            )
        skips = [(a, b) for a, b in pairwise((0, *tags.headings)) if b > a + 1]
        if skips:
            a, b = skips[0]
            said = f"from H{a} to H{b}" if a else f"as they begin with H{b}"
            yield Finding(
                "levels", Severity.NOTE, f"levels of headings are skipped, {said}", "go down one level at a time"
            )
        if tags.figures_without_text:
            message = f"{_count(tags.figures_without_text, 'figure')} without a text that stands for it"
            yield Finding("figures", Severity.NOTE, message, "describe it, or mark it as decoration")
    if not tags.language:
        yield Finding("no-language", Severity.NOTE, "the PDF does not say its language", "set the document's language")
    if not reading.file.title:
        yield Finding("no-title", Severity.NOTE, "the PDF has no title", "set the document's title, such as the name")
    if any(claim.startswith("PDF/UA") for claim in reading.file.standards) and not (tags.tree and tags.marked):
        message = "the PDF claims to be PDF/UA, and is not tagged"
        yield Finding("claim", Severity.WARNING, message, "export it again as PDF/UA, or without the claim")


def _filed(reading: Reading, _: _Heard) -> Iterator[Finding]:
    file = reading.file
    if not file.copying:
        message = "the PDF forbids to take text out of it"
        yield Finding("locked", Severity.ERROR, message, "export it without restrictions: some systems obey")
    elif file.encryption:
        message = f"the PDF is encrypted ({file.encryption}), though it opens without a password"
        yield Finding("encrypted", Severity.WARNING, message, "export it without protection: some systems refuse it")
    if file.active:
        message = f"the PDF has {', '.join(file.active)}"
        yield Finding("active", Severity.WARNING, message, "export without: some systems refuse it, or do not see it")
    if file.bytes > _LARGE:
        message = f"the file has {file.bytes / 1000**2:.0f} MB, and many portals take 5 at most"
        yield Finding("large", Severity.WARNING, message, "make images smaller, or leave them out")


_LOOKS: Final[Sequence[_Look]] = (
    _unread, _no_text, _filed, _unmapped, _characters, _spelling, _order, _disagreement, _hidden, _contents, _linking, _embedding, _accessible,
)  # fmt: skip


# --- output ---------------------------------------------------------------------------------------


def as_json(reading: Reading) -> str:
    """The reading as JSON, in ASCII; its keys are the names of the fields of ``Reading`` and what it holds."""
    return json.dumps(dataclasses.asdict(reading), indent=2)


_WIDTH: Final = 100
_PAPERS: Final = {(595, 842): "A4", (612, 792): "Letter", (612, 1008): "Legal", (420, 595): "A5", (842, 1191): "A3"}


def report(reading: Reading) -> str:
    """The reading for a terminal: what was found and what to do about it, then the facts."""
    lines = [f"{reading.file.path}: {', '.join(_summary(reading))}", ""]
    for finding in reading.findings:
        lines += _wrapped(f"{finding.severity}: ", finding.message)
        lines += _wrapped("  hint: ", finding.hint)
    if not reading.findings:
        lines.append("nothing to mend")
    for title, facts in (
        ("What machines read", _contents_facts(reading)),
        ("How the file is made", _made_facts(reading)),
    ):
        lines += ["", title]
        for name, value in facts:
            lines += _wrapped(f"  {name:<14}", value or "none")
    return "\n".join(map(_printable, lines)) + "\n"


def _summary(reading: Reading) -> Iterator[str]:
    yield _count(reading.file.pages, "page")
    counts = Counter(finding.severity for finding in reading.findings)
    yield from (_count(counts[severity], severity.value) for severity in Severity if counts[severity])


def _contents_facts(reading: Reading) -> Iterator[tuple[str, str]]:
    first = next((each for each in reading.text if any(each.pages)), None)
    begin = (
        " / ".join(line.strip() for text in first.pages if text for line in text.split("\n") if line.strip())[:200]
        if first
        else ""
    )
    yield "begins", begin
    for each in reading.text:
        words = sum(len(_words(text or "")) for text in each.pages)
        yield each.extractor, f"{_count(words, 'word')}{f'; {each.error}' if each.error else ''}"
    if reading.agreement:
        yield "agreement", f"{reading.agreement.words:.1%} of the words, {reading.agreement.order:.1%} of their order"
    yield "sections", _list(section.title for section in reading.sections)
    yield "e-mail", _list(each.text for each in reading.emails)
    yield "phone", _list(each.text for each in reading.phones)
    yield "addresses", _list(each.text for each in reading.addresses)
    web = [link for link in reading.links if link.kind == "web"]
    more = f", {len(reading.links) - len(web)} other" if len(web) < len(reading.links) else ""
    yield "links", f"{len(web)} to addresses{more}" if reading.links else ""
    yield "dates", _list(each.text for each in reading.dates)


def _made_facts(reading: Reading) -> Iterator[tuple[str, str]]:
    file, tags = reading.file, reading.tagging
    version = f"PDF {file.pdf_version}" if file.pdf_version else "PDF"
    by = " and ".join(dict.fromkeys(filter(None, (file.creator, file.producer))))
    size = f"{file.bytes / 1000:.0f} kB" if file.bytes >= 1000 else f"{file.bytes} bytes"
    yield "file", f"{version}, {size}{f', by {by}' if by else ''}"
    sizes = Counter(_paper(page) for page in reading.pages)
    yield "pages", f"{file.pages} ({', '.join(sizes)})" if sizes else str(file.pages)
    yield "title", file.title or ""
    if file.encryption:
        yield "encryption", f"{file.encryption}; taking text out is {'allowed' if file.copying else 'forbidden'}"
    yield "standards", _list(file.standards)
    if tags:
        levels = ", ".join(f"{count} H{level}" for level, count in sorted(Counter(tags.headings).items()))
        yield "tags", f"{sum(tags.elements.values())} elements; headings: {levels or 'none'}" if tags.tree else ""
        yield "language", tags.language or ""
    embedded = sum(font.embedded for font in reading.fonts)
    names = _list(re.sub(r"^[A-Z]{6}\+|-Identity-[HV]$", "", font.name) for font in reading.fonts)
    yield "fonts", f"{embedded} of {len(reading.fonts)} in the file: {names}" if reading.fonts else ""


def _paper(page: Page) -> str:
    if page.width is None or page.height is None:
        return "of unknown size"
    size = round(page.width), round(page.height)
    for portrait, name in _PAPERS.items():
        if max(abs(a - b) for a, b in zip(sorted(size), portrait, strict=True)) <= 1:
            return name if size[0] <= size[1] else f"{name} landscape"
    return f"{size[0]} x {size[1]} pt"


def _list(texts: Iterable[str], most: int = 12) -> str:
    listed = list(dict.fromkeys(texts))
    return ", ".join(each[:80] for each in listed[:most]) + (
        f" and {len(listed) - most} more" if len(listed) > most else ""
    )


def _count(number: int, what: str) -> str:
    ending = "" if number == 1 else "es" if what.endswith("s") else "s"
    return f"{number} {what}{ending}"


def _wrapped(first: str, text: str) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()), _WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False
    ) or [first]


def _printable(text: str) -> str:
    """The text with nothing that a terminal obeys: a PDF is a stranger's."""
    return "".join("\ufffd" if unicodedata.category(c) in {*_UNSEEN, "Co"} else c for c in text)
