"""Folders for the tests of this step."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The empty folder that an engine gets."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """The folder for programs, which is not there yet."""
    return tmp_path / "programs"
