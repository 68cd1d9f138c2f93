"""Step 4: ``Document`` + ``Style`` + ``Design`` -> ``TexSource``: LaTeX that says what things are.

It guarantees that no text of the author is a command to TeX, and that each text has a number in the LaTeX by which
``TexSource.structure`` knows it. How things look is left to the style's package.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cvgen.data import assets
from cvgen.diagnostics import CvgenError
from cvgen.look import photos
from cvgen.look.design import Design
from cvgen.look.styles import Style
from cvgen.steps.document import Document, walk
from cvgen.steps.document.model import Entry, Facts, Items, Publication, Section, When
from cvgen.steps.latex.markup import TextOptions, write_punctuation
from cvgen.steps.latex.sections import arrange
from cvgen.steps.latex.structure import Description, Element, Recorder
from cvgen.steps.latex.templates import PdfString, Token, Voice, dates_text, environment
from cvgen.text.inline import Text
from cvgen.text.language import Language

if TYPE_CHECKING:
    from markupsafe import Markup

_SHARED_PACKAGES: Final = ("cvgen.sty", "cvgen-fonts.sty", "cvgen-icons.sty")
_WIDEST_DATES: Final = 5  # the style gets the widest by an estimate, and TeX measures them
_KEYWORD_LENGTH: Final = 40  # characters; a longer text is a sentence and no keyword
_LONGEST_LINE: Final = 50_000  # characters of LaTeX; TeX reads 200,000 at most


@dataclass(frozen=True, slots=True)
class TexSource:
    """A LaTeX document; ``assets`` are the files that it needs in its folder, or what is in them, by their names there.

    ``structure`` is the logical structure with the text in each part, ``description`` the document's metadata.
    """

    text: str
    assets: Mapping[str, Path | bytes]
    structure: Element = field(default_factory=lambda: Element("Document"))
    description: Description = field(default_factory=lambda: Description("", "", (), "en"))

    def yaml_line(self, tex_line: int) -> int | None:
        """Return the line of the YAML that a line of this text was made from; both count from 1."""
        for line in reversed(self.text.splitlines()[:tex_line]):
            if match := re.fullmatch(r"\s*\\cvAt\{(\d+)\}%", line):
                return int(match[1])
        return None


def generate(
    document: Document,
    style: Style,
    design: Design,
    stem: str = "document",
    compiled: Path | None = None,
    substitutes: Mapping[str, str] | None = None,
) -> TexSource:
    """Write a document as LaTeX.

    ``stem`` begins the names of files that are this document's own, such as its photo. ``compiled`` is a folder where
    compiled templates are kept for the next process.
    """
    language, options = (
        document.language,
        TextOptions.of(document.language, hyphenation=design.hyphenation, substitutes=substitutes),
    )
    files: dict[str, Path | bytes] = {name: assets.SHARED / name for name in _SHARED_PACKAGES}
    files[style.package.name] = style.package
    photo = None
    if document.person.image is not None and design.photo:
        prepared = _photo(document.person.image)
        photo = f"{_file_name(stem)}-photo{prepared.suffix}"
        files[photo] = prepared.content
    aside, main = arrange(document.sections, design)
    recorder = Recorder()
    description = Description(
        f"{document.person.name} – CV", str(document.person.name), tuple(_keywords(document)), language.tag
    )
    template = environment(compiled).get_template("document.tex.j2")
    text = template.render(
        text_options=options,
        recorder=recorder,
        voice=Voice(language),
        person=document.person,
        aside=aside,
        sections=main,
        dates_first=design.item_dates == "start",
        titles_aside=sum(section.title is not None for section in aside),
        style=Token(style.name),
        photo=Token(photo) if photo else None,
        photo_description=language.words["photoOf"].replace("{name}", str(document.person.name)),
        longest_list=Token(str(_longest_list(document))),
        widest_dates=_widest_dates(document.sections, language),
        metadata={
            "title": PdfString(description.title),
            "author": PdfString(description.author),
            "language": PdfString(description.language),
        },
        **_design_values(design, _side_of_dates(document.sections, design)),
        **_language_values(language, options),
    )
    if r"\cvEmoji{" in text:
        files[assets.EMOJI_FONT.name] = assets.EMOJI_FONT
    lines = (_wrapped(line) for line in re.sub(r"\n\n+", "\n\n", text).strip().split("\n"))
    return TexSource("\n".join(lines) + "\n", files, recorder.root, description)


def _wrapped(line: str) -> str:
    """Return a very long line as several: an end of a line is a space to TeX, and after a percent sign it is nothing."""
    if len(line) <= _LONGEST_LINE:
        return line
    parts, start = [], 0
    for place in re.finditer(r"(?<=[^\\ ]) (?=[^ ])|(?<!\\)(?=\\cv(?:Piece|Han|Run|Break)\b)", line):
        if place.start() - start >= _LONGEST_LINE // 2:
            parts += [line[start : place.start()], "\n" if place[0] else "%\n"]
            start = place.end()
    return "".join([*parts, line[start:]])


def _photo(path: Path) -> photos.Photo:
    try:
        return photos.prepare(path)
    except photos.PhotoError as error:  # it has changed since the profile was checked
        message = f"the photo {path} cannot be used: {error.problem}"
        raise CvgenError.of(message, hint=error.remedy, code="photo-unusable") from None


def _keywords(document: Document) -> Iterator[str]:
    """Yield the keywords of the metadata: the person's label and skills, as one would search for them."""
    if document.person.label:
        yield str(document.person.label)
    for section in document.sections:
        for block in section.blocks if section.kind == "skills" else ():
            for fact in block.facts if isinstance(block, Facts) else ():
                yield from (str(value) for value in fact.values if len(str(value)) < _KEYWORD_LENGTH)


