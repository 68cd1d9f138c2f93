"""Says what of that which cvgen needs is on this machine, and how to get what is missing.

No TeX is run, only programs asked for their versions. Whatever is broken becomes a finding and never an exception.
"""

from __future__ import annotations

import enum
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cvgen import __version__
from cvgen.data import assets
from cvgen.install import setup
from cvgen.look import fonts
from cvgen.steps.engine import bundle
from cvgen.steps.engine.bundle import Bundle

READY: Final = "rendering"  # the name of the finding that sums up
SMALL: Final = 200_000_000  # bytes of free space below which there is a warning

_SECONDS: Final = 10.0  # for a program to say its version
_SETUP: Final = "cvgen setup"
_NEEDED_BY: Final = {  # what only some CVs need
    "more": "only fonts that no style chooses, and further scripts, need it",
    "cjk": "only Chinese, Japanese and Korean need it",
}
_TEX: Final = "only --engine xelatex needs it: install TeX with XeTeX, such as texlive-xetex"

# What stands in for letters and signs that a font lacks, by a file of each: what cvgen-fonts.sty tries.
STAND_INS: Final[Mapping[str, tuple[str, ...]]] = {
    "Latin, Greek, Cyrillic": ("NotoSerif-Regular.ttf", "NotoSans-Regular.ttf"),
    "symbols": ("Symbola_hint.ttf", "NotoSansSymbols-Regular.ttf", "NotoSansSymbols2-Regular.ttf"),
    "mathematics": ("NotoSansMath-Regular.ttf",),
    "Arabic": ("NotoNaskhArabic-Regular.ttf", "NotoSansArabic-Regular.ttf"),
    **{
        script: (f"NotoSerif{script}-Regular.ttf", f"NotoSans{script}-Regular.ttf")
        for script in (
            *("Hebrew", "Devanagari", "Thai", "Armenian", "Bengali", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi"),
            *("Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Sinhala", "Tamil", "Telugu"),
        )
    },
}
_CJK: Final = ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc")
# By file, or by family where the system brings them.
HAN: Final[Mapping[str, tuple[str, ...]]] = {
    "simplified Chinese": (*_CJK, "FandolSong-Regular.otf", "Songti SC", "PingFang SC", "SimSun", "Microsoft YaHei"),
    "traditional Chinese": (*_CJK, "Songti TC", "PingFang TC", "PMingLiU", "Microsoft JhengHei"),
    "Japanese": (*_CJK, "HaranoAjiMincho-Regular.otf", "Hiragino Mincho ProN", "Hiragino Sans"),
    "Korean": (*_CJK, "UnBatang.ttf", "UnDotum.ttf", "AppleMyungjo", "Apple SD Gothic Neo"),
}
_READERS: Final = ("pypdfium2", "pypdf", "pdfminer.six", "pikepdf")
_NEEDED_FILE: Final = re.compile(r"\\RequirePackage(?:\[[^]]*\])?\{(?!cvgen)([a-z0-9-]+)\}")


class State(enum.StrEnum):
    """How it is with something on this machine."""

    GOOD = "ok"
    WARNING = "warning"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that cvgen uses: how it is with it, and what mends it if that is not good."""

    name: str
    state: State
    text: str
    mend: str | None = None


def examine(cache: Path, environment: Mapping[str, str]) -> list[Finding]:
    """All findings, the last one of which, named ``READY``, says whether CVs can be rendered."""
    machine = _Machine(cache, environment)
    probes: Sequence[tuple[str, Callable[[], Iterable[Finding]]]] = (
        ("cvgen", machine.program),
        ("Tectonic", machine.tectonic),
        ("installed TeX", machine.tex),
        ("bundle", machine.bundles),
        ("formats", machine.formats),
        ("cache", machine.folder),
        ("fonts", machine.fonts),
        ("other scripts", machine.scripts),
        ("PDF readers", machine.readers),
        (READY, machine.ready),
    )
    return [finding for name, probe in probes for finding in _guarded(name, probe)]


def ready(findings: Iterable[Finding]) -> bool:
    """Whether nothing is missing that rendering needs."""
    return all(finding.state is not State.MISSING for finding in findings if finding.name == READY)


def report(findings: Sequence[Finding]) -> str:
    """The findings as plain text, a line each, and one more for what mends it."""
    wide = max((len(finding.name) for finding in findings), default=0)
    state = max(map(len, State))
    lines = []
    for finding in findings:
        lines.append(f"{finding.name:<{wide}}  {finding.state:<{state}}  {finding.text}")
        if finding.mend:
            lines.append(f"{'':<{wide}}  {'':<{state}}  hint: {finding.mend}")
    return "\n".join(lines)


def _guarded(name: str, probe: Callable[[], Iterable[Finding]]) -> list[Finding]:
    found = []
    try:
        for finding in probe():
            found.append(finding)  # noqa: PERF402  (those before a failure are kept)
    except Exception as error:  # noqa: BLE001  (what is broken is what a doctor is to tell)
        reason = _plain((error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__)
        place = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
        state = State.MISSING if name == READY else State.WARNING
        found.append(Finding(name, state, f"cannot be examined: {place}{reason}", f"{_SETUP} --force"))
    return found


class _Machine:
    """What is asked more than once is kept: the bundles, and what is installed."""

    def __init__(self, cache: Path, environment: Mapping[str, str]) -> None:
        self.cache = cache
        self.environment = environment
        self._sound: list[Bundle] = []  # those that verify
        self._tectonic = False  # whether it starts
        self._tree = False  # whether xelatex has what our styles use

    # --- programs ---------------------------------------------------------------------------------

    def program(self) -> Iterator[Finding]:
        """The version of cvgen, and its Python."""
        python = f"Python {sys.version.split()[0]} for {setup.platform_key()}"
        yield Finding("cvgen", State.GOOD, f"{__version__}, {python}, {sys.executable}")
        lacking = [path for path in (assets.SCHEMA, assets.SHARED / "cvgen.sty") if not path.is_file()]
        if lacking:
            text = f"its own files are missing: {', '.join(map(str, lacking))}"
            yield Finding("cvgen", State.WARNING, text, "pip install --force-reinstall cvgen")

    def tectonic(self) -> Iterator[Finding]:
        """The embedded engine."""
        build = setup.BUILDS.get(setup.platform_key())
        if build is None:
            text = f"there is none for {setup.platform_key()}"
            yield Finding("Tectonic", State.MISSING, text, "install TeX with XeTeX, and use --engine xelatex")
            return
        path = setup.engine_path(self.cache)
        if path is None:
            spoilt = self.cache / build.path
            why = f"{spoilt} is no program that can run" if os.path.lexists(spoilt) else "not installed"
            yield Finding("Tectonic", State.MISSING, why, _SETUP)
            return
        version = self._version(str(path))
        self._tectonic = version is not None
        size = f"{path.stat().st_size / 1e6:.0f} MB"
        if version is None:
            yield Finding("Tectonic", State.MISSING, f"does not start: {path}", f"{_SETUP} --force")
        elif setup.file_hash(path) != build.program_hash:
            text = f"{version}, {size}, but another one than cvgen's: its SHA-256 differs; {path}"
            yield Finding("Tectonic", State.WARNING, text, f"{_SETUP} --force")
        else:
            yield Finding("Tectonic", State.GOOD, f"{version.removeprefix('Tectonic ')}, {size}, verified, {path}")

    def tex(self) -> Iterator[Finding]:
        """An installed TeX distribution."""
        for name in ("xelatex", "xetex"):
            path = self._which(name)
            if path is None:
                yield Finding(name, State.MISSING, "not installed", _TEX if name == "xelatex" else None)
                continue
            version = self._version(path)
            if version is None:
                yield Finding(name, State.WARNING, f"does not start: {path}", "install TeX again")
                continue
            yield Finding(name, State.GOOD, f"{version.removeprefix('XeTeX ')}, {path}")
            self._tree |= name == "xelatex"
        if self._tree and self._which("kpsewhich") is not None:
            wanted = {"article.cls", *self._packages()}
            lacking = sorted(wanted - self._found_by_tex(wanted))
            if lacking:
                self._tree = False
                hint = "install LaTeX's own packages, such as texlive-latex-recommended"
                yield Finding("TeX packages", State.WARNING, f"TeX does not find {', '.join(lacking)}", hint)

    def readers(self) -> Iterator[Finding]:
        """The libraries that ``cvgen check`` reads PDFs with."""
        from importlib import metadata

        versions = {}
        for name in _READERS:
            try:
                versions[name] = metadata.version(name)
            except metadata.PackageNotFoundError:
                continue
        lacking = [name for name in _READERS if name not in versions]
        text = ", ".join(f"{name} {version}" for name, version in versions.items()) or "none"
        if lacking:
            hint = f"pip install {' '.join(lacking)}"
            yield Finding("PDF readers", State.WARNING, f"{text}; not installed: {', '.join(lacking)}", hint)
        else:
            yield Finding("PDF readers", State.GOOD, text)

    # --- folders ----------------------------------------------------------------------------------

    def bundles(self) -> Iterator[Finding]:
        """What TeX reads: verified, file by file."""
        there = {each.name: each for each in setup.bundles(self.cache)}
        for name, folder in setup.FOLDERS.items():
            found = there.get(name)
            mend = _SETUP if name == "base" else f"{_SETUP} --{name}"
            if found is None:
                text = "; ".join(filter(None, ("not installed", _NEEDED_BY.get(name))))
                if os.path.lexists(self.cache / folder):
                    text = f"{self.cache / folder} has no whole manifest"
                yield Finding(folder, State.MISSING, text, mend)
                continue
            wrong = bundle.verify(found)
            files, size = _count(found.folder)
            text = f"{found.digest[:12]}, {files} files, {size / 1e6:.0f} MB"
            if wrong:
                few = ", ".join(wrong[:3]) + (f" and {len(wrong) - 3} more" if len(wrong) > 3 else "")
                yield Finding(folder, State.WARNING, f"{text}, missing or damaged: {few}; {found.folder}", mend)
            else:
                self._sound.append(found)
                yield Finding(folder, State.GOOD, f"{text}, verified, {found.folder}")

    def formats(self) -> Iterator[Finding]:
        """What is precompiled, one for each engine and each state of cvgen's packages."""
        folder = self.cache / "formats"
        if not folder.is_dir():
            yield Finding("formats", State.GOOD, "none yet: made by the first render")
            return
        made = sum(1 for each in os.scandir(folder) if each.is_dir())
        yield Finding("formats", State.GOOD, f"{made}, {_count(folder)[1] / 1e6:.0f} MB")

    def folder(self) -> Iterator[Finding]:
        """The cache folder itself."""
        hint = "set CVGEN_CACHE to a folder where you may write"
        there = self.cache
        while not os.path.lexists(there) and there != there.parent:
            there = there.parent
        try:
            with tempfile.TemporaryFile(dir=there):
                pass
        except OSError as error:
            reason = error.strerror or str(error)
            yield Finding("cache", State.WARNING, f"{self.cache}: cannot be written: {reason}", hint)
            return
        made = "" if there == self.cache else ", not made yet"
        free = shutil.disk_usage(there).free
        text = f"{self.cache}{made}, {free / 1e9:.1f} GB free"
        if free < SMALL:
            yield Finding("cache", State.WARNING, text, "free some space, or set CVGEN_CACHE to another folder")
        else:
            yield Finding("cache", State.GOOD, text)

    # --- fonts ------------------------------------------------------------------------------------

    def fonts(self) -> Iterator[Finding]:
        """The pairings for ``design.font``."""
        pairings = fonts.pairings()
        files = {name: _files(name) for name in pairings}
        bundled, installed = self._available({file for each in files.values() for file in each})
        in_bundle = [name for name in pairings if files[name] <= bundled]
        on_system = [name for name in pairings if name not in in_bundle and files[name] <= bundled | installed]
        lacking = [name for name in pairings if name not in {*in_bundle, *on_system}]
        text = _counted(len(in_bundle), len(on_system), len(pairings), " pairings")
        if not lacking:
            yield Finding("fonts", State.GOOD, text)
            return
        packages = dict.fromkeys(package for name in lacking for package in pairings[name]["packages"])
        if in_bundle or on_system:
            text += f"; not there: {', '.join(lacking)}"
        state = State.WARNING if in_bundle or on_system else State.MISSING
        yield Finding("fonts", state, text, self._mend("more", packages))

    def scripts(self) -> Iterator[Finding]:
        """What stands in for letters that a font lacks."""
        for name, table, mend in (
            ("other scripts", STAND_INS, self._mend("more", ("fonts-noto-core", "fonts-symbola"))),
            ("Chinese, Japanese, Korean", HAN, self._mend("cjk", ("fonts-noto-cjk",))),
        ):
            bundled, installed = self._available({font for fonts in table.values() for font in fonts})
            in_bundle = [script for script, fonts in table.items() if bundled.intersection(fonts)]
            on_system = [
                script for script in table if script not in in_bundle and installed.intersection(table[script])
            ]
            lacking = [script for script in table if script not in {*in_bundle, *on_system}]
            text = _counted(len(in_bundle), len(on_system), len(table))
            if not lacking:
                yield Finding(name, State.GOOD, text)
            elif in_bundle or on_system:
                yield Finding(name, State.WARNING, f"{text}; not there: {', '.join(lacking)}", mend)
            else:
                yield Finding(name, State.MISSING, text, mend)

    # --- the sum ----------------------------------------------------------------------------------

    def ready(self) -> Iterator[Finding]:
        """With what CVs are rendered here."""
        base = any(each.name == "base" for each in self._sound)
        xetex = self._which("xetex") is not None
        if self._tectonic and base:
            yield Finding(READY, State.GOOD, "with Tectonic and the bundle")
        elif self._tree:
            tree = "the bundle" if base and xetex else "its own files"
            yield Finding(READY, State.GOOD, f"with the installed xelatex and {tree}")
        elif self._tectonic:
            text = (
                "Tectonic has no bundle: it can only fetch files from its own network bundle when it first needs them"
            )
            yield Finding(
                READY, State.MISSING, text, f"{_SETUP} (on a machine with TeX or apt-get), or {_SETUP} --from DIR"
            )
        else:
            yield Finding(READY, State.MISSING, "there is no engine", _SETUP)

    # --- asking -----------------------------------------------------------------------------------

    def _which(self, program: str) -> str | None:
        return shutil.which(program, path=self.environment.get("PATH", os.defpath))

    def _ask(self, command: Sequence[str]) -> tuple[int, str]:
        """The exit code of a command and what it prints; -1 if it does not start, or does not end."""
        try:
            run = subprocess.run(
                command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, ValueError, subprocess.SubprocessError):
            return -1, ""
        return run.returncode, run.stdout.decode("utf-8", "replace")

    def _version(self, program: str) -> str | None:
        """The first line that a program says of itself; None if it does not start."""
        code, said = self._ask([program, "--version"])
        return _plain(said.strip().partition("\n")[0]) or "no version" if code == 0 else None

    def _packages(self) -> set[str]:
        """The LaTeX packages that the styles load."""
        texts = (path.read_text(encoding="utf-8") for path in assets.STYLES.glob("*/*.sty"))
        return {f"{name}.sty" for text in texts for name in _NEEDED_FILE.findall(text)}

    def _found_by_tex(self, names: Iterable[str]) -> set[str]:
        kpsewhich = self._which("kpsewhich")
        if kpsewhich is None:
            return set()
        return {_base(line) for line in self._ask([kpsewhich, *sorted(names)])[1].splitlines()}

    def _found_by_fontconfig(self) -> set[str]:
        """The names of the files of all installed fonts, and of their families."""
        fc_list = self._which("fc-list")
        if fc_list is None:
            return set()
        said = self._ask([fc_list, "--format", "%{file}\\n%{family}\\n"])[1].splitlines()
        return {name for line in said for name in (_base(line), *line.split(","))}

    def _mend(self, name: str, packages: Iterable[str]) -> str:
        """How to get fonts: by the bundle that may have them, unless that is there, or by Debian's packages."""
        install = f"install {' '.join(packages)}"
        return install if name in {each.name for each in self._sound} else f"{_SETUP} --{name}; or {install}"

    def _available(self, names: set[str]) -> tuple[set[str], set[str]]:
        """Which of these fonts are in a bundle, and which are installed."""
        bundled = {name for name in names if any((each.folder / name).is_file() for each in self._sound)}
        installed = names & (self._found_by_fontconfig() | self._found_by_tex(names))
        return bundled, installed


def _files(pairing: str) -> set[str]:
    """The font files of a pairing."""
    faces = (face for part in fonts.PARTS for face in fonts.face(pairing, part).faces)
    return {face.strip("[]") for face in faces}


def _counted(in_bundle: int, on_system: int, total: int, unit: str = "") -> str:
    parts = [f"{in_bundle} of {total}{unit} in the bundle"] if in_bundle else []
    parts += [f"{on_system} of {total}{unit} installed"] if on_system else []
    return ", ".join(parts) or f"none of {total}{unit}"


def _base(path: str) -> str:
    return re.split(r"[/\\]", path.strip())[-1]


def _count(folder: Path) -> tuple[int, int]:
    """How many files are below a folder, and their bytes; what may not be read is not there."""
    sizes = []
    for place, _, files in os.walk(folder):
        for name in files:
            try:
                sizes.append(Path(place, name).lstat().st_size)
            except OSError:
                continue
    return len(sizes), sum(sizes)


def _plain(text: str) -> str:
    """Text of others, without what a terminal would obey."""
    return "".join(character for character in text if character.isprintable())
