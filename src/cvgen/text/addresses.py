"""Reads identifiers and phone numbers in the forms in which people type them, and returns the one that works.

A function returns None for a text that it cannot read. Forms: doi.org, arxiv.org/help/arxiv_identifier, RFC 3966.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_DOI: Final = re.compile(
    r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:)?\s*(10\.\d{4,}[\d.]*/\S+)", re.IGNORECASE | re.ASCII
)
_ARXIV: Final = re.compile(
    r"(?:(?:https?://)?(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:)?\s*"
    r"(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)(?:\.pdf)?/?(?:\s*\[[\w.-]+\])?",
    re.IGNORECASE | re.ASCII,
)

# A phone number: a word before it such as "Mobile:", and an extension or a note after it.
_LABEL: Final = re.compile(r"\A(?:tel:|[^\W\d_][^\W\d_ ./-]*[.:]+\s*|[^\W\d_]{3,}\s+(?=[+(0]))+", re.IGNORECASE)
_EXTENSION: Final = re.compile(
    r"[\s,;(]*(?:\b(?:extension|extn?|durchwahl|dw|poste|anexo|ramal|int|доб)\b\.?|(?<=[\d\s)])x|;ext=|#)"
    r"[\s:.]*(\d{1,7})\)?\s*\Z",
    re.IGNORECASE,
)
_NOTE: Final = re.compile(r"\s*[(\[][^()\[\]\d]*[^\W\d_][^()\[\]\d]*[)\]]")
_TRUNK_ZERO: Final = re.compile(r"(\+[^(]*)\(0\)")  # "+44 (0)20": not dialled from abroad
_ABROAD: Final = re.compile(r"00(?=[1-9]\d{7})")  # what is dialled for "+" in most countries
_BETWEEN: Final = re.compile(r"[\s()./\u2010-\u2015\u2212\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069-]+")
_DIGITS: Final = range(1, 16)  # how many a number has, at most by E.164


def doi(text: str) -> str | None:
    """Return the bare DOI (``10.1000/182``) of a DOI with ``doi:`` or ``https://doi.org/`` before it."""
    match = _DOI.fullmatch(text.strip())
    return match[1] if match else None


def arxiv(text: str) -> str | None:
    """Return the bare number (``2506.15251``, ``math.GT/0309136``) of an identifier or an address of arXiv's."""
    match = _ARXIV.fullmatch(text.strip())
    return match[1] if match else None


def telephone(text: str) -> str | None:
    """Return the address that dials a phone number: ``tel:+15550100;ext=12``."""
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() and c.isdecimal() else c for c in text)
    text = unicodedata.normalize("NFKC", text).strip()
    text = _LABEL.sub("", text)
    extension = ""
    if match := _EXTENSION.search(text):
        text, extension = text[: match.start()], f";ext={match[1]}"
    text = _BETWEEN.sub("", _TRUNK_ZERO.sub(r"\1", _NOTE.sub("", text)))
    number = _ABROAD.sub("+", text, count=1) if text.startswith("00") else text
    if not re.fullmatch(r"\+?\d+", number, re.ASCII) or len(number.lstrip("+")) not in _DIGITS:
        return None
    return f"tel:{number}{extension}"
