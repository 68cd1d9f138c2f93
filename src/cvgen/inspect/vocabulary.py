"""Words of a text, and which of them are common in its language.

A language is one file of plain data, ``stopwords/<tag>.toml``:

``words`` and ``advert``
    what is no term: function words, and what advertisements say of every job. In scripts without spaces,
    text is cut at these, and they are regular expressions.
``joining``
    what belongs to the word after it (deep learning). Where that is common, or none follows, it stands for itself,
    if it is not common too.
``required`` and ``optional``
    how words begin by which a line or a heading tells what the job asks for, or would merely like.
``suffixes``, ``prefixes`` and ``shortest``
    what is taken off a word to join its forms, if so many letters stay (default 4). English has rules instead.
``apostrophe``
    what an apostrophe does: ``keep`` (default), ``split`` (l'équipe), ``before`` (Python'da: the first part counts).
``gender`` and ``tails``
    what is not read: the endings after a mark that make a word stand for everybody (Entwickler:in), and what is
    written as one with a word and says nothing (Englischkenntnisse).
``bare``
    true if words are shown without their suffixes, which are words of their own in other languages.
``syllables``
    true if spaces part syllables, so that what stands between common words is one term; common words of several
    are written with ``_``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from cvgen.text import language

FILES: Final = Path(__file__).resolve().parents[1] / "data" / "stopwords"

_MOST_PARTS: Final = 6  # of one word with hyphens; what has more is a line of words

# Files that stand for another language of cvgen's too, and languages that cvgen has no words in but jobs may be in.
_FILE_OF: Final = {"pt-BR": "pt"}
_EXTRA: Final = frozenset({"th"})

# What is a name in this case, and a common word or a mere letter in another.
_CASED: Final = frozenset({"C", "R", "Go", "IT"})

# Scripts that do not part words by spaces; hiragana stand between words, as endings and particles.
_HAN: Final = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KATAKANA: Final = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_HIRAGANA: Final = "\u3041-\u309f"
_THAI: Final = "\u0e00-\u0e7f"
_SCRIPTS: Final = (_HAN, _KATAKANA, _THAI, "\u0e80-\u0eff", "\u1000-\u109f", "\u1780-\u17ff")  # Lao, Burmese, Khmer
UNSPACED: Final = "".join(_SCRIPTS)  # what stands in a class of characters
_CUT: Final = frozenset({"ja", "th", "zh-Hans", "zh-Hant"})  # the languages that are cut at their common words

# No-break hyphens are hyphens, invisible characters nothing; full-width forms are those of ASCII.
_PLAIN: Final[dict[int, str | int | None]] = {
    **dict.fromkeys((0x2010, 0x2011), "-"),
    **dict.fromkeys((0x2019, 0x02BC), "'"),
    **dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF, 0x200E, 0x200F, 0x061C, 0x0640)),
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
}
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)[^\s\u3000-\uffef]+|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]+"
)
_LOST_SPACE: Final = re.compile(r"(?<=[^\W\d_]{3})\.(?=[A-Z][a-z])")  # "with us.We offer"
BULLET: Final = re.compile(r"\s*(?:[-*•·‣▪●○◦–—+>✓✔■□◆►]|\(?\d{1,2}[.)、]|[a-z]\))\s*")
_JUST_SPACE: Final = re.compile(r"[ \t\xa0]*")
_SENTENCE_END: Final = re.compile("[.!?:。]")
# What ends as a form of a word does and is a word of its own: a trade, a level.
_NO_FORMS: Final = frozenset({"accounting", "banking", "engineering", "marketing", "mastered", "mastering", "nursing"})
_ACRONYMS: Final = re.compile("[A-Z]{2,}s")  # GPUs
_AMOUNT: Final = re.compile(r"\d[\d.,]*(?:[kmhx]|st|nd|rd|th|년|개월)?", re.IGNORECASE)
_SEVERAL: Final = re.compile(r"\d[\d.,]*\+")

Key: TypeAlias = tuple[str, ...]


# --- languages ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a file of common words says, made ready. ``latin`` is whether its words are in Latin letters."""

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
    unread: re.Pattern[str] | None
    cut: re.Pattern[str] | None
    syllables: bool
    bare: bool
    latin: bool
    keys: dict[str, str] = field(default_factory=dict)  # of the words asked for so far: texts repeat theirs
    advert_keys: set[str] = field(default_factory=set)

    def key(self, word: str) -> str:
        """What the forms of a word have in common."""
        key = self.keys.get(word)
        if key is None:
            key = self.keys[word] = self._key(word)
        return key

    def _key(self, word: str) -> str:
        if word in _CASED:
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
        """The word without the longest suffix that leaves enough of it."""
        return next(
            (
                word[: -len(suffix)]
                for suffix in self.suffixes
                if word.endswith(suffix) and len(word) - len(suffix) >= self.shortest
            ),
            word,
        )

    def is_common(self, word: str) -> bool:
        """Whether a word says nothing of this job in particular. English function words are common everywhere."""
        if word in _CASED:
            return False
        form = folded(word)
        return form in self.words or self.is_advert(word) or (self.tag != "en" and form in load("en").words)

    def is_advert(self, word: str) -> bool:
        """Whether advertisements say it of every job. The English list has all forms: "applied" is not "apply"."""
        return folded(word) in self.advert or (self.tag != "en" and self.key(word) in self.advert_keys)

    def neutral(self, text: str) -> str:
        """The text without the endings that name every gender, or say nothing."""
        return self.unread.sub("", text) if self.unread else text

    def joins(self, word: str) -> bool:
        """Whether it belongs to the word after it."""
        form = folded(word)
        return form in self.joining or (self.tag != "en" and form in load("en").joining)


