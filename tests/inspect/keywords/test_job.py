"""What is read as a job description, and which of its lines are requirements."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.inspect.keywords.job import MAX_BYTES, read_job
from tests.inspect.keywords.documents import compared


def required(job: str, tag: str = "en") -> list[str]:
    return [text for text, term in compared(job, tag=tag).items() if term.required]


def test_a_line_below_a_heading_of_requirements_is_one() -> None:
    job = "About us\n- Rust\n\nRequirements\n- Python\n- SQL\n\nWhat we offer\n- Fruit"
    assert required(job) == ["Python", "SQL"]


def test_a_line_that_says_so_is_a_requirement() -> None:
    assert required("Python is a must have.\nRust is nice to have.\nSQL is required.") == ["Python", "SQL"]


def test_a_wish_among_requirements_is_none() -> None:
    assert required("Requirements:\n- Python\n- Rust is a plus\n- SQL\nNice to have:\n- Java") == ["Python", "SQL"]


@pytest.mark.parametrize(
    ("tag", "job"),
    [
        ("de", "Dein Profil\n- Python\n\nWir bieten\n- Kaffee"),
        ("zh-Hans", "任职要求：\n1、Python\n2、Rust优先\n加分项：\nJava"),
    ],
)
def test_headings_are_known_in_each_language(tag: str, job: str) -> None:
    assert required(job, tag) == ["Python"]


def test_a_job_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "job.txt"
    path.write_bytes(b"\xef\xbb\xbfPython")
    assert read_job(path) == "Python"


def write(content: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda _: None, "does not exist"),
        (lambda path: path.mkdir(), "is a folder"),
        (write(b"Caf\xe9"), "the byte 0xE9 is not UTF-8"),
        (write(b"\xff\xfeP\0y\0"), "is in UTF-16"),
        (write(b" "), "has no words"),
        (write(b"12 34\n--"), "has no words"),
        (write(b"x " * MAX_BYTES), "is too large"),
        (write(b"%PDF-1.7"), "is a PDF, not a text"),
        (write(b"PK\3\4"), "is an office document"),
        (write(b"<!DOCTYPE html><html>"), "is a web page"),
    ],
    ids=["missing", "folder", "latin1", "utf16", "blank", "numbers", "huge", "pdf", "docx", "html"],
)
def test_what_cannot_be_read_is_an_error_with_a_hint(
    tmp_path: Path, make: Callable[[Path], None], message: str
) -> None:
    path = tmp_path / "job.txt"
    make(path)
    with pytest.raises(CvgenError, match=message) as caught:
        read_job(path)
    assert caught.value.diagnostics[0].hint is not None
