"""What three independent extractors read in a PDF."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pdfminer.high_level
import pypdf

# Fields that do not print as they stand: dates print in words, some only choose or lead somewhere.
_NOT_PRINTED = {
    "birthDate", "corresponding", "date", "design", "endDate", "equalContribution", "expected", "image", "kind",
    "me", "priority", "releaseDate", "startDate", "url",
}  # fmt: skip

_HAN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7ff]")


def _pdftotext(pdf: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def _pypdf(pdf: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)


def _pdfminer(pdf: Path) -> str:
    return str(pdfminer.high_level.extract_text(pdf))


EXTRACTORS: Mapping[str, Callable[[Path], str]] = {
    "pdftotext": _pdftotext,
    "pypdf": _pypdf,
    "pdfminer.six": _pdfminer,
}


def words(text: str) -> list[str]:
    """The words of a text, composed."""
    return unicodedata.normalize("NFC", text).split()


def printed_words(data: Any, *but: str) -> list[str]:
    """The words of a profile's data that print, with markup taken off by rules of this test's own.

    ``but`` are keys of fields that do not print either.
    """
    if isinstance(data, dict):
        fields = (value for key, value in data.items() if key not in {*_NOT_PRINTED, *but})
        return [word for value in fields for word in printed_words(value, *but)]
    if isinstance(data, list):
        return [word for item in data for word in printed_words(item, *but)]
    text = re.sub(r"\[([^\]]*)\]\((?:https?://|mailto:)[^)]*\)", r"\1", str(data))
    return words(re.sub(r"\*+(?=\S)|(?<=\S)\*+|`", "", text))


def years(data: Any) -> set[str]:
    """The years in the dates of a profile's data."""
    if isinstance(data, dict):
        own = {y for key, value in data.items() if "date" in key.lower() for y in re.findall(r"\d{4}", str(value))}
        return own.union(*(years(value) for value in data.values()))
    if isinstance(data, list):
        return set().union(*map(years, data))
    return set()


def not_found(wanted: list[str], text: str) -> list[str]:
    """The wanted words that stand in no word of the text, nor in a word broken at a line's end."""
    found = set(words(text))
    joined = "".join(words(text))
    lines = [line.strip() for line in unicodedata.normalize("NFC", text).splitlines()]

    def broken(word: str, at: int) -> bool:
        return any(line.endswith(word[:at]) for line in lines) and any(line.startswith(word[at:]) for line in lines)

    def stands(word: str) -> bool:
        if word in found or any(word in each for each in found):
            return True
        # Long words may break, and so may Chinese between any two characters; but no space comes into Chinese.
        if _HAN.search(word):
            return any(broken(word, at) for at in range(1, len(word)))
        return len(word) > 28 and word in joined

    return [word for word in wanted if not stands(word)]
