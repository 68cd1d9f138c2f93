"""Step 1: a file that is no text in UTF-8, or too large, is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Span
from cvgen.steps import source
from cvgen.steps.source.file import MAX_BYTES


def read_refusal(path: Path) -> Diagnostic:
    with pytest.raises(CvgenError) as caught:
        source.read(path)
    [diagnostic] = caught.value.diagnostics
    return diagnostic


def test_a_byte_order_mark_is_not_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: b\n")
    read = source.read(path)
    assert (read.data, read.key_spans) == ({"a": "b"}, {("a",): Span(path, 1, 1)})


# --- files that cannot be read --------------------------------------------------------------------


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    assert read_refusal(path) == Diagnostic(
        f"{path} does not exist", None, "cvgen new NAME makes a first profile", code="file-missing"
    )


def test_a_file_that_is_not_there_among_others_that_are(tmp_path: Path) -> None:
    for name in ("bob.yaml", "cy.yml", "notes.txt"):
        (tmp_path / name).touch()
    path = tmp_path / "ada.yaml"
    assert read_refusal(path) == Diagnostic(
        f"{path} does not exist", None, "the YAML files there are: bob.yaml, cy.yml", code="file-missing"
    )


def test_a_folder(tmp_path: Path) -> None:
    assert read_refusal(tmp_path) == Diagnostic(
        f"{tmp_path} is a folder, not a profile", None, "name a YAML file in it", code="file-unreadable"
    )


def test_a_fifo(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    os.mkfifo(path)
    assert read_refusal(path) == Diagnostic(f"{path} is not a regular file", code="file-unreadable")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a" * 300, "File name too long"),
        ("file/ada.yaml", "Not a directory"),
        ("loop", "Too many levels of symbolic links"),
    ],
    ids=["long", "file", "loop"],
)
def test_a_path_that_leads_to_no_file(name: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    assert read_refusal(tmp_path / name) == Diagnostic(
        f"{tmp_path / name} cannot be read: {reason}", code="file-unreadable"
    )


def test_a_path_with_a_nul() -> None:
    assert read_refusal(Path("a\0b")).message.startswith("a\0b cannot be read: ")


def test_a_file_of_50_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 1024**2)
    message = f"{path} is too large: a profile may have 512 KB at most"
    assert read_refusal(path) == Diagnostic(
        message, None, "a ten-page CV has about 60 KB; is this the right file?", code="file-too-large"
    )


def test_a_file_as_large_as_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    path.write_bytes(b"a: ".ljust(MAX_BYTES, b"x"))
    assert len(source.read(path).data["a"]) == MAX_BYTES - 3


# --- bytes that are no text -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line", "column", "message", "hint", "code"),
    [
        ("a: b".encode("utf-16"), 1, 1, "{path} is in UTF-16", "save it as UTF-8", "not-utf8"),
        (b"\xfe\xff\0a", 1, 1, "{path} is in UTF-16", "save it as UTF-8", "not-utf8"),
        ("a: é\nb: café\n".encode("latin-1"), 1, 4, "the byte 0xE9 is not UTF-8", "save the file as UTF-8", "not-utf8"),
        ("é: é\né: ".encode() + b"\xff", 2, 4, "the byte 0xFF is not UTF-8", "save the file as UTF-8", "not-utf8"),
        (b"a: \xed\xa0\x80", 1, 4, "the byte 0xED is not UTF-8", "save the file as UTF-8", "not-utf8"),
        (b"a: b\nc: \0d", 2, 4, "the control character U+0000 is not allowed", "delete it", "control-character"),
        ("é: \x1b[1m".encode(), 1, 4, "the control character U+001B is not allowed", "delete it", "control-character"),
        (b"a: \x7f", 1, 4, "the control character U+007F is not allowed", "delete it", "control-character"),
        ("a: \x9b".encode(), 1, 4, "the control character U+009B is not allowed", "delete it", "control-character"),
        ("a: \uffff".encode(), 1, 4, "the control character U+FFFF is not allowed", "delete it", "control-character"),
    ],
)
def test_bytes_that_are_no_text_are_refused(
    content: bytes, line: int, column: int, message: str, hint: str, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "ada.yaml"
    path.write_bytes(content)
    assert read_refusal(path) == Diagnostic(message.format(path=path), Span(path, line, column), hint, code=code)
