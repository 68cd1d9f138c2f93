"""Step 1: the values of a YAML text; what the YAML of a profile gets wrong is in tests/diagnostics."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Severity, Span
from cvgen.steps import source

PATH = Path("ada.yaml")


def data_of(text: str) -> Any:
    return source.parse(text, PATH).data


def refusal(text: str) -> Diagnostic:
    with pytest.raises(CvgenError) as caught:
        source.parse(text, PATH)
    [diagnostic] = caught.value.diagnostics
    return diagnostic


# --- values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["NO", "on", "3.90", "007", "1_000", "0x10", "1e3", ".inf", "99:30", "2024-05", "2024-05-17", "=", "C#", "a:b"],
)
def test_what_is_not_true_false_or_null_is_text_as_typed(text: str) -> None:
    assert data_of(f"- {text}") == [text]


@pytest.mark.parametrize("text", ["true", "True", "TRUE"])
def test_true_is_true(text: str) -> None:
    assert data_of(f"- {text}") == [True]


@pytest.mark.parametrize("text", ["false", "False", "FALSE"])
def test_false_is_false(text: str) -> None:
    assert data_of(f"- {text}") == [False]


@pytest.mark.parametrize("text", ["null", "Null", "NULL", "~", "", "# remark"])
def test_null_is_null(text: str) -> None:
    assert data_of(f"- {text}") == [None]


@pytest.mark.parametrize("text", ["true", "false", "null", "~", "", "NO", "{a}", "- a", "*a", "#a", "é 王 🎓"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_what_is_quoted_is_text(text: str, quote: str) -> None:
    assert data_of(f"- {quote}{text}{quote}") == [text]


@pytest.mark.parametrize(
    ("yaml", "value"),
    [
        ("a: >-\n  one\n  two\n\n  three\n", "one two\n\nthree"),
        ("a: >-\n  one \\\n  two\n", "one \\\ntwo"),
        ("a: one\n  - two\n  - three\n", "one\n  - two\n  - three"),
        ("a: |\n  one\n  two\n", "one\ntwo\n"),
        ("a: |\n  true\n", "true\n"),
        ("a: one\n  two\n", "one two"),
        ('a: "one\\\n  two\\t\\u00e9"\n', "onetwo\té"),
        ("a: 'it''s'\n", "it's"),
        ("a: one\r\nb: two\r\n", "one"),
    ],
)
def test_texts_of_every_form_are_read(yaml: str, value: str) -> None:
    assert data_of(yaml)["a"] == value


@pytest.mark.parametrize("key", ["1", "true", "null", "~", "2024-05", "NO"])
def test_a_key_is_text_as_typed(key: str) -> None:
    assert data_of(f"{key}: a") == {key: "a"}


def test_lists_and_mappings_nest_in_either_form() -> None:
    assert data_of("a:\n- b: [c, {d: e}]\n  f: {}\n- []\n") == {"a": [{"b": ["c", {"d": "e"}], "f": {}}, []]}


@pytest.mark.parametrize("text", ["!!str a", "! a", "%YAML 1.2\n--- a", "--- a\n...\n"])
def test_marks_that_change_nothing_are_let_pass(text: str) -> None:
    assert data_of(text) == "a"


# --- control characters ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("escape", "code"),
    [(r"\0", "0000"), (r"\a", "0007"), (r"\e", "001B"), (r"\x7f", "007F"), (r"\u009b", "009B"), (r"\uffff", "FFFF")],
)
@pytest.mark.parametrize("yaml", ['a: "b{}"', '? "b{}"\n: a', 'a: ["b{}"]'])
def test_control_characters_written_as_escapes_are_refused(escape: str, code: str, yaml: str) -> None:
    span = Span(PATH, 1, yaml.index('"') + 1)
    assert refusal(yaml.format(escape)) == Diagnostic(
        f"the control character U+{code} is not allowed", span, "delete it", code="control-character"
    )


# --- text lost to comments ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yaml", "lost", "column"),
    [
        ("Ranked #1 of 80", "#1 of 80", 8),
        ("+1 555 #12", "#12", 8),
        ("véry\t#1", "#1", 6),
        ("[a, b #1\n]", "#1", 7),
        ("true #1", "#1", 6),
        ("a #" + "x" * 99, "#" + "x" * 39, 3),
    ],
)
def test_a_comment_that_looks_like_text_is_warned_of(yaml: str, lost: str, column: int) -> None:
    [problem] = source.parse(yaml, PATH).problems
    assert problem == Diagnostic(
        f'"{lost}" is a comment to YAML and does not print',
        Span(PATH, 1, column),
        'to print it, put the text in quotes: "..."; to keep it as a comment, put a space after the #',
        Severity.WARNING,
        code="lost-text",
    )


@pytest.mark.parametrize(
    "yaml", ["a # b", "a #", "'a' #b", "a#b", "C#", "|  #b\n  a", "a #!b", "a ## b", "[a] #b", "#a\nb"]
)
def test_other_comments_are_let_pass(yaml: str) -> None:
    assert source.parse(yaml, PATH).problems == ()


@pytest.mark.parametrize("yaml", ["a: #1 x\n", "a:\t#1 x\nb: c\n", "- #1 x\n"])
def test_a_comment_in_the_place_of_a_value_is_warned_of(yaml: str) -> None:
    [problem] = source.parse(yaml, PATH).problems
    assert problem.message == '"#1 x" is a comment to YAML and does not print'
    assert problem.span == Span(PATH, 1, yaml.index("#") + 1)


@pytest.mark.parametrize(("block", "end"), [(">", "\n"), (">-", ""), (">+", "\n\n")])
def test_a_folded_block_ends_as_its_sign_says(block: str, end: str) -> None:
    assert source.parse(f"a: {block}\n  one - two\n  three\n\nb: c\n", Path("x")).data["a"] == f"one - two three{end}"
