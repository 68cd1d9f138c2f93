"""What is remembered of a render: what has not changed has nothing to do, and any change is a change."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cvgen.batch import fingerprints, processes
from cvgen.data import assets
from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span
from cvgen.look import styles
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request, Result
from tests.conftest import SAMPLES
from tests.fakes import FakeEngine, blank_pdf

YAML = "basics:\n  name: Ann #1\n  image: photo.png\n"  # with a warning: a comment
WARNED = "Package cvgen Warning: something is odd on input line 9.\n"


@dataclasses.dataclass
class Place:
    """A profile with a photo, in a style of its own, that was rendered once."""

    folder: Path
    request: Request
    engine: FakeEngine

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    @property
    def package(self) -> Path:
        return self.folder / "mine" / "cvgen-mine.sty"

    def render(self, **changes: Any) -> processes.Completed:
        [outcome] = processes.render_batch([dataclasses.replace(self.request, **changes)], self.engine, self.cache)
        return outcome

    @property
    def fingerprint(self) -> Path:
        [path] = (self.cache / "renders").iterdir()
        return path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    styles.copy(styles.load("classic"), "mine", tmp_path)
    (tmp_path / "ann.yaml").write_text(YAML, encoding="utf-8")
    shutil.copyfile(SAMPLES / "photo.png", tmp_path / "photo.png")
    request = Request(tmp_path / "ann.yaml", str(tmp_path / "mine"), tmp_path / "build", check=False)
    made = Place(tmp_path, request, FakeEngine(log=lambda _: WARNED))
    assert not made.render().is_unchanged
    return made


def test_what_has_not_changed_has_nothing_to_do(place: Place) -> None:
    assert place.render().is_unchanged
    assert len(place.engine.shared) == 1


def test_nothing_is_written_that_has_not_changed(place: Place) -> None:
    before = {path: path.stat().st_mtime_ns for path in (place.folder / "build").iterdir()}
    place.render()
    assert {path: path.stat().st_mtime_ns for path in (place.folder / "build").iterdir()} == before


def test_what_was_warned_of_is_said_again(place: Place) -> None:
    result = place.render().result
    assert result is not None
    found = {(each.message.partition(" ")[0], each.severity) for each in result.warnings}
    assert {('"#1"', Severity.WARNING), ("something", Severity.WARNING)} <= found


def test_what_is_said_again_is_what_was_said_the_first_time(place: Place) -> None:
    [forced] = processes.render_batch([place.request], place.engine, place.cache, force=True)
    assert forced.result is not None
    assert place.render().result == dataclasses.replace(forced.result, seconds={})


def touch(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


CHANGES: dict[str, Callable[[Place], object]] = {
    "the profile": lambda place: touch(place.request.path, "  email: ann@example.com\n"),
    "a comment in it": lambda place: touch(place.request.path, "# changed\n"),
    "the photo": lambda place: (place.folder / "photo.png").write_bytes((SAMPLES / "photo.png").read_bytes() + b"\n"),
    "the style's package": lambda place: touch(place.package, "% changed\n"),
    "the style's settings": lambda place: touch(place.package.with_name("style.toml"), "# changed\n"),
    "the engine": lambda place: setattr(place.engine, "identity", "fake 2"),
    "the PDF, which is gone": lambda place: (place.folder / "build" / "ann-mine.pdf").unlink(),
    "the PDF": lambda place: blank_pdf(place.folder / "build" / "ann-mine.pdf", 2),
    "the .tex, which is gone": lambda place: (place.folder / "build" / "ann-mine.tex").unlink(),
    "the .tex": lambda place: touch(place.folder / "build" / "ann-mine.tex", "% changed\n"),
    "a package beside it": lambda place: touch(place.folder / "build" / "cvgen.sty", "% changed\n"),
    "the photo beside it": lambda place: next((place.folder / "build").glob("*.png")).write_bytes(b""),
    "all that was made": lambda place: shutil.rmtree(place.folder / "build"),
    "the fingerprint, which is gone": lambda place: place.fingerprint.unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_a_change_it_is_made_anew(change: Callable[[Place], object], place: Place) -> None:
    change(place)
    outcome = place.render()
    assert outcome.result is not None
    assert not outcome.is_unchanged
    assert all(path.exists() for path in (*outcome.result.files, *outcome.result.support))
    assert place.render().is_unchanged


@pytest.mark.parametrize(
    "change",
    [
        {"settings": ("basics.name=Bob",)},
        {"settings": ("design.paper=letter",)},
        {"formats": ("pdf",)},
        {"pages": 1},
        {"check": True, "formats": ("tex",)},
        {"standards": False},
        {"epoch": 1_700_000_000},
    ],
    ids=str,
)
def test_with_another_option_it_is_made_anew(change: dict[str, Any], place: Place) -> None:
    assert not place.render(**change).is_unchanged
    assert place.render(**change).is_unchanged
    assert not place.render().is_unchanged  # what is there is not what was asked for


def test_what_was_warned_of_is_an_error_to_a_strict_eye(place: Place) -> None:
    assert place.render(strict=True).result is None
    assert place.render().is_unchanged


@pytest.mark.parametrize("root", ["code", "styles", "schemas"])
def test_after_a_change_of_its_code_cvgen_is_another(
    root: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / root
    folder.mkdir()
    (folder / "file").touch()
    if root == "code":
        monkeypatch.setattr(fingerprints, "_CODE", folder)
    elif root == "styles":
        monkeypatch.setattr(assets, "STYLES", folder)
    else:
        monkeypatch.setattr(assets, "SCHEMA", folder / "file")
    before = _fresh_hash()
    (folder / "file").write_text("changed", encoding="utf-8")
    changed = _fresh_hash()
    (folder / "other").touch()
    assert len({before, changed, _fresh_hash()}) == 3


def _fresh_hash() -> str:
    """What another process would make of cvgen's code; in one, it does not change."""
    fingerprints._code_hash.cache_clear()
    found = fingerprints._code_hash()
    fingerprints._code_hash.cache_clear()
    return found


