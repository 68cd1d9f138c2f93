"""Makes bundles: lets Tectonic typeset all that cvgen can ask of it, and collects the files that it opens.

The files come from Debian's packages, which are fetched and unpacked into a private folder, or from an installed TeX.
Tectonic gets each by its name from a server in this process, which so learns what is opened, by the formats, the
documents and the PDF driver alike. No list of files is kept anywhere.
"""

from __future__ import annotations

import bisect
import contextlib
import errno
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final, NoReturn, Self, TypeAlias
from urllib.parse import unquote

from cvgen.data import assets
from cvgen.diagnostics import CvgenError
from cvgen.look import design, fonts, styles
from cvgen.steps import document, latex, profile, source
from cvgen.steps.engine import bundle
from cvgen.steps.engine.bundle import Bundle
from cvgen.text import language
from cvgen.validation import schemas

Progress: TypeAlias = Callable[[float, str], None]  # how much is done, 0 to 1, and what is going on

# The bundles and their folders. What only fonts that no style chooses, or scripts that no language of cvgen is
# written in, have use for is in the second; the fonts of Chinese, Japanese and Korean are in the third.
FOLDERS: Final = {"base": "bundle", "more": "bundle-more", "cjk": "bundle-cjk"}

_TEX_PACKAGES: Final = ("texlive-base", "texlive-latex-base", "texlive-latex-recommended", "texlive-xetex")
_STAND_INS: Final = ("fonts-noto-core", "fonts-symbola")  # see cvgen-fonts.sty
_CJK: Final = ("fonts-noto-cjk",)
_DRIVER: Final = ("dvipdfmx.cfg",)  # read by the driver of an installed xetex and not by Tectonic's

_TREES: Final = ("usr/share/texmf", "usr/share/texlive/texmf-dist", "usr/share/fonts")  # in Debian's packages
_TREE_VARIABLES: Final = ("TEXMFLOCAL", "TEXMFDEBIAN", "TEXMFMAIN", "TEXMFDIST")
_FONT_FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")
_SEARCHED: Final = (  # within a tree, as kpathsea does for xelatex
    *("tex/xelatex/", "tex/latex/", "tex/xetex/", "tex/generic/", "tex/"),
    *("fonts/opentype/", "fonts/truetype/", "fonts/", ""),
)
_NOT_SEARCHED: Final = ("doc/", "source/", "scripts/", "bibtex/", "tlpkg/")

_SECONDS: Final = 300  # that a single run of a program may take; the server is not far
_DOWNLOAD_SECONDS: Final = 3 * 3600
_IN_ENGLISH: Final = ("env", "LC_ALL=C.UTF-8")
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_NETWORK: Final = re.compile(
    r"Could not resolve|Temporary failure|Could not connect|Unable to connect|Cannot initiate|Connection (?:refused|failed|timed out)"
    r"|Failed to fetch|Network is unreachable"
)
_OURS: Final = ".cvgen-bundle-"  # begins the names of temporary folders
_UNKNOWN: Final = "see the package"
_POLL: Final = 0.05  # seconds until the server notices that it is no longer needed
_FEW: Final = 4
_LONG: Final = 20  # times the sections of the first profile: so many pages that styles print their contents


def build(
    target: Path,
    *,
    tectonic: Path,
    workspace: Path,
    roots: Sequence[Path] | None = None,
    cjk: bool = True,
    more: bool = True,
    profiles: Sequence[Path] = (),
    progress: Progress = lambda *_: None,
) -> list[Bundle]:
    """Make the bundles in ``target``, in the folders of ``FOLDERS``, in place of those that are there.

    ``roots`` are trees of an installed TeX and folders of fonts, see ``installed``; without them the files come from
    Debian's packages if there is apt-get, else from what is installed. ``profiles`` are typeset besides what cvgen
    itself thinks of. Downloads stay in ``workspace`` until the bundles are made, for a later call to go on from.
    Raises CvgenError.
    """
    with _writing(target, workspace):
        workspace.mkdir(parents=True, exist_ok=True)
        target.mkdir(parents=True, exist_ok=True)
        for left in (*workspace.glob(f"{_OURS}*"), *target.glob(f"{_OURS}*")):  # by a run that was killed
            shutil.rmtree(left, ignore_errors=True)
        _check_start(tectonic)
        if roots is None and shutil.which("apt-get") and shutil.which("dpkg-deb"):
            packages = _Debian(workspace, _packages(cjk=cjk)).packages(_share(progress, 0.0, 0.4))
        else:
            packages = [_Package(None, [_tree(root) for root in (installed() if roots is None else roots)])]
        with tempfile.TemporaryDirectory(prefix=_OURS, dir=workspace, ignore_cleanup_errors=True) as scratch:
            index = _index(packages)
            own = _own(Path(scratch))
            index = {name: path for name, path in index.items() if name not in own}
            with _Recorder(tectonic, {**index, **own}, Path(scratch)) as recorder:
                groups = _recorded(recorder, profiles, cjk=cjk, progress=_share(progress, 0.4, 0.95))
        groups["base"] |= {*_DRIVER}
        progress(0.95, "writing the bundles")
        wanted = {"base": True, "more": more, "cjk": cjk}
        origins = _origins({name: index[name] for name in set().union(*groups.values()) & index.keys()}, packages)
        made = [
            _written(target, name, origins.keys() & files, index, origins)
            for name, files in groups.items()
            if wanted[name]
        ]
        for part in ("packages", "apt", "files"):
            shutil.rmtree(workspace / part, ignore_errors=True)
        with contextlib.suppress(OSError):  # it may hold what is not ours
            workspace.rmdir()
        progress(1.0, "done")
        return made


