"""Step 2: a valid profile, or every error of the file at once.

What cvgen says of each mistake is in tests/diagnostics; that schema and document agree, in tests/schema.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Span
from cvgen.steps import profile, source

PATH = Path("ada.yaml")
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff\xe0"


def problems(text: str, path: Path = PATH) -> tuple[Diagnostic, ...]:
    with pytest.raises(CvgenError) as caught:
        profile.validate(source.parse(text, path))
    return caught.value.diagnostics


def with_photo(folder: Path, image: str) -> source.Source:
    return source.parse(f"basics:\n  name: Ada\n  image: {image}\n", folder / "ada.yaml")


def property_names(node: object) -> set[str]:
    """The names of all properties anywhere in a schema."""
    if isinstance(node, list):
        return {name for part in node for name in property_names(part)}
    if not isinstance(node, dict):
        return set()
    return {*node.get("properties", ()), *(name for part in node.values() for name in property_names(part))}


def test_a_valid_profile_is_its_source() -> None:
    read = source.parse("basics: { name: Ada }", PATH)
    valid = profile.validate(read)
    assert (valid.data, valid.source, valid.warnings) == ({"basics": {"name": "Ada"}}, read, ())


def test_a_valid_profile_keeps_the_warnings() -> None:
    read = source.parse("basics:\n  name: Ada #1\n", PATH)
    assert profile.validate(read).warnings == read.problems != ()


def test_all_problems_come_in_the_order_of_their_places() -> None:
    text = "basics:\n  label: [a]\n  image: none.png\n  birthDate: 2023-02-30\n  url: x\n  url: y\n  foo: #1\nsectoins: []\n"
    spans = [problem.span for problem in problems(text)]
    assert spans == [
        Span(PATH, line, column)
        for line, column in [(2, 3), (2, 10), (3, 10), (4, 14), (5, 8), (6, 3), (7, 3), (7, 8), (8, 1)]
    ]


def test_a_problem_that_an_alias_repeats_is_reported_once() -> None:
    text = "basics: { name: Ada }\nsections:\n- &a { title: T, foo: x }\n- *a\n- *a\n"
    assert [str(problem) for problem in problems(text)] == ['ada.yaml:3:18: error: unknown key "foo"']


@pytest.mark.parametrize("name", profile._SYNONYMS)
def test_a_synonym_leads_to_names_that_the_schema_has(name: str) -> None:
    assert property_names(profile.schema()) >= set(profile._SYNONYMS[name])


# --- photos ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("content", "suffix"), [(PNG, ".png"), (JPEG, ".jpg")])
@pytest.mark.parametrize("name", ["photo.png", "photo.jpeg", "photo"])
def test_a_photo_is_what_its_content_says(name: str, content: bytes, suffix: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    profile.validate(with_photo(tmp_path, name))
    assert profile.photo_suffix(tmp_path / name) == suffix


@pytest.mark.parametrize(
    "image", ["photos/ada.png", "./photos/ada.png", "../cv/photos/ada.png", "{folder}/photos/ada.png"]
)
def test_a_photos_path_is_relative_to_the_profile(image: str, tmp_path: Path) -> None:
    folder = tmp_path / "cv"
    (folder / "photos").mkdir(parents=True)
    (folder / "photos" / "ada.png").write_bytes(PNG)
    profile.validate(with_photo(folder, image.format(folder=folder)))


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"%PDF-1.7", b"<svg/>", PNG[:4]])
def test_a_photo_of_another_format_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(content)
    with pytest.raises(CvgenError, match=r"photo\.png cannot be used: it is neither PNG nor JPEG$"):
        profile.validate(with_photo(tmp_path, "photo.png"))


def test_a_photo_may_have_20_megabytes(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(PNG)
    os.truncate(tmp_path / "photo.png", 20 * 1024**2)
    profile.validate(with_photo(tmp_path, "photo.png"))


def test_a_larger_photo_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(PNG)
    os.truncate(tmp_path / "photo.png", 30 * 1024**2)
    with pytest.raises(CvgenError, match=r"photo\.png is too large: more than 20 MB$"):
        profile.validate(with_photo(tmp_path, "photo.png"))


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
    )
    assert caught.value.diagnostics == (expected,)


def test_a_photo_with_a_name_too_long_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CvgenError, match=r"cannot be used: File name too long$"):
        profile.validate(with_photo(tmp_path, "a" * 300))
