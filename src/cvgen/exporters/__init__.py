"""Output formats: a table with a module for each.

An exporter is a module with the names that ``Exporter`` has. To add a format, write its module and add a row to
``EXPORTERS``: the key is what ``--format`` takes. Exporters do not know one another, and are light to import: what is
heavy, such as a library for the format, they import inside ``export``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

from cvgen.exporters import bib, docx, html, json_resume, md, pdf, png, tex, txt, vcf

if TYPE_CHECKING:
    from cvgen.look.design import Design
    from cvgen.steps.document import Document
    from cvgen.steps.latex import TexSource
    from cvgen.steps.profile import Profile


class RenderedDocument(NamedTuple):
    """A document for which all steps are done.

    The names of its files begin with ``name``; ``style`` is the name of its style. ``tex`` and ``pdf`` are None if no format needs them. ``contact`` is
    true if a page for the web tells everybody how to reach the person.
    """

    name: str
    style: str
    profile: Profile
    document: Document
    design: Design
    tex: TexSource | None
    pdf: bytes | None
    contact: bool = False


class Exporter(Protocol):
    """The names that a module in this package has."""

    @property
    def NEEDS(self) -> Literal["document", "tex", "pdf"]:  # noqa: N802  (a constant of modules)
        """The last step that must be done first: 3, 4 or 6."""

    def export(self, rendered: RenderedDocument) -> Mapping[str, bytes]:
        """Return the content of each file by its name: the document first, then what it needs beside it.

        Raises CvgenError if the format cannot hold the document, and OSError if a file cannot be read.
        """


EXPORTERS: Final[Mapping[str, Exporter]] = {  # results have their files in this order
    "pdf": pdf,
    "tex": tex,
    "html": html,
    "docx": docx,
    "md": md,
    "txt": txt,
    "json": json_resume,
    "bib": bib,
    "vcf": vcf,
    "png": png,
}
