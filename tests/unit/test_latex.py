"""Step 4: nothing that a person types is LaTeX, and templates say what things are, not how they look."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pypdf
import pytest
from jinja2 import nodes

from cvgen import assets, document, inline, latex, profile, source
from cvgen.diagnostics import CvgenError
from cvgen.document import Document
from cvgen.latex import TexSource
from tests.conftest import STYLES, Render

TEMPLATES = sorted(path.name for path in (assets.STYLES / latex.SHARED).glob("*.j2"))


def typed(text: str) -> str:
    """What literal text becomes."""
    return latex.escape(inline.literal(text))


def marked(text: str) -> str:
    """What text with markup becomes."""
    return latex.escape(inline.parse(text))


def built(yaml: str, path: Path = Path("ann.yaml")) -> Document:
    return document.build(profile.validate(source.parse(yaml, path)))


# --- text is literal ------------------------------------------------------------------------------


SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\u00a0": "~",
    "\u00ad": r"\-",
    "\u200b": r"\cvBreak{}",
}


@pytest.mark.parametrize(("character", "tex"), SPECIAL.items())
def test_what_tex_would_act_on_is_escaped(character: str, tex: str) -> None:
    assert typed(f"a{character}b") == f"a{tex}b"


@pytest.mark.parametrize("neighbour", ["\u0302", "\u20dd", "\ufe0f", "\U000e0100", "\u200d", "中", "ש", "λ", "😀"])
@pytest.mark.parametrize(("character", "tex"), [pair for pair in SPECIAL.items() if pair[0].isascii()])
def test_it_is_escaped_whatever_stands_beside_it(character: str, tex: str, neighbour: str) -> None:
    assert tex in typed(neighbour + character)
    assert tex in typed(character + neighbour)


def test_everything_else_that_a_keyboard_has_stands_for_itself() -> None:
    letters = "".join(map(chr, range(0x21, 0x7F)))
    plain = re.sub(r"[\\{}#$%&_~^]", "", letters)
    assert [typed(char) for char in plain] == list(plain)


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        (r"\input{/etc/passwd}", r"\textbackslash{}input\{/etc/passwd\}"),
        ("^^41", r"\textasciicircum{}\textasciicircum{}41"),
        ("<< x >> <% y %>", r"<< x >> <\% y \%>"),
        ("-- --- `` '' ?` <<", "-- --- `` '' ?` <<"),
        ("Zoë Łukasiewicz 3–5 “so”…", "Zoë Łukasiewicz 3–5 “so”…"),
    ],
)
def test_text_is_never_a_command(text: str, tex: str) -> None:
    assert typed(text) == tex


# --- markup ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("**a_b**", r"\cvStrong{a\_b}"),
        ("*50%*", r"\cvEmph{50\%}"),
        ("`C#`", r"\cvCode{C\#}"),
        ("***both***", r"\cvEmph{\cvStrong{both}}"),
        ("[R&D](https://example.com/~x)", r"\cvLink{https://example.com/\~x}{R\&D}"),
        ("**see [*it*](https://example.com)**", r"\cvStrong{see \cvLink{https://example.com}{\cvEmph{it}}}"),
        ("plain", "plain"),
    ],
)
def test_markup_becomes_semantic_commands(text: str, tex: str) -> None:
    assert marked(text) == tex


# --- scripts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("李雷", r"\cvHan{zh}{李雷}"),
        ("東京タワー", r"\cvHan{ja}{東京タワー}"),
        ("한국어 漢字", r"\cvHan{ko}{한국어} \cvHan{ko}{漢字}"),
        ("（中，文）", r"\cvHan{zh}{（中，文）}"),  # noqa: RUF001
        ("𠮷野", r"\cvHan{zh}{𠮷野}"),
        ("שלום עולם", r"\cvRtl{\cvRun{שלום} \cvRun{עולם}}"),
        ("مرحبا Ann", r"\cvRtl{\cvRun{مرحبا}} Ann"),
        ("Ελλάδα", r"\cvRun{Ελλάδα}"),
        ("a → b 😀", r"a \cvRun{→} b \cvRun{😀}"),
    ],
)
def test_each_script_is_set_by_its_own_rules(text: str, tex: str) -> None:
    assert typed(text) == tex


def test_the_form_of_chinese_characters_goes_by_the_whole_text() -> None:
    assert marked("**漢字** と") == r"\cvStrong{\cvHan{ja}{漢字}} \cvHan{ja}{と}"


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("用Rust写", r"\cvHan{zh}{用}\cvHanGlue{}Rust\cvHanGlue{}\cvHan{zh}{写}"),
        ("第3名", r"\cvHan{zh}{第}\cvHanGlue{}3\cvHanGlue{}\cvHan{zh}{名}"),
        ("用 Rust 写", r"\cvHan{zh}{用} Rust \cvHan{zh}{写}"),
        ("写“x”", r"\cvHan{zh}{写}“x”"),
    ],
)
def test_a_hair_of_space_parts_chinese_from_letters_that_touch_it(text: str, tex: str) -> None:
    assert typed(text) == tex


@pytest.mark.parametrize("text", ["x\u0302", "q\u0303\u0304z", "葛\U000e0100城", "λ\u0302π", "Ω" * 40 + "\u0302Ω"])
def test_a_mark_stays_with_its_letter(text: str) -> None:
    tex = typed(text)
    before = [tex[i - 1] for i, char in enumerate(tex) if unicodedata.category(char) == "Mn"]
    assert [char for char in before if char in "{}"] == []


# --- long words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["a" * 28, "well-known/and-or/both@home", "https://example.com"])
def test_a_word_that_fits_on_a_line_never_breaks(word: str) -> None:
    assert typed(word) == word


@pytest.mark.parametrize(
    ("address", "pieces"),
    [
        ("https://example.com/a/very/long/path", ["https://", "example.", "com/", "a/", "very/", "long/", "path"]),
        ("some_body+filter@mail.example.org", [r"some\_", "body+", "filter@", "mail.", "example.", "org"]),
    ],
)
def test_a_long_address_may_break_after_punctuation(address: str, pieces: list[str]) -> None:
    assert typed(address).split(r"\cvBreak{}") == pieces


@pytest.mark.parametrize("letter", ["a", "é", "λ", "ж"])
def test_a_long_word_may_break_after_each_line_full_and_not_before(letter: str) -> None:
    pieces = typed(letter * 100).replace(r"\cvRun{", "").replace("}", "").split(r"\cvBreak{")
    assert (pieces[0], "".join(pieces)) == (letter * 28, letter * 100)


def test_short_words_beside_a_long_one_stay_whole() -> None:
    assert typed("a/b " + "c" * 29 + " d/e") == "a/b " + "c" * 28 + r"\cvBreak{}c d/e"


# --- addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "tex"),
    [
        ("https://example.com/a?b=c", "https://example.com/a?b=c"),
        ("https://example.com/~a_b#c&d$e", r"https://example.com/\~a\_b\#c\&d\$e"),
        ("https://example.com/%20", r"https://example.com/\%20"),
        ("https://example.com/a(b)", r"https://example.com/a\%28b\%29"),
        ("https://example.com/a b", r"https://example.com/a\%20b"),
        ("https://example.com/\\{}^", r"https://example.com/\%5C\%7B\%7D\%5E"),
        ("https://example.com/中", r"https://example.com/\%E4\%B8\%AD"),
        ("https://müller.example/", "https://xn--mller-kva.example/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("mailto:o'hara+cv@example.com", "mailto:o'hara+cv@example.com"),
    ],
)
def test_an_address_is_percent_encoded(url: str, tex: str) -> None:
    assert latex.escape_url(url) == tex


def test_no_character_special_to_tex_or_pdf_survives_in_an_address() -> None:
    everything = "".join(map(chr, [*range(0x20, 0x250), 0x4E2D, 0x1F600]))
    left = re.sub(r"\\[%#&$~_]", "", latex.escape_url(f"https://example.com/{everything}"))
    assert re.findall(r"[^A-Za-z0-9!*'+,/:;=?@.-]", left) == []


# --- templates ------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["bare", b"bytes", 1.5, None, ["list"], inline.Plain("a node")])
def test_a_template_cannot_print_what_no_type_escapes(value: object) -> None:
    with pytest.raises(TypeError, match=f"a template prints a {type(value).__name__}, which has no way into TeX"):
        latex._environment().from_string("<< value >>").render(value=value)


@pytest.mark.parametrize("template", ["<< missing >>", "<< value.missing >>", "<% if missing %><% endif %>"])
def test_a_template_cannot_use_what_is_not_there(template: str) -> None:
    with pytest.raises((jinja2.UndefinedError, TypeError)):
        latex._environment().from_string(template).render(value=inline.literal("x"))


def test_a_template_prints_text_escaped() -> None:
    assert latex._environment().from_string("<< value >>").render(value=inline.literal("50%")) == r"50\%"


def parsed(template: str) -> nodes.Template:
    return latex._environment().parse((assets.STYLES / latex.SHARED / template).read_text(encoding="utf-8"))


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
    assert (filters, [*tree.find_all((nodes.MarkSafe, nodes.MarkSafeIfAutoescape))]) == ([], [])


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


# --- styles ---------------------------------------------------------------------------------------

CVGEN_STY = (assets.STYLES / latex.SHARED / "cvgen.sty").read_text(encoding="utf-8")
DEFINITION = re.compile(r"\\(?:newcommand\*?|renewcommand\*?|newenvironment|def|cs_new_protected:Npn)\s*\{?\\?(cv\w+)")


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_uses_only_commands_that_cvgen_sty_defines(template: str) -> None:
    latex_itself = {"documentclass", "usepackage", "begin", "end", "document", "item"}
    assert set(emitted(template)) - latex_itself - set(DEFINITION.findall(CVGEN_STY)) == set()


@pytest.mark.parametrize("style", STYLES)
def test_a_style_defines_every_command_that_cvgen_sty_asks_of_it(style: str) -> None:
    required = re.search(r"\\@for\\cv@name:=([\w,]+)\\do", CVGEN_STY)
    assert required is not None
    defined = DEFINITION.findall(latex.load_style(style).package.read_text(encoding="utf-8"))
    assert {f"cvStyle{name}" for name in required[1].split(",")} - set(defined) == set()


@pytest.mark.parametrize("style", STYLES)
def test_a_style_says_what_it_looks_like(style: str) -> None:
    loaded = latex.load_style(style)
    assert (loaded.name, loaded.package.is_file(), loaded.description != "") == (style, True, True)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("clasic", 'did you mean "classic"?'),
        ("Academic", 'did you mean "academic"?'),
        ("zzz", f"the styles are: {', '.join(STYLES)}"),
        ("shared", f"the styles are: {', '.join(STYLES)}"),
        ("../classic", 'did you mean "classic"?'),
        ("", f"the styles are: {', '.join(STYLES)}"),
    ],
)
def test_an_unknown_style_names_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(CvgenError) as raised:
        latex.load_style(name)
    [problem] = raised.value.diagnostics
    assert (problem.message, problem.span, problem.hint) == (f'there is no style "{name}"', None, hint)


SECTIONS = """\
basics: { name: Ann }
sections:
  - { title: Awards, kind: awards, entries: [{ title: Prize }] }
  - title: Schools
    sections: [{ title: Abroad, kind: education, entries: [{ institution: Far }] }]
  - { title: Skills, kind: skills, entries: [{ name: C }] }
  - { title: Education, kind: education, entries: [{ institution: Near }] }
