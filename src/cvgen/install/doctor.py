"""Says which of the things that cvgen needs are on this machine, and how to get what is missing.

No TeX is run; programs are only asked for their versions. Whatever is broken becomes a finding and never an exception.
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
from pathlib import Path
from typing import Final, NamedTuple

from cvgen import __version__
from cvgen.data import assets
from cvgen.install import bundles, engines, font_coverage, tectonic, tex_files
from cvgen.install.download import folder_size
from cvgen.install.font_coverage import HAN, STAND_INS
from cvgen.look import fonts
from cvgen.steps.engine import bundle
from cvgen.steps.engine.bundle import Bundle
from cvgen.system import files, fontconfig, sandbox

READY: Final = "rendering"  # the name of the finding that sums up
SMALL: Final = 200_000_000  # bytes of free space below which there is a warning

_SECONDS: Final = 10.0  # for a program to say its version
_SETUP: Final = "cvgen setup"
_USE: Final = {  # of the bundles that only some CVs need
    "more": "for fonts that no style chooses, and further scripts",
    "cjk": "for Chinese, Japanese and Korean",
}
_WALLS: Final = "install bubblewrap, or use a Linux whose kernel has Landlock (5.13 and newer)"
_READERS: Final = ("pypdfium2", "pikepdf")
_MORE_READERS: Final = ("pypdf", "pdfminer.six")
_NEEDED_FILE: Final = re.compile(r"\\RequirePackage(?:\[[^]]*\])?\{(?!cvgen)([a-z0-9-]+)\}")


class State(enum.StrEnum):
    """How it is with something on this machine; what is optional is missing, and few need it."""

    GOOD = "ok"
    OPTIONAL = "optional"
    WARNING = "warning"
    MISSING = "missing"


class Finding(NamedTuple):
    """Something that cvgen uses: its state, and what repairs or brings it."""

    name: str
    state: State
    text: str
    hint: str | None = None
    code: str | None = None  # of what is wrong, as that of a diagnostic


def examine(cache: Path, environment: Mapping[str, str]) -> list[Finding]:
    """Return all findings, the last one of which, named ``READY``, says whether CVs can be rendered."""
    machine = _Machine(cache, environment)
    probes: Sequence[tuple[str, Callable[[], Iterable[Finding]]]] = (
        ("cvgen", machine.program),
        ("Tectonic", machine.tectonic),
        ("bundle", machine.bundles),
        ("installed TeX", machine.tex),
        ("wall", machine.wall),
        ("formats", machine.formats),
        ("cache", machine.folder),
        ("fonts", machine.fonts),
        ("other scripts", machine.scripts),
        ("PDF readers", machine.readers),
        (READY, machine.ready),
    )
    return [finding for name, probe in probes for finding in _guarded(name, probe)]


def ready(findings: Iterable[Finding]) -> bool:
    """Return whether nothing is missing that rendering needs."""
    return all(finding.state is not State.MISSING for finding in findings if finding.name == READY)


def report(findings: Sequence[Finding]) -> str:
    """Return the findings as plain text, a line each, and one more for the hint."""
    wide = max((len(finding.name) for finding in findings), default=0)
    state = max(map(len, State))
    lines = []
    for finding in findings:
        lines.append(f"{finding.name:<{wide}}  {finding.state:<{state}}  {finding.text}")
        if finding.hint:
            lines.append(f"{'':<{wide}}  {'':<{state}}  hint: {finding.hint}")
    return "\n".join(lines)


def _guarded(name: str, probe: Callable[[], Iterable[Finding]]) -> list[Finding]:
    findings = []
    try:
        for finding in probe():
            findings.append(finding)  # noqa: PERF402  (those before a failure are kept)
    except Exception as error:  # noqa: BLE001  (a doctor tells what is broken)
        reason = _plain((error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__)
        place = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
        state = State.MISSING if name == READY else State.WARNING
        findings.append(
            Finding(name, state, f"cannot be examined: {place}{reason}", f"{_SETUP} --force", code="file-unreadable")
        )
    return findings


class _Machine:
    """The probes, and what one finds out for those after it."""

    def __init__(self, cache: Path, environment: Mapping[str, str]) -> None:
        self.cache = cache
        self.environment = environment
        self._sound: list[Bundle] = []  # the bundles that are whole
        self._has_tectonic = False  # and it starts
        self._has_tex = False  # an installed xelatex, with the LaTeX packages that the styles load

    # --- programs ---------------------------------------------------------------------------------

    def program(self) -> Iterator[Finding]:
        """Find the version of cvgen, and its Python."""
        python = f"Python {sys.version.split()[0]} for {tectonic.platform_key()}"
        yield Finding("cvgen", State.GOOD, f"{__version__}, {python}, {sys.executable}")
        lacking = [path for path in (assets.SCHEMA, assets.SHARED / "cvgen.sty") if not path.is_file()]
        if lacking:
            text = f"its own files are missing: {', '.join(map(str, lacking))}"
            yield Finding(
                "cvgen", State.WARNING, text, "pip install --force-reinstall cvgen-latex", code="package-damaged"
            )

    def tectonic(self) -> Iterator[Finding]:
        """Find the embedded engine."""
        build = tectonic.BUILDS.get(tectonic.platform_key())
        if build is None:
            text = f"there is none for {tectonic.platform_key()}"
            hint = "install TeX with XeTeX, and use --engine xelatex"
            yield Finding("Tectonic", State.MISSING, text, hint, code="platform-unsupported")
            return
        path = engines.embedded(self.cache)
        if path is None:
            spoilt = self.cache / tectonic.PLACE
            text = f"{spoilt} is not a program that can run" if os.path.lexists(spoilt) else "not installed"
            yield Finding("Tectonic", State.MISSING, text, _SETUP, code="engine-missing")
            return
        version = self._version(str(path))
        self._has_tectonic = version is not None
        size = f"{path.stat().st_size / 1e6:.0f} MB"
        if version is None:
            yield Finding(
                "Tectonic", State.MISSING, f"does not start: {path}", f"{_SETUP} --force", code="engine-unusable"
            )
        elif files.sha256(path) != build.program_hash:
            text = f"{version}, {size}, but another one than cvgen's: its SHA-256 differs; {path}"
            yield Finding("Tectonic", State.WARNING, text, f"{_SETUP} --force", code="setup-damaged")
        else:
            yield Finding("Tectonic", State.GOOD, f"{version.removeprefix('Tectonic ')}, {size}, verified, {path}")

    def tex(self) -> Iterator[Finding]:
        """Find an installed TeX distribution; where there is none, that is said only if it is needed."""
        for name in ("xelatex", "xetex"):
            path = self._which(name)
            version = self._version(path) if path else None
            if path is None and not self._is_embedded_ready():
                text = "not installed; only --engine xelatex needs it"
                yield Finding(name, State.OPTIONAL, text, "install TeX with XeTeX, such as texlive-xetex")
            elif path is not None and version is None:
                yield Finding(
                    name, State.WARNING, f"does not start: {path}", "install TeX again", code="engine-unusable"
                )
            elif version is not None:
                self._has_tex |= name == "xelatex"
                yield Finding(name, State.GOOD, f"{version.removeprefix('XeTeX ')}, {path}")
        if self._has_tex and self._which("kpsewhich") is not None:
            wanted = {"article.cls", *self._packages()}
            if lacking := sorted(wanted - self._found_by_tex(wanted)):
                self._has_tex = False
                hint = "install LaTeX's own packages, such as texlive-latex-recommended"
                text = f"TeX does not find {', '.join(lacking)}"
                yield Finding("TeX packages", State.WARNING, text, hint, code="engine-unusable")

    def wall(self) -> Iterator[Finding]:
        """Find what keeps an engine from all files but its own."""
        if kind := sandbox.name():
            yield Finding("wall", State.GOOD, f"{kind}: an engine reads and writes no files but its own")
        else:
            text = "none: a style can read and write what you can, so those that are not cvgen's need --trust-style"
            yield Finding("wall", State.OPTIONAL, text, _WALLS)

    def readers(self) -> Iterator[Finding]:
        """Find the libraries that ``cvgen check`` reads PDFs with."""
        from importlib import metadata

        versions = {}
        for name in (*_READERS, *_MORE_READERS):
            try:
                versions[name] = metadata.version(name)
            except metadata.PackageNotFoundError:
                continue
        text = ", ".join(f"{name} {version}" for name, version in versions.items()) or "none"
        if lacking := [name for name in _READERS if name not in versions]:
            hint = f"pip install {' '.join(lacking)}"
            text = f"{text}; not installed: {', '.join(lacking)}"
            yield Finding("PDF readers", State.WARNING, text, hint, code="reader-missing")
        elif lacking := [name for name in _MORE_READERS if name not in versions]:
            text = f"{text}; {' and '.join(lacking)} would read PDFs a second time: pip install 'cvgen-latex[check]'"
            yield Finding("PDF readers", State.OPTIONAL, text)
        else:
            yield Finding("PDF readers", State.GOOD, text)

    # --- folders ----------------------------------------------------------------------------------

    def bundles(self) -> Iterator[Finding]:
        """Find the files that TeX reads, and verify each."""
        there = {each.name: each for each in engines.bundles(self.cache)}
        for name, folder in engines.FOLDERS.items():
            found = there.get(name)
            hint = _SETUP if name == "base" else f"{_SETUP} --{name}"
            if found is None and os.path.lexists(self.cache / folder):
                text = f"{self.cache / folder} has no whole manifest"
                yield Finding(folder, State.MISSING, text, hint, code="setup-damaged")
            elif found is None and name == "base":
                yield Finding(folder, State.MISSING, "not installed", hint, code="engine-files")
            elif found is None:
                yield Finding(folder, State.OPTIONAL, f"not installed; {_USE[name]}: {hint}")
            else:
                yield self._examined(found, folder, hint)

    def _examined(self, found: Bundle, folder: str, hint: str) -> Finding:
        wrong = bundle.verify(found)
        text = f"{found.digest[:12]}, {folder_size(found.folder) / 1e6:.0f} MB"
        if wrong:
            few = ", ".join(wrong[:3]) + (f" and {len(wrong) - 3} more" if len(wrong) > 3 else "")
            text = f"{text}, missing or damaged: {few}; {found.folder}"
            return Finding(folder, State.WARNING, text, self._repair(found, hint), code="setup-damaged")
        self._sound.append(found)
        if not bundles.is_current(found):
            text = f"{text}, made for another version of cvgen, {found.folder}"
            return Finding(folder, State.WARNING, text, self._repair(found, hint), code="setup-outdated")
        return Finding(folder, State.GOOD, f"{text}, verified, {found.folder}")

    def _repair(self, found: Bundle, hint: str) -> str:
        is_ours = found.folder.is_relative_to(self.cache)
        return hint if is_ours else "pip install --upgrade --force-reinstall cvgen-latex-data"

    def formats(self) -> Iterator[Finding]:
        """Find what is precompiled, one for each engine and each state of cvgen's packages."""
        folder = self.cache / "formats"
        if not folder.is_dir():
            yield Finding("formats", State.GOOD, "none yet: the first render makes one")
            return
        number = sum(1 for each in os.scandir(folder) if each.is_dir())
        yield Finding("formats", State.GOOD, f"{number}, {folder_size(folder) / 1e6:.0f} MB")

    def folder(self) -> Iterator[Finding]:
        """Find whether the cache folder can be written."""
        hint = "set CVGEN_CACHE to a folder where you may write"
        there = self.cache
        while not os.path.lexists(there) and there != there.parent:
            there = there.parent
        try:
            with tempfile.TemporaryFile(dir=there):
                pass
        except OSError as error:
            text = files.cannot_be_written(self.cache, error)
            yield Finding("cache", State.WARNING, text, hint, code="file-unwritable")
            return
        note = "" if there == self.cache else ", not made yet"
        free = shutil.disk_usage(there).free
        text = f"{self.cache}{note}, {free / 1e9:.1f} GB free"
        if free < SMALL:
            hint = "free some space, or set CVGEN_CACHE to another folder"
            yield Finding("cache", State.WARNING, text, hint, code="low-space")
        else:
            yield Finding("cache", State.GOOD, text)

    # --- fonts ------------------------------------------------------------------------------------

    def fonts(self) -> Iterator[Finding]:
        """Find the pairings for ``design.font``; those in the base bundle are not optional."""
        coverage = font_coverage.of_pairings(self._available)
        text = coverage.text(" pairings")
        if not coverage.missing:
            yield Finding("fonts", State.GOOD, text)
            return
        base = _base_names()
        packages = dict.fromkeys(name for each in coverage.missing for name in fonts.pairings()[each]["packages"])
        is_optional = not any(font_coverage.pairing_files(each) <= base for each in coverage.missing)
        has_some = len(coverage.missing) < len(fonts.pairings())
        text += f"; not there: {', '.join(coverage.missing)}" if has_some else ""
        hint = self._bring("more", packages)
        yield Finding("fonts", _state(is_optional, has_some), text, hint, code="font-missing")

    def scripts(self) -> Iterator[Finding]:
        """Find fonts that stand in for letters that a font lacks; those in the base bundle are not optional."""
        base = _base_names()
        for name, table, hint in (
            ("other scripts", STAND_INS, self._bring("more", ("fonts-noto-core", "fonts-symbola"))),
            ("Chinese, Japanese, Korean", HAN, self._bring("cjk", ("fonts-noto-cjk",))),
        ):
            coverage = font_coverage.of_scripts(table, self._available)
            if not coverage.missing:
                yield Finding(name, State.GOOD, coverage.text())
                continue
            is_optional = not any(base.intersection(table[script]) for script in coverage.missing)
            has_some = len(coverage.missing) < len(table)
            text = coverage.text() + (f"; not there: {', '.join(coverage.missing)}" if has_some else "")
            yield Finding(name, _state(is_optional, has_some), text, hint, code="font-missing")

    def _bring(self, name: str, packages: Iterable[str]) -> str:
        """Return how to get fonts: by the bundle that may have them, unless it is there, or by Debian's packages."""
        install = f"install {' '.join(packages)}"
        return install if name in {each.name for each in self._sound} else f"{_SETUP} --{name}; or {install}"

    def _available(self, names: set[str]) -> tuple[set[str], set[str]]:
        """Return which of these fonts are in a bundle, and which are installed."""
        bundled = {name for name in names if any((each.folder / name).is_file() for each in self._sound)}
        listed = fontconfig.installed_fonts(self.environment.get("PATH", os.defpath))
        by_fontconfig = {name for font in listed for name in (font.file.name, *font.families)}
        return bundled, names & (by_fontconfig | self._found_by_tex(names))

    # --- the sum ----------------------------------------------------------------------------------

    def ready(self) -> Iterator[Finding]:
        """Say with what CVs are rendered here."""
        has_base = any(each.name == "base" for each in self._sound)
        if self._is_embedded_ready():
            yield Finding(READY, State.GOOD, "with Tectonic and the bundle")
        elif self._has_tex:
            files_of = "the bundle" if has_base else "its own files"
            yield Finding(READY, State.GOOD, f"with the installed xelatex and {files_of}")
        elif self._has_tectonic:
            text = "Tectonic has no bundle: it would fetch files one by one from its makers' servers"
            hint = f"{_SETUP} (on a machine with TeX or apt-get), or bring its cache folder: cvgen setup --from DIR"
            yield Finding(READY, State.MISSING, text, hint, code="engine-files")
        else:
            yield Finding(READY, State.MISSING, "there is no engine", _SETUP, code="engine-missing")

    def _is_embedded_ready(self) -> bool:
        return self._has_tectonic and any(each.name == "base" for each in self._sound)

    # --- asking -----------------------------------------------------------------------------------

    def _which(self, program: str) -> str | None:
        return shutil.which(program, path=self.environment.get("PATH", os.defpath))

    def _ask(self, command: Sequence[str]) -> tuple[int, str]:
        """Return the exit code of a command and what it prints; -1 if it does not start, or does not end."""
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
        """Return the first line that a program says of itself; None if it does not start."""
        code, output = self._ask([program, "--version"])
        return _plain(output.strip().partition("\n")[0]) or "no version" if code == 0 else None

    def _packages(self) -> set[str]:
        """Return the LaTeX packages that the styles load."""
        texts = (path.read_text(encoding="utf-8") for path in assets.STYLES.glob("*/*.sty"))
        return {f"{name}.sty" for text in texts for name in _NEEDED_FILE.findall(text)}

    def _found_by_tex(self, names: Iterable[str]) -> set[str]:
        kpsewhich = self._which("kpsewhich")
        if kpsewhich is None:
            return set()
        return {Path(line.strip()).name for line in self._ask([kpsewhich, *sorted(names)])[1].splitlines()}


def _base_names() -> set[str]:
    """Return the names of the files that the base bundle has."""
    return {file.name for file in tex_files.read().files["base"]}


def _state(is_optional: bool, has_some: bool) -> State:
    if is_optional:
        return State.OPTIONAL
    return State.WARNING if has_some else State.MISSING


def _plain(text: str) -> str:
    """Return text of others without what a terminal would obey."""
    return "".join(character for character in text if character.isprintable())
