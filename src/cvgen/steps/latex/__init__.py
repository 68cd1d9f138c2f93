"""Step 4: ``Document`` + ``Style`` -> ``TexSource``: LaTeX that says what things are.

Text reaches TeX by its type alone: Jinja's ``finalize`` knows how to write each leaf type of a document
and refuses a bare string, so that forgetting to escape is an error and not a hole.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cvgen.data import assets
from cvgen.look.design import Design
from cvgen.look.styles import Style
from cvgen.steps.document import Document, walk
from cvgen.steps.document.model import Contact, Facts, Kind, Section, When
from cvgen.steps.document.phrases import between, enumerated, shown_when
from cvgen.steps.latex.structure import HEADINGS, Description, Element, Recorder
from cvgen.steps.profile import photo_suffix
from cvgen.text import bidi, inline
from cvgen.text.inline import Code, Emphasis, Inline, Link, Plain, Strong, Text
from cvgen.text.language import Language

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket
    from jinja2.runtime import Context
    from markupsafe import Markup

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

_HAS_SPECIAL: Final = re.compile(f"[{re.escape(''.join(_SPECIAL))}]")

# Scripts written without spaces that have fonts and line breaks of their own.
_HAN: Final = (
    r"\u2e80-\u2fdf\u3000-\u30ff\u3100-\u31ff\u3200-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    r"\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_RTL: Final = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_JOINERS: Final = r"\u200c-\u200f"  # within a word of such a script
_HAN_LANGUAGES: Final = ("zh-Hans", "zh-Hant", "ja", "ko")
# What every font of every style has. A run of anything else is tried in the text font and in fallback fonts.
_LATIN: Final = r"\u00c0-\u0131\u0134-\u0137\u0139-\u0148\u014a-\u0165\u0168-\u017f"
_COMMON: Final = rf"\x20-\u00bf{_LATIN}–—‘’‚“”„†‡•…‹›€\u200b"
_LETTERS: Final = rf"A-Za-z{_LATIN}"
_ACCENTS: Final = r"\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff"  # they belong to the letter before
_VARIANTS: Final = r"\ufe00-\ufe0f\U000e0100-\U000e01ef"
# In what runs from right to left: a word of such a script, or a single other character and its accents.
_PIECES: Final = re.compile(rf"[{_RTL}][{_RTL}{_JOINERS}{_ACCENTS}]*|(?s:.)[{_ACCENTS}]*")
_WIDEST: Final = 5  # dates of which TeX measures which is the widest
_KEYWORD: Final = 40  # characters: what is longer says something rather than names it
_PHONE: Final = re.compile(r"\+?[\d\s().-]{7,}")
_RUNS: Final = re.compile(
    rf"(?P<common>(?:(?![{_LETTERS}])[{_COMMON}]|[{_LETTERS}](?![{_ACCENTS}]))+)"
    rf"|(?P<han>(?:[{_HAN}][{_VARIANTS}]?)+)"
    rf"|(?P<rtl>[{_RTL}][{_RTL}{_JOINERS}{_ACCENTS}]*)"
    rf"|(?P<other>(?:[^{_COMMON}{_HAN}{_RTL}]|[{_LETTERS}](?=[{_ACCENTS}]))+)"
)

# A word this long may break: it might not fit on a line. Shorter ones never do, because text
# extractors join or drop what stands at a line's end.
_LONG_WORD: Final = 28
_HAN_PIECE: Final = 14  # characters of Chinese, where lines run from right to left
_BREAKABLE: Final = re.compile(rf"(?<=[/._?&=,:;@+])(?=[^/._?&=,:;@+-])|(?<=\w{{{_LONG_WORD}}})(?=\w)")
_HYPHENS: Final = re.compile(r"(?<=-)(?=[^-])")  # where extractors drop the hyphen at a line's end


@dataclass(frozen=True, slots=True)
class TexSource:
    """A LaTeX document; ``assets`` are the files it needs in its folder, by the name it knows them by.

    ``structure`` is what its parts are, and what is to be read in each; ``description`` what it says of itself.
    """

    text: str
    assets: Mapping[str, Path]
    structure: Element = field(default_factory=lambda: Element("Document"))
    description: Description = field(default_factory=lambda: Description("", "", (), "en"))

    def yaml_line(self, tex_line: int) -> int | None:
        """The line in the YAML that made a line of this text; both count from 1."""
        for line in reversed(self.text.splitlines()[:tex_line]):
            if found := re.fullmatch(r"\s*\\cvAt\{(\d+)\}%", line):
                return int(found[1])
        return None


@dataclass(frozen=True, slots=True)
class _PdfString:
    text: str


@dataclass(frozen=True, slots=True)
class _Unmarked:
    """A text that is printed once more, to be measured or listed: it is no part of the document there."""

    text: Text


@dataclass(frozen=True, slots=True)
class _Token:
    """A name that TeX takes as it is, such as that of a file: it has nothing that is a command to TeX."""

    text: str

    def __post_init__(self) -> None:
        if re.search(r"[\\{}#$%&~^\x00-\x1f]", self.text):
            raise ValueError(f"no name for TeX: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Writing:
    """What decides how a text is written: the direction of the page, and whose Chinese characters are meant.

    ``hyphenate`` sets soft hyphens into a word; None leaves words whole.
    """

    direction: str = "ltr"
    han: str | None = None
    hyphenate: Callable[[str], str] | None = None


_PLAINLY: Final = Writing()


def generate(
    document: Document, style: Style, design: Design, stem: str = "document", compiled: Path | None = None
) -> TexSource:
    """Write a document as LaTeX; ``stem`` names the files beside it that are this document's own.

    ``compiled`` is a folder where compiled templates are kept, for the next process.
    """
    from markupsafe import Markup

    shared = assets.SHARED
    files = {name: shared / name for name in ("cvgen.sty", "cvgen-fonts.sty", "cvgen-icons.sty")}
    files[style.package.name] = style.package
    photo = None
    if document.person.image is not None and design.photo:
        photo = _file_name(stem) + "-photo" + photo_suffix(document.person.image)
        files[photo] = document.person.image
    language = document.language
    writing = _writing(language, design)

    def tex(text: str) -> Markup:
        # The space at either end of punctuation is no part of a text, and would be dropped from one.
        return Markup(text[: len(text) - len(text.lstrip(" "))]) + Markup(
            escape(inline.literal(text), writing) + text[len(text.rstrip(" ")) :] if text.strip(" ") else ""
        )

    aside, main = _arranged(document.sections, design)
    words = language.words
    recorder = Recorder()
    description = Description(
        f"{document.person.name} – CV", str(document.person.name), tuple(_keywords(document)), language.tag
    )
    text = (
        _environment(compiled)
        .get_template("document.tex.j2")
        .render(
            writing=writing,
            recorder=recorder,
            spoken=language,
            person=document.person,
            aside=aside,
            sections=main,
            style=_Token(style.name),
            photo=_Token(photo) if photo else None,
            design={
                "paper": _Token(design.paper),
                "accent": _Token(design.accent),
                "size": _Token(f"{design.size:g}"),
                "density": _Token(f"{design.density:g}"),
                "dates": _Token(design.dates),
                "icons": design.icons,
                "page_numbers": design.page_numbers,
                "hyphenation": design.hyphenation,
            },
            fonts=list(_fonts(design)),
            language={
                "direction": _Token(language.direction),
                "page_of": Markup(r"\thepage{}").join(
                    Markup(r"\cvPages{}").join(map(tex, part.split("{pages}")))
                    for part in words["pageOf"].split("{page}")
                ),
            },
            punctuation={
                "comma": tex(language.comma),
                "colon": tex(language.colon),
                "open": tex(language.quotes[0]),
                "close": tex(language.quotes[1]),
            },
            widest_dates=sorted(dict.fromkeys(_dates(document.sections, language)), key=_columns)[-_WIDEST:],
            metadata={
                "title": _PdfString(description.title),
                "author": _PdfString(description.author),
                "language": _PdfString(description.language),
            },
        )
    )
    return TexSource(re.sub(r"\n\n+", "\n\n", text).strip() + "\n", files, recorder.root, description)


def _keywords(document: Document) -> Iterator[str]:
    """What the person is, and is able to: what a search for somebody would name."""
    if document.person.label:
        yield str(document.person.label)
    for section in document.sections:
        for block in section.blocks if section.kind == "skills" else ():
            for fact in block.facts if isinstance(block, Facts) else ():
                yield from (str(value) for value in fact.values if len(str(value)) < _KEYWORD)


def _writing(language: Language, design: Design) -> Writing:
    return Writing(
        language.direction,
        language.base if language.base in _HAN_LANGUAGES else None,
        _hyphenator(language) if design.hyphenation else None,
    )


def _hyphenator(language: Language) -> Callable[[str], str] | None:
    import pyphen

    known = pyphen.language_fallback("nb" if language.base == "no" else language.base.replace("-", "_"))
    if known is None:  # not a language whose words are divided
        return None
    dictionary = pyphen.Pyphen(lang=known)
    return lambda word: str(dictionary.inserted(word, "\u00ad"))


def _fonts(design: Design) -> Iterator[Mapping[str, Any]]:
    for part, face in design.fonts.items():
        yield {
            "part": _Token(part),
            "name": _Token(face.name),
            "pairing": face.pairing,
            "features": _Token(face.features),
            "scale": _Token(f"{face.scale:g}"),
            "serif": face.serif,
            "smallcaps": face.smallcaps,
            "faces": [_Token(each) for each in face.faces],
        }


def _dates(sections: tuple[Section, ...], language: Language) -> Iterator[Text]:
    """Yield the dates of all entries, lines and items, as they print."""
    for node in walk.nodes(sections):
        if when := getattr(node, "when", ()):
            yield _shown(when, language)


def _columns(text: Text) -> int:
    """How wide a text is, roughly."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in str(text))


