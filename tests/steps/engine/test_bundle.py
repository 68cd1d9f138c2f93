"""A bundle is what its manifest says, or it is none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cvgen.steps.engine import bundle
from cvgen.steps.engine.bundle import Bundle

FILES = {"article.cls": b"a class", "Lato-Regular.ttf": b"a font", "b.sty": b""}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# By the definition, in the order of the names: capitals come first.
DIGEST = sha256(
    f"{sha256(b'a font')}  Lato-Regular.ttf\n{sha256(b'a class')}  article.cls\n{sha256(b'')}  b.sty\n".encode()
)


def manifest(files: Mapping[str, bytes] = FILES) -> dict[str, Any]:
    facts = {name: {"sha256": sha256(content), "size": len(content)} for name, content in files.items()}
    return {"name": "base", "digest": DIGEST, "files": facts}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest()), encoding="utf-8")
    return tmp_path


def whole(folder: Path) -> Bundle:
    ours = bundle.read(folder)
    assert ours is not None
    return ours


def test_a_bundle_has_the_name_and_digest_of_its_manifest(folder: Path) -> None:
    assert bundle.read(folder) == Bundle("base", folder, DIGEST)


def test_the_digest_does_not_depend_on_the_order_of_the_files() -> None:
    files = manifest()["files"]
    assert bundle.digest(dict(reversed(files.items()))) == bundle.digest(files) == DIGEST


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"name": "base", "dig',
        b"[]",
        b'"base"',
        b"\xff\xfe",
        b"{}",
        b'{"name": "base", "digest": "0", "files": []}',
        b'{"name": "base", "digest": "0", "files": {"a": {}}}',
        json.dumps({**manifest(), "name": 1}).encode(),
        json.dumps({**manifest(), "digest": "0" * 64}).encode(),
        json.dumps(manifest({"article.cls": b"a class"})).encode(),
        json.dumps(manifest({**FILES, "article.cls": b"another"})).encode(),
    ],
)
def test_a_manifest_that_is_not_whole_makes_no_bundle(folder: Path, content: bytes) -> None:
    (folder / "manifest.json").write_bytes(content)
    assert bundle.read(folder) is None


def test_a_folder_without_a_manifest_is_no_bundle(tmp_path: Path) -> None:
    assert bundle.read(tmp_path) is None


def test_a_folder_that_is_not_there_is_no_bundle(tmp_path: Path) -> None:
    assert bundle.read(tmp_path / "bundle") is None


def test_a_whole_bundle_verifies(folder: Path) -> None:
    assert bundle.verify(whole(folder)) == []


def test_missing_and_damaged_files_are_named_in_order(folder: Path) -> None:
    ours = whole(folder)
    (folder / "b.sty").unlink()
    (folder / "article.cls").write_bytes(b"a glass")
    assert bundle.verify(ours) == ["article.cls", "b.sty"]


def test_a_folder_in_place_of_a_file_is_damage(folder: Path) -> None:
    ours = whole(folder)
    (folder / "b.sty").unlink()
    (folder / "b.sty").mkdir()
    assert bundle.verify(ours) == ["b.sty"]


def test_a_file_of_no_manifest_is_no_damage(folder: Path) -> None:
    (folder / "stranger.sty").touch()
    assert bundle.verify(whole(folder)) == []


def test_a_manifest_that_was_changed_is_damage(folder: Path) -> None:
    ours = whole(folder)
    (folder / "manifest.json").unlink()
    assert bundle.verify(ours) == ["manifest.json"]
