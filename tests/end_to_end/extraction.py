"""Reads PDFs with five independent extractors, and counts how much of a document they read.

There are two ways to ask. ``not_found`` looks for the words of the YAML wherever they are. ``read_back`` holds a text
against the document: each word as often as it is printed, and each text in its place.
"""

from __future__ import annotations

import bisect
import itertools
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import pdfminer.high_level
import pymupdf
import pypdf
import pypdfium2

from cvgen.look.design import Design
from cvgen.steps.document.model import (
    Block,
    Document,
    Entry,
    Fact,
    Facts,
    Item,
    Items,
    Line,
    Prose,
    Publication,
    Section,
    When,
)
from cvgen.steps.document.phrases import shown_when
from cvgen.steps.latex.sections import arrange
from cvgen.text.inline import Text
from cvgen.text.language import Language
from cvgen.text.scripts import EAST_ASIAN, EAST_ASIAN_SIGNS, HAN, HIRAGANA, KATAKANA

# Fields that do not print as they stand: dates print in words, some only choose or lead somewhere.
_NOT_PRINTED = {
    "birthDate", "corresponding", "date", "design", "endDate", "equalContribution", "expected", "image", "kind",
    "me", "priority", "releaseDate", "startDate", "url",
}  # fmt: skip

_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")


def _pdftotext(pdf: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def _pypdf(pdf: Path) -> str:
    return "\f".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)


def _pdfminer(pdf: Path) -> str:
    return str(pdfminer.high_level.extract_text(pdf))


def _pdfium(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\f".join(page.get_textpage().get_text_range() for page in document)


def _pymupdf(pdf: Path) -> str:
    with pymupdf.open(pdf) as document:  # type: ignore[no-untyped-call]
        return "\f".join(page.get_text() for page in document)


# Pages end in a form feed.
EXTRACTORS: Mapping[str, Callable[[Path], str]] = {
    "pdftotext": _pdftotext,
    "pypdf": _pypdf,
    "pdfminer.six": _pdfminer,
    "pypdfium2": _pdfium,
    "PyMuPDF": _pymupdf,
}


# --- readers of the structure tree -------------------------------------------------------------------


def _pdfinfo(pdf: Path) -> str:
    command = ["pdfinfo", "-struct-text", "-enc", "UTF-8", str(pdf)]
    shown = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    lines: list[str] = []
    for line in shown.splitlines():
        if line.endswith("(block)"):
            lines.append("")
        elif (found := re.fullmatch(r'\s+"(.*)"', line)) and lines:
            lines[-1] += found[1]
    return "\n".join(lines)


_BLOCKS: Final = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "LBody", "TOC", "TOCI"}


def _pdfplumber(pdf: Path) -> str:
    import pdfplumber
    from pdfplumber.structure import PDFStructElement, PDFStructTree

    with pdfplumber.open(pdf) as document:
        shown: dict[tuple[int | None, int | None], str] = {}
        for page in document.pages:
            for char in page.chars:
                key = (page.page_number, char.get("mcid"))
                shown[key] = shown.get(key, "") + char["text"]
        lines: list[str] = []

        def read(element: PDFStructElement) -> None:
            if element.type in _BLOCKS and not any(child.type in _BLOCKS for child in element.children):
                lines.append("".join([shown.get(mark, "") for mark in sorted(set(element.all_mcids()))]))
                return
            lines.extend(shown.get((element.page_number, mcid), "") for mcid in element.mcids)
            for child in element.children:
                read(child)

        for element in PDFStructTree(document).children:
            read(element)
    return "\n".join(lines)


# They join the pieces of an element as they are. A line is an element: a paragraph, a heading. pdfplumber does not say
# whether a link in an element stands before the rest of it or after: its pieces are in the order of the content.
STRUCTURE_READERS: Mapping[str, Callable[[Path], str]] = {
    "pdfinfo -struct-text": _pdfinfo,
    "pdfplumber": _pdfplumber,
}


def words(text: str) -> list[str]:
    """Return the words of a text, composed."""
    return unicodedata.normalize("NFC", text).split()


def printed_words(data: Any, *but: str) -> list[str]:
    """Return the words of a profile's data that print, with markup taken off by rules of this test's own.

    ``but`` are keys of fields that do not print either.
    """
    if isinstance(data, dict):
        fields = (value for key, value in data.items() if key not in {*_NOT_PRINTED, *but})
        return [word for value in fields for word in printed_words(value, *but)]
    if isinstance(data, list):
        return [word for item in data for word in printed_words(item, *but)]
    if data is False:  # a section without a title
        return []
    text = re.sub(r"\[([^\]]*)\]\((?:https?://|mailto:)[^)]*\)", r"\1", str(data))
    return words(re.sub(r"\*+(?=\S)|(?<=\S)\*+|`", "", text))


