"""The log of TeX becomes the parts of its documents, and messages with the line that they are about."""

from __future__ import annotations

import pytest

from cvgen.steps.engine import texlog
from cvgen.steps.engine.texlog import MissingCharacter, TexMessage

START = r"""This is XeTeX, Version 3.141592653-2.6-0.999994 (TeX Live 2022/Debian) (preloaded format=xelatex 2026.11.20)
entering extended mode
 file:line:error style messages enabled.
**document.tex
(./document.tex
LaTeX2e <2022-11-01> patch level 1
(/usr/share/texlive/texmf-dist/tex/latex/base/article.cls
Document Class: article 2022/07/02 v1.4n Standard LaTeX document class
\c@part=\count181
LaTeX Font Info:    Checking defaults for TU/lmr/m/n on input line 2.
LaTeX Font Info:    ... okay on input line 2.
LaTeX Warning: Label(s) may have changed. Rerun to get cross-references right.
Package geometry Warning: Over-specification in `h'-direction.
Underfull \hbox (badness 10000) in paragraph at lines 3--4
"""
END = r"""
Here is how much of TeX's memory you used:
 458 strings out of 478799
 33i,6n,38p,147b,109s stack positions out of 10000i,1000n,20000p,200000b,200000s

Output written on document.pdf (3 pages).
"""


def log(*lines: str) -> str:
    """The log of a run, with some lines in its middle."""
    return START + "\n".join(lines) + END


# --- a run of several documents -------------------------------------------------------------------


def test_each_document_has_its_part_of_the_log() -> None:
    text = "start\ncvgen: document one\nfirst\ncvgen: done 2\ncvgen: document two\nsecond\n"
    assert texlog.documents(text) == {"one": "\nfirst\ncvgen: done 2\n", "two": "\nsecond\n"}


def test_a_log_without_documents_has_no_parts() -> None:
    assert texlog.documents(log("not cvgen: document one")) == {}


@pytest.mark.parametrize(
    ("line", "count"), [("cvgen: done 12", 12), ("cvgen: done", None), ("it is cvgen: done 3", None)]
)
def test_a_document_that_is_typeset_to_its_end_has_a_number_of_pages(line: str, count: int | None) -> None:
    assert texlog.page_count(log(line)) == count


@pytest.mark.parametrize(("line", "asks"), [("cvgen: again", True), ("cvgen: again and again", False), ("", False)])
def test_a_document_may_ask_for_another_pass(line: str, asks: bool) -> None:
    assert texlog.asks_for_another_pass(log(line)) is asks


def test_fonts_are_listed_once_and_only_if_tex_can_be_given_their_names() -> None:
    lato = '"[Lato-Regular.ttf]:mapping=tex-text" at 10.0pt'
    text = log(f"cvgen: font {lato}", 'cvgen: font "[Lato-Bold.ttf]"', f"cvgen: font {lato}", 'cvgen: font "a\\b"')
    assert texlog.fonts(text) == [lato, '"[Lato-Bold.ttf]"']


# --- what went wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "messages"),
    [
        ([], []),
        (
            ["./document.tex:15: Undefined control sequence.", r"l.15 \foo", "          "],
            [TexMessage(r"Undefined control sequence: \foo", 15)],
        ),
        (
            ["document.tex:15: Undefined control sequence."],
            [TexMessage("Undefined control sequence", 15)],
        ),
        (
            ["./document-12.tex:15: Undefined control sequence."],
            [TexMessage("Undefined control sequence", 15)],
        ),
        (
            ["./my-document-1.tex:15: Undefined control sequence."],
            [TexMessage("Undefined control sequence (my-document-1.tex, line 15)", None)],
        ),
        (
            ["", "./document.tex:3: LaTeX Error: File `missing.sty' not found.", "", "Type X to quit"],
            [TexMessage("File `missing.sty' not found", 3)],
        ),
        (
            ["./document.tex:7: Package cvgen Error: The style does not define \\cvStyleFoot."],
            [TexMessage("The style does not define \\cvStyleFoot", 7)],
        ),
        (
            ["./document.tex:9: TeX capacity exceeded, sorry [main memory size=5000000]."],
            [TexMessage("TeX capacity exceeded, sorry [main memory size=5000000]", 9)],
        ),
        (
            ["./document.tex:15: Undefined control sequence.", "./document.tex:15:  ==> Fatal error occurred!"],
            [TexMessage("Undefined control sequence", 15), TexMessage("==> Fatal error occurred!", 15)],
        ),
        (
            ["./cvgen-classic.sty:12: Missing number, treated as zero."],
            [TexMessage("Missing number, treated as zero (cvgen-classic.sty, line 12)")],
        ),
        (
            ["/usr/share/texlive/texmf-dist/tex/latex/base/article.cls:3: Emergency stop."],
            [TexMessage("Emergency stop (/usr/share/texlive/texmf-dist/tex/latex/base/article.cls, line 3)")],
        ),
        (
            ["! Undefined control sequence.", r"l.15 \foo"],
            [TexMessage("Undefined control sequence")],
        ),
        (
            ["! LaTeX Error: Missing \\begin{document}.", "", "! Emergency stop."],
            [TexMessage("Missing \\begin{document}"), TexMessage("Emergency stop")],
        ),
        (
            ["./document.tex:4: Emergency stop.", "! Emergency stop."],
            [TexMessage("Emergency stop", 4)],
        ),
    ],
)
def test_errors_are_at_the_line_of_the_document(lines: list[str], messages: list[TexMessage]) -> None:
    assert texlog.errors(log(*lines)) == messages


