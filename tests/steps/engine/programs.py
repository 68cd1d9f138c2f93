"""Engines that are scripts, and what the tests of this step do with them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cvgen.steps.engine import RunStatus, TexEngine, TexRun
from cvgen.steps.engine.xelatex import XeLatex
from tests.fakes import python_engine, shell_engine

COUNT = "n=$(($(cat ../runs 2>/dev/null) + 1)); echo $n > ../runs"
BEGUN = "echo 'cvgen: document document' > run.log; echo 'the log' >> run.log"

# What an engine may be told of the caller's environment, what it may not, and what any shell adds.
PASSED_ON = {
    "HOME": "/home/ann",
    "TEXMFHOME": "/a",
    "TEXMFVAR": "/b",
    "TEXMFROOT": "/c",
    "TEXMFCNF": "/d:",
    "OSFONTDIR": "/e",
}
SECRETS = {"AWS_SECRET_ACCESS_KEY": "x", "GITHUB_TOKEN": "x", "TEXINPUTS": "/", "LD_PRELOAD": "", "openin_any": "a"}
BY_THE_SHELL = {"PWD", "OLDPWD", "SHLVL", "_"}


@dataclass(frozen=True)
class Source:
    """A document: all that an engine needs to know of it."""

    text: str = ""
    assets: Mapping[str, Path] = field(default_factory=dict)


def xelatex(path: str, environment: Mapping[str, str] | None = None) -> XeLatex:
    """The engine of the first xetex on a PATH, which needs no bundle."""
    folder = Path(path.split(os.pathsep, maxsplit=1)[0])
    return XeLatex(folder / "xetex", (), folder / "formats", {"PATH": path, **(environment or {})})


def typeset(program: TexEngine, work: Path, *texts: str) -> list[TexRun]:
    with program.start(work) as session:
        return session.typeset([Source(text) for text in texts or ("",)])


def run_of(script: str, programs: Path, work: Path) -> TexRun:
    """The run of one document, by an engine that is a shell script."""
    [run] = typeset(xelatex(shell_engine(programs, script)), work)
    return run


def run_count(work: Path) -> int:
    """How often a script that begins with COUNT was run."""
    return int((work.parent / "runs").read_text(encoding="utf-8"))


def statuses(runs: Sequence[TexRun]) -> list[RunStatus]:
    return [run.status for run in runs]


# --- an engine that says what it sees ------------------------------------------------------------

DUMP = """
import json, os, resource
limits = {name: resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT_")}
facts = {"environment": dict(os.environ), "arguments": sys.argv[1:], "limits": limits,
         "files": sorted(os.listdir()), "folder": os.getcwd(), "input": sys.stdin.read()}
open("facts.json", "w").write(json.dumps(facts))
open("run.log", "w").write("cvgen: document document\\ncvgen: done 1\\n")
open("run.pdf", "w").close()
"""


@dataclass(frozen=True)
class Seen:
    """What an engine saw of the world."""

    environment: dict[str, str]
    arguments: list[str]
    limits: dict[str, list[int]]
    input: str
    files: list[str]
    folder: str

    @property
    def clean(self) -> dict[str, str]:
        """The environment, without what any shell adds."""
        return {key: value for key, value in self.environment.items() if key not in BY_THE_SHELL}


def seen(work: Path, program: TexEngine, *sources: Source, any_package: bool = False) -> Seen:
    with program.start(work, any_package=any_package) as session:
        [run] = session.typeset(sources or [Source()])
    assert run.status is RunStatus.DONE
    return Seen(**json.loads((work / "facts.json").read_text(encoding="utf-8")))


def dumping(programs: Path, environment: Mapping[str, str] | None = None) -> XeLatex:
    return xelatex(python_engine(programs, DUMP), environment)
