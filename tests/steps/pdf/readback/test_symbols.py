"""Pictures that a page shows in parts, and signs that look the same on it, are found."""

from __future__ import annotations

import pytest

from cvgen.steps.pdf.readback import symbols


@pytest.mark.parametrize(
    ("text", "glyphs", "found"),
    [
        ("Flags 🇩🇪 🇫🇷", {"🇩", "🇪", "🇫", "🇷"}, ["🇩🇪", "🇫🇷"]),
        ("Flags 🇩🇪 🇫🇷", {"🇩🇪", "🇫🇷"}, []),
        ("👍🏽", {"👍", "🏽"}, ["👍🏽"]),
        ("👩\u200d💻 and 👩", {"👩", "💻"}, ["👩\u200d💻"]),
        ("👩\u200d💻", {"👩💻"}, []),
        ("👩 💻 ❤️ naïve", {"👩", "💻", "❤"}, []),
        ("می\u200cروم", {"م"}, []),
    ],
)
def test_a_picture_in_parts_is_found(text: str, glyphs: set[str], found: list[str]) -> None:
    assert symbols.taken_apart(text, glyphs) == found
