"""Fetches Debian's packages by apt, which verifies them, and reads files out of them; without root."""

from __future__ import annotations

import errno
import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final, NamedTuple, NoReturn
from urllib.parse import unquote

from cvgen.diagnostics import CvgenError
from cvgen.install.download import Progress, download

PROGRAMS: Final = ("apt-get", "dpkg-deb")
WAY_OUT: Final = (
    "bring bundles from a machine where cvgen setup works, its cache folder: cvgen setup --from DIR --trust-files; or "
    "install TeX with XeTeX: --engine xelatex needs no setup"
)

_IN_ENGLISH: Final = ("env", "LC_ALL=C.UTF-8")
_NO_NETWORK: Final = re.compile(
    r"Could not resolve|Temporary failure|Could not connect|Unable to connect|Cannot initiate|Connection (?:refused|failed|timed out)"
    r"|Failed to fetch|Network is unreachable"
)
_LISTS_SIZE: Final = 60_000_000  # bytes that apt-get update roughly writes


class Package(NamedTuple):
    """A package as apt offers it: its file's name, size in bytes and hash, such as ``SHA256:...``."""

    name: str
    file: str
    size: int
    digest: str

    @property
    def version(self) -> str:
        """The version, by the file's name: ``NAME_VERSION_ARCHITECTURE.deb``."""
        return unquote(self.file.split("_")[1])

    def is_whole(self, path: Path) -> bool:
        """Return whether a file is this package, by its size and hash."""
        import hashlib

        if not path.is_file() or path.stat().st_size != self.size:
            return False
        kind, _, digest = self.digest.partition(":")
        with path.open("rb") as file:
            return hashlib.file_digest(file, kind.lower().removesuffix("sum")).hexdigest() == digest


def fetch(
    names: Sequence[str], folder: Path, environment: Mapping[str, str], progress: Progress
) -> dict[Package, Path]:
    """Return the packages of these names, in this order, and where they lie below ``folder``.

    Those that an earlier call has fetched are taken as they are. apt verifies the signatures of its sources, and each
    package by them; it gets a state of its own in ``folder``. Raises CvgenError.
    """
    fetched = folder / "packages"
    for part in (fetched, folder / "apt" / "lists" / "partial", folder / "apt" / "archives" / "partial"):
        part.mkdir(parents=True, exist_ok=True)
    packages = _offered(names, folder, environment, lambda done: progress(0.1 * done, "asking for Debian's packages"))
    places = {package: fetched / package.file for package in packages}
    missing = [package for package, path in places.items() if not package.is_whole(path)]
    for package in missing:
        places[package].unlink(missing_ok=True)
    size = sum(package.size for package in missing)
    if missing:
        _, output = download(
            _apt(folder, "download", *(f"{package.name}={package.version}" for package in missing)),
            fetched,
            size,
            lambda done: progress(
                0.1 + 0.9 * done, f"fetching packages, {done * size / 1e6:.0f} of {size / 1e6:.0f} MB"
            ),
            environment,
        )
        if not all(package.is_whole(places[package]) for package in missing):
            _refuse(output)
    return places


def members(path: Path, environment: Mapping[str, str]) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the path, such as ``usr/share/x``, and the content of each regular file in a package.

    The content is to be read at once. Raises CvgenError if the package is damaged.
    """
    import tarfile

    with subprocess.Popen(
        [*_IN_ENGLISH, "dpkg-deb", "--fsys-tarfile", path],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
                for member in archive:
                    if member.isreg() and (content := archive.extractfile(member)):
                        yield member.name.removeprefix("./"), content
            assert process.stdout is not None
            process.stdout.read()  # the padding at the end; a full pipe would keep dpkg-deb waiting
            is_whole = process.wait() == 0
        except tarfile.TarError:
            is_whole = False
        finally:
            process.kill()  # the caller may stop early, once it has what it wants
    if not is_whole:
        raise CvgenError.of(
            f"{path} cannot be unpacked", hint="delete this file, then run the command again", code="setup-damaged"
        )


def _apt(folder: Path, *arguments: str) -> list[str]:
    state = folder.absolute() / "apt"
    status = state / "status"
    status.touch()
    options = {
        "Dir::State": state,
        "Dir::State::lists": state / "lists",
        "Dir::Cache": state,
        "Dir::State::status": status,  # an empty one: apt must not choose an installed version, which may be gone from the archive
        "APT::Sandbox::User": "",  # as root, apt would fetch as another user, who may not write here
        "Acquire::Languages": "none",
        "Acquire::Retries": "2",
    }
    settings = [part for key, value in options.items() for part in ("-o", f"{key}={value}")]
    return [*_IN_ENGLISH, "apt-get", "-q", *settings, *arguments]


def _offered(
    names: Sequence[str], folder: Path, environment: Mapping[str, str], report: Callable[[float], None]
) -> list[Package]:
    """Return the packages of these names that apt would install, by lists that are fetched now."""
    lists = folder / "apt" / "lists"
    _, updated = download(_apt(folder, "update"), lists, _LISTS_SIZE, report, environment)
    code, output = download(_apt(folder, "download", "--print-uris", *names), folder, 1, lambda _: None, environment)
    if code != 0:
        output = f"{updated}\n{output}"
        unknown = re.findall(r"Unable to locate package (\S+)|Can't select .* '([^']+)'", output)
        if _NO_NETWORK.search(output) or not unknown:
            _refuse(output)
        raise _missing(first or second for first, second in unknown)
    lines = re.findall(r"^'[^']*' (\S+) (\d+) (\S+)$", output, re.MULTILINE)
    packages = [Package(file.partition("_")[0], file, int(size), digest) for file, size, digest in lines]
    if lacking := {*names} - {package.name for package in packages}:
        raise _missing(sorted(lacking))
    return sorted(packages, key=lambda package: names.index(package.name))


def _missing(names: Iterable[str]) -> CvgenError:
    return CvgenError.of(f"this system's apt-get has no package {', '.join(names)}", hint=WAY_OUT, code="setup-release")


def _refuse(output: str) -> NoReturn:
    """Raise an error with the reason that apt gives in its output."""
    if "No space left" in output or "Disk quota" in output:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    reasons = [line for line in lines if _NO_NETWORK.search(line)] or [line for line in lines if line[:2] == "E:"]
    reason = re.sub(r"^[EW]: ", "", (reasons or lines or ["apt-get gives no reason"])[-1])
    message = f"Debian's packages cannot be fetched: {reason}"
    raise CvgenError.of(
        message, hint=f"check the network and try again (what was fetched is kept); or {WAY_OUT}", code="setup-network"
    )
