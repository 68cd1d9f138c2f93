"""Reads with pikepdf how a PDF is made: its metadata, fonts, links and tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from cvgen.inspect.extractors.records import (
    MAX_OBJECTS,
    MAX_PAGES,
    Emit,
    Record,
    failure_recorded,
    without_stream_name,
)

if TYPE_CHECKING:
    import pikepdf

_XMP_BYTES: Final = 1024**2


def read_with_pikepdf(stream: BinaryIO, emit: Emit) -> None:
    """Record how the file is made: one record for each part in ``_PARTS``, and what qpdf had to repair."""
    import pikepdf

    with pikepdf.open(stream) as pdf:
        emit("start", version=pikepdf.__version__, pages=len(pdf.pages))
        pages = [page.obj for page in islice(pdf.pages, MAX_PAGES)]
        for part, read_part in _PARTS.items():
            with failure_recorded(emit, part=part):
                emit(part, **read_part(pdf, pages))
        emit("repairs", warnings=[without_stream_name(each)[:300] for each in pdf.get_warnings()[:20]])


def _file(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Object]) -> Record:
    info: Any = pdf.docinfo if "/Info" in pdf.trailer else {}
    names = _entry(pdf.Root, "/Names")
    form = _entry(pdf.Root, "/AcroForm")
    open_action = _entry(pdf.Root, "/OpenAction")
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
                    _entry(names, "/JavaScript") is not None or _entry(open_action, "/S") == "/JavaScript",
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
    """Return an entry of a dictionary, or None if there is none or the holder is no dictionary."""
    import pikepdf

    return holder.get(key) if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream) else None


def _string(value: Any) -> str | None:
    return None if value is None else str(value)[:1000]


def _inherited(page: pikepdf.Object, key: str) -> Any:
    """Return an attribute of a page, or of the nearest node above it in the page tree that has it."""
    holder: Any = page
    for _ in range(100):  # the tree of a damaged file may be a loop
        if holder is None or (value := _entry(holder, key)) is not None:
            return None if holder is None else value
        holder = _entry(holder, "/Parent")
    return None


def _size(page: pikepdf.Object) -> list[float] | None:
    """Return width and height as shown, in pt, or None if the page's boxes make no sense."""
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
    # Half a kilobyte may unpack to a gigabyte, so it is unpacked by zlib, which can stop.
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


# Glyph names that only number the glyphs: no reader knows which characters they stand for.
_NUMBERED: Final = re.compile(r"/(?:[A-Za-z]{1,2}|cid|gid|glyph|index|char)[-_.]?\d+")
_STANDARD_ENCODINGS: Final = {"/WinAnsiEncoding", "/MacRomanEncoding", "/MacExpertEncoding", "/StandardEncoding"}
_SYMBOLIC: Final = 4  # of a font descriptor's flags
_ORDERINGS: Final = {
    "GB1",
    "CNS1",
    "Japan1",
    "Korea1",
    "KR",
}  # character collections whose glyph numbers Adobe has published


def _fonts(_: pikepdf.Pdf, pages: Sequence[pikepdf.Object]) -> Record:
    fonts: dict[tuple[Any, ...], Record] = {}
    for font in _all_fonts(pages):
        facts = _font(font)
        fonts.setdefault(tuple(facts.values()), facts)
    return {"fonts": list(fonts.values())}