# --- the order of sections ------------------------------------------------------------------------


def _arranged(sections: Sequence[Section], design: Design) -> tuple[list[Section], list[Section]]:
    """The sections for the side column, and the others, each in the design's order and with its titles."""

    def rank(section: Section) -> int:
        named = (i for i, name in enumerate(design.order) if is_named(section, name, design.titles))
        return next(named, len(design.order))

    aside: list[Section] = []
    main: list[Section] = []
    for section in sorted(sections, key=rank):
        beside = any(is_named(section, name, design.titles) for name in design.side)
        (aside if beside else main).append(_titled(section, design.titles))
    return aside, main


def is_named(section: Section, name: str, titles: Mapping[str, str]) -> bool:
    """Whether an option of the design means this section: by its title, the one that it gets, or its kind."""
    shown = {_folded(str(each.title)) for each in (section, _titled(section, titles))}
    return _folded(name) in shown or name == _kind_within(section)


def is_retitled(section: Section, name: str) -> bool:
    """Whether a new title is for this section: by its title, or by its kind if the author gave it none."""
    return _folded(name) == _folded(str(section.title)) or (name == section.kind and not section.named)


def _folded(name: str) -> str:
    return str(inline.literal(name)).casefold()


def _titled(section: Section, titles: Mapping[str, str]) -> Section:
    inner = tuple(_titled(each, titles) for each in section.sections)
    for name, title in titles.items():
        if is_retitled(section, name):
            return dataclasses.replace(section, title=inline.parse(title, section.title.span), sections=inner)
    return dataclasses.replace(section, sections=inner)


