"""Says whether two names may be the same person's, in the forms that papers print: initials, order, accents, particles.

The forms of one name: Maria A. García López, M. A. Garcia Lopez, García López MA, García-López, Maria; 王鲁宁; Luning Wang,
Wang Luning, Lu-Ning Wang. A form may leave parts out, but no part may be another one: M. B. García is someone else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

_Parts: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]  # given names or their initials, and family names

_TITLES: Final = frozenset(
    [
        "dr",
        "dipl",
        "ing",
        "phd",
        "ph",
        "d",
        "md",
        "msc",
        "bsc",
        "ba",
        "ma",
        "mba",
        "prof",
        "professor",
        "mr",
        "mrs",
        "ms",
        "mx",
        "sir",
        "dame",
        "jr",
        "sr",
        "ii",
        "iii",
        "iv",
        "habil",
    ]
) - {"d", "ma", "ba"}  # which are initials as well
_PARTICLES: Final = frozenset(
    [
        "al",
        "bin",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "ibn",
        "la",
        "le",
        "ten",
        "ter",
        "van",
        "von",
        "y",
        "zu",
        "zum",
        "zur",
    ]
)
_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i", "ħ": "h"}
)
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})
_LONGEST_INITIALS: Final = 3  # capitals in a row that are initials: MA García


def is_same(form: str, name: str) -> bool:
    """Return whether ``form`` is a form of ``name``; both have a given name, or an initial, and a family name."""
    if plain(form) == plain(name):
        return bool(plain(form))
    if is_without_spaces(name) or is_without_spaces(form):
        return plain(form).replace(" ", "") == plain(name).replace(" ", "")
    return any(
        _is_same(one, other, full=not re.search(r"[,.]", form))
        for spelt in (str, _with_umlauts)
        for one in _divisions(spelt(form))
        for other in _divisions(spelt(name))
    )


def _is_same(form: _Parts, name: _Parts, *, full: bool) -> bool:
    (given, family), (own_given, own_family) = form, name
    if not _same_family(family, own_family):
        return full and sorted((*given, *family)) == sorted((*own_given, *own_family))
    return _same_given(given, own_given)


def _same_family(family: tuple[str, ...], own: tuple[str, ...]) -> bool:
    """Return whether family names are the same, or the first of several."""
    return "".join(family) == "".join(own) or (len(family) < len(own) and family == own[: len(family)])


def _same_given(given: tuple[str, ...], own: tuple[str, ...]) -> bool:
    if "".join(given) == "".join(own):
        return True  # Lu-Ning, Luning
    for one, other in zip(given, own, strict=False):
        if one != other and not (min(len(one), len(other)) == 1 and one[0] == other[0]):
            return False
    extra = given[len(own) :]
    if not extra or given[0] == own[0]:
        return True
    # L. N. for Luning: the initials of its syllables.
    return len(own) == 1 and len(own[0]) > 1 and all(len(each) == 1 and each in own[0][1:] for each in extra)


def parts(name: str) -> list[str]:
    """Return the given and family names in a name, without titles, particles and initials of one letter."""
    return [token for token in _tokens(name) if token.casefold() not in _PARTICLES and len(token) > 1]


def _divisions(name: str) -> Iterator[_Parts]:
    """Yield the ways in which a name can be given names and family names."""
    before, comma, after = name.partition(",")
    if comma and _tokens(after):
        yield _given(_tokens(after)), _family(_tokens(before))
        return
    tokens = _tokens(name)
    for i in range(1, len(tokens)):
        first, last = tokens[:i], tokens[i:]
        if not any(map(_are_initials, last)):
            yield _given(first), _family(last)
        if all(map(_are_initials, last)) and not any(map(_are_initials, first)):
            yield _given(last), _family(first)


def _tokens(name: str) -> list[str]:
    """Return the parts of a name as typed, without titles."""
    name = re.sub(r"\bPh\.? ?D\b\.?|\bM\.D\.", "", name)
    tokens = re.findall(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*", name)
    return [token for token in tokens if token.casefold() not in _TITLES or _are_initials(token)]


def _are_initials(token: str) -> bool:
    return len(token) == 1 or (len(token) <= _LONGEST_INITIALS and token.isupper() and token.casefold() not in _TITLES)


def _given(tokens: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for token in tokens for each in (plain(token) if _are_initials(token) else [plain(token)]))


def _family(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return family names without particles, unless they have nothing else."""
    family = tuple(map(plain, tokens))
    return tuple(token for token in family if token not in _PARTICLES) or family


def plain(text: str) -> str:
    """Return a text in small letters without accents, and without dots and hyphens."""
    small = " ".join(text.split()).casefold().translate(_LETTERS)
    letters = (char for char in unicodedata.normalize("NFKD", small) if not unicodedata.combining(char))
    return re.sub(r"[.'\u2019\u2010-]", "", "".join(letters))


def _with_umlauts(name: str) -> str:
    return unicodedata.normalize("NFC", name).translate(
        {**_UMLAUTS, **{k - 32: v.title() for k, v in _UMLAUTS.items()}}
    )


def is_without_spaces(name: str) -> bool:
    """Return whether a name is of a script that does not divide it: Chinese, Japanese, Korean."""
    return any("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" for char in name)
