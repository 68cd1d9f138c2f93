"""The words of a page are found in what pdfium extracts, in their order and apart."""

from __future__ import annotations

import pytest

from cvgen.steps.pdf.readback import pdfium
from tests.steps.pdf.handmade import node, pdf_of, text
from tests.steps.pdf.readback.checking import finished, part, problems, structure, typed


def extracted(shown: str, page: str) -> list[tuple[str, str]]:
    """What is wrong with what pdfium finds where a page shows a text."""
    return [*pdfium.faults([shown], page)]


def test_a_missing_glyph_says_nothing_of_where_the_next_word_is() -> None:
    pieces = ["Ann", "\ufffd", "가", "\ufffdુજરાતી", "x"]
    assert [*pdfium.faults(pieces, "Ann\r\n가 \ufffdુજરાતી\r\nx")] == []


@pytest.mark.parametrize(
    ("shown", "page", "faults"),
    [
        ("an old office", "an old office", []),
        ("an old office", "an old\r\nof\ufffe\r\nfice", []),
        ("an old office", "foot an more old text office", []),
        ("an old office", "an office", [("old", "lost")]),
        ("an old office", "an oldoffice", [("office", "joined")]),
        ("an old office", "anoldoffice", [("old", "joined"), ("office", "joined")]),
        ("an old office", "old office an", [("old", "lost"), ("office", "lost")]),
        ("Hong Kong", "HONG KONG", []),
        ("東京 大学", "東京大学", []),
        ("C++ (2024)", "C++(2024)", []),
        ("", "", []),
    ],
)
def test_words_are_found_apart_and_in_their_order(shown: str, page: str, faults: list[tuple[str, str]]) -> None:
    assert extracted(shown, page) == faults


CHINESE = "".join(chr(0x4E00 + i * 7) for i in range(400))  # a paragraph is one word
KEYWORDS = "Terraform、Ansible、Pulumi、Packer、Shell、Python、Docker、Kubernetes"


@pytest.mark.parametrize("text_without_spaces", [CHINESE, KEYWORDS], ids=["a paragraph", "keywords"])
def test_a_long_text_without_spaces_may_have_something_else_in_it(text_without_spaces: str) -> None:
    half = len(text_without_spaces) // 2
    read = f"{text_without_spaces[:half]} foot {text_without_spaces[half:]} end"
    assert extracted(f"{text_without_spaces} end", read) == []


def test_a_long_text_without_spaces_of_which_half_is_not_found_is_lost() -> None:
    assert extracted(CHINESE, CHINESE[:200]) == [(CHINESE, "lost")]


@pytest.mark.parametrize("read", ["", "\u0939\u0902" * 400, "\u0939" * 1200, "x" * 800])
def test_words_after_much_that_no_program_reads_as_typed_are_found(read: str) -> None:
    pieces = ["one", " ".join(["\u0939\u093f\u0902"] * 300), "two", "three"]
    assert [*pdfium.faults(pieces, f"one {read} two three")] == []
    assert [*pdfium.faults(pieces, f"one {read} two")] == [("three", "lost")]


def test_what_follows_another_piece_may_stand_close_to_it() -> None:
    assert [*pdfium.faults(["Work", "2024"], "Work2024")] == []


def test_where_lines_are_turned_around_words_are_found_anywhere_and_either_way() -> None:
    assert [*pdfium.faults(["\u05d0\u05d1", "one two"], "owt eno \u05d1\u05d0")] == []
    assert [*pdfium.faults(["\u05d0\u05d1", "one two"], "one \u05d1\u05d0")] == [("two", "lost")]


def test_words_with_hyphens_may_be_turned_around_part_by_part() -> None:
    assert [*pdfium.faults(["\u05d0\u05d1", "state-of-the-art"], "art-the-of-state \u05d1\u05d0")] == []
    assert [*pdfium.faults(["\u05d0\u05d1", "end-to-end"], "and-to-and \u05d1\u05d0")] == [("end-to-end", "lost")]


def test_a_word_that_pdfium_does_not_find_is_reported() -> None:
    document = structure(part("P", typed(1, "here"), typed(2, "gone")))
    stream = node(1) + text("here") + node(2) + text(" gone", -300)
    messages = [message for message, _ in problems(finished(pdf_of(stream), document), document)]
    assert messages == [
        'page 1 has text that nobody can see, as it is outside of the page: "gone"',
        'pdfium, the PDF reader in Chrome, does not find "gone"',
    ]


def test_many_words_that_pdfium_does_not_find_are_reported_as_one() -> None:
    shown = "one two three four five six seven"
    document = structure(part("P", typed(1, shown)))
    content = finished(pdf_of(node(1) + text(shown, -300)), document)
    assert [message for message, _ in problems(content, document)] == [
        f'page 1 has text that nobody can see, as it is outside of the page: "{shown}"',
        'pdfium, the PDF reader in Chrome, does not find "one", "two", "three", "four", "five" and 2 more',
    ]
