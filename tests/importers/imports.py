"""Imports a text as if it were a file, for the tests of each format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic
from cvgen.importers import conversion, table
from cvgen.importers.conversion import Imported
from cvgen.importers.file import File


def imported(text: str | bytes | dict[str, Any], name: str | None = None, **options: Any) -> Imported:
    """Return what a file with this content is as a profile; data becomes JSON."""
    if isinstance(text, dict):
        text = json.dumps(text, ensure_ascii=False, indent=1)
    path = Path(options.pop("path", "resume"))
    file = File(path, text.encode() if isinstance(text, str) else text)
    return conversion.convert_file(file, table.find(file, name), **options)


def profile(text: str | bytes | dict[str, Any], name: str | None = None, **options: Any) -> Any:
    """Return the data of the profile."""
    return imported(text, name, **options).source.data


def sections(text: str | bytes | dict[str, Any], name: str | None = None, **options: Any) -> Any:
    """Return the sections of the profile."""
    return profile(text, name, **options)["sections"]


def entries(text: str | bytes | dict[str, Any], name: str | None = None, **options: Any) -> Any:
    """Return the entries of the only section."""
    [section] = sections(text, name, **options)
    return section["entries"]


def left_out(of: Imported) -> list[str]:
    """Return the messages on what is not imported."""
    return [each.message for each in of.report if each.code == "not-imported"]


def refused(text: str | bytes | dict[str, Any], name: str | None = None, **options: Any) -> list[Diagnostic]:
    """Return the errors of a file that is refused."""
    with pytest.raises(CvgenError) as caught:
        imported(text, name, **options)
    return [each for each in caught.value.diagnostics if each.code != "imported"]