def years(data: Any) -> set[str]:
    """Return the years in the dates of a profile's data."""
    if isinstance(data, dict):
        own = {y for key, value in data.items() if "date" in key.lower() for y in re.findall(r"\d{4}", str(value))}
        return own.union(*(years(value) for value in data.values()))
    if isinstance(data, list):
        return set().union(*map(years, data))
    return set()


def not_found(wanted: list[str], text: str) -> list[str]:
    """Return the wanted words that stand in no word of the text, nor in a word broken at a line's end."""
    found = set(words(text))
    joined = "".join(words(text))
    lines = [line.strip() for line in unicodedata.normalize("NFC", text).splitlines()]

    def broken(word: str, at: int) -> bool:
        return any(line.endswith(word[:at]) for line in lines) and any(line.startswith(word[at:]) for line in lines)

    def stands(word: str) -> bool:
        if word in found or any(word in each for each in found):
            return True
        # Long words may break, and so may Chinese between any two characters; but no space comes into Chinese.
        if _EAST_ASIAN.search(word):
            return any(broken(word, at) for at in range(1, len(word)))
        return len(word) > 28 and word in joined

    return [word for word in wanted if not stands(word)]


# --- the round trip -------------------------------------------------------------------------------

_WITHOUT_SPACES: Final = f"{HAN}{HIRAGANA}{KATAKANA}{EAST_ASIAN_SIGNS}"
_WORDS: Final = re.compile(rf"[{_WITHOUT_SPACES}]|[^\s{_WITHOUT_SPACES}]+")
_HANGUL: Final = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]")
# Punctuation that cvgen or a style sets at a word.
_SET: Final = ",;:.()*†/·|“”„‘’«»‹›\"'،؛，、：；（）「」『』"
_LONG: Final = 28  # characters; a longer word may break at a line's end
_FURNITURE: Final = 15  # words; the head and the foot of a page have fewer


@dataclass(frozen=True, slots=True)
class Passage:
    """Texts that stand together, each as its words. Which of them comes first is the style's choice."""

    texts: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        return " | ".join(map(" ".join, self.texts))


Column: TypeAlias = tuple[Passage, ...]  # what is read from top to bottom


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The result: how many words are ``wanted``, which of them are ``missing``, passages ``displaced``, words ``added``.

    A word is missing as often as it was not read. Passages are displaced if they have to be left out for the others to
    stand one after the other, each of them in one piece.
    """

    wanted: int
    missing: tuple[str, ...]
    displaced: tuple[Passage, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A word as an extractor has it, and where."""

    text: str
    page: int
    begins_line: bool


def document_words(text: str) -> list[str]:
    """Return the words of a text, composed; one written without spaces is as many words as it has characters."""
    found = _WORDS.findall(unicodedata.normalize("NFC", text))
    return [word for word in found if word.strip(_SET)]


def columns(document: Document, look: Design, *, beside: bool) -> tuple[Column, ...]:
    """Return what a document prints, in its order: one column, and the one ``beside`` it if the style has one."""
    aside, main = arrange(document.sections, look)
    person, spoken = document.person, document.language
    names = [_one(person.name), _one(person.native_name), _one(person.label)]
    contacts = [
        _one(contact.text) if look.icons or contact.says_network else _one(contact.network, contact.text)
        for contact in person.contacts
    ]
    rest = [
        *map(_fact, person.facts),
        *map(_one, person.epigraph),
        _one(person.epigraph_source),
        *_prose(person.summary, spoken),
    ]
    left = [passage for section in aside for passage in _section(section, spoken)]
    right = [passage for section in main for passage in _section(section, spoken)]
    if beside:
        return _column([*names, *rest, *right]), _column([*contacts, *left])
    return (_column([*names, *contacts, *rest, *left, *right]),)


def _column(passages: Iterable[Passage]) -> Column:
    return tuple(passage for passage in passages if passage.texts)


def _one(*texts: Text | None) -> Passage:
    """Return the passage of texts that follow each other."""
    found = tuple(word for text in texts if text is not None for word in document_words(str(text)))
    return Passage((found,) if found else ())


def _together(*texts: Sequence[Text]) -> Passage:
    """Return the passage of texts in any order; those of one argument follow each other."""
    return Passage(tuple(itertools.chain.from_iterable(_one(*each).texts for each in texts)))


def _when(when: Sequence[When], spoken: Language) -> list[Text]:
    return [shown_when(each, spoken) for each in when]


def _fact(fact: Fact) -> Passage:
    return _one(fact.label, *fact.values)


