"""Step 4: nothing that a person types is LaTeX, and templates say what things are, not how they look."""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pypdf
import pytest
from jinja2 import nodes

from cvgen.data import assets
from cvgen.look import design, styles
from cvgen.steps import document, latex, profile, source
from cvgen.steps.latex import TexSource, Writing
from cvgen.steps.latex.structure import Element, Node, Recorder
from cvgen.text import inline
from tests.conftest import STYLES, Render

TEMPLATES = sorted(path.name for path in assets.SHARED.glob("*.j2"))


def typed(text: str) -> str:
    """What literal text becomes."""
    return latex.escape(inline.literal(text))


def marked(text: str) -> str:
    """What text with markup becomes."""
    return latex.escape(inline.parse(text))


def tex_of(yaml: str, style: str = "classic", path: Path = Path("ann.yaml"), stem: str = "ann") -> TexSource:
    """What a profile becomes in a style, without the marks of texts."""
    tex = with_marks(yaml, style, path, stem)
    return dataclasses.replace(tex, text=re.sub(r"\\cv(?:Node|Next)\{\d+\}", "", tex.text))


def with_marks(yaml: str, style: str = "classic", path: Path = Path("ann.yaml"), stem: str = "ann") -> TexSource:
    """What a profile becomes in a style."""
    valid, layout = profile.validate(source.parse(yaml, path)), styles.load(style)
    return latex.generate(document.build(valid), layout, design.resolve(layout, valid), stem)


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
        ("李雷", r"\cvHan{zh-Hans}{李雷}"),
        ("東京タワー", r"\cvHan{ja}{東京タワー}"),
        ("한국어 漢字", r"\cvHan{ko}{한국어} \cvHan{ko}{漢字}"),
        ("（中，文）", r"\cvHan{zh-Hans}{（中，文）}"),
        ("𠮷野", r"\cvHan{zh-Hans}{𠮷野}"),
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
        ("用Rust写", r"\cvHan{zh-Hans}{用}\cvHanGlue{}Rust\cvHanGlue{}\cvHan{zh-Hans}{写}"),
        ("第3名", r"\cvHan{zh-Hans}{第}\cvHanGlue{}3\cvHanGlue{}\cvHan{zh-Hans}{名}"),
        ("用 Rust 写", r"\cvHan{zh-Hans}{用} Rust \cvHan{zh-Hans}{写}"),
        ("写“x”", r"\cvHan{zh-Hans}{写}“x”"),
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
    template = latex._environment().from_string("<< value >>, << value | unmarked >>")
    printed = template.render(value=inline.literal("50%"), writing=Writing(), recorder=Recorder())
    assert printed == r"\cvNode{1}50\%, 50\%"


