"""The best engine that is installed is chosen, and a missing one is an error that says how to install it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.install import engines, setup
from cvgen.steps.engine import RunStatus
from cvgen.steps.latex import TexSource
from cvgen.system import files
from tests.fakes import bundle_of, shell_engine
from tests.install.places import ENGINE


def place(tmp_path: Path, *programs: str, bundle: bool = False) -> tuple[Path, dict[str, str]]:
    """A cache folder, and an environment with programs."""
    folder, cache = tmp_path / "bin", tmp_path / "cache"
    folder.mkdir()
    for name in programs:
        (folder / name).touch(mode=0o755)
    if bundle:
        bundle_of(cache / engines.FOLDERS["base"], {"article.cls": b""})
    return cache, {"PATH": str(folder)}


@pytest.mark.parametrize(
    ("programs", "bundle", "name", "expected"),
    [
        (["xetex"], False, None, "xelatex"),
        (["xetex"], True, None, "xelatex"),
        (["tectonic"], False, None, "tectonic"),
        (["tectonic", "xetex"], True, None, "tectonic"),
        (["tectonic", "xetex"], False, None, "xelatex"),  # without its files, Tectonic fetches them one by one
        (["tectonic", "xetex"], True, "xelatex", "xelatex"),
        (["tectonic", "xetex"], False, "tectonic", "tectonic"),
    ],
)
def test_the_best_engine_is_chosen(
    programs: list[str], bundle: bool, name: str | None, expected: str, tmp_path: Path
) -> None:
    cache, environment = place(tmp_path, *programs, bundle=bundle)
    assert engines.choose(name, cache, environment).name == expected


def test_an_engine_that_does_not_exist_leads_to_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(CvgenError) as raised:
        engines.choose("xelatecs", *place(tmp_path, "xetex"))
    [problem] = raised.value.diagnostics
    assert (problem.message, problem.hint) == ('there is no engine "xelatecs"', 'did you mean "xelatex"?')
    assert problem.code == "unknown-engine"


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        (None, "no TeX engine is installed", "cvgen setup"),
        ("tectonic", "tectonic is not installed", "cvgen setup"),
        ("xelatex", "xelatex is not installed", "apt-get install texlive-xetex"),
    ],
)
def test_a_missing_engine_is_an_error_that_says_how_to_install_one(
    name: str | None, message: str, hint: str, tmp_path: Path
) -> None:
    with pytest.raises(CvgenError) as raised:
        engines.choose(name, *place(tmp_path))
    [problem] = raised.value.diagnostics
    assert (problem.message, hint in (problem.hint or "")) == (message, True)
    assert problem.code == "engine-missing"


def test_an_engine_in_a_relative_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell_engine(tmp_path / "programs", "typeset")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path)
    environment = {"PATH": f"programs{os.pathsep}{os.environ['PATH']}"}
    with engines.choose("xelatex", tmp_path / "cache", environment).start(tmp_path / "work") as session:
        [run] = session.typeset([TexSource("", {})])
    assert run.status is RunStatus.DONE


@pytest.mark.usefixtures("no_pip")
def test_a_program_that_was_replaced_is_not_run(cache: Path, origin: Path) -> None:
    setup.install(cache, {}, given=origin)
    assert engines.choose("tectonic", cache, {}).path == cache / ENGINE
    program = (cache / ENGINE).read_bytes()
    (cache / ENGINE).write_bytes(program.replace(b"0.17.0", b"6.66.6"))
    with pytest.raises(CvgenError, match="not the Tectonic that cvgen setup installs"):
        engines.choose("tectonic", cache, {})
    setup.install(cache, {}, given=origin)
    assert engines.choose("tectonic", cache, {}).path == cache / ENGINE


@pytest.mark.usefixtures("no_pip")
def test_a_program_is_hashed_only_if_it_has_changed(cache: Path, origin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setup.install(cache, {}, given=origin)
    engines.choose("tectonic", cache, {})
    monkeypatch.setattr(files, "sha256", lambda _: pytest.fail("it was hashed"))
    engines.choose("tectonic", cache, {})
