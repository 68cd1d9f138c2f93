"""Step 1: YAML text -> plain data, with the place of every value and key; what is hostile is refused.

What the YAML of a profile gets wrong is in tests/diagnostics.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Pointer, Severity, Span
from cvgen.steps import source

PATH = Path("ada.yaml")


def data_of(text: str) -> Any:
    return source.parse(text, PATH).data


def places(spans: Mapping[Pointer, Span]) -> dict[Pointer, tuple[int, int]]:
    return {pointer: (span.line, span.column) for pointer, span in spans.items()}


def refusal(text: str) -> Diagnostic:
    with pytest.raises(CvgenError) as caught:
        source.parse(text, PATH)
    [diagnostic] = caught.value.diagnostics
    return diagnostic


def read_refusal(path: Path) -> Diagnostic:
    with pytest.raises(CvgenError) as caught:
        source.read(path)
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
        ("a: >-\n  one\n  two\n\n  three\n", "one two\nthree"),
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


def test_a_byte_order_mark_is_not_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: b\n")
    read = source.read(path)
    assert (read.data, places(read.key_spans)) == ({"a": "b"}, {("a",): (1, 1)})


# --- anchors and merge keys -----------------------------------------------------------------------


def test_an_alias_repeats_its_anchor() -> None:
    assert data_of("a: &x [1, &y {b: c}]\nd: *x\ne: *y\n") == {
        "a": ["1", {"b": "c"}],
        "d": ["1", {"b": "c"}],
        "e": {"b": "c"},
    }


def test_what_an_alias_repeats_is_a_copy() -> None:
    data = data_of("a: &x [b]\nc: *x\n")
    assert data["a"] is not data["c"]


def test_an_anchor_may_be_given_anew() -> None:
    assert data_of("[&x a, *x, &x b, *x]") == ["a", "a", "b", "b"]


@pytest.mark.parametrize(
    ("merge", "merged"),
    [
        ("<<: *x", {"a": "1", "b": "2", "c": "3"}),
        ("<<: [*x, *y]", {"a": "1", "b": "2", "c": "3", "d": "5"}),
        ("<<: [*y, *x]", {"a": "4", "b": "2", "c": "3", "d": "5"}),
        ("<<: {<<: *x, a: 6}", {"a": "6", "b": "2", "c": "3"}),
        ("<<: {}", {"c": "3"}),
        ("<<: []", {"c": "3"}),
    ],
)
def test_a_merge_key_adds_what_is_not_there(merge: str, merged: dict[str, str]) -> None:
    assert data_of(f"- &x {{a: 1, b: 2}}\n- &y {{a: 4, d: 5}}\n- c: 3\n  {merge}\n")[2] == merged


@pytest.mark.parametrize("order", ["<<: *x\n  a: own", "a: own\n  <<: *x"])
def test_a_mappings_own_key_wins_over_a_merged_one(order: str) -> None:
    assert data_of(f"- &x {{a: merged}}\n- {order}\n")[1] == {"a": "own"}


def test_a_key_that_stands_twice_in_what_is_repeated_is_noted_once() -> None:
    problems = source.parse("- &a {b: c, b: d}\n- *a\n- <<: *a\n", PATH).problems
    assert [problem.span for problem in problems] == [Span(PATH, 1, 13)]


# --- places ---------------------------------------------------------------------------------------


def test_every_value_and_every_key_has_its_place() -> None:
    read = source.parse("a:\n  - b: c\n    d: [e, {f: g}]\n  - 'h'\n", PATH)
    assert places(read.spans) == {
        (): (1, 1),
        ("a",): (2, 3),
        ("a", 0): (2, 5),
        ("a", 0, "b"): (2, 8),
        ("a", 0, "d"): (3, 8),
        ("a", 0, "d", 0): (3, 9),
        ("a", 0, "d", 1): (3, 12),
        ("a", 0, "d", 1, "f"): (3, 16),
        ("a", 1): (4, 5),
    }
    assert places(read.key_spans) == {
        ("a",): (1, 1),
        ("a", 0, "b"): (2, 5),
        ("a", 0, "d"): (3, 5),
        ("a", 0, "d", 1, "f"): (3, 13),
    }


@pytest.mark.parametrize("before", ["王王", "ééé", "🎓", "e\u0301"])
def test_columns_count_characters(before: str) -> None:
    read = source.parse(f"{before}: [{before}, b]", PATH)
    column = 2 * len(before) + 6
    assert read.spans[before, 1] == Span(PATH, 1, column)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_count_whatever_ends_them(newline: str) -> None:
    assert source.parse(f"a: b{newline}c: d", PATH).spans["c",] == Span(PATH, 2, 4)


def test_a_block_texts_place_is_its_indicator() -> None:
    assert source.parse("a: >-\n  b\n", PATH).spans["a",] == Span(PATH, 1, 4)


def test_what_is_repeated_or_merged_has_the_place_where_it_is_written() -> None:
    read = source.parse("- &x {a: b}\n- *x\n- <<: *x\n", PATH)
    assert (read.spans[1, "a"], read.spans[2, "a"]) == (Span(PATH, 1, 10), Span(PATH, 1, 10))
    assert (read.key_spans[1, "a"], read.key_spans[2, "a"]) == (Span(PATH, 1, 7), Span(PATH, 1, 7))


# --- files that cannot be read --------------------------------------------------------------------


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    assert read_refusal(path) == Diagnostic(f"{path} does not exist", None, "cvgen new NAME makes a first profile")


def test_a_file_that_is_not_there_among_others_that_are(tmp_path: Path) -> None:
    for name in ("bob.yaml", "cy.yml", "notes.txt"):
        (tmp_path / name).touch()
    path = tmp_path / "ada.yaml"
    assert read_refusal(path) == Diagnostic(
        f"{path} does not exist", None, "the YAML files there are: bob.yaml, cy.yml"
    )


def test_a_folder(tmp_path: Path) -> None:
    assert read_refusal(tmp_path) == Diagnostic(
        f"{tmp_path} is a folder, not a profile", None, "name a YAML file in it"
    )


def test_a_fifo(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    os.mkfifo(path)
    assert read_refusal(path) == Diagnostic(f"{path} is not a regular file")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a" * 300, "File name too long"),
        ("file/ada.yaml", "Not a directory"),
        ("loop", "Too many levels of symbolic links"),
    ],
    ids=["long", "file", "loop"],
)
def test_a_path_that_leads_to_no_file(name: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    assert read_refusal(tmp_path / name) == Diagnostic(f"{tmp_path / name} cannot be read: {reason}")


def test_a_path_with_a_nul() -> None:
    assert read_refusal(Path("a\0b")).message.startswith("a\0b cannot be read: ")


def test_a_file_of_50_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 1024**2)
    message = f"{path} is too large: a profile may have 512 KB at most"
    assert read_refusal(path) == Diagnostic(message, None, "a ten-page CV has about 60 KB; is this the right file?")


def test_a_file_as_large_as_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    path.write_bytes(b"a: ".ljust(source.MAX_BYTES, b"x"))
    assert len(source.read(path).data["a"]) == source.MAX_BYTES - 3


# --- bytes that are no text -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line", "column", "message", "hint"),
    [
        ("a: b".encode("utf-16"), 1, 1, "{path} is in UTF-16", "save it as UTF-8"),
        (b"\xfe\xff\0a", 1, 1, "{path} is in UTF-16", "save it as UTF-8"),
        ("a: é\nb: café\n".encode("latin-1"), 1, 4, "the byte 0xE9 is not UTF-8", "save the file as UTF-8"),
        ("é: é\né: ".encode() + b"\xff", 2, 4, "the byte 0xFF is not UTF-8", "save the file as UTF-8"),
        (b"a: \xed\xa0\x80", 1, 4, "the byte 0xED is not UTF-8", "save the file as UTF-8"),
        (b"a: b\nc: \0d", 2, 4, "the control character U+0000 is not allowed", "delete it"),
        ("é: \x1b[1m".encode(), 1, 4, "the control character U+001B is not allowed", "delete it"),
        (b"a: \x7f", 1, 4, "the control character U+007F is not allowed", "delete it"),
        ("a: \x9b".encode(), 1, 4, "the control character U+009B is not allowed", "delete it"),
        ("a: \uffff".encode(), 1, 4, "the control character U+FFFF is not allowed", "delete it"),
    ],
)
def test_bytes_that_are_no_text_are_refused(
    content: bytes, line: int, column: int, message: str, hint: str, tmp_path: Path
) -> None:
    path = tmp_path / "ada.yaml"
    path.write_bytes(content)
    assert read_refusal(path) == Diagnostic(message.format(path=path), Span(path, line, column), hint)


@pytest.mark.parametrize(
    ("escape", "code"),
    [(r"\0", "0000"), (r"\a", "0007"), (r"\e", "001B"), (r"\x7f", "007F"), (r"\u009b", "009B"), (r"\uffff", "FFFF")],
)
@pytest.mark.parametrize("yaml", ['a: "b{}"', '? "b{}"\n: a', 'a: ["b{}"]'])
def test_control_characters_written_as_escapes_are_refused(escape: str, code: str, yaml: str) -> None:
    span = Span(PATH, 1, yaml.index('"') + 1)
    assert refusal(yaml.format(escape)) == Diagnostic(
        f"the control character U+{code} is not allowed", span, "delete it"
    )


# --- texts that would exhaust the machine ---------------------------------------------------------

TOO_MANY = f"more than {source.MAX_NODES} values"
TOO_DEEP = f"nested more than {source.MAX_DEPTH} levels deep"


def bomb(first: str, level: str) -> str:
    """Ten levels, each of which repeats the one below ten times."""
    repeated = "".join(f"- &a{n} {level.format(', '.join([f'*a{n - 1}'] * 10))}\n" for n in range(1, 11))
    return f"- &a0 {first}\n{repeated}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(bomb("x", "[{}]"), id="laughs"),
        pytest.param(bomb("[]", "[{}]"), id="empty laughs"),
        pytest.param(bomb("{a: b}", "{{<<: [{}]}}"), id="merged laughs"),
        pytest.param(bomb("{}", "{{<<: [{}]}}"), id="empty merged laughs"),
        pytest.param(f"- &a {{}}\n- &b {{<<: [{'*a, ' * 1000}]}}\n- <<: [{'*b, ' * 1000}]\n", id="merged nothing"),
        pytest.param("- a\n" * (source.MAX_NODES + 1), id="a long list"),
        pytest.param("".join(f"k{n}: a\n" for n in range(source.MAX_NODES + 1)), id="many keys"),
        pytest.param("a: b\n" * (source.MAX_NODES + 1), id="one key many times"),
        pytest.param(f"[{'a, ' * (source.MAX_NODES + 1)}]", id="a long line"),
    ],
)
def test_more_values_than_any_cv_has_are_refused(text: str) -> None:
    assert refusal(text).message.startswith(TOO_MANY)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 10_000, id="open"),
        pytest.param("[" * 10_000 + "]" * 10_000, id="flow lists"),
        pytest.param("{a: " * 10_000 + "}" * 10_000, id="flow mappings"),
        pytest.param("- " * 10_000 + "a", id="block lists"),
        pytest.param("".join(f"{' ' * n}a:\n" for n in range(1_000)), id="block mappings"),
    ],
)
def test_nesting_deeper_than_any_cv_has_is_refused(text: str) -> None:
    assert refusal(text).message == TOO_DEEP


@pytest.mark.parametrize("level", ["[*a{}]", "{{b: *a{}}}", "{{<<: *a{}}}"])
def test_nesting_by_aliases_is_refused_likewise(level: str) -> None:
    text = "- &a0 {}\n" + "".join(f"- &a{n} {level.format(n - 1)}\n" for n in range(1, 100))
    assert refusal(text).message == f"{TOO_DEEP}, with aliases written out"


def test_a_long_text_repeated_many_times_is_refused() -> None:
    text = f"- &a {'x' * 1024**2}\n" + "- *a\n" * 2000
    assert refusal(text).message.endswith("with aliases written out")


def test_nesting_as_deep_as_is_allowed_is_read() -> None:
    text = "[" * source.MAX_DEPTH + "a" + "]" * source.MAX_DEPTH
    assert len(source.parse(text, PATH).spans) == source.MAX_DEPTH + 1


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


# --- values from the command line -----------------------------------------------------------------

ADA = """\
basics:
  name: Ada
  url: https://a.org