def _kind_within(section: Section) -> str | None:
    return section.kind or (_kind_within(section.sections[0]) if section.sections else None)


def _file_name(stem: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", stem)
    if plain == stem:
        return plain
    return f"{plain}-{hashlib.sha256(stem.encode(errors='surrogateescape')).hexdigest()[:8]}"


# --- leaves ---------------------------------------------------------------------------------------


@cache
def _environment(compiled: Path | None = None) -> Environment:
    import jinja2  # lazy: 0.04 s that validate does not need
    from markupsafe import Markup

    class Compiled(jinja2.FileSystemBytecodeCache):
        def dump_bytecode(self, bucket: Bucket) -> None:
            with contextlib.suppress(OSError):  # what cannot be kept is compiled the next time, too
                super().dump_bytecode(bucket)

    if compiled is not None:
        with contextlib.suppress(OSError):
            compiled.mkdir(parents=True, exist_ok=True)

    def node(context: Context, text: Text, url: str | None = None, *, optional: bool = False) -> Markup:
        urls = [encode_url(each) for each in ([url] if url else inline.urls(text))]
        recorder = context["recorder"]
        command = "cvNext" if recorder.has_begun else "cvNode"
        return Markup(rf"\{command}{{{recorder.add(str(text), tuple(urls), text.span, optional=optional).number}}}")

    @jinja2.pass_context
    def finalize(context: Context, value: object) -> Markup:
        if isinstance(value, Markup):
            return value
        if isinstance(value, Text):
            return node(context, value) + Markup(escape(value, context["writing"]))
        if isinstance(value, _Unmarked):
            return Markup(escape(value.text, context["writing"]))
        if isinstance(value, _PdfString):
            return Markup(f"<FEFF{value.text.encode('utf-16-be').hex().upper()}>")
        if isinstance(value, _Token):
            return Markup(value.text)
        if isinstance(value, bool):
            return Markup("true" if value else "false")
        if isinstance(value, int | Kind):  # numbers and closed vocabularies have nothing to escape
            return Markup(value)
        raise TypeError(f"a template prints a {type(value).__name__}, which has no way into TeX: {value!r}")

    @jinja2.pass_context
    def at(context: Context, node: Any) -> Markup:
        context["recorder"].at(node.span)
        return Markup(rf"\cvAt{{{node.span.line}}}%" if node.span else "%")

    @jinja2.pass_context
    def tagged(context: Context, tag: str, alternative: object = "", *, caller: Callable[[], Markup]) -> Markup:
        context["recorder"].begin(tag, str(alternative))
        content = caller()
        context["recorder"].end()
        return content

    @jinja2.pass_context
    def contents(context: Context) -> Markup:
        title = inline.literal(context["spoken"].words["contents"])
        number = context["recorder"].add(str(title), optional=True).number
        return Markup(rf"\cvNode{{{number}}}{escape(title, context['writing'])}")

    def href(url: str) -> Markup:
        return Markup(escape_url(url))

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(assets.SHARED),
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
        # To compile the templates takes longer than everything else that is done with a document.
        bytecode_cache=Compiled(str(compiled)) if compiled is not None else None,
    )
    environment.globals.update(
        at=at,
        contents=contents,
        heading_tag=lambda level: HEADINGS[min(level, len(HEADINGS)) - 1],
        href=href,
        icon=_icon,
        joined=jinja2.pass_context(lambda context, values: enumerated(values, context["spoken"])),
        listed=jinja2.pass_context(lambda context, values: between(context["spoken"].comma, values)),
        when=jinja2.pass_context(lambda context, values: _shown(values, context["spoken"])),
        name=_Token,
        node=jinja2.pass_context(node),
        number=jinja2.pass_context(lambda context: context["recorder"].add("").number),
        tagged=tagged,
        word=jinja2.pass_context(lambda context, key: inline.literal(context["spoken"].words[key])),
    )
    environment.filters["unmarked"] = _Unmarked
    environment.tests["kind"] = lambda node, name: type(node).__name__ == name
    return environment


