"""Finds signs that a page shows otherwise than they were typed: emoji in parts, and two that look the same in its fonts."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

_UNSEEN: Final = re.compile("[\u200d\ufe0e\ufe0f]")
_FEWEST: Final = 2
_SCALE: Final = 8  # pixels in a point
_SIDE: Final = 24  # pixels of a sign that is compared
_LIKENESS: Final = 16  # of 255: the mean difference of two pictures of one shape


@cache
def _sequences() -> re.Pattern[str]:
    """Return what is one picture: flags, pictures with a colour of skin, and what a joiner or tags put together."""
    return re.compile(
        "[\U0001f1e6-\U0001f1ff]{2}"
        "|[\u261d-\U0001faff]\ufe0f?[\U000e0020-\U000e007f]+"
        "|[\u261d-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d[\u2640-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]*)+"
        "|[\u261d-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]"
    )


def taken_apart(text: str, glyph_texts: Collection[str]) -> list[str]:
    """Return the sequences of a text that are one picture where they are typed, and several glyphs on the page."""
    if max(text, default="") < "\u261d" or not (sequences := _sequences().findall(text)):
        return []
    whole = {_UNSEEN.sub("", each) for each in glyph_texts if len(each) > 1}
    return [each for each in dict.fromkeys(sequences) if _UNSEEN.sub("", each) not in whole]


def alike(pdf_bytes: bytes, text: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of signs of a text that have one shape in a PDF, such as ⭐ and ☆.

    Only signs for things of one kind are drawn and compared, of which few documents have two.
    """
    kinds: dict[str, set[str]] = defaultdict(set)
    for char in {*text} if not text.isascii() else ():
        if unicodedata.category(char) == "So":
            kinds[unicodedata.name(char, "").rpartition(" ")[2]].add(char)
    candidates = [signs for kind, signs in kinds.items() if kind and len(signs) >= _FEWEST]
    if not candidates:
        return
    pictures = _pictures(pdf_bytes, set().union(*candidates))
    for signs in candidates:
        for one, other in itertools.combinations(sorted(signs & pictures.keys()), 2):
            if _difference(pictures[one], pictures[other]) < _LIKENESS:
                yield one, other


def _pictures(pdf_bytes: bytes, signs: Iterable[str]) -> dict[str, Image]:
    """Return how each sign looks on the page that has it first, all in one size."""
    import pypdfium2
    import pypdfium2.raw as c

    wanted = set(signs)
    found: dict[str, Image] = {}
    pdf = pypdfium2.PdfDocument(pdf_bytes)
    try:
        for page in pdf:
            textpage = page.get_textpage()
            width, height = page.get_size()
            for i in range(textpage.count_chars()):
                char = chr(c.FPDFText_GetUnicode(textpage, i))
                if char not in wanted or char in found:
                    continue
                left, bottom, right, top = textpage.get_charbox(i)
                if not (0 <= left < right <= width and 0 <= bottom < top <= height):
                    continue
                picture = page.render(scale=_SCALE, crop=(left, bottom, width - right, height - top)).to_pil()
                if (image := _ink(picture.convert("L"))) is not None:
                    found[char] = image
    finally:
        pdf.close()
    return found


def _ink(image: Image) -> Image | None:
    """Return the part of an image that is not of the ground's colour, dark on white, in one size; None if there is none."""
    from PIL import ImageChops, ImageOps

    ground = image.getpixel((0, 0))
    difference = ImageChops.difference(image, image.copy().point(lambda _: ground))
    box = difference.getbbox()
    return ImageOps.autocontrast(ImageOps.invert(difference.crop(box).resize((_SIDE, _SIDE)))) if box else None


def _difference(one: Image, other: Image) -> float:
    from PIL import ImageChops, ImageStat

    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])
