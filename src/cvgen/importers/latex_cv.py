"""CVs in LaTeX, of the classes moderncv, Awesome-CV and AltaCV, and of Jake's template: their commands are read.

Other commands that stand where text does are listed as not imported. Nothing of the file is run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from cvgen.diagnostics import Pointer, Span
from cvgen.importers import latex_scan, titles
from cvgen.importers.file import File
from cvgen.importers.languages import detect
from cvgen.importers.latex_parts import story_of, when_of
from cvgen.importers.latex_text import to_markup
from cvgen.importers.node import Node, Placed, iso, web_address
from cvgen.importers.parts import Data, headed, mapping, section
from cvgen.steps.source import Source
from cvgen.text import networks

NAME = "a CV in LaTeX"

_SECTIONS: Final = frozenset({"section", "cvsection"})
_SUBSECTIONS: Final = frozenset({"subsection", "cvsubsection", "subsubsection"})
_PERSON: Final = frozenset({
    "name", "firstname", "familyname", "title", "position", "tagline", "address", "location", "phone", "mobile", "mobilenumber",
    "email", "mailaddress", "homepage", "website", "social", "github", "gitlab", "linkedin", "twitter", "x", "orcid",
    "stackoverflow", "googlescholar", "skype", "reddit", "medium", "kaggle", "quote", "extrainfo", "born", "dateofbirth",
    "photo", "photoR", "photoL",
})  # fmt: skip
# Commands around a CV that print nothing of it.
_LAYOUT: Final = frozenset(
    [
        "documentclass",
        "usepackage",
        "moderncvstyle",
        "moderncvcolor",
        "moderncvtheme",
        "geometry",
        "setlength",
        "renewcommand",
        "newcommand",
        "definecolor",
        "colorlet",
        "makecvtitle",
        "maketitle",
        "makecvheader",
        "makecvfooter",
        "end",
        "begin",
        "vspace",
        "hspace",
        "smallskip",
        "medskip",
        "bigskip",
        "newpage",
        "clearpage",
        "pagestyle",
        "nopagenumbers",
        "setmainfont",
        "setsansfont",
        "fontdir",
        "colorizelinks",
        "acvHeaderSocialSep",
        "setbool",
        "hypersetup",
        "pagenumbering",
        "inputencoding",
        "thispagestyle",
        "columnratio",
        "switchcolumn",
        "divider",
        "makecvheader",
        "cvsectionrule",
        "hrule",
        "noindent",
        "raggedright",
        "raggedbottom",
        "addtolength",
        "urlstyle",
        "titleformat",
        "fancyhf",
        "fancyfoot",
        "rule",
        "labelitemi",
        "resumeSubHeadingListStart",
        "resumeSubHeadingListEnd",
        "resumeItemListStart",
        "resumeItemListEnd",
        "pdfgentounicode",
        "glyphtounicode",
        "fi",
        "personalinfo",
        "labelitemii",
        "renewenvironment",
        "newenvironment",
        "color",
        "selectlanguage",
        "fontsize",
        "selectfont",
        "centering",
        "scshape",
        "vfill",
        "linespread",
        "faicon",
    ]
)


def recognise(file: File) -> bool:
    """Return whether the file is LaTeX: its ending, or how it begins."""
    return file.suffix == ".tex" or re.match(rb"(?:\s|%[^\n]*\n)*\\documentclass", file.content[:20_000]) is not None


def read(file: File) -> Source:
    """Return the commands about the person, and the sections with their commands and texts."""
    data: dict[str, Any] = {"head": [], "sections": []}
    spans: dict[Pointer, Span] = {(): Span(file.path, 1)}
    for piece in latex_scan.pieces(file):
        if piece.command in _SECTIONS and piece.arguments:
            data["sections"].append({"title": piece.arguments[0], "parts": []})
            spans["sections", len(data["sections"]) - 1, "title"] = piece.span
        elif piece.command == "personalinfo" and piece.arguments:
            inner = File(file.path, piece.arguments[0].encode())
            _add_all(
                data["head"], [each._replace(span=piece.span) for each in latex_scan.pieces(inner)], ("head",), spans
            )
        elif piece.command in _PERSON and not data["sections"]:
            _add_all(data["head"], [piece], ("head",), spans)
        elif data["sections"] and piece.command not in _LAYOUT:
            pointer = ("sections", len(data["sections"]) - 1, "parts")
            _add_all(data["sections"][-1]["parts"], [piece], pointer, spans)
    return Source(file.path, data, spans, {})


def _add_all(to: list[Any], pieces: list[latex_scan.Piece], pointer: Pointer, spans: dict[Pointer, Span]) -> None:
    for piece in pieces:
        place = (*pointer, len(to))
        spans[place] = piece.span
        fields = {"option": ", ".join(piece.options), **{str(i): each for i, each in enumerate(piece.arguments)}}
        to.append({"command": piece.command, **{key: each for key, each in fields.items() if each.strip()}})
        spans.update({(*place, key): piece.span for key in to[-1]})


def to_profile(root: Node) -> Data:
    """Return the profile that the commands make."""
    basics = _basics(root.children("head"))
    tag = detect(_plain(root.value), root)
    sections: list[Data | None] = []
    for node in root.children("sections"):
        title = _text(node, "title")
        sections += _section(node.children("parts"), title, str(tag) if tag else None)
    return mapping(language=tag, basics=basics, sections=[each for each in sections if each])


def _plain(value: Any) -> Any:
    return re.sub(r"\\[A-Za-z]+|[{}]", " ", str(value))


def _text(node: Node, key: str) -> Placed | None:
    text = node.text(key)
    said = to_markup(re.sub(r"\\\\(?:\[[^\]]*\])?", " ", text)) if text else ""
    return text.but(said) if text and said else None


# --- the person -----------------------------------------------------------------------------------


def _basics(nodes: list[Node]) -> Data:
    found: dict[str, list[Any]] = {}
    names: list[Placed] = []
    for node in nodes:
        command = str(node.text("command") or "")
        values = [text for key in "0123" if (text := _text(node, key))]
        if not values:
            continue
        if command in {"name", "firstname", "familyname"}:
            names += values
        elif command in _ONE_LINERS:
            key = _ONE_LINERS[command]
            text = values[0] if len(values) == 1 else values[0].but(", ".join(values))
            found.setdefault(key, []).append(_contact(key, text, node))
        elif command in {"photo", "photoR", "photoL"}:
            found.setdefault("image", []).append(values[-1])
        elif (
            command == "social"
            or networks.network_key(command) in networks.NETWORKS
            or command in {"orcid", "x", "skype"}
        ):
            network = node.text("option") if command == "social" else None
            name = (
                network.but(_NAMES.get(network.lower(), network))
                if network
                else values[0].but(
                    "Google Scholar" if command == "googlescholar" else _NAMES.get(command, command.title())
                )
            )
            found.setdefault("profiles", []).append({"network": name, "username": values[0]})
        node.ignore("option", technical=True, because="it is about the look")
    single = {
        key: each[0] if len(each) == 1 else each for key, each in found.items() if key not in {"profiles", "image"}
    }
    return mapping(
        name=names[0].but(" ".join(names)) if names else None,
        image=found.get("image", [None])[0],
        profiles=found.get("profiles"),
        **{key: each for key, each in single.items() if key != "label" or not isinstance(each, list)},
    )


_NAMES: Final = {
    "github": "GitHub",
    "gitlab": "GitLab",
    "linkedin": "LinkedIn",
    "orcid": "ORCID",
    "stackoverflow": "Stack Overflow",
}
_ONE_LINERS: Final = {
    "title": "label", "position": "label", "tagline": "label", "address": "location", "location": "location", "phone": "phone",
    "mobile": "phone", "mobilenumber": "phone", "email": "email", "mailaddress": "location", "homepage": "url", "website": "url",
    "quote": "epigraph", "extrainfo": "summary", "born": "birthDate", "dateofbirth": "birthDate",
}  # fmt: skip


def _contact(key: str, text: Placed, node: Node) -> Placed:
    if key == "url":
        return text.but(web_address(text) or text)
    if key == "email":
        return node.email("0") or text
    if key == "label":
        return text.but(re.sub(r"\s*(?:\\enskip)?\s*\u00b7\s*", " · ", text))
    return text.but(iso(text)) if key == "birthDate" else text


# --- sections -------------------------------------------------------------------------------------


def _section(parts: list[Node], title: Placed | None, tag: str | None) -> Iterator[Data]:
    """Yield the sections of a title: one for each run of commands of a kind, or one with its subsections inside."""
    kind = titles.kind_of(title, tag) if title else None
    heads = [i for i, node in enumerate(parts) if node.value.get("command") in _SUBSECTIONS]
    yield from _runs(parts[: heads[0] if heads else len(parts)], title, kind)
    inner: list[Data] = []
    for start, end in zip(heads, [*heads[1:], len(parts)], strict=False):
        parts[start].at("command").used()
        under = _text(parts[start], "0")
        own = titles.kind_of(under, tag) if under else None
        inner += _runs(parts[start + 1 : end], under, own or kind)
    if inner:
        yield mapping(title=title, sections=inner)


def _runs(parts: list[Node], title: Placed | None, kind: str | None) -> Iterator[Data]:
    """Yield a section for each run of entries of one kind; the title stands above the first."""
    runs: list[tuple[str, list[Any]]] = []
    for node in parts:
        found, entries = _read(node, str(node.value.get("command", "")), kind, runs)
        if entries and (not runs or runs[-1][0] != found):
            runs.append((found, []))
        if entries:
            runs[-1][1].extend(entries)
    for number, (found, entries) in enumerate(runs):
        made = section(found, entries, None if number else title)
        if made and "title" not in made and number and title:
            made = {"title": title.but(title, "more of the section above"), **made}
        if made:
            yield made


def _read(node: Node, command: str, kind: str | None, runs: list[tuple[str, list[Any]]]) -> tuple[str, list[Any]]:
    """Return the kind and the entries that a command makes."""
    if command not in _COMMANDS and command != "":
        return "text", []
    node.at("command").used()
    if command == "":
        return _of_text(node, runs)
    return _COMMANDS[command](node, kind)


def _of_text(node: Node, runs: list[tuple[str, list[Any]]]) -> tuple[str, list[Any]]:
    """Return a text between commands: list items, which belong to the entry before them if it has none; or paragraphs."""
    text = node.text("0")
    story = story_of(text)
    if runs and "highlights" in story and runs[-1][0] in {"experience", "projects", "education"} and runs[-1][1]:
        entry = runs[-1][1][-1]
        entry.setdefault("highlights", []).extend(story["highlights"])
        return runs[-1][0], []
    if "highlights" in story and "summary" not in story:
        return "bullets", story["highlights"]
    said = story.get("summary", [])
    return "text", [
        *(said if isinstance(said, list) else [said]),
        *(_flat(item) for item in story.get("highlights", [])),
    ]


def _flat(item: Any) -> Placed:
    text = item if isinstance(item, Placed) else item["text"]
    return text.but(f"• {text}")


def _entry(
    kind: str | None,
    title: Placed | None,
    at: Placed | None,
    where: Placed | None,
    when: Placed | None,
    story: Data,
    grade: Placed | None = None,
) -> tuple[str, list[Data]]:
    """Return an entry of the kind that its section has."""
    whole = {**when_of(when), **story}
    if kind == "education":
        fields = mapping(
            institution=at,
            studyType=title,
            location=where,
            score=grade,
            **whole,
        )
        entry = headed("institution", fields, "studyType", "location")
        return "education", [entry] if entry else []
    if kind == "projects":
        entry = headed("name", mapping(name=title, entity=at, location=where, **whole), "entity")
        return "projects", [entry] if entry else []
    fields = mapping(name=at, position=title, location=where, **_graded(whole, grade))
    entry = headed("name", fields, "position", "location")
    return "experience", [entry] if entry else []


def _graded(story: Data, grade: Placed | None) -> Data:
    return {**story, "highlights": [grade, *story.get("highlights", [])]} if grade else story


def _cventry(node: Node, kind: str | None) -> tuple[str, list[Any]]:
    """Read moderncv's entry of six arguments, or Awesome-CV's of five."""
    node.ignore("option", technical=True, because="it is about the look")
    if "5" in node.value or (
        re.search(r"\d{4}", str(node.value.get("0", ""))) and not re.search(r"\d{4}", str(node.value.get("3", "")))
    ):
        when, title, at, where, grade = (_text(node, key) for key in "01234")
        return _entry(kind, title, at, where, when, story_of(node.text("5")), grade)
    title, at, where, when = (_text(node, key) for key in "0123")
    return _entry(kind, title, at, where, when, story_of(node.text("4")))


def _cvevent(node: Node, kind: str | None) -> tuple[str, list[Any]]:
    title, at, when, where = (_text(node, key) for key in "0123")
    return _entry(kind, title, at, where, when, {})


def _subheading(node: Node, kind: str | None) -> tuple[str, list[Any]]:
    """Read the entry of Jake's template: in education the school comes first, elsewhere the position."""
    first, second, third, fourth = (_text(node, key) for key in "0123")
    is_date_second = bool(re.search(r"(?:19|20)\d{2}", second or ""))
    when, where = (second, fourth) if is_date_second else (fourth, second)
    title, at = (third, first) if kind == "education" or not is_date_second else (first, third)
    return _entry(kind, title, at, where, when, {})


