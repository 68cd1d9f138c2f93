"""Step 2: ``Source`` + schema -> ``Profile``: valid, or every error of the file at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cvgen.data import assets
from cvgen.diagnostics import CvgenError, Diagnostic, Pointer, Severity, Span, did_you_mean
from cvgen.steps.source import Source
from cvgen.text import dates, language

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

MAX_LISTS: Final = 6
MAX_PHOTO_BYTES: Final = 20 * 1024 * 1024
PHOTO_SIGNATURES: Final = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}

_TYPE_NAMES: Final = {
    "object": "a mapping (lines of key: value)",
    "array": "a list (lines that start with -)",
    "string": "a text",
    "number": "a number",
    "integer": "a number",
    "boolean": "true or false",
}

# What people coming from other tools, or from memory, write for the schema's names.
_SYNONYMS: Final = {
    "achievements": ("highlights", "contributions"),
    "authors": ("inventors",),
    "body": ("text", "summary"),
    "bullets": ("highlights",),
    "company": ("name", "entity", "organization"),
    "conference": ("publisher", "event"),
    "date_of_birth": ("birthDate",),
    "degree": ("studyType",),
    "details": ("highlights", "summary"),
    "employer": ("name",),
    "end": ("endDate",),
    "end_date": ("endDate",),
    "fullname": ("name",),
    "gpa": ("score", "grades"),
    "headline": ("label",),
    "homepage": ("url",),
    "items": ("highlights", "entries"),
    "job_title": ("position",),
    "journal": ("publisher",),
    "level": ("fluency",),
    "link": ("url",),
    "major": ("area",),
    "organisation": ("name", "entity", "organization"),
    "organization": ("name", "entity"),
    "photo": ("image",),
    "role": ("position", "roles"),
    "school": ("institution",),
    "site": ("url",),
    "social": ("profiles",),
    "social_networks": ("profiles",),
    "start": ("startDate",),
    "start_date": ("startDate",),
    "supervisor": ("advisor",),
    "title": ("name", "position"),
    "university": ("institution",),
    "venue": ("publisher", "event"),
    "website": ("url",),
    "year": ("date", "releaseDate"),
}


_KINDS_ELSEWHERE: Final = {
    "employment": "experience",
    "honors": "awards",
    "honours": "awards",
    "job": "experience",
    "list": "bullets",
    "numbers": "numbered",
    "research": "experience",
    "service": "experience",
    "teaching": "experience",
    "volunteer": "experience",
    "volunteering": "experience",
    "work": "experience",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """A valid profile.

    ``data`` follows ``schemas/profile.schema.json``, with every scalar as text except true and false.
    """

    data: Mapping[str, Any]
    source: Source

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What was noticed on the way and did not make the profile invalid."""
        return self.source.problems


def validate(source: Source) -> Profile:
    """Check a source against the schema and the rules that a schema cannot say.

    Raises CvgenError with all errors of the file, in the order of their lines.
    """
    problems = [*source.problems, *_schema_problems(source), *_photo_problems(source), *_depth_problems(source)]
    problems += _language_problems(source)
    reported = {problem.span for problem in problems}
    problems += [problem for problem in _date_problems(source) if problem.span not in reported]
    if any(p.severity is Severity.ERROR for p in problems):
        unique = dict.fromkeys(problems)
        raise CvgenError(sorted(unique, key=lambda p: p.span or Span(source.path, 0)))
    return Profile(source.data, source)


@cache
def schema() -> dict[str, Any]:
    """The profile schema as data."""
    loaded: dict[str, Any] = json.loads(assets.SCHEMA.read_text(encoding="utf-8"))
    return loaded


@cache
def _validator() -> Validator:
    from jsonschema import Draft202012Validator  # 0.07 s that no other step needs

    return Draft202012Validator(schema())


def _schema_problems(source: Source) -> Iterator[Diagnostic]:
    return violations(source, _validator(), schema())


