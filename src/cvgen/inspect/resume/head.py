"""Reads the head of a résumé: who it is of, and how to reach this person. The best-rated text becomes the field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cvgen.inspect.contents import find_addresses, find_emails, find_phones, plain
from cvgen.inspect.resume.lines import Cell, Line

_SEPARATORS: Final = re.compile(r"\s*[|·•‧∙◦]\s*|\s+\u30fb\s+|\s{3,}")
_PLACE: Final = re.compile(r"[^\W\d_][\w.' -]*,\s*[^\W_][\w.,' -]*")
_STREET: Final = re.compile(r"\d[\w .-]*,.*[^\W\d_]{2}.*")
_LABEL: Final = re.compile(r"\w[\w /-]{1,30}[:\uff1a]")
_DIVIDED: Final = re.compile(r"(\S+[/@])\s+(?=\S+)")


class Head:
    """The texts of the head, and which of them each field is."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._largest = max((line.look[0] for line in lines), default=0.0)
        self._cells = [cell for line in lines for cell in line.cells]
        # An address may go on in the next line, after a slash or an @.
        joined = _DIVIDED.sub(r"\1", "\n".join(line.text for line in lines))
        self.text = plain(joined)
        self.emails = tuple(dict.fromkeys(find_emails(self.text)))
        self.phones = tuple(dict.fromkeys(find_phones(self.text)))
        self.links = tuple(dict.fromkeys(self._links()))
        self.name = self._name()
        self.place = self._place()
        self.headline = self._headline()
        self.summary = self._summary()

    def _links(self) -> Iterator[str]:
        for address in find_addresses(self.text):
            yield re.sub(r"^https?://(www\.)?", "", address)
        for part in self._parts():  # a host alone
            if re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}", part, re.IGNORECASE):
                yield part

    def _parts(self) -> Iterator[str]:
        text = ""
        for cell in self._cells:
            text += cell.text
            if text.endswith(",") or re.search(r",\s*[\d-]{4,7}$", text):  # a place of two lines
                text += " "
                continue
            yield from filter(None, (part.strip() for part in _SEPARATORS.split(text)))
            text = ""

    def _name(self) -> str:
        if not self._cells:
            return ""
        best = max(self._cells[:8], key=self._rate_as_name)
        return best.bold_start if len(best.bold_start) > 1 else best.text  # without a name in another script beside it

    def _rate_as_name(self, cell: Cell) -> float:
        """Rate a text as a name: letters only, in the largest type, bold, one of the first."""
        text = plain(cell.text)
        rating = 4.0 * (max(run.size for run in cell.runs) >= 0.95 * self._largest)
        rating += 3 * bool(re.fullmatch(r"[\w\s.,'’()·-]+", text)) + bool(cell.bold_start)
        rating += 2 * text.isupper() - 4 * bool(re.search(r"[@\d:/]", text)) - 2 * (len(text.split()) > 6)
        return rating - 0.3 * self._cells.index(cell)

    def _headline(self) -> str:
        """Return the short text right after the name that is none of the other fields."""
        for cell in self._cells[:6]:
            text = cell.text
            if text in (self.name, self.place) or re.search(r"[@/:\d|·]", plain(text)) or text in self.links:
                continue
            if 2 <= len(text) <= 90 and text not in self.name and cell.runs[0].size > 0.5 * self._largest:
                return text
        return ""

    def _place(self) -> str:
        """Return the part of the contacts that has a comma, and is no sentence, name or fact with a label."""
        for part in self._parts():
            is_other = (
                part == self.name or "@" in part or _LABEL.match(part) or any(each in part for each in self.phones)
            )
            words = part.split()
            looks_so = (
                _PLACE.fullmatch(part)
                or _STREET.fullmatch(part)
                or re.fullmatch("[^،、。]{1,20}[،、][^،、。]{1,20}", part)
            )
            if looks_so and not is_other and len(words) <= 9 and not part.endswith("."):
                return part
        return self._place_without_comma()

    def _place_without_comma(self) -> str:
        """Return a short part right before or after an e-mail address or a number, on its line or in its size."""
        reached = {*self.emails, *self.phones}
        parts = list(self._parts())
        for index, part in enumerate(parts):
            if not any(each in part for each in reached):
                continue
            for near in (*parts[max(0, index - 1) : index], *parts[index + 1 : index + 2]):
                if (
                    near != self.name
                    and len(near) <= 30
                    and not re.search(r"[@\d/:]", near)
                    and self._is_beside(near, part)
                ):
                    return near
        return ""

    def _is_beside(self, text: str, other: str) -> bool:
        """Return whether two texts are on one line, or on lines of about one size."""
        first, second = (next((each for each in self._lines if part in each.text), None) for part in (text, other))
        if first is None or second is None or _LABEL.match(first.text):
            return False
        return first is second or (len(first.cells) == 1 and 0.8 < first.look.size / second.look.size < 1.2)

    def _summary(self) -> str:
        """Return the sentences of the head."""
        own = {*self.emails, *self.phones, self.name, self.headline, self.place}
        texts = [line.text for line in self._lines if not any(each and each in line.text for each in own)]
        texts = [text for text in texts if not any(link.split("/")[0] in text for link in self.links)]
        return " ".join(text for text in texts if not _LABEL.match(text)).strip()