@cache
def load(tag: str) -> Lexicon:
    """The common words of a file."""
    data: dict[str, Any] = tomllib.loads((FILES / f"{tag}.toml").read_text(encoding="utf-8"))
    words = frozenset(map(folded, data["words"].split()))
    several = [word.replace("_", " ") for word in data["advert"].split() if "_" in word]
    lexicon = Lexicon(
        tag=tag,
        name=data["name"],
        words=words,
        advert=frozenset(map(folded, data["advert"].split())),
        required=_beginnings(data["required"]),
        optional=_beginnings(data["optional"]),
        suffixes=_longest_first(data.get("suffixes", "")),
        prefixes=_longest_first(data.get("prefixes", "")),
        shortest=data.get("shortest", 4),
        apostrophe=data.get("apostrophe", "keep"),
        joining=frozenset(map(folded, data.get("joining", "").split())),
        unread=_unread(data.get("gender", "").split(), data.get("tails", "").split()),
        cut=re.compile(rf"(?<!\w)(?:{'|'.join(several)})(?!\w)", re.IGNORECASE) if several else None,
        syllables=data.get("syllables", False),
        bare=data.get("bare", False),
        latin=any(word.isascii() for word in words),
    )
    lexicon.advert_keys.update(map(lexicon.key, lexicon.advert))
    return lexicon


def _unread(gender: Sequence[str], tails: Sequence[str]) -> re.Pattern[str] | None:
    found = []
    if gender:
        found.append(rf"(?<=[^\W\d_])(?:[*:_/·•]|/-|\()(?:{'|'.join(gender)})(?!\w)\)?")
    if tails:
        found.append(rf"(?<=[^\W\d_]{{4}})(?:{'|'.join(tails)})(?!\w)")
    return re.compile("|".join(found)) if found else None


def _longest_first(endings: str) -> tuple[str, ...]:
    return tuple(sorted(map(folded, endings.split()), key=len, reverse=True))


def _beginnings(phrases: Sequence[str]) -> re.Pattern[str]:
    """Finds words that begin so; in scripts without spaces, anywhere."""
    found = "|".join(re.escape(folded(phrase)) for phrase in phrases)
    return re.compile(found if re.match(f"[{UNSPACED}{_HIRAGANA}]", phrases[0]) else rf"(?<!\w)(?:{found})")


def for_language(tag: str) -> Lexicon:
    """The common words of the language that a BCP 47 tag names; raises CvgenError if there are none."""
    primary = re.split("[-_]", tag.strip().lower())[0]
    if primary in _EXTRA:
        return load(primary)
    base = language.load(tag).base
    return load(_FILE_OF.get(base, base))


def detect(sample: str, otherwise: str) -> tuple[Lexicon, int]:
    """The language whose common words a text has most of, and how many it has; ``otherwise`` if it has none."""
    counts = Counter(
        folded(part)
        for match in tokens().finditer(sample)
        if match.lastgroup == "word"
        for part in {match.group(), *match.group().split("'")}
    )
    hits: dict[str, int] = {}
    for path in FILES.glob("*.toml"):
        lexicon = load(path.stem)
        if path.stem in _CUT:
            hits[path.stem] = sum(1 for _ in _cutter(path.stem).finditer(sample))
        else:
            hits[path.stem] = sum(counts[word] for word in lexicon.words | lexicon.advert)
    own = for_language(otherwise)
    best = max(hits, key=lambda tag: (hits[tag], tag == own.tag, tag == "en", tag))
    return (load(best), hits[best]) if hits[best] else (own, 0)


@cache
def _cutter(tag: str) -> re.Pattern[str]:
    """Finds the common words of a language without spaces."""
    lexicon = load(tag)
    return re.compile("|".join(sorted(lexicon.words | lexicon.advert, key=len, reverse=True)))


def fragments(run: str, tag: str) -> list[str]:
    """What stands between the common words of a run without spaces; ``tag`` is the text's language."""
    if re.match(f"[{_THAI}]", run):
        tag = "th"
    elif re.match(f"[{_KATAKANA}]", run):
        tag = "ja"
    return _cutter(tag if tag in _CUT else "zh-Hans").split(run)


def folded(text: str) -> str:
    """Without what differs by case or by habit: Turkish dots on i, vowel marks of Arabic and Hebrew, joiners."""
    text = unicodedata.normalize("NFC", text.casefold()).replace("i\u0307", "i").replace("\u0131", "i")
    return text if text.isascii() else re.sub("[\u0591-\u05c7\u064b-\u0652\u200c\u200d]", "", text)


