"""Makes docs/kinds.md: what each field of each kind of section prints, where and in which order; ``make kinds`` runs it.

Each row is measured. An entry of the sample with an entry of every kind is written as LaTeX with a field and without it (or,
where it is required, with another text): the texts that differ are what the field prints.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import yaml

from cvgen.diagnostics import CvgenError
from cvgen.look import design, styles
from cvgen.steps import document, latex, profile, source
from cvgen.steps.latex.structure import HEADINGS, Element, Node
from cvgen.validation import schemas

ROOT: Final = Path(__file__).parent.parent
PAGE: Final = Path(__file__).parent / "kinds.md"
SAMPLE: Final = ROOT / "tests" / "samples" / "every-kind.yaml"

_LONGEST: Final = 60  # characters of a text that is shown
_OTHER: Final = "Another"  # in place of a text that is required

# Fields that the sample has elsewhere, but in no entry of one of the kinds.
_MORE: Final[Mapping[str, Any]] = {
    "startDate": "2022-10",
    "endDate": "2023-02",
    "expected": True,
    "date": "Fall 2024",
    "label": "Key learnings",
    "summary": "A paragraph on it.",
    "motivation": "It was slow.",
    "contributions": ["Measured it"],
    "highlights": ["Open source"],
    "keywords": ["Rust", "Python"],
    "projects": [{"name": "Linker"}],
}

INTRODUCTION: Final = """\
# The kinds of section

A section has a `kind`, which decides the fields of its `entries`. For each kind, this page shows an entry, and then what each field
prints, in the order in which it is read. It is the same in all styles; only the place on the page differs, as
[the gallery](gallery/README.md) shows. `make kinds` makes this page, by leaving out each field of a sample in turn.

A `summary`, a `description`, a `motivation` and a `reference` hold paragraphs and lists: `[I do, [one thing, another], and more.]`. In
a text after `|`, blank lines divide paragraphs, lines that start with `-` or `1.` are a list, and lines end where yours do, unless an
editor has wrapped them. A backslash at the end of a line breaks it in any text.

