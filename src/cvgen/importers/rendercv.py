"""RenderCV 2 (https://rendercv.com): all content is below ``cv``, in sections of any name.

A section has entries of one of nine types, which are told apart by their keys. Texts are Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from cvgen.importers import markup
from cvgen.importers.file import File
from cvgen.importers.languages import detect
from cvgen.importers.node import Node, Placed, is_empty
from cvgen.importers.parts import Data, headed, items, mapping, paragraphs, section
from cvgen.steps.source import Source
from cvgen.text import networks

NAME = "RenderCV"

# The languages of its locales.
_LANGUAGES: Final = {
    "arabic": "ar", "danish": "da", "dutch": "nl", "french": "fr", "german": "de", "hebrew": "he", "hindi": "hi",
    "hungarian": "hu", "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko", "mandarin_chinese": "zh-Hans",
    "norwegian_bokmål": "nb", "norwegian_nynorsk": "nn", "persian": "fa", "portuguese": "pt", "russian": "ru",
    "spanish": "es", "turkish": "tr", "vietnamese": "vi",
}  # fmt: skip
_ENGLISH: Final = frozenset({"english", "en"})
_PAPERS: Final = {"a4": "a4", "us-letter": "letter", "us_letter": "letter", "letter": "letter", "a4paper": "a4"}
_SMALL_WORDS: Final = frozenset({
    "a", "and", "as", "at", "but", "by", "for", "from", "if", "in", "into", "like", "near", "nor", "of", "off",
    "on", "onto", "or", "over", "so", "than", "that", "to", "upon", "when", "with", "yet",
})  # fmt: skip
_ACCOUNTS: Final = {"imdb": "https://www.imdb.com/name/{}", "whatsapp": "https://wa.me/{}"}
_LOOK: Final = "it is about the look that RenderCV gives it"
# The kinds of sections whose entries have a name and nothing that tells what they are, by words of the titles.
_NAMED_KINDS: Final = (
    ("awards", r"award|honou?r|prize|scholarship|fellowship|auszeichnung|prix|premi", "title"),
    ("certificates", r"certif|licen[sc]e|zertifi", "name"),
    ("talks", r"\btalks?\b|presentation|conference|vortr|conférence", "name"),
)
_LANGUAGE_TITLE: Final = re.compile(
    r"(?:spoken )?languages?|sprachen|sprachkenntnisse|langues|idiomas|lingue|语言", re.IGNORECASE
)


def recognise(file: File) -> bool:
    """Return whether there is a mapping ``cv``, and no ``basics``."""
    data = file.data
    return isinstance(data, Mapping) and isinstance(data.get("cv"), Mapping) and "basics" not in data


def read(file: File) -> Source:
    """Return the file as data."""
    return file.source


def to_profile(root: Node) -> Data:
    """Return the profile that the data makes."""
    cv = root.child("cv")
    settings = root.child("settings", "rendercv_settings")
    texts = _Texts(settings.texts("bold_keywords"))
    sections = cv.child("sections")
    found = [_section(sections, key, texts) for key in sections.names()]
    profile = mapping(basics=_basics(cv, texts), sections=[each for each in found if each], design=_design(root))
    for key in ("design", "settings", "rendercv_settings", "locale", "locale_catalog"):
        root.ignore(key, technical=True, because=_LOOK)
    return mapping(language=_language(root, profile), **profile)


class _Texts:
    """Reads texts with RenderCV's Markdown as texts of a profile."""

    def __init__(self, bold: list[Placed]) -> None:
        self.bold = bold

    def one(self, text: Placed | None) -> Placed | None:
        """Return a text."""
        return None if text is None else text.but(markup.with_bold(markup.from_markdown(text), self.bold))

    def each(self, texts: list[Placed]) -> list[Placed]:
        """Return texts."""
        return [said for text in texts if (said := self.one(text))]

    def items(self, texts: list[Placed]) -> list[Placed | Data]:
        """Return list items: what stands after each " - " is an item below."""
        lines = [text.but(re.sub(r"\s+- ", "\n- ", text)) for text in texts]
        return items(self.each(lines))


