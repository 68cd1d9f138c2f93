"""PDFs keep the standards that they claim, PDF/A-2a (with 2u and 2b in it) and PDF/UA-1, by several validators.

The exhaustive runs take every profile, language, style, font and kind of photo; the others each style at least once.
"""

from __future__ import annotations

import itertools
import json
import re
import struct
import zlib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeAlias

import page
import pikepdf
import pytest
from PIL import Image, ImageCms

from cvgen.look import fonts
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request, Result
from cvgen.text import language
from tests.conftest import PEOPLE, SAMPLES, STYLES, Render, tex
from tests.end_to_end.validation import VALIDATORS, explanation, findings, streams, unexplained, xmp
from tests.filled import every_field

EVERY_KIND = SAMPLES / "every-kind.yaml"
LANGUAGES = [SAMPLES / "languages" / f"{tag}.yaml" for tag in language.names()]
USUAL = {"ar", "he", "hi", "ja", "ko", "zh-Hans"}  # other directions, and scripts with large fonts


def cases(profiles: list[Path], usual: Collection[str]) -> list[object]:
    """Return all profiles in all styles; the default run has those that are ``usual``, each in one of the styles."""
    chosen = {(path, STYLES[i % len(STYLES)]) for i, path in enumerate(p for p in profiles if p.stem in usual)}
    return [
        pytest.param(
            path,
            style,
            marks=[] if (path, style) in chosen else pytest.mark.exhaustive,
            id=f"{path.stem}-{style}",
        )
        for path, style in itertools.product(profiles, STYLES)
    ]


WHOLE = [*PEOPLE, EVERY_KIND]
DOCUMENTS = [*cases(WHOLE, [path.stem for path in WHOLE]), *cases(LANGUAGES, USUAL)]


def render(profile: Path, folder: Path, *settings: str, style: str = "classic", **options: Any) -> Result:
    return rendering.render(Request(profile, style, folder, ("pdf",), settings, **options), tex())


def claims(pdf: Path) -> dict[str, str | None]:
    """Return what the metadata says of standards, by name."""
    return {
        f"{kind} {each.tag.rpartition('}')[2]}": each.text
        for each in xmp(pdf).iter()
        for kind in ("pdfa", "pdfua")
        if each.tag.startswith(f"{{http://www.aiim.org/{kind}/ns/id/}}")
    }


# --- what is claimed ------------------------------------------------------------------------------


@pytest.mark.parametrize(("profile", "style"), DOCUMENTS)
def test_pdfs_keep_the_standards_that_they_claim(rendered: Render, profile: Path, style: str) -> None:
    pdf = rendered(profile, style).pdf
    assert claims(pdf) == {"pdfa part": "2", "pdfa conformance": "A", "pdfua part": "1"}
    assert unexplained(pdf) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("pairing", fonts.pairings())
def test_they_do_in_every_font(tmp_path: Path, pairing: str) -> None:
    assert unexplained(render(EVERY_KIND, tmp_path, f"design.font={pairing}").files[0]) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("style", STYLES)
def test_they_do_with_all_fields_filled_by_all_there_is(tmp_path: Path, style: str) -> None:
    count = itertools.count(1)
    words = "*Text* 中文 [link](https://example.com/{0}) שלום مرحبا ελληνικά हिन्दी ไทย → ✓ 😀 `c` {0}"
    data = every_field(lambda: words.format(next(count)))
    data["basics"]["name"] = "Ada"
    assert unexplained(render(written(data, tmp_path), tmp_path, style=style).files[0]) == []


@pytest.mark.parametrize("style", ["classic", pytest.param("sidebar", marks=pytest.mark.exhaustive)])
def test_without_standards_nothing_is_claimed_and_all_is_tagged(tmp_path: Path, style: str) -> None:
    pdf = render(EVERY_KIND, tmp_path, style=style, standards=False).files[0]
    assert claims(pdf) == {}
    with pikepdf.open(pdf) as opened:
        assert "/OutputIntents" not in opened.Root
        assert "schemas" not in str(opened.Root.Metadata.read_bytes())
    # Of what PDF/UA asks for, nothing is missing but the claim.
    broken = {each.rule_id for each in page.validate_pdf(pdf, profile=page.ValidationProfile.PDF_UA_1).failures}
    assert broken - {"PDFUA1-FONT-GLYPH-WIDTH-001"} == {"PDFUA1-ID-SCHEMA-001", "PDFUA1-ID-PART-001"}


def test_what_has_no_meaning_of_its_own_is_no_reason_for_a_false_claim(tmp_path: Path) -> None:
    pdf = render(written({"basics": {"name": "Ada", "label": "\ue000"}}, tmp_path), tmp_path).files[0]
    assert claims(pdf) == {} or unexplained(pdf) == []


