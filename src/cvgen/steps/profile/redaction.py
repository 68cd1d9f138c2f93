"""Takes out what a reader must not see: the contacts, for the web, or who the person is, for a blind review."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from cvgen.diagnostics import CvgenError, Pointer, did_you_mean
from cvgen.steps.source import Source
from cvgen.steps.source.editing import DROP, edited
from cvgen.text import names
from cvgen.validation import schemas

ANONYMOUS: Final = "Anonymous"
HIDDEN: Final = "[…]"
_CONTACT: Final = frozenset({"email", "phone", "birthDate", "address", "postalCode"})
_BLIND: Final = frozenset({*_CONTACT, "nativeName", "image", "profiles", "url", "aliases", "signature"})
SETS: Final = ("contact", "blind")
_LONGEST: Final = 100  # characters of a name
_SHORTEST: Final = 3  # characters of a part of a name that is looked for in texts


def redacted(source: Source, what: Sequence[str]) -> Source:
    """Return a valid profile without what is to be hidden, wherever it stands.

    ``what`` names sets (``contact``, ``blind``) or fields, such as ``advisor`` or ``basics.location``. Raises CvgenError
    for a name that is neither.
    """
    if not what:
        return source
    hides = _Hides(source, what)
    secrets = sorted(hides.secrets(), key=len, reverse=True)
    pattern = re.compile("|".join(map(_flexible, secrets))) if secrets else None

    def change(pointer: Pointer, value: Any) -> Any:
        if hides.is_blind and pointer == ("basics", "name"):
            return ANONYMOUS
        if hides(pointer):
            return DROP
        if hides.is_blind and isinstance(value, dict) and _is_owner(value, hides.names):
            return {key: ANONYMOUS if key == "name" else inner for key, inner in value.items()}
        if pattern and isinstance(value, str):
            if hides.is_blind and len(value) <= _LONGEST and any(names.is_same(value, name) for name in hides.names):
                return ANONYMOUS
            if pattern.search(value):
                return DROP if _is_address(pointer) else pattern.sub(HIDDEN, value)
        return value

    return edited(source, change)


def _is_owner(fields: dict[str, Any], own: frozenset[str]) -> bool:
    name = fields.get("name")
    return isinstance(name, str) and (fields.get("me") is True or any(names.is_same(name, each) for each in own))


def _is_address(pointer: Pointer) -> bool:
    return pointer[-1:] in {("url",), ("doi",), ("arxiv",), ("image",)}


def _flexible(secret: str) -> str:
    """Return a pattern for a secret with any white space in it, as a whole word."""
    words = r"\s+".join(map(re.escape, secret.split()))
    if "@" in secret or "/" in secret:  # an address; "Will" and "will" are two words
        words = f"(?i:{words})"
    return rf"(?<!\w){words}(?!\w)" if secret[:1].isalnum() and secret.isascii() else words


class _Hides:
    """Says which parts of a profile are hidden."""

    def __init__(self, source: Source, what: Sequence[str]) -> None:
        self._source = source
        self.is_blind = "blind" in what
        hidden = {*(_CONTACT if "contact" in what else ()), *(_BLIND if self.is_blind else ())}
        self._names, self._paths = frozenset(hidden), frozenset(each for each in what if each not in SETS)
        known = schemas.property_names()
        for path in sorted(self._paths):
            if unknown := next((step for step in path.split(".") if step not in known), None):
                hint = did_you_mean(unknown, [*SETS, *known]) or f"{' and '.join(SETS)} are sets of fields"
                raise CvgenError.of(f'there is no field "{unknown}" to redact', hint=hint, code="unknown-field")
        basics = source.data["basics"]
        aliases = basics.get("aliases", [])
        own = [basics["name"], basics.get("nativeName"), *(aliases if isinstance(aliases, list) else [aliases])]
        self.names = frozenset(name for name in own if isinstance(name, str))

    def __call__(self, pointer: Pointer) -> bool:
        keys = [step for step in pointer if isinstance(step, str)]
        if not keys or not isinstance(pointer[-1], str):
            return False
        path = ".".join(keys)
        if any(path == each or path.endswith(f".{each}") for each in self._paths):
            return True
        is_person = keys[0] == "basics" or self._kind(pointer) == "references"
        return is_person and keys[-1] in self._names

    def _kind(self, pointer: Pointer) -> object:
        """Return the kind of the section that something stands in."""
        node, kind = self._source.data, None
        for step in pointer[:-1]:
            node = node[step]
            kind = node.get("kind", kind) if isinstance(node, dict) else kind
        return kind

    def secrets(self) -> Iterator[str]:
        """Yield the texts that must not stand anywhere."""
        for pointer, text in _texts(self._source.data, ()):
            if any(self(pointer[: length + 1]) for length in range(len(pointer))):
                yield from _parts(pointer, text)
        if self.is_blind:
            basics = self._source.data["basics"]
            for name in (basics["name"], basics.get("nativeName")):
                if name:
                    yield str(name).strip()
                    yield from (part for part in str(name).split() if len(part) >= _SHORTEST)


def _parts(pointer: Pointer, text: str) -> Iterator[str]:
    text = text.strip()
    key = next(step for step in reversed(pointer) if isinstance(step, str))
    if key == "network" or len(text) < _SHORTEST:
        return
    yield text
    if key == "phone":
        digits = re.sub(r"\D", "", text)
        if len(digits) > _SHORTEST:
            yield digits
    if key == "url":
        yield re.sub(r"^https?://(www\.)?|/$", "", text)


def _texts(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*pointer, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _texts(inner, (*pointer, i))
