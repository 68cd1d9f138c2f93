"""The entry point of ``cvgen`` and ``python -m cvgen``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; answers ``--version`` without loading it, which takes most of the time."""
    if sys.argv[1:] == ["--version"]:
        from cvgen import __version__

        sys.stdout.write(f"cvgen {__version__}\n")
        return
    try:
        from cvgen.cli.app import run

        run()
    except KeyboardInterrupt:  # while modules load; commands speak for themselves
        sys.exit(130)


if __name__ == "__main__":
    main()
