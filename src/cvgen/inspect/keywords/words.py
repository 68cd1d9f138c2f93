"""Splits texts into words and what separates them, and tells the language of a text by its common words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import Final, TypeAlias

from cvgen.data import assets
from cvgen.inspect.keywords.lexicon import (
    NAMES,
    UNSPACED,
    UNSPACED_SCRIPTS,
    Lexicon,
    folded,
    lexicon_for,
    load_lexicon,
)
from cvgen.text.scripts import EAST_ASIAN, HIRAGANA, KATAKANA, THAI

_MOST_PARTS: Final = 6  # of one word with hyphens; with more it is a line of words
_LANGUAGES_CUT: Final = frozenset({"ja", "th", "zh-Hans", "zh-Hant"})  # at their common words, as they have no spaces

# No-break hyphens are hyphens, invisible characters nothing; full-width forms are those of ASCII.
_PLAIN: Final[dict[int, str | int | None]] = {
    **dict.fromkeys((0x2010, 0x2011), "-"),
    **dict.fromkeys((0x2019, 0x02BC), "'"),
    **dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF, 0x200E, 0x200F, 0x061C, 0x0640)),
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
}
_ADDRESS: Final = re.compile(
    rf"(?:https?://|www\.)[^\s{EAST_ASIAN}]+|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{{1,64}}@[A-Za-z0-9.-]+"
)
_LOST_SPACE: Final = re.compile(r"(?<=[^\W\d_]{3})\.(?=[A-Z][a-z])")  # "with us.We offer"
UNSPACED_RUN: Final = re.compile(f"[{UNSPACED}]+")
BULLET: Final = re.compile(r"\s*(?:[-*•·‣▪●○◦–—+>✓✔■□◆►]|\(?\d{1,2}[.)、]|[a-z]\))\s*")
_JUST_SPACE: Final = re.compile(r"[ \t\xa0]*")
_SENTENCE_END: Final = re.compile("[.!?:。]")
_AMOUNT: Final = re.compile(r"\d[\d.,]*(?:[kmhx]|st|nd|rd|th|년|개월)?", re.IGNORECASE)
_AT_LEAST: Final = re.compile(r"\d[\d.,]*\+")

Key: TypeAlias = tuple[str, ...]


@cache
def token_pattern() -> re.Pattern[str]:
    """Return a pattern that finds each ``word``, with the signs of names such as C++ or Node.js, and each ``run`` without spaces."""
    # Python's \w leaves out the vowel signs of Indic and other scripts.
    marks = "".join(
        chr(code)
        for code in range(0x300, 0xFE30)
        if unicodedata.category(chr(code)) in {"Mn", "Mc"} and not 0xE00 <= code <= 0xEFF
    )
    # (Python 3.11.2 reads possessive groups wrongly; here, each part begins with what the one before cannot end with.)
    letter = rf"[^\W_{UNSPACED}{HIRAGANA}]"
    atom = rf"{letter}+(?:[{marks}\u200c\u200d]+{letter}*)*(?:(?:\+\+?|#)(?![\w+#]))?"
    runs = "|".join(f"[{script}]+" for script in UNSPACED_SCRIPTS)
    few = r"[A-Z]{1,3}"
    return re.compile(
        rf"(?P<run>{runs})"
        rf"|(?P<word>(?<![\w&/]){few}&{few}(?![\w&/])"  # R&D
        rf"|(?<![\w&/])(?=[A-Z/]{{3,6}}(?![\w+#/])){few}/{few}"  # CI/CD, A/B, TCP/IP
        rf"|(?:(?<![\w.])\.(?=(?i:net)\b))?{atom}(?:[-.'_]{atom})*)"
    )


def plain(text: str) -> str:
    """Return the text without addresses, and with one form of each hyphen, apostrophe and full-width character."""
    text = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return _LOST_SPACE.sub(". ", _ADDRESS.sub(" , ", text))


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written. ``keys`` are those of its parts between hyphens, ``joined`` is the key of all parts as one word.

    ``joins`` is true if it belongs to the word after it, ``alone`` if it may be a term without that word.
    """

    text: str
    keys: Key
    joined: str
    joins: bool = False
    alone: bool = True


class Separator(Enum):
    """The thing that parts two words."""

    COMMON = "a common word"
    MARK = "a punctuation mark"
    END = "the end of a sentence"


def words_of(token: str, lexicon: Lexicon) -> Iterator[Word]:
    """Yield the words in a token: one, or several where an apostrophe or many hyphens join them."""
    pieces = [token]
    if "'" in token and not lexicon.is_common(token):
        before, _, after = token.partition("'")
        if lexicon.apostrophe == "split":
            pieces = token.split("'")
        elif lexicon.apostrophe == "before" and len(before) > 1 and len(after) < 6:
            pieces = [before]
    for piece in map(lexicon.stem, pieces) if lexicon.bare else pieces:
        parts = [part for part in re.split("[-_/]", piece) if part]
        if len(parts) > _MOST_PARTS:
            for part in parts:
                yield _word([part], part, lexicon)
        elif parts:
            yield _word(parts, piece, lexicon)