@pytest.mark.parametrize(
    ("line", "messages"),
    [
        (
            r"Overfull \hbox (160.22pt too wide) in paragraph at lines 14--15",
            [TexMessage("a line is too wide for the page by 160.2 pt", 14)],
        ),
        (
            r"Overfull \hbox (60.0pt too wide) detected at line 3",
            [TexMessage("a line is too wide for the page by 60.0 pt", 3)],
        ),
        (
            r"Overfull \hbox (12.5pt too wide) has occurred while \output is active []",
            [TexMessage("a line is too wide for the page by 12.5 pt")],
        ),
        (
            r"Overfull \vbox (350.0pt too high) has occurred while \output is active []",
            [TexMessage("a page is too full by 350.0 pt")],
        ),
        (
            r"Overfull \vbox (25.0pt too high) detected at line 6",
            [TexMessage("a page is too full by 25.0 pt", 6)],
        ),
        (r"Overfull \hbox (0.99998pt too wide) in paragraph at lines 4--5", []),
        (r"Underfull \vbox (badness 10000) has occurred while \output is active []", []),
    ],
)
def test_what_sticks_out_by_more_than_a_point_is_told(line: str, messages: list[TexMessage]) -> None:
    assert list(texlog.overfull(log("", line, " []", ""))) == messages


MISSING = "Missing character: There is no {} in font {}!".format


@pytest.mark.parametrize(
    ("lines", "messages"),
    [
        ([], []),
        (
            [MISSING("中 (U+4E2D)", "[lmroman10-regular]:mapping=tex-text;")],
            [MissingCharacter("中", "[lmroman10-regular]:mapping=tex-text;")],
        ),
        (
            [MISSING("🧩 (U+1F9E9)", "[LinLibertine_R.otf]:+lnum")],
            [MissingCharacter("🧩", "[LinLibertine_R.otf]:+lnum")],
        ),
        (
            [MISSING("\U000e0100 (U+E0100)", "Noto Serif"), MISSING(") (U+0029)", "Noto Serif")],
            [MissingCharacter("\U000e0100", "Noto Serif"), MissingCharacter(")", "Noto Serif")],
        ),
        (
            [MISSING("Ж (U+0416)", "first"), MISSING("Щ (U+0429)", "first"), MISSING("Ж (U+0416)", "second")],
            [MissingCharacter("Ж", "second"), MissingCharacter("Щ", "first")],
        ),
    ],
)
def test_each_missing_character_is_told_once(lines: list[str], messages: list[MissingCharacter]) -> None:
    assert texlog.missing_characters(log(*lines)) == messages


@pytest.mark.parametrize(
    ("lines", "messages"),
    [
        ([], []),
        (
            ["", "Package cvgen Warning: No font for cvrm is installed on input line 11.", ""],
            [TexMessage("No font for cvrm is installed", 11)],
        ),
        (
            ["Package cvgen Warning: No font for cvtt is installed."],
            [TexMessage("No font for cvtt is installed")],
        ),
        (
            ["Package cvgen Warning: Twice on input line 2."] * 2,
            [TexMessage("Twice", 2)],
        ),
        (
            [
                'Package cvgen Warning: the fonts of "lato" are not installed, or damaged: Latin Modern stands in on input line 9.'
            ],
            [TexMessage('the fonts of "lato" are not installed, or damaged: Latin Modern stands in', 9)],
        ),
        (["Package xcolor Warning: Incompatible color definition on input line 5."], []),
    ],
)
def test_warnings_of_our_own_packages_are_told_and_others_are_not(lines: list[str], messages: list[TexMessage]) -> None:
    assert texlog.warnings(log(*lines)) == messages


def test_a_log_that_was_cut_off_is_read_as_far_as_it_goes() -> None:
    cut = START + "./document.tex:15: Undefined control sequ"
    assert texlog.errors(cut) == [TexMessage("Undefined control sequ", 15)]


def test_no_log_says_nothing() -> None:
    read = (texlog.errors(""), [*texlog.overfull("")], texlog.missing_characters(""), texlog.warnings(""))
    assert read == ([], [], [], [])


@pytest.mark.parametrize(
    ("log", "is_out"),
    [
        (
            "error: the XeTeX engine had an unrecoverable error\ncaused by: xmalloc request for 76331680 bytes failed\n",
            True,
        ),
        ("xetex: fatal: memory exhausted (xmalloc of 80920488 bytes).\n", True),
        ("memory allocation of 1048576 bytes failed", True),
        ("terminate called after throwing an instance of 'std::bad_alloc'", True),
        ("! Undefined control sequence.\n", False),
        ("", False),
    ],
)
def test_an_engine_that_got_no_more_memory_is_known_by_what_it_says(log: str, is_out: bool) -> None:
    assert texlog.is_out_of_memory(log) is is_out


@pytest.mark.parametrize(
    ("error", "font"),
    [
        (
            "Font TU/lmr/m/n/10.6=[lmroman10-regular]:mapping=tex-text; at 10.6pt not loadable: Metric (TFM) file",
            "lmroman10-regular",
        ),
        ("Font \\cvFace=[Inter-Regular.otf]/OT at 10.0pt not loadable: Bad metric (TFM) file", "Inter-Regular.otf"),
        ("Font TU/Some Font(0)/m/n/10=Some Font/OT:script=latn; at 10pt not loadable: x", None),
        ("Undefined control sequence", None),
    ],
)
def test_a_font_that_cannot_be_loaded_is_named(error: str, font: str | None) -> None:
    assert texlog.unloadable_font(error) == font
