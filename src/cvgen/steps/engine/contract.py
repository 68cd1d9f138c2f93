"""The contract between cvgen and a TeX engine.

An engine is any object with the two members of ``TexEngine``: none of these types needs to be inherited from.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class TexSource(Protocol):
    """A document as an engine gets it."""

    @property
    def text(self) -> str:
        """The LaTeX."""
        ...

    @property
    def assets(self) -> Mapping[str, Path | bytes]:
        """The files that the LaTeX reads, or what is in them, by the names that it reads them under."""
        ...


class RunStatus(enum.Enum):
    """How a document came out of an engine."""

    DONE = "done"
    FAILED = "failed"
    TIMED_OUT = "timed out"


@dataclass(frozen=True, slots=True)
class TexRun:
    """The result of typesetting one document: if it is done, the pages from ``first`` to ``last`` of ``pdf``.

    Pages count from 0, and ``last`` is not one of them. ``log`` is what TeX wrote about this document.
    """

    status: RunStatus
    pdf: Path
    log: str
    passes: int = 1
    first: int = 0
    last: int = 0


class Session(Protocol):
    """An engine that waits for documents."""

    def typeset(self, sources: Sequence[TexSource]) -> list[TexRun]:
        """Typeset documents of one style; return their runs, in the same order.

        A document that fails spoils no other one. Raises CvgenError if nothing can be typeset at all.
        """
        ...


class TexEngine(Protocol):
    """A TeX engine."""

    @property
    def identity(self) -> str:
        """A text that differs when this engine might typeset differently: its version, and the files that it reads."""
        ...

    def start(self, folder: Path, style: str = "", *, any_package: bool = False) -> AbstractContextManager[Session]:
        """Start an engine that works in an empty folder; it loads what it needs while its documents are not known.

        ``style`` names their style: the fonts that its last documents needed may be loaded. ``any_package`` asks for
        all LaTeX packages that are installed, where the engine else reads cvgen's bundles alone. Raises CvgenError.
        """
        ...


class NoEngine:
    """Stands for an engine where nothing is typeset."""

    identity = "none"

    def start(self, folder: Path, style: str = "", *, any_package: bool = False) -> AbstractContextManager[Session]:
        """Fail: whoever needs an engine must choose one."""
        raise AssertionError(f"nothing was to be typeset in {folder}, {style}, {any_package}")
