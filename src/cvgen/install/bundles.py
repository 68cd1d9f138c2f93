"""Makes bundles: collects the files of the list tex_files from Debian's packages, or from an installed TeX."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from cvgen.diagnostics import CvgenError
from cvgen.install import debian, tex_files, trees
from cvgen.install.debian import WAY_OUT, Package
from cvgen.install.download import Progress, share
from cvgen.install.engines import FOLDERS
from cvgen.install.tex_files import TexFile, TexFiles
from cvgen.steps.engine import bundle
from cvgen.steps.engine.bundle import Bundle
from cvgen.system import files

# Other releases than that of the list may have divided TeX's own files otherwise: there, what lies beside a file of
# the list is taken as well.
_TEX_SUFFIXES: Final = {".cfg", ".clo", ".cls", ".def", ".dfu", ".fd", ".ltx", ".sty", ".tex", ".txt"}
_FEW: Final = 4
_AT_ONCE: Final = 2  # packages that are unpacked at the same time


class _Copy(NamedTuple):
    """A file that goes into a bundle: where it lies, and the package that it comes from, with its version."""

    path: Path
    package: str


def can_make(environment: Mapping[str, str]) -> bool:
    """Return whether this system has Debian's packages or an installed TeX."""
    return _has_packages(environment) or bool(_which("kpsewhich", environment))


def make(
    names: Sequence[str], folder: Path, downloads: Path, environment: Mapping[str, str], progress: Progress
) -> list[Bundle]:
    """Make bundles in ``folder``, in the folders that ``FOLDERS`` names, and return them.

    Files of a package in the version of the list must have the hashes of the list; those of another version are vouched
    for by apt's signatures. Raises CvgenError.
    """
    listed = tex_files.read()
    wanted = {file.name: file for name in names for file in listed.files[name]}
    if _has_packages(environment):
        copies = _from_packages(wanted, listed, folder / "packages", downloads, environment, progress)
    else:
        progress(0.0, "looking for TeX's files")
        copies = _from_trees(wanted, trees.installed(environment.get("PATH", "")), folder / "copies")
    if missing := sorted(name for name, file in wanted.items() if file.is_font and name not in copies):
        few = ", ".join(missing[:_FEW]) + (f" and {len(missing) - _FEW} more" if len(missing) > _FEW else "")
        hint = WAY_OUT
        if not {*missing} - {file.name for file in listed.files["more"]}:  # the data package has them neither
            hint = "run cvgen setup without --more: styles need none of them"
        raise CvgenError.of(f"fonts are missing in what this system offers: {few}", hint=hint, code="setup-release")
    beside = copies.keys() - wanted.keys() if "base" in names else set()
    made = []
    for name in names:
        members = {file.name for file in listed.files[name]} & copies.keys() | (beside if name == "base" else set())
        made.append(_write(folder / FOLDERS[name], name, {each: copies[each] for each in members}, listed))
    return made


def is_known(found: Bundle) -> bool:
    """Return whether a verified bundle has the very files whose hashes cvgen brings along.

    Those of another release of TeX are others; that nobody has changed them, only whoever made them knows.
    """
    listed = tex_files.read().files.get(found.name, ())
    return found.digest == bundle.digest({file.name: {"sha256": file.sha256} for file in listed})


