"""The list of the TeX files and fonts: its form, and what must be in it."""

from __future__ import annotations

import re

from cvgen.install import tex_files, trees
from cvgen.install.font_coverage import pairing_files
from cvgen.look import fonts

LISTED = tex_files.read()
FILES = [file for group in LISTED.files.values() for file in group]


def test_the_file_is_as_make_bundle_writes_it() -> None:
    assert tex_files.PATH.read_text(encoding="utf-8") == tex_files.text(LISTED)


def test_each_file_has_a_path_that_tex_searches_and_a_name_of_its_own() -> None:
    assert [file.path for file in FILES if trees.rank(file.path) is None or " " in file.name] == []
    assert len({file.name for file in FILES}) == len(FILES)


def test_each_file_has_a_package_a_licence_and_a_hash() -> None:
    assert {file.package for file in FILES} == LISTED.packages.keys()
    assert [file for file in FILES if not file.licence or not re.fullmatch("[0-9a-f]{64}", file.sha256)] == []


def test_the_fonts_of_all_pairings_and_a_format_are_in_it() -> None:
    names = {file.name for file in FILES}
    assert {"latex.ltx", "expl3-code.tex", "article.cls", "dvipdfmx.cfg"} <= names
    assert {name for pairing in fonts.pairings() for name in pairing_files(pairing)} <= names


def test_the_digest_of_a_bundle_is_of_all_that_is_listed_of_it() -> None:
    first, *rest = LISTED.files["base"]
    other = LISTED._replace(files={**LISTED.files, "base": (first._replace(sha256="0" * 64), *rest)})
    assert other.digest("base") != LISTED.digest("base")
    assert other.digest("more") == LISTED.digest("more")
