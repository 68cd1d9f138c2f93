"""Step 1: values from the command line, put into a source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic, Pointer, Severity, Span
from cvgen.steps import source
from cvgen.steps.source.settings import with_settings

PATH = Path("ada.yaml")


def data_of(text: str) -> Any:
    return source.parse(text, PATH).data


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
    return with_settings(source.parse(text, PATH), settings)


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
    with_settings(read, ["basics.name=Bob", "design.order=[]", "a.b=c"])
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
    hint = "only a mapping takes single keys; set the value as a whole, such as design.order=[education, skills]"
    assert (problem.message, problem.hint) == ("there is nothing to set in the profile", hint)


def test_a_setting_may_have_spaces_round_its_keys() -> None:
    changed = with_settings(source.parse("a: {}\n", PATH), [" a . b = c d "])
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
