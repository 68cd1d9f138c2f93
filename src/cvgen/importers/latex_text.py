"""Turns LaTeX in a text into the markup of a profile: accents, signs, bold, italics and links."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from cvgen.importers import markup
from cvgen.importers.node import web_address

_BOLD: Final = ("textbf", "textsc")
_ITALIC: Final = ("emph", "textit", "textsl")
_WORDS: Final = {
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "BibTeX": "BibTeX",
    "XeTeX": "XeTeX",
    "slash": "/",
    "cdotp": "·",
    "cdot": "·",
    "enskip": " ",
    "textbar": "|",
}
# Signs that no CV has stand for markup while the text is taken apart: bold, italics, and the parts of a link.
_SIGNS: Final = {"\ue000": "**", "\ue001": "*", "\ue002": "[", "\ue003": "](", "\ue004": ")"}
_LATEX: Final = re.compile(r"[\\{}$~%]|--|``|''")


def to_markup(latex: str) -> str:
    """Return a text in LaTeX with the markup of a profile, on one line; what cannot be read stays as it is."""
    text = latex
    if _LATEX.search(latex):
        convert = _converter()
        try:
            text = convert(latex)
        except Exception:  # noqa: BLE001  (a parser of another project, and any text)
            text = latex
    text = markup.literal(" ".join(text.split()))
    for sign, written in _SIGNS.items():
        text = text.replace(sign, written)
    return text


def _between(sign: str) -> Callable[..., str]:
    def text_of(node: Any, l2tobj: Any) -> str:
        inner = l2tobj.nodelist_to_text(node.nodeargd.argnlist[-1:]).strip()
        return f"{sign}{inner}{sign}" if inner else ""

    return text_of


def _link(node: Any, l2tobj: Any) -> str:
    address, shown = (l2tobj.nodelist_to_text([part]).strip() for part in node.nodeargd.argnlist[-2:])
    url = web_address(address)
    return f"\ue002{shown}\ue003{url}\ue004" if url and shown and shown != address else shown or address


def _url(node: Any, l2tobj: Any) -> str:
    return str(l2tobj.nodelist_to_text(node.nodeargd.argnlist[-1:])).strip()


@cache
def _converter() -> Callable[[str], str]:
    from pylatexenc import latex2text, latexwalker, macrospec

    marks = [(name, _between("\ue000")) for name in _BOLD] + [(name, _between("\ue001")) for name in _ITALIC]
    context = latex2text.get_default_latex_context_db()
    macros = [latex2text.MacroTextSpec(name, text_of) for name, text_of in [*marks, ("href", _link), ("url", _url)]]
    macros += [latex2text.MacroTextSpec(name, word) for name, word in _WORDS.items()]
    context.add_context_category("cvgen", prepend=True, macros=macros)
    walker = latexwalker.get_default_latex_context_db()
    specs = [macrospec.std_macro(name, False, 1) for name, _ in [*marks, ("url", None)]]
    specs.append(macrospec.std_macro("href", False, 2))
    walker.add_context_category("cvgen", prepend=True, macros=specs)
    converter = latex2text.LatexNodes2Text(latex_context=context, keep_comments=False, math_mode="text")
    return lambda latex: str(converter.latex_to_text(latex, latex_context=walker))
