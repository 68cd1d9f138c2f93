"""Photos of any kind become pictures that a page can hold; what is no whole picture is refused with its remedy."""

from __future__ import annotations

import contextlib
import io
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, features

from cvgen.look import photos

REPORTS = Path(__file__).parents[3] / "shared" / "reports"
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
TEXTS = (b"CAMERA", b"COMMENT", b"PLACE")


def picture(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Red at the upper left, blue at the lower right, green elsewhere."""
    image = Image.new("RGB", size, GREEN)
    width, height = size
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(BLUE, (width // 2, height // 2, width, height))
    return image.convert(mode)


def saved(image: Image.Image, path: Path, **options: Any) -> Path:
    image.save(path, **options)
    return path


def opened(photo: photos.Photo) -> Image.Image:
    image = Image.open(io.BytesIO(photo.content))
    image.load()
    assert (image.mode, image.size) == ("RGB", (photo.width, photo.height))
    assert image.format == {".jpg": "JPEG", ".png": "PNG"}[photo.suffix]
    return image


def corners(photo: photos.Photo) -> list[tuple[int, ...]]:
    """The colours near the upper left, upper right, lower left and lower right corner, as 0 or 255."""
    image = opened(photo)
    right, bottom = image.width - 4, image.height - 4
    pixels = [image.getpixel(place) for place in ((3, 3), (right, 3), (3, bottom), (right, bottom))]
    return [tuple(255 if value > 127 else 0 for value in pixel) for pixel in pixels if isinstance(pixel, tuple)]


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        *(("a.jpg", mode) for mode in ("RGB", "CMYK")),
        *(("a.png", mode) for mode in ("RGB", "RGBA", "P")),
        *(("a.gif", mode) for mode in ("RGB", "P")),
        *(("a.webp", mode) for mode in ("RGB", "RGBA")),
        *(("a.avif", mode) for mode in ("RGB", "RGBA")),
        *(("a.tif", mode) for mode in ("RGB", "RGBA", "CMYK", "P", "LAB")),
        ("a.bmp", "RGB"),
        ("a.photo", "RGB"),
    ],
)
def test_every_kind_of_picture_keeps_its_colours(name: str, mode: str, tmp_path: Path) -> None:
    if name in {"a.avif", "a.webp"} and not features.check(name[2:]):
        pytest.skip("this Pillow cannot write it")
    kind = {"format": "PNG"} if name == "a.photo" else {}
    image = picture()
    if mode == "LAB":
        profiles = (ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"))
        image = ImageCms.profileToProfile(image, *profiles, outputMode="LAB") or image
    photo = photos.prepare(saved(image if mode == "LAB" else image.convert(mode), tmp_path / name, **kind))
    assert corners(photo) == [RED, GREEN, GREEN, BLUE]


@pytest.mark.parametrize(
    ("mode", "value", "grey"),
    [("L", 100, 100), ("1", 1, 255), ("I;16", 25700, 100), ("I;16", 200, 1), ("I", 25700, 100), ("F", 0.5, 127)],
)
def test_grey_of_any_depth_keeps_its_brightness(mode: str, value: float, grey: int, tmp_path: Path) -> None:
    path = saved(Image.new(mode, (50, 50), value), tmp_path / "a.tif")
    pixel = opened(photos.prepare(path)).getpixel((20, 20))
    assert isinstance(pixel, tuple)
    assert max(abs(each - grey) for each in pixel) <= 2


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_is_paper(mode: str, tmp_path: Path) -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (20, 0, 40, 40))
    photo = photos.prepare(saved(image.convert(mode), tmp_path / "a.png"))
    assert corners(photo) == [WHITE, (0, 0, 0), WHITE, (0, 0, 0)]


def test_a_colour_of_a_palette_may_be_transparent(tmp_path: Path) -> None:
    palette = Image.new("P", (40, 40), 0)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    palette.paste(1, (20, 0, 40, 40))
    for name in ("a.png", "a.gif"):
        photo = photos.prepare(saved(palette, tmp_path / name, transparency=0))
        assert corners(photo) == [WHITE, RED, WHITE, RED]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_a_photo_stands_as_it_was_held(name: str, orientation: int, tmp_path: Path) -> None:
    turns = Image.Transpose
    back = {
        1: None,
        2: turns.FLIP_LEFT_RIGHT,
        3: turns.ROTATE_180,
        4: turns.FLIP_TOP_BOTTOM,
        5: turns.TRANSPOSE,
        6: turns.ROTATE_90,
        7: turns.TRANSVERSE,
        8: turns.ROTATE_270,
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = picture()
    photo = photos.prepare(saved(image if back is None else image.transpose(back), tmp_path / name, exif=exif))
    assert ((photo.width, photo.height), corners(photo)) == ((60, 40), [RED, GREEN, GREEN, BLUE])


def test_a_photo_tells_nothing_but_what_it_shows(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0131] = "CAMERA", "PLACE"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for name, options in (("a.jpg", {"comment": "COMMENT"}), ("a.png", {}), ("a.webp", {})):
        path = saved(picture(size=(300, 200)), tmp_path / name, exif=exif, icc_profile=profile, **options)
        assert b"CAMERA" in path.read_bytes()
        photo = photos.prepare(path)
        assert [text for text in (*TEXTS, b"Exif", b"ICC_PROFILE", b"iCCP") if text in photo.content] == []


@pytest.mark.parametrize("profile", [b"", b"no profile", bytes(200)])
def test_a_damaged_colour_profile_spoils_no_photo(profile: bytes, tmp_path: Path) -> None:
    photo = photos.prepare(saved(picture(), tmp_path / "a.jpg", icc_profile=profile))
    assert corners(photo) == [RED, GREEN, GREEN, BLUE]


def test_colours_are_converted_by_their_profile(tmp_path: Path) -> None:
    """In a profile whose first colour is blue, what is red in numbers is seen as blue."""
    swapped = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = swapped.index(b"rXYZ"), swapped.index(b"bXYZ")
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    photo = photos.prepare(saved(picture(), tmp_path / "a.png", icc_profile=bytes(swapped)))
    assert corners(photo) == [BLUE, GREEN, GREEN, RED]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((400, 500), (400, 500)),
        ((3000, 2000), (900, 600)),
        ((2000, 3000), (600, 900)),
        ((6000, 1000), (1200, 200)),
        ((1300, 20), (1200, 18)),
        ((1, 1), (1, 1)),
        ((16383, 1), (1200, 1)),
    ],
)
@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_a_photo_has_the_pixels_that_print_needs(
    name: str, size: tuple[int, int], expected: tuple[int, int], tmp_path: Path
) -> None:
    photo = photos.prepare(saved(picture(size=size), tmp_path / name))
    assert (photo.width, photo.height) == expected
    assert len(photo.content) < 500_000


def test_a_photograph_of_many_megabytes_becomes_small(tmp_path: Path) -> None:
    noise = Image.frombytes("RGB", (1500, 2000), random.Random(1).randbytes(1500 * 2000 * 3))
    path = saved(noise, tmp_path / "a.png")
    assert (path.stat().st_size > 8_000_000, len(photos.prepare(path).content) < 1_200_000) == (True, True)


def test_a_drawing_stays_sharp(tmp_path: Path) -> None:
    assert photos.prepare(saved(picture(), tmp_path / "a.png")).suffix == ".png"
    assert photos.prepare(saved(picture(), tmp_path / "a.jpg")).suffix == ".jpg"


# --- what cannot be used --------------------------------------------------------------------------


def refused(path: Path) -> tuple[str, str]:
    with pytest.raises(photos.PhotoError) as caught:
        photos.prepare(path)
    return caught.value.problem, caught.value.remedy


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.gif", "a.webp", "a.avif", "a.tif"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_photo_that_is_cut_short_is_refused(name: str, share: float, tmp_path: Path) -> None:
    if name in {"a.avif", "a.webp"} and not features.check(name[2:]):
        pytest.skip("this Pillow cannot write it")
    noise = Image.frombytes("RGB", (90, 90), random.Random(1).randbytes(90 * 90 * 3))
    content = saved(noise, tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: max(int(len(content) * share), 12)])
    problem, remedy = refused(tmp_path / name)
    assert (problem[:27], remedy[:4]) in {
        ("it is damaged or cut short", "copy"),
        ("it is damaged or cut short ", "copy"),
    } or (problem == "it is no picture that cvgen can read")


def test_a_png_whose_bytes_were_changed_is_refused(tmp_path: Path) -> None:
    noise = Image.frombytes("RGB", (90, 90), random.Random(1).randbytes(90 * 90 * 3))
    content = bytearray(saved(noise, tmp_path / "a.png").read_bytes())
    content[len(content) // 2] ^= 255
    (tmp_path / "a.png").write_bytes(content)
    assert refused(tmp_path / "a.png")[0].startswith("it is damaged or cut short")


@pytest.mark.parametrize(
    ("content", "problem", "remedy"),
    [
        (b"", "it is empty", "copy it again"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "it is a drawing (SVG)", "export it as PNG"),
        (b"<?xml version='1.0'?>\n<!-- by a tool -->\n<svg/>", "it is a drawing (SVG)", "export it as PNG"),
        (
            b"\xef\xbb\xbf <?xml version='1.0'?><!DOCTYPE svg PUBLIC 'x'><svg:svg/>",
            "it is a drawing (SVG)",
            "export it as PNG",
        ),
        (b"<!DOCTYPE html><html>", "it is a web page", "save the picture itself, and not the page that shows it"),
        (b"%PDF-1.7", "it is a PDF", "export it as JPEG or PNG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "it is a drawing (PostScript)", "export it as PNG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "it is a HEIC picture", "export it as JPEG"),
        (b"no picture", "it is no picture that cvgen can read", "give a JPEG, PNG or WebP file"),
        (bytes(100), "it is no picture that cvgen can read", "give a JPEG, PNG or WebP file"),
    ],
)
def test_what_is_no_photo_is_named(content: bytes, problem: str, remedy: str, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    assert refused(tmp_path / "a.jpg") == (problem, remedy)


@pytest.mark.parametrize("size", [(16_384, 10), (10, 16_384), (10_000, 6_000)])
def test_a_photo_of_too_many_pixels_is_refused_before_it_is_decoded(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(Image.new("1", size), tmp_path / "a.png")
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _: pytest.fail("it was decoded"))
    expected = f"it has {size[0]} x {size[1]} pixels, which are too many"
    assert refused(path) == (expected, "scale it down; 1200 pixels are plenty")


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = saved(Image.new("1", (30_000, 30_000)), tmp_path / "a.png")
    assert refused(path) == ("it has too many pixels", "scale it down; 1200 pixels are plenty")


def test_what_is_damaged_anywhere_is_a_photo_or_refused(tmp_path: Path) -> None:
    """No damage makes anything else than a picture or a PhotoError."""
    chance = random.Random(7)
    kinds = [
        (name, picture(mode)) for name, mode in (("a.jpg", "CMYK"), ("b.png", "P"), ("c.gif", "P"), ("d.webp", "RGBA"))
    ]
    contents = [saved(image, tmp_path / name, exif=Image.Exif()).read_bytes() for name, image in kinds]
    for number in range(200):
        content = bytearray(chance.choice(contents))
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(content[: chance.randrange(len(content))] if number % 2 else content)
        with contextlib.suppress(photos.PhotoError):
            opened(photos.prepare(path))


def test_a_photo_that_was_replaced_is_read_again(tmp_path: Path) -> None:
    path = saved(picture(), tmp_path / "a.png")
    assert photos.prepare(path) == photos.prepare(path)
    saved(picture(size=(30, 20)), path)
    assert photos.prepare(path).width == 30


# --- what was reported ----------------------------------------------------------------------------


def reported(name: str) -> Path:
    path = REPORTS / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this checkout")
    return path


def test_the_reported_photo_on_its_side_is_upright() -> None:
    path = reported("exif6.jpg")
    with Image.open(path) as image:
        is_wide = image.width > image.height
        assert image.getexif()[0x0112] == 6
    photo = photos.prepare(path)
    assert (photo.width > photo.height) is not is_wide


def test_the_reported_photo_that_is_cut_short_is_refused() -> None:
    problem, remedy = refused(reported("trunc.jpg"))
    assert (problem.startswith("it is damaged or cut short"), remedy.startswith("copy it again")) == (True, True)


def test_pillow_is_imported_for_photos_alone() -> None:
    code = "import sys; import cvgen.steps.latex, cvgen.steps.profile; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
