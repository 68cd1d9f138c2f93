"""What authors can say of their texts, as each style prints it. The check of the finished PDF finds what is missing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import TypeAlias

import pypdfium2
import pytest
from pikepdf import Pdf

import cvgen
from cvgen.diagnostics import Severity
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request, Result
from tests.conftest import STYLES, tex

PROSE = r"""
basics:
  name: Ada Example
  summary: [I do, [two, things], and more.]
  epigraph: "One line\nand another"
sections:
  - title: Work
    kind: experience
    summary: |
      Among them
      - this
      - that
    entries:
      - name: Corp
        motivation: [[a reason, another], and one more]
        description: |
          First line
          Second line
        highlights:
          - Did \
            much
            - quickly
            - well
  - title: Table
    kind: table
    entries: [{ label: A, value: "b\nc" }]
"""
Read: TypeAlias = Callable[[str, str], str]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Return a function from a profile and a style to the text of the PDF; each profile is made in all styles at once."""
    made: dict[str, dict[str, str]] = {}

    def made_in_all(profile: str) -> dict[str, str]:
        folder = tmp_path_factory.mktemp("said")
        (folder / "a.yaml").write_text(profile, encoding="utf-8")
        requests = [Request(folder / "a.yaml", style, folder, ("pdf",)) for style in STYLES]
        results = rendering.render_all(requests, tex())
        return {style: text_of(result) for style, result in zip(STYLES, results, strict=True)}

    def of(profile: str, style: str) -> str:
        if profile not in made:
            made[profile] = made_in_all(profile)
        return made[profile][style]

    return of


def text_of(result: Result | Exception) -> str:
    if isinstance(result, Exception):
        raise result
    assert [str(each) for each in result.warnings if each.severity is not Severity.NOTE] == []
    pdf = pypdfium2.PdfDocument(result.files[0])
    return "\f".join(page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in pdf)


@pytest.mark.parametrize("style", STYLES)
def test_texts_have_paragraphs_lists_and_line_breaks(read: Read, style: str) -> None:
    lines = read(PROSE, style).split("\n")
    wanted = ["• two", "• things", "• this", "First line", "Second line", "much", "• well", "c"]
    assert [each for each in wanted if each not in lines] == []


UNTITLED = """
basics: { name: Ada Example }
sections:
  - title: ""
    kind: experience
    entries: [{ name: First, position: Dev, startDate: 2020, endDate: 2021 }]
  - { title: Titled, kind: bullets, entries: [one] }
  - title: false
    sections:
      - { title: Inside, kind: projects, entries: [{ name: Second, date: ["until [soon](https://example.com)", "2021 \\u0301 שלום and many more words"] }] }
      - { title: false, kind: skills, entries: [{ name: Third }] }
"""


@pytest.mark.parametrize("style", STYLES)
def test_a_section_without_a_title_is_a_group_of_its_own(read: Read, style: str) -> None:
    assert "Third" in read(UNTITLED, style)


@pytest.mark.parametrize("style", STYLES)
def test_a_date_may_have_a_link(read: Read, style: str) -> None:
    assert "until soon" in read(UNTITLED, style)


def test_no_bookmark_leads_to_a_section_without_a_title() -> None:
    result = cvgen.render(text=UNTITLED, output_dir=None, engine=tex())
    with Pdf.open(io.BytesIO(result.pdf or b"")) as pdf, pdf.open_outline() as outline:
        assert [(str(each.title), [str(inner.title) for inner in each.children]) for each in outline.root] == [
            ("Titled", []),
            ("Inside", []),
        ]


FROM_THE_RIGHT = """
language: fa
basics: { name: اسم, facts: [Alpha, Beta, Gamma] }
sections:
  - { kind: skills, entries: [{ name: One }, { name: Two }, { name: Three }, { name: Four }] }
"""


@pytest.mark.parametrize("style", STYLES)
def test_a_line_from_right_to_left_may_hold_many_short_texts(read: Read, style: str) -> None:
    wanted = {"Alpha", "Beta", "Gamma", "One", "Two", "Three", "Four"}
    assert wanted - set(re.findall(r"[A-Z]\w+", read(FROM_THE_RIGHT, style))) == set()


