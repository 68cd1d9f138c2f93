"""Every mistake has a file here, with what cvgen must say of it written inside as comments.

Below the line that is wrong, the caret's column is the column of the diagnostic::

        sart: 2021-09
    #   ^ error: unknown key "sart"
    #     hint: did you mean "startDate"?

Where no caret can stand (in the first column, in a text that is never closed) the place is given in numbers at the
top of the file: ``# expect 3:1 error: ...``. The diagnostics stand in the order in which cvgen reports them, and there
are no others. A hint is compared where one is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic
from cvgen.steps import profile, source

FOLDER = Path(__file__).parent

_PLACED = re.compile(r"# expect (\d+:\d+) ((?:error|warning|note): .+)")
_CARET = re.compile(r"# *\^ ((?:error|warning|note): .+)")
_HINT = re.compile(r"# *hint: (.+)")


@dataclass
class Expected:
    """A diagnostic as it prints, and its hint if that matters."""

    printed: str
    hint: str | None = None


def expectations(name: str) -> list[Expected]:
    found: list[Expected] = []
    wrong_line = 0
    for number, line in enumerate((FOLDER / name).read_text(encoding="utf-8").split("\n"), 1):
        if placed := _PLACED.fullmatch(line):
            found.append(Expected(f"{name}:{placed[1]}: {placed[2]}"))
        elif caret := _CARET.fullmatch(line):
            found.append(Expected(f"{name}:{wrong_line}:{line.index('^') + 1}: {caret[1]}"))
        elif hint := _HINT.fullmatch(line):
            found[-1].hint = hint[1]
        else:
            wrong_line = number
    return found


def diagnostics(path: Path) -> Sequence[Diagnostic]:
    try:
        return profile.validate(source.read(path)).warnings
    except CvgenError as error:
        return error.diagnostics


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.yaml")))
def test_a_mistake_is_reported_as_its_file_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    expected, found = expectations(name), diagnostics(Path(name))
    assert [str(diagnostic) for diagnostic in found] == [each.printed for each in expected] != []
    hints = [diagnostic.hint if each.hint else None for diagnostic, each in zip(found, expected, strict=True)]
    assert hints == [each.hint for each in expected]
