"""Step 4: ``Document`` + ``Style`` -> ``TexSource``: LaTeX that says what things are.

Text reaches TeX by its type alone: Jinja's ``finalize`` knows how to write each leaf type of a document
and refuses a bare string, so that forgetting to escape is an error and not a hole.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cvgen import assets, inline
from cvgen.diagnostics import CvgenError, did_you_mean
from cvgen.document import Document, Fact, Kind, Section, When, between, joined, shown_when, word
from cvgen.inline import Code, Emphasis, Inline, Link, Plain, Strong, Text
from cvgen.profile import photo_suffix

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

SHARED: Final = "shared"

# What TeX would take for a command. Anything else is a letter to it.
_SPECIAL: Final = {
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

# Scripts written without spaces that have fonts and line breaks of their own.
_HAN: Final = (
    r"\u2e80-\u2fdf\u3000-\u30ff\u3100-\u31ff\u3200-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    r"\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_RTL: Final = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_JOINERS: Final = r"\u200c-\u200f"  # within a word of such a script
# What every font of every style has. A run of anything else is tried in the text font and in fallback fonts.
_LATIN: Final = r"\u00c0-\u0131\u0134-\u0137\u0139-\u0148\u014a-\u0165\u0168-\u017f"
_COMMON: Final = rf"\x20-\u00bf{_LATIN}–—‘’‚“”„†‡•…‹›€\u200b"
_LETTERS: Final = rf"A-Za-z{_LATIN}"
_ACCENTS: Final = r"\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff"  # they belong to the letter before
_VARIANTS: Final = r"\ufe00-\ufe0f\U000e0100-\U000e01ef"
_RUNS: Final = re.compile(
    rf"(?P<common>(?:(?![{_LETTERS}])[{_COMMON}]|[{_LETTERS}](?![{_ACCENTS}]))+)"
    rf"|(?P<han>(?:[{_HAN}][{_VARIANTS}]?)+)"
    rf"|(?P<rtl>[{_RTL}][{_RTL}{_JOINERS}]*(?: [{_RTL}][{_RTL}{_JOINERS}]*)*)"
    rf"|(?P<other>(?:[^{_COMMON}{_HAN}{_RTL}]|[{_LETTERS}](?=[{_ACCENTS}]))+)"
)

# A word this long may break: it might not fit on a line. Shorter ones never do, because text
# extractors join or drop what stands at a line's end.
_LONG_WORD: Final = 28
_BREAKABLE: Final = re.compile(rf"(?<=[/._?&=,:;@+-])(?=[^/._?&=,:;@+-])|(?<=\w{{{_LONG_WORD}}})(?=\w)")


@dataclass(frozen=True, slots=True)
class Style:
    """A layout: ``folder`` holds ``style.toml`` and ``cvgen-<name>.sty``.

    Sections of the kinds in ``lead`` print before all others.
    """

    name: str
    folder: Path
    description: str
    lead: tuple[str, ...] = ()

    @property
    def package(self) -> Path:
        """The LaTeX package with the style's look."""
        return self.folder / f"cvgen-{self.name}.sty"


@dataclass(frozen=True, slots=True)
class TexSource:
    """A LaTeX document; ``assets`` are the files it needs in its folder, by the name it knows them by."""

    text: str
    assets: Mapping[str, Path]

    def yaml_line(self, tex_line: int) -> int | None:
        """The line in the YAML that made a line of this text; both count from 1."""
        for line in reversed(self.text.splitlines()[:tex_line]):
            if found := re.fullmatch(r"\s*% line (\d+)", line):
                return int(found[1])
        return None


@dataclass(frozen=True, slots=True)
class _PdfString:
    text: str


@dataclass(frozen=True, slots=True)
class _FileName:
    text: str  # letters, digits, hyphens and a full stop


def style_names() -> list[str]:
    """The names of the styles that there are."""
    return sorted(path.parent.name for path in assets.STYLES.glob("*/style.toml"))


