"""What pdfium, pypdf, pdfminer.six and pikepdf read in a PDF, each in a process of its own.

A PDF may be made to crash its reader, or to keep it busy for hours: a process has limits of time and memory, and what it
found before it ran into them is kept. The processes run at the same time.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeAlias

if TYPE_CHECKING:
    import pikepdf
    import pypdfium2

TEXT: Final = ("pdfium", "pypdf", "pdfminer.six")
STRUCTURE: Final = "pikepdf"

# Far beyond a CV: the longest academic ones have some thirty pages of some 6000 characters.
MOST_PAGES: Final = 50
MOST_CHARACTERS: Final = 30_000  # of a page
SECONDS: Final = 20.0  # of wall time, for all
MEMORY_BYTES: Final = 1024**3  # for each
_FILE_BYTES: Final = 64 * 1024**2  # of what a process has to say
_MOST_OBJECTS: Final = 10_000  # of a kind: annotations of a page, fonts, elements of the structure
_XMP_BYTES: Final = 1024**2

_SMALLEST: Final = 2.0  # pt; smaller text is there for machines alone

Tell: TypeAlias = Callable[..., None]
Record: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Testimony:
    """What one library said of a PDF, as far as it came.

    ``records`` are JSON objects, in order; their ``is`` says of what. ``error`` is why it said no more: None if it
    came to the end. ``missing`` is whether the library is not installed, ``locked`` whether it asked for a password.
    """

    records: tuple[Record, ...] = ()
    version: str | None = None
    error: str | None = None
    missing: bool = False
    locked: bool = False

    def of(self, subject: str) -> Iterator[Record]:
        """The records of one subject."""
        return (record for record in self.records if record["is"] == subject)


def hear(path: Path, seconds: float = SECONDS) -> Mapping[str, Testimony]:
    """What each library says of the PDF, by its name; in no more than ``seconds``."""
    with tempfile.TemporaryDirectory(prefix="cvgen-") as folder, contextlib.ExitStack() as running:
        deadline = time.monotonic() + seconds
        said = {name: Path(folder, f"{number}.jsonl") for number, name in enumerate(_WITNESSES)}
        started = {}
        for name, file in said.items():
            call = f"testify({name!r}, {str(path.absolute())!a}, {str(file)!a}, {math.ceil(seconds)}, {MEMORY_BYTES})"
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", f"from cvgen.inspect.extractors import testify; {call}"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # the libraries' own warnings
                process_group=0 if sys.platform != "win32" else None,  # an interrupt is ours to pass on
            )
            running.callback(process.wait)
            running.callback(process.kill)
            started[name] = process
        ended = {name: _wait(process, deadline) for name, process in started.items()}
        return {name: _understand(said[name], ended[name], seconds) for name in _WITNESSES}


def testify(name: str, pdf: str, out: str, seconds: int, memory: int) -> None:
    """Write what a library says of a PDF into the file ``out``; to be called in a process made for it.

    The process gets so many seconds of processor time, and bytes of memory.
    """
    _limit(seconds, memory)
    with Path(out).open("w", encoding="utf-8") as file, Path(pdf).open("rb") as stream:

        def tell(subject: str, **data: Any) -> None:
            file.write(json.dumps({"is": subject, **data}) + "\n")
            file.flush()  # what follows may be the end of this process

        try:
            _WITNESSES[name](stream, tell)
        except ModuleNotFoundError as error:
            tell("missing", reason=str(error))
        except Exception as error:  # noqa: BLE001  (whatever a library raises, others may still read the file)
            tell("error", reason=_reason(error), locked="password" in f"{type(error).__name__} {error}".lower())
        else:
            tell("end")


def _limit(seconds: int, memory: int) -> None:
    if sys.platform == "win32":
        return  # there the time is all that is limited
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds + 1),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):  # a lower limit is there already, or the system has none
            resource.setrlimit(kind, (most, most))


def _wait(process: subprocess.Popen[bytes], deadline: float) -> int | None:
    """The exit code, or None if there is none by the deadline."""
    try:
        return process.wait(max(0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        return None


def _understand(file: Path, ended: int | None, seconds: float) -> Testimony:
    records = []
    text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    for line in text.split("\n"):
        with contextlib.suppress(json.JSONDecodeError):  # the last one may be cut off
            records.append(json.loads(line))
    version = next((record["version"] for record in records if record["is"] == "start"), None)
    last = records[-1] if records else {"is": None}
    if last["is"] == "end":
        return Testimony(tuple(records), version)
    if last["is"] in {"missing", "error"}:
        return Testimony(
            tuple(records[:-1]),
            version,
            error=last["reason"],
            missing=last["is"] == "missing",
            locked=bool(last.get("locked")),
        )
    error = f"it took more than {seconds:g} seconds" if ended is None else _crash(ended)
    return Testimony(tuple(records), version, error)


def _crash(ended: int) -> str:
    if ended < 0 and -ended in {each.value for each in signal.Signals}:
        name = signal.Signals(-ended).name
        if name == "SIGXCPU":
            return "it took too much processor time"
        return f"it crashed, or ran out of memory ({name})"
    return f"it ended without a result (exit code {ended})"


def _reason(error: Exception) -> str:
    """One line on an exception of a library."""
    if isinstance(error, MemoryError):
        return "it ran out of memory"
    text = _nameless(error)
    return f"{type(error).__name__}: {text}"[:300] if text else type(error).__name__


def _nameless(message: object) -> str:
    """What qpdf says, without its name for a file that it knows as an open one only."""
    return " ".join(re.sub(r"^stream <.*?>(?: \(([^()]*)\))?: ", "", str(message)).split())


@contextlib.contextmanager
def _one_by_one(tell: Tell, **what: Any) -> Iterator[None]:
    """Lets the next page, or part, be read after one that cannot be."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  (libraries raise all kinds on damaged files)
        tell("failed", **what, reason=_reason(error))


