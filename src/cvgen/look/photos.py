"""Photos as pages can hold them: upright, decoded whole, in sRGB, no larger than print needs, and with no metadata.

TeX's PDF driver takes a JPEG or PNG as it is: lying on its side, with the place where it was taken, with megabytes that no
printer shows, and damaged without a word. So Pillow reads a photo, and writes it anew.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES: Final = 50 * 1024**2  # of a file
MOST_SIDE: Final = 16_383  # pixels of a side, before it is scaled; beyond that, TeX had no length for it
MOST_PIXELS: Final = 50_000_000  # 400 MB of memory with an alpha channel
MOST_JPEG_PIXELS: Final = 150_000_000  # which libjpeg decodes at a fraction of its size
_SHORT_SIDE: Final = 600  # pixels of the shorter side that are kept: 50 mm at 300 dpi, more than any style prints
_LONG_SIDE: Final = 1_200
_QUALITY: Final = 90  # of a JPEG
_FEW_COLOURS: Final = 256  # a picture with no more is a drawing, which stays sharp as PNG
_PAPER: Final = (255, 255, 255)  # shows through where a picture is transparent

_USUAL: Final = ("JPEG", "PNG", "GIF", "BMP")
_OTHERS: Final = {"WEBP": "WebPImagePlugin", "AVIF": "AvifImagePlugin", "TIFF": "TiffImagePlugin"}
_SMALLER: Final = "scale it down; 1200 pixels are plenty"
# What is often given for a photo and is none, by what it begins with: what it is, and what to do.
_NO_PHOTOS: Final = (
    (rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!doctype[^>]*>\s*)*<(?:\w+:)?svg\b", "a drawing (SVG)", "export it as PNG"),
    (rb"\s*<(?:!doctype html|html)", "a web page", "save the picture itself, and not the page that shows it"),
    (rb"%PDF", "a PDF", "export it as JPEG or PNG"),
    (rb"%!PS", "a drawing (PostScript)", "export it as PNG"),
    (rb"....ftyp(?:hei[cxms]|hev[cmx]|mif1|msf1)", "a HEIC picture", "export it as JPEG"),
)  # fmt: skip
_ORIENTATION: Final = 0x0112  # the number of a field of Exif


class PhotoError(Exception):
    """A photo cannot be used: why not, and what to do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture to typeset: the bytes of a file and the suffix of its name; its sizes are in pixels."""

    content: bytes
    suffix: str
    width: int
    height: int


def prepare(path: Path) -> Photo:
    """Return a photo as it is typeset. Raises PhotoError."""
    try:
        status = path.stat()
        return _prepared(path, status.st_size, status.st_mtime_ns)
    except OSError as error:
        raise PhotoError(error.strerror or str(error), "give a JPEG or PNG file that can be read") from None


@functools.lru_cache(maxsize=8)  # a profile is checked first and typeset then, in any number of styles
def _prepared(path: Path, size: int, _: int) -> Photo:
    if size > MOST_BYTES:
        raise PhotoError(f"it is too large: more than {MOST_BYTES // 1024**2} MB", _SMALLER)
    with path.open("rb") as file:
        content = file.read(MOST_BYTES)
    if not content:
        raise PhotoError("it is empty", "copy it again")
    for beginning, name, remedy in _NO_PHOTOS:
        if re.match(beginning, content[:4096].removeprefix(b"\xef\xbb\xbf"), re.IGNORECASE | re.DOTALL):
            raise PhotoError(f"it is {name}", remedy)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Pillow, most of them about metadata
        return _decoded(content)


def _decoded(content: bytes) -> Photo:
    from PIL.Image import DecompressionBombError

    try:
        with _opened(content) as image:
            _check_size(image)
            is_photograph = image.format in {"JPEG", "MPO"}
            if is_photograph:
                image.draft(None, (2 * _LONG_SIDE, 2 * _LONG_SIDE))
            image.load()
            picture = _scaled(_upright(image, _in_srgb(image)))
    except DecompressionBombError:
        raise PhotoError("it has too many pixels", _SMALLER) from None
    except MemoryError:
        raise PhotoError("there is not enough memory for it", _SMALLER) from None
    except PhotoError:
        raise
    except Exception as error:  # noqa: BLE001  (damage makes Pillow raise almost anything)
        reason = str(error).partition("\n")[0][:100]
        remedy = "copy it again, or open it and save it anew"
        raise PhotoError(f"it is damaged or cut short ({reason})", remedy) from None
    return _encoded(picture, is_photograph=is_photograph)


def _opened(content: bytes) -> Image.Image:
    """Return an image of which no more than its head has been read."""
    from PIL import Image, UnidentifiedImageError

    with contextlib.suppress(UnidentifiedImageError):
        return Image.open(io.BytesIO(content), formats=_USUAL)
    for module in _OTHERS.values():
        with contextlib.suppress(ImportError):
            importlib.import_module(f"PIL.{module}")
    try:
        return Image.open(io.BytesIO(content), formats=[name for name in _OTHERS if name in Image.OPEN])
    except UnidentifiedImageError:
        if content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")):
            raise PhotoError("it is damaged or cut short", "copy it again, or open it and save it anew") from None
        raise PhotoError("it is no picture that cvgen can read", "give a JPEG, PNG or WebP file") from None


def _check_size(image: Image.Image) -> None:
    most = MOST_JPEG_PIXELS if image.format in {"JPEG", "MPO"} else MOST_PIXELS
    if max(image.size) > MOST_SIDE or image.width * image.height > most:
        raise PhotoError(f"it has {image.width} x {image.height} pixels, which are too many", _SMALLER)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return a picture in 8-bit RGB, with white where it is transparent."""
    from PIL.Image import new

    profile = image.info.get("icc_profile")
    image = _in_8_bits(image)
    if image.mode in {"P", "PA", "La", "RGBa"} or "transparency" in image.info:
        image = image.convert("RGBA")
    # Here, as few pixels as will do: each conversion to come makes a copy.
    if (factor := min(image.size) // (2 * _SHORT_SIDE)) > 1:
        image = image.reduce(factor)
    alpha = image.getchannel("A") if image.mode in {"LA", "RGBA"} else None
    if image.mode == "LA":
        image = image.getchannel("L")
    colours = _converted(image.convert("RGB") if image.mode == "RGBA" else image, profile)
    if alpha is None:
        return colours
    ground = new("RGB", colours.size, _PAPER)
    ground.paste(colours, mask=alpha)
    return ground


def _in_8_bits(image: Image.Image) -> Image.Image:
    """Return a picture whose grey has 16 or 32 bits with one that has 8, which Pillow's own conversion would clip."""
    if image.mode == "1":
        return image.convert("L")
    if not image.mode.startswith(("I", "F")):
        return image
    is_16_bit = image.mode.startswith("I;16")
    image = image if image.mode == "F" else image.convert("I")
    high = float(image.getextrema()[1])  # type: ignore[arg-type]  # of one channel, a pair of numbers
    most = 65535 if is_16_bit or high > 255 else 255 if image.mode == "I" or high > 1 else 1
    image = image.point(lambda value: value * (255 / most) + 0).convert("L")
    image.info.pop("transparency", None)
    return image


def _converted(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in sRGB by its ICC profile, or by the usual rule if it has none that fits."""
    from PIL import ImageCms

    if profile and image.mode in {"RGB", "CMYK", "L", "LAB"}:
        # A damaged profile, or one of other colours: the picture is still there.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                return converted
    return image.convert("RGB")


def _upright(original: Image.Image, image: Image.Image) -> Image.Image:
    """Return a picture as it was held: cameras note on which side they lay."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    orientation = None
    with contextlib.suppress(Exception):  # Exif is whatever a camera wrote
        orientation = turns.get(original.getexif().get(_ORIENTATION, 1))
    return image if orientation is None else image.transpose(orientation)


def _scaled(image: Image.Image) -> Image.Image:
    from PIL.Image import Resampling

    factor = min(1.0, _LONG_SIDE / max(image.size), _SHORT_SIDE / min(image.size))
    if factor == 1.0:
        return image
    width, height = (max(1, round(side * factor)) for side in image.size)
    return image.resize((width, height), Resampling.LANCZOS)


def _encoded(image: Image.Image, *, is_photograph: bool) -> Photo:
    """Return the file: a drawing stays sharp as PNG, everything else is a JPEG."""
    image.info = {}  # Pillow would write the comment and the ICC profile again
    file = io.BytesIO()
    if not is_photograph and image.getcolors(_FEW_COLOURS) is not None:
        image.save(file, "PNG", optimize=True)
        return Photo(file.getvalue(), ".png", *image.size)
    image.save(file, "JPEG", quality=_QUALITY, subsampling=0)  # with optimize, Pillow fails on much noise
    return Photo(file.getvalue(), ".jpg", *image.size)
