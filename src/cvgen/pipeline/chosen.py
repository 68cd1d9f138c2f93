"""Reads from a profile, before it is rendered, the choices for the command itself: its style and its number of pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cvgen.diagnostics import CvgenError
from cvgen.look.styles import is_folder
from cvgen.pipeline.request import PAGE_WORDS, read_pages

if TYPE_CHECKING:
    from cvgen.steps.source import Source


class Chosen(NamedTuple):
    """The style and the number of pages that a profile asks for in its ``design``; None where it asks for none."""

    style: str | None = None
    pages: int | str | None = None


def by_profile(
    path: Path, settings: Sequence[str] = (), variant: str | None = None, profile: Source | None = None
) -> Chosen:
    """Return what a profile, or a variant of it, chooses, with settings such as ``design.style=academic``.

    Whatever is wrong with it chooses nothing: rendering then says what it is. The folder of a style is relative to
    that of the profile.
    """
    from cvgen.steps import source

    try:
        if profile is None and not (path.is_file() and (settings or _may_choose(path))):  # a pipe is read but once
            return Chosen()
        data = source.with_settings(profile or source.read(path), tuple(settings)).data
    except (CvgenError, OSError):
        return Chosen()
    design = _mapping(data, "design")
    if variant:
        design = {**design, **_mapping(data, "variants", variant, "design")}
    return _chosen(design, path.parent)


def _mapping(data: Any, *keys: str) -> Mapping[str, Any]:
    """Return the mapping under some keys; empty if there is none."""
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def _may_choose(path: Path) -> bool:
    """Return whether the text of a profile has one of the two words: to read it as YAML takes longer."""
    return re.search(rb"\b(style|pages)\b", path.read_bytes()) is not None


def _chosen(design: Mapping[str, Any], folder: Path) -> Chosen:
    style, pages = design.get("style"), str(design.get("pages", ""))
    if isinstance(style, str) and style.strip():
        style = style.strip()
        if is_folder(style):
            style = str(folder.absolute() / style)
    else:
        style = None
    is_valid = pages in PAGE_WORDS or re.fullmatch(r"[1-9][0-9]?", pages)
    return Chosen(style, read_pages(pages) if is_valid else None)