def _word(parts: Sequence[str], text: str, lexicon: Lexicon) -> Word:
    joined = "".join(parts).replace(".", "") if len(parts) > 1 or "." in text else text
    return Word(text, tuple(map(lexicon.key, parts)), lexicon.key(joined))


def _term_word(word: Word, lexicon: Lexicon) -> Word | None:
    """Return the word without common parts (Python of Python-Kenntnisse), or None if it has no others."""
    joins = lexicon.joins(word.text)
    if not _may_be_term(word.text) or lexicon.is_common(word.text):
        return replace(word, joins=True, alone=False) if joins else None
    parts = re.split("[-_/]", word.text)
    if all(map(lexicon.is_common, parts)) or all(map(_AMOUNT.fullmatch, parts)):
        return None
    kept = list(parts)
    while lexicon.tag != "en" and len(kept) > 1 and lexicon.is_advert(kept[-1]):  # open-source is English
        kept.pop()
    if len(kept) < len(parts):
        text = "-".join(kept)
        return _word(kept, text, lexicon) if _may_be_term(text) and not lexicon.is_common(text) else None
    return replace(word, joins=True) if joins else word


def _may_be_term(text: str) -> bool:
    """Return whether a word may be a term: no number or amount, no single letter, and no two small letters of ASCII."""
    if text in NAMES:
        return True
    if len(text) < 2 or _AMOUNT.fullmatch(text) or not any(map(str.isalpha, text)):
        return False
    return len(text) > 2 or any(not letter.islower() or not letter.isascii() for letter in text)


def split_line(
    line: str, lexicon: Lexicon, known: dict[str, list[Word | Separator]]
) -> Iterator[Word | Separator | str]:
    """Yield the words of a line that may be terms, what separates them, and runs without spaces.

    ``known`` has the words of the tokens in the lines before, and gets those of this line.
    """
    line = lexicon.without_ignored(line)
    if lexicon.advert_phrases:
        line = lexicon.advert_phrases.sub(",", line)
    bullet = BULLET.match(line)
    end = bullet.end() if bullet else 0
    amount = ""  # such as 5+
    for match in token_pattern().finditer(line, end):
        gap, token = line[end : match.start()], match.group()
        end = match.end()
        apart = not _JUST_SPACE.fullmatch(gap)
        if amount and (apart or match.lastgroup == "run"):
            yield Word(amount, (amount,), amount)
            amount = ""
        if apart:
            yield Separator.END if _SENTENCE_END.search(gap) else Separator.MARK
        if match.lastgroup == "run":
            yield token
        elif _AT_LEAST.fullmatch(token):
            amount = token
        elif amount:  # "5+ years" is a term, though "years" are none
            for word in words_of(token, lexicon):
                yield Word(f"{amount} {word.text}", (amount, *word.keys), amount + word.joined)
                break
            amount = ""
        else:
            if token not in known:
                known[token] = [_term_word(word, lexicon) or Separator.COMMON for word in words_of(token, lexicon)]
            yield from known[token]
    if amount:
        yield Word(amount, (amount,), amount)


# --- languages ------------------------------------------------------------------------------------


def detect_language(sample: str, otherwise: str) -> tuple[Lexicon, int]:
    """Return the language whose common words a text has most of, and how many it has; ``otherwise`` if it has none."""
    counts = Counter(
        folded(part)
        for match in token_pattern().finditer(sample)
        if match.lastgroup == "word"
        for part in {match.group(), *match.group().split("'")}
    )
    hits: dict[str, int] = {}
    for path in assets.STOP_WORDS.glob("*.toml"):
        lexicon = load_lexicon(path.stem)
        if path.stem in _LANGUAGES_CUT:
            hits[path.stem] = sum(1 for _ in _common_words(path.stem).finditer(sample))
        else:
            hits[path.stem] = sum(counts[word] for word in lexicon.words | lexicon.advert)
    own = lexicon_for(otherwise)
    best = max(hits, key=lambda tag: (hits[tag], tag == own.tag, tag == "en", tag))
    return (load_lexicon(best), hits[best]) if hits[best] else (own, 0)


@cache
def _common_words(tag: str) -> re.Pattern[str]:
    """Return a pattern that finds the common words of a language without spaces."""
    lexicon = load_lexicon(tag)
    return re.compile("|".join(sorted(lexicon.words | lexicon.advert, key=len, reverse=True)))


def split_at_common_words(run: str, tag: str) -> list[str]:
    """Return the parts of a run without spaces between its common words; ``tag`` is the language of the text."""
    if re.match(f"[{THAI}]", run):
        tag = "th"
    elif re.match(f"[{KATAKANA}]", run):
        tag = "ja"
    return _common_words(tag if tag in _LANGUAGES_CUT else "zh-Hans").split(run)
