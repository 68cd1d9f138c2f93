"""Fixtures of the tests of the pipeline."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cvgen.look import styles
from tests.pipeline.profiles import ELASTIC, SIX, YAML, elastic


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "ann.yaml"
    path.write_text(YAML, encoding="utf-8")
    return path


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """The output folder, which is not there yet."""
    return tmp_path / "build"


@pytest.fixture
def six(tmp_path: Path) -> Path:
    path = tmp_path / "six.yaml"
    path.write_text(SIX, encoding="utf-8")
    package, settings = (elastic(path) / name for name in ("cvgen-classic.sty", styles.SETTINGS))
    package.parent.mkdir()
    shutil.copyfile(styles.load("classic").package, package)
    settings.write_text(ELASTIC, encoding="utf-8")
    return path