def _section(section: Section, spoken: Language) -> Iterator[Passage]:
    yield _one(section.title)
    yield from _prose(section.summary, spoken)
    for block in section.blocks:
        yield from _block(block, spoken)
    yield from map(_one, section.notes)
    for inner in section.sections:
        yield from _section(inner, spoken)


def _block(block: Block, spoken: Language) -> Iterator[Passage]:
    if isinstance(block, Entry):
        yield from _entry(block, spoken)
    elif isinstance(block, Publication):
        authors = [author.name for author in block.authors]
        identifiers = [each.text for each in block.identifiers]
        single = [[text] for text in (block.title, block.status, block.award) if text is not None]
        yield _together(*single, authors, block.venue, _when(block.when, spoken), identifiers)
        yield from _prose(block.summary, spoken)
        yield from _items(block.bullets, spoken)
    elif isinstance(block, Line):
        yield _together([block.title], block.notes, _when(block.when, spoken))
        yield from _prose(block.summary, spoken)
        yield from _items(block.bullets, spoken)
    elif isinstance(block, Items):
        yield from _items(block.items, spoken)
    elif isinstance(block, Facts):
        yield from map(_fact, block.facts)
    else:
        yield _one(block.text)


def _entry(entry: Entry, spoken: Language) -> Iterator[Passage]:
    place = [entry.location] if entry.location is not None else []
    yield _together([entry.title], entry.subtitle, place, _when(entry.when, spoken))
    yield from _prose(entry.description, spoken)
    yield from map(_fact, entry.facts)
    yield from _prose(entry.summary, spoken)
    if entry.motivation:
        yield _label("motivation", spoken)
        yield from _prose(entry.motivation, spoken)
    if entry.contributions:
        yield _label("contributions", spoken)
        yield from _items(entry.contributions, spoken)
    yield from _items(entry.bullets, spoken)
    for inner in entry.entries:
        yield from _entry(inner, spoken)


def _prose(parts: Sequence[Prose], spoken: Language) -> Iterator[Passage]:
    for part in parts:
        if isinstance(part, Items):
            yield from _items(part.items, spoken)
        else:
            yield _one(part)


def _label(key: str, spoken: Language) -> Passage:
    return Passage((tuple(document_words(spoken.words[key])),))


def _items(items: Sequence[Item], spoken: Language) -> Iterator[Passage]:
    for item in items:
        yield _one(item.label, item.text, *_when(item.when, spoken))
        yield from _items(item.bullets, spoken)
        yield from _items(item.numbers, spoken)


def read_back(read: str, wanted: Sequence[Column]) -> ReadBack:
    """Compare what an extractor read (pages end in a form feed) with the columns of a document."""
    page = _Page(read)
    used: set[int] = set()
    displaced: list[Passage] = []
    for column in wanted:
        places = [page.places_of(passage, alone=len(wanted) == 1) for passage in column]
        chosen = _longest_chain([{first: max(found) for first, found in each.items()} for each in places])
        for passage, found, start in zip(column, places, chosen, strict=True):
            if start is None:
                displaced.append(passage)
            else:
                used.update(found[start])
    needed = Counter(word for column in wanted for passage in column for text in passage.texts for word in text)
    missing = [word for word, count in needed.items() for _ in range(count - page.count(word))]
    added = [each.text for i, each in enumerate(page.words) if i not in used]
    return ReadBack(needed.total(), tuple(missing), tuple(displaced), tuple(added))


