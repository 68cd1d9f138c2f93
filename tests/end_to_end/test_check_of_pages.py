"""The check finds what it promises to find, in finished PDFs of which one thing was changed for the worse."""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pikepdf
import pytest
from pikepdf import Array, Name, Pdf

from cvgen.look import design, styles
from cvgen.steps import document, latex
from cvgen.steps.latex.structure import Element
from cvgen.steps.pdf import fonts, tounicode
from cvgen.steps.pdf.readback.check import check
from cvgen.steps.profile import load as load_profile
from tests.conftest import ROOT, Render
from tests.end_to_end.changing import (
    Change,
    Page,
    element,
    marked_as,
    marks,
    nothing,
    place,
    read_page,
    rewritten,
    showing,
    write_page,
)
from tests.showing import Show, widths

COLUMNS = {"classic": 1, "sidebar": 2}

Found: TypeAlias = list[tuple[str, int | None]]


@dataclass(frozen=True)
class Person:
    """A profile, and texts of it on its first page to be changed, each on one line of the YAML."""

    profile: Path
    text: str  # all that its element holds
    without_a_word: str
    with_a_wrong_letter: str
    moved: str  # the title of the entry that counts as moved when two are swapped
    swapped_with: str
    heading: str
    tags: str  # of the heading

    def line(self, text: str) -> int:
        """Return the line in the YAML that a text is on, the first if it is on several."""
        lines = self.profile.read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)


YUXUAN = Person(
    ROOT / "cv" / "yuxuan-z.yaml",
    text="Ex-PERF, LLM codesign newbie",
    without_a_word="Ex-PERF, LLM newbie",
    with_a_wrong_letter="Ex-PERF, LLM codosign newbie",
    moved="Baidu AI Cloud",
    swapped_with="Kuaishou Technology",
    heading="Education",
    tags="H3 in Sect in Sect",
)
LUNING = Person(
    ROOT / "cv" / "luning-wang.yaml",
    text="RESEARCH INTERESTS",
    without_a_word="INTERESTS",
    with_a_wrong_letter="RESEAROH INTERESTS",
    moved="The University of Hong Kong",
    swapped_with="Tsinghua University",
    heading="EDUCATION",
    tags="H2 in Sect",
)
LINK = "https://github.com/yuxuan-z19"


@dataclass(frozen=True)
class Sample:
    """A finished PDF, and what it was made from."""

    person: Person
    style: str
    pdf: bytes
    structure: Element

    def found(self, change: Change) -> Found:
        """Return what the check says of the PDF once it is changed, and of which lines."""
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(self.pdf)) as pdf:
            change(pdf)
            pdf.save(out)
        said = check(out.getvalue(), self.structure, design.PAPERS["a4"], columns=COLUMNS[self.style])
        return [(each.message, each.span.line if each.span else None) for each in said]


@cache
def structure(profile: Path, style: str) -> Element:
    valid, layout = load_profile(profile), styles.load(style)
    return latex.generate(document.build(valid), layout, design.resolve(layout, *valid.design), profile.stem).structure


def made(person: Person, style: str, rendered: Render) -> Sample:
    pdf = rendered(person.profile, style).pdf.read_bytes()
    return Sample(person, style, pdf, structure(person.profile, style))


@pytest.fixture(
    params=itertools.product((YUXUAN, LUNING), COLUMNS), ids=lambda pair: f"{pair[0].profile.stem}-{pair[1]}"
)
def sample(request: pytest.FixtureRequest, rendered: Render) -> Sample:
    person, style = request.param
    return made(person, style, rendered)


@pytest.fixture(params=COLUMNS)
def linked(request: pytest.FixtureRequest, rendered: Render) -> Sample:
    """Return the sample of the person who has links."""
    return made(YUXUAN, request.param, rendered)


# --- what is right --------------------------------------------------------------------------------


def test_nothing_is_found_in_what_nobody_changed(sample: Sample) -> None:
    assert sample.found(nothing) == []


def test_nothing_is_found_in_a_page_that_is_only_written_anew(sample: Sample) -> None:
    assert sample.found(rewritten(nothing)) == []


# --- texts ----------------------------------------------------------------------------------------


def reads(sample: Sample, got: str) -> tuple[str, int | None]:
    wanted = sample.person.text
    return f'the PDF reads "{got}" here instead of "{wanted}"', sample.person.line(wanted)


def test_a_word_that_is_missing_is_found(sample: Sample) -> None:
    person = sample.person
    assert sample.found(showing(person.text, person.without_a_word)) == [reads(sample, person.without_a_word)]


def test_a_letter_that_is_wrong_is_found(sample: Sample) -> None:
    person = sample.person
    assert sample.found(showing(person.text, person.with_a_wrong_letter)) == [reads(sample, person.with_a_wrong_letter)]


