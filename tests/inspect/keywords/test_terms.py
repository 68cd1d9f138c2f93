"""What is a term of a job: words with their signs, phrases, and the parts of scripts without spaces."""

from __future__ import annotations

import pytest

from tests.inspect.keywords.documents import compared, found, terms


@pytest.mark.parametrize(
    "name",
    ["C++", "C#", ".NET", "Node.js", "CI/CD", "R&D", "scikit-learn", "GPT-4", "TCP/IP", "ASP.NET", "C", "R", "Go"],
)
def test_a_name_keeps_its_signs(name: str) -> None:
    assert terms(f"We use {name}, too.") == [name]


def test_alternatives_are_terms_of_their_own() -> None:
    assert terms("C/C++, Python/Java and HTML/CSS") == ["C", "C++", "Python", "Java", "HTML", "CSS"]


def test_numbers_and_amounts_are_no_terms() -> None:
    assert terms("24/7, 365 and 3.5, 50%, 80k, 80-110k EUR, 1st of 2024-05-17") == []


def test_how_many_years_is_a_term() -> None:
    assert terms("2+ years of Python, 3+") == ["2+ years", "Python", "3+"]


def test_common_words_and_those_of_advertisements_are_no_terms() -> None:
    assert terms("We are looking for a strong team player with the ability to work independently.") == []


def test_addresses_and_sexes_are_no_terms() -> None:
    assert terms("Programmer (m/f/d): jobs@example.com, https://example.com/jobs?x=1") == ["Programmer"]


def test_a_name_is_told_from_a_common_word_by_its_case() -> None:
    assert found("IT and Go", "It may go") == {"IT": "missing", "Go": "missing"}


def test_terms_stand_in_the_order_of_the_job() -> None:
    assert terms("Python, 机器学习, Rust") == ["Python", "机器学习", "Rust"]


def test_words_with_capitals_are_a_phrase() -> None:
    assert terms("You know Spring Boot and Amazon Web Services well") == ["Spring Boot", "Amazon Web Services"]


def test_the_capital_of_a_sentence_makes_no_phrase() -> None:
    assert terms("Develop Python services. Test Rust libraries.") == [
        *("Develop", "Python", "services", "Test", "Rust", "libraries")
    ]


def test_capitals_in_a_line_of_capitals_make_no_phrase() -> None:
    assert terms("KUBERNETES TERRAFORM") == ["KUBERNETES", "TERRAFORM"]


def test_words_that_stand_together_again_are_a_phrase() -> None:
    assert {text: term.in_job for text, term in compared("event sourcing; kernels; event sourcing").items()} == {
        "event sourcing": 2,
        "kernels": 1,
    }


def test_words_that_belong_to_the_next_are_a_phrase_at_once() -> None:
    assert terms("about deep learning and large language models") == ["deep learning", "large language models"]


def test_what_says_nothing_is_taken_off_a_word_before_it_is_shown() -> None:
    assert terms("Python-Kenntnisse, Englischkenntnisse", "de") == ["Python", "Englisch"]


def test_chinese_is_cut_at_common_words() -> None:
    assert terms("1、熟悉C++、Python等编程语言，具备扎实的数据结构基础；", "zh") == [
        "C++",
        "Python",
        "编程语言",
        "数据结构",
    ]


def test_long_chinese_is_cut_at_words_that_stand_alone() -> None:
    assert terms("量化、剪枝；模型量化剪枝", "zh") == ["量化", "剪枝", "模型"]


def test_japanese_is_cut_at_hiragana_and_between_its_scripts() -> None:
    assert terms("データベースの設計・開発を行う", "ja") == ["データベース", "設計", "開発"]