def load_style(name: str) -> Style:
    """The style of a name; raises CvgenError, with the nearest name, if there is none."""
    names = style_names()
    if name not in names:
        hint = did_you_mean(name, names) or f"the styles are: {', '.join(names)}"
        raise CvgenError.of(f'there is no style "{name}"', hint=hint)
    folder = assets.STYLES / name
    with (folder / "style.toml").open("rb") as file:
        settings = tomllib.load(file)
    return Style(name, folder, settings["description"], tuple(settings.get("lead", ())))


def render(document: Document, style: Style, stem: str = "document") -> TexSource:
    """Write a document as LaTeX; ``stem`` names the files beside it that are this document's own."""
    files = {
        "cvgen.sty": assets.STYLES / SHARED / "cvgen.sty",
        style.package.name: style.package,
    }
    photo = None
    if document.person.image is not None:
        photo = _file_name(stem) + "-photo" + photo_suffix(document.person.image)
        files[photo] = document.person.image
    environment = _environment()
    text = environment.get_template("document.tex.j2").render(
        person=document.person,
        sections=_led(document.sections, style.lead),
        style=inline.literal(style.name),
        photo=_FileName(photo) if photo else None,
        metadata={
            "title": _PdfString(f"{document.person.name} – CV"),
            "author": _PdfString(str(document.person.name)),
            "language": _PdfString("en"),
        },
    )
    return TexSource(re.sub(r"\n\n+", "\n\n", text).strip() + "\n", files)


def _led(sections: Sequence[Section], lead: Sequence[str]) -> list[Section]:
    return sorted(sections, key=lambda section: _kind_within(section) not in lead)


def _kind_within(section: Section) -> str | None:
    return section.kind or (_kind_within(section.sections[0]) if section.sections else None)


