"""What is asked of cvgen, and what it says it has done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cvgen.diagnostics import CvgenError, Diagnostic
from cvgen.look.styles import is_folder

DEFAULT_STYLE: Final = "classic"
FORMATS: Final = ("pdf", "tex")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be rendered, and how: one profile in one style.

    Its files are ``<output_dir>/<profile>-<style>.pdf`` and ``.tex``. ``style`` is the name of a layout or a folder
    with one; ``settings`` override the profile (see ``source.with_settings``); ``pages`` is how many it may have, for
    which size and density are found, and with ``drop`` what has a priority is left out; with ``strict`` warnings are
    errors. With ``check`` the PDF is read back and compared with the profile; with ``standards`` it is PDF/A-2a and
    PDF/UA-1. ``epoch`` is its date, in seconds since 1970; without one it has none.
    """

    path: Path
    style: str = DEFAULT_STYLE
    output_dir: Path = Path("build")
    formats: tuple[str, ...] = FORMATS
    settings: tuple[str, ...] = ()
    pages: int | None = None
    drop: bool = False
    strict: bool = False
    check: bool = True
    standards: bool = True
    epoch: int | None = None


@dataclass(frozen=True, slots=True)
class RenderResult:
    """What a render made.

    ``files`` are the paths written, the PDF first, and ``support`` the packages and photos that the .tex needs beside
    it; ``read`` is what was read besides the profile. ``pages`` is None if no PDF was asked for; ``texts`` and
    ``links`` are how many the document has; ``seconds`` has the wall time of each step by its name, and is empty if
    nothing was done because nothing has changed.
    """

    files: tuple[Path, ...]
    support: tuple[Path, ...]
    read: tuple[Path, ...]
    pages: int | None
    texts: int
    links: int
    warnings: tuple[Diagnostic, ...]
    seconds: dict[str, float]


def check_targets(orders: Iterable[Order]) -> None:
    """Raises CvgenError if two orders would write the same files."""
    paths: dict[str, Path] = {}
    styles: dict[str, str] = {}
    for order in orders:
        path = paths.setdefault(order.path.stem, order.path)
        if path != order.path and path.resolve() != order.path.resolve():
            message = f"{path} and {order.path} would both write {order.path.stem}-*.pdf"
            raise CvgenError.of(message, hint="rename one of them")
        name = Path(order.style).resolve().name if is_folder(order.style) else order.style
        style = styles.setdefault(name, order.style)
        if style != order.style and not (is_folder(style) and Path(style).resolve() == Path(order.style).resolve()):
            message = f"the styles {style} and {order.style} would both write *-{name}.pdf"
            raise CvgenError.of(message, hint="rename one of them")
