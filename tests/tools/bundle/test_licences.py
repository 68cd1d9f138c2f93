"""The licence of a file is the one that its package's documentation says."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.install.places import write
from tools.bundle import licences

DEP5 = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2010 Somebody
License: OFL-1.1

Files: fonts/opentype/Other*
 fonts/truetype/Other*
Copyright: 2010 Somebody else
License: Apache-2.0
 with an explanation

Files: debian/*
Copyright: 2010 A packager
License: GPL-2+

License: OFL-1.1
 The text of the licence, in which "License: none" stands.
"""
CATALOGUE = """Licenses for source package texlive-base

cm: knuth
texmf-dist/fonts/tfm/public/cm/*
l3kernel: lppl1.3c
texmf-dist/doc/latex/l3kernel/*
texmf-dist/tex/latex/l3kernel/*
glyphlist:
texmf-dist/fonts/map/glyphlist/*
"""


def licence(folder: Path, file: str, text: str = "", **documents: str) -> str:
    write(folder, {f"texmf-dist/{file}": text, **{f"doc/{name}": content for name, content in documents.items()}})
    if "Licenses" in documents:
        (folder / "doc" / "Licenses.gz").write_bytes(gzip.compress(documents["Licenses"].encode()))
    return licences.licence(folder / "texmf-dist" / file, folder / "doc")


@pytest.mark.parametrize(("file", "expected"), [("a/Some-Bold.ttf", "OFL-1.1"), ("a/Other-Bold.ttf", "Apache-2.0")])
def test_the_last_paragraph_of_debians_copyright_file_that_is_about_a_file_counts(
    tmp_path: Path, file: str, expected: str
) -> None:
    assert licence(tmp_path, file, copyright=DEP5) == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("fonts/tfm/public/cm/cmr10.tfm", "Knuth-CTAN"),
        ("tex/latex/l3kernel/expl3.ltx", "LPPL-1.3c"),
        ("fonts/map/glyphlist/glyphlist.txt", "see the package"),
    ],
)
def test_the_catalogue_of_tex_says_the_licence_of_a_folder(tmp_path: Path, file: str, expected: str) -> None:
    assert licence(tmp_path, file, Licenses=CATALOGUE) == expected


def test_the_copyright_file_in_prose_is_read_from_the_word_licence_on(tmp_path: Path) -> None:
    prose = "Based on what is in the public domain.\n\nLicense:\n This work is under the GUST Font\n License.\n"
    assert licence(tmp_path, "a.otf", copyright=prose) == "GUST-Font-License"


def test_what_a_file_says_of_itself_counts_where_the_package_says_nothing(tmp_path: Path) -> None:
    notice = "%% This may be distributed under the conditions of the LaTeX Project\n%% Public License."
    assert licence(tmp_path, "a.sty", notice) == "LPPL"
