"""Measures the commands of cvgen, its engines alone, and its peers, all with the same words."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks import people
from benchmarks.memory import watch
from benchmarks.timing import BenchmarkError, Command, Disturbance, Times, take_turns
from cvgen import __version__
from cvgen.diagnostics import CvgenError
from cvgen.environment import cache_folder
from cvgen.install import engines
from cvgen.steps.engine.process import JOB

ENGINES: Final = ("tectonic", "xelatex")
SHARED: Final = 16  # documents in one run of an engine alone
STYLE: Final = "classic"
_MADE_BY_RENDERING: Final = {"formats", "renders", "templates"}  # folders of the cache
_STEP: Final = re.compile(r"(\w+) ([0-9.]+) s")
# Variables that change what cvgen does. (With the last one, Python compiles cvgen each time; an installed cvgen is compiled.)
_IGNORED_VARIABLES: Final = {"SOURCE_DATE_EPOCH", "CVGEN_ENGINE", "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure: ``rounds`` of single commands, ``cold`` runs without a format, ``batches`` of ``profiles``.

    ``documents`` is the number of CVs in the long run of one worker.
    """

    rounds: int
    cold: int
    batches: int
    profiles: int
    documents: int


FULL: Final = Plan(rounds=15, cold=4, batches=3, profiles=100, documents=1000)
QUICK: Final = Plan(rounds=3, cold=1, batches=1, profiles=20, documents=100)


