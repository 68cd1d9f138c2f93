"""The functions of ``import cvgen``.

Each takes a profile as the path of a file, as data (mappings and lists, such as ``json.load`` returns), as what ``load``
returned, or with ``text=`` as YAML. Whatever is wrong with a call raises ``CvgenError``, with every problem found.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypedDict, Unpack

from cvgen import environment
from cvgen.diagnostics import CvgenError, Diagnostic, did_you_mean
from cvgen.pipeline.request import Request, Result, unfit_path

if TYPE_CHECKING:
    from cvgen.steps.engine import TexEngine
    from cvgen.steps.profile import Profile
    from cvgen.steps.source import Source

ProfileLike: TypeAlias = "str | os.PathLike[str] | Mapping[str, Any] | Profile"

_NAME: Final = "profile"  # of a profile that is not a file
# The codes of problems that are not the profile's, but those of whoever calls, or of the machine: a check writes nothing but
# temporary files and the cache.
_OF_THE_CALL: Final = {
    "wrong-argument",
    "unknown-style",
    "bad-style",
    "style-incomplete",
    "style-file",
    "untrusted-style",
    "bad-setting",
    "file-unwritable",
    "engine-files",
    "engine-unusable",
}


class Options(TypedDict, total=False):
    """How a profile is rendered: the fields of ``Request``, which explains them."""

    style: str
    output_dir: str | os.PathLike[str] | None
    formats: Sequence[str]
    settings: Sequence[str]
    pages: int | None
    drop: bool
    strict: bool
    check: bool
    standards: bool
    epoch: int | None
    trust_style: bool
    contact: bool
    variant: str | None
    language: str | None
    redact: Sequence[str]
    missing: str | None


def load(profile: ProfileLike | None = None, *, text: str | None = None, name: str = _NAME) -> Profile:
    """Return a valid profile, with its ``data`` and its ``warnings``.

    ``name`` is what diagnostics call a profile that is not a file. Raises CvgenError with all that is wrong with it.
    """
    from cvgen.steps import profile as profile_step

    source = _source(profile, text, name)
    try:
        return profile_step.validate(source)
    except CvgenError as error:
        raise CvgenError(_located(error.diagnostics, source)) from None


def validate(
    profile: ProfileLike | None = None, *, text: str | None = None, name: str = _NAME
) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong with a profile, errors and warnings; nothing if it is good.

    ``name`` is what diagnostics call a profile that is not a file. Raises CvgenError only if the call is wrong.
    """
    try:
        return load(profile, text=text, name=name).warnings
    except CvgenError as error:
        return _of_the_profile(error)


def render(
    profile: ProfileLike | Request | None = None,
    *,
    text: str | None = None,
    name: str = _NAME,
    engine: str | TexEngine | None = None,
    cache: str | os.PathLike[str] | None = None,
    **options: Unpack[Options],
) -> Result:
    """Render a profile in one style.

    The options are those of the command line, as ``Request`` explains them; with ``output_dir=None`` nothing is written,
    and the result has the PDF in memory. A ``Request`` in place of the profile has all options in it. Files of a profile
    that is no file are called after ``name``. ``engine`` is the name of one, or None for the one that CVGEN_ENGINE
    names, or else the best that is installed; ``cache`` is the folder of cvgen's engine and formats, by default the
    user's. The date of the PDF is that of SOURCE_DATE_EPOCH, unless ``epoch`` gives one.

    Raises CvgenError with all that is wrong; then nothing is written, and what was there stays.
    """
    folder = _cache(cache)
    if isinstance(profile, Request):
        beside = {"text": text is not None, "name": name != _NAME} | dict.fromkeys(options, True)
        if given := ", ".join(argument for argument, is_given in beside.items() if is_given):
            raise _wrong(f"a Request has all options in it: {given} cannot be given beside it")
        return _render(profile, _engine(engine, folder, is_needed=profile.needs_engine), folder)
    if options.get("output_dir", "") is None:
        return _render_in_memory(profile, text, name, options, engine, folder)
    request = _request(profile, text, name, options)
    return _render(request, _engine(engine, folder, is_needed=request.needs_engine), folder)


def check(
    profile: ProfileLike | None = None,
    *,
    text: str | None = None,
    name: str = _NAME,
    style: str | None = None,
    settings: Sequence[str] = (),
    trust_style: bool = False,
    engine: str | TexEngine | None = None,
    cache: str | os.PathLike[str] | None = None,
) -> tuple[Diagnostic, ...]:
    """Typeset a profile, compare the PDF with it, and return everything that is wrong with either.

    Nothing is written. Raises CvgenError if the call is wrong, or there is no engine.
    """
    folder = _cache(cache)
    chosen = _engine(engine, folder)
    options: Options = {"settings": settings, "formats": ["pdf"], "trust_style": trust_style}
    if style is not None:
        options["style"] = style
    try:
        return _render_in_memory(profile, text, name, options, chosen, folder).warnings
    except CvgenError as error:
        return _of_the_profile(error)


def _of_the_profile(error: CvgenError) -> tuple[Diagnostic, ...]:
    """Return the problems, if they are the profile's; raise the error if the call is wrong."""
    if any(each.code in _OF_THE_CALL for each in error.diagnostics):
        raise error
    return error.diagnostics


# --- the profile ----------------------------------------------------------------------------------


def _one_of(profile: object, text: str | None) -> None:
    if (profile is None) == (text is None):
        raise _wrong("give a profile: a path, data, or text=..., and one of them only")


