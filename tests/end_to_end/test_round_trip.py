"""Extractors read back every word of a document, in its order.

The exhaustive runs take every profile, language, style and extractor together; the others each at least once.
docs/trust.md has the same as a table.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from cvgen.look import design, styles
from cvgen.steps import document as document_step
from cvgen.steps.document.model import Document, Entry, Section
from cvgen.steps.profile import load as load_profile
from cvgen.text import language
from tests.conftest import PEOPLE, SAMPLES, STYLES, Render
from tests.end_to_end.extraction import (
    EXTRACTORS,
    STRUCTURE_READERS,
    Column,
    Passage,
    columns,
    document_words,
    letters,
    read_back,
)

# Which extractors give the words in their order, style by style. pypdf, pdfium and MuPDF go by the order in which a
# page is drawn, which is the document's; a column beside the text comes after it, page by page. The other two go by
# where words stand: a date or a label of two lines in a column beside the text is mixed with it.
ALL: frozenset[str] = frozenset(EXTRACTORS)
DRAWN: frozenset[str] = frozenset({"pypdf", "pypdfium2", "PyMuPDF"})
IN_ORDER: Mapping[str, frozenset[str]] = {
    "academic": ALL,
    "classic": ALL,
    "compact": ALL,
    "portfolio": DRAWN,
    "sidebar": DRAWN,
    "timeline": DRAWN,
}
# Where a line of Chinese has no font with a space in it, a gap cannot be filled.
NOT_IN_ORDER = {
    ("zh-Hans", "classic", "pdfminer.six"),
    ("zh-Hans", "compact", "pdfminer.six"),
    ("zh-Hant", "classic", "pdfminer.six"),
    ("ja", "compact", "pdfminer.six"),
    # A date beside the first of two lines is read between them by those that go by where words stand.
    ("rowan-placeholder", "classic", "pdftotext"),
}
BESIDE = {"sidebar"}  # styles with a second column

# The least share of a profile's words that each extractor finds in languages whose letters join, change places or
# run from right to left, as typed or backwards; in any style, in any order. What is not here is not promised.
LETTERS: Mapping[str, Mapping[str, float]] = {
    "ar": {"pdftotext": 0.75, "pypdf": 0.85, "pdfminer.six": 0.85, "pypdfium2": 0.85, "PyMuPDF": 0.55},
    "fa": {"pdftotext": 0.8, "pypdf": 0.6, "pdfminer.six": 0.8, "pypdfium2": 0.8, "PyMuPDF": 0.55},
    "he": {"pdftotext": 0.8, "pypdf": 0.8, "pdfminer.six": 0.95, "pypdfium2": 0.95, "PyMuPDF": 0.55},
    "hi": dict.fromkeys(EXTRACTORS, 0.6),
}

EVERYWHERE: Mapping[str, Collection[str]] = dict.fromkeys(STYLES, EXTRACTORS)
WHOLE = [*PEOPLE, SAMPLES / "every-kind.yaml"]
SPOKEN = [SAMPLES / "languages" / f"{tag}.yaml" for tag in language.names() if tag not in LETTERS]
JOINED = [SAMPLES / "languages" / f"{tag}.yaml" for tag in LETTERS]
USUAL = {"en", "zh-Hans", "ja", "ko", "el", "ru"}  # the scripts


def cases(
    profiles: list[Path],
    usual: set[str],
    promised: Mapping[str, Collection[str]],
    readers: Collection[str] = tuple(EXTRACTORS),
) -> list[object]:
    """Return all profiles in all styles, by the ``readers`` that are ``promised`` for the style.

    The default run has those that are ``usual``, each in one style: the styles go round.
    """
    few = {(path, STYLES[i % len(STYLES)]) for i, path in enumerate(profiles) if path.stem in usual}
    return [
        pytest.param(
            path,
            style,
            extractor,
            marks=[] if (path, style) in few else pytest.mark.exhaustive,
            id=f"{path.stem}-{style}-{extractor}",
        )
        for path, style in itertools.product(profiles, STYLES)
        for extractor in readers
        if extractor in promised[style]
        and (promised is not IN_ORDER or (path.stem, style, extractor) not in NOT_IN_ORDER)
    ]


ARGUMENTS = ("profile", "style", "extractor")
USUAL_ONES = {path.stem for path in WHOLE} | USUAL
each_document = pytest.mark.parametrize(ARGUMENTS, cases([*WHOLE, *SPOKEN], USUAL_ONES, EVERYWHERE))
each_in_order = pytest.mark.parametrize(ARGUMENTS, cases([*WHOLE, *SPOKEN], USUAL_ONES, IN_ORDER))
each_joined = pytest.mark.parametrize(ARGUMENTS, cases(JOINED, set(LETTERS), EVERYWHERE))


@cache
def read(extractor: str, pdf: Path) -> str:
    return EXTRACTORS[extractor](pdf)


def built(profile: Path, style: str) -> tuple[Document, tuple[Column, ...]]:
    valid = load_profile(profile)
    document = document_step.build(valid)
    return document, columns(document, design.resolve(styles.load(style), *valid.design), beside=style in BESIDE)


@each_document
def test_every_word_is_read_as_often_as_it_is_printed(
    rendered: Render, profile: Path, style: str, extractor: str
) -> None:
    wanted = built(profile, style)[1]
    assert [*read_back(read(extractor, rendered(profile, style).pdf), wanted).missing] == []


@each_in_order
def test_words_come_in_the_order_of_the_document(rendered: Render, profile: Path, style: str, extractor: str) -> None:
    wanted = built(profile, style)[1]
    assert read_back(read(extractor, rendered(profile, style).pdf), wanted).displaced == ()


@each_in_order
def test_nothing_is_read_twice_or_from_elsewhere(rendered: Render, profile: Path, style: str, extractor: str) -> None:
    document, wanted = built(profile, style)
    added = read_back(read(extractor, rendered(profile, style).pdf), wanted).added
    own = set(cvgens_own(document))
    assert [word for word in added if not {word, word.rstrip(",:")} & own] == []


def cvgens_own(document: Document) -> Iterator[str]:
    """Return what cvgen prints of itself: marks and numbers of lists, names and titles at pages' ends and in contents.

    A network is named where a style has no icon for it.
    """
    yield from "•·|—–*†。"
    yield from (f"{n}{stop}" for n in range(100) for stop in ("", "."))
    networks = [each.network for each in document.person.contacts if each.network]
    texts = [document.person.name, *networks, *titles(document.sections)]
    yield from (word for text in texts for word in document_words(str(text)))
    yield from (word for word in document_words(document.language.words["contents"]))
    shown = document.language.words["pageOf"]
    yield from (w for n in range(10) for of in range(n, 10) for w in document_words(shown.format(page=n, pages=of)))


def titles(node: object) -> Iterator[object]:
    """Return the titles of sections and projects, which tables of contents have."""
    if isinstance(node, tuple):
        for part in node:
            yield from titles(part)
    elif isinstance(node, Section):
        yield node.title
        yield from titles(node.blocks)
        yield from titles(node.sections)
    elif isinstance(node, Entry):
        yield node.title
        yield from titles(node.entries)


@each_joined
def test_words_of_other_scripts_are_found(rendered: Render, profile: Path, style: str, extractor: str) -> None:
    least = LETTERS[profile.stem].get(extractor, 0.0)
    found = letters(read(extractor, rendered(profile, style).pdf), built(profile, style)[1])
    assert (found.as_typed + found.reversed) / found.wanted >= least


each_structure = pytest.mark.parametrize(
    ARGUMENTS, cases([*WHOLE, *SPOKEN], USUAL_ONES, dict.fromkeys(STYLES, STRUCTURE_READERS), STRUCTURE_READERS)
)


@each_structure
def test_every_word_is_spoken_in_its_place(rendered: Render, profile: Path, style: str, extractor: str) -> None:
    spoken = read_back(STRUCTURE_READERS[extractor](rendered(profile, style).pdf), built(profile, style)[1])
    assert (spoken.missing, spoken.displaced) == ((), ())
    assert {"·", "|"}.isdisjoint(spoken.added)  # what parts contacts is decoration


@pytest.mark.parametrize("reader", STRUCTURE_READERS)
@pytest.mark.parametrize("profile", [path for path in JOINED if path.stem == "he"], ids=["he"])
def test_words_from_right_to_left_are_spoken(rendered: Render, profile: Path, reader: str) -> None:
    # The two say letters from left to right, as they are seen: neither knows of characters that are reversed.
    found = letters(STRUCTURE_READERS[reader](rendered(profile, "classic").pdf), built(profile, "classic")[1])
    assert (found.as_typed + found.reversed) / found.wanted >= 0.75


def test_all_styles_and_extractors_are_spoken_for() -> None:
    assert (set(IN_ORDER), set().union(*IN_ORDER.values())) == (set(STYLES), set(EXTRACTORS))


# --- how it is counted ----------------------------------------------------------------------------


def column(*texts: str) -> tuple[Column]:
    """Return passages that follow each other; those of one, between bars, come in any order."""
    return (tuple(Passage(tuple(tuple(document_words(t)) for t in text.split("|"))) for text in texts),)


def displaced(text: str, *wanted: str) -> list[str]:
    return [str(passage) for passage in read_back(text, column(*wanted)).displaced]


def missing(text: str, *wanted: str) -> tuple[str, ...]:
    return read_back(text, column(*wanted)).missing


def test_a_word_that_stands_twice_is_looked_for_twice() -> None:
    assert missing("Python, C++\nGo", "Python C++", "Go Python") == ("Python",)


def test_a_word_within_another_is_not_found() -> None:
    assert missing("JavaScript C++17", "Java", "C++") == ("Java", "C++")


def test_words_that_run_together_are_missing() -> None:
    assert missing("Jan 2024Present", "Jan 2024 Present") == ("2024", "Present")


def test_punctuation_that_a_style_sets_may_stand_at_a_word() -> None:
    assert missing("Skills: “Go”, (C#)", "Skills", "Go", "C#") == ()


def test_punctuation_of_the_author_must_stand_at_the_word() -> None:
    assert missing("Node.js v", "Node.js, v") == ("Node.js,",)


def test_a_long_word_may_go_on_in_the_next_line_and_a_short_one_may_not() -> None:
    assert missing(
        "https://example.com/a/long/\naddress com\npiler", "https://example.com/a/long/address compiler"
    ) == ("compiler",)


def test_chinese_goes_on_in_the_next_line() -> None:
    assert missing("软件工\n程师", "软件工程师") == ()


def test_a_text_in_its_place_is_in_order() -> None:
    assert displaced("Ann\nWork\nBaker 2020\n• baked", "Ann", "Work", "2020|Baker", "baked") == []


def test_a_text_after_its_successor_is_out_of_place() -> None:
    assert displaced("Ann\nWork\nBaker\n• baked\n2020", "Ann", "Work", "Baker|2020", "baked") == ["Baker | 2020"]


def test_a_text_with_another_in_it_is_out_of_place() -> None:
    assert displaced("Ann\nwas a 2020\nbaker", "Ann", "was a baker") == ["was a baker"]


def test_one_text_out_of_place_is_counted_once() -> None:
    assert displaced("a b c\nd e\nf g\nfirst", "first", "a b c", "d e", "f g") == ["first"]


def test_a_text_goes_on_over_the_head_and_foot_of_a_page() -> None:
    assert displaced("one two\nAnn · 1\fAnn\nthree four", "one two three four") == []


def test_what_no_text_accounts_for_is_added() -> None:
    assert read_back("one • two\nsecret", column("one", "two")).added == ("•", "secret")


def test_a_word_read_backwards_counts_apart() -> None:
    assert str(letters("םולש world", column("שלום world"))) == "1/2 words, 1 backwards"
