"""Exports HTML: one page that stands by itself, without scripts and without anything from another address.

There are two looks, which go with the fonts of the style: ``serif.css`` and ``sans.css``, on ``page.css``. What a web page should not tell
everybody (street, phone, mail, date of birth, the contacts of referees) is left out unless asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cvgen.text.inline import Code, Emphasis, Inline, Link, Plain, Strong, Text

if TYPE_CHECKING:
    from markupsafe import Markup

    from cvgen.exporters import RenderedDocument
    from cvgen.exporters.flow import Part
    from cvgen.steps.document import Document

NEEDS: Final = "document"
_FOLDER: Final = Path(__file__).parent
_MAX_LEVEL: Final = 6  # of headings


def export(rendered: RenderedDocument) -> Mapping[str, bytes]:
    """Return the page."""
    return {f"{rendered.name}.html": page(rendered).encode()}


def page(rendered: RenderedDocument) -> str:
    """Return the page as text."""
    import jinja2

    from cvgen.exporters import flow

    document, design = rendered.document, rendered.design
    if not rendered.contact:
        document = _public(document)
    language = document.language
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True, finalize=_finalize,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    templates.globals.update(
        kind=lambda part: type(part).__name__, heading=lambda level: f"h{min(level + 1, _MAX_LEVEL)}"
    )
    look = "serif" if design.fonts["text"].serif else "sans"
    styles = [(_FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in ("page", look)]
    return templates.get_template("page.html.j2").render(
        person=document.person,
        language=language,
        contacts=[(each, flow.linked(each.text, each.url)) for each in document.person.contacts],
        summary=list(flow.summary(document)),
        facts=[flow.fact(each, language) for each in document.person.facts],
        parts=list(_grouped(flow.body(document, design))),
        photo=_photo(document.person.image) if design.photo else None,
        photo_description=language.words["photoOf"].replace("{name}", str(document.person.name)),
        styles=_raw("\n".join(styles).replace("ACCENT", f"#{design.accent}")),
        data=_raw(json.dumps(_linked_data(document), ensure_ascii=False).replace("<", r"\u003c")),
    )


def _public(document: Document) -> Document:
    """Return the document without what a page for the web should not tell everybody."""
    import dataclasses

    from cvgen.steps.document.model import Entry, Kind, Section

    def section(node: Section) -> Section:
        blocks = tuple(
            dataclasses.replace(block, facts=()) if isinstance(block, Entry) and block.kind is Kind.REFERENCE else block
            for block in node.blocks
        )
        return dataclasses.replace(node, blocks=blocks, sections=tuple(map(section, node.sections)))

    person = document.person
    contacts = tuple(each for each in person.contacts if each.kind in {Kind.URL, Kind.PROFILE})
    birth = document.language.words["birthDate"]
    facts = tuple(each for each in person.facts if str(each.label) != birth)
    public = dataclasses.replace(person, contacts=contacts, facts=facts)
    return dataclasses.replace(document, person=public, sections=tuple(map(section, document.sections)))


def _grouped(parts: Iterator[Part]) -> Iterator[tuple[Part, ...]]:
    """Yield each part, those of an entry with its head as one group, which a print keeps together."""
    from cvgen.exporters.flow import EntryHead, Heading

    group: list[Part] = []
    for part in parts:
        if isinstance(part, Heading | EntryHead) and group:
            yield tuple(group)
            group = []
        group.append(part)
    if group:
        yield tuple(group)


def _finalize(value: object) -> object:
    return _raw("".join(_html(value.inlines))) if isinstance(value, Text) else value


def _html(nodes: Sequence[Inline]) -> Iterator[str]:
    from markupsafe import escape

    tags = {Strong: "strong", Emphasis: "em"}
    for node in nodes:
        if isinstance(node, Plain):
            yield str(escape(node.text)).replace("\n", "<br>")
        elif isinstance(node, Code):
            yield f"<code>{escape(node.text)}</code>"
        elif isinstance(node, Link):
            yield f'<a href="{escape(node.url)}">{"".join(_html(node.children))}</a>'
        else:
            tag = tags[type(node)]
            yield f"<{tag}>{''.join(_html(node.children))}</{tag}>"


def _raw(html: str) -> Markup:
    """Mark text as HTML that is escaped."""
    from markupsafe import Markup

    return Markup(html)  # noqa: S704  (whoever calls this has escaped it)


def _photo(path: Path | None) -> str | None:
    """Return a photo as an address that has its bytes."""
    import base64

    from cvgen.look import photos

    if path is None:
        return None
    photo = photos.prepare(path)
    kind = "png" if photo.suffix == ".png" else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(photo.content).decode()}"


def _linked_data(document: Document) -> dict[str, Any]:
    """Return who the person is, in the terms of schema.org."""
    from cvgen.steps.document import walk
    from cvgen.steps.document.model import Entry, Kind

    person = document.person
    entries = [node for node in walk.nodes(document.sections) if isinstance(node, Entry)]
    schools = [str(each.title) for each in entries if each.kind is Kind.EDUCATION]
    jobs = [each for each in entries if each.kind is Kind.EXPERIENCE]
    accounts = [each.url for each in person.contacts if each.kind in {Kind.PROFILE, Kind.URL} and each.url]
    mail = next((str(each.text) for each in person.contacts if each.kind is Kind.EMAIL), None)
    known = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": str(person.name),
        "alternateName": str(person.native_name) if person.native_name else None,
        "jobTitle": str(person.label) if person.label else None,
        "description": next((str(each) for each in person.summary if isinstance(each, Text)), None),
        "email": mail,
        "sameAs": accounts,
        "alumniOf": [{"@type": "EducationalOrganization", "name": name} for name in dict.fromkeys(schools)],
        "worksFor": [{"@type": "Organization", "name": str(jobs[0].title)}] if jobs else [],
    }
    return {key: value for key, value in known.items() if value}