def test_a_letter_that_only_reads_wrong_is_found(sample: Sample) -> None:
    text = sample.person.text
    first = text[0]

    def change(pdf: Pdf) -> None:
        page = read_page(pdf.pages[0])
        [font] = {show.font for show in page.showing(text)}
        texts = {glyph: "Q" if shown == first else shown for glyph, shown in page.texts[font].items()}
        fonts.dictionaries(pdf.pages[0])[font].ToUnicode.write(tounicode.write(texts))

    assert reads(sample, text.replace(first, "Q")) in sample.found(change)


def test_words_without_a_space_between_them_are_found(sample: Sample) -> None:
    joined = "".join(sample.person.text.rsplit(maxsplit=1))
    assert reads(sample, joined) in sample.found(showing(sample.person.text, joined))


def test_spaces_that_read_as_nothing_are_found(sample: Sample) -> None:
    text = sample.person.text

    def change(pdf: Pdf) -> None:
        for font in fonts.dictionaries(pdf.pages[0]).values():
            texts = tounicode.read(font.ToUnicode.read_bytes()) or {}
            silent = {glyph: "\u200b" if shown == " " else shown for glyph, shown in texts.items()}
            font.ToUnicode.write(tounicode.write(silent))

    messages = [message.replace("\u200b", "") for message, _ in sample.found(change)]
    assert f'the PDF reads "{"".join(text.split())}" here instead of "{text}"' in messages


def test_a_text_that_stands_there_twice_is_found(sample: Sample) -> None:
    text = sample.person.text

    def change(page: Page) -> None:
        shown = page.showing(text)
        end = page.shows.index(shown[-1]) + 1
        page.shows[end:end] = [replace(show, at=(show.at[0], show.at[1] + 1)) for show in shown]

    assert sample.found(rewritten(change))[0] == reads(sample, text + text)


def test_text_that_is_called_decoration_is_found(sample: Sample) -> None:
    assert sample.found(marked_as(sample.person.text, "/Artifact")) == [reads(sample, "")]


def test_text_outside_of_all_marks_is_found(sample: Sample) -> None:
    text = sample.person.text
    assert sample.found(marked_as(text, None)) == [
        (f'the PDF has text that is in none of its tags: "{text}"', None),
        reads(sample, ""),
    ]


def test_text_beside_the_page_is_found(sample: Sample) -> None:
    text = sample.person.text

    def change(page: Page) -> None:
        for show in page.showing(text):
            show.at = (show.at[0], -50)

    messages = [message for message, _ in sample.found(rewritten(change))]
    assert f'page 1 has text that nobody can see, as it is outside of the page: "{text}"' in messages


def test_words_that_pdfium_joins_are_found(sample: Sample) -> None:
    text = sample.person.text
    words = text.split()

    def change(page: Page) -> None:
        """Write as the driver does, each space alone; and narrow."""
        first, *others = page.showing(text)
        width = widths(page.page)[first.font]
        x, y = first.at
        pieces: list[Show] = []
        for piece in [words[0], *itertools.chain.from_iterable((" ", word) for word in words[1:])]:
            glyphs = page.glyphs(first.font, piece)
            pieces.append(replace(first, glyphs=glyphs, at=(x, y)))
            x += 1 if piece == " " else sum(width[int(glyph)] for glyph in glyphs) * first.size / 1000
        at = page.shows.index(first)
        page.shows[at : at + 1 + len(others)] = pieces

    messages = [message for message, _ in sample.found(rewritten(change))]
    named = ", ".join(f'"{word}"' for word in words[1:])
    assert messages == [f"pdfium, the PDF reader in Chrome, joins {named} to the word before"]


# --- order ----------------------------------------------------------------------------------------


def test_entries_that_are_swapped_in_the_tree_are_found(sample: Sample) -> None:
    person = sample.person

    def change(pdf: Pdf) -> None:
        one, other = (element(pdf, title).P for title in (person.moved, person.swapped_with))
        places = (place(one), place(other))
        kids = one.P.K
        kids[places[0]], kids[places[1]] = other, one

    line = person.line(person.moved)
    assert {
        (f'"{person.moved}" is missing from the PDF, or not in its place', line),
        (f'the PDF has "{person.moved}" where it does not belong', line),
    } <= {*sample.found(change)}


def test_entries_that_are_swapped_in_the_content_are_found(sample: Sample) -> None:
    def change(pdf: Pdf) -> None:
        one, other = ({*marks(element(pdf, title).P)} for title in (sample.person.moved, sample.person.swapped_with))
        page = read_page(pdf.pages[0])
        both = [at for at, show in enumerate(page.shows) if show.mark in one | other]
        first = one if page.shows[both[0]].mark in one else other
        shown = sorted((page.shows[at] for at in both), key=lambda show: show.mark in first)
        for at, show in zip(both, shown, strict=True):
            page.shows[at] = show
        write_page(pdf, page)

    wrong = [("programs that ignore tags read the parts of page 1 in the wrong order", None)]
    # Where there is a second column, two entries that are swapped are as many runs as the columns may be.
    assert sample.found(change) == (wrong if COLUMNS[sample.style] == 1 else [])


# --- tags -----------------------------------------------------------------------------------------


