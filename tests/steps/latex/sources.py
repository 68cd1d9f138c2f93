"""What texts and profiles become in LaTeX."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from cvgen.look import design, styles
from cvgen.steps import document, latex, profile, source
from cvgen.steps.latex import TexSource
from cvgen.steps.latex.markup import TextOptions, write_text
from cvgen.text import inline


def typed(text: str) -> str:
    """What literal text becomes."""
    return write_text(inline.literal(text), TextOptions())


def marked(text: str) -> str:
    """What text with markup becomes."""
    return write_text(inline.parse(text), TextOptions())


def tex_of(yaml: str, style: str = "classic", path: Path = Path("ann.yaml"), stem: str = "ann") -> TexSource:
    """What a profile becomes in a style, without the marks of texts."""
    tex = with_marks(yaml, style, path, stem)
    return dataclasses.replace(tex, text=re.sub(r"\\cv(?:Node|Next)\{\d+\}", "", tex.text))


def with_marks(yaml: str, style: str = "classic", path: Path = Path("ann.yaml"), stem: str = "ann") -> TexSource:
    """What a profile becomes in a style."""
    valid, layout = profile.validate(source.parse(yaml, path)), styles.load(style)
    return latex.generate(document.build(valid), layout, design.resolve(layout, *valid.design), stem)


SECTIONS = """\
basics: { name: Ann }
sections:
  - { title: Awards, kind: awards, entries: [{ title: Prize }] }
  - title: Schools
    sections: [{ title: Abroad, kind: education, entries: [{ institution: Far }] }]
  - { kind: skills, entries: [{ name: C }] }
  - { title: Education, kind: education, entries: [{ institution: Near }] }
"""