def _shown(values: Sequence[When], language: Language) -> Text:
    return between(language.comma, [shown_when(each, language) for each in values])


def _icon(contact: Contact) -> _Token:
    """The name of a contact's icon: the network, or what kind of contact it is."""
    name = str(contact.network) if contact.network is not None else contact.kind
    return _Token(re.sub(r"[^a-z]", "", name.lower()) or Kind.PROFILE)


# --- escaping -------------------------------------------------------------------------------------


def escape(text: Text, writing: Writing = _PLAINLY) -> str:
    """A text in LaTeX: markup as semantic commands, everything else printing as typed."""
    shown = str(text)
    han = _han_language(shown, writing.han)
    if writing.direction == "rtl" or _has_rtl(shown):
        return _Mixed(shown, han, writing).escape(text.inlines)
    return "".join(_escape_inline(node, han, writing) for node in text.inlines)


def _has_rtl(text: str) -> bool:
    return not text.isascii() and re.search(f"[{_RTL}]", text) is not None


def _escape_inline(node: Inline, han: str, writing: Writing) -> str:
    if isinstance(node, Plain):
        text = node.text
        if writing.hyphenate is not None:
            text = " ".join(_hyphenated(word, writing.hyphenate) for word in text.split(" "))
        return _escape_plain(text, han)
    if isinstance(node, Code):
        return rf"\cvCode{{{_escape_plain(node.text, han)}}}"
    inner = "".join(_escape_inline(child, han, writing) for child in node.children)
    if isinstance(node, Strong):
        return rf"\cvStrong{{{inner}}}"
    if isinstance(node, Emphasis):
        return rf"\cvEmph{{{inner}}}"
    assert isinstance(node, Link)  # the last of the union
    return rf"\cvLink{{{escape_url(node.url)}}}{{{inner}}}"