def _file_name(stem: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", stem)
    if plain == stem:
        return plain
    return f"{plain}-{hashlib.sha256(stem.encode(errors='surrogateescape')).hexdigest()[:8]}"


# --- leaves ---------------------------------------------------------------------------------------


@cache
def _environment() -> Environment:
    import jinja2  # lazy: 0.04 s that validate does not need
    from markupsafe import Markup

    def finalize(value: object) -> Markup:
        if isinstance(value, Markup):
            return value
        if isinstance(value, Text):
            return Markup(escape(value))
        if isinstance(value, _PdfString):
            return Markup(f"<FEFF{value.text.encode('utf-16-be').hex().upper()}>")
        if isinstance(value, _FileName):
            return Markup(value.text)
        if isinstance(value, int | Kind):  # numbers and closed vocabularies have nothing to escape
            return Markup(value)
        raise TypeError(f"a template prints a {type(value).__name__}, which has no way into TeX: {value!r}")

    def at(node: Any) -> Markup:
        return Markup(f"% line {node.span.line}" if node.span else "%")

    def href(url: str) -> Markup:
        return Markup(escape_url(url))

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(assets.STYLES / SHARED),
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        # Not for HTML: it makes macros return Markup, the type of what is TeX already.
        autoescape=True,
        finalize=finalize,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(at=at, href=href, joined=joined, listed=_listed, when=_when, word=word, widest=_widest)
    environment.tests["kind"] = lambda node, name: type(node).__name__ == name
    return environment


def _listed(values: Sequence[Text]) -> Text:
    return between(", ", values)


def _when(values: Sequence[When]) -> Text:
    return _listed([v.value if isinstance(v.value, Text) else inline.literal(shown_when(v)) for v in values])


def _widest(facts: Sequence[Fact]) -> Text:
    return max((fact.label for fact in facts), key=lambda label: len(str(label)))


# --- escaping -------------------------------------------------------------------------------------


def escape(text: Text) -> str:
    """A text in LaTeX: markup as semantic commands, everything else printing as typed."""
    han = _han_language(str(text))
    return "".join(_escape_inline(node, han) for node in text.inlines)


def _escape_inline(node: Inline, han: str) -> str:
    if isinstance(node, Plain):
        return _escape_plain(node.text, han)
    if isinstance(node, Code):
        return rf"\cvCode{{{_escape_plain(node.text, han)}}}"
    inner = "".join(_escape_inline(child, han) for child in node.children)
    if isinstance(node, Strong):
        return rf"\cvStrong{{{inner}}}"
    if isinstance(node, Emphasis):
        return rf"\cvEmph{{{inner}}}"
    assert isinstance(node, Link)  # the last of the union
    return rf"\cvLink{{{escape_url(node.url)}}}{{{inner}}}"


def _escape_plain(text: str, han: str) -> str:
    parts: list[str] = []
    for run in _RUNS.finditer(text):
        if run["common"]:
            parts.append(_escape_common(run["common"]))
        elif run["han"]:
            left = r"\cvHanGlue{}" if _touches(text, run.start() - 1) else ""
            right = r"\cvHanGlue{}" if _touches(text, run.end()) else ""
            parts.append(rf"{left}\cvHan{{{han}}}{{{_tex(run['han'])}}}{right}")
        elif run["rtl"]:
            words = " ".join(rf"\cvRun{{{_tex(word)}}}" for word in run["rtl"].split(" "))
            parts.append(rf"\cvRtl{{{words}}}")
        else:
            parts.append(r"\cvBreak{}".join(rf"\cvRun{{{_tex(piece)}}}" for piece in _pieces(run["other"])))
    return "".join(parts)


def _pieces(run: str) -> Iterator[str]:
    """A run in pieces of a length that a line can hold; an accent stays with its letter."""
    start = 0
    for end in range(1, len(run) + 1):
        if end == len(run) or (end - start >= _LONG_WORD and not unicodedata.combining(run[end])):
            yield run[start:end]
            start = end


def _touches(text: str, index: int) -> bool:
    return 0 <= index < len(text) and text[index].isalnum()


def _escape_common(text: str) -> str:
    if not any(len(word) > _LONG_WORD for word in text.split(" ")):
        return _tex(text)
    return " ".join(_escape_word(word) for word in text.split(" "))


def _escape_word(word: str) -> str:
    pieces = _BREAKABLE.split(word) if len(word) > _LONG_WORD else [word]
    return r"\cvBreak{}".join(_tex(piece) for piece in pieces)


def _han_language(text: str) -> str:
    """Whose forms the Chinese characters of a text take: by the other letters that stand with them."""
    if re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    return "ko" if re.search(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]", text) else "zh"


def _tex(text: str) -> str:
    return str(_encoder().unicode_to_latex(text))


@cache
def _encoder() -> Any:
    from pylatexenc.latexencode import (
        RULE_DICT,
        UnicodeToLatexConversionRule,
        UnicodeToLatexEncoder,
    )

    rules = {ord(char): command for char, command in _SPECIAL.items()}
    return UnicodeToLatexEncoder(
        conversion_rules=[UnicodeToLatexConversionRule(RULE_DICT, rules)],
        replacement_latex_protection="none",  # each command above ends by itself
        non_ascii_only=False,
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )


def escape_url(url: str) -> str:
    r"""An address as the argument of ``\cvLink``: percent-encoded, and no character special to TeX or PDF."""
    from urllib.parse import quote

    scheme, slashes, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    if not host.isascii():
        with contextlib.suppress(UnicodeError):  # a name that is none stays as it is, and is percent-encoded
            host = host.encode("idna").decode("ascii")
    safe = "!#$%&'*+,/:;=?@~-._"
    encoded = quote(scheme + slashes, safe=safe) + quote(host, safe=safe + "[]") + quote(slash + path, safe=safe)
    return re.sub(r"[%#&$~_]", lambda match: rf"\{match[0]}", encoded)
