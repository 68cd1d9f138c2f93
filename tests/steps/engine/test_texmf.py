"""What engines read: put together once, kept under a hash of all that went into it, and mended if it is damaged."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cvgen.data import assets
from cvgen.diagnostics import CvgenError
from cvgen.install import engines
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from cvgen.steps.engine import texmf
from cvgen.steps.engine.texmf import Tree
from cvgen.steps.engine.xelatex import XeLatex
from tests.conftest import PEOPLE, new_user, real
from tests.fakes import bundle_of, shell_engine

DAY = 24 * 3600


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    """Their folder, which is not there yet."""
    return tmp_path / "cache" / "formats"


def make(tree: Tree) -> None:
    tree.format.write_text("format", encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- a tree ---------------------------------------------------------------------------------------


def test_a_tree_is_made_once(trees: Path) -> None:
    trees_made: list[Tree] = []

    def count(tree: Tree) -> None:
        trees_made.append(tree)
        make(tree)

    found = [texmf.prepare(trees, "x", (), count) for _ in range(3)]
    assert (len(trees_made), found) == (1, [Tree(trees / "x", is_complete=False)] * 3)
    assert (found[0].format.read_text(encoding="utf-8"), names(trees)) == ("format", ["x"])


@pytest.mark.parametrize("rubbish", ["", "x", "x/files/cvgen.sty", "x/formats"])
def test_what_is_no_whole_tree_is_replaced(rubbish: str, trees: Path) -> None:
    """A file where a tree or their folder belongs, or a tree that was never finished."""
    path = trees / rubbish
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("rubbish", encoding="utf-8")
    tree = texmf.prepare(trees, "x", (), make)
    assert (tree.format.read_text(encoding="utf-8"), names(trees)) == ("format", ["x"])


def test_folders_that_may_not_be_looked_at_have_no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "stat", forbidden)
    monkeypatch.setattr(Path, "iterdir", forbidden)
    assert texmf._font_folders() == []


def test_it_has_cvgens_own_files_whatever_is_in_the_bundle(trees: Path, tmp_path: Path) -> None:
    files = {"article.cls": b"theirs", "pdftex.map": b"theirs"}
    bundle = bundle_of(tmp_path / "bundle", files)
    tree = texmf.prepare(trees, "x", (bundle,), make)
    assert (tree.is_complete, (tree.files / "article.cls").read_bytes()) == (True, b"theirs")
    shared = assets.STYLES / "shared"
    for name in ("cvgen.sty", "cvgen-fonts.sty", texmf.FORMAT_SOURCE):
        assert (tree.files / name).read_bytes() == (shared / name).read_bytes()
    assert (tree.files / "pdftex.map").read_bytes() == b""


def test_a_bundle_is_not_changed(trees: Path, tmp_path: Path) -> None:
    ours = [texmf.FORMAT_SOURCE, "pdftex.map", "SHA256SUM", *(path.name for path in texmf._own_files())]
    bundle = bundle_of(tmp_path / "bundle", dict.fromkeys(ours, b"theirs"))
    texmf.prepare(trees, "x", (bundle,), make)
    assert {name: (bundle.folder / name).read_bytes() for name in ours} == dict.fromkeys(ours, b"theirs")


def test_two_bundles_are_one_tree(trees: Path, tmp_path: Path) -> None:
    bundles = [bundle_of(tmp_path / name, {f"{name}.tfm": name.encode()}) for name in ("one", "two")]
    tree = texmf.prepare(trees, "x", bundles, make)
    assert [(tree.files / f"{name}.tfm").read_text(encoding="utf-8") for name in ("one", "two")] == ["one", "two"]


def test_without_a_bundle_an_installed_tex_is_read_too(trees: Path) -> None:
    tree = texmf.prepare(trees, "x", (), make)
    assert tree.environment == {"TEXINPUTS": f".{os.pathsep}{tree.files}{os.pathsep}"}


def test_with_a_bundle_nothing_else_is_read(trees: Path, tmp_path: Path) -> None:
    tree = texmf.prepare(trees, "x", (bundle_of(tmp_path / "bundle", {"a.tfm": b""}),), make)
    assert (tree.environment["TEXMFCNF"], tree.environment["CVGEN_TREE"]) == (str(tree.folder), str(tree.files))
    config = (tree.folder / "texmf.cnf").read_text(encoding="utf-8")
    assert [line for line in config.splitlines() if "=" in line and "/" in line] == []
    assert {"shell_escape = f", "openin_any = p", "openout_any = p"} <= {*config.splitlines()}


def test_what_fails_leaves_nothing(trees: Path) -> None:
    def fail(tree: Tree) -> None:
        make(tree)
        raise CvgenError.of("no", code="tex-failed")

    with pytest.raises(CvgenError, match="no"):
        texmf.prepare(trees, "x", (), fail)
    assert names(trees) == []


def test_a_tree_that_is_damaged_is_made_anew(trees: Path) -> None:
    tree = texmf.prepare(trees, "x", (), make)
    tree.format.write_text("damaged", encoding="utf-8")
    assert texmf.prepare(trees, "x", (), make).format.read_text(encoding="utf-8") == "damaged"
    assert texmf.prepare(trees, "x", (), make, anew=True).format.read_text(encoding="utf-8") == "format"
    assert names(trees) == ["x"]


def test_a_cache_that_cannot_be_written_is_named(trees: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    with pytest.raises(CvgenError) as raised:
        texmf.prepare(trees, "x", (), make)
    [problem] = raised.value.diagnostics
    assert problem.message.startswith(f"the cache folder {trees.parent} cannot be written: ")
    assert problem.hint == "free some space, or set CVGEN_CACHE to another folder"


def test_another_process_may_be_quicker(trees: Path) -> None:
    def first(tree: Tree) -> None:
        tree.format.write_text("first", encoding="utf-8")

    def slow(tree: Tree) -> None:
        make(tree)
        texmf.prepare(trees, "x", (), first)

    tree = texmf.prepare(trees, "x", (), slow)
    assert (tree.format.read_text(encoding="utf-8"), names(trees)) == ("first", ["x"])


# --- its name -------------------------------------------------------------------------------------


def test_the_name_is_the_same_for_the_same(tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path / "bundle", {"a.tfm": b"a"})
    assert texmf.tree_name(["xelatex", "1"], [bundle]) == texmf.tree_name(["xelatex", "1"], [bundle])


def test_the_name_is_another_for_another_engine_and_for_other_bundles(tmp_path: Path) -> None:
    one, two, moved = (
        bundle_of(tmp_path / name, {"a.tfm": content}) for name, content in (("1", b"a"), ("2", b"b"), ("3", b"a"))
    )
    found = [
        texmf.tree_name(engine, bundles)
        for engine in (["xelatex", "1"], ["xelatex", "2"], ["tectonic", "1"])
        for bundles in ([], [one], [two], [one, two], [moved])
    ]
    assert len({*found}) == len(found)


def test_the_name_is_another_when_cvgens_packages_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in texmf._own_files():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for path in (assets.STYLES / "shared").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    before = texmf.tree_name([], [])
    monkeypatch.setattr(texmf, "_SHARED", tmp_path)
    assert texmf.tree_name([], []) == before
    found = {before}
    for name in ("cvgen.sty", "cvgen-fonts.sty", "cvgen-icons.sty", texmf.FORMAT_SOURCE):
        (tmp_path / name).write_bytes((tmp_path / name).read_bytes() + b"%\n")
        found.add(texmf.tree_name([], []))
    (tmp_path / "cvgen-new.sty").touch()
    assert len({*found, texmf.tree_name([], [])}) == 6


def test_the_name_is_another_when_an_engine_is_updated(tmp_path: Path) -> None:
    program = tmp_path / "xetex"
    program.write_text("1", encoding="utf-8")
    plain = XeLatex(program, (), tmp_path / "formats", {})
    before = plain.identity
    assert plain.identity == before
    program.write_text("12", encoding="utf-8")
    assert plain.identity != before


# --- what is not needed any more ------------------------------------------------------------------


def aged(trees: Path, name: str, days: float) -> None:
    tree = texmf.prepare(trees, name, (), make)
    then = time.time() - days * DAY
    os.utime(tree.folder, (then, then))


def test_a_tree_that_was_not_used_for_long_is_thrown_away(trees: Path) -> None:
    aged(trees, "old", 15)
    aged(trees, "older", 400)
    aged(trees, "recent", 13)
    texmf.prepare(trees, "new", (), make)
    assert names(trees) == ["new", "recent"]


def test_a_tree_that_is_used_is_kept(trees: Path) -> None:
    aged(trees, "used", 13)
    texmf.prepare(trees, "used", (), make)
    assert time.time() - (trees / "used").stat().st_mtime < DAY


@pytest.mark.parametrize("years", [-1, 1])
def test_a_tree_that_was_just_made_is_kept_whatever_the_clock_says(
    years: int, trees: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aged(trees, "other", 13)
    moment = time.time() + years * 365 * DAY
    monkeypatch.setattr(time, "time", lambda: moment)
    texmf.prepare(trees, "new", (), make)
    assert names(trees) == ["new", "other"]


def test_of_many_trees_those_used_last_are_kept(trees: Path) -> None:
    for number in range(texmf._MOST + 3):
        aged(trees, f"{number:02}", 10 - number / 2)
    texmf.prepare(trees, "new", (), make)
    kept = texmf._MOST - 1
    assert names(trees) == [*(f"{number:02}" for number in range(texmf._MOST + 3 - kept, texmf._MOST + 3)), "new"]


def test_a_tree_that_another_process_may_read_is_kept_however_many_there_are(trees: Path) -> None:
    many = [f"{number:02}" for number in range(texmf._MOST + 3)]
    for name in many:
        aged(trees, name, 10 / (24 * 60))
    texmf.prepare(trees, "new", (), make)
    assert names(trees) == [*many, "new"]


# --- several processes ----------------------------------------------------------------------------

MAKES = """
import sys
from pathlib import Path
from cvgen.steps.engine.xelatex import XeLatex
folder = Path(sys.argv[1])
program = XeLatex(folder / "programs" / "xetex", (), folder / "formats", {"PATH": sys.argv[2]})
sys.stdin.read()  # until all are there
print(program.prepare().format.read_text())
"""


def test_processes_that_make_a_format_at_once_all_have_it(tmp_path: Path) -> None:
    path = shell_engine(tmp_path / "programs", "")
    command = [sys.executable, "-c", MAKES, str(tmp_path), path]
    started = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    for process in started:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    said = [process.communicate()[0] for process in started]
    assert (said, len(names(tmp_path / "formats"))) == (["format\n\n"] * 4, 1)


# --- the real engines -----------------------------------------------------------------------------

DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "cut off": lambda content: content[: len(content) // 2],
    "empty": lambda _: b"",
    "gone": lambda _: None,
    "noise": lambda content: bytes(i * 7 % 251 for i in range(1000)) * (len(content) // 1000),
}
USUAL = {("tectonic", "cut off"), ("tectonic", "gone"), ("xelatex", "empty"), ("xelatex", "noise")}  # it takes seconds


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for formats that may be damaged."""
    return tmp_path_factory.mktemp("cache") / "formats"


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        pytest.param(name, damage, marks=[] if (name, damage) in USUAL else pytest.mark.exhaustive)
        for name in engines.ENGINES
        for damage in DAMAGES
    ],
)
def test_a_damaged_format_is_made_anew_without_a_word(name: str, damage: str, own: Path, tmp_path: Path) -> None:
    found = real(name)
    program = dataclasses.replace(found, trees=own)
    request = Request(PEOPLE[0], output_dir=tmp_path)
    before = rendering.render(request, program)
    pdf_bytes = before.files[0].read_bytes()
    tree = program.prepare()
    assert tree is not None
    [path] = [*tree.folder.glob("*.fmt"), *tree.folder.glob("formats/*.fmt")]
    content = path.read_bytes()
    path.unlink()
    if (damaged := DAMAGES[damage](content)) is not None:
        path.write_bytes(damaged)
    after = rendering.render(request, program)
    assert (after.warnings, after.files[0].read_bytes()) == (before.warnings, pdf_bytes)
    assert [*tree.folder.glob("*.fmt"), *tree.folder.glob("formats/*.fmt")][0].stat().st_size == len(content)


@pytest.mark.parametrize("name", engines.ENGINES)
def test_two_processes_that_make_a_real_format_at_once_both_succeed(name: str, tmp_path: Path) -> None:
    real(name)  # or skip
    environment = os.environ | new_user(tmp_path / "cache") | {"CVGEN_ENGINE": name}
    profile = tmp_path / "ann.yaml"
    profile.write_text("basics: { name: Ann, summary: An engineer. }\n", encoding="utf-8")
    command = [sys.executable, "-m", "cvgen", "render", str(profile), "--format", "pdf"]
    started = [
        subprocess.Popen([*command, "--output-dir", str(tmp_path / folder)], env=environment, stderr=subprocess.PIPE)
        for folder in ("one", "two")
    ]
    assert [(process.communicate()[1], process.returncode) for process in started] == [(b"", 0)] * 2
    one, two = (path.read_bytes() for path in sorted(tmp_path.glob("*/*.pdf")))
    assert one == two
    assert len(names(tmp_path / "cache" / "formats")) == 1
