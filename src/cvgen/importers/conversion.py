"""Makes a profile from a file of another tool, checks it, and says what has become of each field."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from cvgen.diagnostics import CvgenError, Diagnostic, Pointer, Severity, Span
from cvgen.importers import parts, table, titles, writing
from cvgen.importers.file import File, read
from cvgen.importers.node import Placed, Reading, dotted
from cvgen.importers.parts import Data
from cvgen.steps import profile as profile_step
from cvgen.steps.source import Source

_TRIES: Final = 200  # values that --lenient leaves out, one after another
_NAME: Final = "Your Name"
_LINE: Final = 300  # characters of a value that is kept as a comment


@dataclass(frozen=True, slots=True)
class Imported:
    """A valid profile from a file: its data with places and comments, the file's name for its format, and the report."""

    format_name: str
    data: Data
    source: Source
    reading: Reading
    report: tuple[Diagnostic, ...]

    @property
    def read(self) -> tuple[Path, ...]:
        """The files that were read besides, and the photo that was looked for: if one changes, so may the profile."""
        inputs = {span.path for span in self.reading.source.spans.values() if self.source.path not in span.path.parents}
        return tuple(sorted((inputs | self.reading.missing) - {self.source.path}))

    def to_yaml(self, folder: Path | None = None, *, schema: str | None = None, keep_unknown: bool = False) -> str:
        """Return the profile as YAML, for a file in ``folder``, by default beside the file that it was made from.

        ``schema`` is the path of the schema for editors.
        """
        data = self.data
        if folder is not None and "image" in data["basics"]:
            image = os.path.relpath(self.source.path.parent / data["basics"]["image"], folder)
            data = {**data, "basics": {**data["basics"], "image": image}}
        head = [f"yaml-language-server: $schema={schema}"] if schema else []
        head.append(f"Imported from {self.source.path.name}, a file of {self.format_name}.")
        return writing.to_yaml(data, head, list(self._unread()) if keep_unknown else [])

    def _unread(self) -> Iterator[str]:
        unread = list(self.reading.unread())
        if unread:
            yield f"Not imported from {self.source.path.name}:"
        for pointer in unread:
            value: Any = self.reading.source.data
            for step in pointer:
                value = value[step]
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            shown = shown if len(shown) <= _LINE else f"{shown[:_LINE]}…"
            yield f"  line {self.reading.key_span(pointer).line}: {dotted(pointer)}: {shown}"


def convert(path: Path, format_name: str | None = None, *, merge: bool = True, lenient: bool = False) -> Imported:
    """Return the profile that a file of another tool makes.

    Raises CvgenError with all that is wrong; with ``lenient``, what is wrong is left out, and reported.
    """
    file = read(path)
    return convert_file(file, table.find(file, format_name), merge=merge, lenient=lenient)


def convert_file(file: File, importer: table.Importer, *, merge: bool = True, lenient: bool = False) -> Imported:
    """Return the profile that a file makes by an importer; see ``convert``."""
    reading = Reading(importer.read(file))
    data = _finished(importer.to_profile(reading.root), reading, merge=merge)
    if not reading.used and not reading.problems:
        hint = "is it a file of another format? cvgen import finds the format by itself without --from"
        raise CvgenError.of(
            f"nothing in {file.path} is of the format {importer.NAME}", Span(file.path, 1), hint, code="unknown-import"
        )
    _with_photo(data, reading, file.path.parent)
    problems = [*reading.source.problems, *reading.problems]
    reading.short_dates = parts.without_padded_days(data)
    source, broken = _validated(data, file.path, lenient=lenient)
    errors = [each for each in (*problems, *broken) if each.severity is Severity.ERROR]
    if errors and not lenient:
        hint = "correct what is wrong; or cvgen import --lenient leaves it out"
        note = Diagnostic("nothing is imported", Span(file.path, 1), hint, Severity.NOTE, code="imported")
        raise CvgenError([*_in_order([*problems, *broken]), note])
    softened = [_softened(each) for each in (*problems, *broken)]
    report = _in_order([*softened, *_left_out(reading, data), *source.problems])
    note = _summary(importer.NAME, file.path, reading, report)
    return Imported(importer.NAME, data, source, reading, (note, *report))


def _finished(data: Data, reading: Reading, *, merge: bool) -> Data:
    basics = data.get("basics") or {}
    if not basics.get("name"):
        basics["name"] = Placed(_NAME, reading.span(()), "the file gives no name: write yours")
    sections = [each for each in data.get("sections", []) if each]
    if merge:
        _merge(sections)
    _translate_titles(sections, data.get("language"))
    result = parts.mapping(**{**data, "basics": basics, "sections": sections})
    return writing.ordered(result)


def _merge(sections: list[Data]) -> None:
    for section in sections:
        if section.get("kind") == "experience" and "entries" in section:
            section["entries"] = parts.merged(section["entries"])
        _merge(section.get("sections", []))


