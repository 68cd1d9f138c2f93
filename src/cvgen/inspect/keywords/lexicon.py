"""The common words of each language, by which a text's language is told and its terms are found.

A language is one file of plain data, ``data/stopwords/<tag>.toml``:

``words`` and ``advert``
    the words that are no terms: function words, and what advertisements say of every job. In scripts without spaces,
    text is cut at these, and they are regular expressions.
``joining``
    words that belong to the word after them (deep learning). Where that word is common, or none follows, they are
    terms by themselves, if they are not common too.
``required`` and ``optional``
    beginnings of words by which a line or a heading tells what the job asks for, or would merely like.
``suffixes``, ``prefixes`` and ``shortest``
    endings and beginnings that are taken off a word to join its forms, if so many letters stay (default 4). English
    has rules instead.
``apostrophe``
    the role of an apostrophe: ``keep`` (default), ``split`` (l'équipe), ``before`` (Python'da: the first part counts).
``gender`` and ``tails``
    parts that are ignored: the endings after a mark that make a word stand for everybody (Entwickler:in), and those
    that are written as one with a word and say nothing (Englischkenntnisse).
``bare``
    true if words are shown without their suffixes, which are words of their own in other languages.
``syllables``
    true if spaces part syllables, so that everything between two common words is one term; common words of several
    syllables are written with ``_``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from cvgen.data import assets
from cvgen.text import language
from cvgen.text.scripts import HAN, HIRAGANA, KATAKANA, KHMER, LAO, MYANMAR, THAI

# A file may serve another language of cvgen, too.
_FILE_OF: Final = {"pt-BR": "pt"}

# Names in this spelling, which in another are common words or single letters.
NAMES: Final = frozenset({"C", "R", "Go", "IT"})

# Scripts that do not part words by spaces. Hiragana stand between words, as endings and particles.
UNSPACED_SCRIPTS: Final = (HAN, KATAKANA, THAI, LAO, MYANMAR, KHMER)
UNSPACED: Final = "".join(UNSPACED_SCRIPTS)  # for use in a class of characters

# Words that end like a form of another word, but are words of their own: trades, levels.
_NO_FORMS: Final = frozenset({"accounting", "banking", "engineering", "marketing", "mastered", "mastering", "nursing"})
_ACRONYMS: Final = re.compile("[A-Z]{2,}s")  # GPUs


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The contents of a file of common words. ``latin`` is true if its words are in Latin letters.

    ``ignored`` finds the endings under ``gender`` and ``tails``, ``advert_phrases`` what advertisements say in several
    words. ``keys`` has the keys of the words that were asked for so far, as texts repeat their words.
    """

    tag: str
    name: str
    words: frozenset[str]
    advert: frozenset[str]
    required: re.Pattern[str]
    optional: re.Pattern[str]
    suffixes: tuple[str, ...]
    prefixes: tuple[str, ...]
    shortest: int
    apostrophe: str
    joining: frozenset[str]
    ignored: re.Pattern[str] | None
    advert_phrases: re.Pattern[str] | None
    syllables: bool
    bare: bool
    latin: bool
    keys: dict[str, str] = field(default_factory=dict)
    advert_keys: set[str] = field(default_factory=set)

    def key(self, word: str) -> str:
        """Return what the forms of a word have in common."""
        key = self.keys.get(word)
        if key is None:
            key = self.keys[word] = self._key(word)
        return key

    def _key(self, word: str) -> str:
        if word in NAMES:
            return word
        rest = folded(word.removesuffix("s") if _ACRONYMS.fullmatch(word) else word)
        if self.tag == "en" or (rest.isascii() and not self.latin):
            return _english(rest)
        for prefix in self.prefixes:
            if rest.startswith(prefix) and len(rest) - len(prefix) >= self.shortest:
                rest = rest[len(prefix) :]
                break
        return self.stem(rest)

    def stem(self, word: str) -> str:
        """Return the word without the longest suffix that leaves enough of it."""
        return next(
            (
                word[: -len(suffix)]
                for suffix in self.suffixes
                if word.endswith(suffix) and len(word) - len(suffix) >= self.shortest
            ),
            word,
        )

    def is_common(self, word: str) -> bool:
        """Return whether a word says nothing of a job in particular. English function words are common everywhere."""
        if word in NAMES:
            return False
        form = folded(word)
        return form in self.words or self.is_advert(word) or (self.tag != "en" and form in load_lexicon("en").words)

    def is_advert(self, word: str) -> bool:
        """Return whether advertisements say a word of every job.

        The English list has all forms of its words: "applied" is not "apply".
        """
        return folded(word) in self.advert or (self.tag != "en" and self.key(word) in self.advert_keys)

    def without_ignored(self, text: str) -> str:
        """Return the text without the endings that name every gender, or say nothing."""
        return self.ignored.sub("", text) if self.ignored else text

    def joins(self, word: str) -> bool:
        """Return whether a word belongs to the word after it."""
        form = folded(word)
        return form in self.joining or (self.tag != "en" and form in load_lexicon("en").joining)


