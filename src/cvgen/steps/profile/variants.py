"""Cuts a variant out of a profile: what its tags choose, with its limits, headline, summary, language and design."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cvgen.diagnostics import CvgenError, Diagnostic, Pointer, did_you_mean
from cvgen.steps.source import Source
from cvgen.steps.source.editing import DROP, edited
from cvgen.text import dates

_LISTS: Final = frozenset({"entries", "sections"})
_REPLACED: Final = ("label", "summary")  # of the person, by those of the variant


def names(source: Source) -> list[str]:
    """Return the names of a profile's variants."""
    return list(source.data.get("variants", {}))


def chosen(source: Source, name: str) -> Source:
    """Return what a variant of a valid profile keeps. Raises CvgenError if there is no such variant, or nothing is left."""
    variant = _variant(source, name)
    _check_tags(source, name, variant)
    gone = left_out(source, name)
    sections = source.data.get("sections", [])
    if sections and all(("sections", i) in gone for i in range(len(sections))):
        span = source.key_spans["variants", name]
        hint = "entries without tags are in every variant; give some that it wants"
        raise CvgenError.of(f'variant "{name}" leaves nothing of the sections', span, hint, code="empty-variant")

    def change(pointer: Pointer, value: Any) -> Any:
        if pointer in gone or pointer == ("variants",) or pointer[-1:] == ("tags",):
            return DROP
        if pointer == ("basics",):
            return {**value, **{key: variant[key] for key in _REPLACED if key in variant}}
        if pointer == () and "design" in variant:
            return {**value, "design": {**value.get("design", {}), **variant["design"]}}
        return value

    return edited(source, change)


def language(source: Source, name: str) -> str | None:
    """Return the language that a variant asks for. The source need not be valid yet."""
    variants = source.data.get("variants") if isinstance(source.data, dict) else None
    variant = variants.get(name) if isinstance(variants, dict) else None
    tag = variant.get("language") if isinstance(variant, dict) else None
    return tag if isinstance(tag, str) else None


def _variant(source: Source, name: str) -> Mapping[str, Any]:
    variants: Mapping[str, Mapping[str, Any]] = source.data.get("variants", {})
    if name in variants:
        return variants[name]
    known = f"its variants are: {', '.join(variants)}" if variants else 'it has none; they stand under "variants"'
    span = source.key_spans.get(("variants",)) or source.spans[()]
    hint = did_you_mean(name, variants) or known
    raise CvgenError.of(f'the profile has no variant "{name}"', span, hint, code="unknown-variant")


def _check_tags(source: Source, name: str, variant: Mapping[str, Any]) -> None:
    """Raise CvgenError if a variant asks for a tag that nothing carries."""
    carried = {tag for _, tags in _tagged(source.data, ()) for tag in tags}
    wanted = variant.get("tags")
    problems = []
    for key, pointer in _wanted_tags(wanted, ("variants", name, "tags")):
        if key not in carried:
            hint = did_you_mean(key, carried) or f"the tags are: {', '.join(sorted(carried)) or 'none'}"
            problems.append(Diagnostic(f'nothing has the tag "{key}"', source.spans[pointer], hint, code="unknown-tag"))
    if wanted is None and name not in carried and not variant.keys() - {"tags"}:
        hint = f'give entries "tags: [{name}]", or say which tags it wants'
        span = source.key_spans["variants", name]
        problems.append(Diagnostic(f'nothing has the tag "{name}"', span, hint, code="unknown-tag"))
    if problems:
        raise CvgenError(problems)


def _wanted_tags(wanted: Any, pointer: Pointer) -> Iterator[tuple[str, Pointer]]:
    if isinstance(wanted, dict):
        for key, inner in wanted.items():
            yield from _wanted_tags(inner, (*pointer, key))
    elif isinstance(wanted, list):
        for i, tag in enumerate(wanted):
            yield tag, (*pointer, i)
    elif wanted is not None:
        yield wanted, pointer


def left_out(source: Source, name: str) -> set[Pointer]:
    """Return the pointers of what a variant leaves out."""
    variant = _variant(source, name)
    keeps = _Rule(variant.get("tags", name))
    gone = {pointer for pointer, tags in _tagged(source.data, ()) if not keeps(tags)}
    _limit(source.data.get("sections", []), ("sections",), variant.get("limits", {}), gone)
    _drop_empty(source.data.get("sections", []), ("sections",), gone)
    return gone


class _Rule:
    """Says whether a variant wants some tags: any of some, all of some, none of some."""

    def __init__(self, wanted: Any) -> None:
        rule = wanted if isinstance(wanted, dict) else {"any": wanted}
        self._any, self._all, self._none = (frozenset(_list(rule.get(key))) for key in ("any", "all", "none"))

    def __call__(self, tags: Sequence[str]) -> bool:
        has = frozenset(tags)
        return (not self._any or bool(self._any & has)) and self._all <= has and not self._none & has


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _tagged(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, list[str]]]:
    """Yield each part of a profile that has tags."""
    if isinstance(value, dict):
        if "tags" in value and pointer[:1] != ("variants",):
            yield pointer, _list(value["tags"])
        for key, inner in value.items():
            yield from _tagged(inner, (*pointer, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _tagged(inner, (*pointer, i))


def _limit(sections: Sequence[Any], pointer: Pointer, limits: Mapping[str, Any], gone: set[Pointer]) -> None:
    """Leave out what is more than a section may have: of its kind, or of its title."""
    for i, section in enumerate(sections):
        place = (*pointer, i)
        limit = limits.get(str(section.get("title", "")), limits.get(section.get("kind", "")))
        entries = section.get("entries", [])
        if limit is not None:
            kept = [number for number in range(len(entries)) if (*place, "entries", number) not in gone]
            if isinstance(limit, dict):
                most = int(limit["newest"])
                kept.sort(key=lambda number: _newest(entries[number]), reverse=True)
            else:
                most = int(limit)
            gone.update((*place, "entries", number) for number in kept[most:])
        _limit(section.get("sections", []), (*place, "sections"), limits, gone)


def _newest(entry: Any) -> tuple[int, int, int]:
    """Return the last date of an entry, for comparing; what goes on is newer than what has ended."""
    if not isinstance(entry, dict):
        return (0, 0, 0)
    last = entry.get("endDate") or (
        "present" if "startDate" in entry else entry.get("date") or entry.get("releaseDate")
    )
    if isinstance(last, list):
        last = last[0] if isinstance(last[0], str) else last[0].get("endDate", "present")
    if str(last).lower() == "present":
        return (9999, 0, 0)
    found = dates.parse_free(str(last)) if last else None
    if isinstance(found, dates.DateRange):
        found = found.end or found.start
    return (found.year, found.month or 0, found.day or 0) if found else (0, 0, 0)


def _drop_empty(sections: Sequence[Any], pointer: Pointer, gone: set[Pointer]) -> None:
    """Leave out sections that nothing is left of."""
    for i, section in enumerate(sections):
        place = (*pointer, i)
        _drop_empty(section.get("sections", []), (*place, "sections"), gone)
        lists = [(key, section[key]) for key in _LISTS if key in section]
        if lists and all((*place, key, number) in gone for key, items in lists for number in range(len(items))):
            gone.add(place)
        for key, items in lists:  # a kind without entries is an error
            if all((*place, key, number) in gone for number in range(len(items))):
                gone.add((*place, key))
                if key == "entries":
                    gone.add((*place, "kind"))
