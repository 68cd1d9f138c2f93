"""Each code has a page, whose wrong example has exactly this problem, and whose right one has none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
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
SOURCES = sorted(Path(cvgen.__file__).parent.rglob("*.py"))


def codes(path: Path) -> Iterator[str]:
    """The codes in a module: what is given or called ``code``, and the first of what is found in a PDF."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.keyword(arg="code", value=value) | ast.Assign(targets=[ast.Name(id="code")], value=value):
                texts = (str(each.value) for each in ast.walk(value) if isinstance(each, ast.Constant))
                yield from (text for text in texts if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text))
            case ast.Call(func=ast.Name(id="Finding"), args=[ast.Constant(value=str(code)), *_]):
                if path.parent.name == "inspect":
                    yield code


def test_each_code_has_a_page_and_each_page_a_code() -> None:
    assert {code for path in SOURCES for code in codes(path)} == PAGES.keys()


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
    assert (problems(wrong, tmp_path), problems(right, tmp_path)) == ([code], [])


def problems(text: str, folder: Path) -> list[str]:
    """The codes of what cvgen says of a profile, before a run of TeX."""
    path = folder / "ann.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        diagnostics = rendering.render(Request(path, output_dir=folder, formats=("tex",)), FakeEngine()).warnings
    except CvgenError as error:
        diagnostics = error.diagnostics
    return [each.code for each in diagnostics]
