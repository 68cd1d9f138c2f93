"""Real files of other tools become profiles that render, and every word of theirs is on the page."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from cvgen.importers import conversion
from cvgen.importers.node import is_empty
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from cvgen.steps import profile as profile_step
from cvgen.steps import source as source_step
from tests.conftest import STYLES, tex
from tests.importers.imports import imported, refused

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FOLDERS = ("jsonresume", "rendercv", "yamlresume")
FILES = [
    path for folder in FOLDERS for path in sorted((CORPUS / folder).glob("*.*")) if not path.name.startswith("test-")
]
# A file in a style, each style with some files; and all files in all styles, which take minutes.
USUAL = {(path.stem, STYLES[i % len(STYLES)]) for i, path in enumerate(FILES)}
PAGES = [
    pytest.param(
        path, style, id=f"{path.stem}-{style}", marks=() if (path.stem, style) in USUAL else pytest.mark.exhaustive
    )
    for path in FILES
    for style in STYLES
]
needs_corpus = pytest.mark.skipif(
    not FILES, reason="the files of other tools are in ../shared/corpus, which is not here"
)

# What a file says without words that print: places of links, dates, words of closed lists, the look.
_NO_WORDS = frozenset({
    "$schema", "countryCode", "country", "date", "degree", "design", "email", "endDate", "end_date", "fluency", "image",
    "keywords", "language", "level", "locale", "meta", "network", "phone", "photo", "picture", "reversed_number", "doi",
    "releaseDate", "settings", "startDate", "start_date", "url", "username", "website", "flavor", "years",
})  # fmt: skip


@cache
def cases(name: str) -> dict[str, Any]:
    path = CORPUS / "jsonresume" / name
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_real_file_becomes_a_valid_profile(path: Path) -> None:
    made = conversion.convert(path)
    written = source_step.parse(made.to_yaml(), Path("x.yaml"))
    assert profile_step.validate(written).data == made.source.data


@needs_corpus
@pytest.mark.parametrize("case", list(cases("test-work.json")))
def test_each_case_of_a_job_is_valid_or_says_nothing(case: str) -> None:
    data = {"basics": {"name": "Ada"}, **cases("test-work.json")[case]}
    made = imported(data, "json-resume")
    assert ("sections" in made.source.data) is not is_empty(data["work"])


@needs_corpus
def test_dates_are_those_that_the_schema_allows() -> None:
    dates = cases("test-dates.json")
    for name, date in dates.items():
        data = {"basics": {"name": "Ada"}, "work": [{"name": "Mill", "startDate": date}]}
        if name == "invalid":
            assert [each.code for each in refused(data)] == ["date-format"]
        else:
            assert imported(data).source.data["sections"][0]["entries"][0]["startDate"] == date


@needs_corpus
@pytest.mark.parametrize(("path", "style"), PAGES)
def test_every_word_of_a_real_file_is_on_the_page(path: Path, style: str, tmp_path: Path) -> None:
    result = rendering.render(Request(path, style, tmp_path, ("pdf",)), tex())
    with pypdfium2.PdfDocument(result.files[0]) as pdf:
        pages = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    on_page = folded(pages)
    missing = [word for word in words(source_step.read(path).data) if folded(word) not in on_page]
    assert missing == []


def words(data: Any, key: str = "") -> Iterator[str]:
    """Yield the words of a file that a page must have."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in _NO_WORDS:
                if name.islower() and key == "sections":
                    yield from name.split("_")
                yield from words(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from words(value, key)
    elif isinstance(data, str):
        text = re.sub(r"\]\([^)]*\)", " ", data)
        yield from (word for word in re.findall(r"[\w&+#%.-]+", text) if re.search(r"\w", word))


def folded(text: str) -> str:
    """Return a text without what layouts change: case, hyphens, and how glyphs are put together."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s\-\u00ad\u2010-\u2015\u2212.&_]+", "", text)
