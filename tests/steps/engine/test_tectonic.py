"""Tectonic gets the bundle and its format, trusts nobody, and its log reads as TeX's does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError
from cvgen.steps.engine import RunStatus
from cvgen.steps.engine.tectonic import Tectonic
from tests.fakes import bundle_of, shell_engine
from tests.steps.engine.programs import (
    BEGUN,
    BY_THE_SHELL,
    COUNT,
    PASSED_ON,
    SECRETS,
    Source,
    run_count,
    statuses,
    typeset,
)

MAKES_FORMAT = """
case "$*" in *keep-logs*) ;; *) exit 9;; esac
if [ ! -e "$TECTONIC_CACHE_DIR/formats/x.fmt" ] && [ ! -e document.tex ]; then
  mkdir -p "$TECTONIC_CACHE_DIR/formats"; echo format > "$TECTONIC_CACHE_DIR/formats/x.fmt"; exit
fi
"""


def tectonic(
    programs: Path, script: str, bundle: Path | None, environment: Mapping[str, str] | None = None
) -> Tectonic:
    """An engine that is a shell script, with a bundle in a folder, if one is named."""
    path = shell_engine(programs, (MAKES_FORMAT if bundle else "") + script)
    (programs / "xetex").rename(programs / "tectonic")
    bundles = (bundle_of(bundle, {"article.cls": b""}),) if bundle else ()
    return Tectonic(programs / "tectonic", bundles, programs / "formats", {"PATH": path, **(environment or {})})


def test_tectonic_gets_the_bundle_and_the_format_and_trusts_nobody(work: Path, programs: Path, tmp_path: Path) -> None:
    program = tectonic(programs, 'printf "%s\\n" "$@" > arguments; typeset', tmp_path / "bundle")
    [run] = typeset(program, work)
    tree = program.prepare()
    assert (run.status, tree is not None) == (RunStatus.DONE, True)
    assert (work / "arguments").read_text(encoding="utf-8").splitlines() == [
        "--untrusted",
        "--keep-logs",
        "--keep-intermediates",
        "--reruns=0",
        "--chatter=minimal",
        "--color=never",
        f"--bundle={tree.files if tree else ''}",
        "--format=cvgen",
        "run.tex",
    ]


def test_the_environment_of_tectonic_is_clean(work: Path, programs: Path, tmp_path: Path) -> None:
    program = tectonic(programs, "env > environment; typeset", tmp_path / "bundle", PASSED_ON | SECRETS)
    typeset(program, work)
    lines = (work / "environment").read_text(encoding="utf-8").splitlines()
    names = {line.partition("=")[0] for line in lines} - BY_THE_SHELL
    places = {"TEXMFCNF", "CVGEN_TREE", "TECTONIC_CACHE_DIR", "FONTCONFIG_FILE"}
    assert names | {"FONTCONFIG_FILE"} == {"PATH", "HOME", "SOURCE_DATE_EPOCH"} | places
    assert {"SOURCE_DATE_EPOCH=0", f"HOME={work}"} <= {*lines}


def test_the_errors_of_tectonic_are_where_those_of_tex_are(work: Path, programs: Path, tmp_path: Path) -> None:
    line = "error: document.tex:9: Undefined control sequence"
    [run] = typeset(tectonic(programs, f"{BEGUN}; echo '{line}' >&2; exit 1", tmp_path / "bundle"), work)
    assert (run.status, "\ndocument.tex:9: Undefined control sequence\n" in run.log) == (RunStatus.FAILED, True)


def test_the_long_lines_of_tectonics_log_are_whole(work: Path, programs: Path, tmp_path: Path) -> None:
    line = "".join(map(str, range(60)))  # 110 characters
    broken = f"{line[:79]}\\n{line[79:]}\\nshort\\n"
    [run] = typeset(tectonic(programs, f"typeset 1 '{broken}'", tmp_path / "bundle"), work)
    assert run.log == f"\n{line}\nshort\ncvgen: done 1\n"


def test_without_a_bundle_tectonic_typesets_one_document_in_a_run(work: Path, programs: Path) -> None:
    script = f"""{COUNT}
name=$(sed -n 's/.*cvgen: document \\([a-z0-9-]*\\)}}.*/\\1/p' feed.tex)
printf "cvgen: document $name\\ncvgen: done 1\\n" > run.log; echo $name > run.pdf
"""
    runs = typeset(tectonic(programs, script, None), work, "x", "y", "z")
    assert (statuses(runs), run_count(work)) == ([RunStatus.DONE] * 3, 3)
    assert [run.pdf.read_text(encoding="utf-8") for run in runs] == ["document\n", "document-1\n", "document-2\n"]
    assert "cvFeed" not in (work / "run.tex").read_text(encoding="utf-8")


def test_tectonic_with_neither_files_nor_a_network_says_what_to_do(work: Path, programs: Path) -> None:
    programs.mkdir()
    program = programs / "tectonic"
    program.write_text('#!/bin/sh\necho "and we couldn\'t get it from the internet"; exit 101\n', encoding="utf-8")
    program.chmod(0o755)
    bare = Tectonic(program, (), programs / "formats", {})
    with pytest.raises(CvgenError) as raised, bare.start(work) as session:
        session.typeset([Source()])
    [problem] = raised.value.diagnostics
    assert (
        str(problem)
        == "error: Tectonic has no files to typeset with, and its makers' servers do not answer [engine-files]"
    )
    assert problem.hint == "cvgen setup installs what it needs"
