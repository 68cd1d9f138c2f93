"""Reads from finished pages where lines end, and whether they could have been longer."""

from __future__ import annotations

import bisect
import contextlib
import ctypes
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw

from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from cvgen.steps.engine.contract import Session, TexEngine, TexRun, TexSource

# A paragraph tells where its lines may start and end: its mark gets a second one, with its place from the left.
_TELLING = r"""
\let\cv@told\cv@mark
\renewcommand\cv@mark[1]{\cv@told{#1}\pdfsavepos
  \begingroup\edef\cv@a{\endgroup\write\m@ne{told: #1 \the\cv@id\space
    \noexpand\thepage\space\noexpand\the\noexpand\pdflastxpos\space\noexpand\the\noexpand\pdflastypos}}\cv@a}
\renewcommand\cv@lines{\par\edef\cv@a{\the\prevgraf}%
  \immediate\write\m@ne{cvgen: lines \the\cv@id\space\cv@a}%
  \immediate\write\m@ne{told lines: \the\cv@id\space\cv@a\space\number\dimexpr\hsize-\cvStart-\cvEnd\relax}}
"""
_MARK = re.compile(r"^told: (?:item|text) (\d+) (\d+) (-?\d+) (-?\d+)$", re.MULTILINE)
_LINES = re.compile(r"^told lines: (\d+) (\d+) (\d+)$", re.MULTILINE)
_BP = 72 / 72.27 / 65536  # points of PDF in a scaled point of TeX


class Word(NamedTuple):
    """A word on a page, in points of PDF."""

    text: str
    left: float
    right: float


@dataclass(frozen=True)
class TextLine:
    """A line of a paragraph; ``room`` is what is free at its end, in points."""

    words: tuple[Word, ...]
    room: float

    def __str__(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class _Source:
    text: str
    assets: Mapping[str, Path | bytes]


@dataclass
class _TellingSession:
    session: Session
    logs: dict[str, str]

    def typeset(self, sources: Sequence[TexSource]) -> list[TexRun]:
        telling = [_Source(source.text, dict(_telling(source.assets))) for source in sources]
        runs = self.session.typeset(telling)
        self.logs |= {source.text: run.log for source, run in zip(sources, runs, strict=True)}
        return runs


def _telling(assets: Mapping[str, Path | bytes]) -> Iterator[tuple[str, Path | bytes]]:
    """Yield files; the package of a style, which is the last package, gets what tells of lines."""
    for name, file in assets.items():
        if name.startswith("cvgen-") and name not in {"cvgen-fonts.sty", "cvgen-icons.sty"} and isinstance(file, Path):
            package = file.read_text(encoding="utf-8").rstrip().removesuffix(r"\endinput")
            yield name, (package + _TELLING).encode()
        else:
            yield name, file


@dataclass
class TellingEngine:
    """An engine whose documents tell in their logs where lines may start and end."""

    engine: TexEngine
    logs: dict[str, str] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        return self.engine.identity

    @contextlib.contextmanager
    def start(self, folder: Path, style: str = "", *, any_package: bool = False) -> Iterator[_TellingSession]:
        with self.engine.start(folder, style, any_package=any_package) as session:
            yield _TellingSession(session, self.logs)


def paragraphs(requests: Sequence[Request], engine: TexEngine) -> Iterator[tuple[Request, list[list[TextLine]]]]:
    """Yield for each request its paragraphs of several lines, as lines of words, from left to right."""
    telling = TellingEngine(engine)
    for request, result in zip(requests, rendering.render_all(requests, telling), strict=True):
        if isinstance(result, Exception):
            raise result
        assert result.pdf is not None
        yield request, list(_paragraphs(result.pdf, telling.logs[str(result.tex)]))


def _paragraphs(pdf: bytes, log: str) -> Iterator[list[TextLine]]:
    marks = {int(number): tuple(map(int, rest)) for number, *rest in _MARK.findall(log)}
    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        pages = [Page.of(page) for page in document]
    for number, count, width in ((int(a), int(b), int(c) * _BP) for a, b, c in _LINES.findall(log)):
        if count > 1 and number in marks:
            page, x, y = marks[number]
            left, base = x * _BP, y * _BP
            lines = pages[page - 1].below(base, left, left + width, count)
            if len(lines) == count:  # the others go on on the next page
                yield lines


@dataclass
class Page:
    """The characters of a page: (height of the baseline, left, right, character), from the top."""

    characters: list[tuple[float, float, float, str]]

    @classmethod
    def of(cls, page: pypdfium2.PdfPage) -> Page:
        raw, text = pypdfium2.raw, page.get_textpage()
        x, y, *box = (ctypes.c_double() for _ in range(6))
        found = []
        for index in range(text.count_chars()):
            char = chr(raw.FPDFText_GetUnicode(text, index))
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            raw.FPDFText_GetCharBox(text, index, *box)
            if char > " " and char != "\xa0":
                found.append((y.value, min(x.value, box[0].value), box[1].value, char))
            elif char == " ":
                found.append((y.value, x.value, x.value, char))
        return cls(found)

    @property
    def baselines(self) -> set[float]:
        """The heights of the lines, from the foot of the paper."""
        return {each[0] for each in self.characters if each[3] != " "}

    def below(self, base: float, left: float, right: float, count: int) -> list[TextLine]:
        """Return ``count`` lines, from the one at this height."""
        inside = [each for each in self.characters if left - 1 < each[1] < right + 2]
        lines: list[TextLine] = []
        heights = sorted({round(each[0], 1) for each in inside if each[3] != " "}, reverse=True)
        at = base
        for _ in range(count):
            words = list(_words([each for each in inside if abs(each[0] - at) < 1.5]))
            if not words:
                break
            lines.append(TextLine(tuple(words), right - words[-1].right))
            lower = bisect.bisect_right([-height for height in heights], -at + 4)
            if lower == len(heights):
                break
            at = heights[lower]
        return lines


def _words(characters: list[tuple[float, float, float, str]]) -> Iterator[Word]:
    letters: list[tuple[float, float, float, str]] = []
    for each in [*sorted(characters, key=lambda each: each[1]), (0.0, 1e9, 1e9, " ")]:
        if letters and (each[3] == " " or each[1] - letters[-1][2] > 2.2):
            yield Word("".join(letter[3] for letter in letters), letters[0][1], max(letter[2] for letter in letters))
            letters = []
        if each[3] != " ":
            letters.append(each)


def words(pdf: Path) -> Iterator[Word]:
    """Yield the words of a PDF, line by line."""
    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        pages = [Page.of(page) for page in document]
    for page in pages:
        for height in sorted(page.baselines, reverse=True):
            yield from _words([each for each in page.characters if each[0] == height])


def could_be_longer(line: TextLine, following: TextLine) -> bool:
    """Return whether the first word of the following line would have fitted on this one."""
    word = following.words[0]
    return word.right - word.left + 3.5 <= line.room
