"""Step 4: the design, the metadata, the photo and the structure of a document reach its LaTeX."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from cvgen.data import assets
from cvgen.steps import latex
from cvgen.steps.latex import TexSource
from cvgen.steps.latex.structure import Element, Node
from cvgen.validation import schemas
from tests.conftest import STYLES, Render
from tests.steps.latex.sources import SECTIONS, tex_of, with_marks


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind)
    return file.getvalue()


PNG, JPEG = picture("PNG"), picture("JPEG")


@pytest.mark.parametrize("rest", ["字 x ", "字x"])
def test_no_line_is_too_long_for_tex(rest: str) -> None:
    """TeX reads 200,000 characters at most as a line; it reads the end of one as a space. This took minutes."""
    summary = "word " * 30_000 + rest * 20_000
    tex = tex_of(f"basics: {{ name: Ann, summary: '{summary}' }}").text
    assert max(map(len, tex.split("\n"))) < 100_000
    assert len(re.findall(r"\bword\b", tex)) == 30_000


@pytest.mark.parametrize(
    ("entries", "widest"),
    [
        ("[{ title: A }]", ""),
        (
            "[{ title: A, date: 2021 }, { title: B, startDate: 2021-09, endDate: 2022-07 }]",
            "{2021}{Sep 2021 – Jul 2022}",
        ),
        (
            "[{ title: A, date: 二零二四年五月 }, { title: B, date: Fall or 2024 }]",
            r"{Fall or 2024}{\cvHan{zh-Hans}{二零二四年五月}}",
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
        (
            "profiles: [{ network: GitHub, username: a_b }]",
            r"{github}{}{\cvLink{https://github.com/a\_b}{github.com/a\_b}}",
        ),
        ("profiles: [{ network: Stack Overflow, url: 'https://a.org' }]", "{stackoverflow}{Stack Overflow}"),
        ("profiles: [{ network: 知乎, username: a }]", r"{profile}{\cvHan{zh-Hans}{知乎}}{a}"),
        ("profiles: [{ network: 'C#}', username: a }]", r"{profile}{C\#\}}{a}"),
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
    "dateFormat": ("iso", "classic"),
    "margins": ("18mm", "classic"),
    "photo": ("{ shape: round }", "classic"),
    "icons": ("true", "classic"),
    "contacts": ("handle", "classic"),
    "pageNumbers": ("false", "classic"),
    "hyphenation": ("true", "classic"),
    "order": ("[skills]", "classic"),
    "titles": ("{ skills: Tools }", "classic"),
    "itemDates": ("start", "classic"),
    "smartQuotes": ("true", "classic"),
    "numbering": ("ascending", "classic"),
    "authors": ("{ max: 1 }", "classic"),
    "lead": ("position", "classic"),
    "labels": ("{ advisor: Mentor }", "classic"),
    "side": ("[]", "sidebar"),
}
OF_THE_COMMAND = ["style", "pages"]


def test_the_options_below_are_all_there_are() -> None:
    assert OF_THE_COMMAND + list(OPTIONS) == list(schemas.profile()["$defs"]["design"]["properties"])


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_of_the_design_reaches_the_document(option: str, tmp_path: Path) -> None:
    (tmp_path / "ann.png").write_bytes(PNG)
    value, style = OPTIONS[option]
    yaml = SECTIONS.replace(
        "name: Ann", "name: Ann, image: ann.png, summary: international, profiles: [{ network: X, username: a }]"
    ).replace("institution: Near", "institution: Near, studyType: BA, advisor: A, date: 2024-05")
    yaml += """  - { kind: bullets, entries: [{ text: It's, date: 2024 }] }
  - { kind: publications, entries: [{ name: P, authors: [A, B] }] }
"""
    plain = tex_of(yaml, style, tmp_path / "ann.yaml")
    assert tex_of(f"{yaml}design: {{ {option}: {value} }}\n", style, tmp_path / "ann.yaml").text != plain.text


def test_a_photo_that_is_not_wanted_does_not_go_along(tmp_path: Path) -> None:
    (tmp_path / "ann.png").write_bytes(PNG)
    yaml = "basics: { name: Ann, image: ann.png }\ndesign: { photo: false }\n"
    tex = tex_of(yaml, path=tmp_path / "ann.yaml")
    assert (any(isinstance(each, bytes) for each in tex.assets.values()), "photo =" in tex.text) == (False, False)


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
        ("ann", PNG, r"ann-photo\.png"),
        ("ann", JPEG, r"ann-photo\.jpg"),
        ("Ann Lee #1%", JPEG, r"Ann-Lee-1--[0-9a-f]{8}-photo\.jpg"),
        ("李雷", JPEG, r"--[0-9a-f]{8}-photo\.jpg"),
        ("../ann", JPEG, r"-ann-[0-9a-f]{8}-photo\.jpg"),
    ],
)
def test_the_photo_goes_along_under_a_name_that_tex_can_read(
    tmp_path: Path, stem: str, content: bytes, asset: str
) -> None:
    photo = tmp_path / "my {photo}"
    photo.write_bytes(content)
    tex = tex_of('basics: { name: Ann, image: "my {photo}" }', path=tmp_path / "ann.yaml", stem=stem)
    [name] = [name for name, file in tex.assets.items() if isinstance(file, bytes)]
    assert re.fullmatch(asset, name)
    assert f"photo = {{{name}}}," in tex.text


def test_profiles_with_like_names_have_photos_of_their_own() -> None:
    assert len({latex._file_name(stem) for stem in ("李雷", "韩梅", "a b", "a-b", "a_b")}) == 5


def test_the_packages_that_a_document_uses_go_along_with_it() -> None:
    packages = [*assets.SHARED.glob("*.sty"), assets.STYLES / "academic" / "cvgen-academic.sty"]
    assert tex_of("basics: { name: Ann }", "academic").assets == {path.name: path for path in packages}


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


@pytest.mark.parametrize(
    ("tag", "brackets"),
    [
        ("he", r"open bracket = { \cvR{(}}, close bracket = {\cvR{)}}"),
        ("en", "open bracket = { (}, close bracket = {)}"),
    ],
)
def test_brackets_open_in_the_direction_of_the_page(tag: str, brackets: str) -> None:
    assert brackets in tex_of(f"language: {tag}\nbasics: {{ name: Ann }}\n").text
