"""What a PDF says of itself: title, author, dates, and the standards that it keeps (ISO 19005-2, ISO 14289-1)."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Final

from cvgen.steps.latex.structure import Description

if TYPE_CHECKING:
    import pikepdf

# Conformance "a" is "u" (all text can be read) and tags; both are checked in tests/end_to_end.
_PART: Final = 2
_CONFORMANCE: Final = "A"

# Markers of JPEG: where the picture itself begins, and what else is said (APP1, APP13, COM).
_SCAN: Final = 0xDA
_REMARKS: Final = frozenset({0xE1, 0xED, 0xFE})

_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>cvgen</xmp:CreatorTool>
{keywords}{dates}{standards}</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

# PDF/A wants a description of each schema that it does not know itself, and it does not know PDF/UA's.
_STANDARDS: Final = """<pdfaid:part>{part}</pdfaid:part>
<pdfaid:conformance>{conformance}</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file keeps</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
"""


def describe(pdf: pikepdf.Pdf, description: Description, epoch: int | None, *, standards: bool) -> None:
    """Write a description into a PDF, the same in the two places that PDF has for it.

    ``epoch`` is its date in seconds since 1970; None leaves dates out. With ``standards`` it claims PDF/A-2a and
    PDF/UA-1, and says which colours it means.
    """
    import pikepdf

    producer = "cvgen"
    keywords = ", ".join(description.keywords)
    info = pikepdf.Dictionary(Title=description.title, Author=description.author, Creator="cvgen", Producer=producer)
    if keywords:
        info.Keywords = keywords
    dates = ""
    if epoch is not None:
        moment = dt.datetime.fromtimestamp(epoch, dt.UTC)
        info.CreationDate = info.ModDate = f"D:{moment:%Y%m%d%H%M%S}Z"
        dates = "".join(
            f"<xmp:{name}>{moment:%Y-%m-%dT%H:%M:%SZ}</xmp:{name}>\n" for name in ("CreateDate", "ModifyDate")
        )
    xmp = _XMP.format(
        title=escape(description.title),
        author=escape(description.author),
        language=escape(description.language),
        producer=producer,
        keywords=f"<pdf:Keywords>{escape(keywords)}</pdf:Keywords>\n" if keywords else "",
        dates=dates,
        standards=_STANDARDS.format(part=_PART, conformance=_CONFORMANCE) if standards else "",
    )
    pdf.trailer.Info = pdf.make_indirect(info)
    root = pdf.Root
    root.Metadata = pikepdf.Stream(pdf, xmp.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    root.Lang = description.language
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    if standards:
        name = "sRGB IEC61966-2.1"
        root.OutputIntents = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.OutputIntent,
                    S=pikepdf.Name.GTS_PDFA1,
                    OutputConditionIdentifier=name,
                    Info=name,
                    DestOutputProfile=pikepdf.Stream(pdf, srgb(), N=3),
                )
            ]
        )


def forget(pdf: pikepdf.Pdf) -> None:
    """Take out of photos what a camera wrote into them: the place, the time, its own name. Inks become sRGB."""
    import pikepdf

    for image in pdf.objects:
        if not isinstance(image, pikepdf.Stream) or image.get("/Subtype") != pikepdf.Name.Image:
            continue
        if "/Metadata" in image:  # the driver has copied it
            del image["/Metadata"]
        if image.get("/ColorSpace") == pikepdf.Name.DeviceCMYK:  # has no meaning beside colours that are sRGB
            picture = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
            image.write(picture.tobytes())
            image.ColorSpace = pikepdf.Name.DeviceRGB
            if "/Decode" in image:
                del image["/Decode"]
        elif image.get("/Filter") == pikepdf.Name.DCTDecode:
            jpeg = image.read_raw_bytes()
            plain = b"".join(_segments(jpeg))
            if plain != jpeg:
                image.write(plain, filter=pikepdf.Name.DCTDecode)


def _segments(jpeg: bytes) -> Iterator[bytes]:
    """The parts of a JPEG but for comments, Exif, XMP and IPTC (ITU-T T.81, annex B)."""
    at = 2
    yield jpeg[:at]
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != _SCAN:
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] not in _REMARKS:
            yield jpeg[at:end]
        at = end
    yield jpeg[at:]


def srgb() -> bytes:
    """An ICC profile of sRGB: primaries and white of IEC 61966-2-1, adapted to D50, and its curve (ICC.1:2001-04)."""

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + fixed(*values)

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    steps = 1024
    curve = b"curv\0\0\0\0" + struct.pack(
        f">I{steps}H", steps, *(round(65535 * linear(i / (steps - 1))) for i in range(steps))
    )
    name = b"sRGB\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67)
    data = {
        b"desc": description,
        b"cprt": b"text\0\0\0\0No copyright\0",
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.43607, 0.22249, 0.01392),
        b"gXYZ": xyz(0.38515, 0.71687, 0.09708),
        b"bXYZ": xyz(0.14307, 0.06061, 0.7141),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    offset = 128 + 4 + 12 * len(data)
    table, body, places = b"", b"", dict[bytes, int]()
    for tag, element in data.items():
        if element not in places:
            places[element] = offset + len(body)
            body += element + bytes(-len(element) % 4)
        table += tag + struct.pack(">II", places[element], len(element))
    header = (
        struct.pack(">I", offset + len(body))
        + bytes(4)
        + b"\x02\x10\0\0mntrRGB XYZ "
        + struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
        + b"acsp"
        + bytes(4 + 4 + 4 + 4 + 8 + 4)
        + fixed(0.9642, 1.0, 0.8249)
        + bytes(4 + 44)
    )
    return header + struct.pack(">I", len(data)) + table + body
