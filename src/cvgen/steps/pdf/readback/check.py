"""Compares a finished PDF with the document that it was made from, text by text.

What is compared is what other programs read: the structure tree and the marked content that it holds, the links, and
the text that pdfium extracts. Nothing of it comes from the steps that made the PDF, so that their faults show.
"""

from __future__ import annotations

import bisect
import difflib
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from cvgen.diagnostics import Diagnostic, Severity, Span
from cvgen.steps.latex.structure import CONTENTS, FIGURE, LABEL, Element, Node
from cvgen.steps.pdf import fonts
from cvgen.steps.pdf.readback import comparison, pdfium, symbols, tagged_text
from cvgen.steps.pdf.readback.comparison import letters, normalized
from cvgen.steps.pdf.readback.pdfium import Fault
from cvgen.steps.pdf.readback.tagged_text import PageText, TaggedText, TextBlock
from cvgen.steps.pdf.readback.visibility import OUTSIDE, HiddenText
from cvgen.text.scripts import character_name

if TYPE_CHECKING:
    import pikepdf

_MOST: Final = 5  # words or characters that a message lists
_LONGEST: Final = 60  # characters of a text that a message shows
_TOLERANCE: Final = 0.6  # points by which a page may differ from its paper
_NO_CHECK: Final = "--no-check writes the PDF unchecked"
_STYLE: Final = f"your text is not at fault, the style prints it otherwise: choose another style; {_NO_CHECK}"
_SPACES: Final = f"your text is not at fault, the style leaves out spaces: choose another style; {_NO_CHECK}"
_GUESS: Final = "the PDF has spaces there: this program guesses by distances, and others read the words"
_MOVED: Final = (
    "the PDF has it in its place: this program goes by where words stand on the page, and others read it there"
)
_OFF: Final = "it is too wide for the style that prints it: write it shorter, or choose another style"
_IN_PARTS: Final = "leave it out, or write a word in its place"
_ALIKE: Final = "write one of them otherwise, such as ★ beside ☆"
_HIDDEN: Final = "the style puts it there, or paints it so; programs read it, and take it for an attempt to cheat"


def check(
    pdf_bytes: bytes,
    structure: Element,
    paper: tuple[float, float],
    *,
    columns: int = 1,
    right_to_left: bool = False,
    missing: Collection[str] = (),
    style: str = "",
) -> list[Diagnostic]:
    """Return what a PDF lacks of its document: errors, and warnings where the script of a text allows no better.

    ``paper`` is its width and height in points; ``columns`` how many columns pages have, which follow each other in
    the content; ``right_to_left`` says whether lines run so; ``missing`` are characters that no font has: there is a
    warning about them already. ``style`` is the name of the style, for hints.
    """
    found = _check(pdf_bytes, structure, paper, columns, frozenset(missing), right_to_left=right_to_left)
    named = f"the style {style} " if style else "the style "
    return [replace(each, hint=each.hint.replace("the style ", named)) if each.hint else each for each in found]


def _check(
    pdf_bytes: bytes,
    structure: Element,
    paper: tuple[float, float],
    columns: int,
    missing: frozenset[str],
    *,
    right_to_left: bool,
) -> list[Diagnostic]:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        of_file = [*_check_fonts(pdf), *_check_sizes(pdf, paper)]
        read = tagged_text.read(pdf)
    if read is None:
        return [
            *of_file,
            _of_style("the PDF has no tags: screen readers find no structure in it", code="pdf-untagged"),
        ]
    pairs, unpaired = _pair(structure, read.blocks, missing)
    return [
        *of_file,
        *_check_unmarked(read.pages),
        *unpaired,
        *_check_tags(pairs),
        *_check_texts(pairs, missing, read),
        *_check_signs(pdf_bytes, pairs, read),
        *_check_links(pairs),
        *_check_order(pairs, columns + right_to_left),  # a label and the first item of its list may share a line
        *_check_extraction(pdf_bytes, read.pages, pairs, right_to_left=right_to_left),
    ]


# --- the file -------------------------------------------------------------------------------------