def test_a_tag_that_is_missing_is_found(sample: Sample) -> None:
    person = sample.person

    def change(pdf: Pdf) -> None:
        heading = element(pdf, person.heading)
        parent, at = heading.P, place(heading)
        kids = [*parent.K]
        parent.K = Array([*kids[:at], *heading.K, *kids[at + 1 :]])
        parent.Pg = heading.Pg

    outer = person.tags.partition(" in ")[2]
    message = f'"{person.heading}" is tagged as {outer} instead of {person.tags}'
    assert sample.found(change) == [(message, person.line(person.heading))]


@pytest.mark.parametrize("tag", ["P", "H1"])
def test_a_heading_with_another_tag_is_found(sample: Sample, tag: str) -> None:
    person = sample.person

    def change(pdf: Pdf) -> None:
        element(pdf, person.heading).S = Name(f"/{tag}")

    outer = person.tags.partition(" in ")[2]
    message = f'"{person.heading}" is tagged as {tag} in {outer} instead of {person.tags}'
    assert sample.found(change) == [(message, person.line(person.heading))]


def test_a_pdf_without_tags_is_found(sample: Sample) -> None:
    def change(pdf: Pdf) -> None:
        del pdf.Root.StructTreeRoot

    assert sample.found(change) == [("the PDF has no tags: screen readers find no structure in it", None)]


# --- links ----------------------------------------------------------------------------------------


def leads(sample: Sample, where: str) -> Found:
    """Return what is said of the first link, which is in the contacts."""
    shown = LINK.removeprefix("https://")
    return [(f'"{shown}" links to {where} in the PDF instead of {LINK}', sample.person.line("username: "))]


def annotation(pdf: Pdf) -> Any:
    return next(each for each in pdf.pages[0].obj.Annots if each.A.URI == LINK)


def test_a_link_that_is_missing_is_found(linked: Sample) -> None:
    def change(pdf: Pdf) -> None:
        lost = annotation(pdf)
        pdf.pages[0].obj.Annots = Array([each for each in pdf.pages[0].obj.Annots if each != lost])

    assert linked.found(change) == leads(linked, "nothing")


def test_a_link_that_leads_elsewhere_is_found(linked: Sample) -> None:
    def change(pdf: Pdf) -> None:
        annotation(pdf).A.URI = pikepdf.String("https://example.com/")

    assert linked.found(change) == leads(linked, "https://example.com/")


@pytest.mark.parametrize("side", [2, 3])
def test_a_link_that_nobody_can_click_is_found(linked: Sample, side: int) -> None:
    def change(pdf: Pdf) -> None:
        area = annotation(pdf).Rect
        area[side] = area[side - 2]

    assert linked.found(change) == leads(linked, "nothing")


# --- the file -------------------------------------------------------------------------------------


def inner(pdf: Pdf) -> Any:
    """Return the first font of the first page."""
    return next(iter(fonts.dictionaries(pdf.pages[0]).values())).DescendantFonts[0]


def name_of(sample: Sample) -> str:
    with pikepdf.open(io.BytesIO(sample.pdf)) as pdf:
        return str(inner(pdf).BaseFont)[1:]


def test_a_font_that_is_not_embedded_is_found(sample: Sample) -> None:
    def change(pdf: Pdf) -> None:
        del inner(pdf).FontDescriptor.FontFile3

    message = f"the font {name_of(sample)} is not embedded: others will see another font"
    assert sample.found(change) == [(message, None)]


def test_a_font_that_is_embedded_whole_is_found(sample: Sample) -> None:
    name = name_of(sample).partition("+")[2]

    def change(pdf: Pdf) -> None:
        inner(pdf).BaseFont = Name(f"/{name}")

    message = f"the font {name} is embedded as a whole, and not only the characters in use"
    assert sample.found(change) == [(message, None)]


def test_a_page_of_another_size_is_found(sample: Sample) -> None:
    def change(pdf: Pdf) -> None:
        pdf.pages[1].obj.MediaBox = Array([0, 0, 612, 792])

    messages = [message for message, _ in sample.found(change)]
    assert messages[0] == "page 2 is 612 by 792 points, but the paper is 595 by 842"


def test_a_page_that_is_missing_is_found(sample: Sample) -> None:
    with pikepdf.open(io.BytesIO(sample.pdf)) as pdf:
        on_it = [text.strip() for text in read_page(pdf.pages[-1]).marks().values()]
    every = [node.text for node in sample.structure.nodes()]
    lost = [
        (f'the PDF reads "" here instead of "{node.text if len(node.text) <= 60 else f"{node.text[:59]}…"}"', node.span)
        for leaf in sample.structure.leaves()
        for node in leaf.nodes()
        if len(leaf.kids) == 1 and node.text in on_it and every.count(node.text) == 1
    ]
    assert lost

    def change(pdf: Pdf) -> None:
        del pdf.pages[-1]

    assert {(message, span.line if span else None) for message, span in lost} <= {*sample.found(change)}
