"""``python -m benchmarks``: measure, print the tables, and write them as JSON and as Markdown."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import measures, report
from benchmarks.timing import BenchmarkError


def main() -> int:
    """Measure as the arguments ask; return 1 if that fails. A missed target is not an error."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure cvgen, its engines and its peers."
    )
    parser.add_argument(
        "--quick", action="store_true", help="few runs, to test the benchmarks; do not rely on the figures"
    )
    parser.add_argument("--output", type=Path, default=Path("build/bench"), help="the folder for results.json")
    parser.add_argument("--page", type=Path, help="the path for the page; by default performance.md in the same folder")
    parser.add_argument("--rendercv", help="the program of RenderCV; by default $RENDERCV, or rendercv on PATH")
    arguments = parser.parse_args()
    if shutil.which("hyperfine") is None:
        _say("error: hyperfine is not installed: apt-get install hyperfine (Debian, Ubuntu)")
        return 1
    try:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
            plan = measures.QUICK if arguments.quick else measures.FULL
            bench = measures.Bench(Path(folder), plan, measures.find_rendercv(arguments.rendercv), _say)
            bench.run()
    except BenchmarkError as error:
        _say(f"error: {error}")
        return 1
    results = bench.results
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (arguments.page or arguments.output / "performance.md").write_text(report.page(results), encoding="utf-8")
    sys.stdout.write(report.table(results) + "\n")
    for line in report.missed_targets(results) or ["all targets are met"]:
        _say(line)
    return 0


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
