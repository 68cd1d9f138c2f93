"""Names what any program must be able to reach to run at all: programs and libraries of the system."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

DEVICES: Final = (Path(os.devnull),)  # to read and write: shells throw away what they print
# As far as nobody keeps anything private there.
SYSTEM: Final = tuple(
    Path(path)
    for path in (
        *("/bin", "/usr/bin", "/usr/local/bin", "/lib", "/lib32", "/lib64", "/libx32"),
        *("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32", "/usr/libexec", "/usr/local/lib", "/usr/local/lib64"),
        *("/nix/store", "/gnu/store"),
        *("/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime"),
        *("/dev/urandom", "/dev/random", "/dev/zero", "/usr/share/icu", "/usr/share/locale", "/usr/share/zoneinfo"),
    )
)
