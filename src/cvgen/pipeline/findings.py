"""Says what is wrong with a document once TeX has typeset it: diagnostics at the lines of the YAML."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from cvgen.diagnostics import Diagnostic, Severity, Span, did_you_mean
from cvgen.look import design as designs
from cvgen.look import fonts, styles
from cvgen.look.design import Design
from cvgen.look.styles import Style
from cvgen.pipeline import page_layout
from cvgen.pipeline.shared_runs import Typeset
from cvgen.steps.document import Document, walk
from cvgen.steps.document.model import Section
from cvgen.steps.engine import RunStatus, texlog
from cvgen.steps.latex.sections import arrange, is_named, is_retitled
from cvgen.steps.pdf.readback.check import check
from cvgen.text.scripts import character_name, script_of

_FEW: Final = 5  # missing letters of a script, each of which gets its own warning
_LONGEST: Final = 8000  # characters: at up to four bytes each, the most that a string of PDF/A may have


def unmatched_names(design: Design, document: Document) -> Iterator[Diagnostic]:
    """Yield a warning on each name in the author's design that no section has."""
    top, every = document.sections, list(walk.sections(document))
    options = (("order", design.order, top), ("titles", design.titles, every), ("side", design.side, top))
    for key, names, sections in options:
        for name in names if key in design.origins else ():
            if not any(_is_meant(section, key, name, design) for section in sections):
                titles = list(dict.fromkeys(str(section.title) for section in sections if section.title))
                hint = did_you_mean(name, titles) or f"the sections are: {', '.join(titles) or 'none yet'}"
                message = f'"{key}" names "{name}", and no section is called so'
                yield Diagnostic(message, design.origins[key], hint, Severity.WARNING, code="unknown-section")


def order_changes(design: Design, document: Document, style: Style) -> Iterator[Diagnostic]:
    """Yield a note on the sections that the style, and not the author, moves before others."""
    aside, main = arrange(document.sections, design)
    if "side" in design.origins or "order" in design.origins or not aside:
        return
    if [section.span for section in (*aside, *main)] == [section.span for section in document.sections]:
        return
    titles = [str(section.title) for section in aside if section.title]
    message = f"{style.name} prints {_listed(titles)} beside the other sections, where they are read first"
    hint = "design.side: [] leaves all in your order"
    yield Diagnostic(message, aside[0].span, hint, Severity.NOTE, code="order-changed")


