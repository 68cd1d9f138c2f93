"""Compares a job description with a CV: which of the job's terms the CV has, and where.

Nothing here is learnt or weighed. The common words of the job's language are left out, forms of one word are joined by
their endings, words that belong together make a phrase, and each of these terms is looked for in the CV.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cvgen.diagnostics import Span
from cvgen.inspect.keywords.coverage import Coverage, Status, Term
from cvgen.inspect.keywords.job import job_lines, with_requirements
from cvgen.inspect.keywords.lexicon import UNSPACED, Lexicon, folded, lexicon_for
from cvgen.inspect.keywords.terms import JobTerms, Tally, keys_of
from cvgen.inspect.keywords.words import (
    UNSPACED_RUN,
    Key,
    Separator,
    Word,
    detect_language,
    plain,
    split_line,
    token_pattern,
    words_of,
)
from cvgen.steps.document import Document, walk

_SAMPLE: Final = 100_000  # characters that tell the language
_SPACE_IN_RUN: Final = re.compile(f"(?<=[{UNSPACED}]) (?=[{UNSPACED}])")  # folded lines of YAML leave one


def compare(job: str, document: Document, language_tag: str | None = None) -> Coverage:
    """Look for the terms of a job description in a CV.

    ``language_tag`` is the job's language; without it, it is the one whose common words the job has most of.
    Raises CvgenError if there is no list of common words for it.
    """
    lines = job_lines(job)
    detected = 0
    if language_tag is None:
        lexicon, detected = detect_language("\n".join(lines)[:_SAMPLE], document.language.base)
    else:
        lexicon = lexicon_for(language_tag)
    job_terms = JobTerms(lexicon)
    known: dict[str, list[Word | Separator]] = {}
    for line, required in with_requirements(lines, lexicon):
        job_terms.add(list(split_line(line, lexicon, known)), required=required, all_caps=line.isupper())
    texts = [
        (plain(str(text)), text.span)
        for text in walk.texts((document.person, document.sections))
        if text.span is not None  # texts without a place are cvgen's own
    ]
    terms = [
        *_match_phrases(job_terms.phrases(), _CvWords(texts, lexicon)),
        *_match_unspaced(job_terms.unspaced(), texts),
    ]
    return Coverage(
        language=lexicon.tag,
        language_name=lexicon.name,
        cv_language=document.language.base,
        detected=detected or None,
        terms=tuple(term for _, term in sorted(terms, key=lambda each: each[0])),
    )


def _match_phrases(tallies: Mapping[Key, Tally], cv: _CvWords) -> Iterator[tuple[int, Term]]:
    """Yield the terms that are words and phrases, each with its place in the job."""
    matches = cv.find(tallies)
    for key, tally in tallies.items():
        yield tally.place, _term(tally.text(), tally, matches.get(key), cv.find_apart(key))


def _match_unspaced(tallies: Mapping[str, Tally], texts: Sequence[tuple[str, Span]]) -> Iterator[tuple[int, Term]]:
    """Yield the terms of scripts without spaces, each with its place in the job.

    A term is partly covered if the CV has half of its pairs of characters.
    """
    if not tallies:
        return
    sizes: dict[str, set[int]] = {}
    for text in tallies:
        sizes.setdefault(text[:2], set()).add(len(text))
    matches: dict[str, _Match] = {}
    pairs: dict[str, Span] = {}
    for text, span in texts:
        for run in UNSPACED_RUN.findall(_SPACE_IN_RUN.sub("", text)):
            for i in range(len(run) - 1):
                pair = run[i : i + 2]
                pairs.setdefault(pair, span)
                for size in sizes.get(pair, ()):
                    if (piece := run[i : i + size]) in tallies:
                        matches.setdefault(piece, _Match(span, exact=True)).count += 1
    for text, tally in tallies.items():
        known = [pairs[pair] for i in range(len(text) - 1) if (pair := text[i : i + 2]) in pairs]
        partly = len(text) > 3 and 2 * len(known) >= len(text) - 1
        yield tally.place, _term(text, tally, matches.get(text), known[0] if partly else None)


def _term(text: str, tally: Tally, match: _Match | None, apart: Span | None) -> Term:
    """Return a term with its match in the CV; without one, ``apart`` is the place of its words, if the CV has them."""
    if match is None:
        status = Status.PARTLY if apart else Status.MISSING
        return Term(text, status, tally.count, 0, tally.required, span=apart)
    form = None if match.exact else match.form
    return Term(text, Status.COVERED, tally.count, match.count, tally.required, form, match.span)


@dataclass(slots=True)
class _Match:
    """The places of a term in the CV. ``exact`` is true if one has a form of the job's; ``span`` is then the first such."""

    span: Span
    count: int = 0
    exact: bool = False
    form: str = ""


