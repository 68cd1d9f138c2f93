"""The rules of a profile that a schema cannot say, but for the photo's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cvgen.diagnostics import CvgenError, Diagnostic, Pointer, Severity, Span, pointer_name
from cvgen.steps.source import Source
from cvgen.text import dates, language
from cvgen.validation import schemas
from cvgen.validation.violations import DATE_FORMS, date_hint

MAX_LISTS: Final = 6  # inside each other, as LaTeX sets them; the outermost may be a section's own
_LONGEST_WORD: Final = 10_000  # characters; TeX's memory for a line ends between 12,000 and 60,000
# But for scripts that are written without spaces, where lines break between any two.
_ENDLESS: Final = rf"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ufaff\uff00-\uffef]{{{_LONGEST_WORD + 1},}}"
_DATES: Final = frozenset({"startDate", "endDate", "birthDate"})
_FREE_DATES: Final = frozenset({"date", "releaseDate"})  # which may be any text
_LISTS: Final = frozenset({"highlights", "contributions"})
_VARIANT: Final = re.compile(r"\w(?:[\w .+-]*[\w+])?")  # what may be part of the name of a file


def problems(source: Source) -> Iterator[Diagnostic]:
    """Yield lists that stand too deep, a language that is not known, and words without an end."""
    yield from _deep_lists(source)
    yield from _unknown_language(source)
    yield from _endless_words(source)
    yield from _true_titles(source)
    yield from _names_of_variants(source)


def date_problems(source: Source) -> Iterator[Diagnostic]:
    """Yield days that no month has, dates that only look like one, and ends before their start."""
    for pointer in source.spans:
        if not pointer or pointer[-1] not in _DATES | _FREE_DATES or "labels" in pointer:
            continue
        value = at(source.data, pointer)
        free = pointer[-1] in _FREE_DATES
        texts = [(pointer, value)]
        if free and isinstance(value, list):
            texts = [((*pointer, i), item) for i, item in enumerate(value)]
        for place, text in texts:
            if isinstance(text, str) and text.strip() and (problem := _date_problem(text, free=free)):
                hint = date_hint(text)
                hint = None if hint and hint in problem else hint
                if problem.endswith("is not a date"):
                    problem = f'{pointer_name(pointer)} is not a date: "{text.strip()}"'
                    hint = hint or DATE_FORMS
                yield Diagnostic(problem, source.spans[place], hint, code="date-format")
        if pointer[-1] == "startDate":
            yield from _end_before_start(source, pointer[:-1])


def dates_read(source: Source, in_words: Mapping[Span, str]) -> Iterator[Diagnostic]:
    """Yield one note on all dates that are not written as ISO does or as a season, and how they are read.

    ``in_words`` has those in the language of the CV, by their places.
    """
    read = dict(in_words)
    for pointer, span in source.spans.items():
        if (
            pointer
            and pointer[-1] in _DATES
            and "labels" not in pointer
            and isinstance(text := at(source.data, pointer), str)
        ):
            iso = None if dates.is_usual(text) else dates.suggest_iso(text)
            if iso:
                read[span] = f'"{text.strip()}" is read as {iso}'
    if read:
        first = min(read)
        others = f", and {len(read) - 1} more alike" if len(read) > 1 else ""
        hint = f"write {read[first].rpartition(' ')[2]} to be free of this note"
        yield Diagnostic(read[first] + others, first, hint, Severity.NOTE, code="date-format")


def at(data: Any, pointer: Pointer) -> Any:
    """Return the value that a pointer leads to."""
    for step in pointer:
        data = data[step]
    return data


def _deep_lists(source: Source) -> Iterator[Diagnostic]:
    for pointer, span in source.spans.items():
        if pointer and pointer[-1] in _LISTS and sum(step in _LISTS for step in pointer) == MAX_LISTS:
            message = f"lists stand more than {MAX_LISTS - 1} deep inside each other"
            yield Diagnostic(message, span, "use fewer levels", code="lists-too-deep")


def _endless_words(source: Source) -> Iterator[Diagnostic]:
    for pointer, span in source.spans.items():
        text = at(source.data, pointer)
        if isinstance(text, str) and len(text) > _LONGEST_WORD and (word := re.search(_ENDLESS, text)):
            message = f"{len(word.group())} characters stand without a space, which TeX cannot set in lines"
            yield Diagnostic(message, span, "put spaces between its words", code="too-complex")


def _true_titles(source: Source) -> Iterator[Diagnostic]:
    for pointer, span in source.spans.items():
        if pointer[-1:] == ("title",) and pointer[-3:-2] == ("sections",) and at(source.data, pointer) is True:
            message = '"title" must be a text, or false for none, not true'
            yield Diagnostic(message, span, "delete the line for the title that the kind has", code="wrong-type")
        if pointer[-2:-1] == ("labels",) and at(source.data, pointer) is True and _may_be_false(pointer[-1]):
            message = f'"{pointer[-1]}" must be a text, or false for none, not true'
            yield Diagnostic(message, span, "delete the line for the label of the language", code="wrong-type")


def _may_be_false(label: object) -> bool:
    known = schemas.profile()["$defs"]["labels"]["properties"]
    return label in known and "word" not in known[label]["$ref"]


def _names_of_variants(source: Source) -> Iterator[Diagnostic]:
    for pointer, span in source.key_spans.items():
        if pointer[:-1] == ("variants",) and (pointer[1] == "all" or not _VARIANT.fullmatch(str(pointer[1]))):
            hint = "the names of files end in it: write letters, digits, spaces, - and _; all is every variant"
            yield Diagnostic(f'a variant cannot be called "{pointer[1]}"', span, hint, code="invalid-value")


def _unknown_language(source: Source) -> Iterator[Diagnostic]:
    pointer: Pointer = ("language",)
    if pointer in source.spans and isinstance(tag := source.data["language"], str) and tag.strip():
        try:
            language.load(tag)
        except CvgenError as error:
            for problem in error.diagnostics:
                yield Diagnostic(problem.message, source.spans[pointer], problem.hint, code="unknown-language")


def _date_problem(text: str, *, free: bool) -> str | None:
    try:
        if free:
            dates.parse_free(text)
        elif text.strip().lower() != "present":
            dates.parse_date(text)
    except ValueError as error:
        return f"bad date: {error}"
    return None


def _end_before_start(source: Source, pointer: Pointer) -> Iterator[Diagnostic]:
    entry = at(source.data, pointer)
    try:
        start, end = dates.parse_date(str(entry["startDate"])), dates.parse_date(str(entry.get("endDate")))
    except ValueError:
        return
    if end.before(start):
        message = f"it ends ({end}) before it starts ({start})"
        span = source.spans[*pointer, "endDate"]
        yield Diagnostic(message, span, "swap startDate and endDate?", code="date-order")