def _check_fonts(pdf: pikepdf.Pdf) -> Iterator[Diagnostic]:
    """Check that fonts are embedded (ISO 19005-2, 6.2.11.4), and as subsets, which have a tag (ISO 32000-1, 9.6.4)."""
    names: set[str] = set()
    for page in pdf.pages:
        for font in fonts.dictionaries(page).values():
            for inner in font.get("/DescendantFonts", [font]):
                name = str(inner.get("/BaseFont", "/unnamed"))[1:]
                descriptor = inner.get("/FontDescriptor", {})
                if name in names:
                    continue
                names.add(name)
                if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                    yield _of_style(f"the font {name} is not embedded: others will see another font", code="pdf-font")
                elif not re.match(r"[A-Z]{6}\+", name):
                    message = f"the font {name} is embedded as a whole, and not only the characters in use"
                    yield _of_style(message, code="pdf-font")


def _check_sizes(pdf: pikepdf.Pdf, paper: tuple[float, float]) -> Iterator[Diagnostic]:
    for number, page in enumerate(pdf.pages, 1):
        left, bottom, right, top = (float(each) for each in page.mediabox)
        width, height = right - left, top - bottom
        if max(abs(width - paper[0]), abs(height - paper[1])) > _TOLERANCE:
            size = f"{width:.0f} by {height:.0f} points"
            message = f"page {number} is {size}, but the paper is {paper[0]:.0f} by {paper[1]:.0f}"
            yield _of_style(message, code="pdf-page-size")


def _check_unmarked(pages: Sequence[PageText]) -> Iterator[Diagnostic]:
    text = " ".join(page.unmarked for page in pages).strip()
    if text:
        yield _of_style(f'the PDF has text that is in none of its tags: "{_short(text)}"', code="pdf-extra-text")


# --- elements -------------------------------------------------------------------------------------


class _Expected(NamedTuple):
    """An element of the document that holds texts: the tags of those around it and its own, and what it holds."""

    tags: tuple[str, ...]
    nodes: tuple[Node, ...]
    alternative: str

    @property
    def span(self) -> Span | None:
        return next((node.span for node in self.nodes if node.span is not None), None)

    @property
    def text(self) -> str:
        return " ".join(node.text for node in self.nodes if node.text)


_Pairs: TypeAlias = list[tuple[_Expected, TextBlock]]


def _expected(element: Element, around: tuple[str, ...] = ()) -> Iterator[_Expected]:
    tags = (*around, element.tag)
    nodes = tuple(kid for kid in element.kids if isinstance(kid, Node))
    if nodes:
        yield _Expected(tags, nodes, element.alternative)
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _expected(kid, tags)


def _pair(structure: Element, blocks: Sequence[TextBlock], missing: frozenset[str]) -> tuple[_Pairs, list[Diagnostic]]:
    """Return which block of the PDF is which element, and the problems: those of either side that have no partner."""
    tags_read = {block.tags for block in blocks}
    expected = [
        each
        for each in _expected(structure)
        if (each.text or each.tags[-1] in {FIGURE, LABEL})  # a skill may have a name and nothing else
        and (each.tags in tags_read or not all(node.optional for node in each.nodes))
    ]
    if [each.tags for each in expected] == [block.tags for block in blocks]:
        return list(zip(expected, blocks, strict=True)), []
    # Something is missing, or too much: what is the same is paired first.
    matcher = difflib.SequenceMatcher(
        None,
        [(each.tags, letters(normalized(each.text, missing))) for each in expected],
        [(block.tags, letters(normalized(block.text, missing))) for block in blocks],
        autojunk=False,
    )
    pairs: _Pairs = []
    problems: list[Diagnostic] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and j - i == m - k):
            pairs += zip(expected[i:j], blocks[k:m], strict=True)
        else:
            problems += (_missing(each) for each in expected[i:j])
            problems += (_misplaced(block, expected) for block in blocks[k:m])
    return pairs, problems


def _missing(each: _Expected) -> Diagnostic:
    what = f'"{_short(each.text)}"' if each.text else {FIGURE: "the photo"}.get(each.tags[-1], "a bullet or number")
    return Diagnostic(
        f"{what} is missing from the PDF, or not in its place", each.span, _STYLE, code="pdf-missing-text"
    )


def _misplaced(block: TextBlock, expected: Sequence[_Expected]) -> Diagnostic:
    text = letters(normalized(block.text))
    span = next((each.span for each in expected if letters(normalized(each.text)) == text), None)
    message = f'the PDF has "{_short(block.text)}" where it does not belong'
    return Diagnostic(message, span, _STYLE, code="pdf-extra-text")


def _check_tags(pairs: _Pairs) -> Iterator[Diagnostic]:
    for each, block in pairs:
        if each.tags != block.tags:
            read, wanted = (" in ".join(reversed(tags[1:])) for tags in (block.tags, each.tags))
            message = f'"{_short(each.text)}" is tagged as {read} instead of {wanted}'
            yield _of_style(message, each.span, code="pdf-wrong-tag")
        if each.alternative != block.alternative:
            described = f'"{_short(block.alternative)}" instead of "{_short(each.alternative)}"'
            yield _of_style(f"the photo is described as {described}", each.span, code="pdf-wrong-tag")
        for text in block.actual_texts:
            if text not in {"", *(node.text for node in each.nodes)}:  # "" is what another one says already
                spoken = f'"{_short(text)}" instead of "{_short(each.text)}"'
                yield _of_style(f"screen readers say {spoken}", each.span, code="pdf-wrong-tag")


def _check_links(pairs: _Pairs) -> Iterator[Diagnostic]:
    for each, block in pairs:
        if each.tags[-1] == CONTENTS:
            if not all(block.links):
                message = "a link in the table of contents leads nowhere"
                yield Diagnostic(message, each.span, _STYLE, code="pdf-wrong-link")
            continue
        wanted = [url for node in each.nodes for url in node.urls]
        if [{url} for url in wanted] != block.links:
            read = ", ".join([" and ".join(sorted(urls)) or "nothing" for urls in block.links]) or "nothing"
            targets = f"{read} in the PDF instead of {', '.join(wanted) or 'nothing'}"
            message = f'"{_short(each.text)}" links to {targets}'
            yield Diagnostic(message, each.span, _STYLE, code="pdf-wrong-link")


def _check_order(pairs: _Pairs, columns: int) -> Iterator[Diagnostic]:
    """Check that the content of each column is in the order of the document, as programs that ignore tags read it.

    The columns follow each other.
    """
    by_page: dict[int, list[tuple[int, _Expected]]] = defaultdict(list)
    for each, block in pairs:
        if block.first is not None:
            page, place = block.first
            by_page[page].append((place, each))
    for page, placed in sorted(by_page.items()):
        numbers = [each.nodes[0].block for _, each in sorted(placed, key=lambda pair: pair[0])]
        # As many runs forwards are needed as the longest run backwards is long; "ends" has the ends of such runs.
        ends: list[int] = []
        for number in numbers:
            place = bisect.bisect_left(ends, -number)
            ends[place : place + 1] = [-number]
        if len(ends) > columns:
            message = f"programs that ignore tags read the parts of page {page + 1} in the wrong order"
            yield Diagnostic(message, None, _STYLE, code="pdf-reading-order")


# --- texts ----------------------------------------------------------------------------------------


def _check_texts(pairs: _Pairs, missing: frozenset[str], read: TaggedText) -> Iterator[Diagnostic]:
    uncertain: _Pairs = []
    characters = frozenset("".join(read.glyph_texts))
    for each, block in pairs:
        tag = each.tags[-1]
        if tag == FIGURE or not each.text:
            continue
        difference = comparison.compare(
            each.nodes, block.texts, missing=missing, characters=characters, may_go_on=tag == CONTENTS
        )
        if difference == "uncertain":
            uncertain.append((each, block))
        elif difference != "none":
            message = f'the PDF reads "{_short(block.text)}" here instead of "{_short(each.text)}"'
            hint = _SPACES if difference == "spaces" else _STYLE
            yield Diagnostic(message, each.span, hint, code="pdf-wrong-text")
    if uncertain:
        yield _uncertain(uncertain)


