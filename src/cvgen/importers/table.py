"""The table of the formats of other tools: a module for each, by the name that ``--from`` takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from cvgen.diagnostics import CvgenError, did_you_mean
from cvgen.importers import (
    bibtex,
    csl_json,
    europass,
    fresh,
    json_resume,
    latex_cv,
    linkedin,
    markdown,
    rendercv,
    yamlresume,
)
from cvgen.importers.file import File
from cvgen.importers.node import Node
from cvgen.importers.parts import Data
from cvgen.steps.source import Source


class Importer(Protocol):
    """The contract of a module for a format."""

    NAME: str

    def recognise(self, file: File) -> bool:
        """Return whether a file is in this format."""

    def read(self, file: File) -> Source:
        """Return the file as data, with the place of each value. Raises CvgenError."""

    def to_profile(self, root: Node) -> Data:
        """Return the profile that the data makes: mappings, lists, and texts that are ``Placed``.

        Each value that it reads is marked as read; the others are reported. What is wrong with one is noted in
        ``root.reading``.
        """


IMPORTERS: Final[Mapping[str, Importer]] = {
    "json-resume": json_resume,
    "rendercv": rendercv,
    "yamlresume": yamlresume,
    "fresh": fresh,
    "bibtex": bibtex,
    "csl-json": csl_json,
    "linkedin": linkedin,
    "europass": europass,
    "latex": latex_cv,
    "markdown": markdown,
}
_OTHER_NAMES: Final = {
    "jsonresume": "json-resume",
    "resume.json": "json-resume",
    "json": "json-resume",
    "text": "markdown",
    "moderncv": "latex",
    "awesome-cv": "latex",
    "tex": "latex",
}
_BINARY: Final = (b"%PDF", b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf")  # PDF, ZIP such as DOCX, DOC, RTF


def find(file: File, name: str | None = None) -> Importer:
    """Return the importer of a format, or of the format that a file is in; raises CvgenError if there is none."""
    if name is not None:
        importer = IMPORTERS.get(_OTHER_NAMES.get(name.lower(), name.lower()))
        if importer is None:
            hint = did_you_mean(name, IMPORTERS) or f"one of: {', '.join(IMPORTERS)}"
            raise CvgenError.of(f'cvgen imports no format "{name}"', hint=hint, code="unknown-import")
        return importer
    found = recognise(file)
    if found is None:
        if file.content.startswith(_BINARY):
            message = f"{file.path} is in no format that cvgen imports"
            raise CvgenError.of(message, hint="export it as text, and import that", code="unknown-import")
        if file.data is None:
            file.source  # noqa: B018  (raises what is wrong with its syntax)
        hint = f"name its format: --from {', '.join(IMPORTERS)}"
        raise CvgenError.of(f"{file.path} is in no format that cvgen imports", hint=hint, code="unknown-import")
    return found


def recognise(file: File) -> Importer | None:
    """Return the importer of the format that a file is in; None if it is in none."""
    return next((each for each in IMPORTERS.values() if each.recognise(file)), None)
