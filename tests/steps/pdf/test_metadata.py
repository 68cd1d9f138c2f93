"""What a PDF says of itself is said twice, and is the same; it claims no more than it should."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from cvgen.data import assets
from cvgen.steps.latex.structure import Description
from cvgen.steps.pdf import metadata

DESCRIPTION = Description("Ann – CV", "Ann", ("Baker", "C++"), "en-GB")
EPOCH = 1_700_000_000  # 2023-11-14 22:13:20 UTC

NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


def described(
    description: Description = DESCRIPTION, epoch: int | None = None, *, standards: bool = True
) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    metadata.describe(pdf, description, epoch, standards=standards)
    return pdf


def xmp(pdf: pikepdf.Pdf) -> ET.Element:
    stream: Any = pdf.Root.Metadata
    found = ET.fromstring(stream.read_bytes()).find("rdf:RDF/rdf:Description", NAMES)
    assert found is not None
    return found


def said(pdf: pikepdf.Pdf) -> dict[str, str | None]:
    """The XMP, by the names that Info has for the same."""
    paths = {
        "/Title": "dc:title/rdf:Alt/rdf:li",
        "/Author": "dc:creator/rdf:Seq/rdf:li",
        "/Keywords": "pdf:Keywords",
        "/Creator": "xmp:CreatorTool",
        "/Producer": "pdf:Producer",
        "/CreationDate": "xmp:CreateDate",
        "/ModDate": "xmp:ModifyDate",
    }
    found = xmp(pdf)
    return {key: text for key, path in paths.items() if (text := found.findtext(path, None, NAMES)) is not None}


def info(pdf: pikepdf.Pdf) -> dict[str, str]:
    return {key: str(value) for key, value in pdf.trailer.Info.items()}


@pytest.mark.parametrize(
    "description",
    [
        DESCRIPTION,
        Description("Zoë <b> & “Co” 日本", "Zoë & <Sons>", ("R&D", "<T>", "a ]]> b"), "de"),
        Description("רות", "רות", ("مهندس",), "he"),
        Description("{title}", "{author}", ("{}", "%s"), "en"),
    ],
)
def test_what_is_said_twice_is_the_same(description: Description) -> None:
    pdf = described(description)
    expected = {
        "/Title": description.title,
        "/Author": description.author,
        "/Keywords": ", ".join(description.keywords),
        "/Creator": "cvgen",
        "/Producer": "cvgen",
    }
    assert (info(pdf), said(pdf)) == (expected, expected)


def test_without_keywords_nothing_is_said_of_them() -> None:
    pdf = described(Description("a", "b", (), "en"))
    assert "/Keywords" not in {*info(pdf), *said(pdf)}


def test_without_an_epoch_there_are_no_dates() -> None:
    pdf = described()
    assert {"/CreationDate", "/ModDate"} & {*info(pdf), *said(pdf)} == set()


def test_the_epoch_is_the_date_of_both() -> None:
    pdf = described(epoch=EPOCH)
    assert {info(pdf)[key] for key in ("/CreationDate", "/ModDate")} == {"D:20231114221320Z"}
    assert {said(pdf)[key] for key in ("/CreationDate", "/ModDate")} == {"2023-11-14T22:13:20Z"}


def test_what_tex_has_said_is_replaced() -> None:
    pdf = pikepdf.new()
    pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary(Producer="xdvipdfmx", CreationDate="D:20200101000000Z"))
    metadata.describe(pdf, DESCRIPTION, None, standards=True)
    assert (info(pdf)["/Producer"], "/CreationDate" in info(pdf)) == ("cvgen", False)


def test_the_language_and_the_title_are_what_programs_show() -> None:
    pdf = described()
    root: Any = pdf.Root
    assert str(root.Lang) == "en-GB"
    assert xmp(pdf).findtext("dc:language/rdf:Bag/rdf:li", None, NAMES) == "en-GB"
    assert bool(root.ViewerPreferences.DisplayDocTitle) is True


def test_the_metadata_can_be_found_by_programs_that_do_not_read_pdf() -> None:
    pdf = described()
    root: Any = pdf.Root
    assert (root.Metadata.Type, root.Metadata.Subtype, "/Filter" in root.Metadata) == ("/Metadata", "/XML", False)
    assert root.Metadata.read_bytes().startswith('<?xpacket begin="\ufeff"'.encode())


@pytest.mark.parametrize(("standards", "claimed"), [(True, ("2", "A", "1")), (False, (None, None, None))])
def test_the_standards_are_claimed_if_they_are_kept(standards: bool, claimed: tuple[str | None, ...]) -> None:
    found = xmp(described(standards=standards))
    paths = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
    assert tuple(found.findtext(path, None, NAMES) for path in paths) == claimed


def test_colours_are_said_to_be_srgb_where_a_standard_asks() -> None:
    pdf = described()
    root: Any = pdf.Root
    [intent] = root.OutputIntents
    assert (str(intent.S), str(intent.OutputConditionIdentifier)) == ("/GTS_PDFA1", "sRGB IEC61966-2.1")
    assert (int(intent.DestOutputProfile.N), intent.DestOutputProfile.read_bytes()) == (
        3,
        assets.SRGB_PROFILE.read_bytes(),
    )
    assert "/OutputIntents" not in described(standards=False).Root