SAID = """
basics:
  name: Ada Example
  phone: [{ label: Mobile, value: +1 555 0100 }, +1 555 0101]
  facts: [{ label: Nationality, value: [Swiss, Polish] }, Open to relocation]
design:
  lead: position
  labels: { advisor: Supervised by, motivation: Why, rank: false }
sections:
  - kind: experience
    labels: { present: today, contributions: false }
    entries:
      - { name: Corp, url: https://example.com, position: Dev, startDate: 2020, motivation: Money, advisor: X, contributions: [a, b] }
  - kind: education
    entries: [{ institution: Uni, studyType: BA, area: Art, startDate: 2020, rank: Top 3%, grades: [GPA 3.9/4 as typed] }]
  - kind: publications
    entries:
      - { name: A title first, authors: [Ada Example, Bob] }
      - { name: A title after, authors: [Ada Example, Bob], lead: authors }
"""


@pytest.mark.parametrize("style", STYLES)
def test_what_leads_stands_first(read: Read, style: str) -> None:
    text = read(SAID, style)
    order = ["Dev", "Corp", "BA, Art", "Uni", "A title first", "Bob", "Bob", "A title after"]
    assert re.findall("|".join(dict.fromkeys(order)), text) == order


@pytest.mark.parametrize("style", STYLES)
def test_labels_are_the_authors_words(read: Read, style: str) -> None:
    words = re.findall(r"Supervised by|Why|today|Present|Rank|Contributions|Mobile|Nationality", read(SAID, style))
    assert sorted({*words}) == ["Mobile", "Nationality", "Present", "Supervised by", "Why", "today"]


FORMS = """
basics: { name: Ada Example }
design: { dateFormat: MM/YYYY, itemDates: start, smartQuotes: true, numbering: descending, authors: { max: 2 } }
sections:
  - kind: publications
    entries:
      - { name: It's first, authors: [A One, B Two, C Three, Ada Example, D Four], releaseDate: 2024-05 }
      - { name: Second, authors: [Ada Example] }
  - kind: bullets
    entries: [{ text: Received it, date: 2024-12 }]
"""


@pytest.mark.parametrize("style", STYLES)
def test_dates_numbers_authors_and_signs_have_the_form_that_is_asked_for(read: Read, style: str) -> None:
    text = " ".join(read(FORMS, style).split())
    wanted = ["2. ", "1. ", "B Two, …, Ada Example, et al.", "It’s first", "05/2024", "12/2024: Received it"]
    assert [each for each in wanted if each not in text] == []
    assert text.index("2. ") < text.index("1. ")


BREAKS = """
basics: { name: Ada Example }
design: { side: [], pages: any }
sections:
  - title: First
    kind: projects
    entries: [{ name: One }, { name: Two, break: page }, { name: Three, break: avoid, highlights: [a] }]
  - { title: Second, break: page, kind: projects, entries: [{ name: Four, break: page }] }
  - { title: Third, columns: 3, kind: bullets, entries: [Item 1, Item 2, Item 3, Item 4, Item 5, Item 6] }
  - { title: Fourth, columns: 2, kind: skills, entries: [{ name: Tools, keywords: [a, b] }, { name: More }] }
  - { title: Fifth, columns: 2, kind: languages, break: avoid, entries: [{ language: English, fluency: C2 }, { language: German }] }
"""


@pytest.mark.parametrize("style", STYLES)
def test_pages_break_where_authors_want_and_not_below_a_head(read: Read, style: str) -> None:
    pages = read(BREAKS, style).split("\f")
    found = [[word for word in ("One", "Two", "Three", "Four", "Item 6", "German") if word in page] for page in pages]
    assert found == [["One"], ["Two", "Three"], ["Four", "Item 6", "German"]]


@pytest.mark.parametrize("style", STYLES)
def test_columns_are_read_in_their_order_from_right_to_left_too(read: Read, style: str) -> None:
    assert "German" in read(BREAKS + "language: ar\n", style)


LONG = "Words " * 60
KEPT = f"""
basics: {{ name: Ada Example }}
design: {{ pages: any }}
sections:
  - kind: projects
    entries:
{"".join(f"      - {{ name: P{i}, break: avoid, highlights: [A {LONG}, Z{i}.] }}" + chr(10) for i in range(16))}
"""


@pytest.mark.parametrize("style", STYLES)
def test_an_entry_that_should_not_break_does_not(read: Read, style: str) -> None:
    pages = read(KEPT, style).split("\f")
    assert len(pages) > 1
    assert [i for i in range(16) if not any(f"P{i}\n" in page and f"Z{i}." in page for page in pages)] == []
