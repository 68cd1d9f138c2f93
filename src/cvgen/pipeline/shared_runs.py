"""Runs the engine: once for as many documents as then come out as if each had been typeset alone."""

from __future__ import annotations

import contextlib
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from cvgen.diagnostics import CvgenError
from cvgen.pipeline import page_layout
from cvgen.pipeline.page_layout import Layout
from cvgen.steps import pdf
from cvgen.steps.engine import RunStatus, Session, TexEngine, TexRun, texlog
from cvgen.steps.latex import TexSource
from cvgen.steps.pdf import tex_pdf
from cvgen.system import files, temporary

# The documents of a run share their fonts, which have the characters of all of them: so they must have most characters
# in common. A long document keeps the engine busy by itself.
_LONG: Final = 30_000  # characters of LaTeX
_MOST: Final = 32  # documents in a run
_SPREAD: Final = 1.35  # how many times as many characters all may have as any one


@dataclass
class Typeset:
    """A document as TeX has typeset it; ``pdf_bytes`` is empty if it failed, or if there is an ``error`` in the PDF."""

    tex: TexSource
    run: TexRun
    pdf_bytes: bytes = b""
    error: CvgenError | None = None

    @property
    def page_count(self) -> int:
        """The number of pages."""
        return self.run.last - self.run.first

    @cached_property
    def layout(self) -> Layout | None:
        """Where everything landed on the pages; None if the style does not tell."""
        return page_layout.parse(self.run.log)

    @cached_property
    def missing_characters(self) -> list[texlog.MissingCharacter]:
        """The characters that no font has."""
        return texlog.missing_characters(self.run.log)


class Typesetter:
    """Runs an engine any number of times; to be used in a ``with``."""

    def __init__(self, engine: TexEngine, *, any_package: bool = False) -> None:
        self._engine, self._any_package = engine, any_package
        self._open = contextlib.ExitStack()
        self._session: Session | None = None  # an engine that waits for documents

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def start(self, style: str = "") -> None:
        """Start the engine for the next documents: it loads its format while they are read."""
        with _writing_temporarily():
            folder = self._open.enter_context(temporary.folder())
            session = self._engine.start(folder, style, any_package=self._any_package)
            self._session = self._open.enter_context(session)

    def typeset(self, sources: Sequence[TexSource]) -> list[Typeset]:
        """Typeset documents of one style in one run.

        Raises CvgenError if the machine fails; a document that fails has a ``TexRun`` that says so.
        """
        # Meanwhile, what finishes and checks the PDF is loaded: 0.1 s less to wait for afterwards.
        preloading = threading.Thread(target=pdf.preload)
        preloading.start()
        try:
            if self._session is None:
                self.start()
            assert self._session is not None
            session, self._session = self._session, None
            with _writing_temporarily():
                runs = session.typeset(sources)
        finally:
            preloading.join()
        return _cut(sources, runs)


def _cut(sources: Sequence[TexSource], runs: Sequence[TexRun]) -> list[Typeset]:
    """Cut the PDF of each document out of that of its run."""
    typesets = [Typeset(*each) for each in zip(sources, runs, strict=True)]
    members: dict[Path, list[Typeset]] = {}
    for typeset in typesets:
        if typeset.run.status is RunStatus.DONE:
            members.setdefault(typeset.run.pdf, []).append(typeset)
    for path, documents in members.items():
        places = [(each.run.first, each.run.last, each.tex.text) for each in documents]
        for typeset, part in zip(documents, tex_pdf.cut(path.read_bytes(), places), strict=True):
            if isinstance(part, CvgenError):
                typeset.error = part
            else:
                typeset.pdf_bytes = part
    return typesets


def _writing_temporarily() -> AbstractContextManager[None]:
    place = f"the temporary folder {tempfile.gettempdir()}"
    return files.writing(place, "free some space, or set TMPDIR to another folder")


# --- which documents share a run ------------------------------------------------------------------


@dataclass
class _Group:
    """Documents that share a run; ``fewest`` is how many characters the one with the fewest has."""

    kind: object
    members: list[int]
    characters: set[str]
    fewest: int
    assets: dict[str, Path | bytes]

    def takes(self, kind: object, characters: set[str], assets: Mapping[str, Path | bytes]) -> bool:
        """Return whether a document may join: no file of it may have the name of another file."""
        return (
            kind == self.kind
            and len(self.members) < _MOST
            and len(self.characters | characters) <= _SPREAD * min(self.fewest, len(characters))
            and all(self.assets.get(name, file) == file for name, file in assets.items())
        )


def group(documents: Sequence[tuple[object, TexSource]]) -> list[list[int]]:
    """Return the numbers of the documents that share each run: those of one kind, with about the same characters.

    The kind of a document, which comes before its LaTeX, is None if it shares no run.
    """
    groups: list[_Group] = []
    for number, (kind, tex) in enumerate(documents):
        characters = set(tex.text)
        own_kind = number if kind is None or len(tex.text) > _LONG else kind
        joined = next((each for each in groups if each.takes(own_kind, characters, tex.assets)), None)
        if joined is None:
            groups.append(joined := _Group(own_kind, [], set(), len(characters), {}))
        joined.members.append(number)
        joined.characters |= characters
        joined.fewest = min(joined.fewest, len(characters))
        joined.assets |= tex.assets
    return [each.members for each in groups]
