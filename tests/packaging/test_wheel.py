"""The wheel works where there is no checkout: in an empty environment, from an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pikepdf
import pytest

from cvgen import __version__
from tests.conftest import ROOT, STYLES

SUMMARY = re.compile(r"^\d+ done, \d+\.\d s\n\Z", re.MULTILINE)  # of several documents
ORDER = re.compile(r"^.* beside the other sections, .*\n(?: .*\n)*", re.MULTILINE)  # a note of sidebar


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
    assert (done.returncode, SUMMARY.sub("", ORDER.sub("", done.stderr))) == (0, "")
    return done.stdout


def test_the_wheel_carries_the_data_and_nothing_else_of_the_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name.split("/")[0] for name in names} == {"cvgen", f"cvgen_latex-{__version__}.dist-info"}
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
