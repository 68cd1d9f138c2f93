"""Takes out what a reader must not see: the contacts, for the web, or who the person is, for a blind review."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from cvgen.diagnostics import CvgenError, Pointer, did_you_mean
from cvgen.steps.profile import empty
from cvgen.steps.profile.secrets import Secrets
from cvgen.steps.profile.translation import is_translated
from cvgen.steps.source import Source
from cvgen.steps.source.editing import DROP, edited, texts
from cvgen.text import names
from cvgen.validation import schemas
from cvgen.validation.violations import violations

ANONYMOUS: Final = "Anonymous"
_CONTACT: Final = frozenset({"email", "phone", "birthDate", "address", "postalCode"})
_BLIND: Final = frozenset({*_CONTACT, "nativeName", "image", "profiles", "url", "aliases", "signature"})
SETS: Final = ("contact", "blind")
_LONGEST: Final = 100  # characters of a name
_ADDRESSES: Final = frozenset({"url", "doi", "arxiv", "image", "email"})
_PEOPLE: Final = frozenset({"authors", "inventors", "advisor"})
# What a text of the author's cannot stand in: it says what something is, or how it looks.
_STRUCTURE: Final = frozenset(
    {"kind", "language", "tags", "network", "countryCode", "break", "lead", "numbering", "style"}
)
_DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}")  # when something was, even if it was on a day that is hidden


def redacted(source: Source, what: Sequence[str], whole: Source) -> Source:
    """Return a valid profile without what is to be hidden, wherever it stands.

    ``what`` names sets (``contact``, ``blind``) or fields, such as ``advisor`` or ``basics.location``. ``whole`` is
    the file in all its languages and variants: what is hidden in one is hidden in the texts of all. Raises CvgenError for
    a name that is neither.
    """
    if not what:
        return source
    hides = _Hides(source, what)
    own = (
        frozenset(name for each in (source, whole) for name in _own_names(each.data)) if hides.is_blind else frozenset()
    )
    secrets = Secrets([pair for each in (source, whole) for pair in hides.texts(each.data)], own)

    def change(pointer: Pointer, value: Any) -> Any:
        if hides.is_blind and pointer == ("basics", "name"):
            return ANONYMOUS
        if hides(pointer) or (isinstance(value, dict) and pointer and hides.all_of(pointer, value)):
            return DROP
        if hides.is_blind and isinstance(value, dict) and _is_owner(value, own):
            return {key: ANONYMOUS if key == "name" else inner for key, inner in value.items()}
        field = _field(pointer)
        if not isinstance(value, str) or field in _STRUCTURE or _DATE.fullmatch(value):
            return value
        if len(value) <= _LONGEST and any(names.is_same(value, name) for name in own):
            return ANONYMOUS
        if field in _ADDRESSES:
            return DROP if secrets.in_address(value) else value
        return secrets.without(value, is_name=_is_name(source.data, pointer))

    result, _ = empty.without_empty(edited(source, change))
    _check(result, source, what)
    return result


def _check(result: Source, source: Source, what: Sequence[str]) -> None:
    """Raise CvgenError if a profile is no profile without what is hidden."""
    for problem in violations(result.data, result.spans, result.key_spans, schemas.PROFILE):
        needed = next((each for each in what if f'"{each.rpartition(".")[2]}"' in problem.message), "")
        message = f'"{needed}" cannot be hidden: {problem.message}' if needed else f"after redaction, {problem.message}"
        hint = "hide the whole field around it; --redact blind hides your name"
        raise CvgenError.of(message, problem.span or source.spans[()], hint=hint, code="redacted-field")


def _own_names(data: Any) -> Iterator[str]:
    """Yield the person's names: those of the head in each language, and those of authors that are marked."""
    for pointer, text in texts(data):
        of_head = pointer[0] == "basics" and pointer[1] in {"name", "nativeName", "aliases"}
        if of_head or (pointer[-1] == "name" and _at(data, pointer[:-1]).get("me") is True):
            yield text


def _is_name(data: Any, pointer: Pointer) -> bool:
    """Return whether what stands there is the name of a person."""
    if not _PEOPLE.isdisjoint(pointer):
        return True
    return pointer[-1] == "name" and pointer[0] == "sections" and _kind(data, pointer) == "references"


def _is_owner(fields: dict[str, Any], own: frozenset[str]) -> bool:
    name = fields.get("name")
    return isinstance(name, str) and (fields.get("me") is True or any(names.is_same(name, each) for each in own))


def _is_address(pointer: Pointer) -> bool:
    return pointer[-1:] in {("url",), ("doi",), ("arxiv",), ("image",)}


class _Hides:
    """Says which parts of a profile are hidden."""

    def __init__(self, source: Source, what: Sequence[str]) -> None:
        self._data = source.data
        self.is_blind = "blind" in what
        hidden = {*(_CONTACT if "contact" in what else ()), *(_BLIND if self.is_blind else ())}
        self._names, self._paths = frozenset(hidden), frozenset(each for each in what if each not in SETS)
        known = schemas.property_names()
        for path in sorted(self._paths):
            unknown = next((step for step in path.split(".") if step not in known), None)
            if unknown is not None:  # it may be empty, where a variable of a shell is
                hint = did_you_mean(unknown, [*SETS, *known]) or f"{' and '.join(SETS)} are sets of fields"
                raise CvgenError.of(f'there is no field "{unknown}" to redact', hint=hint, code="unknown-field")

    def __call__(self, pointer: Pointer, data: Any = None) -> bool:
        keys = [step for step in pointer if isinstance(step, str)]
        if not keys or not isinstance(pointer[-1], str):
            return False
        path = ".".join(keys)
        if "design" in keys or "labels" in keys:  # names of fields there say how they look
            return path in self._paths
        if any(path == each or path.endswith(f".{each}") for each in self._paths):
            return True
        is_person = keys[0] == "basics" or _kind(data or self._data, pointer) == "references"
        return is_person and keys[-1] in self._names

    def all_of(self, pointer: Pointer, fields: dict[str, Any]) -> bool:
        """Return whether nothing is left of one of several: an account of which only the network is not hidden."""
        own = [key for key in fields if key not in _STRUCTURE]
        return isinstance(pointer[-1], int) and bool(own) and all(self((*pointer, key)) for key in own)

    def texts(self, data: Any) -> Iterator[tuple[str, str]]:
        """Yield the field and the text of all that must not stand anywhere."""
        for pointer, text in texts(data):
            if any(self(pointer[: length + 1], data) for length in range(len(pointer))):
                above = pointer[:-1]
                yield _field(above if above and is_translated(_at(data, above), above) else pointer), text


def _kind(data: Any, pointer: Pointer) -> object:
    """Return the kind of the section that something stands in."""
    kind = None
    for step in pointer[:-1]:
        data = data[step]
        kind = data.get("kind", kind) if isinstance(data, dict) else kind
    return kind


def _field(pointer: Pointer) -> str:
    """Return the name of the field that something stands in, be it one of several."""
    return next((step for step in reversed(pointer) if isinstance(step, str)), "")


def _at(data: Any, pointer: Pointer) -> Any:
    for step in pointer:
        data = data[step]
    return data
