"""Markup becomes commands that say what a text is, and words are hyphenated if asked to."""

from __future__ import annotations

import re

import pytest

from cvgen.steps.latex.markup import TextOptions, write_text
from cvgen.text import inline
from tests.steps.latex.sources import marked, tex_of


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("**a_b**", r"\cvStrong{a\_b}"),
        ("*50%*", r"\cvEmph{50\%}"),
        ("`C#`", r"\cvCode{C\#}"),
        ("***both***", r"\cvEmph{\cvStrong{both}}"),
        ("[R&D](https://example.com/~x)", r"\cvLink{https://example.com/\~x}{R\&D}"),
        ("**see [*it*](https://example.com)**", r"\cvStrong{see \cvLink{https://example.com}{\cvEmph{it}}}"),
        ("plain", "plain"),
    ],
)
def test_markup_becomes_semantic_commands(text: str, tex: str) -> None:
    assert marked(text) == tex


def test_the_form_of_chinese_characters_goes_by_the_whole_text() -> None:
    assert marked("**漢字** と") == r"\cvStrong{\cvHan{ja}{漢字}} \cvHan{ja}{と}"


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("international", "<international>"),
        ("“international”, or four", "“<international>”, or four"),
        ("an *international* one", r"an \cvEmph{<international>} one"),
        ("[international](https://international.org)", r"\cvLink{https://international.org}{<international>}"),
        ("international.org", "international.org"),
        ("an@international.org", r"\cvLink{mailto:an@international.org}{an@international.org}"),
        ("https://a.org/international", r"\cvLink{https://a.org/international}{https://a.org/international}"),
        ("x86international inter_national well-international", r"x86international inter\_national well-international"),
        ("`international`", r"\cvCode{international}"),
    ],
)
def test_words_are_hyphenated_and_addresses_and_code_are_not(text: str, tex: str) -> None:
    assert write_text(inline.parse(text), TextOptions(hyphenate=lambda word: f"<{word}>")) == tex


@pytest.mark.parametrize(
    ("language", "hyphenation", "divided"),
    [
        ("en", "true", True),
        ("de-AT", "true", True),
        ("no", "true", True),
        ("pt-BR", "true", True),
        ("en", "false", False),
        ("zh-Hans", "true", False),
    ],
)
def test_words_are_divided_as_the_language_divides_them_if_asked_to(
    language: str, hyphenation: str, divided: bool
) -> None:
    options = f"language: {language}\ndesign: {{ hyphenation: {hyphenation} }}\n"
    found = re.search(r"cvParagraph\{(.+)\}", tex_of(f"basics: {{ name: Ann, summary: compiler }}\n{options}").text)
    assert found is not None
    assert (found[1].replace(r"\-", ""), r"\-" in found[1]) == ("compiler", divided)
