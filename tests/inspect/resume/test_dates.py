"""Dates as résumés have them, in any language."""

from __future__ import annotations

import pytest

from cvgen.inspect.resume.dates import dates, is_date


@pytest.mark.parametrize(
    ("text", "tag", "start", "end"),
    [
        ("Sep 2021 – Mar 2026 (expected)", "en", "2021-09", "2026-03"),
        ("2011–2015", "en", "2011", "2015"),
        ("2019", "en", "2019", "2019"),
        ("February 2024 - Present", "en", "2024-02", None),
        ("08/2020-06/2024", None, "2020-08", "2024-06"),
        ("2023.01-2023.06", None, "2023-01", "2023-06"),
        ("septembre 2021 – aujourd’hui", "fr", "2021-09", None),
        ("1. Oktober 2018 – 31. August 2021", "de", "2018-10", "2021-08"),
        ("2021年9月\uff5e現在", "ja", "2021-09", None),
        ("أكتوبر 2017 – سبتمبر 2019", "ar", "2017-10", "2019-09"),
        ("2023-2024 Fall", "en", "2023", "2024"),
    ],
)
def test_dates_are_read_as_exact_as_they_are(text: str, tag: str | None, start: str, end: str | None) -> None:
    assert (is_date(text), dates(text, tag).start, dates(text, tag).end) == (
        True,
        start,
        end,
    )


@pytest.mark.parametrize("text", ["", "Marketing 2020", "Oslo", "1 of 82 students, 2023", "79", "+1 555 0100"])
def test_other_texts_are_no_dates(text: str) -> None:
    assert not is_date(text)
