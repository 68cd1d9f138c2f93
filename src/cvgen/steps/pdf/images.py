"""Cleans the images of a PDF of what must not be in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pikepdf

# JPEG's markers: the start of the picture itself, and segments of metadata (APP1: Exif and XMP, APP13: IPTC, COM).
_SCAN: Final = 0xDA
_METADATA: Final = frozenset({0xE1, 0xED, 0xFE})


def clean(pdf: pikepdf.Pdf) -> None:
    """Take out of all images what a camera wrote into them, such as place and time; CMYK becomes RGB.

    Beside colours that are sRGB, DeviceCMYK has no meaning (ISO 19005-2, 6.2.4.3).
    """
    import pikepdf

    for image in pdf.objects:
        if not isinstance(image, pikepdf.Stream) or image.get("/Subtype") != pikepdf.Name.Image:
            continue
        if "/Metadata" in image:  # the driver has copied it from the file
            del image["/Metadata"]
        if image.get("/ColorSpace") == pikepdf.Name.DeviceCMYK:
            _convert_to_rgb(image)
        elif image.get("/Filter") == pikepdf.Name.DCTDecode:
            jpeg = image.read_raw_bytes()
            stripped = b"".join(_without_metadata(jpeg))
            if stripped != jpeg:
                image.write(stripped, filter=pikepdf.Name.DCTDecode)


def _convert_to_rgb(image: Any) -> None:
    import pikepdf

    picture = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    image.write(picture.tobytes())
    image.ColorSpace = pikepdf.Name.DeviceRGB
    if "/Decode" in image:
        del image["/Decode"]


def _without_metadata(jpeg: bytes) -> Iterator[bytes]:
    """Return the segments of a JPEG but for those of metadata (ITU-T T.81, annex B)."""
    at = 2
    yield jpeg[:at]
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != _SCAN:
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] not in _METADATA:
            yield jpeg[at:end]
        at = end
    yield jpeg[at:]