def violations(source: Source, validator: Validator, root: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """What breaks a schema in a source; ``root`` is the whole schema, which may refer to the profile's."""
    for error in validator.iter_errors(source.data):
        violation = _Violation(error, source, root)
        explain = _EXPLANATIONS.get(violation.keyword, _explain_other)
        yield from explain(violation)


class _Violation:
    """A broken rule of the schema: the rule, what broke it, and where."""

    def __init__(self, error: ValidationError, source: Source, root: Mapping[str, Any]) -> None:
        self.error = error
        self.source = source
        self.pointer: Pointer = tuple(error.absolute_path)
        self.span = source.spans[self.pointer]
        self.name = _name(self.pointer)
        self.keyword = str(error.validator)
        self.rule: Any = error.validator_value
        self.instance: Any = error.instance
        self.schema: Mapping[str, Any] = error.schema if isinstance(error.schema, dict) else {}
        self.hint = _description(error, root)

    def diagnostic(self, message: str, hint: str | None = None) -> Diagnostic:
        return Diagnostic(message, self.span, hint or self.hint)


def _explain_unknown(broken: _Violation) -> Iterator[Diagnostic]:
    known = broken.schema["properties"]
    for key in broken.instance:
        if key not in known:
            span = broken.source.key_spans[*broken.pointer, key]
            hint = _near_key(key, known)
            if "string" in broken.schema.get("type", ()) and not hint.startswith("did you mean"):
                hint = 'if this is one text, put it in quotes: it contains ": "'
            yield Diagnostic(f'unknown key "{key}"', span, hint)


def _explain_required(broken: _Violation) -> Iterator[Diagnostic]:
    # jsonschema reports each missing key by itself, and names it in the message alone.
    missing = next(key for key in broken.rule if broken.error.message.startswith(repr(key)))
    description = broken.schema.get("properties", {}).get(missing, {}).get("description")
    yield broken.diagnostic(f'{broken.name} needs "{missing}"', description)


def _explain_dependent(broken: _Violation) -> Iterator[Diagnostic]:
    for key, needed in broken.rule.items():
        for missing in needed:
            if key in broken.instance and broken.error.message.startswith(f"{missing!r} is a dependency of {key!r}"):
                known = broken.schema["properties"][missing]
                choices = f" One of: {', '.join(known['enum'])}." if "enum" in known else ""
                span = broken.source.key_spans[*broken.pointer, key]
                yield Diagnostic(f'"{key}" needs "{missing}" beside it', span, known["description"] + choices)


def _explain_type(broken: _Violation) -> Iterator[Diagnostic]:
    if broken.instance is None:
        span = broken.source.key_spans.get(broken.pointer, broken.span)
        yield Diagnostic(f"{broken.name} has no value", span, "write one, or delete the line")
    else:
        kinds = {dict: "object", list: "array", bool: "boolean"}
        found = _TYPE_NAMES[kinds.get(type(broken.instance), "string")]
        glued = isinstance(broken.instance, str) and re.match(r"\w+:\S", broken.instance)
        hint = "put a space after the colon of a key" if glued else None
        yield broken.diagnostic(f"{broken.name} must be {_wanted(broken.rule)}, not {found}", hint)


def _explain_any(broken: _Violation) -> Iterator[Diagnostic]:
    needed = [_quoted(option["required"][0]) for option in broken.rule if "required" in option]
    yield broken.diagnostic(f"{broken.name} needs {' or '.join(needed)}")


def _explain_enum(broken: _Violation) -> Iterator[Diagnostic]:
    if not isinstance(broken.instance, str):
        return  # the type is reported
    meant = _KINDS_ELSEWHERE.get(broken.instance.lower())
    near = f'did you mean "{meant}"?' if meant else did_you_mean(broken.instance, broken.rule)
    hint = near or f"one of: {', '.join(broken.rule)}"
    yield broken.diagnostic(f'there is no {broken.name} "{broken.instance}"', hint)


def _explain_pattern(broken: _Violation) -> Iterator[Diagnostic]:
    text = str(broken.instance)
    title = str(broken.schema.get("title", broken.name))
    if not text.strip():
        yield broken.diagnostic(f"{broken.name} is empty", "write something, or delete the line")
    elif "date" in title:
        yield broken.diagnostic(f"{broken.name} is not a date: {_shown(text)}", _date_hint(text))
    else:
        schemeless = title == "web address" and re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text)
        hint = f"did you mean https://{text}?" if schemeless else None
        yield broken.diagnostic(f"{broken.name} is not a valid {title}: {_shown(text)}", hint)


