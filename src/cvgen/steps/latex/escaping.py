r"""Escapes characters, words and addresses for TeX, and marks the runs of scripts that need a font of their own."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from cvgen.steps.latex.east_asian import between, is_east_asian, is_letter, keep_end
from cvgen.text.scripts import EAST_ASIAN, EMOJI, RIGHT_TO_LEFT, THAI

# The characters that TeX would take for commands. Anything else is a letter to it.
_SPECIAL: Final = str.maketrans(
    {
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
)

JOINERS: Final = r"\u200c-\u200f"  # within a word that runs from right to left
# The characters that every font of every style has. A run of others is tried in the text font and in fallback fonts.
_LATIN: Final = r"\u00c0-\u0131\u0134-\u0137\u0139-\u0148\u014a-\u0165\u0168-\u017f"
COMMON: Final = rf"\x20-\u00bf{_LATIN}–—‘’‚“”„†‡•…‹›€\u200b"
_LETTERS: Final = rf"A-Za-z{_LATIN}"
ACCENTS: Final = r"\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff"  # they belong to the letter before
_VARIANTS: Final = r"\ufe00-\ufe0f\U000e0100-\U000e01ef"
_COMMON: Final = re.compile(f"[{COMMON}]*")

# A word this long may break: it might not fit on a line. Shorter ones never do, because text
# extractors join or drop what stands at a line's end.
_LONG_WORD: Final = 28
_BREAKABLE: Final = re.compile(rf"(?<=[/._?&=,:;@+])(?=[^/._?&=,:;@+-])|(?<=\w{{{_LONG_WORD}}})(?=\w)")
_HAN_PIECE: Final = 500  # characters, which TeX sets in a box
_LEAST_THAI: Final = 20  # characters that may break: most titles are shorter
_THAI_FOLLOWING: Final = frozenset(
    "\N{THAI CHARACTER PAIYANNOI}\N{THAI CHARACTER SARA A}\N{THAI CHARACTER MAI HAN-AKAT}\N{THAI CHARACTER SARA AA}"
    "\N{THAI CHARACTER SARA AM}\N{THAI CHARACTER SARA I}\N{THAI CHARACTER SARA II}\N{THAI CHARACTER SARA UE}"
    "\N{THAI CHARACTER SARA UEE}\N{THAI CHARACTER LAKKHANGYAO}\N{THAI CHARACTER MAIYAMOK}\N{THAI CHARACTER MAITAIKHU}"
    "\N{THAI CHARACTER THANTHAKHAT}"
)
_LONG_TEXT: Final = 5_000  # characters
_PIECE: Final = 2_000  # characters of LaTeX; TeX sets a long text in pieces of about this length
_HYPHENS: Final = re.compile(r"(?<=-)(?=[^-])")  # where extractors drop the hyphen at a line's end


def escape_characters(text: str) -> str:
    """Return a text, composed (NFC), with a command of TeX for each character that is special to it."""
    return unicodedata.normalize("NFC", text).translate(_SPECIAL)


@cache
def _runs() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<emoji>{EMOJI})|(?P<common>(?:(?!{EMOJI}|[{_LETTERS}])[{COMMON}]|[{_LETTERS}](?![{ACCENTS}]))+)"
        rf"|(?P<han>(?:[{EAST_ASIAN}][{_VARIANTS}]?)+)"
        rf"|(?P<rtl>[{RIGHT_TO_LEFT}][{RIGHT_TO_LEFT}{JOINERS}{ACCENTS}]*)"
        rf"|(?P<other>(?:(?!{EMOJI})[^{COMMON}{EAST_ASIAN}{RIGHT_TO_LEFT}]|[{_LETTERS}](?=[{ACCENTS}]))+)"
    )


def escape_runs(text: str, han_language: str, before: str = "", after: str = "", seen: str | None = None) -> str:
    r"""Return an escaped text that runs in one direction, with marks that tell TeX where to look for glyphs.

    Chinese, Japanese and Korean stand in ``\cvHan``, and in ``\cvRun`` what a font may lack. Words too long for a line
    get places to break. ``before`` and ``after`` are the characters beside the text, which may have other markup.
    ``seen`` is the text `as_seen` within the whole.
    """
    if _COMMON.fullmatch(seen or text):
        return (
            _escape_words(text) if len(text) <= _LONG_TEXT else " ".join(_pieces(_escape_words(text).split(" "), " "))
        )
    seen = seen or text
    parts: list[str] = []
    for run in _runs().finditer(seen):
        typed = text[run.start() : run.end()]
        if run["emoji"]:
            parts.append(emoji(typed))
        elif run["common"]:
            parts.append(_escape_words(typed))
        elif run["han"]:
            previous = seen[run.start() - 1] if run.start() else before
            following = seen[run.end()] if run.end() < len(text) else after
            # Between two runs, the first has the command.
            left = "" if is_east_asian(previous) else between(previous, run["han"][0], han_language)
            right = between(run["han"][-1], following, han_language)
            pieces = [escape_characters(piece) for piece in _han_pieces(typed)]
            pieces[-1] = pieces[-1] if after or run.end() < len(text) else keep_end(pieces[-1])
            escaped = rf"\cvHanGlue{{}}}}\cvHan{{{han_language}}}{{".join(pieces)
            parts.append(rf"\cvHan{{{han_language}}}{{{left}{escaped}{right}}}")
        elif run["rtl"]:  # digits of such a script, which run from left to right
            parts.append(rf"\cvRun{{{escape_characters(typed)}}}")
        else:
            thai = re.match(f"[{THAI}]", typed) is not None
            pieces = [
                rf"\cvRun{{{escape_characters(piece)}}}" for piece in (_thai_words if thai else _line_pieces)(typed)
            ]
            parts.append((r"\cvWordBreak{}" if thai else r"\cvBreak{}").join(pieces))
    return "".join(parts if len(text) <= _LONG_TEXT else _pieces(parts))


def _pieces(parts: Iterable[str], separator: str = "") -> Iterator[str]:
    r"""Yield the parts of a long text in pieces, each in a ``\cvPiece``."""
    piece: list[str] = []
    size = 0
    for part in parts:
        piece.append(part)
        size += len(part)
        if size >= _PIECE:
            yield rf"\cvPiece{{{separator.join(piece)}}}"
            piece, size = [], 0
    if piece:
        yield separator.join(piece)


def _han_pieces(run: str) -> Iterator[str]:
    """Yield a run in pieces of about ``_HAN_PIECE`` characters, between which a line may break."""
    start = 0
    for end in range(_HAN_PIECE, len(run)):
        if end - start >= _HAN_PIECE and is_letter(run[end - 1]) and is_letter(run[end]):
            yield run[start:end]
            start = end
    yield run[start:]


def emoji(sequence: str) -> str:
    r"""Return ``\cvEmoji`` with an emoji; the font of emoji draws a star as an outline, like ☆, so this one is another."""
    return r"\cvRun{^^^^2605}" if sequence == "⭐" else rf"\cvEmoji{{{escape_characters(sequence)}}}"


def _thai_words(run: str) -> list[str]:
    """Return the words of Thai, which has no spaces between them; a short run stays whole."""
    if len(run) < _LEAST_THAI:
        return [run]
    import budoux  # lazy: 0.04 s that only Thai needs

    words: list[str] = []
    for word in budoux.load_default_thai_parser().parse(run):
        # A vowel, a tone or a sign of repetition stays with the letters before it.
        if words and (unicodedata.combining(word[0]) or word[0] in _THAI_FOLLOWING or len(word) == 1):
            words[-1] += word
        else:
            words.append(word)
    return words


def _line_pieces(run: str) -> Iterator[str]:
    """Yield a run in pieces that fit on a line; an accent stays with its letter."""
    start = 0
    for end in range(1, len(run) + 1):
        if end == len(run) or (end - start >= _LONG_WORD and not unicodedata.combining(run[end])):
            yield run[start:end]
            start = end


def _escape_words(text: str) -> str:
    if not any(len(word) > _LONG_WORD for word in text.split(" ")):
        return escape_characters(text)
    return " ".join(_escape_word(word) for word in text.split(" "))


def _escape_word(word: str) -> str:
    pieces = _BREAKABLE.split(word) if len(word) > _LONG_WORD else [word]
    pieces = [part for piece in pieces for part in (_HYPHENS.split(piece) if len(piece) > _LONG_WORD else [piece])]
    # What has no such place, as a line of dots or equals signs, breaks anywhere.
    parts = [part for piece in pieces for part in (_line_pieces(piece) if _is_symbols(piece) else [piece])]
    return r"\cvBreak{}".join(escape_characters(part) for part in parts)


def _is_symbols(piece: str) -> bool:
    return len(piece) > _LONG_WORD and len(re.sub(r"\w", "", piece)) * 2 > len(piece)


def escape_url(url: str) -> str:
    r"""Return an address as the argument of ``\cvLink``: percent-encoded, with nothing special to TeX or PDF."""
    return re.sub(r"[%#&$~_]", lambda match: rf"\{match[0]}", encode_url(url))


def encode_url(url: str) -> str:
    """Return an address as a link in a PDF has it: percent-encoded ASCII."""
    from urllib.parse import quote

    scheme, slashes, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    if not host.isascii():
        with contextlib.suppress(UnicodeError):  # an invalid host name is percent-encoded
            host = host.encode("idna").decode("ascii")
    safe = "!#$%&'*+,/:;=?@~-._"
    return quote(scheme + slashes, safe=safe) + quote(host, safe=safe + "[]") + quote(slash + path, safe=safe)
