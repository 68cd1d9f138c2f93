"""Chooses one language where a profile has a text in several: ``{en: Engineer, zh-Hans: 工程师}``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from cvgen.diagnostics import Diagnostic, Pointer, Severity
from cvgen.steps.source import Source
from cvgen.steps.source.editing import edited, texts

_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# Mappings whose keys are the author's: a variant may be called "it".
_NAMED: Final = frozenset({("variants",), ("titles",), ("limits",), ("labels",)})
# Fields that people read as words of a language; names, addresses, dates and numbers are the same in all.
_PROSE: Final = frozenset({
    *("area", "contributions", "description", "fluency", "highlights", "label", "motivation", "position", "reference"),
    *("researchInterests", "status", "studyType", "summary", "text", "thesis", "title", "value"),
})  # fmt: skip


def translated(source: Source, tag: str | None = None) -> Source:
    """Return the source in a language: that of ``tag``, else the profile's own.

    A text that is not there in it is taken from a wider tag (``zh`` for ``zh-Hans``), else from the profile's own
    language, else from the first.
    """
    data = source.data
    own = data.get("language") if isinstance(data, dict) else None
    own = own.strip() if isinstance(own, str) and own.strip() else "en"
    wanted = [*_wider(tag or own), *_wider(own)]

    def choose(pointer: Pointer, value: Any) -> Any:
        if pointer == ("language",) and tag:
            return tag
        while is_translated(value, pointer):
            value = _best(value, wanted)
        return value

    if tag and isinstance(data, dict) and "language" not in data:
        source = _with_language(source, tag)
    return edited(source, choose) if tag or _has_translations(data) else source


def languages(source: Source) -> list[str]:
    """Return the tags of the languages that texts of the profile are in, its own first."""
    own = source.data.get("language", "en") if isinstance(source.data, dict) else "en"
    found = (tag for _, value in _maps(source.data, ()) for tag in value)
    return list(dict.fromkeys((str(own), *found)))


def untranslated(source: Source, tag: str) -> Iterator[Diagnostic]:
    """Yield a note for each text that is not there in a language."""
    reachable = _wider(tag)
    maps = dict(_maps(source.data, ()))
    for pointer, value in maps.items():
        if not any(each in value for each in reachable):
            yield _note(source, pointer, tag)
    for pointer, text in texts(source.data):
        inside_map = any(pointer[:length] in maps for length in range(len(pointer) + 1))
        keys = [step for step in pointer if isinstance(step, str)]
        if not inside_map and keys and keys[-1] in _PROSE and re.search(r"[^\W\d_]", text):
            yield _note(source, pointer, tag)


def _note(source: Source, pointer: Pointer, tag: str) -> Diagnostic:
    name = next((f'"{step}"' for step in reversed(pointer) if isinstance(step, str)), "this")
    hint = f"write {{{tag}: ...}} beside its other languages"
    return Diagnostic(f"{name} has no {tag}", source.spans[pointer], hint, Severity.NOTE, code="untranslated")


def is_translated(value: Any, pointer: Pointer) -> bool:
    """Return whether the value at a pointer is a mapping of languages."""
    if not isinstance(value, dict) or not value or pointer[-1:] in _NAMED:
        return False
    return all(isinstance(key, str) and _TAG.fullmatch(key) and key.partition("-")[0] in _bases() for key in value)


@cache
def _bases() -> frozenset[str]:
    from cvgen.text import language

    return frozenset(tag.partition("-")[0] for tag in (*language.names(), *language.FILE_OF))


def _wider(tag: str) -> list[str]:
    """Return a tag and the wider ones that it is a form of: zh-Hans-CN, zh-Hans, zh."""
    parts = tag.split("-")
    return ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]


def _best(value: Mapping[str, Any], wanted: list[str]) -> Any:
    for tag in wanted:
        for key in (tag, *value):
            if key in value and (key == tag or key.startswith(f"{tag}-")):  # zh is also zh-Hans, if there is no other
                return value[key]
    return next(iter(value.values()))


def _has_translations(data: Any) -> bool:
    return next(_maps(data, ()), None) is not None


def _maps(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    if is_translated(value, pointer):
        yield pointer, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _maps(inner, (*pointer, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _maps(inner, (*pointer, i))


def _with_language(source: Source, tag: str) -> Source:
    from cvgen.steps.source import with_settings

    return with_settings(source, [f"language={tag}"])
