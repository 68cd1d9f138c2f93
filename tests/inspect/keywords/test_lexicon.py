"""The lists of common words, and the language that they tell."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cvgen.data import assets
from cvgen.diagnostics import CvgenError
from cvgen.inspect.keywords.lexicon import lexicon_for
from cvgen.inspect.keywords.matching import compare
from cvgen.inspect.keywords.text_report import as_text
from cvgen.text import language
from tests.inspect.keywords.documents import SENTENCES, cv


@pytest.mark.parametrize("tag", SENTENCES)
def test_the_language_is_the_one_with_the_most_common_words(tag: str) -> None:
    coverage = compare(SENTENCES[tag], cv("x"))
    assert coverage.language == tag
    assert coverage.detected is not None


def test_a_given_language_is_not_questioned() -> None:
    coverage = compare(SENTENCES["en"], cv("x"), "de-AT")
    assert (coverage.language, coverage.detected) == ("de", None)


def test_a_text_without_common_words_is_in_the_language_of_the_cv() -> None:
    coverage = compare("Kubernetes", cv("x", language_tag="pt-BR"))
    assert (coverage.language, coverage.detected) == ("pt", None)


def test_an_unknown_language_is_an_error_with_a_hint() -> None:
    with pytest.raises(CvgenError) as caught:
        compare("x", cv("x"), "germann")
    assert caught.value.diagnostics[0].hint is not None


def test_another_language_than_the_cvs_is_told() -> None:
    note = "The CV is in another language"
    assert note in " ".join(as_text(compare("Python", cv("x"), "de")).split())
    assert note not in " ".join(as_text(compare("Python", cv("x"), "en")).split())


@pytest.mark.parametrize("tag", language.names())
def test_every_language_has_common_words(tag: str) -> None:
    lexicon = lexicon_for(tag)
    least = (80, 40) if tag in {"en", "de", "fr", "es", "it", "pt", "nl"} else (40, 40)
    assert (len(lexicon.words) >= least[0], len(lexicon.advert) >= least[1]) == (True, True)


@pytest.mark.parametrize("path", sorted(assets.STOP_WORDS.glob("*.toml")), ids=lambda path: path.stem)
def test_no_word_is_listed_twice(path: Path) -> None:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    listed = [*data["words"].split(), *data["advert"].split()]
    assert sorted({word for word in listed if listed.count(word) > 1}) == []
