"""Finds texts that are hidden where others repeat them, in the forms in which people write them.

Names in any order and with initials, phone numbers with other separators, dates in words, addresses in small letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from cvgen.text import names

HIDDEN: Final = "[…]"
_SHORTEST: Final = 3  # characters of a secret that is looked for; fewer are parts of other words
_LOCAL: Final = 7  # digits by which a phone number is known, whatever stands before them
_FEW_DIGITS: Final = re.compile(r"[\d.,/ -]{0,7}")  # a year, a rank: such figures stand in a CV for other reasons
_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_BETWEEN_DIGITS: Final = r"[\s()./\u2010-\u2015\u2212-]*"
_UNSEEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_LINK: Final = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\(([^()\s]*)\)")
_ADDRESS: Final = re.compile(
    r"(?:[a-z]+://|www\.|mailto:|tel:)[^\s<>\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s<>\"]*)?",
    re.IGNORECASE,
)
_TITLES: Final = re.compile(r"(?:(?:Prof|Dr|Mr|Mrs|Ms)\b\.?\s+)+")
_WHOLE: Final = 5  # letters of a name that stand for it inside a longer word of an address


class Secrets:
    """Says where a text has something that is hidden."""

    def __init__(self, texts: Iterable[tuple[str, str]], own_names: Iterable[str]) -> None:
        """Take the hidden texts with the field of each, and the names of a person who stays unknown."""
        own = sorted(dict.fromkeys(own_names))
        forms = [form for field, text in texts for form in _forms(field, _seen(text))]
        forms += [form for name in own for form in _name_forms(_seen(name))]
        forms = sorted(dict.fromkeys(forms), key=len, reverse=True)  # the first that matches is taken
        parts = [part for name in own for part in _parts(names.parts(_seen(name)))]
        given = [part for name in own for part in _parts(names.parts(_seen(name))[:-1])]
        self._forms = re.compile("|".join(forms)) if forms else None
        self._parts = re.compile("|".join(parts)) if parts else None
        self._given = re.compile("|".join(given)) if given else None
        self._words = frozenset(word for name in own for word in _address_words(name))

    def without(self, text: str, *, is_name: bool = False) -> str:
        """Return a text with a mark in place of each secret; a link to one is its text.

        ``is_name`` means that the text is somebody's name: others may have the family name of the person.
        """
        seen = _seen(text)
        result = _LINK.sub(lambda match: match[1] if self.in_address(match[2]) else match[0], seen)
        result = _ADDRESS.sub(self._address, result)
        is_other = is_name and len(names.parts(text)) > 1
        for pattern in (self._forms, self._given if is_other else self._parts):
            if pattern:
                result = pattern.sub(HIDDEN, result)
        return text if result == seen else result

    def in_address(self, address: str) -> bool:
        """Return whether an address, a DOI or the path of a file tells a secret."""
        address = _seen(address)
        if any(pattern and pattern.search(address) for pattern in (self._forms, self._parts)):
            return True
        if not self._words:
            return False
        words = [names.plain(word) for word in re.findall(r"[^\W\d_]+", address)]
        return any(own in words or (len(own) >= _WHOLE and any(own in word for word in words)) for own in self._words)

    def _address(self, match: re.Match[str]) -> str:
        address = match[0].rstrip(".,;:!?)]*_")
        return HIDDEN + match[0][len(address) :] if self.in_address(address) else match[0]


def _seen(text: str) -> str:
    """Return a text as readers see it: composed, without characters that show nothing."""
    return unicodedata.normalize("NFC", text).translate(_UNSEEN)


def _forms(field: str, text: str) -> Iterator[str]:
    """Yield patterns for the forms of a hidden text."""
    text = text.strip()
    if field == "network" or len(text) < _SHORTEST:
        return
    if field == "phone":
        yield from _phone(text)
    elif day := _DAY.fullmatch(text):
        yield from _date(*day.groups())
    elif _FEW_DIGITS.fullmatch(text):
        return
    elif field == "username":
        yield _word(text, any_case=True)
    else:
        yield _word(text, any_case="@" in text or "/" in text)
        bare = _TITLES.sub("", text)
        if bare != text:
            yield _word(bare)
    if field == "url":
        yield _word(re.sub(r"^https?://(www\.)?|/$", "", text), any_case=True)


def _phone(text: str) -> Iterator[str]:
    digits = re.sub(r"\D", "", text)
    if len(digits) <= _SHORTEST:
        return
    local = _BETWEEN_DIGITS.join(digits[-_LOCAL:])
    before = r"(?:\+?[(\d][\d\s()./\u2010-\u2015\u2212-]{0,14})?" if len(digits) > _LOCAL else ""
    yield rf"(?<![\w+]){before}{local}(?!\d)"


def _date(year: str, month: str, day: str) -> Iterator[str]:
    """Yield patterns for a day in figures, in either order, and in words."""
    month, day, gap = f"0?{int(month)}", f"0?{int(day)}", r"[\s./-]+"
    for one, other in ((day, month), (month, day)):
        yield rf"(?<!\d){one}{gap}{other}{gap}{year}(?!\d)"
    yield rf"(?<!\d){year}[\s./\u5e74\ub144-]+{month}[\s./\u6708\uc6d4-]+{day}(?!\d)[\u65e5\uc77c]?"
    word = r"(?:de\s+)?[^\W\d_]+\.?"
    yield rf"(?<!\d){day}[^\W\d_]{{0,2}}\.?\s+{word},?\s+(?:de\s+)?{year}(?!\d)"
    yield rf"(?<!\w)[^\W\d_]+\.?\s+{day}[^\W\d_]{{0,2}},?\s+{year}(?!\d)"


def _name_forms(name: str) -> Iterator[str]:
    """Yield patterns for the forms of a name: whole, in either order, and with an initial."""
    yield _word(name.strip(), any_case=True)
    parts = names.parts(name)
    if len(parts) > 1:
        first, last = parts[0], parts[-1]
        for one, other in ((first, last), (last, first)):
            yield rf"(?<![^\W_])(?i:{_letters(one)},?[\s._-]+{_letters(other)})(?![^\W_])"
        yield rf"(?<!\w){first[0]}\.\s*{_letters(last)}(?!\w)"
        yield rf"(?<!\w){_letters(last)},?\s+{first[0]}\."


def _parts(parts: Iterable[str]) -> Iterator[str]:
    """Yield patterns for each part of a name, as a name or in capitals."""
    for part in parts:
        if len(part) >= _SHORTEST:
            yield from map(_word, dict.fromkeys((part, part.upper(), part.title() if part.isupper() else part)))


def _address_words(name: str) -> Iterator[str]:
    """Yield what a name becomes in addresses."""
    parts = [re.sub(r"\W", "", names.plain(part)) for part in names.parts(name)]
    yield from (part for part in parts if len(part) >= _SHORTEST)
    if len(parts) > 1:
        first, last = parts[0], parts[-1]
        together = (first + last, last + first, first[0] + last, last + first[0], "".join(parts))
        yield from (word for word in together if len(word) >= _SHORTEST)


def _word(secret: str, *, any_case: bool = False) -> str:
    """Return a pattern for a secret with any white space in it, as a whole word if its script divides words."""
    words = r"\s+".join(map(_letters, secret.split()))
    if any_case:  # "Will" and "will" are two words
        words = f"(?i:{words})"
    if names.is_without_spaces(secret):
        return words
    return (r"(?<![^\W_])" if secret[:1].isalnum() else "") + words + (r"(?![^\W_])" if secret[-1:].isalnum() else "")


def _letters(word: str) -> str:
    """Return a pattern for a word with or without its accents, and with backslashes that keep marks from being markup."""
    return "".join(_letter(char) for char in word)


def _letter(char: str) -> str:
    base = unicodedata.normalize("NFKD", char)[0]
    if base != char and char.isalpha():
        return f"[{char}{base}]"
    if char.isalnum():
        return char
    return rf"\\?{re.escape(char)}"
