"""Lists the parts of a profile, and which of its variants keep each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from cvgen.diagnostics import CvgenError, Pointer
from cvgen.steps.profile import variants
from cvgen.steps.source import Source
from cvgen.text import inline

_NAMES: Final = ("title", "name", "institution", "position", "language", "label", "text")  # what a part is called by
_LISTS: Final = ("sections", "entries", "roles", "projects", "highlights", "contributions")


class Row(NamedTuple):
    """A section, an entry or an item; ``level`` counts from 0, ``kept`` has the verdict of each variant."""

    text: str
    line: int
    level: int
    kept: Mapping[str, bool]


class Overview(NamedTuple):
    """All parts, and how many of them each variant keeps."""

    rows: list[Row]
    counts: Mapping[str, int]


def of(source: Source) -> Overview:
    """Return the overview of a valid profile; raises CvgenError if it has no variants, or one of them is wrong."""
    names = variants.names(source)
    if not names:
        hint = 'variants stand under "variants"; cvgen explain unknown-variant shows one'
        raise CvgenError.of("the profile has no variants", source.spans[()], hint, code="unknown-variant")
    for name in names:
        variants.chosen(source, name)  # for its errors
    gone = {name: variants.left_out(source, name) for name in names}
    rows = []
    for pointer, text, level in _parts(source.data, (), 0):
        above = [pointer[:length] for length in range(1, len(pointer) + 1)]
        kept = {name: not any(part in gone[name] for part in above) for name in names}
        rows.append(Row(text, source.spans[pointer].line, level, kept))
    return Overview(rows, {name: sum(row.kept[name] for row in rows) for name in names})


def _parts(node: Mapping[str, Any], pointer: Pointer, level: int) -> Iterator[tuple[Pointer, str, int]]:
    for key in _LISTS:
        for i, each in enumerate(node.get(key, ())):
            place = (*pointer, key, i)
            if not isinstance(each, dict):
                yield place, str(inline.parse(str(each))), level
                continue
            name = next((each[name] for name in _NAMES if each.get(name)), each.get("kind", ""))
            yield place, str(inline.parse(str(name))), level
            yield from _parts(each, place, level + 1)