class Bench:
    """The measurements in a folder. ``results`` has the results, ready for JSON, with times in seconds."""

    def __init__(self, folder: Path, plan: Plan, rendercv: Path | None, say: Callable[[str], None]) -> None:
        self._folder, self._plan, self._rendercv, self._say = folder, plan, rendercv, say
        self._cvgen = str(Path(sys.executable).with_name("cvgen"))
        self._notes: list[str] = []
        self._environment = {key: value for key, value in os.environ.items() if key not in _IGNORED_VARIABLES} | {
            "CVGEN_CACHE": str(_cache(folder / "cache"))
        }
        self._engines = [each for each in ENGINES if self._is_there(each)]
        if not self._engines:
            raise BenchmarkError("no engine is installed: cvgen setup installs one")
        self.results: dict[str, Any] = {"times": {}, "steps": {}, "memory": {}, "notes": self._notes}

    def run(self) -> None:
        """Measure everything."""
        disturbance = Disturbance()
        self.results["machine"] = _machine()
        self.results["versions"] = self._versions()
        self.results["load"] = {"before": os.getloadavg()[0]}
        self._people(max(self._plan.profiles, self._plan.documents))
        self._singles()
        self._cold()
        self._batches()
        self._memory()
        self.results["load"] |= {"after": os.getloadavg()[0], "others": disturbance.cores()}

    # --- one CV -----------------------------------------------------------------------------------

    def _singles(self) -> None:
        render = ("render", "person.yaml", "--force")
        commands = [
            self._command("version", "--version"),
            self._command("validate", "validate", "person.yaml"),
            self._command("unchanged", "render", "person.yaml", "--output-dir", "unchanged"),
        ]
        for name in self._engines:
            commands.append(self._command(f"render {name}", *render, "--engine", name, "--output-dir", name))
            commands.append(self._floor(name, 1))
            commands.append(self._floor(name, SHARED))
        commands += self._peers()
        self._say(f"one CV, {self._plan.rounds} rounds of {len(commands)} commands")
        steps: dict[str, list[dict[str, float]]] = {name: [] for name in self._engines}
        times = {command.name: Times() for command in commands}
        for number in range(self._plan.rounds):
            for key, measured in take_turns(commands, 1, warm_up=not number).items():
                times[key].wall += measured.wall
                times[key].processor += measured.processor
            for name in self._engines:
                messages = self._call(*render, "--engine", name, "--output-dir", name, "--verbose")
                steps[name].append({step: float(value) for step, value in _STEP.findall(messages.split("\n")[-2])})
        self._note_times(times)
        for name, each in steps.items():
            self.results["steps"][name] = {step: statistics.median(one[step] for one in each) for step in each[0]}

    def _cold(self) -> None:
        """Time a render without a format: the first one after an installation or a change of cvgen."""
        cold = self._folder / "cold"
        environment = self._environment | {"CVGEN_CACHE": str(_cache(cold))}
        commands = [
            Command(
                f"cold {name}",
                (self._cvgen, "render", "person.yaml", "--engine", name, "--output-dir", "cold", "--force"),
                self._folder,
                environment,
                prepare=("rm", "-rf", *(str(cold / each) for each in sorted(_MADE_BY_RENDERING))),
            )
            for name in self._engines
        ]
        self._say("one CV, no format")
        self._note_times(take_turns(commands, self._plan.cold))

    def _floor(self, name: str, documents: int) -> Command:
        """Return the command of an engine alone, with the input of a session: files instead of the pipe that a session uses."""
        folder = self._folder / f"floor-{name}-{documents}"
        folder.mkdir()
        cache = Path(self._environment["CVGEN_CACHE"])
        program = engines.choose(name, cache, self._environment)
        tree = program.prepare()
        if tree is None:
            raise BenchmarkError(f"{name} has no bundle: cvgen setup installs it")
        names = [f"document-{number}" for number in range(documents)]
        profiles = (f"people/{_name(number)}.yaml" for number in range(documents))
        self._call("render", *profiles, "--format", "tex", "--output-dir", str(folder))
        for number, each in enumerate(names):
            (folder / f"{_name(number)}-{STYLE}.tex").rename(folder / f"{each}.tex")
        (folder / f"{JOB}.tex").write_text("\\cvFeed{feed.tex}\n", encoding="ascii")
        (folder / "feed.tex").write_text("".join(f"\\cvDocument{{{each}}}\n" for each in names), encoding="ascii")
        title = f"floor {name}" if documents == 1 else f"floor {name} {documents}"
        return Command(title, tuple(program.command(tree)), folder, program.environment_in(folder, tree))

    def _peers(self) -> list[Command]:
        commands = []
        who = people.person(0)
        folder = self._folder / "peers"
        folder.mkdir()
        (folder / "person.yaml").write_text(people.as_rendercv(who), encoding="utf-8")
        (folder / "person.tex").write_text(people.as_latex(who), encoding="utf-8")
        if self._rendercv is None:
            self._notes.append("RenderCV is not installed, so there is no comparison with it.")
        else:
            whole = (str(self._rendercv), "render", "person.yaml", "-nopng", "-nomd", "-nohtml")
            short = (*whole, "-nopdf")
            is_whole = not subprocess.run(whole, cwd=folder, capture_output=True, check=False).returncode
            if not is_whole:
                self._notes.append(
                    "RenderCV fetches a package from the network to make a PDF, and this failed: the time is that of its "
                    "run up to the Typst source (`-nopdf`). With the PDF it would take longer."
                )
            commands.append(Command("rendercv", whole if is_whole else short, folder, os.environ))
        latexmk, xelatex = (shutil.which(each) for each in ("latexmk", "xelatex"))
        quiet = ("-interaction=batchmode", "-halt-on-error", "person.tex")
        if xelatex is None:
            self._notes.append("xelatex is not installed, so there is no comparison with plain LaTeX.")
        elif latexmk is None:
            self._notes.append("latexmk is not installed: the time is that of one run of xelatex.")
            commands.append(Command("plain latex", (xelatex, *quiet), folder, os.environ))
        else:
            run = (latexmk, "-xelatex", "-g", "-silent", *quiet)
            commands.append(Command("plain latex", run, folder, os.environ))
        return commands

    # --- many CVs ---------------------------------------------------------------------------------

    def _batches(self) -> None:
        commands = [
            self._command(f"batch {name} {jobs}", *self._batch(self._plan.profiles, name, jobs, f"batch-{name}"))
            for name in self._engines
            for jobs in (1, 2)
        ]
        self._say(f"{self._plan.profiles} CVs, {self._plan.batches} rounds of {len(commands)} commands")
        self._note_times(take_turns(commands, self._plan.batches))

    def _memory(self) -> None:
        memory = self.results["memory"]
        for name in self._engines:
            self._say(f"memory of {name} and its workers")
            output = self._folder / f"memory-{name}"
            batch = self._batch(self._plan.profiles, name, 2, output.name)
            use = watch((self._cvgen, *batch), self._folder, self._environment, output)
            of_engine = [peak for program, peak in use.peaks.items() if program in {"tectonic", "xetex", "xdvipdfmx"}]
            memory[name] = {"worker": use.peaks["python"], "engine": max(of_engine)}
        many = self._plan.documents
        self._say(f"memory of one worker over {many} CVs")
        output = self._folder / "long"
        batch = self._batch(many, self._engines[0], 1, output.name)
        use = watch((self._cvgen, *batch), self._folder, self._environment, output)
        tenth = many // 10
        memory["long"] = {
            "documents": many,
            "first": use.peak_between(1, tenth),
            "last": use.peak_between(many - tenth, many),
        }

    def _batch(self, profiles: int, name: str, jobs: int, folder: str) -> tuple[str, ...]:
        paths = (f"people/{_name(number)}.yaml" for number in range(profiles))
        return ("render", *paths, "--engine", name, "--jobs", str(jobs), "--force", "--output-dir", folder)

    # --- shared by all measurements ------------------------------------------------------------------------------

    def _people(self, count: int) -> None:
        folder = self._folder / "people"
        folder.mkdir()
        for number in range(count):
            (folder / f"{_name(number)}.yaml").write_text(people.as_cvgen(people.person(number)), encoding="utf-8")
        shutil.copy(folder / f"{_name(0)}.yaml", self._folder / "person.yaml")
        word_counts = [people.words((folder / f"{_name(number)}.yaml").read_text("utf-8")) for number in range(count)]
        messages = self._call("render", "person.yaml", "--force", "--verbose", "--output-dir", "first")
        pages = re.search(r", (\d+) pages?", messages)
        self.results["profiles"] = {
            "count": self._plan.profiles,
            "words": int(statistics.median(word_counts)),
            "pages": int(pages[1]) if pages else 0,
        }

    def _is_there(self, name: str) -> bool:
        try:
            engines.choose(name, cache_folder(), self._environment)
        except CvgenError as error:
            self._notes.append(f"{name} was not measured: {error.diagnostics[0].message}.")
            return False
        return True

    def _command(self, title: str, *arguments: str) -> Command:
        return Command(title, (self._cvgen, *arguments), self._folder, self._environment)

    def _call(self, *arguments: str) -> str:
        run = subprocess.run(
            (self._cvgen, *arguments),
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if run.returncode:
            raise BenchmarkError(f"cvgen {' '.join(arguments)} failed\n{run.stderr}")
        return run.stderr

    def _note_times(self, times: Mapping[str, Times]) -> None:
        for name, each in times.items():
            self.results["times"][name] = {"wall": each.wall, "processor": each.processor}

    def _versions(self) -> dict[str, str]:
        versions = {"cvgen": __version__, "hyperfine": _version(("hyperfine", "--version"))}
        programs = {"xetex": ("xetex", "--version"), "RenderCV": (str(self._rendercv), "--version")}
        versions |= {name: _version(command) for name, command in programs.items() if shutil.which(command[0])}
        if "tectonic" in self._engines:
            chosen = engines.choose("tectonic", cache_folder(), self._environment)
            versions["Tectonic"] = _version((str(chosen.path), "--version"))
        return versions | {name: importlib.metadata.version(name) for name in ("pikepdf", "pypdfium2")}


def find_rendercv(given: str | None) -> Path | None:
    """Return the path of RenderCV: the given one, that of the variable RENDERCV, or the one on PATH; None without one."""
    program = shutil.which(given or os.environ.get("RENDERCV") or "rendercv")
    if program is None and given:
        raise BenchmarkError(f"there is no program {given}")
    return Path(program).absolute() if program else None


def _cache(folder: Path) -> Path:
    """Make a cache folder with the user's engine and bundles, and without anything that rendering makes."""
    folder.mkdir()
    user = cache_folder()
    for path in user.iterdir() if user.exists() else ():
        if path.name not in _MADE_BY_RENDERING:
            (folder / path.name).symlink_to(path.resolve())
    return folder


def _name(number: int) -> str:
    return f"person-{number:04}"


def _version(command: Sequence[str]) -> str:
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    version = re.search(r"\d+(\.\d+)+\S*", run.stdout + run.stderr)
    return version[0] if version else "?"


def _machine() -> dict[str, Any]:
    cpuinfo = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.+)", cpuinfo.read_text()) if cpuinfo.exists() else None
    return {
        "processor": model[1] if model else platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }
