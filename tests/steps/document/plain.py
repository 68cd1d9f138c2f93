"""Documents made from YAML, and their parts as plain data to compare."""

from __future__ import annotations

import dataclasses
import enum
from pathlib import Path
from textwrap import indent
from typing import Any

from cvgen.steps import document, profile, source
from cvgen.steps.document.model import Document, Section, When
from cvgen.steps.document.phrases import shown_when
from cvgen.text import language
from cvgen.text.inline import Text

PATH = Path("cv/ada.yaml")
ENGLISH = language.load("en")


def built(text: str) -> Document:
    return document.build(profile.validate(source.parse(text, PATH)))


def person(basics: str) -> Any:
    return plain(built(f"basics:\n  name: Ada Example\n{indent(basics, '  ')}\n").person)


def section(kind: str, entries: str) -> Section:
    """A section with the entries, given as the items of a YAML list."""
    text = (
        f"basics: {{ name: Ada Example }}\nsections:\n- title: T\n  kind: {kind}\n  entries:\n{indent(entries, '  ')}\n"
    )
    return built(text).sections[0]


def block(kind: str, entry: str) -> Any:
    [only] = section(kind, f"- {{ {entry} }}").blocks
    return plain(only)


def plain(node: Any) -> Any:
    """A node as dicts, lists and texts, without places and without what is empty."""
    if isinstance(node, When):
        return str(shown_when(node, ENGLISH))
    if isinstance(node, Text | Path | enum.Enum):
        return str(node)
    if isinstance(node, tuple):
        return [plain(part) for part in node]
    if not dataclasses.is_dataclass(node):
        return node
    left_out = ("span", "language", "leading")
    fields = {
        field.name: plain(getattr(node, field.name)) for field in dataclasses.fields(node) if field.name not in left_out
    }
    return {name: value for name, value in fields.items() if value not in (None, [], False)}


def items(*texts: str) -> list[dict[str, str]]:
    return [{"text": text} for text in texts]
