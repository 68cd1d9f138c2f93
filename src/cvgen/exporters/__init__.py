"""Output formats: a table with a module for each.

An exporter is a module with the names that ``Exporter`` has. To add a format, write its module and add a row to
``EXPORTERS``: the key is what ``--format`` takes. Exporters do not know one another, and are light to import: what is
heavy, such as a library for the format, they import inside ``export``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from cvgen.exporters import pdf, tex

if TYPE_CHECKING:
    from cvgen.look.design import Design
    from cvgen.steps.document import Document
    from cvgen.steps.latex import TexSource


class RenderedDocument(NamedTuple):
    """A document for which all steps are done.

    The names of its files begin with ``name``. ``pdf`` is the finished PDF; None if it was not typeset.
    """

    name: str
    document: Document
    design: Design
    tex: TexSource
    pdf: bytes | None


class Exporter(Protocol):
    """The names that a module in this package has."""

    @property
    def NEEDS_PDF(self) -> bool:  # noqa: N802  (a constant of modules)
        """True if the document must be typeset first."""

    def export(self, rendered: RenderedDocument) -> Mapping[str, bytes]:
        """Return the content of each file by its name: the document first, then what it needs beside it.

        Raises CvgenError if the format cannot hold the document, and OSError if a file cannot be read.
        """


EXPORTERS: Final[Mapping[str, Exporter]] = {"pdf": pdf, "tex": tex}  # results have their files in this order
