"""Templates say what things are, not how they look, and print nothing that no type escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from cvgen.data import assets
from cvgen.look import styles
from cvgen.steps.latex.markup import TextOptions
from cvgen.steps.latex.structure import Recorder
from cvgen.steps.latex.templates import environment
from cvgen.text import inline
from tests.conftest import STYLES

TEMPLATES = sorted(path.name for path in assets.SHARED.glob("*.j2"))


@pytest.mark.parametrize("value", ["bare", b"bytes", 1.5, None, ["list"], inline.Plain("a node")])
def test_a_template_cannot_print_what_no_type_escapes(value: object) -> None:
    with pytest.raises(TypeError, match=f"a template prints a {type(value).__name__}, which has no way into TeX"):
        environment().from_string("<< value >>").render(value=value)


@pytest.mark.parametrize("template", ["<< missing >>", "<< value.missing >>", "<% if missing %><% endif %>"])
def test_a_template_cannot_use_what_is_not_there(template: str) -> None:
    with pytest.raises((jinja2.UndefinedError, TypeError)):
        environment().from_string(template).render(value=inline.literal("x"))


def test_a_template_prints_text_escaped() -> None:
    template = environment().from_string("<< value >>, << value | unmarked >>")
    printed = template.render(value=inline.literal("50%"), text_options=TextOptions(), recorder=Recorder())
    assert printed == r"\cvNode{1}50\%, 50\%"


def parsed(template: str) -> nodes.Template:
    return environment().parse((assets.SHARED / template).read_text(encoding="utf-8"))


def printed_constants(node: nodes.Node) -> Iterator[str]:
    """The string constants that an expression may print; arguments and indices are not printed."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif not isinstance(node, nodes.Call | nodes.Getattr | nodes.Getitem | nodes.Test | nodes.TemplateData):
        for child in node.iter_child_nodes():
            yield from printed_constants(child)


def emitted(template: str) -> list[str]:
    """The commands and environments in a template's own text."""
    text = "".join(data.data for data in parsed(template).find_all(nodes.TemplateData))
    return re.findall(r"\\(?:begin|end)\{(\w+)\}", text) + re.findall(r"\\([A-Za-z@]+|.)", text)


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_template_calls_a_text_safe(template: str) -> None:
    tree = parsed(template)
    filters = [node.name for node in tree.find_all(nodes.Filter)]
    assert (
        {*filters} - {"length", "string", "unmarked"},
        [*tree.find_all((nodes.MarkSafe, nodes.MarkSafeIfAutoescape))],
    ) == (
        set(),
        [],
    )


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_template_prints_a_string_constant(template: str) -> None:
    outputs = parsed(template).find_all(nodes.Output)
    assert [text for output in outputs for node in output.nodes for text in printed_constants(node)] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_template_says_how_things_look(template: str) -> None:
    look = re.compile(
        r"[hv]space|[hv]skip|[hv]fill?|(?:small|med|big)skip|kern|raisebox|[mf]box|parbox|minipage|center\w*|rule"
        r"|\w*color\w*|text[a-z]+|emph|[a-z]+(?:series|shape|family)|font\w*|selectfont|bf|it|sc|tt|sf|rm"
        r"|tiny|(?:script|footnote|normal)size|small|large|Large|LARGE|huge|Huge"
        r"|newline|linebreak|pagebreak|newpage|clearpage|par|noindent|cvStyle\w*|[\\,;:! ]"
    )
    assert [command for command in emitted(template) if look.fullmatch(command)] == []


SHARED_STY = "".join(path.read_text(encoding="utf-8") for path in assets.SHARED.glob("*.sty"))


DEFINITION = re.compile(
    r"\\(?:newcommand\*?|renewcommand\*?|newenvironment|def|cs_new_protected:Npn|NewDocumentCommand)\s*\{?\\?(cv\w+)"
    r"|tl_set:N = \\(cv\w+)"
)


def defined_in(package: str) -> set[str]:
    """The commands that a package defines by name."""
    return {name for names in DEFINITION.findall(package) for name in names if name}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_uses_only_commands_that_cvgen_sty_defines(template: str) -> None:
    latex_itself = {"documentclass", "usepackage", "begin", "end", "document", "item"}
    of_a_style_with_contents = {"cvContentsLine"}
    used = set(emitted(template)) - latex_itself - of_a_style_with_contents
    assert used - defined_in(SHARED_STY) == set()


@pytest.mark.parametrize("style", STYLES)
def test_a_style_defines_every_command_that_cvgen_sty_asks_of_it(style: str) -> None:
    required = re.search(r"\\@for\\cv@name:=([\w,]+)\\do\{%\n\s*\\@ifundefined\{cvStyle", SHARED_STY)
    assert required is not None
    defined = defined_in(styles.load(style).package.read_text(encoding="utf-8"))
    assert {f"cvStyle{name}" for name in required[1].split(",")} - defined == set()


def test_a_file_where_compiled_templates_belong_is_replaced(tmp_path: Path) -> None:
    compiled = tmp_path / "templates"
    compiled.write_text("in the way", encoding="utf-8")
    environment(compiled).get_template("document.tex.j2")
    assert len([*compiled.iterdir()]) > 0
