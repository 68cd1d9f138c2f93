"""Typed access to the mappings of a valid profile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from cvgen.diagnostics import Pointer, Span
from cvgen.steps.profile import Profile
from cvgen.text import inline
from cvgen.text.inline import Text
from cvgen.text.language import Language

_T = TypeVar("_T")


def labels_of(data: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the author's labels in a section or in the design; "" for one that does not print."""
    return {key: label.strip() if label else "" for key, label in data.get("labels", {}).items()}


def lead_of(fields: Fields) -> str | None:
    """Return what the author wants first in an entry, or in the entries of a section."""
    lead: str | None = fields.data.get("lead")
    return lead


class Fields:
    """The value at a pointer, mostly a mapping, and its fields; a field that is missing is None or empty.

    Where the schema allows a text in place of a mapping, ``data`` is that text.
    """

    def __init__(self, profile: Profile, pointer: Pointer, language: Language) -> None:
        self.profile = profile
        self.pointer = pointer
        self.language = language
        self.span = profile.source.spans[pointer]
        data: Any = profile.data
        for step in pointer:
            data = data[step]
        self.data = data

    def __contains__(self, key: str) -> bool:
        return self.is_mapping and key in self.data

    @property
    def is_mapping(self) -> bool:
        """True for a mapping, false for a text in its place."""
        return isinstance(self.data, dict)

    @property
    def owner(self) -> tuple[str, ...]:
        """The names of the person whose CV it is."""
        basics = self.profile.data["basics"]
        aliases = basics.get("aliases", [])
        names = (basics["name"], basics.get("nativeName"), *(aliases if isinstance(aliases, list) else [aliases]))
        return tuple(str(inline.parse(name)) for name in names if name)

    @property
    def priority(self) -> int:
        """From 1 (goes last) to 9 (goes first); 0 if it always stays."""
        return int(self.data.get("priority", 0)) if self.is_mapping else 0

    def child(self, key: str) -> Fields | None:
        """Return the fields of the mapping, or the text, under a key."""
        return self.at(key) if key in self.data else None

    def children(self, key: str) -> list[Fields]:
        """Return the fields of each item of a list."""
        return [self.at(key, i) for i in range(len(self.data.get(key, ())))]

    def at(self, *steps: str | int) -> Fields:
        """Return the fields of the value that further keys and indices lead to."""
        return Fields(self.profile, (*self.pointer, *steps), self.language)

    def in_language(self, language: Language) -> Fields:
        """Return the same fields in a language."""
        return Fields(self.profile, self.pointer, language)

    def each(self, key: str, build: Callable[[Fields], _T]) -> tuple[_T, ...]:
        """Return what ``build`` makes of each item of a list."""
        return tuple(build(fields) for fields in self.children(key))

    def place(self, *steps: str | int) -> Span:
        """Return the place of the value that further keys and indices lead to."""
        return self.profile.source.spans[*self.pointer, *steps]

    def strings(self, key: str | None) -> Iterator[tuple[str, Span]]:
        """Yield the strings of a field that holds one or a list of them; None stands for the value itself."""
        value = self.data if key is None else self.data.get(key) if self.is_mapping else None
        steps = () if key is None else (key,)
        if isinstance(value, list):
            yield from ((item, self.place(*steps, i)) for i, item in enumerate(value))
        elif value is not None:
            yield value, self.place(*steps)

    def string(self, key: str) -> str | None:
        """Return a field that holds one string, without white space around it."""
        value = self.data.get(key)
        return None if value is None else str(value).strip()

    def flag(self, key: str) -> bool:
        """Return a field that is true or false; false is what is missing."""
        return bool(self.data.get(key, False))

    def text(self, key: str | None) -> Text | None:
        """Return a field as text with its markup; None stands for the value itself."""
        return next((inline.parse(value, span) for value, span in self.strings(key)), None)

    def required_text(self, key: str | None) -> Text:
        """Return the text of a field that the schema requires."""
        text = self.text(key)
        assert text is not None, key
        return text

    def texts(self, *keys: str) -> tuple[Text, ...]:
        """Return the texts of several fields, each of which holds one or a list of them."""
        return tuple(inline.parse(value, span) for key in keys for value, span in self.strings(key))

    def verses(self, key: str) -> tuple[Text, ...]:
        """Return the texts of a field, with the line breaks in them."""
        return tuple(inline.parse(value, span, keep_breaks=True) for value, span in self.strings(key))

    def word(self, key: str) -> Text:
        """Return one of cvgen's own words, in the language of the CV."""
        return inline.literal(self.language.words[key])

    def label(self, key: str) -> Text | None:
        """Return one of cvgen's own words for a label; None if the author wants none."""
        return self.word(key) if self.language.words[key] else None
