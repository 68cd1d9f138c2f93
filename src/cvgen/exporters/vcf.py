"""Exports a vCard 4.0 (RFC 6350): the person, for address books and phones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cvgen.exporters import RenderedDocument

NEEDS: Final = "document"
_LONGEST: Final = 75  # bytes of a line


def export(rendered: RenderedDocument) -> Mapping[str, bytes]:
    """Return the card."""
    return {f"{rendered.name}.vcf": b"".join(_folded(line) for line in _lines(rendered))}


def _lines(rendered: RenderedDocument) -> Iterator[str]:
    from cvgen.steps.document.model import Kind

    person = rendered.document.person
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"FN:{_text(str(person.name))}"
    if person.native_name:
        yield f"FN:{_text(str(person.native_name))}"
    if person.label:
        yield f"TITLE:{_text(str(person.label))}"
    for contact in person.contacts:
        shown = str(contact.text)
        if contact.kind is Kind.EMAIL:
            yield f"EMAIL:{_text(shown)}"
        elif contact.kind is Kind.PHONE:
            yield f"TEL;VALUE=uri:{contact.url}" if contact.url else f"TEL;VALUE=text:{_text(shown)}"
        elif contact.kind is Kind.LOCATION:
            yield f'ADR;LABEL="{_parameter(shown)}":;;;;;;'
        elif contact.url:
            yield f"URL:{contact.url}"
        elif contact.network:
            yield f"NOTE:{_text(f'{contact.network}: {shown}')}"
    yield "END:VCARD"


def _text(value: str) -> str:
    return re.sub(r"([\\,;])", r"\\\1", value)


def _parameter(value: str) -> str:
    """Return the value of a parameter, by RFC 6868: it has no quotes of its own."""
    return value.replace("^", "^^").replace('"', "^'")


def _folded(line: str) -> bytes:
    """Return a line in pieces of at most 75 bytes, which divide no character."""
    pieces, piece = [], b""
    for char in line:
        encoded = char.encode()
        if len(piece) + len(encoded) > _LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += encoded
    return b"\r\n".join((*pieces, piece)) + b"\r\n"