def _project_heading(node: Node, _: str | None) -> tuple[str, list[Any]]:
    name, when = _text(node, "0"), _text(node, "1")
    return _entry("projects", name, None, None, when, {})


def _item(node: Node, kind: str | None) -> tuple[str, list[Any]]:
    """Read a label and its text."""
    label, text = _text(node, "0"), _text(node, "1")
    if label is None or text is None:
        return "bullets", [each for each in (label, text) if each]
    if kind == "languages":
        return "languages", [{"language": label, "fluency": text}]
    if kind in {"skills", "interests"}:
        words = re.split(r",\s+", text)
        keywords = (
            [text.but(word) for word in words] if len(words) > 1 and all(len(word) < 40 for word in words) else None
        )
        fields = {"keywords": keywords} if keywords else {"summary": text}
        return ("interests" if kind == "interests" else "skills"), [{"name": label, **fields}]
    return "table", [{"label": label, "value": text}]


def _double(node: Node, kind: str | None) -> tuple[str, list[Any]]:
    pairs = [(_text(node, a), _text(node, b)) for a, b in ("01", "23")]
    found = "skills" if kind == "skills" else "table"
    names = ("name", "summary") if found == "skills" else ("label", "value")
    return found, [dict(zip(names, pair, strict=True)) for pair in pairs if all(pair)]


