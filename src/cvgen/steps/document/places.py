"""Places and postal addresses, in the order and form of their country.

What postal services ask for is public knowledge (the Universal Postal Union's addressing systems); here are the orders
that differ from the usual one, each in one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from cvgen.steps.document.fields import Fields
from cvgen.steps.document.phrases import join
from cvgen.text import inline
from cvgen.text.inline import Text
from cvgen.text.language import Language
from cvgen.text.scripts import BOPOMOFO, HAN, HANGUL, HIRAGANA, KATAKANA

# In a form, "|" is the comma of the CV's language; what stands between two parts is printed if both are.
_USUAL: Final = "address|city|region code|country"
_USUAL_WITHOUT_REGION: Final = "address|city code|country"  # London SW1A 2AA
_CODE_FIRST: Final = "address|code city|region|country"  # 12345 Berlin
_FORMS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        [
            "AD",
            "AL",
            "AR",
            "AT",
            "BA",
            "BE",
            "BG",
            "CH",
            "CL",
            "CR",
            "CU",
            "CY",
            "CZ",
            "DE",
            "DK",
            "DO",
            "DZ",
            "EC",
            "EE",
            "ES",
            "FI",
            "FO",
            "FR",
            "GL",
            "GR",
            "GT",
            "HR",
            "IS",
            "IT",
            "LI",
            "LT",
            "LU",
            "MA",
            "MC",
            "ME",
            "MK",
            "MX",
            "MY",
            "NL",
            "NO",
            "PH",
            "PL",
            "PT",
            "PY",
            "RO",
            "RS",
            "SE",
            "SI",
            "SK",
            "SM",
            "TN",
            "UY",
            "VA",
            "XK",
        ],
        _CODE_FIRST,
    ),
    **dict.fromkeys(("BY", "KZ", "LV", "RU", "UA"), "address|city|region|code|country"),
    "BR": "address|city - region|code|country",
    "HU": "code city|address|region|country",
    "TR": "address|code city/region|country",
}
# From the large to the small, where the parts are in the script of the country.
_CHINESE: Final = "code countryregioncityaddress"
_KOREAN: Final = "country region city address code"
_PERSIAN: Final = "country|region|city|address|code"
_PARTS: Final = re.compile("(address|city|code|region|country)")


def location(fields: Fields) -> Text | None:
    """Return the place of an entry or a person."""
    place = fields.child("location")
    if place is None:
        return None
    return _address(place, fields.language) if place.is_mapping else fields.text("location")


def _address(place: Fields, language: Language) -> Text:
    keys = {"address": "address", "city": "city", "code": "postalCode", "region": "region"}
    parts = {part: text for part, key in keys.items() if (text := place.text(key)) is not None and text.inlines}
    code = language.home
    if country := place.text("countryCode"):
        code, name = language.country(str(country))
        if not ("address" in parts and code == language.home):  # a letter within a country does not name it
            parts["country"] = inline.literal(name, country.span) if code else country
    _drop_repeated(parts)
    return join(list(_in_form(parts, _form(parts, code, language), language)), place.span)


def _drop_repeated(parts: dict[str, Text]) -> None:
    """Leave out a region or a city that the city, the region or the address says already."""
    city, region, address = (str(parts.get(part, "")) for part in ("city", "region", "address"))
    if city and region:
        if _is_big_to_small(region) and region.startswith(city):
            del parts["city"]
        elif city.casefold() == region.casefold() or (_is_big_to_small(city) and city.startswith(region)):
            del parts["region"]
    for part in ("region", "city"):
        if part in parts and _is_big_to_small(address) and str(parts[part]) in address[: len(region + city)]:
            del parts[part]


def _is_big_to_small(text: str) -> bool:
    return not text.isascii() and re.match(f"[{HAN}{HIRAGANA}{KATAKANA}{BOPOMOFO}{HANGUL}]", text) is not None


def _form(parts: dict[str, Text], code: str, language: Language) -> str:
    near = str(parts.get("city") or parts.get("region") or parts.get("address") or "")
    if _is_big_to_small(near):
        postal = parts.get("code")
        if language.base == "ko" or code == "KR":
            if postal:
                parts["code"] = join(["(", postal, ")"])
            return _KOREAN
        if postal and code == "JP" and not str(postal).startswith("〒"):
            parts["code"] = join(["〒", postal])
        return _CHINESE
    if language.base == "fa":
        return _PERSIAN
    usual = _USUAL if "region" in parts else _USUAL_WITHOUT_REGION
    return _FORMS.get(code, usual)


def _in_form(parts: Mapping[str, Text], form: str, language: Language) -> Iterator[Text]:
    """Yield the parts in the order of a form, with what stands between them."""
    printed = False
    for group in form.split("|"):
        between = language.comma if printed else ""
        for piece in filter(None, _PARTS.split(group)):
            if piece in parts:
                if printed and between:
                    yield Text((inline.Plain(between, separates=True),))
                yield parts[piece]
                printed, between = True, ""
            elif not _PARTS.fullmatch(piece) and between != language.comma:
                between = piece
