"""What may import what, what is loaded at the start, and who touches the world outside."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import cvgen
from tests.conftest import PEOPLE, ROOT

PACKAGE = Path(cvgen.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
MOST_LINES = 500

# What is too heavy to be loaded before it is needed, and who may load it at once.
HEAVY = {
    *("babel", "budoux", "jinja2", "jsonschema", "markdown_it", "markupsafe", "pdfminer", "pikepdf", "platformdirs"),
    *("pylatexenc", "pypdf", "pypdfium2", "pyphen", "referencing", "typer", "yaml"),
}
LOADS_AT_ONCE = {"cli/": {"typer"}, "steps/source/": {"yaml"}}

# Who may read the environment, print and exit: the edges of the program. A process that a batch starts is one, too.
EDGES = ("cli/", "environment.py", "__main__.py", "batch/")


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"))


def imported(node: ast.AST) -> Iterator[str]:
    """The dotted names that an import statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute here, which this test relies on"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def packages(nodes: Iterator[ast.AST]) -> set[str]:
    return {name.split(".")[0] for node in nodes for name in imported(node)}


def loaded_at_once(node: ast.AST) -> Iterator[ast.AST]:
    """The statements that run when a module is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from loaded_at_once(child)


def touches_the_world(node: ast.AST) -> bool:
    """Whether a node reads the environment, prints or exits."""
    if isinstance(node, ast.Attribute):
        return ast.unparse(node) in {
            *("os.environ", "os.getenv", "os.putenv", "os._exit", "os.abort"),
            *("sys.exit", "sys.argv", "sys.stdin", "sys.stdout", "sys.stderr"),
        }
    return isinstance(node, ast.Name) and node.id in {"print", "input", "exit", "quit", "SystemExit"}


def test_the_layers_hold() -> None:
    """The contracts stand in pyproject.toml: which package may import which, however many modules away."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


@pytest.mark.parametrize("folder", sorted({path.parent.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py")}))
def test_each_package_has_its_tests_in_the_folder_of_its_name(folder: Path) -> None:
    assert (ROOT / "tests" / folder).is_dir()


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_no_longer_than_one_sitting_reads(module: str) -> None:
    assert len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith("steps/source/")])
def test_only_the_source_step_reads_yaml(module: str) -> None:
    assert "yaml" not in packages(ast.walk(tree(module)))


@pytest.mark.parametrize("module", MODULES)
def test_heavy_packages_are_loaded_when_they_are_needed(module: str) -> None:
    allowed = next((names for place, names in LOADS_AT_ONCE.items() if module.startswith(place)), set())
    assert packages(loaded_at_once(tree(module))) & HEAVY <= allowed


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith(EDGES)])
def test_only_the_edges_read_the_environment_print_and_exit(module: str) -> None:
    assert [ast.unparse(node) for node in ast.walk(tree(module)) if touches_the_world(node)] == []


@pytest.mark.parametrize(
    ("statement", "loaded"),
    [
        ("import cvgen", set()),
        ("import cvgen.pipeline.request", set()),
        ("import cvgen.steps.source", {"yaml"}),
        ("import cvgen.cli.app", {"typer"}),
    ],
)
def test_importing_loads_no_more_than_it_must(statement: str, loaded: set[str]) -> None:
    program = f"import sys; {statement}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=True, text=True)
    assert HEAVY.intersection(run.stdout.split()) == loaded


def test_validating_loads_neither_the_later_steps_nor_what_reads_markup() -> None:
    program = (
        "import sys; from pathlib import Path; from cvgen.cli.app import app\n"
        f"try: app(['validate', {str(PEOPLE[0])!r}])\n"
        "finally: print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=False, text=True)
    loaded = set(run.stdout.split())
    assert "cvgen.steps.profile" in loaded
    assert loaded & {"cvgen.pipeline.rendering", "cvgen.steps.document", "jinja2", "markdown_it", "pikepdf"} == set()
