"""Builds a wheel that needs nothing else: with the engine and all that it reads, if CVGEN_FULL names where they are."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FullWheel(BuildHookInterface[Any]):
    """Puts ``engine/`` and the bundles of a cache folder of cvgen into the package, and names the platform."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Change what goes into the wheel."""
        cache = os.environ.get("CVGEN_FULL")
        if not cache or version == "editable":
            return
        # The static build for Linux asks for no C library, old or new.
        machine = sysconfig.get_platform().removeprefix("linux-").replace("-", "_").replace(".", "_")
        linux = f"manylinux_2_17_{machine}.musllinux_1_1_{machine}"
        build_data["tag"] = f"py3-none-{linux if sys.platform == 'linux' else machine}"
        build_data["pure_python"] = False
        for folder in ("engine", "bundle", "bundle-more", "bundle-cjk"):
            for path in sorted(Path(cache, folder).rglob("*")):
                if path.is_file():
                    place = path.relative_to(cache)
                    build_data["force_include"][str(path)] = f"cvgen/{place.as_posix()}"