def _commented(node: Node, kind: str | None) -> tuple[str, list[Any]]:
    label, text, comment = (_text(node, key) for key in "012")
    if label is None:
        return "bullets", [each for each in (text, comment) if each]
    if kind == "languages":
        return "languages", [mapping(language=label, fluency=text, summary=comment)]
    both = [each for each in (text, comment) if each]
    return "table", [{"label": label, "value": both or label}]


def _honor(node: Node, _: str | None) -> tuple[str, list[Any]]:
    title, event, where, when = (_text(node, key) for key in "0123")
    return "awards", [mapping(title=title or event, awarder=event if title else None, location=where, date=when)]


def _bullets(node: Node, _: str | None) -> tuple[str, list[Any]]:
    return "bullets", [text for key in "012" if (text := _text(node, key))]


def _skill(node: Node, _: str | None) -> tuple[str, list[Any]]:
    name, listed = _text(node, "0"), _text(node, "1")
    if name is None:
        return "skills", []
    words = re.split(r",\s+", listed) if listed else []
    return "skills", [mapping(name=name, keywords=[name.but(word) for word in words])]


def _tag(node: Node, _: str | None) -> tuple[str, list[Any]]:
    return "bullets", [text for key in "0" if (text := _text(node, key))]


def _sub_item(node: Node, _: str | None) -> tuple[str, list[Any]]:
    return _bullets(node, None)


_COMMANDS: Final[dict[str, Callable[[Node, str | None], tuple[str, list[Any]]]]] = {
    "cventry": _cventry,
    "cvitem": _item,
    "cvline": _item,
    "cvdoubleitem": _double,
    "cvitemwithcomment": _commented,
    "cvlanguage": _commented,
    "cvlistitem": _bullets,
    "cvlistdoubleitem": _bullets,
    "cvhonor": _honor,
    "cvskill": _skill,
    "cvtag": _tag,
    "cvevent": _cvevent,
    "resumeSubheading": _subheading,
    "resumeProjectHeading": _project_heading,
    "resumeItem": _sub_item,
    "resumeSubItem": _sub_item,
}
