"""Dates in the language of the CV are read as those in English are, with a note."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError, Severity
from cvgen.steps.profile import load


@pytest.mark.parametrize(
    ("tag", "typed", "iso"),
    [
        ("de", "März 2023", "2023-03"),
        ("de", "3. Oktober 2022", "2022-10-03"),
        ("de-AT", "Jänner 2020", "2020-01"),
        ("fr", "Juin 2023", "2023-06"),
        ("es", "marzo de 2023", "2023-03"),
        ("pt", "março de 2020", "2020-03"),
        ("ru", "июль 2023", "2023-07"),
        ("cs", "červenec 2023", "2023-07"),
        ("ja", "2023年3月", "2023-03"),
        ("ar", "مارس 2023", "2023-03"),
        ("fr", "Jun 2023", "2023-06"),
    ],
)
def test_a_month_by_its_name_is_a_date_with_a_note(tag: str, typed: str, iso: str, tmp_path: Path) -> None:
    assert read(tmp_path, tag, typed) == (iso, [f'"{typed}" is read as {iso}'])


@pytest.mark.parametrize(("tag", "typed"), [("de", "heute"), ("fr", "aujourd’hui"), ("sv", "nu")])
def test_an_end_that_is_now_is_present(tag: str, typed: str, tmp_path: Path) -> None:
    assert read(tmp_path, tag, typed, key="endDate") == ("present", [f'"{typed}" is read as present'])


@pytest.mark.parametrize(("tag", "typed"), [("cs", "července 2023"), ("de", "Juin 2023"), ("en", "May-ish 1842")])
def test_another_word_is_no_date(tag: str, typed: str, tmp_path: Path) -> None:
    with pytest.raises(CvgenError) as raised:
        read(tmp_path, tag, typed)
    [problem] = raised.value.diagnostics
    assert problem.message == f'"startDate" is not a date: "{typed}"'
    assert problem.hint == "write 2024-05, 2024-05-17, 2024 or Fall 2024"


def read(folder: Path, tag: str, typed: str, key: str = "startDate") -> tuple[str, list[str]]:
    """The date of a profile as it is read, and the notes on it."""
    path = folder / "ann.yaml"
    start = "" if key == "startDate" else "startDate: 2020, "
    entry = f'{{ name: Acme, position: Clerk, {start}{key}: "{typed}" }}'
    path.write_text(
        f"language: {tag}\nbasics: {{ name: Ann }}\nsections: [{{ kind: experience, entries: [{entry}] }}]\n",
        encoding="utf-8",
    )
    profile = load(path)
    notes = [each.message for each in profile.warnings if each.severity is Severity.NOTE]
    value = profile.data["sections"][0]["entries"][0][key]
    return (value if notes and notes[0].endswith(value) else notes[0].rpartition(" ")[2]), notes