# --- pypdf and pdfminer.six: text -----------------------------------------------------------------


def _pypdf(stream: BinaryIO, tell: Tell) -> None:
    import pypdf

    reader = pypdf.PdfReader(stream)
    if reader.is_encrypted and not reader.decrypt(""):
        raise PermissionError("a password is needed")
    tell("start", version=pypdf.__version__, pages=len(reader.pages))
    for number in range(1, min(len(reader.pages), MOST_PAGES) + 1):
        with _one_by_one(tell, page=number):
            tell("page", page=number, **_text(reader.pages[number - 1].extract_text()))


def _pdfminer(stream: BinaryIO, tell: Tell) -> None:
    import io

    import pdfminer
    from pdfminer.converter import TextConverter
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    document = PDFDocument(PDFParser(stream))
    tell("start", version=pdfminer.__version__, pages=None)
    manager = PDFResourceManager()
    for number, page in enumerate(islice(PDFPage.create_pages(document), MOST_PAGES), 1):
        with _one_by_one(tell, page=number):
            written = io.StringIO()
            PDFPageInterpreter(manager, TextConverter(manager, written, laparams=LAParams())).process_page(page)
            tell("page", page=number, **_text(written.getvalue()))


def _text(text: str) -> Record:
    """A page's text with one kind of line end, and whether it is too long to be all there."""
    whole = re.sub(r"\r\n?|\f", "\n", text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return {"text": whole[:MOST_CHARACTERS], "cut": len(whole) > MOST_CHARACTERS}


# --- pdfium: text, and where it stands ------------------------------------------------------------


def _pdfium(stream: BinaryIO, tell: Tell) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(stream)
    tell("start", version=str(pypdfium2.PDFIUM_INFO), pages=len(document))
    for number in range(1, min(len(document), MOST_PAGES) + 1):
        with _one_by_one(tell, page=number):
            page = document[number - 1]
            try:
                tell("page", page=number, **_pdfium_page(page))
            finally:
                page.close()


def _pdfium_page(page: pypdfium2.PdfPage) -> Record:
    textpage = page.get_textpage()
    width, height = page.get_size()
    text = _divided(textpage.get_text_range())
    seen = _Seen(page)
    for index in range(min(textpage.count_chars(), MOST_CHARACTERS)):
        seen.look(textpage, index)
    images, shapes = _drawn(page)
    return {
        **_text(text),
        "width": width,
        "height": height,
        "pieces": seen.pieces(),
        "fonts": seen.fonts,
        "unmapped": seen.unmapped,
        "hidden": seen.hidden,
        "image": images,
        "shapes": shapes,
        "links": _texts_of_links(page, textpage),
    }


def _divided(text: str) -> str:
    """The text with the one character that pdfium writes for a hyphen and the line's end after it as these."""
    return re.sub("[\x02\ufffe](?:\r?\n)?", "-\n", text)


@dataclass(slots=True)
class _Seen:
    """The characters of a page, gathered into pieces of lines as they come, and what is odd about them."""

    page: pypdfium2.PdfPage
    fonts: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)  # characters without a text, by font
    hidden: dict[str, str] = field(default_factory=dict)  # text that a person does not see, by the reason
    _pieces: list[list[Any]] = field(default_factory=list)
    _ended: bool = True
    _objects: dict[int, tuple[str, float, bool]] = field(default_factory=dict)

    def look(self, textpage: pypdfium2.PdfTextPage, index: int) -> None:
        import pypdfium2.raw as c

        code = c.FPDFText_GetUnicode(textpage, index)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if c.FPDFText_IsGenerated(textpage, index) == 1:
            self._ended |= character in "\r\n"
            if not self._ended and self._pieces:
                self._pieces[-1][4] += character
            return
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        if not c.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
            return
        font, size, invisible = self._object(textpage, index)
        self.fonts[font] += 1
        if c.FPDFText_HasUnicodeMapError(textpage, index) == 1:
            self.unmapped[font] += 1
        box = self._turned(left.value, bottom.value, right.value, top.value)
        width, height = self.page.get_size()
        if character.strip():
            outside = box[2] < 0 or box[0] > width or box[3] < 0 or box[1] > height
            for reason, holds in (("invisible", invisible), ("tiny", size < _SMALLEST), ("outside", outside)):
                if holds:
                    self.hidden[reason] = self.hidden.get(reason, "") + character
        self._add(character, box, size)

    def pieces(self) -> list[list[Any]]:
        """``[left, bottom, right, top, text]`` in pt from the lower left corner, in the order of the text."""
        shown = ([*(round(number, 1) for number in piece[:4]), piece[4].strip()] for piece in self._pieces)
        return [piece for piece in shown if piece[4]]

    def _add(self, character: str, box: tuple[float, float, float, float], size: float) -> None:
        last = self._pieces[-1] if self._pieces else None
        if last is not None and not self._ended:
            middle = (box[1] + box[3]) / 2
            on_line = last[1] - size / 2 <= middle <= last[3] + size / 2
            # A gap of one and a half times the size is more than any space between words.
            if on_line and -size < box[0] - last[2] < 1.5 * size:
                last[:4] = min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3])
                last[4] += character
                return
        self._pieces.append([*box, character])
        self._ended = False

    def _object(self, textpage: pypdfium2.PdfTextPage, index: int) -> tuple[str, float, bool]:
        """The font, size and visibility of the run that a character is in."""
        import pypdfium2.raw as c

        run = c.FPDFText_GetTextObject(textpage, index)
        address = ctypes.cast(run, ctypes.c_void_p).value or 0
        if address not in self._objects:
            matrix = c.FS_MATRIX()
            c.FPDFText_GetMatrix(textpage, index, matrix)
            scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
            name = ctypes.create_string_buffer(256)
            font = c.FPDFTextObj_GetFont(run)
            if font:
                c.FPDFFont_GetBaseFontName(font, name, 256)
            invisible = c.FPDFTextObj_GetTextRenderMode(run) in {
                c.FPDF_TEXTRENDERMODE_INVISIBLE,
                c.FPDF_TEXTRENDERMODE_CLIP,
            }
            size = c.FPDFText_GetFontSize(textpage, index) * scale
            self._objects[address] = (name.value.decode("utf-8", "replace"), size, invisible)
        return self._objects[address]

    def _turned(self, x1: float, y1: float, x2: float, y2: float) -> tuple[float, float, float, float]:
        """A box as the page is shown: /Rotate turns it clockwise, and its corner need not be the origin."""
        left, bottom, right, top = self.page.get_cropbox()
        match self.page.get_rotation():
            case 90:
                return y1 - bottom, right - x2, y2 - bottom, right - x1
            case 180:
                return right - x2, top - y2, right - x1, top - y1
            case 270:
                return top - y2, x1 - left, top - y1, x2 - left
            case _:
                return x1 - left, y1 - bottom, x2 - left, y2 - bottom