def _basics(cv: Node, texts: _Texts) -> Data:
    accounts = [_account(each) for each in cv.children("social_networks")]
    others = [_connection(each) for each in cv.children("custom_connections")]
    return mapping(
        name=cv.text("name"),
        label=texts.one(cv.text("headline", "label")),
        image=cv.text("photo"),
        email=_one_or_all([email for email in map(_email, _each(cv, "email")) if email]),
        phone=_one_or_all([text.but(re.sub(r"^tel:", "", text)) for text in cv.texts("phone")]),
        url=_one_or_all([url for each in _each(cv, "website") if (url := each.url("value"))]),
        location=texts.one(cv.text("location")),
        profiles=[each for each in accounts if each],
        facts=[each for each in others if each],
    )


def _each(node: Node, key: str) -> Iterator[Node]:
    """Yield the texts of a field that has one or a list of them, each as the field ``value`` of a node."""
    found = node.at(key)
    values = [found.at(i) for i in range(len(found.value))] if isinstance(found.value, list) else [found]
    for value in values:
        if value:
            yield _Single(value)


class _Single(Node):
    """A text that is read as if it were a field, so that what checks fields checks it."""

    def __init__(self, node: Node) -> None:
        super().__init__(node.reading, node.value, node.pointer)

    def at(self, *_: str | int) -> Node:
        """Return the text itself."""
        return Node(self.reading, self.value, self.pointer)


def _email(node: Node) -> Placed | None:
    return node.email("value")


def _one_or_all(texts: list[Placed]) -> Placed | list[Placed] | None:
    return texts[0] if len(texts) == 1 else texts or None


def _account(node: Node) -> Data | None:
    network, username = node.text("network"), node.text("username")
    if network is None or username is None:
        return None
    address = _ACCOUNTS.get(networks.network_key(network))
    url = address.format(re.sub(r"[^\w]", "", username)) if address else None
    return mapping(network=network, username=username, url=url and username.but(url))


def _connection(node: Node) -> Placed | None:
    """Return a connection of the user's own as a text, which is a link if it has an address."""
    shown = node.text("placeholder")
    node.ignore("fontawesome_icon", technical=True, because=_LOOK)
    is_mail = str(node.at("url").value).startswith("mailto:")
    url = node.text("url") if is_mail else node.url("url")
    if shown is None:
        return url
    return shown.but(f"[{markup.literal(shown)}]({url})") if url else shown.but(markup.literal(shown))


def _language(root: Node, profile: Data) -> Placed | None:
    locale = root.child("locale", "locale_catalog")
    name = locale.text("language")
    if name is None:
        return detect(profile, root)
    if name.lower() in _ENGLISH:
        return None
    tag = _LANGUAGES.get(name.lower())
    if tag is None and re.fullmatch(r"[a-z]{2}(?:-\w+)?", name):
        return name
    if tag is None:
        locale.reading.used.discard((*locale.pointer, "language"))
        locale.ignore("language", because=f'cvgen has no words in the language "{name}"')
    return name.but(tag) if tag else None


def _design(root: Node) -> Data:
    design = root.child("design")
    page, colours = design.child("page"), design.child("colors")
    paper = page.text("size")
    size = design.child("typography").child("font_size").text("body")
    colour = colours.text("section_titles", "primary", "name")
    found = {"paper": (paper, _paper(paper)), "accent": (colour, _colour(colour)), "size": (size, points(size))}
    for text, value in found.values():
        if text and value is None:
            root.reading.take_back(text, _LOOK, technical=True)
    return mapping(**{key: value for key, (_, value) in found.items()})


def _paper(text: Placed | None) -> Placed | None:
    name = _PAPERS.get(text.lower()) if text else None
    return text.but(name) if text and name else None