def _translate_titles(sections: list[Data], tag: Placed | None) -> None:
    """Put titles that are the importer's own, and so have no place in the file, into the language of the CV."""
    for section in sections if tag else []:
        title = section.get("title")
        if title and tag and not isinstance(title, Placed):
            with contextlib.suppress(CvgenError):  # an unknown language is reported by the validation
                section["title"] = titles.translated(title, tag)


def _with_photo(data: Data, reading: Reading, beside: Path) -> None:
    """Leave the photo out if it is no file beside the one that is imported, with the reason."""
    basics = data["basics"]
    if not (image := basics.get("image")):
        return
    reason = None
    if ":" in image[:8] or image.startswith("//"):
        reason = "a photo must be a file: download it, and give its path"
    elif Path(image).is_absolute() or ".." in Path(image).parts or "~" in image[:1]:
        reason = "a photo is taken from the folder of the file alone: copy it there"
    elif not _is_file(beside / image):
        reason = f"there is no such file in {beside}"
        reading.missing.add(beside / image)
    if reason:
        del basics["image"]
        reading.take_back(image, reason)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


# --- validation -----------------------------------------------------------------------------------


def _validated(data: Data, path: Path, *, lenient: bool) -> tuple[Source, list[Diagnostic]]:
    """Return the source of a profile, and what is wrong with it; with ``lenient``, that is taken out of the data."""
    removed: list[Diagnostic] = []
    for _ in range(_TRIES if lenient else 1):
        source = to_source(data, path)
        try:
            return profile_step.validate(source).source, removed
        except CvgenError as error:
            broken = [each for each in error.diagnostics if each.severity is Severity.ERROR]
            if not lenient:
                return source, list(error.diagnostics)
            removed.append(broken[0])
            if not _remove(data, source, broken[0].span):
                raise
    raise CvgenError(removed)


def _remove(data: Data, source: Source, span: Span | None) -> bool:
    """Take the value at a place out of the data; return whether there is one."""
    pointers = [pointer for pointer, each in source.spans.items() if each == span and pointer]
    if not pointers:
        return False
    pointer = max(pointers, key=len)
    _delete(data, pointer)
    while pointer := pointer[:-1]:  # what is empty now goes, too
        value: Any = data
        for step in pointer:
            value = value[step]
        if value:
            return True
        _delete(data, pointer)
    return True


def _delete(data: Any, pointer: Pointer) -> None:
    for step in pointer[:-1]:
        data = data[step]
    del data[pointer[-1]]


def to_source(data: Data, path: Path) -> Source:
    """Return a profile as step 1 would, with the places in the file that it was made from."""
    spans: dict[Pointer, Span] = {}
    key_spans: dict[Pointer, Span] = {}
    plain = _plain(data, (), spans, key_spans, Span(path, 1))
    return Source(path, plain, spans, key_spans)


def _plain(
    value: Any, pointer: Pointer, spans: dict[Pointer, Span], key_spans: dict[Pointer, Span], around: Span
) -> Any:
    span = spans[pointer] = _span(value) or around
    if isinstance(value, Mapping):
        for key, each in value.items():
            key_spans[*pointer, key] = _span(each) or span
        return {key: _plain(each, (*pointer, key), spans, key_spans, span) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each, (*pointer, i), spans, key_spans, span) for i, each in enumerate(value)]
    return value if isinstance(value, bool) else str(value)


def _span(value: Any) -> Span | None:
    """Return the first place that a value comes from."""
    if isinstance(value, Placed):
        return value.span
    if isinstance(value, Mapping | list):
        inner = value.values() if isinstance(value, Mapping) else value
        return min((span for each in inner if (span := _span(each))), default=None)
    return None


# --- the report -----------------------------------------------------------------------------------


def _left_out(reading: Reading, data: Data) -> Iterator[Diagnostic]:
    """Yield each field that the profile does not have."""
    for pointer in reading.unread():
        message = f'"{dotted(pointer)}" is not imported: {reading.reason(pointer) or "a profile has no place for it"}'
        yield Diagnostic(message, reading.key_span(pointer), None, reading.severity(pointer), code="not-imported")
    name = data["basics"]["name"]
    if name == _NAME:
        message = f'the file gives no name: "{_NAME}" stands in its place'
        yield Diagnostic(
            message, Span(name.span.path, 1), "write your name into the profile", Severity.WARNING, code="no-name"
        )


def _summary(name: str, path: Path, reading: Reading, report: tuple[Diagnostic, ...]) -> Diagnostic:
    count = len(reading.used)
    left_out = sum(each.code == "not-imported" for each in report)
    rest = f", {left_out} left out" if left_out else ", nothing left out"
    message = f"read as {name}: {count} field{'s' if count != 1 else ''} imported{rest}"
    if reading.short_dates:
        message += f"; the day 01 is taken off {reading.short_dates} date{'s' if reading.short_dates > 1 else ''}"
    return Diagnostic(message, Span(path, 1), None, Severity.NOTE, code="imported")


def _softened(diagnostic: Diagnostic) -> Diagnostic:
    is_error = diagnostic.severity is Severity.ERROR
    return replace(diagnostic, severity=Severity.WARNING) if is_error else diagnostic


def _in_order(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda each: (each.span.line, each.span.column) if each.span else (0, 0)))