def _listed(names: Sequence[str]) -> str:
    """Return names as a part of a sentence."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names) or "a section"


def _is_meant(section: Section, key: str, name: str, design: Design) -> bool:
    return is_retitled(section, name) if key == "titles" else is_named(section, name, design.titles)


def failure(typeset: Typeset, document: Document, path: Path, style: Style, log: Path) -> Diagnostic:
    """Return why TeX failed; ``path`` is the profile, ``log`` the file to which its log was written."""
    if typeset.run.status is RunStatus.TIMED_OUT:
        message, hint = "TeX took too long and was stopped", f"the log is {log}"
        return Diagnostic(message, Span(path, 1), hint, code="tex-timeout")
    if texlog.is_out_of_memory(typeset.run.log):
        message = "TeX ran out of memory"
        hint = f"is there too much text in one place, or too many fonts and sizes? the log is {log}"
        return Diagnostic(message, Span(path, 1), hint, code="tex-failed")
    errors = texlog.errors(typeset.run.log)
    if not errors:
        causes = "is the disk full, or the photo damaged?" if document.person.image else "is the disk full?"
        message, hint = "TeX failed without saying why", f"the log is {log}; {causes}"
        return Diagnostic(message, Span(path, 1), hint, code="tex-failed")
    first = errors[0]
    if first.text.startswith("The style does not define"):
        hint = "docs/styles.md lists what a style defines"
        return Diagnostic(first.text, Span(style.package, 1), hint, code="style-incomplete")
    if font := texlog.unloadable_font(first.text):
        message = f"TeX cannot load the font {font}: its file is missing or damaged"
        hint = f"cvgen doctor says what is wrong, and cvgen setup brings it anew; the log is {log}"
        return Diagnostic(message, Span(path, 1), hint, code="tex-failed")
    line = typeset.tex.yaml_line(first.line) if first.line else None
    is_own = style.name not in styles.names()  # in a style of the user's, the mistake is most likely there
    hint = f"is it a mistake in {style.package}? the log is {log}" if is_own else f"the log is {log}"
    if "capacity exceeded" in first.text and not is_own:
        hint = f"a text there is longer than TeX can set in one piece: divide it; {hint}"
    return Diagnostic(f"TeX failed: {first.text}", Span(path, line or 1), hint, code="tex-failed")


def layout_problems(typeset: Typeset, document: Document, path: Path) -> Iterator[Diagnostic]:
    """Yield warnings on missing characters, text that sticks out, missing fonts and bad page breaks; and notes."""
    log, tex = typeset.run.log, typeset.tex
    yield from missing_characters(_missing(typeset), document)
    for message in texlog.overfull(log):
        line = tex.yaml_line(message.line) if message.line else None
        code = "overfull-page" if "page is too full" in message.text else "overfull-line"
        yield Diagnostic(message.text, Span(path, line) if line else None, None, Severity.WARNING, code=code)
    for message in texlog.warnings(log):
        pairing = re.match(r'the fonts of "(.+)" are not installed, or damaged', message.text)
        packages = fonts.pairings().get(pairing[1], {}).get("packages", ()) if pairing else ()
        hint = f"cvgen doctor says if one is damaged, and cvgen setup --more brings them; for an installed TeX: {' '.join(packages)} (Debian, Ubuntu)"
        yield Diagnostic(message.text, None, hint if packages else None, Severity.WARNING, code="font-missing")
    for number in texlog.divided_addresses(log):
        text = "the e-mail address does not fit on a line, and breaks: many programs will not find it"
        hint = "choose a style without a side column, or a smaller design.size"
        yield Diagnostic(text, Span(path, number), hint, Severity.WARNING, code="address-divided")
    if typeset.layout:
        yield from page_layout.bad_breaks(typeset.layout, path)


def _missing(typeset: Typeset) -> set[str]:
    # A selector of a form of the character before it shows nothing, with any font.
    found = {each.character for each in typeset.missing_characters}
    return {char for char in found if not unicodedata.name(char, "").startswith("VARIATION")}


def missing_in_texts(typeset: Typeset, document: Document) -> set[str]:
    """Return the characters of a document's texts that no font has; a style's own bullet is none of them."""
    texts = walk.texts((document.person, document.sections))
    return _missing(typeset).intersection("".join(map(str, texts)))


def substitute(char: str) -> str:
    """Return what is printed for a character by its name."""
    return f"[{unicodedata.name(char, f'U+{ord(char):04X}').lower()}]"


def missing_characters(
    missing: Collection[str], document: Document, instead: str | None = None
) -> Iterator[Diagnostic]:
    """Yield a problem for each place of a character that no font has, or one for a script if they are many.

    ``instead`` says what is printed: its "name", or nothing ("drop"), of which there is a warning. Without it, the
    problem is an error: on the page there would be a box.
    """
    places: dict[str, list[Span]] = {character: [] for character in missing}
    for text in walk.texts((document.person, document.sections)):
        for character in places.keys() & {*str(text)}:
            if text.span is not None:
                places[character].append(text.span)
    severity = Severity.WARNING if instead else Severity.ERROR
    outcome = {"name": ": its name is printed", "drop": ": it is left out"}.get(instead or "", "")
    way_out = "" if instead else "; --missing name prints its name, --missing drop leaves it out"
    code = "missing-character"
    by_script: dict[str, list[str]] = defaultdict(list)
    for character in sorted(missing):
        by_script[script_of(character)].append(character)
    for script, found in by_script.items():
        if script and len(found) > _FEW:
            message = f"no font has {len(found)} characters of {script} that stand here and below, such as {' '.join(found[:_FEW])}"
            hint = f"cvgen setup --cjk brings fonts for Chinese, Japanese and Korean, --more those for further scripts{way_out}"
            first = min((span for each in found for span in places[each]), default=None)
            yield Diagnostic(message, first, hint, severity, code=code)
            continue
        hint = f"cvgen setup --more and --cjk bring further fonts{way_out}"
        for character in found:
            message = f"no font has the character {character_name(character)}{outcome}"
            spans: list[Span | None] = [*sorted(set(places[character]))]
            for span in spans or [None]:  # a style's own bullet has no place
                yield Diagnostic(message, span, hint, severity, code=code)


def beyond_standards(typeset: Typeset) -> list[str]:
    """Return the reasons why the PDF cannot be PDF/A-2a: missing characters, private use, a text that is too long."""
    found = []
    if typeset.missing_characters:
        found.append("characters that no font has")
    if any(unicodedata.category(char) == "Co" for char in set(typeset.tex.text)):
        found.append("characters of private use")
    keywords = ", ".join(typeset.tex.description.keywords)
    if max(map(len, [keywords, *(node.text for node in typeset.tex.structure.nodes())])) > _LONGEST:
        found.append(f"a text of more than {_LONGEST} characters")
    return found


def differences(
    pdf_bytes: bytes, typeset: Typeset, document: Document, design: Design, style: str
) -> Sequence[Diagnostic]:
    """Return where a finished PDF does not say the same as the document."""
    columns = len({mark.column for mark in typeset.layout.marks}) if typeset.layout else 1
    return check(
        pdf_bytes,
        typeset.tex.structure,
        designs.PAPERS[design.paper],
        columns=columns,
        right_to_left=document.language.direction == "rtl",
        missing={each.character for each in typeset.missing_characters},
        style=style,
    )