def _drawn(page: pypdfium2.PdfPage) -> tuple[float, int]:
    """How much of the page images cover, from 0 to 1, and how many shapes are drawn on it."""
    import pypdfium2.raw as c

    left, bottom, right, top = page.get_cropbox()
    covered, shapes = 0.0, 0
    for drawn in islice(page.get_objects(max_depth=5), _MOST_OBJECTS):
        if drawn.type == c.FPDF_PAGEOBJ_PATH:
            shapes += 1
        elif drawn.type == c.FPDF_PAGEOBJ_IMAGE:
            x1, y1, x2, y2 = drawn.get_bounds()
            covered += max(0, min(x2, right) - max(x1, left)) * max(0, min(y2, top) - max(y1, bottom))
    area = (right - left) * (top - bottom)
    return (min(1.0, covered / area) if area > 0 else 0.0), shapes


def _texts_of_links(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> dict[int, str]:
    """The text below each link, by its place in the page's list of annotations."""
    import pypdfium2.raw as c

    texts = {}
    for index in range(min(c.FPDFPage_GetAnnotCount(page), _MOST_OBJECTS)):
        annotation = c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        box = c.FS_RECTF()
        if c.FPDFAnnot_GetSubtype(annotation) == c.FPDF_ANNOT_LINK and c.FPDFAnnot_GetRect(annotation, box):
            # What the box touches belongs to it, even of the lines above and below.
            x, y = (min(3, 0.3 * abs(length)) for length in (box.right - box.left, box.top - box.bottom))
            text = textpage.get_text_bounded(box.left + x / 3, box.bottom + y, box.right - x / 3, box.top - y)
            texts[index] = " ".join(_divided(text).split())[:200]
        c.FPDFPage_CloseAnnot(annotation)
    return texts


# --- pikepdf: how the file is made ----------------------------------------------------------------


def _pikepdf(stream: BinaryIO, tell: Tell) -> None:
    import pikepdf

    with pikepdf.open(stream) as pdf:
        tell("start", version=pikepdf.__version__, pages=len(pdf.pages))
        pages = [page.obj for page in islice(pdf.pages, MOST_PAGES)]
        for part, look in _PARTS.items():
            with _one_by_one(tell, part=part):
                tell(part, **look(pdf, pages))
        tell("repairs", warnings=[_nameless(each)[:300] for each in pdf.get_warnings()[:20]])


def _file(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Object]) -> Record:
    info: Any = pdf.docinfo if "/Info" in pdf.trailer else {}
    names = _entry(pdf.Root, "/Names")
    form = _entry(pdf.Root, "/AcroForm")
    opened = _entry(pdf.Root, "/OpenAction")
    return {
        "pdf": pdf.pdf_version,
        "producer": _string(info.get("/Producer")),
        "creator": _string(info.get("/Creator")),
        "info_title": _string(info.get("/Title")),
        "encryption": _cipher(pdf) if pdf.is_encrypted else None,
        "copying": bool(pdf.allow.extract),
        "sizes": [_size(page) for page in pages],
        "active": [
            what
            for what, is_there in (
                ("files attached to it", _entry(names, "/EmbeddedFiles") is not None),
                ("other files, as a portfolio", _entry(pdf.Root, "/Collection") is not None),
                (
                    "a script",
                    _entry(names, "/JavaScript") is not None or _entry(opened, "/S") == "/JavaScript",
                ),
                ("a form that only Adobe's programs show (XFA)", _entry(form, "/XFA") is not None),
                ("a form to fill in", bool(_entry(form, "/Fields"))),
            )
            if is_there
        ],
    }