def _english(word: str) -> str:
    """What is left of an English word without the endings of number and tense; not a word itself."""
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


# --- words ----------------------------------------------------------------------------------------


@cache
def tokens() -> re.Pattern[str]:
    """Finds each ``word``, with what belongs to names such as C++ or Node.js, and each ``run`` without spaces."""
    # Python's \w leaves out the vowel signs of Indic and other scripts.
    marks = "".join(
        chr(code)
        for code in range(0x300, 0xFE30)
        if unicodedata.category(chr(code)) in {"Mn", "Mc"} and not 0xE00 <= code <= 0xEFF
    )
    # (Python 3.11.2 reads possessive groups wrongly; here, each part begins with what the one before cannot end with.)
    letter = rf"[^\W_{UNSPACED}{_HIRAGANA}]"
    atom = rf"{letter}+(?:[{marks}\u200c\u200d]+{letter}*)*(?:(?:\+\+?|#)(?![\w+#]))?"
    runs = "|".join(f"[{script}]+" for script in _SCRIPTS)
    few = r"[A-Z]{1,3}"
    return re.compile(
        rf"(?P<run>{runs})"
        rf"|(?P<word>(?<![\w&/]){few}&{few}(?![\w&/])"  # R&D
        rf"|(?<![\w&/])(?=[A-Z/]{{3,6}}(?![\w+#/])){few}/{few}"  # CI/CD, A/B, TCP/IP
        rf"|(?:(?<![\w.])\.(?=(?i:net)\b))?{atom}(?:[-.'_]{atom})*)"
    )


def plain(text: str) -> str:
    """The text in the characters that words are looked for in, without addresses."""
    text = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return _LOST_SPACE.sub(". ", _ADDRESS.sub(" , ", text))


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands: ``keys`` are those of its parts between hyphens, ``joined`` is its key without any.

    ``joins`` is whether it belongs to the word after it, ``alone`` whether it may be a term without that.
    """

    text: str
    keys: Key
    joined: str
    joins: bool = False
    alone: bool = True


class Stop(Enum):
    """What parts words from each other."""

    COMMON = "a common word"
    MARK = "a punctuation mark"
    END = "the end of a sentence"


def words(token: str, lexicon: Lexicon) -> Iterator[Word]:
    """The words in a token: one, or several where an apostrophe or many hyphens join them."""
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


def _telling(word: Word, lexicon: Lexicon) -> Word | None:
    """The word, in Python-Kenntnisse without the part that says nothing; None if no part says anything."""
    joins = lexicon.joins(word.text)
    if not _can_tell(word.text) or lexicon.is_common(word.text):
        return replace(word, joins=True, alone=False) if joins else None
    parts = re.split("[-_/]", word.text)
    if all(map(lexicon.is_common, parts)) or all(map(_AMOUNT.fullmatch, parts)):
        return None
    kept = list(parts)
    while lexicon.tag != "en" and len(kept) > 1 and lexicon.is_advert(kept[-1]):  # open-source is English
        kept.pop()
    if len(kept) < len(parts):
        text = "-".join(kept)
        return _word(kept, text, lexicon) if _can_tell(text) and not lexicon.is_common(text) else None
    return replace(word, joins=True) if joins else word


def _can_tell(text: str) -> bool:
    """Whether a word may be a term: no number or amount, no letter alone, and no two small letters of ASCII."""
    if text in _CASED:
        return True
    if len(text) < 2 or _AMOUNT.fullmatch(text) or not any(map(str.isalpha, text)):
        return False
    return len(text) > 2 or any(not letter.islower() or not letter.isascii() for letter in text)


def parts(line: str, lexicon: Lexicon, known: dict[str, list[Word | Stop]]) -> Iterator[Word | Stop | str]:
    """What a line is made of: words that tell, what parts them, and runs without spaces.

    ``known`` holds what was found in the tokens of lines before.
    """
    line = lexicon.neutral(line)
    if lexicon.cut:
        line = lexicon.cut.sub(",", line)
    bullet = BULLET.match(line)
    end = bullet.end() if bullet else 0
    several = ""  # such as 5+
    for match in tokens().finditer(line, end):
        gap, token = line[end : match.start()], match.group()
        end = match.end()
        apart = not _JUST_SPACE.fullmatch(gap)
        if several and (apart or match.lastgroup == "run"):
            yield Word(several, (several,), several)
            several = ""
        if apart:
            yield Stop.END if _SENTENCE_END.search(gap) else Stop.MARK
        if match.lastgroup == "run":
            yield token
        elif _SEVERAL.fullmatch(token):
            several = token
        elif several:  # "5+ years" is a term, though "years" are none
            for word in words(token, lexicon):
                yield Word(f"{several} {word.text}", (several, *word.keys), several + word.joined)
                break
            several = ""
        else:
            if token not in known:
                known[token] = [_telling(word, lexicon) or Stop.COMMON for word in words(token, lexicon)]
            yield from known[token]
    if several:
        yield Word(several, (several,), several)