class _Mixed:
    r"""Escapes a text in which words may run from right to left, by the levels of its characters.

    An even level runs from left to right, an odd one from right to left. Where the level changes, TeX is told so
    by ``\beginR`` and the like, which need not pair with braces: they stand inside and outside of markup.
    """

    def __init__(self, shown: str, han: str, writing: Writing) -> None:
        self.shown = shown
        self.han = han
        page = int(writing.direction == "rtl")
        kinds = {unicodedata.bidirectional(char) for char in shown}
        if page:
            # From left to right only what has nothing to do with the other direction: words, and phone numbers.
            self.base = int("L" not in kinds and not _PHONE.fullmatch(shown)) if not kinds & {"R", "AL"} else 1
        else:
            self.base = int(bidi.first_strong(shown) == "rtl")
        # The signs of "C++" and "F#" belong to the letter before.
        letters = re.sub(r"(?<=[A-Za-z])[+#]+", lambda match: "x" * len(match[0]), shown)
        shift = 2 if page and not self.base else 0  # from left to right, within what runs from right to left
        self.levels = [level + shift for level in bidi.levels(letters, self.base)]
        self.outside = page
        self.level = page
        self.at = 0

    def escape(self, inlines: Sequence[Inline]) -> str:
        # On a page from right to left each word is marked by itself, as the words of a link are.
        written = "".join(self._node(node, in_link=bool(self.outside)) for node in inlines)
        return written + self._change_to(self.outside)

    def _node(self, node: Inline, *, in_link: bool) -> str:
        if isinstance(node, Plain):
            return self._plain(node.text, in_link=in_link)
        if isinstance(node, Code):
            return rf"\cvCode{{{self._plain(node.text, in_link=in_link)}}}"
        if isinstance(node, Link):
            length = sum(len(part) for part in inline.plain(node.children))
            whole = self.outside == 0 and not any(self.levels[self.at : self.at + length])
            inner = "".join(self._node(child, in_link=in_link or not whole) for child in node.children)
            return rf"\cvLink{'' if whole else 'Words'}{{{escape_url(node.url)}}}{{{inner}}}"
        inner = "".join(self._node(child, in_link=in_link) for child in node.children)
        return rf"\cvStrong{{{inner}}}" if isinstance(node, Strong) else rf"\cvEmph{{{inner}}}"

    def _plain(self, text: str, *, in_link: bool) -> str:
        written = []
        end = self.at + len(text)
        while self.at < end:
            start, level = self.at, self.levels[self.at]
            while self.at < end and self.levels[self.at] == level:
                self.at += 1
            run = self.shown[start : self.at]
            written.append(self._change_to(level))
            written.append(self._rightward(run, in_link=in_link) if level % 2 == 0 else _leftward(run))
        return "".join(written)

    def _change_to(self, level: int) -> str:
        rising = "".join(r"\beginR{}" if each % 2 else r"\beginL{}" for each in range(self.level + 1, level + 1))
        falling = "".join(r"\endR{}" if each % 2 else r"\endL{}" for each in range(self.level, level, -1))
        self.level = level
        return rising + falling

    def _rightward(self, run: str, *, in_link: bool) -> str:
        if in_link:
            parts = re.split("([ \u00a0])", run)  # words and spaces by turns
            return "".join(rf"\cvLSpace{{}}{_tex(part)}" if i % 2 else self._word(part) for i, part in enumerate(parts))
        return _escape_plain(run, self.han)

    def _word(self, word: str) -> str:
        # What a line ends in says what it belongs to, and so does what the next begins with: no piece is broken.
        shorter = re.sub(rf"([{_HAN}]{{{_HAN_PIECE}}})(?=[{_HAN}])", "\\1\u200b", word)
        pieces = _escape_plain(shorter, self.han).split(r"\cvBreak{}") if word else []
        whole = (rf"\hbox{{{piece}}}" if r"\cvHan{" in piece or "-" in piece else piece for piece in pieces)
        return r"\cvBreak{}".join(rf"\cvL{{{piece}}}" for piece in whole)


