"""Photos tell nothing but what they show."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from PIL import Image

from cvgen.data import assets
from cvgen.steps.pdf import images


def jpeg(**more: Any) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((16, 16)).save(out, "JPEG", **more)
    return out.getvalue()


def with_photo(photo: bytes) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    stream = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    stream.write(photo, filter=pikepdf.Name.DCTDecode)
    page = pdf.add_blank_page()
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=pdf.make_indirect(stream)))
    return pdf


def photo_in(pdf: pikepdf.Pdf) -> bytes:
    found: bytes = pdf.pages[0].obj.Resources.XObject.Im.read_raw_bytes()
    return found


def test_a_photo_does_not_tell_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010F] = "CAMERA"
    photo = jpeg(
        exif=exif, comment="COMMENT", xmp=b"<x:xmpmeta>PLACE</x:xmpmeta>", icc_profile=assets.SRGB_PROFILE.read_bytes()
    )
    assert [secret in photo for secret in (b"CAMERA", b"COMMENT", b"PLACE")] == [True, True, True]
    pdf = with_photo(photo)
    images.clean(pdf)
    left = photo_in(pdf)
    assert [secret in left for secret in (b"CAMERA", b"COMMENT", b"PLACE")] == [False, False, False]
    before, after = (Image.open(io.BytesIO(each)) for each in (photo, left))
    assert (after.tobytes(), after.info.get("icc_profile")) == (before.tobytes(), assets.SRGB_PROFILE.read_bytes())


def test_a_photo_that_tells_nothing_stays_as_it_is() -> None:
    photo = jpeg()
    pdf = with_photo(photo)
    images.clean(pdf)
    assert photo_in(pdf) == photo


@pytest.mark.parametrize("photo", [b"", b"\xff\xd8", b"\xff\xd8\xff", jpeg()[:30], b"no JPEG at all"])
def test_what_is_no_whole_jpeg_stays_as_it_is(photo: bytes) -> None:
    pdf = with_photo(photo)
    images.clean(pdf)
    assert photo_in(pdf) == photo
