"""``python -m tools.data_wheel``: build cvgen-latex-data, a wheel with the engine and the bundles of the cache folder.

If it is installed beside cvgen-latex, cvgen needs no setup and no network.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import sys
import zipfile
from pathlib import Path
from typing import Final

from cvgen import __version__, environment
from cvgen.diagnostics import CvgenError
from cvgen.install import bundles, engines, tectonic
from cvgen.steps.engine import bundle
from cvgen.system import files

_PACKAGE: Final = "cvgen_latex_data"
_BUNDLES: Final = ("base", "cjk")  # with "more", it would exceed the limit of package indexes, 100 MiB
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest date of a ZIP archive, so that the wheel is the same each time
_INIT: Final = (
    '"""The TeX engine, TeX files and fonts for cvgen; the licence of each file is in its manifest.json."""\n'
)
_METADATA: Final = f"""\
Metadata-Version: 2.1
Name: cvgen-latex-data
Version: {__version__}
Summary: The TeX engine, TeX files and fonts of cvgen-latex, for machines without a network
License: each file's own: see manifest.json in each folder; Tectonic: MIT
Requires-Python: >=3.11
"""


def build(cache: Path, output: Path) -> Path:
    """Write the wheel into a folder and return its path. Raises CvgenError if the cache is incomplete."""
    key = tectonic.platform_key()
    program = cache / tectonic.PLACE
    if not program.is_file() or files.sha256(program) != tectonic.BUILDS[key].program_hash:
        raise CvgenError.of(f"{cache} has no complete Tectonic", hint="run cvgen setup", code="engine-missing")
    contents = {tectonic.PLACE.as_posix(): program}
    for name in _BUNDLES:
        folder = engines.FOLDERS[name]
        current = bundle.read(cache / folder)
        if current is None or bundle.verify(current) or not bundles.is_current(current):
            raise CvgenError.of(
                f'{cache} has no complete bundle "{name}" of this version',
                hint="run cvgen setup --cjk",
                code="engine-files",
            )
        contents |= {f"{folder}/{path.name}": path for path in sorted(current.folder.iterdir())}
    tag = _tag(tectonic.BUILDS[key].tag)
    output.mkdir(parents=True, exist_ok=True)
    wheel = output / f"{_PACKAGE}-{__version__}-{tag}.whl"
    draft = wheel.with_suffix(".part")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        _write(archive, tag, contents)
    draft.replace(wheel)
    return wheel


def _write(archive: zipfile.ZipFile, tag: str, contents: dict[str, Path]) -> None:
    information = f"{_PACKAGE}-{__version__}.dist-info"
    tags = "".join(f"Tag: py3-none-{platform}\n" for platform in tag.removeprefix("py3-none-").split("."))
    texts = {
        f"{_PACKAGE}/__init__.py": _INIT,
        f"{information}/METADATA": _METADATA,
        f"{information}/WHEEL": f"Wheel-Version: 1.0\nGenerator: cvgen\nRoot-Is-Purelib: false\n{tags}",
    }
    record = []
    for name, content in (
        *((f"{_PACKAGE}/{place}", path.read_bytes()) for place, path in contents.items()),
        *((name, text.encode()) for name, text in texts.items()),
    ):
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record.append(f"{name},sha256={digest},{len(content)}\n")
        _add(archive, name, content)
    _add(archive, f"{information}/RECORD", "".join([*record, f"{information}/RECORD,,\n"]).encode())


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = (0o100755 if name.endswith(f"/{tectonic.PLACE.name}") else 0o100644) << 16
    archive.writestr(member, content)


def _tag(tag: str) -> str:
    """Return the tag of the wheel from that of Tectonic's wheel, whose static build for Linux needs no C library."""
    machine = tag.removeprefix("musllinux_1_2_")
    return f"py3-none-manylinux_2_17_{machine}.musllinux_1_1_{machine}" if machine != tag else f"py3-none-{tag}"


def main() -> int:
    """Build the wheel, print its path, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.data_wheel", description=(__doc__ or "").partition(": ")[2])
    parser.add_argument("--output", type=Path, default=Path("dist"), help="the folder for the wheel (dist)")
    try:
        wheel = build(environment.cache_folder(), parser.parse_args().output)
    except CvgenError as error:
        problem = error.diagnostics[0]
        sys.stderr.write(f"{problem}\n  hint: {problem.hint}\n")
        return 1
    sys.stdout.write(f"{wheel}: {wheel.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