"""


@pytest.mark.parametrize(
    ("style", "titles"),
    [
        ("classic", ["Awards", "Schools", "Abroad", "Skills", "Education"]),
        ("academic", ["Schools", "Abroad", "Education", "Awards", "Skills"]),
    ],
)
def test_what_a_style_leads_with_prints_first_and_the_rest_in_its_order(style: str, titles: list[str]) -> None:
    text = latex.render(built(SECTIONS), latex.load_style(style)).text
    assert re.findall(r"\\cvSection\{\d\}\{(\w+)\}", text) == titles


# --- the document ---------------------------------------------------------------------------------

BRACKETS = """\
basics: { name: "[a", label: "[b", summary: "[c", epigraph: { text: ["[d", "[e"], source: "[x" } }
sections:
  - { title: "[f", kind: bullets, entries: ["[g] h", "x", { label: "[i", text: "[j" }, { label: "[k", highlights: ["[l"] }] }
  - { title: "[m", kind: numbered, entries: ["[n]"] }
  - { title: "[o", kind: table, entries: [{ label: "[p", value: ["[q", "[r"] }] }
  - { title: "[s", kind: awards, entries: [{ title: "[t", summary: "[u", highlights: ["[v", "[w"] }] }
"""


@pytest.mark.parametrize("style", STYLES)
def test_a_bracket_at_the_start_of_a_text_is_not_an_argument(rendered: Render, tmp_path: Path, style: str) -> None:
    profile = tmp_path / "brackets.yaml"
    profile.write_text(BRACKETS, encoding="utf-8")
    [page] = pypdf.PdfReader(rendered(profile, style).pdf).pages
    assert sorted(re.findall(r"\[([a-z])", page.extract_text())) == list("abcdefgijklmnopqrstuvwx")


@pytest.mark.parametrize("style", STYLES)
def test_every_font_of_a_style_has_the_characters_that_need_no_fallback(
    rendered: Render, tmp_path: Path, style: str
) -> None:
    common = [char for char in map(chr, range(0xA1, 0x2200)) if typed(char) == char]
    text = " ".join("".join(common[i : i + 20]) for i in range(0, len(common), 20))
    texts = [text, f"**{text}**", f"*{text}*", f"***{text}***", f"`{text}`"]
    profile = tmp_path / "common.yaml"
    section = {"title": text, "kind": "text", "entries": texts}
    profile.write_text(json.dumps({"basics": {"name": text, "label": text}, "sections": [section]}), encoding="utf-8")
    assert rendered(profile, style).result.warnings == ()


def test_metadata_cannot_leave_its_string() -> None:
    text = latex.render(built('basics: { name: "a)>>}😀" }'), latex.load_style("classic")).text
    name = "FEFF0061" + "0029" + "003E" * 2 + "007D" + "D83DDE00"
    assert f"\\cvMetadata{{<{name}00202013002000430056>}}{{<{name}>}}{{<FEFF0065006E>}}" in text


@pytest.mark.parametrize(("tex_line", "yaml_line"), [(1, None), (2, 7), (3, 7), (4, 12), (5, 12), (99, 12)])
def test_a_line_of_tex_leads_to_the_line_of_yaml_that_made_it(tex_line: int, yaml_line: int | None) -> None:
    tex = TexSource("\\start\n% line 7\n\\a{\\% line 8}\n  % line 12\n\\b % line 13\n", {})
    assert tex.yaml_line(tex_line) == yaml_line


def test_typed_text_cannot_pretend_to_be_a_line_number() -> None:
    tex = latex.render(built('basics:\n  name: Ann\n  summary: "% line 99"\n'), latex.load_style("classic"))
    place = tex.text.splitlines().index(r"\cvParagraph{\% line 99}") + 1
    assert tex.yaml_line(place) == 3


@pytest.mark.parametrize(
    ("stem", "content", "asset"),
    [
        ("ann", b"\x89PNG\r\n\x1a\n", r"ann-photo\.png"),
        ("ann", b"\xff\xd8\xff", r"ann-photo\.jpg"),
        ("Ann Lee #1%", b"\xff\xd8\xff", r"Ann-Lee-1--[0-9a-f]{8}-photo\.jpg"),
        ("李雷", b"\xff\xd8\xff", r"--[0-9a-f]{8}-photo\.jpg"),
        ("../ann", b"\xff\xd8\xff", r"-ann-[0-9a-f]{8}-photo\.jpg"),
    ],
)
def test_the_photo_goes_along_under_a_name_that_tex_can_read(
    tmp_path: Path, stem: str, content: bytes, asset: str
) -> None:
    photo = tmp_path / "my {photo}"
    photo.write_bytes(content)
    made = built('basics: { name: Ann, image: "my {photo}" }', tmp_path / "ann.yaml")
    tex = latex.render(made, latex.load_style("classic"), stem)
    [name] = [name for name, file in tex.assets.items() if file == photo]
    assert re.fullmatch(asset, name)
    assert f"photo = {{{name}}}," in tex.text


def test_profiles_with_like_names_have_photos_of_their_own() -> None:
    assert len({latex._file_name(stem) for stem in ("李雷", "韩梅", "a b", "a-b", "a_b")}) == 5


def test_the_packages_that_a_document_uses_go_along_with_it() -> None:
    tex = latex.render(built("basics: { name: Ann }"), latex.load_style("academic"))
    shared, academic = assets.STYLES / "shared", assets.STYLES / "academic"
    packages = {"cvgen.sty": shared / "cvgen.sty", "cvgen-academic.sty": academic / "cvgen-academic.sty"}
    assert tex.assets == packages
