"""Makes the page of results: ``python -m benchmarks.report results.json performance.md``."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

Results: TypeAlias = Mapping[str, Any]

_MEGABYTE: Final = 1e6
_BUSY: Final = 0.2  # cores: if other programs use more, the times are not reliable

_TITLES: Final = {
    "version": "`cvgen --version`",
    "validate": "`cvgen validate`",
    "unchanged": "`cvgen render`, nothing has changed",
    "render tectonic": "`cvgen render --force`, Tectonic",
    "render xelatex": "`cvgen render --force`, XeTeX",
    "floor tectonic": "Tectonic alone",
    "floor xelatex": "XeTeX alone",
    "cold tectonic": "`cvgen render`, no format yet, Tectonic",
    "cold xelatex": "`cvgen render`, no format yet, XeTeX",
    "rendercv": "`rendercv render`",
    "plain latex": "plain LaTeX",
}
_NAMES: Final = {"tectonic": "Tectonic", "xelatex": "XeTeX"}


@dataclass(frozen=True, slots=True)
class Target:
    """The most that a measured value may be; or the least, if ``at_least``."""

    title: str
    limit: float
    unit: str
    value: Callable[[Results], float]
    at_least: bool = False

    def is_met(self, value: float) -> bool:
        """Return whether a value is within the limit."""
        return value >= self.limit if self.at_least else value <= self.limit


def _targets() -> Iterator[Target]:
    many = "Many CVs"
    for key, name in _NAMES.items():
        yield Target(f"Render with {name}, compared with RenderCV", 0.55, "x", partial(_to_rendercv, key))
    for key, name in _NAMES.items():
        yield Target(f"Wait for {name} in a render, compared with {name} alone", 1.2, "x", partial(_to_floor, key))
    yield Target("`cvgen render`, nothing has changed", 0.15, "s", partial(_median, "unchanged"))
    yield Target("`cvgen --version`", 0.1, "s", partial(_median, "version"))
    for key, name in _NAMES.items():
        yield Target(f"{many}, 2 jobs, {name}: time of each", 0.06, "s", partial(_each, key, 2))
        yield Target(
            f"{many}, {name}: how many times faster with 2 jobs", 1.8, "x", partial(_faster, key), at_least=True
        )
    for key, name in _NAMES.items():
        yield Target(f"Memory of a worker, {name}", 250, "MB", partial(_worker, key))
    yield Target("Memory of a worker at the end of a long run, compared with its start", 1.1, "x", _growth)


def page(of: Results) -> str:
    """Return the page, in Markdown."""
    return "\n".join([_introduction(of), table(of), _targets_table(of), _conditions(of)])


def table(of: Results) -> str:
    """Return the tables of the results."""
    return "\n".join([_singles(of), _batches(of), _memory(of)])


def missed_targets(of: Results) -> list[str]:
    """Return a line for each missed target."""
    return [
        f"{target.title}: {_shown(value, target.unit)}, and the target is {_limit(target)}"
        for target, value in _measured(of)
        if not target.is_met(value)
    ]


def _measured(of: Results) -> Iterator[tuple[Target, float]]:
    """Yield each target with its value, if it was measured."""
    for target in _targets():
        try:
            yield target, target.value(of)
        except KeyError:
            continue


# --- sections -------------------------------------------------------------------------------------


def _introduction(of: Results) -> str:
    profiles = of["profiles"]
    return f"""\
# How fast cvgen is

`make bench` measures these times and writes this page. They are the times of whole processes, from start to end, measured by
hyperfine. The commands run in turns, so that a disturbance affects all of them, and the median counts. **Compare the times with
each other, and not with those of another machine.** A script makes up the CVs: each has {profiles["pages"]} pages and {profiles["words"]} words of YAML, no
two are alike, and the style is `classic`. RenderCV and plain LaTeX get the same words.
"""


def _singles(of: Results) -> str:
    rows = []
    for key, title in _TITLES.items():
        if key not in of["times"]:
            continue
        wall = of["times"][key]["wall"]
        floor = f"floor {key.split()[-1]}"
        rows.append(
            [
                title,
                f"{statistics.median(wall):.3f} s",
                f"{min(wall):.3f}-{max(wall):.3f} s",
                f"{statistics.median(of['times'][key]['processor']):.3f} s",
                _ratio(key, floor, of) if key.startswith("render ") else "",
                _ratio(key, "rendercv", of) if not key.startswith(("floor", "cold")) else "",
            ]
        )
    head = ["", "median", "range", "processor time", "compared with the engine alone", "compared with RenderCV"]
    steps = "\n".join(
        f"- {_NAMES[key]}: " + ", ".join(f"{step} {seconds:.3f} s" for step, seconds in each.items())
        for key, each in of["steps"].items()
    )
    return f"""\
