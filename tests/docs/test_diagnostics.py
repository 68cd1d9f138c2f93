"""Each code has a page, whose wrong example has exactly this problem, and whose right one has none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import cvgen
from cvgen.data import assets
from cvgen.diagnostics import CvgenError
from cvgen.pipeline import rendering
from cvgen.pipeline.request import Request
from tests.conftest import SAMPLES
from tests.fakes import FakeEngine

PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(assets.EXPLANATIONS.glob("*.md"))}
EXAMPLES = [
    (code, *examples)
    for code, page in PAGES.items()
    if (examples := re.findall(r"^(?:Wrong|Right):\n\n```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
]
NOT_YET = "a code that is to come"
SOURCES = sorted(Path(cvgen.__file__).parent.rglob("*.py"))


@cache
def codes() -> set[str]:
    """All codes in the source: given by name, as code="...", or first of what is found in a PDF."""
    return {code for path in SOURCES for code in _codes(path)}


def _codes(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "code" and isinstance(node.value, ast.Constant):
            yield str(node.value.value)
        elif path.parent.name == "inspect" and isinstance(node, ast.Call) and ast.unparse(node.func) == "Finding":
            match node.args:
                case [ast.Constant(value=str(code)), *_]:
                    yield code


def test_each_code_is_explained() -> None:
    assert codes() - PAGES.keys() == set()


@pytest.mark.parametrize("code", PAGES)
def test_a_page_begins_with_its_title(code: str) -> None:
    assert re.match(r"# [A-Z][^\n]*[^.\n]\n\n\S", PAGES[code])


@pytest.mark.parametrize("code", PAGES)
def test_a_page_fits_a_terminal(code: str) -> None:
    assert [line for line in PAGES[code].splitlines() if len(line) > 80] == []


@pytest.mark.parametrize(("code", "wrong", "right"), EXAMPLES, ids=[code for code, *_ in EXAMPLES])
def test_the_wrong_example_has_this_problem_and_the_right_one_none(
    code: str, wrong: str, right: str, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes((SAMPLES / "photo.png").read_bytes())
    [found] = problems(wrong, tmp_path)
    assert (found in {code, NOT_YET}, problems(right, tmp_path)) == (True, [])


def problems(text: str, folder: Path) -> list[str]:
    """The codes of what cvgen says of a profile, before a run of TeX."""
    path = folder / "ann.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        diagnostics = rendering.render(Request(path, output_dir=folder, formats=("tex",)), FakeEngine()).warnings
    except CvgenError as error:
        diagnostics = error.diagnostics
    return [each.code or NOT_YET for each in diagnostics]
