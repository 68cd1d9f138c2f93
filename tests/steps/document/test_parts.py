"""Step 3: dates, and the other parts that entries of several kinds have."""

from __future__ import annotations

import json

import pytest

from cvgen.steps.document.model import Items, Line, When
from cvgen.steps.document.phrases import shown_when
from cvgen.text import dates
from cvgen.text.dates import Date, DateRange
from tests.steps.document.plain import ENGLISH, block, section


@pytest.mark.parametrize(
    ("fields", "when"),
    [
        ("startDate: 2021-09, endDate: 2025-07", ["Sep 2021 – Jul 2025"]),
        ("startDate: 2021, endDate: 2025", ["2021–2025"]),
        ("startDate: 2021, endDate: 2025-07", ["2021 – Jul 2025"]),
        ("startDate: 2021-09, endDate: 2021-09", ["Sep 2021"]),
        ("startDate: Fall 2021, endDate: 2022 Spring", ["Fall 2021 – Spring 2022"]),
        ("startDate: 2021-09", ["Sep 2021 – Present"]),
        ("startDate: 2021-09, endDate: present", ["Sep 2021 – Present"]),
        ("startDate: 2021-09, endDate: Present", ["Sep 2021 – Present"]),
        ("startDate: 2021-09, endDate: 2025-07, expected: true", ["Sep 2021 – Jul 2025 (expected)"]),
        ("startDate: 2021, endDate: 2025, expected: true", ["2021–2025 (expected)"]),
        ("startDate: 2021-09, endDate: 2025-07, expected: false", ["Sep 2021 – Jul 2025"]),
        ("endDate: 2025-07", ["Jul 2025"]),
        ("endDate: 2025-07, expected: true", ["Jul 2025 (expected)"]),
        ("endDate: present", ["Present"]),
        ("date: 2024-05-17", ["May 17, 2024"]),
        ("date: 2022-2023", ["2022–2023"]),
        ("date: 2023-2024 **Fall**", ["2023-2024 Fall"]),
        ("date: [2022-2023, { startDate: 2024-01, endDate: present }]", ["2022–2023", "Jan 2024 – Present"]),
        ("date: [{ startDate: 2024, endDate: 2025, expected: true }]", ["2024–2025 (expected)"]),
        ("startDate: 2021-09, endDate: 2025-07, date: on leave in 2023", ["Sep 2021 – Jul 2025", "on leave in 2023"]),
    ],
)
def test_dates_of_an_entry(fields: str, when: list[str]) -> None:
    assert block("education", f"institution: U, {fields}")["when"] == when


def test_dates_stay_dates_for_whoever_wants_to_sort_or_to_write_them_otherwise() -> None:
    [line] = section("awards", "- { title: A, date: [2024-05, 2022-2023, then] }").blocks
    assert isinstance(line, Line)
    first, second, third = (when.value for when in line.when)
    assert (first, second, str(third)) == (Date(2024, 5), DateRange(Date(2022), Date(2023)), "then")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (dates.parse_date("2024-05"), "May 2024"),
        (DateRange(Date(2021, 9), None), "Sep 2021 – Present"),
        (DateRange(Date(2021), Date(2021)), "2021"),
        (DateRange(Date(2021), None, expected=True), "2021 – Present (expected)"),
    ],
)
def test_a_date_as_it_prints(value: Date | DateRange, shown: str) -> None:
    assert str(shown_when(When(value), ENGLISH)) == shown


@pytest.mark.parametrize(
    ("kind", "entry", "shown"),
    [
        ("experience", 'name: A, summary: "Did:\\n\\n- b\\n- c\\n\\nd"', ["Did:", ["b", "c"], "d"]),
        ("experience", 'name: A, summary: ["Did:", [b, { text: c }], d]', ["Did:", ["b", "c"], "d"]),
        ("publications", 'name: A, summary: "- b\\n- c"', [["b", "c"]]),
        ("awards", 'title: A, summary: "- b\\n- c\\n\\nd"', [["b", "c"], "d"]),
    ],
)
def test_a_summary_has_paragraphs_and_lists(kind: str, entry: str, shown: list[object]) -> None:
    found = block(kind, entry)["summary"]
    assert [each if isinstance(each, str) else [item["text"] for item in each["items"]] for each in found] == shown


def test_a_typed_list_with_numbers_is_numbered() -> None:
    [shown] = block("experience", 'name: A, summary: "1. b\\n2. c"')["summary"]
    assert shown["numbered"] is True


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\n- b\n- c", [("a", ["b", "c"])]),
        ("- b\n- c", [("b", []), ("c", [])]),
        ("a\n- b\n- c\n\nd", [("a", ["b", "c"]), ("d", [])]),
    ],
)
def test_a_list_that_is_typed_in_an_item_is_a_list(text: str, shown: list[object]) -> None:
    [items] = section("bullets", f"- {json.dumps(text)}").blocks
    assert isinstance(items, Items)
    assert [(str(each.text), [str(inner.text) for inner in each.bullets]) for each in items.items] == shown


def test_a_list_below_an_item_without_a_key_is_a_list_of_its_own() -> None:
    [items] = section("bullets", "- Project\n  - One\n  - Two\n- From 1 - 2\n  - not - a list").blocks
    assert isinstance(items, Items)
    assert [(str(each.text), [str(inner.text) for inner in each.bullets]) for each in items.items] == [
        ("Project", ["One", "Two"]),
        ("From 1 - 2 - not - a list", []),
    ]
