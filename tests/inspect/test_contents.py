"""What counts as a phone number, a date, a title and an address."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cvgen.inspect.contents import find_addresses, find_dates, find_phones, section_kind


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("+49 (0)30 1234-567", ["+49 (0)30 1234-567"]),
        ("(555)-555-0101", ["(555)-555-0101"]),
        ("Phone: 0301234567", ["0301234567"]),
        ("Telefon: 030 1234567", ["030 1234567"]),
        ("555-010-0199", ["555-010-0199"]),
        ("13800138000", ["13800138000"]),
        ("٠٠٩٦٦٥٠١٢٣٤٥٦٧", ["00966501234567"]),
        ("2015-2019", []),
        ("2019-05-12 2020-06-13", []),
        ("01/2015 - 12/2019", []),
        ("arXiv:2301.12345", []),
        ("10.1145/3292500.3330701", []),
        ("30240593", []),
        ("course (01510243)", []),
    ],
)
def test_phone_numbers(text: str, phones: Sequence[str]) -> None:
    assert list(find_phones(text)) == phones


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("May 2019", [(2019, None, False)]),
        ("05/2015 – 06/2019", [(2015, 2019, False)]),
        ("2015-03 - 2019-04", [(2015, 2019, False)]),
        ("May 2019 – Present", [(2019, None, True)]),
        ("seit 2019 bis heute", [(2019, None, False)]),
        ("Mai 2019 – heute", [(2019, None, True)]),
        ("out. de 2015 – set. de 2019", [(2015, 2019, False)]),
        ("окт. 2015 \u0433. – сент. 2019 \u0433.", [(2015, 2019, False)]),
        ("2015年10月 – 2019年9月", [(2015, 2019, False)]),
        ("2019년 9월 ~ 현재", [(2019, None, True)]),
        ("۲۰۱۵ تا ۲۰۱۹", [(2015, 2019, False)]),
        ("arXiv:2019.12345, room 20199, GPA 3.2015", []),
    ],
)
def test_dates(text: str, years: Sequence[tuple[int, int | None, bool]]) -> None:
    dates = find_dates({"pdfium": {1: text}})
    assert [(each.start, each.end, each.ongoing) for each in dates] == years


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Work Experience", "experience"),
        ("1. EDUCATION:", "education"),
        ("Selected Publications", "publications"),
        ("\uf19d Skills & Tools", "skills"),
        ("Berufserfahrung", "experience"),
        ("教育经历", "education"),
        ("leadership", None),
        ("Education was what I wanted", None),
        ("2019", None),
    ],
)
def test_titles_of_sections(line: str, kind: str | None) -> None:
    assert section_kind(line) == kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://example.org/a_(b), and", ["https://example.org/a_(b)"]),
        ("(www.example.org)", ["www.example.org"]),
        ("github.com/ann and ann@example.com/x", ["github.com/ann"]),
        ("C/C++ and/or 3.9/4.0", []),
    ],
)
def test_addresses(text: str, found: Sequence[str]) -> None:
    assert list(find_addresses(text)) == found
