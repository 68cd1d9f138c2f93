"""``python -m benchmarks``: measures, prints the tables, and writes them as JSON and as Markdown."""

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
    """Run as the arguments say; the exit code is 1 if it cannot. A target that is missed is no error."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure cvgen, its engines and its peers."
    )
    parser.add_argument("--quick", action="store_true", help="few runs, to see that all works; no figures to rely on")
    parser.add_argument("--output", type=Path, default=Path("build/bench"), help="a folder for results.json")
    parser.add_argument("--page", type=Path, help="where to write the page; by default into the same folder")
    parser.add_argument("--rendercv", help="RenderCV's program; by default $RENDERCV, or the one on PATH")
    given = parser.parse_args()
    if shutil.which("hyperfine") is None:
        _say("error: hyperfine is not installed: apt-get install hyperfine (Debian, Ubuntu)")
        return 1
    try:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
            plan = measures.QUICK if given.quick else measures.FULL
            bench = measures.Bench(Path(folder), plan, measures.find_rendercv(given.rendercv), _say)
            bench.run()
    except BenchmarkError as error:
        _say(f"error: {error}")
        return 1
    results = bench.results
    given.output.mkdir(parents=True, exist_ok=True)
    (given.output / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (given.page or given.output / "performance.md").write_text(report.page(results), encoding="utf-8")
    sys.stdout.write(report.table(results) + "\n")
    for line in report.above(results) or ["all targets are met"]:
        _say(line)
    return 0


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