def _source(profile: ProfileLike | None, text: str | None, name: str) -> Source:
    from cvgen import importers
    from cvgen.steps.profile import Profile
    from cvgen.steps.source import memory

    _one_of(profile, text)
    if not isinstance(name, str) or not name or Path(name).name != name:
        raise _wrong(f"name must be the name of a file without a folder, not {name!r:.60}")
    _possible("name", name)
    if text is not None:
        if not isinstance(text, str):
            raise _wrong(f"text must be a text in YAML, not {text!r:.60}")
        return memory.from_text(text, Path(name))
    if isinstance(profile, Profile):
        return profile.source
    if isinstance(profile, Mapping):
        return memory.from_data(profile, Path(name))
    return importers.source(_path(profile, "profile"))


def _located(diagnostics: Iterable[Diagnostic], source: Source | None) -> tuple[Diagnostic, ...]:
    """Return the diagnostics, with the keys of a value of data, which has no line."""
    from cvgen.steps.source.memory import DataSource

    return tuple(map(source.locate, diagnostics) if isinstance(source, DataSource) else diagnostics)


# --- the request ----------------------------------------------------------------------------------


def _request(profile: ProfileLike | None, text: str | None, name: str, options: Options) -> Request:
    fields: dict[str, Any] = {"epoch": environment.epoch(), **options}
    for unknown in fields.keys() - Options.__annotations__.keys():
        raise _wrong(f'there is no option "{unknown}"', did_you_mean(unknown, Options.__annotations__))
    if "output_dir" in fields:
        fields["output_dir"] = _path(fields["output_dir"], "output_dir")
    if isinstance(profile, str | os.PathLike) and text is None:
        path = _path(profile, "profile")
        return Request(path, **_with_chosen(fields, path, None))  # which is read when it is rendered
    source = _source(profile, text, name)
    return Request(source.path, source=source, **_with_chosen(fields, source.path, source))


def _with_chosen(fields: Mapping[str, Any], path: Path, source: Source | None) -> dict[str, Any]:
    """Return the fields of a request, with what the profile chooses where the caller does not."""
    from cvgen.pipeline import chosen

    settings = fields.get("settings", ())
    if not isinstance(settings, list | tuple) or not all(isinstance(each, str) for each in settings):
        return {**fields}  # which the request refuses
    asked = chosen.by_profile(path, settings, fields.get("variant"), source)._asdict()
    return {name: value for name, value in asked.items() if value is not None} | {**fields}


def _cache(cache: str | os.PathLike[str] | None) -> Path:
    """Return the cache folder as an absolute path: the engine runs in another folder."""
    return environment.cache_folder() if cache is None else _path(cache, "cache").absolute()


def _engine(engine: str | TexEngine | None, cache: Path, *, is_needed: bool = True) -> TexEngine:
    if engine is None or isinstance(engine, str):
        return environment.engine(engine, cache, is_needed=is_needed)
    if not hasattr(engine, "start"):
        raise _wrong(f"engine must be the name of an engine, or an engine, not {engine!r:.60}")
    import inspect

    try:
        inspect.signature(engine.start).bind(Path(), "", any_package=False)
    except (TypeError, ValueError) as error:
        raise _wrong(f"engine.start cannot be called as TexEngine.start is: {error}") from None
    return engine


def _render(request: Request, engine: TexEngine, cache: Path) -> Result:
    from cvgen.pipeline import rendering

    try:
        result = rendering.render(request, engine, cache)
    except CvgenError as error:
        raise CvgenError(_located(error.diagnostics, request.source)) from None
    return replace(result, warnings=_located(result.warnings, request.source))


def _render_in_memory(
    profile: ProfileLike | None,
    text: str | None,
    name: str,
    options: Options,
    engine: str | TexEngine | None,
    cache: Path,
) -> Result:
    import tempfile

    from cvgen.system import files, temporary

    with contextlib.ExitStack() as stack:
        with files.writing(Path(tempfile.gettempdir()), "free some space, or set TMPDIR to another folder"):
            folder = stack.enter_context(temporary.folder())
        request = _request(profile, text, name, {**options, "output_dir": folder})
        try:
            result = _render(request, _engine(engine, cache, is_needed=request.needs_engine), cache)
        except CvgenError as error:
            raise _with_logs(error, folder) from None
        contents = {path.name: path.read_bytes() for path in (*result.files, *result.support)}
        return replace(result, files=(), support=(), contents=contents)


def _with_logs(error: CvgenError, folder: Path) -> CvgenError:
    """Return the error with the logs of TeX as its notes: the files are about to go."""
    diagnostics = list(error.diagnostics)
    logs = sorted(folder.glob("*.log"))
    for log in logs:
        for i, each in enumerate(diagnostics):
            if each.hint:
                hint = each.hint.replace(str(log), "in the __notes__ of this exception")
                diagnostics[i] = replace(each, hint=hint)
    changed = CvgenError(diagnostics)
    for log in logs:
        changed.add_note(log.read_text(encoding="utf-8", errors="replace"))
    return changed


def _path(value: object, argument: str) -> Path:
    if not isinstance(value, str | os.PathLike):
        raise _wrong(f"{argument} must be a path, not {value!r:.60}")
    try:
        path = Path(os.fsdecode(value))
    except TypeError:  # of what calls itself a path, and is none
        raise _wrong(f"{argument} must be a path, not {value!r:.60}") from None
    _possible(argument, path)
    return path


def _possible(argument: str, path: str | Path) -> None:
    """Raise CvgenError for a path that no system can have."""
    if problem := unfit_path(argument, path):
        raise CvgenError([problem])


def _wrong(message: str, hint: str | None = None) -> CvgenError:
    return CvgenError.of(message, hint=hint, code="wrong-argument")
