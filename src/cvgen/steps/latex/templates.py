r"""The environment of the LaTeX templates, in which a text can only be printed escaped.

Jinja's ``finalize`` knows how to write each leaf type of a document and refuses a bare string, so that forgetting to
escape is an error and not a hole. Templates are rendered with ``text_options`` (``TextOptions``), ``recorder``
(``Recorder``) and ``voice`` (``Voice``), which the functions below take from the context.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cvgen.data import assets
from cvgen.steps.document.model import Contact, Kind, Line, Section, When
from cvgen.steps.document.phrases import between, enumerated, shown_when
from cvgen.steps.latex.escaping import encode_url, escape_url
from cvgen.steps.latex.markup import write_text
from cvgen.steps.latex.structure import HEADINGS
from cvgen.system import files
from cvgen.text import inline
from cvgen.text.inline import Text
from cvgen.text.language import Language

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket
    from jinja2.runtime import Context
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class PdfString:
    """A text that is printed as a string of PDF, in UTF-16."""

    text: str


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A text that is printed once more, to be measured or listed, without a mark: it is no part of the document there."""

    text: Text


@dataclass(frozen=True, slots=True)
class Token:
    """A name that TeX takes as it is, such as that of a file; it has no character that is special to TeX."""

    text: str

    def __post_init__(self) -> None:
        if re.search(r"[\\{}#$%&~^\x00-\x1f]", self.text):
            raise ValueError(f"no name for TeX: {self.text!r}")


@dataclass(slots=True)
class Voice:
    """The language of the part that is being written: each section may have labels of its own."""

    language: Language


def dates_text(values: Sequence[When], language: Language) -> Text:
    """Return the dates of an entry as they print."""
    return between(language.comma, [shown_when(each, language) for each in values])


@cache
def environment(compiled: Path | None = None) -> Environment:
    """Return the environment; ``compiled`` is a folder where compiled templates are kept for the next process."""
    import jinja2  # lazy: 0.04 s that validate does not need
    from markupsafe import Markup

    class Compiled(jinja2.FileSystemBytecodeCache):
        def dump_bytecode(self, bucket: Bucket) -> None:
            with contextlib.suppress(OSError):  # if it cannot be kept, the next process compiles again
                super().dump_bytecode(bucket)

    if compiled is not None:
        try:
            files.make_cache_folder(compiled)
        except OSError:
            compiled = None  # nothing can be kept there, nor read

    def node(context: Context, text: Text, url: str | None = None, *, optional: bool = False) -> Markup:
        """Record a text of the document and return its mark."""
        text = inline.replaced(text, context["text_options"].substitutes)
        urls = tuple(encode_url(each) for each in ([url] if url else inline.urls(text)))
        recorder = context["recorder"]
        command = "cvNext" if recorder.has_begun else "cvNode"
        return Markup(rf"\{command}{{{recorder.add(str(text), urls, text.span, optional=optional).number}}}")

    @jinja2.pass_context
    def finalize(context: Context, value: object) -> Markup:
        if isinstance(value, Markup):
            return value
        if isinstance(value, Text):
            return node(context, value) + Markup(write_text(value, context["text_options"]))
        if isinstance(value, Unmarked):
            return Markup(write_text(value.text, context["text_options"]))
        if isinstance(value, PdfString):
            return Markup(f"<FEFF{value.text.encode('utf-16-be').hex().upper()}>")
        if isinstance(value, Token):
            return Markup(value.text)
        if isinstance(value, bool):
            return Markup("true" if value else "false")
        if isinstance(value, int | Kind):  # numbers and closed vocabularies have nothing to escape
            return Markup(value)
        raise TypeError(f"a template prints a {type(value).__name__}, which has no way into TeX: {value!r}")

    @jinja2.pass_context
    def at(context: Context, node: Any, begins: object = True) -> Markup:
        if begins:
            context["recorder"].at(node.span)
        return line(node)

    def line(node: Any) -> Markup:
        return Markup(rf"\cvAt{{{node.span.line}}}%" if node.span else "%")

    @jinja2.pass_context
    def tagged(context: Context, tag: str, alternative: object = "", *, caller: Callable[[], Markup]) -> Markup:
        context["recorder"].begin(tag, str(alternative))
        content = caller()
        context["recorder"].end()
        return content

    @jinja2.pass_context
    def contents(context: Context) -> Markup:
        title = inline.literal(context["voice"].language.words["contents"])
        number = context["recorder"].add(str(title), optional=True).number
        return Markup(rf"\cvNode{{{number}}}{write_text(title, context['text_options'])}")

    @jinja2.pass_context
    def speak(context: Context, language: Language) -> Markup:
        """Go on in a language."""
        context["voice"].language = language
        return Markup("")

    def href(url: str) -> Markup:
        return Markup(escape_url(url))

    templates = jinja2.Environment(
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
        # Compiling the templates takes longer than everything else that is done with a document.
        bytecode_cache=Compiled(str(compiled)) if compiled is not None else None,
    )
    templates.globals.update(
        at=at,
        line=line,
        contents=contents,
        heading_tag=lambda level: HEADINGS[min(level, len(HEADINGS)) - 1],
        href=href,
        have_brackets=lambda texts: any(bracket in str(text) for text in texts for bracket in "()（）"),
        is_short_list=_is_short_list,
        icon=_icon,
        joined=jinja2.pass_context(lambda context, values: enumerated(values, context["voice"].language)),
        listed=jinja2.pass_context(lambda context, values: between(context["voice"].language.comma, values)),
        when=jinja2.pass_context(lambda context, values: dates_text(values, context["voice"].language)),
        name=Token,
        node=jinja2.pass_context(node),
        number=jinja2.pass_context(lambda context: context["recorder"].add("").number),
        speak=speak,
        tagged=tagged,
        word=jinja2.pass_context(lambda context, key: _word(context["voice"].language, key)),
    )
    templates.filters["unmarked"] = Unmarked
    templates.tests["kind"] = lambda node, name: type(node).__name__ == name
    return templates


def _is_short_list(section: Section) -> bool:
    """Return whether the blocks of a section are languages with nothing below them, which may follow on one line."""
    return bool(section.blocks) and all(
        isinstance(block, Line) and block.kind == Kind.LANGUAGE and not (block.when or block.summary or block.bullets)
        for block in section.blocks
    )


def _icon(contact: Contact) -> Token | Kind:
    """Return the name of a contact's icon: that of the network, or of the kind of contact.

    A network's is its name in small letters without spaces and hyphens. A name with anything else has no icon: what is
    left of "知乎 X" without it would be the name of another network.
    """
    if contact.network is None:
        return contact.kind
    name = re.sub(r"[\s-]", "", str(contact.network).lower())
    return Token(name) if re.fullmatch("[a-z]+", name) else Kind.PROFILE


def _word(language: Language, key: str) -> Text | None:
    """Return one of cvgen's own words; None if the author wants none."""
    return inline.literal(language.words[key]) if language.words[key] else None