def _all_fonts(pages: Iterable[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    """Iterate over the fonts of pages, and of forms and patterns on them."""
    import pikepdf

    waiting: list[Any] = [_inherited(page, "/Resources") for page in pages]
    known: set[tuple[int, int]] = set()
    for _ in range(MAX_OBJECTS):
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
                waiting.append(_entry(each, "/Resources"))  # a font of Type 3 has resources, too


def _values(holder: Any) -> Iterator[Any]:
    import pikepdf

    if isinstance(holder, pikepdf.Dictionary):
        yield from islice(holder.values(), MAX_OBJECTS)


def _font(font: pikepdf.Object) -> Record:
    import pikepdf

    kind = str(_entry(font, "/Subtype") or "/unknown")[1:]
    descendants = _entry(font, "/DescendantFonts")
    inner = descendants[0] if isinstance(descendants, pikepdf.Array) and len(descendants) else font
    descriptor = _entry(inner, "/FontDescriptor")
    embedded = any(_entry(descriptor, key) is not None for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    has_map = _entry(font, "/ToUnicode") is not None
    return {
        "name": str(_entry(font, "/BaseFont") or _entry(font, "/Name") or "/unnamed")[1:][:200],
        "type": kind,
        "embedded": embedded or kind == "Type3",
        "to_unicode": has_map,
        "readable": has_map or (_has_cids(font, inner) if kind == "Type0" else _has_names(font, descriptor, kind)),
    }


def _has_cids(font: Any, inner: Any) -> bool:
    """Return whether readers know the characters of a composite font by its encoding or its character collection."""
    encoding = _entry(font, "/Encoding")
    ordering = str(_entry(_entry(inner, "/CIDSystemInfo"), "/Ordering") or "")
    return not str(encoding).startswith("/Identity") or ordering in _ORDERINGS


def _has_names(font: Any, descriptor: Any, kind: str) -> bool:
    """Return whether readers know the characters of a simple font by its encoding or its glyph names."""
    import pikepdf

    encoding = _entry(font, "/Encoding")
    if encoding is None or isinstance(encoding, pikepdf.Name):
        symbolic = int(_entry(descriptor, "/Flags") or 0) & _SYMBOLIC
        # Type 1 fonts have an encoding of their own; the codes of a symbolic TrueType font mean nothing.
        return str(encoding) in _STANDARD_ENCODINGS or kind in {"Type1", "MMType1"} or not symbolic
    glyph_names = [str(each) for each in _entry(encoding, "/Differences") or [] if isinstance(each, pikepdf.Name)]
    numbered = sum(1 for name in glyph_names if _NUMBERED.fullmatch(name))
    return numbered * 2 <= len(glyph_names)


def _links(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Object]) -> Record:
    import pikepdf

    places = {page.objgen for page in islice((each.obj for each in pdf.pages), MAX_OBJECTS)}
    names = _destinations(pdf)
    links = []
    for number, page in enumerate(pages, 1):
        annotations = _entry(page, "/Annots")
        for index, each in enumerate(
            islice(annotations if isinstance(annotations, pikepdf.Array) else (), MAX_OBJECTS)
        ):
            if _entry(each, "/Subtype") == "/Link":
                kind, target, problem = _target(each, places, names)
                links.append({"page": number, "index": index, "kind": kind, "target": target, "problem": problem})
    return {"links": links}


def _destinations(pdf: pikepdf.Pdf) -> set[str]:
    """Return the names of the document's destinations."""
    import pikepdf

    names = {str(key).removeprefix("/") for key in dict(_entry(pdf.Root, "/Dests") or {})}
    tree = _entry(_entry(pdf.Root, "/Names"), "/Dests")
    if tree is not None:
        names.update(str(name) for name in islice(pikepdf.NameTree(tree), MAX_OBJECTS))
    return names


def _target(link: Any, places: set[tuple[int, int]], names: set[str]) -> tuple[str, str | None, str | None]:
    """Return the kind of place that a link leads to, its address or name, and what is wrong with it."""
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
    figures_without_text = 0
    waiting: list[Any] = [_entry(root, "/K")]
    known: set[tuple[int, int]] = set()
    for _step in range(10 * MAX_OBJECTS):
        if not waiting:
            break
        each = waiting.pop()
        if isinstance(each, pikepdf.Array):
            waiting.extend(reversed(list(islice(each, MAX_OBJECTS))))
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
        figures_without_text += (
            kind == "Figure" and _entry(each, "/Alt") is None and _entry(each, "/ActualText") is None
        )
        waiting.append(_entry(each, "/K"))
    return {
        "tree": root is not None,
        "marked": bool(_entry(_entry(pdf.Root, "/MarkInfo"), "/Marked")),
        "language": _string(_entry(pdf.Root, "/Lang")) or None,
        "headings": headings[:500],
        "elements": dict(counts.most_common(100)),
        "figures_without_text": figures_without_text,
    }


def _role(kind: str, roles: Any) -> str:
    """Return the standard structure type that the role map gives for a type."""
    for _ in range(10):  # a role map may be a loop
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