def _check_signs(pdf_bytes: bytes, pairs: _Pairs, read: TaggedText) -> Iterator[Diagnostic]:
    """Warn of pictures that stand in parts, and of two that look the same."""
    for each, _ in pairs:
        for sequence in symbols.taken_apart(each.text, read.glyph_texts):
            parts = " ".join(char for char in sequence if char.isprintable() and unicodedata.category(char) != "Mn")
            message = f"no font has {sequence} as one picture: it prints as {parts}"
            yield Diagnostic(message, each.span, _IN_PARTS, Severity.WARNING, code="divided-picture")
    for one, other in symbols.alike(pdf_bytes, " ".join(each.text for each, _ in pairs)):
        message = f"{character_name(one)} and {character_name(other)} look the same"
        yield Diagnostic(message, _place(other, pairs), _ALIKE, Severity.WARNING, code="same-picture")


def _uncertain(pairs: _Pairs) -> Diagnostic:
    """Return one warning for all texts that some programs may read otherwise: there is nothing to do about them."""
    characters = set().union(*(comparison.differing_characters(each.text, block.text) for each, block in pairs))
    named = ", ".join(character_name(char) for char in sorted(characters)[:_MOST])
    named += " and others" if len(characters) > _MOST else ""
    others = f", and {len(pairs) - 1} more" if len(pairs) > 1 else ""
    right = "what is seen, and what is read aloud, is right"
    if not all(block.actual_texts for _, block in pairs):
        right = "what is seen is right"
    each, block = pairs[0]
    return Diagnostic(
        f'some programs will not read "{_short(each.text)}" as typed{others}: {named}',
        each.span,
        f'they read "{_short(block.text)}"; {right}',
        Severity.WARNING,
        code="pdf-unsure-text",
    )


def _check_extraction(
    pdf_bytes: bytes, pages: Sequence[PageText], pairs: _Pairs, *, right_to_left: bool
) -> Iterator[Diagnostic]:
    faults: list[Fault] = []
    readings = pdfium.pages(pdf_bytes)
    for number, reading in enumerate(readings, 1):
        yield from _hidden(number, reading.hidden, pairs)
    for page, reading in zip(pages, readings, strict=True):
        outside = {word for each in reading.hidden if each.reason == OUTSIDE for word in each.text.split()}
        found = pdfium.faults(page.marked.values(), reading.text, right_to_left=right_to_left)
        faults += (fault for fault in found if fault.word not in outside)  # which is reported already
    for kind, problem, hint in (
        ("lost", "does not find {}", _STYLE),
        ("moved", "reads {} in another place", _MOVED),
        ("joined", "joins {} to the word before", _GUESS),  # with no space there, there would be an error about that
    ):
        words = [fault.word for fault in faults if fault.kind == kind]
        if words:
            named = ", ".join(f'"{_short(word)}"' for word in words[:_MOST])
            named += f" and {len(words) - _MOST} more" if len(words) > _MOST else ""
            span = _place(words[0], pairs)
            message = f"pdfium, the PDF reader in Chrome, {problem.format(named)}"
            severity = Severity.ERROR if kind == "lost" else Severity.WARNING
            yield Diagnostic(message, span, hint, severity, code="pdf-lost-words")


def _place(text: str, pairs: _Pairs) -> Span | None:
    """Return the place in the YAML of the first text that has this one in it."""
    return next((each.span for each, _ in pairs if normalized(text) in normalized(each.text)), None)


def _hidden(page: int, texts: Sequence[HiddenText], pairs: _Pairs) -> Iterator[Diagnostic]:
    """Refuse hidden text that is not the document's, which a style has put there, and words that run off the page.

    Warn of other text of the document's.
    """
    groups: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for each in texts:
        groups[each.is_marked, each.reason].append(each.text)
    for (is_marked, reason), group in groups.items():
        text = _short(" ".join(group))
        message = f'page {page} has text that nobody can see, as it is {reason}: "{text}"'
        runs_off = is_marked and reason == OUTSIDE and any(map(str.isalnum, text))
        severity = Severity.WARNING if is_marked and not runs_off else Severity.ERROR
        span = _place(group[0], pairs) if is_marked else None
        yield Diagnostic(message, span, _OFF if runs_off else _HIDDEN, severity, code="hidden-text")


def _of_style(message: str, span: Span | None = None, *, code: str) -> Diagnostic:
    return Diagnostic(message, span, _STYLE, code=code)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
