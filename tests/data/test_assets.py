"""Where the data that ships with cvgen is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.data import assets


@pytest.mark.parametrize(
    "path",
    [
        *(assets.SCHEMA, assets.STYLE_SCHEMA, assets.STARTER),
        *(assets.STYLES / "shared" / "cvgen.sty", assets.STYLES / "classic" / "style.toml"),
        assets.EXPLANATIONS / "unknown-key.md",
    ],
    ids=lambda path: path.name,
)
def test_what_ships_is_there(path: Path) -> None:
    assert path.is_file()


@pytest.mark.parametrize("installed", [True, False], ids=["installed", "checkout"])
def test_a_wheels_own_folder_comes_before_a_checkouts(
    installed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "cvgen"
    monkeypatch.setattr(assets, "_PACKAGE", package)
    monkeypatch.setattr(assets, "_CHECKOUT", tmp_path)
    (tmp_path / "schemas").mkdir()
    if installed:
        (package / "schemas").mkdir(parents=True)
    assert assets._folder("schemas") == (package if installed else tmp_path) / "schemas"