design:
  font: { text: lato }
  order: [skills, awards]
sections: []
"""


def changed(*settings: str, text: str = ADA) -> source.Source:
    return source.with_settings(source.parse(text, PATH), settings)


def setting_refusal(*settings: str, text: str = ADA) -> Diagnostic:
    with pytest.raises(CvgenError) as caught:
        changed(*settings, text=text)
    [diagnostic] = caught.value.diagnostics
    return diagnostic


def option(setting: str) -> Span:
    """The place of a setting."""
    return Span(Path(f"--set {setting}"), 0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("letter", "letter"),
        ("10.50", "10.50"),
        ("true", True),
        ("False", False),
        ("", None),
        ("null", None),
        ("#0F4C81", "#0F4C81"),
        ("a # b: c - d", "a # b: c - d"),
        ("a=b=c", "a=b=c"),
        ("  two words ", "two words"),
        ("- a", "- a"),
        ("[a, 'b # c', 3]", ["a", "b # c", "3"]),
        ("[]", []),
        ("{a: true, b: {c: d}}", {"a": True, "b": {"c": "d"}}),
    ],
)
def test_a_value_is_read_as_in_yaml_but_for_the_sign_of_comments(text: str, value: Any) -> None:
    assert changed(f"x.y={text}").data["x"] == {"y": value}


@pytest.mark.parametrize(
    ("setting", "keys", "value"),
    [
        ("basics.name=Bob", ("basics", "name"), "Bob"),
        (" basics.name =Bob", ("basics", "name"), "Bob"),
        ("language=de", ("language",), "de"),
        ("design.size=11", ("design", "size"), "11"),
        ("design.font.heads=inter", ("design", "font"), {"text": "lato", "heads": "inter"}),
        ("design.font=inter", ("design", "font"), "inter"),
        ("a.b.c.d=e", ("a",), {"b": {"c": {"d": "e"}}}),
    ],
)
def test_a_setting_changes_what_its_keys_lead_to_and_nothing_else(
    setting: str, keys: tuple[str, ...], value: Any
) -> None:
    expected = data_of(ADA)
    node = expected
    for key in keys[:-1]:
        node = node[key]
    node[keys[-1]] = value
    assert changed(setting).data == expected


def test_the_last_of_two_settings_counts() -> None:
    data = changed("basics.name=Bob", "basics.name=Cy", "x=", "x.y=1").data
    assert (data["basics"]["name"], data["x"]) == ("Cy", {"y": "1"})


def test_the_source_itself_stays_as_it_was() -> None:
    read = source.parse(ADA, PATH)
    source.with_settings(read, ["basics.name=Bob", "design.order=[]", "a.b=c"])
    assert read == source.parse(ADA, PATH)


def test_without_settings_a_source_is_the_same() -> None:
    assert changed() == source.parse(ADA, PATH)


def test_what_is_set_has_the_option_as_its_place() -> None:
    setting = "design.order=[a, [b]]"
    read, before = changed(setting, "x.y={z: 1}"), source.parse(ADA, PATH)
    order: Pointer = ("design", "order")
    new: list[Pointer] = [("x",), ("x", "y"), ("x", "y", "z")]
    added = dict.fromkeys([order, (*order, 0), (*order, 1), (*order, 1, 0)], option(setting))
    added |= dict.fromkeys(new, option("x.y={z: 1}"))
    assert read.spans == {**before.spans, **added}
    assert read.key_spans == {**before.key_spans, **{key: added[key] for key in [order, *new]}}


def test_what_a_setting_takes_away_has_no_place_any_more() -> None:
    read = changed("design=")
    assert [pointer for pointer in (*read.spans, *read.key_spans) if pointer[:1] == ("design",)] == [("design",)] * 2


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("design.paper", "a setting needs a name and a value"),
        ("=letter", "a setting needs a name and a value"),
        ("design.=letter", "a setting needs a name and a value"),
        ("design..paper=letter", "a setting needs a name and a value"),
        ("", "a setting needs a name and a value"),
        ("basics.name.first=Ada", 'there is nothing to set in "basics.name"'),
        ("sections.0.title=Work", 'there is nothing to set in "sections"'),
        ("basics.name=A\x1bb", "a control character is not allowed"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_at_itself(setting: str, message: str) -> None:
    problem = setting_refusal(setting)
    assert (problem.message, problem.span) == (message, option(setting))


def test_a_setting_in_what_is_no_mapping_is_refused() -> None:
    problem = setting_refusal("a=b", text="- x\n")
    hint = "what is no mapping can only be set as a whole, such as design.order=[education, skills]"
    assert (problem.message, problem.hint) == ("there is nothing to set in the profile", hint)


def test_a_setting_may_have_spaces_round_its_keys() -> None:
    changed = source.with_settings(source.parse("a: {}\n", PATH), [" a . b = c d "])
    assert changed.data == {"a": {"b": "c d"}}


@pytest.mark.parametrize("setting", ["design.order=[a", "design={a: b", "design={a: b}}", "x=[*a]", 'x=["\\e"]'])
def test_a_setting_that_is_not_yaml_is_refused_at_itself(setting: str) -> None:
    problem = setting_refusal(setting)
    assert (problem.span, str(problem).startswith(f"--set {setting}: error: ")) == (option(setting), True)


def test_a_key_that_stands_twice_in_a_setting_is_noted() -> None:
    setting = "design={paper: a4, paper: letter}"
    [problem] = changed(setting).problems
    assert (problem.span, problem.severity) == (option(setting), Severity.ERROR)


def test_what_was_noted_of_the_file_is_kept() -> None:
    text = "basics:\n  name: Ada #1\n"
    assert changed("language=de", text=text).problems == source.parse(text, PATH).problems != ()


@pytest.mark.parametrize("setting", ["x=[" * 100, f"x={'[' * 100}{']' * 100}", f"x=[{'a, ' * 40_000}]"])
def test_a_setting_that_would_exhaust_the_machine_is_refused(setting: str) -> None:
    assert setting_refusal(setting).severity is Severity.ERROR
