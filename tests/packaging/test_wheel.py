"""The wheel works where there is no checkout: in an empty environment, from an empty folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from cvgen import __version__
from cvgen.environment import cache_folder
from cvgen.install import setup
from tests.conftest import PEOPLE, ROOT, STYLES

SUMMARY = re.compile(r"^\d+ done, \d+\.\d s\n\Z", re.MULTILINE)  # of several documents
NOBODY = 65534


def pip(*arguments: str | Path) -> None:
    """Run pip; what it says is what the test fails with."""
    options = ["--disable-pip-version-check", "--no-input", "--retries=1", "--timeout=20"]
    command = [sys.executable, "-m", "pip", *options, *arguments]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    if done.returncode != 0:
        pytest.fail(f"pip failed; this test needs a package index.\n{done.stdout}", pytrace=False)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--wheel-dir", folder, ROOT)
    [built] = folder.iterdir()
    return built


@pytest.fixture(scope="session")
def cvgen(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed from the wheel into an environment of its own."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder)
    pip("--python", folder / "bin" / "python", "install", wheel)
    return folder / "bin" / "cvgen"


def run(cvgen: Path, folder: Path, *arguments: str) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [cvgen, *arguments], cwd=folder, env=environment, check=False, capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, SUMMARY.sub("", done.stderr)) == (0, "")
    return done.stdout


def test_the_wheel_carries_the_data_and_nothing_else_of_the_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name.split("/")[0] for name in names} == {"cvgen", f"cvgen-{__version__}.dist-info"}
    data = [*(ROOT / "latex_templates").rglob("*"), *(ROOT / "schemas").rglob("*")]
    tracked = {f"cvgen/{path.relative_to(ROOT)}" for path in data if path.is_file()}
    tracked |= {f"cvgen/explanations/{path.name}" for path in (ROOT / "docs" / "diagnostics").iterdir()}
    ours = ROOT / "src" / "cvgen"
    tracked |= {
        f"cvgen/{path.relative_to(ours)}" for path in (ours / "data").rglob("*.*") if path.suffix in {".json", ".toml"}
    }
    assert tracked | {"cvgen/data/starter.yaml", "cvgen/py.typed"} <= names


def test_an_installed_cvgen_knows_its_version(cvgen: Path, tmp_path: Path) -> None:
    assert run(cvgen, tmp_path, "--version") == f"cvgen {__version__}\n"


def test_an_installed_cvgen_explains_a_code(cvgen: Path, tmp_path: Path) -> None:
    assert run(cvgen, tmp_path, "explain", "date-order").startswith("It ends before it starts\n")


def test_an_installed_cvgen_starts_a_style_and_speaks_another_language(cvgen: Path, tmp_path: Path) -> None:
    run(cvgen, tmp_path, "style", "new", "mine")
    run(cvgen, tmp_path, "new", "Ada Lovelace")
    settings = ["--set", "language=de-AT", "--set", "design.hyphenation=true", "--set", "design.icons=true"]
    run(cvgen, tmp_path, "render", "ada-lovelace.yaml", "--style", "./mine", "--format", "pdf", *settings)
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["ada-lovelace-mine.pdf"]


def test_an_installed_cvgen_renders_a_new_profile(cvgen: Path, tmp_path: Path) -> None:
    run(cvgen, tmp_path, "new", "Ada Lovelace")
    run(cvgen, tmp_path, "render", "ada-lovelace.yaml", "--style", "all")
    for style in STYLES:
        with pikepdf.open(tmp_path / "build" / f"ada-lovelace-{style}.pdf") as pdf:
            assert len(pdf.pages) == 1


# --- with all that it needs -----------------------------------------------------------------------


@pytest.fixture(scope="session")
def public() -> Iterator[Path]:
    """A folder that other users may enter; pytest's own are closed to them."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="session")
def packages(public: Path) -> Path:
    """A folder with the full wheel, and with those that cvgen depends on; what is done with it needs no network."""
    cache = cache_folder()
    if setup.engine_path(cache) is None or {bundle.name for bundle in setup.bundles(cache)} < {"base", "cjk"}:
        pytest.skip("there is no engine with all bundles to put into a wheel: cvgen setup --cjk")
    folder = public / "packages"
    pip("wheel", "--wheel-dir", folder, ROOT, "pip")
    (folder / next(folder.glob("cvgen-*.whl")).name).unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CVGEN_FULL", str(cache))
        pip("wheel", "--no-deps", "--wheel-dir", folder, ROOT)
    return folder


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


def test_the_full_wheel_needs_no_tex_no_network_and_no_rights(
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
PYTHONPATH="$(echo '{packages}'/pip-*.whl)" env/bin/python -m pip install -q --no-index --find-links '{packages}' cvgen
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
