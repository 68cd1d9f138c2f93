"""XeLaTeX: the engine xetex of an installed TeX distribution."""

from __future__ import annotations

import dataclasses
import gzip
from pathlib import Path
from typing import ClassVar, Final

from cvgen.steps.engine import process, texlog, texmf
from cvgen.steps.engine.program import Program
from cvgen.steps.engine.session import ProgramSession
from cvgen.steps.engine.texmf import Tree

_OPTIONS: Final = ("-no-shell-escape", "-halt-on-error", "-file-line-error", "-interaction=nonstopmode")
_PASSED_ON: Final = ("PATH", "TEXMFROOT", "TEXMFCNF", "TEXMFHOME", "TEXMFVAR", "OSFONTDIR")
_GZIP: Final = b"\x1f\x8b"


class XeLatex(Program):
    """XeLaTeX; it reads the files of the bundles, or without bundles those of its distribution."""

    __slots__ = ()
    name: ClassVar[str] = "xelatex"

    def start(self, folder: Path, style: str = "", *, any_package: bool = False) -> ProgramSession:
        """See TexEngine. With ``any_package`` it reads its distribution's files, bundles or not."""
        return ProgramSession(dataclasses.replace(self, bundles=()) if any_package else self, folder, style)

    def make_format(self, tree: Tree) -> None:
        """Make the format of a tree, and unpack it, which halves the time that it takes to load."""
        command = [str(self.path), "-ini", "-etex", *_OPTIONS, f"-jobname={texmf.FORMAT}", texmf.FORMAT_SOURCE]
        process.run(command, tree.files, self.environment_in(tree.folder, tree), self.wall(tree.folder, tree))
        packed, log = tree.files / f"{texmf.FORMAT}.fmt", tree.files / f"{texmf.FORMAT}.log"
        if not packed.exists():
            raise self.no_format(process.read(log) or process.read(tree.files / process.OUTPUT))
        content = packed.read_bytes()
        tree.format.write_bytes(gzip.decompress(content) if content.startswith(_GZIP) else content)
        for path in (packed, log, tree.files / process.OUTPUT):
            path.unlink(missing_ok=True)

    def command(self, tree: Tree | None) -> list[str]:
        """Return the command that typesets with a tree's format, or with LaTeX's own."""
        return [str(self.path), *_OPTIONS, f"-fmt={tree.format if tree else 'xelatex'}", f"{process.JOB}.tex"]

    def environment_in(self, folder: Path, tree: Tree | None) -> dict[str, str]:
        """Return the environment for a run in a folder: of the caller's, what places the distribution's files."""
        return {
            **{name: self.environment[name] for name in _PASSED_ON if name in self.environment},
            # TeX Live keeps font caches below HOME: the user's are to be found, and this folder not to be filled.
            "HOME": self.environment.get("HOME", str(folder)),
            "LC_ALL": "C.UTF-8",
            "openin_any": "p",
            "openout_any": "p",
            "shell_escape": "f",
            # TeX Live's scripts would try for seconds to make a font that is missing.
            **dict.fromkeys(("MKTEXTFM", "MKTEXPK", "MKTEXMF", "MKTEXTEX", "MKTEXFMT"), "0"),
            "max_print_line": "10000",
            "error_line": "254",
            "half_error_line": "238",
            # Without it, the PDF driver names fonts at random.
            "SOURCE_DATE_EPOCH": str(self.epoch or 0),
            **(tree.environment if tree else {}),
        }

    def log(self, folder: Path) -> str:
        """Return the log of a run in a folder; if there is none or no memory was left for it, what the engine printed."""
        log, output = process.read(folder / f"{process.JOB}.log"), process.read(folder / process.OUTPUT)
        return f"{log}\n{output}" if texlog.is_out_of_memory(output) else log or output
