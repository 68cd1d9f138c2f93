"""Which words of a job description a CV has, and which it has not: counted, not judged.

Nothing here is learnt or weighed. The common words of the job's language are left out (``vocabulary.py``), forms of
one word are joined by their endings, words that belong together make a phrase, and each of these terms is looked
for in the CV.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from cvgen.diagnostics import CvgenError, Span
from cvgen.inspect import vocabulary
from cvgen.inspect.vocabulary import BULLET, UNSPACED, Key, Lexicon, Stop, Word, folded
from cvgen.steps.document import Document, walk

MAX_BYTES: Final = 1024 * 1024  # a job description has about 5 KB

_SAMPLE: Final = 100_000  # characters that tell the language
_FULL_LINE: Final = 40  # characters, from which a line may end where the page did
_HEADING: Final = 8  # words at most
_LONGEST_PHRASE: Final = 6  # words, if all but the last join, or all are syllables
_LONG_RUN: Final = 4  # characters, from which a run without spaces may well be several words
_LONGEST_RUN: Final = 20  # characters; a longer run is a sentence
_MOST_SHOWN: Final = 60  # terms of each kind in a report
_LONGEST_SHOWN: Final = 48  # characters of a term in a report
_WIDTH: Final = 96  # columns of a report

_SEXES: Final = re.compile(r"(?<!\w)[mwdfxhiv](?: ?[/|] ?[mwdfxhivn*])+(?!\w)", re.IGNORECASE)
_RUN: Final = re.compile(f"[{UNSPACED}]+")
_SPACE_IN_RUN: Final = re.compile(f"(?<=[{UNSPACED}]) (?=[{UNSPACED}])")  # folded lines of YAML leave one


class Found(StrEnum):
    """Whether a CV has a term: as a whole, only its words, or not."""

    COVERED = "covered"
    PARTLY = "partly"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase of the job, and how the CV has it.

    ``text`` is how the job most often writes it, ``form`` how the CV does where that is another form. ``required``
    is whether a line of the job that speaks of requirements names it. ``in_job`` and ``in_cv`` say how often it
    stands there, ``span`` where it first does in the CV; of what is partly covered, where the first of its words does.
    """

    text: str
    found: Found
    in_job: int
    in_cv: int
    required: bool
    form: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The terms of a job in the order in which it names them, and how its language was told.

    ``detected`` is how many of the job's words are in the list of common words that its language was told by, None
    if the language was given or, as no list has any, is the CV's.
    """

    language: str
    language_name: str
    cv_language: str
    detected: int | None
    terms: tuple[Term, ...]

    def having(self, found: Found) -> tuple[Term, ...]:
        """The terms that are so: those under requirements first, and the ones named more often before others."""
        return tuple(
            sorted(
                (term for term in self.terms if term.found is found),
                key=lambda term: (not term.required, -term.in_job),
            )
        )

    @property
    def share(self) -> float:
        """The covered part of the terms, from 0 to 1; 0 if there are none."""
        return len(self.having(Found.COVERED)) / len(self.terms) if self.terms else 0.0


def read_job(path: Path) -> str:
    """The text of a job description; raises CvgenError if the file has none that can be read."""
    try:
        if path.is_dir():
            raise CvgenError.of(
                f"{path} is a folder, not a job description", hint="name a text file in it", code="file-unreadable"
            )
        if path.exists() and not path.is_file():
            raise CvgenError.of(
                f"{path} is not a regular file", hint="save the job description as a text file", code="file-unreadable"
            )
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        hint = "copy the job description into a text file"
        raise CvgenError.of(f"{path} does not exist", hint=hint, code="file-missing") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CvgenError.of(
            f"{path} cannot be read: {reason}", hint="is it yours to read?", code="file-unreadable"
        ) from None
    return _decoded(content, path)


def _decoded(content: bytes, path: Path) -> str:
    as_text = "copy its words into a text file"
    for magic, kind in ((b"%PDF", "a PDF"), (b"PK\3\4", "an office document or an archive")):
        if content.startswith(magic):
            raise CvgenError.of(f"{path} is {kind}, not a text", hint=as_text, code="not-a-text")
    if len(content) > MAX_BYTES:
        message = f"{path} is too large: a job description may have {MAX_BYTES // 1024} KB at most"
        raise CvgenError.of(message, hint="most have about 5 KB; is this the right file?", code="file-too-large")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CvgenError.of(f"{path} is in UTF-16", hint="save it as UTF-8", code="not-utf8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{content[error.start]:02X} is not UTF-8"
        raise CvgenError.of(message, Span(path, line), "save the file as UTF-8", code="not-utf8") from None
    if re.match(r"\s*<(?:!doctype|html)\b", text, re.IGNORECASE):
        raise CvgenError.of(f"{path} is a web page, not a text", hint=as_text, code="not-a-text")
    if not re.search(r"[^\W\d_]", text):
        raise CvgenError.of(f"{path} has no words", hint="copy the job description into it", code="no-words")
    return text


def compare(job: str, document: Document, language_tag: str | None = None) -> Coverage:
    """Look for the terms of a job description in a CV.

    ``language_tag`` is the job's language; without it, it is the one whose common words the job has most of.
    Raises CvgenError if there is no list of common words for it.
    """
    lines = _lines(job)
    detected = 0
    if language_tag is None:
        lexicon, detected = vocabulary.detect("\n".join(lines)[:_SAMPLE], document.language.base)
    else:
        lexicon = vocabulary.for_language(language_tag)
    wanted = _Terms(lexicon)
    known: dict[str, list[Word | Stop]] = {}
    for line, required in _requirements(lines, lexicon):
        wanted.add(list(vocabulary.parts(line, lexicon, known)), required=required, loud=line.isupper())
    texts = [
        (vocabulary.plain(str(text)), text.span)
        for text in walk.texts((document.person, document.sections))
        if text.span is not None  # what cvgen says by itself is not the author's
    ]
    terms = [*wanted.spaced(_Cv(texts, lexicon)), *wanted.unspaced(texts)]
    return Coverage(
        language=lexicon.tag,
        language_name=lexicon.name,
        cv_language=document.language.base,
        detected=detected or None,
        terms=tuple(term for _, term in sorted(terms, key=lambda each: each[0])),
    )


def as_json(coverage: Coverage) -> str:
    """The coverage for programs: the terms in the job's order, each with its line in the YAML."""
    data = {
        "language": coverage.language,
        "cvLanguage": coverage.cv_language,
        "detectedBy": coverage.detected,
        "terms": len(coverage.terms),
        **{str(found): len(coverage.having(found)) for found in Found},
        "share": round(coverage.share, 3),
        "words": [
            {
                "text": term.text,
                "found": str(term.found),
                "required": term.required,
                "inJob": term.in_job,
                "inCv": term.in_cv,
                "form": term.form,
                "line": term.span.line if term.span else None,
            }
            for term in coverage.terms
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def report(coverage: Coverage) -> str:
    """The coverage for people, in lines for a terminal."""
    covered, partly, missing = (coverage.having(found) for found in Found)
    total = len(coverage.terms)
    if not total:
        lines = [f"The job description has no words but common ones in {coverage.language_name}."]
        return "\n".join([*lines, "", *_wrapped(_counted(coverage))])
    also = f", and {len(partly)} more in part" if partly else ""
    lines = [f"The CV has {len(covered)} of the job's {_number(total, 'term', 'terms')} ({coverage.share:.0%}){also}."]
    for title, terms in (
        ("Not in the CV, and named under requirements:", [term for term in missing if term.required]),
        ("Not in the CV, named elsewhere:", [term for term in missing if not term.required]),
        ("In part: the words are in the CV, but not together:", partly),
    ):
        if terms:
            shown = [f"{term.text} ({term.in_job} times)" if term.in_job > 1 else term.text for term in terms]
            lines += ["", title, *_flowing(shown[:_MOST_SHOWN], len(shown) - _MOST_SHOWN)]
    if covered:
        lines += ["", "In the CV:", *_table(covered)]
    return "\n".join([*lines, "", *_wrapped(_counted(coverage)), "", *_wrapped(_NO_MEASURE)])


_NO_MEASURE: Final = (
    "A list of words is no measure of how well you fit: it does not know what matters, nor what you did. "
    "Add a word only where it is true and the line says what you did with it; people read the CV after the programs do."
)


def _counted(coverage: Coverage) -> str:
    """How it was counted, in sentences."""
    name = coverage.language_name
    why = (
        f", which {_number(coverage.detected, 'of its words is', 'of its words are')} common in"
        if coverage.detected
        else ""
    )
    text = (
        f"How it was counted: the job was read as {name}{why}. Common words and those that stand in every advertisement "
        "were left out. Forms of a word count as one, by their endings. Words that stand side by side more than once, or "
        "with capitals, are one term."
    )
    if coverage.cv_language.partition("-")[0] != coverage.language.partition("-")[0]:
        text += " The CV is in another language, so only names and words that both share can be found."
    return text


def _number(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _table(terms: Sequence[Term]) -> Iterator[str]:
    """A line for each term: how often it stands in both, and where first in the CV."""
    shown = [
        (f"{_short(term.text)} (as: {_short(term.form)})" if term.form else _short(term.text), term) for term in terms
    ]
    shown, rest = shown[:_MOST_SHOWN], len(shown) - _MOST_SHOWN
    width = max(_columns(text) for text, _ in shown)
    yield f"  {'':<{width}}  in job  in CV  first line"
    for text, term in shown:
        line = term.span.line if term.span else ""
        yield f"  {text}{' ' * (width - _columns(text))}  {term.in_job:>6}  {term.in_cv:>5}  {line:>10}"
    if rest > 0:
        yield f"  and {rest} more"


def _flowing(items: Sequence[str], rest: int) -> Iterator[str]:
    """Items one after the other, in lines of a terminal's width."""
    line = ""
    for i, item in enumerate(items):
        text = _short(item) + ("," if i < len(items) - 1 or rest > 0 else "")
        if line and _columns(line) + 1 + _columns(text) > _WIDTH:
            yield line
            line = ""
        line = f"{line} {text}" if line else f"  {text}"
    if rest > 0:
        line += f" and {rest} more"
    yield line


def _wrapped(text: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, _WIDTH)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _columns(text: str) -> int:
    """How wide a terminal shows a text."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


# --- the job -------------------------------------------------------------------------------------


def _lines(job: str) -> list[str]:
    """The lines of a text; one that begins with a small letter goes on with the one before, if that is long."""
    lines: list[list[str]] = []
    for line in map(str.strip, _SEXES.sub(",", vocabulary.plain(job)).splitlines()):
        if line[:1].islower() and lines and len(lines[-1][-1]) >= _FULL_LINE:
            lines[-1].append(line)
        else:
            lines.append([line])
    return list(map(" ".join, lines))


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words of a job that stand side by side with no common word between them.

    ``whole`` is whether there is nothing else between the punctuation marks around them, ``first`` whether a sentence
    begins here, so that its capital means nothing; where ``loud``, none does. ``place`` orders it among the others.
    """

    words: tuple[Word, ...]
    place: int
    required: bool
    whole: bool
    first: bool
    loud: bool


def _requirements(lines: Iterable[str], lexicon: Lexicon) -> Iterator[tuple[str, bool]]:
    """Each line that says something, and whether it speaks of requirements: by its own words or by its heading."""
    below = bare = False  # below such a heading; with nothing below it yet
    blank = True
    for line in lines:
        if not line:
            blank = True
            continue
        bullet = BULLET.match(line)
        text = folded(line.strip("#*_ "))
        wish = lexicon.optional.search(text)
        must = lexicon.required.search(text) and not wish
        count = len(text.split()) + len("".join(_RUN.findall(text))) // 2  # as if a word had two characters
        heading = (
            (line.startswith(("#", "**", "【")) or not bullet)
            and count <= _HEADING
            and not text.endswith((".", ";", ",", "。"))
            and (blank or text.endswith(":") or (count <= 3 and bool(must or wish)))
        )
        if heading:
            below, bare = bool(must), True
        elif blank and not bullet and not bare:
            below = False
        yield line, bool(must) or (below and not wish)
        bare = bare and heading
        blank = False


# --- terms ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Tally:
    """What the job says of a term; ``place`` orders it among the others."""

    place: int
    count: int = 0
    required: bool = False
    texts: Counter[str] = field(default_factory=Counter)
    joined: str = ""

    def text(self) -> str:
        """The form that the job has most often."""
        return max(self.texts, key=lambda form: (self.texts[form], not form.isupper()))

    def term(self, text: str, find: _Find | None, apart: Span | None) -> Term:
        """The term, found in the CV, or only its words, ``apart``, or neither."""
        if find is None:
            return Term(text, Found.PARTLY if apart else Found.MISSING, self.count, 0, self.required, span=apart)
        form = None if find.exact else find.form
        return Term(text, Found.COVERED, self.count, find.count, self.required, form, find.span)


class _Terms:
    """The terms of a job, gathered line by line."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.passages: list[_Passage] = []
        self.runs: list[tuple[int, str, bool]] = []  # place, characters, required
        self.place = 0

    def add(self, parts: Sequence[Word | Stop | str], *, required: bool, loud: bool) -> None:
        """Take in a line; a loud one is all in capitals."""
        before: Stop | str = Stop.END
        words: list[Word] = []
        for part in (*parts, Stop.END):
            if isinstance(part, Word):
                words.append(part)
                continue
            after = part
            while words and not words[-1].alone:
                words.pop()
                after = Stop.COMMON
            if words:
                whole = isinstance(before, Stop) and isinstance(after, Stop) and Stop.COMMON not in {before, after}
                first = before is Stop.END
                self.passages.append(_Passage(tuple(words), self.place, required, whole, first, loud))
                words = []
            if isinstance(part, str):
                self.runs.append((self.place, part, required))
            before = part
            self.place += 1

    def tallies(self) -> dict[Key, _Tally]:
        """The words and phrases by what their forms have in common."""
        counts: Counter[Key] = Counter()
        for passage in self.passages:
            for size in (2, 3):
                counts.update(_keys(each) for each in _windows(passage.words, size))
        named = {key for passage in self.passages for key in self._names(passage)}
        found: dict[Key, _Tally] = {}
        for passage in self.passages:
            for words in _parted(passage.words, counts, named):
                key = _keys(words)
                tally = found.setdefault(key, _Tally(passage.place))
                tally.count += 1
                tally.required |= passage.required
                tally.texts[" ".join(word.text for word in words)] += 1
                tally.joined = tally.joined or self._joined(words)
        return found

    def _joined(self, words: Sequence[Word]) -> str:
        if len(words) == 1:
            return words[0].joined
        return self.lexicon.key("".join(re.sub("[-_./]", "", word.text) for word in words))

    def _names(self, passage: _Passage) -> Iterator[Key]:
        """Words that their capitals make one name, or their place between common words one word."""
        words = passage.words
        if self.lexicon.syllables:
            if 2 <= len(words) <= _LONGEST_PHRASE:
                yield _keys(words)
            return
        if passage.loud:
            return
        row: list[Word] = []
        for i, word in enumerate((*words, None)):
            if word is not None and any(map(str.isupper, word.text)):
                row.append(word)
                continue
            # The first word of a sentence has its capital anyway, unless the passage is all that it says.
            opens = passage.first and i == len(row) and not (passage.whole and i == len(words))
            if 2 <= len(row) <= 3 and not opens and not any(word.joins for word in row[1:]):
                yield _keys(row)
            row = []

    def spaced(self, cv: _Cv) -> Iterator[tuple[int, Term]]:
        """The terms that are words and phrases, each with its place."""
        tallies = self.tallies()
        finds = cv.find(tallies)
        for key, tally in tallies.items():
            yield tally.place, tally.term(tally.text(), finds.get(key), cv.apart(key))

    def unspaced(self, texts: Sequence[tuple[str, Span]]) -> Iterator[tuple[int, Term]]:
        """The terms of scripts without spaces, each with its place."""
        tallies = self._fragments()
        if not tallies:
            return
        starts: dict[str, set[int]] = {}
        for text in tallies:
            starts.setdefault(text[:2], set()).add(len(text))
        finds: dict[str, _Find] = {}
        pairs: dict[str, Span] = {}
        for text, span in texts:
            for run in _RUN.findall(_SPACE_IN_RUN.sub("", text)):
                for i in range(len(run) - 1):
                    pair = run[i : i + 2]
                    pairs.setdefault(pair, span)
                    for size in starts.get(pair, ()):
                        if (piece := run[i : i + size]) in tallies:
                            finds.setdefault(piece, _Find(span, exact=True)).count += 1
        for text, tally in tallies.items():
            find = finds.get(text)
            known = [pairs[pair] for i in range(len(text) - 1) if (pair := text[i : i + 2]) in pairs]
            partly = len(text) > 3 and 2 * len(known) >= len(text) - 1
            yield tally.place, tally.term(text, find, known[0] if partly else None)

    def _fragments(self) -> dict[str, _Tally]:
        """What stands between common words, the long ones cut at those that stand alone elsewhere."""
        whole = [
            (place, fragment, required)
            for place, run, required in self.runs
            for fragment in vocabulary.fragments(run, self.lexicon.tag)
        ]
        short = {fragment for _, fragment, _ in whole if 2 <= len(fragment) <= _LONG_RUN}
        tallies: dict[str, _Tally] = {}
        for place, fragment, required in whole:
            for part in _cut(fragment, short):
                if 2 <= len(part) <= _LONGEST_RUN:
                    tally = tallies.setdefault(part, _Tally(place))
                    tally.count += 1
                    tally.required |= required
        return tallies


def _cut(fragment: str, known: set[str]) -> Iterator[str]:
    """The fragment, or if it is long the known ones in it and what is between them."""
    start = i = 0
    while i < len(fragment) and len(fragment) > _LONG_RUN:
        size = next((n for n in range(_LONG_RUN, 1, -1) if fragment[i : i + n] in known), 0)
        if size:
            yield fragment[start:i]
            yield fragment[i : i + size]
            start = i + size
        i += size or 1
    yield fragment[start:]


def _keys(words: Iterable[Word]) -> Key:
    return tuple(key for word in words for key in word.keys)


def _windows(words: Sequence[Word], size: int) -> Iterator[Sequence[Word]]:
    for i in range(len(words) - size + 1):
        yield words[i : i + size]


def _parted(words: Sequence[Word], counts: Mapping[Key, int], named: set[Key]) -> Iterator[Sequence[Word]]:
    """Words put together to phrases: what stands so more than once, joins, or is a name; the more often the rather."""
    i = 0
    while i < len(words):
        best, size = (1, False, 1), 1
        for wider in range(2, _LONGEST_PHRASE + 1):
            window = words[i : i + wider]
            key = _keys(window)
            joins = all(word.joins for word in window[:-1]) and not window[-1].joins
            if len(window) == wider and (joins or counts[key] > 1 or key in named):
                best = max(best, (max(1, counts[key]), joins, wider))
                size = best[2]
        if size > 1 or words[i].alone:
            yield words[i : i + size]
        i += size


# --- the CV ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Find:
    """Where the CV has a term; ``exact`` is whether it is the very form of the job's somewhere."""

    span: Span
    count: int = 0
    exact: bool = False
    form: str = ""


class _Cv:
    """The words of a CV in their order, by the rules of the job's language."""

    def __init__(self, texts: Iterable[tuple[str, Span]], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.rows: list[tuple[Span, list[Word]]] = []  # words with nothing but spaces or slashes between them
        self.seen: dict[str, Span] = {}
        for text, span in texts:
            self._read(lexicon.neutral(text), span)

    def _read(self, text: str, span: Span) -> None:
        end = 0
        row: list[Word] | None = None
        for match in vocabulary.tokens().finditer(text):
            if row is None or text[end : match.start()].strip(" \t\xa0/"):
                row = []
                self.rows.append((span, row))
            end = match.end()
            if match.lastgroup == "word":
                for word in vocabulary.words(match.group(), self.lexicon):
                    row.append(word)
                    for key in word.keys:
                        self.seen.setdefault(key, span)

    def find(self, tallies: Mapping[Key, _Tally]) -> dict[Key, _Find]:
        """Where the terms stand: their words together, or as one word, or as two where the job has one."""
        sizes: dict[str, set[int]] = {}
        joined: dict[str, list[Key]] = {}
        for key, tally in tallies.items():
            sizes.setdefault(key[0], set()).add(len(key))
            joined.setdefault(tally.joined, []).append(key)
        finds: dict[Key, _Find] = {}
        for span, row in self.rows:
            taken: set[tuple[Key, int]] = set()  # a word counts once for a term
            for key, first, last in self._places(row, sizes, joined):
                if key in tallies and not any((key, i) in taken for i in range(first, last + 1)):
                    taken.update((key, i) for i in range(first, last + 1))
                    _note(finds, key, " ".join(word.text for word in row[first : last + 1]), span, tallies[key])
        return finds

    def _places(
        self, row: Sequence[Word], sizes: Mapping[str, set[int]], joined: Mapping[str, list[Key]]
    ) -> Iterator[tuple[Key, int, int]]:
        """What may be a term in a row: its key, its first and its last word."""
        keys = _keys(row)
        owners = [i for i, word in enumerate(row) for _ in word.keys]
        for at, key in enumerate(keys):
            for size in sizes.get(key, ()):
                if at + size <= len(keys):
                    yield keys[at : at + size], owners[at], owners[at + size - 1]
        for i, word in enumerate(row):
            for found in joined.get(word.joined, ()):
                yield found, i, i
            if i and (pair := self._pair(row[i - 1], word)):
                for found in joined.get(pair, ()):
                    yield found, i - 1, i

    def _pair(self, one: Word, two: Word) -> str | None:
        """The key of two words written as one."""
        if len(one.text) < 3 or len(two.text) < 3:
            return None
        return self.lexicon.key(one.text + two.text)

    def apart(self, key: Key) -> Span | None:
        """Where the first of several words stands, if all do."""
        telling = [each for each in key if each not in self.lexicon.words]
        if len(telling) < 2 or any(not any(map(str.isalpha, each)) for each in key):
            return None
        return self.seen[telling[0]] if all(each in self.seen for each in telling) else None


def _note(finds: dict[Key, _Find], key: Key, form: str, span: Span, tally: _Tally) -> None:
    """Count one place of a term; the first with the job's own form is the one to show."""
    find = finds.setdefault(key, _Find(span, form=form))
    find.count += 1
    if not find.exact and folded(form) in map(folded, tally.texts):
        find.span, find.exact = span, True
