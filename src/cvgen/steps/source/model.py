"""The type of step 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cvgen.diagnostics import Diagnostic, Pointer, Span


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file as data.

    ``data`` holds dict, list, str, bool and None only. ``spans`` has the place of every value by its pointer (the whole
    document is ``()``), ``key_spans`` that of every key. ``problems`` are those that did not stop the reading, ``read`` the
    files that were read or looked for besides.
    """

    path: Path
    data: Any
    spans: Mapping[Pointer, Span]
    key_spans: Mapping[Pointer, Span]
    problems: tuple[Diagnostic, ...] = ()
    read: tuple[Path, ...] = ()