_CONTROLS: Final = re.compile(r"[\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_EDGES: Final = _SET + "-–—+%"


@dataclass(frozen=True, slots=True)
class Letters:
    """The count of words that are ``wanted``, were read ``as_typed``, and were read with their letters ``reversed``."""

    wanted: int
    as_typed: int
    reversed: int

    def __str__(self) -> str:
        """Return the result as a table has it."""
        backwards = f", {self.reversed} backwards" if self.reversed else ""
        return f"{self.as_typed}/{self.wanted} words{backwards}"


def letters(read: str, wanted: Sequence[Column]) -> Letters:
    """Count the words that were read, wherever they stand, by their letters alone: punctuation may be mirrored."""
    texts = (text for column in wanted for passage in column for text in passage.texts)
    needed = Counter(word for text in texts for word in _letters(" ".join(text)))
    found = Counter(_letters(read))
    typed = sum(min(count, found[word]) for word, count in needed.items())
    either = sum(
        min(count, found[word] + (found[word[::-1]] if word != word[::-1] else 0)) for word, count in needed.items()
    )
    return Letters(needed.total(), typed, either - typed)


def _letters(text: str) -> list[str]:
    pieces = re.split(r"[\s()\[\]·]+", _CONTROLS.sub("", unicodedata.normalize("NFKC", text)))
    return [word for word in (piece.strip(_EDGES) for piece in pieces) if word]


class _Page:
    """The words that an extractor read, and where each stands."""

    def __init__(self, read: str) -> None:
        self.words = [
            _Read(word, number, i == 0)
            for number, page in enumerate(unicodedata.normalize("NFC", read).split("\f"))
            for line in page.splitlines()
            for i, word in enumerate(document_words(line))
        ]
        self.places: dict[str, list[int]] = {}
        for i, word in enumerate(self.words):
            for form in _forms(word.text):
                self.places.setdefault(form, []).append(i)

    def count(self, word: str) -> int:
        """Return how often a word stands here."""
        whole = len(self.places.get(word, ()))
        return whole + sum(1 for i in range(len(self.words)) if self._ends(word, i) > i + 1) if _breaks(word) else whole

    def _ends(self, word: str, at: int) -> int:
        """Return where a word that begins here ends (exclusively); 0 if it does not begin here."""
        if at >= len(self.words):
            return 0
        if at in self.places.get(word, ()):
            return at + 1
        if _breaks(word):
            joined = self.words[at].text.lstrip(_SET) if not word.startswith(tuple(_SET)) else self.words[at].text
            for end in range(at + 1, len(self.words)):
                if not word.startswith(joined) or not self.words[end].begins_line:
                    return 0
                joined += self.words[end].text
                if word in _forms(joined):
                    return end + 1
        return 0

    def _match(self, text: Sequence[str], at: int, *, alone: bool) -> list[int] | None:
        """Return the places of a text's words, if it begins here; at the end of a page it may go on upon the next."""
        found: list[int] = []
        for n, word in enumerate(text):
            end = self._ends(word, at)
            if not end and n:
                end = self._overleaf(text[n : n + 3], found[-1], alone=alone)
                at = end - 1
            if not end:
                return None
            found += range(at, end)
            at = end
        return found

    def _overleaf(self, text: Sequence[str], at: int, *, alone: bool) -> int:
        """Return where the first word of a text ends on the page after that of a place; heads and feet stand between."""
        page = self.words[at].page
        top = next((i for i in range(at + 1, len(self.words)) if self.words[i].page > page), len(self.words))
        if alone and top - at > _FURNITURE:
            return 0
        for start in range(top, min(top + _FURNITURE, len(self.words)) if alone else len(self.words)):
            if all(start + i in self.places.get(word, ()) for i, word in enumerate(text)):
                return start + 1
        return 0

    def places_of(self, passage: Passage, *, alone: bool) -> dict[int, list[int]]:
        """Return the places of a passage's words, by the first of them, wherever all of its texts stand together."""
        found: dict[int, list[int]] = {}
        for start in sorted({i for text in passage.texts for i in range(len(self.words)) if self._ends(text[0], i)}):
            left = sorted(passage.texts, key=len, reverse=True)
            used: list[int] = []
            at = start
            while left and at <= (used[-1] if used else start) + _FURNITURE:
                matches = ((text, self._match(text, at, alone=alone)) for text in left)
                text, match = next(((text, match) for text, match in matches if match), (None, None))
                if text is not None and match is not None:
                    left.remove(text)
                    used += match
                    at = match[-1]
                at += 1
            if not left:
                found.setdefault(min(used), used)
        return found


def _longest_chain(places: Sequence[Mapping[int, int]]) -> list[int | None]:
    """Choose a place (from the first word to the last) or None for each passage, so that most follow each other."""
    ends: list[int] = []  # of the chains so far, by their length: the first place that such a chain can end at
    links: list[tuple[int, int]] = []  # what they end with: number of the passage, place
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for n, each in enumerate(places):
        found: dict[int, tuple[int, int]] = {}
        for first, last in each.items():
            length = bisect.bisect_left(ends, first)
            before[n, first] = links[length - 1] if length else None
            found[length] = min(found.get(length, (last, first)), (last, first))
        for length, (last, first) in sorted(found.items()):
            if length == len(ends) or last < ends[length]:
                ends[length : length + 1] = [last]
                links[length : length + 1] = [(n, first)]
    chosen: list[int | None] = [None] * len(places)
    link = links[-1] if links else None
    while link is not None:
        chosen[link[0]] = link[1]
        link = before[link]
    return chosen


def _forms(word: str) -> Iterator[str]:
    """Return a word as read, with and without the punctuation that may have been set at it."""
    starts = len(word) - len(word.lstrip(_SET))
    ends = len(word) - len(word.rstrip(_SET))
    return (word[i : len(word) - j] for i in range(starts + 1) for j in range(ends + 1))


def _breaks(word: str) -> bool:
    return len(word) > _LONG or _HANGUL.search(word) is not None
