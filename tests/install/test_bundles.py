"""Bundles: made of the files of the list, verified where the list knows the package, by name elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cvgen.install import bundles, debian, engines, tex_files
from cvgen.install.tex_files import TexFile, TexFiles
from cvgen.steps.engine import bundle
from cvgen.steps.engine.bundle import Bundle
from tests.install.places import Repository, complaint, digest, make_bundle, program, write

TEX, TEXMF = "usr/share/texlive/texmf-dist/tex/latex", "usr/share/texlive/texmf-dist"
FILES = {
    f"{TEX}/base/article.cls": ("tex", "a class"),
    f"{TEXMF}/dvipdfmx/dvipdfmx.cfg": ("tex", "V 5"),
    "usr/share/fonts/truetype/Lato-Regular.ttf": ("fonts-lato", "a font"),
    "usr/share/fonts/truetype/Thai.ttf": ("fonts-thai", "letters"),
}
REST = {f"{TEX}/base/new.ltx": "new", f"{TEX}/other/other.sty": "other", f"{TEXMF}/doc/latex/base/article.cls": "old"}


@pytest.fixture(autouse=True)
def listed(monkeypatch: pytest.MonkeyPatch) -> TexFiles:
    """A list of three files in the base and one more; the packages have version 1."""
    files = [TexFile(path, package, "LPPL", digest(text.encode())) for path, (package, text) in FILES.items()]
    made = TexFiles("Debian 12", dict.fromkeys(("tex", "fonts-lato", "fonts-thai"), "1"), {
        "base": tuple(files[:3]), "more": tuple(files[3:]), "cjk": (),
    })  # fmt: skip
    monkeypatch.setattr(tex_files, "read", lambda: made)
    return made


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def fill(repository: Repository, version: str = "1", changes: Mapping[str, str] | None = None) -> None:
    """Put the packages of the list into a repository; ``changes`` are other contents, "" of files that are missing."""
    for package in ("tex", "fonts-lato", "fonts-thai"):
        files = {path: text for path, (owner, text) in FILES.items() if owner == package}
        files |= {path: text for path, text in (changes or {}).items() if path in files}
        files |= REST if package == "tex" else {}
        repository.add(package, version, {path: text for path, text in files.items() if text})


def make(tmp_path: Path, environment: Mapping[str, str], *names: str) -> list[Bundle]:
    (tmp_path / "downloads").mkdir(exist_ok=True)
    return bundles.make(
        names or ("base",), tmp_path / "made", tmp_path / "downloads", environment, lambda _done, _what: None
    )


def contents(made: Bundle) -> dict[str, str]:
    return {path.name: path.read_text() for path in made.folder.iterdir() if path.name != bundle.MANIFEST}


def manifest(made: Bundle) -> Any:
    return json.loads((made.folder / bundle.MANIFEST).read_text(encoding="utf-8"))


WHOLE = {"article.cls": "a class", "dvipdfmx.cfg": "V 5", "Lato-Regular.ttf": "a font"}


def test_a_bundle_has_the_files_of_the_list_and_no_more(tmp_path: Path, repository: Repository) -> None:
    fill(repository)
    [base, more] = make(tmp_path, repository.environment, "base", "more")
    assert (contents(base), contents(more)) == (WHOLE, {"Thai.ttf": "letters"})
    assert [made.folder.name for made in (base, more)] == ["bundle", "bundle-more"]
    assert [bundle.read(made.folder) for made in (base, more)] == [base, more]
    assert bundle.verify(base) == bundle.verify(more) == []
    assert manifest(base)["files"]["article.cls"] == {
        "sha256": digest(b"a class"), "size": 7, "package": "tex 1", "licence": "LPPL",
    }  # fmt: skip


def test_only_the_packages_of_the_bundles_are_fetched(tmp_path: Path, repository: Repository) -> None:
    fill(repository)
    make(tmp_path, repository.environment)
    fetched = {path.name for path in (tmp_path / "downloads/packages").iterdir()}
    assert fetched == {"tex_1_all.deb", "fonts-lato_1_all.deb"}


def test_a_file_of_a_known_package_must_be_the_one_of_the_list(tmp_path: Path, repository: Repository) -> None:
    fill(repository, changes={f"{TEX}/base/article.cls": "another"})
    told = complaint(lambda: make(tmp_path, repository.environment))
    assert told.message == "article.cls in tex_1_all.deb is not the file that cvgen knows"


def test_a_known_package_must_have_all_files_of_the_list(tmp_path: Path, repository: Repository) -> None:
    fill(repository, changes={f"{TEX}/base/article.cls": ""})
    told = complaint(lambda: make(tmp_path, repository.environment))
    assert told.message == f"tex_1_all.deb lacks {TEX}/base/article.cls"


# --- other releases -------------------------------------------------------------------------------


def test_another_release_gives_its_own_files_of_the_names_and_tex_files_beside_them(
    tmp_path: Path, repository: Repository
) -> None:
    fill(repository, "2", {f"{TEX}/base/article.cls": "a newer class"})
    [base] = make(tmp_path, repository.environment)
    assert contents(base) == {**WHOLE, "article.cls": "a newer class", "new.ltx": "new"}
    assert manifest(base)["files"]["new.ltx"]["package"] == "tex 2"
    assert bundle.verify(base) == []


def test_a_file_may_have_moved_to_another_folder_and_another_package(tmp_path: Path, repository: Repository) -> None:
    fill(repository, "2", {f"{TEXMF}/dvipdfmx/dvipdfmx.cfg": ""})
    repository.add("fonts-lato", "3", {"usr/share/texmf/dvipdfmx.cfg": "V 6", "usr/share/fonts/Lato-Regular.ttf": "x"})
    [base] = make(tmp_path, repository.environment)
    assert contents(base)["dvipdfmx.cfg"] == "V 6"


def test_of_two_files_of_a_name_the_one_counts_that_tex_finds(tmp_path: Path, repository: Repository) -> None:
    fill(repository, "2")
    twice = {f"{TEXMF}/tex/generic/x/article.cls": "generic", f"{TEXMF}/tex/xelatex/x/article.cls": "for xelatex"}
    repository.add("tex", "3", {**twice, f"{TEX}/base/article.cls": "for all"})
    [base] = make(tmp_path, repository.environment)
    assert contents(base)["article.cls"] == "for xelatex"


def test_a_font_that_another_release_lacks_is_named_with_a_way_out(tmp_path: Path, repository: Repository) -> None:
    fill(repository, "2", {"usr/share/fonts/truetype/Lato-Regular.ttf": ""})
    repository.add("fonts-lato", "3", {"usr/share/doc/x": "x"})
    told = complaint(lambda: make(tmp_path, repository.environment))
    assert told.message == "fonts are missing in what this system offers: Lato-Regular.ttf"
    assert told.hint == debian.WAY_OUT


def test_tex_files_that_another_release_lacks_are_left_to_the_format(tmp_path: Path, repository: Repository) -> None:
    fill(repository, "2", {f"{TEXMF}/dvipdfmx/dvipdfmx.cfg": ""})
    [base] = make(tmp_path, repository.environment)
    assert "dvipdfmx.cfg" not in contents(base)


# --- an installed TeX -----------------------------------------------------------------------------


def installed_tex(tmp_path: Path) -> dict[str, str]:
    """An environment with an installed TeX, and without apt-get."""
    root = write(tmp_path / "texlive", {path: text for path, (_, text) in FILES.items()} | REST)
    script = (
        f'#!/bin/sh\ncase "$1" in *TEXMFDIST) echo {root / TEXMF};; *OSFONTDIR) echo {root}/usr/share/fonts;; esac\n'
    )
    program(tmp_path / "bin" / "kpsewhich", script)
    return {"PATH": str(tmp_path / "bin")}


def test_without_apt_an_installed_tex_gives_the_files(tmp_path: Path) -> None:
    environment = installed_tex(tmp_path)
    assert bundles.can_make(environment)
    [base] = make(tmp_path, environment)
    assert contents(base) == {**WHOLE, "new.ltx": "new"}
    assert manifest(base)["files"]["article.cls"]["package"] == "an installed TeX"


def test_without_apt_and_tex_there_is_nothing_to_make_bundles_of(tmp_path: Path) -> None:
    assert not bundles.can_make({"PATH": str(tmp_path)})


# --- which list -----------------------------------------------------------------------------------


def test_a_bundle_is_current_as_long_as_its_list_is(
    tmp_path: Path, repository: Repository, listed: TexFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(repository, "2")
    [base] = make(tmp_path, repository.environment)
    assert bundles.is_current(base)
    monkeypatch.setattr(
        tex_files, "read", lambda: listed._replace(files={**listed.files, "base": listed.files["more"]})
    )
    assert not bundles.is_current(base)


def test_a_bundle_with_the_hashes_of_the_list_is_current_whoever_made_it(tmp_path: Path) -> None:
    files = {name: text.encode() for name, text in WHOLE.items()}
    assert bundles.is_current(make_bundle(tmp_path / "bundle", files))
    assert not bundles.is_current(make_bundle(tmp_path / "other", {**files, "article.cls": b"another"}))


def test_every_bundle_of_the_list_has_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert tex_files.read().files.keys() == engines.FOLDERS.keys()