def _explain_empty(broken: _Violation) -> Iterator[Diagnostic]:
    if broken.instance:  # some lists need two items
        yield from _explain_other(broken)
        return
    yield broken.diagnostic(f"{broken.name} is empty", "write something, or delete the line")


def _explain_nothing(_: _Violation) -> Iterator[Diagnostic]:
    return iter(())


def _explain_other(broken: _Violation) -> Iterator[Diagnostic]:
    yield broken.diagnostic(f"{broken.name}: {broken.error.message}")


_EXPLANATIONS: Final[Mapping[str, Callable[[_Violation], Iterator[Diagnostic]]]] = {
    "additionalProperties": _explain_unknown,
    "anyOf": _explain_any,
    "dependentRequired": _explain_dependent,
    "enum": _explain_enum,
    "minItems": _explain_empty,
    "minLength": _explain_nothing,  # every text with a minLength has a pattern, which says it
    "minProperties": _explain_empty,
    "pattern": _explain_pattern,
    "required": _explain_required,
    "type": _explain_type,
}


def _name(pointer: Pointer) -> str:
    """How a message calls the value at a pointer: "highlights", "item 3 of highlights"."""
    if not pointer:
        return "the file"
    last = pointer[-1]
    if isinstance(last, str):
        return f'"{last}"'
    above = next((part for part in reversed(pointer) if isinstance(part, str)), "the profile")
    return f'item {last + 1} of "{above}"'


def _wanted(types: str | list[str]) -> str:
    names = [types] if isinstance(types, str) else types
    return " or ".join(dict.fromkeys(_TYPE_NAMES[t] for t in names if t not in {"number", "integer"}))


def _quoted(word: str) -> str:
    return f'"{word}"'


def _shown(instance: Any) -> str:
    text = str(instance)
    return _quoted(text if len(text) <= 60 else text[:57] + "...")


def _near_key(key: str, known: Mapping[str, Any]) -> str:
    kinds = schema()["$defs"]["section"]["properties"]["kind"]["enum"]
    if "sections" in known and "kind" not in known and (key.lower() in kinds or key.lower() in _KINDS_ELSEWHERE):
        # JSON Resume has its sections at the top.
        return 'sections stand under "sections", each with a title, a kind and entries; cvgen new shows how'
    for candidate in _SYNONYMS.get(key.lower(), ()):
        if candidate in known:
            return f'did you mean "{candidate}"?'
    return did_you_mean(key, known) or f"the keys here are: {', '.join(known)}"


def _date_hint(text: str) -> str | None:
    if iso := dates.suggest_iso(text):
        return f"write {iso}"
    if text.lower() in {"now", "current", "ongoing", "today", "present"}:
        return "write present (in endDate), or leave endDate out"
    return None


def _description(error: ValidationError, root: Mapping[str, Any]) -> str | None:
    """The description of the nearest property or definition around a failed rule."""
    node: Any = root
    found: str | None = None
    for step in error.absolute_schema_path:
        while step not in node and "$ref" in node:  # jsonschema's paths leave references out
            name = node["$ref"].rpartition("/")[2]
            referred = root["$defs"].get(name) or schema()["$defs"][name]
            found = found if "description" in node else referred["description"]
            node = referred
        node = node[step]
        if isinstance(node, dict) and "description" in node:
            found = node["description"]
    return found


