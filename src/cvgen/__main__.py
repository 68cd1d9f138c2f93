"""The entry point of ``cvgen`` and ``python -m cvgen``."""

from __future__ import annotations

import sys

from cvgen.cli import streams


def main() -> None:
    """Run the command line; answers ``--version`` without loading it, which takes most of the time."""
    streams.prepare()
    if sys.argv[1:] == ["--version"]:
        from cvgen import __version__

        try:
            sys.stdout.write(f"cvgen {__version__}\n")
            sys.stdout.flush()
        except OSError:
            pass  # the command line says what is wrong with it
        else:
            return
    try:
        from cvgen.cli.app import run

        run()
    except KeyboardInterrupt:  # while modules load; commands speak for themselves
        sys.exit(130)


if __name__ == "__main__":
    main()
