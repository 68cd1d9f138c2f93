"""The packages that are recorded have all fonts that cvgen names, and the list that cvgen carries is what is recorded."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.environment import cache_folder
from cvgen.install import engines, tex_files
from cvgen.look import fonts
from tests.conftest import PEOPLE, SAMPLES
from tools.bundle import packages


def test_every_package_with_a_font_of_a_pairing_is_recorded() -> None:
    assert {name for pairing in fonts.pairings().values() for name in pairing["packages"]} <= {*packages.names()}


def test_what_is_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = tex_files.read()
    monkeypatch.setattr(tex_files, "PATH", tmp_path / "tex-files.json")
    packages.write(listed)
    assert tex_files.read.__wrapped__() == listed


@pytest.mark.exhaustive
def test_the_list_is_what_is_recorded_now_and_no_profile_reads_more(tmp_path: Path) -> None:
    listed = tex_files.read()
    engine = engines.embedded(cache_folder())
    if engine is None or shutil.which("apt-get") is None:
        pytest.skip("Tectonic is not installed, or there is no apt-get")
    try:
        unpacked = packages.unpack(tmp_path, os.environ, lambda _done, _what: None)
    except CvgenError as error:
        pytest.skip(str(error))
    if {each.name: each.version for each in unpacked} != listed.packages:
        pytest.skip(f"the list was made on {listed.release}")
    profiles = [*PEOPLE, *sorted(SAMPLES.glob("*.yaml")), *sorted((SAMPLES / "languages").glob("*.yaml"))]
    (tmp_path / "scratch").mkdir()
    assert packages.record(unpacked, engine, tmp_path / "scratch", profiles) == listed
    folders = {each.name: each.folder for each in unpacked}
    assert sum((folders[file.package] / file.path).stat().st_size for file in listed.files["base"]) < 30e6
