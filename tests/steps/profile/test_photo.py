"""Step 2: the photo of a profile is a picture beside it."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from cvgen.diagnostics import CvgenError, Diagnostic, Span
from cvgen.steps import profile, source


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind)
    return file.getvalue()


PNG, JPEG = picture("PNG"), picture("JPEG")


def with_photo(folder: Path, image: str) -> source.Source:
    return source.parse(f"basics:\n  name: Ada\n  image: {image}\n", folder / "ada.yaml")


@pytest.mark.parametrize("content", [PNG, JPEG])
@pytest.mark.parametrize("name", ["photo.png", "photo.jpeg", "photo"])
def test_a_photo_is_what_its_content_says(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    profile.validate(with_photo(tmp_path, name))


@pytest.mark.parametrize(
    "image", ["photos/ada.png", "./photos/ada.png", "../cv/photos/ada.png", "{folder}/photos/ada.png"]
)
def test_a_photos_path_is_relative_to_the_profile(image: str, tmp_path: Path) -> None:
    folder = tmp_path / "cv"
    (folder / "photos").mkdir(parents=True)
    (folder / "photos" / "ada.png").write_bytes(PNG)
    profile.validate(with_photo(folder, image.format(folder=folder)))


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"%PDF-1.7", b"<svg/>", PNG[:4], PNG[:-30]])
def test_what_is_no_whole_picture_is_refused_at_its_place(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(content)
    with pytest.raises(CvgenError, match=r"photo\.png cannot be used: it is .* \[photo-unusable\]$") as caught:
        profile.validate(with_photo(tmp_path, "photo.png"))
    assert [each.span for each in caught.value.diagnostics] == [Span(tmp_path / "ada.yaml", 3, 10)]
    assert caught.value.diagnostics[0].hint


def test_a_photo_of_too_many_megabytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(PNG)
    os.truncate(tmp_path / "photo.png", 60 * 1024**2)
    with pytest.raises(
        CvgenError, match=r"photo\.png cannot be used: it is too large: more than 50 MB \[photo-unusable\]$"
    ):
        profile.validate(with_photo(tmp_path, "photo.png"))


@pytest.mark.parametrize(
    "image",
    ["https://a.org/a.png", "HTTP://a.org/a.png", "www.a.org/a.png", "ftp://a.org/a", "'data:image/png;base64,AAAA'"],
)
def test_a_photo_from_the_web_is_refused(image: str, tmp_path: Path) -> None:
    with pytest.raises(CvgenError, match=r"a photo must be a file, not a web address \[photo-unusable\]$"):
        profile.validate(with_photo(tmp_path, image))


@pytest.mark.parametrize("image", ["none.png", "folder", "fifo", "loop", "folder/none.png"])
def test_a_photo_that_is_no_file_is_missing(image: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(CvgenError) as caught:
        profile.validate(with_photo(tmp_path, image))
    expected = Diagnostic(
        f"there is no photo {tmp_path / image}",
        Span(tmp_path / "ada.yaml", 3, 10),
        f"the path is relative to the folder {tmp_path}",
        code="photo-missing",
    )
    assert caught.value.diagnostics == (expected,)


def test_a_photo_with_a_name_too_long_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CvgenError, match=r"cannot be used: File name too long \[photo-unusable\]$"):
        profile.validate(with_photo(tmp_path, "a" * 300))
