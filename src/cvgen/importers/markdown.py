"""Markdown and plain text, as far as headings, bullets and dates go.

The first line is the name, what stands below it up to the first section are contacts. In Markdown a section is a heading
of the second level, and an entry one of the third; in plain text, a title alone on its line, and a paragraph whose first
line has dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from cvgen.diagnostics import Pointer, Span
from cvgen.importers import markup, titles
from cvgen.importers.file import File
from cvgen.importers.languages import detect, spoken
from cvgen.importers.node import Node, Placed, iso, web_address
from cvgen.importers.parts import Data, mapping, section, summary_and_items
from cvgen.steps.source import Source
from cvgen.text import dates, lists, networks

NAME = "Markdown or plain text"

_ENDINGS: Final = frozenset({".md", ".markdown", ".mkd", ".txt", ".text"})
_HEADING: Final = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t]*#*")
_RULE: Final = re.compile(r"[ \t]*(?:[-=_*~\u2500-\u257f][ \t]*){3,}")
_BULLET: Final = re.compile(r"[ \t]*(?:[-*+\u2022\u25aa\u25cf\u2023\u25e6\u2013]|\d{1,2}[.)])[ \t]+\S")
_BOLD: Final = re.compile(r"(?:\*\*|__)(.+?)(?:\*\*|__):?")
_NOW: Final = "present|now|current|today|ongoing|heute|jetzt|aujourd'hui|présent|actual(?:idad)?|presente|oggi|atual|heden|nå|nu|至今|现在|現在"
# The beginnings of the names of months, which are alike in many languages.
_MONTHS: Final = {
    "jan": 1, "ene": 1, "gen": 1, "feb": 2, "fév": 2, "fev": 2, "mar": 3, "mär": 3, "mrt": 3, "maa": 3, "apr": 4, "avr": 4,
    "abr": 4, "may": 5, "mai": 5, "mag": 5, "mei": 5, "maj": 5, "juin": 6, "jun": 6, "giu": 6, "juil": 7, "jul": 7, "lug": 7,
    "aug": 8, "aoû": 8, "ago": 8, "sep": 9, "set": 9, "oct": 10, "okt": 10, "ott": 10, "out": 10, "nov": 11, "dec": 12,
    "dez": 12, "déc": 12, "dic": 12, "des": 12,
}  # fmt: skip
_POINT: Final = (
    rf"(?:(?:(?:{'|'.join(_MONTHS)})[^\W\d_]{{0,7}}\.?,?\s+(?:de\s+)?|(?:0?[1-9]|1[0-2])[./])?"
    r"(?:19|20)\d{2}(?:[-./年](?:0?[1-9]|1[0-2])(?!\d)月?)?"
    r"|(?:spring|summer|autumn|fall|winter)\s+(?:19|20)\d{2})"
)
_RANGE: Final = re.compile(
    rf"(?<![\w./-])({_POINT})(?:\s*(?:-|–|—|~|〜|to|until|bis|à|al?|至)\s*({_POINT}|{_NOW})|\s*(至今|现在|現在))?(?![\w/-])",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"\s+[|·•–—]\s+|\s+-\s+|\s*[|·•]\s*|\t+| {3,}")
_EMAIL: Final = re.compile(r"[\w.+%-]+@(?:[\w-]+\.)+[A-Za-z]{2,}")
_PHONE: Final = re.compile(r"[+(]?\d[\d\s()./-]{6,20}\d")
_PREPOSITIONS: Final = re.compile(r"\s+(?:at|@|bei|chez|en|presso|bij|hos)\s+")


def recognise(file: File) -> bool:
    """Return whether the file is called .md or .txt."""
    return file.suffix in _ENDINGS


def read(file: File) -> Source:
    """Return the lines at the head, and the sections with their entries."""
    return _Outline(file).source()


class _Outline:
    """Cuts a text into a head, sections and entries, with the place of each line."""

    def __init__(self, file: File) -> None:
        self.path = file.path
        self.lines = file.text.split("\n")
        self.tag = spoken(file.text)
        self.is_markdown = any(_HEADING.fullmatch(line) for line in self.lines) and file.suffix != ".txt"
        self.spans: dict[Pointer, Span] = {(): Span(file.path, 1)}
        self.data: dict[str, Any] = {"head": [], "sections": []}

    def source(self) -> Source:
        start = self.after_front_matter()
        for number in range(start, len(self.lines)):
            self.add(self.lines[number].rstrip(), number)
        return Source(self.path, self.data, self.spans, self.spans)

    def after_front_matter(self) -> int:
        """Return the first line after a head of YAML between two lines of hyphens, which many sites have."""
        if self.lines[0].strip() == "---":
            return next((i + 1 for i in range(1, len(self.lines)) if self.lines[i].strip() == "---"), 0)
        return 0

    def add(self, line: str, number: int) -> None:
        place = Span(self.path, number + 1)
        following = self.lines[number + 1] if number + 1 < len(self.lines) else ""
        before = self.lines[number - 1] if number else ""
        if _RULE.fullmatch(line):
            return
        heading = _HEADING.fullmatch(line.strip()) if self.is_markdown else None
        level = len(heading[1]) if heading else 0
        text = heading[2] if heading else line
        is_first = not self.data["head"] and not self.data["sections"]
        is_title = (
            level == 2 or (level == 1 and not is_first) if self.is_markdown else self.is_title(line, before, following)
        )
        if text.strip() and (is_first or not (is_title or self.data["sections"])):
            self.spans["head", len(self.data["head"])] = place
            self.data["head"].append(text.strip())
        elif is_title:
            self.open_section(text.strip().rstrip(":"), place)
        elif self.data["sections"]:
            starts = level > 2 if self.is_markdown else self.starts_entry(line, before)
            self.add_to_section(text, place, is_heading=starts)

    def is_title(self, line: str, before: str, following: str) -> bool:
        """Return whether a line of plain text is the title of a section."""
        if not line.strip() or (before.strip() and not _RULE.fullmatch(before)):
            return False
        is_underlined = _RULE.fullmatch(following) is not None and len(line) < 50 and len(self.data["head"]) > 0
        return is_underlined or titles.is_title(line, self.tag)

    def starts_entry(self, line: str, before: str) -> bool:
        return not before.strip() and not _BULLET.match(line) and len(line) < 120 and _RANGE.search(line) is not None

    def open_section(self, title: str, place: Span) -> None:
        pointer: Pointer = ("sections", len(self.data["sections"]))
        self.spans[pointer] = self.spans[*pointer, "title"] = place
        title = title.title() if title.isupper() and len(title) > 3 else title
        self.data["sections"].append({"title": title, "parts": [], "isMarkdown": self.is_markdown})

    def add_to_section(self, text: str, place: Span, *, is_heading: bool) -> None:
        number = len(self.data["sections"]) - 1
        parts = self.data["sections"][-1]["parts"]
        if is_heading or not parts:
            pointer: Pointer = ("sections", number, "parts", len(parts))
            self.spans[pointer] = self.spans[*pointer, "text"] = place
            parts.append({"text": ""})
        if is_heading:
            parts[-1]["heading"] = text.strip()
            self.spans["sections", number, "parts", len(parts) - 1, "heading"] = place
        elif text.strip() or parts[-1]["text"]:
            if not parts[-1]["text"]:
                self.spans["sections", number, "parts", len(parts) - 1, "text"] = place
            parts[-1]["text"] += f"{text}\n"


# --- the profile ----------------------------------------------------------------------------------


def to_profile(root: Node) -> Data:
    """Return the profile that the outline makes."""
    basics = _basics(root.texts("head"))
    tag = detect(root.value, root)
    sections: list[Data | None] = []
    for node in root.children("sections"):
        title = node.text("title")
        node.at("isMarkdown").used()
        if title and titles.is_summary(title) and "summary" not in basics:
            text = _joined(node)
            story = summary_and_items(text, keep_lines=True)
            if "highlights" not in story:
                basics = mapping(**basics, **story)
                continue
        sections.append(_section(node, title, str(tag) if tag else None))
    return mapping(language=tag, basics=basics, sections=sections)


def _joined(node: Node) -> Placed | None:
    texts = [text for part in node.children("parts") for text in (part.text("heading"), part.text("text")) if text]
    return texts[0].but(markup.from_markdown("\n\n".join(texts))) if texts else None


def _basics(lines: list[Placed]) -> Data:
    """Return the person: the first line is the name, others are contacts, or a headline."""
    found: dict[str, list[Any]] = {"email": [], "phone": [], "url": [], "profiles": []}
    pieces = [line.but(bare) for line in lines[1:] for piece in _BETWEEN.split(line) if (bare := piece.strip(" ,;"))]
    rest = [piece.but(_bare(piece)) for piece in pieces if not _contact(piece, found)]
    single = {key: values[0] if len(values) == 1 else values for key, values in found.items() if key != "profiles"}
    label = next((text for text in rest if not _is_place(text)), None) if rest and len(rest[0]) < 80 else None
    where = next((text for text in rest if text is not label and _is_place(text)), None)
    others = [text for text in rest if text is not label and text is not where]
    return mapping(
        name=lines[0].but(_bare(lines[0])) if lines else None,
        label=label,
        location=where,
        profiles=found["profiles"],
        summary=[text.but(markup.from_markdown(text)) for text in others],
        **single,
    )


def _bare(text: str) -> str:
    """Return a text without the stars and lines around it."""
    return re.sub(r"^(?:[*_#>]+\s*)|(?:\s*[*_]+)$", "", text.strip()).strip()


def _is_place(text: str) -> bool:
    return bool(re.fullmatch(r"[^\d@:/]{2,30},\s*[^\d@:/]{2,30}(?:,\s*[^\d@:/]{2,30})?|\d{4,6}\s+[^\W\d]+.*", text))


def _contact(piece: Placed, found: dict[str, list[Any]]) -> bool:
    """Put a piece of the head where it belongs; return false if it is no way to reach somebody."""
    shown, linked = markup.link(_bare(piece))
    label, _, value = shown.partition(":")
    is_label = re.fullmatch(r"[^\W\d][\w .-]{1,20}", label) and value.strip() and not value.startswith("//")
    text = value.strip() if is_label else shown
    if email := _EMAIL.search(text if linked is None else f"{text} {linked}"):
        found["email"].append(piece.but(email[0]))
    elif url := linked or (web_address(text) if "@" not in text else None):
        network = label.strip() if text is not shown or linked else ""
        known = networks.network_key(network) in networks.NETWORKS
        if known or (linked and network and not web_address(shown)):
            found["profiles"].append({"network": piece.but(network), "url": piece.but(url)})
        else:
            found["url"].append(piece.but(url))
    elif _PHONE.fullmatch(text.strip()):
        found["phone"].append(piece.but(text.strip()))
    elif networks.network_key(label) in networks.NETWORKS and text is not shown:
        found["profiles"].append({"network": piece.but(label.strip()), "username": piece.but(text)})
    else:
        return False
    return True


# --- sections -------------------------------------------------------------------------------------


def _section(node: Node, title: Placed | None, tag: str | None) -> Data | None:
    kind = titles.kind_of(title, tag) if title else None
    parts = node.children("parts")
    if kind in _ENTRIES:
        found = [entry for part in parts for entry in _split(part)]
        if all(heading for heading, _ in found) and found:
            return section(kind, [_ENTRIES[kind](heading, text) for heading, text in found if heading], title)
    text = _joined(node)
    if kind == "skills" and (skills := list(_labelled(text))):
        return section("skills", skills, title)
    typed = lists.find(text or "")
    if text and typed and typed.is_numbered and not typed.before and not typed.after:
        return section("numbered", [text.but(each.text) for each in typed.items], title)
    story = summary_and_items(text, keep_lines=not node.flag("isMarkdown"))
    if "highlights" in story:
        return section("bullets", story["highlights"], title, **mapping(summary=story.get("summary")))
    summary = story.get("summary")
    return section("text", summary if isinstance(summary, list) else [summary], title)


def _split(part: Node) -> Iterator[tuple[Placed | None, Placed | None]]:
    """Yield the heading of an entry and its text; lines that begin in bold begin one where there is no heading."""
    heading, text = part.text("heading"), part.text("text")
    if heading or text is None:
        yield heading, text
        return
    pieces = re.split(r"(?m)^(?=(?:\*\*|__)\S)", text) if re.match(r"(?:\*\*|__)\S", text) else [text]
    for piece in pieces:
        if piece.strip():
            first, _, rest = piece.strip().partition("\n")
            is_heading = _BOLD.match(first) is not None
            yield (text.but(first), text.but(rest.strip("\n"))) if is_heading else (None, text.but(piece))


def _labelled(text: Placed | None) -> Iterator[Data]:
    """Yield the groups of skills of lines such as ``**Tools:** Git, Docker``; nothing if other lines are among them."""
    groups: list[Data] = []
    for line in (text or "").split("\n"):
        bare = re.sub(r"^[ \t]*[-*+\u2022][ \t]+", "", line).strip()
        if not bare or text is None:
            continue
        match = re.fullmatch(r"(?:\*\*)?([^*:]{2,40}?)(?::\*\*|\*\*:|\*\*\s*[-–—]|:)\s*(\S.*)", bare)
        if match is None:
            return
        words = [word.strip() for word in re.split(r"[,;]\s+", match[2])]
        groups.append({"name": text.but(match[1].strip()), "keywords": [text.but(word) for word in words if word]})
    yield from groups


def _parts_of(heading: Placed, text: Placed | None) -> tuple[list[Placed], Data, Placed | None]:
    """Return the parts of a heading, the dates in it or in the line below, and the text that is left."""
    when: Data = {}
    said, when = _without_dates(heading)
    pieces = [heading.but(markup.from_markdown(piece)) for piece in _pieces(said)]
    if len(pieces) == 1:
        pieces = [heading.but(part) for part in re.split(r",\s+(?!Inc\b|Ltd\b|LLC\b|GmbH\b)", pieces[0])]
    lines = (text or "").split("\n")
    while text and lines and not _BULLET.match(lines[0]):
        line = lines[0].strip()
        is_part = (
            len(line) < 100 and not line.endswith((".", ":")) and (line.startswith(("*", "_")) or _RANGE.search(line))
        )
        if line and not is_part:
            break
        rest, dates_below = _without_dates(text.but(line))
        when = when or dates_below
        pieces += [text.but(markup.from_markdown(piece)) for piece in _pieces(rest)]
        lines = lines[1:]
    left = "\n".join(lines).strip("\n")
    return pieces, when, text.but(markup.from_markdown(left)) if text and left.strip() else None


def _pieces(text: str) -> list[str]:
    """Return the parts of a heading: what is bold at its beginning, and what bars, dots and dashes divide."""
    if match := re.match(r"\s*(?:\*\*|__)(.+?)(?:\*\*|__)[\s,:|–—-]*(.*)", text):
        return [match[1].strip(" ,:"), *_pieces(match[2])]
    return [bare for piece in _BETWEEN.split(text) if (bare := _bare(piece.strip(" ,;")))]


def _without_dates(text: Placed) -> tuple[str, Data]:
    """Return a text without the dates at its end, and these dates."""
    match = next(reversed(list(_RANGE.finditer(text))), None)
    if match is None:
        return text, {}
    around = text[: match.start()] + " | " + text[match.end() :]
    last = match[2] or match[3]
    start, end = _date(match[1]), _date(last) if last else None
    rest = re.sub(r"[(\[]\s*\|\s*[)\]]", " | ", around).strip(" |,;\t–—-")
    if start is None or (last and end is None):
        return rest, {"date": text.but(match[0])}
    return rest, mapping(startDate=text.but(start), endDate=text.but(end)) if end else {"date": text.but(start)}


def _date(text: str) -> str | None:
    if re.fullmatch(_NOW, text, re.IGNORECASE):
        return "present"
    found = iso(text)
    if match := re.fullmatch(r"([^\W\d_]{3,})\.?,?\s+(?:de\s+)?(\d{4})", text):
        name = match[1].lower()
        month = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
        found = f"{match[2]}-{month:02d}" if month else found
    return found if dates.is_usual(found) else None


def _story(text: Placed | None) -> Data:
    return summary_and_items(text)


def _job(heading: Placed, text: Placed | None) -> Data:
    pieces, when, left = _parts_of(heading, text)
    names = [piece for each in pieces for piece in _at(each)]
    comment = "which is the employer, and which the position?" if len(names) > 1 and len(names) == len(pieces) else None
    at = len(names) > len(pieces)
    name, position = (
        (names[1], names[0]) if at else (names[0] if names else heading, names[1] if len(names) > 1 else None)
    )
    return mapping(
        name=name.but(name, comment),
        position=position,
        location=names[2] if len(names) > 2 else None,
        **when,
        **_with(_story(left), names[3:]),
    )


def _at(piece: Placed) -> list[Placed]:
    """Return the position and the employer of "Smith at the Mill"."""
    parts = _PREPOSITIONS.split(piece, maxsplit=1)
    return [piece.but(part) for part in parts] if len(parts) == 2 and all(parts) else [piece]


def _with(story: Data, more: list[Placed]) -> Data:
    """Return a story with what is left of a heading before its items."""
    return mapping(**{**story, "highlights": [*more, *story.get("highlights", [])]})


def _education(heading: Placed, text: Placed | None) -> Data:
    pieces, when, left = _parts_of(heading, text)
    words = r"universit|school|college|institut|schule|école|escuela|universidad|大学|academy|polytechni|faculty"
    at = next((i for i, piece in enumerate(pieces) if re.search(words, piece, re.IGNORECASE)), 0)
    others = pieces[:at] + pieces[at + 1 :]
    return mapping(
        institution=pieces[at] if pieces else heading,
        studyType=others[0] if others else None,
        area=others[1] if len(others) > 1 else None,
        **when,
        **_with(_story(left), others[2:]),
    )


def _project(heading: Placed, text: Placed | None) -> Data:
    pieces, when, left = _parts_of(heading, text)
    name = pieces[0] if pieces else heading
    shown, url = markup.link(name)
    return mapping(
        name=name.but(shown),
        url=name.but(url) if url else None,
        description=name.but(" – ".join(pieces[1:])) if len(pieces) > 1 else None,
        **when,
        **_story(left),
    )


_ENTRIES: Final[dict[str, Callable[[Placed, Placed | None], Data]]] = {
    "experience": _job,
    "education": _education,
    "projects": _project,
}
