"""What a reader gets of a PDF, read without cvgen's own reader: the structure tree by pikepdf, what is shown by pdfminer."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any, Final, NamedTuple

import pikepdf

INLINE: Final = {"/Span", "/Link"}
# What Unicode wants ignored where it is not supported (Default_Ignorable_Code_Point): it has no glyph to be read from.
_IGNORABLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def folded(text: str) -> str:
    """A text as it is to be read back: composed, each white space a single space."""
    return re.sub("[ \t\n\r\x85\u2028\u2029]+", " ", unicodedata.normalize("NFC", text)).strip(" ")


def bare(text: str) -> str:
    """A text for comparison: what is seen of it, without the spaces, which lines swallow at their ends."""
    return unicodedata.normalize("NFC", re.sub(r"\s", "", _IGNORABLE.sub("", text)))


class Block(NamedTuple):
    """A heading, a paragraph or the like: the section that it is in, what is read aloud of it, and what is shown."""

    section: str
    said: str
    shown: str


def read(pdf_file: Path) -> list[Block]:
    """The blocks of a PDF by its structure tree, in their order."""
    blocks: list[Block] = []
    with pikepdf.open(pdf_file) as pdf:
        shown = marked(pdf_file)
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

        def kids(element: Any) -> list[Any]:
            found = element.get("/K", [])
            return list(found) if isinstance(found, pikepdf.Array) else [found]

        def text(element: Any, *, aloud: bool) -> str:
            if aloud and "/ActualText" in element:
                return str(element.ActualText)
            page = element.get("/Pg")
            parts = []
            for kid in kids(element):
                if not isinstance(kid, pikepdf.Dictionary):
                    parts.append(shown.get((numbers[page.objgen], int(kid)), ""))
                elif "/MCID" in kid:
                    parts.append(shown.get((numbers[kid.Pg.objgen], int(kid.MCID)), ""))
                elif "/S" in kid and kid.S in INLINE:
                    parts.append(text(kid, aloud=aloud))
            return "".join(parts)

        def walk(element: Any, section: str) -> None:
            inner = [kid for kid in kids(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
            if element.S == "/Sect" and inner:
                section = bare(text(inner[0], aloud=True))
            block = Block(section, text(element, aloud=True), text(element, aloud=False))
            if block.said or block.shown:
                blocks.append(block)
            for kid in inner:
                if kid.S not in INLINE:
                    walk(kid, section)

        walk(pdf.Root.StructTreeRoot.K, "")
    return blocks


def marked(pdf_file: Path) -> dict[tuple[int, int], str]:
    """What is shown by each marked content: its page from 0, and its number."""
    from pdfminer.pdfdevice import PDFDevice
    from pdfminer.pdffont import PDFUnicodeNotDefined
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    found: dict[tuple[int, int], str] = {}

    class Device(PDFDevice):
        page = 0
        inside: list[tuple[str, int | None]] = []  # noqa: RUF012  # of the one device there is

        def begin_tag(self, tag: Any, props: Any = None) -> None:
            self.inside.append((tag.name, props.get("MCID") if isinstance(props, dict) else None))

        def end_tag(self) -> None:
            self.inside.pop()

        def render_string(self, textstate: Any, seq: Any, *_: Any) -> None:
            number = next((each for _, each in reversed(self.inside) if each is not None), None)
            if number is None:
                return
            texts = []
            for glyph in textstate.font.decode(b"".join(piece for piece in seq if isinstance(piece, bytes))):
                try:
                    texts.append(textstate.font.to_unichr(glyph))
                except PDFUnicodeNotDefined:
                    texts.append("\ufffd")
            if any(tag == "ReversedChars" for tag, _ in self.inside):
                texts.reverse()
            key = (self.page, number)
            found[key] = found.get(key, "") + "".join(texts)

    manager = PDFResourceManager()
    device = Device(manager)
    interpreter = PDFPageInterpreter(manager, device)
    with pdf_file.open("rb") as file:
        for number, page in enumerate(PDFPage.get_pages(file)):
            device.page = number
            interpreter.process_page(page)
    return found
