"""The words of a page are found in what pdfium extracts, in their order and apart."""

from __future__ import annotations

import pytest

from cvgen.diagnostics import Severity
from cvgen.steps.pdf.readback import pdfium
from cvgen.steps.pdf.readback.check import check
from cvgen.steps.pdf.readback.visibility import HiddenText
from tests.steps.pdf.handmade import PAPER, node, pdf_of, text
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
        ("an old office", "old office an", [("old", "moved"), ("office", "moved")]),
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


def test_an_accent_at_the_start_of_a_piece_may_join_the_letter_before_it() -> None:
    assert [*pdfium.faults(["teams", "\u0301t"], "teams\u0301t")] == []


def test_what_follows_another_piece_may_stand_close_to_it() -> None:
    assert [*pdfium.faults(["Work", "2024"], "Work2024")] == []


def test_where_lines_are_turned_around_words_are_found_anywhere_and_either_way() -> None:
    assert [*pdfium.faults(["\u05d0\u05d1", "one two"], "owt eno \u05d1\u05d0")] == []
    assert [*pdfium.faults(["\u05d0\u05d1", "one two"], "one \u05d1\u05d0")] == [("two", "lost")]
    assert [*pdfium.faults(["\u05d0\u05d1", "x86"], "86x \u05d1\u05d0")] == []


def test_words_with_hyphens_may_be_turned_around_part_by_part() -> None:
    assert [*pdfium.faults(["\u05d0\u05d1", "state-of-the-art"], "art-the-of-state \u05d1\u05d0")] == []
    assert [*pdfium.faults(["\u05d0\u05d1", "end-to-end"], "and-to-and \u05d1\u05d0")] == [("end-to-end", "lost")]


def test_a_word_that_runs_off_the_page_is_reported_at_its_place() -> None:
    document = structure(part("P", typed(1, "here"), typed(2, "gone")))
    stream = node(1) + text("here") + node(2) + text(" gone", -300)
    message = 'page 1 has text that nobody can see, as it is outside of the page: "gone"'
    assert problems(finished(pdf_of(stream), document), document) == [(message, 10)]


def test_many_words_that_pdfium_does_not_find_are_reported_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = "one two three four five six seven"
    monkeypatch.setattr(pdfium, "pages", lambda _: [pdfium.PageReading("", ())])
    document = structure(part("P", typed(1, shown)))
    [problem] = check(finished(pdf_of(node(1) + text(shown)), document), document, PAPER)
    found = 'pdfium, the PDF reader in Chrome, does not find "one", "two", "three", "four", "five" and 2 more'
    assert (problem.message, problem.severity) == (found, Severity.ERROR)


@pytest.mark.parametrize(
    ("read", "found"),
    [
        ("two one", 'pdfium, the PDF reader in Chrome, reads "two" in another place'),
        ("onetwo", 'pdfium, the PDF reader in Chrome, joins "two" to the word before'),
    ],
)
def test_what_pdfium_reads_otherwise_is_a_warning(read: str, found: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfium, "pages", lambda _: [pdfium.PageReading(read, ())])
    document = structure(part("P", typed(1, "one two")))
    [problem] = check(finished(pdf_of(node(1) + text("one two")), document), document, PAPER)
    assert (problem.message, problem.severity) == (found, Severity.WARNING)


@pytest.mark.parametrize(
    ("hidden", "severity"),
    [
        (HiddenText("one", "outside of the page", is_marked=True), Severity.ERROR),
        (HiddenText(":", "outside of the page", is_marked=True), Severity.WARNING),
        (HiddenText("one", "tiny", is_marked=True), Severity.WARNING),
        (HiddenText("one", "tiny", is_marked=False), Severity.ERROR),
    ],
)
def test_hidden_text_is_an_error_if_it_is_a_word_off_the_page_or_not_the_author_s(
    hidden: HiddenText, severity: Severity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfium, "pages", lambda _: [pdfium.PageReading("one two", (hidden,))])
    document = structure(part("P", typed(1, "one two")))
    problems = check(finished(pdf_of(node(1) + text("one two")), document), document, PAPER)
    assert [(each.code, each.severity) for each in problems] == [("hidden-text", severity)]