def _depth_problems(source: Source) -> Iterator[Diagnostic]:
    """Lists inside lists beyond what LaTeX sets; the outermost may be a section's own."""
    for pointer, span in source.spans.items():
        depth = sum(step in {"highlights", "contributions"} for step in pointer)
        if depth == MAX_LISTS and pointer[-1] in {"highlights", "contributions"}:
            yield Diagnostic(f"lists stand more than {MAX_LISTS - 1} deep inside each other", span, "use fewer levels")


def _date_problems(source: Source) -> Iterator[Diagnostic]:
    """Days that no month has, dates that only look like one, and ends before their start."""
    for pointer in source.spans:
        if not pointer or pointer[-1] not in {"startDate", "endDate", "birthDate", "date", "releaseDate"}:
            continue
        value = _at(source.data, pointer)
        free = pointer[-1] in {"date", "releaseDate"}
        texts = [(pointer, value)]
        if free and isinstance(value, list):
            texts = [((*pointer, i), item) for i, item in enumerate(value)]
        for place, text in texts:
            if isinstance(text, str) and text.strip() and (problem := _date_problem(text, free=free)):
                yield Diagnostic(problem, source.spans[place], _date_hint(text))
        if pointer[-1] == "startDate":
            yield from _order_problem(source, pointer[:-1])


def _date_problem(text: str, *, free: bool) -> str | None:
    try:
        if free:
            dates.parse_free(text)
        elif text.strip().lower() != "present":
            dates.parse_date(text)
    except ValueError as error:
        return f"bad date: {error}"
    return None


def _order_problem(source: Source, pointer: Pointer) -> Iterator[Diagnostic]:
    entry = _at(source.data, pointer)
    end = entry.get("endDate")
    try:
        first, last = dates.parse_date(str(entry["startDate"])), dates.parse_date(str(end))
    except ValueError:
        return
    if last.before(first):
        message = f"it ends ({last}) before it starts ({first})"
        yield Diagnostic(message, source.spans[*pointer, "endDate"], "swap startDate and endDate?")


def _language_problems(source: Source) -> Iterator[Diagnostic]:
    pointer: Pointer = ("language",)
    if pointer in source.spans and isinstance(tag := source.data["language"], str) and tag.strip():
        try:
            language.load(tag)
        except CvgenError as error:
            for problem in error.diagnostics:
                yield replace(problem, span=source.spans[pointer])


def _photo_problems(source: Source) -> Iterator[Diagnostic]:
    pointer: Pointer = ("basics", "image")
    if pointer not in source.spans or not isinstance(image := _at(source.data, pointer), str):
        return
    if not image.strip():
        return  # the schema reports it
    span = source.spans[pointer]
    if re.match(r"https?:", image, re.IGNORECASE):
        yield Diagnostic("a photo must be a file, not a web address", span, "download it, and give its path")
        return
    path = source.path.parent / image.strip()
    try:
        if not path.is_file():
            hint = f"the path is relative to the folder {source.path.parent}"
            yield Diagnostic(f"there is no photo {path}", span, hint)
            return
        size = path.stat().st_size
        photo_suffix(path)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        yield Diagnostic(f"the photo {path} cannot be used: {reason}", span, "give a PNG or JPEG file")
        return
    if size > MAX_PHOTO_BYTES:
        message = f"the photo {path} is too large: more than {MAX_PHOTO_BYTES // 1024**2} MB"
        yield Diagnostic(message, span, "scale it down; 600 pixels across are plenty")


def photo_suffix(path: Path) -> str:
    """``.png`` or ``.jpg``, by the file's content; ValueError for any other."""
    with path.open("rb") as file:
        head = file.read(8)
    for signature, suffix in PHOTO_SIGNATURES.items():
        if head.startswith(signature):
            return suffix
    raise ValueError("it is neither PNG nor JPEG")


def _at(data: Any, pointer: Pointer) -> Any:
    for step in pointer:
        data = data[step]
    return data
