"""BibTeX: names, accents, venues and dates of all types of entries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cvgen.importers.latex_text import to_markup
from tests.importers.imports import entries, imported, left_out, refused


def one(fields: str, kind: str = "article") -> Any:
    [entry] = entries(f"@{kind}{{key,\n  {fields}\n}}\n", "bibtex")
    return entry


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"{\"U}ber \textbf{bold} and \emph{it}", "Über **bold** and *it*"),
        (r"G{\"o}del \& Co.~2\% --- a ``quote''", "Gödel & Co. 2% — a “quote”"),
        (
            r"\href{https://a.example}{here} and \url{https://b.example}",
            "[here](https://a.example) and https://b.example",
        ),
        (r"\href{javascript:x}{here}", "here"),
        (r"Erd\H{o}s, \'Etude, \c{c}, \ss", "Erdős, Étude, ç, ß"),
        ("A {BERT} [x] *y*", r"A BERT \[x\] \*y\*"),
        (r"\LaTeX{} on", "LaTeX on"),
    ],
)
def test_latex_becomes_markup(latex: str, expected: str) -> None:
    assert to_markup(latex) == expected


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("Bee, B. and Ada Example", ["B. Bee", "Ada Example"]),
        (r"{\"O}z, A\c{s}e and van der Berg, Jan and Bee, Jr., B.", ["Aşe Öz", "Jan van der Berg", "B. Bee Jr."]),
        ("{The ATLAS Collaboration} and others", ["The ATLAS Collaboration", "et al."]),
        ("{Barnes and Noble} and\n  Bee, B.", ["Barnes and Noble", "B. Bee"]),
    ],
)
def test_authors_are_named_as_they_are_printed(authors: str, expected: list[str]) -> None:
    assert one(f"title = {{T}}, author = {{{authors}}}")["authors"] == expected


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("article", "journal = J, volume = 7, number = 2, pages = {1--9}", "J, 7(2), 1–9"),
        (
            "inproceedings",
            "booktitle = {Proc. of X}, series = LNCS, publisher = P, address = York",
            "Proc. of X, LNCS, P, York",
        ),
        ("phdthesis", "school = {Univ.}", "PhD thesis, Univ."),
        ("phdthesis", "type = {Habilitation}, school = {Univ.}", "Habilitation, Univ."),
        ("techreport", "institution = I, number = 3", "Technical report, 3, I"),
    ],
)
def test_where_it_appeared_is_one_text(kind: str, fields: str, expected: str) -> None:
    assert one(f"title = {{T}}, {fields}", kind)["publisher"] == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("year = 2020", "2020"),
        ("year = {2020}, month = may", "2020-05"),
        ('year = "2020", month = "December"', "2020-12"),
        ("year = 2020, month = 3, day = 4", "2020-03-04"),
        ("date = {2020-03}", "2020-03"),
        ("year = {to appear}", "to appear"),
        ("year = 2020, month = {Summer}", "Summer 2020"),
    ],
)
def test_dates_are_as_exact_as_they_are(fields: str, expected: str) -> None:
    assert one(f"title = {{T}}, {fields}")["releaseDate"] == expected


def test_identifiers_are_fields_of_their_own() -> None:
    fields = r"title = T, doi = {10.1000/a\_b}, eprint = {2506.15251}, archivePrefix = {arXiv}, url = {https://e.example/a\_b}"
    assert one(fields) == {
        "name": "T",
        "doi": "10.1000/a_b",
        "arxiv": "2506.15251",
        "url": "https://e.example/a_b",
    }


def test_strings_comments_and_parentheses_are_read() -> None:
    text = """% @book{no, title = {no}}
@string{jj = "Journal of " # {J}}
@preamble{"x{y}"}
@comment{x}
@Article ( k1 , Title = "A ""quoted" , JOURNAL = jj # " and K" )
@misc{k2, title={B},}
"""
    text = text.replace('A ""quoted', "A {quoted}")
    assert entries(text) == [{"name": "A quoted", "publisher": "Journal of J and K"}, {"name": "B"}]


def test_what_is_about_the_file_is_named() -> None:
    made = imported("@misc{k, title = T, keywords = {a}, abstract = {b}}", path="x.bib")
    assert left_out(made) == [
        f'"entries[0].{field}" is not imported: it is about the file, not about the work'
        for field in ("keywords", "abstract")
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [("@a{k,\n title = {x", 2), ("@a{k,\n title {x}}", 2), ("@a{k,\n\n title = }", 3), ("@a{k, title = {x}", 1)],
)
def test_a_mistake_has_its_line(text: str, line: int) -> None:
    [problem] = refused(text, "bibtex")
    assert (problem.code, problem.span and problem.span.line) == ("bibtex-syntax", line)


def test_a_bomb_of_strings_is_small() -> None:
    text = '@string{a0 = "xxxxxxxxxx"}' + "".join(f"@string{{a{i + 1} = a{i} # a{i} # a{i} # a{i}}}" for i in range(40))
    assert [each.code for each in refused(f"{text}@misc{{k, title = a40}}", "bibtex")] == ["too-complex"]


CSL = """[{"id": "x", "type": "article-journal", "title": "On <i>corn</i> &amp; rye", "author": [{"family": "Example", "given": "Ada"},
 {"literal": "The Mill"}], "container-title": "J", "volume": 7, "issue": "2", "page": "1-9",
 "issued": {"date-parts": [[2020, 5]]}, "DOI": "10.1000/182", "URL": "https://e.example"}]"""


def test_csl_json_is_a_section_of_publications() -> None:
    assert entries(CSL) == [
        {
            "name": "On *corn* & rye",
            "authors": ["Ada Example", "The Mill"],
            "publisher": "J, 7(2), 1–9",
            "releaseDate": "2020-05",
            "doi": "10.1000/182",
            "url": "https://e.example",
        }
    ]


CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "bibtex"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the files of other tools are in ../shared/corpus, which is not here")
@pytest.mark.parametrize(("name", "count"), [("altacv-sample.bib", 4), ("moderncv-publications.bib", 5)])
def test_a_real_file_is_a_section_of_publications(name: str, count: int) -> None:
    assert len(entries((CORPUS / name).read_bytes())) == count
