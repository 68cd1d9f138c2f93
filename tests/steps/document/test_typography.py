"""Typographic signs, for authors who ask for them."""

from __future__ import annotations

import pytest

from tests.steps.document.plain import built

AS_TYPED = "basics: {{ name: Ada }}\nlanguage: {tag}\ndesign: {{ smartQuotes: {wanted} }}\nsections:\n- kind: text\n  entries:\n  - |\n    {text}\n"


def printed(text: str, tag: str = "en", wanted: str = "true") -> str:
    [section] = built(AS_TYPED.format(tag=tag, wanted=wanted, text=text)).sections
    [paragraph] = section.blocks
    return str(getattr(paragraph, "text", ""))


@pytest.mark.parametrize(
    ("text", "tag", "shown"),
    [
        ('She said "yes" and ("no").', "en", "She said “yes” and (“no”)."),
        ('"Ja", sagte sie.', "de", "„Ja“, sagte sie."),
        ('"Oui"', "fr", "«\u202fOui\u202f»"),
        ("It's the class of '24, the students' 'own' one", "en", "It’s the class of ’24, the students’ ‘own’ one"),
        ('**"bold"** and `"code"` in 5\'11"', "en", '“bold” and "code" in 5\'11"'),
        (
            "From 2022-2023 to 2023-24, on 2024-05-17 and 2024-05",
            "en",
            "From 2022–2023 to 2023–24, on 2024-05-17 and 2024-05",
        ),
        (
            "https://example.com/2022-2023?q='a'b [it's](https://a.example)",
            "en",
            "https://example.com/2022-2023?q='a'b it’s",
        ),
        ("+1 555-2022-2023", "en", "+1 555-2022-2023"),
    ],
)
def test_signs_are_those_of_the_language(text: str, tag: str, shown: str) -> None:
    assert printed(text, tag) == shown


def test_texts_print_as_typed_if_nobody_asks() -> None:
    assert printed('It\'s "as" typed, 2022-2023', wanted="false") == 'It\'s "as" typed, 2022-2023'
