"""The two wheels are all that is needed: no TeX, no network, no setup, no rights."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.environment import cache_folder
from cvgen.install import tectonic
from tests.conftest import PEOPLE, ROOT, STYLES
from tests.packaging.test_wheel import pip
from tools import data_wheel as data_wheel_tool

NOBODY = 65534


@pytest.fixture(scope="session")
def public() -> Iterator[Path]:
    """A folder that other users may enter; pytest's own are closed to them."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="session")
def data_wheel(public: Path) -> Path:
    """The data package, as "make wheel-data" builds it."""
    try:
        return data_wheel_tool.build(cache_folder(), public / "packages")
    except CvgenError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def packages(data_wheel: Path) -> Path:
    """A folder with cvgen, the data package, and those that cvgen depends on; to install them takes no network."""
    pip("wheel", "--wheel-dir", data_wheel.parent, ROOT, "pip")
    return data_wheel.parent


def test_two_builds_are_the_same_byte_for_byte(data_wheel: Path, tmp_path: Path) -> None:
    assert data_wheel_tool.build(cache_folder(), tmp_path).read_bytes() == data_wheel.read_bytes()


def test_the_data_package_has_the_engine_the_bundles_and_their_manifests(data_wheel: Path) -> None:
    with zipfile.ZipFile(data_wheel) as archive:
        members = {member.filename: member for member in archive.infolist()}
    program = members[f"cvgen_latex_data/{tectonic.PLACE.as_posix()}"]
    assert program.external_attr >> 16 == 0o100755
    assert {f"cvgen_latex_data/{folder}/manifest.json" for folder in ("bundle", "bundle-cjk")} <= members.keys()
    assert data_wheel.stat().st_size < 100 * 2**20  # what the package index takes


def test_an_incomplete_cache_makes_no_wheel(tmp_path: Path) -> None:
    with pytest.raises(CvgenError, match="has no complete Tectonic"):
        data_wheel_tool.build(tmp_path, tmp_path)


@pytest.fixture(scope="session")
def unprivileged() -> tuple[list[str], str]:
    """What runs a command with no rights and no network, and a Python that it may run."""
    if shutil.which("unshare") is None or shutil.which("setpriv") is None:
        pytest.skip("no unshare and setpriv (util-linux)")
    command = [str(shutil.which("unshare")), *(() if os.getuid() == 0 else ("-r",)), "--net"]
    if os.getuid() == 0:
        command += [str(shutil.which("setpriv")), f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    same = f"import sys, venv; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    for python in (sys.executable, "/usr/bin/python3"):
        # By the shell: setpriv itself takes another Python if it may not run this one.
        tried = [*command, "/bin/sh", "-c", f"'{python}' -c '{same}'"]
        if subprocess.run(tried, check=False, capture_output=True).returncode == 0:
            return command, python
    pytest.skip("no Python of this version that an unprivileged user may run, or no network namespaces")


def test_both_wheels_need_no_tex_no_network_no_setup_and_no_rights(
    packages: Path, unprivileged: tuple[list[str], str], public: Path
) -> None:
    command, python = unprivileged
    place = public / "place"
    (place / "bin").mkdir(parents=True)
    for profile in PEOPLE:
        shutil.copyfile(profile, place / profile.name)
    for name in ("sh", "uname"):  # no other programs than these
        (place / "bin" / name).symlink_to(str(shutil.which(name)))
    script = f"""
set -e
if command -v xetex || command -v tectonic || command -v kpsewhich; then exit 9; fi
'{python}' -m venv --without-pip env
PYTHONPATH="$(echo '{packages}'/pip-*.whl)" env/bin/python -m pip install -q --no-index --find-links '{packages}' cvgen-latex cvgen-latex-data
env/bin/cvgen doctor
env/bin/cvgen render *.yaml --style all --output-dir made
"""
    if os.getuid() == 0:
        for path in (place, *place.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    environment = {"PATH": str(place / "bin"), "HOME": str(place), "TMPDIR": str(place), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [*command, "/bin/sh", "-c", script],
        cwd=place,
        env=environment,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^rendering +ok +with Tectonic and the bundle$", done.stdout, re.MULTILINE), done.stdout
    made = sorted(path.name for path in (place / "made").glob("*.pdf"))
    assert made == sorted(f"{profile.stem}-{style}.pdf" for profile in PEOPLE for style in STYLES)
    assert f"{len(made)} done, " in done.stderr
