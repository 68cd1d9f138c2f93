"""Inline text: reads the text of one field into a tree of plain text, bold, italic, code and links.

markdown-it-py reads the markup, with four rules alone: ``**bold**``, ``*italic*``, `` `code` `` and ``[text](url)``.
After a backslash, ``*``, a backtick, ``[`` and ``]`` are literal, as is everything else. A web or mail address that stands
in a text is a link to itself, and one without a scheme in ``[text](example.org)`` is taken for ``https://``.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from cvgen.diagnostics import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_LINK_SCHEMES: Final = re.compile(r"(?:https?|ftp)://[^/]|(?:mailto|tel):.", re.IGNORECASE)
_OPENING: Final = {")": "(", "]": "[", "}": "{"}
_MAX_DEPTH: Final = 40  # of markup in markup
_WRAPPED: Final = 50  # columns: paragraphs that an editor has wrapped are at least so wide
_MARKUP: Final = re.compile(r"[*`\[\\]")
# An address in a text, up to what no address has, or what is of a script that is written without spaces.
_ADDRESS: Final = re.compile(
    r"(?<![A-Za-z0-9_/@.-])(?i:https?://|www\.(?=[\w-]+\.[^\W\d_]{2}))[^\s<>\"\u00ab\u00bb\u2000-\u206f\u3000-\u9fff\uac00-\ud7af\uf900-\uffef]+"
)
# An e-mail address in a text; not git@example.org:path, nor an account such as @ada@example.social.
_MAIL: Final = re.compile(
    r"(?<![\w@/:.+%~-])[A-Z0-9][A-Z0-9._%+-]*@(?:[A-Z0-9-]+\.)+[A-Z]{2,}(?![\w@/-]|:\S|\.\w)", re.ASCII | re.IGNORECASE
)
_SCHEMELESS: Final = re.compile(r"(?:[\w-]+\.)+([^\W\d_]{2,})(?::\d+)?(?=[/?#]|\Z)")
# What ends the names of files, of which some are countries' domains as well.
_FILES: Final = frozenset(
    {
        "doc",
        "docx",
        "gif",
        "htm",
        "html",
        "jpeg",
        "jpg",
        "js",
        "md",
        "pdf",
        "png",
        "py",
        "rs",
        "sh",
        "svg",
        "tex",
        "txt",
        "yaml",
        "zip",
    }
)


@dataclass(frozen=True, slots=True)
class Plain:
    r"""Literal text; ``\n`` in it is a line break.

    ``separates`` is true for what stands between the parts of a list: whatever their scripts, these follow each other in
    the direction of the page.
    """

    text: str
    separates: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """Literal text in a fixed-width font."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold text."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Italic text."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Text that links to ``url``, an absolute address."""

    children: tuple[Inline, ...]
    url: str


Inline: TypeAlias = Plain | Code | Strong | Emphasis | Link


@dataclass(frozen=True, slots=True)
class Text:
    """The inline text of one field, and its place in the source; None for cvgen's own words."""

    inlines: tuple[Inline, ...]
    span: Span | None = None

    def __str__(self) -> str:
        """Return the text without its markup."""
        return "".join(plain(self.inlines))

    @property
    def has_link(self) -> bool:
        """True if a part of the text is a link, so that the whole cannot be one."""
        return any(urls(self))


def plain(inlines: tuple[Inline, ...]) -> Iterator[str]:
    """Yield the literal pieces of inline text, in order."""
    for node in inlines:
        if isinstance(node, Plain | Code):
            yield node.text
        else:
            yield from plain(node.children)


def replaced(text: Text, characters: Mapping[str, str]) -> Text:
    """Return a text with other texts in place of some of its characters."""
    if not characters or characters.keys().isdisjoint(str(text)):
        return text
    return Text(tuple(_replaced(text.inlines, str.maketrans(dict(characters)))), text.span)


def _replaced(inlines: tuple[Inline, ...], table: dict[int, str]) -> Iterator[Inline]:
    for node in inlines:
        if isinstance(node, Plain | Code):
            yield dataclasses.replace(node, text=node.text.translate(table))
        else:
            yield dataclasses.replace(node, children=tuple(_replaced(node.children, table)))


def urls(text: Text) -> Iterator[str]:
    """Yield the addresses of the links in a text, in order."""
    yield from _urls(text.inlines)