class _CvWords:
    """The words of a CV in their order, by the rules of the job's language."""

    def __init__(self, texts: Iterable[tuple[str, Span]], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.rows: list[tuple[Span, list[Word]]] = []  # words with nothing but spaces or slashes between them
        self.seen: dict[str, Span] = {}
        for text, span in texts:
            self._read(lexicon.without_ignored(text), span)

    def _read(self, text: str, span: Span) -> None:
        end = 0
        row: list[Word] | None = None
        for match in token_pattern().finditer(text):
            if row is None or text[end : match.start()].strip(" \t\xa0/"):
                row = []
                self.rows.append((span, row))
            end = match.end()
            if match.lastgroup == "word":
                for word in words_of(match.group(), self.lexicon):
                    row.append(word)
                    for key in word.keys:
                        self.seen.setdefault(key, span)

    def find(self, tallies: Mapping[Key, Tally]) -> dict[Key, _Match]:
        """Return the matches of terms: their words together, or as one word, or as two where the job has one."""
        sizes: dict[str, set[int]] = {}
        joined: dict[str, list[Key]] = {}
        for key, tally in tallies.items():
            sizes.setdefault(key[0], set()).add(len(key))
            joined.setdefault(tally.joined, []).append(key)
        matches: dict[Key, _Match] = {}
        for span, row in self.rows:
            taken: set[tuple[Key, int]] = set()  # a word counts once for a term
            for key, first, last in self._places(row, sizes, joined):
                if key in tallies and not any((key, i) in taken for i in range(first, last + 1)):
                    taken.update((key, i) for i in range(first, last + 1))
                    _add_match(matches, key, " ".join(word.text for word in row[first : last + 1]), span, tallies[key])
        return matches

    def _places(
        self, row: Sequence[Word], sizes: Mapping[str, set[int]], joined: Mapping[str, list[Key]]
    ) -> Iterator[tuple[Key, int, int]]:
        """Yield what may be a term in a row: its key, and the places of its first and last word."""
        keys = keys_of(row)
        owners = [i for i, word in enumerate(row) for _ in word.keys]
        for at, key in enumerate(keys):
            for size in sizes.get(key, ()):
                if at + size <= len(keys):
                    yield keys[at : at + size], owners[at], owners[at + size - 1]
        for i, word in enumerate(row):
            for joined_key in joined.get(word.joined, ()):
                yield joined_key, i, i
            if i and (pair := self._pair(row[i - 1], word)):
                for joined_key in joined.get(pair, ()):
                    yield joined_key, i - 1, i

    def _pair(self, one: Word, two: Word) -> str | None:
        """Return the key of two words written as one, or None if one is too short."""
        if len(one.text) < 3 or len(two.text) < 3:
            return None
        return self.lexicon.key(one.text + two.text)

    def find_apart(self, key: Key) -> Span | None:
        """Return the place of the first of several words, if the CV has all."""
        specific = [each for each in key if each not in self.lexicon.words]
        if len(specific) < 2 or any(not any(map(str.isalpha, each)) for each in key):
            return None
        return self.seen[specific[0]] if all(each in self.seen for each in specific) else None


def _add_match(matches: dict[Key, _Match], key: Key, form: str, span: Span, tally: Tally) -> None:
    """Count one place of a term; the first with a form of the job's is the one to show."""
    match = matches.setdefault(key, _Match(span, form=form))
    match.count += 1
    if not match.exact and folded(form) in map(folded, tally.texts):
        match.span, match.exact = span, True