def test_but_for_the_names_of_the_standards_pikepdf_approves(rendered: Render, tmp_path: Path) -> None:
    pdf = tmp_path / "2b.pdf"
    with pikepdf.open(rendered(PEOPLE[0], STYLES[0]).pdf) as opened:
        metadata = opened.Root.Metadata.read_bytes().replace(b"conformance>A<", b"conformance>B<")
        metadata = re.sub(rb"<pdfuaid:part>.*</pdfaExtension:schemas>", b"", metadata, flags=re.DOTALL)
        opened.Root.Metadata.write(re.sub(rb'\s+xmlns:pdf(uaid|aExtension|aSchema|aProperty)="[^"]*"', b"", metadata))
        opened.save(pdf)
    assert [str(each) for each in findings(pdf) if each.validator.startswith("pikepdf")] == []


def written(data: object, folder: Path) -> Path:
    path = folder / "ada.yaml"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


# --- photos ---------------------------------------------------------------------------------------

Photo: TypeAlias = Callable[[Path], Path]


def saved(name: str, mode: str, **options: Any) -> Photo:
    """Return a photo that Pillow writes."""

    def save(folder: Path) -> Path:
        gradient = Image.linear_gradient("L").resize((40, 40))
        picture = Image.merge("RGBA", (gradient, gradient.rotate(90), gradient.rotate(180), gradient))
        picture.convert("RGB" if mode in {"P", "CMYK", "I;16"} else mode).convert(mode).save(folder / name, **options)
        return folder / name

    return save


