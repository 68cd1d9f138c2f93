"""Keeps of TeX's PDF only what belongs into the PDF of a CV: an allow-list of keys, annotations and actions.

A style can write any object into the PDF by specials: JavaScript that runs when it is opened, files, forms, layers,
links that are not the document's. What step 6 adds comes afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from cvgen.steps.pdf.content_stream import Instruction

if TYPE_CHECKING:
    import pikepdf

# ISO 32000-1: tables 15, 28, 29 and 30 (what pages inherit is below them, too), 164 and 173, 206 and 199, 89, 95.
_TRAILER: Final = frozenset({"/Root", "/Info", "/Size", "/ID"})
_CATALOG: Final = frozenset({"/Type", "/Pages", "/Names"})
_NAMES: Final = frozenset({"/Dests"})
_PAGES: Final = frozenset({"/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox"})
_PAGE: Final = frozenset({"/Type", "/Parent", "/Resources", "/MediaBox", "/Contents", "/Annots", "/Group"})
_ANNOTATION: Final = frozenset({"/Type", "/Subtype", "/Rect", "/F", "/Border", "/NM", "/A", "/Dest"})
_URI: Final = frozenset({"/Type", "/S", "/URI"})
_GO_TO: Final = frozenset({"/Type", "/S", "/D"})
_STREAM: Final = frozenset({"/Length", "/Filter", "/DecodeParms", "/Type", "/Subtype"})
_IMAGE: Final = _STREAM | {
    *("/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Decode", "/Interpolate", "/Intent"),
    *("/ImageMask", "/Mask", "/SMask", "/Matte"),
}
_FORM: Final = _STREAM | {"/FormType", "/BBox", "/Matrix", "/Resources", "/Group"}
# Marked content that is not cvgen's: it may say other words than those that are seen, or be a layer (14.6, 8.11).
_MARKS: Final = frozenset({"BMC", "BDC", "EMC", "MP"})


def restrict(pdf: pikepdf.Pdf, addresses: Collection[str]) -> None:
    """Take out of a PDF what is not on the lists; ``addresses`` are those that the document links to."""
    import pikepdf

    _keep(pdf.trailer, _TRAILER)
    _keep(pdf.Root, _CATALOG)
    if isinstance(names := pdf.Root.get("/Names"), pikepdf.Dictionary):
        _keep(names, _NAMES)
    elif names is not None:
        del pdf.Root["/Names"]
    for node in _page_nodes(pdf):
        _keep(node, _PAGES)
    for page in pdf.pages:
        _keep(page.obj, _PAGE)
        if "/Annots" in page.obj:
            annotations = list(_as_list(page.obj.Annots))
            kept = [each for each in annotations if _is_link(each, addresses)]
            if len(kept) < len(annotations):
                page.obj.Annots = pikepdf.Array(kept)
    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream):
            kind = stream.get("/Subtype")
            if kind == pikepdf.Name.Image:
                _keep(stream, _IMAGE)
            elif kind == pikepdf.Name.Form:
                _keep(stream, _FORM)
            elif kind == pikepdf.Name.PS:  # a program
                stream.write(b"")


def instructions(content: Sequence[Instruction]) -> list[Instruction]:
    """Return the instructions of a page without marks that are not cvgen's."""
    return [
        each for each in content if each.operator not in _MARKS and (each.operator != "DP" or each.point() is not None)
    ]


def _is_link(annotation: Any, addresses: Collection[str]) -> bool:
    """Return whether an annotation is a link into the document, or one of the document's, and take the rest out of it."""
    import pikepdf

    if not isinstance(annotation, pikepdf.Dictionary) or annotation.get("/Subtype") != pikepdf.Name.Link:
        return False
    _keep(annotation, _ANNOTATION)
    action = annotation.get("/A")
    if action is None:
        return "/Dest" in annotation
    if not isinstance(action, pikepdf.Dictionary):
        return False
    kind = action.get("/S")
    if kind == pikepdf.Name.GoTo:
        _keep(action, _GO_TO)
        return True
    if kind == pikepdf.Name.URI and str(action.get("/URI", "")) in addresses:
        _keep(action, _URI)
        return True
    return False


def _page_nodes(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the nodes above the pages (7.7.3.2), each once."""
    seen = set()
    for page in pdf.pages:
        node = page.obj.get("/Parent")
        while node is not None and node.objgen not in seen:
            seen.add(node.objgen)
            yield node
            node = node.get("/Parent")


def _keep(dictionary: Any, keys: Collection[str]) -> None:
    for key in [*dictionary.keys()]:
        if key not in keys:
            del dictionary[key]


def _as_list(annotations: Any) -> Iterable[Any]:
    import pikepdf

    return annotations if isinstance(annotations, pikepdf.Array) else []
