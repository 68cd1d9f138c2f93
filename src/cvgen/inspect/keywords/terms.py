"""Finds the terms of a job: words that are not common, and phrases of words that belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cvgen.inspect.keywords.lexicon import Lexicon
from cvgen.inspect.keywords.words import Key, Separator, Word, split_at_common_words

_LONGEST_PHRASE: Final = 6  # words, if all but the last join, or all are syllables
_LONG_RUN: Final = 4  # characters; a longer run without spaces may well be several words
_LONGEST_RUN: Final = 20  # characters; a longer run is a sentence


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words of a job that stand side by side with no common word between them.

    ``whole`` is true if nothing else stands between the punctuation marks around them. ``first`` is true if a sentence
    begins here, so that the first capital means nothing, and ``all_caps`` if the line has capitals only, so that none
    means anything. ``place`` orders the passage among the others.
    """

    words: tuple[Word, ...]
    place: int
    required: bool
    whole: bool
    first: bool
    all_caps: bool


@dataclass(slots=True)
class Tally:
    """The counts and forms of a term in the job. ``place`` orders it among the others, ``joined`` is its key as one word."""

    place: int
    count: int = 0
    required: bool = False
    texts: Counter[str] = field(default_factory=Counter)
    joined: str = ""

    def text(self) -> str:
        """Return the form that the job has most often."""
        return max(self.texts, key=lambda form: (self.texts[form], not form.isupper()))


class JobTerms:
    """The terms of a job, gathered line by line."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.passages: list[_Passage] = []
        self.runs: list[tuple[int, str, bool]] = []  # those without spaces: place, characters, required
        self.place = 0

    def add(self, parts: Sequence[Word | Separator | str], *, required: bool, all_caps: bool) -> None:
        """Take in the parts of a line."""
        before: Separator | str = Separator.END
        words: list[Word] = []
        for part in (*parts, Separator.END):
            if isinstance(part, Word):
                words.append(part)
                continue
            after = part
            while words and not words[-1].alone:
                words.pop()
                after = Separator.COMMON
            if words:
                whole = (
                    isinstance(before, Separator)
                    and isinstance(after, Separator)
                    and Separator.COMMON not in {before, after}
                )
                first = before is Separator.END
                self.passages.append(_Passage(tuple(words), self.place, required, whole, first, all_caps))
                words = []
            if isinstance(part, str):
                self.runs.append((self.place, part, required))
            before = part
            self.place += 1

    def phrases(self) -> dict[Key, Tally]:
        """Return the words and phrases by the keys of their words."""
        counts: Counter[Key] = Counter()
        for passage in self.passages:
            for size in (2, 3):
                counts.update(keys_of(each) for each in _windows(passage.words, size))
        named = {key for passage in self.passages for key in self._names(passage)}
        tallies: dict[Key, Tally] = {}
        for passage in self.passages:
            for words in _split_into_phrases(passage.words, counts, named):
                key = keys_of(words)
                tally = tallies.setdefault(key, Tally(passage.place))
                tally.count += 1
                tally.required |= passage.required
                tally.texts[" ".join(word.text for word in words)] += 1
                tally.joined = tally.joined or self._joined(words)
        return tallies

    def _joined(self, words: Sequence[Word]) -> str:
        if len(words) == 1:
            return words[0].joined
        return self.lexicon.key("".join(re.sub("[-_./]", "", word.text) for word in words))

    def _names(self, passage: _Passage) -> Iterator[Key]:
        """Yield words that are one name by their capitals, or one word of several syllables."""
        words = passage.words
        if self.lexicon.syllables:
            if 2 <= len(words) <= _LONGEST_PHRASE:
                yield keys_of(words)
            return
        if passage.all_caps:
            return
        row: list[Word] = []
        for i, word in enumerate((*words, None)):
            if word is not None and any(map(str.isupper, word.text)):
                row.append(word)
                continue
            # The first word of a sentence has its capital anyway, unless the passage is all that it says.
            opens = passage.first and i == len(row) and not (passage.whole and i == len(words))
            if 2 <= len(row) <= 3 and not opens and not any(word.joins for word in row[1:]):
                yield keys_of(row)
            row = []

    def unspaced(self) -> dict[str, Tally]:
        """Return the terms of scripts without spaces: the parts between common words.

        Long parts are cut at those that stand alone elsewhere in the job.
        """
        whole = [
            (place, fragment, required)
            for place, run, required in self.runs
            for fragment in split_at_common_words(run, self.lexicon.tag)
        ]
        short = {fragment for _, fragment, _ in whole if 2 <= len(fragment) <= _LONG_RUN}
        tallies: dict[str, Tally] = {}
        for place, fragment, required in whole:
            for part in _cut(fragment, short):
                if 2 <= len(part) <= _LONGEST_RUN:
                    tally = tallies.setdefault(part, Tally(place))
                    tally.count += 1
                    tally.required |= required
        return tallies


def _cut(fragment: str, known: set[str]) -> Iterator[str]:
    """Yield the fragment, or if it is long the known ones in it and what is between them."""
    start = i = 0
    while i < len(fragment) and len(fragment) > _LONG_RUN:
        size = next((n for n in range(_LONG_RUN, 1, -1) if fragment[i : i + n] in known), 0)
        if size:
            yield fragment[start:i]
            yield fragment[i : i + size]
            start = i + size
        i += size or 1
    yield fragment[start:]


def keys_of(words: Iterable[Word]) -> Key:
    """Return the keys of words, of all their parts between hyphens."""
    return tuple(key for word in words for key in word.keys)


def _windows(words: Sequence[Word], size: int) -> Iterator[Sequence[Word]]:
    for i in range(len(words) - size + 1):
        yield words[i : i + size]


def _split_into_phrases(words: Sequence[Word], counts: Mapping[Key, int], named: set[Key]) -> Iterator[Sequence[Word]]:
    """Yield the phrases of a passage: words that stand together more than once, belong to the next, or are a name.

    Of the phrases that could begin at a word, the one that stands most often wins.
    """
    i = 0
    while i < len(words):
        best, size = (1, False, 1), 1
        for wider in range(2, _LONGEST_PHRASE + 1):
            window = words[i : i + wider]
            key = keys_of(window)
            joins = all(word.joins for word in window[:-1]) and not window[-1].joins
            if len(window) == wider and (joins or counts[key] > 1 or key in named):
                best = max(best, (max(1, counts[key]), joins, wider))
                size = best[2]
        if size > 1 or words[i].alone:
            yield words[i : i + size]
        i += size
