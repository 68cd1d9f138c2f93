"""Exports DOCX with the styles of Word: headings, lists and links that a person can edit and a program can read.

Contacts stand in the text, not in the head of the page, which many programs skip; dates stand at a tab stop at the line's end, in no table.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cvgen.diagnostics import CvgenError
from cvgen.text.inline import Code, Emphasis, Inline, Link, Plain, Strong, Text

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.text.paragraph import Paragraph

    from cvgen.exporters import RenderedDocument
    from cvgen.exporters.flow import EntryHead, Listing, Part

NEEDS: Final = "document"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # of the files inside: the same CV has the same bytes
_LONGEST_PROPERTY: Final = 255  # characters of an author or a title, by ECMA-376
_LISTS: Final = 3  # levels of lists that Word has styles for
_HEADINGS: Final = 6  # levels of headings that are told apart
_MARGIN: Final = 20  # millimetres
_PAPERS: Final[Mapping[str, tuple[float, float]]] = {
    "a4": (210, 297),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
}


class _Look(NamedTuple):
    """Fonts that every Word has, sizes in points, and whether the head is centred."""

    font: str
    size: float
    name_size: float
    space: float  # points above a heading
    centred: bool


_LOOKS: Final[Mapping[str, _Look]] = {
    "classic": _Look("Cambria", 10.5, 22, 12, centred=False),
    "compact": _Look("Calibri", 10, 18, 8, centred=False),
    "academic": _Look("Times New Roman", 11, 20, 14, centred=True),
    "sidebar": _Look("Calibri", 10.5, 22, 12, centred=False),
    "portfolio": _Look("Calibri", 10.5, 22, 12, centred=False),
    "timeline": _Look("Calibri", 10.5, 22, 12, centred=False),
}
# The fonts of Word for scripts that Latin fonts do not have.
_EAST_ASIAN: Final[Mapping[str, str]] = {
    "zh-Hans": "SimSun",
    "zh-Hant": "PMingLiU",
    "ja": "Yu Mincho",
    "ko": "Malgun Gothic",
}


def export(rendered: RenderedDocument) -> Mapping[str, bytes]:
    """Return the document; raises CvgenError if python-docx is not installed."""
    try:
        import docx
    except ImportError:
        hint = "pip install 'cvgen-latex[docx]'"
        raise CvgenError.of("DOCX needs the package python-docx", hint=hint, code="package-missing") from None
    writer = _Writer(docx.Document(), rendered)
    writer.write()
    stream = io.BytesIO()
    writer.docx.save(stream)
    return {f"{rendered.name}.docx": _without_dates(stream)}


def _without_dates(stream: io.BytesIO) -> bytes:
    """Return an archive whose files have one fixed date, in place of the time when it was made."""
    result = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()


class _Writer:
    """Writes the parts of a CV into an empty document."""

    def __init__(self, document: Docx, rendered: RenderedDocument) -> None:
        self.docx = document
        self._rendered = rendered
        self._language = rendered.document.language
        self._look = _LOOKS.get(rendered.style, _LOOKS["classic"])
        self._is_rtl = self._language.direction == "rtl"

    def write(self) -> None:
        self._set_up_page()
        self._set_up_styles()
        self._describe()
        self._head()
        from cvgen.exporters import flow

        for part in flow.body(self._rendered.document, self._rendered.design):
            self._part(part)

    # --- the document -----------------------------------------------------------------------------

    def _set_up_page(self) -> None:
        from docx.shared import Mm

        [section] = self.docx.sections
        width, height = _PAPERS[self._rendered.design.paper]
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
        self._text_width = section.page_width - section.left_margin - section.right_margin

    def _set_up_styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt, RGBColor

        look, styles = self._look, self.docx.styles
        accent = RGBColor.from_string(self._rendered.design.accent.upper())
        names = ["Normal", "Title", "Subtitle", "Quote", *(f"Heading {level}" for level in range(1, _HEADINGS + 1))]
        for name in names:
            self._set_font(styles[name])
        normal = styles["Normal"]
        normal.font.size = Pt(look.size)
        normal.paragraph_format.space_after = Pt(2)
        normal.paragraph_format.line_spacing = 1.1
        title = styles["Title"]
        title.font.size, title.font.color.rgb = Pt(look.name_size), RGBColor(0, 0, 0)
        title.paragraph_format.space_after = Pt(2)
        _remove(title.element, "w:pBdr")
        _remove(styles["Subtitle"].element, "w:rPr/w:spacing")
        styles["Subtitle"].font.size, styles["Subtitle"].font.italic = Pt(look.size + 1), False
        styles["Subtitle"].font.color.rgb = RGBColor(0x44, 0x44, 0x44)
        for level in range(1, _HEADINGS + 1):
            heading = styles[f"Heading {level}"]
            heading.font.size = Pt(look.size + max(0, 3 - level) + (1 if level == 1 else 0))
            heading.font.bold, heading.font.italic = True, False
            heading.font.cs_bold = True
            heading.font.color.rgb = accent if level == 1 else RGBColor(0, 0, 0)
            heading.paragraph_format.space_before = Pt(look.space if level == 1 else look.space * 0.6)
            heading.paragraph_format.space_after = Pt(2)
            heading.paragraph_format.keep_with_next = True
        link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
        link.font.color.rgb, link.font.underline = accent, True

    def _set_font(self, style: Any) -> None:
        from docx.oxml.ns import qn

        style.font.name = self._look.font
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(name), None)
        fonts.set(qn("w:eastAsia"), _EAST_ASIAN.get(self._language.base, "SimSun"))
        fonts.set(qn("w:cs"), "Arial")

    def _describe(self) -> None:
        import datetime as dt

        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        person, properties = self._rendered.document.person, self.docx.core_properties
        properties.title = _shortened(f"{person.name} – CV")
        properties.author = properties.last_modified_by = _shortened(str(person.name))
        properties.language = self._language.tag
        properties.comments = ""
        properties.created = properties.modified = dt.datetime(*_EPOCH, tzinfo=dt.UTC)
        defaults = self.docx.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
        _remove(defaults, "w:lang")
        language = OxmlElement("w:lang")
        for name in ("w:val", "w:eastAsia", "w:bidi"):
            language.set(qn(name), self._language.tag)
        defaults.append(language)

    # --- the parts --------------------------------------------------------------------------------

    def _head(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        from cvgen.exporters import flow

        person = self._rendered.document.person
        native = f" {person.native_name}" if person.native_name else ""
        title = self._paragraph("Title")
        self._runs(title, (*person.name.inlines, Plain(native)) if native else person.name.inlines)
        head = [title]
        if self._rendered.design.photo and person.image:
            self._photo(title)
        if person.label:
            head.append(self._text(person.label, "Subtitle"))
        if person.contacts:
            contacts = self._paragraph("Normal")
            for i, contact in enumerate(person.contacts):
                shown = flow.contact_text(contact, self._language).inlines
                self._runs(contacts, (Plain(" · "), *shown) if i else shown)
            head.append(contacts)
        for paragraph in head if self._look.centred else ():
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for each in person.facts:
            self._part(flow.fact(each, self._language))
        for line in person.epigraph:
            self._text(line, "Quote")
        if person.epigraph_source:
            self._runs(self._paragraph("Quote"), (Plain("— "), *person.epigraph_source.inlines))
        for part in flow.summary(self._rendered.document):
            self._part(part)

    def _photo(self, paragraph: Paragraph) -> None:
        from docx.shared import Mm

        from cvgen.look import photos

        assert self._rendered.document.person.image is not None
        photo = photos.prepare(self._rendered.document.person.image)
        picture = paragraph.insert_paragraph_before().add_run().add_picture(io.BytesIO(photo.content), width=Mm(28))
        description = self._language.words["photoOf"].replace("{name}", str(self._rendered.document.person.name))
        picture._inline.docPr.set("descr", description)  # noqa: SLF001  (python-docx has no name for it)

    def _part(self, part: Part) -> None:
        from cvgen.exporters.flow import EntryHead, Heading, Listing, Prose, Table

        if isinstance(part, Heading):
            self._text(part.title, f"Heading {min(part.level, _HEADINGS)}")
        elif isinstance(part, EntryHead):
            self._entry_head(part)
        elif isinstance(part, Prose):
            self._labelled(part.label, part.text)
        elif isinstance(part, Listing):
            self._listing(part, 1)
        elif isinstance(part, Table):
            for label, values in part.rows:
                self._labelled(label, values)

    def _entry_head(self, part: EntryHead) -> None:
        heading = self._text(part.title, f"Heading {min(part.level, _HEADINGS)}")
        if part.dates:
            self._dates(heading, part.dates, is_heading=True)
        if part.details:
            line = self._paragraph("Normal")
            line.paragraph_format.keep_with_next = True
            for i, each in enumerate(part.details):
                self._runs(line, ((Plain(self._language.comma),) if i else ()) + each.inlines, italic=True)

    def _labelled(self, label: Text | None, text: Text) -> None:
        paragraph = self._paragraph("Normal")
        if label and str(label):
            self._runs(paragraph, label.inlines, bold=True)
            self._runs(paragraph, (Plain(self._language.colon if str(text) else ""),), bold=True)
        self._runs(paragraph, text.inlines)

    def _listing(self, part: Listing, level: int) -> None:
        kind = "List Number" if part.numbered else "List Bullet"
        name = kind if level == 1 else f"{kind} {min(level, _LISTS)}"
        numbering = self._new_numbering(name) if part.numbered else None
        for item in part.items:
            paragraph = self._text(item.text, name)
            if numbering is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001  (the element)
                properties.get_or_add_numId().val = numbering
            if item.dates:
                self._dates(paragraph, item.dates, is_heading=False)
            for each in item.below:
                if each.__class__.__name__ == "Listing":
                    self._listing(each, level + 1)  # type: ignore[arg-type]  # its class was looked at
                else:
                    self._part(each)
                    self._indent(level)

    def _indent(self, level: int) -> None:
        from docx.shared import Mm

        self.docx.paragraphs[-1].paragraph_format.left_indent = Mm(6.35 * level)

    def _new_numbering(self, style: str) -> int:
        """Return the number of a new list of a style, which begins at 1."""
        numbering = self.docx.part.numbering_part.numbering_definitions._numbering  # noqa: SLF001  (the element)
        own = self.docx.styles[style].element.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(own).abstractNumId.val
        num = numbering.add_num(abstract)
        num.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(num.numId)

    def _dates(self, paragraph: Paragraph, dates: Text, *, is_heading: bool) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT

        paragraph.paragraph_format.tab_stops.add_tab_stop(self._text_width, WD_TAB_ALIGNMENT.RIGHT)
        self._runs(paragraph, (Plain("\t"), *dates.inlines))
        if is_heading:
            for run in paragraph.runs[-1 - len(dates.inlines) :]:
                run.bold = run.font.cs_bold = False

    # --- texts ------------------------------------------------------------------------------------

    def _paragraph(self, style: str) -> Paragraph:
        from docx.oxml import OxmlElement

        paragraph = self.docx.add_paragraph(style=style)
        if self._is_rtl:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001  (the element)
        return paragraph

    def _text(self, text: Text, style: str) -> Paragraph:
        paragraph = self._paragraph(style)
        self._runs(paragraph, text.inlines)
        return paragraph

    def _runs(self, paragraph: Any, nodes: Sequence[Inline], **look: bool) -> None:
        """Add inline text to a paragraph, or to a link in one; ``look`` has the properties of all its runs."""
        for node in nodes:
            if isinstance(node, Plain | Code):
                self._run(paragraph, node.text, {**look, "code": isinstance(node, Code)})
            elif isinstance(node, Link):
                self._runs(self._link(paragraph, node.url), node.children, **{**look, "link": True})
            else:
                name = {Strong: "bold", Emphasis: "italic"}[type(node)]
                self._runs(paragraph, node.children, **{**look, name: True})

    def _run(self, paragraph: Any, text: str, look: Mapping[str, bool]) -> None:
        from docx.oxml import OxmlElement
        from docx.text.run import Run

        if hasattr(paragraph, "add_run"):
            run = paragraph.add_run(text)
        else:
            paragraph.append(OxmlElement("w:r"))
            run = Run(paragraph[-1], self.docx._body)  # noqa: SLF001  (a run needs a parent)
            run.text = text
        if look.get("bold"):
            run.bold = run.font.cs_bold = True
        if look.get("italic"):
            run.italic = run.font.cs_italic = True
        if look.get("code"):
            run.font.name = "Consolas"
        if look.get("link"):
            run.style = self.docx.styles["Hyperlink"]
        if self._is_rtl and any(ord(char) > 0x590 for char in text):
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))  # noqa: SLF001  (the element)

    def _link(self, paragraph: Any, url: str) -> Any:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        if not hasattr(paragraph, "add_run"):  # a link in a link
            return paragraph
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self.docx.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        paragraph._p.append(link)  # noqa: SLF001  (the element)
        return link


def _shortened(text: str) -> str:
    """Return a text that is no longer than Word lets a property be."""
    return text if len(text) <= _LONGEST_PROPERTY else f"{text[: _LONGEST_PROPERTY - 1]}…"


def _remove(element: Any, name: str) -> None:
    from docx.oxml.ns import qn

    for found in element.findall(".//" + "/".join(map(qn, name.split("/")))):
        found.getparent().remove(found)