Every section may also have a `title` (`false` for none), a `summary` of paragraphs and lists, `sections` inside it, and a look of its
own: `break`, `columns`, `numbering`, `lead` and `labels` ([design.md](design.md#sections)).
"""

Text: TypeAlias = tuple[str, str, tuple[str, ...]]  # where it stands, what it says, and where its links lead


class Row(NamedTuple):
    """What a field prints: its place among the texts of an entry, where it stands, and the text."""

    order: int
    field: str
    where: str
    text: str


def page() -> str:
    """Return the text of the page."""
    rules = schemas.profile()["$defs"]["section"]["allOf"]
    parts = [INTRODUCTION]
    for rule in rules:
        kind = rule["if"]["properties"]["kind"]["const"]
        name = rule["then"]["properties"]["entries"]["items"]["$ref"].rpartition("/")[2]
        parts.append(_kind(kind, schemas.profile()["$defs"][name]))
    return "\n".join(parts)


def _kind(kind: str, schema: Mapping[str, Any]) -> str:
    example = schema["examples"][0]
    shown = yaml.safe_dump(
        {"kind": kind, "entries": [example]}, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100
    )
    lines = [f"## {kind}", "", schema["description"], "", "```yaml", shown.rstrip(), "```", ""]
    if found := rows(kind, schema):
        lines += ["| field | prints | for instance |", "|---|---|---|"]
        lines += [f"| `{row.field}` | {row.where} | {_short(row.text)} |" for row in found]
        printed = {row.field for row in found}
        if silent := [name for name in schema.get("properties", ()) if name not in printed]:
            lines += ["", "Print nothing of their own:", ""]
            lines += [f"- `{name}`: {schema['properties'][name].get('description', '')}" for name in silent]
        lines.append("")
    return "\n".join(lines)


def rows(kind: str, schema: Mapping[str, Any]) -> list[Row]:
    """Return what the fields of a kind print, in the order in which a reader meets it."""
    entry: dict[str, Any] = {}
    for each in _entries(kind):
        entry = {**each, **entry} if isinstance(each, dict) else entry  # one entry with every field
    entry = {**{name: value for name, value in _MORE.items() if name in schema.get("properties", ())}, **entry}
    fields = [name for name in schema.get("properties", ()) if name in entry]
    found = [row for name in fields if (row := _row(kind, entry, name, schema))]
    return sorted(found, key=lambda row: row.order)


def _entries(kind: str) -> list[Any]:
    """Return the entries of a kind in the sample."""

    def sections(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        for section in data.get("sections", ()):
            yield section
            yield from sections(section)

    data = source.read(SAMPLE).data
    return [entry for section in sections(data) if section.get("kind") == kind for entry in section["entries"]]


def _row(kind: str, entry: Mapping[str, Any], name: str, schema: Mapping[str, Any]) -> Row | None:
    changed = copy.deepcopy(dict(entry))
    if name in schema.get("required", ()):
        changed[name] = _OTHER
    else:
        del changed[name]
        for key, needed in schema.get("dependentRequired", {}).items():
            if name in needed:
                changed.pop(key, None)
    whole = texts(kind, entry)
    try:
        rest = texts(kind, changed)
    except CvgenError:  # of two fields, one is required
        rest = texts(kind, {**changed, name: _OTHER})
    start = next((i for i, (a, b) in enumerate(zip(whole, rest, strict=False)) if a != b), min(len(whole), len(rest)))
    if start == len(whole):
        return None
    where, text, urls = whole[start]
    if start < len(rest) and rest[start][:2] == (where, text):
        return Row(start, name, f"{where} links to it", urls[0])
    following = whole[start + 1] if start + 1 < len(whole) and whole[start + 1] not in rest else None
    if following and where == "the label of a line":
        where, text, _ = following
    elif following and where == "a paragraph" and following[0] == "an item of a list":
        where, text = f'a list after "{text}"', following[1]
    return Row(start, name, where, text)


def texts(kind: str, entry: Any) -> list[Text]:
    """Return the texts of an entry in their order, and where each stands."""
    data = {
        "basics": {"name": "Zoë Ångström-Łukasiewicz"},
        "sections": [{"title": "T", "kind": kind, "entries": [entry]}],
    }
    valid = profile.validate(source.parse(json.dumps(data), SAMPLE))
    style = styles.load("classic")
    tex = latex.generate(document.build(valid), style, design.resolve(style, *valid.design))
    section = next(each for each in tex.structure.kids if isinstance(each, Element) and each.tag == "Sect")
    return [each for each in _texts(section, ()) if each[1]][1:]  # without the title of the section


def _texts(element: Element, above: tuple[str, ...]) -> Iterator[Text]:
    leaves = [kid for kid in element.kids if isinstance(kid, Node) and kid.text]
    before: Element | None = None
    for kid in element.kids:
        if isinstance(kid, Element):
            follows_head = before is not None and before.tag in HEADINGS
            is_first = before is None
            role = "Head" if kid.tag == "P" and follows_head else "Line" if kid.tag == "P" and is_first else kid.tag
            yield from _texts(kid, (*above, role))
            before = kid
        elif kid.text:
            yield _where(above, leaves, leaves.index(kid)), kid.text, kid.urls


def _where(tags: tuple[str, ...], leaves: Sequence[Node], index: int) -> str:
    """Return where a text stands, by what it is in, from the section on."""
    entries, lists, last = tags.count("Div"), tags.count("L"), tags[-1]
    inside = "in an entry below: " if entries > 1 else ""
    if last in HEADINGS:
        return f"{inside}the title"
    if last == "Head":
        return f"{inside}beside or below the title"
    if lists > 1 or (lists and entries):
        return f"{inside}an item of a list"
    if last == "Lbl":
        return "the label"
    if lists:
        return (
            "the line of the entry"
            if last == "Line"
            else "beside the label"
            if last == "LBody"
            else "a paragraph below"
        )
    if len(leaves) == 2 and index == 0:
        return "the label of a line"
    return f'{inside}a line "{leaves[0].text}"' if len(leaves) == 2 else f"{inside}a paragraph"


def _short(text: str) -> str:
    text = text.replace("|", "\\|").replace("*", "\\*")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
