"""The ICC profile that PDFs have for sRGB is one (ICC.1:2001-04, IEC 61966-2-1)."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image, ImageCms

from cvgen.data import assets


@pytest.mark.parametrize("colour", [(128, 128, 128), (0, 0, 0), (255, 255, 255), (31, 58, 95), (200, 30, 30)])
def test_the_profile_maps_colours_of_srgb_to_themselves(colour: tuple[int, int, int]) -> None:
    ours = ImageCms.ImageCmsProfile(io.BytesIO(assets.SRGB_PROFILE.read_bytes()))
    transform = ImageCms.buildTransform(ours, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    assert transform is not None
    mapped = ImageCms.applyTransform(Image.new("RGB", (1, 1), colour), transform)
    assert mapped is not None
    pixel = mapped.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    assert max(abs(got - wanted) for got, wanted in zip(pixel, colour, strict=True)) <= 1


def test_the_profile_says_how_long_it_is_and_what_for() -> None:
    profile = assets.SRGB_PROFILE.read_bytes()
    assert int.from_bytes(profile[:4]) == len(profile)
    assert (profile[12:16], profile[16:20], profile[36:40]) == (b"mntr", b"RGB ", b"acsp")
    assert ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).strip() == "sRGB"


def tags(profile: bytes) -> dict[str, bytes]:
    """The data of each tag of a profile, by its signature (ICC.1:2001-04, 6.2)."""
    count = int.from_bytes(profile[128:132])
    table = struct.iter_unpack(">4sII", profile[132 : 132 + 12 * count])
    return {signature.decode(): profile[offset : offset + size] for signature, offset, size in table}


def test_the_profile_has_what_a_display_profile_must_have() -> None:
    found = tags(assets.SRGB_PROFILE.read_bytes())  # ICC.1:2001-04, 6.3.2.1
    assert {signature: data[:4].decode() for signature, data in found.items()} == {
        "desc": "desc",
        "cprt": "text",
        "wtpt": "XYZ ",
        **dict.fromkeys(["rXYZ", "gXYZ", "bXYZ"], "XYZ "),
        **dict.fromkeys(["rTRC", "gTRC", "bTRC"], "curv"),
    }
    assert found["rTRC"] == found["gTRC"] == found["bTRC"]


def test_the_curve_of_the_profile_is_that_of_srgb() -> None:
    curve = tags(assets.SRGB_PROFILE.read_bytes())["rTRC"]
    count = int.from_bytes(curve[8:12])
    values = [i / (count - 1) for i in range(count)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    assert struct.unpack(f">{count}H", curve[12:]) == tuple(round(65535 * value) for value in linear)