def test_a_change_of_cvgen_is_a_change(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "_code_hash", lambda: "another")
    assert not place.render().is_unchanged


def test_the_same_request_from_elsewhere_is_another(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place.folder)
    relative = {"path": Path("ann.yaml"), "output_dir": Path("build"), "style": "./mine"}
    assert not place.render(**relative).is_unchanged
    assert place.render(**relative).is_unchanged


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe", b'{"inputs": 1}', pytest.param(b"[" * 100_000, id="deep")],
    ids=repr,
)
def test_a_damaged_fingerprint_is_none(content: bytes, place: Place) -> None:
    place.fingerprint.write_bytes(content)
    assert not place.render().is_unchanged
    assert place.render().is_unchanged


@pytest.mark.parametrize("key", ["inputs", "files", "support", "read", "hashes", "warnings"])
@pytest.mark.parametrize("value", [None, 1, "x", ["x"], [["x"]]], ids=repr)
def test_a_fingerprint_with_a_damaged_value_is_none(key: str, value: object, place: Place) -> None:
    fingerprint = json.loads(place.fingerprint.read_bytes())
    place.fingerprint.write_text(json.dumps(fingerprint | {key: value}), encoding="utf-8")
    assert not place.render().is_unchanged


def test_a_fingerprint_that_cannot_be_written_stops_nothing(place: Place) -> None:
    shutil.rmtree(place.cache)
    place.cache.write_text("in the way", encoding="utf-8")
    assert place.render().result is not None
    assert not place.render().is_unchanged


def test_a_file_where_the_folder_of_fingerprints_belongs_is_replaced(place: Place) -> None:
    folder = place.fingerprint.parent
    shutil.rmtree(folder)
    folder.write_text("in the way", encoding="utf-8")
    assert [place.render().is_unchanged for _ in range(2)] == [False, True]