def _urls(inlines: tuple[Inline, ...]) -> Iterator[str]:
    for node in inlines:
        if isinstance(node, Link):
            yield node.url
        elif isinstance(node, Strong | Emphasis):
            yield from _urls(node.children)


def literal(text: str, span: Span | None = None) -> Text:
    """Return a text in which nothing is markup, such as an address."""
    return Text((Plain(_normalise(text)),), span)


def parse(text: str, span: Span | None = None, *, keep_breaks: bool = False) -> Text:
    r"""Read inline markup, with white space folded to single spaces and characters composed (NFC).

    With ``keep_breaks`` each line of the text stays one, and ``\n`` is where it ends; but for a paragraph that was wrapped by
    an editor, which only breaks after a backslash.
    """
    if keep_breaks and "\n" in text:
        text = "\n".join(filter(None, map(_normalise, _typed_lines(text))))
    else:
        text = _normalise(re.sub(r"\\[ \t]*\n", "\n", text))
    if not _MARKUP.search(text):
        return Text(tuple(_with_links(Plain(text))), span)
    [block] = _parser().parseInline(text)
    tokens = block.children or []
    depth = max(itertools.accumulate(token.nesting for token in tokens), default=0)
    if depth > _MAX_DEPTH:  # nobody writes such a text, but it could exhaust the machine
        return Text((Plain(text),), span)
    return Text(_addresses_linked(_tree(iter(tokens))), span)