def parsed(template: str) -> nodes.Template:
    return latex._environment().parse((assets.SHARED / template).read_text(encoding="utf-8"))


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
    assert ({*filters} - {"length", "unmarked"}, [*tree.find_all((nodes.MarkSafe, nodes.MarkSafeIfAutoescape))]) == (
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


# --- styles ---------------------------------------------------------------------------------------

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


# --- the design -----------------------------------------------------------------------------------

SECTIONS = """\
basics: { name: Ann }
sections:
  - { title: Awards, kind: awards, entries: [{ title: Prize }] }
  - title: Schools
    sections: [{ title: Abroad, kind: education, entries: [{ institution: Far }] }]
  - { kind: skills, entries: [{ name: C }] }
  - { title: Education, kind: education, entries: [{ institution: Near }] }
"""


def titles(text: str) -> list[str]:
    return re.findall(r"\\cvSection\{\d\}\{(.+)\}", text)


@pytest.mark.parametrize(
    ("style", "order", "printed"),
    [
        ("classic", None, "Awards Schools Abroad Skills Education"),
        ("classic", "[education]", "Schools Abroad Education Awards Skills"),
        ("classic", "[skills, awards]", "Skills Awards Schools Abroad Education"),
        ("classic", "[EDUCATION]", "Education Awards Schools Abroad Skills"),
        ("classic", "[Skills, Schools]", "Skills Schools Abroad Awards Education"),
        ("classic", "[' skills ']", "Skills Awards Schools Abroad Education"),
        ("academic", None, "Schools Abroad Education Awards Skills"),
        ("academic", "[skills]", "Skills Awards Schools Abroad Education"),
    ],
)
def test_what_the_order_names_prints_first_and_the_rest_as_it_stands(
    style: str, order: str | None, printed: str
) -> None:
    chosen = f"design: {{ order: {order} }}\n" if order else ""
    assert titles(tex_of(SECTIONS + chosen, style).text) == printed.split()


@pytest.mark.parametrize("name", ["Schools", "Places"])
def test_a_section_with_a_new_title_answers_to_both(name: str) -> None:
    chosen = f"design: {{ order: [{name}], titles: {{ Schools: Places }} }}\n"
    assert titles(tex_of(SECTIONS + chosen).text) == ["Places", "Abroad", "Awards", "Skills", "Education"]


@pytest.mark.parametrize("name", ["Cafe\u0301", "Caf\u00e9", " CAF\u00c9"])
def test_a_title_is_the_same_however_unicode_spells_it(name: str) -> None:
    chosen = f"design: {{ order: ['{name}'] }}\n"
    text = SECTIONS.replace("title: Education", "title: Caf\u00e9")
    assert titles(tex_of(text + chosen).text)[0] == "Caf\u00e9"


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("skills: Tools", "Awards Schools Abroad Tools Education"),
        ("Awards: Prizes", "Prizes Schools Abroad Skills Education"),
        ("awards: Prizes", "Prizes Schools Abroad Skills Education"),
        ("abroad: Elsewhere", "Awards Schools Elsewhere Skills Education"),
        ("education: Studies", "Awards Schools Abroad Skills Studies"),
        ("Skills: '**50%**'", r"Awards Schools Abroad \cvStrong{50\%} Education"),
        ("skills: Tools, Schools: Studies", "Awards Studies Abroad Tools Education"),
    ],
)
def test_a_section_has_another_title_if_its_title_or_else_its_kind_is_given_one(given: str, printed: str) -> None:
    assert titles(tex_of(f"{SECTIONS}design: {{ titles: {{ {given} }} }}\n").text) == printed.split()


@pytest.mark.parametrize(
    ("style", "side", "aside", "main"),
    [
        ("classic", "[skills]", "", "Awards Schools Abroad Skills Education"),
        ("sidebar", "[skills]", "Skills", "Awards Schools Abroad Education"),
        ("sidebar", "[Education, awards]", "Awards Education", "Schools Abroad Skills"),
        ("sidebar", "[]", "", "Awards Schools Abroad Skills Education"),
    ],
)
def test_what_stands_at_the_side_does_so_where_there_is_a_column_for_it(
    style: str, side: str, aside: str, main: str
) -> None:
    text = tex_of(f"{SECTIONS}design: {{ side: {side} }}\n", style).text
    before, _, after = text.rpartition(r"\end{cvAside}")
    assert (titles(before), titles(after)) == (aside.split(), main.split())


def test_a_list_of_sections_counts_those_at_the_side_first() -> None:
    text = tex_of(f"{SECTIONS}design: {{ side: [skills] }}\n", "sidebar").text
    contents = re.findall(r"\\cvContentsLine\{(\d)\}\{(\w+)\}", text)
    assert contents == [("2", "Awards"), ("3", "Schools"), ("4", "Education")]


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("international", "<international>"),
        ("“international”, or four", "“<international>”, or four"),
        ("an *international* one", r"an \cvEmph{<international>} one"),
        ("[international](https://international.org)", r"\cvLink{https://international.org}{<international>}"),
        ("international.org ann@international.org", "international.org ann@international.org"),
        ("https://a.org/international", "https://a.org/international"),
        ("x86international inter_national well-international", r"x86international inter\_national well-international"),
        ("`international`", r"\cvCode{international}"),
    ],
)
def test_words_are_hyphenated_and_addresses_and_code_are_not(text: str, tex: str) -> None:
    assert latex.escape(inline.parse(text), Writing(hyphenate=lambda word: f"<{word}>")) == tex


