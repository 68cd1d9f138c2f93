"""Formats without a layout: every word of a CV is in each of them, in the same order, and no text is markup that it is not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cvgen.exporters import md, txt
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from cvgen.steps import document, profile
from cvgen.steps.document import walk
from cvgen.steps.document.model import Contact, Section
from cvgen.steps.engine.contract import NoEngine
from cvgen.text import inline
from tests.conftest import PEOPLE, SAMPLES

CVS = [*PEOPLE, SAMPLES / "every-kind.yaml", *sorted((SAMPLES / "languages").glob("*.yaml"))]
FORMATS = ("html", "md", "txt")


class Page(HTMLParser):
    """The text of a page, and whether each element is closed by its own tag."""

    VOID = frozenset({"meta", "img", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.addresses: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "srcset"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "script" not in self.open and "style" not in self.open:
            self.text += data


def markdown_text(markdown: str) -> str:
    """The text that a reader of Markdown sees."""
    return Page(MarkdownIt("commonmark").render(markdown)).text


def readable(name: str, content: str) -> str:
    match Path(name).suffix:
        case ".html":
            return Page(content).text
        case ".md":
            return markdown_text(content)
    return re.sub(r"\s+<\S+:\S+>", "", content)  # the addresses of links


def letters(text: str) -> str:
    return "".join(re.findall(r"\w", text)).casefold()


def export(path: Path, tmp_path: Path, *, contact: bool = False) -> dict[str, str]:
    request = Request(path, output_dir=tmp_path, formats=FORMATS, contact=contact)
    return {path.name: path.read_text(encoding="utf-8") for path in rendering.render(request, NoEngine()).files}


def texts(path: Path) -> Iterator[str]:
    """The texts of a CV; the addresses of accounts are written in different ways."""
    tree = document.build(profile.load(path))
    titles = {id(node.title) for node in walk.nodes(tree) if isinstance(node, Section) and not str(node.title)}
    accounts = {id(node.text) for node in walk.nodes(tree) if isinstance(node, Contact)}
    yield from (str(text) for text in walk.texts(tree) if id(text) not in titles | accounts)


@pytest.mark.parametrize("path", CVS, ids=lambda path: path.stem)
def test_every_text_is_in_every_format(path: Path, tmp_path: Path) -> None:
    for name, content in export(path, tmp_path, contact=True).items():
        found = letters(readable(name, content))
        assert [text for text in texts(path) if letters(text) not in found] == [], name


@pytest.mark.parametrize("path", CVS[:6], ids=lambda path: path.stem)
def test_the_same_profile_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    assert export(path, tmp_path / "first") == export(path, tmp_path / "second")


def hostile() -> st.SearchStrategy[str]:
    special = st.text(alphabet="*_`[]()<>#+-=|~\\&;!.:1a \"'{}", min_size=1, max_size=40)
    any_text = st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40)
    return (special | any_text).map(lambda text: unicodedata.normalize("NFC", " ".join(text.split()))).filter(bool)


@given(hostile())
def test_no_text_is_markup_of_markdown(text: str) -> None:
    written = md._start(md.inline(inline.literal(text)))
    assert markdown_text(f"Before\n\n{written}\n\nafter").split("\n")[1] == text.strip()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("**bold** and *italic*", "**bold** and *italic*"),
        ("**“引号”**文字", "<strong>“引号”</strong>文字"),
        ("[a_b](https://example.org/a_(b))", r"[a\_b](https://example.org/a_%28b%29)"),
        ("`a``b`", "```a``b```"),
        ("1. not a list", r"1\. not a list"),
        ("# not a heading", r"\# not a heading"),
        ("AT&amp;T", r"AT\&amp;T"),
        ("![no picture](https://example.org/a)", r"\![no picture](https://example.org/a)"),
        ("$x$ or $5", r"\$x\$ or \$5"),
        ("for $5", "for $5"),
    ],
)
def test_markdown_is_written_so_that_it_is_read_again(typed: str, expected: str) -> None:
    assert md._start(md.inline(inline.parse(typed))) == expected


def test_a_line_of_text_has_at_most_72_columns(tmp_path: Path) -> None:
    for path in CVS:
        lines = export(path, tmp_path)[f"{path.stem}-classic.txt"].splitlines()
        too_long = [line for line in lines if txt.width(line) > 72 and len(list(txt._words(line.strip()))) > 1]
        assert too_long == [], path


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("word " * 20, ["word " * 13 + "word", "word " * 5 + "word"]),
        ("字" * 40, ["字" * 36, "字" * 4]),
        ("字" * 36 + "。字", ["字" * 35, "字。字"]),
        ("字" * 35 + "（字）", ["字" * 35, "（字）"]),
        ("x" * 80, ["x" * 80]),
        ("  ", []),
    ],
)
def test_text_is_wrapped_where_its_script_may_break(text: str, lines: list[str]) -> None:
    assert list(txt.wrap(text)) == lines
