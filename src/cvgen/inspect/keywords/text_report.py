"""Writes the coverage of a job description for a terminal."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from cvgen.inspect.keywords.coverage import Coverage, Status, Term

_WIDTH: Final = 96  # columns
_MAX_TERMS: Final = 60  # of each kind
_MAX_LENGTH: Final = 48  # characters of a term

_NO_MEASURE: Final = (
    "A list of words is no measure of how well you fit: it does not know what matters, nor what you did. "
    "Add a word only where it is true and the line says what you did with it; people read the CV after the programs do."
)


def as_text(coverage: Coverage) -> str:
    """Return the coverage for people, in lines for a terminal."""
    covered, partly, missing = (coverage.with_status(status) for status in Status)
    total = len(coverage.terms)
    if not total:
        lines = [f"The job description has no words but common ones in {coverage.language_name}."]
        return "\n".join([*lines, "", *textwrap.wrap(_method(coverage), _WIDTH)])
    also = f", and {len(partly)} more in part" if partly else ""
    lines = [f"The CV has {len(covered)} of the job's {_counted(total, 'term', 'terms')} ({coverage.share:.0%}){also}."]
    for title, terms in (
        ("Not in the CV, and named under requirements:", [term for term in missing if term.required]),
        ("Not in the CV, named elsewhere:", [term for term in missing if not term.required]),
        ("In part: the words are in the CV, but not together:", partly),
    ):
        if terms:
            items = [f"{term.text} ({term.in_job} times)" if term.in_job > 1 else term.text for term in terms]
            lines += ["", title, *_flowing(items[:_MAX_TERMS], len(items) - _MAX_TERMS)]
    if covered:
        lines += ["", "In the CV:", *_table(covered)]
    notes = (textwrap.wrap(note, _WIDTH) for note in (_method(coverage), _NO_MEASURE))
    return "\n".join([*lines, *(line for note in notes for line in ("", *note))])


def _method(coverage: Coverage) -> str:
    """Return how the terms were found and counted, in sentences."""
    name = coverage.language_name
    reason = (
        f", which {_counted(coverage.detected, 'of its words is', 'of its words are')} common in"
        if coverage.detected
        else ""
    )
    text = (
        f"How it was counted: the job was read as {name}{reason}. Common words and those that stand in every advertisement "
        "were left out. Forms of a word count as one, by their endings. Words that stand side by side more than once, or "
        "with capitals, are one term."
    )
    if coverage.cv_language.partition("-")[0] != coverage.language.partition("-")[0]:
        text += " The CV is in another language, so only names and words that both share can be found."
    return text


def _counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _table(terms: Sequence[Term]) -> Iterator[str]:
    """Yield a line for each term: how often it stands in both, and where first in the CV."""
    rows = [
        (f"{_short(term.text)} (as: {_short(term.form)})" if term.form else _short(term.text), term) for term in terms
    ]
    rows, rest = rows[:_MAX_TERMS], len(rows) - _MAX_TERMS
    width = max(column_count(text) for text, _ in rows)
    yield f"  {'':<{width}}  in job  in CV  first line"
    for text, term in rows:
        line = term.span.line if term.span else ""
        yield f"  {text}{' ' * (width - column_count(text))}  {term.in_job:>6}  {term.in_cv:>5}  {line:>10}"
    if rest > 0:
        yield f"  and {rest} more"


def _flowing(items: Sequence[str], rest: int) -> Iterator[str]:
    """Yield lines of a terminal's width with items one after the other, and how many more there are."""
    line = ""
    for i, item in enumerate(items):
        text = _short(item) + ("," if i < len(items) - 1 or rest > 0 else "")
        if line and column_count(line) + 1 + column_count(text) > _WIDTH:
            yield line
            line = ""
        line = f"{line} {text}" if line else f"  {text}"
    if rest > 0:
        line += f" and {rest} more"
    yield line


def _short(text: str) -> str:
    return text if len(text) <= _MAX_LENGTH else f"{text[: _MAX_LENGTH - 1]}…"


def column_count(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )
