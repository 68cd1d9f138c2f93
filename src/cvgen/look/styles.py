"""Styles: finds them, reads their settings, and copies one to start another from."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cvgen.data import assets
from cvgen.diagnostics import CvgenError, Diagnostic, Pointer, Span, did_you_mean
from cvgen.system import files

SETTINGS: Final = "style.toml"
_MOST_BYTES: Final = 512 * 1024  # of a file; cvgen's longest has 12 KB
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Style:
    """A style: ``folder`` holds its settings in ``style.toml`` and its LaTeX package ``cvgen-<name>.sty``.

    ``design`` has the options that the style chooses, by their names in the profile's ``design``. ``sizes`` (points)
    and ``densities`` are the least and the greatest at which its pages still look right.
    """

    name: str
    folder: Path
    description: str
    design: Mapping[str, Any]
    sizes: tuple[float, float]
    densities: tuple[float, float]

    @property
    def package(self) -> Path:
        """The LaTeX package, which defines how things look."""
        return self.folder / f"cvgen-{self.name}.sty"


def names() -> list[str]:
    """Return the names of the styles that come with cvgen."""
    return sorted(path.parent.name for path in assets.STYLES.glob(f"*/{SETTINGS}"))


def is_folder(style: str) -> bool:
    """Return whether a style is named by the path of its folder, as those that do not come with cvgen are."""
    return "/" in style or "\\" in style or style.startswith(".")


def load(name: str) -> Style:
    """Return the style of a name, or in a folder if the name is a path; raise CvgenError if there is none."""
    if is_folder(name):
        try:
            Path(name, SETTINGS).lstat()
        except (FileNotFoundError, NotADirectoryError):
            message = f"there is no style in {name}: it has no {SETTINGS}"
            hint = f"the styles are: {', '.join(names())}; cvgen style new NAME makes another"
            raise CvgenError.of(message, hint=hint, code="unknown-style") from None
        except OSError:
            pass  # what is wrong with it is reported when it is read
        return _read(Path(name))
    known = names()
    if name in known:
        return _read(assets.STYLES / name)
    hint = did_you_mean(name, known) or f"the styles are: {', '.join(known)}"
    with contextlib.suppress(OSError):  # of a name that is too long for a file
        if Path(name, SETTINGS).is_file():
            hint = f"for the style in the folder {name}, write ./{name}"
    raise CvgenError.of(f'there is no style "{name}"', hint=hint, code="unknown-style")


def copy(origin: Style, name: str, folder: Path) -> list[Path]:
    """Copy a style to ``folder/name``, to start another from; return the files that were written."""
    if not _NAME.fullmatch(name):
        raise _bad_name(name)
    if name in {*names(), "all", "shared"}:
        raise CvgenError.of(f'the name "{name}" is taken', hint="choose another", code="bad-name")
    target = folder / name
    package = target / f"cvgen-{name}.sty"
    text, settings = (_read_text(path) for path in (origin.package, origin.folder / SETTINGS))
    with files.writing(target, "choose another --output-dir"):
        try:
            target.mkdir(parents=True)
        except FileExistsError:
            hint = "it was left as it is; choose another name"
            raise CvgenError.of(f"{target} exists already", hint=hint, code="file-exists") from None
        try:
            text = text.replace(f"cvgen-{origin.name}", f"cvgen-{name}")
            files.write_together({package: text.encode(), target / SETTINGS: settings.encode()})
        except OSError:
            target.rmdir()  # so that the next try finds no folder of this name
            raise
    return [package, target / SETTINGS]


def _bad_name(name: str) -> CvgenError:
    hint = "use small letters, digits and hyphens, such as my-style"
    return CvgenError.of(f'"{name}" cannot be the name of a style', hint=hint, code="bad-name")


def _read_text(path: Path) -> str:
    try:
        return _read_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        raise CvgenError.of(f"{path} is not UTF-8", Span(path, 1), "save it as UTF-8", code="not-utf8") from None


def _read_bytes(path: Path) -> bytes:
    """Return the content of a file of a style, which a stranger may have made.

    It is no pipe, at which one would wait for ever, and no link to a file elsewhere, as it is copied beside the PDF.
    """
    try:
        if path.exists():
            real = path.resolve()
            if not real.is_relative_to(path.parent.resolve()):
                message = f"{path} is a link to {real}, which is outside of the style's folder"
                raise CvgenError.of(message, hint="copy the file into the folder", code="style-file")
            if not real.is_file():
                hint = "put a file with the text there"
                raise CvgenError.of(f"{path} is not a plain file", hint=hint, code="style-file")
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        hint = "cvgen style new NAME makes a style to start from"
        code = "file-missing" if isinstance(error, FileNotFoundError) else "file-unreadable"
        raise CvgenError.of(f"{path} cannot be read: {error.strerror or error}", hint=hint, code=code) from None
    if len(content) > _MOST_BYTES:
        message = f"{path} is too large: a file of a style may have {_MOST_BYTES // 1024} KB at most"
        raise CvgenError.of(message, hint="is this the right file?", code="file-too-large")
    return content


def _read(folder: Path) -> Style:
    import tomllib  # lazy: lists of names need none of it

    path = folder / SETTINGS
    text = _read_text(path)
    try:
        settings = tomllib.loads(text)
        _check(settings, text, path)
    except RecursionError:
        message = f"{path} has tables or lists within each other more deeply than can be read"
        raise CvgenError.of(message, Span(path, 1), "docs/styles.md says what stands in it", code="bad-style") from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        span = Span(path, int(place[1]), int(place[2])) if place else Span(path, 1)
        message = re.sub(r" \(at .*\)$", "", str(error))
        hint = 'the file must be TOML: texts stand in quotes, key = "text"'
        raise CvgenError.of(message, span, hint, code="bad-style") from None
    except ValueError:  # of Python, which reads no number of thousands of digits
        raise CvgenError.of("a number is too long", Span(path, 1), "write a shorter one", code="bad-style") from None
    name = folder.resolve().name
    if not _NAME.fullmatch(name):
        raise _bad_name(name)
    limits = settings["limits"]
    style = Style(
        name,
        folder,
        settings["description"],
        settings["design"],
        (limits["size"][0], limits["size"][1]),
        (limits["density"][0], limits["density"][1]),
    )
    if not style.package.exists():
        hint = "a style's package has the name of its folder"
        raise CvgenError.of(f"{style.package} is missing", Span(path, 1), hint, code="style-incomplete")
    _read_bytes(style.package)
    return style


def _check(settings: dict[str, Any], text: str, path: Path) -> None:
    """Report mistakes as those of a profile are reported: its ``design`` is the same."""
    from cvgen.validation import schemas
    from cvgen.validation.violations import violations

    places = _places(settings, text, path)
    problems = list(violations(settings, places, places, schemas.STYLE))
    if not problems:
        for name, (least, most) in settings["limits"].items():
            if least > most:
                hint = f"swap them: {name} = [{most}, {least}]"
                message = f"the least {name} is more than the most"
                problems.append(Diagnostic(message, places["limits", name], hint, code="bad-style"))
    if problems:
        raise CvgenError(problems)


def _places(node: Any, text: str, path: Path) -> dict[Pointer, Span]:
    """Return the place of each value: the line of its key, or the line of the table or list that it is in."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[([\w. -]+)\]", line):
            table = tuple(part.strip() for part in header[1].split("."))
            lines[table] = number
        elif key := re.match(r"\s*([\w-]+)\s*=", line):
            lines[*table, key[1]] = number
    places: dict[Pointer, Span] = {}

    def add(node: Any, pointer: Pointer, line: int) -> None:
        line = lines.get(tuple(map(str, pointer)), line)
        places[pointer] = Span(path, line)
        for step, inner in (
            node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        ):
            add(inner, (*pointer, step), line)

    add(node, (), 1)
    return places
