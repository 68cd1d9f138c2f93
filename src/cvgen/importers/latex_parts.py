"""Parts of texts in LaTeX: paragraphs, lists and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cvgen.importers import latex_scan
from cvgen.importers.latex_text import to_markup
from cvgen.importers.node import Placed, iso
from cvgen.importers.parts import Data, mapping
from cvgen.text import dates


def story_of(text: Placed | None) -> Data:
    """Return a text in LaTeX as paragraphs and list items."""
    if text is None:
        return {}
    items: list[Any] = []
    rest = text + ""
    while match := re.search(r"\\begin\{(itemize|enumerate|cvitems|highlights)\}(?:\[[^\]]*\])?", rest):
        end = latex_scan.environment_end(rest, match.end(), match[1])
        inner = re.sub(rf"\\end\s*\{{{match[1]}\}}\s*$", "", rest[match.end() : end])
        items += _items(text, inner)
        rest = rest[: match.start()] + "\n\n" + rest[end:]
    paragraphs = [
        text.but(said)
        for part in re.split(r"\n[ \t]*\n|\\\\(?:\[[^\]]*\])?|\\newline", rest)
        if (said := to_markup(part))
    ]
    return mapping(summary=paragraphs[0] if len(paragraphs) == 1 else paragraphs, highlights=items)


def _items(text: Placed, inner: str) -> Iterator[Any]:
    for body in _split_items(inner):
        story = story_of(text.but(_unbraced(body)))
        said = story.get("summary")
        if isinstance(said, list):
            said = said[0].but(" ".join(said))
        if said:
            yield {"text": said, "highlights": story["highlights"]} if "highlights" in story else said


def _split_items(inner: str) -> Iterator[str]:
    """Yield the items of a list, with the lists inside them."""
    depth, start = 0, None
    for match in re.finditer(r"\\(begin|end)\s*\{|\\item(?![A-Za-z])(?:\[[^\]]*\])?", inner):
        if match[1]:
            depth += 1 if match[1] == "begin" else -1
        elif depth == 0:
            if start is not None:
                yield inner[start : match.start()].strip()
            start = match.end()
    if start is not None:
        yield inner[start:].strip()


def _unbraced(text: str) -> str:
    return text[1:-1] if re.fullmatch(r"\{(?:[^{}]|\{[^{}]*\})*\}", text) else text


def when_of(text: Placed | None) -> Data:
    """Return dates such as ``2010--2012`` or ``Sep. 2019 - Present``."""
    if text is None:
        return {}
    parts = re.split(
        r"\s*(?:--+|[–—-])\s*(?=\D|(?:19|20)\d{2}|$)", re.sub(r"(?<=\d{4})-(?=\d{4})", " – ", text), maxsplit=1
    )
    ends = [re.sub(r"^([A-Za-z]{3})[a-z]*\.", r"\1", part.strip()) for part in parts]
    read = [iso(end) for end in ends]
    if len(read) == 2 and not read[1] and dates.is_usual(read[0]):
        return {"startDate": text.but(read[0]), "endDate": text.but("present")}
    if len(read) == 2 and dates.is_usual(read[0]) and (dates.is_usual(read[1]) or read[1] == "present"):
        return {"startDate": text.but(read[0]), "endDate": text.but(read[1])}
    return {"date": text.but(read[0] if len(read) == 1 and dates.is_usual(read[0]) else text)}
