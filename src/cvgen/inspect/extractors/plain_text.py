"""Extracts the text of each page with pypdf and with pdfminer.six."""

from __future__ import annotations

from itertools import islice
from typing import BinaryIO

from cvgen.inspect.extractors.records import MAX_PAGES, Emit, failure_recorded, text_record


def read_with_pypdf(stream: BinaryIO, emit: Emit) -> None:
    """Record the text of each page as pypdf extracts it."""
    import pypdf

    reader = pypdf.PdfReader(stream)
    if reader.is_encrypted and not reader.decrypt(""):
        raise PermissionError("a password is needed")
    emit("start", version=pypdf.__version__, pages=len(reader.pages))
    for number in range(1, min(len(reader.pages), MAX_PAGES) + 1):
        with failure_recorded(emit, page=number):
            emit("page", page=number, **text_record(reader.pages[number - 1].extract_text()))


def read_with_pdfminer(stream: BinaryIO, emit: Emit) -> None:
    """Record the text of each page as pdfminer.six extracts it."""
    import io

    import pdfminer
    from pdfminer.converter import TextConverter
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    document = PDFDocument(PDFParser(stream))
    emit("start", version=pdfminer.__version__, pages=None)
    resources = PDFResourceManager()
    for number, page in enumerate(islice(PDFPage.create_pages(document), MAX_PAGES), 1):
        with failure_recorded(emit, page=number):
            output = io.StringIO()
            PDFPageInterpreter(resources, TextConverter(resources, output, laparams=LAParams())).process_page(page)
            emit("page", page=number, **text_record(output.getvalue()))