def points(text: Placed | None) -> Placed | None:
    """Return a size in points without its unit, if a profile can have it."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)pt", text) if text else None
    return text.but(match[1]) if text and match and 8 <= float(match[1]) <= 14 else None


def _colour(text: Placed | None) -> Placed | None:
    """Return a colour in hexadecimal digits, from those or from rgb(0, 79, 144)."""
    if text is None:
        return None
    if re.fullmatch(r"#?(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})", text):
        return text.but(f"#{text.lstrip('#').upper()}")
    match = re.fullmatch(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)", text)
    if match is None or any(int(part) > 255 for part in match.groups()):
        return None
    return text.but("#" + "".join(f"{int(part):02X}" for part in match.groups()))


# --- sections -------------------------------------------------------------------------------------


def _section(sections: Node, key: str, texts: _Texts) -> Data | None:
    found = sections.at(key)
    if not isinstance(found.value, list):
        hint = "write a list of entries"
        found.reading.problem(f"{found.name} must be a list", found.pointer, hint, "wrong-type")
        return None
    title = Placed(_title(key), found.reading.key_span(found.pointer))
    nodes = [node for i in range(len(found.value)) if (node := found.at(i))]
    kinds = [_type(node) for node in nodes]
    kind = next((each for each in kinds if each), None)
    if kind is None:
        for node in nodes:
            hint = "RenderCV tells an entry by keys such as company, institution, title, name, label or bullet"
            node.reading.problem(f"{node.name} is of no type that RenderCV has", node.pointer, hint, "unknown-key")
        return None
    fitting: list[Node] = []
    for node, its_kind in zip(nodes, kinds, strict=True):
        if its_kind == kind:
            fitting.append(node)
        else:
            message = f'{node.name} is not of the type of the entries before it, which have "{kind}"'
            node.reading.problem(message, node.pointer, "put it into a section of its own", "unknown-key")
    build = _TYPES[kind]
    return build(fitting, title, texts)


def _type(node: Node) -> str | None:
    """Return the key that tells the type of an entry; None if it has none."""
    if not node.is_mapping:
        return None if isinstance(node.value, list) else "text"
    return next((key for key in _TYPES if key in node.value and not is_empty(node.value[key])), None)


def _title(key: str) -> str:
    """Return the title that the key of a section stands for: ``invited_talks`` is Invited Talks."""
    if " " in key or key.lower() != key:
        return key
    words = key.split("_")
    return " ".join(word if word in _SMALL_WORDS else word[:1].upper() + word[1:] for word in words)


def _dates(node: Node) -> Data:
    """Return the dates of an entry: a ``date`` counts alone, and a start without an end goes on."""
    if "date" in node:
        for key in ("start_date", "end_date"):
            node.ignore(key, because='RenderCV prints "date" in its place')
        return mapping(date=node.date("date"))
    start, end = node.date("start_date"), node.date("end_date")
    if start and not end:
        end = start.but("present")
    return mapping(startDate=start, endDate=end) if start else mapping(date=end)


def _named(text: Placed | None) -> tuple[Placed | None, Placed | None]:
    """Return a name, and its address if all of it is a link."""
    if text is None:
        return None, None
    name, url = markup.link(text)
    return text.but(name), text.but(url) if url else None


def _complex(node: Node, texts: _Texts) -> Data:
    return mapping(
        location=texts.one(node.text("location")),
        **_dates(node),
        summary=paragraphs(texts.one(node.text("summary"))),
        highlights=texts.items(node.texts("highlights")),
    )


def _education(nodes: list[Node], title: Placed, texts: _Texts) -> Data | None:
    def entry(node: Node) -> Data | None:
        institution, url = _named(texts.one(node.text("institution")))
        degree, area = texts.one(node.text("degree")), texts.one(node.text("area"))
        fields = mapping(institution=institution, url=url, studyType=degree, area=area, **_complex(node, texts))
        return headed("institution", fields, "studyType", "area")

    return section("education", map(entry, nodes), title)


def _experience(nodes: list[Node], title: Placed, texts: _Texts) -> Data | None:
    def entry(node: Node) -> Data | None:
        name, url = _named(texts.one(node.text("company")))
        fields = mapping(name=name, url=url, position=texts.one(node.text("position")), **_complex(node, texts))
        return headed("name", fields, "position", "location")

    return section("experience", map(entry, nodes), title)


def _normal(nodes: list[Node], title: Placed, texts: _Texts) -> Data | None:
    entries: list[Data] = []
    for node in nodes:
        name, url = _named(texts.one(node.text("name")))
        entries.append(mapping(name=name, url=url, **_complex(node, texts)))
    for kind, words, heading in _NAMED_KINDS:
        fields = {"name", "url", "date", "summary"} | ({"location", "highlights"} if kind != "certificates" else set())
        if re.search(words, title, re.IGNORECASE) and all(entry.keys() <= fields for entry in entries):
            named = [{heading if key == "name" else key: value for key, value in entry.items()} for entry in entries]
            return section(kind, named, title)
    return section("projects", entries, title)


def _publications(nodes: list[Node], title: Placed, texts: _Texts) -> Data | None:
    owner = str(nodes[0].reading.source.data["cv"].get("name")).casefold()

    def entry(node: Node) -> Data | None:
        name, url = _named(texts.one(node.text("title")))
        fields = mapping(
            name=name,
            authors=[_author(text, owner) for text in node.texts("authors")],
            publisher=texts.one(node.text("journal")),
            releaseDate=node.date("date"),
            doi=_doi(node.text("doi")),
            url=node.url("url") or url,
            summary=texts.one(node.text("summary")),
        )
        return headed("name", fields, "publisher", "summary")

    return section("publications", map(entry, nodes), title)


def _author(text: Placed, owner: str) -> Placed | Data:
    """Return an author; one in stars is the owner of the CV, whose own name needs no mark."""
    name = re.fullmatch(r"(\*{1,3}|_{1,2})(.+)\1", text)
    if name and name[2].casefold() == owner:
        return text.but(name[2])
    if name:
        return {"name": text.but(markup.from_markdown(name[2])), "me": True}
    return text.but(markup.from_markdown(text))


def _doi(text: Placed | None) -> Placed | None:
    match = re.search(r"\b10\.\d{4,}\S*", text) if text else None
    return text.but(match[0]) if text and match else text


def _one_line(nodes: list[Node], title: Placed, texts: _Texts) -> Data | None:
    pairs = [(texts.one(node.text("label")), texts.one(node.text("details"))) for node in nodes]
    complete = [(label, details) for label, details in pairs if label and details]
    if _LANGUAGE_TITLE.fullmatch(title) and all("," not in details for _, details in complete):
        return section("languages", [mapping(language=label, fluency=details) for label, details in complete], title)
    return section("skills", [mapping(name=label, **_keywords(details)) for label, details in pairs if label], title)


def _keywords(details: Placed | None) -> Data:
    """Return what a label has: keywords, if it is a list with commas, or else a text."""
    if details is None:
        return {}
    words = re.split(r",\s+(?![^()\[\]]*[)\]])", details)
    if len(words) > 1 and all(word.strip() and len(word) <= 40 and "**" not in word for word in words):
        return {"keywords": [details.but(word.strip()) for word in words]}
    return {"summary": details}


def _listed(kind: str, key: str) -> Callable[[list[Node], Placed, _Texts], Data | None]:
    def build(nodes: list[Node], title: Placed, texts: _Texts) -> Data | None:
        return section(kind, texts.each([text for node in nodes if (text := node.text(key))]), title)

    return build


def _reversed(nodes: list[Node], title: Placed, texts: _Texts) -> Data | None:
    """Return a table whose labels count down to 1, as such entries do."""
    found = texts.each([text for node in nodes if (text := node.text("reversed_number"))])
    rows = [{"label": text.but(f"{len(found) - i}"), "value": text.but(text)} for i, text in enumerate(found)]
    return section("table", rows, title)


def _plain(nodes: list[Node], title: Placed, texts: _Texts) -> Data | None:
    found = [text for node in nodes if (text := node.scalar())]
    return section("text", texts.each(found), title)


# The types, by a key that only one of them has. One that has several keys of these is of the first type.
_TYPES: Final[Mapping[str, Callable[[list[Node], Placed, _Texts], Data | None]]] = {
    "institution": _education,
    "company": _experience,
    "title": _publications,
    "label": _one_line,
    "bullet": _listed("bullets", "bullet"),
    "number": _listed("numbered", "number"),
    "reversed_number": _reversed,
    "name": _normal,
    "text": _plain,
}
