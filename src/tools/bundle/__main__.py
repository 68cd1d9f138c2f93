"""``python -m tools.bundle``: record which TeX files and fonts the engine reads, and write tex-files.json."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from cvgen import environment
from cvgen.diagnostics import CvgenError
from cvgen.install import engines
from tools.bundle import packages

_WORKSPACE: Final = Path("build/recording")  # Debian's packages stay there for the next run


def main() -> int:
    """Record, write the list, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.bundle", description=(__doc__ or "").partition(": ")[2])
    parser.add_argument(
        "profiles", nargs="*", type=Path, help="profiles to typeset in addition to the built-in documents"
    )
    profiles = parser.parse_args().profiles
    tectonic = engines.tectonic(environment.cache_folder(), os.environ)
    try:
        if tectonic is None:
            raise CvgenError.of("Tectonic is not installed", hint="cvgen setup installs it", code="engine-missing")
        unpacked = packages.unpack(_WORKSPACE, os.environ, lambda *_: None)
        with tempfile.TemporaryDirectory() as scratch:
            listed = packages.record(unpacked, tectonic, Path(scratch), profiles)
    except CvgenError as error:
        for problem in error.diagnostics:
            sys.stderr.write(f"{problem}\n" + (f"  hint: {problem.hint}\n" if problem.hint else ""))
        return 1
    packages.write(listed)
    for bundle, group in listed.files.items():
        sys.stdout.write(f"{bundle}: {len(group)} files\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