def test_what_fails_is_not_remembered(place: Place) -> None:
    before = place.fingerprint.read_bytes()
    place.request.path.write_text("basics: {}\n", encoding="utf-8")
    assert [place.render().result for _ in range(2)] == [None, None]
    assert place.fingerprint.read_bytes() == before


@pytest.mark.parametrize("name", ["ann.yaml", "photo.png", "mine/cvgen-mine.sty", "mine/style.toml"])
@pytest.mark.parametrize("moved", [False, True], ids=["is written to", "is replaced by an older one"])
def test_what_changes_while_it_is_rendered_is_made_anew(name: str, moved: bool, place: Place) -> None:
    path = place.folder / name
    older = place.folder / "older"
    older.write_bytes(path.read_bytes() + b"\n")
    os.utime(older, (1, 1))

    def change(pdf: Path) -> None:
        blank_pdf(pdf)
        if moved:
            older.replace(path)
        else:
            path.write_bytes(path.read_bytes() + b"\n")

    plain, place.engine.write = place.engine.write, change
    assert not place.render(epoch=1).is_unchanged
    place.engine.write = plain
    assert not place.render(epoch=1).is_unchanged
    assert place.render(epoch=1).is_unchanged


def test_each_style_and_each_folder_has_a_fingerprint_of_its_own(place: Place) -> None:
    others: list[dict[str, Any]] = [{"style": "classic"}, {"style": "academic"}, {"output_dir": place.folder / "other"}]
    for other in others:
        assert not place.render(**other).is_unchanged
    assert [place.render(**other).is_unchanged for other in [{}, *others]] == [True] * 4


def test_of_very_many_fingerprints_the_later_ones_are_kept(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "_MOST", 6)
    made = place.fingerprint
    for number in range(5):
        other = made.with_name(f"{number}.json")
        other.touch()
        os.utime(other, (number, number))
    fingerprints.tidy(made.parent)
    assert len(list(made.parent.iterdir())) == 6
    place.render(output_dir=place.folder / "elsewhere")
    left = {path.name for path in made.parent.iterdir()}
    assert ({made.name, "4.json"} <= left, len(left)) == (True, 3)
    assert place.render().is_unchanged


def test_a_diagnostic_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "ann.yaml"
    path.write_text("basics: { name: Ann }\n", encoding="utf-8")
    warnings = (
        Diagnostic("one", Span(path, 3, 7), "do so", Severity.WARNING, code="lone-line"),
        Diagnostic("two", None, None, Severity.NOTE, code="left-out"),
        Diagnostic("três 李", Span(Path("relative"), 0), None, Severity.WARNING, code="sparse-page", style="classic"),
    )
    result = Result((path,), (), (), 3, 4, 5, warnings, {"engine": 1.0})
    request = Request(path)
    fingerprints.save(tmp_path / "renders", request, "engine", result, since=2**63)
    unchanged = fingerprints.unchanged_result(tmp_path / "renders", request, "engine")
    assert unchanged == dataclasses.replace(result, seconds={})
    assert [each.style for each in unchanged.warnings] == ["", "", "classic"]
    assert fingerprints.unchanged_result(tmp_path / "renders", request, "another") is None


def test_the_library_asks_no_fingerprints(place: Place) -> None:
    assert rendering.render(place.request, place.engine).seconds != {}
    with pytest.raises(CvgenError):
        rendering.render(dataclasses.replace(place.request, strict=True), place.engine)


def test_a_file_that_a_cv_in_latex_inputs_is_an_input(tmp_path: Path) -> None:
    path, more = tmp_path / "cv.tex", tmp_path / "more.tex"
    path.write_text(
        "\\documentclass{moderncv}\\name{Ada}{B}\\begin{document}\\input{more}\\end{document}", encoding="utf-8"
    )
    more.write_text("\\section{A}\\cvlistitem{b}", encoding="utf-8")
    result = rendering.render(Request(path, output_dir=tmp_path / "build", formats=("tex",)), FakeEngine())
    assert more in result.read