def _cipher(pdf: pikepdf.Pdf) -> str:
    name = pdf.encryption.stream_method.name
    return f"{'RC4' if name in {'none', 'rc4'} else 'AES'}, {pdf.encryption.bits} bits"


def _entry(holder: Any, key: str) -> Any:
    """An entry of a dictionary, which may be none."""
    import pikepdf

    return holder.get(key) if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream) else None


def _string(value: Any) -> str | None:
    return None if value is None else str(value)[:1000]


def _inherited(page: pikepdf.Object, key: str) -> Any:
    """An attribute of a page, or of the first group above that has it."""
    holder: Any = page
    for _ in range(100):  # a loop is no tree
        if holder is None or (value := _entry(holder, key)) is not None:
            return None if holder is None else value
        holder = _entry(holder, "/Parent")
    return None


def _size(page: pikepdf.Object) -> list[float] | None:
    """Width and height as shown, in pt; None if the page says it in a way that makes no sense."""
    box = _inherited(page, "/CropBox") or _inherited(page, "/MediaBox")
    try:
        x1, y1, x2, y2 = (float(number) for number in box)
        unit = float(_entry(page, "/UserUnit") or 1)
        turned = int(_inherited(page, "/Rotate") or 0) % 180 == 90
    except (TypeError, ValueError):
        return None
    size = [round(abs(x2 - x1) * unit, 2), round(abs(y2 - y1) * unit, 2)]
    return size[::-1] if turned else size