def _design_values(design: Design, dates: str) -> dict[str, Any]:
    return {
        "design": {
            "paper": Token(design.paper),
            "accent": Token(design.accent),
            "size": Token(f"{design.size:g}"),
            "density": Token(f"{design.density:g}"),
            "dates": Token(dates),
            "icons": design.icons,
            "photo_shape": Token(design.photo_shape),
            "photo_size": Token(design.photo_size),
            **{side: Token(design.margins.get(side, "")) for side in ("left", "right", "top", "bottom")},
            "handles": design.contacts == "handle",
            "page_numbers": design.page_numbers,
            "hyphenation": design.hyphenation,
        },
        "fonts": [
            {
                "part": Token(part),
                "name": Token(face.name),
                "pairing": face.pairing,
                "features": Token(face.features),
                "scale": Token(f"{face.scale:g}"),
                "serif": face.serif,
                "smallcaps": face.smallcaps,
                "faces": [Token(each) for each in face.faces],
            }
            for part, face in design.fonts.items()
        ],
    }


def _language_values(language: Language, options: TextOptions) -> dict[str, Any]:
    from markupsafe import Markup

    letter = "字"  # what stands beside punctuation, where Chinese characters are concerned

    def tex(text: str, before: str = "", after: str = "") -> Markup:
        # A text loses the spaces at its ends, but punctuation needs them.
        inner = text.strip(" ")
        start, end = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :] if inner else ""
        return Markup(start + (write_punctuation(inner, options, before, after) if inner else "") + end)

    page_of = Markup(r"\thepage{}").join(
        Markup(r"\cvPages{}").join(map(tex, part.split("{pages}"))) for part in language.words["pageOf"].split("{page}")
    )
    return {
        "language": {"direction": Token(language.direction), "page_of": page_of},
        "punctuation": {
            "comma": tex(language.comma, letter, letter),
            "colon": tex(language.colon, letter, letter),
            "stop": tex(language.stop, letter, letter),
            # Korean brackets touch the word before; between two texts there is a space.
            "open_bracket": tex(re.sub(r"^\($", " (", language.brackets[0]), letter, letter),
            "close_bracket": tex(language.brackets[1], letter, ""),
            "open": tex(language.quotes[0], "", letter),
            "close": tex(language.quotes[1], letter, ""),
        },
    }


def _side_of_dates(sections: tuple[Section, ...], design: Design) -> str:
    """Return the side that the author chose, else the style's: a column for the dates of few entries is an empty one."""
    if design.dates == "left" and "dates" not in design.origins:
        blocks = [block for each in walk.nodes(sections) if isinstance(each, Section) for block in each.blocks]
        entries = [block for block in blocks if isinstance(block, Entry | Publication)]
        dated = [each for each in entries if any(isinstance(node, When) for node in walk.nodes(each))]
        if 2 * len(dated) < len(entries):
            return "right"
    return design.dates


def _longest_list(document: Document) -> int:
    """Return how many items the longest of the numbered lists has, but for those inside items."""
    nodes = list(walk.nodes((document.person, document.sections)))
    numbered = [node.items for node in nodes if isinstance(node, Items) and node.numbered]
    return max(map(len, [*numbered, *(node.contributions for node in nodes if isinstance(node, Entry))]), default=0)


def _widest_dates(sections: tuple[Section, ...], language: Language) -> list[Text]:
    """Return the dates of entries, lines and items that are widest by an estimate, the widest last."""
    texts = (dates_text(when, language) for node in walk.nodes(sections) if (when := getattr(node, "when", ())))
    return sorted(dict.fromkeys(texts), key=_column_count)[-_WIDEST_DATES:]


def _column_count(text: Text) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in str(text))


def _file_name(stem: str) -> str:
    """Return a name that TeX can read, and that no other stem has."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", stem)
    if plain == stem:
        return plain
    return f"{plain}-{hashlib.sha256(stem.encode(errors='surrogateescape')).hexdigest()[:8]}"
