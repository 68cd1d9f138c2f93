"""Step 2: ``Source`` -> ``Profile``: valid, or every error of the file at once.

It guarantees that the data follows ``schemas/profile.schema.json`` and has no empty value, and what a schema cannot say:
dates that exist, ends after their starts, a language that is known, a photo that is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span
from cvgen.steps.profile import empty, months, photo, redaction, remarks, rules, translation, variants
from cvgen.steps.source import Source, read
from cvgen.validation import schemas
from cvgen.validation.violations import violations

__all__ = ["Profile", "load", "validate"]


@dataclass(frozen=True, slots=True)
class Profile:
    """A valid profile.

    ``data`` follows ``schemas/profile.schema.json``, with every scalar as text except true and false.
    """

    data: Mapping[str, Any]
    source: Source

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The problems that do not make the profile invalid."""
        return self.source.problems

    @property
    def design(self) -> tuple[Mapping[str, Any], Mapping[str, Span]]:
        """The options of the look that the author chose, and the place of each."""
        options = self.data.get("design", {})
        return options, {name: self.source.spans["design", name] for name in options}


def load(path: Path) -> Profile:
    """Read the file of a profile and validate it: the steps 1 and 2. Raises CvgenError with all that is wrong."""
    return validate(read(path))


def validate(
    source: Source, *, variant: str | None = None, language: str | None = None, redact: Sequence[str] = ()
) -> Profile:
    """Return the profile of a source, without its empty values; or the part of it that is asked for.

    ``variant`` is the name of one of its variants, ``language`` the tag of the language for texts that it has in several,
    ``redact`` names what nobody may see. Raises CvgenError with all errors of the file in the order of their places.
    """
    language = language or (variants.language(source, variant) if variant else None)
    whole, source = source, translation.translated(source, language)
    source, left_out = empty.without_empty(source)
    source, dates_in_words = months.in_iso(source)
    broken = list(violations(source.data, source.spans, source.key_spans, schemas.PROFILE))
    reported = {problem.span for problem in broken}
    left_out = {span: name for span, name in left_out.items() if span not in reported}  # what is required is an error
    problems = [*source.problems, *broken, *photo.problems(source), *rules.problems(source), *empty.note(left_out)]
    reported = {problem.span for problem in problems}
    problems += [problem for problem in rules.date_problems(source) if problem.span not in reported]
    problems += rules.dates_read(source, dates_in_words)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise CvgenError(_in_order(problems, source))
    problems += remarks.remarks(source)
    if problems:
        source = replace(source, problems=_in_order(problems, source))
    if variant:
        source = variants.chosen(source, variant)
    source = redaction.redacted(source, redact, whole)
    return Profile(source.data, source)


def _in_order(problems: list[Diagnostic], source: Source) -> tuple[Diagnostic, ...]:
    """Return each problem once, in the order of their places."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda problem: problem.span or Span(source.path, 0)))