def _standards(pdf: pikepdf.Pdf, _: Sequence[pikepdf.Object]) -> Record:
    stream = _entry(pdf.Root, "/Metadata")
    if stream is None:
        return {"standards": [], "xmp_title": None}
    # Half a kilobyte may stand for a gigabyte: the packet is unpacked by zlib, which can stop.
    packet = _unpacked(stream, _XMP_BYTES)
    stream.write(packet)
    meta = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
    claims = []
    if part := meta.get("pdfaid:part"):
        claims.append(f"PDF/A-{part}{str(meta.get('pdfaid:conformance') or '').lower()}")
    if part := meta.get("pdfuaid:part"):
        claims.append(f"PDF/UA-{part}")
    return {"standards": [claim[:40] for claim in claims], "xmp_title": _string(meta.get("dc:title"))}


def _unpacked(stream: Any, most: int) -> bytes:
    import zlib

    filters = stream.get("/Filter")
    if filters is None:
        packed = stream.read_raw_bytes()
        if len(packed) > most:
            raise ValueError(f"the metadata are larger than {most // 1024} kB")
        return bytes(packed)
    if str(filters) not in {"/FlateDecode", "[ /FlateDecode ]"} and [str(each) for each in filters] != ["/FlateDecode"]:
        raise ValueError("the metadata are packed in an unusual way")
    reader = zlib.decompressobj()
    unpacked = reader.decompress(stream.read_raw_bytes(), most)
    if reader.unconsumed_tail:
        raise ValueError(f"the metadata are larger than {most // 1024} kB")
    return unpacked


# Glyph names that are numbers in disguise: no reader knows what they stand for.
_NUMBERED: Final = re.compile(r"/(?:[A-Za-z]{1,2}|cid|gid|glyph|index|char)[-_.]?\d+")
_STANDARD_ENCODINGS: Final = {"/WinAnsiEncoding", "/MacRomanEncoding", "/MacExpertEncoding", "/StandardEncoding"}
_SYMBOLIC: Final = 4  # of a font descriptor's flags
_ORDERINGS: Final = {"GB1", "CNS1", "Japan1", "Korea1", "KR"}  # glyph numbers that Adobe has listed