def is_current(found: Bundle) -> bool:
    """Return whether a bundle was made by the list of this cvgen."""
    try:
        manifest = json.loads((found.folder / bundle.MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    listed = tex_files.read()
    if found.name not in listed.files:
        return False
    return is_known(found) or manifest.get("list") == listed.digest(found.name)


def _has_packages(environment: Mapping[str, str]) -> bool:
    return all(_which(program, environment) for program in debian.PROGRAMS)


def _which(program: str, environment: Mapping[str, str]) -> str | None:
    return shutil.which(program, path=environment.get("PATH", ""))


# --- from packages --------------------------------------------------------------------------------


def _from_packages(
    wanted: Mapping[str, TexFile],
    listed: TexFiles,
    folder: Path,
    downloads: Path,
    environment: Mapping[str, str],
    progress: Progress,
) -> dict[str, _Copy]:
    names = list(dict.fromkeys(file.package for file in wanted.values()))
    places = debian.fetch(names, downloads, environment, share(progress, 0.0, 0.8))
    unpacked: dict[str, dict[str, _Copy]] = {}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            jobs = [
                (package, pool.submit(_unpack, package, path, wanted, listed, folder / package.name, environment))
                for package, path in places.items()
            ]
            for number, (package, job) in enumerate(jobs):
                progress(0.8 + 0.2 * number / len(jobs), f"unpacking {package.name}")
                unpacked[package.name] = job.result()
        finally:
            pool.shutdown(cancel_futures=True)
    copies: dict[str, _Copy] = {}
    for each in unpacked.values():
        copies = each | copies  # the first package wins
    own = ((name, unpacked[file.package].get(name)) for name, file in wanted.items())
    return copies | {name: copy for name, copy in own if copy}


def _unpack(
    package: Package,
    path: Path,
    wanted: Mapping[str, TexFile],
    listed: TexFiles,
    folder: Path,
    environment: Mapping[str, str],
) -> dict[str, _Copy]:
    """Copy the files of a package that a bundle may need into ``folder``."""
    folder.mkdir(parents=True)
    if listed.packages.get(package.name) == package.version:
        names = _unpack_listed(package, path, wanted, folder, environment)
    else:
        names = _unpack_by_name(path, wanted, folder, environment)
    return {name: _Copy(folder / name, f"{package.name} {package.version}") for name in names}


def _unpack_listed(
    package: Package, path: Path, wanted: Mapping[str, TexFile], folder: Path, environment: Mapping[str, str]
) -> list[str]:
    """Unpack a package in the version of the list, and verify each file of it that the list has."""
    left = {file.path: file for file in wanted.values() if file.package == package.name}
    names = [file.name for file in left.values()]
    for place, content in debian.members(path, environment):
        if (file := left.pop(place, None)) is None:
            continue
        with (folder / file.name).open("wb") as copy:
            shutil.copyfileobj(content, copy)
        if files.sha256(folder / file.name) != file.sha256:
            raise CvgenError.of(
                f"{file.name} in {package.file} is not the file that cvgen knows", hint=WAY_OUT, code="setup-damaged"
            )
        if not left:
            break
    if left:
        raise CvgenError.of(f"{package.file} lacks {', '.join(sorted(left))}", hint=WAY_OUT, code="setup-damaged")
    return names


def _unpack_by_name(
    path: Path, wanted: Mapping[str, TexFile], folder: Path, environment: Mapping[str, str]
) -> list[str]:
    """Unpack the files of a package that TeX would find under the names of the list, and TeX's own beside them."""
    neighbours = _neighbourhood(file.path for file in wanted.values())
    ranks: dict[str, tuple[int, int, str]] = {}
    for place, content in debian.members(path, environment):
        name, rank = PurePosixPath(place).name, trees.rank(place)
        if (
            rank is None
            or (name in ranks and ranks[name] < rank)
            or not (name in wanted or _is_beside(place, neighbours))
        ):
            continue
        ranks[name] = rank
        with (folder / name).open("wb") as copy:
            shutil.copyfileobj(content, copy)
    return list(ranks)


def _neighbourhood(paths: Iterable[str]) -> set[str]:
    """Return the folders of TeX's own files."""
    return {folder for path in paths if "/tex/" in (folder := path.rpartition("/")[0])}


def _is_beside(path: str, folders: set[str]) -> bool:
    place = PurePosixPath(path)
    return place.suffix in _TEX_SUFFIXES and str(place.parent) in folders and " " not in place.name


# --- from an installed TeX ------------------------------------------------------------------------


def _from_trees(wanted: Mapping[str, TexFile], roots: Sequence[Path], folder: Path) -> dict[str, _Copy]:
    index = trees.index(roots)
    paths = {name: index[name] for name in wanted if name in index}
    neighbours = _neighbourhood(path.as_posix() for path in paths.values())
    paths |= {name: path for name, path in index.items() if _is_beside(path.as_posix(), neighbours)}
    folder.mkdir(parents=True)
    for name, path in paths.items():
        shutil.copyfile(path, folder / name)
    return {name: _Copy(folder / name, "an installed TeX") for name, path in paths.items()}


# --- writing --------------------------------------------------------------------------------------


def _write(folder: Path, name: str, copies: Mapping[str, _Copy], listed: TexFiles) -> Bundle:
    """Move files into the folder of a bundle, and write its manifest."""
    folder.mkdir(parents=True)
    licences = {file.name: file.licence for file in itertools.chain.from_iterable(listed.files.values())}
    facts: dict[str, dict[str, Any]] = {}
    for each, copy in sorted(copies.items()):
        copy.path.replace(folder / each)
        facts[each] = {
            "sha256": files.sha256(folder / each),
            "size": (folder / each).stat().st_size,
            "package": copy.package,
            "licence": licences.get(each, "see the package"),
        }
    manifest = {"name": name, "digest": bundle.digest(facts), "list": listed.digest(name), "files": facts}
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (folder / bundle.MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return Bundle(name, folder, str(manifest["digest"]))
