"""The doctor: what is there is found, what is missing has a mend, and what is broken is told, never raised."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from cvgen import __version__
from cvgen.data import assets
from cvgen.install import bundles, doctor, engines, font_coverage, setup, tectonic, tex_files
from cvgen.install.doctor import Finding, State
from cvgen.look import fonts
from cvgen.steps.engine import bundle
from tests.install.places import ENGINE, make_bundle, make_wheel

FACES = {file for name in fonts.pairings() for file in font_coverage.pairing_files(name)}
LETTERS = {font for each in font_coverage.STAND_INS.values() for font in each}
WHOLE = {name: name.encode() for name in {"article.cls", *FACES, *LETTERS}}
TEX = {"xelatex": "echo XeTeX 3.14", "xetex": "echo XeTeX 3.14"}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A PATH with nothing on it."""
    (tmp_path / "bin").mkdir()
    return {"PATH": str(tmp_path / "bin")}


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str, str], None]:
    """Puts a program on the PATH."""

    def write(name: str, script: str) -> None:
        path = tmp_path / "bin" / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    return write


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with nothing in it, and a cvgen that carries nothing."""
    monkeypatch.setattr(engines, "data_package", lambda: None)
    build = make_wheel(tmp_path / "origin")
    monkeypatch.setattr(tectonic, "BUILDS", {tectonic.platform_key(): build})
    monkeypatch.setattr(bundles, "can_make", lambda _environment: False)
    (tmp_path / "cache").mkdir()
    return tmp_path / "cache"


@pytest.fixture
def cache(tmp_path: Path, nothing: Path) -> Path:
    """A cache with Tectonic and the first bundle."""
    make_bundle(tmp_path / "origin" / "bundle", WHOLE, listed=tex_files.read().digest("base"))
    setup.install(nothing, {}, given=tmp_path / "origin")
    return nothing


def examined(cache: Path, environment: Mapping[str, str]) -> dict[str, Finding]:
    findings = doctor.examine(cache, environment)
    assert [finding.name for finding in findings if finding.state is State.GOOD and finding.hint] == []
    return {finding.name: finding for finding in findings}


def states(found: Mapping[str, Finding], *names: str) -> list[State]:
    return [found[name].state for name in names]


# --- what is there --------------------------------------------------------------------------------


def test_an_embedded_engine_and_its_bundle_are_all_that_is_needed(cache: Path, environment: dict[str, str]) -> None:
    found = examined(cache, environment)
    assert doctor.ready(found.values())
    assert found["rendering"].text == "with Tectonic and the bundle"
    assert found["Tectonic"] == Finding("Tectonic", State.GOOD, f"0.17.0, 0 MB, verified, {cache / ENGINE}")
    (base,) = engines.bundles(cache)
    assert found["bundle"].text == f"{base.digest[:12]}, 0 MB, verified, {cache / 'bundle'}"
    assert found["fonts"].text == f"{len(fonts.pairings())} of {len(fonts.pairings())} pairings in the bundle"
    assert (
        found["other scripts"].text == f"{len(font_coverage.STAND_INS)} of {len(font_coverage.STAND_INS)} in the bundle"
    )
    assert states(found, "cvgen", "fonts", "other scripts", "cache", "formats", "PDF readers") == [State.GOOD] * 6
    assert states(found, "bundle-more", "bundle-cjk") == [State.OPTIONAL] * 2
    assert not {"xelatex", "xetex"} & found.keys()
    assert found["cvgen"].text.startswith(f"{__version__}, Python {sys.version.split()[0]} for ")


def test_an_installed_tex_is_enough(
    nothing: Path, environment: dict[str, str], program: Callable[[str, str], None]
) -> None:
    for name, script in TEX.items():
        program(name, script)
    program("kpsewhich", 'for name; do echo "/tex/$name"; done')
    found = examined(nothing, environment)
    assert doctor.ready(found.values())
    assert found["xelatex"].text == f"3.14, {environment['PATH']}/xelatex"
    assert states(found, "Tectonic", "bundle") == [State.MISSING] * 2
    assert found["fonts"].text == f"{len(fonts.pairings())} of {len(fonts.pairings())} pairings installed"
    assert found["Chinese, Japanese, Korean"].text == f"{len(font_coverage.HAN)} of {len(font_coverage.HAN)} installed"


def test_fonts_of_the_system_count(
    nothing: Path, environment: dict[str, str], program: Callable[[str, str], None]
) -> None:
    program(
        "fc-list",
        "echo 'Lato|80|0|100|False|/fonts/Lato-Regular.ttf|0|Lato'; echo 'Songti TC|80|0|100|False|/f/x.ttc|0|Songti TC,宋體'",
    )
    found = examined(nothing, environment)
    assert found["Chinese, Japanese, Korean"].text == (
        "1 of 4 installed; not there: simplified Chinese, Japanese, Korean"
    )
    assert (
        found["fonts"].text == f"none of {len(fonts.pairings())} pairings"
    )  # a pairing is four faces, and a code font


def test_letters_may_be_in_the_bundle_or_installed(
    nothing: Path, environment: dict[str, str], program: Callable[[str, str], None]
) -> None:
    make_bundle(nothing / "bundle", {"NotoSansThai-Regular.ttf": b""})
    program("fc-list", 'for s in SerifThai SansLao; do echo "N|80|0|100|False|/fonts/Noto$s-Regular.ttf|0|N"; done')
    text = examined(nothing, environment)["other scripts"].text
    assert text.startswith("1 of 21 in the bundle, 1 of 21 installed; not there: Latin, Greek, Cyrillic, symbols")


def test_formats_are_counted(nothing: Path, environment: dict[str, str]) -> None:
    (nothing / "formats" / "ab").mkdir(parents=True)
    (nothing / "formats" / "ab" / "cvgen.fmt").write_bytes(bytes(3_000_000))
    assert examined(nothing, environment)["formats"].text == "1, 3 MB"


# --- what is missing ------------------------------------------------------------------------------


def test_a_machine_with_nothing_needs_setup(nothing: Path, environment: dict[str, str]) -> None:
    found = examined(nothing, environment)
    assert not doctor.ready(found.values())
    missing = Finding("rendering", State.MISSING, "there is no engine", "cvgen setup", "engine-missing")
    assert found["rendering"] == missing
    assert found["Tectonic"].hint == found["bundle"].hint == "cvgen setup"
    assert found["bundle-cjk"].text == "not installed; for Chinese, Japanese and Korean: cvgen setup --cjk"
    assert [
        name
        for name, each in found.items()
        if each.state in {State.WARNING, State.MISSING} and not (each.hint and each.code)
    ] == []
    assert states(found, "xelatex", "bundle-cjk", "bundle-more", "Chinese, Japanese, Korean") == [State.OPTIONAL] * 4


def test_tectonic_without_a_bundle_is_not_ready(cache: Path, environment: dict[str, str]) -> None:
    shutil.rmtree(cache / "bundle")
    found = examined(cache, environment)
    assert not doctor.ready(found.values())
    assert "from its makers' servers" in found["rendering"].text


def test_a_tex_without_the_packages_of_the_styles_is_not_ready(
    nothing: Path, environment: dict[str, str], program: Callable[[str, str], None]
) -> None:
    program("xelatex", TEX["xelatex"])
    program("kpsewhich", "echo /tex/article.cls; echo /tex/graphicx.sty; exit 1")
    found = examined(nothing, environment)
    assert not doctor.ready(found.values())
    assert found["TeX packages"].text == "TeX does not find xcolor.sty"


def test_a_platform_without_tectonic_is_sent_to_tex(
    nothing: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tectonic, "BUILDS", {})
    assert "--engine xelatex" in str(examined(nothing, environment)["Tectonic"].hint)


def test_a_pairing_that_lacks_a_face_is_named(nothing: Path, environment: dict[str, str]) -> None:
    make_bundle(nothing / "bundle", {name: b"" for name in WHOLE if name != "Lato-Italic.ttf"})
    found = examined(nothing, environment)["fonts"]
    assert found.text.endswith("pairings in the bundle; not there: lato")
    assert found.hint == "cvgen setup --more; or install fonts-lato"


# --- what is optional -----------------------------------------------------------------------------


def without(files: set[str]) -> dict[str, bytes]:
    return {name: content for name, content in WHOLE.items() if name not in files}


@pytest.mark.parametrize(
    ("font", "name", "state"),
    [
        ("Vollkorn-Regular.ttf", "fonts", State.OPTIONAL),  # in the bundle of further fonts
        ("Lato-Bold.ttf", "fonts", State.WARNING),
        ("NotoSerifSinhala-Regular.ttf", "other scripts", State.OPTIONAL),
        ("NotoSerifHebrew-Regular.ttf", "other scripts", State.WARNING),
    ],
)
def test_only_what_the_base_bundle_is_to_have_is_warned_about(
    font: str, name: str, state: State, nothing: Path, environment: dict[str, str]
) -> None:
    make_bundle(nothing / "bundle", without({font, font.replace("Serif", "Sans")}))
    assert examined(nothing, environment)[name].state is state


def test_a_bundle_of_another_version_of_cvgen_is_told(cache: Path, environment: dict[str, str]) -> None:
    shutil.rmtree(cache / "bundle")
    make_bundle(cache / "bundle", WHOLE, listed="another")
    found = examined(cache, environment)
    assert (found["bundle"].state, found["bundle"].hint) == (State.WARNING, "cvgen setup")
    assert "made for another version of cvgen" in found["bundle"].text


def test_a_damaged_data_package_is_not_mended_by_setup(
    cache: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    package = cache.rename(cache.with_name("package"))
    (package / "bundle" / "article.cls").write_text("another")
    monkeypatch.setattr(engines, "data_package", lambda: package)
    hint = "pip install --upgrade --force-reinstall cvgen-latex-data"
    assert examined(cache, environment)["bundle"].hint == hint


# --- what is broken -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "state"),
    [
        ("exit 1", State.MISSING),
        ("kill -9 $$", State.MISSING),
        ("echo Tectonic 0.17.0; # another", State.WARNING),
        ("printf '\\033[31mTectonic \\377\\n'", State.WARNING),
        ("true", State.WARNING),
    ],
)
def test_a_tectonic_that_is_another_is_told(
    script: str, state: State, cache: Path, environment: dict[str, str]
) -> None:
    (cache / ENGINE).write_text(f"#!/bin/sh\n{script}\n")
    found = examined(cache, environment)
    assert (found["Tectonic"].state, found["Tectonic"].hint) == (state, "cvgen setup --force")
    assert found["Tectonic"].text.isprintable()
    assert doctor.ready(found.values()) is (state is State.WARNING)


def test_setup_is_no_mend_for_fonts_that_it_does_not_bring(nothing: Path, environment: dict[str, str]) -> None:
    for name, folder in engines.FOLDERS.items():
        make_bundle(nothing / folder, {"Lato-Bold.ttf": b""}, name)
    found = examined(nothing, environment)
    assert found["other scripts"].hint == "install fonts-noto-core fonts-symbola"
    assert found["Chinese, Japanese, Korean"].hint == "install fonts-noto-cjk"


def test_a_tectonic_for_another_machine_is_told(cache: Path, environment: dict[str, str]) -> None:
    (cache / ENGINE).write_bytes(b"\x7fELF of another")
    assert examined(cache, environment)["Tectonic"].text == f"does not start: {cache / ENGINE}"


@pytest.mark.parametrize(
    "break_it", [lambda path: path.chmod(0o644), lambda path: path.unlink() or path.symlink_to("x")]
)
def test_a_tectonic_that_is_no_program_is_told(
    break_it: Callable[[Path], None], cache: Path, environment: dict[str, str]
) -> None:
    break_it(cache / ENGINE)
    assert examined(cache, environment)["Tectonic"].text == f"{cache / ENGINE} is not a program that can run"


def test_damaged_files_of_a_bundle_are_named(cache: Path, environment: dict[str, str]) -> None:
    (cache / "bundle" / "article.cls").write_text("another")
    (cache / "bundle" / "Lato-Bold.ttf").unlink()
    found = examined(cache, environment)
    assert "missing or damaged: Lato-Bold.ttf, article.cls; " in found["bundle"].text
    assert not doctor.ready(found.values())


@pytest.mark.parametrize("content", ["", "{", "[]", '{"name": 1}', '{"name": "base", "digest": "x", "files": []}'])
def test_a_broken_manifest_is_told(content: str, cache: Path, environment: dict[str, str]) -> None:
    (cache / "bundle" / "manifest.json").write_text(content)
    found = examined(cache, environment)["bundle"]
    assert (found.state, found.text) == (State.MISSING, f"{cache / 'bundle'} has no whole manifest")


def test_a_manifest_that_makes_no_sense_is_told(cache: Path, environment: dict[str, str]) -> None:
    manifest = json.loads((cache / "bundle" / "manifest.json").read_text())
    manifest["files"] = {"a\0b": {"sha256": ""}}
    manifest["digest"] = bundle.digest(manifest["files"])
    (cache / "bundle" / "manifest.json").write_text(json.dumps(manifest))
    assert examined(cache, environment)["bundle"].state is State.WARNING


@pytest.mark.parametrize("name", ["engine", "bundle", "formats"])
@pytest.mark.parametrize("kind", ["file", "dead", "loop"])
def test_what_is_no_folder_is_told(name: str, kind: str, cache: Path, environment: dict[str, str]) -> None:
    shutil.rmtree(cache / name, ignore_errors=True)
    if kind == "file":
        (cache / name).touch()
    else:
        (cache / name).symlink_to("nowhere" if kind == "dead" else name)
    doctor.report(doctor.examine(cache, environment))


@pytest.mark.parametrize("kind", ["file", "dead", "loop"])
def test_a_cache_that_is_no_folder_is_told(
    kind: str, tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "data_package", lambda: None)
    cache = tmp_path / "cache"
    if kind == "file":
        cache.touch()
    else:
        cache.symlink_to("nowhere" if kind == "dead" else "cache")
    found = examined(cache, environment)["cache"]
    assert found.state is State.WARNING
    assert "CVGEN_CACHE" in str(found.hint)


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all")
def test_a_cache_that_may_not_be_read_is_told(cache: Path, environment: dict[str, str]) -> None:
    cache.chmod(0)
    found = examined(cache, environment)
    cache.chmod(0o755)
    assert found["cache"].state is State.WARNING


def test_a_full_disk_is_told(cache: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=10**8))
    found = examined(cache, environment)["cache"]
    assert (found.state, found.text) == (State.WARNING, f"{cache}, 0.1 GB free")


def test_a_program_that_hangs_is_told(
    nothing: Path,
    environment: dict[str, str],
    program: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doctor, "_SECONDS", 0.01)
    program("xelatex", "exec /bin/sleep 60")
    assert examined(nothing, environment)["xelatex"].text.startswith("does not start: ")


def test_templates_that_are_gone_are_told(
    tmp_path: Path, nothing: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "STYLES", tmp_path / "gone")
    monkeypatch.setattr(assets, "SHARED", tmp_path / "gone" / "shared")
    fonts._table.cache_clear()
    found = examined(nothing, environment)
    fonts._table.cache_clear()
    assert "its own files are missing" in found["cvgen"].text
    assert found["fonts"].text.startswith("cannot be examined: ")


def test_a_bug_in_a_probe_is_a_finding(
    nothing: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr(engines, "embedded", fail)
    assert examined(nothing, environment)["Tectonic"].text == "cannot be examined: odd"


# --- the text -------------------------------------------------------------------------------------


def test_the_packages_are_those_of_the_styles(cache: Path, environment: dict[str, str]) -> None:
    assert doctor._Machine(cache, environment)._packages() >= {"graphicx.sty", "xcolor.sty"}


def test_a_report_is_aligned_and_names_the_mend() -> None:
    findings = [Finding("one", State.GOOD, "here"), Finding("longer", State.MISSING, "not here", "cvgen setup")]
    assert doctor.report(findings).splitlines() == [
        "one     ok        here",
        "longer  missing   not here",
        "                  hint: cvgen setup",
    ]


def test_a_report_of_nothing_is_empty() -> None:
    assert doctor.report([]) == ""