def installed() -> list[Path]:
    """The trees of the installed TeX, and the system's folders of fonts; raises CvgenError if there is no TeX."""
    if shutil.which("kpsewhich") is None:
        hint = "on Debian and Ubuntu, apt-get brings what is needed; elsewhere install TeX: https://tug.org/texlive"
        raise CvgenError.of("there is nothing to make a bundle from: no TeX is installed (no kpsewhich)", hint=hint)
    trees = [Path(path) for name in _TREE_VARIABLES for path in _places(_kpathsea(name))]
    folders = [Path(path) for path in (*_places(_kpathsea("OSFONTDIR")), *_FONT_FOLDERS)]
    return list(dict.fromkeys(path for path in (*trees, *folders) if path.is_dir()))


def _kpathsea(name: str) -> str:
    run = _run(["kpsewhich", f"-var-value={name}"], Path.cwd())
    return run.stdout.strip() if run.returncode == 0 else ""


def _places(value: str) -> list[str]:
    return [place.rstrip("/") for place in re.split(f"[{re.escape(os.pathsep)};,{{}}]", value) if place.strip("/")]


def _packages(*, cjk: bool) -> list[str]:
    named = [name for pairing in fonts.pairings().values() for name in pairing["packages"]]
    return list(dict.fromkeys([*_TEX_PACKAGES, *named, *_STAND_INS, *(_CJK if cjk else ())]))


def _share(progress: Progress, start: float, end: float) -> Progress:
    return lambda done, what: progress(start + (end - start) * done, what)


@contextlib.contextmanager
def _writing(*folders: Path) -> Iterator[None]:
    """Failures of the file system in the user's terms."""
    try:
        yield
    except OSError as error:
        where = error.filename or " and ".join(map(str, folders))
        hint = "free some space: 1 GB is enough" if error.errno in _FULL else "choose another folder"
        raise CvgenError.of(f"{where} cannot be written: {error.strerror or error}", hint=hint) from None


def _run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None, seconds: float = _SECONDS
) -> subprocess.CompletedProcess[str]:
    """Run a program, in the caller's environment if none is given."""
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CvgenError.of(f"{Path(command[0]).name} did not end in {seconds:g} seconds", hint="try again") from None


# --- Debian's packages ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Package:
    """Trees of files, in the order in which they are searched; ``label`` is the package and its version, if it is one."""

    label: str | None
    trees: Sequence[Path]
    documentation: Path = Path("/usr/share/doc")


@dataclass(frozen=True, slots=True)
class _Deb:
    name: str
    file: str
    size: int
    digest: str  # "SHA256:..."

    @property
    def label(self) -> str:
        """Name and version, as Debian's file names have them: ``NAME_VERSION_ARCHITECTURE.deb``."""
        return f"{self.name} {unquote(self.file.split('_')[1])}"


