"""Puts values from elsewhere, such as ``--set`` of the command line, into a source."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cvgen.diagnostics import CvgenError, Diagnostic, Pointer, Span
from cvgen.steps.source.composer import resolve
from cvgen.steps.source.file import control_character
from cvgen.steps.source.model import Source
from cvgen.steps.source.parser import parse


def with_settings(source: Source, settings: Sequence[str]) -> Source:
    """Return the source with values put in, each as ``design.accent=#0F4C81``: keys, and the value.

    A value is the text as typed, without quotes, or true, false, null, or a list or mapping in YAML's brackets.
    Raises CvgenError.
    """
    data = copy.deepcopy(source.data) if settings else source.data
    for setting in settings:
        source = _with_setting(replace(source, data=data), setting)
    return source


def _with_setting(source: Source, setting: str) -> Source:
    """Put one value into the data of the source itself."""
    name, equals, text = setting.partition("=")
    keys = tuple(key.strip() for key in name.split("."))
    span = Span(Path(f"--set {setting}"), 0)
    if not equals or not all(keys):
        hint = "such as --set design.paper=letter"
        raise CvgenError.of("a setting needs a name and a value", span, hint, code="bad-setting")
    value = _value(text.strip(), span)
    if control_character(text):
        raise CvgenError.of("a control character is not allowed", span, "delete it", code="control-character")
    spans, key_spans = dict(source.spans), dict(source.key_spans)
    mapping = _mapping(source.data, (), span)
    for i in range(1, len(keys)):
        pointer: Pointer = keys[:i]
        if mapping.get(keys[i - 1]) is None:
            mapping[keys[i - 1]] = {}
        if pointer not in spans:
            spans[pointer] = key_spans[pointer] = span
        mapping = _mapping(mapping[keys[i - 1]], pointer, span)
    mapping[keys[-1]] = value.data
    for stale in [pointer for pointer in spans if pointer[: len(keys)] == keys]:
        spans.pop(stale)
        key_spans.pop(stale, None)
    spans |= {(*keys, *inner): span for inner in value.spans}
    key_spans |= {(*keys, *inner): span for inner in value.key_spans}
    key_spans[keys] = span
    return replace(source, spans=spans, key_spans=key_spans, problems=(*source.problems, *value.problems))


def _mapping(data: Any, pointer: Pointer, span: Span) -> dict[str, Any]:
    """Return data if it is a mapping; raises CvgenError if it is not."""
    if not isinstance(data, dict):
        where = f'"{".".join(map(str, pointer))}"' if pointer else "the profile"
        hint = "only a mapping takes single keys; set the value as a whole, such as design.order=[education, skills]"
        raise CvgenError.of(f"there is nothing to set in {where}", span, hint, code="bad-setting")
    return data


def _value(text: str, span: Span) -> Source:
    if text[:1] not in {"[", "{"}:
        return Source(span.path, resolve(text), {(): span}, {})
    try:
        parsed = parse(text, span.path)
    except CvgenError as error:
        raise CvgenError([_at(span, error.diagnostics[0])]) from None
    return replace(parsed, problems=tuple(_at(span, problem) for problem in parsed.problems))


def _at(span: Span, problem: Diagnostic) -> Diagnostic:
    return replace(problem, span=span)
