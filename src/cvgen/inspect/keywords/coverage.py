"""The coverage of a job description by a CV: the terms of the job, and how the CV has each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cvgen.diagnostics import Span


class Status(StrEnum):
    """The state of a term in a CV: there as a whole, in part as its words are there, or missing."""

    COVERED = "covered"
    PARTLY = "partly"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase of the job, and how the CV has it.

    ``text`` is how the job most often writes it, ``form`` how the CV does where that is another form. ``required`` is
    true if a line of the job that speaks of requirements names it. ``in_job`` and ``in_cv`` count it. ``span`` is its
    first place in the CV; of a term that is partly covered, that of the first of its words.
    """

    text: str
    status: Status
    in_job: int
    in_cv: int
    required: bool
    form: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The terms of a job in their order there, and the language by whose rules they were found.

    ``detected`` is how many of the job's words are common words of that language. It is None if the language was
    given, or is the CV's because the job has no common words of any language.
    """

    language: str
    language_name: str
    cv_language: str
    detected: int | None
    terms: tuple[Term, ...]

    def with_status(self, status: Status) -> tuple[Term, ...]:
        """Return the terms of a status: required ones first, then those that the job names more often."""
        return tuple(
            sorted(
                (term for term in self.terms if term.status is status),
                key=lambda term: (not term.required, -term.in_job),
            )
        )

    @property
    def share(self) -> float:
        """The covered part of the terms, from 0 to 1; 0 if there are none."""
        return len(self.with_status(Status.COVERED)) / len(self.terms) if self.terms else 0.0

    def as_data(self) -> dict[str, Any]:
        """Return the coverage as what JSON consists of: the terms in the job's order, each with its line in the YAML."""
        return {
            "language": self.language,
            "cvLanguage": self.cv_language,
            "detectedBy": self.detected,
            "terms": len(self.terms),
            **{str(status): len(self.with_status(status)) for status in Status},
            "share": round(self.share, 3),
            "words": [
                {
                    "text": term.text,
                    "found": str(term.status),
                    "required": term.required,
                    "inJob": term.in_job,
                    "inCv": term.in_cv,
                    "form": term.form,
                    "line": term.span.line if term.span else None,
                }
                for term in self.terms
            ],
        }