@pytest.mark.parametrize(
    ("language", "hyphenation", "divided"),
    [
        ("en", "true", True),
        ("de-AT", "true", True),
        ("no", "true", True),
        ("pt-BR", "true", True),
        ("en", "false", False),
        ("zh-Hans", "true", False),
    ],
)
def test_words_are_divided_as_the_language_divides_them_if_asked_to(
    language: str, hyphenation: str, divided: bool
) -> None:
    options = f"language: {language}\ndesign: {{ hyphenation: {hyphenation} }}\n"
    found = re.search(r"cvParagraph\{(.+)\}", tex_of(f"basics: {{ name: Ann, summary: compiler }}\n{options}").text)
    assert found is not None
    assert (found[1].replace(r"\-", ""), r"\-" in found[1]) == ("compiler", divided)


@pytest.mark.parametrize(
    ("entries", "widest"),
    [
        ("[{ title: A }]", ""),
        (
            "[{ title: A, date: 2021 }, { title: B, startDate: 2021-09, endDate: 2022-07 }]",
            "{2021}{Sep 2021 – Jul 2022}",
        ),
        (
            "[{ title: A, date: 二零二四年五月 }, { title: B, date: Fall of 2024 }]",
            r"{Fall of 2024}{\cvHan{zh-Hans}{二零二四年五月}}",
        ),
        ("[{ title: A, date: '50%' }]", r"{50\%}"),
    ],
)
def test_a_style_is_told_the_widest_dates(entries: str, widest: str) -> None:
    fields = entries.replace("title", "institution")
    text = tex_of(f"basics: {{ name: Ann }}\nsections: [{{ kind: education, entries: {fields} }}]\n").text
    assert f"widest dates = {{{widest}}},\n" in text


@pytest.mark.parametrize(
    ("basics", "contact"),
    [
        ("location: Oslo", r"{location}{}{Oslo}"),
        ("phone: 1", r"{phone}{}{\cvLink{tel:1}{1}}"),
        ("profiles: [{ network: GitHub, username: a_b }]", r"{github}{GitHub}{\cvLink{https://github.com/a\_b}{a\_b}}"),
        ("profiles: [{ network: Stack Overflow, url: 'https://a.org' }]", "{stackoverflow}{Stack Overflow}"),
        ("profiles: [{ network: 知乎, username: a }]", r"{profile}{\cvHan{zh-Hans}{知乎}}{a}"),
        ("profiles: [{ network: 'C#}', username: a }]", r"{c}{C\#\}}{a}"),
    ],
)
def test_a_contact_has_the_name_of_an_icon_and_of_its_network(basics: str, contact: str) -> None:
    assert rf"\cvContact{contact}" in tex_of(f"basics:\n  name: Ann\n  {basics}\n").text


# For each option another value than cvgen's, and a style in which it matters.
OPTIONS = {
    "paper": ("letter", "classic"),
    "accent": ("123456", "classic"),
    "font": ("lato", "classic"),
    "size": ("11.3", "classic"),
    "density": ("airy", "classic"),
    "dates": ("left", "classic"),
    "photo": ("false", "classic"),
    "icons": ("true", "classic"),
    "pageNumbers": ("false", "classic"),
    "hyphenation": ("true", "classic"),
    "order": ("[skills]", "classic"),
    "titles": ("{ skills: Tools }", "classic"),
    "side": ("[]", "sidebar"),
}