def raw(kind: int, depth: int, *chunks: tuple[bytes, bytes]) -> Photo:
    """Return a PNG of a kind that Pillow does not write (ISO 15948, 11.2.2): four by four, with these chunks."""
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]

    def save(folder: Path) -> Path:
        lines = (b"\0" + bytes([line] * (4 * samples * depth // 8)) for line in range(4))
        head = (b"IHDR", struct.pack(">IIBBBBB", 4, 4, depth, kind, 0, 0, 0))
        parts = (head, *chunks, (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b""))
        whole = b"".join(
            struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data)) for tag, data in parts
        )
        (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + whole)
        return folder / "photo.png"

    return save


def with_xmp(folder: Path) -> Path:
    """Write a JPEG as programs for photos write it: with metadata of their own making."""
    jpeg = saved("photo.jpg", "RGB")(folder)
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:lens="http://example.com/lens/" lens:Place="Example Street"/>'
        b"</rdf:RDF></x:xmpmeta>"
    )
    segment = b"http://ns.adobe.com/xap/1.0/\0" + packet
    data = jpeg.read_bytes()
    jpeg.write_bytes(data[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[2:])
    return jpeg


_PALETTE = (b"PLTE", bytes(range(12)))
_PRIMARIES = struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

USUAL_PHOTOS = {
    "png": saved("photo.png", "RGB"),
    "png with alpha": saved("photo.png", "RGBA"),
    "jpeg": saved("photo.jpg", "RGB"),
}
OTHER_PHOTOS = {
    "grey png": saved("photo.png", "L"),
    "grey png with alpha": saved("photo.png", "LA"),
    "black and white png": saved("photo.png", "1"),
    "png with a palette": saved("photo.png", "P"),
    "png with a palette and a transparent colour": saved("photo.png", "P", transparency=1),
    "png with a palette of two bits": raw(3, 2, _PALETTE),
    "png with a palette and half transparent colours": raw(3, 8, _PALETTE, (b"tRNS", b"\0\x80\xff")),
    "png with a profile": saved("photo.png", "RGB", icc_profile=_SRGB),
    "grey png with 16 bits": raw(0, 16),
    "png with 16 bits": raw(2, 16),
    "png with 16 bits and alpha": raw(6, 16),
    "png with a transparent colour": raw(2, 8, (b"tRNS", bytes(6))),
    "png with a gamma": raw(2, 8, (b"gAMA", struct.pack(">I", 45455))),
    "png with primaries": raw(6, 8, (b"gAMA", struct.pack(">I", 45455)), (b"cHRM", _PRIMARIES)),
    "png that says sRGB": raw(2, 8, (b"sRGB", b"\0")),
    "grey jpeg": saved("photo.jpg", "L"),
    "progressive jpeg": saved("photo.jpg", "RGB", progressive=True),
    "jpeg with a profile": saved("photo.jpg", "RGB", icc_profile=_SRGB),
    "jpeg with no sense in its profile": saved("photo.jpg", "RGB", icc_profile=b"none"),
}
MENDED_PHOTOS = {"jpeg for print": saved("photo.jpg", "CMYK"), "jpeg with metadata": with_xmp}


@pytest.mark.parametrize(
    "photo",
    [
        *(pytest.param(photo, id=name) for name, photo in USUAL_PHOTOS.items()),
        *(pytest.param(photo, id=name, marks=pytest.mark.exhaustive) for name, photo in OTHER_PHOTOS.items()),
        *(pytest.param(photo, id=name) for name, photo in MENDED_PHOTOS.items()),
    ],
)
def test_photos_keep_the_standards(photo: Photo, tmp_path: Path) -> None:
    image = photo(tmp_path)
    result = render(written({"basics": {"name": "Ada", "image": image.name}}, tmp_path), tmp_path, style="sidebar")
    assert unexplained(result.files[0]) == []


def test_links_keep_the_standards_where_a_name_repeats(tmp_path: Path) -> None:
    name = "[Ada](https://example.com)"
    text = {"title": "Text", "kind": "text", "entries": ["word " * 1500]}
    pdf = render(written({"basics": {"name": name}, "sections": [text]}, tmp_path), tmp_path).files[0]
    with pikepdf.open(pdf) as opened:
        assert len(opened.pages) > 1
    assert unexplained(pdf) == []


# --- false claims are caught ----------------------------------------------------------------------

Change: TypeAlias = Callable[[Any], object]


def some(pdf: Any, key: str, value: str = "") -> Any:
    """Return the first dictionary with a key, of this value if one is given."""
    return next(
        each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and key in each and value in str(each[key])
    )


def without_a_glyph(pdf: Any) -> None:
    stream = some(pdf, "/ToUnicode").ToUnicode
    data = stream.read_bytes()
    [(count, first)] = re.findall(rb"(\d+) beginbfchar\n(<.*>\n)", data)[:1]
    shorter = b"%d beginbfchar\n" % (int(count) - 1)
    stream.write(data.replace(b"%s beginbfchar\n%s" % (count, first), shorter, 1))


def metadata_without(pattern: bytes) -> Change:
    def change(pdf: Any) -> None:
        data = pdf.Root.Metadata.read_bytes()
        shorter = re.sub(pattern, b"", data, flags=re.DOTALL)
        assert shorter != data
        pdf.Root.Metadata.write(shorter)

    return change


def wider(pdf: Any) -> None:
    some(pdf, "/W").W[1][0] = 999


def shown_in_cmyk(pdf: Any) -> None:
    pdf.pages[0].contents_add(b"/Artifact BMC 0 0 0 1 k 0 0 9 9 re f EMC")


def unmarked(pdf: Any) -> None:
    pdf.pages[0].contents_add(b"0 0 9 9 re f")


def delete(key: str, of: str, kind: str = "") -> Change:
    """Return the change that deletes a key of the first dictionary that has ``of``, with this value if one is given."""

    def change(pdf: Any) -> None:
        del some(pdf, of, kind)[key]

    return change


def rename(old: str, new: str) -> Change:
    """Return the change that makes the first element of one kind one of another."""

    def change(pdf: Any) -> None:
        element = next(e for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and e.get("/S") == f"/{old}")
        element.S = pikepdf.Name(f"/{new}")

    return change


FALSE: dict[str, tuple[Change, set[str]]] = {
    "no language": (delete("/Lang", "/StructTreeRoot"), {"PDFUA1-TEXT-LANGUAGE-001"}),
    "no tags": (
        delete("/StructTreeRoot", "/StructTreeRoot"),
        {"PDFA2A-STRUCT-TREE-ROOT-001", "PDFUA1-STRUCT-TREE-ROOT-001"},
    ),
    "tags that programs are not told of": (
        delete("/MarkInfo", "/MarkInfo"),
        {"PDFA2A-TAGGED-DOCUMENT-001", "PDFUA1-TAGGED-DOCUMENT-001"},
    ),
    "a photo that nobody describes": (delete("/Alt", "/Alt"), {"PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"}),
    "content that is in no element": (unmarked, {"PDFUA1-CONTENT-TAGGING-001"}),
    "an item outside of a list": (rename("L", "P"), {"PDFUA1-LI-PARENT-001"}),
    "a heading of a level too deep": (rename("H2", "H4"), {"PDFUA1-HEADING-NESTING-001"}),
    "a link that says nothing": (delete("/Contents", "/Subtype", "/Link"), {"PDFUA1-LINK-CONTENTS-001"}),
    "a link in no element": (delete("/StructParent", "/StructParent"), {"PDFUA1-LINK-LINK-TAG-001"}),
    "a link that does not print": (
        delete("/F", "/Subtype", "/Link"),
        {"PDFA2A-ANNOTATION-FLAGS-PRESENT-001", "ISO_19005_2:6.3.2-1"},
    ),
    "a glyph that stands for nothing": (
        without_a_glyph,
        {"PDFA2A-UNICODE-MAPPING-001", "PDFA2U-UNICODE-MAPPING-001", "PDFUA1-FONT-UNICODE-MAPPING-001"},
    ),
    "a font that is elsewhere": (
        delete("/FontFile3", "/FontFile3"),
        {"PDFA2A-FONT-EMBEDDING-001", "PDFUA1-FONT-EMBEDDING-001"},
    ),
    "a glyph of another width": (wider, {"ISO_19005_2:6.2.11.5-1", "width"}),
    "colours that depend on the device": (
        delete("/OutputIntents", "/OutputIntents"),
        {"PDFA2A-DEVICE-RGB-001", "ISO_19005_2:6.2.4.3-2"},
    ),
    "colours for print": (shown_in_cmyk, {"PDFA2A-DEVICE-CMYK-001", "ISO_19005_2:6.2.4.3-3"}),
    "no title": (metadata_without(b"<dc:title>.*</dc:title>"), {"PDFUA1-METADATA-TITLE-001"}),
    "no title shown": (delete("/ViewerPreferences", "/ViewerPreferences"), {"PDFUA1-VIEWER-PREFERENCES-001"}),
    "metadata that nobody describes": (
        metadata_without(b"<pdfaExtension:schemas>.*</pdfaExtension:schemas>"),
        {"PDFA2A-XMP-PROPERTY-DEFINITION-001", "ISO_19005_2:6.6.2.3.1-1"},
    ),
}


def changed(pdf: Path, change: Change, folder: Path) -> Path:
    with pikepdf.open(pdf) as opened:
        change(opened)
        opened.save(folder / "changed.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return folder / "changed.pdf"


def broken(pdf: Path) -> set[str]:
    """Return the rules that validators find broken, but for their known errors."""
    return {found.rule for found in findings(pdf) if explanation(found, pdf) is None}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a PDF of one page that keeps the standards, with a photo, a list and a link."""
    folder = tmp_path_factory.mktemp("sound")
    photo = USUAL_PHOTOS["png"](folder).name
    basics = {"name": "Ada", "image": photo, "email": "ada@example.com", "summary": "Made up."}
    items = {"title": "Work", "kind": "bullets", "entries": ["Counted.", "Wrote it *down*."]}
    pdf = render(written({"basics": basics, "sections": [items]}, folder), folder).files[0]
    assert findings(pdf)
    assert unexplained(pdf) == []
    return pdf


@pytest.mark.parametrize(("change", "expected"), FALSE.values(), ids=FALSE)
def test_a_false_claim_is_caught(change: Change, expected: set[str], sound: Path, tmp_path: Path) -> None:
    assert expected <= broken(changed(sound, change, tmp_path))


def test_a_damaged_file_is_caught(rendered: Render, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.pdf"
    data = rendered(PEOPLE[0], STYLES[0]).pdf.read_bytes()
    damaged.write_bytes(data.replace(b"startxref\n", b"startxref\n1"))
    assert [rule for rule, _ in VALIDATORS["qpdf --check"](damaged)] == ["exit code 2"]


# --- what is known to be wrong is looked at -------------------------------------------------------


def test_a_wrong_width_is_no_known_error(rendered: Render, tmp_path: Path) -> None:
    pdf = rendered(EVERY_KIND, "timeline").pdf
    rule = "PDFUA1-FONT-GLYPH-WIDTH-001"
    assert (rule in {each.rule for each in findings(pdf)}, rule in broken(pdf)) == (True, False)

    def change(opened: Any) -> None:
        some(opened, "/DW", "1000").DW = 990  # of Chinese characters

    assert rule in broken(changed(pdf, change, tmp_path))


def test_a_wrong_length_is_no_known_error(rendered: Render, tmp_path: Path) -> None:
    pdf = tmp_path / "changed.pdf"
    text = b"data that ends in half of what ends a line\r"
    with pikepdf.open(rendered(PEOPLE[0], STYLES[0]).pdf) as opened:
        opened.Root.Extra = opened.make_stream(text)
        opened.save(pdf, compress_streams=False)
    rules = {"PDFA2A-STREAM-LENGTH-001", "PDFA2U-STREAM-LENGTH-001"}
    assert (rules <= {each.rule for each in findings(pdf)}, rules & broken(pdf)) == (True, set())
    pdf.write_bytes(pdf.read_bytes().replace(b"half of what ends a line\r", b"half of what\r ends a line"))
    assert rules & {each.rule for each in findings(pdf)} == set()
    pdf.write_bytes(pdf.read_bytes().replace(b"/Length %d " % len(text), b"/Length %d " % (len(text) - 1)))
    assert rules <= broken(pdf)


def test_streams_are_read_by_their_length() -> None:
    data = b"<< /Length 3 >>\nstream\nabc\nendstream\n<< /Filter /F /Length 13 >>\nstream\n>>\nstream\nend\nendstream"
    assert list(streams(data)) == [(b"abc", b"\nendstream"), (b">>\nstream\nend", b"\nendstream")]
