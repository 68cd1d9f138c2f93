"""Writes what a PDF says of itself: title, author, dates, and the standards that it keeps."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import TYPE_CHECKING, Any, Final

from cvgen.data import assets
from cvgen.steps.latex.structure import Description

if TYPE_CHECKING:
    import pikepdf

_PART: Final = 2
_CONFORMANCE: Final = "A"  # level U (all text can be extracted) and tags: tests/end_to_end check both

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

# PDF/A wants a description of each schema that it does not know itself, such as PDF/UA's (ISO 19005-2, 6.6.2.3.3).
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
    """Write a description into a PDF: into its information dictionary, and the same as XMP (ISO 32000-1, 14.3).

    ``epoch`` is the date in seconds since 1970; None leaves dates out. With ``standards`` the PDF claims PDF/A-2a and
    PDF/UA-1, and has an output intent, which says which colours are meant.
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
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)  # ISO 14289-1, 7.1
    if standards:
        root.OutputIntents = pikepdf.Array([_output_intent(pdf)])


def _output_intent(pdf: pikepdf.Pdf) -> Any:
    """Return the dictionary that says that colours are sRGB (ISO 19005-2, 6.2.3)."""
    import pikepdf

    name = "sRGB IEC61966-2.1"
    return pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=name,
        Info=name,
        DestOutputProfile=pikepdf.Stream(pdf, assets.SRGB_PROFILE.read_bytes(), N=3),
    )
