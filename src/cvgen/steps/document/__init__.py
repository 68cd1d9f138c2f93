"""Step 3: ``Profile`` -> ``Document``, a tree without a layout that every output is made from.

It guarantees that each field of the profile is in the document, that all markup is parsed, and that each node holds the
place in the YAML that it comes from. The types of the tree are in ``model.py``, the walk over it in ``walk.py``; each
kind of section has its line and its function in ``kinds.py``.
"""

from __future__ import annotations

from typing import Final

from cvgen.steps.document.fields import Fields, labels_of, lead_of
from cvgen.steps.document.kinds import BLOCKS
from cvgen.steps.document.model import Block, Document, Section, author_marks
from cvgen.steps.document.parts import prose
from cvgen.steps.document.person import person
from cvgen.steps.profile import Profile
from cvgen.text import inline, language
from cvgen.text.inline import Text

__all__ = ["Document", "build"]

# Kinds that do not say what their entries are: no title would be true of them.
_ABOUT_ANYTHING: Final = {"bullets", "numbered", "table"}


def build(profile: Profile) -> Document:
    """Return the document of a profile."""
    design = profile.data.get("design", {})
    spoken = language.load(profile.data.get("language", "en")).with_labels(labels_of(design))
    spoken = spoken.with_date_format(design.get("dateFormat", "").strip())
    root = Fields(profile, (), spoken)
    sections = tuple(_section(fields, 1) for fields in root.children("sections"))
    document = Document(person(root.at("basics")), sections, spoken)
    if design.get("smartQuotes"):
        from cvgen.steps.document.typography import with_typographic_signs

        document = with_typographic_signs(document, spoken)
    return document


def _section(fields: Fields, level: int) -> Section:
    fields = fields.in_language(fields.language.with_labels(labels_of(fields.data)))
    kind = fields.string("kind")
    blocks: tuple[Block, ...] = tuple(BLOCKS[kind](fields)) if kind else ()
    return Section(
        title=_title(fields, kind),
        named="title" in fields,
        level=level,
        kind=kind,
        summary=prose(fields, "summary"),
        blocks=blocks,
        notes=tuple(map(fields.word, author_marks(blocks))),
        sections=tuple(_section(inner, level + 1) for inner in fields.children("sections")),
        span=fields.span,
        language=fields.language,
        lead=lead_of(fields),
        numbering=fields.string("numbering"),
        breaking=fields.string("break"),
        columns=int(fields.string("columns") or 0),
    )


def _title(fields: Fields, kind: str | None) -> Text | None:
    if "title" not in fields:
        if kind in _ABOUT_ANYTHING:
            return None
        return inline.literal(fields.language.sections[str(kind)], fields.span)
    return fields.text("title") if isinstance(fields.data["title"], str) else None
