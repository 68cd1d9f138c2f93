"""Inline markup: four rules, and all else is literal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cvgen.diagnostics import Span
from cvgen.text import inline
from cvgen.text.inline import Code, Emphasis, Inline, Link, Plain, Strong, Text

SPAN = Span(Path("ada.yaml"), 3, 7)
URL = "https://example.com"


def strong(text: str) -> Strong:
    return Strong((Plain(text),))


def emphasis(text: str) -> Emphasis:
    return Emphasis((Plain(text),))


def link(text: str, url: str = URL) -> Link:
    return Link((Plain(text),), url)


@pytest.mark.parametrize(
    ("text", "inlines"),
    [
        ("plain", [Plain("plain")]),
        ("**bold**", [strong("bold")]),
        ("*italic*", [emphasis("italic")]),
        ("`code`", [Code("code")]),
        (f"[text]({URL})", [link("text")]),
        ("a **b** c *d* e", [Plain("a "), strong("b"), Plain(" c "), emphasis("d"), Plain(" e")]),
        ("``a`b``", [Code("a`b")]),
        ("(*a*)", [Plain("("), emphasis("a"), Plain(")")]),
        ("**30%**faster", [strong("30%"), Plain("faster")]),
        ("un**believ**able", [Plain("un"), strong("believ"), Plain("able")]),
    ],
)
def test_each_markup_is_read(text: str, inlines: list[Inline]) -> None:
    assert inline.parse(text).inlines == tuple(inlines)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("***a***", Emphasis((strong("a"),))),
        ("**a *b***", Strong((Plain("a "), emphasis("b")))),
        ("*a **b** c*", Emphasis((Plain("a "), strong("b"), Plain(" c")))),
        (f"**[a]({URL})**", Strong((link("a"),))),
        (f"[**a**]({URL})", Link((strong("a"),), URL)),
        (f"[`]`]({URL})", Link((Code("]"),), URL)),
    ],
)
def test_markup_nests(text: str, node: Inline) -> None:
    assert inline.parse(text).inlines == (node,)


@pytest.mark.parametrize("text", ["`**a**`", "`*a*`", f"`[a]({URL})`", r"`\*`", "`C:\\`"])
def test_in_code_all_is_literal(text: str) -> None:
    assert inline.parse(text).inlines == (Code(text[1:-1]),)


@pytest.mark.parametrize(
    ("text", "inlines"),
    [
        ("**“引号”**文字", [strong("“引号”"), Plain("文字")]),
        ("文**字**文", [Plain("文"), strong("字"), Plain("文")]),
        ("文*字*文", [Plain("文"), emphasis("字"), Plain("文")]),
    ],
)
def test_markup_needs_no_spaces_around_it_in_chinese(text: str, inlines: list[Inline]) -> None:
    assert inline.parse(text).inlines == tuple(inlines)


@pytest.mark.parametrize(
    "text",
    [
        "#rust C++ <T> 50% $5 & {a} ~/x ^2 a_b",
        r"\input{x} \& \\ C:\dir",
        "__init__ _a_",
        "&amp; &copy; &#65;",
        "2*3*4 and 2 * 3 * 4 and 5**6**7",
        "f(*args, **kwargs)",
        "char **argv, int *p",
        "a*b*c",
        "naïf*é*té",
        "* a * and ** b **",
        "* a* and *a *",
        "**open",
        "shut**",
        "``",
        "`open",
        "****",
        "[brackets] [a][b] [a]: b",
        "- item",
        "# heading",
        "1. one",
        "> quote",
        "~~struck~~ ==marked== H~2~O",
        "| a | b |",
        "<b>bold</b> <!-- -->",
        ":smile: (c) ... --",
    ],
)
def test_what_is_not_markup_is_literal(text: str) -> None:
    assert inline.parse(text).inlines == (Plain(text),)


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        (r"\*a\*", "*a*"),
        (r"\**a**", "**a**"),
        (r"\`a\`", "`a`"),
        (rf"\[a]({URL})", f"[a]({URL})"),
        (rf"[a\]({URL})", f"[a]({URL})"),
    ],
)
def test_a_backslash_takes_the_meaning_from_markup(text: str, literal: str) -> None:
    assert str(inline.parse(text)) == literal


def test_a_bracket_with_a_backslash_may_stand_in_a_link() -> None:
    assert inline.parse(rf"[a\]b]({URL})").inlines == (link("a]b"),)


@pytest.mark.parametrize(
    "url",
    ["http://example.com", "https://example.com/(a)?b=1&c=2#d", "ftp://example.com/a", "mailto:ada@b.org", "tel:+1555"],
)
def test_a_link_leads_to_an_absolute_address(url: str) -> None:
    assert inline.parse(f"[a]({url})").inlines == (link("a", url),)


@pytest.mark.parametrize(
    "url",
    [
        "notes.md",
        "/etc/passwd",
        "../x",
        "#top",
        "javascript:alert(1)",
        "javascript://example.com/%0aalert(1)",
        "file:///etc/passwd",
        "data:,a",
        "https://",
        "",
    ],
)
def test_what_leads_nowhere_safe_is_no_link(url: str) -> None:
    assert inline.parse(f"[a]({url})").inlines == (Plain(f"[a]({url})"),)


def test_an_address_stays_as_typed() -> None:
    assert inline.parse("[a](https://例.com/路%zz)").inlines == (link("a", "https://例.com/路%zz"),)


@pytest.mark.parametrize(
    ("text", "word"),
    [(f"[]({URL})", URL), (f'[a]({URL} "title")', "title"), (f"![a]({URL})", "!a")],
)
def test_nothing_that_is_written_in_a_link_is_lost(text: str, word: str) -> None:
    assert word in str(inline.parse(text))


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("example.org", "https://example.org"),
        ("www.example.org/a_b?c#d", "https://www.example.org/a_b?c#d"),
        ("example.org:8080/x.pdf", "https://example.org:8080/x.pdf"),
        ("ada@example.org", "mailto:ada@example.org"),
    ],
)
def test_a_link_without_a_scheme_is_taken_for_a_web_or_mail_address(target: str, url: str) -> None:
    assert inline.parse(f"[a]({target})").inlines == (link("a", url),)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Write to ann.lee+cv@mail.example.org.", "ann.lee+cv@mail.example.org"),
        ("(ann@example.org)", "ann@example.org"),
        ("邮箱 ann@example.org，电话", "ann@example.org"),
        ("clone git@example.org:ann/x", None),
        ("@ann@example.social", None),
        ("ann@localhost and a@b", None),
        ("https://ann@example.org/", None),
    ],
)
def test_a_mail_address_in_a_text_is_a_link(text: str, address: str | None) -> None:
    found = [url for url in inline.urls(inline.parse(text)) if url.startswith("mailto:")]
    assert found == ([f"mailto:{address}"] if address else [])
    assert str(inline.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "before", "address", "after"),
    [
        ("See https://example.org/a_b.", "See ", "https://example.org/a_b", "."),
        ("(http://en.example.org/A_(b))", "(", "http://en.example.org/A_(b)", ")"),
        ("<https://example.org>", "<", "https://example.org", ">"),
        ("“https://example.org/Köln”", "“", "https://example.org/Köln", "”"),
        ("详见https://example.org/x。好", "详见", "https://example.org/x", "。好"),
        ("at https://example.org, or", "at ", "https://example.org", ", or"),
    ],
)
def test_an_address_in_a_text_is_a_link(text: str, before: str, address: str, after: str) -> None:
    assert inline.parse(text).inlines == (Plain(before), link(address, address), Plain(after))


def test_an_address_of_www_is_a_link() -> None:
    expected = (link("www.example.org", "https://www.example.org"),)
    assert inline.parse("www.example.org").inlines == expected


@pytest.mark.parametrize("text", ["http://", "https://-", "www.", "example.org", "xhttps://a.org"])
def test_another_text_is_no_link(text: str) -> None:
    assert inline.parse(text).inlines == (Plain(text),)


def test_a_link_stands_in_no_link() -> None:
    text = inline.parse(f"[a [b]({URL}) c](https://example.org)")
    outer = link("https://example.org", "https://example.org")
    assert text.inlines == (Plain("[a "), link("b"), Plain(" c]("), outer, Plain(")"))


@pytest.mark.parametrize("text", [f"[a]({URL})", f"**[a]({URL})**", f"*a **b [c]({URL})***"])
def test_a_text_knows_that_it_has_a_link(text: str) -> None:
    assert inline.parse(text).has_link


@pytest.mark.parametrize("text", ["a", "**a** *b* `c`", f"`{URL}`"])
def test_a_text_knows_that_it_has_no_link(text: str) -> None:
    assert not inline.parse(text).has_link


def test_a_text_as_str_is_without_its_markup() -> None:
    assert str(inline.parse(f"**a** *b* `c` [d **e**]({URL})")) == "a b c d e"


@pytest.mark.parametrize("read", [inline.parse, inline.literal])
@pytest.mark.parametrize(
    ("text", "normal"),
    [
        (" a \n b\t\tc\r\n", "a b c"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("a\u00a0b\u3000c\u200bd", "a\u00a0b\u3000c\u200bd"),
        ("\u00a0", "\u00a0"),
        ("Rene\u0301e", "Ren\u00e9e"),
        (" ", ""),
    ],
)
def test_white_space_folds_and_characters_compose(read: Callable[[str], Text], text: str, normal: str) -> None:
    assert read(text).inlines == (Plain(normal),)


@pytest.mark.parametrize("text", ["**a**", "*a*", "`a`", f"[a]({URL})", r"\*"])
def test_in_a_literal_text_nothing_is_markup(text: str) -> None:
    assert inline.literal(text).inlines == (Plain(text),)


@pytest.mark.parametrize("text", ["plain", "**bold**"])
def test_a_text_keeps_its_place(text: str) -> None:
    assert (inline.parse(text, SPAN).span, inline.literal(text, SPAN).span) == (SPAN, SPAN)


@pytest.mark.parametrize("text", ["*a " * 100, "**a *b " * 100, "[" * 1000, "[a](" * 100, "`" * 999, "*" * 1001])
def test_a_heap_of_open_markup_is_literal(text: str) -> None:
    assert inline.parse(text).inlines == (Plain(text.strip()),)


def test_deep_nesting_loses_no_text() -> None:
    text = "**a *b " * 50 + "c" + " d* e**" * 50
    assert str(inline.parse(text)).replace("*", "") == text.replace("*", "")


def test_markup_of_absurd_depth_is_literal() -> None:
    text = "*a " * 330 + "x" + " a*" * 330
    assert inline.parse(text).inlines == (Plain(text),)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo", "one\ntwo"),
        ("one \\\n two", "one\ntwo"),
        ("**bold\nand** on", "bold\nand on"),
        (f"{'word ' * 12}\nwrapped at the end of a line", f"{'word ' * 11}word wrapped at the end of a line"),
        (f"{'word ' * 12}\\\nbroken", f"{'word ' * 11}word\nbroken"),
        ("an address line\nthat is short\nthough this third one is rather long, as it goes on", None),
    ],
)
def test_lines_stay_as_typed_but_for_what_an_editor_wrapped(text: str, shown: str | None) -> None:
    assert str(inline.parse(text, keep_breaks=True)) == (text if shown is None else shown)


def test_markup_goes_over_the_end_of_a_line() -> None:
    text = inline.parse("*one\ntwo* three", keep_breaks=True)
    assert inline.lines(text.inlines) == [(Emphasis((Plain("one"),)),), (Emphasis((Plain("two"),)), Plain(" three"))]
