"""The direction: cli -> pipeline -> steps -> diagnostics, held by the imports themselves."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import cvgen

PACKAGE = Path(cvgen.__file__).parent
MODULES = sorted(path.stem for path in PACKAGE.glob("*.py"))

# Which of our modules each one imports, for types alone too. A new line here is a decision about the design.
IMPORTS: dict[str, set[str]] = {
    "diagnostics": set(),
    "assets": set(),
    "bidi": set(),
    "dates": set(),
    "inline": {"diagnostics"},
    "language": {"diagnostics", "dates"},
    # the look; the settings of a style are checked as a profile is
    "style": {"assets", "diagnostics", "orders", "profile", "source"},
    "fonts": {"diagnostics", "assets"},
    "design": {"diagnostics", "fonts", "profile", "style"},
    # the steps: each knows the one before; document also source.Pointer, latex also profile.photo_suffix
    "source": {"diagnostics"},
    "profile": {"diagnostics", "assets", "dates", "language", "source"},
    "document": {"diagnostics", "dates", "inline", "language", "profile", "source"},
    "latex": {"assets", "bidi", "design", "document", "inline", "language", "profile", "style", "structure"},
    "engine": {"bundle", "diagnostics", "formats", "latex", "setup", "workspace"},
    "pdf": {"content", "diagnostics", "metadata", "tagging", "structure", "tounicode"},
    # of the last step: what parts of a document are, how a PDF says so, and whether it does
    "structure": {"diagnostics"},
    "content": set(),
    "tounicode": set(),
    "tagging": {"content", "structure", "tounicode"},
    "metadata": {"structure"},
    "check": {"content", "diagnostics", "structure", "tounicode"},
    # what programs make of a PDF of any origin, and a job description of a profile
    "extractors": set(),
    "reading": {"diagnostics", "extractors", "language"},
    "vocabulary": {"language"},
    "keywords": {"diagnostics", "document", "vocabulary"},
    # what reads the log, and what tries settings: text and numbers, nothing of CVs
    "texlog": set(),
    "pages": set(),
    "fit": set(),
    # what an engine reads, and where it comes from; bundling has cvgen typeset all that it can, to see what is read
    "bundle": {"assets"},
    "formats": {"assets", "bundle", "diagnostics", "workspace"},
    "bundling": {
        "assets", "bundle", "design", "diagnostics", "document", "fonts", "language", "latex", "profile", "source", "style",
    },
    "setup": {"bundle", "bundling", "diagnostics"},
    "doctor": {"__init__", "assets", "bundle", "fonts", "setup"},
    # what calls the steps, for one document or many
    "orders": {"diagnostics"},
    "workspace": set(),
    "pipeline": {
        "diagnostics", "source", "profile", "document", "latex", "engine", "texlog", "pdf",
        "assets", "check", "design", "fit", "fonts", "orders", "pages", "style", "workspace",
    },
    "records": {"assets", "diagnostics", "orders", "workspace"},
    "batch": {"diagnostics", "engine", "orders", "pipeline", "records", "workspace"},
    "starter": {"diagnostics", "assets"},
    "cli": {
        "__init__", "diagnostics", "assets", "batch", "doctor", "document", "engine", "keywords", "orders", "pipeline",
        "reading", "setup", "starter", "style", "workspace",
    },
    "__init__": {"engine", "orders", "pipeline"},
    "__main__": {"__init__", "cli"},
}  # fmt: skip

# What is too heavy to be loaded before it is needed, and who may load it at once.
HEAVY = {
    *(
        "babel",
        "jinja2",
        "jsonschema",
        "markdown_it",
        "markupsafe",
        "pdfminer",
        "pikepdf",
        "platformdirs",
        "pylatexenc",
    ),
    *("pypdf", "pypdfium2", "pyphen", "referencing", "typer", "yaml"),
}
LOADS_AT_ONCE = {"cli": {"typer"}, "source": {"yaml"}}

# Who may read the environment, print and exit: the edges of the program. A process that batch starts has one, too,
# and bundling is a program of its own.
EDGES = {"cli", "__init__", "__main__", "batch", "bundling"}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))


def imported(node: ast.AST) -> Iterator[str]:
    """The dotted names that an import statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute here, which this test relies on"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def our_imports(module: str) -> set[str]:
    names = [name.split(".") for node in ast.walk(tree(module)) for name in imported(node)]
    return {parts[1] if parts[1] in MODULES else "__init__" for parts in names if parts[0] == "cvgen"}


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


def test_the_table_names_every_module() -> None:
    assert sorted(IMPORTS) == MODULES


def test_the_table_has_no_circles() -> None:
    TopologicalSorter(IMPORTS).prepare()


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_what_the_table_says(module: str) -> None:
    assert our_imports(module) == IMPORTS[module]


@pytest.mark.parametrize("module", ["engine", "texlog", "pages", "fit", "pdf"])
def test_what_runs_tex_never_sees_yaml(module: str) -> None:
    assert our_imports(module) & {"source", "profile", "document"} == set()
    assert packages(ast.walk(tree(module))) & {"yaml"} == set()


@pytest.mark.parametrize("module", sorted({*MODULES} - {"source"}))
def test_only_the_source_step_reads_yaml(module: str) -> None:
    assert "yaml" not in packages(ast.walk(tree(module)))


@pytest.mark.parametrize("module", MODULES)
def test_heavy_packages_are_loaded_when_they_are_needed(module: str) -> None:
    assert packages(loaded_at_once(tree(module))) & HEAVY == LOADS_AT_ONCE.get(module, set())


@pytest.mark.parametrize("module", sorted({*MODULES} - EDGES))
def test_only_the_edges_read_the_environment_print_and_exit(module: str) -> None:
    assert [ast.unparse(node) for node in ast.walk(tree(module)) if touches_the_world(node)] == []


@pytest.mark.parametrize(
    ("statement", "loaded"),
    [("import cvgen", set()), ("import cvgen.pipeline.pipeline", {"yaml"}), ("import cvgen.cli.app", {"typer"})],
)
def test_importing_loads_no_more_than_it_must(statement: str, loaded: set[str]) -> None:
    program = f"import sys; {statement}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=True, text=True)
    assert HEAVY.intersection(run.stdout.split()) == loaded