def _fonts(_: pikepdf.Pdf, pages: Sequence[pikepdf.Object]) -> Record:
    found: dict[tuple[Any, ...], Record] = {}
    for font in _all_fonts(pages):
        facts = _font(font)
        found.setdefault(tuple(facts.values()), facts)
    return {"fonts": list(found.values())}


def _all_fonts(pages: Iterable[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    """The fonts that pages have, and forms and patterns on them."""
    import pikepdf

    waiting: list[Any] = [_inherited(page, "/Resources") for page in pages]
    known: set[tuple[int, int]] = set()
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        resources = waiting.pop()
        for kind in ("/Font", "/XObject", "/Pattern"):
            for each in _values(_entry(resources, kind)):
                if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream) or each.objgen in known:
                    continue
                if each.is_indirect:
                    known.add(each.objgen)
                if kind == "/Font":
                    yield each
                waiting.append(_entry(each, "/Resources"))  # a font of Type 3 has them as well


def _values(holder: Any) -> Iterator[Any]:
    import pikepdf

    if isinstance(holder, pikepdf.Dictionary):
        yield from islice(holder.values(), _MOST_OBJECTS)


def _font(font: pikepdf.Object) -> Record:
    import pikepdf

    kind = str(_entry(font, "/Subtype") or "/unknown")[1:]
    descendants = _entry(font, "/DescendantFonts")
    inner = descendants[0] if isinstance(descendants, pikepdf.Array) and len(descendants) else font
    descriptor = _entry(inner, "/FontDescriptor")
    carried = any(_entry(descriptor, key) is not None for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    mapped = _entry(font, "/ToUnicode") is not None
    return {
        "name": str(_entry(font, "/BaseFont") or _entry(font, "/Name") or "/unnamed")[1:][:200],
        "type": kind,
        "embedded": carried or kind == "Type3",
        "to_unicode": mapped,
        "readable": mapped or (_has_cids(font, inner) if kind == "Type0" else _has_names(font, descriptor, kind)),
    }


def _has_cids(font: Any, inner: Any) -> bool:
    """Whether a composite font's codes, or its glyph numbers, are of a list that readers know."""
    encoding = _entry(font, "/Encoding")
    ordering = str(_entry(_entry(inner, "/CIDSystemInfo"), "/Ordering") or "")
    return not str(encoding).startswith("/Identity") or ordering in _ORDERINGS


def _has_names(font: Any, descriptor: Any, kind: str) -> bool:
    """Whether a simple font's codes stand for letters that readers know."""
    import pikepdf

    encoding = _entry(font, "/Encoding")
    if encoding is None or isinstance(encoding, pikepdf.Name):
        symbolic = int(_entry(descriptor, "/Flags") or 0) & _SYMBOLIC
        # Type 1 fonts have an encoding of their own; a symbolic TrueType font has numbers.
        return str(encoding) in _STANDARD_ENCODINGS or kind in {"Type1", "MMType1"} or not symbolic
    named = [str(each) for each in _entry(encoding, "/Differences") or [] if isinstance(each, pikepdf.Name)]
    numbered = sum(1 for name in named if _NUMBERED.fullmatch(name))
    return numbered * 2 <= len(named)


def _links(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Object]) -> Record:
    import pikepdf

    places = {page.objgen for page in islice((each.obj for each in pdf.pages), _MOST_OBJECTS)}
    names = _destinations(pdf)
    found = []
    for number, page in enumerate(pages, 1):
        annotations = _entry(page, "/Annots")
        for index, each in enumerate(
            islice(annotations if isinstance(annotations, pikepdf.Array) else (), _MOST_OBJECTS)
        ):
            if _entry(each, "/Subtype") == "/Link":
                kind, target, problem = _target(each, places, names)
                found.append({"page": number, "index": index, "kind": kind, "target": target, "problem": problem})
    return {"links": found}


def _destinations(pdf: pikepdf.Pdf) -> set[str]:
    """The names of places in the document."""
    import pikepdf

    names = {str(key).removeprefix("/") for key in dict(_entry(pdf.Root, "/Dests") or {})}
    tree = _entry(_entry(pdf.Root, "/Names"), "/Dests")
    if tree is not None:
        names.update(str(name) for name in islice(pikepdf.NameTree(tree), _MOST_OBJECTS))
    return names


def _target(link: Any, places: set[tuple[int, int]], names: set[str]) -> tuple[str, str | None, str | None]:
    """Where a link leads: what kind of place, its address or name, and what is wrong with it."""
    import pikepdf

    action = _entry(link, "/A")
    kind = str(_entry(action, "/S") or "")
    if kind == "/URI":
        address = _entry(action, "/URI")
        text = str(address).strip()[:2000] if isinstance(address, pikepdf.String) else ""
        return "web", text or None, None if text else "it has no address"
    if kind not in {"", "/GoTo"}:
        return "other", kind[1:], None
    place = _entry(link, "/Dest") if kind == "" else _entry(action, "/D")
    if isinstance(place, pikepdf.Array) and len(place):
        there = isinstance(place[0], pikepdf.Dictionary) and place[0].objgen in places
        return "page", None, None if there else "it leads to a page that is not there"
    if isinstance(place, pikepdf.Name | pikepdf.String):
        name = str(place).removeprefix("/")[:200]
        return "page", name, None if name in names else "it leads to a place that is not there"
    return "page", None, "it leads nowhere"


def _tags(pdf: pikepdf.Pdf, _: Sequence[pikepdf.Object]) -> Record:
    import pikepdf

    root = _entry(pdf.Root, "/StructTreeRoot")
    roles = _entry(root, "/RoleMap")
    counts: Counter[str] = Counter()
    headings: list[int] = []
    unnamed = 0
    waiting: list[Any] = [_entry(root, "/K")]
    known: set[tuple[int, int]] = set()
    for _step in range(10 * _MOST_OBJECTS):
        if not waiting:
            break
        each = waiting.pop()
        if isinstance(each, pikepdf.Array):
            waiting.extend(reversed(list(islice(each, _MOST_OBJECTS))))
            continue
        if not isinstance(each, pikepdf.Dictionary) or (each.is_indirect and each.objgen in known):
            continue
        if each.is_indirect:
            known.add(each.objgen)
        kind = _role(str(_entry(each, "/S") or ""), roles)
        if kind:
            counts[kind] += 1
        if level := re.fullmatch("H([1-6])", kind):
            headings.append(int(level[1]))
        unnamed += kind == "Figure" and _entry(each, "/Alt") is None and _entry(each, "/ActualText") is None
        waiting.append(_entry(each, "/K"))
    return {
        "tree": root is not None,
        "marked": bool(_entry(_entry(pdf.Root, "/MarkInfo"), "/Marked")),
        "language": _string(_entry(pdf.Root, "/Lang")) or None,
        "headings": headings[:500],
        "elements": dict(counts.most_common(100)),
        "figures_without_text": unnamed,
    }


def _role(kind: str, roles: Any) -> str:
    """The standard type that a type stands for."""
    for _ in range(10):  # a loop leads nowhere
        other = _entry(roles, kind) if kind else None
        if other is None or str(other) == kind:
            break
        kind = str(other)
    return kind.removeprefix("/")[:60]


_PARTS: Final[Mapping[str, Callable[[Any, Sequence[Any]], Record]]] = {
    "file": _file,
    "fonts": _fonts,
    "links": _links,
    "tags": _tags,
    "standards": _standards,
}

_WITNESSES: Final[Mapping[str, Callable[[BinaryIO, Tell], None]]] = {
    STRUCTURE: _pikepdf,
    "pdfium": _pdfium,
    "pypdf": _pypdf,
    "pdfminer.six": _pdfminer,
}
