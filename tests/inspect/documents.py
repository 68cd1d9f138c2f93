"""Small PDFs to inspect, each made to show one thing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from cvgen.inspect.inspection import inspect_pdf
from cvgen.inspect.report import Finding, Report

# A plain dict, as an object of pikepdf belongs to the one document that it was put into.
HELVETICA = {
    "/Type": Name.Font,
    "/Subtype": Name.Type1,
    "/BaseFont": Name.Helvetica,
    "/Encoding": Name.WinAnsiEncoding,
}


CV = (
    "Ann Example, engineer of machines",
    "ann@example.com  |  +49 30 1234567",
    "Education",
    "University of Somewhere, 2015 - 2019",
    "Experience",
    "Company of Elsewhere, 2019 to present",
)


LEFT = (
    "We built systems that served",
    "many users and were kept up",
    "by a small team over years of",
    "steady growth and careful work",
    "with tests that found faults",
    "before our users ever did so",
    "and logs that output us the rest",
)


RIGHT = (
    "Managed the hiring of people",
    "for the laboratory and wrote",
    "the reports that funders want",
    "about results that we reached",
    "in the field of machine tools",
    "and published on them at many",
    "conferences around the world",
)


def lines(*texts: str, left: float = 50, top: float = 750) -> str:
    """Lines of text, the first one at ``top``."""
    shown = " ".join(f"({text}) Tj T*" for text in texts)
    return f"BT /F1 10 Tf 14 TL {left} {top} Td {shown} ET\n"


class Document:
    """A PDF to be, of A4 pages."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()

    def page(self, content: str | bytes, font: Dictionary | None = None, **resources: Any) -> pikepdf.Object:
        page = self.pdf.add_blank_page(page_size=(595, 842)).obj
        page.Resources = Dictionary(Font=Dictionary(F1=font or Dictionary(HELVETICA)), **resources)
        page.Contents = self.pdf.make_stream(content.encode("latin-1") if isinstance(content, str) else content)
        return page

    def stream(self, packed: bytes = b"", data: bytes = b"", **entries: Any) -> Stream:
        """A stream of data, or of what is packed by zlib already."""
        stream = self.pdf.make_stream(data, **entries)
        if packed:
            stream.write(packed, filter=Name.FlateDecode)
        return stream

    def save(self, path: Path, **how: Any) -> Path:
        self.pdf.save(path, fix_metadata_version=False, **how)
        return path


def cv(folder: Path, *more: str) -> Path:
    """An ordinary CV, with more content on its page."""
    document = Document()
    document.page(lines(*CV) + "".join(more))
    return document.save(folder / "cv.pdf")


def picture(document: Document, *content: str) -> None:
    """A page that an image covers."""
    image = document.stream(
        data=b"\xff",
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=1,
        Height=1,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )
    document.page("q 595 0 0 842 0 0 cm /I Do Q " + "".join(content), XObject=Dictionary(I=image))


def findings(report: Report) -> dict[str, Finding]:
    """The findings by their code."""
    return {finding.code: finding for finding in report.findings}


# What an ordinary CV by pikepdf lacks: nothing to do with its text.
ORDINARY = {"font-not-embedded", "pdf-untagged", "no-language", "no-title"}


def linked(folder: Path, target: Mapping[str, Any], *, text: str = "my page") -> Report:
    document = Document()
    page = document.page(lines(*CV) + lines(text, top=500))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([49, 497, 400, 509]), **target)
    page.Annots = Array([link])
    return inspect_pdf(document.save(folder / "a.pdf"))


def address(uri: str) -> Mapping[str, Any]:
    return {"A": Dictionary(S=Name.URI, URI=String(uri))}
