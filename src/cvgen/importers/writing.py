"""Writes a profile as YAML, as a person would: keys in the order of the schema, and long texts in blocks."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cvgen.importers.node import Placed
from cvgen.validation import schemas

_WIDTH: Final = 100  # of a long text, without its indentation
_LONGEST: Final = 100  # characters of a text that stands on the line of its key
_FLOW_KEYS: Final = frozenset({"advisor", "authors", "email", "inventors", "keywords", "phone", "roles", "team", "url"})
_PLAIN: Final = re.compile(r"[^\W_](?:[^\n\t:#]|:(?!\s|\Z)|(?<!\s)#)*")
_IN_FLOW: Final = re.compile(r"[^\W_][^\n\t:#,\[\]{}\"']*")
# What YAML readers take for something else than a text: numbers, but for years and ISO's dates, and words.
_MEANS_MORE: Final = re.compile(
    r"[-+.\d][\d_.,:eExXoa-fA-F+-]*|true|false|null|yes|no|on|off|y|n|\.inf|\.nan", re.IGNORECASE
)
_DATE: Final = re.compile(r"[1-9]\d{3}(?:-\d{2}(?:-\d{2})?)?")
_NOT_FIRST: Final = re.compile(r"\s|[-*+\u2022]\s|\d+[.)]\s")  # in a line of a block: it would be an item of a list
_LINE_BREAKS: Final = re.compile(r"[\x85\u2028\u2029]")
_UNPRINTED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029\ufffe\uffff]")


def to_yaml(profile: Mapping[str, Any], head: Sequence[str] = (), foot: Sequence[str] = ()) -> str:
    """Return a profile as YAML, with lines before and after it that become comments."""
    lines = [*_comments(head, ""), *_mapping(ordered(profile), "", top=True)]
    if foot:
        lines += ["", *_comments(foot, "")]
    return "\n".join(lines) + "\n"


def ordered(profile: Mapping[str, Any]) -> dict[str, Any]:
    """Return a profile with all its keys in the order of the schema."""
    data = _ordered(profile, schemas.profile())
    assert isinstance(data, dict)
    return data


def _ordered(value: Any, schema: Mapping[str, Any]) -> Any:
    if "$ref" in schema:
        schema = schemas.profile()["$defs"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        return [_ordered(each, schema.get("items", {})) for each in value]
    if not isinstance(value, Mapping):
        return value
    properties = dict(schema.get("properties", {}))
    for rule in schema.get("allOf", ()):  # of a section, whose kind decides what its entries are
        if rule["if"]["properties"]["kind"].get("const") == value.get("kind"):
            properties["entries"] = rule["then"]["properties"]["entries"]
    known = {key: _ordered(value[key], properties[key]) for key in properties if key in value}
    return known | {key: each for key, each in value.items() if key not in known}


def _mapping(data: Mapping[str, Any], indent: str, *, top: bool = False) -> Iterator[str]:
    for number, (key, value) in enumerate(data.items()):
        if top and number:
            yield ""
        comment = _comment(value)
        if comment:
            yield f"{indent}# {comment}"
        name = _scalar(key, in_flow=True)
        if isinstance(value, Mapping):
            yield f"{indent}{name}:"
            yield from _mapping(value, f"{indent}  ")
        elif isinstance(value, list):
            if key in _FLOW_KEYS and (flow := _flow(value)):
                yield f"{indent}{name}: {flow}"
            else:
                yield f"{indent}{name}:"
                yield from _sequence(value, f"{indent}  ")
        else:
            first, *rest = _text(value, f"{indent}  ")
            yield f"{indent}{name}: {first}"
            yield from rest


def _sequence(data: Sequence[Any], indent: str) -> Iterator[str]:
    apart = any(isinstance(each, Mapping) and len(each) > 1 for each in data) and all(
        isinstance(each, Mapping) for each in data
    )
    apart = apart and any(isinstance(value, list | Mapping) for each in data for value in each.values())
    for number, each in enumerate(data):
        if number and apart:
            yield ""
        if isinstance(each, Mapping):
            lines = list(_mapping(each, f"{indent}  "))
            begin = next(i for i, line in enumerate(lines) if not line.lstrip().startswith("#"))
            yield from (line[2:] for line in lines[:begin])  # comments before the first key
            yield f"{indent}- {lines[begin].lstrip()}"
            yield from lines[begin + 1 :]
        elif isinstance(each, list):
            yield f"{indent}-"
            yield from _sequence(each, f"{indent}  ")
        else:
            if comment := _comment(each):
                yield f"{indent}# {comment}"
            first, *rest = _text(each, f"{indent}  ")
            yield f"{indent}- {first}"
            yield from rest


def _comment(value: Any) -> str | None:
    """Return the comment of a text; that of a mapping stands above its own first text."""
    return _one_line(value.comment) if isinstance(value, Placed) and value.comment else None


def _flow(data: Sequence[Any]) -> str | None:
    """Return a list of short texts on one line, if it fits."""
    if not all(isinstance(each, str) and _IN_FLOW.fullmatch(each) and not _comment(each) for each in data):
        return None
    line = f"[{', '.join(_scalar(each, in_flow=True) for each in data)}]"
    return line if len(line) <= _WIDTH else None


def _text(value: Any, indent: str) -> list[str]:
    """Return the lines of a text, of which the first stands after its key."""
    if isinstance(value, bool):
        return [str(value).lower()]
    text = str(value)
    unfit = _UNPRINTED.search(text) or text != text.strip() or _LINE_BREAKS.search(text)
    if not unfit and "\n" in text and not re.search(r"(?m)[ \t]+$", text):
        return ["|-", *(f"{indent}{line}" if line else "" for line in text.split("\n"))]
    if not unfit and "\n" not in text and len(text) > _LONGEST:
        wrapper = textwrap.TextWrapper(
            _WIDTH, break_long_words=False, break_on_hyphens=False, replace_whitespace=False, expand_tabs=False
        )
        lines = _folded(text, wrapper)
        if len(lines) > 1:
            return [">-", *(indent + line for line in lines)]
    return [_scalar(text)]


def _folded(text: str, wrapper: textwrap.TextWrapper) -> list[str]:
    """Return the lines that YAML folds into the text; the text as one line if no such lines make it."""
    lines = wrapper.wrap(text)
    is_safe = " ".join(lines) == text and not any(_NOT_FIRST.match(line) or line.endswith("\\") for line in lines)
    return lines if is_safe else [text]


def _scalar(text: str, *, in_flow: bool = False) -> str:
    """Return a text on one line, in quotes where it needs them."""
    pattern = _IN_FLOW if in_flow else _PLAIN
    is_plain = pattern.fullmatch(text) and not _UNPRINTED.search(text) and text == text.strip()
    if is_plain and (_DATE.fullmatch(text) or not _MEANS_MORE.fullmatch(text)):
        return text
    if "'" not in text and re.search(r'["\\]', text) and not re.search(r"[\n\t]", text) and not _UNPRINTED.search(text):
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + _UNPRINTED.sub(_escape, escaped) + '"'


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _comments(lines: Sequence[str], indent: str) -> Iterator[str]:
    for line in lines:
        space = len(line) - len(line.lstrip())
        yield f"{indent}# {' ' * space}{_one_line(line)}".rstrip()


def _one_line(text: str) -> str:
    return " ".join(_UNPRINTED.sub("\ufffd", text).split()) if text.strip() else ""