def test_the_options_below_are_all_there_are() -> None:
    assert list(OPTIONS) == list(profile.schema()["$defs"]["design"]["properties"])


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_of_the_design_reaches_the_document(option: str, tmp_path: Path) -> None:
    (tmp_path / "ann.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    value, style = OPTIONS[option]
    yaml = SECTIONS.replace("name: Ann", "name: Ann, image: ann.png, summary: international")
    plain = tex_of(yaml, style, tmp_path / "ann.yaml")
    assert tex_of(f"{yaml}design: {{ {option}: {value} }}\n", style, tmp_path / "ann.yaml").text != plain.text


def test_a_photo_that_is_not_wanted_does_not_go_along(tmp_path: Path) -> None:
    (tmp_path / "ann.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    yaml = "basics: { name: Ann, image: ann.png }\ndesign: { photo: false }\n"
    tex = tex_of(yaml, path=tmp_path / "ann.yaml")
    assert ([*tex.assets.values()].count(tmp_path / "ann.png"), "photo" in tex.text) == (0, False)


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
    assert rendered(profile, style).warnings == []


def test_metadata_cannot_leave_its_string() -> None:
    text = tex_of('basics: { name: "a)>>}😀" }').text
    name = "FEFF0061" + "0029" + "003E" * 2 + "007D" + "D83DDE00"
    assert f"\\cvMetadata{{<{name}00202013002000430056>}}{{<{name}>}}{{<FEFF0065006E>}}" in text


@pytest.mark.parametrize(("tex_line", "yaml_line"), [(1, None), (2, 7), (3, 7), (4, 12), (5, 12), (99, 12)])
def test_a_line_of_tex_leads_to_the_line_of_yaml_that_made_it(tex_line: int, yaml_line: int | None) -> None:
    tex = TexSource("\\start\n\\cvAt{7}%\n\\a{\\cvAt{8}}\n  \\cvAt{12}%\n\\b \\cvAt{13}%\n", {})
    assert tex.yaml_line(tex_line) == yaml_line


def test_typed_text_cannot_pretend_to_be_a_line_number() -> None:
    tex = tex_of("basics:\n  name: Ann\n  summary: |-\n    \\cvAt{99}%\n    x\n")
    [place] = [number for number, line in enumerate(tex.text.splitlines(), 1) if "cvAt\\{99" in line]
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
    tex = tex_of('basics: { name: Ann, image: "my {photo}" }', path=tmp_path / "ann.yaml", stem=stem)
    [name] = [name for name, file in tex.assets.items() if file == photo]
    assert re.fullmatch(asset, name)
    assert f"photo = {{{name}}}," in tex.text


def test_profiles_with_like_names_have_photos_of_their_own() -> None:
    assert len({latex._file_name(stem) for stem in ("李雷", "韩梅", "a b", "a-b", "a_b")}) == 5


def test_the_packages_that_a_document_uses_go_along_with_it() -> None:
    packages = [*assets.SHARED.glob("*.sty"), assets.STYLES / "academic" / "cvgen-academic.sty"]
    assert tex_of("basics: { name: Ann }", "academic").assets == {path.name: path for path in packages}


# --- the structure --------------------------------------------------------------------------------

STRUCTURE = """\
basics: { name: Ann, email: a@b.org }
sections:
  - title: Work
    kind: experience
    entries:
      - name: Acme
        date: 2020
        highlights: [one, "[two](https://a.org)"]
  - title: Prizes
    kind: awards
    entries: [{ title: First }, { title: Second }]
"""


def outline(element: Element) -> list[object]:
    """An element as nested lists: its tag, its texts and what is in it."""
    kids = [kid.text if isinstance(kid, Node) else outline(kid) for kid in element.kids]
    return [element.tag, *kids]


def test_a_document_says_what_its_parts_are() -> None:
    assert outline(with_marks(STRUCTURE).structure) == [
        "Document",
        ["H1", "Ann"],
        ["L", ["LI", ["LBody", "a@b.org"]]],
        ["TOC", "Contents"],
        [
            "Sect",
            ["H2", "Work"],
            [
                "Div",
                ["H3", "Acme"],
                ["P", "2020"],
                ["L", *(["LI", ["Lbl", ""], ["LBody", ["P", text]]] for text in ("one", "two"))],
            ],
        ],
        ["Sect", ["H2", "Prizes"], ["L", *(["LI", ["LBody", ["P", text]]] for text in ("First", "Second"))]],
    ]


def test_a_text_of_the_structure_has_its_mark_its_links_and_its_place() -> None:
    tex = with_marks(STRUCTURE)
    [two] = [node for node in tex.structure.nodes() if node.text == "two"]
    assert (two.urls, two.span and two.span.line) == (("https://a.org",), 8)
    assert rf"\cvNode{{{two.number}}}\cvLink{{https://a.org}}{{two}}" in tex.text


def test_each_text_is_marked_once() -> None:
    tex = with_marks(STRUCTURE)
    marks = [int(number) for number in re.findall(r"\\cv(?:Node|Next|Item|LastItem)\{(\d+)\}", tex.text)]
    assert sorted(marks) == [node.number for node in tex.structure.nodes()]