## One CV

{_table(head, rows)}

Each render also reads the finished PDF back, as it does by default. *The engine alone* is the same program with the same format
and the same input. cvgen waits for the engine for less time than it runs, because it loads its format while cvgen reads the YAML.
The times of the steps, as `--verbose` prints them (the median of each):

{steps}
"""


def _batches(of: Results) -> str:
    rows = []
    for key in _batch_engines(of):
        one, two = _each(key, 1, of), _each(key, 2, of)
        [floor] = [name for name in of["times"] if name.startswith(f"floor {key} ")]
        shared = int(floor.split()[-1])
        rows.append(
            [_NAMES[key], f"{one:.3f} s", f"{two:.3f} s", f"{one / two:.2f}", f"{_median(floor, of) / shared:.3f} s"]
        )
    head = ["", "each, 1 job", "each, 2 jobs", "times faster", "each, engine alone"]
    return f"""\
## {of["profiles"]["count"]} CVs

{_table(head, rows)}

These are the wall times of `cvgen render --force`, divided by the number of CVs. *The engine alone* is one process that typesets
several CVs in one run.
"""


def _memory(of: Results) -> str:
    memory = of["memory"]
    rows = [
        [_NAMES[key], *(f"{memory[key][part] / _MEGABYTE:.0f} MB" for part in ("worker", "engine"))]
        for key in _NAMES
        if key in memory
    ]
    long = memory["long"]
    tenth = long["documents"] // 10
    return f"""\
## Memory

{_table(["", "a worker", "an engine"], rows)}

This is the most that one process held, including memory that it shares with others. In a long run, one worker held at most
{long["first"] / _MEGABYTE:.0f} MB during the first {tenth} of {long["documents"]} CVs, and {long["last"] / _MEGABYTE:.0f} MB during the last {tenth}.
"""


def _targets_table(of: Results) -> str:
    rows = [
        [target.title, _limit(target), _shown(value, target.unit), "yes" if target.is_met(value) else "**no**"]
        for target, value in _measured(of)
    ]
    return f"## Targets\n\n{_table(['', 'target', 'measured', 'met'], rows)}\n"


def _conditions(of: Results) -> str:
    machine, load = of["machine"], of["load"]
    versions = ", ".join(f"{name} {version}" for name, version in of["versions"].items())
    where = (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory'] / 2**30:.0f} GiB; {machine['system']}, "
        f"Python {machine['python']}; {versions}."
    )
    lines = [
        where,
        f"The load of the machine was {load['before']:.1f} before and {load['after']:.1f} after.",
    ]
    if load["others"] is not None:
        busy = " Measure again when the machine is idle: the times are not reliable." if load["others"] > _BUSY else ""
        lines.append(f"Other programs kept {load['others']:.2f} cores busy in the meantime.{busy}")
    return "## Machine and versions\n\n" + "\n".join(f"- {line}" for line in [*lines, *of["notes"]]) + "\n"


# --- values ---------------------------------------------------------------------------------------


def _median(key: str, of: Results) -> float:
    return float(statistics.median(of["times"][key]["wall"]))


def _each(key: str, jobs: int, of: Results) -> float:
    return _median(f"batch {key} {jobs}", of) / float(of["profiles"]["count"])


def _faster(key: str, of: Results) -> float:
    return _each(key, 1, of) / _each(key, 2, of)


def _to_rendercv(key: str, of: Results) -> float:
    return _median(f"render {key}", of) / _median("rendercv", of)


def _to_floor(key: str, of: Results) -> float:
    return float(of["steps"][key]["engine"]) / _median(f"floor {key}", of)


def _worker(key: str, of: Results) -> float:
    return float(of["memory"][key]["worker"]) / _MEGABYTE


def _growth(of: Results) -> float:
    long = of["memory"]["long"]
    return float(long["last"]) / float(long["first"])


def _batch_engines(of: Results) -> list[str]:
    return [key for key in _NAMES if f"batch {key} 1" in of["times"]]


def _ratio(key: str, to: str, of: Results) -> str:
    return f"{_median(key, of) / _median(to, of):.2f} x" if to in of["times"] and to != key else ""


def _shown(value: float, unit: str) -> str:
    return f"{value:.0f} MB" if unit == "MB" else f"{value:.3f} s" if unit == "s" else f"{value:.2f} x"


def _limit(target: Target) -> str:
    return f"{'at least' if target.at_least else 'at most'} {target.limit:g} {target.unit}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    ruler = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ruler, *rows])


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(page(json.loads(Path(sys.argv[1]).read_bytes())), encoding="utf-8")
