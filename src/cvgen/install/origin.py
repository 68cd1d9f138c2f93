"""Takes bundles from a folder that the user brings, such as another machine's cache, plain or packed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Final

from cvgen.diagnostics import CvgenError
from cvgen.install import tectonic
from cvgen.install.download import Progress
from cvgen.install.engines import FOLDERS
from cvgen.steps.engine import bundle
from cvgen.steps.engine.bundle import Bundle

ARCHIVES: Final = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz")
_FEW: Final = 3
_MOST_BYTES: Final = 1024**3  # of all files of a bundle: the largest has a fifth of that
_BLOCK: Final = 1024**2


def check(origin: Path) -> None:
    """Raise CvgenError if a folder has nothing to install."""
    build = tectonic.BUILDS.get(tectonic.platform_key())
    named = [*FOLDERS.values(), *([build.wheel] if build else [])]
    hint = f"it must hold {' or '.join(named)}; bundles may be packed as {', '.join(ARCHIVES)}"
    if not origin.is_dir():
        raise CvgenError.of(f"{origin} is not a folder", hint=hint, code="setup-source")
    if not any(place(origin, name) for name in FOLDERS) and not (build and (origin / build.wheel).is_file()):
        raise CvgenError.of(f"{origin} has nothing that cvgen can install", hint=hint, code="setup-source")


def place(origin: Path | None, name: str) -> Path | None:
    """Return the folder or archive with the bundle of a name, if there is one."""
    if origin is None:
        return None
    places = (origin / f"{FOLDERS[name]}{suffix}" for suffix in ("", *ARCHIVES))
    return next((each for each in places if each.exists()), None)


def copy(source: Path, name: str, folder: Path, progress: Progress) -> Bundle:
    """Copy a bundle, verified, into a new folder. Raises CvgenError if it is damaged or another."""
    folder.mkdir()
    _copy_files(source, folder, lambda done: progress(done, f"copying {FOLDERS[name]}"))
    copied = bundle.read(folder)
    damaged = bundle.verify(copied) if copied is not None else [bundle.MANIFEST]
    if copied is None or damaged:
        few = ", ".join(damaged[:_FEW]) + (f" and {len(damaged) - _FEW} more" if len(damaged) > _FEW else "")
        raise CvgenError.of(
            f"the bundle in {source} is damaged or not whole: {few}", hint="copy it again", code="setup-damaged"
        )
    if copied.name != name:
        raise CvgenError.of(
            f'{source} holds the bundle "{copied.name}"', hint=f'put the bundle "{name}" there', code="setup-source"
        )
    return copied


def _copy_files(source: Path, folder: Path, progress: Callable[[float], None]) -> None:
    """Copy the files that a bundle's manifest names, and the manifest; what is missing is not noticed here."""
    import lzma
    import tarfile
    import zipfile
    import zlib

    broken = (zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, RuntimeError)
    left = _MOST_BYTES
    try:
        for done, name, stream in _members(source):
            plain = PurePosixPath(name).name
            # The files of a bundle lie flat, in an archive maybe in a folder of it.
            if len(PurePosixPath(name).parts) <= 2 and plain == PureWindowsPath(name).name != "..":
                with (folder / plain).open("wb") as file:
                    left = _copy_within(stream, file, left)
            progress(done)
    except broken as error:
        raise CvgenError.of(f"{source} is damaged: {error}", hint="copy it again", code="setup-damaged") from None
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
        manifest = json.loads((folder / bundle.MANIFEST).read_bytes())
        for path in folder.iterdir():
            if path.name not in {bundle.MANIFEST, *manifest["files"]}:
                path.unlink()


def _copy_within(stream: IO[bytes], file: IO[bytes], left: int) -> int:
    """Copy a file of at most ``left`` bytes, and return how many are left then. Raises EOFError if it has more."""
    while block := stream.read(_BLOCK):
        left -= len(block)
        if left < 0:
            raise EOFError(f"it holds more than {_MOST_BYTES // 1024**2} MB")
        file.write(block)
    return left


def _members(source: Path) -> Iterator[tuple[float, str, IO[bytes]]]:
    """Yield, for each file in a folder or an archive, how much is read with it (0 to 1), its name and its content."""
    import tarfile
    import zipfile

    if source.is_dir():
        paths = [path for path in sorted(source.iterdir()) if path.is_file()]
        for number, path in enumerate(paths):
            with path.open("rb") as stream:
                yield number / len(paths), path.name, stream
    elif source.suffix == ".zip":
        with zipfile.ZipFile(source) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            for number, info in enumerate(infos):
                with archive.open(info) as stream:
                    yield number / len(infos), info.filename, stream
    else:
        size = max(source.stat().st_size, 1)
        with source.open("rb") as file, tarfile.open(fileobj=file, mode="r|*") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isfile() else None
                if content is not None:
                    yield min(file.tell() / size, 1.0), member.name, content