@dataclass(frozen=True, slots=True)
class _Debian:
    """Packages that are fetched and unpacked below a folder, without root, and with a state of apt's own."""

    folder: Path
    names: Sequence[str]

    def packages(self, progress: Progress) -> list[_Package]:
        """The packages, unpacked; those that an earlier call has fetched or unpacked are taken as they are."""
        progress(0.0, "asking for Debian's packages")
        debs = self._debs()
        downloads, unpacked = self.folder / "packages", self.folder / "files"
        downloads.mkdir(exist_ok=True)
        unpacked.mkdir(exist_ok=True)
        total, done = sum(deb.size for deb in debs), 0
        packages = []
        for deb in debs:
            progress(0.1 + 0.9 * done / total, f"fetching {deb.label} ({deb.size / 1e6:.1f} MB)")
            done += deb.size
            place = unpacked / deb.file.removesuffix(".deb")
            if not place.is_dir():
                self._unpack(self._fetched(deb, downloads), place)
            trees = [place / tree for tree in _TREES if (place / tree).is_dir()]
            packages.append(_Package(deb.label, trees, place / "usr/share/doc"))
        return packages

    def _apt(self, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        state = self.folder.absolute() / "apt"
        for part in ("state/lists/partial", "cache/archives/partial"):
            (state / part).mkdir(parents=True, exist_ok=True)
        status = state / "status"
        status.touch()
        options = {
            "Dir::State": state / "state",
            "Dir::Cache": state / "cache",
            "Dir::State::status": status,  # what is installed may be no longer there to be fetched
            "APT::Sandbox::User": "",  # as root, apt would fetch as another user, who may not write here
            "Acquire::Languages": "none",
            "Acquire::Retries": "2",
        }
        settings = [part for key, value in options.items() for part in ("-o", f"{key}={value}")]
        command = [*_IN_ENGLISH, "apt-get", "-q", *settings, *arguments]
        return _run(command, folder or self.folder, seconds=_DOWNLOAD_SECONDS)

    def _debs(self) -> list[_Deb]:
        updated = self._apt("update")
        listed = self._apt("download", "--print-uris", *self.names)
        if listed.returncode != 0:
            said = f"{updated.stderr}\n{listed.stderr}"
            unknown = re.findall(r"Unable to locate package (\S+)|Can't select .* '([^']+)'", said)
            if _NO_NETWORK.search(said) or not unknown:
                _no_network(said)
            named = ", ".join(first or second for first, second in unknown)
            hint = "a bundle is made of the packages of Debian 12 or newer, or of an installed TeX"
            raise CvgenError.of(f"apt-get knows no package {named}", hint=hint)
        lines = re.findall(r"^'[^']*' (\S+) (\d+) (\S+)$", listed.stdout, re.MULTILINE)
        debs = [_Deb(file.partition("_")[0], file, int(size), digest) for file, size, digest in lines]
        if lacking := {*self.names} - {deb.name for deb in debs}:
            raise CvgenError.of(f"apt-get has no file of {', '.join(sorted(lacking))}")
        return sorted(debs, key=lambda deb: self.names.index(deb.name))

    def _fetched(self, deb: _Deb, folder: Path) -> Path:
        path = folder / deb.file
        if not _is_whole(path, deb):
            path.unlink(missing_ok=True)
            run = self._apt("download", deb.label.replace(" ", "="), folder=folder)
            if not _is_whole(path, deb):
                _no_network(run.stderr)
        return path

    def _unpack(self, path: Path, place: Path) -> None:
        part = place.with_name(f".{place.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        run = _run([*_IN_ENGLISH, "dpkg-deb", "-x", path.absolute(), part.absolute()], self.folder)
        if run.returncode != 0:
            _stop_if_full(run.stderr)
            raise CvgenError.of(f"{path} cannot be unpacked: {_last_line(run.stderr)}", hint="delete it and try again")
        part.rename(place)
        path.unlink()


def _is_whole(path: Path, deb: _Deb) -> bool:
    if not path.is_file() or path.stat().st_size != deb.size:
        return False
    kind, _, wanted = deb.digest.partition(":")
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind.lower().removesuffix("sum")).hexdigest() == wanted


def _no_network(said: str) -> NoReturn:
    _stop_if_full(said)
    reason = next((line for line in said.splitlines() if _NO_NETWORK.search(line)), said)
    message = f"Debian's packages cannot be fetched: {_last_line(reason)}"
    raise CvgenError.of(message, hint="check the network and try again; what was fetched is kept")


def _stop_if_full(said: str) -> None:
    if "No space left" in said or "Disk quota" in said:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _last_line(said: str) -> str:
    lines = [line.removeprefix("E: ").removeprefix("W: ").strip() for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason was given"


# --- files by name --------------------------------------------------------------------------------


def _tree(root: Path) -> Path:
    if not root.is_dir():
        raise CvgenError.of(f"there is no folder {root}", hint="name the trees of an installed TeX")
    return root


def _index(packages: Sequence[_Package]) -> dict[str, Path]:
    """Each file's name, and the first path that has it: in the order of kpathsea, over all packages."""
    trees = [tree for package in packages for tree in package.trees]
    # Debian's trees have an order over all packages, as if these were installed.
    trees.sort(key=lambda tree: next((i for i, end in enumerate(_TREES) if tree.as_posix().endswith(f"/{end}")), 0))
    inside = tuple(os.path.realpath(tree) + os.sep for tree in trees)
    index: dict[str, Path] = {}
    for tree in trees:
        for _, place, name in sorted(_files(tree)):
            # The index of a bundle has no way to write a space.
            if name in index or " " in name:
                continue
            path = tree / place / name
            if path.is_file() and os.path.realpath(path).startswith(inside):
                index[name] = path
    return index


def _files(tree: Path) -> Iterator[tuple[int, str, str]]:
    """Rank, folder and name of each file that kpathsea would find in a tree."""
    for folder, folders, names in os.walk(tree):
        place = Path(folder).relative_to(tree).as_posix().removeprefix(".") + "/"
        place = place.removeprefix("/")
        folders[:] = [each for each in folders if not f"{place}{each}/".startswith(_NOT_SEARCHED)]
        rank = next(i for i, start in enumerate(_SEARCHED) if place.startswith(start))
        yield from ((rank, place, name) for name in names)


def _own(scratch: Path) -> dict[str, Path]:
    """What is cvgen's and goes into no bundle: its packages, and what formats are made of."""
    folder = scratch / "own"
    folder.mkdir()
    for path in (*assets.STYLES.glob("*/*.sty"), *assets.STYLES.glob("*/*.cfg")):
        shutil.copyfile(path, folder / path.name)
    shutil.copyfile(assets.SHARED / "cvgen-format.tex", folder / "tectonic-format-cvgen.tex")
    texts = {
        "tectonic-format-latex.tex": "\\input latex.ltx\n",
        "pdftex.map": "",
        "SHA256SUM": "0" * 64 + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="ascii")
    return {path.name: path for path in folder.iterdir()}


# --- recording ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Job:
    """A document to typeset; ``passes`` is how often, ``files`` go with it."""

    name: str
    text: str
    files: Mapping[str, Path] = field(default_factory=dict)
    passes: int = 1
    format: str = "latex"

    @property
    def is_han(self) -> bool:
        """Whether it has Chinese, Japanese or Korean."""
        return r"\cvHan{" in self.text


_FORMAT: Final = _Job("a format", r"\shipout\hbox{}\csname @@end\endcsname", format="cvgen")


class _Server(ThreadingHTTPServer):
    """A bundle in the form that Tectonic reads by HTTP: parts of one archive that exists nowhere, and a list of them."""

    daemon_threads = True

    def __init__(self, files: Mapping[str, Path]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.names = sorted(files)
        self.paths = [files[name] for name in self.names]
        sizes = [path.stat().st_size for path in self.paths]
        self.starts = [1]
        for size in sizes:
            self.starts.append(self.starts[-1] + max(size, 1))  # no two begin at one place
        lines = (f"{name} {start} {size}\n" for name, start, size in zip(self.names, self.starts, sizes, strict=False))
        self.listing = gzip.compress("".join(lines).encode(), mtime=0)
        self.opened: set[str] = set()

    @property
    def url(self) -> str:
        """The address to give to Tectonic."""
        return f"http://127.0.0.1:{self.server_port}/files.tar"

    def part(self, start: int, end: int) -> bytes:
        """The file at a place of the archive, which is noted as opened."""
        at = bisect.bisect_right(self.starts, start) - 1
        self.opened.add(self.names[at])
        content = self.paths[at].read_bytes()
        return content[start - self.starts[at] : end + 1 - self.starts[at]]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(200, b"")

    def do_GET(self) -> None:
        assert isinstance(self.server, _Server)
        if self.path.endswith(".index.gz"):
            self._answer(200, self.server.listing)
        elif wanted := re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", "")):
            self._answer(206, self.server.part(int(wanted[1]), int(wanted[2])))
        else:
            self._answer(404, b"")

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the name is the standard library's)
        pass


class _Recorder:
    """Runs Tectonic with certain files, and notes which of them it opens."""

    def __init__(self, tectonic: Path, files: Mapping[str, Path], folder: Path) -> None:
        self.tectonic = tectonic.absolute()
        self.files = files
        self.folder = folder
        self.server = _Server(files)

    def __enter__(self) -> Self:
        self._thread = Thread(target=self.server.serve_forever, args=(_POLL,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    @property
    def opened(self) -> frozenset[str]:
        """The names of what was opened until now."""
        return frozenset(self.server.opened)

    def run(self, job: _Job) -> str:
        """Typeset a document; returns the log. Raises CvgenError if that fails."""
        with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as place:
            folder = Path(place)
            (folder / "document.tex").write_text(job.text, encoding="utf-8", newline="\n")
            for name, path in job.files.items():
                shutil.copyfile(path, folder / name)
            command: list[str | Path] = [self.tectonic, "-b", self.server.url, "-f", job.format]
            command += ["-r", str(job.passes - 1), "--keep-logs", "-c", "minimal", "document.tex"]
            ended = self._run(command, folder)
            path = folder / "document.log"
            log = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        if ended.returncode != 0:
            _stop_if_full(ended.stderr)
            reason = next(re.finditer(r"^! (.*)", log, re.MULTILINE), None)
            why = reason[1] if reason else _last_line(ended.stderr)
            if ended.returncode < 0:
                why = f"signal {-ended.returncode} ended Tectonic"
            raise CvgenError.of(
                f"the bundle cannot be made: {job.name} cannot be typeset: {why}",
                hint="these files may be too old: cvgen needs a LaTeX of 2022 or newer",
            )
        return log

    def _run(self, command: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
        environment = {
            "TECTONIC_CACHE_DIR": str(self.folder / "cache"),
            "HOME": str(folder),
            "SOURCE_DATE_EPOCH": "0",
            "NO_PROXY": "127.0.0.1",
        }
        if os.name == "nt":  # where no program opens a connection without it
            environment["SYSTEMROOT"] = os.path.expandvars("%SYSTEMROOT%")
        return _run(command, folder, environment)


def _check_start(tectonic: Path) -> None:
    try:
        started = _run([tectonic.absolute(), "--version"], Path.cwd())
        reason = "" if started.returncode == 0 else _last_line(started.stderr)
    except OSError as error:
        reason = error.strerror or str(error)
    if reason:
        raise CvgenError.of(f"Tectonic cannot be started: {tectonic}: {reason}", hint='"cvgen setup" installs it')


# --- what is typeset ------------------------------------------------------------------------------

_SAYS: Final = "cvgen-bundle="  # in the log
_SHAPES: Final = "".join(
    rf"{{\fontencoding{{TU}}\fontseries{{{series}}}\fontshape{{{shape}}}\selectfont\XeTeXglyph3}}"
    for series, shape in (("m", "n"), ("b", "n"), ("m", "it"), ("b", "it"))
)


def _recorded(recorder: _Recorder, profiles: Sequence[Path], *, cjk: bool, progress: Progress) -> dict[str, set[str]]:
    """The names of the files that go into each bundle."""
    pairings = _pairings(recorder.files)
    progress(0.0, "making the formats")
    stand_ins = _stand_ins(recorder, cjk=cjk)
    documents = _documents(recorder.folder)
    asked = [_job(path, styles.load(name), passes=2) for path in profiles for name in styles.names()]
    if not cjk:
        documents, asked = ([job for job in jobs if not job.is_han] for jobs in (documents, asked))
    phases = [
        ("base", [_FORMAT, *pairings["base"], *stand_ins["base"], *(job for job in documents if not job.is_han)]),
        ("more", [*pairings["more"], *stand_ins["more"]]),
        ("cjk", [*stand_ins["cjk"], *(job for job in documents if job.is_han)]),
        ("base", asked),  # last, as they may ask for anything: what nothing else opened is found with them
    ]
    total, done = sum(len(jobs) for _, jobs in phases), 0
    groups: dict[str, set[str]] = {name: set() for name in FOLDERS}
    known: frozenset[str] = frozenset()
    missing: list[str] = []
    for name, jobs in phases:
        for job, log in _run_all(recorder, jobs):
            missing += _said(log)
            done += 1
            progress(done / total, f"typesetting {job.name}")
        groups[name] |= recorder.opened - known
        known = recorder.opened
    if missing:
        names = list(dict.fromkeys(missing))
        raise _fonts_missing([f"what stands in as {name}" for name in names], (*_STAND_INS, *_CJK))
    return groups


def _run_all(recorder: _Recorder, jobs: Sequence[_Job]) -> Iterator[tuple[_Job, str]]:
    """Run them, as many at once as there are processors; gives each that is done, and its log."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        try:
            for job, future in [(job, pool.submit(recorder.run, job)) for job in jobs]:
                yield job, future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _documents(folder: Path) -> list[_Job]:
    """A CV with every option in every style, in every language, and from right to left in every style."""
    from PIL import Image  # pikepdf brings it

    text = assets.STARTER.read_text(encoding="utf-8").replace("NAME", "A Name")
    head, sections = re.split(r"^sections:.*\n", text, flags=re.MULTILINE)
    short, long = folder / "short.yaml", folder / "long.yaml"
    short.write_text(f"{head}sections:\n{sections}", encoding="utf-8")
    long.write_text(f"{head}sections:\n{_LONG * sections}", encoding="utf-8")
    jobs = []
    for name in styles.names():
        chosen = styles.load(name)
        for suffix in (".png", ".jpg"):
            photo = folder / f"photo{suffix}"
            Image.new("RGB", (8, 8)).save(photo)
            jobs.append(_job(long, chosen, f"basics.image={photo}", passes=2))
        jobs += [_job(short, chosen, setting) for setting in _options()]
        for tag in language.names():
            if name == styles.names()[0] or language.load(tag).direction == "rtl":
                jobs.append(_job(short, chosen, f"language={tag}"))
    return jobs


def _job(path: Path, chosen: styles.Style, *settings: str, passes: int = 1) -> _Job:
    valid = profile.validate(source.with_settings(source.read(path), settings))
    tex = latex.generate(document.build(valid), chosen, design.resolve(chosen, *valid.design), path.stem)
    return _Job(" ".join((path.name, chosen.name, *settings)), tex.text, tex.assets, passes)


def _options() -> list[str]:
    """A setting for each value of each option that has a few."""
    found = []
    for name, rule in schemas.profile()["$defs"]["design"]["properties"].items():
        values = rule.get("enum", ["true", "false"] if rule.get("type") == "boolean" else [])
        found += [f"design.{name}={value}" for value in values]
    return found


def _with_packages(name: str, text: str) -> _Job:
    """TeX that has read cvgen's packages, and ships what it is told to."""
    shared = assets.SHARED
    text = f"\\documentclass{{article}}\\usepackage{{cvgen}}\\makeatletter\\everypar{{}}\n{text}\\shipout\\hbox{{}}\\@@end\n"
    return _Job(name, text, {path.name: path for path in shared.glob("*.sty")})


def _pairings(files: Mapping[str, Path]) -> dict[str, list[_Job]]:
    """Documents with all faces of each pairing: in the base those of the styles."""
    chosen: set[str] = set()
    for name in styles.names():
        font = styles.load(name).design["font"]
        chosen |= {font} if isinstance(font, str) else {*font.values()}
    texts = {"base": "", "more": ""}
    missing: set[str] = set()
    packages: set[str] = set()
    for name, pairing in fonts.pairings().items():
        faces = sorted({face for part in fonts.PARTS for face in fonts.face(name, part).faces})
        if lacking := {face.strip("[]") for face in faces} - files.keys():
            missing |= lacking
            packages |= {*pairing["packages"]}
        text = "".join(rf'\font\cvface="{face}" at 10pt \cvface\XeTeXglyph3 ' for face in faces)
        texts["base" if name in chosen else "more"] += rf"\shipout\vbox{{{text}}}"
    if missing:
        raise _fonts_missing(sorted(missing), sorted(packages))
    jobs = {name: [_with_packages("fonts", text)] for name, text in texts.items()}
    return {**jobs, "base": [*jobs["base"], _no_pairing()]}


def _fonts_missing(what: Sequence[str], packages: Iterable[str]) -> CvgenError:
    few = ", ".join(what[:_FEW]) + (f" and {len(what) - _FEW} more" if len(what) > _FEW else "")
    hint = f"install them; Debian and Ubuntu have them in {', '.join(packages)}"
    return CvgenError.of(f"fonts for the bundle are missing: {few}", hint=hint)


def _no_pairing() -> _Job:
    """A document whose fonts are not there, so that Latin Modern stands in."""
    text = ""
    for part, serif in (("text", "true"), ("heads", "false"), ("mono", "false")):
        options = f"name=none,pairing=true,features=,scale=1,serif={serif},smallcaps=false"
        text += rf"\cvFont{{{part}}}{{{options}}}{{{4 * '{[none]}'}}}\fontfamily{{cv{part}}}{_SHAPES}"
    return _with_packages("no pairing", rf"\shipout\vbox{{{text}}}")


def _stand_ins(recorder: _Recorder, *, cjk: bool) -> dict[str, list[_Job]]:
    r"""Documents with all faces of what cvgen-fonts.sty declares by \cvFallback, by bundle."""
    each = rf"\ExplSyntaxOn\seq_map_inline:Nn\g__cv_chain_seq{{\typeout{{{_SAYS}#1}}}}\ExplSyntaxOff"
    names = _said(recorder.run(_with_packages("the stand-ins", each)))
    assert names, "cvgen-fonts.sty declares some"
    texts = dict.fromkeys(FOLDERS, "")
    for name in names:
        texts[_group(name)] += rf"\shipout\vbox{{\cvShow{{{name}}}{{serif}}\cvShow{{{name}}}{{sans}}}}" + "\n"
    if not cjk:
        del texts["cjk"]
    show = rf"""\ExplSyntaxOn
\cs_new_protected:Npn\cvShow#1#2{{\group_begin:
  \tl_set:Nn\l__cv_kind_tl{{#2}}\fontfamily{{none}}\__cv_select:n{{#1}}
  \tl_if_eq:NnTF\f@family{{none}}{{\typeout{{{_SAYS}#1}}}}{{{_SHAPES}}}\group_end:}}
\ExplSyntaxOff
"""
    return {name: [_with_packages("stand-ins", show + texts[name])] if name in texts else [] for name in FOLDERS}


def _said(log: str) -> list[str]:
    return re.findall(rf"^{_SAYS}(\S+)$", log, re.MULTILINE)


def _group(stand_in: str) -> str:
    """The bundle of a stand-in: a script that no language of cvgen is written in is not in the base."""
    if stand_in.startswith("han-"):
        return "cjk"
    script = stand_in.upper()
    return "more" if script in _scripts() and script not in _spoken() else "base"


@cache
def _scripts() -> frozenset[str]:
    """What Unicode calls scripts: the first words of the names of letters."""
    return frozenset(_first_words(chr(code) for code in range(0x80, 0x10000)))


@cache
def _spoken() -> frozenset[str]:
    return frozenset(_first_words(char for tag in language.names() for char in repr(language.load(tag))))


def _first_words(characters: Iterable[str]) -> Iterator[str]:
    return (unicodedata.name(each, "").partition(" ")[0] for each in characters if each.isalpha())


# --- where a file is from -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Origin:
    package: str
    licence: str


def _origins(files: Mapping[str, Path], packages: Sequence[_Package]) -> dict[str, _Origin]:
    """Package with version, and licence, of each file by its name; ``unknown`` where nobody knows."""
    origins = {}
    for package in packages:
        inside = {name: path for name, path in files.items() if any(path.is_relative_to(t) for t in package.trees)}
        owners = _owners(inside) if package.label is None else dict.fromkeys(inside, package.label)
        for name, path in inside.items():
            if name in owners:
                licence = _licence(path, package.documentation / owners[name].partition(" ")[0])
                origins[name] = _Origin(owners[name], licence)
            else:
                origins[name] = _of_tex_live(path) or _Origin("unknown", _by_notice(path) or "unknown")
    return origins


def _owners(files: Mapping[str, Path]) -> dict[str, str]:
    """The Debian packages, with their versions, that installed these files; empty on other systems."""
    if shutil.which("dpkg-query") is None or not files:
        return {}
    names = {os.path.realpath(path): name for name, path in files.items()}
    run = _run([*_IN_ENGLISH, "dpkg-query", "-S", *names], Path.cwd())
    found = re.findall(r"^([^\s,:]+)(?::\w+)?: (/.*)$", run.stdout, re.MULTILINE)
    packages = sorted({package for package, _ in found})
    if not packages:
        return {}
    run = _run([*_IN_ENGLISH, "dpkg-query", "-W", "-f", "${Package} ${Version}\\n", *packages], Path.cwd())
    labels = {line.partition(" ")[0]: line for line in run.stdout.splitlines()}
    return {names[path]: labels[package] for package, path in found if path in names and package in labels}


def _of_tex_live(path: Path) -> _Origin | None:
    """By the database of a TeX Live that is not Debian's."""
    for root in path.parents:
        if (root / "tlpkg" / "texlive.tlpdb").is_file():
            return _tex_live(root / "tlpkg" / "texlive.tlpdb").get(path.relative_to(root).as_posix())
    return None


@cache
def _tex_live(database: Path) -> Mapping[str, _Origin]:
    owners: dict[str, _Origin] = {}
    for record in database.read_text(encoding="utf-8").split("\n\n"):
        facts = dict(line.split(" ", 1) for line in record.splitlines() if re.match(r"[a-z-]+ \S", line))
        version = facts.get("catalogue-version", f"r{facts.get('revision', '')}")
        origin = _Origin(f"{facts.get('name')} {version}", _spelt(facts.get("catalogue-license", "")) or _UNKNOWN)
        files = re.findall(r"^ (?:RELOC|(texmf-dist))/(\S+)", record, re.MULTILINE)
        owners |= {f"texmf-dist/{file}": origin for _, file in files}
    return owners


def _licence(path: Path, folder: Path) -> str:
    """The licence of a file of a Debian package, by what its folder of documentation says of it."""
    return _by_catalogue(path, folder) or _by_copyright(path, folder) or _by_notice(path) or _UNKNOWN


# The catalogue of TeX's packages has names of its own for licences.
_CATALOGUE: Final = {
    "ofl": "OFL-1.1",
    "pd": "public-domain",
    "apache2": "Apache-2.0",
    "knuth": "Knuth-CTAN",
    "mit": "MIT",
    "x11": "X11",
    "gfl": "GUST-Font-License",
    "lppl": "LPPL-1.0+",
    "gpl": "GPL-1.0+",
}


def _spelt(licences: str) -> str:
    def spelt(name: str) -> str:
        versioned = re.fullmatch(r"(lppl|gpl|lgpl)([\d.]+[ac]?\+?)", name)
        return f"{versioned[1].upper()}-{versioned[2]}" if versioned else _CATALOGUE.get(name, name)

    return " and ".join(map(spelt, licences.split()))


def _by_catalogue(path: Path, folder: Path) -> str:
    place = path.parent.as_posix()
    file = folder / "Licenses.gz"
    return next((spelt for end, spelt in _catalogue(file).items() if place.endswith(f"/{end}")), "")


@cache
def _catalogue(file: Path) -> Mapping[str, str]:
    """The licence of the files in each folder of a tree, by Debian's list of TeX's packages."""
    if not file.is_file():
        return {}
    found: dict[str, str] = {}
    licence = ""
    for line in gzip.decompress(file.read_bytes()).decode("utf-8", "replace").splitlines():
        if header := re.fullmatch(r"[^\s/:]+: ?(.*)", line):
            licence = _spelt(header[1])
        elif licence and (inside := re.fullmatch(r"(\S+)/\*", line)):
            found.setdefault(inside[1], licence)
    return found


def _by_copyright(path: Path, folder: Path) -> str:
    """By the machine-readable form of debian/copyright: the last paragraph that is about the file counts."""
    file = folder / "copyright"
    if not file.is_file():
        return ""
    text = file.read_text(encoding="utf-8", errors="replace")
    if not text.startswith("Format:"):
        return _notice(text.partition("License:")[2])
    found = ""
    for paragraph in re.split(r"\n\s*\n(?=\S)", text):
        facts = {
            key.lower(): value
            for key, value in re.findall(r"^([\w-]+):((?:.*\n?)(?:[ \t].*\n?)*)", paragraph, re.MULTILINE)
        }
        if "license" not in facts or "files" not in facts:
            continue
        # Where a file lay in the source is not known, but its name is.
        patterns = [each for each in facts["files"].split() if not each.endswith("/*")]
        if any(each == "*" or fnmatch(path.name, each.rpartition("/")[2]) for each in patterns):
            found = facts["license"].strip().splitlines()[0].strip()
    return _DEBIAN.get(found, found)


_DEBIAN: Final = {"SIL-1.1": "OFL-1.1", "SIL-OFL-1.1": "OFL-1.1"}  # names that are nobody else's
_NOTICES: Final = {
    r"LaTeX\s+Project\s+Public\s+License": "LPPL",
    r"GUST\s+Font\s+License": "GUST-Font-License",
    r"SIL\s+Open\s+Font\s+License": "OFL-1.1",
    r"Redistribution and use in source and binary forms": "BSD",
    r"Licensed\s+under\s+the\s+Apache\s+License,?\s+Version\s+2\.0": "Apache-2.0",
    r"free\s+for\s+any\s+use": "free for any use",
    r"public\s+domain": "public-domain",
}


def _by_notice(path: Path) -> str:
    """By what the beginning of a text says of itself."""
    with path.open("rb") as file:
        return _notice(re.sub(r"\n[%#]*\s*", " ", file.read(4000).decode("ascii", "replace")))


def _notice(text: str) -> str:
    found = [(place.start(), name) for notice, name in _NOTICES.items() if (place := re.search(notice, text))]
    return min(found)[1] if found else ""


# --- writing --------------------------------------------------------------------------------------


def _written(
    target: Path, name: str, names: Iterable[str], index: Mapping[str, Path], origins: Mapping[str, _Origin]
) -> Bundle:
    """Write a bundle beside its place, and put it there when it is whole."""
    place = target / FOLDERS[name]
    part, old = (target / f"{_OURS}{uuid.uuid4().hex}" for _ in range(2))
    try:
        part.mkdir()
        files: dict[str, dict[str, Any]] = {}
        for each in sorted(names):
            content = index[each].read_bytes()
            (part / each).write_bytes(content)
            files[each] = {
                "sha256": hashlib.sha256(content).hexdigest(),
                "size": len(content),
                "package": origins[each].package,
                "licence": origins[each].licence,
            }
        manifest = {"name": name, "digest": bundle.digest(files), "styles": bundle.current_styles(), "files": files}
        text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        (part / bundle.MANIFEST).write_text(text, encoding="utf-8", newline="\n")
        if place.exists():
            place.rename(old)
        part.rename(place)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Bundle(name, place, str(manifest["digest"]))


# --- as a program ---------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Make bundles as ``arguments`` say, or else those of the command line; returns the exit code."""
    import argparse

    parser = argparse.ArgumentParser(
        prog="python -m cvgen.install.bundling", description=(__doc__ or "").split("\n", 1)[0]
    )
    parser.add_argument("profiles", nargs="*", type=Path, help="profiles to typeset besides what cvgen thinks of")
    parser.add_argument("--output", type=Path, default=Path("build"), help="where the folders of bundles go (build)")
    parser.add_argument("--tectonic", type=Path, help="the program (the one on PATH)")
    parser.add_argument("--workspace", type=Path, help="where downloads are kept meanwhile (OUTPUT/downloads)")
    parser.add_argument("--installed", action="store_true", help="take files from the installed TeX, not from Debian")
    parser.add_argument("--root", action="append", type=Path, help="take files from this tree; may be repeated")
    parser.add_argument("--no-cjk", action="store_true", help="without the bundle for Chinese, Japanese and Korean")
    chosen = parser.parse_args(arguments)
    last = [""]

    def progress(done: float, what: str) -> None:
        line = f"{done:4.0%} {what}"
        if line != last[0]:
            sys.stderr.write(f"{line}\n")
        last[0] = line

    try:
        made = build(
            chosen.output,
            tectonic=chosen.tectonic or Path(shutil.which("tectonic") or "tectonic"),
            workspace=chosen.workspace or chosen.output / "downloads",
            roots=chosen.root or (installed() if chosen.installed else None),
            cjk=not chosen.no_cjk,
            profiles=chosen.profiles,
            progress=progress,
        )
    except CvgenError as error:
        for problem in error.diagnostics:
            sys.stderr.write(f"{problem}\n" + (f"  hint: {problem.hint}\n" if problem.hint else ""))
        return 1
    for each in made:
        size = sum(path.stat().st_size for path in each.folder.iterdir())
        sys.stdout.write(f"{each.folder}: {size / 1e6:.1f} MB, {each.digest}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