def _leftward(run: str) -> str:
    written = []
    for piece in _PIECES.findall(run):
        tex = _tex(piece)
        if piece in {" ", "\u00a0"}:
            written.append(rf"\cvRSpace{{}}{tex}")
        elif piece in {"\u200b", "\u00ad"}:
            written.append(tex)
        elif re.fullmatch(f"[{_COMMON}]", piece):
            written.append(rf"\cvR{{{tex}}}")
        else:
            written.append(rf"\cvR{{\cvRun{{{tex}}}}}")
    return "".join(written)


def _hyphenated(word: str, hyphenate: Callable[[str], str]) -> str:
    """A word with soft hyphens, unless it is an address, a number or the like."""
    parts = re.fullmatch(r"(\W*)([^\W\d_]{5,})(\W*)", word)
    return f"{parts[1]}{hyphenate(parts[2])}{parts[3]}" if parts else word


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
            parts.append(rf"\cvRun{{{_tex(run['rtl'])}}}")  # its digits, which run as Latin ones do
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
    pieces = [part for piece in pieces for part in (_HYPHENS.split(piece) if len(piece) > _LONG_WORD else [piece])]
    return r"\cvBreak{}".join(_tex(piece) for piece in pieces)


def _han_language(text: str, document: str | None) -> str:
    """Whose forms the Chinese characters of a text take: the CV's, or by the letters that stand with them."""
    if re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    if re.search(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]", text):
        return "ko"
    return document or "zh-Hans"


def _tex(text: str) -> str:
    # Most texts have nothing special, and the encoder looks at each character by itself.
    if _HAS_SPECIAL.search(text) is None and unicodedata.is_normalized("NFC", text):
        return text
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
    return re.sub(r"[%#&$~_]", lambda match: rf"\{match[0]}", encode_url(url))


def encode_url(url: str) -> str:
    """An address as a link in a PDF has it: percent-encoded ASCII."""
    from urllib.parse import quote

    scheme, slashes, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    if not host.isascii():
        with contextlib.suppress(UnicodeError):  # a name that is none stays as it is, and is percent-encoded
            host = host.encode("idna").decode("ascii")
    safe = "!#$%&'*+,/:;=?@~-._"
    return quote(scheme + slashes, safe=safe) + quote(host, safe=safe + "[]") + quote(slash + path, safe=safe)
