"""XeLaTeX gets a clean environment, and reads its distribution's files only where there is no bundle."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.steps.engine import TexEngine
from cvgen.steps.engine.tectonic import Tectonic
from tests.fakes import bundle_of, shell_engine
from tests.steps.engine.programs import PASSED_ON, SECRETS, dumping, seen, typeset, xelatex

# --- what it gets ---------------------------------------------------------------------------------


SET = {
    "LC_ALL": "C.UTF-8",
    "openin_any": "p",
    "openout_any": "p",
    "shell_escape": "f",
    **dict.fromkeys(("MKTEXTFM", "MKTEXPK", "MKTEXMF", "MKTEXTEX", "MKTEXFMT"), "0"),
    "max_print_line": "10000",
    "error_line": "254",
    "half_error_line": "238",
    "SOURCE_DATE_EPOCH": "0",
}


def test_the_environment_is_clean(work: Path, programs: Path) -> None:
    program = dumping(programs, PASSED_ON | SECRETS)
    tree = program.prepare()
    assert tree is not None
    files = f".{os.pathsep}{tree.files}{os.pathsep}"
    expected = {"PATH": program.environment["PATH"], "TEXINPUTS": files} | PASSED_ON | SET
    assert seen(work, program).clean == expected


def test_with_a_bundle_an_installed_tex_is_not_read(work: Path, programs: Path, tmp_path: Path) -> None:
    bundle = bundle_of(tmp_path / "bundle", {"article.cls": b""})
    program = dataclasses.replace(dumping(programs, PASSED_ON | SECRETS), bundles=(bundle,))
    tree = program.prepare()
    assert tree is not None
    environment = seen(work, program).clean
    assert (environment["TEXMFCNF"], environment["CVGEN_TREE"]) == (str(tree.folder), str(tree.files))
    assert "TEXINPUTS" not in environment
    known = {*PASSED_ON, *SET, "PATH", "CVGEN_TREE", "FONTCONFIG_FILE"}
    assert environment.keys() <= known


def test_without_a_home_the_work_folder_is_it(work: Path, programs: Path) -> None:
    assert seen(work, dumping(programs)).environment["HOME"] == str(work)


def test_the_date_of_the_pdf_can_be_set(work: Path, programs: Path) -> None:
    environment = seen(work, dataclasses.replace(dumping(programs), epoch=86400)).environment
    assert environment["SOURCE_DATE_EPOCH"] == "86400"


def test_the_engine_runs_without_shell_escape_and_stops_at_errors(work: Path, programs: Path) -> None:
    program = dumping(programs)
    tree = program.prepare()
    assert tree is not None
    assert seen(work, program).arguments == [
        "-no-shell-escape",
        "-halt-on-error",
        "-file-line-error",
        "-interaction=nonstopmode",
        f"-fmt={tree.format}",
        "run.tex",
    ]


def test_for_styles_with_any_package_an_installed_tex_is_read(work: Path, programs: Path, tmp_path: Path) -> None:
    bundled = dataclasses.replace(dumping(programs), bundles=(bundle_of(tmp_path / "bundle", {"a.tfm": b""}),))
    environment = seen(work, bundled, any_package=True).clean
    assert ("TEXINPUTS" in environment, "CVGEN_TREE" in environment) == (True, False)


# --- what it is -----------------------------------------------------------------------------------


def test_an_engine_says_which_it_is(programs: Path, tmp_path: Path) -> None:
    program = xelatex(shell_engine(programs, "typeset"))
    bundles = [bundle_of(tmp_path / name, {"a.tfm": name.encode()}) for name in ("one", "two")]
    others: list[TexEngine] = [
        dataclasses.replace(program, bundles=(bundles[0],)),
        dataclasses.replace(program, bundles=(bundles[1],)),
        Tectonic(program.path, (), program.trees, program.environment),
    ]
    before = [each.identity for each in (program, *others)]
    assert len({*before}) == 4
    shell_engine(programs, "typeset; echo a newer one")
    assert {each.identity for each in (program, *others)} & {*before} == set()


# --- its format -----------------------------------------------------------------------------------


def test_an_engine_that_does_not_start_is_an_error_that_says_what_to_do(work: Path, programs: Path) -> None:
    path = shell_engine(programs, "")
    (programs / "xetex").write_text("#!/nonexistent/interpreter\n", encoding="utf-8")
    with pytest.raises(CvgenError, match="xelatex cannot be used") as raised:
        typeset(xelatex(path), work)
    assert "cvgen doctor" in (raised.value.diagnostics[0].hint or "")


def test_an_engine_that_makes_no_format_says_why(work: Path, programs: Path) -> None:
    path = shell_engine(programs, "")
    (programs / "xetex").write_text("#!/bin/sh\necho '! Too old.' > cvgen.log\n", encoding="utf-8")
    with pytest.raises(CvgenError, match=r"xelatex cannot be used: Too old\."):
        typeset(xelatex(path), work)
