"""A first profile made from nothing but a name (``cvgen new``)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cvgen.data import assets
from cvgen.diagnostics import CvgenError
from cvgen.look.styles import Style
from cvgen.system import files

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # surrogates: bytes that are not UTF-8


def write(name: str, folder: Path, style: Style | None = None) -> list[Path]:
    """Write a commented profile for a person into ``folder``, and the schema beside it for editors.

    With a style it begins with the order of sections that the style suggests. Nothing that exists is overwritten. Returns the
    paths written; raises CvgenError.
    """
    stem = file_stem(name)
    name = " ".join(name.split())
    if _CONTROL.search(name):
        raise CvgenError.of(f"{name!a} has a character that is not allowed in a name", code="bad-name")
    text = assets.STARTER.read_text(encoding="utf-8").replace("NAME", _quoted(name))
    if style is not None:
        text += _design(style)
    return write_profile(folder / f"{stem}.yaml", lambda schema: text.replace("SCHEMA", schema, 1))


def write_profile(
    path: Path, text: Callable[[str], str], *, force: bool = False, remedy: str = "choose another name"
) -> list[Path]:
    """Write a profile, whose text follows from the path of the schema, and the schema beside it for editors.

    The schema is left out where ``../schemas`` has it, as in cvgen's own checkout. A file that exists is not overwritten,
    but for the profile with ``force``. Returns the paths written; raises CvgenError.
    """
    folder = path.parent
    schema, reference = folder / assets.SCHEMA.name, assets.SCHEMA.name
    if (folder.resolve().parent / "schemas" / assets.SCHEMA.name).is_file():
        reference = f"../schemas/{assets.SCHEMA.name}"
    with files.writing(path):
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and not force:
            hint = f"it was left as it is; {remedy}"
            raise CvgenError.of(f"{path} exists already", hint=hint, code="file-exists")
        contents = {path: text(reference).encode()}
        if reference == assets.SCHEMA.name and not schema.exists():
            contents[schema] = assets.SCHEMA.read_bytes()
        files.write_together(contents)
    return [*contents]


def _design(style: Style) -> str:
    """Return the options of the look for a new profile in a style."""
    order = style.design.get("order")
    suggested = (
        f"  order: [{', '.join(order)}] # what prints first; delete the line for the order above\n" if order else ""
    )
    return f"\ndesign:\n  style: {style.name}\n{suggested}"


def file_stem(name: str) -> str:
    """Return a person's name in kebab case, in any script; raises CvgenError if it has no letter or digit."""
    letters = unicodedata.normalize("NFC", name.lower())
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else "-" for c in letters)
    stem = re.sub("-+", "-", kept).strip("-")[:80].strip("-")
    if not stem:
        raise CvgenError.of(f'"{name}" has no letter to make a file name of', code="bad-name")
    return stem


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