def _addresses_linked(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return the nodes with the web addresses in plain text as links; code and links stay as they are."""
    linked: list[Inline] = []
    for node in inlines:
        if isinstance(node, Plain):
            linked += _with_links(node)
        elif isinstance(node, Strong):
            linked.append(Strong(_addresses_linked(node.children)))
        elif isinstance(node, Emphasis):
            linked.append(Emphasis(_addresses_linked(node.children)))
        else:
            linked.append(node)
    return tuple(linked)


def _with_links(node: Plain) -> Iterator[Inline]:
    """Yield a plain text in pieces: the web and mail addresses in it as links, and what is between them."""
    end = 0
    for start, address, url in sorted([*_web_addresses(node.text), *_mail_addresses(node.text)]):
        if start < end:
            continue
        if start > end:
            yield Plain(node.text[end:start])
        yield Link((Plain(address),), url)
        end = start + len(address)
    if end < len(node.text) or not end:
        yield Plain(node.text[end:])


def _web_addresses(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the web addresses in a text: where each begins, the address as typed, and what to link to."""
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(".,;:!?'*")
        while address.endswith((")", "]", "}")) and address.count(address[-1]) > address.count(_OPENING[address[-1]]):
            address = address[:-1].rstrip(".,;:!?'*")
        url = address if "://" in address else f"https://{address}"
        if re.match(r"https?://[^\W_]", url, re.IGNORECASE):
            yield match.start(), address, url


def _mail_addresses(text: str) -> Iterator[tuple[int, str, str]]:
    if "@" in text:
        yield from ((match.start(), match.group(), f"mailto:{match.group()}") for match in _MAIL.finditer(text))


def with_scheme(target: str) -> str:
    """Return the target of a link with ``https://`` or ``mailto:`` where it is an address without a scheme."""
    if re.fullmatch(r"[\w.+-]+@(?:[\w-]+\.)+[^\W\d_]{2,}", target):
        return f"mailto:{target}"
    domain = _SCHEMELESS.match(target)
    if domain and (domain[1].lower() not in _FILES or domain.end() < len(target)):
        return f"https://{target}"
    return target


def _typed_lines(text: str) -> list[str]:
    """Return the lines of a text that its author has broken, without the backslashes that break them."""
    lines = [line.strip() for line in text.strip().splitlines()]
    widest = max(map(len, lines))
    pairs = [(line, following) for line, following in itertools.pairwise(lines) if not line.endswith("\\")]
    is_wrapped = widest >= _WRAPPED and all(
        len(line) + 1 + len(following.split(" ", 1)[0]) > widest for line, following in pairs
    )
    ends = "\\" if is_wrapped else ""
    typed = [""]
    for line in lines:
        typed[-1] += " " + line.removesuffix("\\")
        if line.endswith(ends):
            typed.append("")
    return typed


def lines(inlines: tuple[Inline, ...]) -> list[tuple[Inline, ...]]:
    """Return inline text as its lines, which end at line breaks."""
    found: list[list[Inline]] = [[]]
    for node in inlines:
        pieces: list[Inline]
        if isinstance(node, Plain | Code):
            pieces = [dataclasses.replace(node, text=piece) for piece in node.text.split("\n")]
        else:
            pieces = [dataclasses.replace(node, children=piece) for piece in lines(node.children)]
        found[-1].append(pieces[0])
        found += [[piece] for piece in pieces[1:]]
    return [tuple(line) for line in found]


def _normalise(text: str) -> str:
    # Only the white space that people type to separate words: a no-break space stays one.
    return re.sub(r"[ \t\n\r\u2028\u2029\x85]+", " ", unicodedata.normalize("NFC", text)).strip(" ")


def _tree(tokens: Iterator[Token]) -> tuple[Inline, ...]:
    """Return the nodes up to the token that closes the current one."""
    nodes: list[Inline] = []
    for token in tokens:
        if token.nesting < 0:
            break
        if token.type == "strong_open":
            nodes.append(Strong(_tree(tokens)))
        elif token.type == "em_open":
            nodes.append(Emphasis(_tree(tokens)))
        elif token.type == "link_open":
            nodes += _link(_tree(tokens), str(token.attrs["href"]), str(token.attrs.get("title", "")))
        elif token.type == "code_inline":
            nodes.append(Code(token.content))
        elif token.content:
            nodes.append(Plain(token.content))
    return tuple(_merged(nodes))


def _link(children: tuple[Inline, ...], url: str, title: str) -> list[Inline]:
    """Return a link with nothing lost: a title and an empty address have no place in a PDF, so they are printed."""
    if not url:
        return [Plain("["), *children, Plain("]()")]
    return [Link(children or (Plain(url),), url), *([Plain(f" ({title})")] if title else [])]


def _merged(nodes: list[Inline]) -> Iterator[Inline]:
    """Yield the nodes, with neighbouring plain texts joined."""
    for is_plain, group in itertools.groupby(nodes, lambda node: isinstance(node, Plain)):
        if is_plain:
            yield Plain("".join(plain(tuple(group))))
        else:
            yield from group


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 0.05 s; a profile without markup goes without

    parser = MarkdownIt("zero", {"maxNesting": _MAX_DEPTH})
    parser.enable(["emphasis", "backticks", "link"])
    parser.inline.ruler.at("emphasis", _stars)
    parser.inline.ruler.before("backticks", "escape_markup", _escape)
    # markdown-it lets these two methods be replaced by other rules for addresses.
    parser.normalizeLink = with_scheme  # type: ignore[assignment, method-assign]  # it is encoded where it is written
    parser.validateLink = lambda url: bool(_LINK_SCHEMES.match(url))  # type: ignore[method-assign]  # other schemes
    return parser


def _escape(state: StateInline, silent: bool) -> bool:
    r"""Read ``\*`` as a star. CommonMark drops a backslash before any punctuation; a CV keeps ``\&``."""
    if not re.match(r"\\[*`\[\]]", state.src[state.pos : state.pos + 2]):
        return False
    if not silent:
        state.pending += state.src[state.pos + 1]
    state.pos += 2
    return True


def _stars(state: StateInline, silent: bool) -> bool:
    """Open or close emphasis at a run of stars.

    This differs from CommonMark's rule in three ways: underscores are literal (``__init__``); a single star inside
    a Latin word is literal, and any between digits (``2*3*4``); and punctuation around them does not count, which
    in CommonMark keeps ``**“引号”**文字`` from being bold.
    """
    from markdown_it.rules_inline.state_inline import Delimiter

    source, start = state.src, state.pos
    if silent or source[start] != "*":
        return False
    end = start
    while end < state.posMax and source[end] == "*":
        end += 1
    before = source[start - 1] if start else " "
    after = source[end] if end < state.posMax else " "
    around = before + after
    # In scripts without words, and where words are glued to what follows them as in Arabic, it may be markup.
    glued = any(unicodedata.east_asian_width(c) in "WF" or unicodedata.bidirectional(c) in {"R", "AL"} for c in around)
    inside_word = not glued and (around.isdigit() or (end - start == 1 and around.isalnum()))
    for _ in range(end - start):
        token = state.push("text", "", 0)
        token.content = "*"
        state.delimiters.append(
            Delimiter(
                marker=ord("*"),
                length=end - start,
                token=len(state.tokens) - 1,
                end=-1,
                open=not (after.isspace() or inside_word),
                close=not (before.isspace() or inside_word),
            )
        )
    state.pos = end
    return True
