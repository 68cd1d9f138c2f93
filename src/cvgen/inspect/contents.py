"""Finds in extracted text what recruiters look for: addresses, phone numbers, dates and titles of sections."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from cvgen.inspect.agreement import INVISIBLE, MAX_LISTED, Texts
from cvgen.inspect.report import DateRange, Mention, SectionTitle
from cvgen.text import language

_EMAIL: Final = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,63}")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]{3,500}", re.IGNORECASE)
# Hosts that people write without a scheme.
_HOST: Final = re.compile(
    r"(?<![\w./@-])(?:[\w-]{1,63}\.){1,4}(?:com|org|net|edu|io|dev|me|ai|app|info|eu|[a-z]{2})/[^\s<>\"“”,;]{1,300}",
    re.IGNORECASE,
)
_PUNCTUATION: Final = ".,;:!?)]}>'’\"”、。，\uff1b"  # what may follow an address
_PHONE: Final = re.compile(
    r"(?<![\w.,/:@+-])(?:\+|00)?(?:\(\+?\d{1,5}\)|\d)(?:[ \u00a0.()/\u2010-\u2013-]{0,3}\d){4,16}(?![\w@])"
)
_GROUPS: Final = re.compile(r"\d+")

YEAR: Final = re.compile(r"(?<!\d)(?:19[5-9]|20[0-4])\d(?!\d)")
_MONTH: Final = r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,? |\d{1,2}[./])?"
_YEAR_OF_DATE: Final = r"(?<![\d.@])((?:19[5-9]|20[0-4])\d)(?![\d@]|\.\d{3})(?:[-./年년] ?\d{1,2}(?!\d)[月월]?|[年년]| \u0433\.)?"  # \u0433 is Russian
_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212~\uff5e\u301c"


def plain(text: str) -> str:
    """Return the text with digits of any script as European ones, and without invisible characters."""
    visible = (c for c in text if c in "\n\t" or unicodedata.category(c) not in INVISIBLE)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in visible)


def find_mentions(texts: Texts, find: Callable[[str], Iterable[str]]) -> tuple[Mention, ...]:
    """Return what ``find`` finds in the text of any library, with its first page and the libraries."""
    pages_of: dict[str, int] = {}
    found_by: dict[str, list[str]] = {}
    for name, pages in texts.items():
        for page, text in sorted(pages.items()):
            for match in dict.fromkeys(find(text)):
                pages_of.setdefault(match, page)
                if name not in found_by.setdefault(match, []):
                    found_by[match].append(name)
    return tuple(Mention(text, page, tuple(found_by[text])) for text, page in pages_of.items())[:MAX_LISTED]


def find_emails(text: str) -> Iterator[str]:
    """Iterate over the e-mail addresses in a text."""
    return (match[0].strip(".'-") for match in _EMAIL.finditer(plain(text)))


def find_addresses(text: str) -> Iterator[str]:
    """Iterate over the addresses of web pages in a text, without the punctuation after them."""
    plain_text = plain(text)
    for pattern in (_ADDRESS, _HOST):
        for match in pattern.finditer(plain_text):
            address = match[0].rstrip(_PUNCTUATION)
            yield address + ")" if "(" in address and match[0].startswith(address + ")") else address


# --- phone numbers --------------------------------------------------------------------------------


def find_phones(text: str) -> Iterator[str]:
    """Iterate over numbers of 7 to 15 digits that are written as phone numbers are, and not as dates and identifiers."""
    for line in plain(text).split("\n"):
        for match in _PHONE.finditer(line):
            number, digits = match[0], re.sub(r"\D", "", match[0])
            groups = _GROUPS.findall(number)
            international = number.startswith(("+", "00", "(+"))
            labelled = _phone_label().search(line[max(0, match.start() - 30) : match.start()])
            if not 7 <= len(digits) <= 15 or (any(map(YEAR.fullmatch, groups)) and not international):
                continue
            grouped = len(groups) >= 3 and len(digits) >= 9 and all(2 <= len(group) <= 5 for group in groups)
            chinese = re.fullmatch(r"1[3-9]\d{9}", number)
            if international or labelled or grouped or chinese or number.startswith("("):  # an area code
                yield number


@cache
def _phone_label() -> re.Pattern[str]:
    words = {language.load(tag).words["phone"] for tag in language.names()}
    words |= {"phone", "tel", "telephone", "mobile", "cell", "mob", "fax", "☎", "✆", "手机"}
    return re.compile(f"(?:{_any_of(words)})[.:\uff1a\\s]*$", re.IGNORECASE)


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(filter(None, words), key=lambda word: (-len(word), word))))


# --- dates ----------------------------------------------------------------------------------------


def find_dates(texts: Texts) -> Iterator[DateRange]:
    """Iterate over the years and ranges of years in the text of the first library that read it."""
    pages: Mapping[int, str] = next(iter(texts.values()), {})
    count = 0
    for page, text in sorted(pages.items()):
        for match in _date_range().finditer(plain(text)):
            start, end = int(match[1]), int(match[2]) if match[2] else None
            yield DateRange(" ".join(match[0].split()), start, end, match["present"] is not None, page)
            count += 1
            if count == MAX_LISTED:
                return


@cache
def _date_range() -> re.Pattern[str]:
    languages = [language.load(tag) for tag in language.names()]
    present = {*(each.words["present"] for each in languages), "present", "now", "today", "current", "ongoing"}
    between = {each.interval.partition("}")[2].partition("{")[0].strip() for each in languages}
    dash = f"(?:{_any_of({*between, *_DASHES, 'to', 'until'})})"
    # Between a dash and a year there may be a month, in whatever language: one word, or two ("de maio").
    month = r"(?:(?:[^\s\d,;:/()\u2013-]{1,16} ){1,2}|\d{1,2}[./])?"
    end = rf"{month}{_YEAR_OF_DATE}|(?P<present>{_any_of(present)})(?!\w)"
    return re.compile(rf"{_MONTH}{_YEAR_OF_DATE}(?:\s{{0,3}}{dash}\s{{0,3}}(?:{end}))?", re.IGNORECASE)


# --- titles of sections ---------------------------------------------------------------------------

# English titles of sections besides those that cvgen prints, by the schema's kinds.
_TITLES: Final = {
    "education": "academic background, academic history, education and qualifications, education and training, educational background, qualifications, studies, training",
    "experience": "academic experience, appointments, career, career history, career summary, clinical experience, employment, employment history, experiences, industry experience, internship, internships, internship experience, internship experiences, leadership, leadership experience, positions, professional background, professional experience, research, research experience, research experiences, service, teaching, teaching experience, volunteer experience, volunteering, volunteer work, work, work experience, work experiences, work history",
    "projects": "key projects, open source, personal projects, portfolio, project experience, research projects, side projects",
    "publications": "articles, books, conference papers, journal articles, papers, preprints, publication, publications and preprints, research output, selected works",
    "awards": "accomplishments, achievements, awards and honors, awards and accomplishments, awards and honours, awards and scholarships, honors and accomplishments, fellowships, funding, grants, grants and awards, honors, honours, honors and awards, honours and awards, scholarships, scholarships and awards",
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
_LONGEST_TITLE: Final = 60  # characters


@cache
def _kinds_by_title() -> Mapping[str, str]:
    """Return the kinds of section by their titles, which are in the form of ``_normalized_title``."""
    kinds: dict[str, str] = {}
    for tag in ("en", *language.names()):
        for kind, title in language.load(tag).sections.items():
            kinds.setdefault(_normalized_title(title), "other" if kind in {"bullets", "numbered", "table"} else kind)
    for kind, titles in _TITLES.items():
        for title in titles.split(", "):
            kinds.setdefault(title, kind)
    return kinds


def _normalized_title(line: str) -> str:
    """Return a line in small letters and without numbers, bullets and icons around it, as titles are compared."""
    plain = unicodedata.normalize("NFKC", line).casefold().replace("&", " and ")
    return re.sub(r"\s+", " ", re.sub(r"^[\W\d_]+|[\W_]+$", "", plain))


def section_kind(line: str) -> str | None:
    """Return the kind of section that a line is the title of, or None if it is no title.

    A line that begins with a small letter is the rest of a sentence.
    """
    first = next((c for c in line if c.isalpha()), "")
    if len(line) > _LONGEST_TITLE or first.islower():
        return None
    title = _normalized_title(line)
    joined = "".join(title.split()) if is_spaced_out(line) else None
    if joined is not None:
        return next((kind for known, kind in _kinds_by_title().items() if known.replace(" ", "") == joined), None)
    return _kinds_by_title().get(title) or _kinds_by_title().get(_QUALIFIED.sub("", title, count=1))


def is_spaced_out(line: str) -> bool:
    """Return whether spaces part the letters of a line, as in E D U C A T I O N, which no search finds."""
    parts = line.split()
    return len(parts) >= 5 and all(len(part) == 1 for part in parts) and line.isascii()


def find_sections(texts: Texts) -> tuple[SectionTitle, ...]:
    """Return the lines that are titles of sections, with their pages and the libraries that found them."""
    kinds: dict[tuple[str, int], str] = {}
    found_by: dict[tuple[str, int], list[str]] = {}
    for name, pages in texts.items():
        for page, text in sorted(pages.items()):
            for line in map(str.strip, text.split("\n")):
                if (kind := section_kind(line)) is not None:
                    kinds[line, page] = kind
                    if name not in found_by.setdefault((line, page), []):
                        found_by[line, page].append(name)
    titles = (SectionTitle(line, kind, page, tuple(found_by[line, page])) for (line, page), kind in kinds.items())
    return tuple(titles)[:MAX_LISTED]
