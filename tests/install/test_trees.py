"""Trees of TeX: a name stands for the file that xelatex would find."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.install import trees
from tests.install.places import program, write


def test_a_name_stands_for_the_file_that_xelatex_would_find(tmp_path: Path) -> None:
    tree = write(
        tmp_path,
        {
            "tex/generic/a/a.tex": "",
            "tex/latex/a/a.tex": "",
            "tex/latex-dev/base/b.tex": "",
            "tex/latex/base/b.tex": "",
            "tex/plain/c.tex": "",
            "doc/latex/d.tex": "",
            "source/latex/e.dtx": "",
        },
    )
    found = {name: path.relative_to(tree).as_posix() for name, path in trees.index([tree]).items()}
    assert found == {"a.tex": "tex/latex/a/a.tex", "b.tex": "tex/latex/base/b.tex", "c.tex": "tex/plain/c.tex"}


def test_the_first_tree_wins(tmp_path: Path) -> None:
    local = write(tmp_path / "local", {"tex/generic/a.tex": ""})
    main = write(tmp_path / "main", {"tex/latex/a.tex": ""})
    assert trees.index([local, main]) == {"a.tex": local / "tex/generic/a.tex"}


def test_links_out_of_the_trees_and_names_with_spaces_are_left_out(tmp_path: Path) -> None:
    tree = write(tmp_path / "tree", {"tex/a b.tex": "", "tex/c.tex": ""})
    (tree / "tex/passwd").symlink_to("/etc/passwd")
    (tree / "tex/broken").symlink_to("nowhere")
    (tree / "tex/d.tex").symlink_to("c.tex")
    assert sorted(trees.index([tree])) == ["c.tex", "d.tex"]


def test_the_trees_of_packages_have_the_order_of_those_of_a_system() -> None:
    dist, fonts, texmf = "usr/share/texlive/texmf-dist", "usr/share/fonts", "usr/share/texmf"
    paths = [f"{fonts}/a.otf", f"{dist}/fonts/opentype/a.otf", f"{dist}/tex/latex/a.otf", f"{texmf}/a.otf"]
    assert sorted(paths, key=lambda path: trees.rank(path) or ()) == paths[::-1]


@pytest.mark.parametrize("path", ["usr/share/doc/a.tex", "usr/share/texmf/doc/a.tex", "etc/a.tex"])
def test_what_tex_does_not_search_has_no_rank(path: str) -> None:
    assert trees.rank(path) is None


def test_an_installed_tex_says_where_its_trees_are(tmp_path: Path) -> None:
    for name in ("local", "dist", "fonts"):
        (tmp_path / name).mkdir()
    script = f"""#!/bin/sh
case "$1" in
  -var-value=TEXMFLOCAL) echo "{tmp_path}/local";;
  -var-value=TEXMFDIST) echo "{{{tmp_path}/dist/,{tmp_path}/gone}}";;
  -var-value=OSFONTDIR) echo "{tmp_path}/fonts//:";;
  *) exit 1;;
esac
"""
    program(tmp_path / "bin" / "kpsewhich", script)
    assert trees.installed(str(tmp_path / "bin"))[:3] == [tmp_path / name for name in ("local", "dist", "fonts")]


def test_without_an_installed_tex_there_are_no_trees(tmp_path: Path) -> None:
    assert trees.installed(str(tmp_path)) == []
