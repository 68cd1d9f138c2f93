"""Reads the commands of a LaTeX file with their arguments, and the text between them, each with its place.

Files that it inputs are read if they lie in its folder. Nothing is run.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from cvgen.diagnostics import CvgenError, Span
from cvgen.importers.file import File

_COMMENT: Final = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*(?=\S))?")
_COMMAND: Final = re.compile(r"\\([A-Za-z@]+)\*?|\\.|[{}$]", re.DOTALL)
_INPUT: Final = frozenset({"input", "include", "subfile"})
_LISTS: Final = frozenset({"itemize", "enumerate", "cvitems", "highlights", "onecolentry", "justify"})
# Commands that are parts of a text.
_INLINE: Final = frozenset(
    [
        "textbf",
        "textit",
        "emph",
        "textsc",
        "texttt",
        "underline",
        "textsl",
        "href",
        "url",
        "LaTeX",
        "TeX",
        "BibTeX",
        "XeTeX",
        "textsuperscript",
        "textsubscript",
        "ldots",
        "dots",
        "ss",
        "o",
        "O",
        "ae",
        "AE",
        "aa",
        "AA",
        "l",
        "L",
        "i",
        "j",
        "oe",
        "OE",
        "th",
        "TH",
        "dh",
        "DH",
        "textbar",
        "textasciitilde",
        "textbackslash",
        "small",
        "large",
        "Large",
        "footnotesize",
        "bfseries",
        "itshape",
        "normalsize",
        "scshape",
        "mdseries",
        "upshape",
        "rmfamily",
        "sffamily",
        "par",
        "newline",
        "quad",
        "qquad",
        "hfill",
        "textendash",
        "textemdash",
        "enquote",
        "textquoteright",
        "textregistered",
        "texttrademark",
        "copyright",
        "textcopyright",
        "item",
        "u",
        "v",
        "H",
        "c",
        "k",
        "d",
        "b",
        "r",
        "t",
    ]
)
_DEEPEST: Final = 5  # files that input each other


class Piece(NamedTuple):
    """A command with its arguments, of which those in brackets come first in ``options``; or a text, without a command."""

    command: str
    options: list[str]
    arguments: list[str]
    span: Span


def pieces(file: File) -> Iterator[Piece]:
    """Yield the commands and texts of a file, in order. Raises CvgenError if a brace is never closed."""
    return _scan(file.text, file.path, 0)


def _scan(text: str, path: Path, depth: int) -> Iterator[Piece]:
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    text = _COMMENT.sub(
        lambda match: match[1] + "".join(c if c == "\n" else " " for c in match[0][len(match[1]) :]), text
    )

    def span(index: int) -> Span:
        line = bisect_right(lines, index)
        return Span(path, line, index - lines[line - 1] + 1)

    index = start = 0
    while match := _COMMAND.search(text, index):
        name = match[1]
        index = match.end()
        if match[0] == "{":
            index = _closed(text, match.start(), span)
            continue
        if not name or name in _INLINE:
            if name and text[index : index + 1] == "{":
                index = _closed(text, index, span)
            continue
        if text[start : match.start()].strip():
            yield Piece("", [], [text[start : match.start()].strip()], span(_first(text, start)))
        if name == "begin" and (environment := re.compile(r"\s*\{(\w+\*?)\}").match(text, index)):
            index = environment.end()
            if environment[1].rstrip("*") in _LISTS:
                index = environment_end(text, index, environment[1])
                yield Piece("", [], [text[match.start() : index]], span(match.start()))
            start = index
            continue
        options, arguments, index = _arguments(text, index, span)
        start = index
        if name in _INPUT and arguments:
            yield from _input(arguments[0], path, depth)
        else:
            yield Piece(name, options, arguments, span(match.start()))
    if text[start:].strip():
        yield Piece("", [], [text[start:].strip()], span(_first(text, start)))


def _first(text: str, index: int) -> int:
    return index + len(text[index:]) - len(text[index:].lstrip())


def _input(name: str, path: Path, depth: int) -> Iterator[Piece]:
    """Yield what a file has that is input, if it lies in the folder of the one that inputs it, or below."""
    wanted = Path(name.strip())
    if depth >= _DEEPEST or wanted.is_absolute() or ".." in wanted.parts or not name.strip():
        return
    for candidate in (path.parent / wanted, path.parent / f"{wanted}.tex"):
        try:
            if candidate.is_file() and candidate.resolve().is_relative_to(path.parent.resolve()):
                with candidate.open("rb") as stream:
                    content = stream.read(600_000)
                yield from _scan(File(candidate, content).text, candidate, depth + 1)
                return
        except (OSError, ValueError):
            return


def _arguments(text: str, index: int, span: object) -> tuple[list[str], list[str], int]:
    """Return the options and arguments that stand after a command, and where they end."""
    options: list[str] = []
    arguments: list[str] = []
    while True:
        after = index + len(text[index:]) - len(text[index:].lstrip())
        if re.search(r"\n[ \t]*\n", text[index:after]):
            return options, arguments, index
        if text[after : after + 1] == "[" and not arguments:
            end = text.find("]", after)
            if end < 0:
                return options, arguments, index
            options.append(text[after + 1 : end])
            index = end + 1
        elif text[after : after + 1] == "{":
            end = _closed(text, after, span)
            arguments.append(text[after + 1 : end - 1])
            index = end
        else:
            return options, arguments, index


def _closed(text: str, index: int, span: object) -> int:
    """Return where a group ends that begins at an index."""
    depth = 0
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, index):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    assert callable(span)
    hint = "check the braces here"
    raise CvgenError.of("LaTeX: this brace is never closed", span(index), hint, code="latex-syntax")


def environment_end(text: str, index: int, name: str) -> int:
    """Return where an environment ends, after others of its name inside it."""
    depth = 1
    for match in re.compile(rf"\\(begin|end)\s*\{{{re.escape(name)}\}}").finditer(text, index):
        depth += 1 if match[1] == "begin" else -1
        if depth == 0:
            return match.end()
    return len(text)