@cache
def load_lexicon(tag: str) -> Lexicon:
    """Return the common words in the file of a tag."""
    data: dict[str, Any] = tomllib.loads((assets.STOP_WORDS / f"{tag}.toml").read_text(encoding="utf-8"))
    words = frozenset(map(folded, data["words"].split()))
    phrases = [word.replace("_", " ") for word in data["advert"].split() if "_" in word]
    lexicon = Lexicon(
        tag=tag,
        name=data["name"],
        words=words,
        advert=frozenset(map(folded, data["advert"].split())),
        required=_word_beginnings(data["required"]),
        optional=_word_beginnings(data["optional"]),
        suffixes=_longest_first(data.get("suffixes", "")),
        prefixes=_longest_first(data.get("prefixes", "")),
        shortest=data.get("shortest", 4),
        apostrophe=data.get("apostrophe", "keep"),
        joining=frozenset(map(folded, data.get("joining", "").split())),
        ignored=_ignored_endings(data.get("gender", "").split(), data.get("tails", "").split()),
        advert_phrases=re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE) if phrases else None,
        syllables=data.get("syllables", False),
        bare=data.get("bare", False),
        latin=any(word.isascii() for word in words),
    )
    lexicon.advert_keys.update(map(lexicon.key, lexicon.advert))
    return lexicon


def _ignored_endings(gender: Sequence[str], tails: Sequence[str]) -> re.Pattern[str] | None:
    patterns = []
    if gender:
        patterns.append(rf"(?<=[^\W\d_])(?:[*:_/·•]|/-|\()(?:{'|'.join(gender)})(?!\w)\)?")
    if tails:
        patterns.append(rf"(?<=[^\W\d_]{{4}})(?:{'|'.join(tails)})(?!\w)")
    return re.compile("|".join(patterns)) if patterns else None


def _longest_first(endings: str) -> tuple[str, ...]:
    return tuple(sorted(map(folded, endings.split()), key=len, reverse=True))


def _word_beginnings(phrases: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern that finds words with these beginnings; in scripts without spaces, anywhere."""
    pattern = "|".join(re.escape(folded(phrase)) for phrase in phrases)
    return re.compile(pattern if re.match(f"[{UNSPACED}{HIRAGANA}]", phrases[0]) else rf"(?<!\w)(?:{pattern})")


def lexicon_for(tag: str) -> Lexicon:
    """Return the common words of the language that a BCP 47 tag names; raise CvgenError if there are none."""
    base = language.load(tag).base
    return load_lexicon(_FILE_OF.get(base, base))


def folded(text: str) -> str:
    """Return a text without what differs by case or by habit.

    These are also Turkish dots on i, vowel marks of Arabic and Hebrew, and joiners.
    """
    text = unicodedata.normalize("NFC", text.casefold()).replace("i\u0307", "i").replace("\u0131", "i")
    return text if text.isascii() else re.sub("[\u0591-\u05c7\u064b-\u0652\u200c\u200d]", "", text)


def _english(word: str) -> str:
    """Return an English word without its endings of number and tense; the result need not be a word."""
    if len(word) < 4 or word in _NO_FORMS or not (word.isascii() and word.isalpha()):
        return word
    if word.endswith(("ies", "ied")) and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("yses"):
        word = word[:-2] + "is"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and re.search("[aeiouy]", stem):
            doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sz"
            word = stem[:-1] if doubled else stem
            break
    if word.endswith("ll"):  # so that "calling" is "call", and "modelling" is "model"
        return word[:-1]
    if word.endswith("isation"):
        return word.replace("isation", "ization")
    return word[:-1] if word.endswith("e") and len(word) > 3 else word
